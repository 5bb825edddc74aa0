"""``barnevern extract check``: what it prints, what it writes, how it ends, and what it never
tells.
"""

import csv
import stat
import sys
from pathlib import Path

import numpy as np
import pytest
from typer.testing import CliRunner, Result

from barnevern import controls
from barnevern.cases.identity import made_up
from barnevern.commands.extract import extract_app
from barnevern.problems import InputProblems

EXTRACTS = Path(__file__).parents[1] / "extracts"
OK, WARNINGS, BROKEN, BVR = (
    EXTRACTS / name
    for name in (
        "Testfil_21_OK_2020_15F_for_3401.xml",
        "Testfil_11_ADVARSEL_2020_15F_for_3401.xml",
        "Testfil_01_FEIL_2020_15F_ugyldig_xml.xml",
        "bvr_v4_example.xml",
    )
)
BIRTHDAYS = np.array(["2010-03-04", "2016-07-08"], dtype="datetime64[D]")
NUMBERS = made_up(BIRTHDAYS, ["1", "2"], [0, 1])
DUF = "201512345678"
# Everything a file can say in words or numbers of its own; none of it may come out.
CANARIES = [
    "KANARI",
    "Kari Kanari",
    *NUMBERS,
    *(number[:6] + " " + number[6:] for number in NUMBERS),
    DUF,
]
CHILD = """
 <Individ Id="KANARI-{n}" StartDato="2024-01-10" {end} Journalnummer="{journal}" Fodselsnummer="{number}" DUFnummer="{duf}" Bydelsnavn="KANARI bydel"
   Saksbehandler="Kari Kanari" Avslutta3112="1">
  <Melding Id="KANARI-m{n}" StartDato="2024-01-01" SluttDato="2024-03-01" Konklusjon="1">
   <Melder Kode="22"/><Saksinnhold Kode="18"><Presisering>KANARI {number}</Presisering></Saksinnhold>
   <Undersokelse Id="KANARI-u{n}" StartDato="2024-03-01" SluttDato="2024-02-01" Konklusjon="5"/>
  </Melding>
  <Plan Id="KANARI-p{n}" StartDato="2024-02-01" Plantype="1"/>
  <Tiltak Id="KANARI-t{n}" StartDato="2021-02-01">
   <Lovhjemmel Lov="KANARI {number}" Kapittel="0" Paragraf="KAN"/>
   <Kategori Kode="1.99"/><Opphevelse Kode="4"/>
  </Tiltak>
  <Flytting Id="KANARI-f{n}" SluttDato="2020-01-01">
   <ArsakFra Kode="1.1.5" Presisering="KANARI"/><FlyttingTil Kode="8" Presisering="KANARI"/>
  </Flytting>
 </Individ>"""
FILE = """<?xml version="1.0" encoding="iso-8859-1"?>
<Barnevern>
 <Avgiver Organisasjonsnummer="974553686" Versjon="2024" Kommunenummer="{municipality}" Kommunenavn="KANARI kommune"/>{children}
</Barnevern>
"""


def written(folder: Path, journals=("J1", "=1+1"), municipality="3201", name="extract.xml") -> Path:
    """A 15F file with a canary in every place that takes one, and as much wrong in it as fits."""
    children = [
        CHILD.format(
            n=n,
            journal=journal,
            number=NUMBERS[n % 2],
            duf=DUF,
            end='SluttDato="2023-01-01"' if n else "",
        )
        for n, journal in enumerate(journals)
    ]
    path = folder / name
    path.write_text(
        FILE.format(municipality=municipality, children="".join(children)), encoding="iso-8859-1"
    )
    return path


def check(*arguments: object) -> Result:
    return CliRunner().invoke(extract_app, ["check", *map(str, arguments)])


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


def test_nothing_of_a_child_but_its_journal_number_comes_out_and_that_only_in_the_list(tmp_path):
    out = tmp_path / "findings.csv"
    result = check(written(tmp_path), "--csv", out, "--synthetic")
    listed = out.read_text(encoding="utf-8")
    assert len({row["control"] for row in rows_of(out)}) >= 20
    assert [canary for canary in CANARIES if canary in result.output + listed] == []
    assert "J1" in listed and "J1" not in result.output
    assert {row["journal"] for row in rows_of(out)} == {"J1", "'=1+1"}


def test_a_journal_number_that_is_the_childs_own_number_does_not_come_out(tmp_path):
    out = tmp_path / "findings.csv"
    result = check(
        written(tmp_path, journals=(NUMBERS[0], f"{NUMBERS[1][:6]}-{NUMBERS[1][6:]}", NUMBERS[0])),
        "--csv",
        out,
        "--synthetic",
    )
    text = result.output + out.read_text(encoding="utf-8")
    assert [number for number in NUMBERS if number in text or number[6:] in text] == []


def test_the_list_has_the_agreed_columns_and_is_the_same_every_time(tmp_path):
    source, out, again = written(tmp_path), tmp_path / "1.csv", tmp_path / "2.csv"
    first, second = (
        check(source, "--csv", out, "--synthetic"),
        check(source, "--csv", again, "--synthetic"),
    )
    assert out.read_bytes() == again.read_bytes()
    assert first.output.replace("1.csv", "") == second.output.replace("2.csv", "")
    assert (
        out.read_text(encoding="utf-8").splitlines()[0]
        == "control,severity,journal,element,message"
    )
    assert all(row["control"] in controls.controls("15F") for row in rows_of(out))


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such permissions")
def test_the_list_is_for_its_owner_only(tmp_path):
    check(written(tmp_path), "--csv", tmp_path / "findings.csv", "--synthetic")
    assert stat.S_IMODE((tmp_path / "findings.csv").stat().st_mode) == 0o600


def test_a_file_that_cannot_be_read_leaves_no_list_and_an_older_one_alone(tmp_path):
    source = written(tmp_path)
    source.write_bytes(source.read_bytes()[:-200])
    result = check(source, "--csv", tmp_path / "findings.csv", "--synthetic")
    assert result.exit_code == 1 and isinstance(result.exception, InputProblems)
    assert [canary for canary in CANARIES if canary in str(result.exception)] == []
    assert [path.name for path in tmp_path.iterdir()] == ["extract.xml"]
    (tmp_path / "findings.csv").write_text("older")
    check(source, "--csv", tmp_path / "findings.csv", "--synthetic")
    assert (tmp_path / "findings.csv").read_text() == "older"


def test_a_list_that_cannot_be_written_is_said_and_nothing_is_left(tmp_path):
    result = check(written(tmp_path), "--csv", tmp_path / "none" / "findings.csv", "--synthetic")
    assert isinstance(result.exception, InputProblems)
    assert "the list cannot be written there" in str(result.exception)
    (tmp_path / "folder").mkdir()
    assert isinstance(
        check(written(tmp_path), "--csv", tmp_path / "folder", "--synthetic").exception,
        InputProblems,
    )
    assert sorted(path.name for path in tmp_path.iterdir()) == ["extract.xml", "folder"]


def test_the_extract_is_not_written_over(tmp_path):
    source = written(tmp_path)
    before = source.read_bytes()
    result = check(source, "--csv", source, "--synthetic")
    assert "it is one of the files to check" in str(result.exception)
    assert source.read_bytes() == before


def sender_controls(path: Path, *options: object) -> set[str]:
    out = path.with_suffix(".csv")
    check(path, "--synthetic", "--csv", out, *options)
    return {row["control"] for row in rows_of(out) if row["control"].startswith("Avgiver")}


def test_year_and_municipality_are_held_against_the_file(tmp_path):
    path = written(tmp_path)
    assert sender_controls(path) == set()
    assert sender_controls(path, "--year", 2024, "-m", "Bærum") == set()
    assert sender_controls(path, "--year", 2023, "-m", "Asker") == {"Avgiver 2", "Avgiver 4"}


def test_a_number_the_municipality_had_that_year_is_its_own(tmp_path):
    path = written(tmp_path, municipality="3024")
    path.write_text(
        path.read_text(encoding="iso-8859-1").replace('Versjon="2024"', 'Versjon="2023"'),
        encoding="iso-8859-1",
    )
    assert sender_controls(path, "-m", "Bærum") == set() == sender_controls(path, "-m", "3201")


def test_an_unknown_municipality_is_said(tmp_path):
    result = check(written(tmp_path), "-m", "Bærøm", "--synthetic")
    assert isinstance(result.exception, InputProblems)
    assert 'did you mean "Bærum"?' in str(result.exception)


def test_the_summary_has_the_most_serious_first_with_their_counts(tmp_path):
    result = check(written(tmp_path), "--synthetic")
    assert result.exit_code == 1
    severities = [
        line.split("│")[1].strip()
        for line in result.output.splitlines()
        if line.startswith("│ ") and line.split("│")[1].strip()
    ]
    assert severities == sorted(severities, key=controls.SEVERITIES.index) and set(severities) == {
        "ERROR",
        "WARNING",
    }
    assert "59 controls run on 2 cases:" in result.output
    assert str(tmp_path) not in result.output


def test_made_up_numbers_are_refused_unless_they_are_expected(tmp_path):
    out = tmp_path / "findings.csv"
    check(written(tmp_path), "--csv", out)
    assert "Individ 03" in {row["control"] for row in rows_of(out)}
    check(written(tmp_path), "--csv", out, "--synthetic")
    assert "Individ 03" not in {row["control"] for row in rows_of(out)}


def test_a_folder_is_all_the_xml_files_in_it(tmp_path):
    folder = tmp_path / "extracts"
    folder.mkdir()
    empty = check(folder)
    assert "the folder has no XML files" in str(empty.exception)
    written(folder)
    (folder / "readme.txt").write_text("not an extract")
    assert "59 controls run on 2 cases:" in check(folder, "--synthetic").output


def test_load_keeps_counts_of_controls_and_no_case(tmp_path):
    out = tmp_path / "own"
    arguments = ["load", str(written(tmp_path)), "-m", "Bærum", "--out", str(out), "--synthetic"]
    result = CliRunner().invoke(extract_app, arguments)
    assert result.exit_code == 0, result.exception
    assert (
        "Loaded 1 files. Only counts are kept, not cases:" in result.output
        and str(tmp_path) not in result.output
    )
    kept = "".join(
        path.read_text(encoding="utf-8")
        for path in out.iterdir()
        if path.suffix in (".csv", ".json")
    )
    assert "Melding 3,WARNING" in kept
    assert [canary for canary in [*CANARIES, "J1"] if canary in kept + result.output] == []


def test_load_of_an_unreadable_file_makes_no_folder(tmp_path):
    source = written(tmp_path)
    source.write_text("no extract")
    result = CliRunner().invoke(
        extract_app,
        ["load", str(source), "-m", "Bærum", "--out", str(tmp_path / "own"), "--synthetic"],
    )
    assert result.exit_code == 1 and isinstance(result.exception, InputProblems)
    assert not (tmp_path / "own").exists()
