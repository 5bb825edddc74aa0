"""What the rows of a batch say about counts: figures with their rounding, changes and distances
between them, and what is hidden.
"""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import pandas as pd

from barnevern.audit.read import HIDDEN, Rule
from barnevern.indicators import Indicator, catalogue
from barnevern.observations import dimensions, measures
from barnevern.observations.groups import ALL_OF_ASSS, ASSS, NEAREST

Cell = tuple[str, int, str, str]  # region, year, measure, category
Figure = tuple[str, int, str, str]  # region, year, indicator, category
Interval = tuple[float, float]
FULL_PRECISION = 6  # with more decimals than this somewhere, an indicator's figures stand unrounded
UNROUNDED = 1e-9  # relative: what the arithmetic of whoever made the page may have lost
LINK = re.compile(r"(change_from|deviation_from|index_deviation|index)_([\w-]+?)(?:\.(.+))?")
# What is computed from a figure of the same year and says more or less what it is.
TELLING = re.compile(
    r"interval_low|interval_high|empirical_bayes|real_\d{4}|(?:corrected|uncorrected)_\w+"
)
PRODUCT, RATE, COUNT = (
    "own-share-cost",
    "own_share_rate_nok_per_year",
    "cost_driving_placements_31dec",
)


@dataclass(frozen=True)
class Link:
    """``figure`` stands in a known relation to ``other``: their difference, the per cent it is
    more, or the index (other = 100).
    """

    figure: Figure
    other: Figure
    kind: str
    interval: Interval


@dataclass
class Statements:
    """``shown``: figures with the interval their printed digits leave; ``hidden``: figures that
    stand as hidden; ``telling``: figures that were computed from another one of the same place and
    year.
    """

    shown: dict[Figure, Interval] = field(default_factory=dict)
    hidden: set[Figure] = field(default_factory=set)
    links: list[Link] = field(default_factory=list)
    telling: list[tuple[Figure, str]] = field(default_factory=list)


@cache
def made_of(
    name: str, category: str
) -> tuple[tuple[tuple[str, str], ...], tuple[tuple[str, str], ...], float] | None:
    """The (measure, category) pairs that are summed above and below the line, and the factor; None
    for what is not made of counts.
    """
    chosen = catalogue().get(name)
    if (
        chosen is None
        or chosen.numerator is None
        or (category and category not in _categories(chosen))
    ):
        return None
    above = (category,) if category else chosen.numerator.categories
    below = chosen.denominator
    bottom = tuple((below.measure, one) for one in below.categories) if below else ()
    return tuple((chosen.numerator.measure, one) for one in above), bottom, chosen.per


@cache
def _all_categories(measure: str) -> frozenset[str]:
    return frozenset(
        category
        for dimension in measures()[measure]["dimension"].split()
        for category in dimensions()[dimension]
    )


def _categories(chosen: Indicator) -> frozenset[str]:
    known = frozenset(chosen.categories)
    return (
        known
        if chosen.denominator or chosen.numerator is None
        else known | _all_categories(chosen.numerator.measure)
    )


def statements(facts: pd.DataFrame, rule: Rule, public: set[str]) -> Statements:
    """Everything that ``facts`` say. Figures of measures in ``public`` are never rounded by the
    rule.
    """
    found, precision = Statements(), _precision(facts)
    rounding = {True: rule.round_to / 2 if rule.round_to > 1 else 0.0, False: 0.0}
    for figure, kind, rest, value, status in _distinct(facts):
        if kind == "plain" and status == HIDDEN and not value:
            found.hidden.add(figure)
        elif kind == "plain" and value:
            interval = _interval(float(value), figure[2], precision[figure[2], ""])
            extra = rounding[_counts(figure) and not _public(figure, public)]
            found.shown[figure] = _narrowest(
                found.shown.get(figure), (interval[0] - extra, interval[1] + extra)
            )
        elif kind == "telling" and value:
            found.telling.append((figure, rest))
        elif kind == "link" and value:
            found.links.append(_link(figure, rest, float(value), precision))
    return found


def _distinct(facts: pd.DataFrame) -> Iterator[tuple[Figure, str, Any, str, str]]:
    """Every distinct row as (figure, what kind it is, what it is relative to, value, status)."""
    told = facts.assign(
        region=_regions(facts),
        link_unit=facts["unit"].where(facts["category"].str.contains("_from_", regex=False), ""),
    )
    columns = ["region", "year", "indicator", "category", "value", "status", "link_unit"]
    for region, year, name, category, value, status, unit in (
        told[columns].drop_duplicates().itertuples(index=False, name=None)
    ):
        figure = (region, year, name, category)
        if made_of(name, category) is not None or (name == PRODUCT):
            yield figure, "plain", None, value, status
        elif match := LINK.fullmatch(category):
            kind, other, inner = match.groups()
            base = (region, year, name, inner or "")
            if made_of(name, inner or "") is not None:
                yield base, "link", (kind, other, unit, region, category), value, status
        elif TELLING.fullmatch(category) and made_of(name, "") is not None:
            yield (region, year, name, ""), "telling", category, value, status


def _regions(facts: pd.DataFrame) -> pd.Series:
    """The region of each row; a group whose members depend on whose page it is carries that
    municipality's number.
    """
    own = facts["own"].where(facts["own"].str.fullmatch(r"\d{4}"), "ALL")
    dependent = facts["region"].isin([ASSS, NEAREST])
    return facts["region"].where(~dependent, facts["region"] + "-" + own)


def _link(
    figure: Figure,
    rest: tuple[str, str, str, str, str],
    value: float,
    precision: dict[tuple[str, str], int],
) -> Link:
    kind, other, unit, own, category = rest
    if kind == "change_from":
        to = (figure[0], int(other), *figure[2:])
    else:
        to = (f"{other}-{_owner(own)}" if other in (ASSS, NEAREST) else other, *figure[1:])
    meaning = (
        "index"
        if kind == "index"
        else "per cent"
        if kind == "index_deviation" or unit == "prosent"
        else "difference"
    )
    return Link(
        figure, to, meaning, _interval(value, figure[2], precision[figure[2], _kind_of(category)])
    )


def _owner(region: str) -> str:
    return region if re.fullmatch(r"\d{4}", region) else ALL_OF_ASSS.rpartition("-")[2]


def _kind_of(category: str) -> str:
    """The kind of relation a derived category tells of; "" for the figure itself."""
    match = LINK.fullmatch(category)
    return match[1] if match else ""


def _precision(facts: pd.DataFrame) -> dict[tuple[str, str], int]:
    """The most decimals that stand in the figures of each indicator, and in each kind of relation
    to it.
    """
    decimals = facts["value"].str.partition(".")[2].str.len()
    kinds = facts["category"].map(
        {category: _kind_of(category) for category in facts["category"].unique()}
    )
    most = (
        pd.DataFrame({"name": facts["indicator"], "kind": kinds, "decimals": decimals})
        .groupby(["name", "kind"], as_index=False)
        .max()
    )
    found: dict[tuple[str, str], int] = defaultdict(int)
    found.update(
        {
            (name, kind): int(number)
            for name, kind, number in most.itertuples(index=False, name=None)
        }
    )
    return found


def _interval(value: float, name: str, decimals: int) -> Interval:
    """What can have been printed as ``value`` with that many decimals."""
    made = made_of(name, "")
    whole = made is not None and not made[1] and measures()[made[0][0][0]]["kind"] == "count"
    half = (
        0.0
        if whole
        else UNROUNDED * max(1.0, abs(value))
        if decimals > FULL_PRECISION
        else 0.5 * 10.0**-decimals
    )
    return value - half, value + half


def _counts(figure: Figure) -> bool:
    made = made_of(figure[2], figure[3])
    return made is not None and not made[1] and measures()[made[0][0][0]]["kind"] == "count"


def _public(figure: Figure, public: set[str]) -> bool:
    made = made_of(figure[2], figure[3])
    return made is not None and made[0][0][0] in public


def _narrowest(known: Interval | None, new: Interval) -> Interval:
    """Both intervals at once; the first where they contradict each other (an older edition)."""
    if known is None:
        return new
    both = max(known[0], new[0]), min(known[1], new[1])
    return both if both[0] <= both[1] else known
