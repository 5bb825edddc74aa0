"""Staff and sick leave as personnel systems write them → the rows of the template
data/templates/staff.csv.

A line for each position, function, month or employee; FTEs or per cent of a full position. Of
employees nothing is kept but sums; a line's own words are never repeated but for positions.
"""

import re
from functools import lru_cache
from pathlib import Path

import pandas as pd

from barnevern import reference
from barnevern.norwegian.spelling import alike
from barnevern.problems import InputProblems, Problem
from barnevern.sources import (
    export_codes,
    export_heads,
    periods,
    sheet_rows,
    spreadsheet,
    typed_numbers,
)
from barnevern.sources.answers import LEFT_OUT, NONE, Answers, Question
from barnevern.sources.export import PLAINLY, Export, Reading

PLACES = ("function", "position", "month")
NUMBERS = ("fte", "percent", "employees", "days_possible", "days_lost")
ROLES = (*PLACES, *NUMBERS, "year", "employee")
FUNCTIONS = ("244", "251", "252")
EDUCATIONS = (
    "child_welfare_pedagogue",
    "social_worker",
    "other_higher_education",
    "clerical",
    "other_unskilled",
)
TOTAL = re.compile(r"\s*(?:sum|totalt?|totalsum|i alt)\b", re.IGNORECASE)
FULL_POSITION = 100
MOST_ASKED = 20
NO_FIGURE = "the file has neither FTEs by function or position nor days of sick leave by month"


@lru_cache
def _positions() -> dict[str, str]:
    """The education that a position asks for (data/reference/position_names.csv)."""
    return {alike(row["name"]): row["category"] for row in reference.rows("position_names.csv")}


def is_export(path: Path, answers: Answers = NONE) -> bool:
    """Whether a file is such an export: a head of a place and a number, of different lines."""
    try:
        place, _ = header(sheet_rows.rows(path), answers)
    except InputProblems:
        return False
    return place >= 0


def header(rows: sheet_rows.Rows, answers: Answers) -> tuple[int, list[str]]:
    """The place of the header and the role of each column ("" for none), -1 where there is none."""
    for place, (_, cells) in enumerate(rows[: sheet_rows.FIRST_LINES]):
        roles = [_role(cell, answers) for cell in cells]
        positions = {"function", "position"} & set(roles) and {"fte", "percent"} & set(roles)
        if positions or {"month", "days_possible", "days_lost"} <= set(roles):
            template = all(cell in sheet_rows.templates() for cell in map(str.lower, cells) if cell)
            return (-1, []) if template else (place, roles)
    return -1, []


def understand(path: Path, reading: Reading = PLAINLY) -> Export:
    """The rows of the template that an export gives, with what was understood; with every question
    and everything that is wrong instead, where there is any.
    """
    rows, file = sheet_rows.rows(path), path.name
    place, roles = header(rows, reading.answers)
    titles = " ".join(cell for _, cells in rows[:place] for cell in cells)
    table, problems = _with_numbers(_cells(rows[place + 1 :], roles), file)
    problems += _months(table, file)
    problems += _with_years(table, export_heads.year_of(titles, reading.year), file)
    questions = _asked(table, reading.answers)
    named = [(text, role) for text, role in zip(rows[place][1], roles, strict=False) if role]
    notes = [", ".join(f"«{text}» is {role}" for text, role in named)]
    if problems or questions:
        return Export(notes=notes, questions=questions[:MOST_ASKED], problems=problems)
    parts = [_by_function(table, reading.answers), _by_position(table, reading.answers)]
    wide = _wide([*parts, _employees(table), _by_month(table)])
    if wide.empty:
        return Export(problems=[Problem(file, "", "", "", NO_FIGURE, "see data/templates")])
    return Export(wide, [*notes, f"{len(table)} lines"])


def _with_numbers(table: pd.DataFrame, file: str) -> tuple[pd.DataFrame, list[Problem]]:
    """The table with its numbers as numbers, FTEs also from per cent of a full position; and the
    cells that are none, which are not repeated: a line can be of an employee.
    """
    problems: list[Problem] = []
    for name in (name for name in NUMBERS if name in table):
        units = ("", "%", "prosent")
        values, wrong = spreadsheet.numbers(table, name, file, units=units)
        table = table.assign(**{name: values})
        problems += [Problem(file, one.row, name, "", one.rule, one.remedy) for one in wrong]
    if "percent" in table and "fte" not in table:
        table = table.assign(fte=table["percent"] / FULL_POSITION)
    return table, problems


def _with_years(table: pd.DataFrame, told: tuple[str, bool], file: str) -> list[Problem]:
    """Fills in the year of each line, from its own column or from the title; or says that nothing
    tells it.
    """
    year, several = told
    if "year" in table:
        table["year"] = table["year"].map(typed_numbers.year)
    elif several or not year:
        rule, remedy = "the file does not tell the year", "give --year, or add a column «År»"
        return [Problem(file, 1, "year", "", rule, remedy)]
    else:
        table["year"] = year
    return []


def _role(text: str, answers: Answers) -> str:
    if answer := answers.get("columns", text):
        return "" if answer == LEFT_OUT else answer
    bare = " ".join(export_heads.BESIDE.sub(" ", text).split())
    role = sheet_rows.column(bare)
    return role if role in ROLES else ""


def _cells(rows: sheet_rows.Rows, roles: list[str]) -> pd.DataFrame:
    """The cells of the columns that have a role, without lines of totals and without places."""
    at = {role: place for place, role in reversed(list(enumerate(roles))) if role}
    found = {
        line - 2: {role: cells[place] if place < len(cells) else "" for role, place in at.items()}
        for line, cells in rows
        if not any(TOTAL.match(cell) for cell in cells)
    }
    return pd.DataFrame.from_dict(found, orient="index", dtype="str", columns=list(at))


def _position(word: str, answers: Answers) -> str:
    """The education of a position, LEFT_OUT where it was answered so, "" where it is not known.
    A code before the name is passed over: "7531 Sosionom".
    """
    name = re.sub(r"^\s*\d+\s*[-–]?\s*", "", word)
    return answers.get("positions", word) or _positions().get(alike(name), "")


def _months(table: pd.DataFrame, file: str) -> list[Problem]:
    """The cells of a column of months that name none; they are not repeated."""
    if "month" not in table:
        return []
    rule, remedy = "the cell is no month", "write 1 to 12, or the name of the month"
    return [
        Problem(file, number + 2, "month", "", rule, remedy)
        for number, cell in zip(table.index.tolist(), table["month"], strict=True)
        if not periods.cell(cell)
    ]


def _asked(table: pd.DataFrame, answers: Answers) -> list[Question]:
    """The positions that are not known."""
    if "position" not in table:
        return []
    words = [word for word in dict.fromkeys(table["position"]) if not _position(word, answers)]
    about = "which education has the position"
    return [Question("positions", word, about, (*EDUCATIONS, LEFT_OUT)) for word in words if word]


def _by_function(table: pd.DataFrame, answers: Answers) -> pd.DataFrame:
    if not {"function", "fte"} <= set(table):
        return pd.DataFrame()
    codes = [export_codes.function(cell, FUNCTIONS, answers)[0] for cell in table["function"]]
    return _summed(table.assign(column=[f"fte_{code}" for code in codes]), "fte").query(
        "column in @wanted", local_dict={"wanted": [f"fte_{code}" for code in FUNCTIONS]}
    )


def _by_position(table: pd.DataFrame, answers: Answers) -> pd.DataFrame:
    if not {"position", "fte"} <= set(table):
        return pd.DataFrame()
    educations = [_position(word, answers) for word in table["position"]]
    known = table.assign(column=[f"fte_{one}" for one in educations])
    return _summed(known[[one not in ("", LEFT_OUT) for one in educations]], "fte")


def _employees(table: pd.DataFrame) -> pd.DataFrame:
    """The employees: those that the lines say, or as many as there are different numbers."""
    if "employees" in table:
        return _summed(table.assign(column="employees"), "employees")
    if "employee" not in table:
        return pd.DataFrame()
    counted = table[table["employee"].ne("")].groupby("year")["employee"].nunique()
    return counted.rename("value").reset_index().assign(column="employees", month="")


def _by_month(table: pd.DataFrame) -> pd.DataFrame:
    """Days of sick leave by month."""
    days = [name for name in ("days_possible", "days_lost") if name in table]
    if "month" not in table or not days:
        return pd.DataFrame()
    months = [periods.cell(cell) for cell in table["month"]]
    numbered = table.assign(month=[str(one.first) if one else "" for one in months])
    return pd.concat([_summed(numbered.assign(column=name), name) for name in days])


def _summed(table: pd.DataFrame, name: str) -> pd.DataFrame:
    keyed = table if "month" in table and name.startswith("days") else table.assign(month="")
    sums = keyed.groupby(["year", "month", "column"])[name].sum(min_count=1).round(4)
    return sums.rename("value").reset_index()


def _wide(parts: list[pd.DataFrame]) -> pd.DataFrame:
    """The parts (year, month, column, value) as rows of the template, in text."""
    there = [part for part in parts if len(part)]
    if not there:
        return pd.DataFrame()
    long = pd.concat(there, ignore_index=True)
    wide = long.pivot_table(index=["year", "month"], columns="column", values="value")
    return wide.map(spreadsheet.plain).reset_index().rename_axis(columns=None)
