"""Questions to the service in the chapters that it is to write: each a sentence made of the
chapter's own figures, with what is to be answered. They stand in the Word file alone.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

from barnevern.comparison.evidence import CHANCE, CLEAR, Verdict
from barnevern.document.layout import Chapter
from barnevern.indicators import Indicator, catalogue
from barnevern.indicators.figure import Figure
from barnevern.norwegian.messages import say
from barnevern.norwegian.numbers import number, quantity
from barnevern.observations.regions import name_of
from barnevern.render.item import Row

FEWEST, MOST = 2, 3
CHANGE, DEVIATION = "change", "deviation"
BETTER = {"higher": 1, "lower": -1}
Judged = Callable[[Figure], Verdict]


class Prompt(NamedTuple):
    """What the figures say, and what the service is asked of it."""

    told: str
    asked: str


class _Weighed(NamedTuple):
    """A prompt with how much it tells: a clear difference before one that may be chance."""

    clear: bool
    distance: float
    indicator: str
    prompt: Prompt


def of_chapter(chapter: Chapter, code: str, rows: Iterable[Row], judge: Judged) -> list[Prompt]:
    """At most MOST questions in a chapter that is the service's to write, the clearest difference
    first, one of each indicator; where there are fewer than FEWEST, an open one too.

    ``rows`` are those of the report's table, ``code`` is the municipality, and ``judge`` gives the
    verdict on a change or a deviation.
    """
    if not chapter.for_own_words:
        return []
    names = set(chapter.items or chapter.asks_about)
    of_it = [row for row in rows if row.item in names and not row.category]
    weighed = sorted(_weighed(of_it, code, judge), key=_most_telling)
    first: dict[str, Prompt] = {}
    for one in weighed:
        first.setdefault(one.indicator, one.prompt)
    if len(first) < FEWEST:
        first[""] = Prompt("", say("prompts-without-figures"))
    return list(first.values())[:MOST]


def _most_telling(one: _Weighed) -> tuple[bool, float, str]:
    return not one.clear, -one.distance, one.indicator


def _weighed(rows: Sequence[Row], code: str, judge: Judged) -> Iterator[_Weighed]:
    """A prompt for each difference that there is a verdict on."""
    values = {(row.region, row.year, row.indicator): row.value for row in rows if not row.kind}
    newest = max((row.year for row in rows if row.kind == CHANGE), default=0)
    for row in rows:
        known = row.indicator in catalogue() and row.region == code and row.value is not None
        if not known or row.kind not in (CHANGE, DEVIATION) or row.year != newest:
            continue
        other = (code, int(row.against)) if row.kind == CHANGE else (row.against, row.year)
        own, beside = (values.get((*where, row.indicator)) for where in ((code, row.year), other))
        if own is None or beside is None:
            continue
        verdict = judge(_figure(row))
        if verdict.answer == CLEAR or (verdict.answer == CHANCE and row.kind == CHANGE):
            prompt = _prompt(row, own, beside, clear=verdict.answer == CLEAR)
            yield _Weighed(verdict.answer == CLEAR, abs(verdict.z), row.indicator, prompt)


def _figure(row: Row) -> Figure:
    return Figure(
        *(row.region, row.year, row.indicator, row.category, row.value),
        kind=row.kind,
        against=row.against,
        of=row.of,
    )


def _prompt(row: Row, own: float, other: float, *, clear: bool) -> Prompt:
    """The figure beside the other in words, and the question."""
    entry, year = catalogue()[row.indicator], str(row.year)
    now = quantity(own, entry.unit, entry.decimals)
    question = _question(entry, row, up=own > other, clear=clear)
    if row.kind == DEVIATION:
        beside = quantity(other, entry.unit, entry.decimals)
        place, group = name_of(row.region), name_of(row.against)
        told = say(
            "prompts-beside",
            name=entry.short,
            own=now,
            place=place,
            other=beside,
            group=group,
            year=year,
        )
        return Prompt(told, question)
    before = number(other, entry.decimals)
    if before == number(own, entry.decimals):
        told = say("prompts-same", name=entry.short, own=now, earlier=row.against, year=year)
        return Prompt(told, question)
    name, earlier = entry.short, row.against
    if own < other:
        told = say("prompts-fell", name=name, other=before, own=now, earlier=earlier, year=year)
    else:
        told = say("prompts-rose", name=name, other=before, own=now, earlier=earlier, year=year)
    return Prompt(told, question)


def _question(entry: Indicator, row: Row, *, up: bool, clear: bool) -> str:
    """What is asked of a difference: another thing of a good one, a bad one, and chance."""
    if not clear:
        return say("prompts-may-be-chance")
    side = BETTER.get(entry.direction, 0) * (1 if up else -1)
    if row.kind == CHANGE:
        return {
            1: say("prompts-change-better"),
            -1: say("prompts-change-worse"),
            0: say("prompts-change-neither"),
        }[side]
    return {
        1: say("prompts-deviation-better"),
        -1: say("prompts-deviation-worse"),
        0: say("prompts-deviation-neither"),
    }[side]
