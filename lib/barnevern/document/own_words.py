"""What the service gives to its own report: params/texts/3201.md, with the case data first, and
then a heading for each chapter it writes in.

The form of the text is that of barnevern.document.markdown. All of it is escaped: HTML stands as it
is written, and nothing of it runs.
"""

import re
from dataclasses import dataclass, field
from pathlib import Path

from barnevern.document import case_data, markdown
from barnevern.document.case_data import CaseData
from barnevern.document.layout import BAERUM, Chapter, chapters
from barnevern.document.markdown import Words
from barnevern.norwegian.spelling import alike
from barnevern.observations.regions import municipalities
from barnevern.paths import PARAMS, left_by_system
from barnevern.problems import InputProblems, Problem, like_identity, nearest

TEXTS = PARAMS / "texts"
HEADING = re.compile(r"(#{1,2})\s+(.*?)\s*#*")
NUMBER = re.compile(r"(?:vedlegg\s+)?\d+(?:\.\d+)*[.:]?\s+")
FILE = re.compile(r"(\d{4})(?:-\d{4})?\.md")
# What is wrong, and what to do about it.
LIKE_AN_IDENTITY = ("eleven digits that look like an identity number", "take it out of the text")
BEFORE_A_HEADING = (
    "text before the first heading",
    "begin with a chapter, for example: # {}",
)
TWICE = ("the chapter is written twice", "put the text under one heading")


@dataclass(frozen=True)
class Given:
    """What the service gives: ``words`` by the number of the chapter of ``outline``, and the data
    of the case that the report belongs to.
    """

    outline: str = BAERUM
    words: dict[str, Words] = field(default_factory=dict)
    case: CaseData = field(default_factory=CaseData)


def file_of(code: str, year: int) -> Path:
    """The file for a municipality and year: 3201-2024.md where there is one, else 3201.md, which is
    kept across years.
    """
    of_year = TEXTS / f"{code}-{year}.md"
    return of_year if of_year.is_file() else TEXTS / f"{code}.md"


def given(code: str, year: int, outline: str = "") -> Given:
    """What the service has written for its report, in the chapters of ``outline``, by default those
    that the file asks for; nothing but the outline without a file.

    Raises InputProblems for a file that cannot be read, case data that nobody knows, a heading that
    is no chapter (with the nearest one), text before the first heading, a chapter that is written
    twice, and anything that looks like an identity number.
    """
    path = file_of(code, year)
    if not path.is_file():
        return Given(outline or BAERUM)
    lines = _lines(path)
    case, problems, rest = case_data.read(path.name, lines)
    outline = outline or case.outline or BAERUM
    wrong, texts = _chapters(path.name, lines, rest, outline)
    if problems or wrong:
        raise InputProblems([*problems, *wrong])
    words = {chapter.number: markdown.blocks(text) for chapter, text in texts.items()}
    return Given(outline, {number: own for number, own in words.items() if own}, case)


def _lines(path: Path) -> list[str]:
    try:
        return path.read_text(encoding="utf-8-sig").splitlines()
    except UnicodeDecodeError:
        raise InputProblems(
            [Problem(path.name, "", "", "", "the file is not UTF-8 text", "save it as UTF-8")]
        ) from None


def put(code: str, year: int, outline: str, words: dict[str, Words]) -> Path:
    """Write ``words``, by the number of the chapter of ``outline``, where given() takes them from;
    those of the year where there is no file. The case data stay. Gives the file.
    """
    path = file_of(code, year)
    if not path.is_file():
        path = TEXTS / f"{code}-{year}.md"
    before = _lines(path) if path.is_file() else []
    texts = [
        f"# {chapter.heading}\n{markdown.written(words[chapter.number])}\n"
        for chapter in chapters(outline)
        if chapter.number in words
    ]
    head = case_data.with_outline(before, outline)
    content = "\n".join([*(["\n".join(head)] if head else []), *texts])
    aside = path.with_name(f".{path.name}")
    aside.write_text(content.rstrip("\n") + "\n", encoding="utf-8")
    aside.replace(path)
    return path


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


def _chapters(
    file: str, lines: list[str], first: int, outline: str
) -> tuple[list[Problem], dict[Chapter, list[str]]]:
    """The lines under each chapter's heading, from line number ``first`` on, and everything that is
    wrong.
    """
    problems: list[Problem] = []
    texts: dict[Chapter, list[str]] = {}
    here: list[str] | None = None
    known = {_plain(chapter.title): chapter for chapter in chapters(outline)}
    for row, line in enumerate(lines[first:], start=first + 1):
        heading = HEADING.fullmatch(line.strip())
        wrong: tuple[str, str, str] | None = None
        if like_identity(line):
            wrong = ("", *LIKE_AN_IDENTITY)
        elif heading:
            here, chapter = [], known.get(_plain(heading[2]))
            if chapter is None or chapter in texts:
                wrong = (heading[2], *_wrong_heading(heading[2], chapter, outline))
            else:
                texts[chapter] = here
        elif here is not None:
            here.append(line)
        elif line.strip():
            rule, remedy = BEFORE_A_HEADING
            wrong = ("", rule, remedy.format(chapters(outline)[0].title))
            here = []
        if wrong:
            problems.append(Problem(file, str(row), "", *wrong))
    return problems, texts


def _wrong_heading(heading: str, chapter: Chapter | None, outline: str) -> tuple[str, str]:
    """What is wrong with a heading that is no chapter or one more of the same, and what to do."""
    if chapter is not None:
        return TWICE
    titles = [known.title for known in chapters(outline)]
    nearby = nearest(NUMBER.sub("", heading), titles)
    remedy = nearby or "the headings are listed in params/texts/README.md"
    rule = f'there is no such chapter in the outline "{outline}"'
    return rule, f"{remedy}; use ### for a heading of your own"


def _plain(title: str) -> str:
    """A heading to be known by: without its number, its case and its last mark."""
    return NUMBER.sub("", alike(title), count=1)
