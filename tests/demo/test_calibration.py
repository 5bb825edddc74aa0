"""The levels of the made-up nation: near the published figures for the country and every KOSTRA
group.
"""

import pandas as pd
import pytest

from barnevern import counting
from barnevern.cases import Cases
from barnevern.demo import (
    calibration,
    country,
    derivation,
    economy,
    histories,
    population,
    staffing,
    surroundings,
    targets,
)
from barnevern.demo.figures import wide
from barnevern.demo.plan import need_index
from demo.simple import CLEAN, LARGE, MIDDLE, SEED, TINY, YEARS, simple_counts


def test_the_targets_are_derived_from_the_published_tables() -> None:
    derived = derivation.derived()
    pd.testing.assert_frame_equal(derived, targets.table(), check_dtype=False)


def test_every_target_says_what_it_rests_on() -> None:
    table = targets.table()
    bases = {"published", "repriced", "share", "moved", "rest", "held", "grown"}
    assert set(table["basis"]) == bases
    assert all(base in (targets.__doc__ or "") for base in bases)
    printed = table["basis"].isin(["published", "repriced"])
    stated = table["source"].ne("")
    counted = table["measure"].eq("children_with_measures_0_22_pct") & table["year"].eq(
        2021
    )  # from a count of children
    assert stated[printed & ~counted].all()
    assert not stated[~printed].any()
    assert not table.duplicated(["region", "year", "measure"]).any()


def test_the_groups_together_have_the_rates_of_the_country() -> None:
    for measure, age in targets.RATES.items():
        rates = targets.wide(measure)
        weights = population.by_group(age)
        together = (rates.loc[targets.GROUPS] * weights).sum() / weights.sum()
        assert (together / rates.loc[targets.COUNTRY] - 1).abs().max() < 0.025, measure


def test_the_histories_are_within_five_per_cent_of_the_country_and_ten_of_the_groups(
    every_service: pd.DataFrame,
) -> None:
    accounts = economy.accounts(every_service, SEED)
    found = calibration.deviations(pd.concat([every_service, accounts], ignore_index=True))
    assert set(found["measure"]) == {*calibration.RATES, *calibration.COSTS}
    assert found["basis"].isin(["published", "repriced"]).sum() > 150
    assert calibration.beyond(found).empty, calibration.beyond(found).to_string()


def test_the_tolerance_finds_a_figure_that_is_off(every_service: pd.DataFrame) -> None:
    off = every_service.assign(
        value=every_service["value"].where(
            ~every_service["measure"].eq("children_investigated"), every_service["value"] * 1.2
        )
    )
    measures = calibration.beyond(calibration.deviations(off))["measure"]
    assert set(measures) == {"children_investigated_0_17_pct"}


@pytest.mark.parametrize("code", [LARGE, MIDDLE, TINY])
def test_the_counting_rules_find_what_the_histories_hold(code: str) -> None:
    counted = counting.observations(country.cases(code, YEARS, SEED, CLEAN), code, list(YEARS))
    simple = simple_counts(code, histories.service(code, SEED))
    both = simple.merge(
        counted, on=["region", "year", "measure", "category"], suffixes=("", "_counted")
    )
    both = both[both["measure"].ne("institution_children")]
    assert len(both) == 9 * len(YEARS)
    pd.testing.assert_series_equal(both["value_counted"], both["value"], check_names=False)


def test_municipalities_differ_more_than_by_chance_and_small_ones_vary_more(
    every_service: pd.DataFrame,
) -> None:
    children = wide(every_service, "children_investigated", "age_0_17")
    rate = children / population.by_municipality("0_17", list(YEARS)).loc[children.index]
    inhabitants = population.by_municipality("0_17", [2024])[2024].loc[rate.index]
    small, big = rate[inhabitants < 500], rate[inhabitants > 15_000]
    assert small[2024].std() > 2 * big[2024].std()
    expected = (rate[2024].loc[big.index] * inhabitants.loc[big.index]).mean()
    assert big[2024].std() / big[2024].mean() > 1.5 / expected**0.5
    assert children.loc[TINY].eq(0).any()
    assert (children.sum(axis=1) > 0).mean() > 0.98


def test_accounts_add_up_and_a_few_places_cost_much(every_service: pd.DataFrame) -> None:
    counts = every_service.copy()
    placed = counts["measure"].eq("children_placed_during_year")
    institutions = counts["measure"].eq("institution_children")
    counts.loc[institutions, "value"] = (counts.loc[placed, "value"].to_numpy() * 0.12).round()
    accounts = economy.accounts(counts, SEED)
    for measure in ("gross_expenditure_nok", "net_expenditure_nok"):
        parts = sum(wide(accounts, measure, function) for function in ("f244", "f251", "f252"))
        pd.testing.assert_frame_equal(parts, wide(accounts, measure))
    gross, net = wide(accounts, "gross_expenditure_nok"), wide(accounts, "net_expenditure_nok")
    assert (net <= gross).all(axis=None)
    assert (accounts["value"] % 1 == 0).all()
    pd.testing.assert_frame_equal(
        wide(accounts, "f252_accounts_nok"), wide(accounts, "net_expenditure_nok", "f252")
    )
    children = wide(counts, "children_placed_during_year")
    unit = (wide(accounts, "gross_expenditure_nok", "f252") / children)[children > 0][2024].dropna()
    assert unit.quantile(0.99) > 1.5 * unit.median()
    share = net.sum() / wide(accounts, "municipal_net_expenditure_nok").sum()
    assert share.between(0.02, 0.07).all()


def test_staff_adds_up_to_the_published_country(every_service: pd.DataFrame) -> None:
    staff = staffing.staff(every_service, SEED)
    total = wide(staff, "fte")
    parts = sum(wide(staff, "fte", name) for name in staffing.EDUCATION)
    assert (parts - total).abs().max(axis=None) < 0.25
    published = targets.published("fte")[0].loc["EAK"]
    assert (total.sum() / published - 1).abs().max() < 0.01
    assert (wide(staff, "fte_f244") <= total).all(axis=None)
    assert (wide(staff, "employees_left") <= wide(staff, "employees")).all(axis=None)
    sick = wide(staff, "sick_leave_days_lost").sum() / wide(staff, "sick_leave_days_possible").sum()
    assert sick.between(0.08, 0.11).all()
    per_fte = (
        wide(every_service, "children_investigated_or_with_measures", "age_0_17").sum()
        / wide(staff, "fte_f244").sum()
    )
    assert per_fte.between(18.5, 20.7).all()


def test_surroundings_are_possible_and_follow_need() -> None:
    found = surroundings.background(list(YEARS), SEED)
    assert (wide(found, "single_parent_families") < wide(found, "families_with_children")).all(
        axis=None
    )
    assert (wide(found, "persons_16_plus_above_compulsory") < wide(found, "persons_16_plus")).all(
        axis=None
    )
    poor = wide(found, "children_low_income_eu60") / wide(found, "children_in_households")
    assert (wide(found, "children_low_income_eu50") <= wide(found, "children_low_income_eu60")).all(
        axis=None
    )
    need = need_index().loc[poor.index]
    assert poor[2024].corr(need) > 0.5


def test_counts_by_hand_are_within_what_they_are_part_of(middle: Cases) -> None:
    counted = counting.observations(middle, MIDDLE, list(YEARS))
    found = surroundings.by_hand(counted, SEED)
    heard, concluded = (
        wide(found, "investigations_with_child_participation"),
        wide(counted, "investigations_concluded"),
    )
    assert (heard <= concluded).all(axis=None)
    assert heard.sum(axis=1).gt(0).all()
    families, children = (
        wide(found, "emergency_placement_families"),
        wide(counted, "emergency_placements"),
    )
    assert ((families <= children) & ((families > 0) == (children > 0))).all(axis=None)
