"""A funnel: every municipality by size and rate, with the limits of chance."""

import matplotlib as mpl
import numpy as np
import pandas as pd

from barnevern.comparison.funnel import LEVELS, poisson_limits
from barnevern.comparison.intervals import Values
from barnevern.figures import axis, theme

DASHES = {LEVELS[0]: "--", LEVELS[1]: "-"}
SPOTS = (800, 400)  # across and up: dots that fall on the same one cannot be told apart


def funnel_figure(
    table: pd.DataFrame, *, own: str, per: float, name: str, alt: str, label: str
) -> str:
    """An SVG of ``table`` (region, base, expected, count): rate per ``per`` against the size of the
    base, ``own`` marked and named.

    The lines are the 95 and 99.8 per cent limits of chance around the common rate.
    """
    whole = float(table["count"].sum() / table["base"].sum()) * per
    sizes = np.geomspace(table["base"].min(), table["base"].max(), 60)
    mine = table["region"].eq(own)
    rates = table["count"] / table["base"] * per
    with mpl.rc_context(theme.STYLE):
        figure, axes = theme.new_axes(3.4, left=0.1, right=0.8)
        for level, style in DASHES.items():
            low, high = poisson_limits(sizes * whole / per, level)
            axes.plot(sizes, low * whole, style, color="#767676", linewidth=1)
            axes.plot(sizes, high * whole, style, color="#767676", linewidth=1)
            words = f"{level * 100:g} %".replace(".", ",")
            axes.annotate(
                words, (sizes[0], high[0] * whole), (3, 3), textcoords="offset points", fontsize=9
            )
        axes.axhline(whole, color="#767676", linewidth=1)
        x, y = _apart(table.loc[~mine, "base"].to_numpy(), rates[~mine].to_numpy())
        axes.scatter(x, y, s=14, color=theme.EARLIER_COLOUR, edgecolor="#4a6f94", linewidth=0.5)
        axes.scatter(table.loc[mine, "base"], rates[mine], s=60, color=theme.OWN_COLOUR, zorder=5)
        for x, y in zip(table.loc[mine, "base"], rates[mine], strict=True):
            axes.annotate(
                label,
                (x, y),
                (8, 6),
                textcoords="offset points",
                color=theme.OWN_COLOUR,
                weight="bold",
            )
        axes.set(xscale="log", xlabel="", ylim=(0, float(rates.max()) * 1.1))
        axis.beside(axes, axis.numbers(axes, "y", whole=False))
        axis.below(axes, axis.powers(sizes.min(), sizes.max()))
        return theme.to_svg(figure, name, alt)


def _apart(sizes: Values, rates: Values) -> tuple[Values, Values]:
    """The dots without those that would lie on another: a nation of thousands is drawn as fast as
    one of hundreds.
    """
    across, up = np.log(sizes), rates
    spots = [
        np.round((one - one.min()) / (np.ptp(one) or 1) * most)
        for one, most in zip((across, up), SPOTS, strict=True)
    ]
    seen = np.sort(np.unique(np.column_stack(spots), axis=0, return_index=True)[1])
    return sizes[seen], rates[seen]
