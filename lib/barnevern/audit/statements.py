"""What the rows of a batch say about counts: figures with their rounding, changes and distances
between them, and what is hidden.
"""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import NamedTuple

import pandas as pd

from barnevern.audit.read import HIDDEN, Rule
from barnevern.indicators import COUNT, Indicator, catalogue
from barnevern.observations import dimensions, measures
from barnevern.observations.groups import ALL_OF_ASSS, ASSS, NEAREST
from barnevern.reference import rows

Cell = tuple[str, int, str, str]  # region, year, measure, category
Figure = tuple[str, int, str, str]  # region, year, indicator, category
Interval = tuple[float, float]
FULL_PRECISION = 6  # with more decimals than this somewhere, an indicator's figures are unrounded
UNROUNDED = 1e-9  # relative: what the arithmetic of whoever made the page may have lost
# What data/reference/derived_kinds.csv says that a derived figure tells.
RELATION, TELLING, PAIR, PRODUCT = "relation", "figure", "pair", "product"
INDEX, PER_CENT, DIFFERENCE = "index", "per cent", "difference"


@dataclass(frozen=True)
class Link:
    """``figure`` stands in a known relation to ``other``: their difference, the per cent it is
    more, or the index (other = 100).
    """

    figure: Figure
    other: Figure
    kind: str
    interval: Interval


@dataclass(frozen=True)
class Product:
    """The count of ``figure`` times the national rate of the indicator ``rate``."""

    figure: Figure
    rate: str
    interval: Interval


@dataclass(frozen=True)
class Undeclared:
    """A row of ``page`` with a kind of figure, or an indicator, that nobody declared."""

    page: str
    item: str
    what: str
    name: str


@dataclass
class Statements:
    """What the rows of a batch say.

    ``shown``: figures with the interval their printed digits leave; ``hidden``: figures that stand
    as hidden; ``links``: relations between two; ``products``: counts times a rate; ``telling``:
    figures that were computed from another one of the same place and year; ``undeclared``: rows
    that nobody can read.
    """

    shown: dict[Figure, Interval] = field(default_factory=dict)
    hidden: set[Figure] = field(default_factory=set)
    links: list[Link] = field(default_factory=list)
    products: list[Product] = field(default_factory=list)
    telling: list[tuple[Figure, str]] = field(default_factory=list)
    undeclared: list[Undeclared] = field(default_factory=list)


@cache
def against() -> dict[str, str]:
    """What each declared kind is held against: "year", "region", "prices" or ""."""
    return {row["kind"]: row["against"] for row in rows("derived_kinds.csv")}


@cache
def kinds() -> dict[str, str]:
    """What each declared kind of derived figure tells (data/reference/derived_kinds.csv)."""
    return {"": TELLING, **{row["kind"]: row["tells"] for row in rows("derived_kinds.csv")}}


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
    told, precision = Statements(undeclared=undeclared(facts)), _precision(facts)
    rounding = rule.round_to / 2 if rule.round_to > 1 else 0.0
    for row in _distinct(facts):
        if made_of(row.indicator, row.category) is None:
            continue
        if row.kind:
            _derived(told, row, precision)
        elif row.status == HIDDEN and not row.value:
            told.hidden.add(row.figure)
        elif row.value:
            low, high = _interval(float(row.value), row.indicator, precision[row.indicator, ""])
            extra = rounding if _counts(row.figure) and not _public(row.figure, public) else 0.0
            known = told.shown.get(row.figure)
            told.shown[row.figure] = _narrowest(known, (low - extra, high + extra))
    return told


def undeclared(facts: pd.DataFrame) -> list[Undeclared]:
    """The rows whose kind or indicator nobody declared, each name once for an item of a page."""
    unknown_kind = ~facts["kind"].isin(list(kinds()))
    names = {name: name == "" or _is_known(name) for name in facts["indicator"].unique()}
    unknown_name = ~facts["indicator"].map(names) | (
        facts["indicator"].eq("") & facts["kind"].eq("")
    )
    found = []
    for what, wrong in (("kind", unknown_kind), ("indicator", unknown_name)):
        rows_of = facts.loc[wrong, ["page", "item", what]].drop_duplicates()
        found += [
            Undeclared(page, item, what, name)
            for page, item, name in rows_of.itertuples(index=False, name=None)
        ]
    return found


def _is_known(name: str) -> bool:
    return name in catalogue() or name.removesuffix(COUNT) in catalogue()


class _Row(NamedTuple):
    """One distinct row of the facts."""

    region: str
    year: int
    indicator: str
    category: str
    kind: str
    against: str
    of: str
    value: str
    status: str
    unit: str

    @property
    def figure(self) -> Figure:
        """The figure that the row is, or that it is derived from."""
        return self.region, self.year, self.indicator, self.category


def _distinct(facts: pd.DataFrame) -> Iterator[_Row]:
    """Every distinct row."""
    told = facts.assign(region=_regions(facts))[list(_Row._fields)].drop_duplicates()
    return (_Row(*row) for row in told.itertuples(index=False, name=None))


def _derived(told: Statements, row: _Row, precision: dict[tuple[str, str], int]) -> None:
    """What a derived figure tells of the figures it is made of; a hidden one tells nothing."""
    tells = kinds().get(row.kind, "")
    if not row.value:
        return
    if tells in (TELLING, PAIR):
        told.telling.append((row.figure, row.kind))
    if tells == PAIR:
        told.telling.append((_other(row), row.kind))
    elif tells == RELATION:
        interval = _interval(float(row.value), row.indicator, precision[row.indicator, row.kind])
        told.links.append(Link(row.figure, _other(row), _meaning(row), interval))
    elif tells == PRODUCT:
        interval = _interval(float(row.value), row.indicator, precision[row.indicator, row.kind])
        rates = [name for name in row.of.split() if name != row.indicator]
        told.products += [Product(row.figure, rate, interval) for rate in rates[:1]]


def _other(row: _Row) -> Figure:
    """The figure that a derived one is held against: of another year, or of another region."""
    if re.fullmatch(r"\d{4}", row.against) and against().get(row.kind) == "year":
        return row.region, int(row.against), row.indicator, row.category
    own = row.region if re.fullmatch(r"\d{4}", row.region) else ALL_OF_ASSS.rpartition("-")[2]
    dependent = row.against in (ASSS, NEAREST)
    region = f"{row.against}-{own}" if dependent else row.against
    return region, row.year, row.indicator, row.category


def _meaning(row: _Row) -> str:
    """What a relation is: an index, per cent more, or a difference."""
    if row.unit == "indeks":
        return INDEX
    return PER_CENT if row.unit == "prosent" else DIFFERENCE


def _regions(facts: pd.DataFrame) -> pd.Series:
    """The region of each row; a group whose members depend on whose page it is carries that
    municipality's number.
    """
    own = facts["own"].where(facts["own"].str.fullmatch(r"\d{4}"), "ALL")
    dependent = facts["region"].isin([ASSS, NEAREST])
    return facts["region"].where(~dependent, facts["region"] + "-" + own)


def _precision(facts: pd.DataFrame) -> dict[tuple[str, str], int]:
    """The most decimals that stand in the figures of each indicator, by kind."""
    decimals = facts["value"].str.partition(".")[2].str.len()
    columns = facts.assign(decimals=decimals)[["indicator", "kind", "decimals"]]
    most = columns.groupby(["indicator", "kind"], as_index=False).max()
    found: dict[tuple[str, str], int] = defaultdict(int)
    for name, kind, number in most.itertuples(index=False, name=None):
        found[name, kind] = int(number)
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
