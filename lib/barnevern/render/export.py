"""An executed notebook as a page, a table and JSON: nbconvert stands behind this module only."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from html import unescape
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from barnevern.norwegian.messages import say
from barnevern.norwegian.text import slug
from barnevern.paths import TEMPLATES
from barnevern.render.csv import DOWNLOADED, csv_text
from barnevern.render.html import item_html
from barnevern.render.item import MIME, Item

if TYPE_CHECKING:
    from nbconvert import HTMLExporter
    from nbformat import NotebookNode

LARGEST_PAGE_BYTES = 400_000
FRAME_BYTES = 25_000  # style, navigation, prose and code around the items


@dataclass(frozen=True)
class Link:
    """One entry of a page's navigation; without ``href`` it is the page itself."""

    text: str
    href: str = ""
    rel: str = ""


@dataclass
class Section:
    """What one cell gives: HTML of ours, and text of others that is shown as it is."""

    html: str = ""
    texts: list[str] = field(default_factory=list)


def items(notebook: "NotebookNode") -> list[Item]:
    """What the notebook showed, in order."""
    return [Item.from_json(output["data"][MIME]) for output in _outputs(notebook)]


def reads(notebook: "NotebookNode") -> dict[str, str]:
    """The parts of the data set that the page has read, with their digests; empty when its last
    item does not tell.
    """
    shown = _outputs(notebook)
    return dict(shown[-1]["data"][MIME].get("reads", {})) if shown else {}


def _outputs(notebook: "NotebookNode") -> "list[NotebookNode]":
    """The outputs that are items, in order."""
    cells = [cell for cell in notebook.cells if cell.cell_type == "code"]
    outputs = [output for cell in cells for output in cell.outputs]
    return [output for output in outputs if MIME in output.get("data", {})]


def shortcomings(notebook: "NotebookNode") -> list[str]:
    """Why an executed notebook must not be published; empty when it may.

    papermill reports success for a notebook that left by sys.exit(0) or showed nothing, so what was
    shown is counted.
    """
    problems = []
    cells = [cell for cell in notebook.cells if cell.cell_type == "code"]
    for number, cell in enumerate(cells, start=1):
        problems += [f"code cell {number} {ending}" for ending in _bad_endings(cell)]
    problems += _undeclared(notebook)
    texts = [output["data"].get("text/html", "") for output in _outputs(notebook)]
    size = sum(len(text.encode()) for text in texts) + FRAME_BYTES
    if size > LARGEST_PAGE_BYTES:
        problems.append(f"the page is {size:,} bytes; the limit is {LARGEST_PAGE_BYTES:,}")
    return problems


def _bad_endings(cell: "NotebookNode") -> list[str]:
    """How a code cell ended that did not do all it should."""
    left_out = cell.execution_count is None and cell.source.strip()
    errors = [output for output in cell.outputs if output.output_type == "error"]
    return ["was never run"] * bool(left_out) + [f"ended in {error['ename']}" for error in errors]


def _undeclared(notebook: "NotebookNode") -> list[str]:
    """Where what the notebook showed is not what it declares, and ids that stand twice."""
    shown = [output["data"][MIME]["id"] for output in _outputs(notebook)]
    declared = list(notebook.metadata.get("barnevern", {}).get("items", []))
    problems = [] if declared else ["the notebook declares no items in its metadata"]
    problems += [
        f'the item "{name}" is declared but not shown' for name in declared if name not in shown
    ]
    problems += [
        f'the item "{name}" is shown but not declared' for name in shown if name not in declared
    ]
    twice = dict.fromkeys(name for name in shown if shown.count(name) > 1)
    problems += [f'the item "{name}" is shown twice; give one of them an id=' for name in twice]
    return problems


def to_html(notebook: "NotebookNode", links: list[Link]) -> str:
    """The page as one self-contained HTML file, with ``links`` to the index and the other pages."""
    shown = items(notebook)
    title = _title(notebook, shown)
    markdown = _markdown()
    markdown.renderer.begin(title)
    names = _file_names(shown)
    sections, second = [], -1
    for cell in notebook.cells:
        sections.append(_section(cell, markdown, names))
        if second < 0 and len(markdown.renderer.headings) >= 2:
            second = len(sections) - 1
    page = {
        "title": title,
        "links": [vars(link) for link in links],
        "sections": sections,
        "headings": markdown.renderer.headings,
        "second": second,
    }
    # The exporter's own from_notebook_node copies every figure and has BeautifulSoup read and write
    # the page again, ten times the work.
    html: str = _exporter().template.render(nb=notebook, resources={"page": page}, say=say)
    return html.lstrip()


def _title(notebook: "NotebookNode", shown: Sequence[Item]) -> str:
    """What the page is about, from its metadata and its heading."""
    heading = next((item.facts for item in shown if item.id == "heading"), {})
    subject = notebook.metadata["barnevern"]["title"]
    return f"{subject}: {heading.get('place', '')} {heading.get('year', '')}".strip(": ")


def _file_names(shown: Sequence[Item]) -> str:
    """What the files of a page's items are called, with a place for the item's id."""
    heading = next((item.facts for item in shown if item.id == "heading"), {})
    return f"{heading.get('municipality', '')}-{heading.get('year', '')}-{{id}}.csv"


def _section(cell: "NotebookNode", markdown: Any, names: str) -> Section:
    """What one cell gives the page."""
    if cell.cell_type == "markdown":
        return Section(html=str(markdown.render(cell.source)).rstrip())
    section = Section()
    for output in cell.get("outputs", []):
        data = output.get("data", {})
        if MIME in data:
            item = Item.from_json(data[MIME])
            section.html += item_html(item, download(item, names))
        elif "text/plain" in data:
            section.texts.append(data["text/plain"])
        elif output.output_type == "stream" and output.name == "stdout":
            section.texts.append(output.text)
    return section


def download(item: Item, names: str) -> dict[str, str] | None:
    """A link that holds the figures of an item in itself, so that it works wherever the page is;
    None where there are none. ``names`` is a file name with a place for {id}.
    """
    if not item.figures:
        return None
    content = quote(csv_text(item.figures, DOWNLOADED), safe="/:,;()*")
    address = f"data:text/csv;charset=utf-8,{content}"
    return {"file": names.format(id=item.id), "address": address}


@lru_cache
def _exporter() -> "HTMLExporter":
    from nbconvert import HTMLExporter  # a second to import; whoever plans pages needs none of it

    # Our template decides what of an output is shown; nothing is rewritten, highlighted or embedded
    # on the way.
    return HTMLExporter(
        extra_template_basedirs=[str(TEMPLATES)],
        template_name="report",
        exclude_anchor_links=True,
        default_preprocessors=[],
        language_code="nb",
    )


@lru_cache
def _markdown() -> Any:
    """Markdown as nbconvert has it, with ids on sections and the page's title as first heading."""
    from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath

    class Headings(IPythonRenderer):  # type: ignore[misc]
        """Notes the sections of one page at a time; begin() starts a new page."""

        def begin(self, title: str) -> None:
            self.title, self.headings = title, list[tuple[str, str]]()

        def heading(self, text: str, level: int, **attrs: Any) -> str:
            if level == 1 and self.title:
                text, self.title = self.escape_html(self.title), ""
            if level != 2:
                return str(super().heading(text, level, **attrs))
            anchor = slug(unescape(text))
            self.headings.append((anchor, text))
            return f'<h2 id="{anchor}">{text}</h2>\n'

    renderer = Headings(escape=False, exclude_anchor_links=True)
    return MarkdownWithMath(renderer=renderer)


def to_csv(notebook: "NotebookNode") -> str:
    """Everything the page shows as one tidy table: CSV_COLUMNS, codes as text, full precision,
    point as decimal mark.
    """
    return csv_text(row for item in items(notebook) for row in item.figures)


def to_json(notebook: "NotebookNode") -> str:
    """What the page shows as JSON: title, and items in blocks. Their rows stand in the CSV."""
    shown = [dict(output["data"][MIME]) for output in _outputs(notebook)]
    for content in shown:
        content.pop("rows", None)
    page = {"title": notebook.metadata["barnevern"]["title"], "items": shown}
    return json.dumps(page, ensure_ascii=False, separators=(",", ":")) + "\n"
