"""A result in whole sentences, with the indicator's own verb (data/language/nb/editor.ftl)."""

from collections.abc import Iterable

from barnevern.comparison.evidence import CHANCE, UNKNOWN
from barnevern.comparison.kinds import SHARE, kind_of
from barnevern.editor.gather import Clear, Result
from barnevern.indicators import Indicator, prices
from barnevern.indicators.figure import Figure
from barnevern.norwegian.messages import say
from barnevern.norwegian.numbers import number, quantity
from barnevern.norwegian.text import listed
from barnevern.words.sentences import in_text

PER_CENT, COUNT = "prosent", "antall"
TWICE, MOST_TIMES = 2, 5  # from twice on, how many times says more than a difference


def sentence(result: Result, place: str) -> str:
    """The result of the municipality called ``place``: its figure, what the law demands where it is
    not kept, and what is clear about it.
    """
    entry, own = result.indicator, result.own
    if own is None:
        return say("editor-hidden", quantity=entry.quantity.replace("_", "-"), place=place)
    told = _figure(own, entry, place)
    if result.kept:
        told = say("editor-kept", quantity=_name(entry.quantity), place=place, year=str(own.year))
    demand = say("editor-demand", quantity=_name(entry.quantity)) if result.kept is False else ""
    trend = _trend(result.trend) if result.trend and not result.change else ""
    said = " ".join(filter(None, [told, demand, _clear(result), trend, _best(result)]))
    return said[0].upper() + said[1:]


def question(quantity_told: str) -> str:
    """What the council can ask about a quantity."""
    return say("editor-ask", quantity=_name(quantity_told))


def _name(name: str) -> str:
    return name.replace("_", "-")


def _figure(own: Figure, entry: Indicator, place: str) -> str:
    assert own.value is not None
    return say(
        "editor-figure",
        indicator=_name(entry.id),
        place=entry.scope or place,
        year=str(own.year),
        value=amount(own.value, entry) + prices.aside(entry.unit, [own]),
        count=round(own.value),
    )


def amount(value: float, entry: Indicator) -> str:
    """A figure in running text: "2,6 prosent", "101 180 kroner", "13,8", "ingen"."""
    if entry.unit == "prosent fra snittet":
        way = "up" if value > 0 else "down" if value < 0 else "none"
        far = f"{number(abs(value), entry.decimals)} {PER_CENT}"
        return say("editor-from-mean", way=way, value=far)
    if value == 0 and kind_of(entry.id) == SHARE:
        return say("editor-none")
    if entry.unit in (PER_CENT, "kroner"):
        return f"{number(value, entry.decimals)} {entry.unit}"
    plain = entry.unit in (COUNT, "barn per årsverk") or entry.unit.startswith("per ")
    return quantity(value, "" if plain else entry.unit, entry.decimals)


def _clear(result: Result) -> str:
    """The clear differences in one sentence."""
    clauses = [_clause(one, result.indicator) for one in result.clear]
    return say("editor-clear", clauses=listed(clauses)) if clauses else ""


def _clause(one: Clear, entry: Indicator) -> str:
    changed = one.difference.kind == "change"
    where = one.difference.against if changed else in_text(one.difference.against)
    assert one.other.value is not None
    other = amount(one.other.value, entry)
    counted = "counted" if entry.unit == COUNT else "measured"
    times = min(int(one.effect + 1), MOST_TIMES)
    if times >= TWICE:
        return say("editor-times", times=times, kind=counted, where=where, other=other)
    way = "up" if one.effect > 0 else "down"
    return say("editor-differs", way=way, kind=counted, where=where, other=other)


def _trend(year: int) -> str:
    return say("editor-trend", way="up" if year > 0 else "down", year=str(abs(year)))


def _best(result: Result) -> str:
    """Which way is best, where a clear difference goes one way and the law says nothing."""
    direction = result.indicator.direction
    if direction == "neither" or result.kept is not None or not (result.clear or result.trend):
        return ""
    return say("editor-best", direction=direction)


def odd(result: Result) -> str:
    """That a figure is implausible, and what can explain it."""
    return say("editor-odd", name=result.indicator.short)


def nothing_clear(shown: Iterable[Result]) -> str:
    """What is said over figures none of which is a finding: that may be because none could be
    judged.
    """
    answers = frozenset[str]().union(*(one.answers for one in shown))
    if CHANCE not in answers:
        return say("editor-none-judged")
    return say("editor-some-unjudged") if UNKNOWN in answers else say("editor-nothing-clear")
