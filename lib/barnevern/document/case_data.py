"""The case that a report belongs to, for its cover: the lines between --- at the top of the
service's file. The keys are those of params/texts/README.md.
"""

import re
from dataclasses import dataclass
from datetime import date

from barnevern.document.layout import BAERUM, outlines
from barnevern.problems import Problem, like_identity, nearest

FENCE = "---"
OUTLINE = "disposisjon"
KEYS = {
    OUTLINE: "outline",
    "saksnummer": "case_number",
    "dato": "date",
    "saksbehandler": "handler",
    "utvalg": "committee",
}
CASE_NUMBER = re.compile(r"\d{2,4}/\d{1,6}(-\d{1,4})?")
MISWRITTEN = "it is not written as it must be"
WITHOUT_NUMBERS = re.compile(r"[^\d]+")


@dataclass(frozen=True)
class CaseData:
    """What stands on the cover; "" where it is not given. ``date`` is ISO, ``outline`` the name of
    the outline that the service has chosen.
    """

    outline: str = ""
    case_number: str = ""
    date: str = ""
    handler: str = ""
    committee: str = ""


def read(file: str, lines: list[str]) -> tuple[CaseData, list[Problem], int]:
    """The case data at the top of a file, everything that is wrong with it, and how many lines it
    takes.
    """
    if not lines or lines[0].strip() != FENCE:
        return CaseData(), [], 0
    ends = [row for row, line in enumerate(lines[1:], start=1) if line.strip() == FENCE]
    if not ends:
        remedy = "end the case data with a line of ---"
        return CaseData(), [Problem(file, "1", "", "", "--- is never closed", remedy)], len(lines)
    found, problems = dict[str, str](), list[Problem]()
    for row, line in enumerate(lines[1 : ends[0]], start=2):
        key, _, value = (part.strip() for part in line.partition(":"))
        wrong = _wrong(key, value, found) if line.strip() else None
        if wrong:
            problems.append(Problem(file, str(row), key if key in KEYS else "", "", *wrong))
        elif line.strip():
            found[KEYS[key]] = value
    return CaseData(**found), problems, ends[0] + 1


def with_outline(lines: list[str], outline: str) -> list[str]:
    """The case data at the top of a file, with the outline where it is another than they say."""
    case, _, rows = read("", lines)
    head = [line for line in lines[1 : rows - 1] if _key(line) != OUTLINE]
    if outline != (case.outline or BAERUM):
        head = [f"{OUTLINE}: {outline}", *head]
    elif case.outline:
        head = lines[1 : rows - 1]
    return [FENCE, *head, FENCE] if head else []


def _key(line: str) -> str:
    return line.partition(":")[0].strip()


def _wrong(key: str, value: str, found: dict[str, str]) -> tuple[str, str] | None:
    """What is wrong with one line of the case data, and what to do; None where nothing is."""
    if key not in KEYS:
        remedy = nearest(key, KEYS) or f"use {', '.join(KEYS)}, as in saksnummer: 24/1234"
        return "there is no such case data", remedy
    if KEYS[key] in found:
        return "it is given twice", "give it once"
    if like_identity(value):
        return "eleven digits that look like an identity number", "take it out"
    if key == OUTLINE:
        known = outlines()
        remedy = nearest(value, known) or f"use {' or '.join(known)}"
        return None if value in known else ("there is no such outline", remedy)
    if key == "saksnummer":
        return None if CASE_NUMBER.fullmatch(value) else (MISWRITTEN, "write it as 24/1234")
    if key == "dato":
        return None if _is_date(value) else (MISWRITTEN, "write it as 2025-05-14")
    if not WITHOUT_NUMBERS.fullmatch(value):
        return "it is empty or has a number in it", "write a name"
    return None


def _is_date(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False
