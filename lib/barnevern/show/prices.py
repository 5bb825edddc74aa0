"""Costs with the growth in prices taken out."""

from dataclasses import dataclass

from barnevern import comparison
from barnevern.comparison.judge import IMPLAUSIBLE
from barnevern.indicators import Indicator, indicator, prices
from barnevern.indicators.figure import Figures, newest_year
from barnevern.norwegian.messages import say
from barnevern.norwegian.text import listed
from barnevern.page import Page
from barnevern.render.blocks import Sentence, Table
from barnevern.render.item import SHOWN, Item, rows_of
from barnevern.show.absent import missing
from barnevern.show.meaning import about, table
from barnevern.words import cells, findings, sentences


@dataclass(frozen=True)
class Cost:
    """One indicator in kroner: the municipality's figures as published and in the prices of one
    year, and the change of those to the newest year.
    """

    indicator: Indicator
    own: Figures
    real: Figures
    changes: Figures


@dataclass(frozen=True)
class Costs:
    """The costs of a table in the prices of the year ``base``, the newest year of any of them, and
    the years that sources are in the prices of already, with how that is known.
    """

    base: int
    newest: int
    already: dict[int, str]
    costs: list[Cost]

    @property
    def years(self) -> list[int]:
        """The years that can be told in the prices of ``base``."""
        return sorted({figure.year for cost in self.costs for figure in cost.real})


def real_prices(
    page: Page,
    *indicators: str,
    id: str = "real-prices",  # noqa: A002 (an item's id)
) -> Item:
    """The indicators, all in kroner, in the prices of their newest year, as far back as the price
    growth is known.
    """
    found = _computed(page, indicators)
    if found is None:
        return missing(page, id, indicators, say("prices-title"))
    own = [figure for cost in found.costs for figure in cost.own]
    entries = [cost.indicator for cost in found.costs]
    blocks = (
        Sentence(_sentences(page, found)),
        _table(page, found),
        about(entries, page.source_titles(own)),
    )
    figures = [figure for cost in found.costs for figure in [*cost.real, *cost.changes]]
    return Item(id, say("prices-title"), SHOWN, blocks, rows_of(id, say("prices-title"), figures))


def _computed(page: Page, indicators: tuple[str, ...]) -> Costs | None:
    """None where the municipality has no figure of any of the indicators."""
    shown = {name: page.own(page.figures(name)) for name in indicators}
    every = [figure for own in shown.values() for figure in own]
    if not every:
        return None
    newest = newest_year(every)
    already = prices.stated_in(figure.source for figure in every)
    base = max([newest, *already])
    costs = [_cost(page, indicator(name), own, newest, base) for name, own in shown.items() if own]
    return Costs(base, newest, already, costs)


def _cost(page: Page, entry: Indicator, own: Figures, newest: int, base: int) -> Cost:
    real = prices.real(own, base)
    changes = [
        figure._replace(kind="real_change")
        for figure in comparison.differences(real, entry, page.region.code, newest)
        if figure.kind == "change"
    ]
    return Cost(entry, own, real, changes)


def _sentences(page: Page, found: Costs) -> str:
    """How each indicator moved since the year before, as far as that is known."""
    said = []
    for cost in found.costs:
        for figure in cost.changes:
            assert figure.value is not None
            moved = sentences.changed(figure.value, cost.indicator, found.newest - 1)
            verdict = page.verdict(figure, cost.real)
            likely = "odd" if verdict.answer == IMPLAUSIBLE else "likely"
            name = cost.indicator.short
            said.append(say("prices-change", likely=likely, indicator=name, change=moved))
            said.append(findings.aside(figure, verdict, cost.indicator))
    if not said:
        return say("prices-newest-alone", year=found.newest)
    return " ".join([say("prices-stated", year=found.base), *filter(None, said)])


def _table(page: Page, found: Costs) -> Table:
    rows = []
    for cost in found.costs:
        by_year = {figure.year: figure for figure in cost.real}
        decimals = cost.indicator.decimals
        values = (cells.of_figure(by_year.get(year), decimals) for year in found.years)
        rows.append([cost.indicator.short, *values])
    caption = say("prices-caption", title=say("prices-title"), year=found.base, place=page.place)
    return table(caption, [say("table-indicator"), *map(str, found.years)], rows, _notes(found))


def _notes(found: Costs) -> list[str]:
    """The price growth that was used or why none was, and the years whose growth is not known."""
    notes = list(found.already.values()) or prices.told(min(found.years), found.base)
    gaps: set[int] = set()
    for cost in found.costs:
        told = {figure.year for figure in cost.real}
        left_out = [figure.year for figure in cost.own if figure.year not in told]
        gaps.update(prices.missing_years(min(left_out), found.base) if left_out else [])
    if gaps:
        notes.append(say("prices-unknown-growth", years=listed(map(str, sorted(gaps)))))
    return notes
