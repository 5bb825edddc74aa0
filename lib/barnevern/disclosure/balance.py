"""The first hiding: no equation may give a hidden figure away by itself.

An equation does when it has one hidden figure, or when what its hidden parts come to is so near the
least they can be that none of them can move by the width the rule asks for.
"""

from collections import deque

import numpy as np

from barnevern.disclosure.draft import Draft
from barnevern.disclosure.system import EARLIER, Ids

NEW_LEAK = 1.5  # what it costs that a cell is the first hidden one of another of its equations
STILL_SHORT = 1.0  # what it costs that a cell does not mend the equation alone
MENDS_ANOTHER = 0.7  # what is gained by mending another equation too


def balance(draft: Draft) -> None:
    """Hide the cheapest further cells, equation by equation, until every equation holds by
    itself.
    """
    book = Book(draft)
    waiting = deque(int(row) for row in range(draft.system.matrix.shape[0]) if book.leaks(row))
    queued = set(waiting)
    while waiting:
        row = waiting.popleft()
        queued.discard(row)
        if not book.leaks(row):
            continue
        chosen = book.cheapest(row)
        if chosen is None:  # nothing is left to hide here: the search for tables decides
            continue
        draft.hide(np.array([chosen]))
        for other in book.rows_of(chosen):
            if other not in queued:
                waiting.append(int(other))
                queued.add(int(other))


class Book:
    """The equations of a draft, looked up cell by cell."""

    def __init__(self, draft: Draft) -> None:
        self.draft = draft
        self.rows = draft.system.matrix
        self.columns = draft.system.matrix.tocsc()

    def rows_of(self, cell: int) -> Ids:
        """The equations of a cell."""
        found: Ids = self.columns.indices[self.columns.indptr[cell] : self.columns.indptr[cell + 1]]
        return found

    def parts(self, row: int) -> tuple[int, Ids]:
        """Whole and parts of an equation."""
        members = self.rows.indices[self.rows.indptr[row] : self.rows.indptr[row + 1]]
        whole = int(self.draft.system.wholes[row])
        return whole, members[members != whole]

    def slack(self, hidden: Ids) -> float:
        """How much the hidden parts hold above the least they can be."""
        return float((self.draft.system.numbers[hidden] - self.draft.floor[hidden]).sum())

    def leaks(self, row: int) -> bool:
        """Whether the equation gives a guarded figure away by itself."""
        if self.draft.system.kinds[row] == EARLIER:
            return False
        whole, parts = self.parts(row)
        hidden = parts[self.draft.hidden[parts]]
        if self.draft.hidden[whole]:
            return bool(self.draft.guarded[whole] and not len(hidden))
        if not self.draft.guarded[hidden].any():
            return False
        return len(hidden) < 2 or self.slack(hidden) < self.draft.rule.least_width

    def cheapest(self, row: int) -> int | None:
        """The cell of the equation that is best hidden too; None when there is none left."""
        whole, parts = self.parts(row)
        draft, count = self.draft, self.draft.system.count
        hidden = parts[draft.hidden[parts]]
        missing = draft.rule.least_width - self.slack(hidden)
        shown = parts[(parts < count) & ~draft.hidden[parts]]
        shown = shown[(draft.system.numbers[shown] > 0) & np.isfinite(draft.price[shown])]
        offers = [
            (
                self._cost(int(cell), row)
                + (0 if draft.system.numbers[cell] - 1 >= missing else STILL_SHORT),
                int(cell),
            )
            for cell in shown
        ]
        if whole < count and not draft.hidden[whole] and np.isfinite(draft.price[whole]):
            offers.append((self._cost(whole, row), whole))
        return min(offers)[1] if offers else None

    def _cost(self, cell: int, row: int) -> float:
        """The price of a cell, and what hiding it does to its other equations."""
        draft, cost = self.draft, float(self.draft.price[cell])
        for other in self.rows_of(cell):
            if other == row or draft.system.kinds[other] == EARLIER:
                continue
            whole, parts = self.parts(int(other))
            hidden = parts[draft.hidden[parts]]
            if whole == cell or not draft.hidden[whole]:
                if not len(hidden):
                    cost += NEW_LEAK
                elif (
                    whole != cell
                    and 0
                    <= draft.rule.least_width - self.slack(hidden)
                    <= draft.system.numbers[cell] - 1
                ):
                    cost -= MENDS_ANOTHER
        return cost
