"""The accounts that municipalities deliver to Statistics Norway (KOSTRA 0A and 0B) give the figures
of the template, and are held against its sums.
"""

from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from barnevern.local import lists
from barnevern.problems import InputProblems
from barnevern.sources import accounts, kostra_accounts

# class, function, art, thousands of kroner; operations and investments balance
OPERATIONS = [
    ("244", "010", 19500),
    ("244", "710", -600),
    ("244", "728", -90),
    ("251", "300", 9250),
    ("251", "700", -550),
    ("252", "370", 31400),
    ("252", "370", 600),  # two lines of one function and art are summed (control 015)
    ("252", "810", -2300),
    ("232", "010", 12100),
    ("202", "010", 50000),
    ("880", "570", 100),
    ("800", "870", -119410),
]
INVESTMENTS = [("222", "230", 5100), ("880", "970", -100), ("870", "910", -5000)]
TEMPLATE = """year;function;art;budget;accounts
2024;244;010;;19500000
2024;244;710;;600000
2024;244;728;;90000
2024;251;300;;9250000
2024;251;700;;550000
2024;252;370;;32000000
2024;252;810;;2300000
2024;232;010;;12100000
"""


def record(
    kind: str, function: str, art: str, amount: object, begins: str = "0A2024 320100"
) -> str:
    return f"{begins}{'':18}{kind}{function:<4}{art:>3}{amount:>9}"


def saved(folder: Path, *more: str, left_out: int = -1) -> Path:
    lines = [record("1", *line) for line in OPERATIONS]
    lines += [record("0", *line) for line in INVESTMENTS]
    kept = [line for place, line in enumerate(lines) if place != left_out]
    path = folder / "0A.dat"
    path.write_text("\n".join([*kept, *more, ""]), encoding="ascii")
    return path


def rules(path: Path) -> list[str]:
    with pytest.raises(InputProblems) as raised:
        accounts.read(path, "3201")
    return [problem.rule for problem in raised.value.problems]


def test_a_0a_file_gives_the_figures_of_the_template(tmp_path):
    template = tmp_path / "mal.csv"
    template.write_text(TEMPLATE, encoding="utf-8")
    kind, found = lists.read(saved(tmp_path), "3201")
    assert kind == "accounts"
    pd.testing.assert_frame_equal(found, lists.read(template, "3201")[1])
    gross = found.set_index(["measure", "category"])["value"]["gross_expenditure_nok"]
    assert gross["f252"] == 32_000_000 and gross["f244"] == 19_500_000 - 600_000


def test_accounts_without_child_welfare_are_refused(tmp_path):
    lines = [record("1", "202", "010", 50), record("1", "800", "870", -50)]
    (tmp_path / "0A.dat").write_text("\n".join(lines), encoding="ascii")
    assert rules(tmp_path / "0A.dat") == ["no line is of function 244, 251, 252, 232"]


def test_a_record_is_read_by_its_positions(tmp_path):
    assert kostra_accounts.is_kostra(saved(tmp_path))
    assert kostra_accounts.sender(saved(tmp_path)) == "3201"
    assert len(record("1", *OPERATIONS[0])) == 48


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (record("1", "244", "010", 45), "control 110: the sides are not as large"),
        (record("0", "222", "230", 45), "control 095: the sides are not as large"),
        (record("1", "244", "011", 1), "control 012: the code is not valid"),
        (record("2", "244", "010", 1), "control 009: the code is not valid"),
        (record("1", "24x4"[:2], "010", 1), "control 010: the code is not valid"),
        (record("1", "244", "010", 1, "0A2023 320100"), "the file is of several"),
        (record("1", "244", "010", 1, "0A2024 320300"), "the file is of several"),
        (
            record("1", "244", "010", "1,5"),
            "the line is no record of the KOSTRA accounts: 48 characters, fields by position",
        ),
        (
            record("1", "244", "010", 1) + "  ",
            "the line is no record of the KOSTRA accounts: 48 characters, fields by position",
        ),
    ],
)
def test_what_the_program_would_stop_is_said_with_its_control(tmp_path, line, said):
    assert rules(saved(tmp_path, line)) == [said]


def test_what_operations_give_investments_must_receive(tmp_path):
    more = [record("0", "870", "910", 100), record("0", "880", "970", -100)]
    said = "control 140: transfers from operations are not those to investments"
    assert rules(saved(tmp_path, *more)) == [said]


def test_each_side_must_be_there(tmp_path):
    path = saved(tmp_path)
    path.write_text(record("1", *OPERATIONS[0]) + "\n", encoding="ascii")
    assert rules(path) == [
        "control 105: nothing is on credit",
        "control 110: the sides are not as large",
    ]


@pytest.mark.parametrize(
    ("begins", "said"),
    [
        ("0A20243320100", "it is of a part of the year"),
        ("0A2024 030107", "it is of a district"),
        ("0F2024 320100", "the form is not read"),
    ],
)
def test_another_file_than_a_years_accounts_of_a_municipality_is_refused(tmp_path, begins, said):
    path = tmp_path / "0A.dat"
    path.write_text(record("1", *OPERATIONS[0], begins), encoding="ascii")
    assert rules(path) == [said]


@pytest.mark.parametrize(("debt", "said"), [(-905, []), (-911, ["control 125"])])
def test_a_balance_is_controlled_and_has_no_figure(tmp_path, debt, said):
    path, begins = tmp_path / "0B.dat", "0B2024 320100"
    lines = [record("2", "10", "000", 900, begins), record("2", "2410", "000", debt, begins)]
    path.write_text("\n".join(lines), encoding="ascii")
    if said:
        assert [rule.split(":")[0] for rule in rules(path)] == said
    else:
        assert lists.read(path, "3201")[1].empty


@settings(max_examples=25)
@given(st.text(alphabet="0A2024 31-x", max_size=60))
def test_any_line_is_a_record_or_said_not_to_be(tmp_path_factory, text):
    path = saved(tmp_path_factory.mktemp("any"), text)
    try:
        accounts.read(path, "3201")
    except InputProblems as error:
        assert error.problems
