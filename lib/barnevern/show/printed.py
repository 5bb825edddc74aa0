"""Figures exactly as their sources printed them."""

from collections.abc import Sequence

import pandas as pd

from barnevern.indicators import Indicator, indicator
from barnevern.indicators.figure import Figure, Figures, from_table
from barnevern.norwegian.messages import say
from barnevern.norwegian.text import listed
from barnevern.observations import category_name
from barnevern.page import Page
from barnevern.render.blocks import Sentence, Table
from barnevern.render.item import SHOWN, Item, rows_of
from barnevern.show.absent import missing
from barnevern.show.meaning import folded, table
from barnevern.words import cells

Quoted = list[tuple[Figure, str]]  # each figure with the name its place had in the document


def printed(
    page: Page,
    indicator_id: str,
    *,
    id: str = "printed",  # noqa: A002 (an item's id)
    ahead: int = 0,
) -> Item:
    """The indicator exactly as its sources printed it, one table per source: category by year.

    Other items compute from counts where they can; this one lets a reader hold the page against the
    document. ``ahead`` takes in years already known.
    """
    entry = indicator(indicator_id)
    quoted = _quoted(page, entry, page.year + ahead)
    if not quoted:
        return _nothing(page, id, entry)
    figures = [figure for figure, _ in quoted]
    tables = [
        _table(page, entry, [pair for pair in quoted if pair[0].source == source])
        for source in sorted({figure.source for figure in figures})
    ]
    page.source_titles(figures)
    rows = rows_of(id, entry.name, figures)
    return Item(id, entry.name, SHOWN, (folded(say("printed-summary"), *tables),), rows)


def _nothing(page: Page, id: str, entry: Indicator) -> Item:  # noqa: A002
    """What stands where no source printed a figure."""
    if page.dataset.counted:
        return Item(id, entry.name, SHOWN, (Sentence(say("printed-quotes-nothing")),))
    return missing(page, id, [entry.id])


def _quoted(page: Page, entry: Indicator, until: int) -> Quoted:
    """Every edition of the figures up to the year ``until`` that was printed."""
    editions = page.dataset.editions([page.region.code])
    rows: pd.DataFrame = editions[
        editions["measure"].eq(_measure(entry))
        & editions["printed"].ne("")
        & editions["year"].le(until)
    ]
    shown = rows.assign(indicator=entry.id, region=page.region.code, basis="published")
    return list(zip(from_table(shown), rows["place"].tolist(), strict=True))


def _measure(entry: Indicator) -> str:
    """What the document prints: the ready-made figure, or else the count."""
    part = entry.published or entry.numerator
    return part.measure if part else ""


def _table(page: Page, entry: Indicator, quoted: Quoted) -> Table:
    """What one source prints: a row for each category and a column for each year."""
    figures, sources = [figure for figure, _ in quoted], page.dataset.sources
    titles = dict(zip(sources["source"], sources["title"], strict=True))
    places = listed(dict.fromkeys(place for _, place in quoted))
    caption = say(
        "printed-caption", indicator=entry.name, source=titles[figures[0].source], where=places
    )
    measure, years = _measure(entry), sorted({figure.year for figure in figures})
    notes = cells.quoted_notes(figures, lambda figure: category_name(measure, figure.category))
    return table(
        caption, [say("table-category"), *map(str, years)], _rows(entry, figures, years), notes
    )


def _rows(entry: Indicator, figures: Figures, years: Sequence[int]) -> list[list[str]]:
    """The categories in the order of the breakdown, then those that only the document has."""
    texts = {(figure.category, figure.year): figure.printed for figure in figures}
    there = dict.fromkeys(figure.category for figure in figures)
    order = dict.fromkeys([*entry.categories, *there])
    return [
        [category_name(_measure(entry), code), *(texts.get((code, year), "") for year in years)]
        for code in order
        if code in there
    ]
