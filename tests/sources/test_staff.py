"""The staff list: FTEs, headcounts and sick leave of a year, and everything wrong in a file at
once.
"""

from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from barnevern.observations import COLUMNS, PROVENANCE, measures
from barnevern.observations.check import check
from barnevern.problems import InputProblems, Problem
from barnevern.sources import staff
from patience import examples

TEMPLATE = Path(__file__).resolve().parents[2] / "data" / "templates" / "staff.csv"
MONTHS = "year;month;days_possible;days_lost"


def read(folder: Path, head: str, *rows: str) -> pd.DataFrame:
    path = folder / "ansatte.csv"
    path.write_text("\n".join([head, *rows]) + "\n", encoding="utf-8")
    return staff.read(path, "3201")


def figures(folder: Path, head: str, *rows: str) -> dict[tuple[int, str, str], float]:
    table = read(folder, head, *rows)
    return {
        (row["year"], row["measure"], row["category"]): row["value"]
        for row in table.to_dict("records")
    }


def problems(folder: Path, head: str, *rows: str) -> list[Problem]:
    with pytest.raises(InputProblems) as caught:
        read(folder, head, *rows)
    return caught.value.problems


def only(folder: Path, head: str, *rows: str) -> Problem:
    (found,) = problems(folder, head, *rows)
    return found


def test_functions_give_the_total_and_function_244(tmp_path):
    found = figures(tmp_path, "year;fte_244;fte_251;fte_252", "2024;20,5;5;2", "2023;20;;2")
    assert found == {
        (2024, "fte", ""): 27.5,
        (2024, "fte_f244", ""): 20.5,
        (2023, "fte_f244", ""): 20,
    }


def test_educations_give_the_total_too_when_all_five_are_there(tmp_path):
    head = "year;" + ";".join(staff.EDUCATION)
    found = figures(tmp_path, head, "2024;10;5,5;3;1;0", "2023;10;5;3;1;")
    assert found[2024, "fte", ""] == 19.5
    assert found[2024, "fte", "other_unskilled"] == 0
    assert (2023, "fte", "") not in found
    assert found[2023, "fte", "social_worker"] == 5


def test_headcounts_and_vacancies(tmp_path):
    found = figures(
        tmp_path, "year;fte_vacant;employees;employees_planned;employees_left", "2024;1,5;31;33;5"
    )
    assert found == {
        (2024, "fte_vacant", ""): 1.5,
        (2024, "employees", ""): 31,
        (2024, "employees_planned", ""): 33,
        (2024, "employees_left", ""): 5,
    }


def test_sick_leave_is_summed_over_the_months(tmp_path):
    found = figures(tmp_path, MONTHS, *(f"2024;{month};100;{month}" for month in range(1, 13)))
    assert found == {
        (2024, "sick_leave_days_possible", ""): 1200,
        (2024, "sick_leave_days_lost", ""): 78,
    }


def test_sick_leave_of_the_year_needs_no_months(tmp_path):
    found = figures(tmp_path, "year;days_possible;days_lost", "2024;6 300;441,5")
    assert found == {
        (2024, "sick_leave_days_possible", ""): 6300,
        (2024, "sick_leave_days_lost", ""): 441.5,
    }


def test_a_year_with_some_months_has_no_sick_leave_and_says_why(tmp_path):
    table = read(
        tmp_path,
        MONTHS,
        *(f"2024;{month};100;5" for month in range(1, 12)),
        *(f"2023;{month};100;5" for month in range(1, 13)),
    )
    rows = table[table["year"].eq(2024)]
    assert rows["value"].isna().all()
    assert set(rows["status"]) == {".."}
    assert set(rows["note"]) == {"sykefravær for 11 av 12 måneder"}
    assert table.loc[table["year"].eq(2023), "value"].tolist() == [60, 1200]


def test_a_month_may_have_a_leading_zero(tmp_path):
    rows = [f"2024;{month:02d};100;5" for month in range(1, 13)]
    assert figures(tmp_path, MONTHS, *rows)[2024, "sick_leave_days_lost", ""] == 60


def test_the_observations_pass_the_check_of_every_data_set(tmp_path):
    table = read(tmp_path, MONTHS + ";fte_244;employees", "2024;;;;12,25;14", "2024;1;20;1;;")
    assert list(table.columns) == [*COLUMNS, *PROVENANCE]
    text = table.assign(
        value=table["value"].map(lambda value: "" if pd.isna(value) else f"{value:g}")
    ).astype("str")
    assert check(text, "ansatte.csv", {"staff"}) == []


@pytest.mark.parametrize(
    ("head", "row", "column", "rule"),
    [
        ("year;employees", "24;3", "year", "year is a whole number from 1980 to 2040"),
        (
            MONTHS,
            "2024;13;10;1",
            "month",
            "month is a whole number from 1 to 12, empty for the year",
        ),
        (
            MONTHS,
            "2024;januar;10;1",
            "month",
            "month is a whole number from 1 to 12, empty for the year",
        ),
        ("year;employees", "2024;3,5", "employees", "the number must be whole"),
        ("year;fte_244", "2024;-1", "fte_244", "the number cannot be negative"),
        ("year;fte_244", "2024;", "", "the row has no figures"),
        (
            MONTHS + ";employees",
            "2024;2;10;1;14",
            "employees",
            "a row of a month has sick leave only",
        ),
        (MONTHS, "2024;2;10;", "days_possible, days_lost", "possible and lost days go together"),
        (MONTHS, "2024;2;;1", "days_possible, days_lost", "possible and lost days go together"),
        (
            MONTHS,
            "2024;2;10;11",
            "days_possible, days_lost",
            "more days were lost than were possible",
        ),
        (MONTHS, "2024;2;0;0", "days_possible, days_lost", "there were no possible days"),
    ],
)
def test_a_wrong_row_is_named(tmp_path, head, row, column, rule):
    found = only(tmp_path, head, row)
    assert (found.file, found.row, found.column, found.rule) == ("ansatte.csv", 2, column, rule)
    assert found.remedy


def test_functions_and_educations_that_do_not_add_up_are_refused(tmp_path):
    head = "year;" + ";".join([*staff.FUNCTIONS, *staff.EDUCATION])
    assert figures(tmp_path, head, "2024;10;5;2;10;4;2;1;0,4")[2024, "fte", ""] == 17
    found = only(tmp_path, head, "2024;10;5;2;10;4;2;1;1")
    assert (found.value, found.rule) == (
        "17 and 18",
        "the FTEs by function and by education do not add up to the same",
    )


def test_the_year_beside_its_months_is_refused(tmp_path):
    found = only(tmp_path, MONTHS, "2024;;1200;60", "2024;1;100;5", "2023;;1200;60")
    assert (found.row, found.rule) == (2, "the year has sick leave by month as well")


def test_a_month_twice_is_refused(tmp_path):
    found = only(tmp_path, MONTHS, "2024;1;100;5", "2024;01;100;5")
    assert (found.row, found.value) == (3, "2024 1")


def test_a_misspelt_column_gets_the_nearest(tmp_path):
    found = only(tmp_path, "year;employes", "2024;1")
    assert (found.column, found.remedy) == ("employes", 'did you mean "employees"?')


def test_everything_wrong_is_said_at_once_in_the_order_of_the_lines(tmp_path):
    found = problems(tmp_path, MONTHS + ";employees", "24;;;;x", "2024;13;1.000;1;", "2024;2;-1;;3")
    assert [(problem.row, problem.column) for problem in found] == [
        (2, "year"),
        (2, "employees"),
        (3, "month"),
        (3, "days_possible"),
        (4, "employees"),
        (4, "days_possible"),
    ]


def test_the_template_has_every_column_and_the_readme_an_example_that_can_be_read(tmp_path):
    head = TEMPLATE.read_text(encoding="utf-8").strip()
    assert head.split(";") == ["year", "month", *staff.YEARLY, *staff.DAYS]
    text = (TEMPLATE.parent / "README.md").read_text(encoding="utf-8")
    example = next(
        block for block in text.split("```csv\n")[1:] if block.startswith(head)
    ).partition("```")[0]
    found = figures(tmp_path, *example.splitlines())
    assert found[2023, "fte", ""] == 27.5
    assert {measure for _, measure, _ in found} <= set(measures())
    assert [column for column in staff.YEARLY if f"`{column}`" not in text] == []


DAYS = st.lists(
    st.tuples(st.integers(1, 10_000), st.integers(0, 10_000)).map(
        lambda days: (sum(days), days[1])
    ),
    min_size=12,
    max_size=12,
)


@examples(15)
@given(DAYS, st.permutations(range(1, 13)))
def test_the_order_of_the_months_does_not_matter(tmp_path_factory, days, order):
    rows = [f"2024;{month};{days[month - 1][0]};{days[month - 1][1]}" for month in order]
    found = figures(tmp_path_factory.mktemp("any"), MONTHS, *rows)
    assert found == {
        (2024, "sick_leave_days_possible", ""): sum(possible for possible, _ in days),
        (2024, "sick_leave_days_lost", ""): sum(lost for _, lost in days),
    }


@examples(15)
@given(
    st.lists(
        st.text(
            alphabet=st.characters(blacklist_characters=';"\r\n', blacklist_categories=("Cs",)),
            max_size=8,
        ),
        min_size=4,
        max_size=4,
    )
)
def test_any_row_gives_observations_or_problems(tmp_path_factory, cells):
    try:
        table = read(tmp_path_factory.mktemp("any"), MONTHS, "2023;;100;3", ";".join(cells))
        assert (table["value"].notna() | table["status"].eq("..")).all()
    except InputProblems as error:
        assert {problem.file for problem in error.problems} == {"ansatte.csv"}
