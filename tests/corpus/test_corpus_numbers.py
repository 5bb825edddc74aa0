"""Numbers, years and lists as people and programs write them have their right values."""

import csv
import math
from pathlib import Path

import pandas as pd
import pytest

from barnevern.local import lists
from barnevern.problems import like_identity, masked
from barnevern.sources import spreadsheet, typed_numbers

HERE = Path(__file__).parent


def rows(file: str) -> list[list[str]]:
    with (HERE / file).open(encoding="utf-8", newline="") as lines:
        return list(csv.reader(lines))[1:]


def read(typed: str) -> tuple[float, list[str]]:
    table = pd.DataFrame({"value": [typed]})
    values, problems = spreadsheet.numbers(table, "value", "liste.csv", signed=True)
    return float(values.iloc[0]), [problem.rule for problem in problems]


@pytest.mark.parametrize(("typed", "value"), rows("numbers.csv"))
def test_a_number_as_written_has_its_value(typed, value):
    assert read(typed) == (float(value), [])


@pytest.mark.parametrize(("typed", "said"), rows("numbers_refused.csv"))
def test_what_is_no_number_is_said_why(typed, said):
    value, (rule,) = read(typed)
    assert math.isnan(value) and said in rule


@pytest.mark.parametrize(("typed", "year"), rows("years.csv"))
def test_a_year_as_written_is_the_year(typed, year):
    assert typed_numbers.year(typed) == year


@pytest.mark.parametrize(("typed", "value"), rows("numbers.csv"))
def test_a_decimal_number_is_never_taken_for_an_identity_number(typed, value):
    del value
    assert masked(typed) == typed and not like_identity(typed)


@pytest.mark.parametrize(
    "text",
    ["01814512345", "018145 12345", "2024;01814512345", "nr. 1,01814512345", "x018145-12345"],
)
def test_an_identity_number_is_masked_wherever_it_stands(text):
    assert "12345" not in masked(text) and like_identity(text)


@pytest.mark.parametrize("file", sorted({row[0] for row in rows("lists.csv")}))
def test_a_list_as_a_program_wrote_it_has_its_figures(file):
    path = HERE / "lists" / file
    _, table = lists.read(path, "3201")
    keys = zip(table["year"].astype(str), table["measure"], table["category"], strict=True)
    found = dict(zip(keys, table["value"], strict=True))
    for _, year, measure, category, value in (row for row in rows("lists.csv") if row[0] == file):
        assert found[year, measure, category] == float(value)
