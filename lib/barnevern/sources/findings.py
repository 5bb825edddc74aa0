"""What is wrong in the files of an extract, and the lines where it stands."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from types import SimpleNamespace

from lxml import etree

from barnevern.problems import InputProblems, Problem
from barnevern.sources.xml_beginning import SETTINGS

REPORTED = 100
READ_BYTES = 128 * 1024


@dataclass(frozen=True)
class Fault:
    """What is wrong in one case (element number ``case`` of its file), as ``Findings.add`` has
    it.
    """

    file: int
    element: int
    case: int
    column: str
    rule: str
    remedy: str


@dataclass
class Findings:
    """What is wrong in the files of one extract; a place is the number of an element in its file
    until ``raise_any`` turns it into a line.
    """

    paths: Sequence[Path]
    keep_going: bool = False
    placed: list[tuple[int, int, str, str, str]] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    more: int = 0

    def add(
        self, file: int, element: int, column: str, rule: str, remedy: str, case: int = -1
    ) -> None:
        """Note what is wrong with element number ``element`` of file number ``file``, in the case
        at ``case`` (-1 for none); beyond a hundred they are only counted.

        With ``keep_going`` what is wrong in a case is a fault of it, and does not stop the others.
        """
        if case >= 0 and self.keep_going:
            self.faults.append(Fault(file, element, case, column, rule, remedy))
        elif len(self.placed) < REPORTED:
            self.placed.append((file, element, column, rule, remedy))
        else:
            self.more += 1

    def raise_any(self) -> None:
        """Raise InputProblems with everything found, in the order of files and lines."""
        if not self.placed and not self.problems:
            return
        problems = self._located() + self.problems
        if self.more:
            rule = f"and {self.more} more"
            problems.append(Problem("", "", "", "", rule, "mend those above first"))
        raise InputProblems(problems)

    def _located(self) -> list[Problem]:
        """What is wrong with elements, with their lines, in the order of files and lines."""
        wanted: dict[int, list[int]] = {}
        for file, element, *_ in self.placed:
            wanted.setdefault(file, []).append(element)
        lines = {file: element_lines(self.paths[file], among) for file, among in wanted.items()}
        in_order = sorted(
            self.placed, key=lambda place: (place[0], lines[place[0]].get(place[1], 0))
        )
        return [
            Problem(self.paths[file].name, lines[file].get(element, ""), column, "", rule, remedy)
            for file, element, column, rule, remedy in in_order
        ]


def element_lines(path: Path, elements: Sequence[int]) -> dict[int, int]:
    """The line each of the numbered elements of a file stands on (where its start tag ends); 0 is
    the root.

    One more pass over the file, line by line: lines are wanted only for messages and working lists,
    and libxml2 itself counts to 65,535 only.
    """
    wanted, last = set(elements), max(elements)
    line, count, lines = 1, -1, {}

    def start(*_: object) -> None:
        nonlocal count
        count += 1
        if count in wanted:
            lines[count] = line

    parser = etree.XMLParser(target=SimpleNamespace(start=start, close=lambda: None), **SETTINGS)
    with path.open("rb") as handle, suppress(etree.XMLSyntaxError):
        while count < last and (text := handle.readline(READ_BYTES)):
            parser.feed(text)
            line += text.endswith(b"\n")
    return lines
