"""Numbers as Norwegian text, and what a printed table can tell about its decimals."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from barnevern.norwegian.numbers import number, printed_decimals, quantity, rounded, same_number

NARROW_SPACE, NO_BREAK_SPACE, MINUS = "\u202f", "\u00a0", "\u2212"


def read_back(text: str) -> float:
    return float(text.replace(NARROW_SPACE, "").replace(",", ".").replace(MINUS, "-"))


def test_thousands_are_divided_by_a_narrow_no_break_space():
    assert number(101180) == f"101{NARROW_SPACE}180"
    assert number(1_000_000) == f"1{NARROW_SPACE}000{NARROW_SPACE}000"


def test_four_digits_are_divided_too():
    assert number(1234.5, 1) == f"1{NARROW_SPACE}234,5"


def test_the_decimal_mark_is_a_comma():
    assert number(13.8, 1) == "13,8"


def test_decimals_are_padded_with_zeros():
    assert number(13, 2) == "13,00"


def test_minus_is_a_true_minus():
    assert number(-0.6, 1) == f"{MINUS}0,6"


def test_a_number_that_rounds_to_zero_has_no_sign():
    assert [number(-0.04, 1), number(0.04, 1, signed=True), number(-0.0)] == ["0,0", "0,0", "0"]


def test_a_signed_number_carries_a_plus():
    assert [number(3, signed=True), number(-3, signed=True), number(0, signed=True)] == [
        "+3",
        f"{MINUS}3",
        "0",
    ]


@pytest.mark.parametrize(
    ("value", "text"),
    [(0.5, "1"), (1.5, "2"), (2.5, "3"), (-0.5, f"{MINUS}1"), (-2.5, f"{MINUS}3")],
)
def test_a_half_is_rounded_away_from_zero(value, text):
    assert number(value) == text


@pytest.mark.parametrize(
    ("value", "decimals", "text"),
    [(13.85, 1, "13,9"), (1.005, 2, "1,01"), (0.285, 2, "0,29"), (-20.65, 1, f"{MINUS}20,7")],
)
def test_a_half_is_judged_by_the_digits_as_written(value, decimals, text):
    assert number(value, decimals) == text


@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf])
def test_a_missing_or_infinite_value_is_refused(value):
    with pytest.raises(ValueError, match="say its status in words"):
        number(value)


@pytest.mark.parametrize(
    ("value", "unit", "decimals", "text"),
    [
        (13.8, "prosent", 1, f"13,8{NO_BREAK_SPACE}%"),
        (101180, "kroner", 0, f"101{NARROW_SPACE}180{NO_BREAK_SPACE}kroner"),
        (1, "kroner", 0, f"1{NO_BREAK_SPACE}krone"),
        (685, "antall", 0, "685"),
        (12.5, "per 1 000", 1, "12,5"),
    ],
)
def test_a_quantity_has_the_unit_that_is_read_aloud(value, unit, decimals, text):
    assert quantity(value, unit, decimals) == text


def test_a_missing_quantity_is_refused():
    with pytest.raises(ValueError, match="missing"):
        quantity(math.nan, "prosent", 1)


@pytest.mark.parametrize(
    ("texts", "decimals"),
    [
        (["20,80 %", "9,40 %", "0,30 %"], 1),
        (["20,83 %", "9,40 %"], 2),
        (["21,2 %", "23,6 %"], 1),
        (["12,0", "13,0"], 0),
        (["12 %", "86 242"], 0),
        (["1,5", "2"], 1),
        ([], 0),
    ],
)
def test_printed_decimals_are_those_the_table_really_has(texts, decimals):
    assert printed_decimals(texts) == decimals


def test_the_same_number_may_have_had_its_half_rounded_either_way():
    assert same_number(13.8, 13.85, 1)
    assert same_number(13.9, 13.85, 1)


def test_a_number_further_off_than_rounding_is_another_number():
    assert not same_number(13.8, 13.86, 1)
    assert not same_number(101180, 101181, 0)


@given(st.floats(min_value=-1e9, max_value=1e9), st.integers(min_value=0, max_value=4))
def test_what_is_printed_reads_back_as_the_same_number(value, decimals):
    printed = read_back(number(value, decimals))
    assert printed == float(rounded(value, decimals))
    assert abs(printed - value) <= 0.5 * 10**-decimals + 1e-6


@given(st.integers(min_value=-(10**15), max_value=10**15))
def test_whole_numbers_read_back_exactly(value):
    assert int(number(value).replace(NARROW_SPACE, "").replace(MINUS, "-")) == value


@given(st.floats(min_value=-1e6, max_value=1e6), st.integers(min_value=0, max_value=3))
def test_a_rounded_number_is_the_same_number_and_its_negative_its_mirror(value, decimals):
    assert same_number(float(rounded(value, decimals)), value, decimals) or abs(value) > 1e6
    assert rounded(-value, decimals) == -rounded(value, decimals)


@given(st.lists(st.decimals(min_value=0, max_value=100, places=1), min_size=1))
def test_padding_a_table_does_not_change_its_printed_decimals(values):
    texts = [f"{value:.1f}".replace(".", ",") for value in values]
    assert printed_decimals([text + "0" for text in texts]) == printed_decimals(texts)
