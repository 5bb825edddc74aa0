"""Identity numbers: what they say of a child, and what is left of them."""

import datetime
from random import Random

import numpy as np
import pandas as pd
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from barnevern.cases.identity import Hasher, describe, made_up, made_up_duf, valid_duf
from barnevern.cases.made_up import identities

KEY = bytes(range(32))
births = st.dates(datetime.date(1940, 1, 1), datetime.date(2039, 12, 31))


def check_digits(stem: str) -> str:
    """The two check digits of nine digits by the textbook, or "" where there are none."""
    first = (
        11
        - sum(
            int(digit) * weight
            for digit, weight in zip(stem, (3, 7, 6, 1, 8, 9, 4, 5, 2), strict=True)
        )
        % 11
    )
    first = 0 if first == 11 else first
    second = (
        11
        - sum(
            int(digit) * weight
            for digit, weight in zip(
                f"{stem}{first}"[:10], (5, 4, 3, 2, 7, 6, 5, 4, 3, 2), strict=True
            )
        )
        % 11
    )
    second = 0 if second == 11 else second
    return "" if 10 in (first, second) else f"{first}{second}"


def what(
    number: str, duf: str = "", year: int = 2024, *, synthetic: bool = False
) -> tuple[str, str, str]:
    said = describe([number], [duf], year, synthetic=synthetic)
    return said.kinds[0], said.sexes[0], str(said.born[0])


@given(births, st.sampled_from("12"), st.integers(0, 100), st.booleans())
@example(
    datetime.date(1963, 12, 1), "2", 1, True
)  # the number with the check digits of a partial one is passed over
def test_a_made_up_number_says_what_it_was_made_of_and_can_be_nobodys(born, sex, serial, temporary):
    (number,) = made_up(np.array([born], dtype="datetime64[D]"), [sex], [serial], [temporary])
    assert number[9:] == check_digits(number[:9]) and 81 <= int(number[2:4]) <= 92
    assert what(number, synthetic=True) == ("dnr" if temporary else "fnr", sex, str(born))
    assert what(number) == ("invalid", "", "NaT")
    assert describe([number], [""], 2024).synthetic.all()


@settings(max_examples=20)
@given(births, st.sampled_from("12"))
def test_made_up_numbers_of_one_day_are_different(born, sex):
    numbers = made_up(np.array([born] * 150, dtype="datetime64[D]"), [sex] * 150, list(range(150)))
    assert len(set(numbers)) == 150
    with pytest.raises(ValueError, match="made-up numbers for each sex"):
        made_up(np.array([born], dtype="datetime64[D]"), [sex], [300])


def test_check_digits_are_those_of_the_textbook():
    random = Random(1)
    stems = [
        f"{random.randint(1, 28):02d}{random.randint(1, 12):02d}{random.randint(0, 99):02d}{random.randint(0, 499):03d}"
        for _ in range(2000)
    ]
    numbers = [f"{stem}{check_digits(stem) or '00'}" for stem in stems]
    for stem, kind in zip(stems, describe(numbers, [""] * len(numbers), 2024).kinds, strict=True):
        assert (kind == "fnr") == bool(check_digits(stem))
    wrong = [f"{number[:10]}{(int(number[10]) + 1) % 10}" for number in numbers]
    assert "fnr" not in describe(wrong, [""] * len(wrong), 2024).kinds


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        ("01011000100", ("partial", "1", "2010-01-01")),
        ("01011000200", ("partial", "2", "2010-01-01")),
        ("01011055555", ("partial", "", "2010-01-01")),
        ("31122455555", ("partial", "", "2024-12-31")),
        ("01012500100", ("partial", "1", "2025-01-01")),
        ("31122500200", ("partial", "2", "2025-12-31")),
        ("01012600100", ("partial", "1", "1926-01-01")),
        ("01012555555", ("partial", "", "1925-01-01")),
        ("15062599999", ("unborn", "0", "2025-06-15")),
        ("15062499999", ("unborn", "0", "2024-06-15")),
        ("30022499999", ("invalid", "", "NaT")),
        ("41011000100", ("invalid", "", "2010-01-01")),
        ("00000000000", ("invalid", "", "NaT")),
        ("0101100010", ("invalid", "", "NaT")),
        ("٠١٠١١٠٠٠١٠٠", ("invalid", "", "NaT")),
        ("", ("none", "", "NaT")),
    ],
)
def test_numbers_that_are_nobodys_own(number, expected):
    assert what(number) == expected


def test_a_stand_in_that_the_format_does_not_know_is_invalid():
    said = describe(["01011055555", "01011000100"], ["", ""], 2024, stand_ins=(100, 200))
    assert said.kinds == ["invalid", "partial"]


def test_an_invalid_number_still_says_the_day_of_birth():
    (number,) = made_up(np.array(["1994-03-14"], dtype="datetime64[D]"), ["1"], [0])
    wrong = f"{number[:10]}{(int(number[10]) + 1) % 10}"
    assert what(wrong, synthetic=True) == ("invalid", "", "1994-03-14")
    assert what(wrong) == ("invalid", "", "NaT")
    assert what(f"149394{75012}", synthetic=True) == ("invalid", "", "NaT")
    assert what(f"148394{75012}", synthetic=True)[2] == "1994-03-14"


def test_a_duf_number_counts_where_there_is_no_other():
    duf = made_up_duf(7)
    assert what("", duf)[0] == "duf" and what("", "123456123456")[0] == "invalid"
    assert what("01011000100", duf)[0] == "partial" and what("00000000000", duf)[0] == "invalid"
    assert describe(["", ""], [duf, ""], 2024).duf.tolist() == [True, False]


def test_duf_numbers_are_checked_modulo_11():
    numbers = [made_up_duf(serial) for serial in range(500)]
    assert valid_duf(numbers).all() and all(
        number.startswith("1900") and len(number) == 12 for number in numbers
    )
    assert not valid_duf([f"{number[:11]}{(int(number[11]) + 1) % 10}" for number in numbers]).any()
    assert not valid_duf(["", "x" * 12, "1" * 11]).any()


def test_years_without_a_century_of_their_own_are_the_newest_possible():
    assert (
        what("01019955555", year=2024)[2] == "1999-01-01"
        and what("01019955555", year=2099)[2] == "2099-01-01"
    )


@given(
    st.lists(
        st.text(st.characters(exclude_characters="\x01", exclude_categories=["Cs"])), unique=True
    )
)
def test_different_texts_kinds_owners_and_keys_have_different_hashes(texts):
    one = Hasher(KEY)
    found = [one.hashed("a", texts), one.hashed("b", texts), Hasher(KEY[::-1]).hashed("a", texts)]
    found += [
        one.hashed("a", texts, np.full(len(texts), owner, dtype=np.uint64)) for owner in (0, 1)
    ]
    assert len({int(each) for hashes in found for each in hashes}) == 5 * len(texts)
    assert one.hashed("a", texts).tolist() == found[0].tolist()


def test_a_hash_is_the_same_on_every_machine():
    assert Hasher(KEY).hashed("person", ["number 1"], np.array([7], dtype=np.uint64)).tolist() == [
        420256301279517157
    ]


@pytest.mark.parametrize("length", [0, 15, 65])
def test_a_key_that_does_not_protect_is_refused(length):
    with pytest.raises(ValueError, match="16 to 64"):
        Hasher(bytes(length))


def test_made_up_identities_say_what_the_table_of_persons_says():
    day = pd.Timestamp("2012-05-06")
    rows = [
        ("fnr", "1", day, False),
        ("fnr", "1", day, True),
        ("dnr", "2", day, False),
        ("partial", "2", day, False),
        ("partial", "", day, False),
        ("unborn", "0", pd.Timestamp("2025-02-03"), False),
        ("duf", "", pd.NaT, True),
        ("none", "", pd.NaT, False),
    ]
    persons = pd.DataFrame(rows, columns=["identity", "sex", "born", "duf"]).assign(
        person=[f"p{number}" for number in range(len(rows))]
    )
    found = identities(persons)
    said = describe(
        [found[one].number for one in persons["person"]],
        [found[one].duf for one in persons["person"]],
        2024,
        synthetic=True,
    )
    assert said.kinds == persons["identity"].tolist() and said.sexes == persons["sex"].tolist()
    assert said.duf.tolist() == persons["duf"].tolist() and (said.duf_valid == said.duf).all()
    pd.testing.assert_series_equal(
        pd.Series(said.born.astype("datetime64[s]"), name="born"),
        persons["born"].astype("datetime64[s]"),
    )
    assert len({each for each in found.values() if each.number}) == len(rows) - 2
    spoilt = identities(persons.iloc[:1].assign(identity="invalid"))["p0"].number
    assert describe([spoilt], [""], 2024, synthetic=True).kinds == ["invalid"]
