"""Accounts as accounting systems write them → the rows of the template data/templates/accounts.csv.

Titles above the header, Norwegian heads, «244 Barneverntjeneste», several lines for a function and
art, functions of other services, totals between the lines, columns of several years or of periods,
thousands of kroner. What was understood is told in words, and what was not is asked.
"""

from pathlib import Path

import pandas as pd

from barnevern.problems import InputProblems, Problem
from barnevern.sources import export_heads, periods, sheet_rows, spreadsheet
from barnevern.sources.answers import NONE, Answers, Question
from barnevern.sources.export import PLAINLY, Export, Reading
from barnevern.sources.export_heads import AMOUNTS, NEEDED, Head
from barnevern.sources.export_lines import Known, Lines, Reader

OF_TEMPLATE = {"year", "function", "art", "budget", "accounts"}
TITLES = " · "  # between the titles above a header
READY = {"gross", "net"}  # the template's words for ready sums


def is_export(path: Path, answers: Answers = NONE) -> bool:
    """Whether a file is an export, and not a filled-in template."""
    try:
        rows = sheet_rows.rows(path)
    except InputProblems:
        return False
    place, _ = export_heads.header(rows, answers)
    if place < 0 or {cell.lower() for cell in rows[place][1] if cell} == OF_TEMPLATE:
        return False
    # whoever writes ready sums fills in the template, by its heads or ours
    return not {cell.lower() for _, row in rows[place + 1 :] for cell in row} & READY


def understand(path: Path, known: Known, reading: Reading = PLAINLY) -> Export:
    """The lines of an export that are of the functions in ``known``, summed by year, function and
    art; with every question and everything that is wrong instead, where there is any. Raises
    InputProblems for a file that is no table.
    """
    rows, file = sheet_rows.rows(path), path.name
    place, found = export_heads.header(rows, reading.answers)
    titles, body = (
        " · ".join(cell for _, cells in rows[:place] for cell in cells),
        rows[place + 1 :],
    )
    heads, questions, problems = export_heads.chosen(found, file)
    codes = {"function": set(known.functions), "art": set(known.arts)}
    questions += export_heads.asked(body, heads, codes, reading.answers)
    problems += _missing(heads, questions, file) + _not_a_year(titles, file)
    notes = _columns(found, heads)
    if questions or problems:
        return Export(notes=notes, questions=questions, problems=problems)
    unit = 1000 if export_heads.THOUSANDS.search(titles) else 1
    lines = Reader(heads, known, reading.answers, file, unit).read(body)
    problems = lines.problems + _with_years(lines, titles, reading.year, file)
    problems += _periods_of_lines(lines, file)
    if lines.questions or problems:
        problems.sort(key=lambda problem: str(problem.row).zfill(9))
        return Export(notes=notes, questions=lines.questions, problems=problems)
    in_thousands = unit > 1 or any(one.unit > 1 for one in heads)
    return Export(_summed(lines), [*notes, *_told(lines, in_thousands=in_thousands)])


def _missing(heads: list[Head], questions: list[Question], file: str) -> list[Problem]:
    """What neither a head tells nor a question asks for."""
    roles = {one.role for one in heads} | {one.choices[0] for one in questions}
    wanted = [name for role, name in NEEDED.items() if role not in roles]
    wanted += [] if roles & set(AMOUNTS) else ["accounts or budget"]
    remedy = "export by function (three digits) and art (three digits), with amounts"
    return [
        Problem(file, "", "", "", f"the file has no column of {name}", remedy) for name in wanted
    ]


def _not_a_year(titles: str, file: str) -> list[Problem]:
    """A title that says that the figures are of a part of a year."""
    told = [periods.of_title(title) for title in titles.split(TITLES)]
    wrong = [one for one in told if one and not one.whole]
    rule, remedy = "the figures are not of a whole year", "export January to December"
    shown = f"months {wrong[0].first}–{wrong[0].last}" if wrong else ""
    return [Problem(file, 1, "period", shown, rule, remedy)] if wrong else []


def _periods_of_lines(lines: Lines, file: str) -> list[Problem]:
    """Months that no line is of, where the lines have a period."""
    told = [one for text in lines.periods if (one := periods.cell(text))]
    months = {month for one in told for month in range(one.first, one.last + 1)}
    gone = sorted(set(range(1, periods.LAST + 1)) - months)
    if not lines.periods or not gone:
        return []
    rule, remedy = "the periods do not make a year", "export January to December"
    shown = ", ".join(map(str, gone))
    return [Problem(file, "", "period", f"no line of month {shown}", rule, remedy)]


def _columns(found: list[Head], kept: list[Head]) -> list[str]:
    """How each column was understood."""
    used = [
        f"«{one.text}» is {one.role}" + (f" of {one.year}" if one.year else "")
        for one in kept
        if one.role
    ]
    unused = [f"«{one.text}»" for one in kept if one.text and not one.role]
    told = [", ".join(used)]
    return told + ([f"not used: {', '.join(unused)}"] if unused and found else [])


def _with_years(lines: Lines, titles: str, given: str, file: str) -> list[Problem]:
    """Fills in the year that the title tells, or that was given, where neither the line nor its
    head does; or says that nothing does.
    """
    open_lines = [one for one in lines.amounts if not one["year"]]
    year, several = export_heads.year_of(titles, given)
    if open_lines and (not year or several):
        rule = "the file does not tell the year"
        return [Problem(file, 1, "year", "", rule, "give --year, or add a column «År»")]
    for one in open_lines:
        one["year"] = str(int(year) - int(bool(one["years_back"])))
    return []


def _summed(lines: Lines) -> pd.DataFrame:
    """The amounts as the rows of the template, by the first line of each."""
    columns = ["year", "function", "art", "line", "kind", "value", "counts"]
    table = pd.DataFrame(lines.amounts, columns=columns).astype({"value": "float64"})
    ours = table[table["counts"].astype(bool)]
    keys = ["year", "function", "art"]
    sums = ours.pivot_table(index=keys, columns="kind", values="value", aggfunc="sum")
    result = sums.round(2).reindex(columns=[*AMOUNTS]).map(spreadsheet.plain)
    first = ours.groupby(keys)["line"].min()
    return result.reset_index().set_index(first.sub(2).to_numpy() if len(first) else [])


def _told(lines: Lines, *, in_thousands: bool) -> list[str]:
    """What was counted and what was left out."""
    ours = [one for one in lines.amounts if one["counts"]]
    used = {str(one["function"]) for one in ours}
    other = sorted({str(one["function"]) for one in lines.amounts if not one["counts"]} - used)
    years = sorted({str(one["year"]) for one in ours})
    functions, totals = ", ".join(sorted(used)), f"{lines.totals} lines with totals"
    return [
        f"{len(ours)} amounts of functions {functions} in {', '.join(years)}",
        *([f"other functions, left out: {', '.join(other)}"] if other else []),
        *([f"{lines.other_class} lines not of operations, left out"] if lines.other_class else []),
        *(["three digits of each account number are the art"] if lines.shortened else []),
        *(["amounts are in thousands of kroner"] if in_thousands else []),
        *([f"{totals}, which agree with their lines"] if lines.totals else []),
    ]
