"""The rules for what may be published: presets, and the figures they are about. The values are in
data/reference/disclosure.yml.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NamedTuple

from barnevern import reference
from barnevern.disclosure.relations import Cell, as_cell, declared
from barnevern.indicators import Indicator, Part, catalogue
from barnevern.observations import measures
from barnevern.problems import InputProblems, Problem, nearest

OPEN = "none"  # the rule of figures that are public already


@dataclass(frozen=True)
class Rule:
    """One preset of data/reference/disclosure.yml. Counts from 1 to ``hide_up_to`` are suppressed
    (threshold rule), and what a total under ``least_base`` is divided into (group disclosure).
    ``least_width`` is the sliding protection level: how wide the feasibility interval of a
    suppressed count must be. Published counts are rounded to ``round_to``.
    """

    name: str
    hide_up_to: int
    least_base: int
    least_width: int
    round_to: int


class Base(NamedTuple):
    """A count that a ready-made figure rests on: its measure, its category (None for the figure's
    own) and how many years before.
    """

    measure: str
    category: str | None
    years_before: int


@lru_cache
def presets() -> dict[str, Any]:
    """data/reference/disclosure.yml."""
    return dict(reference.document("disclosure.yml"))


def preset(name: str) -> Rule:
    """The preset called ``name``. Raises InputProblems with the nearest name."""
    known = presets()["presets"]
    if name not in known:
        remedy = nearest(name, known) or "use one of: " + ", ".join(known)
        error = "there is no such disclosure rule"
        raise InputProblems([Problem("dataset.json", "", "disclosure", name, error, remedy)])
    return Rule(name, **known[name])


@lru_cache
def guarded() -> frozenset[str]:
    """Guarded measures, those under disclosure control: they count children or families in the
    service.
    """
    counts = {name for name, row in measures().items() if row["kind"] == "count"}
    return frozenset(counts - set(presets()["open"]))


@lru_cache
def published_cells(*, by_category: bool) -> frozenset[Cell]:
    """Every (measure, category) that an indicator is made from: the union of what any page, figure,
    sentence or table can show.

    With ``by_category`` the categories of breakdowns too, which pages show of municipalities,
    counties and the country.
    """
    cells: set[Cell] = set()
    for indicator in catalogue().values():
        for part in _parts(indicator):
            cells |= {(part.measure, category) for category in part.categories}
            if by_category:
                cells |= {(part.measure, category) for category in indicator.categories}
    return frozenset(cells)


def _parts(indicator: Indicator) -> list[Part]:
    parts = (indicator.numerator, indicator.denominator, indicator.published)
    return [part for part in parts if part]


@lru_cache
def rests_on() -> dict[str, tuple[Base, ...]]:
    """The counts that each ready-made figure rests on, by its measure: of the indicators that name
    them, and as data/reference/disclosure.yml says.
    """
    bases: dict[str, set[Base]] = {}
    for indicator in catalogue().values():
        if indicator.published is not None:
            bases.setdefault(indicator.published.measure, set()).update(_bases(indicator))
    for measure, texts in presets()["rests_on"].items():
        bases.setdefault(measure, set()).update(_base(text) for text in texts)
    return {measure: tuple(sorted(some, key=str)) for measure, some in bases.items() if some}


def _bases(indicator: Indicator) -> Iterator[Base]:
    """The guarded counts that ``indicator`` is computed from."""
    for part in (indicator.numerator, indicator.denominator):
        if part and part.measure in guarded():
            own = bool(indicator.breakdown) and part is indicator.numerator
            for category in part.categories:
                yield Base(part.measure, None if own and not category else category, 0)


def _base(text: str) -> Base:
    count, _, before = text.partition("@-")
    measure, category = as_cell(count)
    return Base(measure, None if category == "=" else category, int(before or 0))


def undeclared() -> list[Cell]:
    """Published categories of guarded counts that no relation names: nobody could say what they
    give away.
    """
    relations = declared()
    named = {cell for total, parts in relations.sums for cell in (total, *parts)} | {
        cell for pair in relations.subsets for cell in pair
    }
    return sorted(
        (measure, category)
        for measure, category in published_cells(by_category=True) - named
        if category and measure in guarded()
    )
