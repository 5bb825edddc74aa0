"""The reader of BVR: the newest message of each case, without what is deleted in it."""

import re
import uuid
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from small_files import (
    BVR,
    EXTRACTS,
    KEY,
    KOSTRA,
    counts_by_xpath,
    everything_said,
    lines_by_lxml,
    planted,
)

from barnevern.problems import InputProblems
from barnevern.sources import bvr
from barnevern.sources.extract import read_extract

DIGITS_OF_A_CHILD = "17895612345"


def u(text: str) -> str:
    """A UUID for a short name."""
    return str(uuid.uuid5(uuid.NAMESPACE_OID, text))


def message(
    content: str = "",
    *,
    case: str = "case",
    taken: str = "2024-12-31T12:00:00+01:00",
    own: str = "m",
    previous: str = "",
    **options: str,
) -> str:
    """A BVR file; every «u:name» in it becomes a UUID."""
    sender = options.get("sender", 'Kommunenummer="3201"')
    more = options.get("more", "")
    text = (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<Barnevern Id="u:{own}" DatoUttrekk="{taken}"'
        + (f' ForrigeId="u:{previous}"' if previous else "")
        + '>\n<Fagsystem Leverandor="abc" Navn="n" Versjon="1"/>\n<Avgiver'
        f' Organisasjonsnummer="944117784" Kommunenavn="X" {sender}/>\n<Sak Id="u:{case}"'
        f' StartDato="2024-01-01" Journalnummer="J {own}"'
        f" {more}>\n{content}\n</Sak>\n</Barnevern>\n"
    )
    return re.sub(r"u:([\w-]+)", lambda found: u(found[1]), text)


def read(folder: Path, *messages: str, **options: bool):
    paths = [folder / f"{number}.xml" for number in range(len(messages))]
    for path, text in zip(paths, messages, strict=True):
        path.write_text(text, encoding="utf-8")
    return bvr.read(paths, KEY, **options)


def child(
    number: str = "",
    *,
    own: str = "p",
    start: str = "2024-01-01",
    born: str = "2015-03-04",
    sex: str = "1",
    more: str = "",
) -> str:
    return (
        f'<Personalia Id="u:{own}" StartDato="{start}" Fodselsnummer="{number or "04831550371"}"'
        f' Fodseldato="{born}" Kjonn="{sex}" {more}/>'
    )


def plan(own: str, kind: str = "1", more: str = "") -> str:
    return f'<Plan Id="u:{own}" StartDato="2024-02-01" Plantype="{kind}" {more}/>'


def test_every_element_of_the_sample_is_read():
    extract = read_extract([EXTRACTS / BVR], KEY, synthetic=True)
    counts = counts_by_xpath(EXTRACTS / BVR)
    assert extract.about["counts"] == counts
    tables = {
        "cases": "Sak",
        "referrals": "Melding",
        "referral_senders": "Melder",
        "referral_grounds": "Saksinnhold",
        "investigations": "Undersokelse",
        "investigation_grounds": "Vedtaksgrunnlag",
        "extensions": "UtvidetFrist",
        "plans": "Plan",
        "evaluations": "Evaluering",
        "measures": "Tiltak",
        "decisions": "Vedtak",
        "decision_statuses": "Status",
        "decision_demands": "Krav",
        "relations": "Relasjon",
        "visit_duties": "Hyppighet",
    }
    for table, tag in tables.items():
        assert len(extract.cases[table]) == counts[tag], table
    tags = {"Sak", "Melding", "Undersokelse", "Plan", "Tiltak", "Vedtak"}
    assert list(extract.lines.values()) and sorted(extract.lines.values()) == sorted(
        lines_by_lxml(EXTRACTS / BVR, tags)
    )


def test_relations_lead_from_one_element_to_another():
    cases = read_extract([EXTRACTS / BVR], KEY, synthetic=True).cases
    keys = {
        "referral": "referrals",
        "investigation": "investigations",
        "decision": "decisions",
        "measure": "measures",
    }
    for end in ("from", "to"):
        for kind, own in zip(
            cases["relations"][f"{end}_type"], cases["relations"][f"{end}_id"], strict=True
        ):
            assert own in set(cases[keys[kind]][kind])


def test_the_newest_message_of_a_case_counts_in_whatever_order_the_files_come(tmp_path):
    old = message(plan("a"), own="1", taken="2024-12-31T23:30:00+01:00")
    new = message(plan("a") + plan("b", "2"), own="2", taken="2024-12-31T22:45:00Z")
    other = message(plan("c", "4"), case="other", own="3", taken="2020-01-01T00:00:00Z")
    for order in ([old, new, other], [other, new, old]):
        extract = read(tmp_path, *order)
        assert sorted(extract.cases["plans"]["type"]) == ["1", "2", "4"]
        assert sorted(extract.journals.values()) == ["J 2", "J 3"]
        assert (extract.about["superseded"], extract.about["year"]) == (1, 2024)


def test_of_two_messages_of_one_moment_the_one_that_replaces_the_other_counts(tmp_path):
    for first, second in (("a", "b"), ("b", "a")):
        extract = read(tmp_path, message(own=second, previous=first), message(own=first))
        assert list(extract.journals.values()) == [f"J {second}"]


def test_a_deleted_case_is_left_out(tmp_path):
    extract = read(
        tmp_path,
        message(child() + plan("a"), more='ErSlettet="true"'),
        message(plan("b"), case="other", own="2"),
    )
    assert len(extract.cases["cases"]) == len(extract.cases["plans"]) == len(extract.lines) - 1 == 1
    assert extract.about["deleted"] == 1 and list(extract.journals.values()) == ["J 2"]


MEASURE = (
    '<Tiltak Id="u:t" StartDato="2024-02-01"'
    " {}><Lovhjemmel><Lov>BVL2021</Lov><Kapittel>3</Kapittel><Paragraf>1</Paragraf><Ledd>1</Ledd><Ledd>2</Ledd></Lovhjemmel><Kategori"
    ' Kode="3.1"/><Tiltaksgrunnlag Kode="1"/></Tiltak>'
)
RELATION = '<Relasjon Id="u:{}" FraId="{}" FraType="{}" TilId="u:t" TilType="Tiltak" {}/>'


@pytest.mark.parametrize("said", ["flag", "list"])
def test_a_deleted_element_is_left_out_with_all_that_is_in_it_and_what_leads_to_it(said, tmp_path):
    flag, listed = (
        ('ErSlettet="1"', "")
        if said == "flag"
        else ("", f'<Slettet Id="{u("t").upper()}" Type="Tiltak" SluttDato="2024-03-01"/>')
    )
    extract = read(
        tmp_path,
        message(
            plan("a") + MEASURE.format(flag) + RELATION.format("r", "u:a", "Plan", "") + listed
        ),
    )
    for table in ("measures", "legal_bases", "measure_grounds", "relations"):
        assert extract.cases[table].empty, table
    assert len(extract.cases["plans"]) == 1 and extract.about["counts"]["Tiltak"] == 1


def test_an_element_of_the_same_id_and_another_kind_is_not_deleted(tmp_path):
    listed = '<Slettet Id="u:t" Type="Plan" SluttDato="2024-03-01"/>'
    assert len(read(tmp_path, message(MEASURE.format("") + listed)).cases["measures"]) == 1


def test_a_deleted_conclusion_leaves_the_referral_open(tmp_path):
    end = '<Konklusjon SluttDato="2024-01-09" Kode="2" ErSlettet="true"/>'
    row = (
        read(tmp_path, message(f'<Melding Id="u:r" StartDato="2024-01-02">{end}</Melding>'))
        .cases["referrals"]
        .iloc[0]
    )
    assert pd.isna(row["end"]) and row["conclusion"] == ""


def test_several_values_of_a_part_of_a_legal_basis_stand_together(tmp_path):
    row = read(tmp_path, message(MEASURE.format(""))).cases["legal_bases"].iloc[0]
    assert (row["kind"], row["order"], row["act"], row["section"], row["subsection"]) == (
        "measure",
        0,
        "BVL2021",
        "1",
        "1 2",
    )


def test_a_relation_may_name_an_element_by_the_id_it_had_before(tmp_path):
    extract = read(
        tmp_path,
        message(
            plan("a", more='MigrertId="old 7"')
            + MEASURE.format("")
            + RELATION.format("r", "old 7", "Plan", "")
        ),
    )
    cases, remarks = extract.cases, extract.about["remarks"]
    assert cases["relations"]["from_id"].tolist() == cases["plans"]["plan"].tolist()
    assert (
        remarks[remarks["remark"].eq("migrated")]["of"].tolist() == cases["plans"]["plan"].tolist()
    )


def test_the_newest_particulars_that_are_not_deleted_count(tmp_path):
    unborn = child("04831599999", own="a", start="2015-01-01", sex="0")
    born = child(own="b", start="2015-04-01")
    wrong = child(own="c", start="2015-05-01", sex="2", more='ErSlettet="true"')
    for order in ([unborn, born, wrong], [wrong, born, unborn]):
        row = read(tmp_path, message("".join(order)), synthetic=True).cases["persons"].iloc[0]
        assert (row["identity"], row["sex"], row["born"], row["start"]) == (
            "fnr",
            "1",
            pd.Timestamp("2015-03-04"),
            pd.Timestamp("2015-04-01"),
        )


def test_a_case_without_particulars_is_a_child_nothing_is_known_of(tmp_path):
    extract = read(tmp_path, message())
    row = extract.cases["persons"].iloc[0]
    assert (row["identity"], row["sex"], row["case"]) == (
        "none",
        "",
        extract.cases["cases"]["case"][0],
    ) and pd.isna(row["born"])


def test_two_cases_of_one_child_have_one_person(tmp_path):
    extract = read(
        tmp_path, message(child()), message(child(own="q"), case="other", own="2"), synthetic=True
    )
    assert (
        extract.cases["cases"]["person"].nunique()
        == extract.cases["persons"]["person"].nunique()
        == 1
    )


def test_what_does_not_go_together_is_remarked(tmp_path):
    person = child(born="2015-03-05", sex="2", more='DUFnummer="123456123456"')
    remarks = read(
        tmp_path, message(person, sender='Kommunenummer="0301" Bydelsnummer="03"'), synthetic=True
    ).about["remarks"]
    assert set(remarks["remark"]) == {
        "born_differs",
        "sex_differs",
        "duf_invalid",
        "district_unnamed",
    }


def test_a_case_is_closed_when_the_file_says_so_or_it_has_an_end_and_the_file_says_nothing(
    tmp_path,
):
    for more, closed in (
        ("", False),
        ('SluttDato="2024-05-01"', True),
        ('SluttDato="2024-05-01" Avsluttet="false"', False),
        ('Avsluttet="1"', True),
    ):
        assert read(tmp_path, message(more=more)).cases["cases"]["closed"].tolist() == [closed], (
            more
        )


def test_visits_owed_change_on_the_day_that_either_how_many_or_by_whom_changes(tmp_path):
    owed = (
        '<Tilsyn><Ansvarlig Id="u:1" StartDato="2024-02-01" Kommunenummer="3201"/><Ansvarlig'
        ' Id="u:2" StartDato="2024-06-01" Kommunenummer="0301"/><Hyppighet Id="u:3"'
        ' StartDato="2024-02-01" Kode="4"/><Hyppighet Id="u:4" StartDato="2024-09-01"'
        ' Kode="2"/><Utfort Id="u:5" UtfortDato="2024-03-03"/></Tilsyn><Oppfolging><Hyppighet'
        ' Id="u:6" StartDato="2024-02-01" Kode="4"/><Utfort Id="u:7"'
        ' UtfortDato="2024-04-04"/></Oppfolging>'
    )
    cases = read(
        tmp_path, message(MEASURE.format("").replace("</Tiltak>", f"{owed}</Tiltak>"))
    ).cases
    rows = cases["visit_duties"].assign(start=cases["visit_duties"]["start"].dt.strftime("%m"))[
        ["kind", "start", "per_year", "municipality"]
    ]
    assert rows.to_numpy().tolist() == [
        ["supervision", "02", 4, "3201"],
        ["supervision", "06", 4, "0301"],
        ["supervision", "09", 2, "0301"],
        ["follow_up", "02", 4, ""],
    ]
    assert cases["visits"]["kind"].tolist() == ["supervision", "follow_up"]


def test_the_problems_of_all_files_are_told_together(tmp_path):
    broken = message(own="2", case="second").replace("</Sak>", "")
    unknown = message(plan("a", more='Farge="1"'), own="3", case="third")
    late = message(own="4", case="fourth", taken="2024-12-31T12:00:00")
    with pytest.raises(InputProblems) as caught:
        read(tmp_path, message(plan("a", "9")), broken, unknown, late)
    found = {(problem.file, problem.row, problem.column) for problem in caught.value.problems}
    assert found == {
        ("0.xml", 6, "Sak/Plan/@Plantype"),
        ("1.xml", 8, ""),
        ("2.xml", 6, "Sak/Plan/@Farge"),
        ("3.xml", 2, "@DatoUttrekk"),
    }


def test_files_of_two_formats_are_not_read_together():
    with pytest.raises(InputProblems, match="the file is KOSTRA 15F, not Barnevernsregisteret"):
        read_extract([EXTRACTS / BVR, EXTRACTS / KOSTRA[0]], KEY)
    with pytest.raises(InputProblems, match="read them one at a time"):
        read_extract([EXTRACTS / KOSTRA[0], EXTRACTS / KOSTRA[1]], KEY)
    with pytest.raises(InputProblems, match="no file was given"):
        read_extract([], KEY)


def test_senders_that_differ_are_each_the_municipality_of_their_cases(tmp_path):
    extract = read(
        tmp_path, message(), message(case="other", own="2", sender='Kommunenummer="3203"')
    )
    assert (
        extract.cases["cases"]["municipality"].tolist() == ["3201", "3203"]
        and extract.about["municipality"] == ""
    )


def test_many_files_are_one_extract(tmp_path):
    extract = read(
        tmp_path, *(message(plan(f"a{n}") * 1, case=f"c{n}", own=f"m{n}") for n in range(300))
    )
    assert (
        len(extract.cases["cases"])
        == extract.cases["plans"]["plan"].nunique()
        == len(set(extract.journals.values()))
        == 300
    )
    assert set(extract.lines.values()) == {5, 6}


@pytest.mark.parametrize("canary", [DIGITS_OF_A_CHILD, "KARI", "Kari Nordmann"])
def test_what_stands_in_a_field_is_nowhere_afterwards(canary, tmp_path):
    path = tmp_path / "extract.xml"
    for field, content in planted((EXTRACTS / BVR).read_bytes(), canary):
        path.write_bytes(content)
        try:
            extract = bvr.read([path], KEY, synthetic=True)
        except InputProblems as error:
            assert canary not in str(error), field
            assert canary not in repr(error.problems), field
        else:
            assert canary not in everything_said(extract), field


@settings(max_examples=30)
@given(data=st.data())
def test_any_byte_changed_gives_an_extract_or_a_refusal(data, tmp_path_factory):
    source = bytearray((EXTRACTS / BVR).read_bytes())
    for _ in range(data.draw(st.integers(1, 3))):
        source[data.draw(st.integers(0, len(source) - 1))] = data.draw(st.integers(0, 255))
    path = tmp_path_factory.mktemp("changed") / "extract.xml"
    path.write_bytes(bytes(source))
    try:
        assert len(bvr.read([path], KEY, synthetic=True).cases["cases"]) == 1
    except InputProblems as error:
        assert error.problems
