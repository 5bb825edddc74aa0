"""Horizontal bars: categories, this year against the year before."""

import textwrap
from collections.abc import Iterator, Sequence
from typing import Any

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from barnevern.figures import axis, theme
from barnevern.figures.drawings import Columns, draws
from barnevern.norwegian.numbers import number

BEYOND_POINTS = 3
# Under a number, where the reference line passes behind it.
GROUND: Any = {"facecolor": "white", "edgecolor": "none", "pad": 0.6}
THICKNESS = 0.76  # of a label's bars together, a share of the room each label has
LONGEST_LINE = 43  # letters of a label that fit beside the bars; a longer label takes more lines
LEGEND_INCHES = 0.3  # above the bars, where no bar can be in its way
COLOURS = (theme.OWN_COLOUR, theme.EARLIER_COLOUR)


@draws("bars")
def bars(
    table: Columns, *, decimals: int, reference: float | None = None, series: Sequence[str] = ()
) -> Figure:
    """A group of bars for each label of ``table`` (label, series, value), one bar for each series.

    The first series is drawn strongest and each bar ends in its number; a label without any
    value is a heading. ``reference`` draws a line, such as index 100. ``series`` names the
    series, strongest first, where every label has one bar of one of them.
    """
    labels = list(dict.fromkeys(table["label"]))
    grouped = not series
    names = list(series or dict.fromkeys(table["series"]))
    headings = _headings(table, labels)
    legend = LEGEND_INCHES if len(names) > 1 else 0.0
    figure, axes = _empty(labels, len(names) if grouped else 1, legend, bold=bool(headings))
    ground = GROUND if reference is not None else None
    for bar in _bars(table, labels, names, grouped=grouped):
        axes.barh(**bar)
        _numbers(axes, bar, decimals, ground)
    axes.set_ylim(len(labels) - 0.5, -0.5)
    _write_labels(axes, labels, headings)
    _finish(axes, table, decimals, reference)
    if len(names) > 1:
        key: Any = {"loc": "lower right", "bbox_to_anchor": (1.0, 1.0), "frameon": False}
        axes.legend(borderaxespad=0, ncols=len(names), **key)
    return figure


def _write_labels(axes: Axes, labels: list[str], headings: set[str]) -> None:
    lines = {float(place): _lines(label) for place, label in enumerate(labels)}
    written = axis.beside(axes, lines, grid=False, ticks=False)
    for label, text in zip(labels, written, strict=True):
        text.set_fontweight("bold" if label in headings else "normal")


def _headings(table: Columns, labels: list[str]) -> set[str]:
    """The labels that have no value at all."""
    valued = {
        label
        for label, value in zip(table["label"], table["value"], strict=True)
        if value is not None
    }
    return set(labels) - valued


def _empty(labels: list[str], bars_each: int, legend: float, *, bold: bool) -> tuple[Figure, Axes]:
    """A figure as high as its bars need, with room for the longest label."""
    lines = [line for label in labels for line in _lines(label).split("\n")]
    left = axis.MARGIN + theme.room(lines, "bold" if bold else "normal")
    height = 0.75 + legend + len(labels) * (0.21 + 0.16 * bars_each)
    figure, axes = theme.new_axes(height, left=left, right=0.94, bottom=0.62 / height)
    figure.subplots_adjust(top=0.98 - legend / height)
    return figure, axes


def _bars(
    table: Columns, labels: list[str], series: list[str], *, grouped: bool
) -> Iterator[dict[str, Any]]:
    """What to draw for each series: its bars beside those of the others at each label, or alone
    there where not ``grouped``.
    """
    thick = THICKNESS / (len(series) if grouped else 1)
    rows = zip(table["label"], table["series"], table["value"], strict=True)
    values = {(label, name): value for label, name, value in rows if value is not None}
    for n, (name, colour) in enumerate(zip(series, COLOURS, strict=False)):
        shift = (n + 0.5) * thick - THICKNESS / 2 if grouped else 0.0
        there = [place for place, label in enumerate(labels) if (label, name) in values]
        yield {
            "y": [place + shift for place in there],
            "width": [values[labels[place], name] for place in there],
            "height": thick,
            "color": colour,
            "label": name,
        }


def _numbers(axes: Axes, bar: dict[str, Any], decimals: int, ground: dict[str, Any] | None) -> None:
    """The number of each bar beyond its end."""
    style: Any = {"va": "center", "fontsize": 9.5, "bbox": ground}
    for side, aligned in ((1, "left"), (-1, "right")):
        beyond = axes.transData + axis.shift(axes, side * BEYOND_POINTS, 0)
        for y, value in zip(bar["y"], bar["width"], strict=True):
            if (value < 0) == (side < 0):
                text = number(float(value), decimals)
                axes.text(value, y, text, transform=beyond, ha=aligned, **style)


def _lines(label: str) -> str:
    """The label in as many lines as it needs to fit beside the bars."""
    return textwrap.fill(
        label.replace("§ ", "§\u00a0").replace("(f. ", "(f.\u00a0"),
        LONGEST_LINE,
        break_long_words=False,
        break_on_hyphens=False,
    )


def _finish(axes: Axes, table: Columns, decimals: int, reference: float | None) -> None:
    values = [float(value) for value in table["value"] if value is not None]
    low, high = min(0.0, *values), max(0.0, *values)
    span = (high - low) or 1.0
    axes.set(xlabel="", ylabel="", xlim=(low - (0.14 * span if low < 0 else 0), high + 0.12 * span))
    axis.below(axes, axis.numbers(axes, "x", whole=decimals == 0), grid=True)
    if reference is not None:
        look: Any = {"linewidth": 1.2, "linestyle": "--", "zorder": 1.5}
        axes.axvline(reference, color=theme.TEXT_COLOUR, **look)
