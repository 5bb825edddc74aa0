"""What a reader can work out, found the slow way: by trying every table, or by whole-number
programs one figure at a time.
"""

import numpy as np
from scipy import sparse
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse.csgraph import connected_components

from barnevern.disclosure.linked_tables import Floats, LinkedTables, Mask


class TooMany(Exception):
    """More tables than can be tried."""


def by_trying(
    tables: LinkedTables, hidden: Mask, floor: Floats, enough: float, steps: int = 2_000
) -> tuple[Floats, Floats]:
    """The least and the most each hidden figure is in any table that agrees with what is shown.

    Every table is tried, figure by figure, with what the equations leave, for each part of the
    tables that hangs together; a figure that is ``enough`` apart already need not be found further
    apart. Raises TooMany after ``steps`` figures were tried.
    """
    low, high, budget = tables.nominal.copy(), tables.nominal.copy(), [steps]
    columns = np.flatnonzero(hidden)
    inside = tables.constraints[:, columns]
    _, label = connected_components(inside.T @ inside, directed=False)
    for name in np.unique(label):
        part = columns[label == name]
        matrix = tables.constraints[:, part].toarray()
        matrix = np.unique(matrix[matrix.any(axis=1)], axis=0)
        least = np.where(np.isinf(floor[part]), tables.nominal[part] - enough - 2, floor[part])
        low[part], high[part] = _tried(matrix, tables.nominal[part], least, enough, budget)
    return low, high


def _tried(
    matrix: Floats, numbers: Floats, least: Floats, enough: float, budget: list[int]
) -> tuple[Floats, Floats]:
    """The least and the most of figures that are ``numbers`` now, at least ``least``, and whose
    sums by ``matrix`` are known.
    """
    low, high = numbers.copy(), numbers.copy()
    right = (matrix @ numbers)[:, None]
    plus, minus = matrix > 0, matrix < 0

    def settle(at_least: Floats, at_most: Floats) -> bool:
        """Tighten both by every equation until nothing more follows; False when no table is
        left.
        """
        while True:
            smallest, largest = (
                np.where(plus, at_least, np.where(minus, -at_most, 0.0)),
                np.where(plus, at_most, np.where(minus, -at_least, 0.0)),
            )
            below, above = smallest.sum(axis=1, keepdims=True), largest.sum(axis=1, keepdims=True)
            if (below > right).any() or (above < right).any():
                return False
            tops = np.where(
                plus, smallest - below + right, np.where(minus, above - largest - right, np.inf)
            ).min(axis=0, initial=np.inf)
            bottoms = np.where(
                plus, largest - above + right, np.where(minus, below - smallest - right, -np.inf)
            ).max(axis=0, initial=-np.inf)
            new_most, new_least = np.minimum(at_most, tops), np.maximum(at_least, bottoms)
            if (new_least > new_most).any():
                return False
            if (new_most == at_most).all() and (new_least == at_least).all():
                return True
            at_most[:], at_least[:] = new_most, new_least

    def descend(at_least: Floats, at_most: Floats) -> None:
        if not settle(at_least, at_most):
            return
        open_ones = np.flatnonzero(at_most > at_least)
        if not len(open_ones):
            np.minimum(low, at_least, out=low)
            np.maximum(high, at_least, out=high)
            return
        useful = (high - low < enough) & (at_most > at_least)
        chosen = int((np.flatnonzero(useful) if useful.any() else open_ones)[0])
        for value in np.arange(at_most[chosen], at_least[chosen] - 1, -1):
            if (high - low >= enough).all():
                return
            budget[0] -= 1
            if budget[0] < 0:
                raise TooMany
            below, above = at_least.copy(), at_most.copy()
            below[chosen] = above[chosen] = value
            descend(below, above)

    descend(least, numbers + enough + 2)
    return low, high


def by_programs(
    tables: LinkedTables, hidden: Mask, floor: Floats, cell: int
) -> tuple[float, float]:
    """The least and the most one hidden figure can be, by two programs in whole numbers."""
    columns = np.flatnonzero(hidden)
    matrix = sparse.csr_matrix(tables.constraints[:, columns])
    right = matrix @ tables.nominal[columns]
    goal = (columns == cell).astype(float)
    found = []
    for sign in (1.0, -1.0):
        bounds = Bounds(np.maximum(floor[columns], -1e6), np.full(len(columns), 1e4))
        result = milp(
            sign * goal,
            constraints=LinearConstraint(matrix, right, right),
            bounds=bounds,
            integrality=np.ones(len(columns)),
        )
        found.append(round(float(result.x[columns == cell][0])))
    return found[0], found[1]
