"""The rules for what may be shown: presets, and the figures they are about. The values are in
data/reference/disclosure.yml.
"""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NamedTuple

from barnevern import reference
from barnevern.disclosure.system import Cell, as_cell, declared
from barnevern.indicators import Indicator, Part, catalogue
from barnevern.observations import measures
from barnevern.problems import InputProblems, Problem, nearest

OPEN = "none"  # the rule of figures that are public already


@dataclass(frozen=True)
class Rule:
    """One preset; data/reference/disclosure.yml says what each number means."""

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
        raise InputProblems(
            [
                Problem(
                    "dataset.json",
                    "",
                    "disclosure",
                    name,
                    "there is no such disclosure rule",
                    remedy,
                )
            ]
        )
    return Rule(name, **known[name])


@lru_cache
def guarded() -> frozenset[str]:
    """Measures that count children or families in the service."""
    counts = {name for name, row in measures().items() if row["kind"] == "count"}
    return frozenset(counts - set(presets()["open"]))


@lru_cache
def shown(*, by_category: bool) -> frozenset[Cell]:
    """Every (measure, category) that an indicator is made from: the union of what any page, figure,
    sentence or table can show.

    With ``by_category`` the categories of breakdowns too, which pages show of municipalities,
    counties and the country.
    """
    found: set[Cell] = set()
    for chosen in catalogue().values():
        for part in _parts(chosen):
            found |= {(part.measure, category) for category in part.categories}
            if by_category:
                found |= {(part.measure, category) for category in chosen.categories}
    return frozenset(found)


def _parts(chosen: Indicator) -> list[Part]:
    return [part for part in (chosen.numerator, chosen.denominator, chosen.published) if part]


@lru_cache
def rests_on() -> dict[str, tuple[Base, ...]]:
    """The counts that each ready-made figure rests on, by its measure: of the indicators that name
    them, and as written down.
    """
    found: dict[str, set[Base]] = {}
    for chosen in catalogue().values():
        if chosen.published is None:
            continue
        bases = found.setdefault(chosen.published.measure, set())
        for part in (chosen.numerator, chosen.denominator):
            if part and part.measure in guarded():
                own = bool(chosen.breakdown) and part is chosen.numerator
                bases |= {
                    Base(part.measure, None if own and not category else category, 0)
                    for category in part.categories
                }
    for measure, texts in presets()["rests_on"].items():
        found.setdefault(measure, set()).update(_base(text) for text in texts)
    return {measure: tuple(sorted(bases, key=str)) for measure, bases in found.items() if bases}


def _base(text: str) -> Base:
    count, _, before = text.partition("@-")
    measure, category = as_cell(count)
    return Base(measure, None if category == "=" else category, int(before or 0))


def undeclared() -> list[Cell]:
    """Shown categories of guarded counts that no sum names: nobody could say what they give
    away.
    """
    sums, within = declared()
    named = {cell for whole, parts in sums for cell in (whole, *parts)} | {
        cell for pair in within for cell in pair
    }
    return sorted(
        (measure, category)
        for measure, category in shown(by_category=True) - named
        if category and measure in guarded()
    )
