"""Resource use, production and run charts against published figures and worked examples."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from barnevern.comparison import extreme, production, run_chart
from barnevern.comparison.need import resource_use, weighted_need
from barnevern.indicators.figure import Figure, Figures
from barnevern.norwegian.numbers import rounded
from barnevern.paths import DATA


def test_the_published_efficiency_of_2024():
    # Bærum 2024, KOSTRA and ASSS analysis: production 15.4 per cent below, expenditure 2.3 below,
    # efficiency 13.4 below.
    assert float(rounded(production.efficiency(-15.4, -2.3), 1)) == -13.4


@given(st.floats(-60, 60), st.floats(-60, 60))
def test_efficiency_is_nil_when_production_follows_expenditure(made, paid):
    assert production.efficiency(made, made) == pytest.approx(0, abs=1e-9)
    assert (production.efficiency(made, paid) > 0) == (made > paid) or made == pytest.approx(paid)


def test_weights_are_shares_of_a_whole():
    assert sum(production.weights().values()) == pytest.approx(1)


def test_the_weights_cannot_give_the_index_that_ks_has_published():
    theirs = production.published()
    # 0.54 x -46.5 + 0.16 x 30.8, the two others at most at the mean.
    assert float(rounded(production.reach(), 1)) == -20.2 < theirs["production"] == -13.2
    quoted = pd.read_csv(DATA / "published" / "asss_baerum_2024.csv", keep_default_na=False)
    index = quoted[quoted["measure"].eq("production_index_deviation")].set_index("category")
    assert theirs["production"] == index.loc["", "value"]
    assert theirs["children_placed_0_24_pct"] == index.loc["children_placed", "value"]
    assert theirs["investigations_within_3_months_pct"] == index.loc["within_3_months", "value"]
    assert theirs.keys() == {*production.weights(), "production"}


def outputs(own: float, group: float, years=(2023, 2024)) -> Figures:
    return [
        Figure(region, year, output, "", value)
        for output in production.weights()
        for region, value in (("3201", own), ("ASSS", group))
        for year in years
    ]


def spent(own: float, group: float) -> Figures:
    name = "gross_expenditure_per_inhabitant_0_24_nok"
    return [Figure("3201", 2024, name, "", own), Figure("ASSS", 2024, name, "", group)]


def with_own(figures: Figures, value: float, *, output: str = "", year: int = 0) -> Figures:
    """The figures with ``value`` for the municipality, in one output or one year alone if given."""
    return [
        figure._replace(value=value)
        if figure.region == "3201"
        and figure.indicator == (output or figure.indicator)
        and figure.year == (year or figure.year)
        else figure
        for figure in figures
    ]


def test_production_is_the_weighted_mean_of_the_outputs():
    made = with_own(outputs(1.0, 1.0), 0.5, output="children_placed_0_24_pct")
    by_year = production.deviations(made, spent(98.0, 100.0), "3201", "ASSS")
    assert list(by_year) == [2024]  # the expenditure of 2023 is not known
    found, weight = by_year[2024], production.weights()["children_placed_0_24_pct"]
    assert found["children_placed_0_24_pct"] == pytest.approx(-50)
    assert found["production"] == pytest.approx(-50 * weight)
    assert found["expenditure"] == pytest.approx(-2)
    assert found["efficiency"] == pytest.approx(((1 - 0.5 * weight) / 0.98 - 1) * 100)


@pytest.mark.parametrize("missing", list(production.weights()))
def test_a_missing_output_leaves_the_year_out(missing):
    made = [figure for figure in outputs(1.0, 1.0) if figure.indicator != missing]
    assert production.deviations(made, spent(1, 1), "3201", "ASSS") == {}


def test_an_output_without_a_value_leaves_the_year_out():
    made = [
        figure._replace(value=None)
        if figure.indicator == "children_placed_0_24_pct" and figure.region == "ASSS"
        else figure
        for figure in outputs(1.0, 1.0)
    ]
    assert production.deviations(made, spent(1, 1), "3201", "ASSS") == {}


def test_a_group_that_spends_nothing_gives_nothing():
    assert production.deviations(outputs(1.0, 1.0), spent(1.0, 0.0), "3201", "ASSS") == {}


def test_growth_of_production():
    made = with_own(outputs(1.0, 1.0), 1.029, year=2024)
    assert production.change(made, "3201", 2024) == pytest.approx(2.9)
    assert production.change(made, "3201", 2023) is None


def test_no_growth_from_nothing():
    made = with_own(outputs(1.0, 1.0), 0.0, output="children_placed_0_24_pct", year=2023)
    assert production.change(made, "3201", 2024) is None


def test_resource_use_by_hand():
    # 900 kroner against 1,000, and a need of 0.8 against 1.0: 10 per cent less as it is, 12.5 per
    # cent more than the need says.
    found = resource_use(900, 1_000, 0.8, 1.0)
    assert (found.uncorrected, found.need, found.corrected) == pytest.approx((-10, -20, 12.5))


def test_the_need_of_a_group_follows_where_people_live():
    assert weighted_need({"a": 1.0, "b": 2.0}, {"a": 3.0, "b": 1.0}) == pytest.approx(1.25)
    assert weighted_need({"a": 1.0}, {"a": 3.0, "b": 1.0}) is None
    assert weighted_need({"a": 1.0, "b": None}, {"a": 3.0, "b": 1.0}) is None
    assert weighted_need({}, {}) is None


@pytest.mark.parametrize(
    ("values", "word"),
    [
        ({"own": 1, "b": 2, "c": 3}, "lowest"),
        ({"own": 3, "b": 2, "c": 1}, "highest"),
        ({"own": 1, "b": 1, "c": 3}, "shared-lowest"),
        ({"own": 3, "b": 3, "c": 1}, "shared-highest"),
        ({"own": 2, "b": 1, "c": 3}, ""),
        ({"own": 2, "b": 2, "c": 2}, ""),
        ({"own": 0, "b": 0, "c": 1}, "shared-lowest"),
    ],
)
def test_lowest_and_highest_with_ties(values, word):
    assert extreme(values, "own") == word


def test_run_chart_limits_are_the_published_ones():
    # Anhøj and Olesen (2014), table 1: useful observations, longest run, fewest crossings.
    published = {10: (6, 2), 11: (6, 2), 12: (7, 3), 15: (7, 4), 20: (7, 6), 24: (8, 8)}
    assert {
        n: (run_chart.longest_usual_run(n), run_chart.fewest_usual_crossings(n)) for n in published
    } == published


def test_nine_points_get_no_verdict_and_a_shift_is_seen_in_fourteen():
    assert run_chart.shifted([1, 9, 2, 8, 3, 7, 4, 6, 5]) is None
    assert run_chart.shifted([1, 2, 1, 2, 1, 2, 1, 8, 9, 8, 9, 8, 9, 8]) is True
    assert run_chart.shifted([5, 9, 4, 8, 3, 9, 2, 8, 1, 9, 4, 8, 3, 7]) is False
    assert run_chart.shifted([3] * 20) is None
