"""The attacker's linear system: everything the pages say of counts, as cells and rows.

Counts are shown, hidden, or only stand behind a ratio. A derived figure says of its counts what its
rounding leaves.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np

from barnevern.audit.known_figures import factors, known_figures
from barnevern.audit.public import POPULATION, Members, Pair, population
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

MILLION = 1e6
COMPLEMENT = " (the rest)"  # behind the measure of what a total has besides a part of it


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
            number
            for cell, number in self.system.index.items()
            if number not in printed and self.counts_children(cell[2])
        }

    def counts_children(self, measure: str) -> bool:
        """Whether ``measure`` is a count that may be hidden."""
        name = measure.removesuffix(COMPLEMENT)
        return measures()[name]["kind"] == "count" and name not in self.public

    def number(self, cell: Cell) -> int:
        """The number of ``cell``; one that is new is made, with what everybody knows of it."""
        kind, new = measures()[cell[2].removesuffix(COMPLEMENT)]["kind"], cell not in self.system
        number = self.system.cell(cell, whole=kind == "count")
        if kind == "fte":
            self.system.narrow(number, 0.0, np.inf)
        if new and cell[2] == POPULATION:
            self._narrow_to_inhabitants(number, cell)
        return number

    def numbers(self, region: str, year: int, pairs: Iterable[Pair]) -> list[int]:
        """The numbers of the cells of one region and year."""
        return [self.number((region, year, *pair)) for pair in pairs]

    def _narrow_to_inhabitants(self, number: int, cell: Cell) -> None:
        """Inhabitants are known, those of a group as the sum of its members'."""
        region, year, _, category = cell
        codes = (region,) if region.isdigit() else self.members.of(region, year)
        counts = [population().get((code, year, category)) for code in codes]
        known = [count for count in counts if count is not None]
        if known and len(known) == len(counts):
            self.system.narrow(number, sum(known), sum(known))


def from_pages(statements: Statements, members: Members, public: set[str], rule: Rule) -> Equations:
    """The system of everything that ``statements`` say; measures in ``public`` are of no child."""
    equations = Equations(System(), members, public, rule)
    figures = known_figures(statements)
    for figure in {*figures, *statements.hidden}:
        _mention(equations, figure)
    for figure, interval in figures.items():
        _add_figure(equations, figure, interval, printed=figure in statements.shown)
    for figure in statements.hidden:
        _mark_hidden(equations, figure)
    for link in statements.links:
        _add_link(equations, link, figures)
    for product in statements.products:
        _add_product(equations, product)
    equations.system.firm = len(equations.system.rows)
    return equations


def _mention(equations: Equations, figure: Figure) -> None:
    """The counts that ``figure`` is made of become cells."""
    region, year, name, category = figure
    made = made_of(name, category)
    if made:
        equations.numbers(region, year, [*made[0], *made[1]])


def _unit(measure: str) -> float:
    """Kroner are reckoned in millions."""
    return MILLION if measures()[measure]["kind"] == "amount" else 1.0


def _add_figure(equations: Equations, figure: Figure, interval: Interval, *, printed: bool) -> None:
    """What a known figure says: of a count itself, or of the two counts of a ratio. A count is
    shown where it is ``printed``.
    """
    region, year, name, category = figure
    made = made_of(name, category)
    if made is not None:
        numerator, denominator, per = made
        above = equations.numbers(region, year, numerator)
        below = equations.numbers(region, year, denominator)
        unit = _unit(numerator[0][0])
        if below or len(above) != 1:
            units = per * unit, *(_unit(measure) for measure, _ in denominator[:1])
            _add_ratio(equations.system, above, below, units, interval)
            return
        equations.system.narrow(above[0], interval[0] / unit, interval[1] / unit)
        equations.shown |= {above[0]} if printed else set()


def _add_ratio(
    system: System, above: list[int], below: list[int], units: tuple[float, ...], interval: Interval
) -> None:
    """The sum above, times the factor, lies between low and high times the sum below."""
    if not below:
        system.add(above, [units[0]] * len(above), *interval)
        return
    if len(below) == 1 and below[0] not in system.real:
        system.narrow(below[0], 1.0, np.inf)  # nothing is divided by zero
    _add_share(system, above, below, units, interval)


def _add_share(
    system: System, above: list[int], below: list[int], units: tuple[float, ...], interval: Interval
) -> None:
    """Two rows: the sum above is at least low, and at most high, times the sum below."""
    numbers, over = [*above, *below], [units[0]] * len(above)
    for share, least, most in ((interval[0], 0.0, np.inf), (interval[1], -np.inf, 0.0)):
        system.add(numbers, over + [-share * units[1]] * len(below), least, most)


def _add_product(equations: Equations, product: Product) -> None:
    """What a count times a national rate says of the count."""
    region, year, name, category = product.figure
    made, rate_made = made_of(name, category), made_of(product.rate, category)
    if made is None or rate_made is None or not category:
        return
    system = equations.system
    rates = system.index.get(("EAK", year, *rate_made[0][0]))
    if rates is not None and system.known[rates][1] > 0:
        rate = sum(system.known[rates]) / 2
        (number,) = equations.numbers(region, year, made[0])
        low, high = product.interval
        system.narrow(number, (low - 0.5) / rate, (high + 0.5) / rate)


def _mark_hidden(equations: Equations, figure: Figure) -> None:
    """A hidden count; or the count above the line of a hidden ratio whose base is known and large
    enough to be shown.
    """
    region, year, name, category = figure
    made = made_of(name, category)
    if made is None or len(made[0]) != 1 or not equations.counts_children(made[0][0][0]):
        return
    (count,), bases = (equations.numbers(region, year, pairs) for pairs in made[:2])
    if count not in equations.shown and _known_and_large(equations, bases):
        equations.hidden.add(count)


def _known_and_large(equations: Equations, numbers: list[int]) -> bool:
    """Whether all these counts are known, and none is under the rule's ``least_base``."""
    known, least = equations.system.known, equations.rule.least_base
    bounds = [known[number] for number in numbers]
    return all(high - low < EXACT and low >= least for low, high in bounds)


def _add_link(equations: Equations, link: Link, figures: dict[Figure, Interval]) -> None:
    """A relation between two counts of which neither is known."""
    made = made_of(link.figure[2], link.figure[3])
    if made is None or made[1] or len(made[0]) != 1 or {link.figure, link.other} & figures.keys():
        return
    places = [figure[:2] for figure in (link.figure, link.other)]
    above, below = (equations.numbers(*place, made[0]) for place in places)
    if link.kind == "difference":
        equations.system.add([*above, *below], [1.0, -1.0], *link.interval)
    else:
        _add_share(equations.system, above, below, (1.0, 1.0), factors(link))
