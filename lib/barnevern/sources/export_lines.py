"""The lines of an export of an accounting system: amounts by year, function and art; totals
checked.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

import pandas as pd

from barnevern.problems import Problem
from barnevern.sources import export_codes, periods, sheet_rows, spreadsheet, typed_numbers
from barnevern.sources.answers import LEFT_OUT, Answers, Question
from barnevern.sources.export_heads import AMOUNTS, Head

TOTAL = re.compile(
    r"\s*(?:sum|totalt?|totalsum|i alt|resultat|netto|delsum)\b|.*\b(?:totalt|total|sum)\s*$", re.I
)
UNPLACED = (
    "the line has no KOSTRA function",
    "export by function (three digits) and art (three digits)",
)
HALF_A_KRONE = 0.5  # each line of a total may be rounded so much
MOST_ASKED = 20


@dataclass(frozen=True)
class Known:
    """The functions that are used and the arts that there are."""

    functions: list[str]
    arts: list[str]


@dataclass
class Lines:
    """What the lines of a file say: a row for each amount, how many totals agree, what the periods
    of the lines are, and what is asked or wrong.
    """

    amounts: list[dict[str, object]] = field(default_factory=list)
    totals: int = 0
    other_class: int = 0
    periods: set[str] = field(default_factory=set)
    shortened: bool = False
    questions: list[Question] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


class Reader:
    """Reads the lines of one file; ``unit`` is the kroner that each amount is at least in."""

    def __init__(
        self, heads: list[Head], known: Known, answers: Answers, file: str, unit: int
    ) -> None:
        self.heads, self.known, self.answers, self.file = heads, known, answers, file
        self.unit = unit
        self.at = {one.role: place for place, one in reversed(list(enumerate(heads))) if one.role}

    def read(self, rows: sheet_rows.Rows) -> Lines:
        """The lines."""
        found = Lines()
        values, found.problems = self._numbers(rows)
        cells = [self._of(cells, "art") for _, cells in rows if not _is_total(cells)]
        arts = export_codes.ArtReader(
            cells, self.heads[self.at["art"]].text, self.known.arts, self.answers
        )
        found.questions += arts.questions
        found.shortened = arts.shortened
        function, since = "", 0
        for number, (line, texts) in enumerate(rows):
            amounts = {place: column[number] for place, column in values.items()}
            if _is_total(texts):
                found.totals += 1
                found.problems += self._wrong_total(found.amounts, since, amounts, line)
                since = len(found.amounts)
                continue
            function = self._of(texts, "function") or function
            self._add(found, arts, (line, texts), function, amounts)
        found.questions = list(dict.fromkeys(found.questions))[:MOST_ASKED]
        return found

    def _of(self, cells: list[str], role: str) -> str:
        place = self.at.get(role, len(cells))
        return cells[place] if place < len(cells) else ""

    def _numbers(self, rows: sheet_rows.Rows) -> tuple[dict[int, list[float]], list[Problem]]:
        """The numbers of each column of amounts, in kroner, and the cells that are none."""
        found: dict[int, list[float]] = {}
        problems: list[Problem] = []
        for at, one in enumerate(self.heads):
            if one.role in AMOUNTS:
                texts = [cells[at] if at < len(cells) else "" for _, cells in rows]
                table = pd.DataFrame({one.role: texts}, index=[line - 2 for line, _ in rows])
                values, wrong = spreadsheet.numbers(table, one.role, self.file, signed=True)
                found[at] = (values * max(one.unit, self.unit)).tolist()
                problems += wrong
        return found, problems

    def _add(
        self,
        found: Lines,
        arts: export_codes.ArtReader,
        row: tuple[int, list[str]],
        function: str,
        amounts: dict[int, float],
    ) -> None:
        """Add the amounts of a line, or what must be asked about it."""
        line, cells = row
        art_cell, kind = self._of(cells, "art"), self._of(cells, "class")
        if all(pd.isna(value) for value in amounts.values()):
            return  # a heading of a function, or nothing booked
        if not function:
            found.problems.append(Problem(self.file, line, "function", art_cell, *UNPLACED))
            return
        code, asked = export_codes.function(function, self.known.functions, self.answers)
        found.questions += asked
        art = arts.read(art_cell)
        if not art and code in self.known.functions and not arts.questions:
            found.questions.append(arts.ask(art_cell))
        other = (kind and not export_codes.OPERATING.match(kind)) or art == LEFT_OUT
        found.other_class += bool(other and code in self.known.functions)
        found.periods |= {self._of(cells, "period")} - {""}
        key: dict[str, object] = {
            "function": function if code == LEFT_OUT else code,
            "art": art,
            "line": line,
            "counts": bool(code in self.known.functions and not other),
        }
        found.amounts += self._rows_of(amounts, self._year(cells), key)

    def _year(self, cells: list[str]) -> str:
        given = typed_numbers.year(self._of(cells, "year"))
        told = periods.cell(self._of(cells, "period"))
        return given or (told.year if told else "")

    def _rows_of(
        self, values: dict[int, float], year: str, key: dict[str, object]
    ) -> Iterator[dict[str, object]]:
        """A row for each amount of a line; the head of its column says which year, or the line
        does.
        """
        for place, value in values.items():
            if not pd.isna(value):
                one = self.heads[place]
                told = {"year": one.year or year, "years_back": 0 if one.year else one.years_back}
                yield told | key | {"kind": one.role, "place": place, "value": value}

    def _wrong_total(
        self, lines: list[dict[str, object]], since: int, values: dict[int, float], line: int
    ) -> list[Problem]:
        """A total that is the sum neither of the lines since the last one, nor of those of the last
        functions, one or several, nor of all.
        """
        problems = []
        for place, value in values.items():
            of = [one for one in lines if one["place"] == place]
            recent = [one for one in lines[since:] if one["place"] == place]
            room = HALF_A_KRONE * max(self.heads[place].unit, self.unit) * max(len(of), 1)
            sums = [_sum(recent), *_sums_by_function(of)]
            if not pd.isna(value) and not any(abs(value - total) <= room for total in sums):
                rule = "the total is not the sum of the lines above it"
                role, shown = self.heads[place].role, spreadsheet.plain(value)
                remedy = "export whole accounts"
                problems.append(Problem(self.file, line, role, shown, rule, remedy))
        return problems


def _is_total(cells: list[str]) -> bool:
    return any(TOTAL.match(cell) for cell in cells)


def _sum(lines: list[dict[str, object]]) -> float:
    return sum(float(str(one["value"])) for one in lines)


def _sums_by_function(lines: list[dict[str, object]]) -> Iterator[float]:
    """The sums of the last function's lines, of the last two functions', and so on to all; and of
    every line of the last function, wherever it stands.
    """
    total, function = 0.0, None
    for one in reversed(lines):
        if one["function"] != function and function is not None:
            yield total
        function = one["function"]
        total += float(str(one["value"]))
    yield total
    if lines:
        yield _sum([one for one in lines if one["function"] == lines[-1]["function"]])
