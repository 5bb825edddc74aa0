"""What several years give away together: a count is what was there the year before and what is new.

Each year is gated by itself first. Then the years are one system: their linked tables side by side,
and a constraint for every declared sum of two years, in which what is missing to it stays missing.
What was proved of tables that such a constraint reaches is proved again.
"""

from dataclasses import fields, replace
from typing import Any

import numpy as np
import pandas as pd
from scipy import sparse

from barnevern.disclosure.components import labels
from barnevern.disclosure.linked_tables import ABSENT, BETWEEN_YEARS, Floats, Ids, LinkedTables
from barnevern.disclosure.pattern import SuppressionPattern
from barnevern.disclosure.relations import Cell, Term, declared

Patterns = dict[int, SuppressionPattern]  # by year


def together(patterns: Patterns) -> SuppressionPattern | None:
    """The pattern of all years as one system; None where no declared sum ties two of them."""
    if len(patterns) < 2:
        return None
    tables = {year: pattern.tables for year, pattern in patterns.items()}
    places = _places(tables)
    cells = pd.concat(
        [one.cells.assign(year=year) for year, one in tables.items()], ignore_index=True
    )
    width = sum(len(place) for place in places.values())
    sums, wholes = _sums_of_two_years(cells, width)
    if not len(wholes):
        return None
    rows = [_moved(one.constraints, places[year], width) for year, one in tables.items()]
    totals = [_totals(one.totals, places[year]) for year, one in tables.items()]
    system = LinkedTables(
        cells=cells,
        nominal=np.concatenate(_in_order([one.nominal for one in tables.values()], tables)),
        lower_bounds=np.concatenate(_in_order([t.lower_bounds for t in tables.values()], tables)),
        constraints=sparse.vstack([*rows, sums], format="csr"),
        kinds=np.concatenate(
            [*(one.kinds for one in tables.values()), np.full(len(wholes), BETWEEN_YEARS)]
        ),
        totals=np.concatenate([*totals, wholes]),
    )
    return _unproved(_joined(patterns, system))


def apart(whole: SuppressionPattern, patterns: Patterns) -> Patterns:
    """The pattern of each year as it came to be in the ``whole``."""
    places = _places({year: one.tables for year, one in patterns.items()})
    return {
        year: replace(one, **{name: getattr(whole, name)[places[year]] for name in _arrays(one)})
        for year, one in patterns.items()
    }


def _places(tables: dict[int, LinkedTables]) -> dict[int, Ids]:
    """For each year the number that each of its cells has in all: the cells of every year come
    first, then the unpublished ones.
    """
    found, cell = {}, 0
    unpublished = sum(one.count for one in tables.values())
    for year, one in tables.items():
        more = len(one.nominal) - one.count
        found[year] = np.concatenate(
            [cell + np.arange(one.count), unpublished + np.arange(more)]
        ).astype("int64")
        cell, unpublished = cell + one.count, unpublished + more
    return found


def _in_order(arrays: list[Floats], tables: dict[int, LinkedTables]) -> list[Floats]:
    """Arrays with an entry per cell of a year, as those of cells and then of unpublished ones."""
    counts = [one.count for one in tables.values()]
    parts = list(zip(arrays, counts, strict=True))
    return [*(array[:n] for array, n in parts), *(array[n:] for array, n in parts)]


def _moved(constraints: sparse.csr_matrix, place: Ids, width: int) -> sparse.csr_matrix:
    """The constraints of a year over the cells of all years."""
    entries = constraints.tocoo()
    where = entries.row, place[entries.col]
    return sparse.csr_matrix((entries.data, where), shape=(constraints.shape[0], width))


def _totals(totals: Ids, place: Ids) -> Ids:
    """The totals of a year's constraints by their numbers in all years."""
    return np.where(totals == ABSENT, ABSENT, place[totals])


def _sums_of_two_years(cells: pd.DataFrame, width: int) -> tuple[sparse.csr_matrix, Ids]:
    """A constraint for every declared sum of two years and place with all its terms, and the cell
    that is its whole.
    """
    sums = [_terms(cells, total, terms) for total, terms in declared().between_years]
    blocks = [_constraints(one, width) for one in sums]
    wholes = np.concatenate([one["whole"].to_numpy("int64") for one in sums])
    return sparse.vstack(blocks, format="csr"), wholes


def _constraints(sums: pd.DataFrame, width: int) -> sparse.csr_matrix:
    """A constraint for each row of ``sums``: 1 for its whole, -1 for each of its terms."""
    numbers = sums.to_numpy("int64")
    signs = np.where(sums.columns == "whole", 1.0, -1.0)
    starts = np.arange(len(sums) + 1) * len(sums.columns)
    data = np.tile(signs, len(sums))
    return sparse.csr_matrix((data, numbers.ravel(), starts), shape=(len(sums), width))


def _terms(cells: pd.DataFrame, total: Cell, terms: list[Term]) -> pd.DataFrame:
    """The numbers of the ``whole`` and of each of its terms, in every place that has them all."""
    table = _numbers(cells, total, 0).rename("whole").to_frame()
    for number, (cell, before) in enumerate(terms):
        table = table.join(_numbers(cells, cell, before).rename(str(number)), how="inner")
    return table.reset_index(drop=True)


def _numbers(cells: pd.DataFrame, cell: Cell, before: int) -> "pd.Series[int]":
    """The number of a count by region and by the year so many years later."""
    chosen = cells[cells["measure"].eq(cell[0]) & cells["category"].eq(cell[1])]
    index = pd.MultiIndex.from_arrays([chosen["region"], chosen["year"] + before])
    return pd.Series(chosen.index, index=index)


def _joined(patterns: Patterns, system: LinkedTables) -> SuppressionPattern:
    """The patterns of the years as one of the ``system``."""
    tables = {year: pattern.tables for year, pattern in patterns.items()}

    def all_years(name: str) -> Any:
        arrays = [getattr(pattern, name) for pattern in patterns.values()]
        return np.concatenate(_in_order(arrays, tables))

    first = next(iter(patterns.values()))
    return replace(first, tables=system, **{name: all_years(name) for name in _arrays(first)})


def _arrays(pattern: SuppressionPattern) -> list[str]:
    """The fields of a pattern that have an entry per cell."""
    return [field.name for field in fields(pattern) if field.name not in ("tables", "rule")]


def _unproved(pattern: SuppressionPattern) -> SuppressionPattern:
    """The pattern without what was proved of cells that a sum of two years ties to others."""
    tables = pattern.tables
    suppressed = np.flatnonzero(pattern.suppressed)
    of_rows, of_cells = labels(tables.constraints[:, suppressed])
    tied = suppressed[np.isin(of_cells, of_rows[tables.kinds == BETWEEN_YEARS])]
    pattern.proved_low[tied] = pattern.proved_high[tied] = tables.nominal[tied]
    return pattern
