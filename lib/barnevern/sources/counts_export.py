"""Counts with a column for each year, as reporting tools and spreadsheets write them → the rows of
the template data/templates/other.csv: "Måltall;2023;2024".
"""

from functools import lru_cache
from pathlib import Path

import pandas as pd

from barnevern.norwegian.spelling import alike
from barnevern.observations import measures
from barnevern.problems import InputProblems, nearest
from barnevern.sources import sheet_rows, typed_numbers
from barnevern.sources.answers import LEFT_OUT, NONE, Answers, Question
from barnevern.sources.export import PLAINLY, Export, Reading
from barnevern.sources.export_heads import YEAR

MOST_ASKED = 20
WITHIN = "/"  # between a measure and its category


@lru_cache
def _names() -> dict[str, str]:
    """The measures by their names and by their own words."""
    named = {alike(str(row["name"])): measure for measure, row in measures().items()}
    return named | {measure: measure for measure in measures()}


def is_export(path: Path, answers: Answers = NONE) -> bool:
    """Whether a file is such a list, with one line at least that is known as a measure."""
    try:
        rows = sheet_rows.rows(path)
    except InputProblems:
        return False
    place, years = _header(rows)
    lines = rows[place + 1 :] if place >= 0 else []
    return any(_measure(_word(cells, years), answers) for _, cells in lines)


def understand(path: Path, reading: Reading = PLAINLY) -> Export:
    """The rows of the template that a list gives, or the questions about its words."""
    rows = sheet_rows.rows(path)
    place, years = _header(rows)
    lines: list[dict[str, str]] = []
    questions: list[Question] = []
    for line, cells in rows[place + 1 :]:
        word = _word(cells, years)
        found = _measure(word, reading.answers)
        if not found and any(cells[at : at + 1] != [""] for at in years if at < len(cells)):
            questions.append(_question(word))
        if found in ("", LEFT_OUT):
            continue
        measure, _, category = found.partition(WITHIN)
        key = {"measure": measure, "category": category, "line": str(line)}
        lines += [
            key | {"year": year, "value": cells[at]}
            for at, year in years.items()
            if at < len(cells) and cells[at]
        ]
    if questions:
        return Export(questions=list(dict.fromkeys(questions))[:MOST_ASKED])
    table = pd.DataFrame(lines, columns=["year", "measure", "category", "value", "line"])
    numbers = table.pop("line").astype("int64").sub(2).to_numpy()
    notes = [f"{len(table)} figures of {', '.join(sorted(set(years.values())))}"]
    return Export(table.set_index(numbers), notes)


def _header(rows: sheet_rows.Rows) -> tuple[int, dict[int, str]]:
    """The place of a row with years, and the year of each column; -1 where there is none."""
    for place, (_, cells) in enumerate(rows[: sheet_rows.FIRST_LINES]):
        told = {at: typed_numbers.year(cell) for at, cell in enumerate(cells) if at}
        years = {at: year for at, year in told.items() if YEAR.fullmatch(year)}
        if years and not YEAR.fullmatch(typed_numbers.year(cells[0])):
            return place, years
    return -1, {}


def _word(cells: list[str], years: dict[int, str]) -> str:
    """The words of a line: those before its first figure."""
    return " ".join(cell for cell in cells[: min(years)] if cell)


def _measure(word: str, answers: Answers) -> str:
    return answers.get("measures", word) or _names().get(alike(word), "")


def _question(word: str) -> Question:
    likely = nearest(word, [str(row["name"]) for row in measures().values()])
    name = likely.removeprefix('did you mean "').removesuffix('"?')
    found = _names().get(alike(name), "")
    about = "the words are not those of a measure (data/reference/measures.csv)"
    return Question("measures", word, about, (found or "measure/category", LEFT_OUT), found)
