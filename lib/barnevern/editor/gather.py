"""Every result that the newest figures of a municipality could give, with its verdict."""

from collections.abc import Iterable
from dataclasses import dataclass

from barnevern.comparison.evidence import CLEAR, FEWEST_YEARS
from barnevern.comparison.judge import IMPLAUSIBLE
from barnevern.indicators import Indicator, catalogue, indicator, prices
from barnevern.indicators.figure import Figure, Figures
from barnevern.norwegian.numbers import rounded
from barnevern.observations import HIDDEN, regions
from barnevern.page import Page
from barnevern.words.findings import is_none

NEWS_YEARS = 3  # an older figure is shown further down, not as a result of the year
BETTER = {"higher": 1, "lower": -1, "neither": 0}


@dataclass(frozen=True)
class Clear:
    """A difference that is more than chance: ``other`` is the figure it is held against, ``effect``
    how much larger the own figure is (0.5 for half as much again), ``z`` how certain it is.
    """

    difference: Figure
    other: Figure
    effect: float
    z: float


@dataclass(frozen=True)
class Result:
    """What the newest figure of an indicator says: ``own`` (None where it is hidden), what is clear
    about its level and its change, since when it has clearly risen or fallen (``trend``, the first
    year with the sign), whether the law is kept (None where it demands nothing that can be
    counted), and whether the figure is implausible.
    """

    indicator: Indicator
    own: Figure | None
    level: Clear | None = None
    change: Clear | None = None
    trend: int = 0
    kept: bool | None = None
    answers: frozenset[str] = frozenset()

    @property
    def odd(self) -> bool:
        """Whether any difference is implausible: the figure is no finding then."""
        return IMPLAUSIBLE in self.answers

    @property
    def clear(self) -> list[Clear]:
        """The clear differences, from the group first."""
        return [one for one in (self.level, self.change) if one]

    @property
    def figures(self) -> Figures:
        """What the sentence about it is made of."""
        told = [one for clear in self.clear for one in (clear.other, clear.difference)]
        return [self.own, *told] if self.own else told

    @property
    def effect(self) -> float:
        """The size of the largest clear difference; 0 where none is clear."""
        return max((abs(one.effect) for one in self.clear), default=0.0)

    @property
    def gap(self) -> float:
        """How many in a hundred the law is not kept for; 0 where only their number is known."""
        entry = self.indicator
        if not self.own or self.own.value is None or entry.demand is None:
            return 0.0
        return abs(self.own.value - entry.demand) if entry.unit == "prosent" else 0.0

    @property
    def good(self) -> bool | None:
        """Whether it is good news; None where it is neither."""
        if self.kept is not None:
            return self.kept
        better = BETTER[self.indicator.direction]
        ways = [one.effect for one in self.clear] or [float(self.trend)]
        return ways[0] * better > 0 if better and ways[0] else None

    @property
    def found(self) -> bool:
        """Whether it is a finding: the law is not kept, or a difference or trend is clear."""
        return not self.odd and (self.kept is False or bool(self.clear) or bool(self.trend))


def told_of() -> list[str]:
    """The indicators that results are told of (data/reference/indicators.yml), in its order."""
    return [entry.id for entry in catalogue().values() if entry.part]


def results(page: Page, names: Iterable[str]) -> list[Result]:
    """A result for each of the indicators that has a recent figure, or whose figure is hidden."""
    found = (_result(page, indicator(name)) for name in names)
    return [one for one in found if one is not None]


def _result(page: Page, entry: Indicator) -> Result | None:
    shown, differences = page.compared(entry.id)
    own = page.own(shown)
    if not own or own[-1].year <= page.year - NEWS_YEARS:
        return Result(entry, None) if _hidden(page, shown) else None
    newest = own[-1]
    level = next((one for one in differences if _is_level(page, one)), None)
    broken = [year for year, _ in page.breaks(shown, entry)]
    change = next((one for one in differences if one.kind == "change"), None)
    if newest.year in broken or _nominal(newest, entry):
        change = None
    answers = frozenset(page.verdict(one).answer for one in (level, change) if one)
    return Result(
        entry,
        newest,
        _clear(page, level, shown),
        _clear(page, change, shown),
        0 if entry.unit in prices.MONEY else _trend(page, own, max(broken, default=0)),
        _kept(newest, entry),
        answers,
    )


def _hidden(page: Page, shown: Figures) -> bool:
    code, year = page.region.code, page.year
    newest = [one for one in shown if one.region == code and one.year == year]
    return any(one.status == HIDDEN for one in newest)


def _is_level(page: Page, difference: Figure) -> bool:
    """Whether the level is held against this: a group, or who was asked for where none is."""
    grouped = bool(set(page.peers) & set(regions.groups()))
    return of_group(difference) if grouped else difference.kind == "deviation"


def of_group(difference: Figure) -> bool:
    """Whether it is a distance from a group, not from another municipality."""
    return difference.kind == "deviation" and difference.against in regions.groups()


def _nominal(figure: Figure, entry: Indicator) -> bool:
    """Whether the figure is kroner in the prices of its own year: they rise for all."""
    return entry.unit in prices.MONEY and figure.priced is None


def _clear(page: Page, difference: Figure | None, shown: Figures) -> Clear | None:
    """What is clear about a difference; None where chance may explain it."""
    if difference is None or is_none(difference, indicator(difference.indicator)):
        return None
    verdict = page.verdict(difference)
    if verdict.answer != CLEAR:
        return None
    year, region = difference.year, difference.against
    if difference.kind == "change":
        year, region = int(difference.against), difference.region
    known = {(one.region, one.year): one for one in shown if one.value and not one.category}
    own, other = known.get((difference.region, difference.year)), known.get((region, year))
    if not (own and other and own.value and other.value):
        return None
    return Clear(difference, other, own.value / other.value - 1, verdict.z)


def _trend(page: Page, own: Figures, since: int) -> int:
    """The first year of a clear trend since the last break, below zero for one that falls."""
    series = [one for one in own if one.year >= since]
    if len(series) < FEWEST_YEARS:
        return 0
    verdict = page.judge.trend(series)
    if verdict.answer != CLEAR:
        return 0
    return series[0].year if verdict.z > 0 else -series[0].year


def _kept(own: Figure, entry: Indicator) -> bool | None:
    """Whether the figure, as it is printed, is what the law demands."""
    if entry.demand is None or own.value is None:
        return None
    return float(rounded(own.value, entry.decimals)) == entry.demand
