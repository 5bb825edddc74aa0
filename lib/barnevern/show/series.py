"""One indicator of a municipality over the years, against its peers."""

from collections.abc import Sequence
from dataclasses import dataclass

from barnevern import comparison
from barnevern.comparison import evidence, run_chart
from barnevern.comparison.evidence import CHANCE, CLEAR, FEWEST_YEARS
from barnevern.figures import Columns
from barnevern.indicators import Indicator, indicator, prices
from barnevern.indicators.figure import (
    Figure,
    Figures,
    newest_year,
    of_region,
    values_by_region,
)
from barnevern.norwegian.messages import say
from barnevern.norwegian.text import listed
from barnevern.observations import HIDDEN, regions
from barnevern.page import Page
from barnevern.render.blocks import Block, Drawing, Sentence, Table
from barnevern.render.item import SHOWN, Item, rows_of
from barnevern.show.absent import missing
from barnevern.show.meaning import about, behind, table
from barnevern.show.sample import sample
from barnevern.words import cells, findings, sentences

LONGEST_SERIES = 12  # years in a figure or table
CONTEXT_YEARS = 5  # of the peers, where the municipality's own series is shorter


@dataclass(frozen=True)
class Trend:
    """What a trend rests on: the figures shown and the municipality's own, the differences at its
    newest year, between which figures chance alone can have put it (``reach``), and what the years
    differ in (year and sentence).
    """

    indicator: Indicator
    shown: Figures
    own: Figures
    told: Figures
    differences: Figures
    reach: tuple[float, float] | None
    breaks: list[tuple[int, str]]
    peer_breaks: list[tuple[int, str]]
    laws: list[tuple[int, str]]
    band: Columns | None

    @property
    def every_break(self) -> list[tuple[int, str]]:
        """The municipality's own breaks and those of its peers."""
        return sorted({*self.breaks, *self.peer_breaks})


@sample("gross_f252_per_child_placed_nok")
def trend(
    page: Page,
    indicator_id: str,
    *,
    id: str = "",  # noqa: A002 (an item's id)
    note: str = "",
    intervals: bool = False,
) -> Item:
    """The indicator over the years against its peers: sentence, figure, the table behind it and
    what it means.

    ``note`` stands under the sentence. With ``intervals`` the figure shades what chance allows
    around the municipality's own line.
    """
    id = id or indicator_id  # noqa: A001
    found = _computed(page, indicator_id, intervals=intervals)
    if found is None:
        return missing(page, id, [indicator_id])
    blocks = _blocks(page, id, found, note)
    figures = [*found.shown, *found.differences, *_limits(found)]
    title = found.indicator.name
    return Item(id, title, SHOWN, blocks, rows_of(id, title, figures))


def _computed(page: Page, indicator_id: str, *, intervals: bool) -> Trend | None:
    """None where the municipality has no figure."""
    entry = indicator(indicator_id)
    shown, differences = page.compared(indicator_id)
    own = page.own(shown)
    if not own:
        return None
    told = _told(of_region(shown, page.region.code))
    first = _first_year(told, newest_year(shown))
    shown = [figure for figure in shown if figure.year >= first]
    recent = [figure for figure in own if figure.year >= first]
    return Trend(
        indicator=entry,
        shown=shown,
        own=own,
        told=told,
        differences=differences,
        reach=_reach(entry, own[-1]),
        breaks=page.breaks(shown, entry),
        peer_breaks=page.peer_breaks(shown),
        laws=page.law_changes(shown, entry),
        band=evidence.intervals(recent, entry) if intervals else None,
    )


def _told(own: Figures) -> Figures:
    """Those that have a value or are hidden."""
    return [figure for figure in own if figure.value is not None or figure.status == HIDDEN]


def _first_year(told: Figures, newest: int) -> int:
    """Where the figure begins: with the municipality's own series, some years before the newest so
    that the peers have a line too, and never longer than LONGEST_SERIES.
    """
    begin = min(min(figure.year for figure in told), newest - CONTEXT_YEARS + 1)
    return max(newest - LONGEST_SERIES + 1, begin)


def _reach(entry: Indicator, newest: Figure) -> tuple[float, float] | None:
    """Between which figures chance alone can have put the newest; None where that is not known."""
    if newest.value is None or newest.denominator is None or not comparison.testable(entry):
        return None
    return evidence.interval(newest.value, newest.denominator, entry)


def _limits(found: Trend) -> Figures:
    """What chance alone can give, as figures."""
    kinds = ("interval_low", "interval_high")
    return [
        found.own[-1].derived(kind, limit)
        for kind, limit in zip(kinds, found.reach or (), strict=bool(found.reach))
    ]


def _blocks(page: Page, id: str, found: Trend, note: str) -> tuple[Block, ...]:  # noqa: A002
    sources = page.source_titles(found.shown)
    drawing = _drawing(page, id, found, sources)
    return (
        Sentence(_sentence(page, found)),
        Sentence(note or hidden_since(found.told)),
        *behind(drawing, _table(page, found)),
        about([found.indicator], sources),
    )


def _sentence(page: Page, found: Trend) -> str:
    breaks = [year for year, _ in found.breaks]
    entry, newest = found.indicator, found.own[-1]
    said = findings.finding(
        newest,
        found.differences,
        entry,
        page.place,
        page.year,
        breaks=breaks,
        judge=page.verdict,
    )
    if found.reach is None or not _agree(page, found, *found.reach):
        return said
    return f"{said} {findings.by_chance(*found.reach, entry, page.place)}"


def _agree(page: Page, found: Trend, low: float, high: float) -> bool:
    """Whether what chance alone can give says the same of the nearest group as the verdict does."""
    groups = [one for one in found.differences if one.against in regions.groups()]
    if not groups:
        return False
    newest, nearest = found.own[-1], groups[0].against
    other = values_by_region(found.shown, newest.year)[nearest]
    outside = not low <= other <= high
    return outside == (page.verdict(groups[0]).answer == CLEAR)


def hidden_since(told: Figures) -> str:
    """A sentence where the newest figures, of those ``told`` or hidden, are hidden."""
    last = newest_year(one for one in told if one.value is not None)
    newer = [str(one.year) for one in told if one.year > last]
    return say("trend-hidden", years=listed(newer)) if newer else ""


def _table(page: Page, found: Trend) -> Table:
    shown, entry = found.shown, found.indicator
    names = {one.region: regions.name_of(one.region) for one in shown}
    years, rows = cells.by_year(shown, entry.decimals, names)
    quoted = cells.quoted_notes(shown, lambda figure: names[figure.region])
    caption = cells.caption(entry, shown)
    return table(caption, [say("table-area"), *years], rows, [*_notes(page, found), *quoted])


def _notes(page: Page, found: Trend) -> list[str]:
    """What stands under the table: signs, breaks and laws, the trend, and whose kroner."""
    notes = [
        *cells.status_notes(figure.status for figure in found.shown),
        *(text for _, text in [*found.every_break, *found.laws]),
        *_trend(page, found),
    ]
    if found.indicator.unit in prices.MONEY:
        notes += prices.stated_in(figure.source for figure in found.shown).values()
    return notes


def _trend(page: Page, found: Trend) -> list[str]:
    """What is said of the municipality's own series since its last break: its trend, or else what
    the run chart says; nothing of a short one, or of one that ended before the break.
    """
    if found.indicator.unit == "kroner":
        return []  # prices rise too
    last = max((year for year, _ in found.breaks), default=0)
    series = [one for one in found.own if one.year >= last]
    if len(series) < FEWEST_YEARS:
        return []
    verdict = page.judge.trend(series)
    first, last = series[0].year, series[-1].year
    if verdict.answer == CLEAR:
        way = "up" if verdict.z > 0 else "down"
        return [say("trend-clear", way=way, first=first, last=last)]
    if verdict.answer == CHANCE:
        return [say("trend-by-chance", first=first, last=last)]
    shifted = run_chart.shifted([one.value for one in series if one.value is not None])
    if shifted is None:
        return []
    level = "shifted" if shifted else "steady"
    return [say("trend-run-chart", level=level, first=first, last=last)]


def _drawing(page: Page, id: str, found: Trend, sources: list[str]) -> Drawing | None:  # noqa: A002
    """A line over several years, bars for one year with peers, nothing for a single figure."""
    entry = found.indicator
    points = [one for one in found.shown if one.value is not None]
    caption = say(
        "drawing-caption", caption=cells.caption(entry, points), sources="; ".join(sources)
    )
    drawn_as = (f"{page.name}-{id}", caption)
    if sum(one.region == page.region.code for one in points) > 1:
        return _line(page, found, points, drawn_as)
    newest = [one for one in points if one.year == newest_year(points)]
    return None if len(newest) < 2 or entry.unit == "antall" else _bars(entry, newest, drawn_as)


def _bars(entry: Indicator, newest: Figures, drawn_as: tuple[str, str]) -> Drawing:
    bars = [(regions.name_of(figure.region), str(figure.year), figure.value) for figure in newest]
    title = entry.name + prices.aside(entry.unit, newest)
    alt = sentences.bar_alt(bars, title, entry.unit, entry.decimals)
    spec = {"decimals": entry.decimals}
    return Drawing("bars", *drawn_as, alt, columns(bars, "label", "series", "value"), spec)


def _line(
    page: Page,
    found: Trend,
    points: Figures,
    drawn_as: tuple[str, str],
) -> Drawing:
    lines = [(regions.name_of(point.region), point.year, point.value) for point in points]
    marks = {year: say("trend-law") for year, _ in found.laws}
    marks |= {year: say("trend-break") for year, _ in found.every_break}
    spec = {"own": page.place, "decimals": found.indicator.decimals, "marks": marks}
    if found.band and found.band["year"]:
        spec["band"] = found.band
    alt = sentences.line_alt(lines, found.indicator, page.place, points)
    return Drawing("line", *drawn_as, alt, columns(lines, "name", "year", "value"), spec)


def columns(rows: Sequence[tuple[object, ...]], *names: str) -> Columns:
    """Rows as the columns of a drawing."""
    return {name: [row[place] for row in rows] for place, name in enumerate(names)}
