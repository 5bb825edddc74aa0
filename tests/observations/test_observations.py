"""The check of a table of text cells: each thing that cannot be true is one problem with its place
and its remedy.
"""

import math

import pandas as pd
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from barnevern.observations import (
    COLUMNS,
    KEY,
    PROVENANCE,
    STATUS,
    category_name,
    dimensions,
    measures,
    signed_measures,
    typed,
)
from barnevern.observations.check import check
from barnevern.problems import Problem, nearest, problem_table

GOOD = {"region": "0301", "year": "2020", "measure": "referrals", "value": "12", "source": "s1"}


def table(*changed: dict[str, str]) -> pd.DataFrame:
    """A table of text cells: a good row with the given cells changed, once for each argument."""
    blank = dict.fromkeys([*COLUMNS, *PROVENANCE], "")
    return pd.DataFrame([blank | GOOD | cells for cells in changed], dtype="str")


def problems(*changed: dict[str, str]) -> list[Problem]:
    return check(table(*changed), "t.csv", {"s1", "s2"})


def only(**cells: str) -> Problem:
    """The one problem of a table whose second row, line 3 of the file, has these cells."""
    (found,) = problems({"year": "2019"}, cells)
    assert (found.file, found.row) == ("t.csv", 3)
    return found


def test_a_good_row_has_no_problem():
    assert problems({}) == []


@pytest.mark.parametrize(
    "code", ["0301", "0219", "3024", "3201", "EAK", "EKG12", "EKG13-2019", "EKA30"]
)
def test_codes_of_every_year_and_of_groups_are_known(code):
    assert problems({"region": code}) == []


def test_a_region_that_lost_its_zero_gets_it_back():
    found = only(region="301")
    assert (found.column, found.value, found.rule, found.remedy) == (
        "region",
        "301",
        "region code is not known",
        "write 0301, with four digits",
    )


def test_a_region_code_of_no_year_is_a_problem():
    found = only(region="9999")
    assert (found.column, found.value, found.remedy) == (
        "region",
        "9999",
        "use the code of the year itself",
    )


@pytest.mark.parametrize("year", ["", "20", "2020.0", "1979", "2041", "to tusen", "20200", "٢٠٢٠"])
def test_a_year_is_a_whole_number_of_our_time(year):
    found = only(year=year)
    assert (found.column, found.value, found.rule) == (
        "year",
        year,
        "year is a whole number from 1980 to 2040",
    )


def test_an_unknown_measure_gets_the_nearest():
    found = only(measure="referral")
    assert (found.column, found.value, found.remedy) == (
        "measure",
        "referral",
        'did you mean "referrals"?',
    )


def test_a_measure_like_no_other_is_told_where_to_add_it():
    assert only(measure="qwxyz").remedy == "add it to data/reference/measures.csv"


def test_an_unknown_category_gets_the_nearest_of_its_measure():
    found = only(category="polise")
    assert (found.column, found.value, found.rule) == (
        "category",
        "polise",
        "not a category of referrals",
    )
    assert found.remedy == 'did you mean "police"?'


def test_a_category_of_another_measure_is_a_problem():
    assert (
        only(measure="sick_leave_pct", category="police").remedy
        == "add it to data/reference/categories.csv"
    )


def test_an_unknown_status_gets_the_list():
    found = only(status="x", value="")
    assert (found.column, found.value, found.rule) == ("status", "x", "status is not known")
    assert all(f"«{status}»" in found.remedy for status in STATUS if status)


@pytest.mark.parametrize("status", [":", "..", ".", "merged", "part_missing", "split"])
def test_a_status_for_a_missing_figure_allows_no_value(status):
    found = only(status=status)
    assert (found.column, found.value, found.remedy) == (
        "value",
        "12",
        "empty the value or the status",
    )


@pytest.mark.parametrize("status", [":", "..", "."])
def test_a_status_for_a_missing_figure_stands_without_a_value(status):
    assert problems({"status": status, "value": ""}) == []


def test_an_empty_value_needs_a_status():
    found = only(value="")
    assert (found.column, found.value, found.rule) == (
        "value",
        "",
        "value is empty without a status",
    )
    assert found.remedy == "write the value, or .. for not reported"


def test_the_symbol_for_none_allows_no_other_value_than_zero():
    found = only(status="-", value="5")
    assert (found.column, found.value) == ("value", "5")


@pytest.mark.parametrize(
    ("value", "remedy"),
    [
        ("12,5", "write 12.5"),
        ("1 234", "write 1234"),
        ("1\u202f234,5", "write 1234.5"),
        (" 7 ", "write 7"),
    ],
)
def test_a_number_as_printed_gets_the_number_to_write(value, remedy):
    found = only(measure="fte", value=value)
    assert (found.column, found.value, found.remedy) == ("value", value, remedy)


@pytest.mark.parametrize(
    "value", ["tolv", "1e5", "nan", "inf", "12.", ".5", "+1", "1,2,3", "²", "٣", "\x00"]
)
def test_text_is_no_number(value):
    found = only(measure="fte", value=value)
    assert (found.column, found.value) == ("value", value)
    assert found.remedy == "write a number, or leave it empty with a status"


def test_a_number_too_large_to_hold_is_a_problem():
    assert only(measure="fte", value="9" * 400).column == "value"


@pytest.mark.parametrize(
    "measure", ["referrals", "fte", "sick_leave_pct", "investigation_days", "fte_per_1000_0_17"]
)
def test_what_is_counted_is_not_negative(measure):
    found = only(measure=measure, value="-3")
    assert (found.column, found.value, found.rule) == (
        "value",
        "-3",
        "figures of this measure cannot be negative",
    )


@pytest.mark.parametrize(
    "measure",
    ["production_change_pct", "net_expenditure_nok", "net_expenditure_per_inhabitant_0_22_nok"],
)
def test_changes_and_accounts_may_be_below_zero(measure):
    assert problems({"measure": measure, "value": "-3.5"}) == []


def test_only_changes_deviations_and_accounts_may_be_below_zero():
    kinds = {measures()[name]["kind"] for name in signed_measures()}
    assert kinds == {"amount", "rate", "change", "deviation"}
    money = {name for name in signed_measures() if measures()[name]["kind"] in ("amount", "rate")}
    assert {name for name in money if "_nok" not in name} == set()
    assert not signed_measures() & {"own_share_rate_nok_per_year", "sick_leave_days_lost"}


def test_a_number_of_seventeen_digits_is_a_number_and_no_identity_number():
    assert problems({"measure": "fte", "value": "2.3333333333333335"}) == []
    found = only(measure="fte", value="2,3333333333333335")
    assert "2,3333333333333335" in problem_table([found])
    assert found.remedy == "write 2.3333333333333335"


def test_a_count_is_whole():
    found = only(value="1.5")
    assert (found.column, found.value, found.rule) == ("value", "1.5", "a count is a whole number")


def test_a_whole_count_may_be_written_with_a_decimal_zero():
    assert problems({"value": "12.0"}) == []


def test_a_share_is_at_most_a_hundred_per_cent():
    found = only(measure="sick_leave_pct", value="100.1")
    assert (found.value, found.rule, found.remedy) == (
        "100.1",
        "a share cannot be over 100 per cent",
        "correct the value",
    )
    assert problems({"measure": "sick_leave_pct", "value": "100"}) == []


def test_a_deviation_is_at_least_minus_a_hundred_per_cent():
    assert (
        only(measure="efficiency_deviation", value="-101").rule
        == "a deviation cannot be under -100 per cent"
    )


def test_an_unknown_source_is_told_to_be_added():
    found = only(source="nowhere")
    assert (found.column, found.value, found.remedy) == ("source", "nowhere", "add a row for it")


def test_a_misspelt_source_gets_the_nearest():
    (found,) = check(table({"source": "ssb-0745"}), "t.csv", {"ssb-07459"})
    assert found.remedy == 'did you mean "ssb-07459"?'


def test_a_key_that_stands_twice_is_a_problem_of_its_second_row():
    found = only(year="2019", value="13")
    assert (found.column, found.rule, found.remedy) == (
        ", ".join(KEY),
        "the same key stands more than once",
        "keep one of the rows",
    )


def test_the_same_figure_from_two_sources_is_two_editions():
    assert problems({}, {"source": "s2"}) == []


def test_all_problems_come_in_the_order_of_the_lines():
    found = problems({"value": "x"}, {"region": "301"}, {"year": "1", "status": "?"})
    assert [(problem.row, problem.column) for problem in found] == [
        (2, "value"),
        (3, "region"),
        (4, "year"),
        (4, "status"),
    ]


@pytest.mark.parametrize("column", ["region", "value", "source", "category"])
def test_an_identity_number_is_not_repeated_in_the_message(column):
    text = problem_table(problems({column: "x01019012345x"}))
    assert "01019012345" not in text
    assert "(eleven digits)" in text


def test_an_identity_number_written_in_two_groups_is_not_repeated_either():
    assert "010190 12345" not in problem_table(problems({"value": "010190 12345"}))


def test_the_table_of_problems_says_how_many_and_that_nothing_was_written():
    lines = problem_table(problems({"value": "x"}, {"region": "301"})).splitlines()
    assert lines[0] == "2 problems in the input; nothing was written."
    assert lines[1].split() == ["file", "row", "column", "value", "rule", "what", "to", "do"]
    assert len(lines) == 4


def test_nearest_keeps_the_spelling_of_the_known_word():
    assert nearest("BERUM", ["Bærum", "Oslo"]) == 'did you mean "Bærum"?'
    assert nearest("qwxyz", ["Bærum", "Oslo"]) == ""


def test_every_category_has_a_name_in_norwegian():
    named = [
        (m, c)
        for m, row in measures().items()
        for d in row["dimension"].split()
        for c in dimensions()[d]
        if category_name(m, c) == c
    ]
    assert [category_name("referrals", ""), category_name("referrals", "police")] == [
        "I alt",
        "Politi",
    ]
    assert named == []


def test_every_dimension_of_a_measure_is_known():
    assert {d for row in measures().values() for d in row["dimension"].split()} - set(
        dimensions()
    ) == set()


def test_a_typed_table_has_whole_years_and_floats():
    result = typed(table({}, {"value": "1.5", "measure": "fte"}, {"value": "", "status": ":"}))
    assert (result["year"].dtype, result["value"].dtype) == ("int64", "float64")
    assert result["value"].tolist()[:2] == [12.0, 1.5]
    assert math.isnan(result["value"].iloc[2])


@pytest.mark.parametrize("value", ["", "0"])
def test_the_symbol_for_none_is_a_zero(value):
    assert problems({"status": "-", "value": value}) == []
    assert typed(table({"status": "-", "value": value}))["value"].tolist() == [0.0]


def test_typing_leaves_the_text_table_as_it_was():
    text = table({"status": "-", "value": ""})
    typed(text)
    assert text["value"].tolist() == [""]


@settings(max_examples=60)
@given(
    st.text() | st.from_regex(r"-?\d+([.,]\d+)?", fullmatch=True),
    st.sampled_from(sorted(STATUS)),
    st.sampled_from(["referrals", "fte", "turnover_pct"]),
)
@example("٣", "", "fte")
@example("9" * 400, "", "fte")
@example("12\n", "", "fte")
def test_any_value_is_a_figure_or_a_problem(value, status, measure):
    cells = {"value": value, "status": status, "measure": measure}
    if not problems(cells):
        figure = typed(table(cells))["value"].iloc[0]
        assert math.isfinite(figure) == (value != "" or status == "-")


@settings(max_examples=30)
@given(st.fixed_dictionaries({column: st.text(max_size=12) for column in [*COLUMNS, *PROVENANCE]}))
def test_any_text_in_any_column_is_checked_without_an_exception(cells):
    assert all(problem.remedy and problem.rule for problem in problems(cells))


@settings(max_examples=30)
@given(
    st.lists(
        st.tuples(
            st.integers(1980, 2040), st.integers(0, 10**9), st.sampled_from(["", "-", ":", ".."])
        ),
        max_size=20,
    )
)
def test_typing_loses_no_rows(rows):
    cells = [
        {"year": str(year), "value": str(value) if status == "" else "", "status": status}
        for year, value, status in rows
    ]
    result = typed(table({}, *cells))
    assert len(result) == len(rows) + 1
    assert result["value"].notna().tolist() == [
        True,
        *(status in ("", "-") for _, _, status in rows),
    ]


@pytest.mark.parametrize(
    ("measure", "value", "refused"),
    [
        ("municipal_net_expenditure_nok", "65000000000", False),
        (
            "municipal_net_expenditure_nok",
            "01831050027",
            True,
        ),  # a made-up identity number with right check digits
        ("municipal_net_expenditure_nok", "165000000000", True),
        ("children_in_care", "65000000000", True),
    ],
)
def test_only_kroner_have_eleven_digits_and_only_where_nobody_can_have_them_as_a_number(
    measure, value, refused
):
    assert [
        problem.column for problem in problems({"measure": measure, "category": "", "value": value})
    ] == ["value"] * refused
