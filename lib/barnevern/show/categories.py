"""Figures by category: who refers, where children live, what a place costs."""

from collections.abc import Sequence
from dataclasses import dataclass

from barnevern import comparison
from barnevern.indicators import Indicator, indicator, prices
from barnevern.indicators.figure import Figures, known, of_region
from barnevern.norwegian.messages import say
from barnevern.norwegian.numbers import quantity
from barnevern.observations import HIDDEN, regions
from barnevern.page import Page
from barnevern.render.blocks import Block, Drawing, Sentence, Table
from barnevern.render.item import SHOWN, Item, rows_of
from barnevern.show.absent import missing
from barnevern.show.meaning import about, behind, table
from barnevern.show.sample import sample
from barnevern.show.series import columns, trend
from barnevern.show.together import hidden_may_be_larger, hidden_together, name_of
from barnevern.words import cells, findings, sentences

TOTAL = ""  # the category of the total
ADDED_UP = {"antall", "prosent", "årsverk"}  # units whose largest category says something


@dataclass(frozen=True)
class Breakdown:
    """The figures of the region ``code`` in the newest ``years``, by category and in all.

    ``drawn`` is the indicator of the bars: that of the shares where they are shown, with their
    figures in ``shares`` and how they have changed since the year before in ``changes``.
    ``together`` is what the hidden categories of each year come to.
    """

    indicator: Indicator
    code: str
    years: list[int]
    numbers: Figures
    drawn: Indicator
    shares: Figures
    changes: Figures
    together: Figures

    @property
    def has_shares(self) -> bool:
        """Whether shares stand beside the numbers."""
        return self.drawn is not self.indicator

    @property
    def changed_from(self) -> int:
        """The year that the newest shares are held against; 0 where there is none."""
        before = self.years[-1] - 1
        return before if self.has_shares and before in self.years else 0

    @property
    def figures(self) -> Figures:
        """All of them, as they stand in the CSV."""
        return [*self.numbers, *self.shares, *self.changes, *self.together]

    @property
    def bars(self) -> Figures:
        """The figures that are drawn: the shares where they are shown."""
        return self.shares if self.has_shares else self.numbers


@sample("referrals_by_sender")
def breakdown(
    page: Page,
    indicator_id: str,
    *,
    id: str = "",  # noqa: A002 (an item's id)
    share: str = "",
    region: str = "",
    ahead: int = 0,
    years: int = 3,
) -> Item:
    """The indicator by its categories: bars of the newest year and the year before, and a table of
    the last years.

    ``share`` names the indicator that gives each category's share: then the bars show shares, and
    the table has numbers, shares and the change in percentage points, all computed from the
    numbers. ``region`` shows a group instead of the municipality; ``ahead`` takes in years already
    known, such as next year's rates; ``years`` is how many the table has.
    """
    id, code = id or indicator_id, region or page.region.code  # noqa: A001
    every = by_category(page, indicator_id, code, ahead)
    last = _latest(every, years)
    divided = [figure for figure in every if figure.category and figure.year in last]
    if known(divided):
        parts = _computed(page, indicator_id, code, last, share=share, ahead=ahead)
        title = parts.indicator.name
        return Item(id, title, SHOWN, _blocks(page, id, parts), rows_of(id, title, parts.figures))
    if region or not known(figure for figure in every if not figure.category):
        return missing(page, id, [indicator_id], region=code)
    return trend(page, indicator_id, id=id, note=_undivided(divided))


def by_category(page: Page, indicator_id: str, code: str, ahead: int = 0) -> Figures:
    """The indicator for one region, its total first and then each category, by year."""
    return of_region(page.figures(indicator_id, by_category=True, ahead=ahead), code)


def _latest(numbers: Figures, years: int) -> list[int]:
    """The newest year with categories, shown or hidden, and those of the ``years - 1`` years before
    it that have them.
    """
    told = {
        figure.year
        for figure in numbers
        if figure.category and (figure.value is not None or figure.status == HIDDEN)
    }
    return sorted(year for year in told if year > max(told) - years)


def _undivided(divided: Figures) -> str:
    """What stands in the place of the categories where none of them may be shown."""
    if any(figure.status == HIDDEN for figure in divided):
        return say("breakdown-hidden")
    return ""


def _computed(
    page: Page, indicator_id: str, code: str, years: list[int], *, share: str, ahead: int
) -> Breakdown:
    def of_years(name: str) -> Figures:
        return [one for one in by_category(page, name, code, ahead) if one.year in years]

    entry, numbers = indicator(indicator_id), of_years(indicator_id)
    shares = of_years(share) if share else []
    return Breakdown(
        indicator=entry,
        code=code,
        years=years,
        numbers=numbers,
        drawn=indicator(share) if share else entry,
        shares=shares,
        changes=_changes(shares, years[-1]),
        together=hidden_together(entry, numbers),
    )


def _changes(shares: Figures, year: int) -> Figures:
    """The change of each category's share since the year before, in percentage points."""
    divided = [figure for figure in known(shares) if figure.category]
    before = {figure.category: figure.value for figure in divided if figure.year == year - 1}
    changes = []
    for figure in divided:
        earlier = before.get(figure.category)
        if figure.year == year and figure.value is not None and earlier is not None:
            changes.append(figure.derived("change", figure.value - earlier, against=year - 1))
    return changes


def _blocks(page: Page, id: str, parts: Breakdown) -> tuple[Block, ...]:  # noqa: A002
    drawing, shown = _drawing(page, id, parts), _table(page, parts)
    return (
        Sentence(f"{_total(page, parts)} {_largest(parts)}".strip()),
        *behind(drawing, shown, opened=parts.has_shares),
        about([parts.indicator], page.source_titles(parts.numbers)),
    )


def _total(page: Page, parts: Breakdown) -> str:
    """The newest total in words, with its change since the year before."""
    entry = parts.indicator
    totals = known(figure for figure in parts.numbers if not figure.category)
    if not totals:
        return ""
    newest = totals[-1]
    change = comparison.differences(totals, entry, parts.code, newest.year)
    name = regions.name_of(parts.code)
    breaks = [year for year, _ in page.breaks(totals, entry)]
    return findings.finding(
        newest, change, entry, name, page.year, breaks=breaks, judge=page.verdict
    )


def _largest(parts: Breakdown) -> str:
    """The largest category of the newest year in words.

    Nothing of rates, deviations or requirements, whose largest says nothing, nor where a hidden one
    could be larger.
    """
    newest = [figure for figure in parts.bars if figure.year == parts.years[-1]]
    divided = [figure for figure in known(newest) if figure.category]
    if len(divided) < 2 or parts.drawn.unit not in ADDED_UP:
        return ""
    top = max(divided, key=lambda figure: figure.value or 0)
    if not top.value or hidden_may_be_larger(parts.numbers, parts.together, top):
        return ""
    name = parts.indicator.categories[top.category]
    amount = quantity(top.value, parts.drawn.unit, parts.drawn.decimals)
    return say(
        "breakdown-largest",
        category=name,
        value=amount,
        prices=prices.aside(parts.drawn.unit, [top]),
    )


def _table(page: Page, parts: Breakdown) -> Table:
    entry, rows = parts.indicator, _rows(parts)
    notes = _notes(entry, parts.numbers, rows)
    notes += (text for _, text in page.law_changes(parts.numbers, entry))
    notes += [say("breakdown-shares")] if parts.has_shares else []
    notes += [say("breakdown-together-note")] if parts.together else []
    caption = f"{cells.caption(entry, parts.numbers)}. {entry.scope or regions.name_of(parts.code)}"
    return table(caption, [say("table-category"), *_head(parts)], rows, notes)


def _head(parts: Breakdown) -> list[str]:
    unit = parts.indicator.unit
    head = [f"{unit.capitalize()} {year}" for year in parts.years]
    head += [say("breakdown-share", year=year) for year in parts.years] if parts.has_shares else []
    return head + ([say("breakdown-change", year=parts.changed_from)] if parts.changed_from else [])


def _rows(parts: Breakdown) -> list[list[str]]:
    """A row for each category and one for the total; one without any figure is left out."""
    labels = {**parts.indicator.categories, TOTAL: say("table-total")}
    rows = [[label, *_row(parts, category)] for category, label in labels.items()]
    rows[-1:-1] = _together(parts)
    return [row for row in rows if not set(row[1:]) <= {"", cells.NOT_REPORTED}]


def _together(parts: Breakdown) -> list[list[str]]:
    """The row of what is hidden, by year; none where nothing is."""
    if not parts.together:
        return []
    years = {one.year for one in parts.together}
    hidden = {one.category for one in parts.numbers if one.year in years and one.status == HIDDEN}
    row = _by_year(parts.together, TOTAL, parts.years, parts.indicator.decimals)
    further = len(_head(parts)) - len(row)
    return [[name_of(parts.indicator, hidden), *row, *[""] * further]]


def _row(parts: Breakdown, category: str) -> list[str]:
    """Numbers and shares of a category by year, and the change of its share."""
    row = _by_year(parts.numbers, category, parts.years, parts.indicator.decimals)
    if parts.has_shares:
        row += _by_year(parts.shares, category, parts.years, parts.drawn.decimals)
    if parts.changed_from:
        changes = {figure.category: figure for figure in parts.changes}
        change = changes.get(category)
        row.append(cells.of_figure(change, 1, signed=True) if change else "")
    return row


def _by_year(figures: Figures, category: str, years: Sequence[int], decimals: int) -> list[str]:
    """The cells of a category; those of a total that nobody gives are empty."""
    given = {figure.year: figure for figure in figures if figure.category == category}
    nothing = "" if category == TOTAL else cells.NOT_REPORTED
    return [cells.of_figure(given[y], decimals) if y in given else nothing for y in years]


def _notes(entry: Indicator, numbers: Figures, rows: Sequence[Sequence[str]]) -> list[str]:
    """What stands under the table: the words for the symbols it really has, and the notes of its
    figures.
    """
    shown = [figure for figure in numbers if figure.category in (TOTAL, *entry.categories)]
    statuses = [figure.status for figure in shown if figure.status != cells.NOT_REPORTED]
    notes = cells.status_notes([*cells.gaps(rows), *statuses])
    return notes + cells.quoted_notes(
        shown, lambda figure: entry.categories.get(figure.category, say("table-total"))
    )


def _drawing(page: Page, id: str, parts: Breakdown) -> Drawing | None:  # noqa: A002
    """Bars for each category; None where all are missing."""
    drawn, bars = parts.drawn, _bars(parts)
    if not bars:
        return None
    sources = "; ".join(page.source_titles(parts.bars))
    caption = say("drawing-caption", caption=cells.caption(drawn, parts.bars), sources=sources)
    title = drawn.name + prices.aside(drawn.unit, parts.bars)
    alt = sentences.bar_alt(bars, title, drawn.unit, drawn.decimals)
    shown, spec = columns(bars, "label", "series", "value"), {"decimals": drawn.decimals}
    return Drawing("bars", f"{page.name}-{id}", caption, alt, shown, spec)


def _bars(parts: Breakdown) -> list[tuple[str, str, float | None]]:
    """Label, year and value of the newest year and the year before, in the order of the
    categories.
    """
    labels, newest = parts.indicator.categories, parts.years[-1]
    values = {(figure.category, figure.year): figure.value for figure in known(parts.bars)}
    return [
        (label, str(year), values[category, year])
        for year in (newest, newest - 1)
        for category, label in labels.items()
        if (category, year) in values
    ]
