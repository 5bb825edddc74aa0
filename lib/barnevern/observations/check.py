"""Whether a table of observations can be true: everything that is wrong with it, by line."""

import re

import pandas as pd

from barnevern.observations import regions
from barnevern.observations.schema import (
    EARLIEST,
    KEY,
    LATEST,
    STATUS,
    dimensions,
    measures,
    signed_measures,
)
from barnevern.problems import Problem, nearest

# Ten digits hold any municipality's kroner; eleven may be an identity number.
NUMBER = r"-?[0-9]{1,10}(\.[0-9]{1,20})?"


def check(table: pd.DataFrame, file: str, sources: set[str] | None) -> list[Problem]:
    """Everything that is wrong with a table of text cells read from ``file``, in the order of its
    lines.

    ``sources`` are the known ids, or None when sources.csv itself could not be read.

    ``table`` has the columns COLUMNS and PROVENANCE as text; the first line of data is line 2 of
    the file.
    """
    problems: list[Problem] = []
    for check_column in (_regions, _years, _measures, _categories, _statuses, _values):
        problems += check_column(table, file)
    problems += _sources(table, file, sources)
    rule, remedy = "the same key stands more than once", "keep one of the rows"
    for line, value in _where(table, "measure", table.duplicated(KEY, keep="first")):
        problems.append(Problem(file, line, ", ".join(KEY), value, rule, remedy))
    return sorted(problems, key=lambda problem: int(problem.row))


def _where(table: pd.DataFrame, column: str, wrong: "pd.Series[bool]") -> list[tuple[int, str]]:
    """Line numbers and values of the rows where ``wrong`` is true."""
    found = table.loc[wrong, column]
    return [
        (number + 2, str(value)) for number, value in zip(found.index.tolist(), found, strict=True)
    ]


def _regions(table: pd.DataFrame, file: str) -> list[Problem]:
    known = {period.code for period in regions.code_periods()} | {
        code for code, row in regions.groups().items() if row["level"] != "asked"
    }
    problems = []
    for line, value in _where(table, "region", ~table["region"].isin(known)):
        padded = value.zfill(4)
        remedy = (
            f"write {padded}, with four digits"
            if padded in known
            else nearest(value, known) or "use the code of the year itself"
        )
        problems.append(Problem(file, line, "region", value, "region code is not known", remedy))
    return problems


def _years(table: pd.DataFrame, file: str) -> list[Problem]:
    years = pd.to_numeric(
        table["year"].where(table["year"].str.fullmatch(r"\d{4}")), errors="coerce"
    )
    wrong = ~years.between(EARLIEST, LATEST)
    rule = f"year is a whole number from {EARLIEST} to {LATEST}"
    return [
        Problem(file, line, "year", value, rule, "write the year with four digits")
        for line, value in _where(table, "year", wrong)
    ]


def _measures(table: pd.DataFrame, file: str) -> list[Problem]:
    wrong = ~table["measure"].isin(list(measures()))
    remedy = "add it to data/reference/measures.csv"
    return [
        Problem(
            file,
            line,
            "measure",
            value,
            "measure is not known",
            nearest(value, measures()) or remedy,
        )
        for line, value in _where(table, "measure", wrong)
    ]


def _categories(table: pd.DataFrame, file: str) -> list[Problem]:
    problems = []
    for measure in table.loc[table["category"].ne(""), "measure"].unique():
        if measure in measures():
            allowed = [
                c
                for dimension in measures()[measure]["dimension"].split()
                for c in dimensions()[dimension]
            ]
            wrong = table["measure"].eq(measure) & ~table["category"].isin(["", *allowed])
            for line, value in _where(table, "category", wrong):
                remedy = nearest(value, allowed) or "add it to data/reference/categories.csv"
                problems.append(
                    Problem(file, line, "category", value, f"not a category of {measure}", remedy)
                )
    return problems


def _statuses(table: pd.DataFrame, file: str) -> list[Problem]:
    status, value = table["status"], table["value"]
    known = "use one of: " + " ".join(f"«{code}»" for code in STATUS if code)
    valueless = status.isin([code for code in STATUS if code not in ("", "-")])
    empty = "empty the value or the status"
    write = "write the value, or .. for not reported"
    rules = [
        ("status", ~status.isin(list(STATUS)), "status is not known", known),
        ("value", valueless & value.ne(""), "a figure with this status has no value", empty),
        ("value", status.eq("-") & ~value.isin(["", "0"]), "the status - means zero", empty),
        ("value", status.eq("") & value.eq(""), "value is empty without a status", write),
    ]
    return [
        Problem(file, line, column, text, rule, remedy)
        for column, wrong, rule, remedy in rules
        for line, text in _where(table, column, wrong)
    ]


def _values(table: pd.DataFrame, file: str) -> list[Problem]:
    kinds = table["measure"].map({name: row["kind"] for name, row in measures().items()})
    is_number = table["value"].str.fullmatch(NUMBER) | _large_amount(table["value"], kinds)
    rule = "value is not a number with point as decimal mark"
    problems = [
        Problem(file, line, "value", text, rule, _as_number(text))
        for line, text in _where(table, "value", table["value"].ne("") & ~is_number)
    ]
    values = pd.to_numeric(table["value"].where(is_number), errors="coerce")
    signed = table["measure"].isin(list(signed_measures()))
    for rule, wrong in _impossible(values, kinds, signed).items():
        problems += [
            Problem(file, line, "value", text, rule, "correct the value")
            for line, text in _where(table, "value", wrong)
        ]
    return problems


def _sources(table: pd.DataFrame, file: str, known: set[str] | None) -> list[Problem]:
    unknown = ~table["source"].isin(known) if known is not None else table["source"].eq("")
    rule = "source is not in sources.csv"
    return [
        Problem(
            file, line, "source", value, rule, nearest(value, known or []) or "add a row for it"
        )
        for line, value in _where(table, "source", unknown)
    ]


def _as_number(text: str) -> str:
    """What to write instead of a text that is no number."""
    plain = re.sub(r"\s", "", text).replace(",", ".")
    if re.fullmatch(NUMBER, plain):
        return f"write {plain}"
    return "write a number, or leave it empty with a status"


def _impossible(
    values: pd.Series, kinds: pd.Series, signed: "pd.Series[bool]"
) -> dict[str, "pd.Series[bool]"]:
    """The rules a number of each kind keeps to, with the rows that break them; ``signed`` are those
    of measures that may be below zero.
    """
    return {
        "figures of this measure cannot be negative": ~signed & kinds.notna() & values.lt(0),
        "a count is a whole number": kinds.eq("count") & values.mod(1).gt(0),
        "a share cannot be over 100 per cent": kinds.eq("share") & values.gt(100),
        "a deviation cannot be under -100 per cent": kinds.eq("deviation") & values.lt(-100),
    }


def _large_amount(values: pd.Series, kinds: pd.Series) -> "pd.Series[bool]":
    """Which values are kroner of eleven digits that can be nobody's identity number: Oslo's whole
    accounts are so large.
    """
    from barnevern.cases import identity  # only here: pages read figures that are checked already

    long = values[values.str.fullmatch("[0-9]{11}") & kinds.eq("amount")]
    described = identity.describe(long.tolist(), [""] * len(long), LATEST, synthetic=True)
    nobody = [
        index for index, kind in zip(long.index, described.kinds, strict=True) if kind == "invalid"
    ]
    return pd.Series(values.index.isin(nobody), index=values.index)
