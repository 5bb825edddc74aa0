"""Checking a case extract before it is sent in: read, control, and tell the service what to
mend.
"""

import csv
import os
import secrets
import tempfile
from pathlib import Path

import pandas as pd
from rich.table import Table

from barnevern import controls
from barnevern.cases import Extract
from barnevern.cases.identity import KEY_BYTES
from barnevern.norwegian.messages import say
from barnevern.observations import lookup, regions
from barnevern.problems import refused
from barnevern.sources.extract import read_extract

# for one reading only: what is checked is not kept, and hashes of two readings need not agree


def read(files: list[Path], *, synthetic: bool = False) -> Extract:
    """The extract in ``files``, without the cases that are not as the format has them; nothing of
    it is kept. Raises InputProblems when a file cannot be read.
    """
    return read_extract(files, secrets.token_bytes(KEY_BYTES), synthetic=synthetic, keep_going=True)


def municipality_of(given: str) -> regions.Region:
    """The municipality given on the command line by number or name. Raises InputProblems for an
    unknown one.
    """
    try:
        return lookup.region(given)
    except lookup.UnknownRegion as error:
        remedy = "give a number or a name"
        raise refused("--municipality", given, str(error), remedy) from None


def expected_sender(extract: Extract, municipality: str) -> str:
    """The number that a municipality given by number or name should have in this extract; "" when
    none is given.

    A municipality has had several numbers; any of those it had in the year of the extract is right.
    Raises InputProblems for an unknown municipality.
    """
    if not municipality:
        return ""
    region = municipality_of(municipality)
    said = str(extract.about["municipality"])
    right = {
        region.code,
        *(period.code for period in regions.parts(region.code, int(extract.about["year"]))),
    }
    return said if said in right else region.code


def refuse_overwriting(files: list[Path], out: Path | None) -> None:
    """Raises InputProblems when the working list would be written over one of the files it is
    about.
    """
    if out is not None and out.resolve() in [path.resolve() for path in files]:
        raise refused("--csv", out.name, "it is one of the files to check", "give another file")


def ready(findings: pd.DataFrame) -> bool:
    """Whether the extract may be sent in: nothing in ``findings`` is an error."""
    return not findings["severity"].isin(controls.STOPPING).any()


def stops(extract: Extract, year: int | None, municipality: str) -> tuple[bool, str]:
    """Whether the authority would turn the extract away, and a Norwegian sentence that says so and
    by which controls: those of KOSTRA 15F as the program does them, those of BVR as they are
    written.
    """
    file_format = extract.file_format
    taker = "register" if file_format.one_case_a_file else "statistics"
    found = controls.run(extract, year, municipality, controls.PROGRAM)
    counts = found.loc[found["severity"].isin(controls.STOPPING), "control"].value_counts(
        sort=False
    )
    named = ", ".join(f"{control} ({number})" for control, number in counts.items())
    if not named:
        return False, say("extract-taken", taker=taker)
    return True, say("extract-not-taken", taker=taker, controls=named)


def summary(extract: Extract, findings: pd.DataFrame) -> Table:
    """The controls that found something, the most serious first, with how often; no journal
    numbers.
    """
    about = extract.about
    table = Table(
        title=f"{about['format']}, {about['municipality']}, {about['year']}", title_justify="left"
    )
    for heading in ("Severity", "Control", "Title"):
        table.add_column(heading)
    table.add_column("Findings", justify="right")
    counts = controls.counts(extract, findings)
    for severity in controls.SEVERITIES:
        of_severity = counts[counts["severity"].eq(severity) & counts["count"].gt(0)]
        for row in of_severity.to_dict("records"):
            table.add_row(severity, row["control"], row["title"], str(row["count"]))
    return table


def totals(extract: Extract, findings: pd.DataFrame) -> str:
    """One sentence: how many controls were run, how many found something, and which cannot be
    answered by the file.
    """
    asked = controls.asked(extract)
    counts = findings["severity"].value_counts()
    named = ", ".join(f"{counts[name]} {name}" for name in controls.SEVERITIES if name in counts)
    every = controls.controls(extract.file_format.code)
    left_out = "; ".join(name for name in every if name not in asked)
    beside = f" Not run (see data/reference/controls.csv): {left_out}." if left_out else ""
    return (
        f"{len(asked)} controls run on {len(extract.cases['cases'])} cases:"
        f" {named or 'no findings'}.{beside}"
    )


def write_working_list(extract: Extract, findings: pd.DataFrame, out: Path) -> None:
    """The findings with journal numbers as CSV (WORKING_COLUMNS), for its owner only, whole or not
    at all.

    Raises InputProblems when it cannot be written there.
    """
    listed = controls.working_list(extract, findings)
    aside = ""
    try:
        handle, aside = tempfile.mkstemp(dir=out.parent, prefix=".controls-", suffix=".csv")
        with os.fdopen(handle, "w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(controls.WORKING_COLUMNS)
            writer.writerows(listed.itertuples(index=False, name=None))
        Path(aside).replace(out)
    except OSError as error:
        rule = f"the list cannot be written there: {error.strerror}"
        raise refused("--csv", out.name, rule, "give another file") from None
    finally:
        if aside:
            Path(aside).unlink(missing_ok=True)
