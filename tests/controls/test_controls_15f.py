"""Every control of KOSTRA 15F: a case that it finds, and one just as near that it must not find."""

import pytest
from small_extracts import FAULT, kostra

from barnevern import controls
from barnevern.controls.results import findings_of, material_of

CLOSED = {"closed": True, "end": "2024-12-01"}
ENDED = {"end": "2024-06-01"}
FORMER_SECTION = {"of": "m1", "kind": "measure", "order": 0, "act": "BVL", "chapter": "4"}
CARE = [
    {
        "of": "m1",
        "kind": "measure",
        "order": 0,
        "act": "BVL2021",
        "chapter": "5",
        "section": "1",
        "letter": "a",
    }
]
READ_WITH = [
    {**FORMER_SECTION, "section": "8", "subsection": "1"},
    {**FORMER_SECTION, "section": "12", "order": 1},
]
NOT_READ_WITH = [
    {**FORMER_SECTION, "section": "8", "subsection": "1"},
    {**FORMER_SECTION, "section": "4", "order": 1},
]
OTHER_CASE = {
    "case": "c2",
    "municipality": "3201",
    "year": 2024,
    "start": "2024-01-10",
    "closed": False,
}
OTHER_PLAN = {"plan": "l2", "case": "c2", "type": "1", "start": "2024-04-10"}
NO_CONTENT = {"referrals": [], "plans": [], "measures": [], "investigations": [], "legal_bases": []}


def second_child(**about):
    """A second case beside the first, with a plan so that only what is asked about is wrong."""
    return {
        "cases": ({**OTHER_CASE, "person": about["person"]},),
        "persons": (
            {
                "person": about["person"],
                "case": "c2",
                "born": "2012-05-01",
                "identity": about.get("identity", "fnr"),
            },
        ),
        "plans": (OTHER_PLAN,),
    }


def placements(*periods):
    rows = [
        {"measure": f"m{n}", "case": "c1", "start": start, "end": end, "category": kind}
        for n, (kind, start, end) in enumerate(periods, 1)
    ]
    return {"measures": rows, "cases": {"start": "2023-06-01"}}


# control: (changes that it must find, changes that it must not find)
EXAMPLES = {
    "Avgiver 2": ({"about": {"year": 2023}}, {"about": {"year": 2024}}),
    "Avgiver 3": ({"about": {"organisation": " "}}, {"about": {"organisation": "974553686"}}),
    "Avgiver 4": ({"about": {"municipality": "3203"}}, {"about": {"municipality": "3201"}}),
    "Avgiver 6": ({"about": {"municipality_name": ""}}, {"about": {"municipality_name": "B"}}),
    "Individ 01": ({"faults": [FAULT]}, {}),
    "Individ 01a": ({"plans": {"end": "2050-01-01"}}, {"plans": {"end": "2049-12-31"}}),
    "Individ 02a": ({"cases": {"end": "2024-01-09"}}, {"cases": {"end": "2024-01-10"}}),
    "Individ 02b": ({"cases": {"end": "2023-12-30"}}, {"cases": {"end": "2023-12-31"}}),
    "Individ 02d": ({"cases": {"closed": True}}, {"cases": CLOSED}),
    "Individ 03": ({"persons": {"identity": "invalid"}}, {"persons": {"identity": "partial"}}),
    "Individ 04": (second_child(person="p1"), second_child(person="p2")),
    "Individ 05": (
        {**second_child(person="p2"), "journals": {"c1": "J1", "c2": "J1"}},
        second_child(person="p2"),
    ),
    "Individ 06": (NO_CONTENT, {**NO_CONTENT, "plans": {}}),
    "Individ 07": ({"persons": {"born": "1998-12-31"}}, {"persons": {"born": "1999-01-01"}}),
    "Individ 08": (
        {**NO_CONTENT, "persons": {"born": "2005-12-31"}},
        {"persons": {"born": "2005-12-31"}},
    ),
    "Individ 09": (
        {"cases": {"municipality": "0301"}},
        {"cases": {"municipality": "0301", "district": "02"}},
    ),
    "Individ 10": (
        {"cases": {"municipality": "0301"}, "remarks": [("c1", "district_unnamed")]},
        {"remarks": [("c1", "district_unnamed")]},
    ),
    "Individ 11": ({"persons": {"identity": "partial"}}, {"persons": {"identity": "dnr"}}),
    "Individ 12": ({"persons": {"identity": "duf"}}, {"persons": {"identity": "unborn"}}),
    "Individ 19": ({"remarks": [("c1", "duf_invalid")]}, {"remarks": [("c2", "duf_invalid")]}),
    "Melding 2a": ({"referrals": {"end": "2024-01-09"}}, {"referrals": {"end": "2024-01-10"}}),
    "Melding 2c": (
        {"cases": {"end": "2024-01-16"}, "referrals": {"conclusion": "1"}},
        {"cases": {"end": "2024-01-16"}},
    ),
    "Melding 2d": ({"cases": CLOSED, "referrals": {"end": None}}, {"cases": CLOSED}),
    "Melding 2e": ({"referrals": {"start": "2024-01-09"}}, {"referrals": {"start": "2024-01-11"}}),
    "Melding 3": ({"referrals": {"end": "2024-01-18"}}, {"referrals": {"end": "2024-01-17"}}),
    "Melding 4": (
        {"referral_senders": []},
        {"referral_senders": [], "referrals": {"conclusion": "3"}},
    ),
    "Melding 5": (
        {"referral_grounds": []},
        {"referral_grounds": [], "referrals": {"conclusion": "4"}},
    ),
    "Melder 2": (
        {"referral_senders": {"code": "22"}},
        {"referral_senders": {"code": "22", "specified": True}},
    ),
    "Saksinnhold 2": (
        {"referral_grounds": {"code": "18"}},
        {"referral_grounds": {"code": "18", "specified": True}},
    ),
    "Undersøkelse 2a": (
        {"investigations": {"end": "2024-01-16"}},
        {"investigations": {"end": "2024-01-17"}},
    ),
    "Undersøkelse 2b": (
        {"investigations": {"end": "2025-01-02"}},
        {"investigations": {"end": None}},
    ),
    "Undersøkelse 2c": (
        {"cases": {"end": "2024-04-09"}},
        {"cases": {"end": "2024-04-09"}, "investigations": {"conclusion": ""}},
    ),
    "Undersøkelse 2d": (
        {"cases": CLOSED, "investigations": {"end": "2025-01-01"}},
        {"cases": CLOSED},
    ),
    "Undersøkelse 2e": (
        {"investigations": {"start": "2024-01-09"}},
        {"investigations": {"start": "2024-01-10"}},
    ),
    "Undersøkelse 3": (
        {"investigations": {"conclusion": "5"}},
        {"investigations": {"conclusion": "5", "specified": True}},
    ),
    "Undersøkelse 4": (
        {"investigations": {"conclusion": ""}},
        {"investigations": {"conclusion": "", "end": None}},
    ),
    "Undersøkelse 7": (
        {"investigation_grounds": []},
        {"investigation_grounds": [], "investigations": {"conclusion": "3"}},
    ),
    "Undersøkelse 8": (
        {"investigations": {"start": "2024-06-30", "end": None}},
        {"investigations": {"start": "2024-07-01", "end": None}},
    ),
    "Vedtaksgrunnlag 2": (
        {"investigation_grounds": {"code": "19"}},
        {"investigation_grounds": {"code": "17"}},
    ),
    "Plan 2a": ({"plans": {"end": "2024-04-09"}}, {"plans": {"end": "2024-04-10"}}),
    "Plan 2c": (
        {"cases": ENDED, "plans": {"end": "2024-06-02"}},
        {"cases": ENDED, "plans": {"end": "2024-06-01"}},
    ),
    "Plan 2d": ({"cases": CLOSED}, {"cases": CLOSED, "plans": {"end": "2024-12-01"}}),
    "Plan 2e": ({"plans": {"start": "2024-01-09"}}, {"plans": {"start": "2024-01-10"}}),
    "Tiltak 2a": ({"measures": {"end": "2024-04-09"}}, {"measures": {"end": "2024-04-10"}}),
    "Tiltak 2b": ({"measures": {"end": "2023-12-31"}}, {"measures": {"end": "2024-12-31"}}),
    "Tiltak 2c": ({"cases": ENDED, "measures": {"end": "2024-06-02"}}, {"cases": ENDED}),
    "Tiltak 2d": ({"cases": CLOSED}, {"cases": {"end": "2024-12-01"}}),
    "Tiltak 2e": ({"measures": {"start": "2024-01-09"}}, {"measures": {"start": "2024-01-10"}}),
    "Tiltak 4": (
        {"measures": ENDED, "legal_bases": CARE},
        {"measures": {**ENDED, "revoked": "1"}, "legal_bases": CARE},
    ),
    "Tiltak 5": (
        {"measures": {"category": "4.1"}, "persons": {"born": "2017-12-31"}},
        {"measures": {"category": "4.1"}, "persons": {"born": "2018-01-01"}},
    ),
    "Tiltak 6": (
        {"measures": {"category": "4.2"}, "persons": {"born": "2013-12-31"}},
        {"measures": {"category": "4.2"}, "persons": {"born": "2014-01-01"}},
    ),
    "Tiltak 7": (
        {"measures": {"category": "3.7"}},
        {"measures": {"category": "3.7", "specified": True}},
    ),
    "Tiltak 8": (
        {"measures": {**ENDED, "revoked": "4"}},
        {"measures": {**ENDED, "revoked": "4", "revoked_specified": True}},
    ),
    "Tiltak 9": (
        placements(("2.1", "2024-02-01", "2024-09-01"), ("1.1", "2024-05-01", "2024-08-02")),
        placements(("2.1", "2024-02-01", "2024-09-01"), ("1.1", "2024-05-01", "2024-08-01")),
    ),
    "Tiltak 24": (
        {"measures": {"start": "2022-12-31"}, "cases": {"start": "2022-01-01"}},
        {"measures": {"start": "2023-01-01"}, "cases": {"start": "2022-01-01"}},
    ),
    "Lovhjemmel 3": (
        {"persons": {"born": "2005-12-31"}, "legal_bases": CARE},
        {"persons": {"born": "2006-01-01"}, "legal_bases": CARE},
    ),
    "Lovhjemmel 4": ({"legal_bases": {"section": "0"}}, {"legal_bases": {"section": "10"}}),
    "Flytting 2c": (
        {"cases": ENDED, "moves": [{"move": "f1", "case": "c1", "date": "2024-06-02"}]},
        {"cases": ENDED, "moves": [{"move": "f1", "case": "c1", "date": "2024-06-01"}]},
    ),
    "Flytting 2f": (
        {"moves": [{"move": "f1", "case": "c1", "date": "2024-01-09"}]},
        {"moves": [{"move": "f1", "case": "c1", "date": "2024-01-10"}]},
    ),
}


def found(control, changes):
    return findings_of(
        controls.controls("15F")[control], material_of(kostra(**changes), 2024, "3201")
    )


def test_a_clean_child_gives_no_finding():
    assert controls.run(kostra(), year=2024, municipality="3201").empty


def test_every_control_of_the_specification_has_a_function_and_an_example():
    assert len(EXAMPLES) == 59
    assert list(EXAMPLES) == list(controls.controls("15F")) == list(controls.asked(kostra()))


@pytest.mark.parametrize("control", EXAMPLES)
def test_it_finds_what_is_wrong_and_says_so_in_words(control):
    rows = found(control, dict(EXAMPLES[control][0]))
    assert len(rows) >= 1
    assert set(rows["severity"]) == {controls.controls("15F")[control].severity}
    assert not rows["message"].str.contains(r"[{}]|nan|NaT|None|<NA>").any()


@pytest.mark.parametrize("control", EXAMPLES)
def test_it_leaves_what_is_right_alone(control):
    assert found(control, dict(EXAMPLES[control][1])).empty


def test_both_of_two_cases_of_one_child_are_found_and_name_each_other():
    rows = found("Individ 04", second_child(person="p1"))
    assert dict(
        zip(rows["case"], rows["message"].str.extract(r"journal (\w+)\.")[0], strict=True)
    ) == {"c1": "J2", "c2": "J1"}


def test_two_cases_of_one_child_under_one_journal_number_are_the_other_control():
    changes = {**second_child(person="p1"), "journals": {"c1": "J1", "c2": "J1"}}
    assert found("Individ 04", dict(changes)).empty
    assert len(found("Individ 05", dict(changes))) == 2


def test_a_wrong_number_beside_a_right_duf_number_is_wrong():
    assert found("Individ 03", {"persons": {"identity": "duf"}}).empty
    rows = found(
        "Individ 03", {"persons": {"identity": "duf"}, "remarks": [("c1", "number_invalid")]}
    )
    assert rows["message"].str.startswith(
        "Fødselsnummeret eller DUF-nummeret er ikke gyldig."
    ).tolist() == [True]


def test_children_without_a_number_are_not_one_child():
    assert found(
        "Individ 04",
        second_child(person="p1", identity="partial")
        | {"persons": ({"person": "p1", "case": "c2"},)},
    ).empty


@pytest.mark.parametrize(
    ("bases", "care"), [(CARE, True), (READ_WITH, True), (NOT_READ_WITH, False)]
)
def test_care_orders_are_those_of_the_specification(bases, care):
    rows = found("Tiltak 4", {"measures": ENDED, "legal_bases": bases})
    assert len(rows) == care


def test_an_open_placement_lasts_to_the_counting_day():
    assert found(
        "Tiltak 9", placements(("2.1", "2024-02-01", None), ("8.2", "2024-10-01", None))
    ).empty
    rows = found("Tiltak 9", placements(("2.1", "2024-02-01", None), ("8.2", "2024-09-30", None)))
    assert list(rows["of"]) == ["m2"]


def test_three_placements_at_once_are_three_pairs():
    long = ("2.1", "2024-01-10", "2024-12-01")
    assert list(found("Tiltak 9", placements(long, long, long))["of"]) == ["m2", "m3", "m3"]


def test_a_newer_measure_may_be_by_either_act_but_what_it_is_read_with_counts_too():
    ours = {"of": "m1", "kind": "measure", "order": 1, "chapter": "4", "section": "12"}
    assert found("Tiltak 24", {"legal_bases": ({**ours, "act": "BVL"},)}).empty
    assert (
        len(
            found(
                "Tiltak 24",
                {"legal_bases": ({**ours, "act": "BL1981"}, {**ours, "order": 2, "act": "BL1981"})},
            )
        )
        == 1
    )


def test_dates_of_the_window_are_named():
    rows = found(
        "Individ 01a",
        {
            "moves": [{"move": "f1", "case": "c1", "date": "1998-12-31"}],
            "referrals": {"end": "2050-01-01"},
        },
    )
    assert list(rows["message"]) == [
        "Sluttdatoen 01.01.2050 er ikke mellom 01.01.1999 og 31.12.2049.",
        "Flyttedatoen 31.12.1998 er ikke mellom 01.01.1999 og 31.12.2049.",
    ]
    assert list(rows["of"]) == ["r1", "f1"]


def test_without_year_and_municipality_the_files_own_count():
    findings = controls.run(kostra(about={"year": 2023, "municipality": "3203"}))
    assert not findings["control"].isin(["Avgiver 2", "Avgiver 4"]).any()


def test_an_ended_element_of_a_closed_case_without_end_is_found_too():
    assert found("Melding 2d", {"cases": {"closed": True}})["message"].tolist() == [
        "Saken er meldt avsluttet ved årsskiftet. Da må meldingen ha sluttdato i eller før"
        " rapporteringsåret, og saken må ha sluttdato. Meldingen: 17.01.2024. Saken: ikke oppgitt."
    ]
