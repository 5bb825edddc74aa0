"""Intervals, funnel and shrinkage against published figures, and in nations made by chance.

Oracles: Wilson and Byar from the worked examples of the English public health technical guide on
confidence intervals (PHDS 2018); funnel limits from FunnelPlotR's tests; empirical Bayes from the
North Carolina births of 1974-78 (Cressie, Statistics for Spatial Data, 1993, pp. 386-389), with the
rates that the esda package prints for them.
"""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from barnevern.comparison.funnel import funnel
from barnevern.comparison.intervals import byar, count_interval, exact, wilson
from barnevern.comparison.kinds import RATE
from barnevern.comparison.shrinkage import empirical_bayes

COUNTIES = pd.read_csv(Path(__file__).parent / "north_carolina_1974.csv", index_col="county")


def test_wilson_of_65_in_100():
    assert np.round(wilson(65, 100), 6).tolist() == [0.552544, 0.736358]


def test_byar_of_65_and_of_10_at_998():
    assert np.round(byar(65), 6).tolist() == [50.163188, 82.849139]
    assert np.round(byar(10, 0.998), 6).tolist() == [2.916318, 24.193725]


def test_exact_of_zero_and_of_five():
    # Zero events: the upper 97.5 % point is -ln(0.025); five events: Garwood's table, 1.6235 to
    # 11.6683.
    assert np.round(exact(0), 4).tolist() == [0.0, 3.6889]
    assert np.round(exact(5), 4).tolist() == [1.6235, 11.6683]


def test_few_are_exact_and_many_by_byar():
    lower, upper = count_interval([9, 10])
    assert [lower[0], upper[0]] == [part.item() for part in exact(9)]
    assert [lower[1], upper[1]] == [part.item() for part in byar(10)]


def test_funnel_limits_for_15_20_and_30_expected():
    expected = np.array([15, 20, 30])
    assert np.round(exact(expected)[0] / expected, 7).tolist() == [
        0.5596924,
        0.6108260,
        0.6746958,
    ]
    assert np.round(exact(expected, 0.998)[1] / expected, 6).tolist() == [
        2.082907,
        1.902094,
        1.702771,
    ]


@pytest.mark.parametrize(
    ("county", "rate"),
    [
        ("Ashe", 0.0016973),
        ("Alleghany", 0.0017054),
        ("Surry", 0.0017731),
        ("Currituck", 0.0020129),
        ("Northampton", 0.0035349),
    ],
)
def test_empirical_bayes_of_north_carolina(county, rate):
    rates = pd.Series(empirical_bayes(COUNTIES["deaths"], COUNTIES["births"]), COUNTIES.index)
    assert round(rates[county], 7) == rate


def test_small_units_are_drawn_furthest():
    raw = COUNTIES["deaths"] / COUNTIES["births"]
    whole = COUNTIES["deaths"].sum() / COUNTIES["births"].sum()
    drawn = (empirical_bayes(COUNTIES["deaths"], COUNTIES["births"]) - whole) / (raw - whole)
    assert drawn.between(0, 1).all()
    assert drawn.corr(COUNTIES["births"], method="spearman") == pytest.approx(1)


def test_equal_rates_all_get_the_rate_of_the_whole():
    assert empirical_bayes([10, 20], [100, 200]).tolist() == [0.1, 0.1]


def nation(seed: int, spread: float) -> pd.DataFrame:
    """357 made-up municipalities with sizes like the real ones and a common rate, times a true
    spread.
    """
    rng = np.random.default_rng(seed)
    base = np.exp(rng.normal(7.1, 1.1, 357))
    count = rng.poisson(base * 0.045 * np.exp(rng.normal(0, spread, 357)))
    return pd.DataFrame({"region": range(357), "count": count, "base": base})


@pytest.mark.parametrize("spread", [0.0, 0.2])
def test_false_alarms_in_200_nations(spread):
    marked = [funnel(nation(seed, spread), RATE)["mark"].eq("clear").sum() for seed in range(200)]
    assert np.mean(marked) <= 0.2


def test_one_that_truly_stands_out_is_marked():
    table = nation(1, 0.0)
    table.loc[0, ["count", "base"]] = [200, 2_000]
    assert funnel(table, RATE)["mark"].iloc[0] == "clear"


def test_missing_and_empty_units_are_left_out_and_no_events_mark_nobody():
    table = pd.DataFrame(
        {"region": list("abc"), "count": [1.0, np.nan, 0.0], "base": [10.0, 10.0, 0.0]}
    )
    assert list(funnel(table, RATE)["region"]) == ["a"]
    assert set(funnel(table.assign(count=0.0), RATE)["mark"]) == {""}


@given(st.integers(0, 500), st.integers(1, 500), st.sampled_from([0.8, 0.95, 0.998]))
def test_wilson_holds_the_share_and_stays_within_zero_and_one(part, more, level):
    total = part + more
    lower, upper = wilson(part, total, level)
    assert 0 <= lower <= part / total <= upper <= 1


@given(st.integers(0, 10_000))
def test_count_intervals_hold_the_count_and_grow_with_the_level(count):
    narrow, wide = count_interval(count, 0.95), count_interval(count, 0.998)
    assert wide[0] <= narrow[0] <= count <= narrow[1] <= wide[1]
