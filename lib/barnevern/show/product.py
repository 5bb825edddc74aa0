"""What a number costs: counts at national rates."""

from collections.abc import Sequence

from barnevern.indicators import indicator, prices
from barnevern.indicators.figure import Figure, Figures, known
from barnevern.norwegian.messages import say
from barnevern.norwegian.numbers import quantity, rounded
from barnevern.observations import HIDDEN
from barnevern.page import Page
from barnevern.render.blocks import Block, Sentence, Table
from barnevern.render.item import SHOWN, Item, rows_of
from barnevern.show.absent import missing
from barnevern.show.categories import by_category
from barnevern.show.meaning import about, table
from barnevern.words import cells

COUNTRY = "EAK"  # whose rates they are


def product(
    page: Page,
    rate: str,
    count: str,
    title: str,
    *,
    id: str = "own-share-cost",  # noqa: A002 (an item's id)
) -> Item:
    """What the counts of ``count`` cost in a year at the rates of ``rate`` (a national rate), by
    category and in all.
    """
    parts = _parts(page, rate, count)
    if not known(parts):
        return missing(page, id, [count], title)
    totals = _totals(parts)
    shown = [*parts, *totals]
    blocks: tuple[Block, ...] = (
        Sentence(_sentence(totals)),
        _table(title, shown, indicator(count).categories),
        about([indicator(count), indicator(rate)], page.source_titles(shown)),
    )
    return Item(id, title, SHOWN, blocks, rows_of(id, title, shown))


def _parts(page: Page, rate: str, count: str) -> Figures:
    """The cost of each category and year that has a rate, in kroner; hidden where the count is."""
    rates = {
        (figure.category, figure.year): figure.value
        for figure in known(by_category(page, rate, COUNTRY))
    }
    costs = []
    for figure in by_category(page, count, page.region.code):
        price = rates.get((figure.category, figure.year))
        cost = None
        if figure.value is not None and price is not None:
            cost = figure.value * price
        if figure.category and (cost is not None or figure.status == HIDDEN):
            costs.append(figure.derived("product", cost, of=f"{count} {rate}"))
    return costs


def _totals(parts: Figures) -> Figures:
    """The cost of each year in all; hidden where a part of it is."""
    totals = []
    for year in sorted({figure.year for figure in parts}):
        of_year = [figure for figure in parts if figure.year == year]
        status = max(figure.status for figure in of_year)
        cost = sum(figure.value for figure in of_year if figure.value is not None)
        value = None if status == HIDDEN else cost
        first: Figure = of_year[0]
        totals.append(first._replace(category="", status=status, value=value))
    return totals


def _sentence(totals: Figures) -> str:
    """The newest total in words, in millions; "" where none may be shown."""
    valued = known(totals)
    if not valued or valued[-1].value is None:
        return ""
    millions = float(rounded(valued[-1].value / 1e6, 1))
    return say(
        "ownshare-total",
        year=valued[-1].year,
        cost=quantity(millions, "millioner kroner", 1),
        basis=prices.basis(valued),
    )


def _table(title: str, shown: Sequence[Figure], categories: dict[str, str]) -> Table:
    figures = {(figure.category, figure.year): figure for figure in shown}
    years = sorted({figure.year for figure in shown})
    rows = []
    for category, label in {**categories, "": say("table-total")}.items():
        texts = [cells.of_figure(figures.get((category, year)), 0) for year in years]
        rows.append([label, *texts])
    notes = [*cells.status_notes(figure.status for figure in shown), say("ownshare-note")]
    caption = say("ownshare-caption", title=title, basis=prices.basis(shown))
    return table(caption, [say("ownshare-measure"), *map(str, years)], rows, notes)
