"""A covering program: the cheapest cells to suppress further, for all constraints at once, so that
none has a suppressed cell without company.

Two kinds of inequality over 0/1 variables, one for each cell that may be suppressed: a constraint
that discloses needs one cell more; and a cell that would be the only suppressed one of a short
constraint needs another there. The second is the bridgeless inequality of Fischetti &
Salazar-González (2000), for single constraints. Their capacity inequalities, which would look at
how far the suppressed cells can move, are left to constraint_protection and the attacker's problem.
"""

from itertools import pairwise

import numpy as np
from scipy import sparse
from scipy.optimize import Bounds, LinearConstraint, milp

from barnevern.disclosure.constraint_protection import Constraints
from barnevern.disclosure.linked_tables import EARLIER_EDITION, Floats, Ids
from barnevern.disclosure.pattern import SuppressionPattern

# cells of a constraint: in a longer one the first suppressed cell mostly finds company by itself,
# and the program takes long
SHORT = 40
# how near the cheapest is near enough; a limit in seconds would make the result depend on the
# machine
GAP, NODES = 0.01, 100
Inequality = tuple[Ids, Floats, float]  # columns, their signs, the least their sum may be


def cover(pattern: SuppressionPattern) -> None:
    """Suppress the cheapest cells by which no constraint of ``pattern`` discloses for want of a
    suppressed cell; what cannot be helped so is left.
    """
    may = ~pattern.suppressed & np.isfinite(pattern.weights) & (pattern.tables.nominal > 0)
    inequalities = _inequalities(pattern, np.where(may, np.cumsum(may) - 1, -1))
    if inequalities:
        pattern.suppress(np.flatnonzero(may)[_cheapest(pattern.weights[may], inequalities)])


def _inequalities(pattern: SuppressionPattern, column: Ids) -> list[Inequality]:
    """The inequalities of the program; ``column`` is the variable of each cell, -1 for those that
    cannot be suppressed.
    """
    view, tables = Constraints(pattern), pattern.tables
    found: list[Inequality] = []
    for row, (start, end) in enumerate(pairwise(tables.constraints.indptr)):
        members = tables.constraints.indices[start:end]
        free = column[members][column[members] >= 0]
        if view.discloses(row):
            found += [(free, np.ones(len(free)), 1.0)] if len(free) else []
        elif (
            tables.kinds[row] != EARLIER_EDITION
            and 1 < len(free) <= SHORT
            and not pattern.suppressed[members].any()
        ):
            found += [(free, np.where(free == alone, -1.0, 1.0), 0.0) for alone in free]
    return found


def _cheapest(weights: Floats, inequalities: list[Inequality]) -> Ids:
    """The columns of least weight that meet all ``inequalities``; none where the solver finds no
    answer.
    """
    columns, signs, least = zip(*inequalities, strict=True)
    rows = np.repeat(np.arange(len(inequalities)), [len(cells) for cells in columns])
    entries = (np.concatenate(signs), (rows, np.concatenate(columns)))
    matrix = sparse.csr_matrix(entries, shape=(len(inequalities), len(weights)))
    answer = milp(
        weights,
        constraints=LinearConstraint(matrix, np.array(least), np.inf),
        bounds=Bounds(0, 1),
        integrality=np.ones(len(weights)),
        options={"mip_rel_gap": GAP, "node_limit": NODES},
    )
    empty: Ids = np.empty(0, dtype="int64")
    return empty if answer.x is None else np.flatnonzero(answer.x > 0.5)
