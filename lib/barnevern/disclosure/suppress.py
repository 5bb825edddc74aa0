"""Secondary suppression: what else must be hidden so that nothing hidden can be worked out.

First every equation is made to hold by itself; then exact algebra and other possible tables show
which figures several equations together still give away, and the cheapest further cells are hidden
until none is. The order is fixed: the same figures give the same result.
"""

import numpy as np

from barnevern.disclosure import eliminate
from barnevern.disclosure.balance import balance
from barnevern.disclosure.cover import cover
from barnevern.disclosure.draft import Draft, first
from barnevern.disclosure.rules import Rule
from barnevern.disclosure.search import part, spread, widen
from barnevern.disclosure.system import Mask, System

TURNS = 8
# turns in which a small whole of one kind is kept open too, and before programs are asked for whole
# numbers
MIXED = 2
ROUNDS = 60


def protect(
    system: System, rule: Rule, known: Mask | None = None, before: Mask | None = None
) -> Draft:
    """What of ``system`` to hide by ``rule``.

    ``known`` marks cells that an earlier edition showed with the same figure, ``before`` those that
    one hid. What cannot be protected in any other way takes its whole measure with it.
    """
    nothing = np.zeros(system.count, dtype=bool)
    draft = first(
        system, rule, nothing if known is None else known, nothing if before is None else before
    )
    cover(draft)
    balance(draft)
    for turn in range(TURNS):
        spread(draft, turn)
        if turn >= MIXED:
            draft.alone &= (
                draft.low == 0
            )  # kept open where it can be: a part of it that is counted besides may rule it out
        if draft.narrow().any():
            widen(draft, turn, ROUNDS, whole=turn >= MIXED)
        elif pairs := tied(draft):
            part(draft, pairs, whole=turn > MIXED)
        else:
            return draft
        balance(draft)
    _withhold(draft)
    return draft


def tied(draft: Draft) -> list[tuple[int, int]]:
    """Pairs (figure, other) of small hidden cells of different children that move alike in every
    table.

    A child who is alone in one of them, and knows it, could read the other off.
    """
    system, limit = draft.system, draft.rule.hide_up_to
    small = draft.hidden & (system.numbers > 0) & (system.numbers <= limit)
    small[system.count :] = False
    places = Places(system)
    found = []
    for members, numbers in eliminate.ties(system.matrix, draft.hidden):
        alike: dict[int, list[int]] = {}
        for member, number in zip(members.tolist(), numbers, strict=True):
            if small[member]:
                alike.setdefault(number, []).append(member)
        found += [
            (one, same[0])
            for same in alike.values()
            for one in same[1:]
            if places.apart(one, same[0])
        ]
    return sorted(found)


class Places:
    """Where in the sums each cell stands, to tell whether two cells can hold the same child."""

    def __init__(self, system: System) -> None:
        self.above: dict[int, list[tuple[int, int]]] = {}
        rows, parts = system.links
        for row, inside, whole in zip(
            rows.tolist(), parts.tolist(), system.wholes[rows].tolist(), strict=True
        ):
            self.above.setdefault(inside, []).append((row, whole))

    def apart(self, one: int, other: int) -> bool:
        """Whether the two are in different parts of one sum, and so hold different children."""
        first_way, second_way = self._way(one), self._way(other)
        return any(
            not first_way[row] & second_way[row] for row in first_way.keys() & second_way.keys()
        )

    def _way(self, cell: int) -> dict[int, set[int]]:
        """The sums that the cell is in, directly or as part of a part, with the parts it is in
        there.
        """
        found: dict[int, set[int]] = {}
        waiting, seen = [cell], {cell}
        while waiting:
            inside = waiting.pop()
            for row, whole in self.above.get(inside, []):
                found.setdefault(row, set()).add(inside)
                if whole not in seen:
                    seen.add(whole)
                    waiting.append(whole)
        return found


def _withhold(draft: Draft) -> None:
    """Last resort: measures with a figure that is still not open are hidden whole, zeros and groups
    included.
    """
    for turn in range(TURNS):
        left = draft.narrow()[: draft.system.count]
        if not left.any():
            return
        measures = (
            draft.system.cells["measure"]
            .isin(set(draft.system.cells.loc[left, "measure"]))
            .to_numpy()
        )
        chosen = np.flatnonzero(measures & np.isfinite(draft.price[: draft.system.count]))
        draft.hide(chosen)
        draft.floor[chosen] = 0
        balance(draft)
        spread(draft, TURNS + turn)
