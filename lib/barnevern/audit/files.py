"""Every file of a finished batch, and the numbers in it that nothing explains. A file that cannot
be read is a finding by itself.
"""

import json
import re
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from functools import lru_cache
from multiprocessing import get_context
from pathlib import Path

from barnevern.audit import workbook
from barnevern.audit.attack import WORKERS
from barnevern.audit.numbers import NOTHING, Known, unfounded
from barnevern.audit.printed import of_pdf, of_word
from barnevern.audit.records import drawings, named, of_blocks, of_fingerprints, of_run
from barnevern.audit.unexplained import Place, Rows, Unexplained, as_rows, of_page

DRAWING = re.compile(r"<svg\b.*?</svg>", re.DOTALL)
MANY = 10  # folders; with fewer, a second process takes longer to begin than it saves
RUN, FINGERPRINTS = "run.json", "fingerprints.json"
# columns of a page's CSV that are words; the others are codes, which are declared or a finding
WORDS_OF_A_TABLE = ("title", "unit", "status", "made_from")


def unexplained(folder: Path) -> list[Unexplained]:
    """Every number, and every number in words with something that is counted, in the files under
    ``folder`` that no shown figure, date, law, name or declared text explains; two processes share
    the folders.
    """
    folders = sorted({path.parent for path in folder.rglob("*") if path.is_file()})
    if len(folders) < MANY:
        found = [_of_folder(one) for one in folders]
    else:
        with ProcessPoolExecutor(WORKERS, mp_context=get_context("spawn")) as pool:
            found = list(pool.map(_of_folder, folders))
    return [
        Unexplained(path.relative_to(folder).as_posix().removesuffix(".html"), *place)
        for told in found
        for path, place in told
    ]


def _of_folder(folder: Path) -> list[tuple[Path, Place]]:
    """Every file of one folder with what nothing explains in it."""
    paths = sorted(path for path in folder.iterdir() if path.is_file())
    return [(path, place) for path in paths for place in dict.fromkeys(_of_file(path))]


def _of_file(path: Path) -> Iterator[Place]:
    reader = READERS.get(path.suffix)
    if reader is None:
        yield "", "file", path.name
        return
    try:
        yield from reader(path)
    except (ValueError, LookupError, OSError):
        yield "", "unreadable file", path.name


def _of_html(path: Path) -> Iterator[Place]:
    rows, html, drawn = _rows(path.with_suffix(".csv")), _text(path), _drawn(path.parent)
    yield from of_page(html, rows, Known.of(rows), _beside(path.parent))
    strange = [drawing for drawing in DRAWING.findall(html) if drawn and drawing not in drawn]
    yield from (("", "drawing", named(drawing)) for drawing in strange)


def _of_table(path: Path) -> Iterator[Place]:
    """The words of a CSV; its values are what explains the others."""
    told = {
        (row.get("item") or "", row.get(column) or "")
        for row in _rows(path)
        for column in WORDS_OF_A_TABLE
    }
    for item, text in sorted(told):
        yield from ((item, "CSV", number) for number in unfounded(text, NOTHING))


def _of_record(path: Path) -> Iterator[Place]:
    record = json.loads(_text(path))
    if path.name == RUN:
        yield from of_run(record)
    elif path.name == FINGERPRINTS:
        yield from of_fingerprints(record)
    else:
        known = Known.of(_rows(path.with_suffix(".csv")))
        yield from of_blocks(record, _text(path.with_suffix(".html")), known, _beside(path.parent))


def _of_pdf(path: Path) -> Iterator[Place]:
    content, page = path.read_bytes(), path.with_suffix(".html")
    yield from of_pdf(content, _text(page) if page.is_file() else "<p/>")


def _of_docx(path: Path) -> Iterator[Place]:
    page, rows = path.with_suffix(".html"), _rows(path.with_suffix(".csv"))
    yield from of_word(path, _text(page) if page.is_file() else "<p/>", Known.of(rows))


def _of_workbook(path: Path) -> Iterator[Place]:
    rows = _rows(path.with_suffix(".csv"))
    known = Known.of(rows) if rows else _beside(path.parent)
    for text in workbook.cells(path):
        yield from (("", "cell", number) for number in unfounded(text.replace(".", ","), known))


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8-sig")


def _rows(path: Path) -> Rows:
    """The rows of a page's CSV; none where there is no such file, as beside an index."""
    return as_rows(_text(path)) if path.is_file() else []


@lru_cache(maxsize=1)
def _beside(folder: Path) -> Known:
    """The values of every CSV in a folder."""
    return Known.of(row for path in sorted(folder.glob("*.csv")) for row in _rows(path))


@lru_cache(maxsize=1)
def _drawn(folder: Path) -> frozenset[str]:
    """The drawings of every page in a folder, as they stand in its JSON beside the numbers they
    were drawn from; none where no page has its JSON.
    """
    paths = [path for path in folder.glob("*.json") if path.with_suffix(".html").is_file()]
    return frozenset(one for path in paths for one in drawings(json.loads(_text(path))))


READERS: dict[str, Callable[[Path], Iterator[Place]]] = {
    ".html": _of_html,
    ".svg": _of_html,
    ".csv": _of_table,
    ".json": _of_record,
    ".pdf": _of_pdf,
    ".docx": _of_docx,
    ".xlsx": _of_workbook,
}
