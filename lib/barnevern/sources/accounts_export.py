"""Accounts as accounting systems write them → the rows of the template data/templates/accounts.csv.

Titles above the header, Norwegian heads, «244 Barneverntjeneste», several lines for a function and
art, functions of other services, totals between the lines, columns of several years, thousands of
kroner. What was understood is told in words.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd

from barnevern.problems import InputProblems, Problem
from barnevern.sources import sheet_rows, spreadsheet, typed_numbers

AMOUNTS = ("accounts", "budget")
YEAR = re.compile(r"(?<!\d)(20[0-4]\d)(?!\d)")
THOUSANDS = re.compile(r"1[ .\u00a0]?000|tusen", re.IGNORECASE)
BESIDE = re.compile(r"\(.*?\)|\b20[0-4]\d\b|\bi?\s*1[ .]?000\s*(kr)?|\bhele tusen\b|\bkr\b", re.I)
TOTAL = re.compile(r"\s*(sum|total|totalt|totalsum|i alt|resultat|netto|delsum)\b", re.IGNORECASE)
OF_TEMPLATE = {"year", "function", "art", "budget", "accounts"}
READY = {"gross", "net"}  # the template's words for ready sums
FUNCTION, ART = re.compile(r"\s*(\d{3})(?!\d)"), re.compile(r"\s*(\d{1,3})(?!\d)")
UNPLACED = (
    "the line has no KOSTRA function and art",
    "export by function (three digits) and art (three digits)",
)
HALF_A_KRONE = 0.5  # each line of a total may be rounded so much


@dataclass(frozen=True)
class Head:
    """A column: what it holds ("" for nothing that is used), of which year (0 where the head does
    not say), and in how many kroner.
    """

    role: str
    year: int = 0
    unit: int = 1


@dataclass
class Export:
    """What a file was understood as: text cells like those of the template, and what was left out,
    in words.
    """

    table: pd.DataFrame = field(default_factory=pd.DataFrame)
    notes: list[str] = field(default_factory=list)


def head(text: str) -> Head:
    """A head of a column: "Regnskap 2024 (1000 kr)" is accounts of 2024 in thousands of kroner."""
    year, role = YEAR.search(text), sheet_rows.column(" ".join(BESIDE.sub(" ", text).split()))
    used = role if role in ("year", "function", "art", *AMOUNTS) else ""
    unit = 1000 if THOUSANDS.search(text) else 1
    return Head(used, int(year[1]) if year and role in AMOUNTS else 0, unit)


def header(rows: sheet_rows.Rows) -> int:
    """The place of the header of an export, -1 where there is none: a row with a function, an art
    and amounts.
    """
    for place, (_, cells) in enumerate(rows[: sheet_rows.FIRST_LINES]):
        roles = [head(cell).role for cell in cells]
        if "function" in roles and "art" in roles and set(roles) & set(AMOUNTS):
            return place
    return -1


def is_export(path: Path) -> bool:
    """Whether a file is an export, and not a filled-in template."""
    try:
        rows = sheet_rows.rows(path)
    except InputProblems:
        return False
    place = header(rows)
    if place < 0 or {cell.lower() for cell in rows[place][1] if cell} == OF_TEMPLATE:
        return False
    cells = {cell.lower() for _, row in rows[place + 1 :] for cell in row}
    return (
        not cells & READY
    )  # whoever writes ready sums fills in the template, by its heads or ours


def read(path: Path, functions: list[str]) -> Export:
    """The lines of an export that are of ``functions``, summed by year, function and art. Raises
    InputProblems with everything that cannot be understood.
    """
    rows = sheet_rows.rows(path)
    place = header(rows)
    titles = " ".join(cell for _, cells in rows[:place] for cell in cells)
    heads = [head(cell) for cell in rows[place][1]]
    amounts, problems = _amounts(rows[place + 1 :], heads, titles, path.name)
    lines, told, wrong = _lines(rows[place + 1 :], heads, amounts, path.name)
    problems += wrong
    lines, more = _with_years(lines, titles, path.name)
    problems += more
    if problems:
        raise InputProblems(sorted(problems, key=lambda problem: str(problem.row).zfill(9)))
    return _summed(lines, functions, told, heads, titles)


def _amounts(
    rows: sheet_rows.Rows, heads: list[Head], titles: str, file: str
) -> tuple[dict[int, list[float]], list[Problem]]:
    """The numbers of each column of amounts, in kroner, and the cells that are none."""
    all_in_thousands = 1000 if THOUSANDS.search(titles) else 1
    found: dict[int, list[float]] = {}
    problems: list[Problem] = []
    for at, one in enumerate(heads):
        if one.role not in AMOUNTS:
            continue
        texts = [cells[at] if at < len(cells) else "" for _, cells in rows]
        table = pd.DataFrame({one.role: texts}, index=[line - 2 for line, _ in rows])
        values, wrong = spreadsheet.numbers(table, one.role, file, signed=True)
        found[at] = (values * max(one.unit, all_in_thousands)).tolist()
        problems += wrong
    return found, problems


def _lines(
    rows: sheet_rows.Rows, heads: list[Head], amounts: dict[int, list[float]], file: str
) -> tuple[list[dict[str, object]], list[str], list[Problem]]:
    """The lines with a function and an art, a row for each amount; what was told of totals; and the
    lines that are neither.
    """
    lines: list[dict[str, object]] = []
    problems: list[Problem] = []
    totals, function, since = 0, "", len(lines)
    for line, cells, given, values in _by_role(rows, heads, amounts):
        if any(TOTAL.match(cell) for cell in cells):
            totals += 1
            problems += _wrong_total(lines, since, values, heads, file, line)
            since = len(lines)
            continue
        function = _function(given["function"]) or function
        art = ART.match(typed_numbers.code(given["art"]))
        if not given["art"] and all(pd.isna(value) for value in values.values()):
            continue  # a heading of a function
        if not art or not FUNCTION.fullmatch(function):
            said = given["art"] if FUNCTION.fullmatch(function) else function
            problems.append(Problem(file, line, "function, art", said, *UNPLACED))
            continue
        key: dict[str, object] = {"function": function, "art": art[1].zfill(3), "line": line}
        lines += _rows_of(values, heads, typed_numbers.year(given.get("year", "")), key)
    told = [f"{totals} lines with totals, which agree with their lines"] if totals else []
    return lines, told, problems


def _by_role(
    rows: sheet_rows.Rows, heads: list[Head], amounts: dict[int, list[float]]
) -> Iterator[tuple[int, list[str], dict[str, str], dict[int, float]]]:
    """Each line with its cells, what it has of each role, and its amounts by column."""
    at = {one.role: place for place, one in reversed(list(enumerate(heads))) if one.role}
    for number, (line, cells) in enumerate(rows):
        given = {role: cells[place] if place < len(cells) else "" for role, place in at.items()}
        yield line, cells, given, {place: column[number] for place, column in amounts.items()}


def _function(cell: str) -> str:
    """The number of the function that a cell names, else the cell itself; "" of an empty one, which
    stands for the function of the line above.
    """
    read = FUNCTION.match(typed_numbers.code(cell)) if cell else None
    return read[1] if read else cell


def _rows_of(
    values: dict[int, float], heads: list[Head], year: str, key: dict[str, object]
) -> list[dict[str, object]]:
    """A row for each amount of a line; the head of its column says which year, or the line does."""
    return [
        {"year": str(heads[place].year or "") or year}
        | key
        | {"kind": heads[place].role, "place": place, "value": value}
        for place, value in values.items()
        if not pd.isna(value)
    ]


def _wrong_total(
    lines: list[dict[str, object]],
    since: int,
    values: dict[int, float],
    heads: list[Head],
    file: str,
    line: int,
) -> list[Problem]:
    """A total that is the sum neither of the lines since the last one, nor of those of the same
    function, nor of all.
    """
    problems = []
    last = lines[-1]["function"] if lines else ""
    for place, value in values.items():
        if pd.isna(value):
            continue
        of = [one for one in lines if one["place"] == place]
        groups = (
            [one for one in lines[since:] if one["place"] == place],
            [one for one in of if one["function"] == last],
            of,
        )
        sums = [sum(float(str(one["value"])) for one in group) for group in groups]
        near = [
            abs(value - total) <= HALF_A_KRONE * heads[place].unit * max(len(of), 1)
            for total in sums
        ]
        if not any(near):
            rule = "the total is not the sum of the lines above it"
            shown = spreadsheet.plain(value)
            problems.append(
                Problem(file, line, heads[place].role, shown, rule, "export whole accounts")
            )
    return problems


def _with_years(
    lines: list[dict[str, object]], titles: str, file: str
) -> tuple[list[dict[str, object]], list[Problem]]:
    """The lines with the year that the title tells, where neither the line nor its head does."""
    told = sorted(set(YEAR.findall(titles)))
    if all(one["year"] for one in lines):
        return lines, []
    if len(told) != 1:
        rule, remedy = "the file does not tell the year", "add a column «År»"
        return lines, [Problem(file, 1, "year", ", ".join(told), rule, remedy)]
    return [one | {"year": one["year"] or told[0]} for one in lines], []


def _summed(
    lines: list[dict[str, object]],
    functions: list[str],
    told: list[str],
    heads: list[Head],
    titles: str,
) -> Export:
    columns = ["year", "function", "art", "line", "kind", "place", "value"]
    table = pd.DataFrame(lines, columns=columns).astype({"value": "float64"})
    ours = table[table["function"].isin(functions)]
    other = sorted(set(table["function"]) - set(functions))
    keys = ["year", "function", "art"]
    sums = ours.pivot_table(index=keys, columns="kind", values="value", aggfunc="sum")
    result = sums.round(2).reindex(columns=[*AMOUNTS]).map(spreadsheet.plain)
    first = ours.groupby(keys)["line"].min()
    result = result.reset_index().set_index(first.sub(2).to_numpy() if len(first) else [])
    notes = [
        f"{len(ours)} amounts of functions {', '.join(sorted(set(ours['function'])))} in"
        f" {', '.join(sorted(set(ours['year'])))}"
    ]
    notes += [f"other functions, left out: {', '.join(other)}"] if other else []
    thousands = THOUSANDS.search(titles) or any(one.unit > 1 for one in heads)
    notes += ["amounts are in thousands of kroner"] if thousands else []
    return Export(result, [*notes, *told])
