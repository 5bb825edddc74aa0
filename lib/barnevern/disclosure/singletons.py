"""The singleton problem: a child who is alone in one cell, and knows it, must not be able to work
out another (Hundepool et al. 2012, ch. 4; Langsrud 2024).

Whoever knows one of two cells that rise and fall together knows the other too.
"""

from collections.abc import Iterable, Sequence

from barnevern.disclosure.elimination import proportional
from barnevern.disclosure.linked_tables import Ids, LinkedTables, Mask
from barnevern.disclosure.pattern import SuppressionPattern


def singleton_disclosures(pattern: SuppressionPattern) -> list[tuple[int, int]]:
    """Pairs (cell, other) of small suppressed cells of different children that move alike in every
    table.
    """
    tables = pattern.tables
    small = (tables.nominal > 0) & (tables.nominal <= pattern.rule.hide_up_to) & pattern.suppressed
    small[tables.count :] = False
    places = Places(tables)
    pairs = []
    for members, numbers in proportional(tables.constraints, pattern.suppressed):
        for first, *others in _alike(members, numbers, small):
            pairs += [(cell, first) for cell in others if places.disjoint(cell, first)]
    return sorted(pairs)


def _alike(members: Ids, numbers: Sequence[int], small: Mask) -> Iterable[list[int]]:
    """The small ones among ``members``, those with the same number together."""
    alike: dict[int, list[int]] = {}
    for cell, number in zip(members.tolist(), numbers, strict=True):
        if small[cell]:
            alike.setdefault(number, []).append(cell)
    return alike.values()


class Places:
    """Where in the sums each cell stands, to tell whether two cells can hold the same child."""

    def __init__(self, tables: LinkedTables) -> None:
        self.totals_of: dict[int, list[tuple[int, int]]] = {}  # part -> (constraint, total)
        rows, parts = tables.links
        totals = tables.totals[rows]
        for row, part, total in zip(rows.tolist(), parts.tolist(), totals.tolist(), strict=True):
            self.totals_of.setdefault(part, []).append((row, total))

    def disjoint(self, cell: int, other: int) -> bool:
        """Whether the two are in different parts of one sum, and so hold different children."""
        parts, others = self._parts_by_sum(cell), self._parts_by_sum(other)
        return any(not parts[row] & others[row] for row in parts.keys() & others.keys())

    def _parts_by_sum(self, cell: int) -> dict[int, set[int]]:
        """The sums that the cell is in, directly or as part of a part, with the parts it is in
        there.
        """
        found: dict[int, set[int]] = {}
        waiting, seen = [cell], {cell}
        while waiting:
            part = waiting.pop()
            for row, total in self.totals_of.get(part, []):
                found.setdefault(row, set()).add(part)
                if total not in seen:
                    seen.add(total)
                    waiting.append(total)
        return found
