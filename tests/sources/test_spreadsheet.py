"""CSV as spreadsheets save it: encodings, separators, numbers, and what is said about a file that
is something else.
"""

import re
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from barnevern.sources import sheet_rows, spreadsheet

COLUMNS = ["year", "value"]


def saved(folder: Path, content: str | bytes) -> Path:
    path = folder / "liste.csv"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def rule(folder: Path, content: str | bytes) -> str:
    table, (problem,) = spreadsheet.read(saved(folder, content), COLUMNS)
    assert table.empty
    assert problem.remedy
    return problem.rule


@pytest.mark.parametrize(
    "content",
    [
        "year;value\n2024;1\n",
        "year,value\r\n2024,1\r\n",
        "year\tvalue\n2024\t1\n",
        b"\xef\xbb\xbfyear;value\n2024;1\n",
        'value;YEAR\n"1";"2024"',
        "year;value;;\n\n2024;1;;\n;;;\n",
        "\n year ; value \n 2024 ; 1 \n",
        "sep=;\nyear;value\n2024;1\n",
        '"sep=,"\r\nyear,value\r\n2024,1\r\n',
        "sep=|\nyear|value\n2024|1\n",
        "year;value\n2024.0;1\n",
        "year;value\n31.12.2024;1\n",
        "year;value\n2024-12-31 00:00:00;1\n",
        "year\tvalue\r\n2024\t1\r\n".encode("utf-16"),
    ],
)
def test_the_same_table_is_read_from_every_way_of_saving_it(tmp_path, content):
    table, problems = spreadsheet.read(saved(tmp_path, content), COLUMNS)
    assert problems == []
    assert table.to_dict("records") == [{"year": "2024", "value": "1"}]


def test_windows_1252_is_read(tmp_path):
    table, problems = spreadsheet.read(
        saved(tmp_path, "year;value\n2024;1\xa0200\n".encode("cp1252")), COLUMNS
    )
    assert problems == []
    assert spreadsheet.numbers(table, "value", "liste.csv")[0].tolist() == [1200]


def test_a_row_keeps_its_line_in_the_file(tmp_path):
    table, _ = spreadsheet.read(saved(tmp_path, 'year;value\n\n2023;"1\n"\n;\n2024;2\n'), COLUMNS)
    assert (table.index + 2).tolist() == [3, 6]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "the file is empty"),
        ("\n;;\n", "the file is empty"),
        ("year;value\n", "the file has a header and no rows"),
        (b"\xd0\xcf\x11\xe0", "the file is a workbook of an old kind (.xls)"),
        (b"PK\x03\x04 workbook", "the workbook cannot be read"),
        (b"\xff\xfey\x00\x00\xd8;", "the file is not text"),
        (b"year;value\n2024;\x00", "the file is not text"),
        (b"year;value\n2024;\x81\n", "the file is neither UTF-8 nor Windows-1252"),
        ('year;value\n"2024;1\n', "the file is not CSV: unexpected end of data"),
        ("year;value\n2024\n", "a row has 2 cells"),
        ("year;value\n2024;1;2\n", "a row has 2 cells"),
        ("year;value;value\n2024;1;1\n", "column stands more than once"),
        ("year;value;note\n2024;1;1\n", "column is not known"),
        ("year\n2024\n", "column is missing"),
        (b" " * (sheet_rows.LARGEST_BYTES + 1), "the file is larger than 10 MB"),
    ],
)
def test_a_file_that_is_no_table_is_named_as_what_it_is(tmp_path, content, said):
    assert rule(tmp_path, content) == said
    if said != "column is not known":
        assert spreadsheet.header(tmp_path / "liste.csv") == [] or "year" in spreadsheet.header(
            tmp_path / "liste.csv"
        )


def test_a_file_that_is_not_there_is_said_so(tmp_path):
    _, (problem,) = spreadsheet.read(tmp_path / "ingen.csv", COLUMNS)
    assert (problem.file, problem.rule) == ("ingen.csv", "the file is not there")


def test_a_misspelt_column_gets_the_nearest(tmp_path):
    _, problems = spreadsheet.read(saved(tmp_path, "year;valu\n2024;1\n"), COLUMNS)
    assert [(problem.column, problem.remedy) for problem in problems] == [
        ("value", "add the column"),
        ("valu", 'did you mean "value"?'),
    ]


def test_header_gives_the_columns_and_nothing_of_another_file(tmp_path):
    assert spreadsheet.header(saved(tmp_path, "Year;Value\n")) == ["year", "value"]
    assert spreadsheet.header(saved(tmp_path, b"PK\x03\x04")) == []


def cell(text: str, *, whole: bool = False) -> tuple[float, list[str]]:
    values, problems = spreadsheet.numbers(
        pd.DataFrame({"value": [text]}), "value", "liste.csv", whole=whole
    )
    return values.iloc[0], [problem.rule for problem in problems]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("0", 0),
        ("12,5", 12.5),
        ("12.5", 12.5),
        ("1 234 567,50", 1234567.5),
        ("1\u202f234", 1234),
        ("0,125", 0.125),
        ("1 234,567", 1234.567),
        ("1234,567", 1234.567),
    ],
)
def test_numbers_as_norwegians_write_them(text, value):
    assert cell(text) == (value, [])


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("-5", "the number cannot be negative"),
        ("\N{MINUS SIGN}1 000", "the number cannot be negative"),
        ("1.234", "the number can be read in two ways"),
        ("1,234", "the number can be read in two ways"),
        ("12 34", "the cell is not a number of at most ten digits"),
        ("12 %", "the cell is not a number of at most ten digits"),
        ("12 stk", "the cell is not a number of at most ten digits"),
        ("12345678901,0", "the cell is not a number of at most ten digits"),
        ("1.23.456", "the cell is not a number of at most ten digits"),
        ("1,95E+07", "the cell is not a number of at most ten digits"),
        ("12345678901", "the cell is not a number of at most ten digits"),
        ("ukjent", "the cell is not a number of at most ten digits"),
    ],
)
def test_a_cell_that_is_no_number_is_said_why(text, said):
    value, rules = cell(text)
    assert pd.isna(value)
    assert rules == [said]


def test_a_headcount_must_be_whole():
    assert cell("3,5", whole=True)[1] == ["the number must be whole"]
    assert cell("3,0", whole=True)[1] == []


def test_an_empty_cell_is_missing_and_no_problem():
    value, rules = cell("")
    assert pd.isna(value)
    assert rules == []


@pytest.mark.parametrize(
    ("column", "values"),
    [
        (["12,5", "1.234"], [12.5, 1234]),
        (["12.5", "1.234"], [12.5, 1.234]),
        (["20.000.000,00", "1.234", "1,234"], [20_000_000, 1234, 1.234]),
        (["1,234,567", "1,234"], [1234567, 1234]),
    ],
)
def test_a_mark_is_in_every_cell_of_a_column_what_it_is_in_one(column, values):
    found, problems = spreadsheet.numbers(pd.DataFrame({"value": column}), "value", "liste.csv")
    assert (found.tolist(), problems) == (values, [])


def test_a_column_that_uses_both_marks_as_decimals_is_asked_about():
    found, problems = spreadsheet.numbers(
        pd.DataFrame({"value": ["12,5", "12.5", "1.234"]}), "value", "liste.csv"
    )
    assert [problem.row for problem in problems] == [4]
    assert found.tolist()[:2] == [12.5, 12.5]


@given(st.floats(0, 1e10, exclude_max=True))
def test_every_number_that_python_writes_comes_back(value):
    written = repr(value)
    if re.fullmatch(r"[1-9]\d{0,2}\.\d{3}", written):
        written += "0"  # 1.234 can be read in two ways
    assert cell(written) == (value, [])


@given(
    st.integers(0, 9_999_999_999),
    st.integers(0, 99),
    st.sampled_from([" ", "\u00a0", "\u202f", ""]),
)
def test_every_amount_written_with_decimal_comma_comes_back(kroner, ore, space):
    written = f"{kroner:,}".replace(",", space) + f",{ore:02d}"
    value, rules = cell(written)
    assert rules == []
    assert value == pytest.approx(kroner + ore / 100, abs=0.005)


@given(st.text(max_size=30))
@example("١٢")
@example("1 \n2")
def test_any_text_is_a_number_or_one_problem(text):
    table = pd.DataFrame({"value": [text.strip()]})
    values, problems = spreadsheet.numbers(table, "value", "liste.csv")
    assert len(problems) == (1 if values.isna().iloc[0] and text.strip() else 0)


@settings(max_examples=60)
@given(
    st.binary(max_size=200)
    | st.text(max_size=200).map(
        lambda text: ("year;value\n" + text).encode("utf-8", "surrogatepass")
    )
)
@example(b'year;value\n"')
@example(b"year;value\r2024;1")
def test_any_file_at_all_gives_a_table_or_problems(tmp_path_factory, content):
    path = saved(tmp_path_factory.mktemp("any"), content)
    table, problems = spreadsheet.read(path, COLUMNS)
    assert list(table.columns) == COLUMNS
    assert table.empty == bool(problems)
    assert {problem.file for problem in problems} <= {"liste.csv"}
