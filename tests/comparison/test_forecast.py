"""Forecasts are better than the last value, their intervals keep their promise, and too little is
refused.
"""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import backtest_forecast as backtest
from barnevern.comparison.forecast import (
    MOST_ERRORS,
    TooShort,
    forecast,
    naive,
    pooled_errors,
    scale,
    scaled_errors,
    theta,
)

ERRORS = {1: np.linspace(-2, 2, 401), 2: np.linspace(-3, 3, 401)}
YEARS = np.arange(2015.0, 2024.0)


@pytest.fixture(scope="module")
def series():
    return backtest.published() + backtest.simulated()


def test_at_least_300_short_series_are_tried(series):
    assert len(series) >= 300


@pytest.mark.parametrize(("level", "low", "high"), [(0.95, 0.93, 0.97), (0.80, 0.77, 0.83)])
@pytest.mark.parametrize("horizon", [1, 2])
def test_intervals_learnt_on_one_half_hold_on_the_other(series, horizon, level, low, high):
    assert low <= backtest.coverage(series, horizon, level) <= high


def test_theta_is_better_than_the_last_value(series):
    assert backtest.mean_scaled_error(series, "theta") < backtest.mean_scaled_error(series, "naive")


def test_a_straight_line_goes_on_and_a_flat_one_stays():
    flat = theta(YEARS, np.full(9, 40.0), np.array([2024.0, 2025.0]))
    assert flat.tolist() == [40.0, 40.0]
    rising = theta(YEARS, 100 + 10 * (YEARS - 2015), np.array([2024.0]))
    assert 180 < rising[0] < 190


def test_years_can_be_left_out_and_time_still_passes():
    values = list(100 + 10 * (YEARS - 2015))
    disturbed = [
        v if y not in (2020, 2021, 2022) else 10.0 for y, v in zip(YEARS, values, strict=True)
    ]
    found = forecast([int(y) for y in YEARS], disturbed, ERRORS, frozenset({2020, 2021, 2022}))
    assert found.years == [2024, 2025]
    assert found.point[0] == pytest.approx(
        forecast([int(y) for y in YEARS], values, ERRORS).point[0], rel=0.03
    )


def test_interval_is_the_pooled_error_times_the_step_of_the_series():
    found = forecast([int(y) for y in YEARS], list(100 + 10 * (YEARS - 2015)), ERRORS)
    assert found.high[0.95][0] - found.point[0] == pytest.approx(1.9 * 10)
    assert found.low[0.80][1] - found.point[1] == pytest.approx(-2.4 * 10)
    assert found.naive.tolist() == [180.0, 180.0]


def test_nothing_is_forecast_below_zero():
    found = forecast([2019, 2020, 2021, 2022, 2023], [400.0, 300, 200, 100, 6], ERRORS)
    assert found.point[1] == 0
    assert min(found.low[0.95]) == 0


@pytest.mark.parametrize(
    ("years", "values", "words"),
    [
        ([2020, 2021, 2022, 2023], [9.0, 9, 9, 9], "4 år med tall"),
        ([2019, 2020, 2021, 2022, 2023], [9.0, 9, float("nan"), 9, 9], "4 år med tall"),
        ([2019, 2020, 2021, 2022, 2023], [9.0, 9, 9, 9, 4], "siste tall er under 5"),
    ],
)
def test_too_little_is_refused_in_words(years, values, words):
    with pytest.raises(TooShort, match=words):
        forecast(years, values, ERRORS)


@pytest.mark.parametrize(
    "now", [2024, 2021]
)  # the forecast would end before this year, or speak of a year that has a figure
def test_years_that_have_been_are_not_forecast(now):
    years = [2015, 2016, 2017, 2018, 2019, 2020]
    with pytest.raises(TooShort, match="siste tall som kan brukes, er fra 2019"):
        forecast(years, [90.0] * 6, ERRORS, frozenset({2020, 2021, 2022}), now)
    assert forecast(years[:-1], [90.0] * 5, ERRORS, frozenset({2020}), 2021).years == [2020, 2021]


def test_the_errors_of_a_nation_are_kept_as_quantiles_that_give_the_same_intervals(monkeypatch):
    rng = np.random.default_rng(4)
    walks = 1000 + rng.standard_t(4, size=(600, 10)).cumsum(axis=1) * 20
    rows = [
        (f"{n:04d}", 2015 + year, "referrals", "", value)
        for n, walk in enumerate(walks)
        for year, value in enumerate(walk)
    ]
    table = pd.DataFrame(rows, columns=["region", "year", "measure", "category", "value"])
    kept = pooled_errors(table)
    monkeypatch.setattr("barnevern.comparison.forecast.MOST_ERRORS", 10**6)
    every = pooled_errors(table)
    assert (
        kept.groupby("horizon").size().tolist()
        == [MOST_ERRORS, MOST_ERRORS]
        < every.groupby("horizon").size().tolist()
    )
    tails = [0.025, 0.1, 0.9, 0.975]
    for horizon in (1, 2):
        few, all_of_them = (
            np.quantile(one.loc[one["horizon"].eq(horizon), "error"], tails)
            for one in (kept, every)
        )
        assert few == pytest.approx(all_of_them, rel=1e-9)


def test_a_series_that_never_moves_gives_no_errors():
    assert scaled_errors([(YEARS, np.full(9, 7.0))], 1).size == 0


def test_a_step_over_a_gap_is_smaller_per_year():
    assert scale(np.array([2015.0, 2019.0]), np.array([10.0, 30.0])) == pytest.approx(10.0)


@given(st.lists(st.floats(5, 10_000), min_size=9, max_size=9))
def test_any_series_gives_ordered_finite_intervals(values):
    found = forecast([int(y) for y in YEARS], values, ERRORS)
    assert np.isfinite(found.point).all()
    assert (found.low[0.95] <= found.low[0.80]).all() and (
        found.high[0.80] <= found.high[0.95]
    ).all()
    assert (naive(np.asarray(values), found.point) == values[-1]).all()
