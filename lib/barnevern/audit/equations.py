"""Statements and public knowledge as one linear system: counts that are shown, hidden, or only
stand behind a ratio.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

import numpy as np

from barnevern.audit.bounds import tightened
from barnevern.audit.public import POPULATION, Members, Pair, Sum, population, sums
from barnevern.audit.read import Rule
from barnevern.audit.statements import (
    Cell,
    Figure,
    Interval,
    Link,
    Product,
    Statements,
    made_of,
)
from barnevern.audit.system import EXACT, System
from barnevern.observations import measures

Places = dict[Pair, dict[tuple[str, int], int]]  # measure and category -> region and year -> number
# the share of cases, among those that can be checked, in which a sum must hold before anybody
# reckons with it
BELIEVED = 0.95
MILLION = 1e6
REST = " (the rest)"  # behind the measure of what is left of a whole when the part is taken out


@dataclass
class Equations:
    """The ``system``, and which of its cells are ``hidden`` (they stand as hidden) and which are
    ``unprinted`` (they stand nowhere).
    """

    system: System
    members: Members
    public: set[str]
    rule: Rule
    hidden: set[int] = field(default_factory=set)
    shown: set[int] = field(default_factory=set)

    @property
    def unprinted(self) -> set[int]:
        """Counts of children that stand nowhere as themselves."""
        printed = self.hidden | self.shown
        return {
            n
            for cell, n in self.system.index.items()
            if n not in printed and _child_count(cell[2], self.public)
        }


def equations(told: Statements, members: Members, public: set[str], rule: Rule) -> Equations:
    """The system of everything that ``told`` and the public sums say."""
    found = Equations(System(), members, public, rule)
    figures = _linked(told)
    for figure in {*figures, *told.hidden}:
        _mention(found, figure)
    for figure, interval in figures.items():
        _figure(found, figure, interval, printed=figure in told.shown)
    for figure in told.hidden:
        _hidden(found, figure)
    for link in told.links:
        _link(found, link, figures)
    for product in told.products:
        _product(found, product)
    found.system.firm = len(found.system.rows)
    _groups(found)
    _reckon(found)
    places: Places = defaultdict(dict)
    for cell, number in found.system.index.items():
        places[cell[2:]][cell[:2]] = number
    for one in sums(set(places)):
        _sum(found, one, places)
    return found


def _reckon(found: Equations) -> None:
    """Take in what follows from the rows so far, so that sums can be tested on it."""
    known, _ = tightened(found.system.arrays())
    found.system.known = list(zip(known.low.tolist(), known.high.tolist(), strict=True))


def _linked(told: Statements) -> dict[Figure, Interval]:
    """The figures that are shown, and those that a change or a distance from a shown one gives."""
    known = dict(told.shown)
    for _ in range(
        3
        # a figure two steps away, such as last year's of the group, is seldom reached and soon
        # found
    ):
        for link in told.links:
            for figure, interval in _through(link, known):
                old = known.get(figure, (-np.inf, np.inf))
                both = max(old[0], interval[0]), min(old[1], interval[1])
                if both[0] <= both[1]:
                    known[figure] = both
    return known


def _through(link: Link, known: dict[Figure, Interval]) -> Iterable[tuple[Figure, Interval]]:
    """What ``link`` says of its figure where the other one is known, and the other way round."""
    low, high = link.interval
    if link.other in known:
        least, most = known[link.other]
        yield (
            link.figure,
            (least + low, most + high)
            if link.kind == "difference"
            else _times((least, most), _factors(link)),
        )
    if link.figure in known:
        least, most = known[link.figure]
        if link.kind == "difference":
            yield link.other, (least - high, most - low)
        elif (factors := _factors(link))[0] > 0:
            yield link.other, _times((least, most), (1 / factors[1], 1 / factors[0]))


def _factors(link: Link) -> Interval:
    """What the other figure is multiplied by to give the figure."""
    plus = 0.0 if link.kind == "index" else 100.0
    return (link.interval[0] + plus) / 100, (link.interval[1] + plus) / 100


def _times(one: Interval, other: Interval) -> Interval:
    products = [a * b for a in one for b in other]
    return min(products), max(products)


def _cells(found: Equations, region: str, year: int, pairs: Iterable[Pair]) -> list[int]:
    return [_number(found, (region, year, *pair)) for pair in pairs]


def _number(found: Equations, cell: Cell) -> int:
    """The number of a cell; inhabitants are known, those of a group as the sum of its members'."""
    region, year, measure, category = cell
    new, kind = cell not in found.system.index, measures()[measure.removesuffix(REST)]["kind"]
    number = found.system.cell(cell, whole=kind == "count")
    if kind == "fte":
        found.system.narrow(number, 0.0, np.inf)
    if new and measure == POPULATION:
        codes = (region,) if region.isdigit() else found.members.of(region, year)
        people = [population().get((code, year, category)) for code in codes]
        known = [one for one in people if one is not None]
        if known and len(known) == len(people):
            found.system.narrow(number, sum(known), sum(known))
    return number


def _unit(measure: str) -> float:
    """Kroner are reckoned in millions."""
    return MILLION if measures()[measure]["kind"] == "amount" else 1.0


def _mention(found: Equations, figure: Figure) -> None:
    region, year, name, category = figure
    made = made_of(name, category)
    if made:
        _cells(found, region, year, [*made[0], *made[1]])


def _figure(found: Equations, figure: Figure, interval: Interval, *, printed: bool) -> None:
    """What a known figure says: of a count itself, or of the two counts of a ratio. A count is
    shown where it is ``printed``.
    """
    region, year, name, category = figure
    made = made_of(name, category)
    if made is None:
        return
    above, below = _cells(found, region, year, made[0]), _cells(found, region, year, made[1])
    unit = _unit(made[0][0][0])
    if not below and len(above) == 1:
        found.system.narrow(above[0], interval[0] / unit, interval[1] / unit)
        found.shown |= {above[0]} if printed else set()
        return
    _ratio(
        found,
        above,
        below,
        (made[2] * unit, *(_unit(measure) for measure, _ in made[1][:1])),
        interval,
    )


def _ratio(
    found: Equations,
    above: list[int],
    below: list[int],
    units: tuple[float, ...],
    interval: Interval,
) -> None:
    """The sum above, times the factor, lies between low and high times the sum below."""
    if not below:
        found.system.add(above, [units[0]] * len(above), *interval)
        return
    if len(below) == 1 and below[0] not in found.system.real:
        found.system.narrow(below[0], 1.0, np.inf)  # nothing is divided by zero
    over = [units[0]] * len(above)
    low, high = interval
    found.system.add([*above, *below], over + [-low * units[1]] * len(below), 0.0, np.inf)
    found.system.add([*above, *below], over + [-high * units[1]] * len(below), -np.inf, 0.0)


def _product(found: Equations, product: Product) -> None:
    """What a count times a national rate says of the count."""
    region, year, name, category = product.figure
    made, rate_made = made_of(name, category), made_of(product.rate, category)
    if made is None or rate_made is None or not category:
        return
    rates = found.system.index.get(("EAK", year, *rate_made[0][0]))
    if rates is not None and found.system.known[rates][1] > 0:
        rate = sum(found.system.known[rates]) / 2
        (number,) = _cells(found, region, year, made[0])
        low, high = product.interval
        found.system.narrow(number, (low - 0.5) / rate, (high + 0.5) / rate)


def _hidden(found: Equations, figure: Figure) -> None:
    """A hidden count; or the count above the line of a hidden ratio whose base is known and large
    enough to be shown.
    """
    region, year, name, category = figure
    made = made_of(name, category)
    if made is None or len(made[0]) != 1 or not _child_count(made[0][0][0], found.public):
        return
    above = _cells(found, region, year, made[0])[0]
    bases = [found.system.known[number] for number in _cells(found, region, year, made[1])]
    large = all(high - low < EXACT and low >= found.rule.least_base for low, high in bases)
    if above not in found.shown and large:
        found.hidden.add(above)


def _child_count(measure: str, public: set[str]) -> bool:
    name = measure.removesuffix(REST)
    return measures()[name]["kind"] == "count" and name not in public


def _link(found: Equations, link: Link, figures: dict[Figure, Interval]) -> None:
    """A relation between two counts of which neither is shown."""
    made = made_of(link.figure[2], link.figure[3])
    if made is None or made[1] or len(made[0]) != 1 or {link.figure, link.other} & figures.keys():
        return
    one, other = (
        _cells(found, figure[0], figure[1], made[0])[0] for figure in (link.figure, link.other)
    )
    if link.kind == "difference":
        found.system.add([one, other], [1.0, -1.0], *link.interval)
        return
    low, high = _factors(link)
    found.system.add([one, other], [1.0, -low], 0.0, np.inf)
    found.system.add([one, other], [1.0, -high], -np.inf, 0.0)


def _groups(found: Equations) -> None:
    """Every figure of a group is the sum of its members'."""
    for cell, number in list(found.system.index.items()):
        region, year, measure, category = cell
        if region.isdigit() or measure == POPULATION:
            continue
        codes = found.members.of(region, year)
        known = [found.system.index.get((code, year, measure, category)) for code in codes]
        inside = [one for one in known if one is not None]
        if inside:
            whole = len(inside) == len(codes)
            found.system.add(
                [number, *inside], [1.0] + [-1.0] * len(inside), 0.0, 0.0 if whole else np.inf
            )


def _sum(found: Equations, one: Sum, known: Places) -> None:
    """A public sum, in every municipality and year; as it turns out to hold where all of it is
    shown.
    """
    columns = [known[pair] for pair in (one.whole, *one.parts)]
    places = {
        place: [column[place] for column in columns]
        for place in columns[0]
        if all(place in column for column in columns)
    }
    held = _tested(found, one, list(places.values()))
    if held is None:
        return
    for cells in places.values():
        if not all(_given(found, number) for number in cells):
            found.system.add(
                cells, [1.0] + [-1.0] * (len(cells) - 1), 0.0, np.inf if held.partial else 0.0
            )
    if len(one.parts) == 1 and held.partial:
        _rests(found, one, places)


def _rests(found: Equations, one: Sum, places: dict[tuple[str, int], list[int]]) -> None:
    """What is left of a whole when its part is taken out is a count of children too."""
    (measure, category), (part, inner) = one.whole, one.parts[0]
    if not _child_count(measure, found.public):
        return
    for (region, year), numbers in places.items():
        if region.isdigit():
            rest = _number(
                found, (region, year, part + REST, f"{inner} in {measure} {category}".strip())
            )
            found.system.add([*numbers, rest], [1.0, -1.0, -1.0], 0.0, 0.0)


def _given(found: Equations, number: int) -> bool:
    low, high = found.system.known[number]
    return high - low < EXACT


def _tested(found: Equations, one: Sum, places: list[list[int]]) -> Sum | None:
    """The sum as it holds where it can be checked: exactly, as a part of the whole, or not at all;
    as declared where it never can be.
    """
    known = [
        [found.system.known[number][0] for number in cells]
        for cells in places
        if all(_given(found, number) for number in cells)
    ]
    rests = [values[0] - sum(values[1:]) for values in known if values[0]]
    if not rests:
        return one
    if sum(abs(rest) < EXACT for rest in rests) >= BELIEVED * len(rests):
        return replace(one, partial=False) if len(one.parts) > 1 else one
    return (
        replace(one, partial=True)
        if sum(rest > -EXACT for rest in rests) >= BELIEVED * len(rests)
        else None
    )
