"""The JSON of a batch: what it says of itself, what each page was made from, and the blocks of each
page.
"""

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from barnevern.audit.numbers import NOTHING, Known, unfounded
from barnevern.audit.unexplained import CONTRADICTIONS, TOTAL, Place, is_sum

# What a run may say of itself: how it went, and nothing of any figure.
ABOUT_A_RUN = {"dataset", "made_by", "python", "started", "finished", "workers", "engine", "pages"}
ABOUT_A_DATASET = {"name", "title", "date", "content", "synthetic", "disclosure"}
MEASURED = {"workers", "seconds", "cpu_seconds", "memory_mb", "tries", "year"}
ABOUT_A_PAGE = MEASURED | {
    *("municipality", "name", "county", "notebook", "state", "error", "reason", "date", "why"),
    *("html", "csv"),
}
TIME = re.compile(r"\d{4}-\d\d-\d\d(T\d\d:\d\d:\d\d(\.\d+)?(\+00:00|Z))?|\d+\.\d+\.\d+")
FILES, OF_FILE = "files", re.compile(r"[0-9a-f]{64}")
DIGEST = re.compile(r"([0-9a-f]{12}|[0-9a-f]{64})?")
READ = re.compile(r"[\w .:/+-]*")
# of a block: what names and places it, and how it is drawn
STRUCTURE = {
    "id",
    "kind",
    "block",
    "state",
    "dataset",
    "municipality",
    "role",
    "decimals",
    "year",
    "per",
    "reference",
}
CALLED = re.compile(r'aria-label="([^"]{1,40})')
DRAWN, ROWS, DATA = "svg", "rows", "table"
OF_A_FUNNEL = {"region", "count", "base"}  # of every municipality: what it is drawn from


def of_run(record: Any) -> Iterator[Place]:
    """What a run says of itself that nobody declared, or with a number."""
    yield from _strange(record, ABOUT_A_RUN)
    yield from _strange(record.get("dataset", {}), ABOUT_A_DATASET)
    for page in record.get("pages", []):
        yield from _strange(page, ABOUT_A_PAGE)


def _strange(record: dict[str, Any], expected: set[str]) -> Iterator[Place]:
    for key, value in record.items():
        if key not in expected:
            yield "", "unknown entry", key
        elif isinstance(value, str) and not TIME.fullmatch(value):
            yield from (("", key, number) for number in unfounded(value, NOTHING))
        elif isinstance(value, int | float) and not isinstance(value, bool) and key not in MEASURED:
            yield "", key, str(value)


def of_fingerprints(record: dict[str, Any]) -> Iterator[Place]:
    """What the list of what each page was made from has besides digests and sizes."""
    for page in record.values():
        for kind, entries in page.items():
            for name, entry in entries.items():
                if not (READ.fullmatch(name) and _is_digest(entry, kind)):
                    yield "", kind, name


def _is_digest(entry: Any, kind: str) -> bool:
    if kind != FILES:
        return bool(DIGEST.fullmatch(str(entry)))
    return len(entry) == 2 and isinstance(entry[0], int) and bool(OF_FILE.fullmatch(str(entry[1])))


def of_blocks(record: dict[str, Any], html: str, known: Known, beside: Known) -> Iterator[Place]:
    """What no row explains in the blocks of a page: in their words and the numbers of their tables
    and drawings. The drawings themselves must stand on the page (``html``), where they are read.
    """
    for item in record["items"]:
        name = item["id"]
        explained = beside if name == CONTRADICTIONS else known
        for where, value in _values(item):
            if where == DRAWN:
                if value not in html:
                    yield name, "JSON", "a drawing that is not on the page"
            elif isinstance(value, str):
                yield from ((name, "JSON", number) for number in unfounded(value, explained))
            elif not explained.has(Decimal(repr(value))):
                yield name, "JSON", str(value)


def drawings(record: dict[str, Any]) -> Iterator[str]:
    """Every drawing in the blocks of a page, as SVG."""
    return (value for item in record["items"] for where, value in _values(item) if where == DRAWN)


def named(drawing: str) -> str:
    """What a drawing is called: the beginning of its alternative text."""
    found = CALLED.search(drawing)
    return found[1] if found else "without a name"


def _values(node: Any, key: str = "") -> Iterator[tuple[str, Any]]:
    """Every text and number in lists and dicts, with the name it has; without what is structure,
    totals of their column, and the other municipalities of a funnel.
    """
    if isinstance(node, dict):
        for name, value in node.items():
            if name == ROWS and isinstance(value, list):
                yield from _values([_without_totals(row, value) for row in value])
            elif name not in STRUCTURE and not (name == DATA and set(value) == OF_A_FUNNEL):
                yield from _values(value, name)
    elif isinstance(node, list):
        for value in node:
            yield from _values(value, key)
    elif isinstance(node, str) or (isinstance(node, int | float) and not isinstance(node, bool)):
        yield key, node


def _without_totals(row: list[Any], table: list[list[Any]]) -> list[Any]:
    """A row without the numbers that are the sum of their column, where it is one of totals."""
    others = [other for other in table if other is not row]
    if not row or row[0] != TOTAL:
        return row
    columns = [[str(other[column]) for other in others] for column in range(len(row))]
    return [cell for cell, above in zip(row, columns, strict=True) if not is_sum(str(cell), above)]
