"""The reader of KOSTRA 15F: nothing lost, nothing let through, nothing said that must not be."""

import gc

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from small_files import (
    EXTRACTS,
    KEY,
    KOSTRA,
    counts_by_xpath,
    everything_said,
    individual,
    kostra,
    lines_by_lxml,
    planted,
)

from barnevern.problems import InputProblems
from barnevern.sources import kostra15f
from barnevern.sources.extract import read_extract

MEASURE = '<Tiltak Id="T" StartDato="2024-01-01">{}<Kategori Kode="{}"/></Tiltak>'
BASIS = '<Lovhjemmel Lov="BVL2021" Kapittel="3" Paragraf="1"/>'
DIGITS_OF_A_CHILD = "17895612345"


def read(text, tmp_path, encoding="iso-8859-1", **options):
    path = tmp_path / "extract.xml"
    path.write_text(text, encoding=encoding)
    return kostra15f.read(path, KEY, **options)


def problems(text, tmp_path, **options) -> list[tuple[object, str, str]]:
    with pytest.raises(InputProblems) as caught:
        read(text, tmp_path, **options)
    return [(problem.row, problem.column, problem.rule) for problem in caught.value.problems]


@pytest.mark.parametrize("name", KOSTRA)
def test_every_element_of_the_samples_is_read(name):
    extract = kostra15f.read(EXTRACTS / name, KEY, synthetic=True)
    counts = counts_by_xpath(EXTRACTS / name)
    assert extract.about["counts"] == counts
    tables = {
        "cases": "Individ",
        "referrals": "Melding",
        "referral_senders": "Melder",
        "referral_grounds": "Saksinnhold",
        "investigations": "Undersokelse",
        "investigation_grounds": "Vedtaksgrunnlag",
        "plans": "Plan",
        "measures": "Tiltak",
        "moves": "Flytting",
        "measure_grounds": "Tiltaksgrunnlag",
        "relations": "Undersokelse",
    }
    for table, tag in tables.items():
        assert len(extract.cases[table]) == counts.get(tag, 0), table
    assert len(extract.cases["legal_bases"]) == counts.get("Lovhjemmel", 0) + counts.get(
        "JmfrLovhjemmel", 0
    )


@pytest.mark.parametrize("name", KOSTRA)
def test_lines_are_those_of_the_file(name):
    extract = kostra15f.read(EXTRACTS / name, KEY, synthetic=True)
    expected = lines_by_lxml(
        EXTRACTS / name, {"Individ", "Melding", "Undersokelse", "Plan", "Tiltak", "Flytting"}
    )
    assert sorted(extract.lines.values()) == sorted(expected)
    cases = extract.cases["cases"]["case"]
    assert cases.map(extract.lines).tolist() == lines_by_lxml(EXTRACTS / name, {"Individ"})
    assert cases.map(extract.journals).is_unique


def test_the_broken_sample_says_all_that_is_wrong_and_gives_nothing():
    with pytest.raises(InputProblems) as caught:
        read_extract([EXTRACTS / "Testfil_01_FEIL_2020_15F_ugyldig_xml.xml"], KEY)
    rows = [(problem.row, problem.column) for problem in caught.value.problems]
    assert rows == [
        (3, "Avgiver/@Versjon"),
        (3, "Avgiver/@Kommunenummer"),
        (3, "Avgiver/@Kommunenavn"),
        (3, "Avgiver/@Organisasjonsnummer"),
        (4, "Individ/@Saksbehandler"),
        (4, "Individ/@Avslutta3112"),
        (4, "Individ/@StartDato"),
        (4, "Individ/@Id"),
        (4, "Individ/@Journalnummer"),
    ]


def test_every_field_of_the_full_sample_is_in_the_tables():
    cases = kostra15f.read(EXTRACTS / "testfile_all_fields_set.xml", KEY, synthetic=True).cases
    row = {table: cases[table].iloc[0].to_dict() for table in cases.tables if len(cases[table])}
    day = pd.Timestamp
    assert {k: row["cases"][k] for k in ("municipality", "district", "year", "closed")} == {
        "municipality": "0301",
        "district": "02",
        "year": 2020,
        "closed": True,
    }
    assert (row["cases"]["start"], row["cases"]["end"]) == (day("2020-02-10"), day("2020-06-17"))
    person = row["persons"]
    assert (
        person["sex"],
        person["born"],
        person["identity"],
        person["duf"],
        person["synthetic"],
    ) == ("1", day("2010-01-01"), "fnr", True, True)
    assert (row["referral_senders"]["code"], row["referral_senders"]["specified"]) == ("22", True)
    assert (row["investigations"]["conclusion"], row["investigations"]["specified"]) == ("1", True)
    assert (row["plans"]["type"], row["evaluations"]["date"]) == ("1", day("2020-02-12"))
    measure = row["measures"]
    assert (
        measure["category"],
        measure["specified"],
        measure["revoked"],
        measure["revoked_specified"],
    ) == ("1.99", True, "1", True)
    parts = cases["legal_bases"][["order", "act", "chapter", "section", "subsection", "sentence"]]
    assert parts.to_numpy().tolist() == [
        [0, "BVL", "4", "12", "1", "?"],
        [1, "BVL", "4", "8", "2", ""],
        [2, "BVL", "4", "8", "3", ""],
    ]
    assert (
        row["moves"]["cause"],
        row["moves"]["cause_specified"],
        row["moves"]["destination"],
    ) == ("1.1.1", True, "1")


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (
            "<Melder Kode='1'/>",
            [(5, "Individ/Melder", "an element that is not known stands in Individ")],
        ),
        (
            "<Melding Id='1' StartDato='2024-01-01'>hei</Melding>",
            [(5, "Individ/Melding", "text stands in an element that has none")],
        ),
        ("<Melding Id='1' StartDato='2024-01-01'/>hei", [(5, "", "text stands between elements")]),
        ("<Melding Id='1'/>", [(5, "Individ/Melding/@StartDato", "the attribute is missing")]),
        (
            "<Melding Id='1' StartDato='2024-02-30'/>",
            [(5, "Individ/Melding/@StartDato", "must be a date, YYYY-MM-DD")],
        ),
        (
            "<Melding Id='1' StartDato='2024-01-01' Konklusjon='5'/>",
            [(5, "Individ/Melding/@Konklusjon", "must be one of 1, 2, 3, 4")],
        ),
        (
            f"<Melding Id='{'1' * 31}' StartDato='2024-01-01'/>",
            [(5, "Individ/Melding/@Id", "must have 1 to 30 characters")],
        ),
        (
            MEASURE.format(BASIS, "8.4"),
            [(5, "Individ/Tiltak/Kategori/@Kode", "must be one of 49 codes, 1.1 to 8.99")],
        ),
        (
            MEASURE.format("", "2.1"),
            [(5, "Individ/Tiltak/Lovhjemmel", "Lovhjemmel is missing; there must be at least 1")],
        ),
        (
            MEASURE.format(BASIS * 2, "2.1"),
            [(5, "Individ/Tiltak/Lovhjemmel", "Lovhjemmel stands 2 times; there may be 1")],
        ),
        (
            MEASURE.format(BASIS + BASIS.replace("<", "<Jmfr") * 4, "2.1"),
            [(5, "Individ/Tiltak/JmfrLovhjemmel", "JmfrLovhjemmel stands 4 times; there may be 3")],
        ),
        (
            "<Melding Id='1' StartDato='2024-01-01'/>\n<Melding Id='1' StartDato='2024-01-02'/>",
            [(6, "Individ/Melding/@Id", "the Id stands on another Melding of the same case too")],
        ),
    ],
)
def test_what_the_format_does_not_allow_is_told_with_its_line(content, expected, tmp_path):
    assert problems(kostra(individual(content)), tmp_path) == expected


@pytest.mark.parametrize(
    ("content", "passed_over"),
    [
        (
            "<Plan Id='1' StartDato='2024-01-01' Plantype='1'/>"
            "<Melding Id='1' StartDato='2024-01-01'/>",
            {},
        ),
        (
            "<Melding Id='1' StartDato='2024-01-01' SluttDato='' Konklusjon='' Hast='1'/>",
            {"Individ/Melding": 1},
        ),
        ("<Plan Id='1' StartDato='2024-01-01' SluttDato=' ' EvaluertDato='' Plantype='1'/>", {}),
        (
            MEASURE.format(BASIS, "2.1").replace("<Kategori", "<Kategori x='1' y=''"),
            {"Individ/Tiltak/Kategori": 2},
        ),
    ],
)
def test_what_the_authoritys_program_reads_is_read(content, passed_over, tmp_path):
    extract = read(kostra(individual(content)), tmp_path)
    ends = [*extract.cases["referrals"]["end"], *extract.cases["plans"]["end"]]
    assert extract.faults.empty and pd.isna(ends).all()
    assert extract.about["passed_over"] == passed_over


def test_a_case_with_a_fault_is_left_out_and_the_others_read(tmp_path):
    faulty = individual("<Melding Id='1'/>", journal="F1", Id="2")
    extract = read(kostra(individual() + faulty), tmp_path, keep_going=True)
    whole = read(kostra(individual()), tmp_path)
    for table, rows in whole.cases.tables.items():
        pd.testing.assert_frame_equal(extract.cases[table], rows)
    (fault,) = extract.faults.to_dict("records")
    assert (fault["journal"], fault["line"], fault["column"], fault["rule"]) == (
        "F1",
        7,
        "Individ/Melding/@StartDato",
        "the attribute is missing",
    )
    assert extract.journals[fault["case"]] == "F1"


def test_children_of_the_root_are_counted_over_the_whole_file(tmp_path):
    assert problems(kostra(""), tmp_path) == [
        (2, "Individ", "Individ is missing; there must be at least 1")
    ]
    twice = kostra(individual()).replace("<Individ", '<Avgiver Organisasjonsnummer="1"/>\n<Individ')
    assert (2, "Avgiver", "Avgiver stands 2 times; there may be 1") in problems(twice, tmp_path)
    after = kostra(individual()).replace(
        "</Barnevern>", '<Avgiver Organisasjonsnummer="1"/></Barnevern>'
    )
    assert (7, "Avgiver", "Avgiver stands after an element that must come later") in problems(
        after, tmp_path
    )


def test_a_hundred_problems_are_told_and_the_others_counted(tmp_path):
    found = problems(
        kostra("\n".join(individual(journal=f"J{n}", StartDato="i går") for n in range(250))),
        tmp_path,
    )
    assert len(found) == 101 and found[-1][2] == "and 150 more"
    assert found[0][0] == 4 and found[99][0] == 4 + 3 * 99


def test_where_a_file_breaks_off_what_was_wrong_before_is_told_too(tmp_path):
    text = kostra(individual(StartDato="x") + individual(journal="J2") + "<Individ Id='3'>")
    assert problems(text, tmp_path)[0] == (4, "Individ/@StartDato", "must be a date, YYYY-MM-DD")


@pytest.mark.parametrize("encoding", ["iso-8859-1", "utf-8", "utf-8-sig"])
def test_both_encodings(encoding, tmp_path):
    said = "UTF-8" if encoding.startswith("utf") else "ISO-8859-1"
    extract = read(
        kostra(individual(journal="Sak Ærø 7")).replace("ISO-8859-1", said), tmp_path, encoding
    )
    assert list(extract.journals.values()) == ["Sak Ærø 7"]


def test_a_date_may_have_a_time_zone_and_spaces_as_xml_has_it(tmp_path):
    found = read(kostra(individual(StartDato=" 2024-03-01+01:00 ")), tmp_path).cases["cases"][
        "start"
    ]
    assert found.tolist() == [pd.Timestamp("2024-03-01")]


def test_a_schema_location_is_no_unknown_attribute(tmp_path):
    text = kostra(individual()).replace(
        "<Barnevern>",
        '<Barnevern xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
        ' xsi:noNamespaceSchemaLocation="x.xsd">',
    )
    assert len(read(text, tmp_path).cases["cases"]) == 1


def test_two_cases_with_the_same_numbers_stay_two(tmp_path):
    twins = (
        individual("<Melding Id='1' StartDato='2024-01-01'/>")
        + "\n"
        + individual("<Melding Id='1' StartDato='2024-01-02'/>")
    )
    extract = read(kostra(twins), tmp_path)
    assert (
        extract.cases["cases"]["case"].nunique()
        == extract.cases["referrals"]["referral"].nunique()
        == 2
    )
    assert extract.cases["referrals"]["case"].tolist() == extract.cases["cases"]["case"].tolist()
    assert list(extract.journals.values()) == ["J1", "J1"]


def test_ids_depend_on_the_key_and_are_the_same_for_the_same_key():
    path = EXTRACTS / KOSTRA[0]
    one, again, other = (kostra15f.read(path, key).cases for key in (KEY, KEY, bytes(32)))
    for table in one.tables:
        pd.testing.assert_frame_equal(one[table], again[table])
    assert not set(one["persons"]["person"]) & set(other["persons"]["person"])
    with pytest.raises(ValueError, match="16 to 64"):
        kostra15f.read(path, b"short")


def test_an_element_keeps_its_id_from_one_extract_to_the_next(tmp_path):
    content = "<Melding Id='7' StartDato='2024-01-01'/>"
    first = read(kostra(individual(content)), tmp_path).cases
    later = read(
        kostra(individual(journal="J0", Id="0") + individual(content), year=2025), tmp_path
    ).cases
    assert first["referrals"]["referral"][0] == later["referrals"]["referral"][0]
    assert first["cases"]["case"][0] == later["cases"]["case"][1]


def test_a_city_district_without_a_name_is_remarked_in_cities_that_have_districts_only(tmp_path):
    for municipality, expected in (("0301", 1), ("3201", 0)):
        extract = read(kostra(individual(Bydelsnummer="02"), municipality=municipality), tmp_path)
        assert (extract.about["remarks"]["remark"] == "district_unnamed").sum() == expected


def test_made_up_numbers_are_valid_only_where_it_is_said_that_they_may_be():
    for synthetic, kind in ((True, "fnr"), (False, "invalid")):
        person = (
            kostra15f.read(EXTRACTS / KOSTRA[0], KEY, synthetic=synthetic).cases["persons"].iloc[1]
        )
        assert (person["identity"], person["synthetic"]) == (kind, True)


@pytest.mark.parametrize("name", KOSTRA)
@pytest.mark.parametrize("canary", [DIGITS_OF_A_CHILD, "KARI", "Kari Nordmann", "x" * 1500])
def test_what_stands_in_a_field_is_nowhere_afterwards(name, canary, tmp_path):
    path = tmp_path / "extract.xml"
    for field, content in planted((EXTRACTS / name).read_bytes(), canary):
        path.write_bytes(content)
        try:
            extract = kostra15f.read(path, KEY, synthetic=True)
        except InputProblems as error:
            assert canary not in str(error), field
            assert canary not in repr(error.problems), field
        else:
            assert canary not in everything_said(extract), field


def test_garbage_collection_is_as_it_was(tmp_path):
    assert gc.isenabled()
    read(kostra(individual()), tmp_path)
    assert gc.isenabled()
    problems(kostra(individual("<X/>")), tmp_path)
    assert gc.isenabled()


@settings(max_examples=30)
@given(data=st.data())
def test_any_byte_changed_gives_an_extract_or_a_refusal(data, tmp_path_factory):
    source = bytearray((EXTRACTS / "testfile_all_fields_set.xml").read_bytes())
    for _ in range(data.draw(st.integers(1, 3))):
        source[data.draw(st.integers(0, len(source) - 1))] = data.draw(st.integers(0, 255))
    path = tmp_path_factory.mktemp("changed") / "extract.xml"
    path.write_bytes(bytes(source))
    try:
        assert len(kostra15f.read(path, KEY, synthetic=True).cases["cases"]) == 1
    except InputProblems as error:
        assert error.problems
