"""The axes of a figure: Norwegian numbers at round places, as one grid, one row of ticks and a text
each.

matplotlib's own axis makes five objects of every tick and measures every label three times, which
is half of what a small figure costs.
"""

from collections.abc import Collection, Iterable, Mapping
from math import nan
from typing import Any

from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.markers import TICKDOWN, TICKLEFT
from matplotlib.ticker import MaxNLocator
from matplotlib.transforms import ScaledTranslation

from barnevern.figures.labels import Label, Labels
from barnevern.figures.theme import GRID_COLOUR, TEXT_COLOUR
from barnevern.norwegian.numbers import number

STEPS = [1, 2, 2.5, 5, 10]  # between the numbers of an axis: those a reader can count on by
MARGIN = 0.025  # beside the labels of an upright axis, a share of the width
TICK_POINTS, PAD_POINTS = 3.5, 7
GRID: Any = {"color": GRID_COLOUR, "linewidth": 0.8, "zorder": 0.5}
TICKS: Any = {
    "color": TEXT_COLOUR,
    "linestyle": "none",
    "markersize": TICK_POINTS,
    "markeredgewidth": 0.8,
    "clip_on": False,
    "zorder": 2,
}


def numbers(axes: Axes, which: str, *, whole: bool) -> dict[float, str]:
    """Round places within the limits of the axis ("x" or "y") and their text, with as many decimals
    as the steps need.

    ``whole`` is for counts and kroner.
    """
    low, high = axes.get_xlim() if which == "x" else axes.get_ylim()
    long = (
        which == "x" and high >= 100_000
    )  # six long numbers side by side would run into each other
    places = MaxNLocator(nbins=3 if long else 6, integer=whole, steps=STEPS).tick_values(low, high)
    decimals = next(
        (
            d
            for d in range(4)
            if all(abs(place * 10**d - round(place * 10**d)) < 1e-6 for place in places)
        ),
        4,
    )
    return {
        float(place): number(float(place), decimals) for place in places if low <= place <= high
    }


def powers(low: float, high: float) -> dict[float, str]:
    """Round places and their text on a logarithmic axis from ``low`` to ``high``."""
    return {
        float(k * 10**n): number(k * 10**n)
        for n in range(1, 7)
        for k in (1, 3)
        if low <= k * 10**n <= high
    }


def beside(
    axes: Axes,
    labels: Mapping[float, str],
    *,
    grid: bool = True,
    ticks: bool = True,
    bold: Collection[str] = (),
) -> Labels:
    """Draw the upright axis: ``labels`` by place, with lines across the figure and ticks if wanted,
    some of them in bold.
    """
    axes.yaxis.set_visible(False)
    frame = axes.get_yaxis_transform()
    if grid:
        axes.add_artist(
            Line2D([0, 1, nan] * len(labels), _threefold(labels), transform=frame, **GRID)
        )
    if ticks:
        axes.add_artist(
            Line2D([0] * len(labels), list(labels), transform=frame, **TICKS | {"marker": TICKLEFT})
        )
    texts = [Label(0, place, text, bold=text in bold) for place, text in labels.items()]
    away = frame + shift(axes, -PAD_POINTS, 0)
    return add(axes, Labels(texts, away, ha="right", va="center_baseline"))


def below(
    axes: Axes, labels: Mapping[float, str], *, grid: bool = False, ha: str = "center"
) -> Labels:
    """Draw the level axis: ``labels`` by place, with ticks, and lines up through the figure if
    wanted. ``ha`` is how a text stands to its place.
    """
    axes.xaxis.set_visible(False)
    frame = axes.get_xaxis_transform()
    if grid:
        axes.add_artist(
            Line2D(_threefold(labels), [0, 1, nan] * len(labels), transform=frame, **GRID)
        )
    axes.add_artist(
        Line2D(list(labels), [0] * len(labels), transform=frame, **TICKS | {"marker": TICKDOWN})
    )
    away = frame + shift(axes, 0, -PAD_POINTS)
    texts = [Label(place, 0, text) for place, text in labels.items()]
    return add(axes, Labels(texts, away, ha=ha, va="top"))


def add(axes: Axes, labels: Labels) -> Labels:
    """Put ``labels`` into the axes, over their edge if need be."""
    axes.add_artist(labels)
    return labels


def _threefold(places: Iterable[float]) -> list[float]:
    return [one for place in places for one in (place, place, nan)]


def shift(axes: Axes, right: float, up: float) -> ScaledTranslation:
    """So many points to the side, whatever the size of the figure."""
    return ScaledTranslation(right / 72, up / 72, axes.figure.dpi_scale_trans)
