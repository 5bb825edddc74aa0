"""Complementary cells: what more to suppress so that a cell can move, at the least weight.

Where suppressed cells alone cannot move enough, published ones may move too, at their weight, and
every one that moves is suppressed. That is the linear relaxation behind the heuristics for cell
suppression (Kelly, Golden & Assad 1992 for two-way tables; Fischetti & Salazar-González 2000 for
linear constraints), for several cells in one program.
"""

from dataclasses import dataclass

import numpy as np
from scipy import sparse
from scipy.optimize import Bounds, LinearConstraint, milp

from barnevern.disclosure.alternative_tables import (
    NEAR,
    PATIENCE,
    Moves,
    Stream,
    accept,
    allowed_moves,
    least_move,
    without_common_constraint,
)
from barnevern.disclosure.components import Component, components
from barnevern.disclosure.linked_tables import Floats, Ids, Mask
from barnevern.disclosure.pattern import SuppressionPattern

# of the cells that could be pushed together, how many are while others are being suppressed: more
# suppress more
AT_ONCE = 0.08
# of the tree in which whole numbers are sought; a limit in seconds would make the result depend on
# the machine
NODES = 200
MOST_NEAR = 1_000  # cells among which whole numbers are sought first
# for moving an underprotected cell by one: over any weight but that of the whole country many times
REWARD = 1_000.0


def suppress_complementary(
    pattern: SuppressionPattern, seed: int, rounds: int, *, whole: bool
) -> None:
    """Suppress what more is needed, cheapest first, so that every cell to protect can move; some
    may be left after ``rounds`` programs for each component.

    Half a child can keep a program from its goal: with ``whole`` the cells that are left are pushed
    in whole numbers, one at a time, which takes longer.
    """
    stream = np.random.default_rng(seed)
    everything, underprotected = np.arange(len(pattern.tables.nominal)), pattern.underprotected()
    for component in components(pattern.tables.constraints, everything, underprotected):
        fruitless = 0
        for _ in range(rounds):
            before = pattern.underprotected()[component.members]
            if not before.any() or fruitless >= PATIENCE:
                break
            stuck = whole and fruitless >= PATIENCE // 2
            pushed = _some(without_common_constraint(component, before, stream), stream, one=stuck)
            moves = allowed_moves(pattern, component.members, pushed, stream)
            candidates = _candidates(pattern, component, pushed)
            move = _cheapest(pattern, component, moves, candidates, whole=stuck)
            accept(pattern, component, move)
            after = pattern.underprotected()[component.members]
            fruitless = fruitless + 1 if (after >= before).all() else 0


def separate(pattern: SuppressionPattern, pairs: list[tuple[int, int]], *, whole: bool) -> None:
    """For each pair (cell, other): suppress what is needed for the cell to move while the other
    stands still.
    """
    stream = np.random.default_rng(len(pairs))
    everything = np.arange(len(pattern.tables.nominal))
    cells = np.isin(everything, [cell for cell, _ in pairs])
    found = components(pattern.tables.constraints, everything, cells)
    of_cell = {cell: one for one in found for cell in one.members[cells[one.members]].tolist()}
    for cell, other in pairs:
        component = of_cell[cell]
        pushed, still = component.members == cell, component.members == other
        moves = allowed_moves(pattern, component.members, pushed, stream)
        candidates = _candidates(pattern, component, pushed) & ~still
        move = _cheapest(pattern, component, moves.without(still), candidates, whole=whole)
        accept(pattern, component, move)


def _some(pushed: Mask, stream: Stream, *, one: bool) -> Mask:
    """A random few of the ``pushed`` cells, at least one; or ``one`` alone."""
    some = pushed & (stream.random(len(pushed)) < AT_ONCE) & (not one)
    some[stream.choice(np.flatnonzero(pushed))] = True
    return some


def _candidates(pattern: SuppressionPattern, component: Component, pushed: Mask) -> Mask:
    """The published cells that may be suppressed so that the ``pushed`` ones can move."""
    members = component.members
    nonzero = pattern.tables.nominal[members] > 0
    return np.asarray(
        ~pattern.suppressed[members]
        & np.isfinite(pattern.weights[members])
        & (nonzero | _alternative_categories(pattern, members, pushed))
    )


def _alternative_categories(pattern: SuppressionPattern, members: Ids, pushed: Mask) -> Mask:
    """Zeros that may be suppressed: where one category holds all of a small total, children could
    be in another of the same region.
    """
    count = pattern.tables.count
    regions = np.append(pattern.tables.cells["region"].to_numpy(), "")[np.minimum(members, count)]
    empty = (
        (pattern.lower_bounds[members] == 0)
        & (pattern.tables.nominal[members] == 0)
        & (members < count)
    )
    disclosing = regions[pushed & pattern.group_disclosure[members]]
    return np.asarray(empty & np.isin(regions, disclosing), dtype=bool)


@dataclass(frozen=True)
class Program:
    """A program over the moves of the ``free`` (suppressed) members and, up and down apart, of the
    ``candidates``.
    """

    free: Ids
    candidates: Ids
    cost: Floats
    constraints: sparse.csr_matrix
    lower: Floats
    upper: Floats

    def move(self, answer: Floats, size: int) -> Floats:
        """The answer as one move for each of the ``size`` members."""
        move, split = np.zeros(size), len(self.free) + len(self.candidates)
        move[self.free] = answer[: len(self.free)]
        move[self.candidates] = answer[len(self.free) : split] - answer[split:]
        return move


def _program(
    pattern: SuppressionPattern,
    component: Component,
    moves: Moves,
    candidates: Mask,
    suppressed: Mask,
) -> Program:
    """The program that pushes all it can, ``suppressed`` members moving freely and ``candidates``
    at their weight.
    """
    free, published = np.flatnonzero(suppressed), candidates.nonzero()[0]
    cells = component.members[published]
    width, nothing = float(pattern.rule.least_width), np.zeros(len(published))
    weights, most_down = pattern.weights[cells], pattern.tables.nominal[cells] - 1
    columns = component.constraints.tocsc()
    up_and_down = [columns[:, published], -columns[:, published]]
    return Program(
        free=free,
        candidates=published,
        cost=np.concatenate([-REWARD * moves.way[free], weights, weights]),
        constraints=sparse.hstack([columns[:, free], *up_and_down]).tocsr(),
        lower=np.concatenate([moves.down[free], nothing, nothing]),
        upper=np.concatenate([moves.up[free], nothing + width, np.clip(most_down, 0, width)]),
    )


def _cheapest(
    pattern: SuppressionPattern,
    component: Component,
    moves: Moves,
    candidates: Mask,
    *,
    whole: bool,
) -> Floats | None:
    """The cheapest of the ``moves``, sought among ``whole`` numbers or not; None where the solver
    finds none. Whole numbers are sought near the pushed cell first: a move of few cells is a move.
    """
    suppressed = pattern.suppressed[component.members]
    solve = _whole_least_move if whole else least_move
    pushed = moves.way != 0
    near = _near(component, pushed, suppressed | candidates) if whole else ~pushed | pushed
    for among in [near] if near.all() else [near, np.ones(len(near), dtype=bool)]:
        program = _program(pattern, component, moves, candidates & among, suppressed & among)
        answer = solve(program.cost, program.constraints, program.lower, program.upper)
        move = None if answer is None else program.move(answer, len(component.members))
        if move is not None and np.abs(move[pushed]).max() > NEAR:
            return move
    return move


def _near(component: Component, pushed: Mask, movable: Mask) -> Mask:
    """The members that few constraints tie to the ``pushed`` ones, through ``movable`` ones."""
    near, entries = pushed.copy(), abs(component.constraints)
    while True:
        rows = entries @ near.astype("float64") > 0
        wider = near | (movable & (entries.T @ rows.astype("float64") > 0))
        if wider.sum() in (near.sum(), len(near)) or wider.sum() > MOST_NEAR:
            return near if near.sum() > pushed.sum() else wider
        near = wider


def _whole_least_move(
    cost: Floats, constraints: sparse.csr_matrix, lower: Floats, upper: Floats
) -> Floats | None:
    """The cheapest move in whole numbers, or the best found in NODES steps."""
    answer = milp(
        cost,
        constraints=LinearConstraint(constraints, 0, 0),
        bounds=Bounds(lower, upper),
        integrality=np.ones(len(cost)),
        options={"node_limit": NODES},
    )
    return None if answer.x is None else np.asarray(answer.x, dtype="float64")
