"""KOSTRA functions and arts as an export writes them: "244 Barneverntjeneste", "2440", "1.010",
"10100", or a name alone.
"""

import re
from collections.abc import Collection, Iterable
from functools import lru_cache

from barnevern import reference
from barnevern.norwegian.spelling import alike
from barnevern.sources import typed_numbers
from barnevern.sources.answers import LEFT_OUT, Answers, Question

# A municipality may add digits of its own behind the three of a function.
FUNCTION = re.compile(r"\s*(\d{3})\d{0,3}(?!\d)")
ART = re.compile(r"\s*(?:[01]\.)?(\d{1,6})(?!\d)")
DIGITS = {"1-3": slice(0, 3), "2-4": slice(1, 4)}
OURS = re.compile("barnevern|fosterhjem", re.IGNORECASE)
OPERATING = re.compile(r"\s*(?:1\b|drift)", re.IGNORECASE)  # account class 1 of the KOSTRA accounts
INVESTMENT = "0"  # the first digit of its long account numbers


@lru_cache
def _names() -> dict[str, str]:
    return {alike(row["name"]): row["function"] for row in reference.rows("function_names.csv")}


def function(cell: str, functions: Collection[str], answers: Answers) -> tuple[str, list[Question]]:
    """The function that a cell names, LEFT_OUT for one of another service, and what must be asked
    about it: a name without a number that speaks of child welfare.
    """
    text = typed_numbers.code(cell)
    if answer := answers.get("functions", text):
        return answer, []
    if found := FUNCTION.match(text):
        return found[1], []
    if named := _names().get(alike(text)):
        return named, []
    if not OURS.search(text):
        return LEFT_OUT, []
    about = "the name is not that of a KOSTRA function"
    return LEFT_OUT, [Question("functions", text, about, (*functions, LEFT_OUT))]


class ArtReader:
    """Reads the cells of one column of arts; ``questions`` is what must be asked about them.

    Of account numbers longer than three digits the KOSTRA art is the first three, or the next three
    where a leading 1 or 0 is the account class. Where only one of both gives arts for every line of
    ``cells``, it is that one.
    """

    def __init__(
        self, cells: Iterable[str], head: str, arts: Collection[str], answers: Answers
    ) -> None:
        self.arts, self.answers = arts, answers
        self.questions: list[Question] = []
        codes = {code for cell in cells if len(code := self._digits(cell)) > len("010")}
        ways = [way for way in DIGITS if self._reads(codes, way)]
        answer = answers.get("digits", head)
        self.way = answer if answer in DIGITS else ways[0] if ways else ""
        self.shortened = bool(codes)
        if codes and not answer and len(ways) != 1:
            shown = ", ".join(sorted(codes)[:3])
            about = f"which digits of {shown} are the KOSTRA art"
            self.questions = [Question("digits", head, about, tuple(DIGITS), self.way)]

    def read(self, cell: str) -> str:
        """The art of a cell, LEFT_OUT where it is of the investment accounts or answered so, and ""
        where it names none.
        """
        if answer := self.answers.get("arts", cell):
            return answer.zfill(3) if answer.isdecimal() else answer
        digits = self._digits(cell)
        if len(digits) <= len("010"):
            return digits.zfill(3) if digits else ""
        if not self.way or (self.way == "2-4" and digits[0] == INVESTMENT):
            return LEFT_OUT if self.way else ""
        return digits[DIGITS[self.way]]

    def ask(self, cell: str) -> Question:
        """The question about a cell that names no art."""
        about = "the account has no KOSTRA art of three digits"
        return Question("arts", cell, about, ("010", LEFT_OUT))

    @staticmethod
    def _digits(cell: str) -> str:
        found = ART.match(typed_numbers.code(cell))
        return found[1] if found else ""

    def _reads(self, codes: set[str], way: str) -> bool:
        """Whether every long code gives an art that way."""
        if way == "2-4" and not all(code[0] in "01" for code in codes):
            return False
        of_class = {code for code in codes if way == "1-3" or code[0] != INVESTMENT}
        return all(code[DIGITS[way]] in self.arts for code in of_class)
