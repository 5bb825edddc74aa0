"""Horizontal bars: categories, this year against the year before."""

import textwrap
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from matplotlib.transforms import Affine2D, ScaledTranslation

from barnevern.figures import axis, theme
from barnevern.figures.drawings import Columns, draws
from barnevern.figures.labels import Label, Labels
from barnevern.norwegian.numbers import number

BEYOND_POINTS = 3
NUMBER_POINTS = 9.5
THICKNESS = 0.76  # of a label's bars together, a share of the room each label has
LONGEST_LINE = 43  # letters of a label that fit beside the bars; a longer label takes more lines
LEGEND_INCHES = 0.3  # above the bars, where no bar can be in its way
# Of the key: above the axes, after a patch, and before the right end.
KEY_POINTS, KEY_GAP_POINTS, KEY_END_POINTS = 7.0, 9.0, 4.0
PATCH_POINTS = (22.0, 7.7)  # of the key: as wide and as high as matplotlib's own
COLOURS = (theme.OWN_COLOUR, theme.EARLIER_COLOUR)


class Bar(NamedTuple):
    """The bars of a series: the middle of each, and its length."""

    name: str
    colour: str
    thick: float
    places: list[float]
    values: list[float]


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
    for bar in _bars(table, labels, names, grouped=grouped):
        _draw(axes, bar)
        _numbers(axes, bar, decimals, clear=reference is not None)
    axes.set_ylim(len(labels) - 0.5, -0.5)
    _write_labels(axes, labels, headings)
    _finish(axes, table, decimals, reference)
    if len(names) > 1:
        _key(axes, names)
    return figure


def _key(axes: Axes, names: list[str]) -> None:
    """The colour of each series, in a row that ends above the right end of the axes."""
    end: Any = axes.transAxes
    points = Affine2D().scale(1 / 72) + axes.figure.dpi_scale_trans
    corner = points + ScaledTranslation(1, 1, end)
    right, texts = -KEY_END_POINTS, []
    for name, colour in reversed(list(zip(names, COLOURS, strict=False))):
        left = right - theme.room([name]) * theme.WIDTH_INCHES * 72
        texts.append(Label(left, KEY_POINTS, name))
        place = (left - KEY_GAP_POINTS - PATCH_POINTS[0], KEY_POINTS)
        patch = Rectangle(place, *PATCH_POINTS, facecolor=colour, transform=corner, clip_on=False)
        axes.add_artist(patch)
        right = place[0] - 2 * PATCH_POINTS[0]
    axis.add(axes, Labels(texts, corner, va="baseline"))


def _draw(axes: Axes, bar: Bar) -> None:
    for place, value in zip(bar.places, bar.values, strict=True):
        corner = (0.0, place - bar.thick / 2)
        axes.add_artist(Rectangle(corner, value, bar.thick, facecolor=bar.colour))


def _write_labels(axes: Axes, labels: list[str], headings: set[str]) -> None:
    lines = {float(place): _lines(label) for place, label in enumerate(labels)}
    bold = {_lines(heading) for heading in headings}
    axis.beside(axes, lines, grid=False, ticks=False, bold=bold)


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


def _values(table: Columns) -> dict[tuple[str, str], float]:
    """The value of each label and series that has one."""
    rows = zip(table["label"], table["series"], table["value"], strict=True)
    return {(label, name): float(value) for label, name, value in rows if value is not None}


def _bars(table: Columns, labels: list[str], series: list[str], *, grouped: bool) -> Iterator[Bar]:
    """What to draw for each series: its bars beside those of the others at each label, or alone
    there where not ``grouped``.
    """
    thick = THICKNESS / (len(series) if grouped else 1)
    values = _values(table)
    for n, (name, colour) in enumerate(zip(series, COLOURS, strict=False)):
        shift = (n + 0.5) * thick - THICKNESS / 2 if grouped else 0.0
        there = [place for place, label in enumerate(labels) if (label, name) in values]
        lengths = [values[labels[place], name] for place in there]
        yield Bar(name, colour, thick, [place + shift for place in there], lengths)


def _numbers(axes: Axes, bar: Bar, decimals: int, *, clear: bool) -> None:
    """The number of each bar beyond its end."""
    for side, aligned in ((1, "left"), (-1, "right")):
        beyond = axes.transData + axis.shift(axes, side * BEYOND_POINTS, 0)
        texts = [
            Label(value, place, number(float(value), decimals))
            for place, value in zip(bar.places, bar.values, strict=True)
            if (value < 0) == (side < 0)
        ]
        axis.add(axes, Labels(texts, beyond, ha=aligned, size=NUMBER_POINTS, clear=clear))


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
