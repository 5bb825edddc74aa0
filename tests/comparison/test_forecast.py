"""Forecasts are nearer than the last value, their intervals keep their promise on municipalities
they were not learnt from, and too little is refused.
"""

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
LIMITS = {place: {0.8: 1.3, 0.95: 2.0} for place in PLACES}
POOL = Pool(0.0, LIMITS, dict.fromkeys(PLACES, 0.9), frozenset())


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
    means = held_out.groupby(["after_gap", "horizon"])[["size", "unchanged"]].mean()
    assert (means["size"] < means["unchanged"]).all()
    assert (means["size"] < 0.95 * means["unchanged"]).loc[0].all()


def test_forecasts_of_published_series_are_nearer_than_the_last_value():
    asked = {"unchanged": backtest.unchanged, "ours": backtest.ours(backtest.embedded().step)}
    every = backtest.scored(backtest.published(), 1, asked)
    assert every["ours"].mean() <= 0.97 * every["unchanged"].mean()


def test_every_table_of_the_backtest_can_be_made(nation):
    few = nation.iloc[:40]
    scored = backtest.scored(few, 2, backtest.methods(0.0), (1, 2, 3))
    assert np.isfinite(scored.to_numpy()).all() and len(scored) > 10
    # A straight line is what exponential smoothing with a trend was made for.
    line = np.arange(10.0, 110.0, 10)[None, :]
    assert backtest.ets(line, np.ones(9), 2.0) == pytest.approx([120.0])
    assert backtest.drift(line, np.ones(9), 2.0) == pytest.approx([120.0])


def test_the_embedded_pool_is_that_of_the_embedded_nation():
    nation = parquet.read(backtest.made_up.EMBEDDED / layout.OBSERVATIONS)
    made = layout.forecast_errors(nation, made_up=True)
    pd.testing.assert_frame_equal(made, parquet.read(layout.POOL), check_dtype=False, rtol=1e-9)
    assert len(made) == len(PLACES) * len(SHARES)


def test_a_flat_series_stays_and_a_growing_one_goes_on_more_slowly():
    ahead = np.array([40.0] * 10), 100 * 1.05 ** np.arange(10)
    flat, growing = fitted(np.stack(ahead), np.ones(9), 0.0).after(1)
    assert flat == pytest.approx(40)
    assert ahead[1][-1] < growing < ahead[1][-1] * 1.05


def test_the_step_is_shrunk_towards_that_of_the_pool():
    wild = np.array([[50.0, 80, 40, 90, 45, 85, 50, 88]])
    steps = [float(fitted(wild, np.ones(7), step).step[0]) for step in (-0.03, 0.0, 0.03)]
    assert steps[0] < steps[1] < steps[2]
    assert steps == pytest.approx([-0.03, 0.0, 0.03], abs=0.01)


def test_years_can_be_left_out_and_time_still_passes():
    values = list(np.rint(100 * 1.06 ** np.arange(10)))
    disturbed = [10.0 if y in PANDEMIC else v for y, v in zip(YEARS, values, strict=True)]
    found = forecast(YEARS, disturbed, POOL, PANDEMIC)
    assert found.years == [2025, 2026]
    assert found.point == pytest.approx(forecast(YEARS, values, POOL).point, rel=0.03)


@pytest.mark.parametrize(
    ("years", "known_after"),
    [
        ([2015, 2016, 2017, 2018], 0),
        ([2018, 2019, 2023], 1),
        ([2018, 2019, 2023, 2024], 2),
        ([2015, 2017, 2018, 2019, 2020, 2021], 3),
        ([2015, 2017, 2018, 2022], 1),
    ],
)
def test_the_errors_are_those_with_as_many_years_after_the_left_out(years, known_after):
    assert after_gap(np.diff(years).astype(float)) == known_after


# Three made-up series of ten years that a municipality may hold in its own data set.
LOCAL = {
    "referrals": [640, 655, 690, 702, 755, 731, 688, 668, 799, 826],
    "investigations_started": [520, 540, 575, 560, 610, 590, 560, 525, 685, 700],
    "children_in_care": [101, 98, 95, 92, 88, 84, 79, 74, 67, 63],
}


@pytest.mark.parametrize("leave_out", [frozenset(), PANDEMIC])
@pytest.mark.parametrize("series", LOCAL.values(), ids=LOCAL)
def test_the_point_is_in_the_middle_of_its_interval(series, leave_out):
    found = forecast(YEARS, [float(value) for value in series], backtest.embedded(), leave_out)
    for share in SHARES:
        middle = (found.low[share] + found.high[share]) / 2
        # whole numbers, so a limit can be one away
        assert np.abs(middle - found.point).max() <= 1


def test_a_steady_fall_goes_on():
    found = forecast(YEARS, [float(v) for v in LOCAL["children_in_care"]], backtest.embedded())
    assert found.point[1] < found.point[0] < 63
    assert found.naive.tolist() == [63, 63]


def test_series_of_the_nation_and_of_a_few_municipalities_teach_nothing():
    national = backtest.published()
    assert set(national.index.get_level_values("region")) - set(layout.regions.municipalities())
    counts = parquet.read(backtest.open_dataset("published").folder / layout.OBSERVATIONS)
    assert layout.service_counts(counts)["region"].isin(list(layout.regions.municipalities())).all()
    assert layout.forecast_errors(counts)["made_up"].all()


def test_nothing_is_forecast_below_zero_and_everything_in_whole_numbers():
    found = forecast([2019, 2020, 2021, 2022, 2023], [90.0, 60, 40, 20, 6], POOL)
    every = np.concatenate([found.point, *found.low.values(), *found.high.values()])
    assert (every >= 0).all()
    assert (every == np.rint(every)).all()


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
        forecast(years, values, POOL)


def test_a_pool_with_too_few_errors_is_refused_in_words():
    with pytest.raises(TooShort, match="for få lange serier"):
        forecast(YEARS, [90.0] * 10, Pool(0.0, {}, {}, frozenset()))


# The forecast would not reach beyond this year, or would speak of a year that has a figure.
@pytest.mark.parametrize("now", [2024, 2021, 2020])
def test_years_that_have_been_are_not_forecast(now):
    years = [2015, 2016, 2017, 2018, 2019, 2020]
    with pytest.raises(TooShort, match="siste tall som kan brukes, er fra 2019"):
        forecast(years, [90.0] * 6, POOL, PANDEMIC, now)
    assert forecast(years[:-1], [90.0] * 5, POOL, PANDEMIC, 2020).years == [2020, 2021]


def test_a_limit_is_the_conformal_rank():
    rng = np.random.default_rng(4)
    rows = np.rint(400 + rng.normal(0, 20, (60, 10)))
    names = pd.MultiIndex.from_tuples([(f"{n:04d}", "referrals", "") for n in range(60)])
    series = pd.DataFrame(rows, columns=YEARS, index=names)
    table = forecast_pool.pooled(series)
    errors = forecast_pool.errors(series, float(table["step"].iloc[0]))
    first = table.iloc[0]
    asked = errors.loc[(errors[forecast_pool.PLACE] == first[forecast_pool.PLACE]).all(axis=1)]
    assert len(asked) == first["errors"]
    assert (asked["size"] <= first["limit"]).sum() == np.ceil((len(asked) + 1) * first["share"])


def test_a_broken_series_and_a_short_one_teach_nothing():
    columns = ["region", "year", "measure", "category", "value"]
    rows = [("0301", year, "referrals", "", 9.0) for year in YEARS]
    rows += [("1103", year, "referrals", "", 9.0) for year in YEARS if year != 2018]
    rows += [("4601", year, "referrals", "", 9.0) for year in YEARS[:5]]
    series = forecast_pool.unbroken(pd.DataFrame(rows, columns=columns))
    assert series.index.get_level_values("region").tolist() == ["0301"]
    assert forecast_pool.pooled(series).empty
    assert forecast_pool.pooled(series.iloc[:0]).empty


@given(st.lists(st.integers(0, 10_000), min_size=9, max_size=9), st.integers(5, 10_000))
def test_any_series_gives_ordered_finite_intervals_around_the_point(values, last):
    found = forecast(YEARS, [float(value) for value in (*values, last)], POOL)
    assert np.isfinite(found.point).all()
    ordered = [found.low[0.95], found.low[0.8], found.point, found.high[0.8], found.high[0.95]]
    assert (np.diff(np.stack(ordered), axis=0) >= 0).all()
    assert (found.naive == last).all()
