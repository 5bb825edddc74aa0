"""Municipalities and groups as people type them are those they mean, or are explained; none is ever
taken for another of its name.
"""

import csv
import json
import unicodedata
from pathlib import Path

import pytest

from barnevern.document.own_words import _plain
from barnevern.observations import group_lookup, regions
from barnevern.observations.lookup import UnknownRegion, region
from barnevern.page.parameters import ParameterProblems, check, peer_codes

HERE = Path(__file__).parent
KLASS = HERE.parent / "statbank" / "klass_131_codes_at_2026-04-25.json"
SPELLINGS = {
    "as it stands": str,
    "letters taken apart": lambda name: unicodedata.normalize("NFD", name),
    "small letters": str.lower,
    "capitals": str.upper,
    "capitals, taken apart": lambda name: unicodedata.normalize("NFD", name.upper()),
    "long dashes": lambda name: name.replace("-", "–"),
    "longer dashes": lambda name: name.replace("-", "—"),
    "minus signs": lambda name: name.replace("-", "\N{MINUS SIGN}"),
    "dashes that do not break": lambda name: name.replace("-", "\u2011"),
    "dashes without spaces": lambda name: name.replace(" - ", "-"),
    "slashes": lambda name: name.replace(" - ", "/"),
    "spaces that do not break": lambda name: name.replace(" ", "\u00a0"),
    "soft hyphen and mark of order": lambda name: f"\ufeff{name[0]}\u00ad{name[1:]}",
    "languages in the other order": lambda name: " - ".join(reversed(name.split(" - "))),
    "kommune": lambda name: f"{name} kommune",
    "spaces around": lambda name: f"  {name} ",
}


def rows(file: str) -> list[tuple[str, int | None, str]]:
    with (HERE / file).open(encoding="utf-8", newline="") as lines:
        return [
            (typed, int(year) if year else None, right)
            for typed, year, right in csv.reader(lines)
            if typed != "typed"
        ]


def klass() -> dict[str, str]:
    codes = json.loads(KLASS.read_text(encoding="utf-8"))["codes"]
    return {row["code"]: row["name"] for row in codes if row["code"] != "9999"}


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_all_357_names_of_klass_are_found_in_every_spelling(spelling):
    spelled = {code: SPELLINGS[spelling](name) for code, name in klass().items()}
    assert len(spelled) == 357
    assert {code: region(name).code for code, name in spelled.items()} == {
        code: code for code in spelled
    }


def test_a_number_beside_a_name_of_klass_is_the_same_municipality():
    for code, name in klass().items():
        for typed in (f"{code} {name}", f"{name} ({code})", f"{code} - {name}", f"K-{code} {name}"):
            assert region(typed).code == code


def test_every_language_of_a_name_of_klass_finds_the_municipality():
    for code, name in klass().items():
        for language in name.split(" - "):
            assert region(language).code == code


def test_every_name_in_its_county_is_the_municipality_it_became():
    """A name with the county of the year is never answered with another of the name."""
    for period in regions.code_periods():
        if period.kind == "split":
            continue
        typed = f"{period.name} ({regions.groups()['EKA' + period.code[:2]]['name']})"
        assert region(typed).code == period.current_code


@pytest.mark.parametrize(("typed", "year", "code"), rows("names.csv"))
def test_a_name_as_typed_is_the_municipality_it_means(typed, year, code):
    assert region(typed, year).code == code


@pytest.mark.parametrize(("typed", "year", "said"), rows("names_refused.csv"))
def test_a_name_that_means_two_or_none_is_explained(typed, year, said):
    with pytest.raises(UnknownRegion) as raised:
        region(typed, year)
    for words in said.split("|"):
        assert words in str(raised.value)


@pytest.mark.parametrize(("typed", "year", "code"), rows("groups.csv"))
def test_a_group_as_typed_is_the_group_it_means(typed, year, code):
    assert group_lookup.group(typed, year) == code


def test_every_group_is_found_by_the_name_that_is_printed_of_it():
    printed = {code: regions.name_of(code) for code in regions.groups()}
    assert {code: group_lookup.group(name) for code, name in printed.items()} == {
        code: code for code in printed
    }


def test_a_county_of_before_has_the_municipalities_that_lay_in_it():
    viken = group_lookup.municipalities_of_county("Viken", 2021)
    assert len(viken) == 51  # Statistics Norway, Klass 104 and 131: county 30 in 2020
    assert {"3201", "3107", "3301"} <= set(viken)
    with pytest.raises(UnknownRegion, match="ended in 2023: give --year 2023 or earlier"):
        group_lookup.municipalities_of_county("Viken", 2024)


def test_what_is_no_county_is_not_taken_for_one():
    with pytest.raises(UnknownRegion, match="is not a county"):
        group_lookup.municipalities_of_county("asss")


@pytest.mark.parametrize(
    ("typed", "codes"),
    [
        ("Trondheim - Tråante, KOSTRA-gruppe 12", ["5001", "EKG12"]),
        ("3203 Nordre Follo EKG12", ["3203", "3207", "EKG12"]),
        ("Asker 3301, 0301 Oslo", ["3203", "3301", "0301"]),
        ("Oslo Bærum ASSS", ["0301", "3201", "ASSS"]),
        ("auto", []),
    ],
)
def test_a_list_of_peers_is_read_name_by_name(typed, codes):
    assert peer_codes(typed) == (codes, [])


def test_a_page_of_a_year_asks_which_of_two_is_meant():
    with pytest.raises(ParameterProblems, match=r"'0821' Bø \(Telemark\)"):
        check("Bø", 2019, "published", "auto")


def test_a_heading_of_own_words_is_known_with_its_letters_taken_apart():
    assert _plain(unicodedata.normalize("NFD", "2. Økonomi:")) == "økonomi"
