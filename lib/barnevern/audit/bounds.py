"""What each row alone tells of its cells, passed on from row to row (bound propagation)."""

from dataclasses import replace

import numpy as np
import numpy.typing as npt
from scipy import sparse

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
        narrowed, wrong = _propagated(system.only(keep))
        if not wrong.any():
            return narrowed, int((~keep).sum())
        keep[np.flatnonzero(keep)[wrong]] = False


def _propagated(system: Arrays) -> tuple[Arrays, Mask]:
    """Bounds after passing them on until nothing changes, and which rows cannot hold; the others
    are then passed on without those.
    """
    low, high = system.low.copy(), system.high.copy()
    active = np.ones(len(system.least), dtype=bool)
    wrong, pattern, entries = ~active, abs(system.matrix), system.matrix.tocoo()
    for _ in range(MOST_PASSES):
        some = _of_rows(entries, active)
        before = low.copy(), high.copy()
        broken = active & _broken(system, some, low, high)
        _pass_on(system, some, low, high)
        broken |= _undo_crossed(system, pattern, low, high)
        doubtful = broken & system.believed
        wrong |= doubtful if doubtful.any() else broken
        changed = (before[0] != low) | (before[1] != high)
        active = (pattern @ changed.astype(float) > 0) & ~wrong
        if not active.any():
            break
    return replace(system, low=low, high=np.maximum(low, high)), wrong


def _of_rows(entries: sparse.coo_array, rows: Mask) -> sparse.coo_array:
    """The entries of some rows."""
    kept = rows[entries.row]
    places = entries.row[kept], entries.col[kept]
    return sparse.coo_array((entries.data[kept], places), shape=entries.shape)


def _undo_crossed(system: Arrays, pattern: sparse.csr_array, low: Vector, high: Vector) -> Mask:
    """Give cells whose bounds have crossed their old ones back; the rows they are in."""
    crossed = low > high + SLACK
    low[crossed], high[crossed] = system.low[crossed], system.high[crossed]
    return np.asarray(pattern @ crossed.astype(float) > 0)


def _broken(system: Arrays, entries: sparse.coo_array, low: Vector, high: Vector) -> Mask:
    """The rows that no values within the bounds fit."""
    small, large = row_ranges(entries, low, high)
    return np.asarray((small > system.most + SLACK) | (large < system.least - SLACK))


def row_ranges(entries: sparse.coo_array, low: Vector, high: Vector) -> tuple[Vector, Vector]:
    """The least and the most that each row can be."""
    smallest, largest = _entry_ranges(entries, low, high)
    size = entries.shape[0]
    least = np.bincount(entries.row, smallest, size).astype(np.float64)
    most = np.bincount(entries.row, largest, size).astype(np.float64)
    return least, most


def _entry_ranges(entries: sparse.coo_array, low: Vector, high: Vector) -> tuple[Vector, Vector]:
    """The least and the most that each entry can add to its row."""
    positive, column = entries.data > 0, entries.col
    smallest = entries.data * np.where(positive, low[column], high[column])
    largest = entries.data * np.where(positive, high[column], low[column])
    return smallest, largest


def _pass_on(system: Arrays, entries: sparse.coo_array, low: Vector, high: Vector) -> None:
    """Narrow ``low`` and ``high`` by what each row leaves for each of its cells."""
    row, column, positive = entries.row, entries.col, entries.data > 0
    smallest, largest = _entry_ranges(entries, low, high)
    with np.errstate(invalid="ignore"):
        over = (system.most[row] - _without(smallest, row)) / entries.data
        under = (system.least[row] - _without(largest, row)) / entries.data
    most, least = np.where(positive, over, under), np.where(positive, under, over)
    whole = system.whole[column]
    most = np.where(whole, np.floor(_endless(most, np.inf) + SLACK), most)
    least = np.where(whole, np.ceil(_endless(least, -np.inf) - SLACK), least)
    np.fmin.at(high, column, most)
    np.fmax.at(low, column, least)


def _endless(bounds: Vector, unknown: float) -> Vector:
    """The bounds with ``unknown`` where there is none."""
    return np.nan_to_num(bounds, nan=unknown, posinf=np.inf, neginf=-np.inf)


def _without(parts: Vector, row: npt.NDArray[np.int32]) -> Vector:
    """For each entry, the sum of the other entries of its row; endless where one of those is."""
    endless = np.isinf(parts)
    finite = np.where(endless, 0.0, parts)
    total, count = np.bincount(row, finite), np.bincount(row, endless)
    sign = np.sign(parts[endless][0]) if endless.any() else 1.0
    others: Vector = np.where(count[row] - endless > 0, sign * np.inf, total[row] - finite)
    return others
