"""Two years ahead from short yearly series of counts, with intervals learnt from how wrong such
forecasts have been (barnevern.comparison.forecast_pool).

Method: simple exponential smoothing with a lasting step a year, on the log scale. Hyndman and
Billah (International Journal of Forecasting 2003; 19: 287-290) show the theta method to be a case
of it. The smoothing is fitted to each series: every smoothing counts by how likely it makes the
series. The step is shrunk towards that of the pool, the more the more the series moves by chance.
Years may be left out; a level then forgets by calendar time. tests/backtest_forecast.py prints how
wrong this and other methods would have been.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from barnevern.norwegian.messages import say

Values = npt.NDArray[np.float64]
FEWEST_YEARS = 5
SMALLEST_COUNT = 5  # a forecast of fewer says no more than chance, and points at single children
SHARES = (0.80, 0.95)
HORIZONS = (1, 2)
FROM_COUNTS = (0, 20, 100, 500)  # where the levels of a pool begin
MOST_AFTER_GAP = 3  # years after those left out, from which more make no difference
SMOOTHINGS = np.linspace(0.05, 1, 20)
STEP_SPREAD = 0.02  # standard deviation of lasting steps between series, on the log scale
ORDINARY = 0.10  # what a count moves in a year beyond chance, on the log scale
ORDINARY_YEARS = 8  # how many years of a series' own movement that counts as
ROUGHNESS = 1e-4  # variance of a year that figures are rounded to
IN_PLACE_OF_ZERO = 0.5  # on the log scale
# What a pool is looked up by: from which count its level begins, years known after those left out
# (0 where none are), and years ahead.
Place = tuple[int, int, int]


class TooShort(ValueError):
    """A series that must not be forecast; the text says why."""


@dataclass(frozen=True)
class Pool:
    """What other series tell: their usual ``step`` a year on the log scale; how far off forecasts
    of them were, in units of movement(), for each of SHARES (``limits``); and how far off they were
    on average against the last value (``against_unchanged``, below 1 where they were nearer).

    ``made_up`` are the places that the series of the made-up nation tell of.
    """

    step: float
    limits: Mapping[Place, Mapping[float, float]]
    against_unchanged: Mapping[Place, float]
    made_up: frozenset[Place]


@dataclass(frozen=True)
class Fit:
    """Fitted series, one an entry: the newest ``level`` and the ``step`` a year on the log scale,
    and the mean square of the ``errors`` one year ahead over so many ``steps``.
    """

    level: Values
    step: Values
    errors: Values
    steps: int

    def after(self, years: float) -> Values:
        """The forecast of each series so many years after its last."""
        return np.exp(self.level + self.step * years)


@dataclass(frozen=True)
class Forecast:
    """Whole numbers for ``years``: forecasts and the least and the greatest number that each
    interval holds, by its share; ``naive`` is the last value, which every forecast is shown
    against, and ``against_unchanged`` how wrong such forecasts were against it, as in Pool.
    ``made_up`` is whether that and the intervals are those of the made-up nation.
    """

    years: list[int]
    point: Values
    naive: Values
    low: dict[float, Values]
    high: dict[float, Values]
    against_unchanged: list[float]
    made_up: bool


def fitted(values: Values, gaps: Values, pool_step: float) -> Fit:
    """Fit every row of ``values`` (series by year); ``gaps`` are the years from each to the next.

    For each smoothing the errors one year ahead are linear in the step, which is therefore found
    by ridge regression towards ``pool_step``, with STEP_SPREAD against the series' own variance.
    """
    passed = np.r_[0.0, np.cumsum(gaps)]
    told = np.log(np.maximum(values, IN_PLACE_OF_ZERO)) - pool_step * passed
    level, of_step, errors = _followed(told, gaps)
    step, error, likelihood = _shrunk(*errors, len(gaps))
    share = np.exp(likelihood - likelihood.max(axis=1, keepdims=True))
    share /= share.sum(axis=1, keepdims=True)
    newest = (share * (level + of_step * step)).sum(axis=1) + pool_step * passed[-1]
    own = (share * step).sum(axis=1) + pool_step
    return Fit(newest, own, (share * error).sum(axis=1), len(gaps))


def _followed(told: Values, gaps: Values) -> tuple[Values, Values, tuple[Values, Values, Values]]:
    """The last level of each series for each smoothing, which is the first plus the second times
    the step, and the squares of the errors by power of the step.
    """
    level = np.repeat(told[:, :1], len(SMOOTHINGS), axis=1)
    of_step = np.zeros_like(level)
    square, cross, weight = (np.zeros_like(level) for _ in range(3))
    for gap, now in zip(gaps, told.T[1:], strict=True):
        off, by_step = now[:, None] - level, of_step + gap
        square, cross = square + off**2 / gap, cross + off * by_step / gap
        weight = weight + by_step**2 / gap
        # Over a gap the old level is forgotten as if each year had passed.
        taken = 1 - (1 - SMOOTHINGS) ** gap
        level, of_step = level + taken * off, by_step * (1 - taken)
    return level, of_step, (square, cross, weight)


def _shrunk(
    square: Values, cross: Values, weight: Values, steps: int
) -> tuple[Values, Values, Values]:
    """The step, the mean square error with it, and the log likelihood, for each smoothing."""
    error = square / steps + ROUGHNESS
    for _ in range(3):  # the variance and how much it shrinks the step settle together
        ridge = error / STEP_SPREAD**2
        error = (square - cross**2 / (weight + ridge)) / steps + ROUGHNESS
    likelihood = -steps / 2 * np.log(error) - np.log1p(weight / ridge) / 2
    return cross / (weight + ridge), error, likelihood


def movement(point: Values, fit: Fit) -> Values:
    """How much each series moves in an ordinary year around ``point``: its own errors, and what
    chance and ORDINARY give a count of that size, as if known from ORDINARY_YEARS more.
    """
    ordinary = 1 / np.maximum(point, 1) + ORDINARY**2
    variance = (fit.steps * fit.errors + ORDINARY_YEARS * ordinary) / (fit.steps + ORDINARY_YEARS)
    return np.asarray(point * np.sqrt(variance))


def after_gap(gaps: Values) -> int:
    """How many years are known after the last that were left out, up to MOST_AFTER_GAP; 0 where
    none were.
    """
    left_out = np.flatnonzero(gaps > 1)
    return min(len(gaps) - int(left_out[-1]), MOST_AFTER_GAP) if left_out.size else 0


def level_of(point: Values) -> npt.NDArray[np.int64]:
    """Which of FROM_COUNTS each of ``point`` belongs to."""
    return np.asarray(FROM_COUNTS)[np.searchsorted(FROM_COUNTS, point, side="right") - 1]


def forecast(
    years: list[int],
    values: list[float],
    pool: Pool,
    leave_out: frozenset[int] = frozenset(),
    now: int = 0,
) -> Forecast:
    """A forecast of a count for each of HORIZONS, with intervals from ``pool``.

    ``leave_out`` are years that must not count, such as those of a pandemic. Raises TooShort below
    FEWEST_YEARS usable years, when the last value is below SMALLEST_COUNT, when the forecast would
    not reach beyond the year ``now`` or speak of years that have a value, and where the pool has
    too few errors. Nothing is forecast below zero.
    """
    known, told = _usable(years, values, leave_out, now)
    gaps = np.diff(known)
    fit, ahead = fitted(told[None, :], gaps, pool.step), np.asarray(HORIZONS, dtype=float)
    point = np.concatenate([fit.after(years) for years in ahead])
    levels = level_of(point).tolist()
    places = [(level, after_gap(gaps), h) for level, h in zip(levels, HORIZONS, strict=True)]
    if any(place not in pool.limits for place in places):
        raise TooShort(say("outlook-few-series"))
    low, high = _interval(point, movement(point, fit), [pool.limits[place] for place in places])
    naive = np.full(len(ahead), told[-1])
    against = [pool.against_unchanged[place] for place in places]
    ended, made_up = [int(year) for year in known[-1] + ahead], not pool.made_up.isdisjoint(places)
    return Forecast(ended, np.rint(point), naive, low, high, against, made_up)


def _interval(
    point: Values, ordinary: Values, limits: list[Mapping[float, float]]
) -> tuple[dict[float, Values], dict[float, Values]]:
    """The least and the most whole number of each share around ``point``, by the ``limits`` of each
    of its places in units of an ``ordinary`` movement: errors were counted in whole numbers.
    """
    low, high = {}, {}
    for share in SHARES:
        reach = ordinary * [one[share] for one in limits]
        low[share] = np.minimum(np.ceil(np.maximum(point - reach, 0)), np.rint(point))
        high[share] = np.maximum(np.floor(point + reach), np.rint(point))
    return low, high


def _usable(
    years: list[int], values: list[float], leave_out: frozenset[int], now: int
) -> tuple[Values, Values]:
    """The years and values a forecast may rest on, in the order of time."""
    told = [(y, v) for y, v in sorted(zip(years, values, strict=True)) if not np.isnan(v)]
    kept = [(y, v) for y, v in told if y not in leave_out]
    if len(kept) < FEWEST_YEARS:
        raise TooShort(say("outlook-few-years", years=len(kept), fewest=FEWEST_YEARS))
    known, level = (np.asarray(part, dtype=float) for part in zip(*kept, strict=True))
    if known[-1] + max(HORIZONS) <= now or known[-1] < told[-1][0]:
        raise TooShort(say("outlook-old", year=int(known[-1])))
    if level[-1] < SMALLEST_COUNT:
        raise TooShort(say("outlook-small", smallest=SMALLEST_COUNT))
    return known, level
