"""One part of the system that hangs together, and what its cells can be at the least and at the
most.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import numpy.typing as npt
from scipy import optimize, sparse

from barnevern.audit.bounds import SLACK, Mask, components
from barnevern.audit.system import Arrays, Vector

CAP = 1e6  # more cases than the country has, and more million kroner
AROUND = 60  # whole numbers are looked for this far from the fractions that solve the system
# how many times a large part is pulled in random directions before cells are looked at one by one
ROUNDS = 10
LARGE = 80  # cells
SHORT = 25  # cells in a row
SECONDS = 5.0  # the most one question may take


@dataclass
class Part:
    """``cells`` (numbers in the system) with their bounds and rows; ``hidden`` and ``judged``
    (hidden or unprinted counts) by position.

    ``states`` collects possible states of the cells, one row each: what lies as far apart as it
    must needs no further question.
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

    def pulled(
        self, direction: Vector, low: Vector | None = None, high: Vector | None = None
    ) -> Vector | None:
        """A state as far against ``direction`` as it goes, or None where there is none (or none was
        found in time).

        ``low`` and ``high`` stand in for the bounds of the cells.
        """
        bottom, top = (
            np.maximum(self.low if low is None else low, -CAP),
            np.minimum(self.high if high is None else high, CAP),
        )
        if (bottom > top + SLACK).any():
            return None
        state = self._solved(direction, bottom, np.maximum(bottom, top), whole=False)
        if state is not None and self.counts_only and np.abs(np.round(state) - state).max() > SLACK:
            # Whole numbers near the fractions are found at once; among all there are, it can take
            # minutes.
            near = (
                np.maximum(bottom, np.floor(state) - AROUND),
                np.minimum(np.maximum(bottom, top), np.ceil(state) + AROUND),
            )
            found = self._solved(direction, *near, whole=True)
            state = state if found is None else np.round(found)
        if state is not None:
            self.states = np.vstack([self.states, state])
        return state

    def _solved(
        self, direction: Vector, bottom: Vector, top: Vector, *, whole: bool
    ) -> Vector | None:
        rows = (
            [optimize.LinearConstraint(self.matrix, self.least, self.most)]
            if self.matrix.shape[0]
            else []
        )
        integrality = self.whole.astype(float) if whole else np.zeros(len(self.cells))
        bounds, options = optimize.Bounds(bottom, top), {"time_limit": SECONDS}
        found: Vector | None = optimize.milp(
            direction, integrality=integrality, bounds=bounds, constraints=rows, options=options
        ).x
        return found

    @property
    def counts_only(self) -> bool:
        """Whether its numbers are reckoned with as whole: where there is no money in it, and it is
        not so large that it takes too long.
        """
        return len(self.cells) <= LARGE and bool(self.whole.all())

    def ends(self, cell: int, low: Vector, high: Vector) -> tuple[float, float] | None:
        """The least and the most ``cell`` can be; None where there is no state."""
        direction = np.zeros(len(self.cells))
        direction[cell] = 1.0
        least, most = self.pulled(direction, low, high), self.pulled(-direction, low, high)
        return (
            None
            if least is None or most is None
            else (float(np.ceil(least[cell] - SLACK)), float(np.floor(most[cell] + SLACK)))
        )

    def explore(self, width: float) -> None:
        """See states until every judged cell has been ``width`` apart, or pulling in random
        directions shows no more.
        """
        random = np.random.default_rng(int(self.cells[0]))
        for number in range(ROUNDS):
            narrow = self.judged & (
                np.ptp(self.states, axis=0) < width if len(self.states) else True
            )
            if not narrow.any():
                return
            weights = (
                np.ones(len(self.cells))
                if number == 0
                else random.choice([-1.0, 1.0], len(self.cells)) * random.random(len(self.cells))
            )
            direction = np.where(narrow, weights, 0.0)
            if (
                any(self.pulled(sign * direction) is None for sign in (1.0, -1.0))
                and not self._doubted()
            ):
                return
            # A state in which nobody's own cell is empty is one that each of those counted must
            # reckon with.
            _ = [self.pulled(sign * direction, self.everyone) for sign in (1.0, -1.0)]

    @cached_property
    def linked(self) -> sparse.csr_array:
        """Where a cell is in a row that is short enough for one cell to matter to the others."""
        return abs(self.matrix[np.diff(self.matrix.indptr) <= SHORT])

    @property
    def everyone(self) -> Vector:
        """Lower bounds by which no hidden cell is empty that need not be: nobody who is counted is
        left out of account.
        """
        return np.where(self.hidden & (self.high >= 1), np.maximum(self.low, 1.0), self.low)

    def _doubted(self) -> bool:
        """Give up what is only believed, where no state fits it; False where that does not help
        either.
        """
        kept = ~self.believed
        if kept.all() or len(self.states):
            return False
        self.__dict__.pop("linked", None)
        self.matrix, self.least, self.most, self.believed = (
            self.matrix[kept],
            self.least[kept],
            self.most[kept],
            self.believed[kept],
        )
        return True


def parts(system: Arrays, hidden: set[int], judged: set[int]) -> Iterator[Part]:
    """The parts of ``system`` that have a judged cell; a cell that is already known stands in the
    sides of the rows.
    """
    marks = [np.zeros(len(system.low), dtype=bool), np.zeros(len(system.low), dtype=bool)]
    for mark, numbers in zip(marks, (hidden, judged), strict=True):
        mark[list(numbers)] = True
    settled = system.matrix @ np.where(system.high - system.low <= SLACK, system.low, 0.0)
    for cells, rows in components(system):
        if marks[1][cells].any():
            matrix = sparse.csr_array(system.matrix[rows][:, cells])
            sides = (
                system.least[rows] - settled[rows] - SLACK,
                system.most[rows] - settled[rows] + SLACK,
            )
            bounds = system.low[cells], system.high[cells]
            yield Part(
                cells,
                matrix,
                *bounds,
                *sides,
                system.whole[cells],
                system.believed[rows],
                *(mark[cells] for mark in marks),
            )
