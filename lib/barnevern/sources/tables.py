"""Typed CSV tables of observations, as in data/published."""

import csv
import io
from pathlib import Path

import pandas as pd

from barnevern.disclosure import raw
from barnevern.observations import COLUMNS, PROVENANCE, typed
from barnevern.observations.check import check
from barnevern.problems import InputProblems, Problem, nearest

BESIDES = {"sources.csv", "controls.csv"}  # tables of a data set that hold no observations
SOURCE_COLUMNS = ["source", "title", "publisher", "published", "licence", "url"]


def read_folder(folder: Path) -> tuple[dict[str, pd.DataFrame], pd.DataFrame]:
    """Every observation table in ``folder`` by file name, and the table of its sources.

    Raises InputProblems with everything that is wrong in all the files together.
    """
    raw.refuse()
    files = sorted(path for path in folder.glob("*.csv") if path.name not in BESIDES)
    if not files:
        raise InputProblems(
            [
                Problem(
                    str(folder.name),
                    "",
                    "",
                    "",
                    "the folder has no CSV tables",
                    "put the tables in it",
                )
            ]
        )
    sources, problems = read_text(folder / "sources.csv", SOURCE_COLUMNS)
    known = None if problems else set(sources["source"])
    problems += [
        Problem(
            "sources.csv",
            line,
            "source",
            str(value),
            "the source stands more than once",
            "keep one of the rows",
        )
        for line, value in enumerate(sources["source"], start=2)
        if sources["source"].duplicated().iloc[line - 2]
    ]
    tables = {}
    for path in files:
        table, found = read_text(path, [*COLUMNS, *PROVENANCE])
        problems += found or check(table, path.name, known)
        tables[path.name] = table
    if problems:
        raise InputProblems(problems)
    return {name: typed(table) for name, table in tables.items()}, sources


def read_text(path: Path, columns: list[str]) -> tuple[pd.DataFrame, list[Problem]]:
    """The file as text cells in ``columns``, or an empty table and what is wrong with the file
    itself.
    """
    nothing = pd.DataFrame(columns=columns, dtype="str")
    if not path.is_file():
        return nothing, [
            Problem(path.name, "", "", "", "the file is not there", "add it to the folder")
        ]
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = path.read_bytes()[: error.start].count(b"\n") + 1
        return nothing, [
            Problem(path.name, line, "", "", "the file is not UTF-8", "save it as «CSV UTF-8»")
        ]
    try:
        lines = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    except csv.Error as error:
        return nothing, [
            Problem(
                path.name,
                "",
                "",
                "",
                f"the file is not CSV: {error}",
                "save it as «CSV UTF-8»; check quotation marks",
            )
        ]
    if len(lines) < 2:
        return nothing, [
            Problem(
                path.name,
                "",
                "",
                "",
                "the file is empty",
                "it needs a header line and at least one row",
            )
        ]
    head, body = lines[0], lines[1:]
    problems = _header(path.name, head, columns) or [
        Problem(
            path.name,
            number,
            "",
            f"{len(cells)} cells",
            f"a row has {len(head)} cells",
            "check commas and quotation marks",
        )
        for number, cells in enumerate(body, start=2)
        if len(cells) != len(head)
    ]
    if problems:
        return nothing, problems
    return pd.DataFrame(body, columns=head, dtype="str")[columns], []


def _header(file: str, head: list[str], columns: list[str]) -> list[Problem]:
    missing = [column for column in columns if column not in head]
    unknown = [column for column in head if column not in columns]
    twice = [column for column in dict.fromkeys(head) if head.count(column) > 1]
    return [
        *(
            Problem(file, 1, column, "", "column stands more than once", "keep one of them")
            for column in twice
        ),
        *(
            Problem(
                file,
                1,
                column,
                "",
                "column is missing",
                "add the column, empty where it has nothing",
            )
            for column in missing
        ),
        *(
            Problem(
                file, 1, column, "", "column is not known", nearest(column, columns) or "remove it"
            )
            for column in unknown
        ),
    ]
