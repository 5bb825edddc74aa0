"""Accounts by function and art: gross and net by Statistics Norway's definition, and everything
wrong in a file at once.
"""

from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from barnevern.observations import COLUMNS, PROVENANCE, measures
from barnevern.observations.check import check
from barnevern.problems import InputProblems, Problem
from barnevern.sources import accounts

HEAD = "year;function;art;budget;accounts\n"
TEMPLATES = Path(__file__).resolve().parents[2] / "data" / "templates"


def read(folder: Path, *rows: str) -> pd.DataFrame:
    path = folder / "regnskap.csv"
    path.write_text(HEAD + "\n".join(rows) + "\n", encoding="utf-8")
    return accounts.read(path, "3201")


def figures(folder: Path, *rows: str) -> dict[tuple[int, str, str], float]:
    table = read(folder, *rows)
    return {
        (row["year"], row["measure"], row["category"]): row["value"]
        for row in table.to_dict("records")
    }


def problems(folder: Path, *rows: str) -> list[Problem]:
    with pytest.raises(InputProblems) as caught:
        read(folder, *rows)
    return caught.value.problems


def only(folder: Path, *rows: str) -> Problem:
    (found,) = problems(folder, *rows)
    return found


def test_gross_and_net_follow_the_definition(tmp_path):
    rows = [
        "010;1000",
        "370;500",
        "429;100",
        "480;50",
        "590;70",
        "690;10",
        "710;40",
        "728;900",
        "729;100",
        "700;200",
        "895;30",
        "500;777",
        "900;888",
        "540;5",
    ]
    found = figures(
        tmp_path, *(f"2024;251;{row.split(';')[0]};;{row.split(';')[1]}" for row in rows)
    )
    gross = 1000 + 500 + 100 + 50 + 70 - 10 - 40 - 100
    assert found[2024, "gross_expenditure_nok", "f251"] == gross
    assert found[2024, "net_expenditure_nok", "f251"] == gross - 200 - 30
    assert found[2024, "f251_accounts_nok", ""] == gross - 200 - 30


def test_the_total_of_the_service_needs_all_three_functions(tmp_path):
    two = figures(tmp_path, "2024;244;net;;1", "2024;252;net;;2")
    assert (2024, "net_expenditure_nok", "") not in two
    three = figures(
        tmp_path, "2024;244;net;;1", "2024;252;net;;2", "2024;251;net;;4", "2023;251;net;;8"
    )
    assert three[2024, "net_expenditure_nok", ""] == 7
    assert (2023, "net_expenditure_nok", "") not in three


def test_ready_sums_give_the_same_as_their_arts(tmp_path):
    arts = read(tmp_path, "2024;252;010;900;1000", "2024;252;700;100;200", "2024;252;710;;50")
    ready = read(tmp_path, "2024;252;gross;;950", "2024;252;net;800;750")
    assert arts.equals(ready)


def test_only_net_gives_no_gross(tmp_path):
    assert figures(tmp_path, "2024;252;net;;750") == {
        (2024, "net_expenditure_nok", "f252"): 750,
        (2024, "f252_accounts_nok", ""): 750,
    }


def test_budget_and_accounts_are_kept_apart(tmp_path):
    found = figures(tmp_path, "2025;251;010;300;", "2025;251;700;100;", "2024;251;010;;250")
    assert found == {
        (2025, "f251_budget_nok", ""): 200,
        (2024, "gross_expenditure_nok", "f251"): 250,
        (2024, "net_expenditure_nok", "f251"): 250,
        (2024, "f251_accounts_nok", ""): 250,
    }


def test_prevention_and_the_whole_municipality(tmp_path):
    found = figures(tmp_path, "2024;232;net;;12 000 000", "2024;total;net;;905 000 000,49")
    assert found == {
        (2024, "net_expenditure_f232_nok", ""): 12e6,
        (2024, "municipal_net_expenditure_nok", ""): 905000000.49,
    }


def test_a_leading_zero_that_a_spreadsheet_dropped_is_put_back(tmp_path):
    assert read(tmp_path, "2024;251;10;;5", "2024;251;099;;1").equals(
        read(tmp_path, "2024;251;010;;5", "2024;251;99;;1")
    )


def test_the_observations_pass_the_check_of_every_data_set(tmp_path):
    table = read(
        tmp_path,
        "2024;244;010;1,5;2,25",
        "2024;251;010;1;2",
        "2024;252;010;1;2",
        "2024;total;net;1;3",
    )
    assert list(table.columns) == [*COLUMNS, *PROVENANCE]
    assert set(table["source"]) == {"accounts"}
    assert check(table.astype("str"), "regnskap.csv", {"accounts"}) == []


@pytest.mark.parametrize(
    ("row", "column", "rule", "remedy"),
    [
        (
            "24;251;net;;1",
            "year",
            "year is a whole number from 1980 to 2040",
            "write the year with four digits",
        ),
        (
            "2045;251;net;;1",
            "year",
            "year is a whole number from 1980 to 2040",
            "write the year with four digits",
        ),
        (
            "2024;245;net;;1",
            "function",
            "function is not one the report uses",
            'did you mean "244"?',
        ),
        (
            "2024;totalt;net;;1",
            "function",
            "function is not one the report uses",
            'did you mean "total"?',
        ),
        ("2024;251;311;;1", "art", "art is not in the KOSTRA accounts", 'did you mean "300"?'),
        ("2024;251;netto;;1", "art", "art is not in the KOSTRA accounts", 'did you mean "net"?'),
        (
            "2024;251;net;;",
            "budget, accounts",
            "the row has neither a budget nor accounts",
            "write the amount, 0 if there is none",
        ),
    ],
)
def test_a_wrong_row_is_named_with_what_to_do(tmp_path, row, column, rule, remedy):
    found = [
        problem
        for problem in problems(tmp_path, "2024;244;net;;1", row)
        if problem.column == column
    ]
    assert next((problem.file, problem.row, problem.rule, problem.remedy) for problem in found) == (
        "regnskap.csv",
        3,
        rule,
        remedy,
    )


def test_a_key_twice_is_refused(tmp_path):
    found = only(tmp_path, "2024;251;010;;1", "2024;251;10;;2")
    assert (found.row, found.column, found.value) == (3, "year, function, art", "2024 251 010")


def test_arts_beside_ready_sums_are_refused(tmp_path):
    found = only(
        tmp_path, "2024;251;010;;1", "2024;251;net;;2", "2023;251;010;;1", "2024;252;net;;2"
    )
    assert (found.row, found.value, found.remedy) == (
        3,
        "net",
        "keep the arts, or the rows gross and net",
    )


def test_everything_wrong_is_said_at_once_in_the_order_of_the_lines(tmp_path):
    found = problems(tmp_path, "2024;251;net;;x", "24;251;net;1.234;", "2024;999;abc;;1")
    assert [problem.row for problem in found] == [2, 3, 3, 4, 4]


def test_an_identity_number_is_never_repeated(tmp_path):
    with pytest.raises(InputProblems) as caught:
        read(tmp_path, "2024;251;01814512345;;01814512345")
    assert "01814512345" not in str(caught.value)


def test_the_template_has_the_columns_and_the_readme_an_example_that_can_be_read(tmp_path):
    assert (TEMPLATES / "accounts.csv").read_text(encoding="utf-8") == HEAD
    text = (TEMPLATES / "README.md").read_text(encoding="utf-8")
    example = next(
        block for block in text.split("```csv\n")[1:] if block.startswith(HEAD)
    ).partition("```")[0]
    found = figures(tmp_path, *example.splitlines()[1:])
    assert found[2024, "gross_expenditure_nok", "f244"] == 18_900_000
    assert {measure for _, measure, _ in found} <= set(measures())


AMOUNTS = st.dictionaries(
    st.sampled_from(sorted(art for art in accounts.arts() if art.isdigit())),
    st.integers(0, 10**8),
    min_size=1,
)


@settings(max_examples=25)
@given(AMOUNTS)
def test_gross_and_net_are_the_signed_sums_of_any_accounts(tmp_path_factory, amounts):
    def part(included: list[range], left_out: set[int]) -> int:
        return sum(
            kroner
            for art, kroner in amounts.items()
            if any(int(art) in span for span in included) and int(art) not in left_out
        )

    expenditure = part([range(10, 481), range(590, 591)], set())
    net = expenditure - part([range(600, 896)], {728})
    gross = expenditure - sum(amounts.get(art, 0) for art in ("690", "710", "729"))
    folder = tmp_path_factory.mktemp("any")
    rows = [f"2024;251;{art};;{kroner}" for art, kroner in amounts.items()]
    expected = {
        (2024, "f251_accounts_nok", ""): net,
        (2024, "gross_expenditure_nok", "f251"): gross,
        (2024, "net_expenditure_nok", "f251"): net,
    }
    assert figures(folder, *rows) == expected
    # Many systems write income below zero.
    on_the_credit_side = [
        f"2024;251;{art};;{-kroner if art[0] in '678' else kroner}"
        for art, kroner in amounts.items()
    ]
    assert figures(folder, *on_the_credit_side) == expected


def test_a_correction_is_kept_and_a_net_income_is_below_zero(tmp_path):
    found = figures(
        tmp_path, "2024;244;010;;100", "2024;244;290;;-25", "2024;244;700;;90", "2024;251;net;;-40"
    )
    assert found[2024, "gross_expenditure_nok", "f244"] == 75
    assert found[2024, "net_expenditure_nok", "f244"] == -15
    assert found[2024, "f251_accounts_nok", ""] == -40


def test_a_corrected_income_among_others_stays_a_correction(tmp_path):
    found = figures(tmp_path, "2024;244;010;;100", "2024;244;700;;90", "2024;244;710;;-10")
    assert found[2024, "gross_expenditure_nok", "f244"] == 110
    assert found[2024, "net_expenditure_nok", "f244"] == 20


@settings(max_examples=50)
@given(
    st.lists(
        st.text(
            alphabet=st.characters(blacklist_characters=';"\r\n', blacklist_categories=("Cs",)),
            max_size=12,
        ),
        min_size=5,
        max_size=5,
    )
)
def test_any_row_gives_observations_or_problems(tmp_path_factory, cells):
    try:
        table = read(tmp_path_factory.mktemp("any"), "2024;251;net;;1", ";".join(cells))
        assert table["value"].notna().all()
    except InputProblems as error:
        assert {problem.file for problem in error.problems} == {"regnskap.csv"}
