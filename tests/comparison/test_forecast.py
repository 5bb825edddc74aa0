"""Forecasts are nearer than the last value, their intervals keep their promise on municipalities
they were not learnt from, and too little is refused.
"""

import csv
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import backtest_forecast as backtest
from barnevern.comparison import forecast_pool
from barnevern.comparison.forecast import (
    FROM_COUNTS,
    HORIZONS,
    SHARES,
    Pool,
    TooShort,
    after_gap,
    fitted,
    forecast,
)
from barnevern.data import layout, parquet

YEARS = list(range(2015, 2025))
PANDEMIC = frozenset({2020, 2021, 2022})
PLACES = [(level, after, h) for level in FROM_COUNTS for after in range(4) for h in HORIZONS]
POOL = Pool(0.0, dict.fromkeys(PLACES, {0.8: 1.3, 0.95: 2.0}), dict.fromkeys(PLACES, 0.9), False)


@pytest.fixture(scope="module")
def nation() -> pd.DataFrame:
    """Every fourth municipality of the made-up nation."""
    return backtest.made_up_nation(every=4)


@pytest.fixture(scope="module")
def held_out(nation) -> pd.DataFrame:
    """Whether what came lay within the intervals of a pool without the municipality."""
    return backtest.held_out(nation)


@pytest.mark.parametrize(("share", "low", "high"), [(0.95, 0.93, 0.97), (0.80, 0.77, 0.83)])
@pytest.mark.parametrize("horizon", HORIZONS)
@pytest.mark.parametrize("after", forecast_pool.LEFT_OUT)
def test_intervals_hold_in_municipalities_they_were_not_learnt_from(
    held_out, horizon, after, share, low, high
):
    asked = held_out[held_out["horizon"].eq(horizon) & held_out["after_gap"].eq(after)]
    assert len(asked) > 1_000
    assert low <= asked[f"within_{share:.0%}"].mean() <= high


def test_forecasts_of_municipalities_are_nearer_than_the_last_value(held_out):
    for _, asked in held_out.groupby(["horizon", "after_gap"]):
        assert asked["size"].mean() <= 0.97 * asked["unchanged"].mean()


def test_forecasts_of_published_series_are_nearer_than_the_last_value():
    every = backtest.scored(backtest.published(), 1, step=backtest.embedded().step)
    assert every["ours"].mean() <= 0.97 * every["unchanged"].mean()


