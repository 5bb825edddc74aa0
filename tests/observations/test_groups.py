"""Groups are summed from their members: never half a group, never with the municipality itself in
its own network.
"""

from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import nation
from barnevern.data.dataset import Dataset
from barnevern.indicators import compute
from barnevern.observations import COLUMNS, PROVENANCE, groups, regions
from barnevern.page import Page

ASSS_2024 = {
    "0301",
    "1103",
    "1108",
    "3107",
    "3201",
    "3203",
    "3205",
    "3301",
    "4204",
    "4601",
    "5001",
    "5501",
}


@pytest.fixture(scope="module")
def made(nation_folder: Path) -> Dataset:
    return Dataset(nation_folder)


def figures(
    values: dict[str, float], year: int = 2024, measure: str = "children_investigated"
) -> pd.DataFrame:
    rows = [
        dict.fromkeys([*COLUMNS, *PROVENANCE], "")
        | {"region": r, "year": year, "measure": measure, "value": v}
        for r, v in values.items()
    ]
    return pd.DataFrame(rows).assign(source="ssb-1")


def test_the_network_has_twelve_members_since_2022_and_ten_before():
    assert set(groups.members("ASSS", 2024, "")) == ASSS_2024
    assert set(groups.members("ASSS", 2021, "")) == ASSS_2024 - {"3203", "3205"}


def test_nobody_is_compared_with_itself():
    assert set(groups.members("ASSS", 2024, "3201")) == ASSS_2024 - {"3201"}


def test_services_are_245_units_where_the_published_lists_agree():
    units = {regions.service(code) for code in regions.municipalities()}
    assert len(units) == 245
    assert sum(len(unit) for unit in units) == 357
    assert regions.service("1101") == ("1101", "1111", "1112")


def test_the_asss_mean_is_weighted_and_without_the_own_municipality(made):
    page = Page.open("test", "3201", 2024, str(made.folder))
    table = page.table("children_investigated_0_17_pct")
    found = table[table["region"].eq("ASSS") & table["year"].eq(2024)]["value"].item()
    raw = (
        nation.observations()
        .query("year == 2024")
        .set_index(["measure", "category", "region"])["value"]
        .sort_index()
    )
    others = sorted(ASSS_2024 - {"3201"})
    expected = (
        raw["children_investigated", "age_0_17"][others].sum()
        / raw["population_31dec", "0_17"][others].sum()
        * 100
    )
    assert found == pytest.approx(expected, rel=1e-12)
    plain_mean = (
        raw["children_investigated", "age_0_17"][others] / raw["population_31dec", "0_17"][others]
    ).mean() * 100
    assert abs(found - plain_mean) > 1e-6


def test_a_group_with_one_member_missing_has_no_figure():
    members = groups.members("EKG12", 2024, "")
    whole = groups.sums(figures(dict.fromkeys(members, 10.0)))
    assert whole.loc[whole["region"].eq("EKG12"), "value"].tolist() == [10.0 * len(members)]
    partly = groups.sums(figures(dict.fromkeys(members[1:], 10.0)))
    assert partly[partly["region"].eq("EKG12")].empty


def test_a_ratio_is_never_summed():
    ratios = figures(
        dict.fromkeys(groups.members("EKG12", 2024, ""), 5.0),
        measure="children_investigated_0_17_pct",
    )
    assert groups.sums(ratios).empty


def test_a_published_group_figure_is_used_as_published():
    members = groups.members("EKG12", 2024, "")
    counts = figures(dict.fromkeys(members, 50.0)).assign(category="age_0_17")
    people = figures(dict.fromkeys(members, 1_000.0), measure="population_31dec").assign(
        category="0_17"
    )
    printed = figures({"EKG12": 4.4}, measure="children_investigated_0_17_pct").assign(
        printed="4,4"
    )
    rows = pd.concat(
        [counts, people, printed, groups.sums(pd.concat([counts, people]))], ignore_index=True
    )
    found = compute(rows, "children_investigated_0_17_pct")
    assert found[found["region"].eq("EKG12")]["value"].tolist() == [4.4]
    assert found[found["region"].eq(members[0])]["value"].tolist() == [5.0]


@given(st.lists(st.floats(0, 1e6), min_size=12, max_size=12))
def test_network_plus_own_is_the_whole(values):
    table = figures(dict(zip(sorted(ASSS_2024), values, strict=True)))
    total = groups.sums(table)
    total = total[total["region"].eq(groups.ALL_OF_ASSS)]
    own = table[table["region"].eq("3201")]
    others = groups.without(total, own, groups.ASSS)
    assert others["value"].item() + own["value"].item() == pytest.approx(sum(values), abs=1e-6)


def test_without_an_own_figure_there_is_no_network_figure():
    total = figures({groups.ALL_OF_ASSS: 100.0})
    assert groups.without(total, figures({"3201": float("nan")}), groups.ASSS).empty


def test_the_ten_nearest_are_others_and_of_like_size(made):
    found = made.neighbours("3201")
    assert len(found) == len(set(found)) == 10
    assert "3201" not in found
    assert {"3203", "1103"} <= set(found)


def test_own_list_takes_the_nearest_and_the_shared_service(made):
    page = Page.open("test", "1101", 2024, str(made.folder), "NEAREST, SERVICE")
    assert page.peers == ["NEAREST", "SERVICE-1101"]
    shown, differences = page.compared("children_investigated_0_17_pct")
    assert {one.region for one in shown} == {"1101", "NEAREST", "SERVICE-1101"}
    assert [(one.kind, one.against) for one in differences] == [
        ("change", "2023"),
        ("deviation", "NEAREST"),
        ("deviation", "SERVICE-1101"),
    ]


def test_a_group_with_one_member_tells_that_members_figures():
    printed = figures(
        {"EKG13": 638_143.0, "EKG12": 704_455.0}, measure="gross_f252_per_child_placed_nok"
    )
    found = groups.of_single_members(printed)
    assert found["region"].tolist() == ["0301"] and found["value"].tolist() == [638_143.0]
    assert found["note"].tolist() == ["kilden har tallet under KOSTRA-gruppe 13"]
    of_county = groups.of_single_members(figures({"EKA03": 1.0, "EKA11": 1.0}))
    assert list(zip(of_county["region"], of_county["note"], strict=True)) == [("0301", "")]
    own = figures({"0301": 1.0}, measure="gross_f252_per_child_placed_nok")
    assert groups.of_single_members(pd.concat([printed, own], ignore_index=True)).empty
