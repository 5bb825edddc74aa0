"""What the explorer shows, as files to take along: the rows as CSV and Excel, the figures as SVG
and PNG.
"""

import base64
import io
from dataclasses import dataclass
from html import escape

import pandas as pd

from barnevern.figures.theme import Picture
from barnevern.render import export
from barnevern.render.item import Item

EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# A cell stays the text it is, also one that begins with = or looks like an address.
AS_TEXT = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}


ORIGIN = "made_from"  # the column that says which data set and sources a file rests on


@dataclass(frozen=True)
class File:
    """A file that a link holds in itself."""

    name: str
    kind: str
    content: bytes

    @property
    def link(self) -> str:
        """An HTML link that saves the file."""
        data = base64.b64encode(self.content).decode()
        return (
            f'<a download="{escape(self.name, quote=True)}"'
            f' href="data:{self.kind};base64,{data}">{escape(self.name)}</a>'
        )


def files(item: Item, pictures: list[Picture], name: str, source: str) -> list[File]:
    """The rows of ``item`` and its ``pictures`` as files called ``name``; ``source`` stands in
    each.
    """
    made = [
        File(f"{name}.csv", "text/csv;charset=utf-8", _csv(item, source).encode("utf-8-sig")),
        File(f"{name}.xlsx", EXCEL, _excel(item, source)),
    ]
    for number, picture in enumerate(pictures, start=1):
        own = name if len(pictures) == 1 else f"{name}-{number}"
        made += [
            File(f"{own}.svg", "image/svg+xml", picture.svg),
            File(f"{own}.png", "image/png", picture.png),
        ]
    return made


def _csv(item: Item, source: str) -> str:
    rows = item.rows.assign(**{ORIGIN: source})
    return export.csv_text(rows.to_dict("records"), list(rows.columns))


def _excel(item: Item, source: str) -> bytes:
    buffer = io.BytesIO()
    with pd.ExcelWriter(buffer, engine="xlsxwriter", engine_kwargs={"options": AS_TEXT}) as writer:
        item.rows.to_excel(writer, sheet_name="Tall", index=False)
        pd.DataFrame({"Kilde": [item.title, source]}).to_excel(
            writer, sheet_name="Kilde", index=False
        )
    return buffer.getvalue()
