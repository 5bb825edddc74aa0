"""Small multiples: one municipality against each of its groups, a panel each, all on one scale."""

import textwrap
from typing import Any

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from barnevern.figures import axis, theme
from barnevern.figures.drawings import Columns, draws
from barnevern.figures.labels import Label, Labels
from barnevern.figures.line import Lines, by_name

MOST_IN_A_ROW = 3
PANEL_INCHES = 1.05  # without its title and years
YEARS_INCHES, LINE_INCHES = 0.32, 0.18
TITLE_POINTS, TITLE_PAD_POINTS = 10.5, 4
LONGEST_TITLE = 24  # letters that fit above a panel; a longer name takes two lines
GROUP: Any = {
    "color": theme.PEER_COLOURS[0],
    "linestyle": "--",
    "marker": "s",
    "markersize": 3.5,
    "linewidth": 1.4,
}
OWN: Any = {"color": theme.OWN_COLOUR, "marker": "o", "markersize": 4.5, "linewidth": 2.4}


@draws("panels")
def panels(table: Columns, *, own: str, decimals: int) -> Figure:
    """A panel for each name of ``table`` (name, year, value) but ``own``, which is drawn strongest
    in every panel.
    """
    lines = by_name(table)
    titles = {name: textwrap.fill(name, LONGEST_TITLE) for name in lines if name != own}
    rows = -(-len(titles) // MOST_IN_A_ROW)
    above = 0.12 + LINE_INCHES * max(1 + title.count("\n") for title in titles.values())
    height = rows * (above + PANEL_INCHES + YEARS_INCHES)
    figure = theme.new_figure(height)
    drawn = _grid(figure, rows, len(titles))
    for axes, (group, title) in zip(drawn, titles.items(), strict=True):
        _panel(axes, lines, (group, own), (min(table["year"]), max(table["year"])))
        _title(axes, title)
    labels = _scale(drawn, [value for value in table["value"] if value is not None], decimals)
    left, between = axis.MARGIN + theme.room(labels), (above + YEARS_INCHES) / PANEL_INCHES
    room: Any = {"wspace": 0.12, "hspace": between}
    figure.subplots_adjust(left, YEARS_INCHES / height, 0.985, 1 - above / height, **room)
    return figure


def _title(axes: Axes, title: str) -> None:
    """The name of the group above its panel."""
    corner = axes.transAxes + axis.shift(axes, 0, TITLE_PAD_POINTS)
    name = [Label(0, 1, title, theme.PEER_COLOURS[0])]
    axis.add(axes, Labels(name, corner, va="bottom", size=TITLE_POINTS))


def _grid(figure: Figure, rows: int, count: int) -> list[Axes]:
    """Axes for ``count`` panels, row by row, with one scale."""
    drawn: list[Axes] = []
    for place in range(1, count + 1):
        shared = drawn[0] if drawn else None
        drawn.append(figure.add_subplot(rows, MOST_IN_A_ROW, place, sharey=shared))
    return drawn


def _scale(drawn: list[Axes], values: list[float], decimals: int) -> list[str]:
    """One scale for all panels, numbered beside the first of each row; gives the numbers."""
    drawn[0].set_ylim(min(0.0, *values), max(0.0, *values) * 1.1 or 1.0)
    places = axis.numbers(drawn[0], "y", whole=decimals == 0)
    for n, axes in enumerate(drawn):
        axis.beside(axes, places if n % MOST_IN_A_ROW == 0 else dict.fromkeys(places, ""))
    return list(places.values())


def _panel(axes: Axes, lines: Lines, pair: tuple[str, str], years: tuple[int, int]) -> None:
    """One panel: the group dashed with squares, the municipality in full with dots; the years at
    the ends are named.
    """
    for name, style in zip(pair, (GROUP, OWN), strict=True):
        points = sorted(lines[name].items())
        axes.add_artist(Line2D(*zip(*points, strict=True), **style))
    first, last = years
    axes.set_xlim(first - 0.5, last + 0.5)
    for year, side in ((first, "left"), (last, "right")):  # inside, clear of the panel beside it
        axis.below(axes, {year: str(year)}, ha=side)
