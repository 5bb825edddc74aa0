"""Counts that no extract holds and the service keeps by hand (template data/templates/other.csv) →
observations.
"""

from pathlib import Path

import pandas as pd

from barnevern import observations
from barnevern.observations import (
    COLUMNS,
    PROVENANCE,
    SUMMED_KINDS,
    measures,
    signed_measures,
)
from barnevern.observations.check import check
from barnevern.problems import InputProblems, Problem
from barnevern.sources import counts_export, spreadsheet
from barnevern.sources.export import PLAINLY, Reading

COLUMNS_READ = ["year", "measure", "category", "value"]
# Denominators and needs are Statistics Norway's and the ministry's: a figure by hand would move
# every ratio.
UNITS = ("", "kr", "nok", "kroner", "%", "prosent")
NOT_BY_HAND = ["population_31dec", "need_index"]


def read(path: Path, region: str = "", reading: Reading = PLAINLY) -> pd.DataFrame:
    """Observations of the list in ``path`` for the municipality ``region``: measures and categories
    of data/reference; a filled-in template, or a list with a column for each year.

    Raises InputProblems with everything that is wrong in the file.
    """
    table, problems = _table(path, reading)
    if problems:
        raise InputProblems(problems)
    missing = table["value"].eq("..")
    given = table.assign(value=table["value"].mask(missing, ""))
    text, problems = _numbers(given, path.name)
    written = table.assign(
        region=region,
        value=text.where(given["value"].ne(""), ""),
        status=missing.map({True: "..", False: ""}),
        source="other",
        **dict.fromkeys(PROVENANCE, ""),
    )
    wrong = check(written, path.name, {"other"})
    problems += [problem for problem in wrong if problem.column != "region"]
    rule, remedy = "this figure comes from its publisher, not by hand", "remove the row"
    problems += spreadsheet.problems_at(
        table, table["measure"].isin(NOT_BY_HAND), "measure", path.name, rule, remedy
    )
    if problems:
        raise InputProblems(sorted(problems, key=lambda problem: int(problem.row)))
    return observations.typed(written)[[*COLUMNS, *PROVENANCE]].reset_index(drop=True)


def _table(path: Path, reading: Reading) -> tuple[pd.DataFrame, list[Problem]]:
    """The rows of the file in text, and what is wrong with the file itself."""
    if counts_export.is_export(path, reading.answers):
        return counts_export.understand(path, reading).rows(path.name), []
    return spreadsheet.read(path, COLUMNS_READ)


def _numbers(given: pd.DataFrame, file: str) -> tuple[pd.Series, list[Problem]]:
    """The values as plain numbers, and those that are none or per cent of what is counted."""
    signed = given["measure"].isin(list(signed_measures()))
    values, problems = spreadsheet.numbers(given, "value", file, signed=signed, units=UNITS)
    kinds = given["measure"].map({name: row["kind"] for name, row in measures().items()})
    per_cent = given["value"].str.contains("%|prosent", case=False) & kinds.isin(SUMMED_KINDS)
    rule, remedy = "the measure is a number, not per cent", "write the number itself"
    problems += spreadsheet.problems_at(given, per_cent, "value", file, rule, remedy)
    # What was no number has its problem already; zero keeps other rules from naming it again.
    return values.fillna(0).map(spreadsheet.plain), problems
