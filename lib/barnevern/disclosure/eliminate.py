"""Exact algebra over a linked system: which hidden figures its equations fix, and which they tie to
each other.

The equations are eliminated over the whole numbers modulo a prime, sparsest row first, as in
Gaussian elimination. Of what they leave free, a random solution of the equations without their
right-hand sides is drawn: a figure is fixed exactly when it is zero in it, and two figures move
together in a fixed ratio exactly when that ratio is the same in two such solutions. A wrong answer
has a chance of about one in the prime, 2e18, for each figure.
"""

import random
from heapq import heapify, heappop, heappush

import numpy as np
from scipy import sparse

from barnevern.disclosure.system import Ids, Mask

PRIME = (1 << 61) - 1
Row = dict[int, int]


def fixed(matrix: sparse.csr_matrix, hidden: Mask) -> Mask:
    """Which of the ``hidden`` columns the equations determine, whatever their right-hand sides are;
    a mask over all columns.
    """
    columns = np.flatnonzero(hidden)
    drawn = solution(eliminated(matrix[:, columns]), len(columns), 1)
    result = np.zeros(matrix.shape[1], dtype=bool)
    result[columns[[value == 0 for value in drawn]]] = True
    return result


def ties(matrix: sparse.csr_matrix, hidden: Mask) -> list[tuple[Ids, list[int]]]:
    """Groups of hidden columns that move together, with a number for each: equal numbers move
    alike, opposite ones against each other.
    """
    columns = np.flatnonzero(hidden)
    steps = eliminated(matrix[:, columns])
    one, two = (solution(steps, len(columns), seed) for seed in (1, 2))
    together: dict[int, list[int]] = {}
    for n, (first, second) in enumerate(zip(one, two, strict=True)):
        if first:
            together.setdefault(second * pow(first, -1, PRIME) % PRIME, []).append(n)
    return [
        (columns[members], [one[n] for n in members])
        for members in together.values()
        if len(members) > 1
    ]


def eliminated(matrix: sparse.csr_matrix) -> list[tuple[int, Row]]:
    """The pivots of the equations in the order they were taken: a column and the row that gives it
    by columns not yet taken.
    """
    table = matrix.tocsr()
    table.eliminate_zeros()
    ends = zip(table.indptr, table.indptr[1:], strict=False)
    rows = [
        dict(
            zip(table.indices[a:b].tolist(), (int(v) % PRIME for v in table.data[a:b]), strict=True)
        )
        for a, b in ends
    ]
    where: dict[int, set[int]] = {}
    for number, row in enumerate(rows):
        for column in row:
            where.setdefault(column, set()).add(number)
    waiting = [(len(row), number) for number, row in enumerate(rows) if row]
    heapify(waiting)
    done, steps = [False] * len(rows), []
    while waiting:
        length, number = heappop(waiting)
        row = rows[number]
        if done[number] or not row or len(row) != length:
            continue
        done[number] = True
        pivot = min(row, key=lambda column: (len(where[column]), column))
        for column in row:
            where[column].discard(number)
        for other in sorted(where[pivot]):
            _subtract(rows[other], row, pivot, where, other)
            heappush(waiting, (len(rows[other]), other))
        steps.append((pivot, row))
    return steps


def _subtract(target: Row, row: Row, pivot: int, where: dict[int, set[int]], number: int) -> None:
    """Take ``row`` from ``target`` so often that ``pivot`` is gone from it."""
    factor = target[pivot] * pow(row[pivot], -1, PRIME) % PRIME
    for column, value in row.items():
        changed = (target.get(column, 0) - factor * value) % PRIME
        if changed:
            target[column] = changed
            where[column].add(number)
        elif target.pop(column, None) is not None:
            where[column].discard(number)


def solution(steps: list[tuple[int, Row]], width: int, seed: int) -> list[int]:
    """A random solution, modulo PRIME, of the eliminated equations with zeros on their right-hand
    sides.
    """
    stream = random.Random(seed)  # noqa: S311 (drawn for algebra, not for secrets)
    found = [stream.randrange(1, PRIME) for _ in range(width)]
    for pivot, row in reversed(steps):
        rest = sum(value * found[column] for column, value in row.items() if column != pivot)
        found[pivot] = -rest * pow(row[pivot], -1, PRIME) % PRIME
    return found
