"""Rules that hold for any cases whatever, on random small registers."""

from random import Random

import pandas as pd
from hypothesis import Phase, given
from hypothesis import strategies as st
from slow_count import SlowCount
from small_cases import Figures, Register, random_register

from barnevern import counting
from barnevern.cases import Cases
from barnevern.cases.formats import BVR, KOSTRA_15F, Format
from barnevern.observations import dimensions, measures
from patience import examples

CODES = ["3201", "0301", "4601", "5001", "1103", "3301", "3203", "3205"]
OWN = {"3201": ("3201", "3024"), "0301": ("0301",)}  # codes of a municipality over the years
YEARS = [2020, 2021, 2022, 2023, 2024]
seeds = st.integers(0, 10**9)  # a failing one can be typed in again; shrinking a seed says nothing
GENERATE = [Phase.explicit, Phase.reuse, Phase.generate]


def figures(cases: Cases, file_format: Format = BVR) -> Figures:
    return Figures(counting.observations(cases, "3201", YEARS, file_format))


@examples(5, phases=GENERATE)
@given(seeds)
def test_the_slow_count_agrees(seed: int):
    chance = Random(seed)
    several = _as_municipalities([random_register(chance).cases() for _ in CODES])
    together = counting.observations_all(several, YEARS)
    for prefix, code in enumerate(CODES):
        own = Cases(
            {name: table[_of(table, str(prefix))] for name, table in several.tables.items()}
        )
        fast, slow = (
            Figures(together[together["region"].eq(code)]),
            SlowCount(own, OWN.get(code, ())).figures(YEARS),
        )
        assert {key: value for key, value in fast.numbers.items() if value} == {
            key: value for key, value in slow.items() if value
        }


def _as_municipalities(registers: list[Cases]) -> Cases:
    """The registers as cases of the municipalities CODES, without shared people."""
    cases = Cases.joined([_renamed(one, str(prefix)) for prefix, one in enumerate(registers)])
    return Cases(
        {
            **cases.tables,
            "cases": cases["cases"].assign(
                municipality=cases["cases"]["case"]
                .str[0]
                .map(dict(zip("01234567", CODES, strict=True)))
            ),
        }
    )


@examples(3, phases=GENERATE)
@given(seeds)
def test_figures_of_different_people_add_up_so_a_case_more_never_lowers_a_count(seed: int):
    chance = Random(seed)
    parts = [_renamed(random_register(chance).cases(), str(number)) for number in range(4)]
    whole = [_renamed(part, "copy of ") for part in parts]
    codes = {str(number): f"000{number}" for number in range(4)} | {"c": "0009"}
    several = Cases.joined([*parts, *whole])
    several = Cases(
        {
            **several.tables,
            "cases": several["cases"].assign(
                municipality=several["cases"]["case"].str[0].map(codes)
            ),
        }
    )
    table = counting.observations_all(several, YEARS).pivot_table(
        index=["measure", "year", "category"], columns="region", values="value", sort=False
    )
    table = table.reindex(columns=list(codes.values()), fill_value=0)
    assert table["0009"].eq(table.drop(columns="0009").sum(axis=1)).all()


def _renamed(cases: Cases, prefix: str) -> Cases:
    ids = [
        "case",
        "person",
        "referral",
        "investigation",
        "measure",
        "plan",
        "move",
        "aftercare",
        "of",
        "from_id",
        "to_id",
    ]
    return Cases(
        {
            n: t.assign(**{c: (prefix + t[c]).astype("str") for c in ids if c in t.columns})
            for n, t in cases.tables.items()
        }
    )


def _of(table: pd.DataFrame, prefix: str) -> "pd.Series[bool]":
    own = next(
        c
        for c in ("case", "referral", "investigation", "measure", "plan", "of", "decision")
        if c in table.columns
    )
    return table[own].str.startswith(prefix)


@examples(4, phases=GENERATE)
@given(seeds)
def test_children_are_never_more_than_people_and_parts_make_the_whole(seed: int):
    chance = Random(seed)
    register = random_register(chance, persons=10)
    cases = register.cases()
    found, people = figures(cases), cases["cases"]["person"].nunique()
    for (measure, year, category), value in found.numbers.items():
        if measure.startswith(
            ("children_", "youth_", "foster_children_", "pmto_children", "institution_children")
        ):
            assert value <= people, (measure, year, category)
    for year in YEARS:
        for name in (
            "children_with_measures_during_year",
            "children_with_measures_31dec",
            "children_with_new_measures",
            "children_placed_31dec",
        ):
            assert found[name, year] == found[name, year, "assistance"] + found[name, year, "care"]
        assert (
            found["children_with_measures_during_year", year]
            >= found["children_with_measures_31dec", year]
        )
        both = (
            found["children_placed_during_year", year]
            + found["children_not_placed_during_year", year]
        )
        assert found["children_with_measures_during_year", year] == both
        for measure, dimension in [
            ("referrals", "sender"),
            ("investigations_by_conclusion", "conclusion"),
            ("investigations_by_duration", "duration"),
        ]:
            assert found[measure, year] == sum(
                found[measure, year, category] for category in dimensions()[dimension]
            )
        assert (
            found["investigations_concluded", year]
            == found["investigations_concluded", year, "measure"]
            + found["investigations_concluded", year, "dismissed"]
        )
        assert (
            found["investigations_started", year] >= found["children_investigations_started", year]
        )
        cells = [
            found["unaccompanied_minors_31dec", year, f"{home}.total"]
            for home in ("studio", "foster_home", "shared_housing", "elsewhere")
        ]
        assert found["unaccompanied_minors_31dec", year] == sum(cells)
        if year >= 2022:
            for visits in ("foster_visits", "supervision_visits"):
                assert (
                    found[f"{visits}_required", year]
                    == found[f"{visits}_done", year] + found[f"{visits}_missing", year]
                )
                assert found[f"{visits}_required", year] == sum(
                    found[f"{visits}_required", year, quarter]
                    for quarter in dimensions()["quarter"]
                )


@examples(4, phases=GENERATE)
@given(seeds)
def test_15f_says_the_same_of_all_that_it_can_express(seed: int):
    chance = Random(seed)
    cases = random_register(chance, persons=10).cases()
    only_bvr = ("extensions", "participation", "visit_duties", "visits", "aftercare", "decisions")
    yearly = Cases(
        {
            name: table.iloc[0:0] if name in only_bvr else table
            for name, table in cases.tables.items()
        }
    )
    bvr, kostra = figures(cases), figures(yearly, KOSTRA_15F)
    assert kostra.numbers == {key: bvr.numbers[key] for key in kostra.numbers}
    assert {
        "investigation_deadline_breaches",
        "investigations_extended",
        "foster_visits_done",
        "aftercare_offers",
    }.isdisjoint(m for m, _ in kostra.names())


@examples(4, phases=GENERATE)
@given(seeds)
def test_a_figure_does_not_depend_on_what_happened_after_its_year(seed: int):
    chance = Random(seed)
    register = random_register(chance, persons=10)
    whole = figures(register.cases())
    for rows in register.rows.values():
        for row in rows:
            if str(row.get("end") or "") > "2022-12-31":
                row["end"] = None
                row.pop("conclusion", None)
    then = figures(register.cases())
    assert {k: v for k, v in then.numbers.items() if k[1] <= 2022} == {
        k: v for k, v in whole.numbers.items() if k[1] <= 2022
    }


def test_every_figure_is_a_known_measure_and_category_and_stands_once():
    register = random_register(Random(3))
    table = counting.observations(register.cases(), "3201", YEARS)
    for measure, category in set(zip(table["measure"], table["category"], strict=True)):
        allowed = [
            c
            for dimension in measures()[measure]["dimension"].split()
            for c in dimensions()[dimension]
        ]
        assert category in ["", *allowed], (measure, category)
    assert not table.duplicated(["region", "year", "measure", "category"]).any()
    assert table["value"].notna().all()


def test_no_cases_are_zeros_not_nothing():
    found = Register().count(2024)
    assert set(found.numbers.values()) == {0.0}
    assert found.has("children_with_measures_31dec", 2024, "care") and found.has(
        "foster_visits_missing", 2024, "q4"
    )


def test_many_municipalities_at_once_are_each_of_them_alone():
    frames = [random_register(Random(seed)).cases() for seed in range(len(CODES))]
    together = counting.observations_all(_as_municipalities(frames), YEARS)
    for seed in (0, 3):
        alone = counting.observations(_renamed(frames[seed], str(seed)), code := CODES[seed], YEARS)
        pd.testing.assert_frame_equal(
            together[together["region"].eq(code)].reset_index(drop=True), alone
        )


def test_one_person_in_two_municipalities_counts_in_both():
    register = Register()
    for municipality in ("3201", "0301"):
        case = register.child(person="same", municipality=municipality)
        register.measure(case, "2024-02-01")
    found = counting.observations_all(register.cases(), [2024])
    rows = found[found["measure"].eq("children_with_measures_31dec") & found["category"].eq("")]
    assert rows.set_index("region")["value"].to_dict() == {"3201": 1, "0301": 1}


def test_the_order_of_rows_does_not_matter_and_the_same_bytes_come_out():
    cases = random_register(Random(11), persons=6).cases()
    shuffled = Cases(
        {
            n: t
            if n == "referral_senders"
            else t.sample(frac=1, random_state=1).reset_index(drop=True)
            for n, t in cases.tables.items()
        }
    )
    pd.testing.assert_frame_equal(
        counting.observations(shuffled, "3201", YEARS), counting.observations(cases, "3201", YEARS)
    )


def test_of_an_element_in_two_extracts_the_newer_counts():
    older, newer = Register(), Register()
    older.measure(older.child(), "2023-02-01")
    newer.measure(newer.child(), "2023-02-01", "2023-12-01")
    found = Figures(
        counting.observations(Cases.joined([older.cases(), newer.cases()]), "3201", [2023, 2024])
    )
    assert (
        found["children_with_measures_during_year", 2023] == 1
        and found["children_with_measures_31dec", 2023] == 0
    )
    assert found["children_with_measures_during_year", 2024] == 0
