"""The heads of an export of an accounting system: where they stand, and what each column holds."""

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from barnevern.problems import Problem
from barnevern.sources import periods, sheet_rows
from barnevern.sources.answers import LEFT_OUT, Answers, Question
from barnevern.sources.periods import WHOLE_YEAR, Period

AMOUNTS = ("accounts", "budget")
ROLES = ("year", "function", "art", "class", "period", *AMOUNTS)
NEEDED = {"function": "the KOSTRA function", "art": "the KOSTRA art"}
YEAR = re.compile(r"(?<!\d)(20[0-4]\d)(?!\d)")
YEAR_OF_TITLE = re.compile(
    r"(?<![\d.])(20[0-4]\d)(?:0[1-9]|1[0-3])?(?!\d|-\d\d-\d)|\b31\.12\.(20[0-4]\d)"
)
LAST_YEAR = re.compile(r"\b(?:i fjor|fjoråret|forrige år)\b", re.IGNORECASE)
THOUSANDS = re.compile(r"1[ .\u00a0]?000|\btusen|\bTNOK\b", re.IGNORECASE)
BESIDE = re.compile(
    r"\(.*?\)|\b20[0-4]\d\b|\bi?\s*1[ .]?000\s*(kr)?|\bi? ?hele tusen\b|\bkr\b|\btnok\b"
    r"|\bi år\b|\bi fjor\b|\bfjoråret\b|\bforrige år\b|\bhittil\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Head:
    """A column: what it holds ("" for nothing that is used), of which year ("" where the head does
    not say; ``years_back`` from the file's own) and months, and in how many kroner.
    """

    text: str
    role: str
    year: str = ""
    years_back: int = 0
    period: Period | None = None
    unit: int = 1


def head(text: str, answers: Answers) -> Head:
    """A head of a column: "Regnskap T1 2024 (1000 kr)" is accounts of the first four months of 2024
    in thousands of kroner. What was answered about it goes first.
    """
    answer, unit = answers.get("columns", text), 1000 if THOUSANDS.search(text) else 1
    role = sheet_rows.column(text)
    if role not in ROLES:
        bare = " ".join(BESIDE.sub(" ", periods.without(text)).split())
        role = sheet_rows.column(bare.strip(" .:-–"))
    if answer:
        role = "" if answer == LEFT_OUT else answer
    if role not in AMOUNTS:
        return Head(text, role if role in ROLES else "")
    told, months = YEAR.search(text), periods.period(text)
    year = told[1] if told else months.year if months else ""
    return Head(text, role, year, bool(LAST_YEAR.search(text)), months, unit)


def header(rows: sheet_rows.Rows, answers: Answers) -> tuple[int, list[Head]]:
    """The place of the header of an export and what its columns hold, -1 where there is none: the
    row that tells most of function, art and amounts, with the words above it where they span
    several columns.
    """
    best, found = (1, -1), [Head("", "")]
    for place, (_, cells) in enumerate(rows[: sheet_rows.FIRST_LINES]):
        above = _spread(rows[place - 1][1], len(cells)) if place else [""] * len(cells)
        both = [f"{over} {cell}".strip() for over, cell in zip(above, cells, strict=True)]
        for texts in (cells, both):
            heads = [head(text, answers) for text in texts]
            roles = {one.role for one in heads}
            told = len(roles & set(NEEDED)) + len(roles & set(AMOUNTS))
            if told > best[0] and roles & set(NEEDED):
                best, found = (told, place), heads
    return best[1], found


def _spread(cells: Sequence[str], size: int) -> list[str]:
    """Words above the heads, each over the columns to the next."""
    spread, last = [], ""
    for cell in [*cells, *[""] * size][:size]:
        last = cell or last
        spread.append(last)
    return spread


def chosen(heads: list[Head], file: str) -> tuple[list[Head], list[Question], list[Problem]]:
    """The columns with those of amounts that make a year: a column of the whole year, or periods
    that follow each other; with what must be asked, and with what is missing.
    """
    groups: dict[tuple[str, str, int], list[int]] = defaultdict(list)
    for place, one in enumerate(heads):
        if one.role in AMOUNTS:
            groups[one.role, one.year, one.years_back].append(place)
    kept, questions, problems = list(heads), [], []
    for places in groups.values():
        of_year = [at for at in places if (heads[at].period or WHOLE_YEAR).whole]
        parts = [months for at in places if (months := heads[at].period)]
        if len(of_year) > 1:
            questions += [_which(heads, of_year)]
        if of_year or periods.make_a_year(parts):
            for at in places:
                if of_year and at not in of_year:
                    kept[at] = Head(heads[at].text, "")
            continue
        shown = ", ".join(heads[at].text for at in places)
        rule, remedy = "the periods do not make a year", "export the whole year"
        problems.append(Problem(file, "", heads[places[0]].role, shown, rule, remedy))
    return kept, questions, problems


def _which(heads: list[Head], places: list[int]) -> Question:
    """Which of several columns that look alike counts: the first, unless it is answered."""
    first, second = (heads[at] for at in places[:2])
    about = f"«{first.text}» and «{second.text}» are both {first.role}; leave one out"
    return Question("columns", second.text, about, (LEFT_OUT,), LEFT_OUT)


def asked(
    rows: sheet_rows.Rows, heads: list[Head], codes: dict[str, set[str]], answers: Answers
) -> list[Question]:
    """What the file has no head of: each is asked about the column that may hold it, by its cells;
    nothing is asked where no column may. ``codes`` are the functions and arts there are.
    """
    roles = {one.role for one in heads}
    questions = []
    missing = [role for role in NEEDED if role not in roles]
    missing += [] if roles & set(AMOUNTS) else ["amounts"]
    free = [
        at
        for at, one in enumerate(heads)
        if one.text and not one.role and not answers.get("columns", one.text)
    ]
    for role in missing:
        likely = [at for at in free if _may_be(rows, at, codes.get(role, set()))]
        choices = (*AMOUNTS, LEFT_OUT) if role == "amounts" else (role, LEFT_OUT)
        about = f"no column is named as {NEEDED.get(role, 'accounts or budget')}; this may be it"
        for at in likely[:1]:
            free.remove(at)
            questions.append(Question("columns", heads[at].text, about, choices, choices[0]))
    return questions


def _may_be(rows: sheet_rows.Rows, at: int, codes: set[str]) -> bool:
    """Whether most cells of a column begin with one of ``codes``; without codes, are amounts."""
    cells = [cells[at] for _, cells in rows if at < len(cells) and cells[at]]
    if codes:
        fit = [cell[:3] in codes for cell in cells]
    else:
        fit = [bool(re.fullmatch(r"-?[\d .\u00a0\u202f]*\d(?:[.,]\d+)?-?", cell)) for cell in cells]
    return bool(fit) and sum(fit) > len(fit) / 2


def year_of(titles: str, given: str) -> tuple[str, bool]:
    """The year that titles tell, else the one that was ``given``; and whether they tell several."""
    found = sorted({one[1] or one[2] for one in YEAR_OF_TITLE.finditer(titles)})
    return (found[0] if len(found) == 1 else given), len(found) > 1 and not given
