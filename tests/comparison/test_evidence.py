"""Verdicts: right values of cases, nations made by chance, and what cannot be judged.

Oracles: exact binomial limits of 60 shares; the changes in published shares of children with a
referral or an investigation (Statistics Norway, "Kommunefakta") by the test of two proportions.
"""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binom, norm, poisson

from barnevern.comparison import chance, evidence, ordinary, plausible
from barnevern.comparison.evidence import (
    CHANCE,
    CLEAR,
    FEW_CHILDREN,
    FEW_MUNICIPALITIES,
    NO_BASE,
    SHORT_SERIES,
    UNKNOWN,
    Held,
    of_change,
    of_level,
    of_trend,
)
from barnevern.comparison.funnel import LINES, funnel, limits
from barnevern.comparison.kinds import FIXED, NUMBER, PART, RATE, SHARE, SIZE, kind_of
from barnevern.comparison.ordinary import CHANGE, LEVEL, Ordinary
from barnevern.indicators import indicator
from barnevern.indicators.figure import Figure
from chance_nations import MUNICIPALITIES, clear, nation

HERE = Path(__file__).parent
COVERAGE, PLANS = "children_with_referral_0_17_pct", "measures_with_plan_pct"
REFERRALS, COST = "referrals_per_1000_0_17", "gross_f244_per_child_nok"


def test_shares_have_exact_binomial_limits():
    table = pd.read_csv(HERE / "funnel_share.csv", dtype={"mark_by_exact_binomial": "str"})
    z = chance.of_share(table["count"], table["base"], table["count"].sum() / table["base"].sum())
    near, far = np.abs(z) > norm.isf(0.025), np.abs(z) > norm.isf(0.001)
    marks = np.where(far, "99.8", np.where(near, "95", ""))
    assert marks.tolist() == table["mark_by_exact_binomial"].fillna("").tolist()


def test_the_one_share_that_truly_differs_is_clear_and_no_other():
    table = pd.read_csv(HERE / "funnel_share.csv")
    marked = funnel(table, SHARE)
    assert marked.loc[marked["mark"].eq("clear"), "region"].tolist() == ["T59"]


def changes() -> pd.DataFrame:
    return pd.read_csv(HERE / "year_to_year_changes.csv", dtype={"code": "str"})


def test_changes_of_published_shares_lie_as_far_out_as_two_proportions_have_them():
    told = changes()
    counts = [told[f"pct_{end}"] / 100 * told[f"children_{end}"] for end in ("to", "from")]
    z = chance.of_two_shares(counts[0], told["children_to"], counts[1], told["children_from"])
    assert np.abs(z - told["z_two_shares"]).max() < 0.005
    assert ((np.abs(z) > norm.isf(0.025)) == told["chance_95"].eq("beyond")).all()


def test_no_change_within_chance_is_clear_and_the_clear_ones_lie_far_beyond():
    answers = []
    for row in changes().itertuples():
        now, before = (
            Held(pct / 100, float(children), float(children))
            for pct, children in (
                (row.pct_to, row.children_to),
                (row.pct_from, row.children_from),
            )
        )
        known = {(row.indicator, CHANGE): Ordinary(0.0)}
        answers.append((row.chance_95, of_change(indicator(row.indicator), now, before, known)))
    assert not any(answer.answer == CLEAR for within, answer in answers if within == "within")
    assert {round(one.z, 1) for _, one in answers if one.answer == CLEAR} == {4.4}


def test_pages_of_pure_chance_say_clearly_on_at_most_one_in_a_hundred():
    rng = np.random.default_rng(20240101)
    pages = []
    for _ in range(6):
        levels, moved = clear(nation(rng))
        pages.append(levels.any(axis=1) | moved.any(axis=1))
    assert np.mean(pages) <= 0.01
    assert np.size(pages) == 6 * MUNICIPALITIES


@pytest.mark.parametrize(
    ("name", "base", "rate"), [(REFERRALS, 900, 0.100), (COVERAGE, 900, 0.090), (PLANS, 42, 0.70)]
)
def test_one_that_truly_differs_is_found_in_four_of_five_nations(name, base, rate):
    # A rate twice the common one among 900 children; a share of 70 per cent against 90 among 42.
    rng = np.random.default_rng(7)
    found = 0
    for _ in range(60):
        made = nation(rng, names=[name])
        made.bases[name][0] = base
        drawn = rng.binomial(base, rate, 2) if kind_of(name) == SHARE else None
        made.counts[name][0] = rng.poisson(base * rate, 2) if drawn is None else drawn
        found += clear(made)[0][0, 0]
    assert found >= 0.8 * 60


def test_ordinary_variation_marks_at_most_five_of_357():
    rng = np.random.default_rng(15)
    marked = [clear(nation(rng, 0.15, [REFERRALS]))[0].sum() for _ in range(20)]
    assert np.mean(marked) <= 5


def test_ordinary_variation_is_learnt_as_it_was_made():
    rng = np.random.default_rng(3)
    learnt = [
        ordinary.learnt(nation(rng, spread, [REFERRALS]).figures(), [indicator(REFERRALS)])
        for spread in (0.0, 0.3)
    ]
    lasting = [one.set_index("comparison")["lasting"] for one in learnt]
    assert np.sqrt(lasting[0][LEVEL]) < 0.08
    assert np.sqrt(lasting[1][LEVEL]) == pytest.approx(0.3, abs=0.04)
    assert np.sqrt(lasting[1][CHANGE]) < 0.08


def test_the_spread_of_costs_is_learnt_by_number_of_children():
    rng = np.random.default_rng(4)
    children = np.exp(rng.normal(7.1, 1.1, 4000))
    distance = rng.normal(0, np.sqrt(0.01 + 40 / children))
    found = ordinary.by_size(distance, children)
    assert found.lasting == pytest.approx(0.01, abs=0.006)
    assert found.by_size == pytest.approx(40, rel=0.25)


@given(st.integers(0, 60), st.integers(1, 60), st.floats(0.02, 0.98))
def test_tails_of_shares_are_the_binomial_ones(count, more, share):
    base = count + more
    below = binom.cdf(count, base, share) - binom.pmf(count, base, share) / 2
    assert norm.cdf(chance.of_share(count, base, share)) == pytest.approx(below, abs=1e-9)


@given(st.integers(0, 200), st.floats(0.1, 200))
def test_tails_of_counts_are_the_poisson_ones(count, expected):
    below = poisson.cdf(count, expected) - poisson.pmf(count, expected) / 2
    assert norm.cdf(chance.of_count(count, expected)) == pytest.approx(below, abs=1e-9)


def test_far_out_the_distance_still_grows():
    counts = np.arange(4_000, 90_000, 500)
    assert (np.diff(chance.of_count(counts, 4_000.0)) > 0).all()
    assert (np.diff(chance.of_share(counts, 100_000, 0.04)) > 0).all()


@given(
    st.sampled_from([SHARE, RATE]),
    st.floats(20, 1e5),
    st.floats(0.01, 0.95),
    st.floats(0, 0.2),
    st.sampled_from(sorted(LINES)),
)
def test_a_unit_is_marked_where_it_lies_outside_the_line_that_is_drawn(
    kind, base, rate, variance, line
):
    low, high = (float(limit) for limit in limits(base, kind, rate, variance, LINES[line]))
    for edge, outward in ((low, -1), (high, 1)):
        for step, inside in ((-1e-6, True), (1e-6, False)):
            place = edge + outward * step * max(1.0, edge)
            if not 0 < place < (1 if kind == SHARE else np.inf):
                continue
            unit = pd.DataFrame({"region": ["a"], "count": [place * base], "base": [base]})
            (z,) = funnel(unit, kind, rate=rate, variance=variance)["z"]
            assert (abs(z) < LINES[line] + 1e-3) if inside else (abs(z) > LINES[line] - 1e-3)


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        (COVERAGE, SHARE),
        (REFERRALS, RATE),
        ("referrals", NUMBER),
        (COST, SIZE),
        ("sick_leave_pct", PART),
        ("fte", FIXED),
        ("inhabitants", FIXED),
        ("need_index", FIXED),
        ("own_share_rate_nok_per_year", FIXED),
    ],
)
def test_kinds_of_figures(name, kind):
    assert kind_of(name) == kind


def test_what_cannot_be_judged_says_why():
    few, none = Held(0.02, 100.0), Held(0.02)
    shares = indicator(COVERAGE)
    assert of_level(shares, [few], [Held(0.03)], {}).reason == FEW_CHILDREN
    assert of_change(shares, few, few, {}).reason == FEW_CHILDREN
    assert of_level(shares, [none], [Held(0.03)], {}).reason == NO_BASE
    kroner = Held(90_000.0, children=5_000.0)
    assert of_change(indicator(COST), kroner, kroner, {}).reason == FEW_MUNICIPALITIES
    years = {2021 + year: Held(0.05, 1_000.0) for year in range(4)}
    assert of_trend(shares, years, {}).reason == SHORT_SERIES


def test_one_municipality_against_another_has_chance_on_both_sides():
    own, shares = Held(0.09, 900.0), indicator(COVERAGE)
    known = {(COVERAGE, LEVEL): Ordinary(0.0)}
    group = of_level(shares, [own], [Held(0.045)], known)
    other = of_level(shares, [own], [Held(0.045, 900.0, alone=True)], known)
    assert group.answer == CLEAR and abs(other.z) < abs(group.z) / 1.2


def test_two_years_together_tell_a_lasting_difference_that_one_does_not():
    own, plans = Held(0.70, 42.0), indicator(PLANS)
    known = {(PLANS, what): Ordinary(0.0) for what in (LEVEL, ordinary.TWO_YEARS)}
    group = Held(0.90)
    assert of_level(plans, [own], [group], known).answer == CHANCE
    assert of_level(plans, [own, own], [group, group], known).answer == CLEAR
    opposite = [own, Held(0.97, 42.0)]
    assert of_level(plans, opposite, [group, group], known).answer == CHANCE


def test_a_trend_is_clear_where_it_rises_more_than_years_ordinarily_swing():
    shares, known = indicator(COVERAGE), {(COVERAGE, CHANGE): Ordinary(0.002)}
    rising = {2015 + n: Held(0.04 * 1.08**n, 8_000.0) for n in range(9)}
    swinging = {2015 + n: Held(0.05 + 0.005 * (-1) ** n, 8_000.0) for n in range(9)}
    assert of_trend(shares, rising, known).answer == CLEAR
    assert of_trend(shares, swinging, known).answer == CHANCE
    small = {year: Held(one.value, 60.0) for year, one in rising.items()}
    assert of_trend(shares, small, known).answer == UNKNOWN


def test_a_number_doubles_clearly_and_a_cost_by_what_costs_ordinarily_do():
    referrals, cost = indicator("referrals"), indicator(COST)
    number = {("referrals", CHANGE): Ordinary(0.01)}
    assert of_change(referrals, Held(160.0, 1.0), Held(60.0, 1.0), number).answer == CLEAR
    assert of_change(referrals, Held(826.0, 1.0), Held(799.0, 1.0), number).answer == CHANCE
    kroner = {(COST, CHANGE): Ordinary(0.005, 10.0)}
    small, large = (
        of_change(cost, Held(130e3, children=size), Held(90e3, children=size), kroner)
        for size in (300.0, 30_000.0)
    )
    assert (small.answer, large.answer) == (CHANCE, CLEAR)


@pytest.mark.parametrize(
    ("name", "own", "other", "why"),
    [
        (COST, 0.0, 75e3, plausible.NOTHING),
        (COST, 18e3, 75e3, plausible.FAR_BELOW),
        (COST, 301e3, 75e3, plausible.FAR_ABOVE),
        (COST, 60e3, 75e3, ""),
        ("investigation_deadline_breaches_pct", 0.0, 8.0, ""),
    ],
)
def test_implausible_levels(name, own, other, why):
    assert plausible.of_level(indicator(name), own, other) == why


def test_implausible_changes_and_parts():
    assert plausible.of_change(indicator(COST), 100e3, 9e3) == plausible.JUMP
    assert plausible.of_change(indicator(COST), 100e3, 60e3) == ""
    assert plausible.of_change(indicator("referrals"), 12.0, 1.0) == ""
    part, whole = (
        Figure("2014", 2019, name, "", value, basis="published")
        for name, value in (("children_investigated_0_17_pct", 18.0), (COVERAGE, 9.9))
    )
    assert plausible.of_part(part, whole) == plausible.ABOVE_WHOLE
    assert plausible.of_part(part._replace(value=10.0), whole) == ""


def test_the_limit_as_a_rule_of_posterior_probability():
    # One in twenty differences real and spread four times as widely: what the docstring says.
    chance_alone, real = norm.pdf(evidence.LIMIT) * 0.95, norm.pdf(evidence.LIMIT / 4) / 4 * 0.05
    assert chance_alone / (chance_alone + real) == pytest.approx(0.1, abs=0.005)
    tails = 0.95 * norm.sf(evidence.LIMIT), 0.05 * norm.sf(evidence.LIMIT / 4)
    assert tails[0] / sum(tails) == pytest.approx(0.01, abs=0.001)
