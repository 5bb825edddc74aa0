"""Referrals and investigations: which count, in which year and category."""

import pandas as pd
import pytest
from small_cases import Register

from barnevern import reference
from barnevern.cases.formats import KOSTRA_15F
from barnevern.counting.investigations import duration
from barnevern.observations import dimensions


def test_a_referral_counts_in_the_year_it_was_concluded():
    register = Register()
    case = register.child()
    register.referral(case, "2023-12-29", "2024-01-03", "1")
    register.referral(case, "2024-12-29", "2025-01-03", "2")
    found = register.count(2023, 2024, 2025)
    assert [found["referrals", year] for year in (2023, 2024, 2025)] == [0, 1, 1]
    assert (found["referrals_dismissed", 2024], found["referrals_to_investigation", 2025]) == (1, 1)


def test_referrals_in_active_cases_are_not_new_ones_and_do_not_exist_before_2020():
    register = Register()
    case = register.child()
    for conclusion in "1234":
        register.referral(case, "2024-03-01", "2024-03-04", conclusion)
    found = register.count(2019, 2024)
    assert (found["referrals", 2024], found["referrals_in_active_cases", 2024]) == (2, 2)
    assert found["children_with_referral", 2024] == 1
    assert not found.has("referrals_in_active_cases", 2019)


def test_the_conclusions_of_2026_are_dismissals():
    register = Register()
    case = register.child()
    for conclusion in ["2", "5", "6", "7", "8", "9", "10"]:
        register.referral(case, "2026-03-01", "2026-03-04", conclusion)
    found = register.count(2026)
    assert (
        found["referrals", 2026],
        found["referrals_dismissed", 2026],
        found["referrals_to_investigation", 2026],
    ) == (7, 6, 1)


SENDERS = {
    "1": "child",
    "2": "guardians",
    "3": "other_private",
    "5": "child_welfare",
    "7": "child_welfare",
    "8": "police",
    "9": "kindergarten",
    "11": "school",
    "12": "ppt",
    "6": "other",
    "15": "doctor_hospital",
    "24": "doctor_hospital",
    "25": "doctor_hospital",
    "23": "other_private",
}


def test_a_sender_falls_in_its_category():
    register = Register()
    for code in SENDERS:
        register.referral(register.stranger(), "2024-03-01", "2024-03-04", senders=(code,))
    found = register.count_each(2024)
    assert [
        [name for name in dimensions()["sender"] if one["referrals", 2024, name]] for one in found
    ] == [[name] for name in SENDERS.values()]


def test_every_sender_code_has_a_category_of_the_table():
    rows = reference.rows("sender_categories.csv")
    assert [row["code"] for row in rows] == [str(code) for code in range(1, 26)]
    assert {row["category"] for row in rows} <= set(dimensions()["sender"])


def test_health_centre_and_school_health_share_a_code_and_are_told_apart_by_age():
    register = Register()
    for born in ("2018-12-31", "2019-01-01", None):
        register.referral(register.child(born), "2024-03-01", "2024-03-04", senders=("10",))
    found = register.count(2024)
    assert (
        found["referrals", 2024, "health_centre"],
        found["referrals", 2024, "school_health"],
    ) == (1, 2)


def test_of_several_senders_the_first_counts_and_none_is_other():
    register = Register()
    case = register.child()
    register.referral(case, "2024-03-01", "2024-03-04", senders=("11", "8"))
    register.referral(case, "2024-04-01", "2024-04-04", senders=())
    found = register.count(2024)
    assert (
        found["referrals", 2024],
        found["referrals", 2024, "school"],
        found["referrals", 2024, "other"],
    ) == (2, 1, 1)


def test_ages_are_whole_years_on_31_december():
    register = Register()
    for born in (
        "2006-12-31",
        "2007-01-01",
        "2021-12-31",
        "2022-01-01",
        "2025-02-01",
    ):  # 18, 17, 3, 2 years, and unborn
        register.referral(register.child(born), "2024-03-01", "2024-03-04")
    found = register.count(2024)
    groups = {
        name: found["referrals", 2024, name]
        for name in ("age_0_2", "age_3_5", "age_6_12", "age_13_17", "age_18_plus")
    }
    assert groups == {"age_0_2": 2, "age_3_5": 1, "age_6_12": 0, "age_13_17": 1, "age_18_plus": 1}
    assert (
        found["children_with_referral", 2024, "age_0_17"],
        found["children_with_referral", 2024],
    ) == (4, 5)


def test_siblings_are_two_children_and_two_cases_of_one_child_are_one():
    register = Register()
    for person in ("sister", "brother", "brother"):
        case = register.child(person=person)
        register.referral(case, "2024-03-01", "2024-03-04")
        register.investigation(case, "2024-03-04", "2024-05-01")
    found = register.count(2024)
    assert (found["referrals", 2024], found["children_with_referral", 2024]) == (3, 2)
    assert (
        found["investigations_started", 2024],
        found["children_investigations_started", 2024],
        found["children_investigated", 2024],
    ) == (3, 2, 2)


def test_an_investigation_over_new_year_is_started_and_finished_in_different_years():
    register = Register()
    register.investigation(register.child(sex="2"), "2023-12-31", "2024-01-01", "3")
    found = register.count(2023, 2024)
    assert (found["investigations_started", 2023], found["investigations_concluded", 2023]) == (
        1,
        0,
    )
    assert (found["investigations_started", 2024], found["investigations_concluded", 2024]) == (
        0,
        1,
    )
    assert (found["children_investigated", 2023], found["children_investigated", 2024]) == (1, 1)
    assert (
        found["investigations_concluded", 2024, "dismissed.girls"]
        == found["investigations_concluded", 2024, "second_half"] + 1
        == 1
    )


CONCLUSIONS = [
    ("1", "measure", "measure"),
    ("2", "measure", "petition"),
    ("3", "dismissed", "dismissed_by_service"),
    ("4", "dismissed", "dismissed_by_party"),
    ("5", "dismissed", "dismissed_moved"),
    ("6", "dismissed", "dismissed_referred_on"),
    ("7", "dismissed", "dismissed_moved"),
    ("9", "dismissed", "dismissed_moved"),
]


def test_the_conclusion_of_an_investigation():
    register = Register()
    for conclusion, _, _ in CONCLUSIONS:
        register.investigation(register.stranger(), "2024-02-01", "2024-04-01", conclusion)
    for (conclusion, outcome, category), found in zip(
        CONCLUSIONS, register.count_each(2024), strict=True
    ):
        assert (
            found["investigations_concluded", 2024, outcome]
            == found["investigations_by_conclusion", 2024, category]
            == 1
        ), conclusion
        assert found["children_dismissed_without_consent", 2024] == (conclusion == "4")


@pytest.mark.parametrize(
    ("start", "end", "category"),
    [
        ("2024-03-01", "2024-03-14", "under_2_weeks"),
        ("2024-03-01", "2024-03-15", "2_4_weeks"),
        ("2024-01-31", "2024-02-29", "2_4_weeks"),  # one calendar month
        ("2024-01-31", "2024-03-01", "1_2_months"),
        ("2024-08-31", "2024-11-30", "2_3_months"),  # three calendar months
        ("2024-08-31", "2024-12-01", "3_6_months"),
        ("2024-01-01", "2024-07-01", "3_6_months"),
        ("2024-01-01", "2024-07-02", "over_6_months"),
        ("2024-03-01", "2024-02-01", "unknown"),
    ],
)
def test_duration_is_counted_in_days_then_calendar_months(start: str, end: str, category: str):
    assert duration(
        pd.Series(pd.to_datetime([start])), pd.Series(pd.to_datetime([end]))
    ).tolist() == [category]


def test_the_days_of_finished_investigations_are_summed_for_the_mean():
    register = Register()
    case = register.child()
    register.investigation(case, "2024-02-01", "2024-03-01")
    register.investigation(case, "2023-12-31", "2024-01-31")
    assert register.count(2024)["investigation_days", 2024] == 29 + 31


def test_participation_is_in_the_register_from_2026_and_means_that_the_child_took_part():
    register = Register()
    case = register.child()
    for heard in ("1.1", "1.4", "2.1", "2.2", ""):
        register.investigation(case, "2026-02-01", "2026-04-01", heard=heard)
    found = register.count(2025, 2026)
    assert found["investigations_with_child_participation", 2026] == 2
    assert not found.has("investigations_with_child_participation", 2025)
    assert not register.count(2026, file_format=KOSTRA_15F).has(
        "investigations_with_child_participation", 2026
    )
