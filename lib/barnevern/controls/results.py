"""Every control run over an extract: the findings, their counts, and the one list that has journal
numbers.
"""

import re

import pandas as pd

from barnevern.cases import Extract, formats
from barnevern.controls import bvr, kostra15f, program
from barnevern.controls.material import ELEMENTS, Material, fault_ids, noun
from barnevern.controls.registry import SEVERITIES, Control, controls
from barnevern.norwegian.messages import say

FUNCTIONS = {formats.KOSTRA_15F.code: kostra15f.CONTROLS, formats.BVR.code: bvr.CONTROLS}
SPECIFICATION, PROGRAM = EDITIONS = ("specification", "program")
COLUMNS = ["control", "severity", "case", "table", "of", "start", "end", "message"]
DATES = {"start": "datetime64[s]", "end": "datetime64[s]"}
WORKING_COLUMNS = ["control", "severity", "journal", "element", "message"]
COUNT_COLUMNS = ["control", "severity", "title", "count", "year"]
# Where a spreadsheet would see a formula: at the start of a cell, or after a separator, for a
# Norwegian one splits at semicolons too.
FORMULA = re.compile(r"(^|[;,])(?=\s*[=+\-@])")
CONTROL_CHARACTERS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")
# Some services use the child's own number as journal number: eleven digits that begin with a day
# and a month (also with 40 or 80
# added, as D-numbers and test numbers have), or the twelve of a DUF number. Neither may leave the
# case system.
OWN_NUMBER = re.compile(
    r"(?<!\d)(?:[0-7]\d(?:0[1-9]|1[0-2]|4[1-9]|5[0-2]|8[1-9]|9[0-2])\d{2}["
    r" .-]?\d{5}|(?:19|20)\d{10})(?!\d)"
)


def run(
    extract: Extract,
    year: int | None = None,
    municipality: str = "",
    edition: str = SPECIFICATION,
) -> pd.DataFrame:
    """Every finding in ``extract``, with COLUMNS; in the order of the specification, then of the
    file.

    ``year`` is the reporting year and ``municipality`` the sender that was expected; without them
    the file's own count. ``edition``: by what is written (SPECIFICATION), or as Statistics Norway's
    program does it (PROGRAM), which differs for KOSTRA 15F only.
    """
    material = material_of(extract, year, municipality)
    frames = [findings_of(control, material, edition) for control in asked(extract).values()]
    filled = [frame for frame in frames if len(frame)]
    return (
        pd.concat(filled, ignore_index=True)
        if filled
        else pd.DataFrame(columns=COLUMNS, dtype="str").astype(DATES)
    )


def material_of(extract: Extract, year: int | None = None, municipality: str = "") -> Material:
    """The extract as the controls look at it; the file's own reporting year where none is given."""
    said = extract.about.get("year")
    return Material(
        extract,
        int(
            year
            if year is not None
            else said
            if said is not None
            else extract.cases["cases"]["year"].max()
        ),
        municipality,
    )


def asked(extract: Extract) -> dict[str, Control]:
    """The controls that are run over ``extract``: those of its format that the cases of a file can
    answer.
    """
    return {
        name: control
        for name, control in controls(extract.file_format.code).items()
        if control.answerable
    }


def findings_of(control: Control, material: Material, edition: str = SPECIFICATION) -> pd.DataFrame:
    """What one control finds, with COLUMNS."""
    as_program = edition == PROGRAM and control.format == formats.KOSTRA_15F.code
    others = program.CONTROLS if as_program else {}
    rows = others.get(control.control, FUNCTIONS[control.format][control.control])(material)
    if as_program and control.control in program.SEVERITIES:
        rows = rows.assign(severity=program.SEVERITIES[control.control])
    if rows.empty:
        return pd.DataFrame(columns=COLUMNS)
    if control.severity_migrated:
        rows = rows.assign(
            severity=rows["of"]
            .isin(material.remarked("migrated"))
            .map({True: control.severity_migrated, False: control.severity})
        )
    elif "severity" not in rows:
        rows = rows.assign(severity=control.severity)
    fields = {name: _text(rows[name]) for name in control.fields}
    messages = [
        control.message.format(**dict(zip(fields, values, strict=True)))
        for values in zip(*fields.values(), strict=True)
    ]
    rows = rows.assign(control=control.control, message=messages if fields else control.message)
    return rows.reindex(columns=COLUMNS).astype(DATES)


def _text(values: pd.Series) -> pd.Series:
    """Values as they stand in a message: dates as 31.12.2024, missing ones in words."""
    text: pd.Series = (
        values.dt.strftime("%d.%m.%Y")
        if pd.api.types.is_datetime64_any_dtype(values)
        else values.astype("str").replace("", None)
    )
    return text.fillna(say("page-not-told"))


def counts(extract: Extract, findings: pd.DataFrame, year: int | None = None) -> pd.DataFrame:
    """How often each control that was run found something, nought included: COUNT_COLUMNS.

    A control whose findings are of two severities has a row for each. Nothing here tells of a
    single case.
    """
    number = findings.groupby(["control", "severity"]).size()
    rows = []
    for name, control in asked(extract).items():
        severities = [severity for severity in SEVERITIES if (name, severity) in number.index] or [
            control.severity
        ]
        rows += [
            (name, severity, control.title, int(number.get((name, severity), 0)))
            for severity in severities
        ]
    return pd.DataFrame(rows, columns=COUNT_COLUMNS[:-1]).assign(
        year=year if year is not None else int(extract.about["year"])
    )


def working_list(extract: Extract, findings: pd.DataFrame) -> pd.DataFrame:
    """The findings for whoever mends the cases: WORKING_COLUMNS, as text that no spreadsheet runs
    as a formula.

    ``element`` says what it is, when it started (or ended) and on which line of the file it stands.
    This is the only place where journal numbers stand, and one that is itself an identity number is
    masked.
    """
    journals = [extract.journals.get(case, "") for case in findings["case"]]
    listed = findings.assign(journal=journals, element=_elements(extract, findings))
    return pd.DataFrame(
        {column: listed[column].astype("str").map(inert) for column in WORKING_COLUMNS}
    )


def _lines(extract: Extract, findings: pd.DataFrame) -> list[int | None]:
    """The line each finding stands at in its file, of its case where the element has none."""
    faults = dict(zip(fault_ids(extract.faults), extract.faults["line"], strict=True))
    return [
        faults.get(of) or extract.lines.get(of, extract.lines.get(case))
        for of, case in zip(findings["of"], findings["case"], strict=True)
    ]


def _elements(extract: Extract, findings: pd.DataFrame) -> "pd.Series[str]":
    """What each finding is about: its kind, the day it started or ended, and its line."""
    nouns = {
        "sender": noun("sender"),
        **{table: noun(table) for table in ELEMENTS},
        "cases": extract.file_format.case_element,
    }
    days = findings["start"].fillna(findings["end"]).dt.strftime(" %d.%m.%Y")
    lines = [
        "" if line is None else f", {say('controls-line', line=str(line))}"
        for line in _lines(extract, findings)
    ]
    element: pd.Series[str] = (
        findings["table"].map(nouns).astype("str")
        + days.astype("str").fillna("")
        + pd.Series(lines, index=findings.index, dtype="str")
    )
    return element


def inert(cell: str) -> str:
    """A cell without identity numbers and without control characters that no spreadsheet takes for
    a formula.
    """
    return FORMULA.sub(
        r"\1'", OWN_NUMBER.sub(say("controls-masked"), CONTROL_CHARACTERS.sub(" ", cell))
    )
