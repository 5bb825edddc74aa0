"""Numbers for hidden figures that stand somewhere else on a page than in its CSV: in words, tables,
alternative texts, drawings.
"""

from collections import defaultdict
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import cache, partial
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from barnevern.audit.attack import WORKERS
from barnevern.audit.drawing import Mark, marks
from barnevern.audit.read import HIDDEN, Batch
from barnevern.audit.words import Reading, parsed, readings
from barnevern.indicators import catalogue
from barnevern.observations import dimensions, regions

DRAWING = "drawing"
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
    rows: dict[str, list[tuple[Any, ...]]] = defaultdict(list)
    columns = ["page", "item", "region", "year", "indicator", "category", "value", "status", "unit"]
    for page, *row in batch.facts[columns].itertuples(index=False, name=None):
        rows[page].append(tuple(row))
    hidden = batch.facts[batch.facts["value"].eq("") & batch.facts["status"].eq(HIDDEN)]
    everywhere = {
        str(region): list(some.itertuples(index=False, name=None))
        for region, some in hidden[columns[1:]].groupby("region")
    }
    some = []
    for path in batch.pages:
        page = path.relative_to(batch.folder).with_suffix("").as_posix()
        elsewhere = everywhere.get(path.parent.name.partition("-")[0], [])
        if elsewhere or any(row[6] == HIDDEN for row in rows[page]):
            some.append((path, page, rows[page], elsewhere))
    if len(some) < WORKERS:
        return [slip for one in some for slip in _of_page(one)]
    with ProcessPoolExecutor(WORKERS, mp_context=get_context("spawn")) as pool:
        return [slip for found in pool.map(_of_page, some, chunksize=20) for slip in found]


def _of_page(work: tuple[Path, str, list[tuple[Any, ...]], list[tuple[Any, ...]]]) -> list[Slip]:
    path, page, rows, elsewhere = work
    shown: dict[str, list[Row]] = defaultdict(list)
    hidden: dict[str, list[Row]] = defaultdict(list)
    for item, *rest in rows:
        row = _row(rest)
        (hidden if row.value is None and rest[5] == HIDDEN else shown)[item].append(row)
    others = list(dict.fromkeys(_row(rest) for _, *rest in elsewhere))
    tree = parsed(path.read_text(encoding="utf-8"))
    found = [*_told(tree, shown, hidden, others), *_drawn(tree, shown, hidden)]
    make = partial(Slip, page)
    return list(
        dict.fromkeys(
            make(item, channel, row.indicator, row.category, row.region, row.year)
            for item, channel, row in found
        )
    )


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
        about = set(reading.labels)
        meant = [
            row for row in hidden[reading.item] if row.year == reading.year and about <= row.names
        ]
        meant += [
            row
            for row in others
            if row.year == reading.year and about <= row.names and _named(row, reading)
        ]
        said = [
            row for row in shown[reading.item] if row.year == reading.year and about <= row.names
        ]
        if meant and not any(row.value is not None and reading.says(row.value) for row in said):
            yield reading.item, reading.channel, meant[0]


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
            together: dict[frozenset[str], list[Mark]] = defaultdict(list)
            for mark in marks(svg):
                together[_about(mark, [*hidden[item], *shown[item]])].append(mark)
            for about, some in together.items():
                meant = [row for row in hidden[item] if about <= row.names | {str(row.year)}]
                known = [
                    row
                    for row in shown[item]
                    if about <= row.names | {str(row.year)} and row.value is not None
                ]
                if meant and (
                    len(some) > _most_drawn(known)
                    or any(not _stands_for(mark, known) for mark in some)
                ):
                    yield item, DRAWING, meant[0]


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
