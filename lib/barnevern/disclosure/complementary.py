"""Complementary cells: what more to suppress so that a cell can move, at the least weight.

Where suppressed cells alone cannot move enough, published ones may move too, at their weight, and
every one that moves is suppressed. That is the linear relaxation behind the heuristics for cell
suppression (Kelly, Golden & Assad 1992 for two-way tables; Fischetti & Salazar-González 2000 for
linear constraints), for several cells in one program.

A suppressed cell that moves costs a little too. Else a program moves thousands of them to no end,
half of them by half a child; of the short moves nearly all are in whole numbers.
"""

from collections.abc import Iterator
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
    without_common_constraint,
)
from barnevern.disclosure.components import Component, components, without_empty_rows
from barnevern.disclosure.linked_tables import Floats, Ids, Mask
from barnevern.disclosure.pattern import SuppressionPattern

# of the cells that could be pushed together, how many are while others are being suppressed: more
# suppress more
AT_ONCE = 0.08
# of the tree in which whole numbers are sought; a limit in seconds would make the result depend on
# the machine
NODES = 200
MANY = 100_000  # cells: more than those of one year of the nation
UNPUBLISHED = "unpublished"
SHORT = 40  # cells of a constraint: a longer one ties too many to a cell
STEP = 0.01  # for moving a suppressed cell by one: under any weight of a published one many times
# for moving an underprotected cell by one: over any weight but that of the whole country many times
REWARD = 1_000.0


def suppress_complementary(pattern: SuppressionPattern, seed: int, rounds: int) -> None:
    """Suppress what more is needed, cheapest first, so that every cell to protect can move; some
    may be left after ``rounds`` programs for each component.
    """
    stream = np.random.default_rng(seed)
    for cells, wanted in _areas(pattern):
        for component in components(pattern.tables.constraints, cells, wanted):
            _suppress(pattern, component, rounds, stream)


def _areas(pattern: SuppressionPattern) -> Iterator[tuple[Ids, Mask]]:
    """The cells of each area that programs are over, and those of them to protect: all of them; of
    MANY cells first the municipalities of each county by themselves, while all others stand still.
    """
    tables = pattern.tables
    everything = np.arange(len(tables.nominal))
    if len(everything) > MANY:
        county = np.where(everything < tables.count, "", UNPUBLISHED).astype(object)
        county[: tables.count] = tables.cells["region"].str[:2]
        for code in sorted({name for name in county[pattern.underprotected()] if name.isdigit()}):
            inside = county == code
            cells = np.flatnonzero(inside | (county == UNPUBLISHED))
            yield cells, pattern.underprotected() & inside
    yield everything, pattern.underprotected()


def _suppress(
    pattern: SuppressionPattern, component: Component, rounds: int, stream: Stream
) -> None:
    """Suppress what more is needed in one component."""
    fruitless = 0
    for _ in range(rounds):
        before = pattern.underprotected()[component.members]
        if not before.any() or fruitless >= PATIENCE:
            break
        stuck = fruitless >= PATIENCE // 2
        pushed = _some(without_common_constraint(component, before, stream), stream, one=stuck)
        moves = allowed_moves(pattern, component.members, pushed, stream)
        candidates = _candidates(pattern, component, pushed)
        move = _cheapest(pattern, component, moves, candidates)
        accept(pattern, component, move)
        after = pattern.underprotected()[component.members]
        fruitless = fruitless + 1 if (after >= before).all() else 0


def separate(pattern: SuppressionPattern, pairs: list[tuple[int, int]]) -> None:
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
        move = _cheapest(pattern, component, moves.without(still), candidates)
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


def _cheapest(
    pattern: SuppressionPattern, component: Component, moves: Moves, candidates: Mask
) -> Floats | None:
    """The cheapest of the ``moves`` that pushes all it can, suppressed members moving at STEP and
    ``candidates`` at their weight; None where the solver finds none.

    Where one cell alone is pushed, and some move by half a child, whole numbers are sought near
    those that move.
    """
    movable = pattern.suppressed[component.members] | candidates
    move = _program(pattern, component, moves, movable).least_move()
    pushed = np.flatnonzero(moves.way)
    if move is None or len(pushed) > 1 or np.abs(move - np.round(move)).max() <= NEAR:
        return move
    near = movable & _near(component, move)
    return _program(pattern, component, moves, near).least_move(whole=True)


def _near(component: Component, move: Floats) -> Mask:
    """The members that move, and those that a short constraint ties to one that does."""
    moved, entries = (np.abs(move) > NEAR).astype("float64"), abs(component.constraints)
    rows = (entries @ moved > 0) & (np.diff(entries.indptr) <= SHORT)
    return np.asarray((moved > 0) | (entries.T @ rows.astype("float64") > 0))


@dataclass(frozen=True)
class Program:
    """A program over the moves of the ``movable`` of ``size`` members, up and then down."""

    movable: Ids
    size: int
    cost: Floats
    constraints: sparse.csr_matrix
    most: Floats

    def least_move(self, *, whole: bool = False) -> Floats | None:
        """The move of each member at the least cost, in ``whole`` numbers or not; None where the
        solver finds none.
        """
        answer = milp(
            self.cost,
            constraints=LinearConstraint(self.constraints, 0, 0),
            bounds=Bounds(0, self.most),
            integrality=np.full(len(self.cost), int(whole)),
            options={"node_limit": NODES},
        )
        if answer.x is None:
            return None
        move, width = np.zeros(self.size), len(self.movable)
        move[self.movable] = answer.x[:width] - answer.x[width:]
        return move


def _program(
    pattern: SuppressionPattern, component: Component, moves: Moves, among: Mask
) -> Program:
    """The program that pushes all it can with moves of the members ``among``."""
    movable = np.flatnonzero(among)
    cells = component.members[movable]
    free, width = pattern.suppressed[cells], float(pattern.rule.least_width)
    most_down = np.clip(pattern.tables.nominal[cells] - 1, 0, width)
    cost, gain = np.where(free, STEP, pattern.weights[cells]), REWARD * moves.way[movable]
    columns = component.constraints.tocsc()[:, movable]
    most_up = np.where(free, moves.up[movable], width)
    return Program(
        movable=movable,
        size=len(among),
        cost=np.concatenate([cost - gain, cost + gain]),
        constraints=without_empty_rows(sparse.hstack([columns, -columns]).tocsr()),
        most=np.concatenate([most_up, np.where(free, -moves.down[movable], most_down)]),
    )
