"""A figure in words with what it is held against, and the verdict on each difference."""

from collections.abc import Callable, Iterable, Sequence

from barnevern.comparison import difference_unit, evidence, plausible
from barnevern.comparison.evidence import CHANCE, CLEAR, UNKNOWN, Verdict
from barnevern.comparison.judge import IMPLAUSIBLE, PLAIN
from barnevern.indicators import Indicator, indicator, prices
from barnevern.indicators.figure import Figure
from barnevern.norwegian.numbers import quantity, rounded
from barnevern.norwegian.text import listed, lower_first
from barnevern.words.sentences import RATIO_UNITS, amount, compared, in_text, side, worded

MOST_COMPARED = 3  # peers named in one sentence
BY_CHANCE = "kan skyldes tilfeldigheter"
# Why there is no verdict.
BECAUSE = {
    evidence.FEW_CHILDREN: "tallene er for små",
    evidence.NO_BASE: "antallet bak er ikke kjent",
    evidence.FEW_MUNICIPALITIES: "for få kommuner har tall",
    evidence.SHORT_SERIES: "kort serie",
}
ODD = {
    plausible.FAR_BELOW: "Det er under en firedel av tallet for {}.",
    plausible.FAR_ABOVE: "Det er over fire ganger tallet for {}.",
}
EXPLAINED = "Bokføring, en vertskommune eller få barn kan forklare det."
JUMPED = "Tallet er over ti ganger så høyt det ene året som det andre."
ABOVE = "Det er høyere enn «{}», som det er en del av. Saker fra året før kan forklare det."
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
    first = _level(own, chosen, chosen.scope or name, year)
    told = [figure for figure in differences if figure.value is not None]
    if chosen.unit == "prosent fra snittet":
        return first + "."
    change = next((figure for figure in told if figure.kind == "change"), None)
    away = [figure for figure in told if figure.kind == "deviation"][:MOST_COMPARED]
    verdicts = [(figure, judge(figure)) for figure in ([change] if change else []) + away]
    clause, after = "", ""
    if change and own.year in breaks:
        clause = f", {_same_or_amount(change, chosen)}, men serien har brudd mellom de to årene"
    elif change:
        clause, after = _change(change, verdicts[0][1], chosen)
    said = [first + clause + ".", after, *_deviations(verdicts[1 if change else 0 :], chosen)]
    return " ".join([*filter(None, said), *_explained(verdicts, chosen)])


def _level(own: Figure, chosen: Indicator, place: str, year: int) -> str:
    """The figure itself in words, without the mark at the end."""
    assert own.value is not None
    value = worded(own.value, chosen) + prices.aside(chosen.unit, [own])
    when = f"i {own.year}" if own.year == year else f"i {own.year} (siste tall)"
    note = f" ({own.note})" if own.note else ""
    if chosen.unit == "prosent fra snittet":
        return f"{chosen.short}: {place} lå {value} {when}{note}"
    verb = " var" if chosen.unit in RATIO_UNITS else ":"
    return f"{chosen.short}{verb} {value} i {place} {when}{note}"


def is_none(difference: Figure, chosen: Indicator) -> bool:
    """Whether a difference rounds to none, which needs no verdict."""
    assert difference.value is not None
    return float(rounded(difference.value, difference_unit(chosen.unit)[1])) == 0


def _same_or_amount(change: Figure, chosen: Indicator) -> str:
    assert change.value is not None
    return compared(change.value, chosen, f"i {change.against}", "uendret fra")


def _change(change: Figure, verdict: Verdict, chosen: Indicator) -> tuple[str, str]:
    """The change as a clause after the figure, and as a sentence of its own."""
    assert change.value is not None
    plain = ", " + _same_or_amount(change, chosen)
    if is_none(change, chosen) or verdict.answer == PLAIN:
        return plain, ""
    if verdict.answer == IMPLAUSIBLE:
        return "", JUMPED if verdict.reason == plausible.JUMP else ""
    if verdict.answer == CLEAR:
        return ", " + clearly(change.value, chosen, f"i {change.against}"), ""
    if verdict.answer == CHANCE:
        return f"{plain}, men det {BY_CHANCE}", ""
    return plain, aside(change, verdict, chosen)


def clearly(difference: float, chosen: Indicator, other: str) -> str:
    """A clear difference: "klart høyere enn i 2023 (1,3 prosentpoeng)"."""
    return f"klart {side(difference, chosen)} enn {other} ({amount(difference, chosen)})"


def reserved(verdict: Verdict) -> str:
    """What is said of a difference that may be chance or cannot be judged."""
    if verdict.answer == CHANCE:
        return BY_CHANCE
    return f"kan ikke vurderes: {BECAUSE[verdict.reason]}"


def aside(difference: Figure, verdict: Verdict, chosen: Indicator, of: str = "Endringen") -> str:
    """The verdict on a difference that is told already, as a sentence of its own; "" where nothing
    is to be said.
    """
    if is_none(difference, chosen) or verdict.answer == PLAIN:
        return ""
    if verdict.answer == CLEAR:
        return f"{of} er klar."
    if verdict.answer == IMPLAUSIBLE:
        return explained(verdict, chosen)
    return f"{of} {reserved(verdict)}."


def _deviations(verdicts: Sequence[tuple[Figure, Verdict]], chosen: Indicator) -> list[str]:
    """The distances from the peers, those with the same verdict together."""
    outright, clear = list[str](), dict[str, list[str]]()
    for figure, verdict in verdicts:
        assert figure.value is not None
        place = "i " + in_text(figure.against)
        if verdict.answer == PLAIN or (verdict.answer != IMPLAUSIBLE and is_none(figure, chosen)):
            outright.append(compared(figure.value, chosen, place, "det samme som"))
        elif verdict.answer == CLEAR:
            where = f"{place} ({amount(figure.value, chosen)})"
            clear.setdefault(side(figure.value, chosen), []).append(where)
    outright += [f"klart {way} enn {listed(places)}" for way, places in clear.items()]
    said = [f"Det er {listed(outright)}."] if outright else []
    return said + _reservations(verdicts, chosen, amounts=True)


def _reservations(
    verdicts: Sequence[tuple[Figure, Verdict]], chosen: Indicator, *, amounts: bool = False
) -> list[str]:
    """The distances that may be chance, cannot be judged, or are implausible."""
    odd, untold = dict[str, list[str]](), dict[str, list[str]]()
    for figure, verdict in verdicts:
        place = in_text(figure.against)
        if verdict.reason in ODD:
            odd.setdefault(ODD[verdict.reason], []).append(place)
        elif verdict.answer in (CHANCE, UNKNOWN) and not is_none(figure, chosen):
            away = f"{place} ({_amount_and_side(figure, chosen)})" if amounts else place
            untold.setdefault(reserved(verdict), []).append(away)
    said = [text.format(listed(places)) for text, places in odd.items()]
    for can, places in untold.items():
        what = "Forskjellen" if len(places) == 1 else "Forskjellene"
        said.append(f"{what} fra {listed(places)} {can}.")
    return said


def _amount_and_side(figure: Figure, chosen: Indicator) -> str:
    assert figure.value is not None
    return f"{amount(figure.value, chosen)} {side(figure.value, chosen)}"


def _explained(verdicts: Sequence[tuple[Figure, Verdict]], chosen: Indicator) -> list[str]:
    """What can explain the figures that are implausible, once."""
    odd = [verdict for _, verdict in verdicts if verdict.answer == IMPLAUSIBLE]
    return list(dict.fromkeys(explained(verdict, chosen) for verdict in odd))


def explained(verdict: Verdict, chosen: Indicator) -> str:
    """What can explain an implausible figure."""
    if verdict.reason == plausible.ABOVE_WHOLE:
        return ABOVE.format(lower_first(indicator(plausible.WHOLES[chosen.id]).short))
    return EXPLAINED


def standing(away: Sequence[Figure], chosen: Indicator, name: str, year: int, judge: Judged) -> str:
    """Above and below which peers the municipality called ``name`` lies, without amounts."""
    verdicts = [(figure, judge(figure)) for figure in away]
    sides = [
        f"{'klart ' if clear else ''}{word} {listed(places)}"
        for clear, word, over in (
            (True, "over", True),
            (True, "under", False),
            (False, "over", True),
            (False, "under", False),
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
    said = [f"I {year} lå {name} {listed(sides)}."] if sides else []
    return " ".join([*said, *_reservations(verdicts, chosen), *_explained(verdicts, chosen)])


def by_chance(low: float, high: float, chosen: Indicator, name: str) -> str:
    """Between which figures chance alone can have put the municipality."""
    least, most = quantity(low, "", chosen.decimals), quantity(high, chosen.unit, chosen.decimals)
    return f"Tilfeldigheter alene kan gi mellom {least} og {most} i {name}."


def in_cell(words: str, difference: Figure, verdict: Verdict, *, broken: bool = False) -> str:
    """The ``words`` for a difference in a cell of a table: "klart" before a clear one, what is
    implausible as such, and the rest as they are (NOT_CLEAR stands under the table).
    """
    if broken or is_none(difference, indicator(difference.indicator)):
        return words
    if verdict.answer == IMPLAUSIBLE:
        return "lite sannsynlig"
    return f"klart {words}" if verdict.answer == CLEAR else words


NOT_CLEAR = (
    "«Klart»: mer enn tilfeldigheter og vanlige forskjeller mellom kommuner kan gi. Andre"
    " forskjeller kan skyldes tilfeldigheter, eller kan ikke vurderes."
)
