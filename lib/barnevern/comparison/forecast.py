"""Two years ahead from short yearly series, with intervals learnt from how wrong such forecasts
have been.

Method: theta (Assimakopoulos and Nikolopoulos, International Journal of Forecasting 2000; 16:
521-530), which Hyndman and Billah (2003; 19: 287-290) show to be simple exponential smoothing with
half the slope of the trend as drift. Years may be left out; the smoothing then forgets by calendar
time. Intervals are pooled: the errors that the same method made on all series at hand, each divided
by how much its series moves from year to year.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

Values = npt.NDArray[np.float64]
# weight of the newest year: yearly counts are close to a random walk (tests/backtest_forecast.py)
SMOOTHING = 0.7
FEWEST_YEARS = 5
SMALLEST_COUNT = 5  # a forecast of fewer says no more than chance, and points at single children
LEVELS = (0.80, 0.95)
HORIZONS = (1, 2)
FEWEST_ERRORS = 100  # fewer cannot tell how wide a 95 per cent interval is
# as many quantiles say the same about LEVELS as all the errors of a nation, and every page reads
# them
MOST_ERRORS = 2_001


class TooShort(ValueError):
    """A series that must not be forecast; the text says why."""


@dataclass(frozen=True)
class Forecast:
    """Point forecasts and intervals for ``years``; ``naive`` is the last value, which every
    forecast is shown against.
    """

    years: list[int]
    point: Values
    naive: Values
    low: dict[float, Values]
    high: dict[float, Values]


def theta(years: Values, values: Values, ahead: Values) -> Values:
    """Theta forecasts for the calendar years ``ahead`` from ``values`` in ``years`` (ascending,
    gaps allowed).
    """
    slope = np.polyfit(years, values, 1)[0]
    level = values[0]
    for gap, value in zip(np.diff(years), values[1:], strict=True):
        # Over a gap the level moves along the half trend and the old one is forgotten as if each
        # year had passed.
        kept = (1 - SMOOTHING) ** gap
        level = kept * (level + slope / 2 * gap) + (1 - kept) * value
    return np.asarray(level + slope / 2 * (ahead - years[-1]))


def naive(values: Values, ahead: Values) -> Values:
    """The last value again and again."""
    return np.full(len(ahead), values[-1])


def scale(years: Values, values: Values) -> float:
    """How much a series moves from year to year: the mean absolute step, over a gap divided by the
    root of its length.
    """
    steps = np.abs(np.diff(values)) / np.sqrt(np.diff(years))
    return float(steps.mean())


def scaled_errors(
    series: list[tuple[Values, Values]], horizon: int, *, method: str = "theta"
) -> Values:
    """Errors (actual minus forecast) ``horizon`` years ahead, over every origin of every series, in
    units of scale().

    ``series`` are (years, values); an origin has at least FEWEST_YEARS before it, so short series
    give few errors or none.
    """
    errors = []
    for years, values in series:
        for end in range(FEWEST_YEARS, len(values)):
            known, level = years[:end], values[:end]
            step = scale(known, level)
            later = np.flatnonzero(years == known[-1] + horizon)
            if step > 0 and later.size:
                ahead = years[later]
                guess = theta(known, level, ahead) if method == "theta" else naive(level, ahead)
                errors.append(float((values[later] - np.maximum(guess, 0))[0] / step))
    return np.asarray(errors)


def pooled_errors(observations: pd.DataFrame) -> pd.DataFrame:
    """scaled_errors() of every series in a table of observations, for HORIZONS: columns horizon and
    error; of more than MOST_ERRORS so many evenly spaced quantiles, the least and the greatest
    among them.

    Series with a gap, or that fall below SMALLEST_COUNT, are left out: their steps say nothing
    about an ordinary year.
    """
    known = observations[observations["value"].notna()].sort_values("year")
    series = []
    for _, rows in known.groupby(["region", "measure", "category"], sort=False):
        years, values = rows["year"].to_numpy(float), rows["value"].to_numpy(float)
        if (
            len(years) > FEWEST_YEARS
            and values.min() >= SMALLEST_COUNT
            and (np.diff(years) == 1).all()
        ):
            series.append((years, values))
    frames = [
        pd.DataFrame({"horizon": horizon, "error": _thinned(scaled_errors(series, horizon))})
        for horizon in HORIZONS
    ]
    return pd.concat(frames, ignore_index=True)


def _thinned(errors: Values) -> Values:
    return (
        np.quantile(errors, np.linspace(0, 1, MOST_ERRORS)) if len(errors) > MOST_ERRORS else errors
    )


def forecast(
    years: list[int],
    values: list[float],
    errors: dict[int, Values],
    leave_out: frozenset[int] = frozenset(),
    now: int = 0,
) -> Forecast:
    """A forecast for each horizon (years ahead) in ``errors``, which holds the pooled
    scaled_errors() of that horizon.

    ``leave_out`` are years that must not count, such as those of a pandemic. Raises TooShort below
    FEWEST_YEARS usable years, when the last value is below SMALLEST_COUNT, and when the forecast
    would end before the year ``now`` or speak of years that have a value. Nothing is forecast below
    zero.
    """
    known, level = _usable(years, values, leave_out, now)
    if min((len(errors.get(horizon, ())) for horizon in HORIZONS), default=0) < FEWEST_ERRORS:
        raise TooShort("datasettet har for få lange serier til å si hvor sikker en prognose er")
    horizons = sorted(errors)
    ahead = known[-1] + np.asarray(horizons, dtype=float)
    point, step = np.maximum(theta(known, level, ahead), 0), scale(known, level)

    def limit(quantile: float) -> Values:
        tail = np.asarray([np.quantile(errors[horizon], quantile) for horizon in horizons])
        return np.maximum(point + step * tail, 0)

    low = {share: limit((1 - share) / 2) for share in LEVELS}
    high = {share: limit((1 + share) / 2) for share in LEVELS}
    return Forecast([int(year) for year in ahead], point, naive(level, ahead), low, high)


def _usable(
    years: list[int], values: list[float], leave_out: frozenset[int], now: int
) -> tuple[Values, Values]:
    """The years and values a forecast may rest on, in the order of time."""
    told = [(y, v) for y, v in sorted(zip(years, values, strict=True)) if not np.isnan(v)]
    kept = [(y, v) for y, v in told if y not in leave_out]
    if len(kept) < FEWEST_YEARS:
        raise TooShort(f"{len(kept)} år med tall; en prognose trenger minst {FEWEST_YEARS}")
    known, level = (np.asarray(part, dtype=float) for part in zip(*kept, strict=True))
    if known[-1] + max(HORIZONS) < now or known[-1] < told[-1][0]:
        raise TooShort(f"siste tall som kan brukes, er fra {known[-1]:.0f}")
    if level[-1] < SMALLEST_COUNT:
        raise TooShort(f"siste tall er under {SMALLEST_COUNT}; så små tall svinger for mye")
    return known, level
