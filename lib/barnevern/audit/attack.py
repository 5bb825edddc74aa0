"""Three attackers on every hidden count: what the pages give, what the rule gives besides, and what
one of those counted knows.

Each solves the attacker's problem (Fischetti & Salazar-González 2000) for every hidden cell; the
last is the singleton problem of Hundepool et al. (2012), for whoever is counted in any cell.
"""

from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from multiprocessing import get_context

import numpy as np

from barnevern.audit.bounds import Mask
from barnevern.audit.part import Part
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
    """The sliding protection level for this attacker: how much more than the least a hidden count
    must be able to be.

    A count that is hidden for being small is known by the rule to be 1 up to its limit; nobody can
    be asked to know less than that.
    """
    width = rule.least_width if attacker == PAGES else min(rule.least_width, rule.hide_up_to - 1)
    return max(1.0, float(width))


def leaks_of_known(system: Arrays, judged: set[int], hidden: set[int], rule: Rule) -> list[Leak]:
    """Cells that the rows give one by one, without solving anything."""
    leaks = []
    for cell in sorted(judged):
        low, high = float(system.low[cell]), float(system.high[cell])
        if high - low < 0.5 and _tells(rule, low, high, hidden=cell in hidden):
            leaks += [Leak(cell, attacker, low, high) for attacker in ATTACKERS]
    return leaks


def _tells(rule: Rule, low: float, high: float, *, hidden: bool) -> bool:
    """A hidden count tells whatever it is; one that stands nowhere only where it must be small."""
    return hidden or (low >= 1 and high <= rule.hide_up_to)


def attacked(parts: list[Part], rule: Rule) -> list[Leak]:
    """The leaks of all parts; two processes share them, the largest parts first."""
    loads = _loads(sorted(parts, key=lambda part: -len(part.cells)))
    if len(loads) < WORKERS:
        return [leak for load in loads for leak in _leaks_of_load(load, rule)]
    with ProcessPoolExecutor(WORKERS, mp_context=get_context("spawn")) as pool:
        answers = pool.map(_leaks_of_load, loads, [rule] * len(loads))
        return [leak for leaks in answers for leak in leaks]


def _loads(parts: list[Part]) -> list[list[Part]]:
    """The parts in lists of about as much work."""
    loads: list[list[Part]] = []
    room = 0
    for part in parts:
        if room < len(part.cells):
            loads.append([])
            room = DUE
        loads[-1].append(part)
        room -= len(part.cells)
    return loads


def _leaks_of_load(parts: list[Part], rule: Rule) -> list[Leak]:
    return [leak for part in parts for leak in leaks(part, rule)]


def leaks(part: Part, rule: Rule) -> Iterator[Leak]:
    """What the attackers know too much of in one part."""
    part.explore(needed(rule, PAGES) + 1)
    exact: dict[int, Leak] = {}
    for attacker in ATTACKERS:
        known = set(exact)
        yield from (replace(leak, attacker=attacker) for leak in exact.values())
        for cell, low in _doubtful(part, attacker, rule):
            leak = None if cell in known else _solved(part, cell, attacker, low, rule)
            if leak is None:
                continue
            if leak.exact and attacker == PAGES:
                exact[cell] = leak  # who knows more knows it too
            known.add(cell)
            yield leak


def _doubtful(part: Part, attacker: str, rule: Rule) -> Iterator[tuple[int, Vector]]:
    """The cells that have not been seen wide enough for ``attacker``, with the lower bounds that he
    reckons with.
    """
    if attacker == OWN:
        yield from _doubtful_to_the_counted(part, rule)
        return
    for cell in _narrow(part, part.low, attacker, rule, part.judged):
        yield cell, part.low


def _doubtful_to_the_counted(part: Part, rule: Rule) -> Iterator[tuple[int, Vector]]:
    """Likewise for whoever is counted in a hidden cell, and so knows that it is one or more; one
    such cell after the other.
    """
    among = _among(part, rule)
    few = int(part.hidden.sum()) <= NEAR
    for own in np.flatnonzero(part.hidden if few else part.hidden & _beside(part, among)):
        low = part.low.copy()
        low[own] = max(low[own], 1.0)
        near = among if few else among & _beside(part, np.arange(len(part.cells)) == own)
        for cell in _narrow(part, low, OWN, rule, near):
            yield cell, low


def _among(part: Part, rule: Rule) -> Mask:
    """The judged cells that an owner of a record may know too much of: in a large part, those that
    have been too near in the states where nobody's cell is empty.
    """
    if len(part.cells) <= BROAD or not (part.states >= part.everyone - 0.5).all(axis=1).any():
        return part.judged
    narrow = _narrow(part, part.everyone, OWN, rule, part.judged)
    return np.isin(np.arange(len(part.cells)), narrow)


def _beside(part: Part, cells: Mask) -> Mask:
    """The cells that share a row with one of ``cells``, themselves included."""
    touched = part.linked @ cells.astype(float) > 0
    return np.asarray((part.linked.T @ touched.astype(float) > 0) | cells)


def _narrow(part: Part, low: Vector, attacker: str, rule: Rule, among: Mask) -> list[int]:
    """The cells ``among`` those given whose states seen so far, as far as they fit what is assumed,
    are too near each other.
    """
    states = _fitting(part, low, attacker, rule)
    if len(states):
        least, most = states.min(axis=0), states.max(axis=0)
        small = (least > 0.5) & (most < rule.hide_up_to + 0.5)
        among = among & (most - least < needed(rule, attacker)) & (part.hidden | small)
    return [int(cell) for cell in np.flatnonzero(among)]


def _fitting(part: Part, low: Vector, attacker: str, rule: Rule) -> Vector:
    """The states seen so far that are not under ``low`` and, for attackers who know the rule, have
    a small count.
    """
    states = part.states[(part.states >= low - 0.5).all(axis=1)]
    if attacker == PAGES or not rule.hide_up_to:
        return states
    counts = states[:, part.judged]
    return states[((counts > 0.5) & (counts < rule.hide_up_to + 0.5)).any(axis=1)]


def _solved(part: Part, cell: int, attacker: str, low: Vector, rule: Rule) -> Leak | None:
    """The leak of one cell to one attacker, or None where it is wide enough after all."""
    number, need = int(part.cells[cell]), needed(rule, attacker)
    least, most = np.inf, -np.inf
    for bottom, top in _assumptions(part, attacker, low, rule):
        interval = part.feasibility_interval(cell, bottom, top)
        if interval is not None:
            least, most = min(least, interval[0]), max(most, interval[1])
        if most - least >= need:
            return None
    if least > most:
        if attacker == OWN:  # whoever is counted elsewhere is not counted there
            return None
        bounds = float(part.low[cell]), float(part.high[cell])
        return Leak(number, attacker, *bounds, decided=False)
    hidden = bool(part.hidden[cell])
    tells = _tells(rule, least, most, hidden=hidden)
    return Leak(number, attacker, least, most) if tells else None


def _assumptions(
    part: Part, attacker: str, low: Vector, rule: Rule
) -> Iterator[tuple[Vector, Vector]]:
    """Bounds, one pair for each count that can be the small one for whose sake the part was hidden;
    the bounds as they are where it is not known that there is one, or where there are too many to
    try.
    """
    judged = np.flatnonzero(part.judged)
    small = judged[(low[judged] <= rule.hide_up_to) & (part.high[judged] >= 1)]
    if attacker == PAGES or not rule.hide_up_to or len(judged) > NEAR or not len(small):
        yield low, part.high
        return
    for cell in small:
        bottom, top = low.copy(), part.high.copy()
        bottom[cell], top[cell] = max(bottom[cell], 1.0), min(top[cell], float(rule.hide_up_to))
        yield bottom, top
