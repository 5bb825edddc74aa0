"""Workbooks are read as the text of their cells, and exports of accounting systems as the rows of
the template.
"""

import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from barnevern.problems import InputProblems
from barnevern.sources import accounts, accounts_export, sheet_rows, spreadsheet, workbook

MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
RELATED = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
STYLES = (
    f'<styleSheet {MAIN}><numFmts><numFmt numFmtId="170" formatCode="dd\\.mm\\.yyyy"/>'
    '<numFmt numFmtId="171" formatCode="#,##0\\ [$kr-414]"/></numFmts>'
    '<cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="170"/><xf numFmtId="171"/>'
    "</cellXfs></styleSheet>"
)


def cell(value: object, style: int = 0) -> str:
    if isinstance(value, str):
        text = value.replace("&", "&amp;").replace("<", "&lt;")
        return f'<c t="inlineStr"><is><t>{text}</t></is></c>'
    return "<c/>" if value is None else f'<c s="{style}"><v>{value!r}</v></c>'


def saved(path: Path, *rows: list[object], sheet: str = "", **more: str) -> Path:
    body = "".join(f"<row>{''.join(map(cell, row))}</row>" for row in rows)
    inside = sheet or f"<sheetData>{body}</sheetData>"
    relation = '<Relationship Id="r{0}" Target="worksheets/sheet{0}.xml"/>'
    parts = {
        "[Content_Types].xml": "<Types/>",
        "xl/workbook.xml": f'<workbook {MAIN} {RELATED}><sheets><sheet name="Skjult" r:id="r1"'
        ' state="hidden"/><sheet name="Rapport" r:id="r2"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": "<Relationships>"
        + relation.format(1)
        + relation.format(2)
        + "</Relationships>",
        "xl/worksheets/sheet1.xml": f"<worksheet {MAIN}>{inside.replace('2024', '1999')}</worksheet>",
        "xl/worksheets/sheet2.xml": f"<worksheet {MAIN}>{inside}</worksheet>",
        "xl/styles.xml": STYLES,
    } | more
    with zipfile.ZipFile(path, "w") as out:
        for name, text in parts.items():
            out.writestr(name, text)
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
        [None],
        HEADS,
        ["244 Barneverntjeneste", "010 Fastlønn", 1000.5],
        ["244 Barneverntjeneste", "700 Refusjon", -200],
        ["Sum", None, 800.5],
    )
    assert figures(path)["net_expenditure_nok", "f244"] == 800.5


def test_shared_texts_cells_with_places_and_days_are_read(tmp_path):
    sheet = (
        '<sheetData><row r="3"><c r="B3" t="s"><v>0</v></c><c r="AA3" s="1"><v>45657</v></c></row>'
        '<row r="7"><c r="A7" s="2"><v>45657.5</v></c><c r="B7" s="3"><v>-5</v></c></row></sheetData>'
    )
    words = f"<sst {MAIN}><si><r><t>År</t></r><r><t>et</t></r><rPh><t>x</t></rPh></si></sst>"
    path = saved(tmp_path / "a.xlsx", sheet=sheet, **{"xl/sharedStrings.xml": words})
    (sheet_found,) = workbook.sheets(path)
    assert sheet_found == [
        (3, ["", "Året", *[""] * 24, "2024-12-31"]),
        (7, ["2024-12-31", "-5"]),
    ]


@pytest.mark.parametrize(
    "more",
    [
        {"xl/workbook.xml": "<workbook>"},
        {"xl/workbook.xml": "<workbook/>", "xl/_rels/workbook.xml.rels": "<a"},
        {"xl/worksheets/sheet2.xml": "<!DOCTYPE a [<!ENTITY b 'c'>]><worksheet>&b;</worksheet>"},
    ],
)
def test_a_damaged_workbook_is_said_so(tmp_path, more):
    path = saved(tmp_path / "a.xlsx", ["year", "value"], [2024, 1], **more)
    assert rule(path) in ("the workbook cannot be read", "the file is empty")


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
        ([HEADS, ["244", "10100", 5]], "the line has no KOSTRA function and art"),
        ([HEADS, ["Barnevern", "010", 5]], "the line has no KOSTRA function and art"),
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
    assert accounts_export.read(path, accounts.FUNCTIONS).notes == [
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
    table = accounts_export.read(path, accounts.FUNCTIONS).table
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
