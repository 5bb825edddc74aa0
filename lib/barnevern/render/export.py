"""An executed notebook as a page and a table: nbconvert stands behind this module only."""

import csv
import io
import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from html import escape, unescape
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from barnevern.norwegian.text import slug
from barnevern.paths import TEMPLATES
from barnevern.render.item import CSV_COLUMNS, MIME

if TYPE_CHECKING:
    from nbconvert import HTMLExporter
    from nbformat import NotebookNode

LARGEST_PAGE_BYTES = 400_000
FRAME_BYTES = 25_000  # style, navigation, prose and code around the items
DOWNLOADED = [
    "region",
    "year",
    "indicator",
    "category",
    "value",
    "status",
    "unit",
]  # of one item; its title is the link's
ITEM = re.compile(r"(<section class='item' data-item='([^']*)'.*?)(\n</section>)", re.DOTALL)
FORMULA = (
    "=",
    "+",
    "-",
    "@",
    "\t",
    "\r",
)  # how a cell begins that a spreadsheet would run (OWASP ASVS 1.2.10)


# Shown by the style sheet where it can open folds by itself; elsewhere each fold opens on its own.
SWITCHES = """<p class="switches"><input type="checkbox" id="alle-tabeller"> \
<label for="alle-tabeller">Vis alle tabeller og forklaringer</label>
<input type="checkbox" id="all-kode"> <label for="all-kode">Vis koden bak siden</label></p>"""


@dataclass(frozen=True)
class Link:
    """One entry of a page's navigation; without ``href`` it is the page itself."""

    text: str
    href: str = ""
    rel: str = ""


def items(notebook: "NotebookNode") -> list[dict[str, Any]]:
    """What the notebook showed, in order: id, title, state, rows and further facts of each item."""
    return [dict(output["data"][MIME]) for output in _outputs(notebook)]


def reads(notebook: "NotebookNode") -> dict[str, str]:
    """The parts of the data set that the page has read, with their digests; empty when its last
    item does not tell.
    """
    shown = items(notebook)
    return dict(shown[-1].get("reads", {})) if shown else {}


def _outputs(notebook: "NotebookNode") -> "list[NotebookNode]":
    """The outputs that are items, in order."""
    outputs = [
        output for cell in notebook.cells if cell.cell_type == "code" for output in cell.outputs
    ]
    return [output for output in outputs if MIME in output.get("data", {})]


def shortcomings(notebook: "NotebookNode") -> list[str]:
    """Why an executed notebook must not be published; empty when it may.

    papermill reports success for a notebook that left by sys.exit(0) or showed nothing, so what was
    shown is counted.
    """
    found = []
    for number, cell in enumerate((c for c in notebook.cells if c.cell_type == "code"), start=1):
        if cell.execution_count is None and cell.source.strip():
            found.append(f"code cell {number} was never run")
        found += [
            f"code cell {number} ended in {o['ename']}"
            for o in cell.outputs
            if o.output_type == "error"
        ]
    shown = [one["id"] for one in items(notebook)]
    declared = list(notebook.metadata.get("barnevern", {}).get("items", []))
    if not declared:
        found.append("the notebook declares no items in its metadata")
    found += [
        f'the item "{name}" is declared but not shown' for name in declared if name not in shown
    ]
    found += [
        f'the item "{name}" is shown but not declared' for name in shown if name not in declared
    ]
    size = (
        sum(len(output["data"].get("text/html", "").encode()) for output in _outputs(notebook))
        + FRAME_BYTES
    )
    if size > LARGEST_PAGE_BYTES:
        found.append(f"the page is {size:,} bytes; the limit is {LARGEST_PAGE_BYTES:,}")
    return found


def to_html(notebook: "NotebookNode", links: list[Link]) -> str:
    """The page as one self-contained HTML file, with ``links`` to the index and the other pages."""
    heading = next((one for one in items(notebook) if one["id"] == "heading"), {})
    subject = notebook.metadata["barnevern"]["title"]
    title = f"{subject}: {heading.get('place', '')} {heading.get('year', '')}".strip(": ")
    resources = {"page": {"title": title, "links": [vars(link) for link in links], "mime": MIME}}
    # The exporter's own from_notebook_node copies every figure and has BeautifulSoup read and write
    # the page again, ten times the work.
    html: str = _exporter().template.render(nb=notebook, resources=resources).lstrip()
    html = _with_downloads(html, items(notebook))
    html = re.sub(
        r"(<h1[^>]*>).*?(</h1>)",
        lambda m: m[1] + escape(title) + m[2],
        html,
        count=1,
        flags=re.DOTALL,
    )
    return _with_contents(html)


@lru_cache
def _exporter() -> "HTMLExporter":
    from nbconvert import (
        HTMLExporter,
    )  # a second to import, and whoever only plans pages needs none of it

    # Our template decides what of an output is shown; nothing is rewritten, highlighted or embedded
    # on the way.
    return HTMLExporter(
        extra_template_basedirs=[str(TEMPLATES)],
        template_name="report",
        exclude_anchor_links=True,
        default_preprocessors=[],
        language_code="nb",
    )


def _with_contents(html: str) -> str:
    """The page with ids on its sections and a list of them after the findings, before the second
    section.
    """
    headings: list[tuple[str, str]] = []

    def named(match: re.Match[str]) -> str:
        headings.append((slug(unescape(match[1])), match[1]))
        return f'<h2 id="{headings[-1][0]}">{match[1]}</h2>'

    html = re.sub(r"<h2>(.*?)</h2>", named, html)
    if len(headings) < 2:
        return html
    entries = "".join(f'<li><a href="#{name}">{text}</a></li>' for name, text in headings)
    nav = (
        '<nav class="contents" aria-labelledby="contents"><h2'
        f' id="contents">Innhold</h2><ul>{entries}</ul></nav>\n{SWITCHES}\n'
    )
    second = html.index(f'<h2 id="{headings[1][0]}"')
    return html[:second] + nav + html[second:]


def _with_downloads(html: str, shown: list[dict[str, Any]]) -> str:
    """The page with a link at the end of each item that has figures: they are in the link itself,
    so it works wherever the file is.
    """
    heading = next((one for one in shown if one["id"] == "heading"), {})
    links = {}
    for one in shown:
        if one["rows"]:
            name = f"{heading.get('municipality', '')}-{heading.get('year', '')}-{one['id']}.csv"
            label = f"Last ned tallene som CSV: {one['title']}"
            address = "data:text/csv;charset=utf-8," + quote(
                csv_text(one["rows"], DOWNLOADED), safe="/:,;()*"
            )
            link = (
                f'<a download="{escape(name)}" href="{address}" aria-label="{escape(label)}">Last'
                " ned tallene som CSV</a>"
            )
            links[one["id"]] = f"\n<p class='csv'>{link}</p>"
    return ITEM.sub(lambda found: found[1] + links.get(found[2], "") + found[3], html)


def to_csv(notebook: "NotebookNode") -> str:
    """Everything the page shows as one tidy table: CSV_COLUMNS, codes as text, full precision,
    point as decimal mark.
    """
    return csv_text([row for one in items(notebook) for row in one["rows"]])


def csv_text(rows: Iterable[dict[Any, Any]], columns: Sequence[str] = CSV_COLUMNS) -> str:
    """Rows as the text of a CSV file; no cell of it is a formula to a spreadsheet."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([_cell(row.get(column)) for column in columns] for row in rows)
    return buffer.getvalue()


def _cell(value: Any) -> str:
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return ""
    if isinstance(value, float):
        return repr(int(value)) if value.is_integer() else repr(value)
    text = (
        str(value).replace("\r\n", "\n").replace("\r", "\n")
    )  # csv would leave a lone carriage return unquoted, and it would end the row
    # Statistics Norway's "-" (nil) is a whole cell and no formula; anything longer that begins like
    # one is quoted.
    return (
        "'" + text
        if len(text) > 1 and text.startswith(FORMULA) and not isinstance(value, int)
        else text
    )
