"""Figures that bookkeeping, a host municipality or a handful of children explain: they are said to
be so, and are no finding.
"""

from barnevern.comparison.kinds import NUMBER, RATE, SIZE, kind_of
from barnevern.indicators import Indicator
from barnevern.indicators.figure import Figure

NOTHING, FAR_BELOW, FAR_ABOVE, JUMP = "nothing", "far below", "far above", "jump"
ABOVE_WHOLE = "above its whole"
TIMES = 4  # below a quarter of the group or above four times it
TEN_TIMES = 10  # from one year to the next
# A part with the whole that it is of.
WHOLES = {
    "children_investigated_0_17_pct": "children_with_referral_0_17_pct",
    "children_placed_0_17_pct": "children_with_measures_0_17_pct",
    "children_placed_0_24_pct": "children_with_measures_0_24_pct",
    "children_not_placed_0_24_pct": "children_with_measures_0_24_pct",
    "net_f251_per_child_not_placed_nok": "gross_f251_per_child_not_placed_nok",
    "net_f252_per_child_placed_nok": "gross_f252_per_child_placed_nok",
}


def whole_of(name: str) -> str:
    """The indicator that this one is a part of, or itself."""
    return WHOLES.get(name, name)


def of_level(entry: Indicator, own: float, other: float) -> str:
    """Why a level is implausible; "" where it is not. Shares of children can be nobody or
    everybody; costs, positions and rates are held against ``other``.
    """
    kind = kind_of(entry.id)
    if kind == SIZE and own <= 0:
        return NOTHING
    if kind not in (SIZE, RATE) or own <= 0 or other <= 0:
        return ""
    return FAR_BELOW if own * TIMES < other else FAR_ABOVE if own > other * TIMES else ""


def of_change(entry: Indicator, now: float, before: float) -> str:
    """Why a change is implausible; "" where it is not. Small numbers can grow tenfold."""
    kind = kind_of(entry.id)
    if kind == SIZE and min(now, before) <= 0:
        return NOTHING
    if kind == NUMBER or min(now, before) <= 0:
        return ""
    return JUMP if max(now, before) >= TEN_TIMES * min(now, before) else ""


def of_part(part: Figure, whole: Figure | None) -> str:
    """Whether a figure is above the whole it is part of, both of the same year, by more than
    rounding.
    """
    if whole is None or whole.value is None or part.value is None:
        return ""
    rounding = 0.1 if "computed" not in (part.basis, whole.basis) else 1e-9
    return ABOVE_WHOLE if part.value > whole.value + rounding else ""
