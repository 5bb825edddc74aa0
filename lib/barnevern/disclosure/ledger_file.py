"""A ledger that travels: what one publisher has shown and hidden, as a file another can import.

Text in UTF-8. The first line says what it is and holds the SHA-256 of all that follows; the second
says who has published it and of what, in JSON; then comes a CSV table with COLUMNS except ``by``.
A hidden figure is an empty ``value``: there is no raw count in it. The SHA-256 shows that nothing
has been changed on the way, not who wrote it: that, the two publishers compare by its first digits.
"""

import csv
import hashlib
import io
import json
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd

from barnevern.disclosure.rules import guarded
from barnevern.observations import groups, regions
from barnevern.problems import InputProblems, Problem, nearest, refused

KEY = ["region", "year", "measure", "category"]
COLUMNS = ["edition", "by", "rule", "shown_on", *KEY, "value"]
WRITTEN = [column for column in COLUMNS if column != "by"]
FIRST_LINE = "barnevern ledger"
VERSION = 1
CODE = 12  # digits of the SHA-256 that people compare, and that name an edition
AGAIN = "ask the publisher for the file again"


class Header(NamedTuple):
    """What a ledger says of itself: who has published (``by``), from which data set, whether of
    made-up cases, and the ``code`` that it is compared by.
    """

    by: str
    data_set: str
    synthetic: bool
    code: str


def nothing() -> pd.DataFrame:
    """Editions that are none: COLUMNS without a row."""
    return pd.DataFrame(columns=COLUMNS)


def text(editions: pd.DataFrame, by: str, data_set: str, *, synthetic: bool) -> str:
    """The ledger of ``editions`` (COLUMNS) that ``by`` has published, as text.

    An edition is named by what it shows: the name it has at home is made from the raw figures, and
    would confirm a guess of all that is hidden.
    """
    about = {"by": by, "data_set": data_set, "synthetic": synthetic}
    rows = io.StringIO()
    writer = csv.writer(rows, lineterminator="\n")
    writer.writerow(WRITTEN)
    for _, edition in editions.groupby("edition", sort=False):
        cells = _cells(edition)
        name = _code(json.dumps(cells))
        writer.writerows((name, *row) for row in cells)
    body = json.dumps(about, ensure_ascii=False) + "\n" + rows.getvalue()
    return f"{FIRST_LINE} {VERSION} sha256 {_digest(body)}\n{body}"


def _cells(edition: pd.DataFrame) -> list[list[str]]:
    """The rows of one edition as text, without its name."""
    ordered = edition.sort_values(KEY)
    value = ["" if pd.isna(value) else f"{value:.0f}" for value in ordered["value"]]
    told = ordered.assign(value=value)[WRITTEN[1:]].astype("str")
    rows: list[list[str]] = told.to_numpy().tolist()
    return rows


def _digest(body: str) -> str:
    return hashlib.sha256(body.encode()).hexdigest()


def _code(body: str) -> str:
    return _digest(body)[:CODE]


def header(path: Path) -> Header:
    """What the ledger in ``path`` says of itself. Raises InputProblems as ``read`` does."""
    about, _, code = _opened(path)
    return Header(str(about["by"]), str(about["data_set"]), about["synthetic"] is True, code)


def read(path: Path) -> pd.DataFrame:
    """The editions in the ledger ``path`` (COLUMNS).

    Raises InputProblems where it is no ledger, has been changed, or has anything in it that no
    gate could have published.
    """
    about, body, _ = _opened(path)
    rows = list(csv.reader(io.StringIO(body, newline="")))
    if not rows or rows[0] != WRITTEN:
        raise _refused(path, 3, f"the columns are {', '.join(WRITTEN)}", AGAIN)
    problems = list(_problems(path.name, rows[1:]))
    if problems:
        raise InputProblems(problems)
    table = pd.DataFrame(rows[1:], columns=WRITTEN, dtype="str").assign(by=str(about["by"]))
    value = pd.to_numeric(table["value"].replace("", None)).astype("float64")
    return table.assign(year=table["year"].astype("int64"), value=value)[COLUMNS]


def _opened(path: Path) -> tuple[dict[str, Any], str, str]:
    """What the second line says, the table as text, and the code."""
    try:
        content = path.read_bytes().decode("utf-8")
    except OSError as error:
        raise _refused(path, "", f"it cannot be read: {error.strerror}", "check the name") from None
    except UnicodeDecodeError:
        content = ""
    first, _, body = content.partition("\n")
    said = re.fullmatch(rf"{FIRST_LINE} (\d+) sha256 ([0-9a-f]{{64}})", first)
    if not said:
        remedy = "give a file that barnevern ledger export has written"
        raise _refused(path, 1, "it is not a ledger of editions", remedy)
    if int(said[1]) != VERSION:
        rule = f"it is written as version {said[1]}, and this program reads version {VERSION}"
        raise _refused(path, 1, rule, "use the program's version that it was exported by")
    if said[2] != _digest(body):
        rule = "it has been changed since it was exported, or is not whole"
        raise _refused(path, 1, rule, AGAIN)
    head, _, table = body.partition("\n")
    return _about(path, head), table, said[2][:CODE]


def _about(path: Path, head: str) -> dict[str, Any]:
    """The second line."""
    try:
        about = dict(json.loads(head))
    except (ValueError, TypeError):
        about = {}
    if not about.get("by") or {"data_set", "synthetic"} - set(about):
        raise _refused(path, 2, "it does not say who has published what", AGAIN)
    return about


def _refused(path: Path, row: int | str, rule: str, remedy: str) -> InputProblems:
    return refused("", "", rule, remedy, file=path.name, row=row)


def _problems(file: str, rows: Iterable[list[str]]) -> Iterator[Problem]:
    """What no edition could have shown: a row cut off, an unknown place or measure, a value that is
    no count, a figure twice.
    """
    places = {*regions.municipalities(), *regions.groups(), *groups.membership()["group"]}
    seen: set[tuple[str, ...]] = set()
    for line, row in enumerate(rows, start=4):
        if len(row) != len(WRITTEN):
            yield Problem(file, line, "", "", f"a row has {len(WRITTEN)} cells", AGAIN)
            continue
        said = dict(zip(WRITTEN, row, strict=True))
        for column, known in (("region", places), ("measure", guarded())):
            if said[column] not in known:
                remedy = nearest(said[column], known) or AGAIN
                yield Problem(file, line, column, said[column], "it is not known here", remedy)
        if not re.fullmatch(r"\d{4}", said["year"]):
            yield Problem(file, line, "year", said["year"], "a year has four digits", AGAIN)
        if not re.fullmatch(r"\d*", said["value"]):
            rule = "a value is a whole number, or empty where it was hidden"
            yield Problem(file, line, "value", said["value"], rule, AGAIN)
        figure = (said["edition"], *(said[column] for column in KEY))
        if figure in seen:
            yield Problem(file, line, "", "", "the edition has the figure twice", AGAIN)
        seen.add(figure)
