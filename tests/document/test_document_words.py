"""The service's own words: what is set, what stands as written, and what is refused with the
nearest right heading.
"""

import re
from html import unescape
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml.html import fromstring

from barnevern.document import chapters, markdown, outlines, own_words
from barnevern.document.case_data import CaseData
from barnevern.document.markdown import Run, Words
from barnevern.paths import PARAMS
from barnevern.problems import InputProblems, like_identity
from barnevern.render.html import template
from document_words import WORDS


@pytest.fixture
def texts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(own_words, "TEXTS", tmp_path)
    return tmp_path


def written(texts: Path, text: str) -> dict[str, str]:
    (texts / "3201.md").write_text(text, encoding="utf-8")
    return as_html(own_words.given("3201", 2024).words)


def as_html(found: dict[str, Words]) -> dict[str, str]:
    """The words of each chapter as they are set in the document."""
    levels = {chapter.number: min(chapter.level + 2, 6) for chapter in chapters()}
    words = template("own_words.html.j2").module.words
    return {number: str(words(own, levels[number])).strip() for number, own in found.items()}


def refused(texts: Path, text: str) -> str:
    with pytest.raises(InputProblems) as caught:
        written(texts, text)
    return str(caught.value)


@pytest.mark.usefixtures("texts")
def test_no_file_is_no_words() -> None:
    assert own_words.given("3201", 2024) == own_words.Given()


@pytest.mark.parametrize(
    "heading",
    ["# Innledning", "# 1. Innledning:", "## innledning", "#  INNLEDNING  ", "# 1 Innledning #"],
    ids=lambda one: one.strip("# "),
)
def test_a_chapter_is_known_with_or_without_its_number_and_whatever_its_case(
    texts: Path, heading: str
) -> None:
    assert written(texts, f"{heading}\nVåre ord.") == {"1": "<p>Våre ord.</p>"}


def test_every_chapter_can_be_written_in_under_its_printed_heading(texts: Path) -> None:
    text = "\n".join(f"# {chapter.heading}\nOrd om {chapter.number}." for chapter in chapters())
    assert written(texts, text) == {
        chapter.number: f"<p>Ord om {chapter.number}.</p>" for chapter in chapters()
    }


def test_paragraphs_lists_strong_emphasis_and_headings_of_ones_own_are_set(texts: Path) -> None:
    text = (
        "# Organisasjon\n### Mottak\nÅpent *alltid*,\nogså **om natta**.\n\n- ett\n- to\n  og"
        " tre\n\nSlutt."
    )
    expected = [
        "<h4>Mottak</h4>",
        "<p>Åpent <em>alltid</em>, også <strong>om natta</strong>.</p>",
        "<ul><li>ett</li><li>to og tre</li></ul>",
        "<p>Slutt.</p>",
    ]
    assert written(texts, text) == {"4.1": "\n".join(expected)}


def test_the_file_of_a_year_takes_the_place_of_the_one_for_all_years(texts: Path) -> None:
    (texts / "3201-2024.md").write_text("# Innledning\nI år.", encoding="utf-8")
    (texts / "3201.md").write_text("# Innledning\nAlltid.", encoding="utf-8")
    assert [as_html(own_words.given("3201", year).words)["1"] for year in (2023, 2024)] == [
        "<p>Alltid.</p>",
        "<p>I år.</p>",
    ]


def test_an_unknown_heading_is_refused_with_the_nearest_chapter_and_its_line(texts: Path) -> None:
    said = refused(
        texts, "# Innledning\nOrd.\n# 4.2.1 Bekymringsmelding til barnevernstjenesten\nOrd."
    )
    assert 'did you mean "Bekymringsmeldinger til barnevernstjenesten"?' in said
    assert re.search(r"3201\.md +3 ", said)


def test_everything_wrong_is_said_at_once(texts: Path) -> None:
    said = refused(
        texts,
        "Ord først.\n# Innledning\nBarnet 01017012345.\n# Innledning\n# Noe helt annet enn et"
        " kapittel",
    )
    assert said.startswith("4 problems")
    assert "01017012345" not in said


def test_a_file_that_is_not_utf8_is_refused(texts: Path) -> None:
    (texts / "3201.md").write_bytes("# Innledning\nÅpent".encode("latin-1"))
    with pytest.raises(InputProblems, match="UTF-8"):
        own_words.given("3201", 2024)


@pytest.mark.parametrize("name", ["baerum.md", "9999.md", "3201.txt", "3201-24.md"])
def test_a_file_that_no_report_would_use_is_told(texts: Path, name: str) -> None:
    (texts / "README.md").write_text("", encoding="utf-8")
    (texts / "3201.md").write_text("", encoding="utf-8")
    (texts / name).write_text("", encoding="utf-8")
    assert [problem.file for problem in own_words.misnamed()] == [name]


@given(st.text(st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"]), min_size=1, max_size=60))
@settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture])
def test_any_line_is_kept_as_text_and_makes_no_element_of_its_own(texts: Path, line: str) -> None:
    body = f"a{line}b"  # neither a heading nor a point
    if like_identity(body) or "](" in body:
        return
    (html,) = written(texts, f"# Innledning\n{body}").values()
    root = fromstring(f"<div>{html}</div>")
    assert {element.tag for element in root.iterdescendants()} <= {"p", "em", "strong"}
    kept = re.sub(r"</?(p|em|strong)>", "", html)
    shown = markdown.ESCAPED.sub(r"\1", body)
    assert unescape(kept).replace("*", "") == shown.replace("*", "")


def test_the_guide_lists_the_chapters_as_they_are() -> None:
    guide = (PARAMS / "texts" / "README.md").read_text(encoding="utf-8")
    assert (
        guide.rpartition("The chapters:\n\n")[2].splitlines()
        == [
            line
            for outline in outlines()
            for line in [f"`{outline}`", "", *(f"- {one.heading}" for one in chapters(outline)), ""]
        ][:-1]
    )


def test_case_data_stand_before_the_words_and_choose_the_outline(texts: Path) -> None:
    (texts / "3201.md").write_text(
        "---\ndisposisjon: bufdir\nsaksnummer: 24/1234\ndato: 2025-05-14\nutvalg: Hovedutvalget for"
        " oppvekst\n---\n# Utfordringsbildet\nVåre ord.",
        encoding="utf-8",
    )
    found = own_words.given("3201", 2024)
    assert (found.outline, as_html(found.words)) == ("bufdir", {"6": "<p>Våre ord.</p>"})
    assert found.case == CaseData(
        "bufdir", "24/1234", "2025-05-14", "", "Hovedutvalget for oppvekst"
    )
    with pytest.raises(InputProblems, match='no such chapter in the outline "baerum"'):
        own_words.given("3201", 2024, "baerum")


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("saksnumer: 24/1234", 'did you mean "saksnummer"'),
        ("saksnummer: tolv", "24/1234"),
        ("dato: 2025-02-30", "2025-05-14"),
        ("disposisjon: bufdirs", 'did you mean "bufdir"'),
        ("saksbehandler: 01017012345", "eleven digits"),
        ("utvalg:", "write a name"),
        ("utvalg: A\nutvalg: B", "given twice"),
    ],
)
def test_wrong_case_data_are_said_with_what_to_write(texts: Path, line: str, said: str) -> None:
    words = refused(texts, f"---\n{line}\n---\n# Innledning\nOrd.")
    assert said in words and "01017012345" not in words


def test_case_data_that_never_end_are_said(texts: Path) -> None:
    assert "never closed" in refused(texts, "---\nsaksnummer: 24/1234\n# Innledning\nOrd.")


def test_links_lead_to_pages_and_mail_alone(texts: Path) -> None:
    made = written(texts, "# Innledning\n[Se **her**](https://barn.no/a?b=1) [x](javascript:1)")
    assert made == {
        "1": '<p><a href="https://barn.no/a?b=1">Se </a><a href="https://barn.no/a?b=1">'
        "<strong>her</strong></a> [x](javascript:1)</p>"
    }


@pytest.mark.parametrize(
    ("text", "runs"),
    [
        ("2*3*4", (Run("2*3*4"),)),
        (r"\*a\* \[b](https://c)", (Run("*a* [b](https://c)"),)),
        ("***a*** **b**", (Run("a", strong=True, em=True), Run(" "), Run("b", strong=True))),
    ],
)
def test_marks_stand_where_they_are_no_form(text: str, runs: markdown.Runs) -> None:
    assert markdown.runs(text) == runs


@given(WORDS.map(tuple))
@settings(suppress_health_check=[HealthCheck.too_slow])
def test_words_are_the_same_when_they_are_written_and_read(words: Words) -> None:
    read = markdown.blocks(markdown.written(words).splitlines())
    assert [(block.kind, [*map(markdown.plain, block.texts)]) for block in read] == [
        (block.kind, [*map(markdown.plain, block.texts)]) for block in words
    ]
    assert markdown.written(read) == markdown.written(words)
