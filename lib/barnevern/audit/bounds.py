"""What each row alone tells of its cells, passed on from row to row; and which cells still hang
together after that.
"""

from dataclasses import replace

import numpy as np
import numpy.typing as npt
from scipy import sparse
from scipy.sparse import csgraph

from barnevern.audit.system import Arrays, Vector

# a whole number may be missed by this much: ratios of kroner are printed with as many digits as a
# computer keeps
SLACK = 1e-4
MOST_PASSES = 60
Mask = npt.NDArray[np.bool_]


def tightened(system: Arrays) -> tuple[Arrays, int]:
    """The system with the narrowest bounds its rows give one by one, and how many rows contradict
    the others and were left out.

    Among rows that contradict each other, those that are only believed go first.
    """
    keep = np.ones(len(system.least), dtype=bool)
    while True:
        kept = {
            "matrix": system.matrix[keep],
            "least": system.least[keep],
            "most": system.most[keep],
            "believed": system.believed[keep],
        }
        found, wrong = _passed(replace(system, **kept))
        if not wrong.any():
            return found, int((~keep).sum())
        keep[np.flatnonzero(keep)[wrong]] = False


def _passed(system: Arrays) -> tuple[Arrays, Mask]:
    """Bounds after passing them on until nothing changes, and which rows cannot hold; the others
    are then passed on without those.
    """
    low, high, wrong = (
        system.low.copy(),
        system.high.copy(),
        np.zeros(len(system.least), dtype=bool),
    )
    entries, shape = system.matrix.tocoo(), abs(system.matrix)
    active = np.ones(len(system.least), dtype=bool)
    for _ in range(MOST_PASSES):
        chosen = active[entries.row]
        some = sparse.coo_array(
            (entries.data[chosen], (entries.row[chosen], entries.col[chosen])), shape=entries.shape
        )
        before = low.copy(), high.copy()
        broken = active & _broken(system, some, low, high)
        _pass_on(system, some, low, high)
        crossed = low > high + SLACK
        if crossed.any():
            broken |= shape @ crossed.astype(float) > 0
            low[crossed], high[crossed] = system.low[crossed], system.high[crossed]
        doubtful = broken & system.believed
        wrong |= doubtful if doubtful.any() else broken
        changed = (before[0] != low) | (before[1] != high)
        active = (shape @ changed.astype(float) > 0) & ~wrong
        if not active.any():
            break
    return replace(system, low=low, high=np.maximum(low, high)), wrong


def _broken(system: Arrays, entries: sparse.coo_array, low: Vector, high: Vector) -> Mask:
    """The rows that no values within the bounds fit."""
    small, large = _sides(system, entries, low, high)
    return np.asarray((small > system.most + SLACK) | (large < system.least - SLACK))


def _sides(
    system: Arrays, entries: sparse.coo_array, low: Vector, high: Vector
) -> tuple[Vector, Vector]:
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
    rest_small, rest_large = (
        _without(smallest, row, len(system.least)),
        _without(largest, row, len(system.least)),
    )
    with np.errstate(invalid="ignore"):
        over, under = (
            (system.most[row] - rest_small) / entries.data,
            (system.least[row] - rest_large) / entries.data,
        )
    most, least = np.where(positive, over, under), np.where(positive, under, over)
    whole = system.whole[column]
    most = np.where(
        whole,
        np.floor(np.nan_to_num(most, nan=np.inf, posinf=np.inf, neginf=-np.inf) + SLACK),
        most,
    )
    least = np.where(
        whole,
        np.ceil(np.nan_to_num(least, nan=-np.inf, posinf=np.inf, neginf=-np.inf) - SLACK),
        least,
    )
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
    """The cells that are not yet known, as (cells, rows) that hang together; rows that can no
    longer tell anything are left out.
    """
    entries = system.matrix.tocoo()
    small, large = _sides(system, entries, system.low, system.high)
    telling = (small < system.least - SLACK) | (large > system.most + SLACK)
    unknown = system.high - system.low > SLACK
    kept = telling[entries.row] & unknown[entries.col]
    cells, rows = len(system.low), len(system.least)
    graph = sparse.coo_array(
        (np.ones(kept.sum()), (entries.col[kept], entries.row[kept] + cells)),
        shape=(cells + rows, cells + rows),
    )
    _, label = csgraph.connected_components(graph, directed=False)
    order = np.argsort(label, kind="stable")
    groups = np.split(order, np.flatnonzero(np.diff(label[order])) + 1)
    found = [(group[group < cells], group[group >= cells] - cells) for group in groups]
    return [
        (some[unknown[some]], held[telling[held]]) for some, held in found if unknown[some].any()
    ]
