"""The cheapest cells to hide further, for all equations at once, so that none that gives a figure
away is left without another hidden cell.

This is a covering program: an equation that leaks needs one cell more, and a cell that would be the
only hidden one of a short equation needs company. What the program does not look at (how far the
hidden parts can move) is left to balance.
"""

from itertools import pairwise

import numpy as np
from scipy import sparse
from scipy.optimize import Bounds, LinearConstraint, milp

from barnevern.disclosure.balance import Book
from barnevern.disclosure.draft import Draft
from barnevern.disclosure.system import EARLIER, Floats, Ids

# cells of an equation: in a longer one the first hidden cell mostly finds company by itself, and
# the program takes long
SHORT = 40
GAP, NODES = (
    0.01,
    100,
    # how near the cheapest is near enough; a limit in seconds would make the result depend on the
    # machine
)
Rows = list[tuple[Ids, Floats, float]]


def cover(draft: Draft) -> None:
    """Hide the cheapest cells by which no equation of ``draft`` leaks for want of a hidden cell;
    what cannot be helped so is left.
    """
    may = ~draft.hidden & np.isfinite(draft.price) & (draft.system.numbers > 0)
    rows = _wanted(draft, np.where(may, np.cumsum(may) - 1, -1))
    if not rows:
        return
    ends = np.repeat(np.arange(len(rows)), [len(cells) for cells, _, _ in rows])
    cells, signs = (np.concatenate([row[n] for row in rows]) for n in (0, 1))
    price = draft.price[may]
    matrix = sparse.csr_matrix((signs, (ends, cells)), shape=(len(rows), len(price)))
    enough = LinearConstraint(matrix, np.array([least for _, _, least in rows]), np.inf)
    whole, options = np.ones(len(price)), {"mip_rel_gap": GAP, "node_limit": NODES}
    found = milp(price, constraints=enough, bounds=Bounds(0, 1), integrality=whole, options=options)
    if found.x is not None:
        draft.hide(np.flatnonzero(may)[found.x > 0.5])


def _wanted(draft: Draft, place: Ids) -> Rows:
    """What the program asks: cells by their ``place`` among those that may be hidden (-1 for the
    others), their signs, and the least sum.
    """
    book, matrix = Book(draft), draft.system.matrix
    wanted: Rows = []
    for row, (start, end) in enumerate(pairwise(matrix.indptr)):
        members = matrix.indices[start:end]
        free = place[members][place[members] >= 0]
        if book.leaks(row):
            wanted += [(free, np.ones(len(free)), 1.0)] if len(free) else []
        elif (
            draft.system.kinds[row] != EARLIER
            and 1 < len(free) <= SHORT
            and not draft.hidden[members].any()
        ):
            wanted += [(free, np.where(free == alone, -1.0, 1.0), 0.0) for alone in free]
    return wanted
