"""Legal bases as case systems write them, and what is meant by them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from barnevern.cases.legal_text import PARTS, token, understood

OLD, NEW = "BVL", "BVL2021"


@pytest.mark.parametrize(
    ("text", "act"),
    [
        ("BVL", "BVL"),
        ("bvl", "~BVL"),
        (" Bvl. ", "~BVL"),
        ("bvl. 1992", "~BVL"),
        ("BVL1992", "~BVL"),
        ("LOV-1992-07-17-100", "~BVL"),
        ("Lov om barneverntjenester av 17. juli 1992 nr. 100", "~BVL"),
        ("gml. bvl", "~BVL"),
        ("BVL2021", "BVL2021"),
        ("bvl2021", "~BVL2021"),
        ("Bvl 2021", "~BVL2021"),
        ("LOV-2021-06-18-97", "~BVL2021"),
        ("lov 18. juni 2021 nr. 97 om barnevern", "~BVL2021"),
        ("ny barnevernslov", "~BVL2021"),
        ("BL1981", "BL1981"),
        ("barnelova", "~BL1981"),
        ("Barnevernloven", "~BV"),
        ("barnevernsloven", "~BV"),
        ("sosialtjenesteloven", "?"),
        ("Barnevernloven 1953", "?"),
        ("KANARI 2021", "?"),
        ("", ""),
    ],
)
def test_an_act_is_known_however_it_is_named(text, act):
    assert token("Lov", text) == act


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("12", "12"),
        ("0", "0"),
        ("4-12", "~4-12"),
        ("§ 4-12", "~4-12"),
        ("§4–12", "~4-12"),
        ("4 ‑ 12", "~4-12"),
        ("4.12", "~4-12"),
        ("012", "~12"),
        ("§ 5-1 a", "~5-1a"),
        ("paragraf 12", "~12"),
        ("12A", "~12a"),
        ("Kap. 4", "~4"),
        ("01019912345", "?"),
        ("KAN", "?"),
        ("412-", "~412"),
    ],
)
def test_a_section_is_known_however_it_is_written(text, number):
    assert token("Paragraf", text) == number


@pytest.mark.parametrize(
    ("text", "subsections"),
    [
        ("2", "2"),
        ("1,2", "1 2"),
        ("2.", "~2"),
        ("2. ledd", "~2"),
        ("annet", "~2"),
        ("1 og 2", "~1 2"),
        ("II", "~2"),
        ("hei", "?"),
    ],
)
def test_subsections_are_numbers(text, subsections):
    assert token("Ledd", text) == subsections


@pytest.mark.parametrize(
    ("act", "chapter", "section", "since_2023", "meant"),
    [
        ("bvl", "4", "12", False, (OLD, "4", "12")),
        ("BVL", "4", "§ 4-12", False, (OLD, "4", "12")),
        ("BVL", "4-12", "12", False, (OLD, "4", "12")),
        ("BVL", "4-12", "4-12", False, (OLD, "4", "12")),
        ("BVL", "-", "4-12", False, (OLD, "4", "12")),
        ("BVL2021", "5", "5-1", True, (NEW, "5", "1")),
        ("barnevernloven", "4", "12", True, (OLD, "4", "12")),
        ("barnevernloven", "5", "1", False, (NEW, "5", "1")),
        ("barnevernloven", "4", "4", False, (OLD, "4", "4")),
        ("barnevernloven", "4", "4", True, (NEW, "4", "4")),
        ("BVL", "5", "4-12", False, (OLD, "5", "?")),
        ("BVL", "4-12", "8", False, (OLD, "4", "?")),
        ("BVL", "0", "12", False, (OLD, "0", "12")),
        ("BVL", " ", "12", False, (OLD, "?", "12")),
        ("hei", "4", "12", False, ("?", "4", "12")),
    ],
)
def test_a_legal_basis_is_understood_as_a_whole(act, chapter, section, since_2023, meant):
    texts = dict(zip(PARTS, (act, chapter, section, "", "", ""), strict=True))
    tokens = tuple(token(name, text) for name, text in texts.items())
    assert understood(tokens, since_2023=since_2023)[:3] == meant


def test_a_letter_may_stand_behind_the_section():
    assert understood((NEW, "5", "1a", "", "", ""), since_2023=True)[2:5] == ("1", "", "a")
    assert understood((NEW, "5", "1a", "", "b", ""), since_2023=True)[2:5] == ("?", "", "b")


@given(st.sampled_from(PARTS), st.text(max_size=30))
def test_nothing_but_a_token_is_carried_on(name, text):
    found = token(name, text).removeprefix("~")
    assert found in ("", "?", "BV", "BVL", "BVL2021", "BL1981") or len(found) <= len(text)
    assert not any(word in found for word in text.split() if len(word) > 3 and word.isalpha())


@given(st.sampled_from(["BVL", "BVL2021", "BL1981"]), st.integers(1, 20), st.integers(1, 40))
def test_what_the_format_has_stays_as_it_is(act, chapter, section):
    texts = (act, str(chapter), str(section), "", "", "")
    tokens = tuple(token(name, text) for name, text in zip(PARTS, texts, strict=True))
    assert tokens == texts == understood(tokens, since_2023=True)
