"""What has been published of the members of a network over the years, a table for each
indicator.
"""

from barnevern.indicators import Indicator, indicator
from barnevern.indicators.figure import Figures, known
from barnevern.norwegian.messages import say
from barnevern.norwegian.text import alphabetical
from barnevern.observations import regions
from barnevern.page.network import Network
from barnevern.render.blocks import Block, Sentence, Table
from barnevern.render.item import SHOWN, Item, counted, rows_of
from barnevern.show.absent import said_missing
from barnevern.show.meaning import about, table
from barnevern.words import cells


def members_by_year(
    page: Network,
    title: str,
    *indicators: str,
    id: str = "members-by-year",  # noqa: A002 (an item's id)
) -> Item:
    """The indicators for the members that have any of them, a table each with a column per year;
    an indicator that no member has is left out.
    """
    entries = [indicator(name) for name in indicators]
    shown = {entry.id: _of_members(page, entry) for entry in entries}
    told = [entry for entry in entries if shown[entry.id]]
    every = [figure for figures in shown.values() for figure in figures]
    if not every:
        text = say("members-none", place=page.place)
        return said_missing(id, title, text, after=[about(entries)])
    absent = len(page.peers) - len({figure.region for figure in every})
    blocks: tuple[Block, ...] = (
        Sentence(_sentence(page, every, absent)),
        *(_table(entry, shown[entry.id]) for entry in told),
        about(told, page.source_titles(every)),
    )
    numbers = {"members": len(page.peers), "members_missing": absent}
    counts = counted(page.region.code, page.year, numbers)
    return Item(id, title, SHOWN, blocks, rows_of(id, title, [*every, *counts]))


def _of_members(page: Network, entry: Indicator) -> Figures:
    return known(one for one in page.figures(entry.id) if one.region in page.peers)


def _sentence(page: Network, every: Figures, absent: int) -> str:
    years = [figure.year for figure in every]
    span = f"{min(years)}–{max(years)}" if min(years) < max(years) else str(max(years))
    told = say("members-years", years=span)
    return (
        f"{told} {say('members-absent', absent=absent, members=len(page.peers))}"
        if absent
        else told
    )


def _table(entry: Indicator, shown: Figures) -> Table:
    codes = sorted(
        {figure.region for figure in shown},
        key=lambda code: alphabetical(regions.name_of(code)),
    )
    names = {code: regions.name_of(code) for code in codes}
    years, rows = cells.by_year(shown, entry.decimals, names)
    notes = cells.status_notes(cells.gaps(rows))
    notes += cells.quoted_notes(shown, lambda figure: names[figure.region])
    return table(cells.caption(entry, shown), [say("table-municipality"), *years], rows, notes)
