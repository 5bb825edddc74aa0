"""A figure in words with what it is held against, and the verdict on each difference."""

from collections.abc import Callable, Iterable, Sequence

from barnevern.comparison import difference_unit, plausible
from barnevern.comparison.evidence import CHANCE, CLEAR, UNKNOWN, Verdict
from barnevern.comparison.judge import IMPLAUSIBLE, PLAIN
from barnevern.indicators import Indicator, indicator, prices
from barnevern.indicators.figure import Figure
from barnevern.norwegian.messages import say
from barnevern.norwegian.numbers import quantity, rounded
from barnevern.norwegian.text import listed, lower_first
from barnevern.words.sentences import RATIO_UNITS, amount, apart, changed, in_text, side, worded

MOST_COMPARED = 3  # peers named in one sentence
Judged = Callable[[Figure], Verdict]
UNJUDGED = Verdict(PLAIN)  # where nobody is asked


def finding(
    own: Figure,
    differences: Iterable[Figure],
    chosen: Indicator,
    name: str,
    year: int,
    *,
    breaks: Sequence[int] = (),
    judge: Judged = lambda _: UNJUDGED,
) -> str:
    """A few sentences: the figure, the change since the year before and the distance from the
    peers, each with its verdict.

    ``own`` is the newest figure of the municipality called ``name``; ``differences`` comes from
    comparison.differences for the same year, and ``judge`` gives the verdict on each. A change over
    one of ``breaks`` is told as such, and the note that came with the figure stands behind it.
    """
    level = _level(own, chosen, chosen.scope or name, year)
    told = [figure for figure in differences if figure.value is not None]
    if chosen.unit == "prosent fra snittet":
        return say("findings-level", level=level)
    change = next((figure for figure in told if figure.kind == "change"), None)
    away = [figure for figure in told if figure.kind == "deviation"][:MOST_COMPARED]
    verdicts = [(figure, judge(figure)) for figure in ([change] if change else []) + away]
    first, after = say("findings-level", level=level), ""
    if change and own.year in breaks:
        first = _level_and_change(level, change, chosen, "broken")
    elif change:
        first, after = _change(level, change, verdicts[0][1], chosen)
    said = [first, after, *_deviations(verdicts[1 if change else 0 :], chosen)]
    return " ".join([*filter(None, said), *_explained(verdicts, chosen)])


def _level(own: Figure, chosen: Indicator, place: str, year: int) -> str:
    """The figure itself in words, without the mark at the end."""
    assert own.value is not None
    kind = "ratio" if chosen.unit in RATIO_UNITS else "count"
    text = say(
        "findings-figure",
        kind="deviation" if chosen.unit == "prosent fra snittet" else kind,
        indicator=chosen.short,
        value=worded(own.value, chosen) + prices.aside(chosen.unit, [own]),
        place=place,
        year=own.year,
        age="newest" if own.year == year else "older",
    )
    return f"{text} ({own.note})" if own.note else text


def is_none(difference: Figure, chosen: Indicator) -> bool:
    """Whether a difference rounds to none, which needs no verdict."""
    assert difference.value is not None
    return float(rounded(difference.value, difference_unit(chosen.unit)[1])) == 0


def _level_and_change(level: str, change: Figure, chosen: Indicator, verdict: str) -> str:
    assert change.value is not None
    moved = changed(change.value, chosen, change.against)
    return say("findings-level-and-change", verdict=verdict, level=level, change=moved)


def _change(level: str, change: Figure, verdict: Verdict, chosen: Indicator) -> tuple[str, str]:
    """The figure with its change as a clause, and what is said of the change in a sentence of its
    own.
    """
    assert change.value is not None
    if is_none(change, chosen) or verdict.answer == PLAIN:
        return _level_and_change(level, change, chosen, "plain"), ""
    if verdict.answer == IMPLAUSIBLE:
        jumped = verdict.reason == plausible.JUMP
        return say("findings-level", level=level), say("findings-odd-jump") if jumped else ""
    if verdict.answer == CLEAR:
        moved = clearly(change.value, chosen, change.against)
        return say("findings-level-and-change", verdict="plain", level=level, change=moved), ""
    if verdict.answer == CHANCE:
        return _level_and_change(level, change, chosen, "chance"), ""
    return _level_and_change(level, change, chosen, "plain"), aside(change, verdict, chosen)


def clearly(difference: float, chosen: Indicator, year: str | int) -> str:
    """A clear change: "klart høyere enn i 2023 (1,3 prosentpoeng)"."""
    return say(
        "difference-clearly-from-year",
        way=side(difference, chosen),
        amount=amount(difference, chosen),
        year=str(year),
    )


def reserved(verdict: Verdict) -> str:
    """What is said of a difference that may be chance or cannot be judged."""
    why = CHANCE if verdict.answer == CHANCE else verdict.reason
    return say("findings-reserved", why=why.replace(" ", "-"))


def aside(difference: Figure, verdict: Verdict, chosen: Indicator, of: str = "change") -> str:
    """The verdict on a difference that is told already, as a sentence of its own; "" where nothing
    is to be said. ``of`` is what the difference is: a change, or one in spending.
    """
    if is_none(difference, chosen) or verdict.answer == PLAIN:
        return ""
    if verdict.answer == CLEAR:
        return say("findings-is-clear", of=of)
    if verdict.answer == IMPLAUSIBLE:
        return explained(verdict, chosen)
    return say("findings-is-reserved", of=of, verdict=reserved(verdict))


def _deviations(verdicts: Sequence[tuple[Figure, Verdict]], chosen: Indicator) -> list[str]:
    """The distances from the peers, those with the same verdict together."""
    outright, clear = list[str](), dict[str, list[str]]()
    for figure, verdict in verdicts:
        assert figure.value is not None
        place = in_text(figure.against)
        if verdict.answer == PLAIN or (verdict.answer != IMPLAUSIBLE and is_none(figure, chosen)):
            outright.append(apart(figure.value, chosen, place))
        elif verdict.answer == CLEAR:
            much = amount(figure.value, chosen)
            where = say("difference-in-place", place=place, amount=much)
            clear.setdefault(side(figure.value, chosen), []).append(where)
    outright += [
        say("difference-clearly-from-places", way=way, places=listed(places))
        for way, places in clear.items()
    ]
    said = [say("findings-apart", differences=listed(outright))] if outright else []
    return said + _reservations(verdicts, chosen, amounts=True)


def _reservations(
    verdicts: Sequence[tuple[Figure, Verdict]], chosen: Indicator, *, amounts: bool = False
) -> list[str]:
    """The distances that may be chance, cannot be judged, or are implausible."""
    odd, untold = dict[str, list[str]](), dict[str, list[str]]()
    for figure, verdict in verdicts:
        place = in_text(figure.against)
        if verdict.reason in (plausible.FAR_BELOW, plausible.FAR_ABOVE):
            odd.setdefault(verdict.reason.replace(" ", "-"), []).append(place)
        elif verdict.answer in (CHANCE, UNKNOWN) and not is_none(figure, chosen):
            away = _aside(figure, chosen, place) if amounts else place
            untold.setdefault(reserved(verdict), []).append(away)
    said = [
        say("findings-odd-peers", how=how, places=listed(places)) for how, places in odd.items()
    ]
    for can, places in untold.items():
        count, named = len(places), listed(places)
        said.append(say("findings-reserved-peers", count=count, places=named, verdict=can))
    return said


def _aside(figure: Figure, chosen: Indicator, place: str) -> str:
    assert figure.value is not None
    way, much = side(figure.value, chosen), amount(figure.value, chosen)
    return say("difference-aside", way=way, amount=much, place=place)


def _explained(verdicts: Sequence[tuple[Figure, Verdict]], chosen: Indicator) -> list[str]:
    """What can explain the figures that are implausible, once."""
    odd = [verdict for _, verdict in verdicts if verdict.answer == IMPLAUSIBLE]
    return list(dict.fromkeys(explained(verdict, chosen) for verdict in odd))


def explained(verdict: Verdict, chosen: Indicator) -> str:
    """What can explain an implausible figure."""
    if verdict.reason == plausible.ABOVE_WHOLE:
        return say(
            "findings-odd-above-whole",
            whole=lower_first(indicator(plausible.WHOLES[chosen.id]).short),
        )
    return say("findings-odd-explained")


def standing(away: Sequence[Figure], chosen: Indicator, name: str, year: int, judge: Judged) -> str:
    """Above and below which peers the municipality called ``name`` lies, without amounts."""
    verdicts = [(figure, judge(figure)) for figure in away]
    sides = [
        say("findings-beside", side=beside, places=listed(places))
        for beside, clear, over in (
            ("clearly-over", True, True),
            ("clearly-under", True, False),
            ("over", False, True),
            ("under", False, False),
        )
        if (
            places := [
                in_text(one.against)
                for one, verdict in verdicts
                if verdict.answer == (CLEAR if clear else PLAIN)
                and not is_none(one, chosen)
                and ((one.value or 0) > 0) == over
            ]
        )
    ]
    said = [say("findings-standing", year=year, place=name, sides=listed(sides))] if sides else []
    return " ".join([*said, *_reservations(verdicts, chosen), *_explained(verdicts, chosen)])


def by_chance(low: float, high: float, chosen: Indicator, name: str) -> str:
    """Between which figures chance alone can have put the municipality."""
    least, most = quantity(low, "", chosen.decimals), quantity(high, chosen.unit, chosen.decimals)
    return say("findings-by-chance", low=least, high=most, place=name)


def in_cell(words: str, difference: Figure, verdict: Verdict, *, broken: bool = False) -> str:
    """The ``words`` for a difference in a cell of a table: "klart" before a clear one, what is
    implausible as such, and the rest as they are (NOT_CLEAR stands under the table).
    """
    if broken or is_none(difference, indicator(difference.indicator)):
        return words
    if verdict.answer == IMPLAUSIBLE:
        return say("findings-cell-odd")
    return say("findings-cell-clear", change=words) if verdict.answer == CLEAR else words
