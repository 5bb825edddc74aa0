"""The deadline of a referral and of an investigation, on the day and the day after."""

import pandas as pd
import pytest
from small_cases import Register

from barnevern.cases.formats import KOSTRA_15F
from barnevern.counting.deadlines import investigation_deadline, referral_deadline


@pytest.mark.parametrize(
    ("received", "three_months", "six_months"),
    [
        ("2024-03-01", "2024-06-08", "2024-09-08"),
        (
            "2023-11-23",
            "2024-02-29",
            "2024-05-30",
        ),  # the week ends on 30 November; February of a leap year has 29 days
        ("2022-11-23", "2023-02-28", "2023-05-30"),
        ("2024-08-24", "2024-11-30", "2025-02-28"),  # 31 August and three months
        ("2024-02-22", "2024-05-29", "2024-08-29"),  # the week ends on 29 February
        ("2023-12-25", "2024-04-01", "2024-07-01"),  # over New Year
    ],
)
def test_the_deadline_is_three_or_six_calendar_months_after_the_week(
    received: str, three_months: str, six_months: str
):
    days = pd.Series(pd.to_datetime([received, received]))
    found = investigation_deadline(days, pd.Series([False, True]))
    assert found.astype("str").tolist() == [three_months, six_months]


def test_a_referral_has_a_week():
    assert referral_deadline(pd.Series(pd.to_datetime(["2024-02-26"]))).astype("str").tolist() == [
        "2024-03-04"
    ]


@pytest.mark.parametrize(("end", "breaches"), [("2024-03-08", 0), ("2024-03-09", 1), (None, 1)])
def test_a_referral_gone_through_on_the_seventh_day_is_in_time_on_the_eighth_it_is_not(
    end: str | None, breaches: int
):
    register = Register()
    register.referral(register.child(), "2024-03-01", end)
    assert register.count(2024)["referral_deadline_breaches", 2024] == breaches


def test_a_referral_breach_counts_in_the_year_in_which_the_deadline_was_passed():
    register = Register()
    case = register.child()
    register.referral(
        case, "2023-12-24", "2024-01-05"
    )  # the deadline is 31 December: broken on 1 January
    register.referral(
        case, "2023-12-23", "2024-01-05"
    )  # the deadline is 30 December: broken on 31 December
    found = register.count(2023, 2024)
    assert (
        found["referral_deadline_breaches", 2023],
        found["referral_deadline_breaches", 2024],
    ) == (1, 1)


@pytest.mark.parametrize(
    ("end", "extended", "late", "breach"),
    [
        ("2024-06-08", "", 0, 0),  # the last day
        ("2024-06-09", "", 1, 1),
        ("2024-06-09", "2024-05-20", 1, 0),  # six months were granted
        ("2024-09-08", "2024-05-20", 1, 0),
        ("2024-09-09", "2024-05-20", 1, 1),
    ],
)
def test_an_investigation_finished_on_the_last_day_is_in_time_the_day_after_it_is_not(
    end: str, extended: str, late: int, breach: int
):
    register = Register()
    case = register.child()
    referral = register.referral(case, "2024-03-01", "2024-03-05")
    register.investigation(case, "2024-03-05", end, referrals=(referral,), extended=extended)
    found = register.count(2024)
    assert found["investigation_deadline_breaches", 2024] == breach
    assert (
        found[
            "investigation_deadline_breaches",
            2024,
            "first_half" if end < "2024-07" else "second_half",
        ]
        == breach
    )
    assert found["investigations_after_3_months", 2024] == late
    assert found["investigations_extended", 2024] == bool(extended)


def test_an_extension_that_was_refused_extends_nothing():
    register = Register()
    case = register.child()
    referral = register.referral(case, "2024-03-01", "2024-03-05")
    register.investigation(
        case, "2024-03-05", "2024-06-09", referrals=(referral,), extended="2024-05-20"
    )
    register.rows["extensions"][0]["granted"] = False
    found = register.count(2024)
    assert (
        found["investigation_deadline_breaches", 2024],
        found["investigations_extended", 2024],
    ) == (1, 0)


def test_an_investigation_of_several_referrals_has_the_deadline_of_the_first():
    register = Register()
    case = register.child()
    later, first = (
        register.referral(case, "2024-04-01", "2024-04-02", "4"),
        register.referral(case, "2024-03-01", "2024-03-05"),
    )
    register.investigation(case, "2024-03-05", "2024-06-09", referrals=(later, first))
    assert register.count(2024)["investigation_deadline_breaches", 2024] == 1


def test_without_a_referral_the_week_is_over_when_the_investigation_starts():
    register = Register()
    case = register.child()
    register.investigation(case, "2024-03-05", "2024-06-05")
    register.investigation(case, "2024-03-05", "2024-06-06")
    assert register.count(2024)["investigation_deadline_breaches", 2024] == 1


def test_an_investigation_still_open_is_no_breach_until_it_is_finished():
    register = Register()
    case = register.child()
    register.investigation(case, "2023-06-01", "2024-02-01")
    found = register.count(2023, 2024)
    assert (
        found["investigation_deadline_breaches", 2023],
        found["investigation_deadline_breaches", 2024],
    ) == (0, 1)


def test_15f_knows_no_extension_so_breaches_of_investigations_are_missing_not_zero():
    register = Register()
    register.investigation(register.child(), "2024-01-05", "2024-12-06")
    found = register.count(2024, file_format=KOSTRA_15F)
    assert not found.has("investigation_deadline_breaches", 2024) and not found.has(
        "investigations_extended", 2024
    )
    assert found["investigations_after_3_months", 2024] == 1


def test_extensions_are_missing_before_2022_when_the_register_had_none():
    found = Register().count(2021, 2022)
    assert (
        not found.has("investigations_extended", 2021)
        and found["investigations_extended", 2022] == 0
    )
