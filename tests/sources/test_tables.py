"""Reading a folder of CSV tables: what is wrong with the files themselves, and everything wrong in
all of them at once.
"""

from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from barnevern.observations import COLUMNS, PROVENANCE
from barnevern.problems import InputProblems, Problem
from barnevern.sources.tables import SOURCE_COLUMNS, read_folder, read_text

HEAD = "region,year,measure,category,value,status,source,printed,place,licence,note\n"
ROW = "0301,2020,referrals,,12,,s1,,,,\n"
SOURCES = "source,title,publisher,published,licence,url\ns1,Tittel,Utgiver,2021,CC BY 4.0,https://example.org\n"


def folder(path: Path, sources: str = SOURCES, **tables: str | bytes) -> Path:
    """A folder with sources.csv and one CSV file for each keyword, as text or as bytes."""
    path.mkdir(parents=True, exist_ok=True)
    for name, content in {"sources": sources, **tables}.items():
        (path / f"{name}.csv").write_bytes(
            content if isinstance(content, bytes) else content.encode("utf-8")
        )
    return path


def found_in(path: Path) -> list[Problem]:
    with pytest.raises(InputProblems) as caught:
        read_folder(path)
    return caught.value.problems


def only(path: Path, content: str | bytes) -> Problem:
    """The one problem of a folder whose table t.csv has this content."""
    (found,) = found_in(folder(path, t=content))
    assert found.file == "t.csv"
    return found


def test_a_good_folder_gives_typed_tables_by_file_name_and_its_sources(tmp_path):
    tables, sources = read_folder(folder(tmp_path, t=HEAD + ROW))
    assert list(tables) == ["t.csv"]
    assert tables["t.csv"][["region", "year", "value"]].to_numpy().tolist() == [
        ["0301", 2020, 12.0]
    ]
    assert sources["source"].tolist() == ["s1"]


def test_columns_may_stand_in_any_order(tmp_path):
    head = "value,region,year,measure,category,status,source,printed,place,licence,note\n"
    tables, _ = read_folder(folder(tmp_path, t=head + "12,0301,2020,referrals,,,s1,,,,\n"))
    assert list(tables["t.csv"].columns) == [*COLUMNS, *PROVENANCE]


@pytest.mark.parametrize(
    "content",
    [
        b"\xef\xbb\xbf" + (HEAD + ROW).encode(),
        (HEAD + ROW).replace("\n", "\r\n").encode(),
        (HEAD + ROW).rstrip().encode(),
    ],
)
def test_files_as_spreadsheets_save_them_are_read(tmp_path, content):
    tables, _ = read_folder(folder(tmp_path, t=content))
    assert len(tables["t.csv"]) == 1


def test_a_code_keeps_its_leading_zero_and_a_note_its_commas(tmp_path):
    tables, _ = read_folder(
        folder(tmp_path, t=HEAD + '0219,2019,referrals,,12,,s1,12,tabell 1,,"etter KS, ASSS"\n')
    )
    row = tables["t.csv"].iloc[0]
    assert (row["region"], row["printed"], row["note"]) == ("0219", "12", "etter KS, ASSS")


def test_a_missing_column_is_named(tmp_path):
    found = only(tmp_path, HEAD.replace("status,", "") + "0301,2020,referrals,,12,s1,,,,\n")
    assert (found.row, found.column, found.rule) == (1, "status", "column is missing")
    assert found.remedy == "add the column, empty where it has nothing"


def test_an_unknown_column_is_named(tmp_path):
    found = only(tmp_path, HEAD.strip() + ",merknad\n" + ROW.strip() + ",x\n")
    assert (found.row, found.column, found.rule, found.remedy) == (
        1,
        "merknad",
        "column is not known",
        "remove it",
    )


def test_a_misspelt_column_is_missing_and_gets_the_nearest(tmp_path):
    missing, unknown = found_in(folder(tmp_path, t=HEAD.replace("status", "statuss") + ROW))
    assert (missing.column, unknown.column, unknown.remedy) == (
        "status",
        "statuss",
        'did you mean "status"?',
    )


def test_a_column_that_stands_twice_is_a_problem(tmp_path):
    found = only(tmp_path, HEAD.strip() + ",note\n" + ROW.strip() + ",x\n")
    assert (found.row, found.column) == (1, "note")


@pytest.mark.parametrize("encoding", ["latin-1", "cp1252"])
def test_a_file_in_another_encoding_is_told_at_the_line_of_its_first_letter(tmp_path, encoding):
    found = only(tmp_path, (HEAD + ROW + "0301,2021,referrals,,12,,s1,,,,Bærum\n").encode(encoding))
    assert (found.row, found.rule, found.remedy) == (
        3,
        "the file is not UTF-8",
        "save it as «CSV UTF-8»",
    )


@pytest.mark.parametrize("content", ["", HEAD])
def test_an_empty_file_and_a_header_alone_are_empty(tmp_path, content):
    found = only(tmp_path, content)
    assert (found.row, found.rule, found.remedy) == (
        "",
        "the file is empty",
        "it needs a header line and at least one row",
    )


@pytest.mark.parametrize(
    ("row", "cells"), [("0301,2020\n", 2), (ROW.strip() + ",x\n", 12), ("\n", 0)]
)
def test_a_row_of_another_length_is_told_with_its_number_of_cells(tmp_path, row, cells):
    found = only(tmp_path, HEAD + ROW + row)
    assert (found.row, found.value, found.rule) == (3, f"{cells} cells", "a row has 11 cells")
    assert found.remedy == "check commas and quotation marks"


def test_a_quotation_mark_that_is_never_closed_is_a_problem(tmp_path):
    assert (
        only(tmp_path, HEAD + ROW + '0301,2021,referrals,,12,,s1,,,,"start\n' + ROW * 5000).file
        == "t.csv"
    )


@pytest.mark.parametrize(
    "content", [(HEAD + ROW).replace("\n", "\r"), HEAD + "0301,2020,referrals,,1\r2,,s1,,,,\n"]
)
def test_a_lone_carriage_return_gives_figures_or_a_problem(tmp_path, content):
    try:
        tables, _ = read_folder(folder(tmp_path, t=content))
        assert len(tables["t.csv"]) == 1
    except InputProblems as error:
        assert {problem.file for problem in error.problems} == {"t.csv"}


def test_a_folder_without_tables_is_a_problem(tmp_path):
    (found,) = found_in(folder(tmp_path / "tomt"))
    assert (found.file, found.rule) == ("tomt", "the folder has no CSV tables")


def test_a_folder_without_sources_is_a_problem(tmp_path):
    path = folder(tmp_path, t=HEAD + ROW)
    (path / "sources.csv").unlink()
    first = found_in(path)[0]
    assert (first.file, first.rule, first.remedy) == (
        "sources.csv",
        "the file is not there",
        "add it to the folder",
    )


def test_a_source_not_in_the_list_is_told_at_its_row(tmp_path):
    found = only(tmp_path, HEAD + ROW + "0301,2021,referrals,,12,,ssb,,,,\n")
    assert (found.row, found.column, found.value, found.rule) == (
        3,
        "source",
        "ssb",
        "source is not in sources.csv",
    )


def test_a_source_that_stands_twice_in_the_list_is_a_problem(tmp_path):
    (found,) = found_in(
        folder(tmp_path, sources=SOURCES + "s1,Annen,Utgiver,2022,,\n", t=HEAD + ROW)
    )
    assert (found.file, found.row, found.value) == ("sources.csv", 3, "s1")


def test_a_cell_problem_has_file_row_column_value_and_remedy(tmp_path):
    found = only(tmp_path, HEAD + ROW + '0301,2021,fte,,"12,5",,s1,,,,\n')
    assert (found.row, found.column, found.value, found.remedy) == (
        3,
        "value",
        "12,5",
        "write 12.5",
    )


def test_all_problems_of_all_files_are_reported_at_once(tmp_path):
    path = folder(
        tmp_path,
        a=HEAD + "301,2020,referrals,,-1,,s1,,,,\n",
        b=HEAD + "0301\n",
        c=b"",
        d=HEAD + "0301,2020,referral,,1,x,s1,,,,\n",
    )
    found = [(problem.file, problem.row, problem.column) for problem in found_in(path)]
    assert found == [
        ("a.csv", 2, "region"),
        ("a.csv", 2, "value"),
        ("b.csv", 2, ""),
        ("c.csv", "", ""),
        ("d.csv", 2, "measure"),
        ("d.csv", 2, "status"),
    ]


def test_one_bad_file_keeps_the_good_ones_from_being_read(tmp_path):
    assert (
        len(
            found_in(
                folder(tmp_path, good=HEAD + ROW, bad=HEAD + "0301,2020,referrals,,x,,s1,,,,\n")
            )
        )
        == 1
    )


def test_the_message_names_every_file(tmp_path):
    with pytest.raises(InputProblems) as caught:
        read_folder(
            folder(tmp_path, a=HEAD, b=HEAD + "0301,2020,referrals,,01019012345x,,s1,,,,\n")
        )
    assert "2 problems in the input; nothing was written." in str(caught.value)
    assert all(name in str(caught.value) for name in ("a.csv", "b.csv"))
    assert "01019012345" not in str(caught.value)


def test_a_file_that_is_not_there_gives_an_empty_table_and_a_problem(tmp_path):
    table, (problem,) = read_text(tmp_path / "none.csv", SOURCE_COLUMNS)
    assert (len(table), list(table.columns)) == (0, SOURCE_COLUMNS)
    assert problem.file == "none.csv"


def quoted(text: str) -> str:
    doubled = text.replace('"', '""')
    return f'"{doubled}"'


@settings(max_examples=40)
@given(st.text() | st.from_regex(r"-?\d+([.,]\d+)?", fullmatch=True))
@example("12\r")
@example("\x00")
def test_any_text_in_the_value_column_gives_floats_or_problems(tmp_path_factory, value):
    path = folder(
        tmp_path_factory.mktemp("any"), t=HEAD + ROW + f"0301,2021,fte,,{quoted(value)},,s1,,,,\n"
    )
    try:
        tables, _ = read_folder(path)
        assert (len(tables["t.csv"]), tables["t.csv"]["value"].dtype) == (2, "float64")
    except InputProblems as error:
        assert {(problem.file, problem.column) for problem in error.problems} == {
            ("t.csv", "value")
        }


@settings(max_examples=40)
@given(st.binary(max_size=200) | st.text(max_size=200).map(lambda text: (HEAD + text).encode()))
@example(HEAD.encode() + b"\r0301")
@example(HEAD.encode() + b'"')
def test_any_file_at_all_gives_floats_or_problems(tmp_path_factory, content):
    path = folder(tmp_path_factory.mktemp("any"), t=content)
    try:
        assert read_folder(path)[0]["t.csv"]["value"].dtype == "float64"
    except InputProblems as error:
        assert {problem.file for problem in error.problems} == {"t.csv"}
