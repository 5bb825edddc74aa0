"""The service's lists, told apart: accounts, staff and counts, as templates filled in or as other
systems write them.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from barnevern.problems import InputProblems, refused
from barnevern.sources import (
    accounts,
    accounts_export,
    counts,
    counts_export,
    kostra_accounts,
    spreadsheet,
    staff,
    staff_export,
)
from barnevern.sources.answers import Answers
from barnevern.sources.export import PLAINLY, Export, Reading

Reader = Callable[[Path, str, Reading], pd.DataFrame]
LISTS: dict[str, tuple[list[str], Reader]] = {
    "accounts": (accounts.COLUMNS_READ, accounts.read),
    "staff": (["month", *staff.YEARLY, *staff.DAYS], staff.read),
    "other": (counts.COLUMNS_READ, counts.read),
}
EXPORTS: dict[str, tuple[Callable[[Path, Answers], bool], Callable[[Path, Reading], Export]]] = {
    "accounts": (
        accounts_export.is_export,
        lambda path, reading: accounts_export.understand(path, accounts.known(), reading),
    ),
    "staff": (staff_export.is_export, staff_export.understand),
    "other": (counts_export.is_export, counts_export.understand),
}


@dataclass(frozen=True)
class Understood:
    """What one file is and what was understood of it; ``wrong`` says in words what hinders it."""

    file: str
    kind: str
    export: Export
    wrong: str = ""


def read(path: Path, region: str, reading: Reading = PLAINLY) -> tuple[str, pd.DataFrame]:
    """The kind of a list and its observations. Raises InputProblems with everything that is wrong
    or asked, and when there is no figure in it. A balance has none: its sums are controlled.
    """
    kind = kind_of(path, reading.answers)
    if kostra_accounts.is_balance(path):
        return kind, kostra_accounts.read(path, [], [])
    table = LISTS[kind][1](path, region, reading)
    if table.empty:
        rule = "the columns that are filled in are not enough for any figure of the report"
        remedy = "see in data/templates what each figure is made from"
        raise refused("", "", rule, remedy, file=path.name)
    return kind, table


def understood(path: Path, region: str, reading: Reading = PLAINLY) -> Understood:
    """What a list is understood as. Raises InputProblems for a file that is none."""
    kind = kind_of(path, reading.answers)
    export = _export(path, kind, reading)
    if export.questions:
        return Understood(path.name, kind, export)
    try:
        figures = len(read(path, region, reading)[1])
    except InputProblems as error:
        return Understood(path.name, kind, export, str(error))
    export.notes.append(f"{figures} figures of the report")
    return Understood(path.name, kind, export)


def notes(path: Path, kind: str, reading: Reading) -> tuple[str, ...]:
    """What an export was understood as, a sentence each; nothing of a template."""
    return tuple(f"{path.name}: {note}." for note in _export(path, kind, reading).notes)


def _export(path: Path, kind: str, reading: Reading) -> Export:
    is_export, understand = EXPORTS[kind]
    if kostra_accounts.is_kostra(path):
        return Export(notes=["KOSTRA accounts, whose sums agree"])
    return understand(path, reading) if is_export(path, reading.answers) else Export()


def kind_of(path: Path, answers: Answers = PLAINLY.answers) -> str:
    """Which list a file is: an export as that of another system, else the template that it has most
    columns in common with. Raises InputProblems when it is none.
    """
    if kostra_accounts.is_kostra(path):
        return "accounts"
    columns = set(spreadsheet.header(path))
    alike = {
        kind: len(columns.intersection(names) - {"year"}) for kind, (names, _) in LISTS.items()
    }
    exported = [kind for kind, (is_export, _) in EXPORTS.items() if is_export(path, answers)]
    kind = exported[0] if exported else max(alike, key=lambda kind: alike[kind])
    if exported or alike[kind]:
        return kind
    unreadable = [] if columns else spreadsheet.read(path, [])[1]
    if unreadable:
        raise InputProblems(unreadable)
    rule = "the file is neither an extract nor one of the lists"
    remedy = "give a 15F or BVR file, or a list with the columns of data/templates"
    raise refused("", "", rule, remedy, file=path.name)
