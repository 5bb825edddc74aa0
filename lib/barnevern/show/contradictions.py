"""Published figures that contradict each other."""

from collections import Counter
from typing import Any

import pandas as pd

from barnevern.comparison import claims, consistency
from barnevern.indicators.figure import Figure
from barnevern.norwegian.messages import say
from barnevern.norwegian.numbers import number
from barnevern.observations import measures
from barnevern.page import Page
from barnevern.render.blocks import Sentence, Table
from barnevern.render.item import SHOWN, Item, Row, counted, rows_of
from barnevern.show.meaning import table
from barnevern.show.sample import sample

Record = dict[str, Any]
UNITS = {"count": "antall", "change": "prosentpoeng", "amount": "kroner"}  # by kind of measure


@sample()
def contradictions(page: Page, *, id: str = "contradictions") -> Item:  # noqa: A002 (an item's id)
    """The published figures for the municipality that cannot be true together, found by rule; or
    that there are none.
    """
    editions, checked, found = _checked(page)
    if not checked:
        text = say("contradictions-nothing-quoted", place=page.place)
        return Item(id, say("contradictions-title"), SHOWN, (Sentence(text),))
    numbers = {"checked": checked, "contradictory": len(found)}
    told = rows_of(id, say("contradictions-title"), counted(page.region.code, page.year, numbers))
    if not found:
        text = say("contradictions-none", count=number(checked), place=page.place, year=page.year)
        return Item(id, say("contradictions-title"), SHOWN, (Sentence(text),), told)
    text = say("contradictions-found", count=len(found), place=page.place)
    blocks = (Sentence(text), _table(page, found))
    return Item(
        id, say("contradictions-title"), SHOWN, blocks, (*_rows(page, id, editions, found), *told)
    )


def _checked(page: Page) -> tuple[list[Record], int, list[Record]]:
    """Every edition of the municipality's figures, how many of them are quoted up to the page's
    year, and those that contradict others.
    """
    own = page.region.code
    editions = _told(page, page.dataset.editions([own]))
    others = _told(page, page.dataset.editions(sorted(claims.compared_with(editions["source"]))))
    found = consistency.contradictions(pd.concat([editions, others]))
    wrong = found[found["region"].eq(own) & found["year"].le(page.year)]
    return _records(editions), len(editions), _records(wrong)


def _told(page: Page, editions: pd.DataFrame) -> pd.DataFrame:
    """What is quoted from documents, up to the year of the page."""
    return editions[editions["year"].le(page.year) & editions["printed"].ne("")]


def _records(rows: Any) -> list[Record]:
    return list(rows.to_dict("records"))


def _table(page: Page, found: list[Record]) -> Table:
    sources = _records(page.dataset.sources)
    titles = {source["source"]: source["title"] for source in sources}
    rows = [
        [
            row["what"],
            str(row["year"]),
            row["printed"],
            f"{titles[row['source']]}, {row['place']}",
            row["because"],
        ]
        for row in found
    ]
    head = [
        say("contradictions-what"),
        say("table-year"),
        say("contradictions-printed"),
        say("contradictions-where"),
        say("contradictions-why"),
    ]
    return table(say("contradictions-caption"), head, rows)


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
        unit = UNITS.get(measures()[measure]["kind"], "prosent")
        rows += rows_of(
            id, say("contradictions-title"), [figure] * times[_figure(edition)], unit=unit
        )
    return rows


def _figure(record: Record) -> tuple[Any, ...]:
    """What tells the editions of a figure by one source apart from all others."""
    return tuple(record[column] for column in ("year", "measure", "category", "source"))
