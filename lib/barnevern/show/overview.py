"""The whole service at a glance: Bufdir's monitor, one theme at a time."""

from dataclasses import dataclass

from barnevern import comparison
from barnevern.indicators import Indicator, catalogue, theme_name
from barnevern.indicators.figure import Figures, newest_year, of_region, values_by_region
from barnevern.norwegian.messages import say
from barnevern.norwegian.numbers import number, quantity, rounded
from barnevern.observations import regions, status_name
from barnevern.page import Page
from barnevern.render.blocks import Sentence, Table
from barnevern.render.item import MISSING, SHOWN, Item, Row, counted, rows_of
from barnevern.show.meaning import about, table
from barnevern.show.sample import sample
from barnevern.words import cells, findings, sentences


@dataclass(frozen=True)
class Line:
    """One indicator of the monitor: the municipality's and the peers' figures, the municipality's
    own with a value, and the differences at its newest year.
    """

    indicator: Indicator
    shown: Figures
    own: Figures
    differences: Figures


@sample("capacity")
def monitor(page: Page, theme: str, *, id: str = "") -> Item:  # noqa: A002 (an item's id)
    """Bufdir's monitor for one of THEMES: value, peers, change, direction.

    An indicator that the data set does not have keeps its row and says so.
    """
    id, title = id or theme, theme_name(theme)  # noqa: A001
    lines = _computed(page, theme)
    known = [line for line in lines if line.own]
    every = [figure for line in lines for figure in line.shown]
    blocks = (
        Sentence(
            say(
                "monitor-known",
                known=number(len(known)),
                indicators=number(len(lines)),
                place=page.place,
            )
        ),
        _table(page, theme, lines),
        about([line.indicator for line in lines], page.source_titles(every)),
    )
    return Item(id, title, SHOWN if known else MISSING, blocks, _rows(page, id, title, lines))


def _computed(page: Page, theme: str) -> list[Line]:
    lines = []
    for entry in catalogue().values():
        if entry.monitor and entry.theme == theme:
            shown, differences = page.compared(entry.id)
            lines.append(Line(entry, shown, page.own(shown), differences))
    return lines


def _peers(page: Page, lines: list[Line]) -> list[str]:
    """The peers that have a figure of any of the indicators, nearest first."""
    present = {figure.region for line in lines for figure in line.shown}
    return [code for code in page.peers if code in present][: comparison.MOST_PEERS]


def _table(page: Page, theme: str, lines: list[Line]) -> Table:
    """A row for each indicator; without any figure only the reason for there being none."""
    peers, filled = _peers(page, lines), any(line.own for line in lines)
    columns = (
        [say("table-year"), *map(regions.name_of, peers), say("monitor-change")] if filled else []
    )
    rows = [_row(page, line, peers, 1 + len(columns)) for line in lines]
    head = [say("table-indicator"), page.place, *columns, say("table-best")]
    told = any(figure.kind == "change" for line in lines for figure in line.differences)
    notes = [say("findings-not-clear")] if told else []
    notes += cells.price_notes(figure for line in lines for figure in line.own)
    return table(
        say("monitor-caption", theme=theme_name(theme), place=page.place), head, rows, notes
    )


def _row(page: Page, line: Line, peers: list[str], shown: int) -> list[str]:
    """An indicator with the first ``shown`` of its values."""
    entry = line.indicator
    values = _values(page, line, peers) if line.own else _no_values(page, line, peers)
    name = f"{entry.monitor} {entry.short} ({entry.unit})"
    return [name, *values[:shown], say("table-best-is", direction=entry.direction)]


def _values(page: Page, line: Line, peers: list[str]) -> list[str]:
    """The newest value, its year, the peers' values and the change, as cells."""
    year, decimals = newest_year(line.own), line.indicator.decimals
    at_year = values_by_region(line.shown, year)
    own, *others = (
        number(at_year[code], decimals) if code in at_year else ""
        for code in [page.region.code, *peers]
    )
    return [own, str(year), *others, _change(page, line)]


def _no_values(page: Page, line: Line, peers: list[str]) -> list[str]:
    """Why there is no value, and empty cells beside it."""
    because = sentences.reason(of_region(line.shown, page.region.code))
    return [because or status_name(cells.NOT_REPORTED), "", *("" for _ in peers), ""]


def _change(page: Page, line: Line) -> str:
    """The change since the year before as a cell; empty where it is not known."""
    changed = next((figure for figure in line.differences if figure.kind == "change"), None)
    if changed is None or changed.value is None:
        return ""
    change = changed.value
    unit, decimals = comparison.difference_unit(line.indicator.unit)
    if rounded(change, decimals) == 0:
        same = "same" if abs(change) < sentences.NOTHING else "nearly"
        return say("monitor-changed", way=same, amount="")
    amount = quantity(abs(change), "", decimals)
    amount = amount if unit == "antall" else f"{amount} {unit}"
    words = say("monitor-changed", way="up" if change > 0 else "down", amount=amount)
    return findings.in_cell(words, changed, page.verdict(changed))


def _rows(page: Page, id: str, title: str, lines: list[Line]) -> tuple[Row, ...]:  # noqa: A002
    """The figures of each indicator's newest year with their differences, and how many there
    are.
    """
    known = [line for line in lines if line.own]
    figures: Figures = []
    for line in known:
        year = newest_year(line.own)
        figures += [figure for figure in line.shown if figure.year == year]
        figures += line.differences
    numbers = {"indicators_known": len(known), "indicators": len(lines)}
    return rows_of(id, title, [*figures, *counted(page.region.code, page.year, numbers)])
