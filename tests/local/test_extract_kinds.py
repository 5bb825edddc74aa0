"""Kinds of extracts that services bring: what the controls find in each, and what is counted.

Each file of tests/extracts/kinds holds made-up children only; the right answer of each is from the
specification or the program of Statistics Norway, as tests/extracts/README.md tells.
"""

import csv
from pathlib import Path

import pytest
from typer.testing import CliRunner

from barnevern import controls, local
from barnevern.commands.extract import extract_app
from barnevern.indicators.catalogue import indicator
from barnevern.local import check, remarks
from barnevern.local.files import EXTRACTS, opened
from barnevern.local.inputs import EVERY_YEAR
from barnevern.problems import InputProblems

KINDS = Path(__file__).parents[1] / "extracts" / "kinds"


def found(path: Path, **options) -> list[tuple[str, str]]:
    """Control and severity of each finding of a file."""
    with opened([path], EXTRACTS) as files:
        findings = controls.run(check.read(files, synthetic=True), **options)
    return list(zip(findings["control"], findings["severity"], strict=True))


def counted(path: Path, folder: Path, **options) -> dict[tuple[str, str, str], int]:
    """Figures of a file that is loaded, by year, measure and category."""
    out = local.load([path], folder / "data", "Lillehammer", synthetic=True, **options)
    rows = [
        row
        for table in out.glob("extract_*.csv")
        for row in csv.DictReader(table.read_text(encoding="utf-8").splitlines())
    ]
    return {(row["year"], row["measure"], row["category"]): int(row["value"]) for row in rows}


def changed(name: str, folder: Path, *changes: tuple[str, str]) -> Path:
    """A file of KINDS with other texts in it."""
    text = (KINDS / name).read_text(encoding="iso-8859-1")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    path = folder / name
    path.write_text(text, encoding="iso-8859-1")
    return path


CARE = ("2024", "children_with_measures_31dec", "care")
ASSISTANCE = ("2024", "children_with_measures_31dec", "assistance")


@pytest.mark.parametrize(
    ("act", "chapter", "section"),
    [
        ("bvl", "4", "12"),
        ("BVL", "4", "4-12"),
        ("Bvl", "4", "§4-12"),
        ("barnevernloven", "4", "§ 4-12"),
        ("BVL2021", "5", "5-1"),
        ("bvl2021", "5", "§ 5-1"),
        ("Bvl. 2021", "5", "1 a"),
    ],
)
def test_a_care_order_is_one_however_its_section_is_written(act, chapter, section, tmp_path):
    basis = f'Lov="{act}" Kapittel="{chapter}" Paragraf="{section}"'
    path = changed(
        "lov-lowercase-4-12.xml", tmp_path, ('Lov="bvl" Kapittel="4" Paragraf="12"', basis)
    )
    said: list[str] = []
    figures = counted(path, tmp_path, asked=local.Asked(say=said.append))
    assert (figures[CARE], figures[ASSISTANCE]) == (1, 0) and said == []


@pytest.mark.parametrize(
    ("act", "chapter", "section"),
    [
        ("sosialtjenesteloven", "4", "12"),
        ("BVL", "5", "4-12"),
        ("BVL2021", "4", "12"),
        ("BVL", "4", "tolv"),
        ("BVL", "5", "1"),
    ],
)
def test_a_basis_that_cannot_be_understood_is_said(act, chapter, section, tmp_path):
    basis = f'Lov="{act}" Kapittel="{chapter}" Paragraf="{section}"'
    path = changed(
        "lov-lowercase-4-12.xml", tmp_path, ('Lov="bvl" Kapittel="4" Paragraf="12"', basis)
    )
    said: list[str] = []
    figures = counted(path, tmp_path, asked=local.Asked(say=said.append))
    assert (figures[CARE], figures[ASSISTANCE]) == (0, 1)
    assert said == remarks.sentences(check.read([path], synthetic=True))
    assert len(said) == 1 and "ett tiltak kunne ikke forstås" in said[0]
    assert not any(text in said[0] for text in (act, section) if len(text) > 2)


def test_the_act_in_small_letters_is_still_reported_as_the_program_does():
    assert found(KINDS / "lov-lowercase-4-12.xml") == [("Tiltak 24", "ERROR")]
    assert found(KINDS / "paragraf-written-4-12.xml") == []


@pytest.mark.parametrize("number", ["05012500100", "31122500200", "05012599999"])
def test_a_newborn_with_a_stand_in_number_is_no_old_person(number, tmp_path):
    path = changed("newborn-standin-00100.xml", tmp_path, ("05012500100", number))
    assert not {"Individ 03", "Individ 07", "Individ 08"}.intersection(dict(found(path)))
    assert counted(path, tmp_path)["2024", "children_with_referral", "age_0_17"] == 1


def test_a_wrong_check_digit_still_tells_the_age():
    assert found(KINDS / "wrong-check-digit-age-30.xml") == [
        ("Individ 03", "ERROR"),
        ("Individ 07", "ERROR"),
        ("Individ 11", "WARNING"),
        ("Individ 12", "WARNING"),
    ]


def test_bvr_does_not_know_the_stand_in_number_of_an_unknown_sex():
    controls_found = dict(found(KINDS / "bvr-55555.xml"))
    assert controls_found["Personalia kontroll 12"] == "ERROR"
    assert "Personalia Kontroll 18" not in controls_found


def test_a_blank_name_of_the_municipality_is_found():
    assert found(KINDS / "blank-kommunenavn.xml") == [("Avgiver 6", "ERROR")]


def test_an_empty_end_is_no_end():
    assert found(KINDS / "empty-sluttdato.xml") == []


def test_a_blank_specification_is_none_whatever_stands_beside_it(tmp_path):
    assert found(KINDS / "blank-presisering-alone.xml") == [("Saksinnhold 2", "ERROR")]
    assert found(KINDS / "blank-presisering-beside-filled.xml") == []
    grounds = '<Saksinnhold Kode="19"><Presisering> </Presisering></Saksinnhold>'
    path = changed(
        "blank-presisering-beside-filled.xml",
        tmp_path,
        ('<Saksinnhold Kode="6">', grounds + '<Saksinnhold Kode="6">'),
    )
    assert found(path) == [("Saksinnhold 2", "ERROR")]


UNKNOWN_CODE = "one-unknown-code-two-other-faults.xml"


def test_a_fault_in_one_child_is_a_finding_and_the_others_are_controlled():
    extract = check.read([KINDS / UNKNOWN_CODE], synthetic=True)
    listed = controls.working_list(extract, controls.run(extract))
    assert list(zip(listed["control"], listed["journal"], strict=True)) == [
        ("Individ 01", "JOURN-1"),
        ("Individ 06", "J3"),
        ("Tiltak 2a", "J2"),
    ]
    assert listed["message"][0] == "Individ/Melding/Melder/@Kode må være en av 25 koder, 1 til 23."


def test_a_child_with_a_fault_is_left_out_of_the_figures_only_when_asked(tmp_path):
    with pytest.raises(InputProblems) as caught:
        counted(KINDS / UNKNOWN_CODE, tmp_path)
    assert "1 of 3 cases" in str(caught.value) and "--leave-out" in str(caught.value)
    assert "99" not in str(caught.value) and not (tmp_path / "data").exists()
    said: list[str] = []
    asked = local.Asked(leave_out=True, say=said.append)
    figures = counted(KINDS / UNKNOWN_CODE, tmp_path, asked=asked)
    assert figures["2024", "children_with_referral", "age_0_17"] == 0
    assert len(said) == 1 and said[0].startswith("1 barn utelatt, fordi")


def test_a_file_without_a_sound_child_is_refused(tmp_path):
    path = changed("empty-sluttdato.xml", tmp_path, ('Plantype="1"', 'Plantype="KANARI"'))
    with pytest.raises(InputProblems) as caught:
        counted(path, tmp_path, asked=local.Asked(leave_out=True))
    assert "KANARI" not in str(caught.value)
    assert found(path) == [("Individ 01", "ERROR")]


def test_a_case_of_bvr_with_a_fault_is_left_out_too(tmp_path):
    first = (KINDS / "bvr-55555.xml").read_text(encoding="utf-8")
    (tmp_path / "a.xml").write_text(first, encoding="utf-8")
    other = first.replace('Plantype="1"', 'Plantype="x"').replace("4d835fc5", "5d835fc5")
    (tmp_path / "b.xml").write_text(other, encoding="utf-8")
    with opened([tmp_path], EXTRACTS) as files:
        extract = check.read(files, synthetic=True)
    assert len(extract.cases["cases"]) == 1 and extract.faults["file"].tolist() == ["b.xml"]
    findings = controls.run(extract)
    assert ("Validéring av innhold mot filbeskrivelse", "FATAL") in list(
        zip(findings["control"], findings["severity"], strict=True)
    )


def test_each_file_of_another_municipality_is_named_and_no_other(tmp_path):
    with pytest.raises(InputProblems) as caught:
        counted(KINDS / "bvr-folder-two-municipalities", tmp_path)
    assert [(problem.file, problem.value) for problem in caught.value.problems] == [
        ("b.xml", "3403")
    ]


V1 = KINDS / "bvr-v1-followup-visits.xml"


def test_visits_of_the_first_structure_are_read_and_it_is_said_that_they_do_not_count(tmp_path):
    extract = check.read([V1], synthetic=True)
    assert extract.faults.empty
    assert extract.cases["visits"]["date"].dt.strftime("%Y-%m-%d").tolist() == [
        "2023-05-01",
        "2023-08-01",
    ]
    said: list[str] = []
    counted(V1, tmp_path, years=[2023], asked=local.Asked(say=said.append))
    assert len(said) == 1 and said[0].startswith("2 oppfølgingsbesøk") and "versjon 1" in said[0]


@pytest.mark.parametrize(
    "follow_up",
    [
        "<Oppfolging/>",
        '<Oppfolging UtfortDato="2023-05-01"/>',
        '<Oppfolging><Utfort Id="3da4c0db-9780-5a0b-8325-70bc33bdd339" UtfortDato="2023-05-01"/>'
        "</Oppfolging>",
    ],
)
def test_follow_up_that_is_of_no_version_is_a_fault(follow_up, tmp_path):
    text = V1.read_text(encoding="utf-8")
    start, end = text.index("<Oppfolging"), text.index("</Tiltak>")
    path = tmp_path / "a.xml"
    path.write_text(text[:start] + follow_up + text[end:], encoding="utf-8")
    faults = check.read([path], synthetic=True).faults
    assert faults["column"].str.startswith("Sak/Tiltak/Oppfolging").all() and len(faults)


def test_what_the_program_alone_stops_is_said_and_ends_with_1():
    path = KINDS / "melding-2c-konklusjon-2.xml"
    assert found(path) == []
    assert found(path, edition=controls.PROGRAM) == [("Melding 2c", "ERROR")]
    result = CliRunner().invoke(extract_app, ["check", str(path), "--synthetic"])
    assert result.exit_code == 1
    assert "no findings" in result.output
    assert "Vil SSB ta imot filen? Nei" in result.output and "Melding 2c (1)" in result.output


def test_a_file_that_nothing_stops_is_said_to_be_taken():
    path = KINDS / "empty-sluttdato.xml"
    result = CliRunner().invoke(
        extract_app, ["check", str(path), "--synthetic", "--edition", "program"]
    )
    assert result.exit_code == 0 and "Vil SSB ta imot filen? Ja" in result.output


REFERRED = ("2024", "children_with_referral", "age_0_17")


def test_referrals_count_when_they_are_concluded_and_the_definition_says_so(tmp_path):
    name, open_yet = "referral-received-december-open.xml", 'Id="M1" StartDato="2024-12-28"'
    concluded = changed(
        name, tmp_path, (open_yet, open_yet + ' SluttDato="2024-12-31" Konklusjon="1"')
    )
    assert counted(KINDS / name, tmp_path / "open")[REFERRED] == 0
    assert counted(concluded, tmp_path / "concluded")[REFERRED] == 1
    assert "konkludert i løpet av året" in indicator("children_with_referral_0_17_pct").definition


@pytest.mark.parametrize(("end", "running"), [("2024-12-31", 1), ("2024-12-30", 0)])
def test_a_measure_that_ends_on_the_counting_day_runs_and_the_definition_says_so(
    end, running, tmp_path
):
    path = changed(
        "lov-lowercase-4-12.xml",
        tmp_path,
        ('StartDato="2020-03-01"', f'StartDato="2020-03-01" SluttDato="{end}"'),
    )
    assert counted(path, tmp_path)[CARE] == running
    for name in ("children_with_measures_31dec", "children_placed_31dec", "aftercare_31dec"):
        assert "avsluttet den dagen, er med" in indicator(name).definition


def test_a_legal_basis_that_is_too_long_stops_the_file_and_is_understood_all_the_same(tmp_path):
    path = changed("paragraf-written-4-12.xml", tmp_path, ('"4-12"', '"§ 4-12"'))
    assert found(path) == [("Individ 01", "ERROR")]
    assert counted(path, tmp_path)[CARE] == 1


def test_the_first_structure_may_name_the_status_of_a_decision(tmp_path):
    status = "34638f0a-9d10-501a-9c25-8e2d855d9a62"
    text = V1.read_text(encoding="utf-8")
    (one,) = [part for part in text.split("<") if part.startswith("Status ")]
    other = one.replace(status, status.replace("34638f0a", "44638f0a"))
    gone = f'<Slettet Id="{status}" Type="Status" SluttDato="2023-06-01"/>'
    path = tmp_path / "a.xml"
    text = text.replace(f"<{one}", f"<{one}<{other}").replace("</Sak>", f"{gone}</Sak>")
    path.write_text(text, encoding="utf-8")
    extract = check.read([path], synthetic=True)
    assert extract.faults.empty and len(extract.cases["decision_statuses"]) == 1


def test_nothing_of_a_field_comes_out_of_a_child_with_a_fault_or_a_basis_not_understood(tmp_path):
    path = changed(
        UNKNOWN_CODE,
        tmp_path,
        ('Kode="99"', 'Kode="KANARI"'),
        ('Lov="BVL2021" Kapittel="3"', 'Lov="KANARI 14831451115" Kapittel="KANARI"'),
        ('Id="T1"', 'Id="T1" Ukjent="KANARI"'),
        ('Saksbehandler="Test Person"', 'Saksbehandler="KANARI"'),
    )
    out, data = tmp_path / "list.csv", tmp_path / "data"
    options = ["--synthetic", "--csv", str(out)]
    checked = CliRunner().invoke(extract_app, ["check", str(path), *options])
    load = ["load", str(path), "-m", "Lillehammer", "--synthetic", "--leave-out", "--out"]
    loaded = CliRunner().invoke(extract_app, [*load, str(data)])
    assert (checked.exit_code, loaded.exit_code) == (1, 0)
    assert "1 barn utelatt" in loaded.output and "1 attributt" in loaded.output
    kept = "".join(file.read_text("utf-8") for file in data.iterdir() if file.suffix == ".csv")
    everything = checked.output + loaded.output + out.read_text("utf-8") + kept
    assert "KANARI" not in everything and "14831451115" not in everything


def test_a_folder_of_bvr_is_counted_as_a_history(tmp_path):
    said: list[str] = []
    figures = counted(V1, tmp_path, years=EVERY_YEAR, asked=local.Asked(say=said.append))
    assert {year for year, *_ in figures} == {"2022"}
    later = changed(V1.name, tmp_path, ("2023-11-15T", "2025-03-15T"))
    figures = counted(later, tmp_path / "later", years=EVERY_YEAR)
    running = {
        year: figures[year, "children_with_measures_31dec", ""] for year in ("2022", "2023", "2024")
    }
    assert running == {"2022": 0, "2023": 1, "2024": 1}
    assert {year for year, *_ in figures} == set(running)
