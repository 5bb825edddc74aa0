"""The attacker's problem (Fischetti & Salazar-González 2000) in one part of the system: what its
cells can be at the least and at the most.
"""

from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import numpy.typing as npt
from scipy import optimize, sparse

from barnevern.audit.bounds import SLACK, Mask
from barnevern.audit.system import Vector

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
        bottom = np.maximum(self.low if low is None else low, -CAP)
        top = np.minimum(self.high if high is None else high, CAP)
        if (bottom > top + SLACK).any():
            return None
        top = np.maximum(bottom, top)
        state = self._solved(direction, bottom, top, whole=False)
        if state is None:
            return None
        if self.counts_only and not _is_whole(state):
            state = self._whole_near(state, direction, bottom, top)
        self.states = np.vstack([self.states, state])
        return state

    def _whole_near(self, state: Vector, direction: Vector, bottom: Vector, top: Vector) -> Vector:
        """The state in whole numbers near ``state``, or itself where there is none. Near it one is
        found at once; among all there are, it can take minutes.
        """
        near_bottom = np.maximum(bottom, np.floor(state) - AROUND)
        near_top = np.minimum(top, np.ceil(state) + AROUND)
        whole = self._solved(direction, near_bottom, near_top, whole=True)
        return state if whole is None else np.round(whole)

    def _solved(
        self, direction: Vector, bottom: Vector, top: Vector, *, whole: bool
    ) -> Vector | None:
        rows = []
        if self.matrix.shape[0]:
            rows = [optimize.LinearConstraint(self.matrix, self.least, self.most)]
        state: Vector | None = optimize.milp(
            direction,
            integrality=self.whole.astype(float) if whole else np.zeros(len(self.cells)),
            bounds=optimize.Bounds(bottom, top),
            constraints=rows,
            options={"time_limit": SECONDS},
        ).x
        return state

    @property
    def counts_only(self) -> bool:
        """Whether its numbers are reckoned with as whole: where there is no money in it, and it is
        not so large that it takes too long.
        """
        return len(self.cells) <= LARGE and bool(self.whole.all())

    def feasibility_interval(
        self, cell: int, low: Vector, high: Vector
    ) -> tuple[float, float] | None:
        """The least and the most ``cell`` can be within the bounds, or None without a state."""
        direction = np.zeros(len(self.cells))
        direction[cell] = 1.0
        least, most = self.pulled(direction, low, high), self.pulled(-direction, low, high)
        if least is None or most is None:
            return None
        return float(np.ceil(least[cell] - SLACK)), float(np.floor(most[cell] + SLACK))

    def explore(self, width: float) -> None:
        """See states until every judged cell has been ``width`` apart, or pulling in random
        directions shows no more.
        """
        stream = np.random.default_rng(int(self.cells[0]))
        for number in range(ROUNDS):
            narrow = self.judged & (self._seen_apart() < width)
            if not narrow.any():
                return
            direction = np.where(narrow, self._weights(number, stream), 0.0)
            blocked = any(self.pulled(sign * direction) is None for sign in (1.0, -1.0))
            if blocked and not self._gave_up_beliefs():
                return
            # A state in which nobody's own cell is empty is one that each of those counted must
            # reckon with.
            for sign in (1.0, -1.0):
                self.pulled(sign * direction, self.everyone)

    def _seen_apart(self) -> Vector:
        """How far apart each cell has been in the states seen so far."""
        seen = len(self.states) > 0
        return np.asarray(np.ptp(self.states, axis=0) if seen else np.full(len(self.cells), -1.0))

    def _weights(self, number: int, stream: np.random.Generator) -> Vector:
        """How hard each cell is pulled in a round: all alike in the first, then at random."""
        size = len(self.cells)
        if number == 0:
            return np.ones(size)
        return np.asarray(stream.choice([-1.0, 1.0], size) * stream.random(size))

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

    def _gave_up_beliefs(self) -> bool:
        """Give up what is only believed, where no state fits it; False where that does not help
        either.
        """
        kept = ~self.believed
        if kept.all() or len(self.states):
            return False
        self.__dict__.pop("linked", None)
        self.matrix, self.believed = self.matrix[kept], self.believed[kept]
        self.least, self.most = self.least[kept], self.most[kept]
        return True


def _is_whole(state: Vector) -> bool:
    """Whether all of ``state`` is whole numbers, as near as the solver comes."""
    return bool(np.abs(np.round(state) - state).max() <= SLACK)
