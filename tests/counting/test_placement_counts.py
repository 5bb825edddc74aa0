"""Placements: what they are, emergencies by law, moves, own share, unaccompanied minors."""

from small_cases import Register

from barnevern.cases.formats import KOSTRA_15F
from barnevern.observations import dimensions

PLACEMENTS = ["1.1", "1.2", "1.99", "2.1", "2.5", "2.6", "2.99", "8.2", "8.4", "8.5"]


def test_what_a_placement_is():
    categories = [*PLACEMENTS, "8.1", "8.3", "3.8", "3.10", "8.99"]
    register = Register()
    for category in categories:
        register.measure(register.stranger(), "2024-02-01", None, category)
    for category, found in zip(categories, register.count_each(2024), strict=True):
        placed = category in PLACEMENTS
        counts = [
            found[name, 2024]
            for name in (
                "children_placed_during_year",
                "children_placed_31dec",
                "placements_started",
            )
        ]
        assert counts == [placed] * 3, category
        assert found["children_not_placed_during_year", 2024, "age_0_17"] == 1 - placed


def test_two_placements_at_once_are_one_child():
    register = Register()
    case = register.child()
    register.measure(case, "2024-02-01", None, "2.1", "BVL2021 5-1")
    register.measure(case, "2024-02-01", None, "1.1", "BVL2021 3-2")
    found = register.count(2024)
    assert (found["children_placed_31dec", 2024], found["children_placed_31dec", 2024, "care"]) == (
        1,
        1,
    )


def test_a_placement_that_ended_in_january_is_still_a_placed_child_of_the_year():
    register = Register()
    case = register.child()
    register.measure(case, "2020-02-01", "2024-01-01", "2.1")
    register.measure(case, "2024-01-02", None, "3.9")
    found = register.count(2024)
    assert (
        found["children_placed_during_year", 2024],
        found["children_not_placed_during_year", 2024],
        found["children_placed_31dec", 2024],
    ) == (
        1,
        0,
        0,
    )


EMERGENCIES = [
    ("BVL2021 4-1", "without_care"),
    ("BVL2021 4-2", "care"),
    ("BVL2021 4-3", "moving_ban"),
    ("BVL2021 4-4", "behaviour"),
    ("BVL2021 4-5", "trafficking"),
    ("BVL 4-6 1", "without_care"),
    ("BVL 4-6 2", "care"),
    ("BVL 4-6", "not_stated"),
    ("BVL 4-9 1", "moving_ban"),
    ("BVL 4-25 2", "behaviour"),
    ("BVL 4-29 4", "trafficking"),
    ("BVL 4-29 1", ""),
    ("BVL2021 4-6", ""),
    ("BVL 4-1", ""),
    ("BVL2021 5-1", ""),
    ("BL1981 4-6", ""),
]


def test_an_emergency_by_its_legal_basis_in_the_old_law_and_the_new():
    register = Register()
    for law, _ in EMERGENCIES:
        register.measure(register.stranger(), "2024-02-01", "2024-02-20", "2.5", law)
    for (law, kind), found in zip(EMERGENCIES, register.count_each(2024), strict=True):
        assert {
            name
            for name in dimensions()["emergency_basis"]
            if found["emergency_decisions", 2024, name]
        } == {kind} - {""}, law
        assert (found["emergency_decisions", 2024], found["emergency_placements", 2024]) == (
            bool(kind),
            bool(kind),
        ), law
        assert found["emergency_placements", 2024, "voluntary"] == (kind == "without_care")
        assert found["emergency_placements", 2024, "serious_behaviour"] == (kind == "behaviour")


def test_an_emergency_counts_in_the_year_it_begins_and_each_time():
    register = Register()
    case = register.child()
    register.measure(case, "2023-12-31", "2024-01-20", "2.5", "BVL2021 4-1")
    register.measure(case, "2024-01-20", "2024-02-20", "2.5", "BVL2021 4-2")
    register.measure(case, "2024-05-01", "2024-05-20", "3.9", "BVL2021 4-3")
    found = register.count(2023, 2024)
    assert (found["emergency_placements", 2023], found["emergency_placements", 2024]) == (1, 1)
    assert found["emergency_decisions", 2024] == 2


def test_institutions_and_youth():
    register = Register()
    for born, end in (
        ("2011-12-31", None),
        ("2012-01-01", None),
        ("2008-01-01", "2024-12-30"),
    ):  # 13, 12 and 16 years
        register.measure(register.child(born), "2024-02-01", end, "1.1")
    found = register.count(2024)
    assert (
        found["institution_children", 2024],
        found["youth_with_institution_decision", 2024],
        found["youth_in_institution_31dec", 2024],
    ) == (
        3,
        2,
        1,
    )


def test_places_with_an_own_share_on_31_december():
    register = Register()
    for category in ("1.1", "1.99", "2.3", "2.5", "2.1", "3.8"):
        register.measure(register.child(), "2024-02-01", None, category)
    register.measure(register.child(), "2024-02-01", "2024-12-01", "1.1")
    found = register.count(2024)
    kinds = ("institution", "parent_child_centre", "emergency_or_specialised_foster_home")
    assert [found["cost_driving_placements_31dec", 2024, kind] for kind in kinds] == [2, 1, 2]
    assert found["cost_driving_placements_31dec", 2024] == 5


MOVES = [
    ("1.1.3", "1", 1, 1),
    ("1.2.2", "4", 1, 1),
    ("2.6", "6", 1, 1),
    ("1.1.1", "6", 1, 0),
    ("1.1.2", "7", 1, 0),
    ("2.1", "6", 1, 0),
    ("2.7", "6", 1, 0),
    ("2.9", "1", 1, 0),
    ("1.3", "1", 0, 0),
    ("1.1.3", "9", 0, 0),
]


def test_moves_and_those_not_intended():
    register = Register()
    for cause, destination, _, _ in MOVES:
        register.move(register.stranger(), "2024-12-31", cause, destination)
    for (cause, destination, moves, unintended), found in zip(
        MOVES, register.count_each(2024), strict=True
    ):
        names = ("moves", "unintended_moves", "children_with_unintended_moves")
        assert [found[name, 2024] for name in names] == [moves, unintended, unintended], (
            cause,
            destination,
        )
    assert not register.count(2021).has("moves", 2021), "the codes of a move are valid from 2022"


def test_a_child_moved_twice_is_one_child():
    register = Register()
    case = register.child()
    register.move(case, "2024-03-01", "1.2.1")
    register.move(case, "2024-09-01", "1.1.3")
    found = register.count(2024, file_format=KOSTRA_15F)
    assert (found["unintended_moves", 2024], found["children_with_unintended_moves", 2024]) == (
        2,
        1,
    )


def test_unaccompanied_minors_by_home_and_age():
    register = Register()
    for born, category, duf, ground in [
        ("2007-01-01", "8.2", True, "12"),
        ("2005-01-01", "2.1", True, "12"),
        ("2003-12-31", "8.1", True, "12"),
        ("2010-01-01", "3.9", True, "12"),
        ("2010-01-01", "8.2", False, "12"),  # no DUF number
        ("2010-01-01", "8.2", True, "7"),  # came with parents
    ]:
        register.measure(register.child(born, duf=duf), "2024-02-01", None, category, ground=ground)
    found = register.count(2024)
    name = "unaccompanied_minors_31dec"
    cells = {
        category: found[name, 2024, category]
        for category in (
            "shared_housing.0_17",
            "foster_home.18_20",
            "studio.21_25",
            "elsewhere.0_17",
        )
    }
    assert cells == dict.fromkeys(cells, 1)
    assert (
        found[name, 2024],
        found[name, 2024, "total.0_17"],
        found[name, 2024, "shared_housing.total"],
    ) == (4, 2, 1)
    assert (
        found["unaccompanied_minors_placed_during_year", 2024],
        found["unaccompanied_minors_follow_up", 2024, "shared_housing"],
    ) == (2, 1)
    assert not register.count(2026).has(name, 2026), "the ground has no code from 2026"


def test_an_unaccompanied_minor_is_settled_in_the_year_of_the_first_measure():
    register = Register()
    for born, start in (
        ("2009-06-01", "2024-05-31"),
        ("2009-06-01", "2024-06-01"),
        ("2009-06-01", "2023-06-01"),
    ):
        register.measure(register.child(born, duf=True), start, None, "8.2", ground="12")
    found = register.count(2024)
    assert (
        found["unaccompanied_minors_settled", 2024],
        found["unaccompanied_minors_settled", 2024, "under_15"],
    ) == (2, 1)
