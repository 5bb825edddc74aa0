"""What the explorer shows, as files to take along: the rows as CSV and Excel, the drawings as SVG
and PNG.
"""

import base64
import io
from dataclasses import dataclass

import pandas as pd

from barnevern import figures
from barnevern.figures import theme
from barnevern.norwegian.messages import say
from barnevern.render.blocks import Drawing, inside
from barnevern.render.csv import table_text
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
    def encoded(self) -> str:
        """The content as it stands in a data address."""
        return base64.b64encode(self.content).decode()


def files(item: Item, title: str, name: str, source: str) -> list[File]:
    """The rows of ``item`` and its drawings as files called ``name``; ``title`` stands above each
    drawing, and ``source`` in each file.
    """
    rows = item.rows.assign(**{ORIGIN: source})
    text = table_text(rows.to_dict("records"), list(rows.columns))
    tables = [
        File(f"{name}.csv", "text/csv;charset=utf-8", text.encode("utf-8-sig")),
        File(f"{name}.xlsx", EXCEL, _excel(item, source)),
    ]
    drawings = [block for block in inside(item.blocks) if isinstance(block, Drawing)]
    for number, drawing in enumerate(drawings, start=1):
        own = name if len(drawings) == 1 else f"{name}-{number}"
        tables += _pictures(drawing, own, title, source)
    return tables


def _pictures(drawing: Drawing, name: str, title: str, source: str) -> list[File]:
    """A drawing as SVG and PNG."""
    drawn = figures.figure(drawing.kind, drawing.table, drawing.spec)
    picture = theme.picture(drawn, drawing.id, title, source)
    return [
        File(f"{name}.svg", "image/svg+xml", picture.svg),
        File(f"{name}.png", "image/png", picture.png),
    ]


def _excel(item: Item, source: str) -> bytes:
    buffer = io.BytesIO()
    with pd.ExcelWriter(buffer, engine="xlsxwriter", engine_kwargs={"options": AS_TEXT}) as writer:
        item.rows.to_excel(writer, sheet_name=say("explore-sheet"), index=False)
        origin = pd.DataFrame({say("explore-origin"): [item.title, source]})
        origin.to_excel(writer, sheet_name=say("explore-origin"), index=False)
    return buffer.getvalue()
