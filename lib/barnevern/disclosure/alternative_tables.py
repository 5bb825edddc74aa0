"""The attacker's problem, answered by example: other tables that agree with everything published,
with another value in a suppressed cell.

The attacker's problem (Fischetti & Salazar-González 2000) asks for the least and the most a
suppressed cell can be; the two are its feasibility interval. To solve it for every cell takes two
programs each. Here each program is over moves away from the true table and pushes several cells at
once: published cells do not move, every constraint holds, no cell goes under the attacker's lower
bound. Every whole-number table found widens the proved part of the intervals, and a cell is
protected once that is as wide as the protection level.
"""

from dataclasses import dataclass

import numpy as np
from scipy import sparse
from scipy.optimize import linprog

from barnevern.disclosure.components import Component, components, labels, without_empty_rows
from barnevern.disclosure.linked_tables import Floats, Ids, Mask
from barnevern.disclosure.pattern import SuppressionPattern

NEAR = 1e-6  # what the solver may leave of a whole number
ROUNDS = 60  # programs for one component before it is left to complementary suppression
PATIENCE = 4  # programs in a row that may gain less than LEAST_GAIN of what is left
LEAST_GAIN = 0.005
Stream = np.random.Generator


def prove_protection(pattern: SuppressionPattern, seed: int) -> None:
    """Find tables in which only suppressed cells differ, until they protect no further cell."""
    stream = np.random.default_rng(seed)
    suppressed = np.flatnonzero(pattern.suppressed)
    underprotected = pattern.underprotected()
    for component in components(pattern.tables.constraints, suppressed, underprotected):
        fruitless = 0
        for _ in range(ROUNDS):
            before = pattern.underprotected()[component.members]
            if not before.any() or fruitless >= PATIENCE:
                break
            pushed = without_common_constraint(component, before, stream)
            accept(pattern, component, _suppressed_move(pattern, component, pushed, stream))
            gained = before.sum() - pattern.underprotected()[component.members].sum()
            fruitless = fruitless + 1 if gained < max(1, LEAST_GAIN * before.sum()) else 0


def without_common_constraint(component: Component, wanted: Mask, stream: Stream) -> Mask:
    """Of the ``wanted`` cells, in random order, as many as share no constraint: pushed at once,
    they seldom get in each other's way.
    """
    columns = component.constraints.tocsc()
    taken = np.zeros(component.constraints.shape[0], dtype=bool)
    kept = np.zeros(len(wanted), dtype=bool)
    for cell in stream.permutation(np.flatnonzero(wanted)):
        rows = columns.indices[columns.indptr[cell] : columns.indptr[cell + 1]]
        if not taken[rows].any():
            taken[rows] = kept[cell] = True
    return kept


@dataclass(frozen=True)
class Moves:
    """The moves that one program may make: the least (``down``) and the most (``up``) of each
    member, and which ``way`` it is pushed: -1, 1, or 0 where it is not.
    """

    down: Floats
    up: Floats
    way: Floats

    def without(self, still: Mask) -> "Moves":
        """The moves in which the ``still`` members stay where they are."""
        return Moves(np.where(still, 0, self.down), np.where(still, 0, self.up), self.way)


def allowed_moves(pattern: SuppressionPattern, members: Ids, pushed: Mask, stream: Stream) -> Moves:
    """How far each of the ``members`` may move in one table; the ``pushed`` ones go up, or down,
    by chance, where there is room.
    """
    values, width = pattern.tables.nominal[members], float(pattern.rule.least_width)
    above_bound = values - pattern.lower_bounds[members]
    to_zero = pattern.group_disclosure[members] & (pattern.proved_low[members] > 0)
    down = -np.where(to_zero, values, np.minimum(above_bound, width))
    up = np.maximum(width, pattern.proved_low[members] + width - values)
    falls = to_zero | ((above_bound >= width) & (stream.random(len(members)) < 0.5))
    return Moves(down, up, np.where(pushed, np.where(falls, -1.0, 1.0), 0.0))


def _suppressed_move(
    pattern: SuppressionPattern, component: Component, pushed: Mask, stream: Stream
) -> Floats | None:
    """The move of the component's suppressed cells that pushes most of ``pushed``."""
    moves = allowed_moves(pattern, component.members, pushed, stream)
    return least_move(-moves.way, component.constraints, moves.down, moves.up)


def least_move(
    cost: Floats, constraints: sparse.csr_matrix, lower: Floats, upper: Floats
) -> Floats | None:
    """The move of least ``cost`` between ``lower`` and ``upper`` that keeps every constraint; None
    where the solver finds none.
    """
    nothing = np.zeros(constraints.shape[0])
    bounds = np.column_stack([lower, upper])
    answer = linprog(cost, A_eq=constraints, b_eq=nothing, bounds=bounds, method="highs-ds")
    return None if answer.x is None else np.asarray(answer.x, dtype="float64")


def accept(pattern: SuppressionPattern, component: Component, move: Floats | None) -> None:
    """Take what of a move is whole numbers as proof, and suppress the published cells it needs."""
    if move is None:
        return
    whole = np.round(move)
    kept = _whole_parts(
        component.constraints,
        moved=np.flatnonzero(np.abs(move) > NEAR),
        broken=np.abs(move - whole) > NEAR,
    )
    cells = component.members[kept]
    pattern.prove(cells, pattern.tables.nominal[cells] + whole[kept])
    pattern.suppress(cells[~pattern.suppressed[cells]])


def _whole_parts(constraints: sparse.csr_matrix, moved: Ids, broken: Mask) -> Ids:
    """Of the ``moved`` columns those that no constraint ties to a ``broken`` one: a move of them
    alone is a move too.
    """
    if not broken[moved].any():
        return moved
    _, label = labels(without_empty_rows(constraints[:, moved]))
    return moved[~np.isin(label, label[broken[moved]])]
