"""Linked tables: every guarded count of one year, and every linear constraint that links them.

This is the set-up of Fischetti & Salazar-González (2000, 2001): cells with their values, and a
matrix M with M y = b. A constraint says that a total is its parts: a total its categories, a county
its municipalities, a count the part of it that is counted and the complement. Tables that share
cells are linked tables (Hundepool et al. 2012, ch. 4): they must be protected together.
"""

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy import sparse
from scipy.sparse.csgraph import connected_components

Ids = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Mask = npt.NDArray[np.bool_]
ABSENT = -1
# Kinds of constraint: a total and its categories; a count and a part of it; a group of regions and
# its members (a shared service too); a sum of what an earlier edition suppressed; a count and one
# that is never more; a count and the part of it that is new since the year before.
CATEGORY, SUBSET, REGION, EARLIER_EDITION, ORDER, BETWEEN_YEARS = 0, 1, 2, 3, 4, 5
DIVISIONS = (CATEGORY, SUBSET, REGION)  # where the parts say how the total is divided


@dataclass(frozen=True)
class LinkedTables:
    """The cells of one year and the constraints that link them.

    ``cells`` has a row (region, measure, category, value) per count that may be published. After
    them come *unpublished* cells, which no page shows: the complement of a count in its total, and
    what a shared service comes to, which is suppressed with any of its members and shown with all
    of them.

    ``constraints`` has a row per constraint, +1 for the total and -1 for each part; times
    ``nominal``, the true values, it is zero, or what the parts of a sum lack by mistake. ``kinds``
    says what each constraint is, ``totals`` which cell is its total. ``lower_bounds`` are the
    external bounds that any reader knows: 0, or minus infinity for a complement that only shows
    that the figures contradict each other.
    """

    cells: pd.DataFrame
    nominal: Floats
    lower_bounds: Floats
    constraints: sparse.csr_matrix
    kinds: Ids
    totals: Ids

    @property
    def count(self) -> int:
        """How many cells there are before the unpublished ones."""
        return len(self.cells)

    @property
    def service_constraints(self) -> Ids:
        """The constraints of shared services, by row."""
        return np.flatnonzero(self.totals >= self.count)

    @property
    def links(self) -> tuple[Ids, Ids]:
        """Every cell that is a part of a total, as (constraint, part), constraint by constraint."""
        entries = self.constraints.tocoo()
        is_part = (
            (entries.data < 0)
            & (entries.col < self.count)
            & np.isin(self.kinds[entries.row], DIVISIONS)
        )
        return entries.row[is_part].astype("int64"), entries.col[is_part].astype("int64")

    def linked_measures(self, names: list[str]) -> list[str]:
        """The measures whose tables are linked to those of the measures ``names``, and they
        themselves.
        """
        number, measures = pd.factorize(self.cells["measure"])
        member = sparse.csr_matrix(
            (np.ones(self.count), (np.arange(self.count), number)),
            shape=(self.count, len(measures)),
        )
        together = abs(self.constraints[:, : self.count]) @ member
        label = connected_components(together.T @ together, directed=False)[1]
        return [name for n, name in enumerate(measures) if label[n] in label[measures.isin(names)]]


def with_earlier_editions(tables: LinkedTables, editions: list[tuple[Mask, Mask]]) -> LinkedTables:
    """The tables with what earlier editions say besides: constraints on the cells they suppressed,
    where they showed a part with another value.

    ``editions`` has for each edition which cells it suppressed and which it showed with another
    value. A suppressed cell is taken to have the same value in all editions: a reader would guess
    so, and it is the safer guess. A constraint with a complement says nothing: the complement was
    another.
    """
    if not editions:
        return tables
    rows = [_earlier_constraints(tables, *edition) for edition in editions]
    added = sparse.vstack(rows, format="csr")
    added.eliminate_zeros()
    added = added[np.flatnonzero(np.diff(added.indptr))]
    height = added.shape[0]
    return replace(
        tables,
        constraints=sparse.vstack([tables.constraints, added], format="csr"),
        kinds=np.concatenate([tables.kinds, np.full(height, EARLIER_EDITION)]),
        totals=np.concatenate([tables.totals, np.full(height, ABSENT)]),
    )


def _earlier_constraints(
    tables: LinkedTables, suppressed: Mask, changed: Mask
) -> sparse.csr_matrix:
    """The constraints with a ``changed`` cell and no unpublished one, with only the cells that were
    ``suppressed`` then.
    """
    unpublished = abs(tables.constraints[:, tables.count :]).sum(axis=1).A1
    has_changed = abs(tables.constraints[:, : tables.count]) @ changed.astype("float64") > 0
    columns = np.concatenate([suppressed, np.zeros(len(tables.nominal) - tables.count)])
    rows = np.flatnonzero(has_changed & (unpublished == 0))
    return tables.constraints[rows].multiply(columns).tocsr()
