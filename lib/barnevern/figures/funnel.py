"""A funnel: every municipality by size and rate, with the limits of the verdicts."""

from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from barnevern.comparison.funnel import CLEAR, LINES, USUAL, limits
from barnevern.comparison.intervals import Values
from barnevern.figures import axis, theme
from barnevern.figures.drawings import Columns, draws

LOWER, UPPER = 0, 1
# How each pair of lines is drawn, what it is called, and which of the two has the name.
STYLES = {USUAL: ("--", "vanlig", LOWER), CLEAR: ("-", "klart", UPPER)}
SPOTS = (800, 400)  # across and up: dots that fall on the same one cannot be told apart
GREY: Any = {"color": "#767676", "linewidth": 1}
BESIDE: Any = {"textcoords": "offset points", "fontsize": 9, "va": "center"}


@draws("funnel")
def funnel(
    table: Columns, *, own: str, per: float, label: str, kind: str, rate: float, variance: float
) -> Figure:
    """Each unit of ``table`` (region, count, base) as a dot: its rate per ``per`` against the size
    of its base, ``own`` marked and called ``label``.

    The lines around the common ``rate`` (per ``per``) are the limits of
    barnevern.comparison.funnel, for figures of ``kind`` with the ordinary ``variance``.
    """
    count, base = (np.asarray(table[name], dtype=float) for name in ("count", "base"))
    mine = np.asarray([region == own for region in table["region"]])
    rates = count / base * per
    sizes = np.geomspace(base.min(), base.max(), 60)
    figure, axes = theme.new_axes(3.4, left=0.1, right=0.8)
    for line in STYLES:
        pair = limits(sizes, kind, rate / per, variance, LINES[line])
        _line(axes, line, sizes, [limit * per for limit in pair])
    axes.axhline(rate, **GREY)
    x, y = _apart(base[~mine], rates[~mine])
    axes.scatter(x, y, s=14, color=theme.EARLIER_COLOUR, edgecolor="#4a6f94", linewidth=0.5)
    _mark(axes, base[mine], rates[mine], label)
    axes.set(xscale="log", xlabel="", ylim=(0, float(rates.max()) * 1.1))
    axis.beside(axes, axis.numbers(axes, "y", whole=False))
    axis.below(axes, axis.powers(sizes.min(), sizes.max()))
    return figure


def _line(axes: Axes, line: str, sizes: Values, pair: list[Values]) -> None:
    """The lower and the upper limit of a pair of lines, with its name."""
    style, name, labelled = STYLES[line]
    for limit in pair:
        axes.plot(sizes, limit, style, **GREY)
    axes.annotate(name, (sizes[-1], pair[labelled][-1]), (4, 0), **BESIDE)


def _mark(axes: Axes, base: Values, rates: Values, label: str) -> None:
    """The own unit: a large dot with its name."""
    axes.scatter(base, rates, s=60, color=theme.OWN_COLOUR, zorder=5)
    named: Any = {"textcoords": "offset points", "color": theme.OWN_COLOUR, "weight": "bold"}
    for place in zip(base, rates, strict=True):
        axes.annotate(label, place, (8, 6), **named)


def _apart(sizes: Values, rates: Values) -> tuple[Values, Values]:
    """The dots without those that would lie on another: a nation of thousands is drawn as fast as
    one of hundreds.
    """
    across, up = np.log(sizes), rates
    spots = [
        np.round((along - along.min()) / (np.ptp(along) or 1) * most)
        for along, most in zip((across, up), SPOTS, strict=True)
    ]
    seen = np.sort(np.unique(np.column_stack(spots), axis=0, return_index=True)[1])
    return sizes[seen], rates[seen]
