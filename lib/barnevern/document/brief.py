"""«Kort fortalt»: what a council must know, on one sheet; a page of its own, and the first sheet of
the tilstandsrapport.
"""

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Any

from barnevern.norwegian.messages import say
from barnevern.render import html as rendering
from barnevern.render.export import Link
from barnevern.render.item import CSV_COLUMNS, Item

NAME = "kort-fortalt"
ITEM = "overview/brief"  # the item that it is made of


def title() -> str:
    """What it is called in navigation."""
    return say("editor-brief-title")


def content(overview: Iterable[Item], place: str, year: int) -> dict[str, Any]:
    """What the template needs, from the items of the finished overview. Raises KeyError where it
    has no such item.
    """
    known = {f"overview/{item.id}": item for item in overview}
    item = known[ITEM]
    return {
        "name": ITEM,
        "state": item.state,
        "title": say("editor-brief-heading", place=place, year=str(year)),
        "lead": say("editor-brief-lead", place=place, year=str(year)),
        "unless": say("editor-brief-unless"),
        "parts": item.facts["brief"],
        "ask": say("editor-questions"),
        "sources": say("editor-brief-sources", sources="; ".join(item.facts["sources"])),
    }


def html(overview: Sequence[Item], place: str, year: int, links: Iterable[Link]) -> str:
    """The sheet as one self-contained HTML file."""
    brief = content(overview, place, year)
    heading = next(item for item in overview if item.id == "heading")
    title_of_page = brief["title"]
    return rendering.render(
        "brief.html.j2", title=title_of_page, brief=brief, heading=heading, links=list(links)
    )


def table(overview: str) -> str:
    """Its figures as a table, from the CSV of the overview."""
    _, *rows = csv.reader(io.StringIO(overview))
    place = CSV_COLUMNS.index("item")
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(CSV_COLUMNS)
    for row in rows:
        row[place] = f"overview/{row[place]}"
        if row[place] == ITEM:
            writer.writerow(row)
    return buffer.getvalue()
