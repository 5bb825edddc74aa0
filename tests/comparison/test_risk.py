"""The simulated cost of placements agrees with what can be worked out, and shows what a few dear
ones do.
"""

import numpy as np
import pytest

from barnevern import show
from barnevern.comparison import risk
from barnevern.norwegian.numbers import NO_BREAK_SPACE
from barnevern.page import Page


def draws(counts, children, prior=risk.JEFFREYS):
    counts, children = np.asarray(counts, float), np.asarray(children, float)
    return risk.places(
        counts, children, float(children[-1]), prior, np.random.default_rng(risk.SEED)
    )


def test_mean_and_variance_are_those_of_the_negative_binomial():
    found = draws([10, 12, 14], [30.0, 30.0, 30.0])
    shape, rate = 36.5, 90.0
    mean = shape / rate * 30
    assert found.mean() == pytest.approx(mean, rel=0.01)
    assert found.var() == pytest.approx(mean * (1 + 30 / rate), rel=0.04)


def test_few_places_spread_more_than_many_relative_to_their_mean():
    few, many = draws([1, 1, 1], [1.0] * 3), draws([100, 100, 100], [1.0] * 3)
    assert few.std() / few.mean() > 3 * many.std() / many.mean()


def test_a_municipality_without_places_can_still_get_one():
    found = draws([0, 0, 0], [1.0] * 3)
    assert 0 < found.mean() < 1


def test_the_pooled_years_draw_a_small_municipality_towards_them():
    everyone = risk.pooled_prior(
        np.asarray([2.0, 30.0, 5.0, 80.0, 9.0]), np.asarray([2.0, 10.0, 4.0, 20.0, 2.0])
    )
    assert draws([0, 0], [0.5, 0.5], everyone).mean() > draws([0, 0], [0.5, 0.5]).mean()


@pytest.mark.parametrize(
    ("counts", "children"),
    [
        ([1.0, 2.0], [1.0, 1.0]),
        ([0.0, 0.0, 0.0], [1.0, 1.0, 1.0]),
        ([2.0, 2.0, 2.0], [1.0, 1.0, 1.0]),
    ],
)
def test_too_little_to_pool_says_next_to_nothing(counts, children):
    assert risk.pooled_prior(np.asarray(counts), np.asarray(children)) == risk.JEFFREYS


def test_the_page_is_the_same_twice_and_what_if_moves_it():
    page = Page.open("test", "3201", 2023)
    first, second = (show.placement_risk(page, id="risk") for _ in range(2))
    assert first.html == second.html
    fixed = show.placement_risk(
        page, counts={"institution": 20}, rates={"institution": 3_000_000}, id="risk"
    )
    rows = fixed.rows[fixed.rows["category"].eq("institution")].set_index("kind")["value"]
    assert rows["risk_mean"] == rows["risk_low_95"] == rows["risk_high_95"] == pytest.approx(60)
    assert (
        f"Én plass mer i kategorien institusjonsplass koster 3,0{NO_BREAK_SPACE}millioner kroner"
        in fixed.summary
    )
