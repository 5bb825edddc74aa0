"""What the report said when its Word file was made, kept in the file, and what has been changed
since: the service's own words are taken in, everything else is told.
"""

import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path

from docx.document import Document
from docx.opc.constants import RELATIONSHIP_TYPE as RELATION
from lxml import etree

from barnevern.document import word_file
from barnevern.document.assemble import Report
from barnevern.document.layout import outlines
from barnevern.document.markdown import Words, plain
from barnevern.document.word_read import Piece, Reader, by_chapter, text
from barnevern.problems import InputProblems, Problem, like_identity

SPACE = "urn:barnevern:report"
LONGEST_SHOWN = 70
ALIKE = 0.6  # of two lines of which one was made from the other


@dataclass(frozen=True)
class Told:
    """A line of the report in a chapter (its number, or "")."""

    chapter: str
    line: str


@dataclass(frozen=True)
class Returned:
    """What a Word file gives back: whose report it is, the own ``words`` by the number of the
    chapter, and in words what was ``changed`` and is not taken in.
    """

    code: str
    year: int
    outline: str
    words: dict[str, Words]
    changed: list[str]


def note(document: Document, report: Report, code: str) -> None:
    """Keep in the file whose report it is and what it says, for returned()."""
    reader = Reader(document, report.outline)
    root = etree.Element(f"{{{SPACE}}}report", nsmap={None: SPACE})
    root.attrib.update({"code": code, "year": str(report.year), "outline": report.outline})
    for piece in reader.pieces():
        kind = "asked" if piece.own else "said"
        if piece.own and not piece.waiting:
            continue
        for line in [text(piece.element)] if piece.own else reader.lines(piece):
            etree.SubElement(root, f"{{{SPACE}}}{kind}", chapter=piece.chapter).text = line
    word_file.add_part(document, etree.tostring(root, encoding="utf-8", xml_declaration=True))


def returned(path: Path) -> Returned:
    """What a Word file of a report gives back. Raises InputProblems for one that is none, that does
    not say whose report it is, and for own words with what looks like an identity number.
    """
    document = word_file.read(path)
    root = _noted(document, path)
    about = str(root.get("code")), int(root.get("year") or 0), str(root.get("outline"))
    reader = Reader(document, about[2])
    before = [Told(one.get("chapter") or "", one.text or "") for one in root.iter(_name("said"))]
    asked = {one.text for one in root.iter(_name("asked"))}
    ours = {one.line for one in before} | asked
    now, own, changed = list[Told](), dict[str, list[object]](), list[str]()
    for piece in reader.pieces():
        if not piece.own:
            now += [Told(piece.chapter, line) for line in reader.lines(piece)]
        elif _is_written(piece, ours):
            own.setdefault(piece.chapter, []).append(piece.element)
        elif left := _left(piece, asked):
            changed.append(left)
    words = by_chapter(own, reader)
    _refuse_identities(path, words)
    return Returned(*about, words, [*_differences(before, now), *changed])


def asks(path: Path) -> bool:
    """Whether a Word file of a report still has questions to the service in it."""
    try:
        with zipfile.ZipFile(path) as parts:
            root = etree.fromstring(parts.read(word_file.SAID.membername), _parser())
    except (zipfile.BadZipFile, KeyError, etree.XMLSyntaxError):
        return False
    return root.find(_name("asked")) is not None


def _parser() -> etree.XMLParser:
    return etree.XMLParser(resolve_entities=False, no_network=True)


def _name(kind: str) -> str:
    return f"{{{SPACE}}}{kind}"


def _noted(document: Document, path: Path) -> etree._Element:
    """What note() kept. Raises InputProblems."""
    for relation in document.part.rels.values():
        if relation.reltype == RELATION.CUSTOM_XML and not relation.is_external:
            try:
                root = etree.fromstring(relation.target_part.blob, _parser())
            except etree.XMLSyntaxError:
                continue
            if root.tag == _name("report") and root.get("outline") in outlines():
                return root
    wrong = "it does not say which report it is"
    remedy = "give a file that barnevern report --docx made, saved as .docx"
    raise InputProblems([Problem(path.name, "", "", "", wrong, remedy)])


def _is_written(piece: Piece, ours: set[str | None]) -> bool:
    """Whether a piece in a marked place is the service's text: no question, and nothing that stands
    in the report itself, such as what follows a heading that somebody took away.
    """
    return not piece.is_table and text(piece.element) not in ours


def _left(piece: Piece, asked: set[str | None]) -> str:
    """What is not taken in of a marked place, in words; "" for a question to the service."""
    said = text(piece.element)
    if piece.is_table:
        return (
            f"{_at(piece.chapter)}: a table among your own words is not taken in: write it as text"
        )
    if said in asked or not said:
        return ""
    return f"{_at(piece.chapter)}: {_short(said)} is the report's own text"


def _differences(before: Sequence[Told], now: Sequence[Told]) -> Iterator[str]:
    """What is another, gone or new outside the marked places, in words."""
    matcher = SequenceMatcher(None, before, now, autojunk=False)
    for kind, one, until, other, end in matcher.get_opcodes():
        if kind == "equal":
            continue
        new = list(now[other:end])
        for was in before[one:until]:
            if alike := next((is_now for is_now in new if _alike(was.line, is_now.line)), None):
                new.remove(alike)
                yield f"{_at(was.chapter)}: {_short(was.line)} was changed to {_short(alike.line)}"
            else:
                yield f"{_at(was.chapter)}: {_short(was.line)} was taken out"
        for added in new:
            where = f"{_at(added.chapter)}: {_short(added.line)} stands outside the marked place"
            yield f"{where}: move it under «Tjenestens egne ord»"


def _alike(one: str, other: str) -> bool:
    return SequenceMatcher(None, one, other).ratio() >= ALIKE


def _at(chapter: str) -> str:
    return f"chapter {chapter}" if chapter else "before the first chapter"


def _short(line: str) -> str:
    return f"«{line if len(line) <= LONGEST_SHOWN else line[: LONGEST_SHOWN - 1] + '…'}»"


def _refuse_identities(path: Path, words: dict[str, Words]) -> None:
    """Raise InputProblems for everything in own words that looks like an identity number."""
    rule, remedy = "eleven digits that look like an identity number", "take it out of the text"
    problems = [
        Problem(path.name, "", f"chapter {number}", "", rule, remedy)
        for number, own in words.items()
        if any(like_identity(plain(runs)) for block in own for runs in block.texts)
    ]
    if problems:
        raise InputProblems(problems)
