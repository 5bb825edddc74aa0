"""The municipality that a number or a name means, whichever it has had since 2013."""

import re
from collections import defaultdict
from functools import lru_cache

from barnevern.observations.regions import (
    FIRST_YEAR,
    CodePeriod,
    Region,
    code_periods,
    municipalities,
    name_of,
)
from barnevern.problems import nearest
from barnevern.reference import rows


class UnknownRegion(ValueError):
    """A municipality that cannot be found, or that is not one municipality; the text says what to
    write.
    """


@lru_cache
def _codes_by_name() -> dict[str, set[str]]:
    """Every name a municipality has or had -> today's codes; a double name is found by either part
    too.
    """
    codes = _codes_by_name_ever()
    current = {code: region.name.casefold() for code, region in municipalities().items()}
    for name in set(current.values()):
        # A name in use today means today's municipality: Haram is 1580, whatever its old parts
        # became.
        codes[name] = {code for code, other in current.items() if other == name}
    for row in rows("municipalities.csv"):
        codes[name_of(row["code"]).casefold()] = {row["code"]}
        if row["official_name"] != row["name"]:
            codes[row["official_name"].casefold()] = {row["code"]}
    return codes


def _codes_by_name_ever() -> dict[str, set[str]]:
    codes: dict[str, set[str]] = defaultdict(set)
    for period in code_periods():
        for name in {period.name, *re.split(r"\s*[-–]\s*(?=[^\W\d_a-zæøåáđŋ])", period.name)}:
            codes[name.casefold()].add(period.current_code)
    return codes


def region(municipality: str, year: int | None = None) -> Region:
    """The municipality with this number or name, whichever of its numbers and names since 2013 is
    given.

    ``year`` narrows a number that was used for different municipalities. Raises UnknownRegion with
    what to write instead when the text is a number type, unknown, ambiguous, or names a
    municipality that has been split.
    """
    if not isinstance(municipality, str):
        raise UnknownRegion(_not_text(municipality))
    text = municipality.strip()
    if text.isdigit():
        codes = _codes_by_number(text, year)
    else:
        codes = _codes_by_name().get(text.casefold(), set())
    if len(codes) == 1:
        return municipalities()[next(iter(codes))]
    raise UnknownRegion(_explanation(municipality, text, codes))


def _codes_by_number(number: str, year: int | None) -> set[str]:
    codes = {p.current_code for p in code_periods() if p.code == number and _in_force(p, year)}
    return {number} if number in municipalities() and number in codes else codes


def _not_text(given: object) -> str:
    text = f"{given:04d}" if isinstance(given, int) else str(given)
    known = municipalities().get(text)
    hint = f": did you mean '{text}' {known.name}?" if known else ", for example '3201'"
    return f"municipality {given!r} must be text with four digits{hint}"


def known_today(municipality: str) -> str:
    """In words, which municipality of today an old number or name means; "" where it is a number or
    name of today.
    """
    today, text = region(municipality), municipality.strip()
    current = {
        today.code,
        today.name,
        name_of(today.code),
        *(row["official_name"] for row in rows("municipalities.csv") if row["code"] == today.code),
    }
    if text.casefold() in {name.casefold() for name in current}:
        return ""
    return f"{text} is {name_of(today.code)} ({today.code}) today."


def _in_force(period: CodePeriod, year: int | None) -> bool:
    return (
        year is None
        or period.first_year <= max(year, FIRST_YEAR) <= period.last_year
        or period.kind == "current"
    )


def _explanation(given: str, text: str, codes: set[str]) -> str:
    if codes:
        choices = ", ".join(f"'{code}' {name_of(code)}" for code in sorted(codes))
        return f"municipality '{given}' is more than one municipality today: write one of {choices}"
    padded = municipalities().get(text.zfill(4)) if text.isdigit() else None
    if padded:
        return (
            f"municipality '{given}' must be text with four digits: did you mean '{padded.code}'"
            f" {padded.name}?"
        )
    known = (
        list(municipalities()) if text.isdigit() else [name_of(code) for code in municipalities()]
    )
    return (
        f"municipality '{given}' is not known;"
        f" {nearest(text, known) or 'give a four-digit number or a name'}"
    )
