"""The controls of KOSTRA 15F in both editions: what is written, and what the program does."""

import pytest
from small_extracts import bvr, kostra

from barnevern import controls
from barnevern.controls import kostra15f, program
from barnevern.controls.results import findings_of, material_of

ENDED = {"end": "2024-06-01"}


def basis(act: str, chapter: str, section: str, **parts: str) -> dict[str, object]:
    """Changes for a care order of somebody that ended without a reason."""
    row = {"of": "m1", "kind": "measure", "order": 0, "act": act}
    return {
        "measures": {**ENDED, "start": "2022-05-01"},
        "legal_bases": [{**row, "chapter": chapter, "section": section, **parts}],
    }


def placements(second_start: str, kind: str = "2.1") -> dict[str, object]:
    """Two placements, the first of which ends on 31 May."""
    rows = [
        {"measure": "m1", "start": "2024-01-15", "end": "2024-05-31", "category": "2.2"},
        {"measure": "m2", "start": second_start, "category": kind},
    ]
    return {"measures": [{**row, "case": "c1"} for row in rows], "cases": {"start": "2023-06-01"}}


REFERRAL = {"end": "2024-03-06", "start": "2024-03-01"}
CASE_ENDED = {"cases": {"end": "2024-03-05"}}
STAND_IN = {"persons": {"identity": "partial", "sex": ""}}

# control: changes, whether the specification and whether the program finds it
DIFFERENT = [
    ("Individ 01a", {"plans": {"end": "1998-12-31"}}, True, False),
    ("Individ 01a", {"plans": {"end": "1997-12-31"}}, True, True),
    ("Individ 03", STAND_IN, False, True),
    ("Individ 03", {"persons": {"identity": "partial"}}, False, False),
    ("Individ 03", {"persons": {"identity": "invalid"}}, True, True),
    ("Individ 12", STAND_IN, False, True),
    ("Individ 12", {"persons": {"identity": "duf", "sex": ""}}, True, True),
    ("Melding 2c", {**CASE_ENDED, "referrals": {**REFERRAL, "conclusion": "1"}}, True, False),
    ("Melding 2c", {**CASE_ENDED, "referrals": {**REFERRAL, "conclusion": "2"}}, False, True),
    ("Melding 2c", {**CASE_ENDED, "referrals": {**REFERRAL, "conclusion": ""}}, False, True),
    ("Melding 3", {"referrals": {"end": "2024-01-18"}}, True, False),
    ("Melding 3", {"referrals": {"end": "2024-01-19"}}, True, True),
    ("Melding 4", {"referrals": {"end": "2023-12-31"}, "referral_senders": []}, True, False),
    ("Melding 4", {"referral_senders": []}, True, True),
    ("Melding 5", {"referrals": {"end": "2023-12-31"}, "referral_grounds": []}, True, False),
    ("Melding 5", {"referral_grounds": []}, True, True),
    (
        "Undersøkelse 2c",
        {**CASE_ENDED, "investigations": {"end": "2024-03-06", "conclusion": ""}},
        False,
        True,
    ),
    ("Undersøkelse 8", {"investigations": {"start": "2024-06-30", "end": None}}, True, False),
    ("Undersøkelse 8", {"investigations": {"start": "2024-06-29", "end": None}}, True, True),
    ("Tiltak 4", basis("BVL", "4", "12"), True, True),
    ("Tiltak 4", basis("BVL", "4", "8", subsection="2"), True, True),
    ("Tiltak 4", basis("BVL", "4", "8", subsection="1 2"), True, False),
    ("Tiltak 4", basis("BVL2021", "5", "1"), True, False),
    ("Tiltak 4", basis("BVL2021", "5", "1", letter="a"), True, True),
    ("Tiltak 4", {**basis("BVL", "4", "12"), "remarks": [("m1", "basis_rewritten")]}, True, False),
    (
        "Lovhjemmel 3",
        {**basis("BVL2021", "5", "1"), "persons": {"born": "2005-12-31"}},
        True,
        False,
    ),
    ("Lovhjemmel 3", {**basis("BVL", "4", "12"), "persons": {"born": "2005-12-31"}}, True, True),
    ("Lovhjemmel 3", {**basis("BVL", "4", "12"), "persons": {"born": "2006-01-01"}}, False, False),
    ("Tiltak 9", placements("2024-03-01"), False, True),
    ("Tiltak 9", placements("2024-02-28"), True, True),
    ("Tiltak 9", placements("2024-02-28", kind="8.4"), True, False),
]


def found(control: str, changes: dict[str, object], edition: str) -> bool:
    material = material_of(kostra(**changes), 2024, "3201")
    rows = findings_of(controls.controls("15F")[control], material, edition)
    assert not rows["message"].str.contains(r"[{}]|nan|NaT|None|<NA>").any()
    return len(rows) > 0


@pytest.mark.parametrize(("control", "changes", "specification", "as_program"), DIFFERENT)
def test_each_edition_finds_what_is_its_own(control, changes, specification, as_program):
    assert found(control, changes, controls.SPECIFICATION) == specification
    assert found(control, changes, controls.PROGRAM) == as_program


def test_every_control_that_the_program_does_otherwise_has_an_example():
    assert {control for control, *_ in DIFFERENT} == set(program.CONTROLS)
    assert set(program.CONTROLS) < set(kostra15f.CONTROLS)


def test_an_adult_without_measures_stops_the_file_by_the_program_only():
    adult = {"persons": {"born": "2005-01-01"}, "measures": []}
    for edition, severity in zip(controls.EDITIONS, ("WARNING", "ERROR"), strict=True):
        findings = controls.run(kostra(**adult), 2024, "3201", edition)
        assert dict(zip(findings["control"], findings["severity"], strict=True)) == {
            "Individ 08": severity
        }


def test_a_clean_child_is_clean_in_both_editions_and_bvr_has_one():
    for edition in controls.EDITIONS:
        assert controls.run(kostra(), 2024, "3201", edition).empty
    late = {"referrals": {"end": "2024-01-18"}}
    frames = [controls.run(bvr(**late), 2024, "3201", edition) for edition in controls.EDITIONS]
    assert len(frames[0]) and frames[0].equals(frames[1])
