"""Proof by example that a hidden figure is open: other tables that agree with everything shown,
with another number in its place.

A table is found by a linear program over moves away from the true one: what is shown does not move,
every equation stays true, no figure goes under its floor. Each program pushes several figures at
once; a figure is open when the tables found so far have it far enough apart. Where hidden figures
alone cannot move enough, shown ones may move too, at their price, and are then hidden.
"""

import numpy as np
from scipy import sparse
from scipy.optimize import Bounds, LinearConstraint, linprog, milp
from scipy.sparse.csgraph import connected_components

from barnevern.disclosure.draft import Block, Draft, blocks
from barnevern.disclosure.system import Floats, Ids, Mask

NEAR = 1e-6  # what the solver may leave of a whole number
ROUNDS = 60  # programs for one block before it is left to the priced search
PATIENCE = 4  # programs in a row that may gain less than LEAST_GAIN of what is left
LEAST_GAIN = 0.005
# of the figures that could be pushed together, how many are while others are being hidden: more
# hide more
AT_ONCE = 0.08
# of the tree in which whole numbers are sought; a limit in seconds would make the result depend on
# the machine
NODES = 200
# for moving a narrow figure by one: over any price but that of the whole country many times
REWARD = 1_000.0
Stream = np.random.Generator


def spread(draft: Draft, seed: int) -> None:
    """Find tables in which only hidden figures differ, until they open no further figure."""
    stream = np.random.default_rng(seed)
    for block in blocks(draft.system.matrix, np.flatnonzero(draft.hidden), draft.narrow()):
        tired = 0
        for _ in range(ROUNDS):
            narrow = draft.narrow()[block.members]
            if not narrow.any() or tired >= PATIENCE:
                break
            accept(draft, block, _among_hidden(draft, block, apart(block, narrow, stream), stream))
            gained = narrow.sum() - draft.narrow()[block.members].sum()
            tired = tired + 1 if gained < max(1, LEAST_GAIN * narrow.sum()) else 0


def widen(draft: Draft, seed: int, rounds: int, *, whole: bool) -> None:
    """Hide what more is needed, cheapest first, so that every guarded figure can move; some may be
    left after ``rounds``.

    Half a child can keep a program from its goal: with ``whole`` the figures that are left are
    pushed in whole numbers, one at a time, which takes longer.
    """
    stream = np.random.default_rng(seed)
    for block in blocks(draft.system.matrix, np.arange(len(draft.system.numbers)), draft.narrow()):
        tired = 0
        for _ in range(rounds):
            narrow = draft.narrow()[block.members]
            if not narrow.any() or tired >= PATIENCE:
                break
            stuck = whole and tired >= PATIENCE // 2
            pushed = apart(block, narrow, stream)
            some = pushed & (stream.random(len(pushed)) < AT_ONCE) & (not stuck)
            some[stream.choice(np.flatnonzero(pushed))] = True
            accept(draft, block, _with_shown(draft, block, some, stream, whole=stuck))
            tired = tired + 1 if (draft.narrow()[block.members] >= narrow).all() else 0


def part(draft: Draft, pairs: list[tuple[int, int]], *, whole: bool) -> None:
    """For each pair (figure, other): hide what is needed for the figure to move while the other
    stands still.
    """
    stream = np.random.default_rng(len(pairs))
    everything = np.arange(len(draft.system.numbers))
    for figure, other in pairs:
        wanted = everything == figure
        block = blocks(draft.system.matrix, everything, wanted)[0]
        accept(
            draft,
            block,
            _with_shown(
                draft, block, wanted[block.members], stream, block.members == other, whole=whole
            ),
        )


def apart(block: Block, narrow: Mask, stream: Stream) -> Mask:
    """Of the ``narrow`` figures, in random order, as many as share no equation: pushed at once,
    they seldom get in each other's way.
    """
    columns = block.matrix.tocsc()
    taken = np.zeros(block.matrix.shape[0], dtype=bool)
    chosen = np.zeros(len(narrow), dtype=bool)
    for figure in stream.permutation(np.flatnonzero(narrow)):
        rows = columns.indices[columns.indptr[figure] : columns.indptr[figure + 1]]
        if not taken[rows].any():
            taken[rows] = chosen[figure] = True
    return chosen


def _among_hidden(draft: Draft, block: Block, pushed: Mask, stream: Stream) -> Floats | None:
    """The move of the block's hidden figures that pushes most of ``pushed``."""
    down, up, way = _room(draft, block.members, pushed, stream)
    return _solved(-way, block.matrix, down, up)


def _with_shown(
    draft: Draft,
    block: Block,
    pushed: Mask,
    stream: Stream,
    still: Mask | None = None,
    *,
    whole: bool = False,
) -> Floats | None:
    """The move that pushes all of ``pushed`` it can, hidden figures moving freely and shown ones at
    their price; ``still`` ones do not.
    """
    values, members = draft.system.numbers, block.members
    down, up, way = _room(draft, members, pushed, stream)
    hidden = draft.hidden[members]
    may = (
        ~hidden
        & np.isfinite(draft.price[members])
        & ((values[members] > 0) | _other_kinds(draft, block, pushed))
    )
    if still is not None:
        down, up, may = np.where(still, 0, down), np.where(still, 0, up), may & ~still
    own, shown = np.flatnonzero(hidden), np.flatnonzero(may)
    width, nothing = float(draft.rule.least_width), np.zeros(len(shown))
    price = draft.price[members[shown]]
    columns = block.matrix.tocsc()
    matrix = sparse.hstack([columns[:, own], columns[:, shown], -columns[:, shown]]).tocsr()
    lower = np.concatenate([down[own], nothing, nothing])
    upper = np.concatenate(
        [up[own], nothing + width, np.clip(values[members[shown]] - 1, 0, width)]
    )
    cost = np.concatenate([-REWARD * way[own], price, price])
    found = (
        _in_whole_numbers(cost, matrix, lower, upper)
        if whole
        else _solved(cost, matrix, lower, upper)
    )
    if found is None:
        return None
    move = np.zeros(len(members))
    move[own] = found[: len(own)]
    move[shown] = found[len(own) : len(own) + len(shown)] - found[len(own) + len(shown) :]
    return move


def _other_kinds(draft: Draft, block: Block, pushed: Mask) -> Mask:
    """Zeros that may be hidden: where one category holds all of a small whole, children could be in
    another of the same region.
    """
    lonely = pushed & draft.alone[block.members]
    cells = np.append(draft.system.cells["region"].to_numpy(), "")
    region = cells[np.minimum(block.members, draft.system.count)]
    empty = (
        (draft.floor[block.members] == 0)
        & (draft.system.numbers[block.members] == 0)
        & (block.members < draft.system.count)
    )
    return np.asarray(empty & np.isin(region, region[lonely]), dtype=bool)


def _room(
    draft: Draft, members: Ids, pushed: Mask, stream: Stream
) -> tuple[Floats, Floats, Floats]:
    """How far each figure may move down and up in one table, and which way it is pushed."""
    values, width = draft.system.numbers[members], float(draft.rule.least_width)
    empties = draft.alone[members] & (draft.low[members] > 0)
    down = -np.where(empties, values, np.minimum(values - draft.floor[members], width))
    up = np.maximum(width, draft.low[members] + width - values)
    falls = empties | (
        (values - draft.floor[members] >= width) & (stream.random(len(members)) < 0.5)
    )
    return down, up, np.where(pushed, np.where(falls, -1.0, 1.0), 0.0)


def _solved(cost: Floats, matrix: sparse.csr_matrix, lower: Floats, upper: Floats) -> Floats | None:
    """The cheapest move that keeps every equation true."""
    nothing = np.zeros(matrix.shape[0])
    result = linprog(
        cost, A_eq=matrix, b_eq=nothing, bounds=np.column_stack([lower, upper]), method="highs-ds"
    )
    return None if result.x is None else np.asarray(result.x, dtype="float64")


def _in_whole_numbers(
    cost: Floats, matrix: sparse.csr_matrix, lower: Floats, upper: Floats
) -> Floats | None:
    """The cheapest move in whole numbers, or the best found in NODES steps."""
    true = LinearConstraint(matrix, 0, 0)
    result = milp(
        cost,
        constraints=true,
        bounds=Bounds(lower, upper),
        integrality=np.ones(len(cost)),
        options={"node_limit": NODES},
    )
    return None if result.x is None else np.asarray(result.x, dtype="float64")


def accept(draft: Draft, block: Block, move: Floats | None) -> None:
    """Take what of a move is whole numbers as proof, and hide the shown cells that it needs."""
    if move is None:
        return
    whole = np.round(move)
    broken = np.abs(move - whole) > NEAR
    kept = _whole_parts(block.matrix, np.flatnonzero(np.abs(move) > NEAR), broken)
    cells = block.members[kept]
    seen = draft.system.numbers[cells] + whole[kept]
    draft.low[cells] = np.minimum(draft.low[cells], seen)
    draft.high[cells] = np.maximum(draft.high[cells], seen)
    draft.hide(cells[~draft.hidden[cells]])


def _whole_parts(matrix: sparse.csr_matrix, touched: Ids, broken: Mask) -> Ids:
    """Of the ``touched`` columns those that no equation ties to a broken one: a move of them alone
    is a move too.
    """
    if not broken[touched].any():
        return touched
    inside = matrix[:, touched]
    inside = inside[np.flatnonzero(np.diff(inside.indptr))]
    both = sparse.bmat([[None, inside], [inside.T, None]], format="csr")
    label = connected_components(both, directed=False)[1][inside.shape[0] :]
    return touched[~np.isin(label, label[broken[touched]])]
