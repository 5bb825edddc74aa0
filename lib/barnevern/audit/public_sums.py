"""Public knowledge as rows of the attacker's system: what groups consist of, and what adds up.

A sum is only believed as far as it holds where all of it is shown.
"""

from collections import defaultdict
from dataclasses import replace

import numpy as np

from barnevern.audit.bounds import tightened
from barnevern.audit.equations import COMPLEMENT, Equations
from barnevern.audit.implied import credible
from barnevern.audit.learnt import FEW, Relation, learnt, printed
from barnevern.audit.public import POPULATION, Pair, Sum, YearlySum, sums, yearly_sums
from barnevern.audit.statements import Cell
from barnevern.audit.system import EXACT, System

# the share of cases, among those that can be checked, in which a sum must hold before anybody
# reckons with it
BELIEVED = 0.95
Place = tuple[str, int]  # region and year
Places = dict[Pair, dict[Place, int]]  # measure and category -> place -> number of the cell


def add_public_knowledge(equations: Equations) -> list[Relation]:
    """Add what every reader knows besides the pages to what they say, and what the printed counts
    teach; gives what they teach that nobody declared.
    """
    _add_groups(equations)
    _add_what_follows(equations.system)
    places: Places = defaultdict(dict)
    for cell, number in equations.system.index.items():
        places[cell[2:]][cell[:2]] = number
    found = learnt(printed(equations))
    declared = [_add_sum(equations, public_sum, places) for public_sum in sums(set(places))]
    following, new = credible(found, [held for held in declared if held])
    for yearly in yearly_sums():
        _add_yearly(equations, yearly, places)
    for relation in [*following, *new]:
        _add_learnt(equations, relation, places)
    return new


def _add_groups(equations: Equations) -> None:
    """Every figure of a group is the sum of its members'."""
    for cell, number in list(equations.system.index.items()):
        if not cell[0].isdigit() and cell[2] != POPULATION:
            _add_group(equations, cell, number)


def _add_group(equations: Equations, cell: Cell, number: int) -> None:
    """The sum of the members of one group in one figure; at least that where not all are there."""
    group, year, measure, category = cell
    codes = equations.members.of(group, year)
    numbers = [equations.system.index.get((code, year, measure, category)) for code in codes]
    inside = [other for other in numbers if other is not None]
    if inside:
        most = 0.0 if len(inside) == len(codes) else np.inf
        equations.system.add([number, *inside], [1.0] + [-1.0] * len(inside), 0.0, most)


def _add_what_follows(system: System) -> None:
    """Take in what follows from the rows so far, so that sums can be tested on it."""
    known, _ = tightened(system.arrays())
    system.known = list(zip(known.low.tolist(), known.high.tolist(), strict=True))


def _add_sum(equations: Equations, public_sum: Sum, places: Places) -> Sum | None:
    """A public sum, in every municipality and year; as it turns out to hold where all of it is
    shown, and is given back.
    """
    cases = _cases(public_sum, places)
    held = _as_it_holds(equations.system, public_sum, list(cases.values()))
    if held is None:
        return None
    most = np.inf if held.partial else 0.0
    for numbers in cases.values():
        if not _all_known(equations.system, numbers):
            equations.system.add(numbers, [1.0] + [-1.0] * (len(numbers) - 1), 0.0, most)
    if len(public_sum.parts) == 1 and held.partial and held.rest:
        _add_complements(equations, public_sum, cases)
    return held


def _add_learnt(equations: Equations, relation: Relation, places: Places) -> None:
    """A relation that the printed counts taught, in every municipality and year that has all of it;
    one of few, where nothing in it is known to be more.
    """
    system, columns = equations.system, [(places[pair], years) for pair, years in relation.terms]
    for region, year in places[relation.whole[0]]:
        found = [column.get((region, year - years)) for column, years in columns]
        numbers = [number for number in found if number is not None]
        if len(numbers) < len(found) or not region.isdigit() or _all_known(system, numbers):
            continue
        if not relation.few or max(system.known[number][0] for number in numbers) <= FEW:
            system.add(numbers, [1.0] + [-1.0] * (len(numbers) - 1), 0.0, 0.0)


def _add_yearly(equations: Equations, yearly: YearlySum, places: Places) -> None:
    """A sum of two years, where the whole is so small that nearly always nobody is lacking in it,
    as far as it holds where all of it is shown.
    """
    system, whole = equations.system, places[yearly.whole]
    cases = []
    for (region, year), number in whole.items():
        parts = [places[pair].get((region, year)) for pair in yearly.parts]
        parts += [places[pair].get((region, year - 1)) for pair in yearly.before]
        known = [part for part in parts if part is not None]
        if region.isdigit() and len(known) == len(parts) and _is_few(system, [number, *known]):
            cases.append([number, *known])
    complements = [abs(rest) < EXACT for rest in _known_complements(system, cases)]
    if complements and sum(complements) < BELIEVED * len(complements):
        return
    for numbers in cases:
        if not _all_known(system, numbers):
            system.add(numbers, [1.0] + [-1.0] * (len(numbers) - 1), 0.0, 0.0)


def _is_few(system: System, numbers: list[int]) -> bool:
    """Whether none of the counts is known to be more than FEW."""
    return all(system.known[number][0] <= FEW for number in numbers)


def _cases(public_sum: Sum, places: Places) -> dict[Place, list[int]]:
    """The numbers of total and parts in every place that has all of them."""
    columns = [places[pair] for pair in (public_sum.whole, *public_sum.parts)]
    return {
        place: [column[place] for column in columns]
        for place in columns[0]
        if all(place in column for column in columns)
    }


def _add_complements(equations: Equations, public_sum: Sum, cases: dict[Place, list[int]]) -> None:
    """What is left of a total when its part is taken out is a count of children too."""
    (measure, category), (part, inner) = public_sum.whole, public_sum.parts[0]
    if not equations.counts_children(measure):
        return
    name = f"{inner} in {measure} {category}".strip()
    for (region, year), numbers in cases.items():
        if region.isdigit():
            complement = equations.number((region, year, part + COMPLEMENT, name))
            equations.system.add([*numbers, complement], [1.0, -1.0, -1.0], 0.0, 0.0)


def _all_known(system: System, numbers: list[int]) -> bool:
    known = [system.known[number] for number in numbers]
    return all(high - low < EXACT for low, high in known)


def _known_complements(system: System, cases: list[list[int]]) -> list[float]:
    """What each total has besides its parts, where all of them are known and it is not zero."""
    known = [
        [system.known[number][0] for number in numbers]
        for numbers in cases
        if _all_known(system, numbers)
    ]
    return [total - sum(parts) for total, *parts in known if total]


def _as_it_holds(system: System, public_sum: Sum, cases: list[list[int]]) -> Sum | None:
    """The sum as it holds where it can be checked: exactly, as a part of the total, or not at all;
    as declared where it never can be.
    """
    complements = _known_complements(system, cases)
    needed = BELIEVED * len(complements)
    if not complements:
        return public_sum
    if sum(abs(complement) < EXACT for complement in complements) >= needed:
        exact = len(public_sum.parts) > 1
        return replace(public_sum, partial=False) if exact else public_sum
    at_least = sum(complement > -EXACT for complement in complements) >= needed
    return replace(public_sum, partial=True) if at_least else None
