"""Every control of BVR that a file can answer: a case that it finds, and one just as near that it
must not find.
"""

import pytest
from small_extracts import FAULT, bvr

from barnevern import controls
from barnevern.controls.results import findings_of, material_of

END = {"end": "2024-06-01"}
LATE, EARLY = "2024-06-02", "2024-01-09"
OLD = {"cases": {"start": "2022-01-01"}}
BASIS = {
    "of": "m1",
    "kind": "measure",
    "order": 0,
    "act": "BVL2021",
    "chapter": "3",
    "section": "1",
}
CARE = {**BASIS, "chapter": "5"}
OF_DECISION = {
    "of": "d1",
    "kind": "decision",
    "order": 0,
    "act": "BVL2021",
    "chapter": "3",
    "section": "1",
}
EMPTY = {
    table: []
    for table in (
        "referrals",
        "investigations",
        "plans",
        "measures",
        "decisions",
        "decision_statuses",
        "legal_bases",
        "relations",
    )
}
APPLICATION = {"application": "a1", "case": "c1", "start": "2024-05-01"}
TO_APPLICATION = {
    "case": "c1",
    "from_type": "decision",
    "from_id": "d1",
    "to_type": "application",
    "to_id": "a1",
}
FROM_REFERRAL = [
    {
        "case": "c1",
        "from_type": "referral",
        "from_id": "r1",
        "to_type": "investigation",
        "to_id": "i1",
    }
]
OPEN = {"end": None, "conclusion": ""}
SENT = [
    {"decision": "d1", "date": "2024-04-10", "code": "1"},
    {"decision": "d1", "date": "2024-04-12", "code": "2"},
]


def one(table, **row):
    return {table: [{"case": "c1", **row}]}


def aftercare(**row):
    return one("aftercare", aftercare="e1", **row)


def move(date):
    return one("moves", move="f1", date=date)


def application(act="BVL2021", **row):
    return one("board_applications", **{**APPLICATION, **row}) | {
        "legal_bases": ({**BASIS, "of": "a1", "kind": "application", "act": act},)
    }


def placements(first_end, second_start):
    return {
        "measures": [
            {
                "measure": "m1",
                "case": "c1",
                "start": "2024-02-01",
                "end": first_end,
                "category": "2.1",
            },
            {"measure": "m2", "case": "c1", "start": second_start, "category": "8.4"},
        ]
    }


def twin(table, **change):
    """A second element like the first one but for its id and ``change``, with all that belongs to
    it.
    """
    rows = {
        "referrals": (
            "referral",
            {"start": "2024-01-10", "end": "2024-01-17", "conclusion": "2"},
            ["referral_senders", "referral_grounds"],
        ),
        "investigations": (
            "investigation",
            {"start": "2024-01-17", "end": "2024-04-10", "conclusion": "1"},
            ["investigation_grounds"],
        ),
        "plans": ("plan", {"type": "1", "start": "2024-04-10"}, []),
        "measures": ("measure", {"start": "2024-04-10", "category": "3.6"}, ["legal_bases"]),
        "decisions": ("decision", {"start": "2024-04-10"}, ["legal_bases", "decision_statuses"]),
    }
    key, row, belonging = rows[table]
    parts = {
        "referral_senders": {"referral": "x2", "code": "11"},
        "referral_grounds": {"referral": "x2", "code": "20"},
        "investigation_grounds": {"investigation": "x2", "code": "20"},
        "legal_bases": {**(BASIS if table == "measures" else OF_DECISION), "of": "x2"},
        "decision_statuses": {"decision": "x2", "date": "2024-04-10", "code": "1"},
    }
    return {table: ({"case": "c1", key: "x2", **row, **change},)} | {
        part: (parts[part],) for part in belonging
    }


def person(**change):
    return {"persons": change}


# control: (changes that it must find, changes that it must not find)
EXAMPLES = {
    "Validéring av innhold mot filbeskrivelse": ({"faults": [FAULT]}, {}),
    "Avgiver Kontroll 1": (
        {"about": {"organisation": "964338531"}},
        {"about": {"organisation": "964338531"}, "cases": {"district": "01"}},
    ),
    "Sak kontroll 1": ({"plans": {"end": "2051-01-01"}}, {"plans": {"end": "2050-12-31"}}),
    "Sak Kontroll 2a": ({"cases": {"end": EARLY}}, {"cases": {"end": "2024-01-10"}}),
    "Sak Kontroll 7": (person(born="1999-12-31"), person(born="2000-01-01")),
    "Sak Kontroll 8": (
        {**person(born="2006-12-31"), "measures": []},
        {**person(born="2007-01-01"), "measures": []},
    ),
    "Sak Kontroll 21": (EMPTY, {**EMPTY, "cases": END}),
    "Sak kontroll 23": ({"cases": END}, {"cases": {"end": None}}),
    "Personalia Kontroll 2f": (
        {"cases": END, **person(start=LATE)},
        {"cases": END, **person(start="2024-06-01")},
    ),
    "Personalia kontroll 11": ({"persons": []}, person(identity="invalid")),
    "Personalia kontroll 12": (person(identity="invalid"), person(identity="partial")),
    "Personalia Kontroll 13": (
        {"remarks": [("c1", "born_differs")]},
        {"remarks": [("c2", "born_differs")]},
    ),
    "Personalia Kontroll 14": (
        {"remarks": [("c1", "sex_differs")]},
        {"remarks": [("c1", "born_differs")]},
    ),
    "Personalia Kontroll 15": (
        person(identity="unborn", born=EARLY),
        person(identity="unborn", born="2024-01-10"),
    ),
    "Personalia Kontroll 16": (person(born="2024-10-11"), person(born="2024-10-10")),
    "Personalia Kontroll 17": ({"remarks": [("c1", "duf_invalid")]}, {}),
    "Personalia Kontroll 18": (person(identity="dnr"), person(identity="fnr")),
    "Melding Kontroll 2a": ({"referrals": {"end": EARLY}}, {"referrals": {"end": "2024-01-10"}}),
    "Melding Kontroll 2c": (
        {"cases": END, "referrals": {"end": LATE}},
        {"cases": END, "referrals": {"end": "2024-06-01"}},
    ),
    "Melding Kontroll 2e": (
        {"referrals": {"start": EARLY}},
        {"referrals": {"start": "2024-01-10"}},
    ),
    "Melding Kontroll 3": (
        {"referrals": {"end": "2024-01-18"}},
        {"referrals": {"end": "2024-01-17"}},
    ),
    "Melding Kontroll 4": (
        {"referral_senders": []},
        {"referral_senders": [], "referrals": {"conclusion": ""}},
    ),
    "Melding Kontroll 5": (
        {"referral_grounds": []},
        {"referral_grounds": [], "referrals": {"conclusion": ""}},
    ),
    "Melding Kontroll 19": (twin("referrals"), twin("referrals", conclusion="3")),
    "Melder Kontroll 2": (
        {"referral_senders": {"code": "22"}},
        {"referral_senders": {"code": "22", "specified": True}},
    ),
    "Saksinnhold Kontroll 2": (
        {"referral_grounds": {"code": "19"}},
        {"referral_grounds": {"code": "19", "specified": True}},
    ),
    "Undersøkelse Kontroll 2a": (
        {"investigations": {"end": "2024-01-16"}},
        {"investigations": {"end": "2024-01-17"}},
    ),
    "Undersøkelse Kontroll 2c": ({"cases": END, "investigations": {"end": LATE}}, {"cases": END}),
    "Undersøkelse Kontroll 2e": (
        {"investigations": {"start": EARLY}},
        {"investigations": {"start": "2024-01-10"}},
    ),
    "Undersøkelse Kontroll 3": (
        {"investigation_grounds": {"code": "18"}},
        {"investigation_grounds": {"code": "18", "specified": True}},
    ),
    "Undersøkelse Kontroll 7": (
        {"investigation_grounds": []},
        {"investigation_grounds": [], "investigations": {"conclusion": "4"}},
    ),
    "Undersøkelse Kontroll 11": (
        {"investigations": OPEN, "cases": {"extracted": "2024-04-17"}},
        {"investigations": OPEN, "cases": {"extracted": "2024-04-16"}},
    ),
    "Undersøkelse Kontroll 19": (
        twin("investigations"),
        twin("investigations", start="2024-01-18"),
    ),
    "Undersøkelse Kontroll 20": ({"relations": []}, {"relations": FROM_REFERRAL}),
    "Undersøkelse Kontroll 21": (
        {"relations": FROM_REFERRAL},
        {"relations": FROM_REFERRAL, "investigations": {"conclusion": "3"}},
    ),
    "Vedtak Kontroll 2a": (
        {"decisions": {"end": "2024-04-09"}},
        {"decisions": {"end": "2024-04-10"}},
    ),
    "Vedtak Kontroll 2c": (
        {"cases": END, "decisions": {"end": LATE}},
        {"cases": END, "decisions": {"end": "2024-06-01"}},
    ),
    "Vedtak Kontroll 2e": ({"decisions": {"start": EARLY}}, {"decisions": {"start": "2024-01-10"}}),
    "Vedtak Kontroll 2f": (
        {"decision_demands": {"decision": "d1", "start": "2024-05-02", "end": "2024-05-01"}},
        {"decision_demands": {"decision": "d1", "start": "2024-05-02"}},
    ),
    "Vedtak Kontroll 2g": (
        {
            "decisions": END,
            "decision_demands": {"decision": "d1", "start": "2024-05-02", "end": LATE},
        },
        {"decision_demands": {"decision": "d1", "start": "2024-05-02", "end": LATE}},
    ),
    "Vedtak Kontroll 2h": (
        {"decision_demands": {"decision": "d1", "start": "2024-04-09"}},
        {"decision_demands": {"decision": "d1", "start": "2024-04-10"}},
    ),
    "Vedtak Kontroll 2i": (
        {"decisions": END, "decision_statuses": {"date": LATE}},
        {"decision_statuses": {"date": LATE}},
    ),
    "Vedtak Kontroll 2j": (
        {"decision_statuses": {"date": "2024-04-09"}},
        {"decision_statuses": {"date": "2024-04-10"}},
    ),
    "Vedtak Kontroll 3": (
        {"decision_statuses": {"code": "4"}},
        {"decision_statuses": {"code": "4"}, "decisions": END},
    ),
    "Vedtak Kontroll 4": (
        {"legal_bases": ({**OF_DECISION, "order": 1, "act": "BVL1"},)},
        {"legal_bases": ({**OF_DECISION, "order": 1, "act": "BL1981"},)},
    ),
    "Vedtak kontroll 5": (
        {**OLD, "decisions": {"start": "2022-12-31"}},
        {**OLD, "decisions": {"start": "2023-01-01"}},
    ),
    "Vedtak Kontroll 19": (twin("decisions"), twin("decisions", end="2024-12-01")),
    "Vedtak Kontroll 20": (
        {"decision_statuses": SENT, "relations": (TO_APPLICATION,)},
        {"decision_statuses": SENT, "relations": (TO_APPLICATION,), **application()},
    ),
    "Tiltak Kontroll 2a": (
        {"measures": {"end": "2024-04-09"}},
        {"measures": {"end": "2024-04-10"}},
    ),
    "Tiltak Kontroll 2c": ({"cases": END, "measures": {"end": LATE}}, {"cases": END}),
    "Tiltak Kontroll 2e": ({"measures": {"start": EARLY}}, {"measures": {"start": "2024-01-10"}}),
    "Tiltak Kontroll 5": (
        {"measures": {"category": "4.1"}, **person(born="2016-12-31")},
        {"measures": {"category": "4.1"}, **person(born="2017-01-01")},
    ),
    "Tiltak Kontroll 6": (
        {"measures": {"category": "4.2"}, **person(born="2012-12-31")},
        {"measures": {"category": "4.2"}, **person(born="2013-01-01")},
    ),
    "Tiltak Kontroll 7": (
        {"measures": {"category": "8.99"}},
        {"measures": {"category": "8.99", "specified": True}},
    ),
    "Tiltak Kontroll 8": ({"measures": {"revoked": "4"}}, {"measures": {"revoked": "3"}}),
    "Tiltak Kontroll 9": (
        placements("2024-08-01", "2024-05-02"),
        placements("2024-08-01", "2024-05-03"),
    ),
    "Tiltak Kontroll 12": (
        {"measures": {**END, "category": "2.2"}, "legal_bases": [CARE]},
        {"measures": {**END, "category": "3.6"}, "legal_bases": [CARE]},
    ),
    "Tiltak Kontroll 13": (
        {**person(born="2006-12-31"), "legal_bases": [CARE]},
        {**person(born="2006-12-31"), "legal_bases": [CARE], "measures": END},
    ),
    "Tiltak Kontroll 14": (
        {"legal_bases": {"subsection": "1 0"}},
        {"legal_bases": {"subsection": "10"}},
    ),
    "Tiltak Kontroll 19": (twin("measures"), twin("measures", category="3.5")),
    "Tiltak Kontroll 20": ({"relations": FROM_REFERRAL}, {}),
    "Tiltak Kontroll 21": (
        {"legal_bases": [{**BASIS, "section": "2"}, OF_DECISION]},
        {"legal_bases": [{**BASIS, "subsection": "2"}, OF_DECISION]},
    ),
    "Tiltak Kontroll 22": ({"measures": {"category": "1.99"}}, {"measures": {"category": "1.1"}}),
    "Tiltak Kontroll 23": ({"measures": {"category": "2.99"}}, {"measures": {"category": "1.99"}}),
    "Plan Kontroll 2a": ({"plans": {"end": "2024-04-09"}}, {"plans": {"end": "2024-04-10"}}),
    "Plan Kontroll 2c": ({"cases": END, "plans": {"end": LATE}}, {"cases": END, "plans": END}),
    "Plan Kontroll 2e": ({"plans": {"start": EARLY}}, {"plans": {"start": "2024-01-10"}}),
    "Plan Kontroll 2f": (
        {"cases": END, "plans": END, "evaluations": {"plan": "l1", "date": LATE}},
        {"cases": END, "plans": END, "evaluations": {"plan": "l1", "date": "2024-06-01"}},
    ),
    "Plan Kontroll 2g": (
        {"evaluations": {"plan": "l1", "date": EARLY}},
        {"evaluations": {"plan": "l1", "date": "2024-01-10"}},
    ),
    "Plan Kontroll 19": (twin("plans"), twin("plans", type="4")),
    "Ettervern Kontroll 2a": (aftercare(offered=LATE, end="2024-06-01"), aftercare(offered=LATE)),
    "Ettervern Kontroll 2c": (
        {"cases": END, **aftercare(offered=EARLY, end=LATE)},
        {"cases": END, **aftercare(offered=EARLY)},
    ),
    "Ettervern Kontroll 2e": (aftercare(offered=EARLY), aftercare(offered="2024-01-10")),
    "Flytting Kontroll 2c": ({"cases": END, **move(LATE)}, {"cases": END, **move("2024-06-01")}),
    "Flytting Kontroll 2f": (move(EARLY), move("2024-01-10")),
    "Oversendelse til fylkesnemnd Kontroll 2e": (
        application(start=EARLY),
        application(start="2024-01-10"),
    ),
    "Oversendelse til fylkesnemnd Kontroll 2f": (
        {"cases": END, **application(start=LATE)},
        {"cases": END, **application(start="2024-06-01")},
    ),
    "Oversendelse til fylkesnemnd Kontroll 5": (application(act="BVL"), application(act="BL1981")),
}
BESIDE = ["UTGÅR: Sak Kontroll 6", "Sak Kontroll 22"]
MIGRATED = [name for name, control in controls.controls("BVR").items() if control.severity_migrated]


def found(control, changes):
    return findings_of(controls.controls("BVR")[control], material_of(bvr(**changes), 2024, "3201"))


def test_a_clean_child_gives_no_finding():
    assert controls.run(bvr(), year=2024, municipality="3201").empty


def test_every_control_has_an_example_but_those_that_say_why_not():
    unanswered = [
        name for name, control in controls.controls("BVR").items() if not control.answerable
    ]
    assert unanswered == BESIDE
    assert all(controls.controls("BVR")[name].note for name in BESIDE)
    assert list(EXAMPLES) == list(controls.asked(bvr())) and len(EXAMPLES) == 78


@pytest.mark.parametrize("control", EXAMPLES)
def test_it_finds_what_is_wrong_and_says_so_in_words(control):
    rows = found(control, dict(EXAMPLES[control][0]))
    assert len(rows) >= 1
    assert set(rows["severity"]) == {controls.controls("BVR")[control].severity}
    assert not rows["message"].str.contains(r"[{}]|nan|NaT|None|<NA>").any()


@pytest.mark.parametrize("control", EXAMPLES)
def test_it_leaves_what_is_right_alone(control):
    assert found(control, dict(EXAMPLES[control][1])).empty


@pytest.mark.parametrize("control", MIGRATED)
def test_elements_moved_from_an_older_system_only_get_a_warning(control):
    wrong = dict(EXAMPLES[control][0])
    of = found(control, dict(wrong))["of"].iloc[0]
    assert set(found(control, {**wrong, "remarks": [(of, "migrated")]})["severity"]) == {"WARNING"}


def test_twelve_controls_are_milder_for_migrated_elements():
    assert len(MIGRATED) == 12


def test_a_case_sent_to_the_board_without_decision_is_a_warning():
    rows = found(
        "Undersøkelse Kontroll 21",
        {"relations": FROM_REFERRAL, "investigations": {"conclusion": "2"}},
    )
    assert list(rows["severity"]) == ["WARNING"]


def test_a_granted_extension_gives_ninety_days_more():
    changes = {"investigations": OPEN, "cases": {"extracted": "2024-07-15"}}
    refused, granted = (
        {"extensions": {"investigation": "i1", "start": "2024-02-01", "granted": said}}
        for said in (False, True)
    )
    assert len(found("Undersøkelse Kontroll 11", {**changes, **refused})) == 1
    assert found("Undersøkelse Kontroll 11", {**changes, **granted}).empty
    assert (
        len(
            found(
                "Undersøkelse Kontroll 11",
                {**changes, **granted, "cases": {"extracted": "2024-07-16"}},
            )
        )
        == 1
    )


def test_the_deadline_runs_from_the_first_of_several_referrals():
    later = {
        "referral": "r2",
        "case": "c1",
        "start": "2024-04-01",
        "end": "2024-04-03",
        "conclusion": "4",
    }
    tie = {**FROM_REFERRAL[0], "from_id": "r2"}
    changes = {
        "investigations": OPEN,
        "cases": {"extracted": "2024-04-17"},
        "referrals": (later,),
        "relations": (tie,),
    }
    assert len(found("Undersøkelse Kontroll 11", changes)) == 1


def test_elements_with_free_text_are_not_called_alike():
    assert (
        found("Plan Kontroll 19", twin("plans"))["message"].tolist()
        == ["2 planer i saken har likt innhold, men hver sin id."] * 2
    )
    assert found("Undersøkelse Kontroll 19", {**twin("investigations"), "investigations": ()}).empty
    texts = [{"investigation": i, "code": "19", "specified": True} for i in ("i1", "x2")]
    assert found(
        "Undersøkelse Kontroll 19", {**twin("investigations"), "investigation_grounds": texts}
    ).empty


def test_the_newest_status_of_a_decision_counts():
    reopened = (
        {"decision": "d1", "date": "2024-04-12", "code": "3"},
        {"decision": "d1", "date": "2024-05-12", "code": "1"},
    )
    assert found("Vedtak Kontroll 3", {"decision_statuses": reopened}).empty


def test_an_open_element_keeps_an_ended_case_open_for_the_age_controls():
    assert len(found("Sak Kontroll 7", {**person(born="1999-01-01"), "cases": END})) == 1
    shut = {"cases": END, "plans": END, "measures": END}
    assert found(
        "Sak Kontroll 7", {**person(born="1999-01-01"), **shut}
    ).empty  # the decision is still open, and does not count


def test_a_case_whose_particulars_hold_nothing_has_none():
    nothing = person(identity="none", born=None, start=None, sex="")
    assert len(found("Personalia kontroll 11", dict(nothing))) == 1
    assert controls.run(bvr(**nothing))["control"].tolist() == ["Personalia kontroll 11"]


def test_a_wrong_number_beside_a_right_duf_number_is_wrong():
    assert len(found("Personalia kontroll 12", person(identity="duf"))) == 1


def test_open_elements_are_named():
    assert found("Sak kontroll 23", {"cases": END, "measures": END})["message"].tolist() == [
        "Saken ble avsluttet 01.06.2024, men har åpne elementer: plan, vedtak."
    ]


@pytest.mark.parametrize(("plan", "evaluated"), [("2024-05-01", "2024-05-20"), (None, LATE)])
def test_only_the_end_of_the_case_counts_for_the_evaluation_of_an_ended_plan(plan, evaluated):
    changes = {
        "cases": END,
        "plans": {"end": plan},
        "evaluations": {"plan": "l1", "date": evaluated},
    }
    assert found("Plan Kontroll 2f", changes).empty
