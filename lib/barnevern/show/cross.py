"""A count in two dimensions: how unaccompanied minors live, by age."""

from barnevern.indicators import Indicator, indicator
from barnevern.indicators.figure import Figures, from_table, known
from barnevern.norwegian.messages import say
from barnevern.norwegian.numbers import quantity
from barnevern.observations import HIDDEN, dimensions
from barnevern.page import Page
from barnevern.render.blocks import Block, Sentence, Table
from barnevern.render.item import SHOWN, Item, rows_of
from barnevern.show.absent import missing
from barnevern.show.meaning import about, table
from barnevern.words import cells

WHOLE = "total"  # the column that has no category of its own


def cross(
    page: Page,
    indicator_id: str,
    down: str,
    across: str,
    *,
    id: str = "",  # noqa: A002 (an item's id)
) -> Item:
    """The indicator in two dimensions, for the newest year: dimension ``down`` in rows, ``across``
    in columns.
    """
    id, entry = id or indicator_id, indicator(indicator_id)  # noqa: A001
    figures = _of_both(page, entry)
    if not known(figures):
        return missing(page, id, [indicator_id])
    newest = [figure for figure in figures if figure.year == max(one.year for one in figures)]
    blocks: tuple[Block, ...] = (
        Sentence(_sentence(entry, newest)),
        _table(page, entry, newest, down, across),
        about([entry], page.source_titles(newest)),
    )
    return Item(id, entry.name, SHOWN, blocks, rows_of(id, entry.name, newest))


def _of_both(page: Page, entry: Indicator) -> Figures:
    """The municipality's figures of every pair of categories, shown or hidden."""
    measure = entry.numerator.measure if entry.numerator else ""
    rows = page.dataset.read([page.region.code], page.year, [measure])
    figures = from_table(rows.assign(indicator=entry.id))
    return [one for one in figures if one.value is not None or one.status == HIDDEN]


def _sentence(entry: Indicator, newest: Figures) -> str:
    """The total in words; "" where it is not shown."""
    total = next((figure for figure in newest if not figure.category), None)
    if total is None or total.value is None:
        return ""
    return say(
        "cross-total",
        indicator=entry.short,
        value=quantity(total.value, entry.unit),
        year=total.year,
    )


def _table(page: Page, entry: Indicator, newest: Figures, down: str, across: str) -> Table:
    figures = {figure.category: figure for figure in newest}
    columns = dimensions()[across]
    rows = []
    for code, label in dimensions()[down].items():
        categories = ["" if code == column == WHOLE else f"{code}.{column}" for column in columns]
        texts = [cells.of_figure(figures.get(category), 0) for category in categories]
        rows.append([label, *texts])
    caption = f"{entry.name}. {page.place}, {newest[0].year}"
    notes = cells.status_notes(figure.status for figure in newest)
    return table(caption, [say("table-category"), *columns.values()], rows, notes)
