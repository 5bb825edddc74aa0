"""Independent subproblems: the parts of linked tables that no constraint ties together.

Each is solved by itself; that changes no feasibility interval.
"""

from dataclasses import dataclass

import numpy as np
from scipy import sparse
from scipy.sparse.csgraph import connected_components

from barnevern.disclosure.linked_tables import Ids, Mask


@dataclass(frozen=True)
class Component:
    """``members`` are the cells of the tables, and ``constraints`` the rows among them."""

    members: Ids
    constraints: sparse.csr_matrix


def components(constraints: sparse.csr_matrix, cells: Ids, wanted: Mask) -> list[Component]:
    """The connected components of ``constraints`` restricted to ``cells`` that have a ``wanted``
    cell; largest first.
    """
    inside = without_empty_rows(constraints[:, cells])
    of_rows, of_columns = labels(inside)
    found = []
    for label in np.unique(of_columns[wanted[cells]]):
        columns = np.flatnonzero(of_columns == label)
        rows = inside[np.flatnonzero(of_rows == label)]
        found.append(Component(cells[columns], rows[:, columns]))
    return sorted(found, key=lambda component: (-len(component.members), int(component.members[0])))


def without_empty_rows(matrix: sparse.csr_matrix) -> sparse.csr_matrix:
    """The rows of ``matrix`` that have an entry."""
    return matrix[np.flatnonzero(np.diff(matrix.indptr))]


def labels(matrix: sparse.csr_matrix) -> tuple[Ids, Ids]:
    """The component of every row and of every column of ``matrix``, as numbers."""
    height, width = matrix.shape
    if height:
        graph = sparse.bmat([[None, matrix], [matrix.T, None]], format="csr")
    else:
        graph = sparse.csr_matrix((width, width))
    label = connected_components(graph, directed=False)[1]
    return label[:height], label[height:]
