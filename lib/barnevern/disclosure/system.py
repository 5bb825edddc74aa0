"""The linked system of one year: every guarded count that is shown, and every sum that ties one to
another.

An equation says that a whole is its parts: a total its categories, a county its municipalities, a
count the part of it that is counted and the rest.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy import sparse
from scipy.sparse.csgraph import connected_components

from barnevern import reference
from barnevern.observations import dimensions, groups, measures

Ids = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Mask = npt.NDArray[np.bool_]
Cell = tuple[str, str]  # measure and category
COUNTRY, COUNTY = "EAK", "EKA"
ABSENT = -1
MOST = 0.5  # the share of places that a sum holds in before anybody reckons with it elsewhere
CATEGORY, WITHIN, REGION, EARLIER = (
    0,
    1,
    2,
    3,
)  # kinds of equation; what a shared service comes to is of the kind REGION too


@dataclass(frozen=True)
class System:
    """``cells`` has a row (region, measure, category, value) per count; after them come the rests,
    which nothing shows.

    What a shared service comes to is a rest too, for it is hidden with any of its members and shown
    with all of them.

    ``matrix`` has a row per equation, +1 for the whole and -1 for each part; times ``numbers`` it
    is zero, or what parts of a sum lack by mistake. ``kinds`` says what each equation is,
    ``wholes`` which cell is its whole. ``floor`` is the least a cell can be: 0, or minus infinity
    for a rest that only shows that the figures contradict each other.
    """

    cells: pd.DataFrame
    numbers: Floats
    floor: Floats
    matrix: sparse.csr_matrix
    kinds: Ids
    wholes: Ids

    @property
    def count(self) -> int:
        """How many cells there are before the rests."""
        return len(self.cells)

    @property
    def services(self) -> Ids:
        """The equations of shared services."""
        return np.flatnonzero(self.wholes >= self.count)

    @property
    def links(self) -> tuple[Ids, Ids]:
        """Every link from a part that is a cell to its whole, as equation and part, equation by
        equation.
        """
        table = self.matrix.tocoo()
        chosen = (table.data < 0) & (table.col < self.count) & (self.kinds[table.row] != EARLIER)
        return table.row[chosen].astype("int64"), table.col[chosen].astype("int64")

    def tied(self, names: list[str]) -> list[str]:
        """The measures that sums tie to those called ``names``, and they themselves."""
        number, measures = pd.factorize(self.cells["measure"])
        member = sparse.csr_matrix(
            (np.ones(self.count), (np.arange(self.count), number)),
            shape=(self.count, len(measures)),
        )
        together = abs(self.matrix[:, : self.count]) @ member
        label = connected_components(together.T @ together, directed=False)[1]
        return [name for n, name in enumerate(measures) if label[n] in label[measures.isin(names)]]


@lru_cache
def declared() -> tuple[list[tuple[Cell, list[Cell]]], list[tuple[Cell, Cell]]]:
    """data/reference/sums.yml as (whole, parts) pairs, and as (whole, part) pairs where the rest is
    not counted.
    """
    found: dict[str, Any] = reference.document("sums.yml")
    partitions: dict[str, dict[str, list[str]]] = {
        name: {
            whole: list(dimensions()[name]) if parts == "all" else parts
            for whole, parts in entries.items()
        }
        for name, entries in found["partitions"].items()
    }
    sums: list[tuple[Cell, list[Cell]]] = []
    for measure, names in found["measures"].items():
        for partition in (partitions[name] for name in names):
            sums += [
                ((measure, whole), [(measure, category) for category in parts])
                for whole, parts in partition.items()
            ]
    for entry in found["across"]:
        whole, parts = (
            as_cell(entry["whole"]),
            [part for text in entry["parts"] for part in _matching(text)],
        )
        sums.append((whole, parts))
        for name in entry.get("categories", []):
            every = sorted(
                {
                    category
                    for head, tail in partitions[name].items()
                    for category in [head, *tail]
                    if category
                }
            )
            sums += [
                ((whole[0], category), [(part[0], category) for part in parts])
                for category in every
            ]
    return sums, [(as_cell(whole), as_cell(part)) for part, whole in found["within"].items()]


def as_cell(text: str) -> Cell:
    """Measure and category of a text such as "referrals/police"; without a category it is the
    total.
    """
    measure, _, category = text.partition("/")
    return measure, category


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


def build(table: pd.DataFrame, year: int) -> System:
    """The system of ``table`` (region, measure, category, value; one row per count, no value
    missing) in ``year``.
    """
    cells = table[["region", "measure", "category", "value"]].sort_values(
        ["measure", "category", "region"], ignore_index=True
    )
    rows, row_names = pd.factorize(cells["region"], sort=True)
    columns, column_names = pd.factorize(
        pd.MultiIndex.from_frame(cells[["measure", "category"]]), sort=True
    )
    ids = np.full((len(row_names), len(column_names)), ABSENT)
    ids[rows, columns] = np.arange(len(cells))
    row_of, column_of = (
        {name: n for n, name in enumerate(names)} for names in (row_names, column_names)
    )
    made = _Equations(cells["value"].to_numpy("float64"))
    sums, within = declared()
    for whole, parts in sums:
        known = [column_of[part] for part in parts if part in column_of]
        if whole in column_of and known:
            made.add(
                ids[:, column_of[whole]], ids[:, known], CATEGORY, complete=len(known) == len(parts)
            )
    for whole, part in within:
        if whole in column_of and part in column_of:
            made.add(ids[:, column_of[whole]], ids[:, [column_of[part]]], WITHIN)
    for group, members in _groups(set(row_of), year):
        made.add(ids[row_of[group]], ids[[row_of[member] for member in members]].T, REGION)
    for members in _services(set(row_of), year):
        made.add_service(ids[[row_of[member] for member in members]].T)
    return made.system(cells)


def remember(system: System, editions: list[tuple[Mask, Mask]]) -> System:
    """The system with what earlier editions say besides: sums of what they hid, where they showed a
    part with another figure.

    ``editions`` has for each edition which cells it hid and which it showed with another figure. A
    hidden figure is taken to be the same in all editions: a reader would guess so, and it is the
    safer guess. A sum with a rest says nothing: the rest was another.
    """
    added = []
    rests = abs(system.matrix[:, system.count :]).sum(axis=1).A1
    for hidden, changed in editions:
        touched = np.flatnonzero(
            (abs(system.matrix[:, : system.count]) @ changed.astype("float64") > 0) & (rests == 0)
        )
        added.append(
            system.matrix[touched]
            .multiply(np.concatenate([hidden, np.zeros(len(system.numbers) - system.count)]))
            .tocsr()
        )
    if not added:
        return system
    extra = sparse.vstack(added, format="csr")
    extra.eliminate_zeros()
    extra = extra[np.flatnonzero(np.diff(extra.indptr))]
    matrix = sparse.vstack([system.matrix, extra], format="csr")
    kinds = np.concatenate([system.kinds, np.full(extra.shape[0], EARLIER)])
    wholes = np.concatenate([system.wholes, np.full(extra.shape[0], ABSENT)])
    return replace(system, matrix=matrix, kinds=kinds, wholes=wholes)


class _Equations:
    """Equations being gathered, many at a time."""

    def __init__(self, values: Floats) -> None:
        self.values, self.count, self.width = values, 0, len(values)
        none = np.empty(0, dtype="int64")
        self.entries: list[tuple[Ids, Ids, Ids]] = [(none, none, none)]
        self.rests: list[Floats] = [np.empty(0)]
        self.kinds: list[Ids] = [none]
        self.wholes: list[Ids] = [none]

    def add(self, wholes: Ids, parts: Ids, kind: int, *, complete: bool = False) -> None:
        """An equation for every whole that is there and has a part; a rest joins each WITHIN, and
        each that does not add up.

        A sum of ``complete`` parts that holds in most places, readers take to hold where a mistake
        keeps it from that too: no rest joins it there.
        """
        there = (wholes != ABSENT) & (parts != ABSENT).any(axis=1)
        wholes, parts = wholes[there], parts[there]
        known = parts != ABSENT
        rest = self.values[wholes] - np.where(known, self.values[parts], 0.0).sum(axis=1)
        if kind == WITHIN:  # a part larger than its whole counts something else than was declared
            wholes, parts, known, rest = (
                array[rest >= 0] for array in (wholes, parts, known, rest)
            )
        rows = self.count + np.arange(len(wholes))
        at, which = np.nonzero(known)
        self._enter(rows, wholes, 1)
        self._enter(rows[at], parts[at, which], -1)
        full = known.all(axis=1) & (self.values[wholes] > 0)
        mistaken = (
            full & (rest > 0) & (complete and np.count_nonzero(rest[full] == 0) > MOST * full.sum())
        )
        loose = np.flatnonzero(((rest != 0) | (kind == WITHIN)) & ~mistaken)
        self._enter(rows[loose], self.width + np.arange(len(loose)), -1)
        self.rests.append(rest[loose])
        self.kinds.append(np.full(len(wholes), kind))
        self.wholes.append(wholes)
        self.width += len(loose)
        self.count += len(wholes)

    def add_service(self, members: Ids) -> None:
        """For every row of ``members`` with all cells there: what they come to, as a rest."""
        members = members[(members != ABSENT).all(axis=1)]
        rows, rests = self.count + np.arange(len(members)), self.width + np.arange(len(members))
        self._enter(rows, rests, 1)
        for parts in members.T:
            self._enter(rows, parts, -1)
        self.rests.append(self.values[members].sum(axis=1))
        self.kinds.append(np.full(len(members), REGION))
        self.wholes.append(rests)
        self.width += len(members)
        self.count += len(members)

    def _enter(self, rows: Ids, columns: Ids, sign: int) -> None:
        self.entries.append((rows, columns, np.full(len(rows), sign)))

    def system(self, cells: pd.DataFrame) -> System:
        rows, columns, signs = (
            np.concatenate([entry[n] for entry in self.entries]) for n in range(3)
        )
        matrix = sparse.csr_matrix(
            (signs.astype("float64"), (rows, columns)), shape=(self.count, self.width)
        )
        rests = np.concatenate(self.rests)
        floor = np.concatenate([np.zeros(len(cells)), np.where(rests < 0, -np.inf, 0.0)])
        return System(
            cells,
            np.concatenate([self.values, rests]),
            floor,
            matrix,
            np.concatenate(self.kinds),
            np.concatenate(self.wholes),
        )


def _groups(present: set[str], year: int) -> Iterator[tuple[str, list[str]]]:
    """Every group among the regions ``present`` with its members among them; the country from its
    counties where all are there.
    """
    table = groups.membership()
    table = table[table["region"].isin(present) & table["first_year"].le(year)]
    counties = table[table["group"].str.startswith(COUNTY)].set_index("region")["group"]
    by_county = set(counties) <= present
    for group, rows in table.groupby("group", sort=True):
        if group in present:
            members = rows["region"].tolist()
            country = by_county and str(group).startswith(COUNTRY)
            yield str(group), sorted(set(counties[members])) if country else members


def _services(present: set[str], year: int) -> Iterator[list[str]]:
    """The members of every shared service that has all of them among the regions ``present``."""
    table = groups.membership()
    table = table[table["first_year"].le(year) & table["group"].str.startswith(groups.SERVICE)]
    for _, rows in table.groupby("group", sort=True):
        if set(rows["region"]) <= present:
            yield rows["region"].tolist()
