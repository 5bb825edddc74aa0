"""Several indicators of one region in one table: a row each, and a column for each year."""

from collections.abc import Sequence

from barnevern import comparison
from barnevern.indicators import Indicator, indicator
from barnevern.indicators.figure import Figures, known, newest_year, of_region
from barnevern.norwegian.text import listed, lower_first, slug
from barnevern.observations import HIDDEN, STATUS, regions
from barnevern.page import Page
from barnevern.render.blocks import Sentence, Table
from barnevern.render.item import SHOWN, Item, Row, rows_of
from barnevern.show.absent import missing
from barnevern.show.meaning import about, table
from barnevern.show.sample import sample
from barnevern.show.series import LONGEST_SERIES
from barnevern.words import cells, sentences

MOST_SAID = 3  # figures of a table that are also said in words


@sample("Noen tall", "referrals", "fte")
def figures(
    page: Page,
    title: str,
    *indicators: str,
    id: str = "",  # noqa: A002 (an item's id)
    ahead: int = 0,
    region: str = "",
) -> Item:
    """Several indicators of the municipality (or of ``region``) in one table, a row each and a
    column per year; ``ahead`` takes in years already known.

    An indicator without figures keeps its row and is said in words under the table.
    """
    id, code = id or slug(title), region or page.region.code  # noqa: A001
    wanted = [indicator(name) for name in indicators]
    found = {entry.id: of_region(page.figures(entry.id, ahead=ahead), code) for entry in wanted}
    valued = known(figure for own in found.values() for figure in own)
    if not valued:
        return missing(page, id, indicators, title, code)
    last = newest_year(valued)
    years = sorted({one.year for one in valued if one.year > last - LONGEST_SERIES})
    shown = {name: [one for one in own if one.year in years] for name, own in found.items()}
    absent = [entry for entry in wanted if not known(shown[entry.id])]
    kept = [entry for entry in wanted if entry not in absent]
    changes = {entry.id: _change(entry, shown[entry.id], code) for entry in kept}
    said = [
        _newest(page, entry, shown[entry.id], changes[entry.id], code) for entry in kept[:MOST_SAID]
    ]
    hidden = {name for name, own in found.items() if any(one.status == HIDDEN for one in own)}
    notes = _absent(page, absent, hidden)
    block = _table(page, f"{title}. {regions.name_of(code)}", wanted, absent, shown, years, notes)
    sources = page.source_titles(figure for own in shown.values() for figure in own)
    rows: list[Row] = []
    for entry in kept:
        rows += rows_of(id, title, [*shown[entry.id], *changes[entry.id]])
    blocks = (Sentence(" ".join(said)), block, about(wanted, sources))
    return Item(id, title, SHOWN, blocks, tuple(rows))


def _change(entry: Indicator, shown: Figures, code: str) -> Figures:
    """The change to the newest figure from the year before."""
    valued = known(shown)
    return comparison.differences(valued, entry, code, newest_year(valued))


def _newest(page: Page, entry: Indicator, shown: Figures, change: Figures, code: str) -> str:
    """The newest figure in words with the change since the year before."""
    valued = known(shown)
    breaks = [year for year, _ in page.breaks(shown, entry)]
    place = regions.name_of(code)
    sentence = sentences.finding(valued[-1], change, entry, place, page.year, breaks)
    newer = any(one.year > valued[-1].year and one.status == HIDDEN for one in shown)
    return sentence + (" Nyere tall vises ikke av personvernhensyn." if newer else "")


def _table(
    page: Page,
    caption: str,
    wanted: Sequence[Indicator],
    absent: Sequence[Indicator],
    shown: dict[str, Figures],
    years: Sequence[int],
    absent_notes: list[str],
) -> Table:
    kept = [entry for entry in wanted if entry not in absent]
    rows = []
    for entry in kept:
        by_year = {figure.year: figure for figure in shown[entry.id]}
        values = (cells.of_figure(by_year.get(year), entry.decimals) for year in years)
        rows.append([f"{entry.short} ({entry.unit})", *values])
    every = [figure for own in shown.values() for figure in own]
    short = {entry.id: entry.short for entry in wanted}
    notes = cells.status_notes([*cells.gaps(rows), *(figure.status for figure in every)])
    notes += cells.quoted_notes(every, lambda figure: short[figure.indicator])
    laws = [text for entry in kept for _, text in page.law_changes(every, entry)]
    notes += dict.fromkeys(laws)
    return table(caption, ["Indikator", *map(str, years)], rows, [*notes, *absent_notes])


def _absent(page: Page, absent: Sequence[Indicator], hidden: set[str]) -> list[str]:
    """The indicators without figures by name: hidden, or why an extract cannot give them where the
    data set is counted from one.
    """
    by_reason: dict[tuple[str, str], list[str]] = {}
    for entry in absent:
        closed = entry.id in hidden
        because = ""
        if page.dataset.counted and not closed:
            because = sentences.not_in_extract(entry)
        status = STATUS[HIDDEN if closed else cells.NOT_REPORTED]
        name = lower_first(entry.short).removesuffix(".")
        by_reason.setdefault((status, because), []).append(name)
    return [
        f"{status}: {listed(names)}. {because}".strip()
        for (status, because), names in by_reason.items()
    ]
