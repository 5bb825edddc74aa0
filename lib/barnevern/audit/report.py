"""What an audit found, in numbers and in words."""

import re
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from barnevern.audit.attack import ATTACKERS, PAGES, Leak, attacked, leaks_of_known
from barnevern.audit.bounds import tightened
from barnevern.audit.channels import Slip, slips
from barnevern.audit.components import parts
from barnevern.audit.equations import Equations, from_pages
from barnevern.audit.files import unexplained
from barnevern.audit.learnt import Relation
from barnevern.audit.public import Members
from barnevern.audit.public_sums import add_public_knowledge
from barnevern.audit.read import Batch, batches, declared
from barnevern.audit.statements import Cell, Undeclared, statements
from barnevern.audit.statuses import Clash, clashes, telling
from barnevern.audit.unexplained import Unexplained
from barnevern.observations import regions
from barnevern.observations.groups import NEAREST

ALIKE = re.compile(r"De ti kommunene som ligner mest på .+?, er ([^<]+?)\.<")


@dataclass
class Audit:
    """One data set: leaks (cell, leak, whether it stood as hidden), slips of the pages, clashes of
    status, the relations that were learnt, and what was counted.
    """

    name: str
    rule: str
    hidden: int
    shown: int
    leaks: list[tuple[Cell, Leak, bool]] = field(default_factory=list)
    slips: list[Slip] = field(default_factory=list)
    clashes: list[Clash] = field(default_factory=list)
    told: list[tuple[str, int, str, str]] = field(default_factory=list)
    undeclared: list[Undeclared] = field(default_factory=list)
    unexplained: list[Unexplained] = field(default_factory=list)
    learnt: list[Relation] = field(default_factory=list)
    contradictions: int = 0
    seconds: float = 0.0

    @property
    def failed(self) -> bool:
        """Whether anything is known that must not be."""
        given_away = self.leaks or self.slips or self.clashes or self.told
        return bool(given_away or self.undeclared or self.unexplained)

    def of(self, attacker: str) -> dict[str, float]:
        """hidden, exact, narrow, unprinted, undecided, shown_share and seconds for one attacker."""
        own = [(leak, hidden) for _, leak, hidden in self.leaks if leak.attacker == attacker]
        of_hidden = [leak for leak, hidden in own if hidden]
        exact = sum(leak.exact for leak in of_hidden)
        return {
            "hidden": self.hidden,
            "exact": exact,
            "narrow": sum(leak.decided for leak in of_hidden) - exact,
            "unprinted": len(own) - len(of_hidden),
            "undecided": sum(not leak.decided for leak, _ in own),
            "shown_share": round(self.shown / max(1, self.shown + self.hidden), 4),
            "seconds": round(self.seconds, 1),
        }

    def to_json(self) -> dict[str, Any]:
        """The figures of each attacker, and what the files themselves give away."""
        files = {
            "slips": len(self.slips),
            "status_clashes": len(self.clashes),
            "computed_from_hidden": len(self.told),
            "undeclared": len(self.undeclared),
            "unexplained": len(self.unexplained),
        }
        return {
            "dataset": self.name,
            "rule": self.rule,
            "attackers": {attacker: self.of(attacker) for attacker in ATTACKERS},
            **files,
            "learnt": [relation.told for relation in self.learnt],
        }

    def by_place(self) -> list[tuple[str, str, int, int]]:
        """Measure, municipality, exact and narrow: hidden or unprinted counts that some attacker
        knows, each counted once.
        """
        leaking = {cell for cell, _, _ in self.leaks}
        known = {cell for cell, leak, _ in self.leaks if leak.exact}
        every, exact = (
            Counter((measure, place) for place, _, measure, _ in cells)
            for cells in (leaking, known)
        )
        return [(*where, exact[where], every[where] - exact[where]) for where in sorted(every)]


def audit(reports: Path, preset: str = "") -> list[Audit]:
    """Attack every data set under ``reports``; ``preset`` names the rule instead of the one a batch
    names. Raises InputProblems.
    """
    return [_audit(batch) for batch in batches(reports, preset)]


def _audit(batch: Batch) -> Audit:
    begun, public = time.perf_counter(), set(declared()["open"])
    said = statements(batch.facts, batch.rule, public)
    equations = from_pages(said, Members(_alike(batch)), public, batch.rule)
    relations = add_public_knowledge(equations)
    leaks, contradictions = _leaks(equations)
    cells = {number: cell for cell, number in equations.system.index.items()}
    return Audit(
        name=batch.name,
        rule=batch.rule.name,
        hidden=len(equations.hidden),
        shown=_shown(equations),
        leaks=[(cells[leak.cell], leak, leak.cell in equations.hidden) for leak in leaks],
        slips=slips(batch),
        clashes=clashes(batch.facts),
        told=telling(said),
        undeclared=said.undeclared,
        unexplained=unexplained(batch.folder),
        learnt=relations,
        contradictions=contradictions,
        seconds=time.perf_counter() - begun,
    )


def _leaks(equations: Equations) -> tuple[list[Leak], int]:
    """What the attackers know too much of, and how many rows contradicted the others."""
    rule, hidden = equations.rule, equations.hidden
    system, contradictions = tightened(equations.system.arrays())
    small = {number for number in equations.unprinted if system.high[number] <= rule.hide_up_to}
    judged = hidden | small
    leaks = leaks_of_known(system, judged, hidden, rule)
    return leaks + attacked(list(parts(system, hidden, judged)), rule), contradictions


def _shown(equations: Equations) -> int:
    """Counts of children that are shown and not zero, in municipalities."""
    system = equations.system
    return sum(
        number in equations.shown
        and system.known[number][1] > 0
        and cell[0].isdigit()
        and cell[2] not in equations.public
        for cell, number in system.index.items()
    )


def _alike(batch: Batch) -> dict[str, list[str]]:
    """The ten most like each municipality, as its page names them."""
    codes = {regions.name_of(code): code for code in regions.municipalities()}
    alike = {}
    for page in sorted(set(batch.facts.loc[batch.facts["region"].eq(NEAREST), "page"])):
        path = batch.folder / f"{page}.html"
        names = _named_alike(path)
        if names and all(name in codes for name in names):
            alike[path.parent.name.partition("-")[0]] = [codes[name] for name in names]
    return alike


def _named_alike(path: Path) -> list[str]:
    """The names in a page's sentence on the ten most like its municipality."""
    match = ALIKE.search(path.read_text(encoding="utf-8")) if path.is_file() else None
    return re.split(", | og ", match[1]) if match else []


def lines(result: Audit, most: int = 40) -> Iterator[str]:
    """What was found, as lines of plain text; at most ``most`` of each kind."""
    yield (
        f"{result.name}, rule {result.rule}: {result.hidden} hidden counts,"
        f" {result.of(PAGES)['shown_share']:.1%} of the others than zero are shown."
    )
    for attacker in ATTACKERS:
        figures = result.of(attacker)
        yield f"  {attacker}: " + ", ".join(
            f"{name} {figures[name]:g}" for name in ("exact", "narrow", "unprinted", "undecided")
        )
    for findings in (_places, _slips, _clashes, _computed, _undeclared, _unexplained):
        yield from _limited(list(findings(result)), most)
    yield (
        f"  {len(result.learnt)} relations were learnt from the printed counts;"
        f" {result.contradictions} sums do not hold and were left out;"
        f" {result.seconds:.0f} seconds."
    )


def _places(result: Audit) -> Iterator[str]:
    for measure, place, exact, narrow in result.by_place():
        yield f"  {measure}, {place} {_name(place)}: {exact} exact, {narrow} narrow"


def _slips(result: Audit) -> Iterator[str]:
    for slip in result.slips:
        figure = f"{slip.indicator} {slip.category} {slip.year}"
        yield f"  {slip.page} {slip.item}: a number for hidden {figure} in the {slip.channel}"


def _clashes(result: Audit) -> Iterator[str]:
    for clash in result.clashes:
        figure = f"{clash.indicator} {clash.category} {clash.region} {clash.year}"
        yield f"  {figure}: hidden on {clash.hidden_on}, shown on {clash.shown_on}"


def _computed(result: Audit) -> Iterator[str]:
    for region, year, name, what in result.told:
        yield f"  {what} of hidden {name}, {region} {year}"


def _undeclared(result: Audit) -> Iterator[str]:
    for row in result.undeclared:
        what = f"the {row.what} «{row.name}» is declared nowhere"
        yield f"  {row.page} {row.item}: {what}, so nobody can say what it tells"


def _unexplained(result: Audit) -> Iterator[str]:
    for told in result.unexplained:
        where = f"{told.page} {told.item}".rstrip()
        yield f"  {where}: no shown figure explains «{told.number}» ({told.where})"


def _limited(findings: list[str], most: int) -> list[str]:
    left = len(findings) - most
    return findings[:most] + ([f"  and {left} more"] if left > 0 else [])


def _name(place: str) -> str:
    return regions.name_of(place) if place in regions.municipalities() else ""
