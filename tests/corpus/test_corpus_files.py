"""Folders and packed files as systems leave them: what nobody means is passed over, and what is meant
is read, whatever case its ending has.
"""

import zipfile
from pathlib import Path

import pytest
from typer.testing import CliRunner

from barnevern.commands.app import app
from barnevern.local import Asked, check, load
from barnevern.local.files import EXTRACTS, LISTS, opened
from barnevern.paths import left_by_system
from barnevern.problems import InputProblems
from barnevern.sources.tables import read_folder

BVR = Path(__file__).parents[1] / "extracts" / "bvr_v4_example.xml"
LIST = Path(__file__).parent / "lists" / "sep.csv"
LEFT = [
    "._uttrekk.xml",
    ".DS_Store",
    "Thumbs.db",
    "THUMBS.DB",
    "ehthumbs_vista.db",
    "desktop.ini",
    "Desktop.ini",
    "~$uttrekk.docx",
    "~$liste.xlsx",
    ".~lock.liste.csv#",
    "__MACOSX",
    "Icon\r",
]


def litter(folder: Path) -> None:
    """What is left in a folder on a stick or a share."""
    for name in LEFT[:-2]:
        (folder / name).write_bytes(b"\x00\x05\x16\x07\x00\x02\x00\x00Mac OS X")


def names(given: list[Path], endings: tuple[str, ...] = EXTRACTS) -> list[str]:
    with opened(given, endings) as found:
        assert all(path.is_file() for path in found)
        return [path.name for path in found]


@pytest.mark.parametrize("name", LEFT)
def test_what_a_system_leaves_is_known(name):
    assert left_by_system(name)


@pytest.mark.parametrize(
    "name", ["uttrekk.xml", "README.md", "liste.csv", "~uttrekk.xml", "._"[1:]]
)
def test_what_a_person_means_is_not_taken_for_it(name):
    assert not left_by_system(name)


def test_a_folder_gives_its_extracts_in_any_case_and_nothing_else(tmp_path):
    litter(tmp_path)
    for name in ("a.xml", "B.XML", "c.Xml", "notat.docx"):
        (tmp_path / name).write_bytes(BVR.read_bytes())
    assert names([tmp_path]) == ["B.XML", "a.xml", "c.Xml"]


def test_what_is_left_is_passed_over_when_a_shell_gives_everything(tmp_path):
    litter(tmp_path)
    (tmp_path / "uttrekk.XML").write_bytes(BVR.read_bytes())
    given = sorted(tmp_path.iterdir())
    assert names(given) == ["uttrekk.XML"]
    with opened(given, EXTRACTS) as found:
        assert len(check.read(found, synthetic=True).cases["cases"])


def test_a_packed_file_is_read_as_what_is_in_it(tmp_path):
    packed = tmp_path / "uttrekk.ZIP"
    with zipfile.ZipFile(packed, "w") as out:
        out.write(BVR, "mappe/uttrekk.xml")
        out.writestr("__MACOSX/mappe/._uttrekk.xml", b"\x00\x05")
        out.writestr("mappe/Thumbs.db", b"\x00")
    with opened([packed], EXTRACTS) as found:
        (path,) = found
        assert (path.name, path.read_bytes()) == ("uttrekk.xml", BVR.read_bytes())
        assert path.parents[2].stat().st_mode & 0o077 == 0  # nobody else comes in
    assert not path.exists()


def test_a_packed_file_cannot_write_outside_its_place(tmp_path):
    packed = tmp_path / "uttrekk.zip"
    with zipfile.ZipFile(packed, "w") as out:
        out.writestr("../../ut.xml", b"<a/>")
        out.writestr("..\\..\\inn.xml", b"<a/>")
    assert names([packed]) == ["ut.xml", "inn.xml"]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["uttrekk.zip"]


def test_a_folder_of_packed_files_and_lists_is_opened(tmp_path):
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as out:
        out.write(LIST, "Regnskap.CSV")
    (tmp_path / "b.csv").write_bytes(LIST.read_bytes())
    assert names([tmp_path], LISTS) == ["Regnskap.CSV", "b.csv"]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ({"les.txt": b"a"}, "the packed file has nothing to read in it"),
        ({}, "the packed file has nothing to read in it"),
        (None, "the packed file is damaged or has a password"),
    ],
)
def test_a_packed_file_without_extracts_is_said_so(tmp_path, content, said):
    packed = tmp_path / "uttrekk.zip"
    with zipfile.ZipFile(packed, "w") as out:
        members = {"a.xml": b"<a/>" * 99} if content is None else content
        for name, inside in members.items():
            out.writestr(name, inside)
    if content is None:
        packed.write_bytes(packed.read_bytes().replace(b"<a/><a/>", b"<b/><c/>", 1))
    with pytest.raises(InputProblems) as raised, opened([packed], EXTRACTS):
        pass
    assert [(problem.file, problem.rule) for problem in raised.value.problems] == [
        ("uttrekk.zip", said)
    ]


def test_an_empty_folder_is_said_so(tmp_path):
    litter(tmp_path)
    with (
        pytest.raises(InputProblems, match="the folder has no XML files"),
        opened([tmp_path], EXTRACTS),
    ):
        pass


def test_a_packed_list_is_loaded(tmp_path):
    packed = tmp_path / "regnskap.zip"
    with zipfile.ZipFile(packed, "w") as out:
        out.write(LIST, "Regnskap 2024.CSV")
    folder = load([packed], tmp_path / "own", "3201")
    assert "gross_expenditure_nok,f251,1000" in (folder / "accounts_3201_2024.csv").read_text()


def test_a_folder_of_tables_is_read_without_what_is_left_in_it(tmp_path):
    litter(tmp_path)
    (tmp_path / "._figures.csv").write_bytes(b"\x00\x05")
    (tmp_path / "FIGURES.CSV").write_text(
        "region,year,measure,category,value,status,source,printed,place,licence,note\n"
        "3201,2024,referrals,,37,,example,,,CC0,\n"
    )
    (tmp_path / "sources.csv").write_text(
        "source,title,publisher,published,licence,url\nexample,E,E,2026,CC0,https://example.org\n"
    )
    tables, _ = read_folder(tmp_path)
    assert list(tables) == ["FIGURES.CSV"]


def test_what_an_export_was_understood_as_is_told_and_nothing_of_a_template(tmp_path):
    told: list[str] = []
    files = [LIST.with_name("sep.csv"), LIST.with_name("staff_norwegian.csv")]
    load(files, tmp_path / "own", "3201", asked=Asked(say=told.append))
    assert told == []
    export = LIST.with_name("export_titles_totals.csv")
    load([export], tmp_path / "own", "3201", asked=Asked(say=told.append))
    assert "export_titles_totals.csv: other functions, left out: 202." in told


def test_a_packed_extract_is_checked_with_the_lines_of_its_findings(tmp_path):
    packed, working_list = tmp_path / "uttrekk.zip", tmp_path / "funn.csv"
    with zipfile.ZipFile(packed, "w") as out:
        out.write(BVR, "uttrekk.xml")
    done = CliRunner().invoke(
        app, ["extract", "check", str(packed), "--synthetic", "--csv", str(working_list)]
    )
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    assert "controls run on 1 cases" in done.output
    assert working_list.is_file()
