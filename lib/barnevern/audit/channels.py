"""Numbers for hidden figures that stand somewhere else on a page than in its CSV: in words, tables,
alternative texts, drawings.
"""

from collections import defaultdict
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import cache
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import pandas as pd

from barnevern.audit.attack import WORKERS
from barnevern.audit.drawing import Mark, marks
from barnevern.audit.read import HIDDEN, Batch
from barnevern.audit.words import Reading, parsed, readings
from barnevern.indicators import catalogue
from barnevern.observations import dimensions, regions

DRAWING = "drawing"
MANY = 20  # pages; with fewer, a second process takes longer to begin than it saves
COLUMNS = ["item", "region", "year", "indicator", "category", "value", "status", "unit"]
Cells = tuple[Any, ...]  # a row of a page's CSV: COLUMNS
Work = tuple[Path, str, list[Cells], list[Cells]]  # a page, its rows, and what its region hides
UNITS = {
    "antall": "Antall",
    "prosent": "Andel",
    "kroner": "Kroner",
}  # what a column of a table is called


@dataclass(frozen=True)
class Slip:
    """A number for a hidden figure stands on ``page`` in ``item``."""

    page: str
    item: str
    channel: str
    indicator: str
    category: str
    region: str
    year: int


@dataclass(frozen=True)
class Row:
    """A row of a page's CSV, and every name the page may call it by."""

    region: str
    year: int
    indicator: str
    category: str
    value: float | None
    unit: str

    @property
    def names(self) -> frozenset[str]:
        """Names of the region, the category, the indicator and the unit."""
        return _names(self.region, self.indicator, self.category, self.unit)


@cache
def _names(region: str, indicator: str, category: str, unit: str) -> frozenset[str]:
    pieces = [piece for piece in category.split(".") if piece != "total"]
    named = {
        known[piece]
        for known in dimensions().values()
        for piece in [category, *pieces]
        if piece in known
    }
    whole = {"I alt"} if not category or "total" in category.split(".") else set()
    chosen = catalogue().get(indicator)
    called = {chosen.name, chosen.short, f"{chosen.short} ({chosen.unit})"} if chosen else set()
    return frozenset(named | whole | called | {_place(region), UNITS.get(unit, unit.capitalize())})


def _place(region: str) -> str:
    try:
        return regions.name_of(region)
    except KeyError:
        return region


def slips(batch: Batch) -> list[Slip]:
    """Every slip of a batch; two processes share the pages."""
    work = list(_with_hidden(batch))
    if len(work) < MANY:
        return [slip for page in work for slip in _of_page(page)]
    with ProcessPoolExecutor(WORKERS, mp_context=get_context("spawn")) as pool:
        return [slip for found in pool.map(_of_page, work, chunksize=20) for slip in found]


def _with_hidden(batch: Batch) -> Iterator[Work]:
    """The pages that have a hidden figure, or whose municipality has one on another page."""
    rows: dict[str, list[Cells]] = defaultdict(list)
    for page, *row in batch.facts[["page", *COLUMNS]].itertuples(index=False, name=None):
        rows[page].append(tuple(row))
    everywhere = _hidden_of_regions(batch.facts)
    for path in batch.pages:
        page = path.relative_to(batch.folder).with_suffix("").as_posix()
        elsewhere = everywhere.get(path.parent.name.partition("-")[0], [])
        if elsewhere or any(row[6] == HIDDEN for row in rows[page]):
            yield path, page, rows[page], elsewhere


def _hidden_of_regions(facts: pd.DataFrame) -> dict[str, list[Cells]]:
    """The hidden figures of each region, wherever they stand."""
    hidden = facts[facts["value"].eq("") & facts["status"].eq(HIDDEN)]
    return {
        str(region): list(rows.itertuples(index=False, name=None))
        for region, rows in hidden[COLUMNS].groupby("region")
    }


def _of_page(work: Work) -> list[Slip]:
    path, page, rows, elsewhere = work
    shown, hidden = _by_item(rows)
    others = list(dict.fromkeys(_row(rest) for _, *rest in elsewhere))
    tree = parsed(path.read_text(encoding="utf-8"))
    found = [*_told(tree, shown, hidden, others), *_drawn(tree, shown, hidden)]
    slips = (
        Slip(page, item, channel, row.indicator, row.category, row.region, row.year)
        for item, channel, row in found
    )
    return list(dict.fromkeys(slips))


def _by_item(rows: list[Cells]) -> tuple[dict[str, list[Row]], dict[str, list[Row]]]:
    """The shown and the hidden rows of each item; an item without has an empty list."""
    shown: dict[str, list[Row]] = defaultdict(list)
    hidden: dict[str, list[Row]] = defaultdict(list)
    for item, *rest in rows:
        row = _row(rest)
        (hidden if row.value is None and rest[5] == HIDDEN else shown)[item].append(row)
    return shown, hidden


def _row(cells: list[Any]) -> Row:
    region, year, indicator, category, value, _, unit = cells
    return Row(region, year, indicator, category, float(value) if value else None, unit)


def _told(
    tree: Any, shown: dict[str, list[Row]], hidden: dict[str, list[Row]], others: list[Row]
) -> Iterator[tuple[str, str, Row]]:
    """Hidden figures that a number in words stands for, where no shown figure of that name says the
    same.

    ``others`` are the municipality's hidden figures wherever they stand: a sentence can name one
    that is not in the item's rows.
    """
    for reading in readings(tree):
        meant = _called(hidden[reading.item], reading)
        meant += [row for row in _called(others, reading) if _named(row, reading)]
        said = _called(shown[reading.item], reading)
        if meant and not any(row.value is not None and reading.says(row.value) for row in said):
            yield reading.item, reading.channel, meant[0]


def _called(rows: list[Row], reading: Reading) -> list[Row]:
    """The rows of the reading's year that have every name it uses."""
    about = set(reading.labels)
    return [row for row in rows if row.year == reading.year and about <= row.names]


def _named(row: Row, reading: Reading) -> bool:
    """Whether the reading names the indicator, and the category where the row has one."""
    place = _names(row.region, "", "", row.unit)
    called = _names(row.region, row.indicator, "", row.unit) - place - {"I alt"}
    category = row.names - called - place
    about = set(reading.labels)
    return (row.indicator == reading.item or bool(about & called)) and (
        not row.category or bool(about & category)
    )


def _drawn(
    tree: Any, shown: dict[str, list[Row]], hidden: dict[str, list[Row]]
) -> Iterator[tuple[str, str, Row]]:
    """Hidden figures where a drawing has a point or a bar that no shown figure stands for, or more
    of them than there are figures.
    """
    for section in tree.xpath("//section[@data-item]"):
        item = section.get("data-item")
        if not hidden[item]:
            continue
        for svg in section.iter("{*}svg", "svg"):
            for about, drawn in _together(svg, [*hidden[item], *shown[item]]).items():
                meant = _meant(hidden[item], about)
                known = [row for row in _meant(shown[item], about) if row.value is not None]
                if meant and not _explained(drawn, known):
                    yield item, DRAWING, meant[0]


def _together(svg: Any, rows: list[Row]) -> dict[frozenset[str], list[Mark]]:
    """The marks of a drawing by what names the figures that they can stand for."""
    together: dict[frozenset[str], list[Mark]] = defaultdict(list)
    for mark in marks(svg):
        together[_about(mark, rows)].append(mark)
    return together


def _meant(rows: list[Row], about: frozenset[str]) -> list[Row]:
    """The rows that have all these names."""
    return [row for row in rows if about <= row.names | {str(row.year)}]


def _explained(drawn: list[Mark], known: list[Row]) -> bool:
    """Whether a known figure stands behind each mark, and there are enough of them."""
    enough = len(drawn) <= _most_drawn(known)
    return enough and all(_stands_for(mark, known) for mark in drawn)


def _about(mark: Mark, rows: list[Row]) -> frozenset[str]:
    """What names the figures that a mark can stand for: its label and what the key says of its
    colour, where a row is called so.
    """
    return frozenset(
        name
        for name in (mark.label, mark.series)
        if any(name in row.names | {str(row.year)} for row in rows)
    )


def _most_drawn(rows: list[Row]) -> int:
    """How many marks the rows can have: those of one unit are drawn together."""
    units = [row.unit for row in rows]
    return max((units.count(unit) for unit in set(units)), default=0)


def _stands_for(mark: Mark, rows: list[Row]) -> bool:
    return any(abs(mark.value - row.value) <= mark.error for row in rows if row.value is not None)
