"""One part of the system that hangs together, and what its cells can be at the least and at the most."""

from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
from scipy import optimize, sparse

from barnevern.audit.bounds import SLACK, Mask, components
from barnevern.audit.system import Arrays, Vector

CAP = 1e5  # more children than any municipality has, and more million kroner
ROUNDS = 6  # how many times a large part is pulled in random directions before cells are looked at one by one
LARGE = 80  # cells
SECONDS = 5.0  # the most one question may take
LOOSE, TIGHT = 0.5, 1e-6  # how near its best an answer must be: any one that is possible, or the best


@dataclass
class Part:
    """``cells`` (numbers in the system) with their bounds and rows; ``hidden`` and ``judged`` (hidden or unprinted counts) by position.

    ``states`` collects possible states of the cells, one row each: what lies as far apart as it must needs no further question.
    """

    cells: npt.NDArray[np.int64]
    matrix: sparse.csr_array
    low: Vector
    high: Vector
    least: Vector
    most: Vector
    whole: Mask
    believed: Mask
    hidden: Mask
    judged: Mask
    states: Vector = field(init=False)

    def __post_init__(self) -> None:
        self.states = np.empty((0, len(self.cells)))

    @property
    def small(self) -> bool:
        """Whether its numbers are reckoned with as whole; in a large part, whole numbers would take too long."""
        return len(self.cells) <= LARGE

    def pulled(self, direction: Vector, gap: float, low: Vector | None = None, small: int = 0) -> Vector | None:
        """A state as far against ``direction`` as it goes, or None where there is none (or none was found in time).

        ``low`` raises the lower bounds; with ``small``, some judged count must be between 1 and it.
        """
        matrix, sides, bounds, whole = self._problem(self.low if low is None else low, small)
        cost = np.concatenate([direction, np.zeros(len(whole) - len(direction))])
        rows = [optimize.LinearConstraint(matrix, *sides)] if matrix.shape[0] else []
        options = {"time_limit": SECONDS, "mip_rel_gap": gap}
        found = optimize.milp(cost, integrality=whole, bounds=optimize.Bounds(*bounds), constraints=rows, options=options)
        if found.x is None:
            return None
        state: Vector = found.x[: len(self.cells)]
        state = np.where(self.whole, np.round(state), state) if self.small else state
        self.states = np.vstack([self.states, state])
        return state

    def _problem(self, low: Vector, small: int) -> tuple[sparse.csr_array, tuple[Vector, Vector], tuple[Vector, Vector], Vector]:
        """Matrix, sides, bounds and which are whole numbers; with ``small`` a switch for each judged count that says it is small."""
        bottom, top = np.maximum(low, -CAP), np.minimum(self.high, CAP)
        if not small:
            whole = self.whole.astype(float) if self.small else np.zeros(len(self.cells))
            return self.matrix, (self.least, self.most), (bottom, np.maximum(bottom, top)), whole
        chosen = np.flatnonzero(self.judged)
        count = len(chosen)
        pick = sparse.csr_array((np.ones(count), (np.arange(count), chosen)), shape=(count, len(self.cells)))
        above = np.maximum(top[chosen] - small, 0.0)
        blocks = [
            [self.matrix, sparse.csr_array((self.matrix.shape[0], count))],
            [pick, -sparse.eye_array(count)],
            [pick, sparse.diags_array(above)],
            [sparse.csr_array((1, len(self.cells))), sparse.csr_array(np.ones((1, count)))],
        ]
        least = np.concatenate([self.least, np.zeros(count), np.full(count, -np.inf), [1.0]])
        most = np.concatenate([self.most, np.full(count, np.inf), above + small, [np.inf]])
        lows, highs = np.concatenate([bottom, np.zeros(count)]), np.concatenate([np.maximum(bottom, top), np.ones(count)])
        return sparse.csr_array(sparse.block_array(blocks)), (least, most), (lows, highs), np.concatenate([self.whole, np.ones(count)])

    def ends(self, cell: int, low: Vector | None = None, small: int = 0) -> tuple[float, float] | None:
        """The least and the most ``cell`` can be; None where no state was found."""
        direction = np.zeros(len(self.cells))
        direction[cell] = 1.0
        least, most = self.pulled(direction, TIGHT, low, small), self.pulled(-direction, TIGHT, low, small)
        return None if least is None or most is None else (float(np.ceil(least[cell] - TIGHT)), float(np.floor(most[cell] + TIGHT)))

    def explore(self, width: float) -> None:
        """See states until every judged cell has been ``width`` apart, or pulling in random directions shows no more."""
        random = np.random.default_rng(int(self.cells[0]))
        for number in range(ROUNDS):
            narrow = self.judged & (np.ptp(self.states, axis=0) < width if len(self.states) else True)
            if not narrow.any():
                return
            weights = np.ones(len(self.cells)) if number == 0 else random.choice([-1.0, 1.0], len(self.cells)) * random.random(len(self.cells))
            direction = np.where(narrow, weights, 0.0)
            gap = LOOSE if len(self.cells) > ROUNDS else TIGHT
            if any(self.pulled(sign * direction, gap) is None for sign in (1.0, -1.0)) and not self._doubted():
                return
            # A state in which nobody's own cell is empty is one that each of those counted must reckon with.
            everyone = np.where(self.hidden & (self.high >= 1), np.maximum(self.low, 1.0), self.low)
            _ = [self.pulled(sign * direction, gap, everyone) for sign in (1.0, -1.0)]

    def _doubted(self) -> bool:
        """Give up what is only believed, where no state fits it; False where that does not help either."""
        kept = ~self.believed
        if kept.all() or len(self.states):
            return False
        self.matrix, self.least, self.most, self.believed = self.matrix[kept], self.least[kept], self.most[kept], self.believed[kept]
        return True


def parts(system: Arrays, hidden: set[int], judged: set[int]) -> Iterator[Part]:
    """The parts of ``system`` that have a judged cell; a cell that is already known stands in the sides of the rows."""
    marks = [np.zeros(len(system.low), dtype=bool), np.zeros(len(system.low), dtype=bool)]
    for mark, numbers in zip(marks, (hidden, judged), strict=True):
        mark[list(numbers)] = True
    settled = system.matrix @ np.where(system.high - system.low <= SLACK, system.low, 0.0)
    for cells, rows in components(system):
        if marks[1][cells].any():
            matrix = sparse.csr_array(system.matrix[rows][:, cells])
            sides = system.least[rows] - settled[rows] - SLACK, system.most[rows] - settled[rows] + SLACK
            bounds = system.low[cells], system.high[cells]
            yield Part(cells, matrix, *bounds, *sides, system.whole[cells], system.believed[rows], *(mark[cells] for mark in marks))
