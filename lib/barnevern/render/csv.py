"""Rows as the text of a CSV file: the one place where it is written."""

import csv
import io
import math
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from barnevern.render.item import CSV_COLUMNS, Row

# How a cell begins that a spreadsheet would run (OWASP ASVS 1.2.10).
FORMULA = ("=", "+", "-", "@", "\t", "\r")
# Columns of the file of one item; its title is the link's.
DOWNLOADED = [column for column in CSV_COLUMNS if column not in ("item", "title", "source")]


def csv_text(rows: Iterable[Row], columns: Sequence[str] = CSV_COLUMNS) -> str:
    """Rows as CSV: codes as text, full precision, a point as decimal mark."""
    places = [CSV_COLUMNS.index(column) for column in columns]
    return written(columns, ([row[place] for place in places] for row in rows))


def table_text(rows: Iterable[Mapping[Any, Any]], columns: Sequence[str]) -> str:
    """Any rows (by column) as CSV."""
    return written(columns, ([row.get(column) for column in columns] for row in rows))


def written(head: Sequence[str], rows: Iterable[Iterable[Any]]) -> str:
    """Head and cells as the text of a CSV file; no cell of it is a formula to a spreadsheet."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(head)
    writer.writerows([_cell(value) for value in row] for row in rows)
    return buffer.getvalue()


def _cell(value: Any) -> str:
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return ""
    if isinstance(value, float):
        return repr(int(value)) if value.is_integer() else repr(value)
    # csv would leave a lone carriage return unquoted, and it would end the row.
    text = str(value).replace("\r\n", "\n").replace("\r", "\n")
    # Statistics Norway's "-" (nil) is a whole cell and no formula; anything longer is quoted.
    runs = len(text) > 1 and text.startswith(FORMULA) and not isinstance(value, int)
    return "'" + text if runs else text
