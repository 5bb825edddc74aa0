"""Figures that stand as hidden in one place and as a number in another: between pages, levels and
editions.
"""

from dataclasses import dataclass

import pandas as pd

from barnevern.audit.read import HIDDEN
from barnevern.audit.statements import Statements, made_of

FIGURE = ["region", "year", "indicator", "category"]


@dataclass(frozen=True)
class Clash:
    """The figure is hidden on ``hidden_on`` and shown on ``shown_on``."""

    region: str
    year: int
    indicator: str
    category: str
    hidden_on: str
    shown_on: str


def clashes(facts: pd.DataFrame) -> list[Clash]:
    """Every figure, and every count under another name, with more than one status; the first page
    of each.
    """
    known = _known(facts)
    key = ["region", "year", "figure"]
    both = known.groupby(key)["hidden"].agg(["any", "all"])
    mixed = both[both["any"] & ~both["all"]].index
    if mixed.empty:
        return []
    rows = known.set_index(key).loc[mixed].sort_values("page", kind="stable")
    return [_clash(place[0], int(place[1]), rows.loc[[place]]) for place in mixed]


def _known(facts: pd.DataFrame) -> pd.DataFrame:
    """The figures of one region that are shown or hidden, with what each is (``figure``) and
    whether it is hidden.
    """
    plain = facts["kind"].eq("") & ~facts["region"].isin(["ASSS", "NEAREST"])
    hidden = facts["value"].eq("") & facts["status"].eq(HIDDEN)
    known = facts.assign(hidden=hidden)[plain & (facts["value"].ne("") | hidden)]
    pairs = zip(known["indicator"], known["category"], strict=True)
    return known.assign(figure=[_same(name, category) for name, category in pairs])


def _clash(region: str, year: int, rows: pd.DataFrame) -> Clash:
    """The first page that hides the figure of the rows, and the first that shows it."""
    hidden, shown = rows[rows["hidden"]].iloc[0], rows[~rows["hidden"]].iloc[0]
    return Clash(
        region,
        year,
        str(hidden["indicator"]),
        str(hidden["category"]),
        str(hidden["page"]),
        str(shown["page"]),
    )


def _same(name: str, category: str) -> str:
    """What a figure is, so that a count that two indicators show is one figure."""
    made = made_of(name, category)
    return (
        f"{name}|{category}"
        if made is None or made[1] or len(made[0]) != 1
        else "count|" + "|".join(made[0][0])
    )


def telling(told: Statements) -> list[tuple[str, int, str, str]]:
    """Figures computed from a hidden one of the same place and year that are shown: (region, year,
    indicator, what it is).
    """
    return [(*figure[:3], what) for figure, what in told.telling if figure in told.hidden]
