"""Statistics Norway's StatBank: PxWebApi v2, whose metadata and answers are JSON-stat 2 data sets.

Read by hand and not with a client, because no client gives the symbols that say why a figure is
missing.
"""

import json
import re
from dataclasses import dataclass
from itertools import product
from math import prod
from pathlib import Path
from typing import Any

import pandas as pd

from barnevern.problems import InputProblems, Problem
from barnevern.sources.web import Refused, Service

PATH = "pxwebapi/v2"
FEWEST_CELLS = 100_000  # what a service that names no limit is asked for at most
MOST_REGIONS = 200  # in one question: larger ones are answered more slowly than two smaller
REMEDY = (
    "see ssb.no/statbank/table/{id}, correct data/reference/statbank_tables.yml, or leave the table"
    " out: --without {id}"
)
Selection = dict[str, list[str]]  # codes by variable


@dataclass(frozen=True)
class Table:
    """What a table says of itself: when it was updated, its variables with their codes in order,
    and the unit of each content.
    """

    id: str
    title: str
    updated: str
    codes: dict[str, list[str]]
    required: frozenset[str]  # variables that must be chosen from
    units: dict[str, str]
    notes: list[str]  # those that must be shown with the figures

    def problem(self, variable: str, value: str, rule: str) -> Problem:
        """Something about this table that a person must look into."""
        return _problem(self.id, variable, value, rule)

    def refused(self, variable: str, value: str, rule: str) -> InputProblems:
        """The same, to be raised."""
        return InputProblems([self.problem(variable, value, rule)])


def _problem(table: str, variable: str, value: str, rule: str) -> Problem:
    return Problem(f"table {table}", "", variable, value, rule, REMEDY.format(id=table))


def _refused(table: str, rule: str) -> InputProblems:
    return InputProblems([_problem(table, "", "", rule)])


def most_cells(service: Service) -> int:
    """How many cells one answer may have."""
    found = service.ask(f"{PATH}/config").get("maxDataCells")
    return found if isinstance(found, int) and found > 0 else FEWEST_CELLS


def metadata(service: Service, table: str) -> Table:
    """The table as it is now. Raises InputProblems when there is no such table, when it is
    discontinued, or cannot be understood.
    """
    try:
        found = service.ask(f"{PATH}/tables/{table}/metadata?lang=no&outputFormat=json-stat2")
    except Refused as refused:
        raise _refused(table, f"the table cannot be had: {refused}") from None
    try:
        read = _table(table, found)
        discontinued = found.get("extension", {}).get("discontinued") or re.search(
            r"\(avslutt", read.title
        )
    except (KeyError, TypeError, AttributeError, ValueError):
        rule = "what the service says of the table cannot be understood"
        raise _refused(table, rule) from None
    if discontinued:
        rule = f"the table is discontinued; it was last updated {read.updated[:10]}"
        raise _refused(table, rule)
    return read


def _table(table: str, answer: dict[str, Any]) -> Table:
    dimensions, metric = answer["dimension"], answer["role"]["metric"][0]
    extensions = {variable: dimensions[variable].get("extension", {}) for variable in answer["id"]}
    units = {
        code: str(unit["base"]) for code, unit in dimensions[metric]["category"]["unit"].items()
    }
    return Table(
        id=table,
        title=str(answer["label"]),
        updated=_moment(answer["updated"]),
        codes={
            variable: _in_order(dimensions[variable]["category"]["index"])
            for variable in answer["id"]
        },
        required=frozenset(
            variable for variable, about in extensions.items() if not about.get("elimination")
        ),
        units=units,
        notes=_notes(answer),
    )


def _notes(answer: dict[str, Any]) -> list[str]:
    """The notes that must be shown with the figures."""
    mandatory = answer.get("extension", {}).get("noteMandatory") or {}
    notes = enumerate(answer.get("note", []))
    return [str(text) for number, text in notes if mandatory.get(str(number))]


def _moment(text: str) -> str:
    if not re.fullmatch(r"\d{4}-\d\d-\d\dT[\d:.]+Z?", text):
        raise ValueError(text)
    return text


def _in_order(index: dict[str, int] | list[str]) -> list[str]:
    """JSON-stat gives the codes of a variable as a list, or each with its place."""
    return [
        str(code)
        for code in (sorted(index, key=index.__getitem__) if isinstance(index, dict) else index)
    ]


def questions(selection: Selection, split: str, most: int) -> list[Selection]:
    """The selection in parts of at most ``most`` cells each, split by the codes of the variable
    ``split``; each code stands once.
    """
    once = {variable: list(dict.fromkeys(codes)) for variable, codes in selection.items()}
    each = prod(len(codes) for variable, codes in once.items() if variable != split)
    size = max(1, min(most // max(each, 1), MOST_REGIONS))
    return [
        once | {split: once[split][start : start + size]}
        for start in range(0, len(once[split]), size)
    ]


def cells(service: Service, table: Table, selection: Selection, kept: Path) -> pd.DataFrame:
    """A row per cell of ``selection``: a column of codes per variable, ``value`` (missing where
    there is none) and ``status``.

    The answer is kept in the file ``kept`` and read from it the next time. Raises InputProblems
    when the table is not what it was.
    """
    answer = _kept(kept)
    if answer is None:
        body = {
            "selection": [
                {"variableCode": variable, "valueCodes": codes}
                for variable, codes in selection.items()
            ]
        }
        try:
            answer = service.ask(
                f"{PATH}/tables/{table.id}/data?lang=no&outputFormat=json-stat2", body
            )
        except Refused as refused:
            rule = f"the service refuses the question: {refused}"
            raise table.refused("", "", rule) from None
    found = _rows(answer, table, selection)
    if not kept.is_file():
        aside = kept.with_suffix(".part")
        aside.write_text(json.dumps(answer, ensure_ascii=False), encoding="utf-8")
        aside.replace(kept)
    return found


def _kept(path: Path) -> dict[str, Any] | None:
    try:
        return dict(json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        path.unlink(missing_ok=True)
        return None


def _rows(answer: dict[str, Any], table: Table, selection: Selection) -> pd.DataFrame:
    """The cells of an answer, which must be of the selection that was asked for and of the table as
    its metadata are.
    """
    try:
        updated, names = answer["updated"], answer["id"]
        codes = {name: _in_order(answer["dimension"][name]["category"]["index"]) for name in names}
        numbers, status = _flat(answer["value"]), (answer.get("status") or {}).items()
        symbols = {int(place): str(symbol) for place, symbol in status}
    except (KeyError, TypeError, AttributeError, ValueError):
        raise table.refused("", "", "the answer is not a JSON-stat data set") from None
    if updated != table.updated:
        rule = "the table was updated while it was read; run the command again"
        raise table.refused("", str(updated), rule)
    _require_selected(codes, len(numbers), table, selection)
    frame = pd.DataFrame(product(*codes.values()), columns=list(codes), dtype="str")
    frame["value"] = pd.Series(numbers, dtype="float64")
    frame["status"] = [symbols.get(place, "") for place in range(len(frame))]
    return frame


def _require_selected(
    codes: dict[str, list[str]], count: int, table: Table, selection: Selection
) -> None:
    """Raise InputProblems for an answer of other ``codes``, or without a value for each cell."""
    for variable, asked in selection.items():
        if sorted(codes.get(variable, [])) != sorted(asked):
            raise table.refused(variable, "", "the answer is not of the codes that were asked for")
    if len(codes) != len(selection) or prod(map(len, codes.values())) != count:
        rule = "the answer has not a value for each of its cells"
        raise table.refused("", f"{count} values", rule)


def _flat(values: list[float | None]) -> list[float | None]:
    if not isinstance(values, list) or not all(
        value is None or isinstance(value, int | float) for value in values
    ):
        raise TypeError
    return values
