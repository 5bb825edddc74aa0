"""The service's own words: params/texts/3201.md, a heading for each chapter it writes in.

The file is text with a little form: paragraphs, lists with "- ", **strong** and *emphasised*, and
### for headings of one's own. All of it is escaped: HTML and links stand as they are written, and
nothing of it runs.
"""

import re
from collections.abc import Iterator
from pathlib import Path

from barnevern.document.layout import Chapter, chapters
from barnevern.norwegian.spelling import alike
from barnevern.observations.regions import municipalities
from barnevern.paths import PARAMS, left_by_system
from barnevern.problems import InputProblems, Problem, like_identity, nearest
from barnevern.render.html import EM, MARKS, STRONG

TEXTS = PARAMS / "texts"
HEADING = re.compile(r"(#{1,2})\s+(.*?)\s*#*")
OWN_HEADING = re.compile(r"#{3,6}\s+(.*)")
BULLET = re.compile(r"[-*]\s+(.*)")
NUMBER = re.compile(r"(?:vedlegg\s+)?\d+(?:\.\d+)*[.:]?\s+")
FILE = re.compile(r"(\d{4})(?:-\d{4})?\.md")
# What is wrong, and what to do about it.
LIKE_AN_IDENTITY = ("eleven digits that look like an identity number", "take it out of the text")
BEFORE_A_HEADING = (
    "text before the first heading",
    "begin with a chapter, for example: # Innledning",
)
TWICE = ("the chapter is written twice", "put the text under one heading")
# Paragraphs ("p"), lists ("ul") and headings of one's own ("h"), each with its texts in order.
Words = tuple[tuple[str, tuple[str, ...]], ...]


def file_of(code: str, year: int) -> Path:
    """The file for a municipality and year: 3201-2024.md where there is one, else 3201.md, which is
    kept across years.
    """
    of_year = TEXTS / f"{code}-{year}.md"
    return of_year if of_year.is_file() else TEXTS / f"{code}.md"


def written(code: str, year: int) -> dict[str, Words]:
    """What the service has written, by the number of its chapter; nothing without a file.

    Raises InputProblems for a file that cannot be read, a heading that is no chapter (with the
    nearest one), text before the first heading, a chapter that is written twice, and anything that
    looks like an identity number.
    """
    path = file_of(code, year)
    if not path.is_file():
        return {}
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except UnicodeDecodeError:
        raise InputProblems(
            [Problem(path.name, "", "", "", "the file is not UTF-8 text", "save it as UTF-8")]
        ) from None
    problems, texts = _chapters(path.name, lines)
    if problems:
        raise InputProblems(problems)
    return {
        chapter.number: tuple((kind, tuple(map(_marked, some))) for kind, some in _blocks(text))
        for chapter, text in texts.items()
        if any(line.strip() for line in text)
    }


def misnamed() -> list[Problem]:
    """Files that no municipality's report would ever take its words from."""
    found = [
        path.name
        for path in sorted(TEXTS.glob("*"))
        if path.name != "README.md"
        and not path.name.startswith(".")
        and not left_by_system(path.name)
    ]
    wrong = [
        name
        for name in found
        if not ((match := FILE.fullmatch(name)) and match[1] in municipalities())
    ]
    remedy = (
        "name it by the number of the municipality: 3201.md, or 3201-2024.md for one year alone"
    )
    return [Problem(name, "", "", "", "no municipality has this number", remedy) for name in wrong]


def _chapters(file: str, lines: list[str]) -> tuple[list[Problem], dict[Chapter, list[str]]]:
    """The lines under each chapter's heading, and everything that is wrong."""
    problems: list[Problem] = []
    texts: dict[Chapter, list[str]] = {}
    here: list[str] | None = None
    known = {_plain(chapter.title): chapter for chapter in chapters()}
    for row, line in enumerate(lines, start=1):
        heading = HEADING.fullmatch(line.strip())
        wrong: tuple[str, str, str] | None = None
        if like_identity(line):
            wrong = ("", *LIKE_AN_IDENTITY)
        elif heading:
            here, chapter = [], known.get(_plain(heading[2]))
            if chapter is None or chapter in texts:
                wrong = (heading[2], *_wrong_heading(heading[2], chapter))
            else:
                texts[chapter] = here
        elif here is not None:
            here.append(line)
        elif line.strip():
            wrong = ("", *BEFORE_A_HEADING)
            here = []
        if wrong:
            problems.append(Problem(file, str(row), "", *wrong))
    return problems, texts


def _wrong_heading(heading: str, chapter: Chapter | None) -> tuple[str, str]:
    """What is wrong with a heading that is no chapter or one more of the same, and what to do."""
    if chapter is not None:
        return TWICE
    titles = [known.title for known in chapters()]
    nearby = nearest(NUMBER.sub("", heading), titles)
    remedy = nearby or "the headings are listed in params/texts/README.md"
    return "there is no such chapter", f"{remedy}; use ### for a heading of your own"


def _plain(title: str) -> str:
    """A heading to be known by: without its number, its case and its last mark."""
    return NUMBER.sub("", alike(title), count=1)


def _blocks(lines: list[str]) -> Iterator[tuple[str, list[str]]]:
    """Runs of lines of one kind: ("p", lines of a paragraph), ("ul", one text for each point) or
    ("h", the heading).
    """
    kind, texts = "", list[str]()
    for line in [*lines, ""]:
        heading, bullet = OWN_HEADING.fullmatch(line.strip()), BULLET.fullmatch(line.strip())
        now = "h" if heading else "ul" if bullet else "p" if line.strip() else ""
        if now == "p" and kind == "ul" and line.startswith(" "):
            texts[-1] += " " + line.strip()  # the second line of a point
            continue
        if texts and (now != kind or kind == "h"):
            yield kind, texts
            texts = []
        kind = now
        if now:
            marked = heading or bullet
            texts.append(marked[1] if marked else line.strip())


def _marked(text: str) -> str:
    """The text with **strong** and *emphasised* words between the marks of render.html."""
    plain = "".join(mark for mark in text if mark not in MARKS)
    strong = re.sub(r"\*\*(\S(?:.*?\S)?)\*\*", STRONG[0] + r"\1" + STRONG[1], plain)
    return re.sub(r"(?<![*\w])\*(\S(?:[^*]*\S)?)\*(?![*\w])", EM[0] + r"\1" + EM[1], strong)
