"""The key figures behind the service profile, as they are published."""

from barnevern.comparison.evidence import CHANCE, CLEAR
from barnevern.indicators.figure import Figures
from barnevern.norwegian.messages import say
from barnevern.norwegian.numbers import number
from barnevern.observations import HIDDEN, regions
from barnevern.page import Page
from barnevern.render.blocks import Sentence, Table
from barnevern.render.item import SHOWN, Item, counted, rows_of
from barnevern.show.meaning import table
from barnevern.show.profile_lines import Line, Profile, no_profile, profile_of
from barnevern.words import cells

ANSWERED = (CLEAR, CHANCE)  # whether a difference can be chance


def key_figures(page: Page, *, id: str = "key-figures") -> Item:  # noqa: A002 (an item's id)
    """Table of key figures: the municipality's last two years, the group, and whether the
    difference can be chance.
    """
    found = profile_of(page)
    if not found.lines:
        return no_profile(page, id)
    title = say("keyfigures-title", place=page.place)
    tested = [line.verdict.answer for line in found.lines if line.verdict.answer in ANSWERED]
    numbers = {"tested": len(tested), "beyond_chance": tested.count(CLEAR)}
    told = counted(page.region.code, page.year, numbers)
    figures = [figure for line in found.lines for figure in _figures(page, found, line)]
    blocks = (Sentence(_sentence(**numbers)), _table(page, title, found))
    return Item(id, title, SHOWN, blocks, rows_of(id, title, [*figures, *told]))


def _sentence(tested: int, beyond_chance: int) -> str:
    """How many differences there are, and how many of them chance cannot give."""
    if not tested:
        return ""
    return say("keyfigures-tested", tested=tested, clear=beyond_chance)


def _table(page: Page, title: str, found: Profile) -> Table:
    head = [
        say("table-indicator"),
        str(found.year - 1),
        str(found.year),
        f"{regions.name_of(found.group)} {found.year}",
        say("table-best"),
        say("keyfigures-by-chance"),
    ]
    rows = [_cells(page, found, line) for line in found.lines]
    every = all(line.verdict.answer in ANSWERED for line in found.lines)
    notes = [] if every else [say("keyfigures-not-tested")]
    notes += cells.price_notes(line.own for line in found.lines)
    symbols = [
        symbol for symbol in (cells.NOT_REPORTED, HIDDEN) if any(symbol in row for row in rows)
    ]
    return table(title, head, rows, [*notes, *cells.status_notes(symbols)])


def _cells(page: Page, found: Profile, line: Line) -> list[str]:
    """One indicator as a row of the table."""
    entry = line.indicator
    before = [
        figure
        for figure in line.shown
        if figure.region == page.region.code and figure.year == found.year - 1
    ]
    return [
        f"{entry.short} ({entry.unit})",
        cells.of_figure(before[0] if before else None, entry.decimals),
        number(line.own_value, entry.decimals),
        number(line.group_value, entry.decimals),
        say("table-best-is", direction=entry.direction),
        say("keyfigures-answer", verdict=line.verdict.answer),
    ]


def _figures(page: Page, found: Profile, line: Line) -> Figures:
    """The municipality's figures of both years and the group's of the last."""
    years = (found.year - 1, found.year)
    own = [f for f in line.shown if f.region == page.region.code and f.year in years]
    other = [f for f in line.shown if f.region == found.group and f.year == found.year]
    return own + other
