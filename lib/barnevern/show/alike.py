"""The municipality beside the ten that are most like it."""

from collections.abc import Sequence
from dataclasses import dataclass

from barnevern import comparison
from barnevern.comparison.evidence import Verdict
from barnevern.indicators import Indicator, indicator
from barnevern.indicators.figure import Figures, known, values_by_region
from barnevern.norwegian.messages import say
from barnevern.norwegian.text import alphabetical, listed
from barnevern.observations import groups, regions
from barnevern.page import Page
from barnevern.render.blocks import Sentence, Table
from barnevern.render.item import SHOWN, Item, rows_of
from barnevern.show.absent import said_missing
from barnevern.show.meaning import about, table
from barnevern.words import cells, findings, sentences


@dataclass(frozen=True)
class Pair:
    """One indicator for the municipality and the ten taken together, in the newest year that both
    have it, and the difference between them.
    """

    indicator: Indicator
    year: int
    figures: Figures
    difference: Figures
    verdict: Verdict


def alike(page: Page, *indicators: str, id: str = "alike") -> Item:  # noqa: A002 (an item's id)
    """Which municipalities are most like this one in size, need and centrality, and the indicators
    for them taken together.
    """
    codes = page.dataset.neighbours(page.region.code)
    if not codes:
        return said_missing(id, say("alike-title"), say("alike-unknown", place=page.place))
    wanted = [indicator(name) for name in indicators]
    together = page.of_the_ten(*(entry.id for entry in wanted))
    pairs = [pair for entry in wanted if (pair := _pair(page, entry, together))]
    who = Sentence(_who(page, codes))
    if not pairs:
        return said_missing(
            id, say("alike-title"), say("alike-no-year", place=page.place), before=[who]
        )
    figures = _figures(pairs)
    blocks = (who, _table(page, pairs), about(wanted, page.source_titles(figures)))
    return Item(id, say("alike-title"), SHOWN, blocks, rows_of(id, say("alike-title"), figures))


def _figures(pairs: Sequence[Pair]) -> Figures:
    return [figure for pair in pairs for figure in (*pair.figures, *pair.difference)]


def _pair(page: Page, entry: Indicator, together: Figures) -> Pair | None:
    """None where there is no year in which both have a figure."""
    of_ten = known(figure for figure in together if figure.indicator == entry.id)
    own = page.own(page.figures(entry.id))
    years = {figure.year for figure in own} & {figure.year for figure in of_ten}
    if not years:
        return None
    year = max(years)
    figures = [figure for figure in (*own, *of_ten) if figure.year == year]
    difference = comparison.differences(figures, entry, page.region.code, year)
    verdicts = [page.verdict(one, [*own, *of_ten]) for one in difference]
    return Pair(entry, year, figures, difference, *(verdicts or [findings.UNJUDGED]))


def _who(page: Page, codes: Sequence[str]) -> str:
    names = listed(sorted(map(regions.name_of, codes), key=alphabetical))
    return say("alike-who", place=page.place, names=names)


def _table(page: Page, pairs: Sequence[Pair]) -> Table:
    head = [
        say("table-indicator"),
        say("table-year"),
        page.place,
        say("alike-ten"),
        say("alike-difference"),
    ]
    rows = [_row(pair, page.region.code) for pair in pairs]
    notes = cells.price_notes(figure for pair in pairs for figure in pair.figures)
    caption = say("alike-caption", place=page.place)
    return table(caption, head, rows, [say("findings-not-clear"), *notes])


def _row(pair: Pair, own: str) -> list[str]:
    entry, values = pair.indicator, values_by_region(pair.figures, pair.year)
    words = ""
    difference = next(iter(pair.difference), None)
    if difference and difference.value is not None:
        words = sentences.in_brief(difference.value, entry, "deviation")
        words = findings.in_cell(words, difference, pair.verdict)
    return [
        f"{entry.short} ({entry.unit})",
        str(pair.year),
        *(cells.cell(values[code], "", entry.decimals) for code in (own, groups.NEAREST)),
        words,
    ]
