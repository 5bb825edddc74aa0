"""Mistakes planted in a share of the cases, and nothing but them for the controls to find."""

import re

import pandas as pd
import pytest

from barnevern import controls
from barnevern.cases import Cases, Extract
from barnevern.demo import Settings, country
from barnevern.demo.errors import KINDS
from demo.simple import LARGE, MIDDLE, SEED, YEARS


@pytest.mark.parametrize("share", [0.02, 0.2])
def test_the_share_of_mistakes_is_the_one_asked_for(middle: Cases, share: float) -> None:
    wrong = country.cases(MIDDLE, YEARS, SEED, Settings(error_share=share))
    with_elements = len(set(middle["referrals"]["case"]) | set(middle["measures"]["case"]))
    assert 0.75 * share < mistakes(middle, wrong) / with_elements < 1.25 * share


def test_every_kind_of_mistake_is_planted_somewhere(large: Cases) -> None:
    wrong = country.cases(LARGE, YEARS, SEED, Settings(error_share=0.5))
    found = differences(large, wrong)
    assert {kind for kind, cases in found.items() if cases} == set(KINDS)


def test_no_mistakes_when_none_are_wanted(middle: Cases) -> None:
    assert mistakes(middle, country.cases(MIDDLE, YEARS, SEED, Settings(error_share=0.0))) == 0


@pytest.mark.parametrize("share", [-0.1, 1.1])
def test_a_share_is_between_nothing_and_everything(share: float) -> None:
    with pytest.raises(ValueError, match="from 0 to 1"):
        Settings(error_share=share)


def mistakes(right: Cases, wrong: Cases) -> int:
    return len(set().union(*differences(right, wrong).values()))


def differences(right: Cases, wrong: Cases) -> dict[str, set[str]]:
    """The cases with each kind of mistake."""
    of = {
        table: right[table].set_index(right[table].columns[0])["case"]
        for table in ("referrals", "investigations", "measures")
    }

    def missing(table: str, key: str, parent: str) -> set[str]:
        return set(of[parent][sorted(set(right[table][key]) - set(wrong[table][key]))])

    def changed(table: str, key: str, column: str, parent: str) -> set[str]:
        different = (
            right[table][column].astype("object").fillna("").to_numpy()
            != wrong[table][column].astype("object").fillna("").to_numpy()
        )
        return set(of[parent][right[table].loc[different, key]])

    bases = {
        name: set(pd.Series(sorted(changed_bases(right, wrong, name))).map(of["measures"]))
        for name in ("act", "section")
    }
    return {
        "no_sender": missing("referral_senders", "referral", "referrals"),
        "no_ground": missing("referral_grounds", "referral", "referrals"),
        "no_conclusion": changed("investigations", "investigation", "conclusion", "investigations"),
        "no_ground_of_decision": missing(
            "investigation_grounds", "investigation", "investigations"
        ),
        "not_specified": changed("measures", "measure", "specified", "measures"),
        "backwards": changed("measures", "measure", "end", "measures"),
        "wrong_act": bases["act"],
        "not_revoked": changed("measures", "measure", "revoked", "measures"),
        "section_zero": bases["section"],
    }


def changed_bases(right: Cases, wrong: Cases, column: str) -> set[str]:
    different = right["legal_bases"][column].to_numpy() != wrong["legal_bases"][column].to_numpy()
    found = set(right["legal_bases"].loc[different, "of"])
    assert all(re.fullmatch(r"\d{4}t\d+", name) for name in found)  # measures only
    return found


def test_only_planted_mistakes_are_errors_to_the_controls() -> None:
    def errors(share: float) -> set[str]:
        made = country.cases(LARGE, range(2024, 2025), SEED, Settings(error_share=share))
        tables = {
            **made.tables,
            "cases": made["cases"].assign(extracted=pd.Timestamp(2024, 12, 31).as_unit("s")),
        }
        about = {
            "format": "BVR",
            "municipality": LARGE,
            "municipality_name": "Drammen",
            "organisation": "999999999",
            "year": 2024,
        }
        journals = {case: f"DEMO-{number}" for number, case in enumerate(made["cases"]["case"])}
        found = controls.run(Extract(Cases(tables), about, journals, {}), 2024, LARGE)
        return set(found.loc[found["severity"].eq("ERROR"), "control"])

    assert errors(0.0) == set()
    assert {
        "Melding Kontroll 4",
        "Melding Kontroll 5",
        "Undersøkelse Kontroll 7",
        "Tiltak Kontroll 2a",
        "Tiltak Kontroll 14",
    } <= errors(0.3)
