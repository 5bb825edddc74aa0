"""What is new since last year: the figures that are clearly changed, those that came or went, and
what makes the two years differ.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from barnevern import comparison
from barnevern.comparison.evidence import CLEAR, Verdict
from barnevern.indicators import Indicator, indicator, laws
from barnevern.indicators.figure import Figures
from barnevern.norwegian.messages import say
from barnevern.norwegian.text import listed, lower_first
from barnevern.page import Page
from barnevern.render.blocks import Block, Bullets, Sentence, Table
from barnevern.render.item import SHOWN, Item, counted, rows_of
from barnevern.show.absent import said_missing
from barnevern.show.meaning import folded, table
from barnevern.show.sample import sample
from barnevern.words import cells, findings, sentences

MOST_MOVED = 4  # changes told in words; the others stand in the table


@dataclass(frozen=True)
class News:
    """The municipality's own figures of two years: those of the year before that there are, those
    of the page's year, and the change where there are both, with the verdict on it.
    """

    indicator: Indicator
    own: Figures
    change: Figures
    breaks: list[tuple[int, str]]
    verdict: Verdict = findings.UNJUDGED

    @property
    def years(self) -> list[int]:
        """The years that have a figure."""
        return [figure.year for figure in self.own]

    @property
    def figures(self) -> Figures:
        """The figures of both years and the change."""
        return [*self.own, *self.change]

    @property
    def compared(self) -> bool:
        """Whether both years have a figure."""
        return len(self.own) == 2


@sample("referrals", "gross_f252_per_child_placed_nok")
def news(page: Page, *indicators: str, id: str = "news") -> Item:  # noqa: A002 (an item's id)
    """The year's figures for the indicators against those of the year before, which is the latest
    that last year's page had.
    """
    every = [_two_years(page, name) for name in indicators]
    both = [entry for entry in every if entry.compared]
    if not both:
        return _without_change(page, id, every)
    new = sum(page.year in entry.years for entry in every)
    numbers = {"asked": len(every), "new": new, "compared": len(both)}
    figures = [figure for entry in both for figure in entry.figures]
    page.source_titles(figures)
    told = counted(page.region.code, page.year, numbers)
    rows = rows_of(id, say("news-title"), [*told, *figures])
    return Item(id, say("news-title"), SHOWN, _blocks(page, every, both, new), rows)


def _without_change(page: Page, id: str, every: Sequence[News]) -> Item:  # noqa: A002
    """What stands where no indicator has a figure of both years."""
    text = say("news-no-change", place=page.place, before=page.year - 1, year=page.year)
    return said_missing(id, say("news-title"), text, after=_bullets(_outside(page, every)))


def _two_years(page: Page, indicator_id: str) -> News:
    """The municipality's own figures of the page's year and the year before."""
    entry, years = indicator(indicator_id), (page.year - 1, page.year)
    own = [figure for figure in page.own(page.figures(indicator_id)) if figure.year in years]
    change = comparison.differences(own, entry, page.region.code, page.year)
    verdicts = [page.verdict(one) for one in change]
    return News(entry, own, change, page.breaks(own, entry) if own else [], *verdicts)


def moved(both: Sequence[News]) -> list[News]:
    """Those that are clearly changed, the clearest first, at most MOST_MOVED."""
    clear = [one for one in both if one.verdict.answer == CLEAR and not one.breaks]
    return sorted(clear, key=lambda one: (-abs(one.verdict.z), one.indicator.id))[:MOST_MOVED]


def _blocks(page: Page, every: Sequence[News], both: Sequence[News], new: int) -> tuple[Block, ...]:
    told = [_sentence(page, entry) for entry in moved(both)]
    count = _count(page, len(every), new, len(both))
    return (
        Sentence(f"{count} {say('news-moved', moved=len(told))}"),
        *_bullets(told),
        *_bullets(_outside(page, every)),
        folded(say("news-every-change"), _table(page, both)),
    )


def _count(page: Page, asked: int, new: int, both: int) -> str:
    """How many figures are new, and how many of them can be held against the year before."""
    return say(
        "news-count",
        new=new,
        asked=asked,
        year=page.year,
        compared="all" if both == new else "some",
        both=both,
        before=page.year - 1,
    )


def _bullets(texts: Sequence[str]) -> list[Block]:
    """The sentences as a list; no block where there are none."""
    return [Bullets(tuple(texts))] if texts else []


def _sentence(page: Page, entry: News) -> str:
    breaks = [year for year, _ in entry.breaks]
    newest = entry.own[-1]
    chosen = entry.indicator
    return findings.finding(
        newest, entry.change, chosen, page.place, page.year, breaks=breaks, judge=page.verdict
    )


def _table(page: Page, both: Sequence[News]) -> Table:
    caption = say("news-caption", before=page.year - 1, year=page.year, place=page.place)
    head = [say("table-indicator"), str(page.year - 1), str(page.year), say("news-change")]
    notes = cells.price_notes(figure for entry in both for figure in entry.own)
    return table(caption, head, map(_row, both), [say("findings-not-clear"), *notes])


def _row(entry: News) -> list[str]:
    chosen = entry.indicator
    words = ""
    if entry.change and entry.change[0].value is not None:
        words = sentences.in_brief(entry.change[0].value, chosen, "change")
        words = findings.in_cell(words, entry.change[0], entry.verdict, broken=bool(entry.breaks))
    return [
        f"{chosen.short} ({chosen.unit})",
        *(cells.cell(figure.value, "", chosen.decimals) for figure in entry.own),
        say("news-broken", change=words) if entry.breaks else words,
    ]


def _outside(page: Page, every: Sequence[News]) -> list[str]:
    """What came, what went, and the breaks and laws between the two years."""
    this, last = page.year, page.year - 1
    said = [*_alone(every, this, last), *_alone(every, last, this)]
    said += dict.fromkeys(text for entry in every for _, text in entry.breaks)
    return [*said, *laws.of_year(this)]


def _alone(every: Sequence[News], year: int, other: int) -> list[str]:
    """A sentence that names the indicators with a figure of ``year`` and none of ``other``."""
    alone = [entry.indicator.short for entry in every if entry.years == [year]]
    names = [lower_first(name).removesuffix(".") for name in alone]
    return [say("news-alone", year=year, other=other, indicators=listed(names))] if names else []
