"""How wrong the forecasts would have been: every origin of every short series at hand, and of
simulated ones.

Run it with `make backtest`. Intervals are learnt on one half of the series and tried on the other.
It prints; the bounds it must keep are held by tests/test_forecast.py.
"""

import numpy as np
import pandas as pd

from barnevern.comparison.forecast import LEVELS, Values, scaled_errors
from barnevern.data.dataset import open_dataset

Series = list[tuple[Values, Values]]
SIMULATED = 300
SHORTEST = 7
HORIZONS = (1, 2)


def published() -> Series:
    """Unbroken yearly series of the embedded data set with at least SHORTEST years and no figure
    below five.
    """
    table = pd.read_parquet(open_dataset("published").folder / "observations.parquet")
    known = table[
        ~table["measure"].isin(["population_31dec", "need_index"]) & table["value"].notna()
    ]
    found = []
    for _, rows in known.groupby(["region", "measure", "category"]):
        ordered = rows.sort_values("year")
        if (
            len(ordered) >= SHORTEST
            and ordered["year"].diff().dropna().eq(1).all()
            and ordered["value"].min() >= 5
        ):
            found.append((ordered["year"].to_numpy(float), ordered["value"].to_numpy(float)))
    return found


def simulated(seed: int = 1) -> Series:
    """Counts of eleven years whose level wanders, with a drift and a restlessness of its own in
    every municipality.
    """
    rng = np.random.default_rng(seed)
    found = []
    for _ in range(SIMULATED):
        steps = rng.normal(rng.normal(0, 0.02), rng.uniform(0.03, 0.15), 11)
        level = np.exp(rng.normal(5, 1) + np.cumsum(steps))
        found.append((np.arange(2015.0, 2026.0), rng.poisson(level).astype(float)))
    return found


def coverage(series: Series, horizon: int, level: float) -> float:
    """Share of the errors in one half of the series that the interval learnt on the other half
    holds, both ways.
    """
    held = []
    for learnt, tried in ((series[::2], series[1::2]), (series[1::2], series[::2])):
        low, high = np.quantile(scaled_errors(learnt, horizon), [(1 - level) / 2, (1 + level) / 2])
        errors = scaled_errors(tried, horizon)
        held += list((errors >= low) & (errors <= high))
    return float(np.mean(held))


def mean_scaled_error(series: Series, method: str) -> float:
    """Mean absolute scaled error over all origins and both horizons."""
    errors = np.concatenate([scaled_errors(series, horizon, method=method) for horizon in HORIZONS])
    return float(np.abs(errors).mean())


def main() -> None:
    real, made = published(), simulated()
    for name, series in (("published", real), ("simulated", made), ("all", real + made)):
        print(
            f"{name}: {len(series)} series. MASE theta {mean_scaled_error(series, 'theta'):.2f},"
            f" naive {mean_scaled_error(series, 'naive'):.2f}"
        )
        for horizon in HORIZONS:
            parts = [
                f"{level:.0%} interval covers {coverage(series, horizon, level):.1%}"
                for level in LEVELS
            ]
            print(
                f"  {horizon} year(s) ahead, {len(scaled_errors(series, horizon))} forecasts: "
                + ", ".join(parts)
            )


if __name__ == "__main__":
    main()
