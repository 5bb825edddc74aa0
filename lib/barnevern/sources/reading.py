"""What the readers of both formats share: blocks of several files, and what is known of ids in
memory only.
"""

import gc
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import Any, Generic, TypeVar

import numpy as np
import numpy.typing as npt
import pandas as pd

from barnevern.cases import Cases
from barnevern.cases.as_of import KEYS
from barnevern.cases.formats import BVR, KOSTRA_15F, Format
from barnevern.cases.identity import DNR, KINDS, SEXES, Described
from barnevern.cases.packed import NO_DAY, id_texts
from barnevern.cases.tables import REMARKS
from barnevern.observations import lookup
from barnevern.problems import InputProblems, Problem
from barnevern.sources.blocks import Block
from barnevern.sources.checker import Checker
from barnevern.sources.findings import Findings, element_lines
from barnevern.sources.mapping import Array
from barnevern.sources.refusal import refused
from barnevern.sources.structure import structure
from barnevern.sources.xml_scan import Scan
from barnevern.sources.xml_stream import Stream, beginning

Ids = npt.NDArray[np.uint64]
Kept = TypeVar("Kept")
# Municipalities whose cases belong to a district of the city: Oslo, and Bergen and Trondheim by the
# numbers they have and had.
WITH_DISTRICTS = ("0301", "4601", "1201", "5001", "1601")


def format_of(path: Path) -> Format:
    """The format of a file, by the root and its first child. Raises InputProblems for a file that
    is refused, or of no format.
    """
    root, first = ([*beginning(path, 2), {}, {}])[:2]
    if root.get("") == "Barnevern" and first.get("") == "Avgiver" and "Versjon" in first:
        return KOSTRA_15F
    if root.get("") == "Barnevern" and (first.get("") == "Fagsystem" or "DatoUttrekk" in root):
        return BVR
    rule = (
        "the file is not a case extract: neither KOSTRA 15F (Barnevern with Avgiver/@Versjon) nor"
        " BVR (Barnevern/@DatoUttrekk with Fagsystem)"
    )
    raise refused(path.name, 1, rule, "give the XML file that the case system made")


def require_format(paths: Sequence[Path], wanted: Format) -> None:
    """Raise InputProblems with every file that is refused at its beginning or of another format."""
    problems = []
    for path in paths:
        try:
            file_format = format_of(path)
        except InputProblems as error:
            problems += error.problems
            continue
        if file_format != wanted:
            rule = f"the file is {file_format.title}, not {wanted.title}"
            problems.append(Problem(path.name, 1, "", "", rule, "give files of one format"))
    if problems:
        raise InputProblems(problems)


class Reading:
    """Files of one format on their way into tables."""

    def __init__(
        self, file_format: Format, paths: Sequence[Path], *, keep_going: bool = False
    ) -> None:
        self.paths, self.findings = paths, Findings(paths, keep_going)
        self.checker = Checker(
            structure(file_format.structure),
            self.findings,
            file_format.case_element,
            freely=file_format.read_freely,
        )

    @property
    def sound(self) -> bool:
        """Whether nothing wrong was found so far."""
        return not self.findings.placed and not self.findings.problems

    def scanned(self) -> Iterator[Block]:
        """The one file, block by block. Raises Irregular, and then all is to be read again by
        ``blocks`` of another Reading.
        """
        scan = Scan(self.paths[0])
        for piece in scan.pieces():
            yield Block(piece, scan.names, self.checker)

    def blocks(self) -> Iterator[Block]:
        """All files, block by block. A file that breaks off is noted, and the others are gone
        through for what is wrong in them.
        """
        first = 0
        while first < len(self.paths):
            stream = Stream(self.paths)
            try:
                for piece in stream.pieces(first):
                    yield Block(piece, stream.names, self.checker)
            except InputProblems as error:
                self.findings.problems += error.problems
                if before := stream.whole():
                    yield Block(before, stream.names, self.checker)
                self.checker.root_counts.pop(stream.file, None)
            first = stream.file + 1

    def counts(self) -> dict[str, int]:
        """How many elements of each tag were read."""
        totals: dict[str, int] = {}
        for node, count in zip(
            self.checker.structure.nodes, self.checker.counts.tolist(), strict=True
        ):
            if count:
                totals[node.tag] = totals.get(node.tag, 0) + count
        return totals


@contextmanager
def collector_paused() -> Iterator[None]:
    """No garbage collection meanwhile: the collector would go through every piece again and again,
    and none of it is in cycles.
    """
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


class Lookup(Mapping[str, Kept], Generic[Kept]):
    """Something known of ids that is worked out when it is first asked for, and lives in memory
    only.
    """

    def __init__(self, work_out: Callable[[], dict[str, Kept]]) -> None:
        self._work_out = work_out

    @cached_property
    def _found(self) -> dict[str, Kept]:
        return self._work_out()

    def __getitem__(self, key: str) -> Kept:
        return self._found[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._found)

    def __len__(self) -> int:
        return len(self._found)


class Ledger:
    """What is known of the rows of the case tables in memory only, in the order of the rows."""

    def __init__(self, paths: Sequence[Path]) -> None:
        self.paths = paths
        self.places: dict[str, list[tuple[Array, Array]]] = {
            table: [] for table in ("cases", *KEYS)
        }
        self.journal_texts: list[pd.Series] = []
        self.remarks: dict[str, list[Ids]] = {name: [] for name in REMARKS}

    def place(self, table: str, block: Block, places: Array) -> None:
        """Note where the elements stand that become the next rows of a table."""
        files = block.piece.files[places].astype(np.int32 if len(self.paths) > 1 else np.int8)
        self.places[table].append((files, block.piece.elements[places].astype(np.uint32)))

    def journal(self, texts: Sequence[str]) -> None:
        """Note the journal numbers of the next cases."""
        self.journal_texts.append(pd.Series(texts, dtype="str"))

    def remark(self, name: str, ids: Ids) -> None:
        """Note a remark of REMARKS on cases or elements."""
        self.remarks[name].append(ids)

    def journals(self, cases: Cases, others: Mapping[str, str]) -> Lookup[str]:
        """Journal number by case id; ``others`` are those of cases that are in no table."""

        def work_out() -> dict[str, str]:
            texts = pd.concat([pd.Series(dtype="str"), *self.journal_texts])
            return dict(zip(cases["cases"]["case"], texts, strict=True)) | dict(others)

        return Lookup(work_out)

    def lines(self, cases: Cases) -> Lookup[int]:
        """Source line by id. Costs a pass over the files when it is first asked for."""

        def work_out() -> dict[str, int]:
            lines: dict[str, int] = {}
            for file, elements in self._elements(cases).items():
                line_of = element_lines(self.paths[file], list(elements.values()))
                lines.update((own, line_of[element]) for own, element in elements.items())
            return lines

        return Lookup(work_out)

    def _elements(self, cases: Cases) -> dict[int, dict[str, int]]:
        """By file, the number there of the element that each id stands on."""
        elements: dict[int, dict[str, int]] = {}
        for table, places in self.places.items():
            ids = cases[table][KEYS.get(table, "case")]
            columns = [np.concatenate(part).tolist() for part in zip(*places, strict=True)]
            for own, file, element in zip(ids, *(columns or ([], [])), strict=True):
                elements.setdefault(file, {})[own] = element
        return elements

    def remarks_table(self) -> pd.DataFrame:
        """The remarks as rows: of, remark."""
        rows = [(own, name) for name, ids in self.remarks.items() for own in texts_of(ids)]
        return pd.DataFrame(rows, columns=["of", "remark"], dtype="str")


def municipality_name(code: str, year: int) -> str:
    """The official name of a municipality, "" where the code was never in use."""
    try:
        return lookup.region(code, year).name
    except lookup.UnknownRegion:
        return ""


def texts_of(ids: Sequence[Ids]) -> list[str]:
    """Hashes as they stand in the case tables."""
    found: list[str] = id_texts(np.concatenate(ids)).to_pylist() if ids else []
    return found


def person_texts(
    described: Described, numbers: Sequence[str], dufs: Sequence[str], cases: Ids
) -> list[str]:
    """What the hash of each child is made of: its identity number, else its DUF number, else its
    case, for other numbers may be shared.
    """
    texts = [f"case {case}" for case in cases.tolist()]
    own = described.kind <= DNR
    for place in np.flatnonzero(described.duf_valid & ~own).tolist():
        texts[place] = f"duf {dufs[place]}"
    for place in np.flatnonzero(own).tolist():
        texts[place] = f"number {numbers[place]}"
    return texts


def person_columns(described: Described, number: Callable[[str], int]) -> dict[str, Any]:
    """Columns of the table of persons, from what the identity numbers say."""
    born = described.born.astype("datetime64[D]").astype(np.int64)
    return {
        "sex": np.array([number(text) for text in SEXES])[described.sex],
        "born": np.where(np.isnat(described.born), NO_DAY, born),
        "identity": np.array([number(text) for text in KINDS])[described.kind],
        "duf": described.duf,
        "synthetic": described.synthetic,
    }
