"""The rows of every CSV of a finished batch, and the rule it says it was made by."""

import csv
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from barnevern import reference
from barnevern.problems import InputProblems, Problem, nearest

HIDDEN = ":"
READ = [
    "item",
    "region",
    "year",
    "indicator",
    "category",
    "kind",
    "against",
    "of",
    "value",
    "status",
    "unit",
]
FACTS = ["page", "own", *READ]
DEFAULT_RULE = "ssb-barnevern"


@dataclass(frozen=True)
class Rule:
    """A preset of data/reference/disclosure.yml: counts from 1 to ``hide_up_to`` are hidden, and a
    hidden count must be able to be ``least_width`` more than the least it can be.
    """

    name: str
    hide_up_to: int
    least_base: int
    least_width: int
    round_to: int


@dataclass(frozen=True)
class Batch:
    """The pages of one data set: where they lie, and the rows of their CSVs as FACTS (text as it
    stands; ``year`` a number).
    """

    folder: Path
    name: str
    rule: Rule
    facts: pd.DataFrame

    @property
    def pages(self) -> list[Path]:
        """The HTML files, in order."""
        return sorted(
            path for path in self.folder.rglob("*.html") if path.with_suffix(".csv").is_file()
        )


def batches(reports: Path, preset: str = "") -> list[Batch]:
    """Every data set with pages under ``reports``, which is the folder of all reports, of one data
    set or of one year.

    ``preset`` names the rule instead of the one the batch names. Raises InputProblems where there
    are no pages, or no such preset.
    """
    found = [
        path
        for path in sorted(reports.rglob("*.csv"))
        if not any(part.startswith(".") for part in path.relative_to(reports).parts)
    ]
    if not found:
        where = Problem(
            "",
            "",
            "REPORTS",
            reports.name,
            "there is no page with a CSV in it",
            "give the folder that barnevern run wrote to",
        )
        raise InputProblems([where])
    roots = sorted({_root(path, reports) for path in found})
    return [
        _batch(root, [path for path in found if _root(path, reports) == root], preset)
        for root in roots
    ]


def rule(name: str) -> Rule:
    """The preset called ``name``. Raises InputProblems with the nearest name."""
    presets = declared()["presets"]
    if name not in presets:
        remedy = nearest(name, presets) or "use one of: " + ", ".join(presets)
        raise InputProblems(
            [Problem("disclosure.yml", "", "preset", name, "there is no such rule", remedy)]
        )
    return Rule(name=name, **{key: int(number) for key, number in presets[name].items()})


def declared() -> dict[str, Any]:
    """data/reference/disclosure.yml: the presets, and the measures that are public (``open``)."""
    return dict(reference.document("disclosure.yml"))


def _root(path: Path, reports: Path) -> Path:
    """The folder of the data set that a page belongs to: above the folder of its year."""
    years = [
        parent
        for parent in path.parents
        if re.fullmatch(r"\d{4}", parent.name) and (parent == reports or reports in parent.parents)
    ]
    return (years[0].parent if years[0] != reports else reports) if years else path.parent


def _batch(root: Path, paths: list[Path], preset: str) -> Batch:
    about = _about(root)
    name = preset or str(about.get("disclosure") or DEFAULT_RULE)
    facts = pd.DataFrame([row for path in paths for row in _rows(path, root)], columns=FACTS)
    return Batch(
        root, str(about.get("name", root.name)), rule(name), facts.astype({"year": "int64"})
    )


def _about(root: Path) -> dict[str, Any]:
    """What the newest run.json of the batch says of its data set; empty without one."""
    for path in [root / "run.json", *sorted(root.glob("*/run.json"), reverse=True)]:
        if path.is_file():
            return dict(json.loads(path.read_text(encoding="utf-8")).get("dataset", {}))
    return {}


def _rows(path: Path, root: Path) -> Iterator[list[Any]]:
    """The rows of one CSV with its page and whose page it is. Raises InputProblems where the file
    is not a page's CSV.
    """
    page = path.relative_to(root).with_suffix("").as_posix()
    own = path.parent.name.partition("-")[0]
    with path.open(encoding="utf-8", newline="") as handle:
        reader = csv.reader(handle)
        head = next(reader, [])
        if not set(READ) <= set(head):
            lacks = ", ".join(column for column in READ if column not in head)
            raise InputProblems(
                [
                    Problem(
                        path.name,
                        1,
                        lacks,
                        "",
                        "the column is missing",
                        "make the page again with barnevern run",
                    )
                ]
            )
        columns = [head.index(column) for column in READ]
        for number, row in enumerate(reader, start=2):
            if len(row) != len(head) or not re.fullmatch(r"\d{4}", row[columns[2]]):
                raise InputProblems(
                    [
                        Problem(
                            path.name,
                            number,
                            "year",
                            "",
                            "the row is not whole",
                            "make the page again with barnevern run",
                        )
                    ]
                )
            cells = [row[column] for column in columns]
            yield [page, own, *cells[:2], int(cells[2]), *cells[3:]]
