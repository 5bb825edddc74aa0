"""The report as a Word file: the same as the HTML, accessible, nobody's, the same bytes; and the own
words back from it.
"""

import csv
import io
import json
import os
import re
import shutil
import subprocess
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.oxml.ns import qn
from docx.shared import RGBColor
from hypothesis import HealthCheck, given, settings
from lxml import etree
from lxml.html import HtmlElement, fromstring

from barnevern import document
from barnevern.audit import files
from barnevern.batch import delivery
from barnevern.batch.place import Folder
from barnevern.batch.plan import report_notebooks
from barnevern.document import own_words, prompts, word, word_file, word_said, word_styles
from barnevern.document.assemble import Report
from barnevern.document.markdown import Block, Run, Words, written
from barnevern.document.word_read import Reader
from barnevern.page import Page
from barnevern.problems import InputProblems
from barnevern.render.item import Item, Row
from document_words import WORDS
from patience import PATIENCE_SECONDS

BAERUM = "2024/3201-baerum"
SOFFICE = shutil.which("soffice")
OWN = "### Mottak\n\nÅpent **hele** *døgnet*, [se her](https://www.barum.no/a?b=1&c=2).\n\n- ett\n- to"
Asked = dict[str, list[prompts.Prompt]]


def assembled(reports: Path, outline: str, words: dict[str, Words] | None = None) -> Report:
    folder = reports / BAERUM
    pages = {
        name: [
            Item.from_json(item)
            for item in json.loads((folder / f"{name}.json").read_text(encoding="utf-8"))["items"]
        ]
        for name in document.notebooks()
    }
    own = own_words.Given(outline, words or {})
    return document.assembled("Bærum", 2024, pages, own, report_notebooks())


@pytest.fixture(scope="module")
def rows(reports: Path) -> list[Row]:
    table = (reports / BAERUM / "tilstandsrapport.csv").read_text(encoding="utf-8")
    return [Row.read(row) for row in csv.DictReader(io.StringIO(table))]


@pytest.fixture(scope="module")
def asked(rows: list[Row]) -> Callable[[str], Asked]:
    page = Page.open("document", "3201", 2024)
    return lambda outline: {
        chapter.number: prompts.of_chapter(chapter, "3201", rows, page.verdict)
        for chapter in document.chapters(outline)
    }


@pytest.fixture(scope="module", params=document.outlines())
def made(
    request: pytest.FixtureRequest, reports: Path, asked: Callable[[str], Asked]
) -> tuple[Report, bytes]:
    """The report in each outline with own words in one chapter, and its Word file."""
    chapter = next(one for one in document.chapters(request.param) if one.for_own_words)
    report = assembled(
        reports, request.param, {chapter.number: own_words.markdown.blocks(OWN.splitlines())}
    )
    return report, word.word(report, asked(request.param), "3201")


def opened(content: bytes) -> Any:
    return docx.Document(io.BytesIO(content))


def headings(root: HtmlElement) -> list[tuple[int, str]]:
    """Level and text of each heading under the title, without that of the contents."""
    found = root.xpath("//main//*[self::h2 or self::h3 or self::h4 or self::h5 or self::h6]")
    return [
        (int(one.tag[1]) - 1, " ".join(one.text_content().split()))
        for one in found
        if one.get("id") != "contents"
    ]


def test_headings_are_those_of_the_html(made: tuple[Report, bytes]) -> None:
    report, content = made
    found = [
        (int(one.style.name.removeprefix("Heading ")), " ".join(one.text.split()))
        for one in _paragraphs(opened(content))
        if one.style.name.startswith("Heading")
    ]
    assert found == headings(fromstring(document.html(report, [])))
    assert len(found) > len(report.entries)  # the service's own heading too


def _paragraphs(found: Any) -> list[Any]:
    body = found.element.body
    return [docx.text.paragraph.Paragraph(one, found) for one in body.iter(qn("w:p"))]


def test_every_figure_has_the_alternative_text_of_the_html(made: tuple[Report, bytes]) -> None:
    report, content = made
    root = fromstring(document.html(report, []))
    pictures = [one.get("descr") for one in opened(content).element.body.iter(qn("wp:docPr"))]
    assert pictures == root.xpath("//figure//*[local-name()='svg']/@aria-label")
    assert len(pictures) > 10


def test_every_text_and_table_of_the_html_stands_in_it(made: tuple[Report, bytes]) -> None:
    report, content = made
    found = opened(content)
    bare = ["".join(one.text.split()) for one in _paragraphs(found)]
    root = fromstring(document.html(report, []))
    said = root.xpath("//main/div//*[self::p or self::li or self::td or self::th or self::caption]")
    texts = {"".join(one.text_content().split()) for one in said}
    unasked = "".join(report.nothing_written.split())  # where the Word file asks
    assert {one for one in texts if one} - set(bare) <= {unasked}
    assert len(found.tables) == len(root.xpath("//main//table"))


def test_heads_of_tables_repeat_and_captions_are_counted(made: tuple[Report, bytes]) -> None:
    report, content = made
    found = opened(content)
    for table in found.tables:
        assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
        assert table._tbl.tblPr.find(qn("w:tblCaption")).get(qn("w:val"))
    codes = [one.text.split() for one in found.element.body.iter(qn("w:instrText"))]
    assert sum(code[:2] == ["SEQ", "Figur"] for code in codes) == len(report.lists.figures)
    assert sum(code[:2] == ["SEQ", "Tabell"] for code in codes) == len(report.lists.tables)
    names = {one.get(qn("w:name")) for one in found.element.body.iter(qn("w:bookmarkStart"))}
    led = {code[1] for code in codes if code[0] in ("REF", "PAGEREF")}
    led |= {one.get(qn("w:anchor")) for one in found.element.body.iter(qn("w:hyperlink"))} - {None}
    assert led <= names and len(led) > len(report.entries)


def test_places_for_own_words_ask_about_the_chapters_own_figures(
    made: tuple[Report, bytes],
) -> None:
    report, content = made
    places = {
        one.find(f"{qn('w:sdtPr')}/{qn('w:tag')}").get(qn("w:val")): one
        for one in opened(content).element.body.iter(qn("w:sdt"))
    }
    theirs = [entry for entry in report.entries if entry.chapter.for_own_words]
    assert set(places) == {entry.chapter.anchor.replace("-", "_") for entry in theirs}
    with_numbers = 0
    for entry in theirs:
        place = places[entry.chapter.anchor.replace("-", "_")]
        waiting = place.find(f"{qn('w:sdtPr')}/{qn('w:showingPlcHdr')}") is not None
        assert waiting == (entry.own is None)
        lines = ["".join(one.itertext()) for one in place.iter(qn("w:p"))]
        assert not waiting or 2 <= len(lines) <= 4
        with_numbers += waiting and bool(re.search(r"\d", "".join(lines)))
    assert with_numbers > 3


def test_a_question_says_what_the_rows_say() -> None:
    chapter = next(one for one in document.chapters() if one.title == "Undersøkelser")
    name, of = "investigations_dismissed_pct", "investigations/investigations_dismissed_pct"

    def row(year: int, value: float, kind: str = "", against: str = "") -> Row:
        own = (name, "", kind, against, name if kind else "")
        return Row(of, "", "3201", year, *own, value, "", "prosent", "")

    figures = [row(2023, 69.6), row(2024, 50.9), row(2024, -18.7, "change", "2023")]
    judged = {
        answer: prompts.of_chapter(chapter, "3201", figures, lambda _, a=answer: _verdict(a))
        for answer in ("clear", "chance", "unknown")
    }
    (told, question), _ = judged["clear"]
    assert told.endswith("gikk ned fra 69,6 til 50,9\u00a0% fra 2023 til 2024.")
    assert question.startswith("Hva ") and "tilfeldigheter" not in question
    assert "kan skyldes tilfeldigheter" in judged["chance"][0].asked
    assert [one.told for one in judged["unknown"]] == [""]


def _verdict(answer: str) -> Any:
    return prompts.Verdict(answer, z=5.0)


def test_without_questions_there_is_no_empty_place(reports: Path) -> None:
    content = word.word(assembled(reports, "bufdir"), None, "3201")
    assert list(opened(content).element.body.iter(qn("w:sdt"))) == []


def test_it_is_whole_and_nobodys(made: tuple[Report, bytes]) -> None:
    report, content = made
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        assert {one.date_time for one in parts.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        everything = b"".join(parts.read(name) for name in parts.namelist())
        names = set(parts.namelist())
        types = parts.read("[Content_Types].xml").decode()
        for name in names:
            if name.endswith((".xml", ".rels")):
                etree.fromstring(parts.read(name))
        for name in (one for one in names if one.endswith(".rels")):
            folder = name.partition("_rels/")[0]
            for link in etree.fromstring(parts.read(name)):
                if link.get("TargetMode") != "External":
                    target = os.path.normpath(f"{folder}{link.get('Target')}").lstrip("/")
                    assert target in names
        for name in names - {"[Content_Types].xml"}:
            assert f'"/{name}"' in types or f'Extension="{name.rpartition(".")[2]}"' in types
    about = opened(content).core_properties
    assert [about.author, about.last_modified_by, about.comments] == ["", "", ""]
    assert [about.title, about.language] == [report.title, "nb-NO"]
    assert b"/tmp" not in everything and os.environ.get("USER", "root").encode() not in everything
    assert b"python-docx" not in everything
    languages = re.findall(rb'<w:lang w:val="([^"]+)"', everything)
    assert set(languages) == {b"nb-NO"}


def test_the_same_report_is_the_same_file(reports: Path) -> None:
    report = assembled(reports, "bufdir")
    assert word.word(report, None, "3201") == word.word(report, None, "3201")


def test_the_audit_reads_word_files(
    made: tuple[Report, bytes], reports: Path, tmp_path: Path
) -> None:
    report, content = made
    shutil.copy(reports / BAERUM / "tilstandsrapport.csv", tmp_path)
    (tmp_path / "tilstandsrapport.html").write_text(document.html(report, []), encoding="utf-8")
    file = tmp_path / "tilstandsrapport.docx"
    file.write_bytes(content)
    assert list(files.unexplained(tmp_path)) == []
    found = opened(content)
    found.paragraphs[8].add_run(" Bare 98765 barn.")
    found.core_properties.author = "Noen"
    found.save(str(file))
    told = {(one.where, one.number) for one in files.unexplained(tmp_path)}
    assert ("Word", "98765") in told and ("carried by a Word file", "creator: Noen") in told
    file.write_bytes(b"PK")
    assert [one.where for one in files.unexplained(tmp_path)] == ["unreadable file"]


def test_a_word_file_that_asks_is_not_published(
    made: tuple[Report, bytes], reports: Path, tmp_path: Path
) -> None:
    edition = Path(shutil.copytree(reports / BAERUM, tmp_path / "edition" / BAERUM)).parents[1]
    file = edition / BAERUM / "tilstandsrapport.docx"
    file.write_bytes(made[1])
    done = delivery.deliver(edition, Folder(tmp_path / "out"))
    assert done.asking == 1 and not list((tmp_path / "out").rglob("*.docx"))
    file.write_bytes(word.word(made[0], None, "3201"))
    done = delivery.deliver(edition, Folder(tmp_path / "out"))
    assert done.asking == 0 and len(list((tmp_path / "out").rglob("*.docx"))) == 1


def test_a_template_gives_its_styles_and_nothing_of_itself(reports: Path, tmp_path: Path) -> None:
    template = docx.Document()
    template.styles["Heading 1"].font.color.rgb = RGBColor(0x99, 0, 0)
    template.add_paragraph("Mal for kommunen")
    template.core_properties.author = "Noen"
    template.sections[0].header.paragraphs[0].text = "Kommunens eget hode"
    template.save(str(tmp_path / "mal.docx"))
    _as_dotx(tmp_path / "mal.docx", tmp_path / "mal.dotx")
    content = word.word(assembled(reports, "bufdir"), None, "3201", tmp_path / "mal.dotx")
    found = opened(content)
    assert found.styles["Heading 1"].font.color.rgb == RGBColor(0x99, 0, 0)
    assert found.sections[0].header.paragraphs[0].text == "Kommunens eget hode"
    assert "Mal for kommunen" not in [one.text for one in found.paragraphs]
    assert found.core_properties.author == ""


def _as_dotx(file: Path, target: Path) -> None:
    with zipfile.ZipFile(file) as parts, zipfile.ZipFile(target, "w") as made:
        for name in parts.namelist():
            content = parts.read(name)
            made.writestr(
                name,
                content.replace(b"document.main+xml", b"template.main+xml")
                if name == word_file.TYPES
                else content,
            )


@pytest.mark.parametrize("name", ["mal.docx", "mal.doc", "borte.dotx"])
def test_what_is_no_template_is_refused(tmp_path: Path, name: str) -> None:
    if name != "borte.dotx":
        (tmp_path / name).write_bytes(b"not a file of Word")
    with pytest.raises(InputProblems, match="no Word file that can be read"):
        word_file.of_template(tmp_path / name)


@pytest.fixture(autouse=True)
def texts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(own_words, "TEXTS", tmp_path / "texts")
    own_words.TEXTS.mkdir()
    return own_words.TEXTS


def test_own_words_come_back_as_they_were_written(
    made: tuple[Report, bytes], tmp_path: Path
) -> None:
    report, content = made
    (tmp_path / "r.docx").write_bytes(content)
    back = word_said.returned(tmp_path / "r.docx")
    assert (back.code, back.year, back.outline, back.changed) == ("3201", 2024, report.outline, [])
    assert [written(words) for words in back.words.values()] == [OWN]
    file = own_words.put("3201", 2024, report.outline, back.words)
    assert own_words.given("3201", 2024).outline == report.outline
    assert own_words.given("3201", 2024).words == back.words
    assert file.read_text(encoding="utf-8").endswith(f"{OWN}\n")


def test_what_is_written_in_a_marked_place_is_taken_in_and_all_else_is_told(
    reports: Path, asked: Callable[[str], Asked], tmp_path: Path
) -> None:
    content = word.word(assembled(reports, "baerum"), asked("baerum"), "3201")
    found = opened(content)
    body = found.element.body
    places = {
        one.find(f"{qn('w:sdtPr')}/{qn('w:tag')}").get(qn("w:val")): one
        for one in body.iter(qn("w:sdt"))
    }
    # one place as Word leaves it, one as a program does that knows of no waiting places
    _write(places["kapittel_4_1"], "Vi fikk 12 nye ansatte.", waits=False)
    _write(places["kapittel_4_2_2"], "Vi henla færre enn før.", waits=False, keep=True)
    sentence = next(one for one in found.paragraphs if one.text.startswith("Nye meldinger: 826"))
    sentence.runs[0].text = sentence.runs[0].text.replace("826", "726")
    table = found.tables[3]
    table.rows[1].cells[1].paragraphs[0].runs[0].text = "999"
    sentence.insert_paragraph_before("En setning utenfor plassen.")
    gone = next(one for one in found.paragraphs if _is_heading(one, "4.2.3"))
    gone._p.getparent().remove(gone._p)  # its text must not become the service's
    found.save(str(tmp_path / "r.docx"))
    back = word_said.returned(tmp_path / "r.docx")
    taken = {number: written(words) for number, words in back.words.items()}
    assert taken["4.1"] == "Vi fikk 12 nye ansatte."
    assert taken["4.2.2"] == "Vi henla færre enn før."
    assert set(taken) == {"4.1", "4.2.2"}
    said = "\n".join(back.changed)
    assert "826" in said and "726" in said and "999" in said
    assert "«En setning utenfor plassen.» stands outside the marked place" in said
    assert "4.2.3" in said


def _is_heading(paragraph: Any, number: str) -> bool:
    return paragraph.style.name.startswith("Heading") and paragraph.text.startswith(number)


def _write(place: Any, text: str, *, waits: bool, keep: bool = False) -> None:
    """Write in a marked place, in place of its questions or before them."""
    mark = place.find(f"{qn('w:sdtPr')}/{qn('w:showingPlcHdr')}")
    if not waits:
        mark.getparent().remove(mark)
    content = place.find(qn("w:sdtContent"))
    first = content[0]
    line = etree.fromstring(etree.tostring(first))
    for run in line.findall(qn("w:r"))[1:]:
        line.remove(run)
    line.find(f"{qn('w:r')}/{qn('w:t')}").text = text
    if not keep:
        for old in list(content):
            content.remove(old)
    content.insert(0, docx.oxml.parser.parse_xml(etree.tostring(line)))


def test_another_file_and_an_identity_number_are_refused(
    made: tuple[Report, bytes], tmp_path: Path
) -> None:
    docx.Document().save(str(tmp_path / "annen.docx"))
    with pytest.raises(InputProblems, match="does not say which report it is"):
        word_said.returned(tmp_path / "annen.docx")
    found = opened(made[1])
    own = next(one for one in _paragraphs(found) if one.text == "ett")
    own.runs[0].text = "01017012345"
    found.save(str(tmp_path / "r.docx"))
    with pytest.raises(InputProblems, match="identity number") as caught:
        word_said.returned(tmp_path / "r.docx")
    assert "01017012345" not in str(caught.value)


@given(WORDS.map(tuple))
@settings(suppress_health_check=[HealthCheck.too_slow])
def test_words_are_the_same_from_word_and_back(words: Words) -> None:
    found = word_file.of_template(None)
    styles = word_styles.ensured(found, plain=False)
    writer = word._Writer(found, styles, None)
    word._fill(found, writer.words(words, 3))
    read = Reader(found, "baerum").words(list(found.element.body.iter(qn("w:p"))))
    assert read == words


def test_numbered_lists_bold_styles_and_broken_lines_of_word_are_read() -> None:
    found = docx.Document()
    found.add_paragraph("Først", style="List Number")
    found.add_paragraph("Så", style="List Number")
    both = found.add_paragraph()
    both.add_run("Linje", style="Strong").add_break()
    both.add_run("ny")
    words = Reader(found, "baerum").words(list(found.element.body.iter(qn("w:p"))))
    assert words == (
        Block("p", ((Run("1. Først"),),)),
        Block("p", ((Run("2. Så"),),)),
        Block("p", ((Run("Linje", strong=True),),)),
        Block("p", ((Run("ny"),),)),
    )


@pytest.mark.skipif(SOFFICE is None, reason="no LibreOffice on this machine: not opened in it")
def test_libreoffice_opens_it_and_keeps_the_own_words(
    made: tuple[Report, bytes], tmp_path: Path
) -> None:
    (tmp_path / "r.docx").write_bytes(made[1])
    for kind in ("pdf", "docx:MS Word 2007 XML"):
        out = tmp_path / kind.partition(":")[0]
        command = [
            str(SOFFICE),
            "--headless",
            f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}",
            *("--convert-to", kind, "--outdir", str(out), str(tmp_path / "r.docx")),
        ]
        subprocess.run(command, check=True, capture_output=True, timeout=PATIENCE_SECONDS)
    assert (tmp_path / "pdf" / "r.pdf").read_bytes().startswith(b"%PDF")
    back = word_said.returned(tmp_path / "docx" / "r.docx")
    assert [written(words) for words in back.words.values()] == [OWN]
    assert back.changed == []
