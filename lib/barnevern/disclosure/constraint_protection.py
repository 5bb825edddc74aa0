"""Protection of each constraint by itself: no single sum may give a suppressed cell away.

A constraint does when it has one suppressed cell, or when its suppressed parts together are so near
their lower bounds that none of them can move by the protection level. It is a necessary condition,
cheap to meet; what several constraints give away together, the attacker's problem shows later.
"""

from collections import deque

import numpy as np

from barnevern.disclosure.linked_tables import EARLIER_EDITION, Ids, Mask
from barnevern.disclosure.pattern import SuppressionPattern

NEW_LEAK = 1.5  # what it costs that a cell is the first suppressed one of another of its sums
STILL_SHORT = 1.0  # what it costs that a cell does not protect the constraint alone
MENDS_ANOTHER = 0.7  # what is gained by protecting another constraint too


def protect_constraints(pattern: SuppressionPattern) -> None:
    """Suppress the cheapest further cells, constraint by constraint, until every constraint
    protects its cells by itself.
    """
    view = Constraints(pattern)
    rows = range(pattern.tables.constraints.shape[0])
    waiting = deque(row for row in rows if view.discloses(row))
    queued = set(waiting)
    while waiting:
        row = waiting.popleft()
        queued.discard(row)
        if not view.discloses(row):
            continue
        cell = view.cheapest(row)
        if cell is None:  # nothing is left to suppress here: the attacker's problem decides
            continue
        pattern.suppress(np.array([cell]))
        for other in view.rows_of(cell).tolist():
            if other not in queued:
                waiting.append(other)
                queued.add(other)


class Constraints:
    """The constraints of a pattern's tables, looked up cell by cell."""

    def __init__(self, pattern: SuppressionPattern) -> None:
        self.pattern = pattern
        self.rows = pattern.tables.constraints
        self.columns = pattern.tables.constraints.tocsc()

    def rows_of(self, cell: int) -> Ids:
        """The constraints of a cell."""
        start, end = self.columns.indptr[cell : cell + 2]
        rows: Ids = self.columns.indices[start:end]
        return rows

    def total_and_parts(self, row: int) -> tuple[int, Ids]:
        """Total and parts of a constraint."""
        members = self.rows.indices[self.rows.indptr[row] : self.rows.indptr[row + 1]]
        total = int(self.pattern.tables.totals[row])
        return total, members[members != total]

    def slack(self, cells: Ids) -> float:
        """How much ``cells`` together lie above their lower bounds."""
        pattern = self.pattern
        return float((pattern.tables.nominal[cells] - pattern.lower_bounds[cells]).sum())

    def discloses(self, row: int) -> bool:
        """Whether the constraint gives a cell that must stay unknown away by itself."""
        pattern = self.pattern
        if pattern.tables.kinds[row] == EARLIER_EDITION:
            return False
        total, parts = self.total_and_parts(row)
        suppressed = parts[pattern.suppressed[parts]]
        if pattern.suppressed[total]:
            return bool(pattern.to_protect[total] and not len(suppressed))
        if not pattern.to_protect[suppressed].any():
            return False
        return len(suppressed) < 2 or self.slack(suppressed) < pattern.rule.least_width

    def cheapest(self, row: int) -> int | None:
        """The cell of the constraint that is best suppressed too; None when there is none left."""
        total, parts = self.total_and_parts(row)
        pattern, values = self.pattern, self.pattern.tables.nominal
        missing = pattern.rule.least_width - self.slack(parts[pattern.suppressed[parts]])
        offers = []
        for cell in parts[self._can_be_suppressed(parts) & (values[parts] > 0)].tolist():
            short = 0 if values[cell] - 1 >= missing else STILL_SHORT
            offers.append((self._cost(cell, row) + short, cell))
        if self._can_be_suppressed(np.array([total])).all():
            offers.append((self._cost(total, row), total))
        return min(offers)[1] if offers else None

    def _can_be_suppressed(self, cells: Ids) -> Mask:
        """Which of ``cells`` are published and may be suppressed."""
        pattern = self.pattern
        return np.asarray(
            (cells < pattern.tables.count)
            & ~pattern.suppressed[cells]
            & np.isfinite(pattern.weights[cells])
        )

    def _cost(self, cell: int, row: int) -> float:
        """The weight of a cell, and what suppressing it does to its other constraints."""
        cost = float(self.pattern.weights[cell])
        for other in self.rows_of(cell).tolist():
            if other != row:
                cost += self._effect(cell, other)
        return cost

    def _effect(self, cell: int, row: int) -> float:
        """What suppressing ``cell`` costs or gains in the constraint ``row``."""
        pattern = self.pattern
        if pattern.tables.kinds[row] == EARLIER_EDITION:
            return 0.0
        total, parts = self.total_and_parts(row)
        if total != cell and pattern.suppressed[total]:
            return 0.0
        suppressed = parts[pattern.suppressed[parts]]
        if not len(suppressed):
            return NEW_LEAK
        missing = pattern.rule.least_width - self.slack(suppressed)
        mends = total != cell and 0 <= missing <= pattern.tables.nominal[cell] - 1
        return -MENDS_ANOTHER if mends else 0.0
