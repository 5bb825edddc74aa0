"""The document as a Word file: the same chapters, texts, tables and figures as the HTML, with a
marked place in every chapter for the service's own words.
"""

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from docx.document import Document
from docx.opc.constants import RELATIONSHIP_TYPE as RELATION
from docx.oxml.parser import parse_xml

from barnevern import figures
from barnevern.document import word_file, word_said, word_sheets, word_styles
from barnevern.document import word_xml as xml
from barnevern.document.assemble import Entry, Report
from barnevern.document.markdown import Run, Words
from barnevern.document.parts import NumberedDrawing, NumberedTable, Opened, Part
from barnevern.document.prompts import Prompt
from barnevern.norwegian.messages import say
from barnevern.render.blocks import (
    About,
    Bullets,
    Definition,
    Drawing,
    Fold,
    Sentence,
    Subheading,
    Table,
)

EMU_PER_INCH, WIDEST_INCHES = 914_400, 6.3
DEEPEST_OWN = 5  # level of a heading of the service's own, as in the HTML
HEADING = "Barnevern mellomtittel"
OF_ROLES = {"minor": HEADING, "note": "Barnevern merknad", "lead": "Subtitle"}


def word(
    report: Report,
    prompts: Mapping[str, Sequence[Prompt]] | None,
    code: str,
    template: Path | None = None,
) -> bytes:
    """The Word file of the municipality ``code``, in the styles of ``template`` where one is given.

    ``prompts`` are questions to the service by the number of the chapter, which stand in the places
    where it has not written; without them, a chapter that it has not written has no place. Raises
    InputProblems for a template that cannot be read.
    """
    document = word_file.of_template(template)
    styles = word_styles.ensured(document, plain=template is None)
    word_styles.speak_norwegian(document)
    writer = _Writer(document, styles, prompts)
    sheets = (writer.cover, writer.brief, writer.contents, writer.chapters)
    body = "".join(piece for sheet in sheets for piece in sheet(report))
    _fill(document, body)
    word_sheets.headed(document, report.footer)
    word_said.note(document, report, code)
    return word_file.closed(document, report.title)


def _fill(document: Document, body: str) -> None:
    """Put the paragraphs and tables into the document, before what it says of its sheets."""
    last = document.element.body.sectPr
    for element in list(parse_xml(f"<w:body {xml.NAMES}>{body}</w:body>")):
        last.addprevious(element)


@dataclass
class _Writer:
    """Writes blocks in the ``styles`` of a document, each with its id by name."""

    document: Document
    styles: dict[str, str]
    prompts: Mapping[str, Sequence[Prompt]] | None
    numbers: int = 0
    links: dict[str, str] = field(default_factory=dict)

    def paragraph(self, style: str, inner: str, more: str = "") -> str:
        return xml.paragraph(self.styles[style], inner, more=more)

    def text(self, style: str, text: str) -> str:
        return self.paragraph(style, xml.run(text)) if text else ""

    def number(self) -> int:
        """A number that nothing else in the document has."""
        self.numbers += 1
        return self.numbers

    def cover(self, report: Report) -> list[str]:
        """The first sheet: what it is, of which case, and of which data set."""
        case = [
            self.paragraph("Normal", xml.run(f"{term}: ", strong=True) + xml.run(text))
            for term, text in report.cover
        ]
        heading = [part for block in report.heading.blocks for part in self.part(block)]
        return [
            self.text("Title", report.title),
            self.text("Subtitle", report.lead),
            *case,
            *heading,
        ]

    def brief(self, report: Report) -> list[str]:
        """«Kort fortalt»."""
        brief, on_its_own = report.brief, "<w:pageBreakBefore/>"
        found = [self.paragraph("Heading 1", xml.run(brief["title"]), on_its_own)]
        found.append(self.text("Normal", f"{brief['lead']} {brief['unless']}"))
        for part in brief["parts"]:
            found.append(self.text("Heading 2", part["title"]))
            found += [self.text("List Bullet", sentence) for sentence in part["told"]]
            found.append(self.text(HEADING, brief["ask"]))
            found += [self.text("List Bullet", question) for question in part["questions"]]
        return [*found, self.text(OF_ROLES["note"], brief["sources"])]

    def contents(self, report: Report) -> list[str]:
        """The list of chapters as a field that Word numbers when the file is opened."""
        listed = [
            (f"toc {chapter.level}", chapter.heading, _called(chapter.anchor))
            for chapter in (entry.chapter for entry in report.entries)
        ]
        before = '<w:r><w:fldChar w:fldCharType="begin" w:dirty="true"/></w:r>' + (
            '<w:r><w:instrText xml:space="preserve"> TOC \\o "1-4" \\h \\z \\u </w:instrText></w:r>'
            '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
        )
        lines = [
            self.listed(style, text, name, before if not place else "")
            for place, (style, text, name) in enumerate(listed)
        ]
        end = self.paragraph("Normal", '<w:r><w:fldChar w:fldCharType="end"/></w:r>')
        head = self.paragraph(
            "TOC Heading", xml.run(say("report-contents")), "<w:pageBreakBefore/>"
        )
        return [head, *lines, end]

    def listed(self, style: str, text: str, name: str, before: str = "") -> str:
        """A line of a list that leads to a place, with the number of its sheet."""
        page = xml.TAB + xml.field(f"PAGEREF {name} \\h", dirty=True)
        inner = before + xml.to_bookmark(name, xml.run(text) + page)
        edge = '<w:tabs><w:tab w:val="right" w:leader="dot" w:pos="9350"/></w:tabs>'
        return self.paragraph(style, inner, edge)

    def chapters(self, report: Report) -> list[str]:
        """Every chapter with its text, items and own words."""
        found = list[str]()
        for entry in report.entries:
            chapter = entry.chapter
            name = xml.bookmark(_called(chapter.anchor), self.number(), xml.run(chapter.heading))
            first = "<w:pageBreakBefore/>" if chapter.level == 1 else ""
            found.append(self.paragraph(f"Heading {chapter.level}", name, first))
            found += [self.text("Normal", text) for text in entry.text]
            found += self.made_of_all(report, chapter.shows)
            parts = (part for item in entry.items for part in item.parts)
            found += [piece for part in parts for piece in self.part(part)]
            found += self.own(report, entry)
        return found

    def made_of_all(self, report: Report, shows: str) -> list[str]:
        """What a chapter shows of the whole report."""
        if shows == "counts":
            return [self.text("Normal", report.counts)]
        if shows == "sources":
            if report.sources is None:
                return [self.text("Normal", report.no_sources)]
            return self.table(report.sources, xml.run(report.sources.caption), left=True)
        if shows == "definitions":
            return [piece for one in report.definitions for piece in self.definition(one)]
        if shows == "lists":
            return [
                *self.captions("figure", report.lists.figures),
                *self.captions("table", report.lists.tables),
            ]
        return []

    def captions(self, kind: str, captions: Sequence[str]) -> list[str]:
        """The list of figures or of tables."""
        if not captions:
            return []
        head = {"figure": say("report-figures"), "table": say("report-tables")}[kind]
        lines = [
            self.listed("table of figures", f"{_noun(kind)} {n}: {caption}", f"{kind}_{n}")
            for n, caption in enumerate(captions, start=1)
        ]
        return [self.text(HEADING, head), *lines]

    def definition(self, one: Definition) -> list[str]:
        """What an indicator means: its name, and each term with its text."""
        terms = [
            self.paragraph("Normal", xml.run(f"{term}: ", strong=True) + xml.run(text))
            for term, text in one.terms
        ]
        return [self.text(HEADING, one.name), *terms]

    def part(self, part: Part) -> list[str]:
        """A block of an item as paragraphs and tables."""
        if isinstance(part, Sentence):
            return [self.text(OF_ROLES.get(part.role, "Normal"), part.text)]
        if isinstance(part, Bullets):
            return [self.text("List Bullet", sentence) for sentence in part.sentences]
        if isinstance(part, Subheading):
            return [self.text(HEADING, part.text)]
        if isinstance(part, NumberedDrawing):
            return self.drawing(part.drawing, part.number)
        if isinstance(part, NumberedTable):
            return self.numbered_table(part)
        if isinstance(part, Opened):
            title = [] if part.role else [self.text(HEADING, part.summary)]
            return [*title, *(piece for inner in part.parts for piece in self.part(inner))]
        if isinstance(part, About | Fold | Drawing | Table):
            raise TypeError(f"{part.block} has no number in a document")
        raise TypeError(type(part).__name__)

    def drawing(self, drawing: Drawing, number: int) -> list[str]:
        """A figure as a picture with its alternative text, and its caption under it."""
        png = figures.png(drawing.kind, drawing.table, drawing.spec)
        relation, _ = self.document.part.get_or_add_image(io.BytesIO(png.content))
        scale = min(1.0, WIDEST_INCHES / png.width) * EMU_PER_INCH
        size = round(png.width * scale), round(png.height * scale)
        shown = xml.picture(relation, self.number(), drawing.alt, size)
        label = self.label("figure", number)
        caption = self.paragraph("Caption", label + xml.run(f" {drawing.caption}"))
        return [self.paragraph("Normal", shown, "<w:keepNext/>"), caption]

    def label(self, kind: str, number: int) -> str:
        """The label "Figur 3:", counted by Word too, with a name that others refer to."""
        noun = _noun(kind)
        counted = xml.field(f"SEQ {noun} \\* ARABIC", str(number))
        named = xml.bookmark(f"{kind}_{number}", self.number(), counted)
        return xml.run(f"{noun} ") + named + xml.run(":")

    def numbered_table(self, part: NumberedTable) -> list[str]:
        """A table under its caption; one behind a figure refers to it."""
        if part.number:
            caption = self.label("table", part.number) + xml.run(f" {part.table.caption}")
        else:
            before, _, rest = part.caption.partition(str(part.behind))
            number = xml.field(f"REF figure_{part.behind} \\h", str(part.behind))
            caption = xml.run(before) + number + xml.run(rest)
        pieces = self.table(part.table, caption, wide=part.wide)
        return word_sheets.lying(self.document, pieces) if part.wide else pieces

    def table(
        self, table: Table, caption: str, *, wide: bool = False, left: bool = False
    ) -> list[str]:
        """A table with its caption before it and its notes after."""
        text = "Barnevern bred tabelltekst" if wide else "Barnevern tabelltekst"
        styles = self.styles["Barnevern rutenett"], self.styles[text]
        rows = xml.table(styles, table.caption, table.head, table.rows, left=left)
        notes = [self.text("Barnevern merknad", note) for note in table.notes]
        air = [] if notes else [self.paragraph("Barnevern merknad", "")]
        return [self.paragraph("Caption", caption), rows, *notes, *air]

    def own(self, report: Report, entry: Entry) -> list[str]:
        """The marked place of a chapter, with the service's own words or the questions to it."""
        chapter = entry.chapter
        if entry.own is not None:
            inner, waiting = self.words(entry.own, min(chapter.level + 1, DEEPEST_OWN)), False
        elif self.prompts is not None and chapter.for_own_words:
            asked = [say("report-write-here")]
            asked += [f"{one.told} {one.asked}".strip() for one in self.prompts[chapter.number]]
            lines = [self.text("Barnevern innspill", text) for text in asked]
            inner, waiting = "".join(lines), True
        else:
            return [self.text("Normal", report.nothing_written)] if entry.empty else []
        name = f"{report.own_words}: {chapter.heading}"
        place = xml.place(name, _called(chapter.anchor), self.number(), inner, waiting=waiting)
        return [self.text("Barnevern egne ord", report.own_words), place]

    def words(self, words: Words, level: int) -> str:
        """The service's own words; its headings stand at ``level``."""
        styles = {"p": "Normal", "ul": "List Bullet", "h": f"Heading {level}"}
        return "".join(
            self.paragraph(styles[block.kind], "".join(map(self.run, text)))
            for block in words
            for text in block.texts
        )

    def run(self, run: Run) -> str:
        """A piece of the service's text in its form."""
        shown = xml.run(
            run.text, strong=run.strong, em=run.em, style=self.styles["Hyperlink"] * bool(run.link)
        )
        if not run.link:
            return shown
        if run.link not in self.links:
            part = self.document.part
            self.links[run.link] = part.relate_to(run.link, RELATION.HYPERLINK, is_external=True)
        return xml.to_page(self.links[run.link], shown)


def _noun(kind: str) -> str:
    """What a figure or a table is called in its caption."""
    return {"figure": say("report-figure-noun"), "table": say("report-table-noun")}[kind]


def _called(anchor: str) -> str:
    """The name of a bookmark, which may have no hyphens."""
    return anchor.replace("-", "_")
