"""The rows of a list, whether it is CSV or a workbook (.xlsx), and which of them is the header."""

import csv
import io
import re
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

from barnevern import reference
from barnevern.norwegian.spelling import alike
from barnevern.sources import workbook
from barnevern.sources.refusal import refused

LARGEST_BYTES = 10_000_000  # ten thousand times a list of accounts: a larger file is something else
SEPARATORS = ";,\t|"
SEPARATOR = re.compile(r'"?sep=(.)"?', re.IGNORECASE)  # the first line that Excel writes
WORKBOOK, OLD_WORKBOOK = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
UTF_16 = (b"\xff\xfe", b"\xfe\xff")  # a spreadsheet's «Unicode-tekst»
SAVE_AS = "save it as «CSV UTF-8 (semikolondelt)» or as .xlsx in the spreadsheet"
FIRST_LINES = 25  # titles stand above a header, and more of them is another kind of file
Rows = list[tuple[int, list[str]]]  # line numbers and cells


@lru_cache
def _columns() -> dict[str, str]:
    """The columns of the lists by what they are called (data/reference/column_names.csv)."""
    found = {alike(row["name"]): row["column"] for row in reference.rows("column_names.csv")}
    return found | {row["column"]: row["column"] for row in reference.rows("column_names.csv")}


@lru_cache
def templates() -> frozenset[str]:
    """The names of columns as the templates have them."""
    return frozenset(row["column"] for row in reference.rows("column_names.csv"))


def column(head: str) -> str:
    """The column that a head names; a head that is not known in small letters."""
    return _columns().get(alike(head), head.lower())


def is_known(head: str) -> bool:
    """Whether a head is that of a column."""
    return alike(head) in _columns()


def rows(path: Path) -> Rows:
    """The rows of a file that have any text, with surrounding space taken off. Raises InputProblems
    for a file that is no table, or has no text.
    """
    found = _of_workbook(path) if _begins(path, WORKBOOK) else _filled(path.name, text(path))
    if not found:
        remedy = "it needs a header line and at least one row"
        raise refused(path.name, "", "the file is empty", remedy)
    return found


def from_header(found: Rows) -> Rows:
    """The rows from the header on: the first row with two heads that are known, else the first."""
    for place, (_, cells) in enumerate(found[:FIRST_LINES]):
        if sum(map(is_known, cells)) > 1:
            return found[place:]
    return found


def _begins(path: Path, mark: bytes) -> bool:
    if not path.is_file() or path.stat().st_size > LARGEST_BYTES:
        return False
    with path.open("rb") as file:
        return file.read(len(mark)) == mark


def _of_workbook(path: Path) -> Rows:
    """The rows of the first sheet that has a header, else of the first."""
    try:
        sheets = [sheet for sheet in workbook.sheets(path) if sheet]
    except workbook.Unreadable:
        raise refused(path.name, "", "the workbook cannot be read", SAVE_AS) from None
    with_header = [sheet for sheet in sheets if sum(map(is_known, from_header(sheet)[0][1])) > 1]
    return [*with_header, *sheets, []][0]


def _separator(lines: Sequence[str]) -> str:
    """What stands between cells: what makes most heads, or else most cells of the first line."""

    def heads(separator: str) -> int:
        return max((sum(map(is_known, line.split(separator))) for line in lines), default=0)

    return max(SEPARATORS, key=lambda one: (heads(one), lines[0].count(one) if lines else 0))


def text(path: Path) -> str:
    """The text of the file. UTF-8 is tried first; a spreadsheet's plain «CSV» is Windows-1252.
    Raises InputProblems for a file that is no text.
    """
    content = _content(path)
    if content.startswith(OLD_WORKBOOK):
        raise refused(path.name, "", "the file is a workbook of an old kind (.xls)", SAVE_AS)
    if content.startswith(UTF_16):
        return _utf_16(path.name, content)
    if b"\0" in content:
        line = content[: content.index(b"\0")].count(b"\n") + 1
        raise refused(path.name, line, "the file is not text", SAVE_AS)
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError as error:
            line = content[: error.start].count(b"\n") + 1
    raise refused(path.name, line, "the file is neither UTF-8 nor Windows-1252", SAVE_AS)


def _content(path: Path) -> bytes:
    if not path.is_file():
        raise refused(path.name, "", "the file is not there", "check its name")
    if path.stat().st_size > LARGEST_BYTES:
        rule = f"the file is larger than {LARGEST_BYTES // 1_000_000} MB"
        raise refused(path.name, "", rule, "is it the right file?")
    return path.read_bytes()


def _utf_16(file: str, content: bytes) -> str:
    try:
        return content.decode("utf-16")
    except UnicodeDecodeError:
        raise refused(file, "", "the file is not text", SAVE_AS) from None


def _filled(file: str, text: str) -> list[tuple[int, list[str]]]:
    """Line numbers and stripped cells of the rows that have any text."""
    first_lines = text.lstrip().splitlines()[:FIRST_LINES]
    said = SEPARATOR.fullmatch(first_lines[0].strip()) if first_lines else None
    separator = said[1] if said else _separator(first_lines)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    lines, start = [], 1
    try:
        for cells in reader:
            stripped = [cell.strip() for cell in cells]
            if any(stripped):
                lines.append((start, stripped))
            start = reader.line_num + 1
    except csv.Error as error:
        rule, remedy = f"the file is not CSV: {error}", "check quotation marks, or " + SAVE_AS
        raise refused(file, start, rule, remedy) from None
    return lines[1:] if said else lines
