"""Three attackers on every hidden count: what the pages give, what the rule gives besides, and what
one of those counted knows.
"""

from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from multiprocessing import get_context

import numpy as np

from barnevern.audit.bounds import Mask
from barnevern.audit.parts import Part
from barnevern.audit.read import Rule
from barnevern.audit.system import Arrays, Vector

PAGES, RULE, OWN = "pages", "rule", "own record"
ATTACKERS = (PAGES, RULE, OWN)
WORKERS = 2
# in a part with more hidden cells, one's own record is tried in the cells that share a short row
# with the one attacked
NEAR = 25
# cells: in a larger part, states where nobody's cell is empty settle most owners of a record at
# once
BROAD = 300
DUE = 400  # cells that one worker takes at a time


@dataclass(frozen=True)
class Leak:
    """What ``attacker`` knows of a cell: between ``low`` and ``high``. ``decided`` is False where
    the question took too long.
    """

    cell: int
    attacker: str
    low: float
    high: float
    decided: bool = True

    @property
    def exact(self) -> bool:
        """Whether the count is known."""
        return self.decided and self.high - self.low < 0.5


def needed(rule: Rule, attacker: str) -> float:
    """How much more than the least a hidden count must be able to be, for this attacker.

    A count that is hidden for being small is known by the rule to be 1 up to its limit; nobody can
    be asked to know less than that.
    """
    width = rule.least_width if attacker == PAGES else min(rule.least_width, rule.hide_up_to - 1)
    return max(1.0, float(width))


def leaks_of_known(system: Arrays, judged: set[int], hidden: set[int], rule: Rule) -> list[Leak]:
    """Cells that the rows give one by one, without solving anything."""
    found = []
    for cell in sorted(judged):
        low, high = float(system.low[cell]), float(system.high[cell])
        if high - low < 0.5 and _tells(rule, low, high, hidden=cell in hidden):
            found += [Leak(cell, attacker, low, high) for attacker in ATTACKERS]
    return found


def _tells(rule: Rule, low: float, high: float, *, hidden: bool) -> bool:
    """A hidden count tells whatever it is; one that stands nowhere only where it must be small."""
    return hidden or (low >= 1 and high <= rule.hide_up_to)


def attacked(parts: list[Part], rule: Rule) -> list[Leak]:
    """The leaks of all parts; two processes share them, the largest parts first."""
    loads = _loads(sorted(parts, key=lambda part: -len(part.cells)))
    if len(loads) < WORKERS:
        return [leak for load in loads for leak in _load(load, rule)]
    with ProcessPoolExecutor(WORKERS, mp_context=get_context("spawn")) as pool:
        return [leak for found in pool.map(_load, loads, [rule] * len(loads)) for leak in found]


def _loads(parts: list[Part]) -> list[list[Part]]:
    loads: list[list[Part]] = []
    room = 0
    for part in parts:
        if room < len(part.cells):
            loads.append([])
            room = DUE
        loads[-1].append(part)
        room -= len(part.cells)
    return loads


def _load(parts: list[Part], rule: Rule) -> list[Leak]:
    return [leak for part in parts for leak in leaks(part, rule)]


def leaks(part: Part, rule: Rule) -> Iterator[Leak]:
    """What the attackers know too much of in one part."""
    part.explore(needed(rule, PAGES) + 1)
    exact: dict[int, Leak] = {}
    for attacker in ATTACKERS:
        found: set[int] = set(exact)
        yield from (
            replace(leak, attacker=attacker) for leak in exact.values() if attacker != PAGES
        )
        for cell, low in _doubtful(part, attacker, rule):
            leak = None if cell in found else _solved(part, cell, attacker, low, rule)
            if leak is not None and leak.exact and attacker == PAGES:
                exact[cell] = leak  # who knows more knows it too
            if leak is not None:
                found.add(cell)
                yield leak


def _doubtful(part: Part, attacker: str, rule: Rule) -> Iterator[tuple[int, Vector]]:
    """The cells that have not been seen wide enough for ``attacker``, with the lower bounds that he
    reckons with.

    Whoever is counted in a cell knows that it is one or more.
    """
    if attacker != OWN:
        yield from (
            (cell, part.low) for cell in _narrow(part, part.low, attacker, rule, part.judged)
        )
        return
    among = part.judged
    if len(part.cells) > BROAD and (part.states >= part.everyone - 0.5).all(axis=1).any():
        among = np.isin(
            np.arange(len(part.cells)), _narrow(part, part.everyone, attacker, rule, part.judged)
        )
    few = int(part.hidden.sum()) <= NEAR
    for own in np.flatnonzero(part.hidden if few else part.hidden & _beside(part, among)):
        low = part.low.copy()
        low[own] = max(low[own], 1.0)
        near = among if few else among & _beside(part, np.arange(len(part.cells)) == own)
        yield from ((cell, low) for cell in _narrow(part, low, attacker, rule, near))


def _beside(part: Part, cells: Mask) -> Mask:
    """The cells that share a row with one of ``cells``, themselves included."""
    touched = part.linked @ cells.astype(float) > 0
    return np.asarray((part.linked.T @ touched.astype(float) > 0) | cells)


def _narrow(part: Part, low: Vector, attacker: str, rule: Rule, among: Mask) -> list[int]:
    """The cells ``among`` those given whose states seen so far, as far as they fit what is assumed,
    are too near each other.
    """
    states = part.states[(part.states >= low - 0.5).all(axis=1)]
    if attacker != PAGES and rule.hide_up_to:
        counts = states[:, part.judged]
        states = states[((counts > 0.5) & (counts < rule.hide_up_to + 0.5)).any(axis=1)]
    if not len(states):
        return [int(cell) for cell in np.flatnonzero(among)]
    least, most = states.min(axis=0), states.max(axis=0)
    small = (least > 0.5) & (most < rule.hide_up_to + 0.5)
    return [
        int(cell)
        for cell in np.flatnonzero(
            among & (most - least < needed(rule, attacker)) & (part.hidden | small)
        )
    ]


def _solved(part: Part, cell: int, attacker: str, low: Vector, rule: Rule) -> Leak | None:
    """The leak of one cell to one attacker, or None where it is wide enough after all."""
    number, need = int(part.cells[cell]), needed(rule, attacker)
    low_end, high_end = np.inf, -np.inf
    for bottom, top in _reasons(part, attacker, low, rule):
        ends = part.ends(cell, bottom, top)
        if ends is not None:
            low_end, high_end = min(low_end, ends[0]), max(high_end, ends[1])
        if high_end - low_end >= need:
            return None
    if low_end > high_end:  # whoever is counted elsewhere is not counted there
        return (
            None
            if attacker == OWN
            else Leak(
                number, attacker, float(part.low[cell]), float(part.high[cell]), decided=False
            )
        )
    return (
        Leak(number, attacker, low_end, high_end)
        if _tells(rule, low_end, high_end, hidden=bool(part.hidden[cell]))
        else None
    )


def _reasons(part: Part, attacker: str, low: Vector, rule: Rule) -> Iterator[tuple[Vector, Vector]]:
    """Bounds, one pair for each count that can be the small one for whose sake the part was hidden;
    the bounds as they are where it is not known that there is one, or where there are too many to
    try.
    """
    judged = np.flatnonzero(part.judged)
    if attacker == PAGES or not rule.hide_up_to or len(judged) > NEAR:
        yield low, part.high
        return
    possible = [cell for cell in judged if low[cell] <= rule.hide_up_to and part.high[cell] >= 1]
    for cell in possible:
        bottom, top = low.copy(), part.high.copy()
        bottom[cell], top[cell] = max(bottom[cell], 1.0), min(top[cell], float(rule.hide_up_to))
        yield bottom, top
    if not possible:
        yield low, part.high
