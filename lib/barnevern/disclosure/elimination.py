"""Gaussian elimination of the constraints: which suppressed cells they determine exactly, and which
they tie to each other.

Elimination over the suppressed cells is how GaussSuppression (Langsrud 2024) finds cells that
depend linearly on published ones. Here it only checks a pattern. The constraints are eliminated
modulo a prime, sparsest row first, so that nothing is lost to rounding. Of what they leave free, a
random vector of their null space is drawn: a cell is determined exactly when it is zero in it, and
two cells are proportional exactly when their ratio is the same in two such vectors. A wrong answer
has a chance of about one in the prime, 2e18, for each cell.
"""

import random
from heapq import heapify, heappop, heappush
from itertools import pairwise

import numpy as np
from scipy import sparse

from barnevern.disclosure.linked_tables import Ids, Mask

PRIME = (1 << 61) - 1
Row = dict[int, int]  # the entries of a row by column, modulo PRIME
Pivot = tuple[int, Row]  # a column, and the row that gives it by columns not yet taken


def determined(constraints: sparse.csr_matrix, suppressed: Mask) -> Mask:
    """Which of the ``suppressed`` columns the constraints determine, whatever the published values
    are; a mask over all columns.
    """
    columns = np.flatnonzero(suppressed)
    vector = null_vector(eliminate(constraints[:, columns]), len(columns), 1)
    result = np.zeros(constraints.shape[1], dtype=bool)
    result[columns[[value == 0 for value in vector]]] = True
    return result


def proportional(constraints: sparse.csr_matrix, suppressed: Mask) -> list[tuple[Ids, list[int]]]:
    """Groups of suppressed columns that move in fixed ratios, with a number for each: equal numbers
    move alike, opposite ones against each other.
    """
    columns = np.flatnonzero(suppressed)
    pivots = eliminate(constraints[:, columns])
    first, second = (null_vector(pivots, len(columns), seed) for seed in (1, 2))
    by_ratio: dict[int, list[int]] = {}
    for n, (move, other) in enumerate(zip(first, second, strict=True)):
        if move:
            by_ratio.setdefault(other * pow(move, -1, PRIME) % PRIME, []).append(n)
    return [
        (columns[members], [first[n] for n in members])
        for members in by_ratio.values()
        if len(members) > 1
    ]


def eliminate(matrix: sparse.csr_matrix) -> list[Pivot]:
    """The pivots of the rows of ``matrix`` in the order they were taken."""
    rows = _rows(matrix)
    rows_with = _rows_by_column(rows)
    waiting = [(len(row), number) for number, row in enumerate(rows) if row]
    heapify(waiting)
    done, pivots = [False] * len(rows), []
    while waiting:
        length, number = heappop(waiting)
        row = rows[number]
        if done[number] or not row or len(row) != length:
            continue
        done[number] = True
        pivot = _take_out(row, number, rows_with)
        for other in sorted(rows_with[pivot]):
            _subtract(rows[other], row, pivot, rows_with, other)
            heappush(waiting, (len(rows[other]), other))
        pivots.append((pivot, row))
    return pivots


def _take_out(row: Row, number: int, rows_with: dict[int, set[int]]) -> int:
    """The column of ``row`` that fewest other rows have; the row is no longer counted."""
    pivot = min(row, key=lambda column: (len(rows_with[column]), column))
    for column in row:
        rows_with[column].discard(number)
    return pivot


def _rows(matrix: sparse.csr_matrix) -> list[Row]:
    """The entries of each row, modulo PRIME."""
    table = matrix.tocsr()
    table.eliminate_zeros()
    columns, values = table.indices.tolist(), [int(value) % PRIME for value in table.data]
    return [
        dict(zip(columns[start:end], values[start:end], strict=True))
        for start, end in pairwise(table.indptr.tolist())
    ]


def _rows_by_column(rows: list[Row]) -> dict[int, set[int]]:
    """The numbers of the rows that have an entry in each column."""
    rows_with: dict[int, set[int]] = {}
    for number, row in enumerate(rows):
        for column in row:
            rows_with.setdefault(column, set()).add(number)
    return rows_with


def _subtract(
    target: Row, row: Row, pivot: int, rows_with: dict[int, set[int]], number: int
) -> None:
    """Take ``row`` from ``target``, the row ``number``, so often that ``pivot`` is gone from it."""
    factor = target[pivot] * pow(row[pivot], -1, PRIME) % PRIME
    for column, value in row.items():
        changed = (target.get(column, 0) - factor * value) % PRIME
        if changed:
            target[column] = changed
            rows_with[column].add(number)
        elif target.pop(column, None) is not None:
            rows_with[column].discard(number)


def null_vector(pivots: list[Pivot], width: int, seed: int) -> list[int]:
    """A random vector, modulo PRIME, that all eliminated rows take to zero."""
    stream = random.Random(seed)  # noqa: S311 (drawn for algebra, not for secrets)
    vector = [stream.randrange(1, PRIME) for _ in range(width)]
    for pivot, row in reversed(pivots):
        others = sum(value * vector[column] for column, value in row.items() if column != pivot)
        vector[pivot] = -others * pow(row[pivot], -1, PRIME) % PRIME
    return vector
