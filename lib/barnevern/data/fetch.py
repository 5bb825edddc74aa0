"""Fetching the data set «statbank»: figures of Statistics Norway's StatBank as a folder of tables,
whole or not at all.
"""

import csv
import hashlib
import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pandas as pd

from barnevern.data.store import STATBANK
from barnevern.local.place import held, replaced
from barnevern.norwegian.messages import say
from barnevern.observations import regions
from barnevern.observations.check import check
from barnevern.paths import DATA, FETCHED, STORE
from barnevern.problems import InputProblems, Problem, nearest
from barnevern.sources import klass, statbank, statbank_figures
from barnevern.sources.statbank import Selection, Table
from barnevern.sources.statbank_figures import Wanted
from barnevern.sources.tables import SOURCE_COLUMNS, read_text
from barnevern.sources.web import Service, Unreachable

ANSWERS = STORE / "statbank-answers"
EMBEDDED = (
    "population.csv",
    "need_index.csv",
)  # denominators and need, on today's borders, from the published figures
Tell = Callable[[str], None]


@dataclass(frozen=True)
class Part:
    """One table that is being fetched: what is wanted of it, what it is now, and what to ask it
    for.
    """

    wanted: Wanted
    table: Table
    selection: Selection


def fetch(
    service: Service,
    without: Iterable[str] = (),
    out: Path | None = None,
    answers: Path = ANSWERS,
    tell: Tell = lambda _: None,
) -> Path:
    """Fetch every table of data/reference/statbank_tables.yml but ``without`` into the folder
    ``out``; gives the folder.

    What the tables say of themselves is read first, and is held against what is wanted. Each answer
    is kept in ``answers`` as soon as it is there: a fetch that was stopped goes on where it was,
    and a table that has not been updated is not asked again. ``tell`` hears what goes on. Raises
    InputProblems with every table and variable that is not as it was; ``out`` stays as it was then.
    """
    target = (out or FETCHED / STATBANK).resolve()
    chosen = _chosen(list(without))
    _tell_of_new_codes(klass.municipalities(service, date.today()), tell)
    parts = _parts(service, chosen)
    most = statbank.most_cells(service)
    answers.mkdir(parents=True, exist_ok=True)
    tables: dict[str, pd.DataFrame] = {}
    used: set[Path] = set()
    for part in parts:
        files = _questions(part, most, answers)
        tables[f"{STATBANK}_{part.table.id}.csv"] = _answered(service, part, files, tell)
        used.update(files)
    with held(target), replaced(target) as new:
        new.chmod(0o755)  # published figures are nobody's secret
        _write(new, tables, [part.table for part in parts])
    for path in set(answers.glob("*.json")) - used:
        path.unlink()
    return target


def _answered(
    service: Service, part: Part, files: dict[Path, Selection], tell: Tell
) -> pd.DataFrame:
    """The figures of one table, from the answers that are kept in ``files`` and those asked for."""
    known = sum(path.is_file() for path in files)
    cells = [statbank.cells(service, part.table, asked, path) for path, asked in files.items()]
    figures = _observations(part, cells, tell)
    asked_now = len(files) - known
    words = f"{asked_now} of {len(files)} questions asked" if asked_now else "kept from before"
    updated = part.table.updated[:10]
    tell(f"table {part.table.id}: updated {updated}, {len(figures)} figures, {words}")
    return figures


def _chosen(without: list[str]) -> list[Wanted]:
    known = statbank_figures.wanted()
    rule, all_of_them = "the table is not one that is fetched", "use one of: " + ", ".join(known)
    wrong = [
        Problem("", "", "--without", name, rule, nearest(name, known) or all_of_them)
        for name in without
        if name not in known
    ]
    chosen = [one for name, one in known.items() if name not in without]
    if not chosen and not wrong:
        wrong = [
            Problem(
                "",
                "",
                "--without",
                ", ".join(without),
                "no table is left to fetch",
                "leave out fewer",
            )
        ]
    if wrong:
        raise InputProblems(wrong)
    return chosen


def _tell_of_new_codes(now: dict[str, str], tell: Tell) -> None:
    """Municipalities that the code lists here do not know: their figures are left out until the
    lists do.
    """
    for code, name in sorted(now.items()):
        if code not in regions.municipalities():
            tell(
                f"Klass has municipality {code} {name}, which data/reference/municipality_codes.csv"
                " has not: its figures are left out"
            )


def _parts(service: Service, chosen: list[Wanted]) -> list[Part]:
    """What every table says of itself, and what to ask it for. Raises InputProblems with all that
    is not as it was in any of them.
    """
    parts, problems = [], []
    for one in chosen:
        try:
            table = statbank.metadata(service, one.table)
        except Unreachable:
            raise
        except InputProblems as error:
            problems += error.problems
            continue
        selection, wrong = statbank_figures.selection(one, table)
        problems += wrong
        parts.append(Part(one, table, selection))
    if problems:
        raise InputProblems(problems)
    return parts


def _questions(part: Part, most: int, answers: Path) -> dict[Path, Selection]:
    """Every question to a table, by the file its answer is kept in: named by the table, when it was
    updated, and the question.
    """
    moment = "".join(letter for letter in part.table.updated if letter.isalnum())
    asked = statbank.questions(part.selection, part.wanted.region, most)
    digests = [hashlib.sha256(json.dumps(one).encode()).hexdigest()[:16] for one in asked]
    named = [answers / f"{part.table.id}-{moment}-{digest}.json" for digest in digests]
    return dict(zip(named, asked, strict=True))


def _observations(part: Part, cells: list[pd.DataFrame], tell: Tell) -> pd.DataFrame:
    """The figures of a table; those that no figure of their kind can be are left out, and told."""
    found, problems = statbank_figures.observations(
        pd.concat(cells, ignore_index=True), part.wanted, part.table
    )
    if problems:
        raise InputProblems(problems)
    found = found.reset_index(drop=True)
    checked = check(found, f"table {part.table.id}", None)
    impossible = [one for one in checked if one.column == "value"]
    if len(impossible) < len(checked):
        raise InputProblems([one for one in checked if one.column != "value"])
    left_out = [int(one.row) - 2 for one in impossible]
    for one, row in zip(impossible, found.loc[left_out].to_dict("records"), strict=True):
        figure = f"{row['measure']} of {row['region']} in {row['year']}"
        tell(f"table {part.table.id}: {figure} is {one.value} and is left out: {one.rule}")
    return found.drop(index=left_out)


def _write(new: Path, tables: dict[str, pd.DataFrame], read: list[Table]) -> None:
    """The folder of the data set: the tables, what is embedded of denominators, sources and
    dataset.json.
    """
    published = DATA / "published"
    known, problems = read_text(published / "sources.csv", SOURCE_COLUMNS)
    if problems:
        raise InputProblems(problems)
    for name in EMBEDDED:
        (new / name).write_bytes((published / name).read_bytes())
    used = {row["source"] for name in EMBEDDED for row in _csv(published / name)}
    _write_csv(
        new / "sources.csv",
        pd.concat([statbank_figures.sources(read), known[known["source"].isin(used)]]),
    )
    for name, table in tables.items():
        _write_csv(new / name, table)
    about = {
        "name": STATBANK,
        "title": say("dataset-statbank"),
        "description": say("dataset-statbank-about"),
        "date": max(table.updated for table in read)[:10],
        "licence": say("dataset-statbank-licence"),
        "synthetic": False,
        "disclosure": "none",
        "current_borders": ["population.csv"],
        "updated": {table.id: table.updated for table in read},
        "notes": {table.id: table.notes for table in read if table.notes},
    }
    (new / "dataset.json").write_text(
        json.dumps(about, ensure_ascii=False, indent=1) + "\n", encoding="utf-8"
    )


def _csv(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


def _write_csv(path: Path, table: pd.DataFrame) -> None:
    table.to_csv(path, index=False, lineterminator="\n", encoding="utf-8")
