"""Whether a municipality's share or rate differs from a group's by more than chance."""

from collections.abc import Iterable
from dataclasses import dataclass

from barnevern.comparison.intervals import count_interval, wilson
from barnevern.indicators import Indicator
from barnevern.indicators.figure import Figure
from barnevern.observations import measures

LEVEL = 0.95


@dataclass(frozen=True)
class Chance:
    """The interval chance allows for the municipality's own figure, in the unit of the indicator,
    and whether the group's figure lies outside it.
    """

    low: float
    high: float
    beyond: bool


def testable(chosen: Indicator) -> bool:
    """Whether chance can be told for the indicator: something counted among something counted, not
    kroner or positions.
    """
    parts = [part for part in (chosen.numerator, chosen.denominator) if part]
    return len(parts) == 2 and all(measures()[part.measure]["kind"] == "count" for part in parts)


def against(value: float, other: float, divisor: float, chosen: Indicator) -> Chance:
    """The municipality's ``value`` of an indicator with ``divisor`` below it, held against the
    figure ``other`` of a large group.

    A share gets Wilson's interval, a rate that of its count. Where only the rounded figure is
    published, the count is what the figure says times the divisor. The group's own chance is left
    out: it is small beside that of one municipality.
    """
    low, high = _interval(value, divisor, chosen)
    return Chance(low, high, not low <= other <= high)


def intervals(own: Iterable[Figure], chosen: Indicator) -> dict[str, list[float]]:
    """The interval chance allows for each figure of one municipality, by column: year, low, high.

    Years without a base are left out, and so is everything where chance cannot be told (see
    ``testable``).
    """
    found: dict[str, list[float]] = {"year": [], "low": [], "high": []}
    for figure in own if testable(chosen) else ():
        if figure.denominator is not None and figure.value is not None:
            low, high = _interval(figure.value, figure.denominator, chosen)
            for name, value in (("year", figure.year), ("low", low), ("high", high)):
                found[name].append(value)
    return found


def _interval(value: float, divisor: float, chosen: Indicator) -> tuple[float, float]:
    count = value / chosen.per * divisor
    if chosen.per == 100:
        low, high = (limit * chosen.per for limit in wilson(min(count, divisor), divisor, LEVEL))
    else:
        low, high = (limit / divisor * chosen.per for limit in count_interval(count, LEVEL))
    return float(low), float(high)
