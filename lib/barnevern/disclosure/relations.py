"""The additive relations between counts that are public knowledge: data/reference/sums.yml.

They are what links the tables. A relation that is not declared there is unknown to the gate.
"""

from collections.abc import Iterator
from functools import lru_cache
from typing import Any, NamedTuple

from barnevern import reference
from barnevern.observations import dimensions, measures

Cell = tuple[str, str]  # measure and category; "" is the measure's total
Term = tuple[Cell, int]  # a cell, and how many years before
Sum = tuple[Cell, list[Cell]]  # a total and its parts
Partitions = dict[str, dict[str, list[str]]]  # name -> category -> the categories it consists of


class Relations(NamedTuple):
    """``sums`` are totals with all their parts, ``subsets`` pairs (total, part) where the
    complement is not counted, ``orders`` pairs (more, less) where there is none to count.
    ``between_years`` are totals whose parts are of the year itself or of one before.
    """

    sums: list[Sum]
    subsets: list[tuple[Cell, Cell]]
    orders: list[tuple[Cell, Cell]]
    between_years: list[tuple[Cell, list[Term]]]


@lru_cache
def declared(year: int | None = None) -> Relations:
    """The relations of data/reference/sums.yml that hold in ``year``, or in all years."""
    document: dict[str, Any] = reference.document("sums.yml")
    partitions: Partitions = {
        name: {
            total: list(dimensions()[name]) if parts == "all" else parts
            for total, parts in entries.items()
        }
        for name, entries in document["partitions"].items()
    }
    sums = [
        *_within_measures(document["measures"], partitions),
        *_across_measures(_in_force(document["across"], year), partitions),
    ]
    subsets, orders = (
        [(as_cell(total), as_cell(part)) for part, total in document[kind].items()]
        for kind in ("within", "at_most")
    )
    between_years = [
        (as_cell(entry["whole"]), [as_term(part) for part in entry["parts"]])
        for entry in document["between_years"]
    ]
    return Relations(sums, subsets, orders, between_years)


def _in_force(entries: list[dict[str, Any]], year: int | None) -> list[dict[str, Any]]:
    """The entries that hold in ``year``, or in all years."""
    if year is None:
        return [entry for entry in entries if not entry.keys() & {"from", "to"}]
    return [e for e in entries if e.get("from", year) <= year <= e.get("to", year)]


def waived() -> set[str]:
    """The relations that may be found in the figures without being declared, as they are told."""
    return set(reference.document("sums.yml")["waived"])


def as_term(text: str) -> Term:
    """The cell and the years before of a text such as "children_with_measures_31dec@-1"."""
    cell, _, before = text.partition("@-")
    return as_cell(cell), int(before or 0)


def as_cell(text: str) -> Cell:
    """Measure and category of a text such as "referrals/police"; without a category it is the
    total.
    """
    measure, _, category = text.partition("/")
    return measure, category


def _within_measures(divided: dict[str, list[str]], partitions: Partitions) -> Iterator[Sum]:
    """The sums of each measure's own categories."""
    for measure, names in divided.items():
        for name in names:
            for total, parts in partitions[name].items():
                yield (measure, total), [(measure, category) for category in parts]


def _across_measures(entries: list[dict[str, Any]], partitions: Partitions) -> Iterator[Sum]:
    """The sums across measures, and of each of their categories that adds up too."""
    for entry in entries:
        total = as_cell(entry["whole"])
        parts = [part for text in entry["parts"] for part in _matching(text)]
        yield total, parts
        for name in entry.get("categories", []):
            for category in _categories(partitions[name]):
                yield (total[0], category), [(measure, category) for measure, _ in parts]


def _categories(partition: dict[str, list[str]]) -> list[str]:
    """Every category that a partition names, in alphabetical order."""
    return sorted(
        {category for total, parts in partition.items() for category in [total, *parts] if category}
    )


def _matching(text: str) -> list[Cell]:
    """The cell that ``text`` names, or every category of the measure that begins like it where it
    ends in a star.
    """
    measure, category = as_cell(text)
    if not category.endswith("*"):
        return [(measure, category)]
    known = (
        name
        for dimension in measures()[measure]["dimension"].split()
        for name in dimensions()[dimension]
    )
    return [(measure, name) for name in known if name.startswith(category.removesuffix("*"))]
