"""What is wrong with an input, collected so that a person can mend all of it at once."""

import difflib
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields

# A Norwegian identity number has eleven digits, often written as six and five; an error must never
# repeat one.
IDENTITY_NUMBER = re.compile(r"\d{6}[ -]?\d{5}")
# A number as programs write it: it has more decimals than an identity number has digits.
DECIMAL = re.compile(r"(?<![\d.,])-?\d{1,10}[.,]\d{12,20}(?![\d.,])")


@dataclass(frozen=True)
class Problem:
    """One thing wrong with one place in one file.

    ``row`` is the line number in the file, header included, or "" when the whole file is meant.
    """

    file: str
    row: int | str
    column: str
    value: str
    rule: str
    remedy: str

    def cells(self) -> list[str]:
        """The fields as text, with anything that looks like an identity number masked."""
        texts = [str(getattr(self, field.name)) for field in fields(self)]
        return [masked(text) for text in texts]


def masked(text: str) -> str:
    """``text`` without anything that looks like an identity number; a decimal number is none."""
    return re.sub(
        f"({DECIMAL.pattern})|{IDENTITY_NUMBER.pattern}",
        lambda found: found[1] or "(eleven digits)",
        text,
    )


def like_identity(text: str) -> bool:
    """Whether something in ``text`` looks like an identity number."""
    return bool(IDENTITY_NUMBER.search(DECIMAL.sub("", text)))


class InputProblems(ValueError):
    """Raised once, with every problem found; its text is a table."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = list(problems)
        super().__init__(problem_table(self.problems))

    def __reduce__(self) -> tuple[type["InputProblems"], tuple[list[Problem]]]:
        return type(self), (self.problems,)  # an exception is else made anew of its text


def refused(
    column: str, value: str, rule: str, remedy: str, *, file: str = "", row: int | str = ""
) -> InputProblems:
    """The error for one thing that is wrong: ``column`` names the option, the setting or the column
    of ``file`` that it is about.
    """
    return InputProblems([Problem(file, row, column, value, rule, remedy)])


def problem_table(problems: Sequence[Problem]) -> str:
    """The problems as a plain-text table: file, row, column, value, rule, remedy."""
    head = ["file", "row", "column", "value", "rule", "what to do"]
    lines = [head, *(problem.cells() for problem in problems)]
    widths = [max(len(line[column]) for line in lines) for column in range(len(head))]
    rows = [
        "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip()
        for line in lines
    ]
    noun = "problem" if len(problems) == 1 else "problems"
    return "\n".join([f"{len(problems)} {noun} in the input; nothing was written.", *rows])


def nearest(word: str, known: Iterable[str]) -> str:
    """`did you mean "…"?` with the nearest known word, or "" when none is near."""
    lower = {candidate.lower(): candidate for candidate in known}
    # macOS takes å apart into a and a ring
    typed = unicodedata.normalize("NFC", word).lower()
    close = difflib.get_close_matches(typed, list(lower), n=1, cutoff=0.6)
    return f'did you mean "{lower[close[0]]}"?' if close else ""
