"""The municipality beside each group it can be compared with: the choice of group as small
multiples, all of them on the page at once.
"""

from collections.abc import Iterable, Sequence

from barnevern import comparison
from barnevern.indicators import Indicator, indicator, prices
from barnevern.indicators.figure import Figures, known, of_region
from barnevern.norwegian.messages import say
from barnevern.norwegian.text import lower_first
from barnevern.observations import regions
from barnevern.page import Page
from barnevern.render.blocks import Block, Drawing, Sentence, Table
from barnevern.render.item import SHOWN, Item, rows_of
from barnevern.show.absent import missing, said_missing
from barnevern.show.meaning import about, behind, table
from barnevern.show.sample import sample
from barnevern.show.series import LONGEST_SERIES, columns
from barnevern.words import cells, findings, sentences

MOST_GROUPS = 6
LEAST_YEARS = 2  # a single figure is no line


@sample("gross_f252_per_child_placed_nok")
def beside_groups(
    page: Page,
    indicator_id: str,
    *,
    id: str = "groups",  # noqa: A002 (an item's id)
) -> Item:
    """The indicator for the municipality against each of its groups: a panel for each group, and
    the table behind them.
    """
    entry = indicator(indicator_id)
    title = say("groups-title", indicator=entry.short)
    first = page.year - LONGEST_SERIES + 1
    recent = [figure for figure in page.figures(indicator_id) if figure.year >= first]
    own = page.own(recent)
    if not own:
        return missing(page, id, [indicator_id], title)
    groups = _with_lines(_groups(page), recent, own)
    if not groups:
        return said_missing(id, title, _no_group(page, entry), after=[about([entry])])
    codes = [page.region.code, *groups]
    shown = [figure for figure in recent if figure.region in codes and figure.year >= own[0].year]
    blocks = _blocks(page, id, entry, shown, codes)
    return Item(id, title, SHOWN, blocks, rows_of(id, title, shown))


def _no_group(page: Page, entry: Indicator) -> str:
    return say(
        "groups-none", indicator=lower_first(entry.short), years=LEAST_YEARS, place=page.place
    )


def _groups(page: Page) -> list[str]:
    """The groups among the peers, nearest first."""
    return [
        code
        for code in dict.fromkeys([*page.peers, "EAK", "EAKUO"])
        if code in regions.groups() or code.startswith("SERVICE-")
    ]


def _with_lines(groups: Iterable[str], figures: Figures, own: Figures) -> list[str]:
    """Those of the groups that have a figure in enough of the municipality's own years."""
    years = {figure.year for figure in own}
    points = known(figure for figure in figures if figure.year in years)
    drawable = [code for code in groups if len(of_region(points, code)) >= LEAST_YEARS]
    return drawable[:MOST_GROUPS]


def _blocks(
    page: Page,
    id: str,  # noqa: A002
    entry: Indicator,
    shown: Figures,
    codes: Sequence[str],
) -> tuple[Block, ...]:
    sources = page.source_titles(shown)
    drawing = _drawing(page, id, entry, shown, codes, sources)
    return (
        Sentence(_sentence(page, entry, shown)),
        *behind(drawing, _table(page, entry, shown, codes)),
        about([entry], sources),
    )


def _sentence(page: Page, entry: Indicator, shown: Figures) -> str:
    """The newest figure against each of the groups, with the verdicts."""
    newest = page.own(shown)[-1]
    every = comparison.differences(shown, entry, page.region.code, newest.year)
    away = [figure for figure in every if figure.kind == "deviation"]
    said = findings.standing(away, entry, page.place, newest.year, page.verdict)
    return " ".join(filter(None, [said, say("groups-same-scale")]))


def _drawing(
    page: Page,
    id: str,  # noqa: A002
    entry: Indicator,
    shown: Figures,
    codes: Sequence[str],
    sources: Sequence[str],
) -> Drawing:
    points = [
        (regions.name_of(code), figure.year, figure.value)
        for code in codes
        for figure in known(of_region(shown, code))
    ]
    caption = say(
        "groups-drawing",
        caption=cells.caption(entry, shown),
        place=page.place,
        sources="; ".join(sources),
    )
    alt = sentences.line_alt(points, entry, page.place, shown)
    spec = {"own": page.place, "decimals": entry.decimals}
    lines = columns(points, "name", "year", "value")
    return Drawing("panels", f"{page.name}-{id}", caption, alt, lines, spec)


def _table(page: Page, entry: Indicator, shown: Figures, codes: Sequence[str]) -> Table:
    names = {code: regions.name_of(code) for code in codes}
    years, rows = cells.by_year(shown, entry.decimals, names)
    breaks = sorted({*page.breaks(shown, entry), *page.peer_breaks(shown)})
    notes = cells.status_notes(figure.status for figure in shown)
    notes += (text for _, text in breaks)
    title = say("groups-caption", indicator=entry.short, prices=prices.aside(entry.unit, shown))
    return table(title, [say("table-area"), *years], rows, notes)
