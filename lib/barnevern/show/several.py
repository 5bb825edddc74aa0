"""Several indicators of one region in one table: a row each, and a column for each year."""

from collections.abc import Sequence
from dataclasses import dataclass

from barnevern import comparison
from barnevern.indicators import Indicator, indicator
from barnevern.indicators.figure import Figures, known, newest_year, of_region
from barnevern.norwegian.messages import say
from barnevern.norwegian.text import listed, lower_first, slug
from barnevern.observations import HIDDEN, regions, status_name
from barnevern.page import Page
from barnevern.render.blocks import Sentence, Table
from barnevern.render.item import SHOWN, Item, rows_of
from barnevern.show.absent import missing
from barnevern.show.meaning import about, table
from barnevern.show.sample import sample
from barnevern.show.series import LONGEST_SERIES
from barnevern.words import cells, findings, sentences

MOST_SAID = 3  # figures of a table that are also said in words


@sample("sample", "referrals", "fte")
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
    read = {entry.id: of_region(page.figures(entry.id, ahead=ahead), code) for entry in wanted}
    if not known(_every(read)):
        return missing(page, id, indicators, title, code)
    found = _computed(wanted, read, code)
    said = _said(page, found, code)
    block = _table(page, f"{title}. {regions.name_of(code)}", found)
    sources = page.source_titles(_every(found.shown))
    blocks = (Sentence(said), block, about(wanted, sources))
    return Item(id, title, SHOWN, blocks, rows_of(id, title, found.figures))


@dataclass(frozen=True)
class Several:
    """The indicators of a table: the figures of the ``years`` it shows by indicator, those that
    have none (``absent``, of which some are ``hidden``), and the newest change of the others.
    """

    wanted: list[Indicator]
    years: list[int]
    shown: dict[str, Figures]
    absent: list[Indicator]
    hidden: set[str]
    changes: dict[str, Figures]

    @property
    def kept(self) -> list[Indicator]:
        """The indicators that have a figure."""
        return [entry for entry in self.wanted if entry.id in self.changes]

    @property
    def figures(self) -> Figures:
        """The figures of each indicator that has any, and its newest change."""
        return [
            figure
            for name, change in self.changes.items()
            for figure in (*self.shown[name], *change)
        ]


def _every(by_indicator: dict[str, Figures]) -> Figures:
    return [figure for figures in by_indicator.values() for figure in figures]


def _computed(wanted: list[Indicator], read: dict[str, Figures], code: str) -> Several:
    """What the table shows of the figures that were read."""
    valued = known(_every(read))
    last = newest_year(valued)
    years = sorted({one.year for one in valued if one.year > last - LONGEST_SERIES})
    shown = {name: [one for one in own if one.year in years] for name, own in read.items()}
    absent = [entry for entry in wanted if not known(shown[entry.id])]
    hidden = {figure.indicator for figure in _every(read) if figure.status == HIDDEN}
    there = [entry for entry in wanted if entry not in absent]
    changes = {entry.id: _change(entry, shown[entry.id], code) for entry in there}
    return Several(wanted, years, shown, absent, hidden, changes)


def _change(entry: Indicator, shown: Figures, code: str) -> Figures:
    """The change to the newest figure from the year before."""
    valued = known(shown)
    return comparison.differences(valued, entry, code, newest_year(valued))


def _said(page: Page, found: Several, code: str) -> str:
    """The newest figures of the first indicators in words."""
    return " ".join(
        _newest(page, entry, found.shown[entry.id], found.changes[entry.id], code)
        for entry in found.kept[:MOST_SAID]
    )


def _newest(page: Page, entry: Indicator, shown: Figures, change: Figures, code: str) -> str:
    """The newest figure in words with the change since the year before."""
    valued = known(shown)
    breaks = [year for year, _ in page.breaks(shown, entry)]
    place = regions.name_of(code)
    sentence = findings.finding(
        valued[-1], change, entry, place, page.year, breaks=breaks, judge=_judge(page, valued)
    )
    newer = any(one.year > valued[-1].year and one.status == HIDDEN for one in shown)
    return f"{sentence} {say('several-newer-hidden')}" if newer else sentence


def _judge(page: Page, among: Figures) -> findings.Judged:
    """Asks for the verdict on a difference between two of the figures."""
    return lambda difference: page.verdict(difference, among)


def _row(found: Several, entry: Indicator) -> list[str]:
    """An indicator with its figure of each year, as cells."""
    by_year = {figure.year: figure for figure in found.shown[entry.id]}
    values = (cells.of_figure(by_year.get(year), entry.decimals) for year in found.years)
    return [f"{entry.short} ({entry.unit})", *values]


def _table(page: Page, caption: str, found: Several) -> Table:
    rows = [_row(found, entry) for entry in found.kept]
    every = _every(found.shown)
    short = {entry.id: entry.short for entry in found.wanted}
    notes = cells.status_notes([*cells.gaps(rows), *(figure.status for figure in every)])
    notes += cells.price_notes(known(every))
    notes += cells.quoted_notes(every, lambda figure: short[figure.indicator])
    notes += dict.fromkeys(
        text for entry in found.kept for _, text in page.law_changes(every, entry)
    )
    notes += _absent(page, found.absent, found.hidden)
    return table(caption, [say("table-indicator"), *map(str, found.years)], rows, notes)


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
        status = status_name(HIDDEN if closed else cells.NOT_REPORTED)
        name = lower_first(entry.short).removesuffix(".")
        by_reason.setdefault((status, because), []).append(name)
    return [
        f"{status}: {listed(names)}. {because}".strip()
        for (status, because), names in by_reason.items()
    ]
