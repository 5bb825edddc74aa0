"""Lists as a Norwegian spreadsheet saves them: the cells of their columns, as text and as
numbers.
"""

import re
from collections.abc import Collection
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd

from barnevern.observations.schema import EARLIEST, LATEST
from barnevern.problems import InputProblems, Problem, nearest
from barnevern.sources import sheet_rows, typed_numbers
from barnevern.sources.csv_shape import header_problems, length_problems

CODE = re.compile("[0-9]{1,3}")
MOST_LISTED = 13  # longer lists of allowed words are read in the documentation
NUMBER_RULES = [  # of cells that are negative, ambiguous, no number, or not whole
    ("the number cannot be negative", "write it without the minus sign, or correct it"),
    (
        "the number can be read in two ways",
        "write it without a mark in the thousands, for example 1234 or 1234,50",
    ),
    (
        "the cell is not a number of at most ten digits",
        "write digits with a decimal comma, for example 1234,5, or leave it empty",
    ),
    ("the number must be whole", "write a whole number"),
]
# Cells that programs take for numbers or dates, and that are words here.
AS_CODES = {
    "year": typed_numbers.year,
    "month": typed_numbers.code,
    "function": typed_numbers.code,
    "art": typed_numbers.code,
}


def header(path: Path) -> list[str]:
    """The column names of a CSV file, in small letters; empty when the file is not one."""
    try:
        return _lines(path)[0][1]
    except InputProblems:
        return []


def read(
    path: Path, required: Collection[str], optional: Collection[str] = ()
) -> tuple[pd.DataFrame, list[Problem]]:
    """The cells of a CSV file as text without surrounding space, in the columns ``required`` and
    ``optional``.

    A row's index is its line in the file less 2, as in barnevern.observations.check. Rows without
    any text are left out. Gives an empty table and every problem with the file itself (encoding,
    separators, columns, rows of another length) when there is one.
    """
    columns = [*required, *optional]
    nothing = pd.DataFrame(columns=columns, dtype="str")
    try:
        (_, names), *body = _lines(path)
    except InputProblems as error:
        return nothing, error.problems
    problems = header_problems(path.name, names, required, columns, "add the column")
    problems += length_problems(path.name, names, body, "separators")
    if not problems and not body:
        rule = "the file has a header and no rows"
        problems = [Problem(path.name, "", "", "", rule, "add the figures")]
    if problems:
        return nothing, problems
    index = [line - 2 for line, _ in body]
    table = pd.DataFrame([cells for _, cells in body], columns=names, index=index, dtype="str")
    table = table.reindex(columns=columns, fill_value="")
    for column, read_cell in AS_CODES.items():
        if column in table:
            table[column] = table[column].map(read_cell)
    return table, []


def problems_at(
    table: pd.DataFrame, wrong: "pd.Series[bool]", column: str, file: str, rule: str, remedy: str
) -> list[Problem]:
    """A problem for each row of ``table`` where ``wrong`` is true; ``column`` may name several, and
    then no value is shown.
    """
    rows = table[wrong.to_numpy(dtype=bool)]
    values = rows[column].astype("str").tolist() if column in table else [""] * len(rows)
    return [
        Problem(file, line + 2, column, value, rule, remedy)
        for line, value in zip(rows.index.tolist(), values, strict=True)
    ]


def years(table: pd.DataFrame, file: str) -> list[Problem]:
    """What is wrong with the column ``year``: four digits, a year that a report can be about."""
    numbers = pd.to_numeric(
        table["year"].where(table["year"].str.fullmatch(r"[0-9]{4}")), errors="coerce"
    )
    rule = f"year is a whole number from {EARLIEST} to {LATEST}"
    return problems_at(
        table,
        ~numbers.between(EARLIEST, LATEST),
        "year",
        file,
        rule,
        "write the year with four digits",
    )


def known(
    table: pd.DataFrame, column: str, allowed: Collection[str], file: str, rule: str
) -> list[Problem]:
    """The cells of ``column`` that are not among ``allowed``, each with the nearest that is."""
    listed = (
        "use one of: " + ", ".join(allowed)
        if len(allowed) <= MOST_LISTED
        else "see data/templates/README.md"
    )
    problems = problems_at(table, ~table[column].isin(list(allowed)), column, file, rule, listed)
    return [
        replace(problem, remedy=_nearest(problem.value, allowed) or listed) for problem in problems
    ]


def unique(table: pd.DataFrame, key: list[str], file: str) -> list[Problem]:
    """The rows that repeat the key of a row above them."""
    named = table.assign(**{", ".join(key): table[key].agg(" ".join, axis=1)})
    remedy = "add the rows together, or keep one of them"
    return problems_at(
        named,
        table.duplicated(key),
        ", ".join(key),
        file,
        "the same key stands more than once",
        remedy,
    )


def numbers(
    table: pd.DataFrame,
    column: str,
    file: str,
    *,
    whole: bool = False,
    signed: "bool | pd.Series[bool]" = False,
    units: Collection[str] = ("", "kr", "nok", "kroner"),
) -> "tuple[pd.Series[float], list[Problem]]":
    """The column as numbers (missing where the cell is empty), and the cells that are none, can be
    read in two ways, are negative where not ``signed``, should be ``whole``, or are in no unit of
    ``units``.
    """
    read = typed_numbers.numbers(table[column])
    values = pd.Series([number.value for number in read], index=table.index, dtype="float64")
    none = [number.wrong or number.unit not in units for number in read]
    wrong = {
        "negative": values.lt(0) & ~(pd.Series(signed, index=table.index)),
        "ambiguous": pd.Series([number.two_ways for number in read], index=table.index),
        "none": pd.Series(none, index=table.index),
        "broken": values.mod(1).gt(0) & whole,
    }
    problems = [
        problem
        for rows, (rule, remedy) in zip(wrong.values(), NUMBER_RULES, strict=True)
        for problem in problems_at(table, rows, column, file, rule, remedy)
    ]
    return values.mask(wrong["negative"] | wrong["none"]), problems


def plain(value: float) -> str:
    """A number as a data set's tables write it: a point, no needless digits; "" for a missing
    one.
    """
    return "" if np.isnan(value) else np.format_float_positional(value, trim="-")


def _nearest(word: str, allowed: Collection[str]) -> str:
    """The nearest allowed word; of codes the nearest number, since 311 is a slip for 300 or 330
    rather than for 110.
    """
    codes = [code for code in allowed if CODE.fullmatch(code)]
    if CODE.fullmatch(word) and codes:
        return f'did you mean "{min(codes, key=lambda code: abs(int(code) - int(word)))}"?'
    return nearest(word, allowed)


def _lines(path: Path) -> list[tuple[int, list[str]]]:
    """Line numbers and cells of the rows from the header on, which is in small letters and by the
    columns' own names. Raises InputProblems for a file that is no table, or has no text.
    """
    (first, head), *body = sheet_rows.from_header(sheet_rows.rows(path))
    # A spreadsheet pads every row, the header as well, to the widest one it ever had.
    width = max(place for place, cell in enumerate(head, start=1) if cell)
    return [
        (first, [sheet_rows.column(cell) for cell in head[:width]]),
        *((line, cells if any(cells[width:]) else cells[:width]) for line, cells in body),
    ]
