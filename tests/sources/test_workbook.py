"""Workbooks are read as the text of their cells, and exports of accounting systems as the rows of
the template.
"""

import zipfile
from datetime import date, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from barnevern.problems import InputProblems
from barnevern.sources import accounts, accounts_export, sheet_rows, spreadsheet, workbook

EMPTY: list[object] = []


def saved(path: Path, *rows: list[object], hidden: bool = True) -> Path:
    """A workbook with the rows in its second sheet; the first is hidden, with another year."""
    book = Workbook()
    sheet = book.active
    if hidden:
        for row in rows:
            sheet.append([str(cell).replace("2024", "1999") for cell in row])
        sheet.sheet_state = "hidden"
        sheet = book.create_sheet("Rapport")
    for row in rows:
        sheet.append(row)
    book.save(path)
    return path


def changed(path: Path, part: str, content: bytes) -> Path:
    """The workbook with one of its parts replaced."""
    with zipfile.ZipFile(path) as packed:
        parts = {name: packed.read(name) for name in packed.namelist()}
    with zipfile.ZipFile(path, "w") as out:
        for name, inside in (parts | {part: content}).items():
            out.writestr(name, inside)
    return path


def figures(path: Path) -> dict[tuple[str, str], float]:
    table = accounts.read(path, "3201")
    keys = zip(table["measure"], table["category"], strict=True)
    return dict(zip(keys, table["value"], strict=True))


def rule(path: Path) -> str:
    with pytest.raises(InputProblems) as raised:
        accounts.read(path, "3201")
    return raised.value.problems[0].rule


HEADS: list[object] = ["Funksjon", "Art", "Regnskap 2024"]


def test_a_template_saved_as_workbook_is_read(tmp_path):
    path = saved(
        tmp_path / "a.xlsx",
        ["year", "function", "art", "budget", "accounts"],
        [2024, 244, 10, None, 1.234],
        [2024, 244, 20, None, 19500000.000000004],
    )
    assert figures(path)["net_expenditure_nok", "f244"] == 19500001.23


def test_an_export_saved_as_workbook_is_read(tmp_path):
    path = saved(
        tmp_path / "a.XLSX",
        ["Regnskap, oppdiktede tall"],
        EMPTY,
        HEADS,
        ["244 Barneverntjeneste", "010 Fastlønn", 1000.5],
        ["244 Barneverntjeneste", "700 Refusjon", -200],
        ["Sum", None, 800.5],
    )
    assert figures(path)["net_expenditure_nok", "f244"] == 800.5


def test_cells_with_places_days_and_formats_are_read(tmp_path):
    book = Workbook()
    sheet = book.active
    sheet["B3"], sheet["AA3"] = "Året", datetime(2024, 12, 31)
    sheet["A7"], sheet["B7"], sheet["C7"] = date(2024, 12, 31), -5, "=B7*2"
    sheet["B7"].number_format = "#,##0\\ [$kr-414]"
    book.save(tmp_path / "a.xlsx")
    (found,) = workbook.sheets(tmp_path / "a.xlsx")
    empty = [""] * 24
    assert found == [
        (3, ["", "Året", *empty, "2024-12-31"]),
        (7, ["2024-12-31", "-5", ""]),
    ]


@pytest.mark.parametrize(
    ("part", "content"),
    [
        ("xl/workbook.xml", b"<workbook>"),
        ("xl/_rels/workbook.xml.rels", b"<a"),
        ("[Content_Types].xml", b"<Types/>"),
        (
            "xl/worksheets/sheet2.xml",
            b"<!DOCTYPE a [<!ENTITY b 'c'>]><worksheet>&b;</worksheet>",
        ),
    ],
)
def test_a_damaged_workbook_is_said_so(tmp_path, part, content):
    path = saved(tmp_path / "a.xlsx", ["year", "value"], [2024, 1])
    assert rule(changed(path, part, content)) == "the workbook cannot be read"


@settings(max_examples=25)
@given(st.binary(max_size=300))
def test_any_bytes_are_a_workbook_or_refused(tmp_path_factory, content):
    path = tmp_path_factory.mktemp("any") / "a.xlsx"
    path.write_bytes(b"PK\x03\x04" + content)
    with pytest.raises(InputProblems):
        sheet_rows.rows(path)


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        (
            [HEADS, ["244", "010", 5], ["Sum", "", 6]],
            "the total is not the sum of the lines above it",
        ),
        (
            [HEADS, ["244", "1100", 5]],
            "which digits of 1100 are the KOSTRA art",
        ),
        ([HEADS, ["244", "Fastlønn", 5]], "the account has no KOSTRA art of three digits"),
        ([HEADS, ["Barnevern", "010", 5]], "the name is not that of a KOSTRA function"),
        ([HEADS, ["", "010", 5]], "the line has no KOSTRA function"),
        (
            [["Funksjon", "Art", "Regnskap"], ["244", "010", 5]],
            "the file does not tell the year",
        ),
        ([HEADS, ["244", "011", 5]], "art is not in the KOSTRA accounts"),
        ([HEADS, ["244", "010", "fem"]], "the cell is not a number of at most ten digits"),
    ],
)
def test_what_an_export_does_not_say_is_asked_for(tmp_path, rows, said):
    assert rule(saved(tmp_path / "a.xlsx", *rows)) == said


def test_what_was_understood_is_told(tmp_path):
    path = saved(
        tmp_path / "a.xlsx",
        ["Beløp i hele tusen"],
        HEADS,
        ["244", "010", 5],
        ["202", "010", 7],
        ["Totalt", "", 12],
    )
    assert accounts_export.understand(path, accounts.known()).notes == [
        "«Funksjon» is function, «Art» is art, «Regnskap 2024» is accounts of 2024",
        "1 amounts of functions 244 in 2024",
        "other functions, left out: 202",
        "amounts are in thousands of kroner",
        "1 lines with totals, which agree with their lines",
    ]


@settings(max_examples=25)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(["244", "251", "252", "202"]),
            st.sampled_from(["010", "099", "300", "470"]),
            st.integers(-(10**6), 10**7),
        ),
        min_size=1,
        max_size=12,
    )
)
def test_any_export_gives_the_sums_of_its_lines(tmp_path_factory, lines):
    rows: list[list[object]] = [
        [f"{function} Navn", f"{art} Navn", kroner] for function, art, kroner in lines
    ]
    total: list[object] = ["Totalsum", None, sum(kroner for _, _, kroner in lines)]
    path = saved(tmp_path_factory.mktemp("any") / "a.xlsx", HEADS, *rows, total)
    table = accounts_export.understand(path, accounts.known()).table
    found = {
        (row["function"], row["art"]): float(row["accounts"]) for row in table.to_dict("records")
    }
    expected: dict[tuple[str, str], float] = {}
    for function, art, kroner in lines:
        if function != "202":
            expected[function, art] = expected.get((function, art), 0) + kroner
    assert found == expected


def test_a_header_below_titles_has_the_columns_own_names(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("Bemanning, 2024\n\nÅr,Antall ansatte,Sluttet\n2024,31,4\n", encoding="utf-8")
    assert spreadsheet.header(path) == ["year", "employees", "employees_left"]
