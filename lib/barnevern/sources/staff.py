"""The service's staff by year and sick leave by month (template data/templates/staff.csv) →
observations.

FTEs, employees and vacancies are those of 31 December, as in Statistics Norway's table 12305. Sick
leave is lost days in per cent of agreed days (Statistics Norway, Standard for sykefravær); the days
are summed over the year before anything is divided.
"""

from pathlib import Path

import pandas as pd

from barnevern.norwegian.messages import say
from barnevern.observations import COLUMNS, FIGURE, PROVENANCE
from barnevern.problems import InputProblems, Problem
from barnevern.sources import spreadsheet, staff_export
from barnevern.sources.export import PLAINLY, Reading

FUNCTIONS = {"fte_244": "244", "fte_251": "251", "fte_252": "252"}
EDUCATION = {
    f"fte_{category}": category
    for category in (
        "child_welfare_pedagogue",
        "social_worker",
        "other_higher_education",
        "clerical",
        "other_unskilled",
    )
}
HEADCOUNTS = ["employees", "employees_planned", "employees_left"]
YEARLY = [*FUNCTIONS, *EDUCATION, "fte_vacant", *HEADCOUNTS]
DAYS = ["days_possible", "days_lost"]
MONTHS = [str(month) for month in range(1, 13)]
ROUNDING = (
    0.5  # FTEs are often written with one decimal: five of them can be this far from their sum
)
ALIKE = {name: (name, "") for name in ("fte_vacant", *HEADCOUNTS)}
FIGURES = (
    {"fte_244": ("fte_f244", "")}
    | {column: ("fte", category) for column, category in EDUCATION.items()}
    | ALIKE
)
SICK_LEAVE = {"days_possible": "sick_leave_days_possible", "days_lost": "sick_leave_days_lost"}


def read(path: Path, region: str = "", reading: Reading = PLAINLY) -> pd.DataFrame:
    """Observations of the staff list in ``path`` for the municipality ``region``: a filled-in
    template, or an export of a personnel system.

    Gives FTEs (total where all functions or all educations are there, function 244, each
    education), vacant FTEs, employees, planned employees, those who left, and possible and lost
    days of sick leave. A year with some months only has the status "not reported" for its days.
    Raises InputProblems with everything that is wrong in the file.
    """
    table, problems = _table(path, reading)
    if problems:
        raise InputProblems(problems)
    table["month"] = table["month"].where(
        ~table["month"].str.fullmatch(r"0[1-9]"), table["month"].str[1:]
    )
    problems += _keys(table, path.name)
    for column in (*YEARLY, *DAYS):
        table[column], wrong = spreadsheet.numbers(
            table, column, path.name, whole=column in HEADCOUNTS
        )
        problems += wrong
    problems += [] if problems else _days(table, path.name) + _sums(table, path.name)
    if problems:
        raise InputProblems(sorted(problems, key=lambda problem: int(problem.row)))
    table["year"] = table["year"].astype("int64")
    rows = pd.concat([_yearly(table), _sick_leave(table)], ignore_index=True)
    rows = rows.assign(region=region, source="staff").sort_values(FIGURE, ignore_index=True)
    return rows.reindex(columns=[*COLUMNS, *PROVENANCE], fill_value="")


def _table(path: Path, reading: Reading) -> tuple[pd.DataFrame, list[Problem]]:
    """The rows of the file in text, and what is wrong with the file itself."""
    optional = ["month", *YEARLY, *DAYS]
    if not staff_export.is_export(path, reading.answers):
        return spreadsheet.read(path, ["year"], optional)
    table = staff_export.understand(path, reading).rows(path.name)
    return table.reindex(columns=["year", *optional], fill_value="").fillna(""), []


def _keys(table: pd.DataFrame, file: str) -> list[Problem]:
    problems = spreadsheet.years(table, file)
    problems += spreadsheet.known(
        table,
        "month",
        ["", *MONTHS],
        file,
        "month is a whole number from 1 to 12, empty for the year",
    )
    problems += spreadsheet.unique(table, ["year", "month"], file)
    none = table[[*YEARLY, *DAYS]].agg("".join, axis=1).eq("")
    problems += spreadsheet.problems_at(
        table, none, "", file, "the row has no figures", "fill it in or remove it"
    )
    rule, remedy = (
        "a row of a month has sick leave only",
        "move the figure to the row of the year, whose month is empty",
    )
    for column in YEARLY:
        problems += spreadsheet.problems_at(
            table, table["month"].ne("") & table[column].ne(""), column, file, rule, remedy
        )
    return problems


def _days(table: pd.DataFrame, file: str) -> list[Problem]:
    """Days that cannot be true together: one without the other, more lost than possible, a year
    beside its months.
    """
    possible, lost = table["days_possible"], table["days_lost"]
    by_month = table["month"].ne("") & possible.notna()
    beside = (
        table["month"].eq("") & possible.notna() & by_month.groupby(table["year"]).transform("any")
    )
    rules = [
        (
            possible.isna() ^ lost.isna(),
            "possible and lost days go together",
            "fill in both, 0 if none were lost",
        ),
        (lost > possible, "more days were lost than were possible", "correct the days"),
        (possible.eq(0), "there were no possible days", "leave both empty"),
        (
            beside,
            "the year has sick leave by month as well",
            "keep the months, or the row of the year",
        ),
    ]
    columns = ", ".join(DAYS)
    return [
        problem
        for wrong, rule, remedy in rules
        for problem in spreadsheet.problems_at(table, wrong, columns, file, rule, remedy)
    ]


def _sums(table: pd.DataFrame, file: str) -> list[Problem]:
    by_function = table[list(FUNCTIONS)].sum(axis=1, skipna=False)
    by_education = table[list(EDUCATION)].sum(axis=1, skipna=False)
    shown = table.assign(
        **{"fte_…": by_function.map("{:g}".format) + " and " + by_education.map("{:g}".format)}
    )
    rule = "the FTEs by function and by education do not add up to the same"
    return spreadsheet.problems_at(
        shown,
        (by_function - by_education).abs().gt(ROUNDING),
        "fte_…",
        file,
        rule,
        "correct the one that is wrong",
    )


def _yearly(table: pd.DataFrame) -> pd.DataFrame:
    rows = table[table["month"].eq("")]
    total = (
        rows[list(FUNCTIONS)]
        .sum(axis=1, skipna=False)
        .fillna(rows[list(EDUCATION)].sum(axis=1, skipna=False))
        .round(2)
    )
    figures = FIGURES | {"total": ("fte", "")}
    long = (
        rows.assign(total=total)
        .melt(id_vars="year", value_vars=list(figures), var_name="column")
        .dropna(subset="value")
    )
    named = pd.DataFrame(
        long["column"].map(figures).tolist(), columns=["measure", "category"], index=long.index
    )
    return pd.concat([long[["year", "value"]], named], axis=1).assign(status="", note="")


def _sick_leave(table: pd.DataFrame) -> pd.DataFrame:
    """Possible and lost days of each year; missing, with a note, where only some months are
    there.
    """
    rows = table[table["days_possible"].notna()]
    months = rows[rows["month"].ne("")].groupby("year").size()
    days = rows.groupby("year")[DAYS].sum().round(2).rename(columns=SICK_LEAVE)
    long = days.reset_index().melt(id_vars="year", var_name="measure")
    there = long["year"].map(months).fillna(len(MONTHS)).astype("int64")
    whole = there.eq(len(MONTHS))
    note = there.map({months: say("dataset-months", months=months) for months in range(13)})
    return long.assign(
        category="",
        value=long["value"].where(whole),
        status=whole.map({True: "", False: ".."}),
        note=note.where(~whole, ""),
    )
