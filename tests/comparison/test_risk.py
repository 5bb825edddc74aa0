"""The simulated cost of placements covers what comes when places are known to persist and grow,
agrees with what can be worked out, and is told beside what today's places would cost.
"""

from itertools import product
from math import comb, exp, factorial, log

import numpy as np
import pytest

from barnevern import show
from barnevern.comparison import risk
from barnevern.norwegian.numbers import NO_BREAK_SPACE
from barnevern.page import Page

YEARS, MUNICIPALITIES = 5, 120
RATES = np.array([2.2, 0.9, 1.1])  # million kroner for a place of each kind
SURE = risk.Habits((0.0, 1e-3), (0.0, 1e-3))  # places that never stay and do not grow


def stream():
    return np.random.default_rng(risk.SEED)


def nation(persistence, growth, seed):
    """Places by municipality, kind and year, each with a mean of its own; the last year is what
    came.
    """
    rng = np.random.default_rng(seed)
    mean = rng.gamma(2, 15, (MUNICIPALITIES, len(RATES)))
    years = [rng.poisson(mean)]
    for year in range(YEARS):
        new = mean * (1 + growth) ** year * max(1 + growth - persistence, 0)
        years.append(rng.binomial(years[-1], persistence) + rng.poisson(new))
    return np.stack(years, axis=2).astype(float)


def covered(persistence, growth, seed):
    """Whether the cost of what came lay within the 80 per cent interval, by municipality."""
    every = nation(persistence, growth, seed)
    cost = np.zeros((MUNICIPALITIES, risk.DRAWS))
    for kind, rate in enumerate(RATES):
        known = every[:, kind, :-1]
        habits = risk.learnt(known[:, -2], known[:, -1])
        prior = risk.pooled_prior(known[:, -1], np.ones(MUNICIPALITIES))
        rng = stream()
        for place, counts in enumerate(known):
            cost[place] += risk.places(counts, 1.0, habits, prior, 1, rng).places * rate
    told = [risk.summarised(one, 0.0) for one in cost]
    came = every[:, :, -1] @ RATES
    return [one.low[0.8] <= actual <= one.high[0.8] for one, actual in zip(told, came, strict=True)]


@pytest.mark.parametrize(
    ("persistence", "growth"), list(product((0.0, 0.3, 0.6, 0.9), (-0.10, 0.0, 0.15)))
)
def test_intervals_cover_what_comes_of_a_known_process(persistence, growth, monkeypatch):
    monkeypatch.setattr(risk, "DRAWS", 500)
    held = [covered(persistence, growth, seed) for seed in (1, 2, 3)]
    assert 0.75 <= np.mean(held) <= 0.85


def test_the_habits_of_a_known_process_are_learnt():
    every = nation(0.7, 0.1, seed=5).reshape(-1, YEARS + 1)
    found = risk.learnt(every[:, -2], every[:, -1])
    for (value, error), true in ((found.persistence, 0.7), (found.growth, 0.1)):
        assert abs(value - true) < 3 * error < 0.3


def test_a_few_municipalities_teach_nothing():
    assert risk.learnt(np.array([4.0, 9, 3]), np.array([5.0, 8, 3])) == risk.UNKNOWN
    assert risk.learnt(np.zeros(40), np.zeros(40)) == risk.UNKNOWN


@pytest.mark.parametrize(
    ("before", "after", "stays", "new"),
    [(5, 3, 0.4, 2.0), (0, 2, 0.9, 0.5), (7, 0, 0.0, 1.2), (20, 18, 0.95, 1.5)],
)
def test_the_likelihood_of_a_change_is_that_of_every_way_it_can_come_about(
    before, after, stays, new
):
    ways = [
        comb(before, k) * stays**k * (1 - stays) ** (before - k) * new ** (after - k)
        / factorial(after - k)
        for k in range(min(before, after) + 1)
    ]  # fmt: skip
    found = risk.change_likelihood(before, after, np.array([stays]), np.array([new]))
    assert found == pytest.approx([log(sum(ways) * exp(-new))])


def test_places_that_never_stay_are_those_of_the_mean():
    """Gamma-Poisson: 36 places in three years, and the half place of the prior."""
    found = risk.places(np.array([10.0, 12, 14]), 1.0, SURE, risk.JEFFREYS, 1, stream())
    assert found.persistence == pytest.approx(0, abs=0.01)
    assert found.places.mean() == pytest.approx(36.5 / 3, rel=0.05)


def test_places_that_all_stay_spread_less_than_those_that_never_do():
    sure = risk.Habits((0.95, 1e-3), (0.0, 1e-3))
    counts = np.array([12.0, 12, 12, 12])
    stay, go = (risk.places(counts, 1.0, one, risk.JEFFREYS, 1, stream()) for one in (sure, SURE))
    assert stay.places.std() < 0.6 * go.places.std()


def test_a_municipality_without_places_can_still_get_one():
    found = risk.places(np.zeros(3), 1.0, risk.UNKNOWN, (1.5, 3.0), 1, stream())
    assert 0 < found.places.mean() < 1


def test_two_years_ahead_are_less_certain_than_one():
    counts = np.array([20.0, 22, 21])
    one, two = (risk.places(counts, 1.0, risk.UNKNOWN, risk.JEFFREYS, n, stream()) for n in (1, 2))
    assert two.places.std() > 1.1 * one.places.std()


@pytest.mark.parametrize("counts", [[1.0, 2.0], [0.0] * 30, [2.0] * 30])
def test_too_little_to_pool_says_next_to_nothing(counts):
    assert risk.pooled_prior(np.asarray(counts), np.ones(len(counts))) == risk.JEFFREYS


def costs(item):
    """The values of an item's rows by category and kind."""
    return item.rows.set_index(["category", "kind"])["value"]


def test_the_page_is_the_same_twice_and_what_if_moves_it():
    page = Page.open("test", "3201", 2023)
    first, second = (show.placement_risk(page, id="risk") for _ in range(2))
    assert first.html == second.html
    fixed = show.placement_risk(
        page, counts={"institution": 20}, rates={"institution": 3_000_000}, id="risk"
    )
    rows = costs(fixed)["institution"]
    assert rows["risk_mean"] == rows["risk_low_95"] == rows["risk_high_95"] == pytest.approx(60)
    assert (
        f"Én plass mer i kategorien institusjonsplass koster 3,0{NO_BREAK_SPACE}millioner kroner"
        in fixed.summary
    )


def test_what_todays_places_would_cost_stands_beside_it():
    item = show.placement_risk(Page.open("test", "3201", 2023), id="risk")
    rows = costs(item)
    parts = sum(rows[kind, "risk_as_today"] for kind in set(item.rows["category"]) - {""})
    assert rows["", "risk_as_today"] == pytest.approx(parts)
    assert rows["", "risk_low_80"] < rows["", "risk_as_today"] < rows["", "risk_high_80"]
    assert "Plassene ved utgangen av 2023 ville koste" in item.summary
    assert "i 2024, med satsene for 2024" in item.summary


@pytest.mark.parametrize(("year", "told"), [(2023, 2024), (2024, 2025)])
def test_next_year_is_never_the_pages_own(year, told):
    item = show.placement_risk(Page.open("test", "3201", year), id="risk")
    assert set(item.rows["year"]) == {told}


def test_places_that_are_too_old_are_not_followed():
    item = show.placement_risk(Page.open("test", "3201", 2025), id="risk")
    assert "siste antall plasser er fra 2023, og det er for gammelt for 2026" in item.html
