"""Municipalities are found by every number and name they have had, and what cannot be found is
explained.
"""

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from barnevern.norwegian.text import slug
from barnevern.observations import lookup, regions
from barnevern.observations.lookup import UnknownRegion, region
from barnevern.observations.regions import (
    changes,
    code_periods,
    county,
    groups,
    kostra_group,
    municipalities,
    name_of,
    parts,
)

YEARS = range(2013, 2027)


def sentence(municipality: object, year: int | None = None) -> str:
    with pytest.raises(UnknownRegion) as caught:
        region(municipality, year)
    return str(caught.value)


def test_a_municipality_is_one_object_whichever_number_or_name_is_given():
    found = [region("Bærum", 2019), region("0219"), region("3024"), region("3201")]
    assert all(other is municipalities()["3201"] for other in found)


def test_a_name_can_be_looked_up_again_and_again():
    assert [region("Asker").code for _ in range(3)] == ["3203"] * 3


def test_case_and_spaces_around_do_not_matter():
    assert region("  bÆRUM ") is region(" 3201")


def test_a_number_type_gets_the_sentence_with_four_digits():
    assert (
        sentence(301) == "municipality 301 must be text with four digits: did you mean '0301' Oslo?"
    )


def test_text_with_three_digits_gets_the_sentence_with_four_digits():
    assert (
        sentence("301")
        == "municipality '301' must be text with four digits: did you mean '0301' Oslo?"
    )


@pytest.mark.parametrize("wrong", [None, 3201.0, True, ["3201"]])
def test_any_other_type_is_told_to_be_text(wrong):
    assert "must be text with four digits, for example '3201'" in sentence(wrong)


def test_an_unknown_name_gets_the_nearest():
    assert sentence("Berum") == "municipality 'Berum' is not known; did you mean \"Bærum\"?"


@pytest.mark.parametrize("wrong", ["Qwxyz", "9999", ""])
def test_a_name_like_no_other_gets_told_what_to_give(wrong):
    assert "give a four-digit number or a name" in sentence(wrong)


def test_a_name_of_two_municipalities_gets_both_with_their_counties():
    assert sentence("Herøy").endswith(
        "write one of '1515' Herøy (Møre og Romsdal), '1818' Herøy (Nordland)"
    )


def test_a_name_with_its_county_tells_two_municipalities_apart():
    assert [region("Herøy (Nordland)").code, region("Våler (Østfold)").code] == ["1818", "3114"]


def test_a_code_of_a_split_municipality_gets_what_it_became():
    assert sentence("1507").endswith(
        "is more than one municipality today: write one of '1508' Ålesund, '1580' Haram"
    )


def test_a_name_of_a_split_municipality_gets_what_it_became():
    assert sentence("Stokke").endswith(
        "is more than one municipality today: write one of '3905' Tønsberg, '3907' Sandefjord"
    )


@pytest.mark.parametrize(
    ("old", "today"),
    [
        ("Røyken", "3203"),
        ("Nøtterøy", "3911"),
        ("Hornindal", "1577"),
        ("Ski", "3207"),
        ("Lenvik", "5530"),
    ],
)
def test_an_old_name_finds_the_municipality_of_today(old, today):
    assert region(old).code == today


@pytest.mark.parametrize(
    ("name", "code"), [("Haram", "1580"), ("Ålesund", "1508"), ("Bø", "1867"), ("Sande", "1514")]
)
def test_a_name_in_use_today_means_the_municipality_of_today(name, code):
    assert region(name).code == code


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Kárášjohka", "5610"),
        ("Guovdageaidnu", "5612"),
        ("Deatnu", "5628"),
        ("Unjárga", "5636"),
        ("Porsáŋgu", "5622"),
        ("Gáivuotna", "5540"),
        ("Raarvihke", "5043"),
        ("Snåase", "5041"),
        ("Hábmer", "1875"),
        ("Kárášjohka-Karasjok", "5610"),
        ("Deatnu - Tana", "5628"),
        ("Kaivuono", "5540"),
    ],
)
def test_a_sami_or_kven_name_finds_the_municipality(name, code):
    assert region(name).code == code


@pytest.mark.parametrize(
    ("name", "code"),
    [("Oslo – Oslove", "0301"), ("Kárášjohka – Karasjok", "5610"), ("Fauske – Fuosko", "1841")],
)
def test_an_official_name_in_several_languages_finds_the_municipality(name, code):
    assert region(name).code == code


def test_there_are_357_municipalities():
    assert len(municipalities()) == 357


@pytest.mark.parametrize(
    ("year", "number"), [(2013, 428), (2017, 426), (2018, 422), (2020, 356), (2024, 357)]
)
def test_codes_in_force_are_as_many_as_there_were_municipalities(year, number):
    assert (
        len(
            {
                period.code
                for period in code_periods()
                if period.first_year <= year <= period.last_year
            }
        )
        == number
    )


def test_every_municipality_has_a_code_in_every_year():
    assert [
        (code, name_of(code), year)
        for code in municipalities()
        for year in YEARS
        if not parts(code, year)
    ] == []


def test_a_code_begins_where_another_one_ended():
    ends = {(period.current_code, period.last_year) for period in code_periods()}
    late = [
        p
        for p in code_periods()
        if p.first_year > regions.FIRST_YEAR and (p.current_code, p.first_year - 1) not in ends
    ]
    assert late == []


def test_a_part_of_a_merger_has_other_parts_every_year():
    alone = [
        (p.code, year)
        for p in code_periods()
        if p.kind == "merged"
        for year in range(p.first_year, p.last_year + 1)
        if len(parts(p.current_code, year)) == 1
    ]
    assert alone == []


def test_no_letter_of_a_name_was_lost():
    assert [period.name for period in code_periods() if "?" in period.name] == []


def test_asss_has_ten_members_in_2021_and_twelve_in_2022():
    members = [
        sum(found.in_asss(year) for found in municipalities().values()) for year in (2021, 2022)
    ]
    assert members == [10, 12]


@pytest.mark.parametrize("year", [2020, 2024])
def test_every_municipality_has_a_known_kostra_group_from_2020(year):
    found = {kostra_group(code, year) for code in municipalities()}
    assert [code for code in found if groups()[code]["level"] != "kostra_group"] == []
    assert not any(code.endswith("-2019") for code in found)


def test_kostra_groups_before_2020_have_codes_of_their_own():
    found = {kostra_group(code, 2019) for code in municipalities()} - {None}
    assert found
    assert [code for code in found if not code.endswith("-2019") or code not in groups()] == []


def test_county_is_that_of_the_year():
    assert [county("3201", year) for year in (2019, 2021, 2024)] == ["EKA02", "EKA30", "EKA32"]


def test_every_county_of_every_year_is_a_known_group():
    assert {county(code, year) for code in municipalities() for year in YEARS} - set(
        groups()
    ) == set()


def test_slugs_are_ascii_and_unique():
    slugs = [found.slug for found in municipalities().values()]
    assert len(set(slugs)) == 357
    assert [
        text
        for text in slugs
        if not text.isascii() or not text.replace("-", "").isalnum() or text != text.lower()
    ] == []


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("Bærum", "baerum"),
        ("Sør-Varanger", "sor-varanger"),
        ("Kárášjohka – Karasjok", "karasjohka-karasjok"),
    ],
)
def test_a_slug_spells_norwegian_and_sami_letters_in_ascii(name, text):
    assert slug(name) == text


def test_a_merger_is_told_with_all_its_parts():
    assert changes("3203") == [
        (
            2020,
            (
                "Asker, Røyken og Hurum ble slått sammen i 2020. Antall før det er summen av"
                " kommunene."
            ),
        )
    ]


def test_a_split_is_told_with_the_year_the_borders_hold_from():
    assert changes("1580") == [
        (
            2024,
            (
                "Dagens grenser gjelder fra 2024. Eldre tall kan ikke skilles ut, fordi Ålesund ble"
                " delt."
            ),
        )
    ]


def test_a_new_number_is_no_change_of_borders():
    assert changes("3201") == []


def test_a_split_and_a_later_merger_are_both_told():
    (first, split), (second, merger) = changes("3905")
    assert (first, second) == (2017, 2020)
    assert "Stokke ble delt" in split
    assert merger.startswith("Tønsberg og Re ble slått sammen i 2020.")


def test_namsos_tells_of_its_merger_in_2020():
    assert [year for year, _ in changes("5007")] == [2020]


def test_twins_are_named_with_their_county_and_groups_by_their_name():
    assert [name_of("1818"), name_of("3201"), name_of("EKA30")] == [
        "Herøy (Nordland)",
        "Bærum",
        "Viken",
    ]


@settings(max_examples=300)
@given(st.sampled_from(code_periods()))
def test_every_code_finds_its_municipality_or_is_explained_as_split(period):
    if period.kind == "split":
        assert f"'{period.current_code}'" in sentence(period.code)
    else:
        assert region(period.code) is municipalities()[period.current_code]


@settings(max_examples=200)
@given(st.sampled_from(sorted(municipalities())))
def test_every_name_of_today_finds_its_municipality(code):
    assert region(name_of(code)).code == code


@given(st.text())
def test_any_text_is_a_municipality_or_an_explanation(text):
    try:
        assert region(text).code in municipalities()
    except UnknownRegion as explained:
        assert len(str(explained)) > len("municipality")


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ("Skedsmo", "Skedsmo is Lillestrøm (3205) today."),
        ("1902", "1902 is Tromsø (5501) today."),
        (" Ski ", "Ski is Nordre Follo (3207) today."),
        *(
            (today, "")
            for today in ("Tromsø", "5501", "bærum", "Våler (Østfold)", "Unjárga – Nesseby")
        ),
    ],
)
def test_an_old_number_or_name_is_told_with_the_municipality_of_today(given, told):
    assert lookup.known_today(given) == told


def test_no_two_regions_have_the_same_name_in_a_figure():
    codes = [*municipalities(), *groups()]
    twice = {name for name, count in Counter(map(name_of, codes)).items() if count > 1}
    assert twice == {
        "Oslo"
    }  # municipality and county are the same, and Oslo is not compared with itself
    assert (name_of("EKA01"), name_of("EKA31")) == ("Østfold (til 2019)", "Østfold")
