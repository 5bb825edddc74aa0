"""Peers are chosen by rule, and differences are counted in the right unit."""

import pytest

from barnevern import comparison
from barnevern.indicators import indicator
from barnevern.indicators.figure import Figure
from barnevern.observations import lookup

COST, SHARE, COUNT = (
    indicator("gross_f244_per_child_nok"),
    indicator("referrals_dismissed_pct"),
    indicator("referrals"),
)


def table(*rows: tuple[str, int, float | None]) -> list[Figure]:
    return [Figure(region, year, "referrals", "", value) for region, year, value in rows]


def test_asss_member_is_compared_with_its_neighbours_in_the_network_and_both_city_groups():
    assert comparison.candidates(lookup.region("3201"), 2024, []) == [
        "3203",
        "3205",
        "ASSS",
        "EKG12",
        "EKG13",
        "EKA32",
        "EAK",
        "EAKUO",
    ]


def test_before_2020_the_old_group_and_county_are_used():
    assert comparison.candidates(lookup.region("Hvaler"), 2018, []) == [
        "EKG01-2019",
        "EKA01",
        "EKA31",
        "EAK",
        "EAKUO",
    ]


def test_oslo_is_not_compared_with_itself():
    assert comparison.candidates(lookup.region("0301"), 2024, []) == ["ASSS", "EAK"]


def test_own_list_replaces_the_usual_peers_and_never_holds_the_municipality_itself():
    assert comparison.candidates(lookup.region("3201"), 2024, ["0301", "3201", "EAK"]) == [
        "0301",
        "EAK",
    ]


def test_peers_without_a_figure_in_the_latest_year_are_left_out():
    known = table(("EKG12", 2024, 1.0), ("3203", 2023, 1.0), ("EAK", 2024, None))
    assert comparison.with_figures(known, ["3203", "EKG12", "EAK"], 2024) == ["EKG12"]


@pytest.mark.parametrize(
    ("chosen", "change", "away"),
    [(COST, 100 * (12 / 10 - 1), 100 * (12 / 8 - 1)), (SHARE, 2.0, 4.0), (COUNT, 2.0, 4.0)],
)
def test_per_cent_points_or_numbers(chosen, change, away):
    found = comparison.differences(
        table(("3201", 2023, 10), ("3201", 2024, 12), ("EAK", 2024, 8)), chosen, "3201", 2024
    )
    assert [(one.kind, one.against) for one in found] == [("change", "2023"), ("deviation", "EAK")]
    assert [one.value for one in found] == pytest.approx([change, away])


def test_no_difference_from_zero_or_from_a_missing_year():
    found = comparison.differences(
        table(("3201", 2022, 10), ("3201", 2024, 12), ("EAK", 2024, 0)), COST, "3201", 2024
    )
    assert found == []


def test_index_with_the_group_as_100():
    values = table(("3201", 2024, 150), ("EKG12", 2024, 100), ("EAK", 2023, 1))
    assert comparison.index(values, "3201", "EKG12", 2024) == 150
    assert comparison.index(values, "3201", "EAK", 2024) is None
