"""What stands in a Word file of the report: its pieces by chapter, those that are the service's
own, and their text and form.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from docx.document import Document
from docx.oxml.ns import qn

from barnevern.document.layout import chapters
from barnevern.document.markdown import Block, Run, Words, plain, tidy
from barnevern.norwegian.messages import say

BOOKMARK = "kapittel_"
LISTED = ("toc", "table of figures")  # lines that Word makes anew
CELLS = " | "  # between those of a row, in one line
SPACES = re.compile(r"[ \t\n]+")
OFF = {"0", "false", "off"}
NUMBERED = ("decimal", "lowerLetter", "upperLetter", "lowerRoman", "upperRoman")


@dataclass(frozen=True)
class Piece:
    """A paragraph or a table: in which chapter (its number, "" before the first), whether in the
    place for the service's own words, and whether that place still waits for them.
    """

    chapter: str
    own: bool
    waiting: bool
    element: Any

    @property
    def is_table(self) -> bool:
        """Whether it is a table."""
        return bool(self.element.tag == qn("w:tbl"))


class Reader:
    """Reads the pieces of a Word file in ``outline``."""

    def __init__(self, document: Document, outline: str) -> None:
        self.document = document
        self.names = {
            str(style.style_id): str(style.name).lower() for style in document.styles if style.name
        }
        self.default = next((name for name in self.names.values() if name == "normal"), "normal")
        self.headings = {one.heading: one.number for one in chapters(outline)}
        self.anchors = {one.anchor.replace("-", "_"): one.number for one in chapters(outline)}
        self.mark = say("report-own-words")

    def pieces(self) -> Iterator[Piece]:
        """Every paragraph and table in order, without the headings of the own words' places."""
        chapter, own = "", False
        for element, tag, waiting in _flat(self.document.element.body):
            if tag in self.anchors:
                chapter, own = self.anchors[tag], True
            elif begun := self._begun(element):
                chapter, own = begun, False
            elif text(element) == self.mark and element.tag == qn("w:p"):
                own = True
                continue
            yield Piece(chapter, own, waiting, element)

    def _begun(self, element: Any) -> str:
        """The number of the chapter that begins with a paragraph; "" where none does."""
        if element.tag != qn("w:p"):
            return ""
        for mark in element.iter(qn("w:bookmarkStart")):
            if mark.get(qn("w:name")) in self.anchors:
                return self.anchors[mark.get(qn("w:name"))]
        is_heading = self.style(element).startswith("heading")
        return self.headings.get(text(element), "") if is_heading else ""

    def style(self, paragraph: Any) -> str:
        """The name of a paragraph's style in small letters."""
        named = paragraph.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")
        return self.default if named is None else self.names.get(named.get(qn("w:val")), "")

    def lines(self, piece: Piece) -> Iterator[str]:
        """What a piece that is not the service's says: a paragraph, or each row of a table. Lines
        that Word makes anew are none.
        """
        if piece.is_table:
            for row in piece.element.iter(qn("w:tr")):
                yield CELLS.join(text(cell) for cell in row.iter(qn("w:tc")))
        elif not self.style(piece.element).startswith(LISTED):
            pictures = [one.get("descr") or "" for one in piece.element.iter(qn("wp:docPr"))]
            yield from filter(None, [text(piece.element), *pictures])

    def words(self, paragraphs: list[Any]) -> Words:
        """Paragraphs as blocks of the service's own words."""
        found, number = list[Block](), 0
        for paragraph in paragraphs:
            kind, ordered = self._kind(paragraph)
            number = number + 1 if ordered else 0
            for shown in _split(list(self._runs(paragraph))):
                runs = tidy([Run(f"{number}. "), *shown] if ordered else shown)
                if not plain(runs):
                    continue
                if kind == "ul" and found and found[-1].kind == "ul":
                    found[-1] = Block("ul", (*found[-1].texts, runs))
                else:
                    found.append(Block(kind, (runs,)))
        return tuple(found)

    def _kind(self, paragraph: Any) -> tuple[str, bool]:
        """The kind of block that a paragraph is, and whether it is numbered."""
        style = self.style(paragraph)
        if style.startswith(("heading", "title")):
            return "h", False
        numbering = paragraph.find(f"{qn('w:pPr')}/{qn('w:numPr')}/{qn('w:numId')}")
        if numbering is None and not style.startswith("list "):
            return "p", False
        ordered = style.startswith("list number") or (
            numbering is not None and self._is_ordered(numbering.get(qn("w:val")))
        )
        return ("p", True) if ordered else ("ul", False)

    def _is_ordered(self, number: str) -> bool:
        part = self.document.part.numbering_part.element
        of = part.xpath(f'w:num[@w:numId="{int(number)}"]/w:abstractNumId/@w:val')
        path = './/w:abstractNum[@w:abstractNumId="{}"]/w:lvl[@w:ilvl="0"]/w:numFmt/@w:val'
        return bool(of) and any(one in NUMBERED for one in part.xpath(path.format(int(of[0]))))

    def _runs(self, paragraph: Any) -> Iterator[Run]:
        """The text of a paragraph in its form; a line that is broken off has a newline."""
        for run in _shown_runs(paragraph):
            link = next(run.iterancestors(qn("w:hyperlink")), None)
            target = link.get(qn("r:id")) if link is not None else None
            relation = self.document.part.rels.get(target) if target else None
            leads = relation.target_ref if relation is not None and relation.is_external else ""
            properties = run.find(qn("w:rPr"))
            strong, em = self._form(properties, "w:b"), self._form(properties, "w:i")
            yield Run(_of_run(run), strong, em, leads)

    def _form(self, properties: Any, name: str) -> bool:
        """Whether a run is bold ("w:b") or italic ("w:i"), by itself or by its style."""
        if properties is None:
            return False
        own = properties.find(qn(name))
        if own is not None:
            return own.get(qn("w:val"), "1") not in OFF
        style = properties.find(qn("w:rStyle"))
        named = "" if style is None else self.names.get(style.get(qn("w:val")), "")
        return named == {"w:b": "strong", "w:i": "emphasis"}[name]


def _flat(body: Any) -> Iterator[tuple[Any, str, bool]]:
    """Paragraphs and tables, also those in marked places, with the tag of the place and whether it
    waits for somebody to write in it.
    """
    for element in body:
        if element.tag in (qn("w:p"), qn("w:tbl")):
            yield element, "", False
        elif element.tag == qn("w:sdt"):
            tag = element.find(f"{qn('w:sdtPr')}/{qn('w:tag')}")
            waits = element.find(f"{qn('w:sdtPr')}/{qn('w:showingPlcHdr')}") is not None
            content = element.find(qn("w:sdtContent"))
            for inner, named, waiting in _flat(() if content is None else content):
                own = "" if tag is None else tag.get(qn("w:val"), "")
                yield inner, named or own, waiting or waits


def text(element: Any) -> str:
    """What a paragraph or a cell says, in one line; without numbers of sheets."""
    said = "".join(_of_run(run) for run in _shown_runs(element))
    return SPACES.sub(" ", said).strip()  # the narrow ones in numbers stand


def _shown_runs(element: Any) -> Iterator[Any]:
    """The runs that are shown: without what is taken out, and the numbers of sheets."""
    codes = list[str]()
    for run in element.iter(qn("w:r")):
        for mark in run.iter(qn("w:fldChar"), qn("w:instrText")):
            kind = mark.get(qn("w:fldCharType"))
            if kind == "begin":
                codes.append("")
            elif kind == "end" and codes:
                codes.pop()
            elif kind is None and codes:
                codes[-1] += mark.text or ""
        hidden = any(code.strip().startswith("PAGEREF") for code in codes)
        if not hidden and next(run.iterancestors(qn("w:del")), None) is None:
            yield run


def _of_run(run: Any) -> str:
    marks = {qn("w:tab"): " ", qn("w:br"): "\n", qn("w:noBreakHyphen"): "\N{NON-BREAKING HYPHEN}"}
    return "".join(
        (one.text or "") if one.tag == qn("w:t") else marks.get(one.tag, "") for one in run
    )


def _split(runs: list[Run]) -> Iterator[list[Run]]:
    """The runs of each line of a paragraph."""
    line = list[Run]()
    for run in runs:
        first, *rest = run.text.split("\n")
        line.append(run._replace(text=first))
        for piece in rest:
            yield line
            line = [run._replace(text=piece)]
    yield line


def by_chapter(found: Mapping[str, list[Any]], reader: Reader) -> dict[str, Words]:
    """The own words of each chapter that has any."""
    words = {number: reader.words(paragraphs) for number, paragraphs in found.items()}
    return {number: own for number, own in words.items() if own}
