"""Numbers in the files of a batch that no shown figure explains: in every text, attribute, comment
and drawing of a page, and in the files that it carries.
"""

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote

from barnevern.audit.constants import lines
from barnevern.audit.drawing import tick_labels
from barnevern.audit.numbers import NOTHING, NUMBER, Known, unfounded
from barnevern.audit.words import number, parsed

# an element whose text is read as a whole, without the blocks, drawings and templates in it
BLOCKS = frozenset(
    {"p", "li", "td", "th", "dt", "dd", "caption", "figcaption", "summary", "label", "title"}
    | {"h1", "h2", "h3", "h4", "h5", "h6", "pre", "text"}
)
OF_TEMPLATES = frozenset({"style", "script"})  # their lines stand in a template
# what the drawings of pages are made of; a rectangle only cuts off what is beyond the axes
DRAWN_WITH = frozenset({"svg", "g", "defs", "style", "path", "use", "text", "clippath", "rect"})
# attributes that say what they say to the browser alone: where, how, and which
STRUCTURE = frozenset(
    {"x", "y", "d", "class", "scope", "clip-path", "role", "tabindex", "type", "width", "height"}
    | {"viewbox", "rel", "for", "transform", "lang", "charset", "http-equiv", "xmlns", "id"}
    | {"data-item", "data-state", "aria-current", "aria-labelledby", "aria-describedby"}
)
OWN_STYLE = re.compile(r"--[^:;]*:[^;]*|content\s*:[^;]*")
# an index chooses among counties and KOSTRA groups by number
OF_INDEX = frozenset({"value", "data-county", "data-group"})
COUNTY_OR_GROUP = re.compile(r"\d\d|EKG\d\d")
# a line of a template that has the name of a place, a year or a county filled in
FILLED_IN = re.compile(
    r"@page \{ @bottom-left \{ content: \"[^\"]*\"; \} \}|#rute-\w+ \{ grid-area: \d+ / \d+; \}"
    r"|#del-[\w-]+( \.wide)? \{ page: del-[\w-]+; \}"
    r"|@page del-[\w-]+ \{ (size: A4 landscape; )?@top-left \{ content: \"[^\"]*\"; \} \}"
    r"|@media \(min-width: \d+rem\) \{"
)
NUMBERED = re.compile(r"^\s*\d+(\.\d+)* (?=[A-ZÆØÅ])")
CONTRADICTIONS, TOTAL, NEARLY = "contradictions", "I alt", 1e-6
CARRIED = "data:text/csv;charset=utf-8,"
Place = tuple[str, str, str]  # item, what kind of place, number
Rows = list[dict[str, str]]


@dataclass(frozen=True)
class Unexplained:
    """``number`` stands on ``page`` in ``item``, ``where`` is the kind of place."""

    page: str
    item: str
    where: str
    number: str


@dataclass(frozen=True)
class Page:
    """What explains the numbers of a page: the ``rows`` of its CSV, their values (``known``) and
    its ``headings``.
    """

    rows: Rows
    known: Known
    headings: frozenset[str]


def of_page(html: str, rows: Rows, known: Known, beside: Known) -> Iterator[Place]:
    """Item, place and number of everything on one page that no row explains: of its own CSV
    (``rows``, with their values ``known``), or of those ``beside`` it where it holds published
    figures against each other.
    """
    tree = parsed(html)
    heads = tree.xpath("//*[self::h2 or self::h3 or self::h4 or self::h5 or self::h6]")
    headings = frozenset(_said(head).strip() for head in heads)
    page = Page(rows, known, headings)
    axes = {node for svg in tree.iter("{*}svg", "svg") for node in tick_labels(svg)}
    for node in tree.iter():
        if node not in axes:
            item = _item(node)
            explained = beside if item == CONTRADICTIONS else known
            yield from ((item, *told) for told in _of_node(node, page, explained))


def _of_node(node: Any, page: Page, known: Known) -> Iterator[tuple[str, str]]:
    """What nothing explains in an element, its attributes, or a comment."""
    if not isinstance(node.tag, str):
        told = dict.fromkeys([*NUMBER.findall(str(node.text)), *unfounded(str(node.text), NOTHING)])
        yield from (("comment", number) for number in told)
        return
    for name, text in node.attrib.items():
        yield from ((name, number) for number in _of_attribute(node, name, text, page))
    name = _name(node)
    if name not in DRAWN_WITH and any(_name(above) == "svg" for above in node.iterancestors()):
        yield "drawing", name
    if name in OF_TEMPLATES or name == "pre":
        lacking = (line for line in _said(node).splitlines() if line.strip() not in lines())
        strange = (line for line in lacking if not FILLED_IN.fullmatch(line.strip()))
        yield from (
            (name, number)
            for line in strange
            for number in unfounded(line, NOTHING if name in OF_TEMPLATES else known)
        )
    else:
        yield from (
            (name, n) for text in _own_texts(node, name, page) for n in unfounded(text, known)
        )


def _own_texts(node: Any, name: str, page: Page) -> Iterator[str]:
    """The text of a block, unless its number is that of a heading or a total of its column; outside
    blocks, each text by itself.
    """
    if name not in BLOCKS:
        if not _inside_a_block(node):
            yield from (text or "" for text in (node.text, *(child.tail for child in node)))
        return
    said = _said(node)
    heading = said.strip() in page.headings
    if not (name == "td" and _is_total(node)):
        yield NUMBERED.sub("", said) if heading else said


def _is_total(cell: Any) -> bool:
    """Whether a cell of a row of totals is the sum of the cells above it."""
    row = cell.getparent()
    if "".join(row[0].itertext()).strip() != TOTAL:
        return False
    column = row.index(cell)
    others = [other for other in row.getparent() if other is not row and len(other) > column]
    above = ["".join(other[column].itertext()) for other in others]
    return is_sum("".join(cell.itertext()), above)


def is_sum(total: str, above: list[str]) -> bool:
    """Whether ``total`` is the sum of the cells above it; all of them are numbers."""
    numbers = [number(text) for text in [*above, total]]
    known = [one for one in numbers if one is not None]
    return len(known) == len(numbers) and abs(sum(known[:-1]) - known[-1]) < NEARLY


def _of_attribute(node: Any, name: str, text: str, page: Page) -> Iterator[str]:
    """The numbers of an attribute that is no structure, and of what an address carries."""
    if name in ("href", "src"):
        if text.startswith("data:"):
            yield from _carried(text, page.rows)
        yield from unfounded(unquote(text.partition("?")[2]), page.known)
    elif name == "style":
        yield from (found[0] for found in OWN_STYLE.finditer(text))
    elif not _is_structure(node, name, text):
        yield from unfounded(text, page.known)


def _is_structure(node: Any, name: str, text: str) -> bool:
    """Whether an attribute speaks to the browser alone, or to the choices of an index."""
    for_browser = name == "content" and (node.get("http-equiv") or node.get("name") == "viewport")
    choice = name in OF_INDEX and COUNTY_OR_GROUP.fullmatch(text)
    return bool(for_browser or choice or name in STRUCTURE or name.startswith(("xlink:", "xmlns:")))


def _carried(address: str, rows: Rows) -> Iterator[str]:
    """The values of a file in an address that are in no row of the page; of another file than the
    figures of an item, everything.
    """
    if not address.startswith(CARRIED):
        yield address.partition(",")[0]
        return
    there = {_figure(row) for row in rows}
    for row in as_rows(unquote(address.removeprefix(CARRIED))):
        if row.get("value") and _figure(row) not in there:
            yield row["value"]


def as_rows(text: str) -> Rows:
    """The rows of a CSV."""
    return list(csv.DictReader(io.StringIO(text)))


def _figure(row: dict[str, str]) -> tuple[str, ...]:
    keys = ("region", "year", "indicator", "category", "kind", "against", "of", "value")
    return tuple(row.get(key) or "" for key in keys)


def _name(node: Any) -> str:
    return str(node.tag).rpartition("}")[2].lower() if isinstance(node.tag, str) else ""


def _item(node: Any) -> str:
    above = (one for one in (node, *node.iterancestors()) if isinstance(one.tag, str))
    return next((str(one.get("data-item")) for one in above if one.get("data-item")), "")


def _inside_a_block(node: Any) -> bool:
    """Whether the text is read with that of a block around it."""
    for above in (node, *node.iterancestors()):
        if _name(above) in (*BLOCKS, "svg"):
            return _name(above) != "svg"
    return False


def _said(node: Any) -> str:
    """The text of a block without that of the blocks in it."""
    parts = [node.text or ""]
    for child in node:
        if _name(child) and _name(child) not in BLOCKS | OF_TEMPLATES | {"svg"}:
            parts.append(_said(child))
        parts.append(child.tail or "")
    return "".join(parts)
