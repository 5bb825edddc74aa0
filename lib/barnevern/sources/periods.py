"""Which months of a year a head, a cell or a title speaks of: "2. tertial", "Q3", "202411",
"per 31.08.2024", "januar–desember".
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from barnevern.norwegian.spelling import alike

MONTHS = (
    *("januar", "februar", "mars", "april", "mai", "juni"),
    *("juli", "august", "september", "oktober", "november", "desember"),
)
SHORT = {month[:3]: number for number, month in enumerate(MONTHS, start=1)}
LAST, CLOSING = 12, 13  # period 13 is where accounts are closed
PARTS = {"tertial": 4, "kvartal": 3, "halvår": 6}  # months of each
LETTERS = {"t": 4, "q": 3, "k": 3, "h": 6}
NAMED = re.compile(rf"\b(\d)\. ?({'|'.join(PARTS)})|\b({'|'.join(PARTS)}) ?(\d)\b", re.I)
LETTERED = re.compile(r"\b([tqkh])([1-4])\b", re.IGNORECASE)
MONTH = re.compile(rf"\b(?:{'|'.join(MONTHS)}|{'|'.join(SHORT)})\b", re.IGNORECASE)
NUMBERED = re.compile(r"\b(?:periode|måned|mnd|p)\.? ?(1[0-3]|0?[1-9])(?![\d.])", re.I)
JOINED = re.compile(r"\b(20[0-4]\d)[-/. ]?(0[1-9]|1[0-3])\b(?![./-]\d)")
DAY = re.compile(r"\b\d{1,2}\.(1[0-2]|0?[1-9])\.?(20[0-4]\d)?(?!\d)")
UNTIL = re.compile(r"\b(?:per|pr|hittil|akk\w*|t\.?o\.?m|til og med)\b", re.IGNORECASE)
BETWEEN = re.compile(r"\b(?:periode|måned|mnd|p)\.? ?(1[0-2]|0?[1-9])-(1[0-3]|0?[1-9])(?!\d)")
FROM_TO = re.compile(r"[-–]|\btil\b")
ALL = (NAMED, LETTERED, MONTH, NUMBERED, JOINED, DAY)


@dataclass(frozen=True)
class Period:
    """The months from ``first`` to ``last``, of ``year`` where it is told ("" where not)."""

    first: int
    last: int
    year: str = ""

    @property
    def whole(self) -> bool:
        """Whether it is a year."""
        return self.first == 1 and self.last == LAST


WHOLE_YEAR = Period(1, LAST)


def period(text: str) -> Period | None:
    """The months that a head or a cell speaks of; None where it speaks of none. What is "per" or
    "hittil" goes from January.
    """
    word = alike(text)
    found = _plain(word)
    if found and UNTIL.search(word):
        return Period(1, found.last, found.year)
    return found


def cell(text: str) -> Period | None:
    """As ``period``, of a cell of a column of periods, where a number alone is a month."""
    word = text.strip().removesuffix(".0")
    if word.isdecimal() and 1 <= int(word) <= CLOSING:
        month = min(int(word), LAST)
        return Period(month, month)
    return period(text)


def of_title(text: str) -> Period | None:
    """The months that a title above a table speaks of: those of "per 31.08.2024", or from a first
    to a last; None where it speaks of none, or of a single day such as that of a print.
    """
    word = alike(text)
    if UNTIL.search(word):
        return period(word)
    if between := BETWEEN.search(word):
        return Period(int(between[1]), min(int(between[2]), LAST))
    for mark in FROM_TO.finditer(word):
        before, behind = _plain(word[: mark.start()]), _plain(word[mark.end() :])
        if before and behind:
            return Period(before.first, behind.last, behind.year or before.year)
    return None


def without(text: str) -> str:
    """A head without the words of a period: "Regnskap T2" is "Regnskap"."""
    for pattern in (*ALL, UNTIL):
        text = pattern.sub(" ", text)
    return text


def make_a_year(periods: Iterable[Period]) -> bool:
    """Whether periods, none of them twice, follow each other from January to December."""
    months = sorted(month for one in periods for month in range(one.first, one.last + 1))
    return months == list(range(1, LAST + 1))


def _plain(word: str) -> Period | None:
    if joined := JOINED.search(word):
        month = min(int(joined[2]), LAST)
        return Period(month, month, joined[1])
    if day := DAY.search(word):
        return Period(int(day[1]), int(day[1]), day[2] or "")
    if named := NAMED.search(word):
        return _part(int(named[1] or named[4]), PARTS[named[2] or named[3]])
    if lettered := LETTERED.search(word):
        return _part(int(lettered[2]), LETTERS[lettered[1]])
    if numbered := NUMBERED.search(word):
        month = min(int(numbered[1]), LAST)
        return Period(month, month)
    month_named = MONTH.search(word)
    number = SHORT[month_named[0][:3]] if month_named else 0
    return Period(number, number) if number else None


def _part(number: int, months: int) -> Period | None:
    last = number * months
    return Period(last - months + 1, last) if 0 < last <= LAST else None
