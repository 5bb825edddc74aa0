"""Children with measures: the days at the borders of a year, the law, ages, and one child counted
once.
"""

from small_cases import Register

from barnevern.cases.formats import KOSTRA_15F

ALL = ("children_with_measures_during_year", "children_with_measures_31dec")


DAYS = [
    ("2024-12-31", None, 1, 1),
    ("2024-12-31", "2024-12-31", 1, 1),
    ("2025-01-01", None, 0, 0),
    ("2024-01-01", "2024-01-01", 1, 0),
    ("2020-01-01", "2023-12-31", 0, 0),
    ("2020-01-01", "2024-01-01", 1, 0),
    ("2020-01-01", "2024-12-30", 1, 0),
    ("2020-01-01", "2024-12-31", 1, 1),
    ("2020-01-01", "2025-06-01", 1, 1),
]


def test_the_first_and_the_last_day_of_a_measure_count():
    register = Register()
    for start, end, _, _ in DAYS:
        register.measure(register.stranger(), start, end)
    found = [
        (start, end, *[one[name, 2024] for name in ALL])
        for (start, end, _, _), one in zip(DAYS, register.count_each(2024), strict=True)
    ]
    assert found == DAYS


def test_a_child_who_moves_between_measures_counts_once():
    register = Register()
    case = register.child()
    register.measure(case, "2024-01-10", "2024-03-01", "4.5")
    register.measure(case, "2024-03-02", "2024-06-01", "2.1")
    register.measure(case, "2024-06-02", None, "2.2")
    found = register.count(2024)
    assert (
        found["children_with_measures_during_year", 2024]
        == found["children_placed_during_year", 2024]
        == 1
    )
    assert found["children_not_placed_during_year", 2024] == 0
    assert found["foster_home_children", 2024] == 1
    assert (
        found["foster_home_children", 2024, "family_network"],
        found["foster_home_children", 2024, "outside_family_network"],
    ) == (1, 1)
    assert found["placements_started", 2024] == 2


CARE_ORDERS = [
    ("BVL 4-12", (), 1),
    ("BVL 4-12 2", (), 1),
    ("BVL 4-8 2", (), 1),
    ("BVL 4-8 3", (), 1),
    ("BVL 4-8 1", (), 0),
    ("BVL 4-8", (), 0),
    ("BVL 4-8 1", ("BVL 4-12",), 1),  # § 4-8 read with § 4-12
    ("BVL 4-8", ("BVL 4-15", "BVL 4-12 1"), 1),
    ("BVL 4-4 6", ("BVL 4-12",), 0),  # only § 4-8 becomes a care order by what it is read with
    ("BVL2021 5-1", (), 1),
    ("BVL2021 5-1", ("BVL2021 5-3",), 1),
    ("BVL2021 3-2", (), 0),
    ("BVL2021 4-12", (), 0),  # the section of one act in the other
    ("BVL 5-1", (), 0),
    ("BVL2021 3-2", ("BVL2021 5-1",), 0),
]


def test_what_a_care_order_is():
    register = Register()
    for law, read_with, _ in CARE_ORDERS:
        register.measure(register.stranger(), "2024-02-01", None, "2.1", law, read_with)
    found = register.count_each(2024)
    assert [
        (*row[:2], one["children_in_care", 2024])
        for row, one in zip(CARE_ORDERS, found, strict=True)
    ] == CARE_ORDERS
    for one in found:
        assert (
            one["children_with_measures_31dec", 2024, "care"]
            == one["children_in_care", 2024]
            == 1 - one["children_with_measures_31dec", 2024, "assistance"]
        )


def test_a_child_with_a_care_order_and_assistance_counts_under_the_care_order():
    register = Register()
    case = register.child()
    register.measure(case, "2024-02-01", "2024-05-01", "2.1", "BVL2021 5-1")
    register.measure(case, "2024-02-01", None, "4.5")
    found = register.count(2024)
    assert found["children_with_measures_during_year", 2024, "care"] == 1
    assert found["children_with_measures_during_year", 2024, "assistance"] == 0
    assert (
        found["children_with_measures_31dec", 2024, "care"],
        found["children_with_measures_31dec", 2024, "assistance"],
    ) == (0, 1)


def test_imposed_assistance():
    rows = {
        "BVL 4-4 3": 1,
        "BVL 4-4 4": 1,
        "BVL 4-4 2": 0,
        "BVL2021 3-4": 1,
        "BVL2021 3-5": 1,
        "BVL2021 3-1": 0,
    }
    register = Register()
    for law in rows:
        register.measure(register.stranger(), "2024-02-01", "2024-03-01", "3.9", law)
    assert [
        one["children_with_imposed_assistance", 2024] for one in register.count_each(2024)
    ] == list(rows.values())


def test_the_target_group_ends_at_22_years_and_from_2021_at_24():
    register = Register()
    for born in ("1997-12-31", "1998-01-01", "1996-01-01", None):
        register.measure(register.child(born), "2015-01-01")
    found = register.count(2020, 2021, 2022)
    # In 2020: 23, 22 and 24 years; in 2021: 24, 23 and 25; in 2022: 25, 24 and 26; the child of
    # unknown age counts.
    assert [found["children_with_measures_during_year", year] for year in (2020, 2021, 2022)] == [
        2,
        3,
        2,
    ]
    assert (
        found["children_with_measures_31dec", 2020, "age_22"]
        == found["children_with_measures_31dec", 2022, "age_24"]
        == 1
    )
    assert not found.has("children_with_measures_31dec", 2020, "age_23") and not found.has(
        "children_with_measures_during_year", 2020, "age_0_24"
    )
    assert (
        found["children_with_measures_during_year", 2021, "age_0_24"],
        found["children_with_measures_during_year", 2021, "age_0_22"],
    ) == (2, 0)


def test_aftercare_is_every_measure_of_those_who_are_18_on_the_counting_date():
    register = Register()
    for born in ("2006-12-31", "2007-01-01"):
        register.measure(register.child(born), "2024-02-01", None, "8.1", "BVL2021 3-6")
    register.measure(register.child("2004-05-05"), "2024-02-01", "2024-12-30", "8.1", "BVL2021 3-6")
    assert register.count(2024)["aftercare_31dec", 2024] == 1


def test_new_is_a_child_without_a_measure_on_31_december_of_the_year_before():
    rows = {None: 0, "2023-12-31": 0, "2023-12-30": 1, "2024-02-01": 0}
    register = Register()
    for end in rows:
        case = register.stranger()
        register.measure(case, "2023-03-01", end)
        register.measure(case, "2024-06-01")
    assert [one["children_with_new_measures", 2024] for one in register.count_each(2024)] == list(
        rows.values()
    )


def test_a_child_investigated_and_helped_counts_once_in_the_service():
    register = Register()
    both, investigated = register.child("2010-01-01"), register.child("2006-12-31")
    register.investigation(both, "2024-02-01", "2024-04-01")
    register.measure(both, "2024-04-01")
    register.investigation(investigated, "2023-11-01", "2024-01-01", "3")
    found = register.count(2024)
    assert found["children_investigated_or_with_measures", 2024] == 2
    assert found["children_investigated_or_with_measures", 2024, "age_0_17"] == 1


def test_offers_of_aftercare_and_the_answers_to_them():
    register = Register()
    case = register.child("2006-05-05")
    register.offer(case, "2023-12-20", "2024-01-10", "1")
    register.offer(case, "2024-02-01", "2024-03-01", "3")
    register.offer(case, "2024-11-01")
    found = register.count(2024)
    assert (found["aftercare_offers", 2024], found["aftercare_answers", 2024]) == (2, 2)
    assert (
        found["aftercare_answers", 2024, "accepted"],
        found["aftercare_answers", 2024, "not_wanted"],
    ) == (1, 1)
    assert not register.count(2024, file_format=KOSTRA_15F).has("aftercare_offers", 2024)


def test_a_person_whose_particulars_were_mended_has_the_newest_known():
    register = Register()
    case = register.child(None, "0", person="p")
    register.rows["persons"] += [
        {"person": "p", "case": case, "sex": "2", "born": "2024-03-03", "start": "2024-04-01"}
    ]
    register.rows["persons"][0]["start"] = "2024-01-01"
    register.measure(case, "2024-02-01")
    found = register.count(2024)
    assert (
        found["children_with_measures_during_year", 2024, "girls"]
        == found["children_with_measures_during_year", 2024, "age_0"]
        == 1
    )


def test_programmes_that_have_a_category():
    register = Register()
    for born, sex, start, end, category in [
        ("2010-05-05", "1", "2023-10-01", "2024-03-01", "3.3"),
        ("2009-05-05", "2", "2024-02-01", "2024-02-29", "3.3"),
        ("2016-05-05", "2", "2024-02-01", None, "3.2"),
    ]:
        register.measure(register.child(born, sex), start, end, category)
    found = register.count(2024)
    assert (found["rft_cases", 2024, "own_municipality"], found["pmto_children", 2024]) == (2, 1)
    assert (
        found["rft_children_started", 2024],
        found["rft_children_started", 2024, "girls"],
        found["rft_age_years", 2024],
    ) == (1, 1, 15)
    assert (found["rft_cases_ended", 2024], found["rft_days", 2024]) == (2, 152 + 28)
    assert not found.has("rft_cases", 2024)
