"""One linear system of everything a batch says: a number for each count, and a row for each
relation between them.
"""

from dataclasses import dataclass, field, replace

import numpy as np
import numpy.typing as npt
from scipy import sparse

from barnevern.audit.statements import Cell, Interval

Vector = npt.NDArray[np.float64]
COUNT, ANYTHING = (0.0, np.inf), (-np.inf, np.inf)
EXACT = 1e-6  # how far apart two numbers may be and still be the same


@dataclass
class System:
    """``cells`` with what is known of each (``known``: an interval), and ``rows``: (cells, factors,
    what the sum lies between).
    """

    index: dict[Cell, int] = field(default_factory=dict)
    known: list[Interval] = field(default_factory=list)
    real: set[int] = field(default_factory=set)
    rows: list[tuple[list[int], list[float], float, float]] = field(default_factory=list)
    # how many of the rows, from the first, are said by the pages; the others are believed of the
    # world
    firm: int = 0

    def __contains__(self, cell: Cell) -> bool:
        """Whether the system has ``cell``."""
        return cell in self.index

    def cell(self, cell: Cell, *, whole: bool = True) -> int:
        """The number of ``cell``, which is made if it is new; it is a whole number unless told
        otherwise.
        """
        if cell not in self.index:
            self.index[cell] = len(self.known)
            self.known.append(COUNT if whole else ANYTHING)
            if not whole:
                self.real.add(self.index[cell])
        return self.index[cell]

    def narrow(self, number: int, low: float, high: float) -> None:
        """What is known of a cell, also ``low`` to ``high``; what contradicts it is left out."""
        both = max(self.known[number][0], low), min(self.known[number][1], high)
        if both[0] <= both[1] + EXACT:
            self.known[number] = both

    def add(self, numbers: list[int], factors: list[float], low: float, high: float) -> None:
        """A row; factors are scaled so that kroner and children weigh alike."""
        kept = _together(numbers, factors)
        size = max((abs(factor) for factor in kept.values()), default=0.0)
        if size:
            scaled = [factor / size for factor in kept.values()]
            self.rows.append((list(kept), scaled, low / size, high / size))

    def arrays(self) -> "Arrays":
        """The system as a sparse matrix with bounds."""
        bounds = np.array(self.known, dtype=np.float64).reshape(-1, 2)
        sides = np.array([row[2:] for row in self.rows], dtype=np.float64).reshape(-1, 2)
        whole = np.ones(len(self.known), dtype=bool)
        whole[list(self.real)] = False
        return Arrays(
            matrix=self._matrix(),
            low=bounds[:, 0],
            high=bounds[:, 1],
            least=sides[:, 0],
            most=sides[:, 1],
            whole=whole,
            believed=np.arange(len(self.rows)) >= self.firm,
        )

    def _matrix(self) -> sparse.csr_array:
        """The factors of every row."""
        lengths = [len(numbers) for numbers, *_ in self.rows]
        columns = [number for numbers, *_ in self.rows for number in numbers]
        factors = [factor for _, some, *_ in self.rows for factor in some]
        places = np.repeat(np.arange(len(self.rows)), lengths), np.array(columns, dtype=np.int64)
        shape = (len(self.rows), len(self.known))
        return sparse.csr_array((np.array(factors, dtype=np.float64), places), shape=shape)


def _together(numbers: list[int], factors: list[float]) -> dict[int, float]:
    """The factor of each cell, added up where it is there twice; none that is zero."""
    together: dict[int, float] = {}
    for number, factor in zip(numbers, factors, strict=True):
        together[number] = together.get(number, 0.0) + factor
    return {number: factor for number, factor in together.items() if factor}


@dataclass
class Arrays:
    """``least`` <= matrix @ x <= ``most``, ``low`` <= x <= ``high``, x is a whole number where
    ``whole``; a row that is only ``believed`` is given up before one that the pages say.
    """

    matrix: sparse.csr_array
    low: Vector
    high: Vector
    least: Vector
    most: Vector
    whole: npt.NDArray[np.bool_]
    believed: npt.NDArray[np.bool_]

    def only(self, rows: npt.NDArray[np.bool_]) -> "Arrays":
        """The system with only the rows marked in ``rows``."""
        return replace(
            self,
            matrix=self.matrix[rows],
            least=self.least[rows],
            most=self.most[rows],
            believed=self.believed[rows],
        )
