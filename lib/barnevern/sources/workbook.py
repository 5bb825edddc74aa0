"""The cells of a workbook (.xlsx) as text."""

import warnings
import zipfile
from datetime import datetime, time
from pathlib import Path
from typing import Any

from barnevern.sources.typed_numbers import TWO_WAYS

LARGEST_BYTES = 200_000_000  # unpacked
PROLOG_BYTES = 1 << 16
Sheet = list[tuple[int, list[str]]]


class Unreadable(ValueError):
    """The file is no workbook, is damaged or has a password."""


def sheets(path: Path) -> list[Sheet]:
    """The rows of each visible sheet that have any text: line number and cells. A formula is the
    value that it had when the workbook was saved. Raises Unreadable.
    """
    from openpyxl import load_workbook  # takes a fifth of a second, and few commands read one

    try:
        with zipfile.ZipFile(path) as packed:
            _refuse_hostile(packed)
        with warnings.catch_warnings():
            # openpyxl tells of styles and drop-down lists that it passes over; cells lose nothing.
            warnings.simplefilter("ignore", UserWarning)
            book = load_workbook(path, read_only=True, data_only=True)
            try:
                visible = [one for one in book.worksheets if one.sheet_state == "visible"]
                return [_rows(one) for one in visible]
            finally:
                book.close()
    except Exception as error:
        raise Unreadable from error


def _refuse_hostile(packed: zipfile.ZipFile) -> None:
    """Raises Unreadable for what unpacks to too much, and for entities, which need a DOCTYPE."""
    members = packed.infolist()
    if sum(member.file_size for member in members) > LARGEST_BYTES:
        raise Unreadable
    for member in members:
        with packed.open(member) as part:
            if b"<!DOCTYPE" in part.read(PROLOG_BYTES):
                raise Unreadable


def _rows(sheet: Any) -> Sheet:
    sheet.reset_dimensions()  # what a program wrote of the sheet's size may be wrong
    rows = enumerate(sheet.iter_rows(values_only=True), start=1)
    texts = ((line, list(map(_text, cells))) for line, cells in rows)
    return [(line, cells) for line, cells in texts if any(cells)]


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime) and value.time() == time(0):
        return value.date().isoformat()
    text = repr(value) if isinstance(value, float) else " ".join(str(value).split())
    # 1.234 can be read in two ways as text, and is a number with decimals here.
    is_number = isinstance(value, float)
    return f"{text}0" if is_number and TWO_WAYS.fullmatch(text.removeprefix("-")) else text
