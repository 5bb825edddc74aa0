"""What an audit found, in numbers and in words."""

import re
import time
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from barnevern.audit.attack import ATTACKERS, Leak, attacked, leaks_of_known
from barnevern.audit.bounds import tightened
from barnevern.audit.channels import Slip, slips
from barnevern.audit.equations import Equations, equations
from barnevern.audit.parts import parts
from barnevern.audit.public import Members
from barnevern.audit.read import Batch, batches, declared
from barnevern.audit.statements import Cell, Undeclared, statements
from barnevern.audit.statuses import Clash, clashes, telling
from barnevern.observations import regions
from barnevern.observations.groups import NEAREST

ALIKE = re.compile(r"De ti kommunene som ligner mest på .+?, er ([^<]+?)\.<")


@dataclass
class Audit:
    """One data set: leaks (cell, leak, whether it stood as hidden), slips of the pages, clashes of
    status, and what was counted.
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
    contradictions: int = 0
    seconds: float = 0.0

    @property
    def failed(self) -> bool:
        """Whether anything is known that must not be."""
        return bool(self.leaks or self.slips or self.clashes or self.told or self.undeclared)

    def of(self, attacker: str) -> dict[str, float]:
        """hidden, exact, narrow, unprinted, undecided, shown_share and seconds for one attacker."""
        mine = [(leak, hidden) for _, leak, hidden in self.leaks if leak.attacker == attacker]
        return {
            "hidden": self.hidden,
            "exact": sum(leak.exact for leak, hidden in mine if hidden),
            "narrow": sum(leak.decided and not leak.exact for leak, hidden in mine if hidden),
            "unprinted": sum(not hidden for _, hidden in mine),
            "undecided": sum(not leak.decided for leak, _ in mine),
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
        }
        return {
            "dataset": self.name,
            "rule": self.rule,
            "attackers": {one: self.of(one) for one in ATTACKERS},
            **files,
        }

    def by_place(self) -> list[tuple[str, str, int, int]]:
        """Measure, municipality, exact and narrow: hidden or unprinted counts that some attacker
        knows, each counted once.
        """
        worst: dict[Cell, bool] = {}
        for cell, leak, _ in self.leaks:
            worst[cell] = worst.get(cell, False) or leak.exact
        exact = Counter((cell[2], cell[0]) for cell, known in worst.items() if known)
        narrow = Counter((cell[2], cell[0]) for cell, known in worst.items() if not known)
        return [
            (measure, place, exact[measure, place], narrow[measure, place])
            for measure, place in sorted(exact | narrow)
        ]


def audit(reports: Path, preset: str = "") -> list[Audit]:
    """Attack every data set under ``reports``; ``preset`` names the rule instead of the one a batch
    names. Raises InputProblems.
    """
    return [_audit(batch) for batch in batches(reports, preset)]


def _audit(batch: Batch) -> Audit:
    begun, public = time.perf_counter(), set(declared()["open"])
    told = statements(batch.facts, batch.rule, public)
    found = equations(told, Members(_alike(batch)), public, batch.rule)
    system, contradictions = tightened(found.system.arrays())
    small = {n for n in found.unprinted if system.high[n] <= batch.rule.hide_up_to}
    judged = found.hidden | small
    some = leaks_of_known(system, judged, found.hidden, batch.rule) + attacked(
        list(parts(system, found.hidden, judged)), batch.rule
    )
    cells = {number: cell for cell, number in found.system.index.items()}
    result = Audit(
        batch.name, batch.rule.name, len(found.hidden), _shown(found), contradictions=contradictions
    )
    result.leaks = [(cells[leak.cell], leak, leak.cell in found.hidden) for leak in some]
    result.slips, result.clashes, result.told = slips(batch), clashes(batch.facts), telling(told)
    result.undeclared = told.undeclared
    result.seconds = time.perf_counter() - begun
    return result


def _shown(found: Equations) -> int:
    """Counts of children that are shown and not zero, in municipalities."""
    numbers = {number: cell for cell, number in found.system.index.items()}
    cells = [(numbers[number], found.system.known[number][1]) for number in found.shown]
    return sum(
        value > 0 and cell[0].isdigit() and cell[2] not in found.public for cell, value in cells
    )


def _alike(batch: Batch) -> dict[str, list[str]]:
    """The ten most like each municipality, as its page names them."""
    codes = {regions.name_of(code): code for code in regions.municipalities()}
    found = {}
    for page in sorted(set(batch.facts.loc[batch.facts["region"].eq(NEAREST), "page"])):
        path = batch.folder / f"{page}.html"
        match = ALIKE.search(path.read_text(encoding="utf-8")) if path.is_file() else None
        names = re.split(", | og ", match[1]) if match else []
        if names and all(name in codes for name in names):
            found[path.parent.name.partition("-")[0]] = [codes[name] for name in names]
    return found


def lines(one: Audit, most: int = 40) -> Iterable[str]:
    """What was found, as lines of plain text."""
    yield (
        f"{one.name}, rule {one.rule}: {one.hidden} hidden counts,"
        f" {one.of(ATTACKERS[0])['shown_share']:.1%} of the others than zero are shown."
    )
    for attacker in ATTACKERS:
        figures = one.of(attacker)
        yield f"  {attacker}: " + ", ".join(
            f"{name} {figures[name]:g}" for name in ("exact", "narrow", "unprinted", "undecided")
        )
    yield from _limited(
        [
            f"  {m}, {p} {_name(p)}: {exact} exact, {narrow} narrow"
            for m, p, exact, narrow in one.by_place()
        ],
        most,
    )
    yield from _limited(
        [
            f"  {s.page} {s.item}: a number for hidden {s.indicator} {s.category} {s.year} in the"
            f" {s.channel}"
            for s in one.slips
        ],
        most,
    )
    yield from _limited(
        [
            f"  {c.indicator} {c.category} {c.region} {c.year}: hidden on {c.hidden_on}, shown on"
            f" {c.shown_on}"
            for c in one.clashes
        ],
        most,
    )
    yield from _limited(
        [f"  {what} of hidden {name}, {region} {year}" for region, year, name, what in one.told],
        most,
    )
    yield from _limited(
        [
            f"  {row.page} {row.item}: the {row.what} «{row.name}» is declared nowhere, so nobody"
            " can say what it tells"
            for row in one.undeclared
        ],
        most,
    )
    yield f"  {one.contradictions} sums do not hold and were left out; {one.seconds:.0f} seconds."


def _limited(found: list[str], most: int) -> list[str]:
    return found[:most] + ([f"  and {len(found) - most} more"] if len(found) > most else [])


def _name(place: str) -> str:
    return regions.name_of(place) if place in regions.municipalities() else ""
