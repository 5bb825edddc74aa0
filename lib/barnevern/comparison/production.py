"""What a service gets done, what it spends, and the one divided by the other, against a group.

KS/ASSS publishes such an index, made in SØF-rapport 06/11, without its weights. The one here is the
mean of the outputs relative to the group's, weighted by shares of cost that stand with their source
in data/reference/production_weights.csv. It is another index: published() and reach() show that
these weights cannot give what KS has published.
"""

from collections.abc import Iterable, Mapping
from functools import lru_cache

from barnevern import reference
from barnevern.indicators.figure import Figure

PRODUCTION, EXPENDITURE, EFFICIENCY = "production", "expenditure", "efficiency"
ByYear = dict[int, dict[str, float]]  # values by id of an indicator


@lru_cache
def weights() -> dict[str, float]:
    """Weight of each output, by the id of the indicator that measures it; they sum to 1."""
    return {
        row["indicator"]: float(row["weight"]) for row in reference.rows("production_weights.csv")
    }


@lru_cache
def published() -> dict[str, float]:
    """What KS has published of one municipality, in per cent from the network, by PRODUCTION and
    output; of an output that is only said to be under the mean, the most it can be.
    """
    return {row["part"]: float(row["deviation_pct"]) for row in reference.rows("production_ks.csv")}


def reach() -> float:
    """The highest production, in per cent from the network, that weights() can give with the
    outputs that KS has published.
    """
    return _weighted(published())


def efficiency(production: float, expenditure: float) -> float:
    """Efficiency = production / expenditure, all as deviations from the group in per cent: -15.4
    and -2.3 give -13.4.
    """
    return ((1 + production / 100) / (1 + expenditure / 100) - 1) * 100


def deviations(
    outputs: Iterable[Figure], expenditure: Iterable[Figure], own: str, group: str
) -> ByYear:
    """Deviations of ``own`` from ``group`` in per cent by year and part, for the years that have
    every figure.

    ``outputs`` are totals of the indicators in weights(), ``expenditure`` of one. A part is the id
    of an output, PRODUCTION, EXPENDITURE or EFFICIENCY; they stand in alphabetical order.
    """
    spent = [figure._replace(indicator=EXPENDITURE) for figure in expenditure]
    figures = [*outputs, *spent]
    mine, theirs = _by_year(figures, own), _by_year(figures, group)
    found: ByYear = {}
    for year in sorted(mine.keys() & theirs.keys()):
        ratios = _ratios(mine[year], theirs[year])
        if ratios.keys() >= {*weights(), EXPENDITURE}:
            away = {part: (ratio - 1) * 100 for part, ratio in ratios.items()}
            away[PRODUCTION] = _weighted(away)
            away[EFFICIENCY] = efficiency(away[PRODUCTION], away[EXPENDITURE])
            found[year] = dict(sorted(away.items()))
    return found


def change(outputs: Iterable[Figure], region: str, year: int) -> float | None:
    """Growth of a region's production since the year before in per cent, each output per
    inhabitant; None where one is missing.
    """
    by_year = _by_year(outputs, region)
    growth = _ratios(by_year.get(year, {}), by_year.get(year - 1, {}))
    if not growth.keys() >= weights().keys():
        return None
    return (_weighted(growth) - 1) * 100


def _weighted(values: Mapping[str, float]) -> float:
    return sum(values[output] * weight for output, weight in weights().items())


def _by_year(figures: Iterable[Figure], region: str) -> ByYear:
    """The values of a region by year and indicator."""
    found: ByYear = {}
    for figure in figures:
        if figure.region == region and figure.value is not None:
            found.setdefault(figure.year, {})[figure.indicator] = figure.value
    return found


def _ratios(own: Mapping[str, float], other: Mapping[str, float]) -> dict[str, float]:
    """One value over the other by indicator, where both are there and the other is not zero."""
    return {name: value / other[name] for name, value in own.items() if other.get(name)}
