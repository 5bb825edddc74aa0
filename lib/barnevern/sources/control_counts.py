"""How often each control of a case extract found something: controls.csv of a data set. Counts
only, never a case.
"""

from pathlib import Path

import pandas as pd

from barnevern.data import parquet
from barnevern.observations import regions
from barnevern.problems import InputProblems, Problem
from barnevern.sources.tables import read_text

FILE = "controls.csv"
STORED = "controls.parquet"
COLUMNS = ["control", "severity", "title", "count", "year", "municipality"]
SEVERITIES = ("FATAL", "ERROR", "WARNING", "INFO")


def read(folder: Path) -> pd.DataFrame | None:
    """The checked controls.csv of ``folder`` with count and year as numbers, or None where it has
    none. Raises InputProblems.
    """
    if not (folder / FILE).is_file():
        return None
    table, problems = read_text(folder / FILE, COLUMNS)
    rules = {
        "severity": (table["severity"].isin(SEVERITIES), "use one of " + ", ".join(SEVERITIES)),
        "count": (
            table["count"].str.fullmatch(r"\d{1,9}"),
            "write how many were found, 0 for none",
        ),
        "year": (table["year"].str.fullmatch(r"(19|20)\d\d"), "write the year with four digits"),
        "municipality": (
            table["municipality"].isin({period.code for period in regions.code_periods()}),
            "write the number the sender had",
        ),
    }
    for column, (right, remedy) in rules.items():
        wrong = table.loc[~right, column]
        lines = (wrong.index + 2).tolist()
        problems += [
            Problem(FILE, line, column, value, f"{column} is not valid", remedy)
            for line, value in zip(lines, wrong, strict=True)
        ]
    if problems:
        raise InputProblems(problems)
    return table.astype({"count": "int64", "year": "int64"})


def stored(store: Path, code: str, until: int) -> pd.DataFrame:
    """The counts of today's municipality ``code`` in a built data set, of the newest year up to
    ``until`` and those before it.

    Columns control, severity, title, count and year; the senders of a merged municipality are added
    up. A count that may not be told is missing (see disclosure.gate). Empty where there are none.
    """
    if not (store / STORED).is_file():
        return pd.DataFrame(columns=COLUMNS[:-1])
    numbers = sorted(
        {period.code for period in regions.code_periods() if period.current_code == code}
    )
    rows = parquet.read(store / STORED, among={"municipality": numbers}, at_most={"year": until})
    return (
        rows.groupby([*COLUMNS[:3], "year"], sort=False)["count"]
        .agg(lambda counts: counts.sum(skipna=False))
        .reset_index()
    )
