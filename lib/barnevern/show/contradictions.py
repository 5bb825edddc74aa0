"""Published figures that contradict each other."""

from collections import Counter
from typing import Any

from barnevern.comparison import consistency
from barnevern.indicators.figure import Figure
from barnevern.norwegian.numbers import number
from barnevern.observations import category_name, measures
from barnevern.page import Page
from barnevern.render.blocks import Sentence, Table
from barnevern.render.item import SHOWN, Item, Row, counted, rows_of
from barnevern.show.meaning import table
from barnevern.show.sample import sample

TITLE = "Tall som ikke kan stemme"
Record = dict[str, Any]


@sample()
def contradictions(page: Page, *, id: str = "contradictions") -> Item:  # noqa: A002 (an item's id)
    """The published figures for the municipality that cannot be true together, found by rule; or
    that there are none.
    """
    editions, checked, found = _checked(page)
    if not checked:
        text = (
            f"Datasettet har ingen tall sitert fra dokumenter for {page.place}, og dermed ingen å"
            " kontrollere mot hverandre."
        )
        return Item(id, TITLE, SHOWN, (Sentence(text),))
    numbers = {"checked": checked, "contradictory": len(found)}
    told = rows_of(id, TITLE, counted(page.region.code, page.year, numbers))
    if not found:
        text = (
            f"{number(checked)} siterte tall for {page.place} til og med {page.year} er"
            " kontrollert. Ingen av dem motsier hverandre."
        )
        return Item(id, TITLE, SHOWN, (Sentence(text),), told)
    text = (
        f"{number(len(found))} publiserte tall for {page.place} kan ikke stemme med de andre"
        " tallene."
    )
    blocks = (Sentence(text), _table(page, found))
    return Item(id, TITLE, SHOWN, blocks, (*_rows(page, id, editions, found), *told))


def _checked(page: Page) -> tuple[list[Record], int, list[Record]]:
    """Every edition of the municipality's figures, how many of them are quoted up to the page's
    year, and those that contradict others.
    """
    editions = page.dataset.editions([page.region.code])
    quoted = editions[editions["year"].le(page.year) & editions["printed"].ne("")]
    found = consistency.contradictions(quoted)
    return _records(editions), len(quoted), _records(found)


def _records(rows: Any) -> list[Record]:
    return list(rows.to_dict("records"))


def _table(page: Page, found: list[Record]) -> Table:
    sources = _records(page.dataset.sources)
    titles = {source["source"]: source["title"] for source in sources}
    rows = [
        [
            f"{measures()[row['measure']]['name']}:"
            f" {category_name(row['measure'], row['category'])}",
            str(row["year"]),
            row["printed"],
            f"{titles[row['source']]}, {row['place']}",
            row["because"],
        ]
        for row in found
    ]
    head = ["Tall", "År", "Slik det står", "Hvor", "Hvorfor"]
    return table("Tall i kildene som ikke kan stemme", head, rows)


def _rows(
    page: Page,
    id: str,  # noqa: A002
    editions: list[Record],
    found: list[Record],
) -> list[Row]:
    """The contradicted figures as they were published, once for each contradiction."""
    times = Counter(map(_figure, found))
    rows: list[Row] = []
    for edition in editions:
        measure = edition["measure"]
        figure = Figure(
            page.region.code,
            edition["year"],
            "",
            edition["category"],
            edition["value"],
            status=edition["status"],
            source=edition["source"],
            kind="quoted",
            of=measure,
        )
        unit = "prosentpoeng" if measures()[measure]["kind"] == "change" else "prosent"
        rows += rows_of(id, TITLE, [figure] * times[_figure(edition)], unit=unit)
    return rows


def _figure(record: Record) -> tuple[Any, ...]:
    """What tells the editions of a figure by one source apart from all others."""
    return tuple(record[column] for column in ("year", "measure", "category", "source"))
