"""Every name that a municipality or a county has or had since 2013, in every language that
Statistics Norway lists it in (Klass 131 and 104; data/reference/parallel_names.csv).
"""

import re
from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache

from barnevern.norwegian.spelling import alike, writings
from barnevern.observations.regions import CodePeriod, code_periods, groups
from barnevern.reference import rows

NUMBER_FIRST = re.compile(r"(?:k-)?(\d{4})(?:\.0)?(?:[-:., ]+(.*\D.*))?")
NUMBER_LAST = re.compile(r"(.*\D)[-:, ]+(?:k-)?(\d{4})")
BRACKETS = re.compile(r"\s*\(([^()]*)\)")
YEARS = re.compile(r"(?:\d{4})?-(\d{4})")  # of a name that ended, as StatBank writes it: (-2019)
# The word for municipality, in Norwegian, Sami and Kven.
KIND = re.compile(r" (?:by|herads)?(?:kommune|kommunen|herad|suohkan|tjïelte|gielda|kunta)")


@dataclass(frozen=True)
class Typed:
    """What a text says of a municipality: its number, its name, the county it lies in and the year
    the name ended, each "" or None where it says nothing.
    """

    number: str
    name: str
    county: str
    year: int | None


def read(text: str) -> Typed:
    """The parts of "3201", "Bærum kommune", "3201 Bærum", "Bærum (3201)", "Våler (Hedmark)" and
    "Bø (-2019)".
    """
    brackets = [alike(inside) for inside in BRACKETS.findall(alike(text))]
    rest = alike(BRACKETS.sub(" ", alike(text)))
    first, last = NUMBER_FIRST.fullmatch(rest), NUMBER_LAST.fullmatch(rest)
    number = first[1] if first else last[2] if last else ""
    name = (first[2] or "") if first else last[1] if last else rest
    year, county = None, ""
    for inside in brackets:
        if ended := YEARS.fullmatch(inside):
            year = int(ended[1])
        elif NUMBER_FIRST.fullmatch(inside) and not number:
            number = inside.removeprefix("k-")
        else:
            county = inside
    return Typed(number, alike(name), county, year)


def today(text: str) -> list[str]:
    """The numbers of the municipalities of today that have the name that was typed."""
    periods, _ = named(read(text).name)
    return sorted({one.current_code for one in periods if one.kind == "current"})


def named(name: str) -> tuple[tuple[CodePeriod, ...], str]:
    """The code periods of every municipality with that name, and the county that is a part of it:
    "Bø i Telemark", "Våler, Hedmark".
    """
    found = _periods().get(name) or _periods().get(KIND.sub("", name))
    if found:
        return found, ""
    for between in (" i ", ", "):
        place, _, county = name.rpartition(between)
        if place and county_codes(county):
            return named(place)[0], county
    return (), ""


def county_codes(name: str) -> list[str]:
    """The codes of the counties with that name or number, the present one first."""
    return _counties().get(re.sub(r"^fylke |( fylke|s fylkeskommune)$", "", alike(name)), [])


@lru_cache
def _periods() -> dict[str, tuple[CodePeriod, ...]]:
    found: dict[str, dict[CodePeriod, None]] = defaultdict(dict)
    more: dict[str, list[str]] = defaultdict(list)
    for row in rows("parallel_names.csv"):
        more[row["code"]].append(row["name"])
    for row in rows("municipalities.csv"):
        more[row["code"]] += [row["name"], row["official_name"]]
    for period in code_periods():
        for name in (period.name, *more[period.code]):
            for writing in writings(name):
                found[writing][period] = None
    return {name: tuple(periods) for name, periods in found.items()}


@lru_cache
def _counties() -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    more: dict[str, list[str]] = defaultdict(list)
    for row in rows("parallel_names.csv"):
        more[row["code"]].append(row["name"])
    counties = [row for row in groups().values() if row["level"] == "county"]
    for row in sorted(counties, key=lambda row: row["last_year"] or "9999", reverse=True):
        code = row["code"]
        names = [row["name"], *more[code], code, code[3:], f"F-{code[3:]}"]
        writing = {form for name in names for form in writings(name)}
        for form in sorted(writing | {alike(f"{code[3:]} {row['name']}")}):
            found[form].append(code)
    return dict(found)
