"""What each row alone tells of its cells, passed on from row to row; and which cells still hang together after that."""

from dataclasses import replace

import numpy as np
import numpy.typing as npt
from scipy import sparse
from scipy.sparse import csgraph

from barnevern.audit.system import Arrays, Vector

SLACK = 1e-4  # a whole number may be missed by this much: ratios of kroner are printed with as many digits as a computer keeps
MOST_PASSES = 60
Mask = npt.NDArray[np.bool_]


def tightened(system: Arrays) -> tuple[Arrays, int]:
    """The system with the narrowest bounds its rows give one by one, and how many rows contradict the others and were left out.

    Among rows that contradict each other, those that are only believed go first.
    """
    current, dropped = system, 0
    while True:
        found, wrong = _passed(current)
        if not wrong.any():
            return found, dropped
        doubtful = wrong & current.believed
        keep = ~(doubtful if doubtful.any() else wrong)
        dropped += int((~keep).sum())
        kept = {"matrix": current.matrix[keep], "least": current.least[keep], "most": current.most[keep], "believed": current.believed[keep]}
        current = replace(system, **kept)


def _passed(system: Arrays) -> tuple[Arrays, Mask]:
    """Bounds after passing them on until nothing changes, and which rows cannot hold."""
    low, high = system.low.copy(), system.high.copy()
    entries = system.matrix.tocoo()
    for _ in range(MOST_PASSES):
        before = low.copy(), high.copy()
        small, large = _sides(system, entries, low, high)
        tolerance = SLACK * np.maximum(1.0, np.maximum(np.abs(np.nan_to_num(system.least, posinf=0, neginf=0)), 1.0))
        wrong = (small > system.most + tolerance) | (large < system.least - tolerance)
        if wrong.any():
            return system, wrong
        _pass_on(system, entries, low, high)
        crossed = low > high + SLACK
        if crossed.any():
            return system, np.asarray(abs(system.matrix) @ crossed.astype(float) > 0)
        if np.array_equal(before[0], low) and np.array_equal(before[1], high):
            break
    return replace(system, low=low, high=np.maximum(low, high)), np.zeros(len(system.least), dtype=bool)


def _sides(system: Arrays, entries: sparse.coo_array, low: Vector, high: Vector) -> tuple[Vector, Vector]:
    """The least and the most that each row can be."""
    positive = entries.data > 0
    smallest = entries.data * np.where(positive, low[entries.col], high[entries.col])
    largest = entries.data * np.where(positive, high[entries.col], low[entries.col])
    size = len(system.least)
    least = np.bincount(entries.row, smallest, size).astype(np.float64)
    most = np.bincount(entries.row, largest, size).astype(np.float64)
    return least, most


def _pass_on(system: Arrays, entries: sparse.coo_array, low: Vector, high: Vector) -> None:
    """Narrow ``low`` and ``high`` by what each row leaves for each of its cells."""
    positive, row, column = entries.data > 0, entries.row, entries.col
    smallest = entries.data * np.where(positive, low[column], high[column])
    largest = entries.data * np.where(positive, high[column], low[column])
    rest_small, rest_large = _without(smallest, row, len(system.least)), _without(largest, row, len(system.least))
    with np.errstate(invalid="ignore"):
        over, under = (system.most[row] - rest_small) / entries.data, (system.least[row] - rest_large) / entries.data
    most, least = np.where(positive, over, under), np.where(positive, under, over)
    whole = system.whole[column]
    most = np.where(whole, np.floor(np.nan_to_num(most, nan=np.inf, posinf=np.inf, neginf=-np.inf) + SLACK), most)
    least = np.where(whole, np.ceil(np.nan_to_num(least, nan=-np.inf, posinf=np.inf, neginf=-np.inf) - SLACK), least)
    np.fmin.at(high, column, most)
    np.fmax.at(low, column, least)


def _without(parts: Vector, row: npt.NDArray[np.int32], size: int) -> Vector:
    """For each entry, the sum of the other entries of its row; endless where one of those is."""
    endless = np.isinf(parts)
    finite = np.where(endless, 0.0, parts)
    total, count = np.bincount(row, finite, size), np.bincount(row, endless, size)
    sign = np.sign(parts[endless][0]) if endless.any() else 1.0
    rest: Vector = np.where(count[row] - endless > 0, sign * np.inf, total[row] - finite)
    return rest


def components(system: Arrays) -> list[tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]]:
    """The cells that are not yet known, as (cells, rows) that hang together; rows that can no longer tell anything are left out."""
    entries = system.matrix.tocoo()
    small, large = _sides(system, entries, system.low, system.high)
    telling = (small < system.least - SLACK) | (large > system.most + SLACK)
    unknown = system.high - system.low > SLACK
    kept = telling[entries.row] & unknown[entries.col]
    cells, rows = len(system.low), len(system.least)
    graph = sparse.coo_array((np.ones(kept.sum()), (entries.col[kept], entries.row[kept] + cells)), shape=(cells + rows, cells + rows))
    _, label = csgraph.connected_components(graph, directed=False)
    order = np.argsort(label, kind="stable")
    groups = np.split(order, np.flatnonzero(np.diff(label[order])) + 1)
    found = [(group[group < cells], group[group >= cells] - cells) for group in groups]
    return [(some[unknown[some]], held[telling[held]]) for some, held in found if unknown[some].any()]
