"""Builds the linked tables of one year: its cells, and a constraint for every declared relation."""

from typing import Any

import numpy as np
import pandas as pd
from scipy import sparse

from barnevern.disclosure.hierarchies import regional, shared_services
from barnevern.disclosure.linked_tables import (
    ABSENT,
    CATEGORY,
    ORDER,
    REGION,
    SUBSET,
    Floats,
    Ids,
    LinkedTables,
    Mask,
)
from barnevern.disclosure.relations import Cell, declared

MOST = 0.5  # the share of places that a sum holds in before anybody reckons with it elsewhere


def build(table: pd.DataFrame, year: int) -> LinkedTables:
    """The linked tables of ``table`` (region, measure, category, value; one row per count, no value
    missing) in ``year``.
    """
    cells = table[["region", "measure", "category", "value"]].sort_values(
        ["measure", "category", "region"], ignore_index=True
    )
    grid, builder = Grid(cells), ConstraintBuilder(cells["value"].to_numpy("float64"))
    _add_relations(builder, grid, year)
    _add_regions(builder, grid, year)
    return builder.tables(cells)


class Grid:
    """Where each cell stands: its number by region and by measure and category."""

    def __init__(self, cells: pd.DataFrame) -> None:
        rows, regions = pd.factorize(cells["region"], sort=True)
        columns, kinds = pd.factorize(
            pd.MultiIndex.from_frame(cells[["measure", "category"]]), sort=True
        )
        self.numbers = np.full((len(regions), len(kinds)), ABSENT)
        self.numbers[rows, columns] = np.arange(len(cells))
        self.row_of: dict[str, int] = _positions(regions)
        self.column_of: dict[Cell, int] = _positions(kinds)

    def everywhere(self, cells: list[Cell]) -> Ids:
        """A column of numbers for each measure and category in ``cells`` that there is, a row for
        each region.
        """
        return self.numbers[:, [self.column_of[cell] for cell in cells if cell in self.column_of]]

    def of_members(self, members: list[str]) -> Ids:
        """The numbers with a column for each of ``members`` and a row for each measure and
        category.
        """
        return self.numbers[[self.row_of[member] for member in members]].T


def _positions(names: pd.Index) -> dict[Any, int]:
    """The position of each of ``names``."""
    return {name: n for n, name in enumerate(names)}


def _add_relations(builder: "ConstraintBuilder", grid: Grid, year: int) -> None:
    """The sums and subsets declared of the year, in every region."""
    relations = declared(year)
    for total, parts in relations.sums:
        _add_relation(builder, grid, total, parts, CATEGORY)
    for total, part in relations.subsets:
        _add_relation(builder, grid, total, [part], SUBSET)
    for total, part in relations.orders:
        _add_relation(builder, grid, total, [part], ORDER)


def _add_relation(
    builder: "ConstraintBuilder", grid: Grid, total: Cell, parts: list[Cell], kind: int
) -> None:
    """One relation, where its total and any of its parts are among the cells."""
    numbers = grid.everywhere(parts)
    if total in grid.column_of and numbers.shape[1]:
        complete = kind == CATEGORY and numbers.shape[1] == len(parts)
        builder.add(grid.everywhere([total])[:, 0], numbers, kind, complete=complete)


def _add_regions(builder: "ConstraintBuilder", grid: Grid, year: int) -> None:
    """The sums over regions, for every measure and category."""
    for group, members in regional(set(grid.row_of), year):
        builder.add(grid.numbers[grid.row_of[group]], grid.of_members(members), REGION)
    for members in shared_services(set(grid.row_of), year):
        builder.add_service(grid.of_members(members))


class ConstraintBuilder:
    """Constraints being gathered, many at a time; ``values`` are those of the cells."""

    def __init__(self, values: Floats) -> None:
        self.values, self.height, self.width = values, 0, len(values)
        none = np.empty(0, dtype="int64")
        self.entries: list[tuple[Ids, Ids, Ids]] = [(none, none, none)]
        self.unpublished: list[Floats] = [np.empty(0)]
        self.kinds: list[Ids] = [none]
        self.totals: list[Ids] = [none]

    def add(self, totals: Ids, parts: Ids, kind: int, *, complete: bool = False) -> None:
        """A constraint for every total that is there and has a part; a complement joins each
        SUBSET and ORDER, and each other that does not add up.

        A sum of ``complete`` parts that holds in most places, readers take to hold where a mistake
        keeps it from that too: no complement joins it there.
        """
        there = (totals != ABSENT) & (parts != ABSENT).any(axis=1)
        totals, parts = totals[there], parts[there]
        complement = self._complement(totals, parts)
        if kind in (
            SUBSET,
            ORDER,
        ):  # a part larger than its total counts something else than was declared
            possible = complement >= 0
            totals, parts, complement = totals[possible], parts[possible], complement[possible]
        rows, known = self.height + np.arange(len(totals)), parts != ABSENT
        at, which = np.nonzero(known)
        self._enter(rows, totals, 1)
        self._enter(rows[at], parts[at, which], -1)
        open_ended = (complement != 0) | (kind in (SUBSET, ORDER))
        if complete:
            open_ended &= ~self._mistaken(totals, complement, known.all(axis=1))
        loose = np.flatnonzero(open_ended)
        self._enter(rows[loose], self.width + np.arange(len(loose)), -1)
        self._extend(complement[loose], totals, kind)

    def add_service(self, members: Ids) -> None:
        """For every row of ``members`` with all cells there: what they come to, as an unpublished
        cell.
        """
        members = members[(members != ABSENT).all(axis=1)]
        rows, totals = self.height + np.arange(len(members)), self.width + np.arange(len(members))
        self._enter(rows, totals, 1)
        for parts in members.T:
            self._enter(rows, parts, -1)
        self._extend(self.values[members].sum(axis=1), totals, REGION)

    def tables(self, cells: pd.DataFrame) -> LinkedTables:
        """The linked tables of ``cells`` and everything that was added."""
        unpublished = np.concatenate(self.unpublished)
        lower_bounds = np.where(unpublished < 0, -np.inf, 0.0)
        return LinkedTables(
            cells=cells,
            nominal=np.concatenate([self.values, unpublished]),
            lower_bounds=np.concatenate([np.zeros(len(cells)), lower_bounds]),
            constraints=self._matrix(),
            kinds=np.concatenate(self.kinds),
            totals=np.concatenate(self.totals),
        )

    def _matrix(self) -> sparse.csr_matrix:
        """The constraints, a row each."""
        entries = zip(*self.entries, strict=True)
        rows, columns, signs = (np.concatenate(arrays) for arrays in entries)
        return sparse.csr_matrix(
            (signs.astype("float64"), (rows, columns)), shape=(self.height, self.width)
        )

    def _complement(self, totals: Ids, parts: Ids) -> Floats:
        """What each total has besides its parts."""
        there = np.where(parts != ABSENT, self.values[parts], 0.0)
        complement: Floats = self.values[totals] - there.sum(axis=1)
        return complement

    def _mistaken(self, totals: Ids, complement: Floats, full: Mask) -> Mask:
        """The sums that lack something though most of those that are ``full`` add up."""
        full = full & (self.values[totals] > 0)
        holds = np.count_nonzero(complement[full] == 0) > MOST * full.sum()
        return full & (complement > 0) & bool(holds)

    def _enter(self, rows: Ids, columns: Ids, sign: int) -> None:
        self.entries.append((rows, columns, np.full(len(rows), sign)))

    def _extend(self, unpublished: Floats, totals: Ids, kind: int) -> None:
        """Count in the constraints of ``totals``, and the unpublished cells they brought."""
        self.unpublished.append(unpublished)
        self.kinds.append(np.full(len(totals), kind))
        self.totals.append(totals)
        self.width += len(unpublished)
        self.height += len(totals)
