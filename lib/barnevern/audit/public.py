"""What everybody knows besides the pages: what adds up to what, which municipalities a group has,
and how many people live where.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain
from typing import Any

import pandas as pd

from barnevern import reference
from barnevern.data.dataset import open_dataset
from barnevern.observations import dimensions, groups, measures, regions

POPULATION = "population_31dec"
RENAMED = {"single_age": "age"}  # a partition in sums.yml -> its dimension in categories.csv
Pair = tuple[str, str]  # measure, category


@dataclass(frozen=True)
class Sum:
    """``whole`` is the sum of ``parts``; with ``partial`` only at least that, because parts of it
    are never counted or never shown. ``rest`` is whether what they lack counts children.
    """

    whole: Pair
    parts: tuple[Pair, ...]
    partial: bool = False
    rest: bool = True


@dataclass(frozen=True)
class YearlySum:
    """``whole`` is the sum of ``parts`` of its own year and of those of the year ``before``."""

    whole: Pair
    parts: tuple[Pair, ...]
    before: tuple[Pair, ...]


def yearly_sums() -> list[YearlySum]:
    """The sums of two years in data/reference/sums.yml."""
    found = []
    for entry in reference.document("sums.yml")["between_years"]:
        own = tuple(_pair(text) for text in entry["parts"] if "@" not in text)
        before = tuple(_pair(text.partition("@")[0]) for text in entry["parts"] if "@-1" in text)
        found.append(YearlySum(_pair(entry["whole"]), own, before))
    return found


def sums(mentioned: set[Pair]) -> list[Sum]:
    """Every sum of data/reference/sums.yml among the figures that are ``mentioned`` somewhere in
    the batch.
    """
    declared = reference.document("sums.yml")
    kept = {}
    for public_sum in chain(
        _partitions(declared, mentioned),
        _across(declared, mentioned),
        _within(declared),
        _amounts(),
    ):
        whole, parts = public_sum.whole, tuple(p for p in public_sum.parts if p in mentioned)
        if parts and whole in mentioned and parts != (whole,):
            absent = len(parts) < len(public_sum.parts)
            kept[whole, parts] = Sum(whole, parts, public_sum.partial or absent, public_sum.rest)
    return list(kept.values())


def _partitions(declared: dict[str, Any], mentioned: set[Pair]) -> Iterator[Sum]:
    for measure, names in declared["measures"].items():
        for name in names:
            equations = {
                whole: list(dimensions()[RENAMED.get(name, name)]) if parts == "all" else parts
                for whole, parts in declared["partitions"][name].items()
            }
            for whole in equations:
                parts = _shown_parts(measure, whole, equations, mentioned)
                yield Sum((measure, whole), tuple((measure, part) for part in parts))


def _shown_parts(
    measure: str, whole: str, equations: dict[str, list[str]], mentioned: set[Pair]
) -> list[str]:
    """The parts of ``whole``; one that is never mentioned but is itself a sum stands as its own
    parts.
    """
    result = []
    for part in equations[whole]:
        nested = part in equations and part != whole and (measure, part) not in mentioned
        result += _shown_parts(measure, part, equations, mentioned) if nested else [part]
    return list(dict.fromkeys(result))


def _across(declared: dict[str, Any], mentioned: set[Pair]) -> Iterator[Sum]:
    for entry in declared["across"]:
        whole = _pair(entry["whole"])
        parts = [pair for text in entry["parts"] for pair in _pairs(text, mentioned)]
        yield Sum(whole, tuple(parts))
        for name in entry.get("categories", []):
            for category in _categories(name, declared["partitions"][name]):
                yield Sum((whole[0], category), tuple((measure, category) for measure, _ in parts))


def _categories(name: str, partition: dict[str, Any]) -> list[str]:
    """Every category that the partition ``name`` has, totals included."""
    parts = [dimensions()[name] if some == "all" else some for some in partition.values()]
    return sorted({*partition, *chain.from_iterable(parts)} - {""})


def _within(declared: dict[str, Any]) -> Iterator[Sum]:
    for part, whole in declared["within"].items():
        yield Sum(_pair(whole), (_pair(part),), partial=True)
    for part, whole in declared["at_most"].items():
        yield Sum(_pair(whole), (_pair(part),), partial=True, rest=False)


def _amounts() -> Iterator[Sum]:
    """Money and full-time equivalents are the sum of their categories."""
    for measure, row in measures().items():
        if row["kind"] in ("amount", "fte") and row["dimension"]:
            yield Sum(
                (measure, ""),
                tuple((measure, category) for category in dimensions()[row["dimension"]]),
            )


def _pair(text: str) -> Pair:
    measure, _, category = text.partition("/")
    return measure, category


def _pairs(text: str, mentioned: set[Pair]) -> list[Pair]:
    measure, category = _pair(text)
    if not category.endswith("*"):
        return [(measure, category)]
    return sorted(
        pair for pair in mentioned if pair[0] == measure and pair[1].startswith(category[:-1])
    )


class Members:
    """Which municipalities a group means; ``alike`` are the ten most like each municipality, as its
    page names them.
    """

    def __init__(self, alike: Mapping[str, Sequence[str]]) -> None:
        self._alike = alike
        self._known: dict[tuple[str, int], tuple[str, ...]] = {}

    def of(self, group: str, year: int) -> tuple[str, ...]:
        """The members of ``group`` in ``year``; none where they are not known."""
        if (group, year) not in self._known:
            kind, _, owner = group.partition("-")
            if kind == groups.NEAREST:
                found: Sequence[str] = self._alike.get(owner, ())
            elif kind == groups.ASSS:
                found = groups.members(
                    groups.ASSS if owner != "ALL" else groups.ALL_OF_ASSS, year, owner
                )
            else:
                found = groups.members(group, year, "")
            self._known[group, year] = tuple(found)
        return self._known[group, year]


@lru_cache
def population() -> dict[tuple[str, int, str], float]:
    """Inhabitants by municipality, year and age, as Statistics Norway publishes them; without those
    of a split municipality.
    """
    table: pd.DataFrame = open_dataset("published").read(
        list(regions.municipalities()), None, [POPULATION]
    )
    known = table[table["value"].notna()]
    return {
        (r, int(y), c): float(v)
        for r, y, c, v in known[["region", "year", "category", "value"]].itertuples(
            index=False, name=None
        )
    }
