"""Plans on the counting date, and visits due and done by quarter and half-year."""

import pytest
from small_cases import Figures, Register

from barnevern.cases.formats import KOSTRA_15F
from barnevern.observations import dimensions

QUARTERS = tuple(dimensions()["quarter"])


@pytest.mark.parametrize(
    ("start", "end", "planned"),
    [
        ("2024-12-31", None, 1),
        ("2025-01-01", None, 0),
        ("2024-01-01", "2024-12-30", 0),
        ("2024-01-01", "2024-12-31", 1),
    ],
)
def test_a_plan_counts_on_the_days_it_runs(start: str, end: str | None, planned: int):
    register = Register()
    case = register.child()
    register.measure(case, "2024-01-01")
    register.plan(case, start, end)
    found = register.count(2024)
    assert (
        found["children_with_plan_31dec", 2024],
        found["children_with_assistance_plan", 2024],
    ) == (planned, planned)


def test_the_plan_types():
    rows = [
        ("1", 1, 1, 0),
        ("2", 1, 1, 0),
        ("3", 1, 0, 1),
        ("4", 1, 0, 1),
        ("5", 1, 1, 0),
        ("6", 0, 0, 0),
        ("7", 0, 0, 0),
        ("8", 0, 0, 0),
    ]
    register = Register()
    for kind, _, _, _ in rows:
        municipality = f"{kind}000"
        for law in ("BVL2021 3-1", "BVL2021 5-1"):
            case = register.child(municipality=municipality)
            register.measure(case, "2024-01-01", None, "2.1", law)
            register.plan(case, "2024-01-01", None, kind)
    for (kind, any_plan, assistance, care), found in zip(
        rows, register.count_each(2024), strict=True
    ):
        assert found["children_with_plan_31dec", 2024] == 2 * any_plan, kind
        assert (
            found["children_with_assistance", 2024],
            found["children_with_assistance_plan", 2024],
        ) == (1, assistance), kind
        assert (found["children_in_care", 2024], found["children_with_care_plan", 2024]) == (
            1,
            care,
        ), kind
        assert found["assistance_plans", 2024] == 2 * assistance, kind


def test_two_plans_are_one_child_with_a_plan_and_a_plan_without_a_measure_is_none():
    register = Register()
    case = register.child()
    register.measure(case, "2024-01-01")
    for plan_of in (case, case, register.child()):
        register.plan(plan_of, "2024-01-01")
    found = register.count(2024)
    assert (found["children_with_plan_31dec", 2024], found["assistance_plans", 2024]) == (1, 3)


def test_evaluations_by_year_and_half():
    register = Register()
    case = register.child()
    register.plan(case, "2023-02-01", None, evaluated=("2024-03-01", "2024-06-30", "2024-07-01"))
    register.plan(
        case, "2024-08-01", "2024-09-01", evaluated=("2023-08-01", "2024-10-01")
    )  # outside the life of the plan
    found = register.count(2024)
    assert (found["assistance_plans", 2024], found["assistance_plans_evaluated", 2024]) == (2, 1)
    assert (
        found["assistance_plans_evaluated", 2024, "first_half"],
        found["assistance_plans_evaluated", 2024, "second_half"],
    ) == (1, 1)
    assert (
        found["assistance_plans", 2024, "first_half"],
        found["assistance_plans", 2024, "second_half"],
    ) == (1, 2)


def test_the_half_year_report_looks_at_30_june_and_31_december():
    register = Register()
    for start, end in (
        ("2024-06-30", "2024-07-01"),
        ("2024-07-01", None),
        ("2024-01-01", "2024-06-29"),
    ):
        register.measure(register.child(), start, end)
    found = register.count(2024)
    assert (
        found["children_with_assistance", 2024, "first_half"],
        found["children_with_assistance", 2024, "second_half"],
    ) == (1, 1)
    assert found["children_with_assistance", 2024] == 1


def foster_home(
    register: Register,
    start: str = "2020-01-01",
    end: str | None = None,
    per_year: int = 4,
    kind: str = "follow_up",
    born: str = "2015-01-01",
) -> str:
    measure = register.measure(register.child(born), start, end, "2.1")
    register.duty(measure, start, per_year, kind)
    return measure


def visits(found: Figures, part: str, name: str = "foster_visits") -> list[float]:
    assert found[f"{name}_{part}", 2024] == sum(
        found[f"{name}_{part}", 2024, quarter] for quarter in QUARTERS
    )
    return [found[f"{name}_{part}", 2024, quarter] for quarter in QUARTERS]


def test_four_a_year_is_one_in_every_quarter_and_a_late_visit_does_not_make_good():
    register = Register()
    register.visit(
        foster_home(register), "2024-03-31", "2024-07-01", "2024-08-01", "2024-12-31", "2025-01-01"
    )
    found = register.count(2024)
    assert visits(found, "required") == [1, 1, 1, 1]
    assert visits(found, "done") == [1, 0, 1, 1]
    assert visits(found, "missing") == [0, 1, 0, 0]
    assert visits(found, "extra") == [0, 0, 1, 0]


def test_two_a_year_is_one_in_every_half_year():
    register = Register()
    register.visit(foster_home(register, per_year=2), "2024-01-01", "2024-06-30")
    found = register.count(2024)
    assert visits(found, "required") == [0, 1, 0, 1]
    assert visits(found, "done") == [0, 1, 0, 0]
    assert visits(found, "extra") == [0, 1, 0, 0]
    assert (
        found["foster_children_follow_up_required", 2024],
        found["foster_children_follow_up_unmet", 2024],
    ) == (1, 1)
    assert (
        found["foster_children_follow_up_unmet", 2024, "first_half"],
        found["foster_children_follow_up_unmet", 2024, "second_half"],
    ) == (0, 1)


@pytest.mark.parametrize(
    ("start", "end", "required"),
    [
        ("2024-03-31", None, [1, 1, 1, 1]),
        ("2024-04-01", None, [0, 1, 1, 1]),
        ("2024-12-31", None, [0, 0, 0, 1]),
        ("2020-01-01", "2024-07-01", [1, 1, 1, 0]),
    ],
)
def test_a_visit_is_due_in_every_quarter_that_the_placement_has_begun(
    start: str, end: str | None, required: list[int]
):
    register = Register()
    foster_home(register, start, end)
    found = register.count(2024)
    assert visits(found, "required") == required


def test_a_reduction_holds_for_the_half_year_in_which_it_is_made():
    register = Register()
    measure = foster_home(register)
    register.duty(measure, "2024-09-15", 2)
    found = register.count(2024)
    assert visits(found, "required") == [1, 1, 0, 1]


def test_supervision_ends_the_day_before_the_18th_birthday_follow_up_with_the_placement():
    register = Register()
    for kind in ("supervision", "follow_up"):
        foster_home(register, kind=kind, born="2006-07-01")
    found = register.count(2024)
    assert visits(found, "required", "supervision_visits") == [1, 1, 0, 0]
    assert visits(found, "required", "foster_visits") == [1, 1, 1, 1]


def test_supervision_counts_where_it_is_the_duty_of_the_municipality_under_any_of_its_codes():
    register = Register()
    for municipality in ("", "3201", "3024", "0219", "0301"):
        measure = register.measure(register.child(), "2020-01-01", None, "2.2")
        register.duty(measure, "2020-01-01", 4, "supervision", municipality)
    assert (
        register.count(2024)["supervision_visits_required", 2024] == 4 * 4
    )  # not where Oslo has the duty


def test_only_foster_homes_are_visited_and_two_notes_of_one_day_are_one_visit():
    register = Register()
    institution = register.measure(register.child(), "2020-01-01", None, "1.1")
    register.duty(institution, "2020-01-01", 4)
    register.visit(foster_home(register), "2024-02-01", "2024-02-01")
    found = register.count(2024)
    assert visits(found, "required") == [1, 1, 1, 1]
    assert visits(found, "extra") == [0, 0, 0, 0]


def test_two_foster_homes_of_one_child_are_one_child_and_visits_of_both():
    register = Register()
    case = register.child()
    for start, end in (("2024-01-01", "2024-05-10"), ("2024-05-10", None)):
        measure = register.measure(case, start, end, "2.1")
        register.duty(measure, start, 4)
    found = register.count(2024)
    assert visits(found, "required") == [1, 2, 1, 1]
    assert found["foster_children_follow_up_required", 2024] == 1


def test_visits_are_missing_in_15f_and_before_the_register():
    register = Register()
    foster_home(register)
    assert not register.count(2024, file_format=KOSTRA_15F).has("foster_visits_required", 2024)
    assert not register.count(2021).has("foster_visits_required", 2021)


def test_the_responsible_municipality_may_change_apart_from_the_frequency():
    register = Register()
    measure = register.measure(register.child(), "2020-01-01", None, "2.2")
    register.duty(measure, "2020-01-01", 4, "supervision")
    register.duty(measure, "2020-01-01", 0, "supervision", "0301")
    register.duty(measure, "2024-07-01", 0, "supervision", "3201")
    assert visits(register.count(2024), "required", "supervision_visits") == [0, 0, 1, 1]
