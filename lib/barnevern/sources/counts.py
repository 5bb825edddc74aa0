"""Counts that no extract holds and the service keeps by hand (template data/templates/other.csv) →
observations.
"""

from pathlib import Path

import pandas as pd

from barnevern import observations
from barnevern.observations import COLUMNS, PROVENANCE
from barnevern.observations.check import check
from barnevern.problems import InputProblems
from barnevern.sources import spreadsheet

COLUMNS_READ = ["year", "measure", "category", "value"]
# Denominators and needs are Statistics Norway's and the ministry's: a figure by hand would move
# every ratio.
NOT_BY_HAND = ["population_31dec", "need_index"]


def read(path: Path, region: str = "") -> pd.DataFrame:
    """Observations of the list in ``path`` for the municipality ``region``: measures and categories
    of data/reference.

    Raises InputProblems with everything that is wrong in the file.
    """
    table, problems = spreadsheet.read(path, COLUMNS_READ)
    if problems:
        raise InputProblems(problems)
    missing = table["value"].eq("..")
    values, problems = spreadsheet.numbers(
        table.assign(value=table["value"].mask(missing, "")), "value", path.name
    )
    # What was no number has its problem already; zero keeps the rules below from naming it again.
    text = values.fillna(0).map(spreadsheet.plain)
    cells = {
        "value": text.where(table["value"].ne("") & ~missing, ""),
        "status": missing.map({True: "..", False: ""}),
    }
    written = table.assign(region=region, source="other", **cells, **dict.fromkeys(PROVENANCE, ""))
    problems += [
        found for found in check(written, path.name, {"other"}) if found.column != "region"
    ]
    rule, remedy = "this figure comes from its publisher, not by hand", "remove the row"
    problems += spreadsheet.problems_at(
        table, table["measure"].isin(NOT_BY_HAND), "measure", path.name, rule, remedy
    )
    if problems:
        raise InputProblems(sorted(problems, key=lambda problem: int(problem.row)))
    return observations.typed(written)[[*COLUMNS, *PROVENANCE]].reset_index(drop=True)
