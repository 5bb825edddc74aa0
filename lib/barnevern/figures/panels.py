"""Small multiples: one municipality against each of its groups, a panel for each, all on one scale."""

from typing import Any

import matplotlib as mpl
import pandas as pd
from matplotlib.axes import Axes

from barnevern.figures import axis, theme

MOST_IN_A_ROW = 3
PANEL_INCHES = 1.75
GROUP: Any = {"color": theme.PEER_COLOURS[0], "linestyle": "--", "marker": "s", "markersize": 3.5, "linewidth": 1.4}
OWN: Any = {"color": theme.OWN_COLOUR, "marker": "o", "markersize": 4.5, "linewidth": 2.4}


def panels(table: pd.DataFrame, *, own: str, name: str, alt: str, decimals: int) -> str:
    """An SVG of ``table`` (name, year, value): a panel for each name but ``own``, which is drawn strongest in every panel."""
    groups = [one for one in table["name"].drop_duplicates() if one != own]
    rows = -(-len(groups) // MOST_IN_A_ROW)
    height = rows * PANEL_INCHES + 0.15
    with mpl.rc_context(theme.STYLE):
        figure = theme.new_figure(height)
        drawn: list[Axes] = []
        for n, group in enumerate(groups):
            axes = figure.add_subplot(rows, MOST_IN_A_ROW, n + 1, sharey=drawn[0] if drawn else None)
            _panel(axes, table, own, group)
            drawn.append(axes)
        high = float(table["value"].max())
        drawn[0].set_ylim(min(0.0, float(table["value"].min())), max(high, 0.0) * 1.1 or 1.0)
        places = axis.numbers(drawn[0], "y", whole=decimals == 0)
        for n, axes in enumerate(drawn):
            axis.beside(axes, places if n % MOST_IN_A_ROW == 0 else dict.fromkeys(places, ""))
        figure.subplots_adjust(
            left=axis.MARGIN + theme.room(places.values()), right=0.985, top=1 - 0.3 / height, bottom=0.32 / height, hspace=0.55, wspace=0.12
        )
        return theme.to_svg(figure, name, alt)


def _panel(axes: Axes, table: pd.DataFrame, own: str, group: str) -> None:
    """One panel: the group dashed with squares, the municipality in full with dots; the years at the ends are named."""
    for one, style in ((group, GROUP), (own, OWN)):
        rows = table[table["name"].eq(one) & table["value"].notna()].sort_values("year")
        axes.plot(rows["year"], rows["value"], **style)
    first, last = int(table["year"].min()), int(table["year"].max())
    axes.set_xlim(first - 0.5, last + 0.5)
    for year, side in ((first, "left"), (last, "right")):  # inside the panel, clear of the one beside it
        axis.below(axes, {year: str(year)}, ha=side)
    axes.set_title(group, fontsize=10.5, color=theme.PEER_COLOURS[0], loc="left")
