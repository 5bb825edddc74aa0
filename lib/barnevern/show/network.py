"""One indicator across the members of a network: by name, never by rank, with the own municipality
marked.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from barnevern.comparison import need
from barnevern.indicators import Indicator, indicator, prices
from barnevern.indicators.figure import Figure, Figures, known, newest_year, values_by_region
from barnevern.norwegian.messages import say
from barnevern.norwegian.numbers import quantity
from barnevern.norwegian.text import alphabetical, listed, lower_first
from barnevern.observations import HIDDEN, regions
from barnevern.page.network import Network
from barnevern.page.page import MOST_AHEAD
from barnevern.render.blocks import Block, Drawing, Sentence, Table
from barnevern.render.item import SHOWN, Item, counted, rows_of
from barnevern.show.absent import said_missing
from barnevern.show.meaning import about, behind, table
from barnevern.show.series import columns
from barnevern.words import cells, sentences

RESOURCE_USE = "resource_use_deviation"


@dataclass(frozen=True)
class Members:
    """The figures of ``year`` and the year before, of the members and the network; ``now`` are
    those of the members in ``year``, by name, and ``whole`` that of the network as a whole.
    """

    indicator: Indicator
    year: int
    shown: Figures
    now: dict[str, float]
    whole: float | None
    hidden: int


def members(
    page: Network,
    indicator_id: str,
    *,
    id: str = "",  # noqa: A002 (an item's id)
    ahead: int = 0,
) -> Item:
    """The indicator for every member in the newest year that any of them has: bars by name, and a
    table of two years.

    ``ahead`` takes in years already known, such as next year's need index.
    """
    figures = page.figures(indicator_id, ahead=ahead)
    return _item(page, id or indicator_id, indicator(indicator_id), figures)


def network_resource_use(
    page: Network,
    *,
    id: str = "resource-use",  # noqa: A002 (an item's id)
) -> Item:
    """Resource use of every member against the others, corrected for need, as far as it can be
    computed here.
    """
    return _item(page, id, indicator(RESOURCE_USE), _resource_use(page))


def _item(page: Network, id: str, entry: Indicator, figures: Figures) -> Item:  # noqa: A002
    seen = _seen(page, entry, figures)
    if not seen.now:
        text = say(
            "network-none", place=page.place, indicator=lower_first(entry.short), year=page.year
        )
        return said_missing(id, entry.name, text, after=[about([entry])])
    sources = page.source_titles(seen.shown)
    blocks: tuple[Block, ...] = (
        Sentence(_sentence(page, seen)),
        *behind(_drawing(page, id, seen), _table(page, seen)),
        about([entry], sources),
    )
    every = len(page.peers)
    numbers = {"members": every, "members_missing": every - len(seen.now)}
    told = counted(page.region.code, seen.year, numbers)
    return Item(id, entry.name, SHOWN, blocks, rows_of(id, entry.name, [*seen.shown, *told]))


def _seen(page: Network, entry: Indicator, figures: Figures) -> Members:
    """What is shown of the newest year that any member has a figure for."""
    of_members = [figure for figure in figures if figure.region in page.peers]
    year = newest_year(known(of_members))
    values = values_by_region(figures, year)
    return Members(
        indicator=entry,
        year=year,
        shown=[figure for figure in figures if figure.year in (year - 1, year)],
        now={code: values[code] for code in _by_name(page.peers) if code in values},
        whole=values.get(page.region.code),
        hidden=sum(figure.year == year and figure.status == HIDDEN for figure in of_members),
    )


def _by_name(codes: Sequence[str]) -> list[str]:
    return sorted(codes, key=lambda code: alphabetical(regions.name_of(code)))


def _sentence(page: Network, seen: Members) -> str:
    """Lowest and highest with every member that shares the place, those without a figure, the
    network as a whole, and the own municipality.
    """
    every, absent = len(page.peers), len(page.peers) - len(seen.now) - seen.hidden
    name = seen.indicator.short + prices.aside(seen.indicator.unit, seen.shown)
    said = [say("network-ends", indicator=name, year=seen.year, ends=_ends(seen))]
    if seen.hidden:
        said.append(say("network-hidden", hidden=seen.hidden, members=every))
    if absent:
        said.append(say("network-absent", absent=absent, members=every))
    if seen.whole is not None:
        said.append(say("network-whole", place=page.place, value=_worded(seen, seen.whole)))
    if page.own_code in seen.now:
        own = _worded(seen, seen.now[page.own_code])
        said.append(f"{regions.name_of(page.own_code)}: {own}.")
    return " ".join(said)


def _ends(seen: Members) -> str:
    """The lowest and the highest figure with all who have it; the figure itself where all have the
    same.
    """

    def holders(end: float) -> str:
        return listed(regions.name_of(code) for code, value in seen.now.items() if value == end)

    low, high = min(seen.now.values()), max(seen.now.values())
    if low == high:
        return say("network-all-alike", value=_worded(seen, low), members=holders(low))
    return say(
        "network-lowest-and-highest",
        lowest=holders(low),
        low=_worded(seen, low),
        highest=holders(high),
        high=_worded(seen, high),
    )


def _worded(seen: Members, value: float) -> str:
    return quantity(value, seen.indicator.unit, seen.indicator.decimals)


def _drawing(page: Network, id: str, seen: Members) -> Drawing | None:  # noqa: A002
    """A bar for each member, the own one marked; None for a single member."""
    if len(seen.now) < 2:
        return None
    entry, bars = seen.indicator, _bars(page, seen)
    told = [(label, str(seen.year), value) for label, _, value in bars]
    title = entry.name + prices.aside(entry.unit, seen.shown)
    alt = sentences.bar_alt(told, title, entry.unit, entry.decimals)
    own = {name for _, name, _ in bars} - {say("network-others")}
    spec = {
        "decimals": entry.decimals,
        "reference": seen.whole,
        "series": [*own, say("network-others")],
    }
    shown = columns(bars, "label", "series", "value")
    return Drawing("bars", f"{page.name}-{id}", _caption(seen), alt, shown, spec)


def _bars(page: Network, seen: Members) -> list[tuple[str, str, float]]:
    """Name, series and value of each member: a series for the own one, another for the others."""
    named = [(regions.name_of(code), code == page.own_code, seen.now[code]) for code in seen.now]
    return [(name, name if own else say("network-others"), value) for name, own, value in named]


def _caption(seen: Members) -> str:
    caption = cells.caption(seen.indicator, seen.shown)
    line = "dashed" if seen.whole is not None else "none"
    return say("network-drawing", caption=caption, year=seen.year, line=line)


def _table(page: Network, seen: Members) -> Table:
    rows = _rows(page, seen)
    statuses = [figure.status for figure in seen.shown if figure.status != cells.NOT_REPORTED]
    notes = cells.status_notes([*cells.gaps(rows), *statuses])
    caption = f"{cells.caption(seen.indicator, seen.shown)}. {page.place}"
    return table(
        caption, [say("table-municipality"), str(seen.year - 1), str(seen.year)], rows, notes
    )


def _rows(page: Network, seen: Members) -> list[list[str]]:
    """Two years of every member by name, and of the network last."""
    figures = {(figure.region, figure.year): figure for figure in seen.shown}
    rows = []
    for code in [*_by_name(page.peers), page.region.code]:
        both = (figures.get((code, year)) for year in (seen.year - 1, seen.year))
        texts = (cells.of_figure(figure, seen.indicator.decimals) for figure in both)
        name = regions.name_of(code)
        rows.append([say("network-own", place=name) if code == page.own_code else name, *texts])
    return rows


def _resource_use(page: Network) -> Figures:
    """Corrected resource use of each member against the others, for the years every member has."""
    spending, people = page.figures("net_expenditure_nok"), page.figures("inhabitants")
    paid = [figure for figure in spending if figure.region in page.peers]
    index, found = _need(page), list[Figure]()
    for year in sorted({figure.year for figure in paid}):
        tables = (values_by_region(paid, year), values_by_region(people, year), index)
        if all(code in values for code in page.peers for values in tables):
            first = next(figure for figure in paid if figure.year == year)
            found += [_against_others(page.peers, code, first, *tables) for code in page.peers]
    return found


def _need(page: Network) -> dict[str, float]:
    """The need index of each region in the year nearest to the page's that has any."""
    figures = page.figures("need_index", ahead=MOST_AHEAD)
    years = dict.fromkeys(figure.year for figure in figures)
    nearest = min(years, key=lambda year: abs(year - page.year), default=page.year)
    return values_by_region(figures, nearest)


def _against_others(
    members: Sequence[str],
    code: str,
    paid: Figure,
    kroner: dict[str, float],
    people: dict[str, float],
    index: dict[str, float],
) -> Figure:
    """Resource use of the member ``code``, from expenditure, inhabitants and need index by region;
    ``paid`` gives the year and the source.
    """
    others = [other for other in members if other != code]
    heads = {other: people[other] for other in others}
    group_need = need.weighted_need({other: index[other] for other in others}, heads)
    group = sum(kroner[other] for other in others) / sum(heads.values())
    used = need.resource_use(kroner[code] / people[code], group, index[code], group_need or 1.0)
    return Figure(code, paid.year, RESOURCE_USE, "", used.corrected, source=paid.source)
