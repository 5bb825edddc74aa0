"""How good the case extract is: how often each of the authorities' controls found something. Never
a case, never a journal number.
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass

from barnevern.controls.registry import SEVERITIES, STOPPING, controls, every_control
from barnevern.indicators.figure import Figure, Figures
from barnevern.norwegian.messages import say
from barnevern.norwegian.numbers import number
from barnevern.norwegian.text import listed, lower_first
from barnevern.observations import HIDDEN
from barnevern.page import Page
from barnevern.render.blocks import Block, Bullets, Drawing, Fold, Sentence, Table
from barnevern.render.item import SHOWN, Item, rows_of
from barnevern.show.absent import said_missing
from barnevern.show.meaning import folded, table
from barnevern.show.series import columns
from barnevern.words import cells, sentences

SOURCE = "extract"  # the id under which a data set lists the extract among its sources
MOST_YEARS = 3
MOST_BARS = 12
MOST_NAMED = 3  # controls named in the findings
FEW = 0.5  # where a count that may not be told is sorted: after one, before none


@dataclass(frozen=True)
class Count:
    """How often a control found something in the extract of a year; None where a count of a few
    may not be told.
    """

    control: str
    severity: str
    title: str
    year: int
    count: float | None

    @property
    def met(self) -> bool:
        """Whether the control found anything."""
        return self.count != 0

    @property
    def named(self) -> str:
        """The control as it is called on the page: "Melding 3: fristen for meldingen er brutt"."""
        return _named(self.control, self.title)


def control_findings(page: Page, *, id: str = "findings") -> Item:  # noqa: A002 (an item's id)
    """In words: how many controls were run, how many found something, and which found most."""
    title, newest = say("page-findings"), _newest(_counts(page))
    if not newest:
        return _missing(page, id, title)
    met = [count for count in newest if count.met]
    said = [
        say(
            "quality-found",
            met=number(_controls_among(met)),
            controls=number(_controls_among(newest)),
            year=newest[0].year,
        )
    ]
    for severity in SEVERITIES:
        of_severity = [count for count in met if count.severity == severity]
        said += [_most(of_severity, severity)] if of_severity else []
    stopped = any(count.severity in STOPPING for count in met)
    said.append(say("quality-must-be-mended") if stopped else say("quality-may-be-sent"))
    return Item(id, title, SHOWN, (Bullets(tuple(said), "findings"),))


def control_counts_of(
    page: Page,
    title: str,
    *severities: str,
    id: str,  # noqa: A002 (an item's id)
) -> Item:
    """Controls of these severities that found something: bars of the newest year, and a table of
    the last years.
    """
    every = _counts(page)
    if not every:
        return _missing(page, id, title)
    year = _newest(every)[0].year
    recent = [
        count for count in every if count.severity in severities and count.year > year - MOST_YEARS
    ]
    order = _most_first(recent, year)
    if not order:
        text = say("quality-none-found", year=year)
        return Item(id, title, SHOWN, (Sentence(text),))
    shown = [count for count in recent if count.control in order]
    newest = _of_year(shown, year)
    blocks: tuple[Block, ...] = (
        Sentence(say("quality-found-in-year", count=sum(count.met for count in newest), year=year)),
        *_drawing(page, id, title, newest, order),
        _table(title, shown, order),
        _explained(order),
    )
    return Item(id, title, SHOWN, blocks, rows_of(id, title, _figures(page, shown)))


def controls_passed(page: Page, *, id: str = "passed") -> Item:  # noqa: A002 (an item's id)
    """The controls that found nothing in the newest extract, behind a heading."""
    title, newest = say("quality-passed-title"), _newest(_counts(page))
    if not newest:
        return _missing(page, id, title)
    met = {count.control for count in newest if count.met}
    passed = [count for count in newest if count.control not in met]
    text = say(
        "quality-passed", passed=number(len(passed)), controls=number(_controls_among(newest))
    )
    blocks: list[Block] = [Sentence(text)]
    if passed:
        rows = [
            [count.named, say("quality-severity-name", severity=count.severity.lower())]
            for count in passed
        ]
        block = table(title, [say("quality-control"), say("quality-severity")], rows)
        blocks.append(folded(say("quality-show-controls"), block))
    return Item(id, title, SHOWN, tuple(blocks))


def controls_left_out(page: Page, *, id: str = "left-out") -> Item:  # noqa: A002 (an item's id)
    """The controls of the file's format that the cases of a file cannot answer, and why."""
    title, counts = say("quality-left-out-title"), _counts(page)
    if not counts:
        return _missing(page, id, title)
    run = {count.control for count in counts} & every_control().keys()
    rows = [
        [_named(control.control, control.title), control.note]
        for file_format in sorted({every_control()[control].format for control in run})
        for control in controls(file_format).values()
        if not control.answerable
    ]
    if not rows:
        text = say("quality-every-control-run")
        return Item(id, title, SHOWN, (Sentence(text),))
    text = say("quality-left-out", count=number(len(rows)))
    block = table(title, [say("quality-control"), say("quality-why-not")], rows)
    return Item(id, title, SHOWN, (Sentence(text), block))


def control_method(page: Page, *, id: str = "method") -> Item:  # noqa: A002 (an item's id)
    """How the controls are run, and what their counts cannot say."""
    hides = page.dataset.about["disclosure"] != "none"
    points = [
        say("quality-method-rules"),
        say("quality-method-specification"),
        say("quality-method-counts"),
        say("quality-method-warnings"),
        say("quality-method-cases"),
    ]
    points += [say("quality-few-are-hidden")] if hides else []
    return Item(id, say("page-method"), SHOWN, (Bullets(tuple(points)),))


def _counts(page: Page) -> list[Count]:
    """The counts of the page's municipality up to the page's year; none where the data set is not
    made from an extract.
    """
    rows = page.dataset.controls(page.region.code, page.year).to_dict("records")
    page.used.update([SOURCE] if rows else [])
    return [
        Count(
            row["control"],
            row["severity"],
            row["title"],
            int(row["year"]),
            None if math.isnan(row["count"]) else float(row["count"]),
        )
        for row in rows
    ]


def _newest(counts: list[Count]) -> list[Count]:
    """Those of the newest year."""
    return _of_year(counts, max((count.year for count in counts), default=0))


def _of_year(counts: list[Count], year: int) -> list[Count]:
    return [count for count in counts if count.year == year]


def _controls_among(counts: Iterable[Count]) -> int:
    return len({count.control for count in counts})


def _missing(page: Page, id: str, title: str) -> Item:  # noqa: A002
    about = page.dataset.about["title"]
    text = say("quality-no-extract", dataset=about, place=page.place, year=page.year)
    return said_missing(id, title, text)


def _most(met: list[Count], severity: str) -> str:
    """How many controls of a severity found something, and which found most."""
    told = [(count.count, count) for count in met if count.count is not None]
    most = sorted(told, key=lambda pair: -pair[0])[:MOST_NAMED]
    names = [f"{lower_first(count.title)} ({number(value)})" for value, count in most]
    text = say("quality-of-severity", count=len(met), severity=severity.lower())
    return f"{text} {say('quality-most', controls=listed(names))}" if names else text


def _named(control: str, title: str) -> str:
    return f"{control}: {lower_first(title)}"


def _most_first(counts: list[Count], year: int) -> list[str]:
    """The controls that found something in any year, those that found most in ``year`` first."""
    in_year = {
        count.control: FEW if count.count is None else count.count
        for count in _of_year(counts, year)
    }
    met = dict.fromkeys(count.control for count in counts if count.met)
    return sorted(met, key=lambda control: -in_year.get(control, 0))


def _drawing(
    page: Page,
    id: str,  # noqa: A002
    title: str,
    newest: list[Count],
    order: list[str],
) -> list[Drawing]:
    """Bars of the controls that found most; none where every count is too low to be told."""
    told = [count for count in newest if count.count]
    most = sorted(told, key=lambda count: order.index(count.control))[:MOST_BARS]
    if not most:
        return []
    year = str(newest[0].year)
    bars = [(count.title, year, count.count) for count in most]
    caption = say("quality-number-in-year", title=title, year=year)
    alt = sentences.bar_alt(bars, caption, "antall", 0)
    data = columns([*bars], "label", "series", "value")
    return [Drawing("bars", f"{page.name}-{id}", f"{caption}.", alt, data, {"decimals": 0})]


def _table(title: str, shown: list[Count], order: list[str]) -> Table:
    """A row per control and a column per year; a year without an extract has no column."""
    years = sorted({count.year for count in shown})
    told = {(count.control, count.year): cells.cell(count.count, HIDDEN, 0) for count in shown}
    names = {count.control: count.named for count in shown}
    rows = [
        [names[control], *(told.get((control, year), cells.NOT_REPORTED) for year in years)]
        for control in order
    ]
    symbols = [
        symbol for symbol in (cells.NOT_REPORTED, HIDDEN) if any(symbol in row for row in rows)
    ]
    notes = cells.status_notes(symbols)
    return table(
        say("quality-number", title=title), [say("quality-control"), *map(str, years)], rows, notes
    )


def _explained(order: list[str]) -> Fold:
    """What there is to say of each control: where the rule is unclear, or read in one of two
    ways.
    """
    known = every_control()
    notes = [
        Sentence(f"{control}: {known[control].note}")
        for control in order
        if control in known and known[control].note
    ]
    return folded(
        say("quality-about-controls"), *(notes or [Sentence(say("quality-rules-are-clear"))])
    )


def _figures(page: Page, counts: list[Count]) -> Figures:
    """The counts as figures; one that may not be told has no value, with the reason as status."""
    figures = []
    for count in counts:
        status = HIDDEN if count.count is None else ""
        code, control = page.region.code, count.control
        plain = Figure(code, count.year, "", control, None, status=status, source=SOURCE)
        figures.append(plain.derived("control_findings", count.count))
    return figures
