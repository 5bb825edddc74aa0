"""Tables as HTML with caption and scopes, and the words that stand for a missing figure."""

import re
from collections.abc import Sequence
from html import escape
from typing import Any

import pandas as pd

from barnevern.norwegian.numbers import number
from barnevern.observations import STATUS

# What a missing figure looks like in a cell; the words for the symbols used stand under the table.
CELL_SYMBOL = {"merged": "..", "part_missing": "..", "split": ".."}


def html(
    caption: str, head: Sequence[str], rows: Sequence[Sequence[str]], notes: Sequence[str] = ()
) -> str:
    """A table whose first column heads its rows. Cells are text and are escaped; ``notes`` stand
    under the table.
    """
    columns = "".join(f'<th scope="col">{escape(cell)}</th>' for cell in head)
    body = "\n".join(_row(row) for row in rows)
    under = "".join(f"<p class='note'>{escape(note)}</p>" for note in notes)
    return (
        "<div class='table' role='region' tabindex='0'"
        f" aria-label='{escape(caption, quote=True)}'><table><caption>{escape(caption)}</caption>\n"
        f"<thead><tr>{columns}</tr></thead>\n<tbody>\n{body}\n</tbody></table></div>{under}"
    )


def _row(cells: Sequence[str]) -> str:
    first, *rest = cells
    return (
        f'<tr><th scope="row">{escape(first)}</th>'
        + "".join(f"<td>{escape(cell)}</td>" for cell in rest)
        + "</tr>"
    )


def cell(value: float, status: str, decimals: int, *, signed: bool = False) -> str:
    """One figure as a table cell: the number, or the symbol of its status."""
    if pd.isna(value):
        return CELL_SYMBOL.get(status, status) or ".."
    return number(value, decimals, signed=signed)


def status_notes(statuses: Sequence[str]) -> list[str]:
    """A sentence for every status in a table that a reader must have explained, in a fixed
    order.
    """
    present = set(statuses)
    found = []
    for status, words in STATUS.items():
        if status in present and status not in ("", "-"):
            symbol = CELL_SYMBOL.get(status, status)
            found.append(f"«{symbol}»: {words[0].lower()}{words[1:]}.")
    return found


def _shown(row: dict[Any, Any], decimals: int) -> int:
    """The decimals of a figure: those it was printed with where that is fewer, for precision must
    not be made up.
    """
    quoted = row["printed"] if row["basis"] == "published" else ""
    if not isinstance(quoted, str) or not quoted:
        return decimals
    fraction = re.search(r",(\d+)", quoted)
    return min(decimals, len(fraction[1]) if fraction else 0)


def by_year(
    table: pd.DataFrame, decimals: int, names: dict[str, str], key: str
) -> tuple[list[str], list[list[str]]]:
    """Head and rows of a table with one row per ``key`` (in the order of ``names``) and one column
    per year.
    """
    years = sorted(table["year"].unique())
    cells = {
        (row[key], row["year"]): cell(row["value"], row["status"], _shown(row, decimals))
        for row in table.to_dict("records")
    }
    rows = [
        [name, *(cells.get((code, year), "..") for year in years)] for code, name in names.items()
    ]
    return ["", *map(str, years)], [row for row in rows if set(row[1:]) != {".."}] or rows
