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

from barnevern.document import chapters, own_words
from barnevern.paths import PARAMS
from barnevern.problems import InputProblems, like_identity
from barnevern.render.html import template


@pytest.fixture
def texts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(own_words, "TEXTS", tmp_path)
    return tmp_path


def written(texts: Path, text: str) -> dict[str, str]:
    (texts / "3201.md").write_text(text, encoding="utf-8")
    return as_html(own_words.written("3201", 2024))


def as_html(found: dict[str, own_words.Words]) -> dict[str, str]:
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
    assert own_words.written("3201", 2024) == {}


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
    assert [as_html(own_words.written("3201", year))["1"] for year in (2023, 2024)] == [
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
        own_words.written("3201", 2024)


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
    if like_identity(body):
        return
    (html,) = written(texts, f"# Innledning\n{body}").values()
    root = fromstring(f"<div>{html}</div>")
    assert {element.tag for element in root.iterdescendants()} <= {"p", "em", "strong"}
    kept = re.sub(r"</?(p|em|strong)>", "", html)
    assert unescape(kept).replace("*", "") == body.replace("*", "")


def test_the_guide_lists_the_chapters_as_they_are() -> None:
    guide = (PARAMS / "texts" / "README.md").read_text(encoding="utf-8")
    assert guide.rpartition("The chapters:\n\n")[2].splitlines() == [
        f"- {chapter.heading}" for chapter in chapters()
    ]
