"""Small multiples: one municipality against each of its groups, a panel for each, all on one
scale.
"""

import textwrap
from typing import Any

import matplotlib as mpl
import pandas as pd
from matplotlib.axes import Axes

from barnevern.figures import axis, theme

MOST_IN_A_ROW = 3
PANEL_INCHES = 1.05  # without its title and years
YEARS_INCHES, LINE_INCHES = 0.32, 0.18
LONGEST_TITLE = 24  # letters that fit above a panel; a longer name takes two lines
GROUP: Any = {
    "color": theme.PEER_COLOURS[0],
    "linestyle": "--",
    "marker": "s",
    "markersize": 3.5,
    "linewidth": 1.4,
}
OWN: Any = {"color": theme.OWN_COLOUR, "marker": "o", "markersize": 4.5, "linewidth": 2.4}


def panels(table: pd.DataFrame, *, own: str, name: str, alt: str, decimals: int) -> str:
    """An SVG of ``table`` (name, year, value): a panel for each name but ``own``, which is drawn
    strongest in every panel.
    """
    groups = [one for one in table["name"].drop_duplicates() if one != own]
    rows = -(-len(groups) // MOST_IN_A_ROW)
    titles = {group: textwrap.fill(group, LONGEST_TITLE) for group in groups}
    above = 0.12 + LINE_INCHES * max(1 + title.count("\n") for title in titles.values())
    height = rows * (above + PANEL_INCHES + YEARS_INCHES)
    with mpl.rc_context(theme.STYLE):
        figure = theme.new_figure(height)
        drawn: list[Axes] = []
        for n, group in enumerate(groups):
            axes = figure.add_subplot(
                rows, MOST_IN_A_ROW, n + 1, sharey=drawn[0] if drawn else None
            )
            _panel(axes, table, own, group)
            axes.set_title(titles[group], fontsize=10.5, color=theme.PEER_COLOURS[0], loc="left")
            drawn.append(axes)
        high = float(table["value"].max())
        drawn[0].set_ylim(min(0.0, float(table["value"].min())), max(high, 0.0) * 1.1 or 1.0)
        places = axis.numbers(drawn[0], "y", whole=decimals == 0)
        for n, axes in enumerate(drawn):
            axis.beside(axes, places if n % MOST_IN_A_ROW == 0 else dict.fromkeys(places, ""))
        left, between = (
            axis.MARGIN + theme.room(places.values()),
            (above + YEARS_INCHES) / PANEL_INCHES,
        )
        figure.subplots_adjust(
            left, YEARS_INCHES / height, 0.985, 1 - above / height, wspace=0.12, hspace=between
        )
        return theme.to_svg(figure, name, alt)


def _panel(axes: Axes, table: pd.DataFrame, own: str, group: str) -> None:
    """One panel: the group dashed with squares, the municipality in full with dots; the years at
    the ends are named.
    """
    for one, style in ((group, GROUP), (own, OWN)):
        rows = table[table["name"].eq(one) & table["value"].notna()].sort_values("year")
        axes.plot(rows["year"], rows["value"], **style)
    first, last = int(table["year"].min()), int(table["year"].max())
    axes.set_xlim(first - 0.5, last + 0.5)
    for year, side in (
        (first, "left"),
        (last, "right"),
    ):  # inside the panel, clear of the one beside it
        axis.below(axes, {year: str(year)}, ha=side)
