"""What is written in a format and read again is the same."""

import tempfile
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from made_cases import MUNICIPALITY, YEAR, as_15f_has_it, assert_same, comparable, made_cases

from barnevern.cases import Cases, write_15f, write_bvr
from barnevern.cases.as_of import as_of
from barnevern.cases.made_up import identities
from barnevern.sources.extract import read_extract
from patience import examples

KEY = bytes(range(32))
few = examples(8, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])


def journals(cases: Cases) -> dict[str, str]:
    return {case: f"J & <{number}> «ø»" for number, case in enumerate(cases["cases"]["case"])}


def read_back(cases: Cases, fmt: str, folder: Path) -> Cases:
    numbers = identities(cases["persons"])
    if fmt == "15f":
        paths = [folder / "extract.xml"]
        write_15f.write(
            cases, journals(cases), MUNICIPALITY, YEAR, paths[0], identity_of=numbers.__getitem__
        )
    else:
        paths = write_bvr.write(
            cases, journals(cases), MUNICIPALITY, YEAR, folder, identity_of=numbers.__getitem__
        )
    extract = read_extract(paths, KEY, synthetic=True)
    assert set(extract.journals.values()) == set(journals(cases).values())
    return extract.cases


@few
@given(made_cases("15f"))
def test_15f_written_and_read_is_the_same(cases):
    with tempfile.TemporaryDirectory() as folder:
        assert_same(read_back(cases, "15f", Path(folder)), as_15f_has_it(cases))


@few
@given(made_cases("bvr"))
def test_bvr_written_and_read_is_the_same(cases):
    with tempfile.TemporaryDirectory() as folder:
        assert_same(read_back(cases, "bvr", Path(folder)), cases)


@settings(few, max_examples=examples(4).max_examples)
@given(made_cases("15f"))
def test_both_formats_give_the_same_cases_as_far_as_15f_goes(cases):
    with tempfile.TemporaryDirectory() as folder:
        yearly, register = (
            read_back(cases, "15f", Path(folder)),
            read_back(cases, "bvr", Path(folder) / "bvr"),
        )
    left, right = comparable(yearly), comparable(as_15f_has_it(register))
    numbered = left["persons"]["identity"].isin(["fnr", "dnr"])
    for table in left:
        same = numbered if table == "persons" else slice(None)
        pd.testing.assert_frame_equal(left[table][same], right[table][same], obj=table)


def one_case(**tables: list[dict[str, object]]) -> Cases:
    person = {
        "person": "p",
        "case": "c",
        "sex": "1",
        "born": "2010-01-01",
        "identity": "fnr",
        "synthetic": True,
    }
    case = {
        "case": "c",
        "person": "p",
        "municipality": MUNICIPALITY,
        "year": YEAR,
        "start": "2020-01-01",
    }
    return Cases.of({"cases": [case], "persons": [person], **tables})


@pytest.mark.parametrize("fmt", ["15f", "bvr"])
def test_a_measure_without_legal_basis_is_not_written(fmt, tmp_path):
    cases = one_case(
        measures=[{"measure": "m", "case": "c", "start": "2024-01-01", "category": "2.1"}]
    )
    with pytest.raises(ValueError, match="1 of 1 measures have not exactly one legal basis"):
        read_back(cases, fmt, tmp_path)


def test_an_investigation_without_a_referral_has_no_place_in_15f(tmp_path):
    with pytest.raises(ValueError, match="1 of 1 investigations have no referral of their own"):
        read_back(
            one_case(investigations=[{"investigation": "i", "case": "c", "start": "2024-01-01"}]),
            "15f",
            tmp_path,
        )


def test_a_year_holds_what_was_active_in_it_as_it_stood_on_its_last_day(tmp_path):
    plans = [
        {
            "plan": "ended before",
            "case": "c",
            "type": "1",
            "start": "2020-02-01",
            "end": "2023-12-31",
        },
        {
            "plan": "ended in the year",
            "case": "c",
            "type": "2",
            "start": "2020-02-01",
            "end": "2024-01-01",
        },
        {
            "plan": "ended after",
            "case": "c",
            "type": "4",
            "start": "2024-12-31",
            "end": "2025-01-01",
        },
        {"plan": "began after", "case": "c", "type": "5", "start": "2025-01-01"},
    ]
    found = read_back(one_case(plans=plans), "15f", tmp_path)["plans"]
    assert found["type"].tolist() == ["2", "4"]
    assert found["end"].tolist()[0] == pd.Timestamp("2024-01-01") and pd.isna(
        found["end"].tolist()[1]
    )


def test_what_is_known_only_at_the_end_is_not_known_before():
    measure = {
        "measure": "m",
        "case": "c",
        "start": "2023-01-01",
        "end": "2025-02-01",
        "category": "2.1",
        "revoked": "4",
        "revoked_specified": True,
    }
    found = as_of(one_case(measures=[measure]), pd.Timestamp("2024-12-31"))["measures"].iloc[0]
    assert pd.isna(found["end"]) and found["revoked"] == "" and not found["revoked_specified"]


def test_children_without_a_number_of_their_own_are_not_taken_for_one(tmp_path):
    twins = [
        {
            "case": one,
            "person": one,
            "municipality": MUNICIPALITY,
            "year": YEAR,
            "start": "2024-01-01",
        }
        for one in ("a", "b")
    ]
    persons = [
        {"person": one, "case": one, "sex": "1", "born": "2024-01-01", "identity": "partial"}
        for one in ("a", "b")
    ]
    for fmt in ("15f", "bvr"):
        found = read_back(
            Cases.of({"cases": twins, "persons": persons}),
            fmt,
            tmp_path / fmt if fmt == "bvr" else tmp_path,
        )
        assert found["persons"]["person"].nunique() == 2
