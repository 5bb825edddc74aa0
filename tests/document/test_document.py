"""The tilstandsrapport: its chapters, numbers and lists, the own words in it, when it is made anew,
and its PDF.
"""

import io
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from lxml.html import HtmlElement, fromstring
from pypdf import PdfReader

import making
from barnevern import document
from barnevern.audit import files
from barnevern.batch import documents, plan
from barnevern.batch.place import Folder
from barnevern.document import own_words, pdf
from barnevern.paths import TEMPLATES
from barnevern.problems import InputProblems
from patience import PATIENCE_SECONDS

LARGEST_BYTES = 1_000_000
BAERUM = "2024/3201-baerum"
# The numbered chapters of Bærum's own report for 2023, with their numbers there; its departments
# (4.1.1-4.1.6) are its own words.
OF_BAERUM = {
    "1": "Innledning",
    "2": "Rapportens oppbygning",
    "3": "Leders overordnede vurdering av status for virksomheten",
    "4": "Presentasjon av virksomheten og nøkkeltall",
    "4.1": "Organisasjon",
    "4.2": "Aktivitet",
    "4.2.1": "Bekymringsmeldinger til barnevernstjenesten",
    "4.2.2": "Undersøkelser",
    "4.2.3": "Akuttplasseringer",
    "4.2.4": "Barn og unge med barnevernstiltak",
    "4.2.4.1": "Enslige mindreårige",
    "4.2.5": "Hjelpetiltak og omsorgstiltak",
    "4.2.5.1": "Spesialiserte og evidensbaserte hjelpetiltak",
    "4.2.6": "Barn og unge plassert utenfor hjemmet",
    "4.2.7": "Unge voksne som mottar ettervern",
    "4.2.8": "Innsynskrav",
    "4.3": "Nøkkeltall – økonomi og effektivisering",
    "4.4": "Nøkkeltall – HR og HMS",
    "4.4.1": "Sykefravær",
    "4.4.2": "Turnover og rekruttering",
    "5": "Årets aktiviteter og resultater: kvalitetsutvikling og innovasjon",
    "6": "Styring og kontroll i virksomheten",
    "7": "Vurdering av fremtidsutsikter",
}


@pytest.fixture(scope="module")
def text(reports: Path) -> str:
    return (reports / BAERUM / f"{document.NAME}.html").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def root(text: str) -> HtmlElement:
    return fromstring(text)


@pytest.fixture
def edition(reports: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the made pages, and an empty folder for own words."""
    monkeypatch.setattr(own_words, "TEXTS", tmp_path / "texts")
    own_words.TEXTS.mkdir()
    return Path(shutil.copytree(reports, tmp_path / "published"))


def remake(folder: Path) -> list[str]:
    """Run the batch for Bærum 2024 again; the pages that were made anew."""
    request = plan.Request(
        ["3201"], year=2024, dataset="published", notebooks=[*document.notebooks()]
    )
    return [
        result.job.notebook
        for result in making.make_pages(plan.plan(plan.DEFAULT, request), folder)
    ]


def chapters_of(root: HtmlElement) -> list[str]:
    return [
        heading.text_content() for heading in root.xpath("//main//*[starts-with(@id, 'kapittel-')]")
    ]


def test_chapters_and_their_numbers_are_those_of_baerums_report() -> None:
    numbered = {one.number: one.title for one in document.chapters() if not one.appendix}
    assert {number: numbered.get(number) for number in OF_BAERUM} == OF_BAERUM
    assert set(numbered) - set(OF_BAERUM) == {"5.1", "5.2", "5.3"}


def test_bufdirs_outline_has_the_chapters_of_its_template() -> None:
    template = [
        "1 Kort oppsummering av hovedinnhold i rapporten",
        "2 Om barnevernet",
        "3 Presentasjon av virksomheten og organisering",
        "4 Temaområder som bør være med",
        "5 Samarbeid med andre sektorer",
        "6 Utfordringsbildet",
        "7 Innsatsområder og tiltak",
    ]
    chapters = document.chapters("bufdir")
    assert [one.heading for one in chapters if one.level == 1 and not one.appendix] == template


@pytest.mark.parametrize("outline", document.outlines())
def test_chapters_show_items_that_the_notebooks_declare_each_once(outline: str) -> None:
    chapters = document.chapters(outline)
    shown = [name for one in chapters for name in one.items]
    declared = {
        f"{name}/{item}" for name, about in plan.declared().items() for item in about["items"]
    }
    assert set(shown) <= declared
    assert sorted(shown) == sorted(set(shown))
    assert {name for one in chapters for name in one.asks_about} <= set(shown)
    assert set(shown) == {name for one in document.chapters() for name in one.items}


def test_the_other_outline_has_its_chapters_and_a_cover(edition: Path) -> None:
    case = "---\ndisposisjon: bufdir\nsaksnummer: 25/1234\ndato: 2025-05-14\n---\n"
    (own_words.TEXTS / "3201.md").write_text(case, encoding="utf-8")
    assert remake(edition) == []
    made = fromstring((edition / BAERUM / "tilstandsrapport.html").read_text(encoding="utf-8"))
    assert chapters_of(made) == [one.heading for one in document.chapters("bufdir")]
    cover = ["Saksnummer", "25/1234", "Dato", "14. mai 2025"]
    assert [one.text_content() for one in made.xpath("//dl[@class='case']/*")] == cover
    assert list(files.unexplained(edition / BAERUM)) == []


def test_letters_of_tables_are_never_smaller_than_eight_points() -> None:
    styles = (TEMPLATES / "report" / "document.css").read_text(encoding="utf-8")
    assert min(map(float, re.findall(r"font-size: ([\d.]+)pt", styles))) >= 8


def test_document_has_every_chapter_in_order_and_a_contents_of_them(root: HtmlElement) -> None:
    headings = [one.heading for one in document.chapters()]
    assert chapters_of(root) == headings
    assert [link.text_content() for link in root.xpath("//nav[@class='toc']//a")] == headings


def test_every_item_of_a_chapter_stands_in_it(root: HtmlElement) -> None:
    in_front, *others = root.xpath("//section/@data-item")
    assert in_front == document.brief.ITEM
    assert others == [name for one in document.chapters() for name in one.items]


def test_figures_and_tables_are_numbered_through_and_listed(root: HtmlElement) -> None:
    figures = [caption.text_content() for caption in root.xpath("//figure/figcaption")]
    assert [int(re.match(r"Figur (\d+): ", one)[1]) for one in figures] == list(
        range(1, len(figures) + 1)
    )
    tables = root.xpath("//*[starts-with(@id, 'tabell-')]//caption/text()")
    assert [int(re.match(r"Tabell (\d+): ", one)[1]) for one in tables] == list(
        range(1, len(tables) + 1)
    )
    listed = root.xpath("//ul[@class='list']//a/@href")
    assert listed == [f"#figur-{n}" for n in range(1, len(figures) + 1)] + [
        f"#tabell-{n}" for n in range(1, len(tables) + 1)
    ]
    assert len(figures) > 10 and len(tables) > 10


def test_a_table_behind_a_figure_carries_the_figures_number(root: HtmlElement) -> None:
    behind = root.xpath("//details[@class='behind']")
    assert behind
    for one in behind:
        number = int(
            one.xpath("preceding::figcaption[1]/strong/text()")[0]
            .removeprefix("Figur ")
            .rstrip(":")
        )
        assert {caption.partition(". ")[0] for caption in one.xpath(".//caption/text()")} == {
            f"Tallene bak figur {number}"
        }


def test_the_sentence_on_how_much_there_is_counts_what_there_is(root: HtmlElement) -> None:
    (said,) = (one.text_content() for one in root.xpath("//p[starts-with(., 'Rapporten har')]"))
    figures, tables, missing, items = map(int, re.findall(r"\d+", said))
    assert [figures, tables] == [
        len(root.xpath("//figure")),
        len(root.xpath("//*[starts-with(@id, 'tabell-')]")),
    ]
    assert [missing, items] == [
        len(root.xpath("//section[@data-state='missing']")),
        len(root.xpath("//section")) - 1,  # without the sheet in front
    ]


def test_the_summary_has_computed_findings_of_each_theme(root: HtmlElement) -> None:
    summaries = root.xpath("//section[contains(@data-item, '/findings')]")
    assert len(summaries) == 5
    assert all(
        1 <= len(one.xpath(".//li")) <= 3 for one in summaries if one.get("data-state") == "shown"
    )
    assert "Bærum fikk 826 nye bekymringsmeldinger i 2024." in summaries[0].text_content()


def test_what_indicators_mean_is_said_once_and_not_at_each_figure(root: HtmlElement) -> None:
    names = root.xpath("//details[@class='definition']/summary/text()")
    assert sorted(names) == sorted(set(names)) and len(names) > 30
    assert root.xpath("//section//details[@class='about' or @class='basis']") == []


def test_every_source_of_the_pages_is_listed_once(root: HtmlElement, reports: Path) -> None:
    listed = root.xpath("//div[contains(@class, 'sources')]//tbody/tr/th/text()")
    of_pages = set()
    for name in document.notebooks():
        page = fromstring((reports / BAERUM / f"{name}.html").read_text(encoding="utf-8"))
        of_pages |= set(page.xpath("//section[@data-item='sources']//tbody/tr/th/text()"))
    assert sorted(of_pages) == sorted(set(listed)) and listed


def test_document_is_small_and_whole(text: str) -> None:
    assert len(text.encode()) < LARGEST_BYTES
    assert text.endswith("</html>\n")


def test_a_chapter_with_nothing_in_it_says_so_and_no_other_has_an_empty_place(
    root: HtmlElement,
) -> None:
    said = root.xpath("//p[contains(@class, 'empty')]/preceding::*[starts-with(@id, 'kapittel-')]")
    theirs = [one for one in document.chapters() if one.for_own_words]
    bare = [one.anchor for one in theirs if not (one.items or one.text)]
    assert bare == ["kapittel-5-1"]
    assert [said[-1].get("id"), len(root.xpath("//p[contains(@class, 'empty')]"))] == [*bare, 1]


def test_links_lead_to_the_pages_and_the_pages_lead_to_the_document(
    root: HtmlElement, reports: Path
) -> None:
    links = root.xpath("//header//a/@href")
    assert {f"{name}.html" for name in document.notebooks()} <= set(links)
    assert [href for href in links if not (reports / BAERUM / href).is_file()] == []
    page = fromstring((reports / BAERUM / "costs.html").read_text(encoding="utf-8"))
    assert page.xpath("//header//a[.='Tilstandsrapport']/@href") == ["tilstandsrapport.html"]
    index = fromstring((reports / "index.html").read_text(encoding="utf-8"))
    assert f"{BAERUM}/tilstandsrapport.html" in index.xpath("//main//a/@href")


def test_own_words_stand_in_their_chapter_and_only_the_document_is_made_anew(edition: Path) -> None:
    before = (edition / BAERUM / "tilstandsrapport.html").read_text(encoding="utf-8")
    assert remake(edition) == []
    assert (edition / BAERUM / "tilstandsrapport.html").read_text(encoding="utf-8") == before
    (own_words.TEXTS / "3201.md").write_text(
        "# 4.2.8 Innsynskrav\nVi svarer på <b>alle</b> krav.", encoding="utf-8"
    )
    assert remake(edition) == []
    (own,) = fromstring(
        (edition / BAERUM / "tilstandsrapport.html").read_text(encoding="utf-8")
    ).xpath("//div[@class='own']")
    assert own.xpath("preceding::h4[1]/text()") == ["4.2.8 Innsynskrav"]
    assert own.text_content().split("\n")[1:3] == [
        "Tjenestens egne ord",
        "Vi svarer på <b>alle</b> krav.",
    ]
    (own_words.TEXTS / "3201.md").unlink()
    remake(edition)
    assert (edition / BAERUM / "tilstandsrapport.html").read_text(encoding="utf-8") == before


def test_wrong_own_words_stop_the_run_before_anything_is_made(edition: Path) -> None:
    (own_words.TEXTS / "3201.md").write_text("# Inledning\nOrd.", encoding="utf-8")
    before = {path: path.read_bytes() for path in edition.rglob("*.*")}
    with pytest.raises(InputProblems, match='did you mean "Innledning"'):
        remake(edition)
    assert {path: path.read_bytes() for path in edition.rglob("*.*")} == before


def test_a_failed_page_keeps_the_last_document_and_the_run_says_which(edition: Path) -> None:
    record = json.loads((edition / "run.json").read_text(encoding="utf-8"))
    for page in record["pages"]:
        if page["html"] == f"{BAERUM}/costs.html":
            page["state"], page["shows"] = "failed", "earlier"
    (edition / "run.json").write_text(json.dumps(record), encoding="utf-8")
    before = (edition / BAERUM / "tilstandsrapport.html").read_bytes()
    request = plan.Request(["3201"], year=2024, dataset="published", notebooks=["intake"])
    making.make_pages(plan.plan(plan.DEFAULT, request), edition)
    entries = {
        page["html"]: page
        for page in json.loads((edition / "run.json").read_text(encoding="utf-8"))["pages"]
    }
    entry = entries[f"{BAERUM}/tilstandsrapport.html"]
    assert [entry["state"], entry["error"]] == [
        "failed",
        "pages that it is made of failed: Økonomi",
    ]
    assert (edition / BAERUM / "tilstandsrapport.html").read_bytes() == before


def test_a_pdf_of_an_older_document_is_taken_away(edition: Path) -> None:
    old = edition / BAERUM / "tilstandsrapport.pdf"
    old.write_bytes(b"%PDF-1.4")
    remake(edition)
    assert old.is_file()
    (own_words.TEXTS / "3201.md").write_text("# Innledning\nNytt.", encoding="utf-8")
    remake(edition)
    assert not old.exists()


def test_no_chromium_is_said_in_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf.shutil, "which", lambda _: None)
    with pytest.raises(InputProblems, match="there is no Chromium"):
        pdf.program()


def test_a_chromium_that_prints_nothing_is_told_in_one_line(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(pdf, "program", lambda: "false")
    with pytest.raises(pdf.NotPrinted, match="no whole PDF"):
        pdf.printed("<p>x</p>")


def test_nodes_of_a_pdf_are_numbered_from_one_whatever_chromium_loaded_before():
    one = b"/ID (node00000136) /Headers [(node00000140)] /ID (node00000140)"
    shifted = one.replace(b"136", b"137").replace(b"140", b"141")
    assert pdf._renumbered(one) == pdf._renumbered(shifted)
    assert (
        pdf._renumbered(one) == b"/ID (node00000001) /Headers [(node00000002)] /ID (node00000002)"
    )


@pytest.mark.skipif(
    not any(map(shutil.which, pdf.NAMES)),
    reason="no Chromium on this machine: the PDF was not checked",
)
def test_pdf_is_tagged_with_bookmarks_and_alternative_texts_and_the_same_bytes_each_time(
    text: str, edition: Path
) -> None:
    documents.print_pdf(Folder(edition), f"{BAERUM}/tilstandsrapport")
    content = (edition / BAERUM / "tilstandsrapport.pdf").read_bytes()
    assert content == pdf.printed(text)
    assert b"/MarkInfo" in content and b"/StructTreeRoot" in content and b"/Lang (nb)" in content
    bookmarks = {
        decoded(title)
        for title in re.findall(rb"/Title (\(.*?(?<!\\)\)|<[0-9A-Fa-f]+>)", content, re.DOTALL)
    }
    assert {one.heading for one in document.chapters()} <= bookmarks
    assert len(re.findall(rb"/S /Figure\n/Alt ", content)) == text.count("<figure")
    assert 25 <= len(re.findall(rb"/Type\s*/Page\b", content)) <= 70
    sheets = [sheet.extract_text() for sheet in PdfReader(io.BytesIO(content)).pages]
    listed = dict(re.findall(r"^(.+?) (\d+)$", "\n".join(sheets[1:3]), re.MULTILINE))
    for one in document.chapters():
        if one.level == 1:
            first = " ".join(sheets[int(listed[ligated(one.heading)]) - 1].split())
            assert first.startswith(ligated(one.heading)), one.heading  # the running chapter
            assert first.count(ligated(one.heading)) >= 2
    assert b"file:" not in content and b"/tmp" not in content


def ligated(text: str) -> str:
    """The text as the letters of the page's font stand in a PDF."""
    return text.replace("fi", "ﬁ").replace("ff", "ﬀ")


def decoded(title: bytes) -> str:
    """A PDF text string: literal or hexadecimal, in UTF-16 where it begins with its mark."""
    if title.startswith(b"<"):
        raw = bytes.fromhex(title[1:-1].decode())
    else:
        raw = re.sub(
            rb"\\([0-7]{3}|.)",
            lambda m: bytes([int(m[1], 8)]) if len(m[1]) == 3 else m[1],
            title[1:-1],
            flags=re.DOTALL,
        )
    return raw.decode("utf-16") if raw.startswith(b"\xfe\xff") else raw.decode("latin-1")


def command(*arguments: str, **environment: str) -> "subprocess.CompletedProcess[str]":
    program = [sys.executable, "-c", "from barnevern.commands.app import main; main()", *arguments]
    return subprocess.run(
        program,
        env=os.environ | {"COLUMNS": "200"} | environment,
        capture_output=True,
        text=True,
        timeout=PATIENCE_SECONDS,
        check=False,
    )


def test_one_command_leads_to_the_document(tmp_path: Path, text: str) -> None:
    done = command("report", "Bærum", "--year", "2024", "--out", str(tmp_path))
    assert done.returncode == 0, done.stderr
    made = tmp_path / "published" / BAERUM / "tilstandsrapport.html"
    assert done.stdout.splitlines()[-1] == f"Read {made}"
    chapters = [
        re.sub(r"\s+", " ", one)
        for one in chapters_of(fromstring(made.read_text(encoding="utf-8")))
    ]
    assert chapters == chapters_of(fromstring(text))


def test_a_pdf_without_a_chromium_is_refused_before_anything_is_made(tmp_path: Path) -> None:
    done = command(
        "report",
        "Bærum",
        "--year",
        "2024",
        "--pdf",
        "--out",
        str(tmp_path / "out"),
        PATH=str(tmp_path),
    )
    assert done.returncode == 1
    assert "there is no Chromium on this machine" in done.stderr and "Traceback" not in done.stderr
    assert not (tmp_path / "out").exists()
