"""Every indicator of Bufdir's monitor against the municipality's group, on one scale."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from barnevern import editor
from barnevern.comparison.evidence import CLEAR, UNKNOWN, Verdict
from barnevern.comparison.judge import IMPLAUSIBLE
from barnevern.indicators import Indicator, catalogue, theme_name
from barnevern.indicators.figure import Figure, Figures, known
from barnevern.norwegian.messages import say
from barnevern.norwegian.numbers import number, quantity
from barnevern.norwegian.text import listed, lower_first
from barnevern.observations import regions
from barnevern.page import Page
from barnevern.render.blocks import Block, Drawing, Sentence
from barnevern.render.item import SHOWN, Item, rows_of
from barnevern.show.absent import said_missing
from barnevern.show.meaning import folded, table
from barnevern.show.sample import sample
from barnevern.words.sentences import in_text

# The drawings, by the themes in each: two that stand side by side where there is room.
DRAWINGS = (("capacity", "quality"), ("economy", "background"))
FEWEST_ALIKE = 5  # of the ten, for the middle half of them
LONGEST_ALT, MOST_NAMED = 250, 3
COLUMNS = ("label", "figures", "own", "group", "low", "high", "demand", "tone", "best")


@dataclass(frozen=True)
class Line:
    """An indicator with the municipality's newest figure, the group's of the same year, the middle
    half of those most alike (None where too few have figures), and the verdict.
    """

    indicator: Indicator
    own: Figure
    group: Figure
    middle: tuple[float, float] | None
    difference: Figure
    verdict: Verdict

    @property
    def index(self) -> float:
        """The own figure with the group's as 100."""
        assert self.own.value is not None
        assert self.group.value
        return self.own.value / self.group.value * 100

    @property
    def tone(self) -> str:
        """How the own figure is drawn."""
        if self.verdict.answer != CLEAR:
            return "chance"
        better = editor.BETTER[self.indicator.direction] * (self.index - 100)
        return "different" if not better else "better" if better > 0 else "worse"

    def row(self) -> tuple[Any, ...]:
        """The cells of the drawing."""
        unit = self.indicator.unit if self.indicator.unit == "prosent" else ""
        own, group = (
            quantity(one.value or 0.0, unit, self.indicator.decimals)
            for one in (self.own, self.group)
        )
        return (
            self.indicator.short,
            say("spine-against", own=own, other=group),
            self.own.value,
            self.group.value,
            *(self.middle or (None, None)),
            self.indicator.demand,
            self.tone,
            self.indicator.direction,
        )


@sample()
def spine(page: Page, *, id: str = "spine") -> Item:  # noqa: A002 (an item's id)
    """The municipality's monitor against its nearest group: own figure, group, the middle half of
    the ten most like it, the better side and what the law demands, greyed where chance explains it.
    """
    lines = _lines(page)
    if not lines:
        title = say("spine-title-alone")
        return said_missing(id, title, say("spine-missing", place=page.place))
    title = say("spine-title", group=_group(lines))
    sources = page.source_titles(one for line in lines for one in (line.own, line.group))
    drawings = [_drawing(page, id, lines, themes, sources) for themes in DRAWINGS]
    blocks: list[Block] = [
        Sentence(_finding(lines)),
        *(one for one in drawings if one),
        folded(say("about-behind"), _table(page, lines)),
    ]
    return Item(id, title, SHOWN, tuple(blocks), rows_of(id, title, _figures(lines)))


def _lines(page: Page) -> list[Line]:
    wanted = [one for one in catalogue().values() if one.monitor]
    alike = _alike(page, wanted)
    found = (_line(page, entry, alike.get(entry.id, [])) for entry in wanted)
    lines = [line for line in found if line]
    groups = [line.group.region for line in lines]
    return [line for line in lines if line.group.region == max(groups, key=groups.count)]


def _line(page: Page, entry: Indicator, alike: Figures) -> Line | None:
    """None where the municipality or every group is without a figure."""
    shown, differences = page.compared(entry.id)
    own = page.own(shown)
    away = next((one for one in differences if editor.of_group(one)), None)
    if not own or away is None or own[-1].year <= page.year - editor.NEWS_YEARS:
        return None
    place = (away.against, own[-1].year)
    group = next(one for one in shown if (one.region, one.year) == place and one.value is not None)
    if not group.value or group.value < 0:
        return None
    return Line(entry, own[-1], group, _middle(alike, own[-1].year), away, page.verdict(away))


def _alike(page: Page, wanted: Sequence[Indicator]) -> dict[str, Figures]:
    """The figures of the ten most like the municipality in the page's year, by indicator."""
    codes = page.dataset.neighbours(page.region.code)
    found: dict[str, Figures] = {}
    if codes:
        for one in page.of_regions(codes, *(entry.id for entry in wanted), year=page.year):
            found.setdefault(one.indicator, []).append(one)
    return found


def _middle(alike: Figures, year: int) -> tuple[float, float] | None:
    """Between which figures the middle half of those alike lie."""
    values = [one.value for one in known(alike) if one.year == year and one.value is not None]
    if len(values) < FEWEST_ALIKE:
        return None
    low, high = np.quantile(values, [0.25, 0.75])
    return float(low), float(high)


def _group(lines: Sequence[Line]) -> str:
    return in_text(lines[0].group.region)


def _finding(lines: Sequence[Line], most: int = MOST_NAMED) -> str:
    """Which of the indicators are clearly different, the most different first."""
    clear = sorted((one for one in lines if one.tone != "chance"), key=lambda one: -_away(one))
    every, group = number(len(lines)), _group(lines)
    if not clear:
        return say("spine-nothing", count=len(lines), all=every, group=group)
    names = listed(map(_named, clear[:most])) if len(clear) <= most else _and_more(clear, most)
    many = number(len(clear))
    return say("spine-some", count=len(clear), number=many, all=every, group=group, names=names)


def _and_more(clear: Sequence[Line], most: int) -> str:
    names = ", ".join(map(_named, clear[:most]))
    return say("spine-and-more", names=names, number=number(len(clear) - most))


def _named(line: Line) -> str:
    way = "up" if line.index > 100 else "down"
    return say("spine-name-and-way", name=lower_first(line.indicator.short), way=way)


def _away(line: Line) -> float:
    return abs(line.index - 100)


def _drawing(
    page: Page,
    id: str,  # noqa: A002 (an item's id)
    lines: Sequence[Line],
    themes: Sequence[str],
    sources: Sequence[str],
) -> Drawing | None:
    """The lines of some themes, drawn; None where there are none."""
    within = [line for line in lines if line.indicator.theme in themes]
    if not within:
        return None
    rows: list[tuple[Any, ...]] = []
    for theme in themes:
        own = [line.row() for line in within if line.indicator.theme == theme]
        who = "" if rows else say("spine-against", own=page.place, other=_group(lines))
        heading = (theme_name(theme), who, None, None, None, None, None, "", "")
        rows += [heading, *own] if own else []
    columns = dict(zip(COLUMNS, map(list, zip(*rows, strict=True)), strict=True))
    caption = say("spine-caption", finding=_finding(within), sources="; ".join(sources))
    name = f"{page.name}-{id}-{themes[0]}"
    spec = {"key": _key(within), "scale": _scale()}
    return Drawing("spine", name, caption, _alt(page, within, themes), columns, spec)


def _alt(page: Page, lines: Sequence[Line], themes: Sequence[str]) -> str:
    """The finding first, as many names as there is room for."""
    about = listed(lower_first(theme_name(theme)) for theme in themes)
    for most in range(MOST_NAMED, 0, -1):
        text = say("spine-alt", finding=_finding(lines, most), themes=about, place=page.place)
        if len(text) <= LONGEST_ALT:
            return text
    return text[:LONGEST_ALT]


def _key(lines: Sequence[Line]) -> list[tuple[str, str]]:
    """What is drawn how, of what these lines have."""
    tones = {line.tone for line in lines}
    key = [
        (tone, say("spine-tone", tone=tone)) for tone in ("better", "worse", "different", "chance")
    ]
    key = [(tone, text) for tone, text in key if tone in tones]
    key.append(("group", say("spine-group", group=regions.name_of(lines[0].group.region))))
    if any(line.middle for line in lines):
        key.append(("band", say("spine-band")))
    if any(line.indicator.demand is not None for line in lines):
        key.append(("demand", say("spine-demand")))
    if any(line.indicator.direction != "neither" for line in lines):
        key.append(("best", say("spine-best")))
    return key


def _scale() -> list[str]:
    return [say("spine-tick", tick=name) for name in ("none", "half", "equal", "twice")]


def _table(page: Page, lines: Sequence[Line]) -> Any:
    """The figures behind the drawings."""
    heads = ("indicator", "year", "middle", "demand", "verdict")
    first, year, *last = (say("spine-head", column=name) for name in heads)
    head = [first, year, page.place, regions.name_of(lines[0].group.region), *last]
    rows = [_cells(line) for line in lines]
    return table(say("spine-table", place=page.place, group=_group(lines)), head, rows)


def _cells(line: Line) -> list[str]:
    entry = line.indicator
    low, high = (number(one, entry.decimals) for one in line.middle or (0.0, 0.0))
    return [
        f"{entry.monitor} {entry.short} ({entry.unit})",
        str(line.own.year),
        *(number(one.value or 0.0, entry.decimals) for one in (line.own, line.group)),
        say("spine-range", low=low, high=high) if line.middle else "",
        "" if entry.demand is None else number(entry.demand),
        _verdict(line),
    ]


def _verdict(line: Line) -> str:
    """The verdict on the difference from the group, in a cell."""
    answer = line.verdict.answer
    if answer == CLEAR:
        return say("spine-clear", way="up" if line.index > 100 else "down")
    if line.index == 100:
        return say("spine-same")
    if answer == IMPLAUSIBLE:
        return say("spine-odd")
    return say("spine-unknown") if answer == UNKNOWN else say("spine-by-chance")


def _figures(lines: Sequence[Line]) -> Figures:
    """Of each line both figures, their difference, the middle half of those alike, and what the law
    demands.
    """
    figures: Figures = []
    for line in lines:
        figures += [line.own, line.group, line.difference]
        for kind, value in zip(("middle_low", "middle_high"), line.middle or (), strict=False):
            figures.append(line.own.derived(kind, value))
        if line.indicator.demand is not None:
            figures.append(line.own.derived("demand", line.indicator.demand))
    return figures
