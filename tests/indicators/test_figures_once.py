"""The figures that are computed once are those that compute() gives for the observations up to a
page's year.
"""

from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from barnevern.data.dataset import Dataset, open_dataset
from barnevern.indicators import TABLE, catalogue, compute_all
from barnevern.indicators.families import ALWAYS, known
from barnevern.indicators.figures import figures
from barnevern.observations import HIDDEN, groups, regions
from barnevern.observations.coded import CODED, coded
from barnevern.observations.own_groups import nearest, with_own_groups
from patience import examples

ALL = list(catalogue().values())
PLACES = ["0301", "1508", "1580", "3110", "3201", "3301", "5501", "EAK", "EKG12", "SERVICE-1101"]


@pytest.fixture(scope="module")
def published() -> Dataset:
    return open_dataset("published")


@pytest.fixture(scope="module")
def made(nation_folder: Path) -> Dataset:
    return Dataset(nation_folder)


def shown(data: Dataset, codes: list[str], year: int, *, by_category: bool) -> pd.DataFrame:
    """What a page of the year shows, columns TABLE."""
    table = data.figures(codes, (year, year))
    kept = table["year"].le(year) & (by_category | table["category"].eq(""))
    return table.loc[kept, TABLE].reset_index(drop=True)


@pytest.mark.parametrize("by_category", [False, True])
@pytest.mark.parametrize("year", [2013, 2018, 2020, 2024, 2026])
def test_a_page_of_any_year_reads_what_compute_gives(published, year, by_category):
    observed = published.read(PLACES, until=year)
    computed = compute_all(observed, ALL, by_category=by_category)
    pd.testing.assert_frame_equal(
        shown(published, PLACES, year, by_category=by_category), computed, check_exact=True
    )


@pytest.mark.parametrize("by_category", [False, True])
def test_a_made_up_nation_reads_what_compute_gives(made, by_category):
    codes = [*PLACES, "EKA32", "EAKUO"]
    computed = compute_all(made.read(codes, 2024), ALL, by_category=by_category)
    pd.testing.assert_frame_equal(
        shown(made, codes, 2024, by_category=by_category), computed, check_exact=True
    )


def test_every_municipality_in_a_year_is_what_compute_gives_of_that_year(published):
    names = ["children_with_measures_31dec_per_1000_0_22", "inhabitants"]
    codes = list(regions.municipalities())
    observed = published.read(codes)
    for year in (2015, 2019):
        computed = compute_all(
            observed[observed["year"].eq(year)], [catalogue()[name] for name in names]
        )
        found = published.figures_across(names, year)
        pd.testing.assert_frame_equal(
            found[TABLE].sort_values(["indicator", "region"], ignore_index=True),
            computed,
            check_exact=True,
        )


def test_those_most_alike_are_summed_as_any_group(made):
    for code in ("3201", "1108", "5501"):
        alike = made.neighbours(code)
        summed = groups.sum_of(made.read(alike, 2024), alike, f"NEAREST-{code}")
        pd.testing.assert_frame_equal(
            shown(made, [f"NEAREST-{code}"], 2024, by_category=True),
            compute_all(summed, ALL, by_category=True),
            check_exact=True,
        )


def test_the_network_is_without_the_member_that_asks(made):
    whole = made.read([groups.ALL_OF_ASSS], 2024)
    others = groups.without(whole, made.read(["3201"], 2024), "ASSS-3201")
    pd.testing.assert_frame_equal(
        shown(made, ["ASSS-3201"], 2024, by_category=False),
        compute_all(others, ALL),
        check_exact=True,
    )


def test_count_and_denominator_are_what_the_figure_is_made_of(made):
    name = "children_investigated_0_17_pct"
    table = made.figures(["3201"], (2024, 2024), [name])
    row = table[table["year"].eq(2024) & table["category"].eq("")].iloc[0]
    read = made.read(["3201"]).query("year == 2024").set_index(["measure", "category"])["value"]
    assert row["numerator"] == read["children_investigated", "age_0_17"]
    assert row["denominator"] == read["population_31dec", "0_17"]
    assert row["value"] == row["numerator"] / row["denominator"] * 100


def test_kroner_that_a_source_states_in_the_prices_of_a_year_say_which(published):
    table = published.figures(["3201"], (2024, 2024))
    assert set(table.loc[table["source"].eq("asss-baerum-2024"), "priced"]) == {2024.0}
    assert table.loc[table["source"].eq("ssb-07459"), "priced"].isna().all()


def referrals(values: dict[str, float | None], year: int = 2024) -> pd.DataFrame:
    """Referrals of municipalities; None is hidden."""
    table = pd.DataFrame(
        {"region": list(values), "value": pd.Series(list(values.values()), dtype=float)}
    )
    facts = {"year": year, "measure": "referrals", "category": "", "source": "ssb-1"}
    status = table["value"].isna().map({True: HIDDEN, False: ""})
    return table.assign(**facts, status=status, printed="", note="")[CODED]


TEN = [f"11{number:02}" for number in range(1, 11)]
ALIKE = pd.DataFrame({"region": "3201", "rank": range(1, 11), "neighbour": TEN})


def test_a_hidden_member_hides_the_ten_and_a_missing_one_leaves_none():
    counts = dict.fromkeys(TEN, 5.0)
    whole, hidden, missing = (
        nearest(coded(referrals(values)), ALIKE)
        for values in (counts, counts | {TEN[3]: None}, dict.fromkeys(TEN[1:], 5.0))
    )
    assert whole["value"].tolist() == [50.0] and whole["source"].tolist() == ["sum;ssb-1"]
    assert hidden["value"].isna().all() and hidden["status"].tolist() == [HIDDEN]
    assert missing.empty


def test_a_hidden_member_hides_the_network_without_any_other():
    members = dict.fromkeys(groups.members("ASSS", 2024, ""), 5.0)
    hidden = referrals(members | {"3201": None})
    table = pd.concat([hidden, groups.sums(hidden)], ignore_index=True)
    found = figures(with_own_groups(table, ALIKE), [catalogue()["referrals"]])
    network = found[found["region"].str.startswith("ASSS-")]
    assert len(network) == 1 + len(members)
    assert network["value"].isna().all() and set(network["status"]) == {HIDDEN}


def test_of_the_years_before_it_joined_a_member_has_the_whole_network_beside_it():
    values = referrals(dict.fromkeys(groups.members("ASSS", 2024, ""), 5.0), 2021)
    table = pd.concat([values, groups.sums(values)], ignore_index=True)
    found = figures(with_own_groups(table, ALIKE), [catalogue()["referrals"]])
    value = found.set_index("region")["value"]
    assert value["ASSS-3203"] == value["ASSS-ALL"] == 50.0
    assert value["ASSS-3201"] == 45.0


def test_no_observations_give_no_figures():
    found = figures(with_own_groups(referrals({}), ALIKE), ALL)
    assert found.empty and list(found)[: len(TABLE)] == TABLE


candidate = st.tuples(
    st.integers(0, 1), st.integers(2015, 2021), st.integers(0, 2), st.booleans(), st.booleans()
)


@examples(20)
@given(st.lists(candidate, max_size=24))
def test_a_page_year_shows_the_publisher_with_the_newest_figure(drawn):
    """Against the rule as it is told: for every page year, one series at a time."""
    table = pd.DataFrame(drawn, columns=["region", "year", "family", "told", "basis"])
    table = table.drop_duplicates(["region", "year", "basis"]).sort_values("basis", kind="stable")
    table = table.assign(series=0, value=table.pop("told").map({True: 1.0, False: float("nan")}))
    table = table.assign(order=table["value"].isna() * 4 + table["basis"] * 1)
    table = table.reset_index(drop=True)
    found = known(table[["series", "region", "year", "family", "value", "order"]])
    assert found["known_from"].le(found["known_until"]).all()
    for page in range(2014, 2024):
        rows = found[found["known_from"].le(page) & found["known_until"].ge(page)]["row"]
        assert sorted(rows) == sorted(expected(table[table["year"].le(page)]))
    assert found["known_until"].le(ALWAYS).all()


def expected(table: pd.DataFrame) -> list[int]:
    """The rows shown where ``table`` is all that is known."""
    result = []
    for _, series in table.groupby("region"):
        told = series[series["value"].notna()].sort_values("year", kind="stable")
        newest = told["family"].iloc[-1] if len(told) else None
        kept = series[series["value"].isna() | (newest is None) | series["family"].eq(newest)]
        result += kept.sort_values("order", kind="stable").drop_duplicates("year").index.tolist()
    return result
