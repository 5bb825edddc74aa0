"""Counts kept by hand: measures and categories of the reference lists, and everything wrong in a
file at once.
"""

from pathlib import Path

import pandas as pd
import pytest

from barnevern.observations import COLUMNS, PROVENANCE, measures
from barnevern.problems import InputProblems, Problem
from barnevern.sources import counts

HEAD = "year;measure;category;value"
TEMPLATES = Path(__file__).resolve().parents[2] / "data" / "templates"


def read(folder: Path, *rows: str) -> pd.DataFrame:
    path = folder / "annet.csv"
    path.write_text("\n".join([HEAD, *rows]) + "\n", encoding="utf-8")
    return counts.read(path, "3201")


def problems(folder: Path, *rows: str) -> list[Problem]:
    with pytest.raises(InputProblems) as caught:
        read(folder, *rows)
    return caught.value.problems


def test_figures_by_hand_become_observations(tmp_path):
    table = read(
        tmp_path,
        "2024;employees;care;24",
        "2024;mst_can_mean_age_at_start;;9,5",
        "2023;assignments;;..",
    )
    assert list(table.columns) == [*COLUMNS, *PROVENANCE]
    assert table["value"].tolist()[:2] == [24, 9.5]
    assert (table["value"].isna().iloc[2], table["status"].tolist()) == (True, ["", "", ".."])
    assert set(zip(table["region"], table["source"], strict=True)) == {("3201", "other")}


@pytest.mark.parametrize(
    ("row", "column", "rule", "remedy"),
    [
        (
            "24;assignments;;1",
            "year",
            "year is a whole number from 1980 to 2040",
            "write the year with four digits",
        ),
        ("2024;asignments;;1", "measure", "measure is not known", 'did you mean "assignments"?'),
        (
            "2024;employees;cares;1",
            "category",
            "not a category of employees",
            'did you mean "care"?',
        ),
        (
            "2024;assignments;;",
            "value",
            "value is empty without a status",
            "write the value, or .. for not reported",
        ),
        ("2024;assignments;;1,5", "value", "a count is a whole number", "correct the value"),
        (
            "2024;assignments;;-1",
            "value",
            "the number cannot be negative",
            "write it without the minus sign, or correct it",
        ),
        (
            "2024;rft_completed_pct;;101",
            "value",
            "a share cannot be over 100 per cent",
            "correct the value",
        ),
        (
            "2024;population_31dec;;5000",
            "measure",
            "this figure comes from its publisher, not by hand",
            "remove the row",
        ),
    ],
)
def test_a_wrong_row_is_named_with_what_to_do(tmp_path, row, column, rule, remedy):
    (found,) = problems(tmp_path, "2024;students_in_practice;;3", row)
    assert (found.file, found.row, found.column, found.rule, found.remedy) == (
        "annet.csv",
        3,
        column,
        rule,
        remedy,
    )


def test_a_figure_twice_is_refused(tmp_path):
    (found,) = problems(tmp_path, "2024;assignments;;1", "2024;assignments;;1")
    assert (found.row, found.rule) == (3, "the same key stands more than once")


def test_everything_wrong_is_said_at_once_in_the_order_of_the_lines(tmp_path):
    found = problems(tmp_path, "2024;assignments;;x", "2024;nothing;;1", "1900;assignments;;1")
    assert [problem.row for problem in found] == [2, 3, 4]


def test_the_template_and_the_measures_the_readme_lists(tmp_path):
    assert (TEMPLATES / "other.csv").read_text(encoding="utf-8").strip() == HEAD
    text = (TEMPLATES / "README.md").read_text(encoding="utf-8")
    example = next(
        block for block in text.split("```csv\n")[1:] if block.startswith(HEAD)
    ).partition("```")[0]
    assert len(read(tmp_path, *example.splitlines()[1:])) == len(example.splitlines()) - 1
    listed = text.partition("by hand as a rule:")[2].split("`")[1::2]
    assert len(listed) == 9
    assert [measure for measure in listed if measure not in measures()] == []
