"""Typed CSV tables of observations, as in data/published."""

import csv
import io
from pathlib import Path

import pandas as pd

from barnevern.disclosure import raw
from barnevern.observations import COLUMNS, PROVENANCE, typed
from barnevern.observations.check import check
from barnevern.paths import with_ending
from barnevern.problems import InputProblems, Problem
from barnevern.sources.csv_shape import header_problems, length_problems
from barnevern.sources.refusal import refused

BESIDES = {"sources.csv", "controls.csv"}  # tables of a data set that hold no observations
SAVE_AS = "save it as «CSV UTF-8»"
SOURCE_COLUMNS = ["source", "title", "publisher", "published", "licence", "url"]


def read_folder(folder: Path) -> tuple[dict[str, pd.DataFrame], pd.DataFrame]:
    """Every observation table in ``folder`` by file name, and the table of its sources.

    Raises InputProblems with everything that is wrong in all the files together.
    """
    raw.refuse()
    files = [path for path in with_ending(folder, ".csv") if path.name not in BESIDES]
    if not files:
        raise refused(folder.name, "", "the folder has no CSV tables", "put the tables in it")
    sources, problems = read_text(folder / "sources.csv", SOURCE_COLUMNS)
    known = None if problems else set(sources["source"])
    problems += _repeated(sources["source"])
    tables = {path.name: read_text(path, [*COLUMNS, *PROVENANCE]) for path in files}
    for name, (table, wrong) in tables.items():
        problems += wrong or check(table, name, known)
    if problems:
        raise InputProblems(problems)
    return {name: typed(table) for name, (table, _) in tables.items()}, sources


def _repeated(sources: "pd.Series[str]") -> list[Problem]:
    """The rows of sources.csv whose source stands in a row above them."""
    rule, remedy = "the source stands more than once", "keep one of the rows"
    return [
        Problem("sources.csv", line, "source", str(source), rule, remedy)
        for line, (source, repeated) in enumerate(
            zip(sources, sources.duplicated(), strict=True), start=2
        )
        if repeated
    ]


def read_text(path: Path, columns: list[str]) -> tuple[pd.DataFrame, list[Problem]]:
    """The file as text cells in ``columns``, or an empty table and what is wrong with the file
    itself.
    """
    nothing = pd.DataFrame(columns=columns, dtype="str")
    try:
        head, *body = _lines(path)
    except InputProblems as error:
        return nothing, error.problems
    add = "add the column, empty where it has nothing"
    problems = header_problems(path.name, head, columns, columns, add) or length_problems(
        path.name, head, enumerate(body, start=2), "commas"
    )
    if problems:
        return nothing, problems
    return pd.DataFrame(body, columns=head, dtype="str")[columns], []


def _lines(path: Path) -> list[list[str]]:
    """The cells of each line, the header first. Raises InputProblems for a file that is not CSV in
    UTF-8 with a row at least.
    """
    if not path.is_file():
        raise refused(path.name, "", "the file is not there", "add it to the folder")
    content = path.read_bytes()
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise refused(path.name, line, "the file is not UTF-8", SAVE_AS) from None
    try:
        lines = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    except csv.Error as error:
        rule, remedy = f"the file is not CSV: {error}", f"{SAVE_AS}; check quotation marks"
        raise refused(path.name, "", rule, remedy) from None
    if len(lines) < 2:
        remedy = "it needs a header line and at least one row"
        raise refused(path.name, "", "the file is empty", remedy)
    return lines
