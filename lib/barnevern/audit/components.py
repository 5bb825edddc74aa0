"""Independent subproblems of the attacker: the parts of the system that still hang together."""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import numpy.typing as npt
from scipy import sparse
from scipy.sparse import csgraph

from barnevern.audit.bounds import SLACK, Mask, row_ranges
from barnevern.audit.part import Part
from barnevern.audit.system import Arrays

Numbers = npt.NDArray[np.int64]


def parts(system: Arrays, hidden: set[int], judged: set[int]) -> Iterator[Part]:
    """The parts of ``system`` that have a judged cell; a cell that is already known stands in the
    sides of the rows.
    """
    is_hidden, is_judged = _mask(system, hidden), _mask(system, judged)
    settled = system.matrix @ np.where(system.high - system.low <= SLACK, system.low, 0.0)
    unsettled = replace(system, least=system.least - settled, most=system.most - settled)
    for cells, rows in _components(system):
        if is_judged[cells].any():
            yield _part(unsettled, cells, rows, is_hidden[cells], is_judged[cells])


def _part(system: Arrays, cells: Numbers, rows: Numbers, hidden: Mask, judged: Mask) -> Part:
    """The part of ``system`` with these cells and rows."""
    return Part(
        cells=cells,
        matrix=sparse.csr_array(system.matrix[rows][:, cells]),
        low=system.low[cells],
        high=system.high[cells],
        least=system.least[rows] - SLACK,
        most=system.most[rows] + SLACK,
        whole=system.whole[cells],
        believed=system.believed[rows],
        hidden=hidden,
        judged=judged,
    )


def _mask(system: Arrays, numbers: set[int]) -> Mask:
    """The cells with ``numbers``, marked."""
    mask = np.zeros(len(system.low), dtype=bool)
    mask[list(numbers)] = True
    return mask


def _components(system: Arrays) -> list[tuple[Numbers, Numbers]]:
    """The cells that are not yet known, as (cells, rows) that hang together; rows that can no
    longer tell anything are left out.
    """
    entries, cells = system.matrix.tocoo(), len(system.low)
    small, large = row_ranges(entries, system.low, system.high)
    telling = (small < system.least - SLACK) | (large > system.most + SLACK)
    unknown = system.high - system.low > SLACK
    kept = telling[entries.row] & unknown[entries.col]
    groups = _connected(entries.col[kept], entries.row[kept] + cells, cells + len(telling))
    pairs = [(group[group < cells], group[group >= cells] - cells) for group in groups]
    return [
        (some[unknown[some]], rows[telling[rows]]) for some, rows in pairs if unknown[some].any()
    ]


def _connected(from_nodes: Numbers, to_nodes: Numbers, size: int) -> list[Numbers]:
    """The nodes 0 to ``size`` in groups that edges connect."""
    edges = np.ones(len(from_nodes)), (from_nodes, to_nodes)
    _, label = csgraph.connected_components(
        sparse.coo_array(edges, shape=(size, size)), directed=False
    )
    order = np.argsort(label, kind="stable")
    return np.split(order, np.flatnonzero(np.diff(label[order])) + 1)
