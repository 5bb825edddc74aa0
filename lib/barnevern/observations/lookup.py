"""The municipality that a number or a name means, whichever it has had since 2013, however it is
typed.
"""

from collections.abc import Iterable

from barnevern.norwegian.text import slug
from barnevern.observations import names
from barnevern.observations.names import Typed
from barnevern.observations.regions import (
    FIRST_YEAR,
    CodePeriod,
    Region,
    code_periods,
    groups,
    municipalities,
    name_of,
)
from barnevern.problems import nearest


class UnknownRegion(ValueError):
    """A municipality or group that cannot be found, or that is not one; the text says what to
    write.
    """


def region(municipality: str, year: int | None = None) -> Region:
    """The municipality with this number or name, whichever of its numbers and names since 2013 is
    given: "3201", "bærum kommune", "3201 Bærum", "Våler (Hedmark)", "Trondheim - Tråante".

    ``year`` narrows a number or a name that several municipalities had. Raises UnknownRegion with
    what to write instead when the text is a number type, unknown, means several municipalities, or
    one that has been split.
    """
    if not isinstance(municipality, str):
        raise UnknownRegion(_not_text(municipality))
    typed = names.read(municipality)
    year = year if typed.year is None else typed.year
    found = _by_number(municipality, typed, year) if typed.number else None
    codes = _by_name(municipality, typed, year) if found is None else found
    if len(codes) == 1:
        return municipalities()[next(iter(codes))]
    raise UnknownRegion(_explanation(municipality, typed, codes))


def _by_number(given: str, typed: Typed, year: int | None) -> set[str]:
    """Today's codes of the typed number; the name beside it may tell two of them apart, and must
    not be another municipality's.
    """
    number = typed.number
    had = [period for period in code_periods() if period.code == number]
    codes = {p.current_code for p in had if _in_force(p, year)} or {p.current_code for p in had}
    if number in municipalities() and number in codes:
        codes = {number}
    if not typed.name or not codes:
        return codes
    periods = names.named(typed.name)[0]
    named = {period.current_code for period in periods}
    spelled = {slug(period.name) for period in code_periods() if period.current_code in codes}
    if named & codes or (not named and slug(typed.name) in spelled):
        return _today(periods) & codes or named & codes or codes
    others = _choices(sorted(codes | named))
    raise UnknownRegion(
        f"municipality '{given}' has a number and a name that are not of the same municipality:"
        f" write {others}"
        if named
        else f"municipality '{given}': {number} is not called that; write {others}"
    )


def _by_name(given: str, typed: Typed, year: int | None) -> set[str]:
    """Today's codes of the municipality with the typed name: the one of ``year`` where a year is
    given, else the one of today, else those it became.
    """
    periods, county = names.named(typed.name)
    if typed.county or county:
        periods = _of_county(given, periods, typed.county or county)
    then = [p for p in periods if year and p.first_year <= max(year, FIRST_YEAR) <= p.last_year]
    if len({p.current_code for p in then}) > 1 and len({p.code for p in then}) > 1:
        raise _several(given, year, then)
    among = {period.current_code for period in then or periods}
    # A name in use today means today's municipality: Haram is 1580, whatever its old parts became.
    return _today(periods) & among or among


def _today(periods: Iterable[CodePeriod]) -> set[str]:
    return {period.current_code for period in periods if period.kind == "current"}


def _of_county(given: str, periods: tuple[CodePeriod, ...], county: str) -> tuple[CodePeriod, ...]:
    """The periods of ``periods`` whose municipality lay in the county then, else ever."""
    codes = {code.removeprefix("EKA") for code in names.county_codes(county)}
    then = tuple(period for period in periods if period.code[:2] in codes)
    once = {period.current_code for period in code_periods() if period.code[:2] in codes}
    found = then or tuple(period for period in periods if period.current_code in once)
    if found or not periods:
        return found
    choices = _choices(sorted({period.current_code for period in periods}))
    said = f"municipality '{given}': " + (
        "there was none of that name in that county" if codes else "the county is not known"
    )
    raise UnknownRegion(f"{said}; write {choices}")


def _several(given: str, year: int | None, then: list[CodePeriod]) -> UnknownRegion:
    choices = ", or ".join(_as_it_was(period) for period in then)
    return UnknownRegion(
        f"municipality '{given}' was more than one municipality in {year}: write {choices}"
    )


def _as_it_was(period: CodePeriod) -> str:
    """A municipality of before by its number, name and county, and what it is today."""
    then = f"{period.name} ({groups()['EKA' + period.code[:2]]['name']})"
    today = municipalities()[period.current_code].name
    return f"'{period.code}' {then}" + ("" if today == period.name else f", {today} today")


def _choices(codes: Iterable[str]) -> str:
    choices = [f"'{code}' {name_of(code)}" for code in codes]
    return choices[0] if len(choices) == 1 else f"one of {', '.join(choices)}"


def _not_text(given: object) -> str:
    text = f"{given:04d}" if isinstance(given, int) else str(given)
    known = municipalities().get(text)
    hint = f": did you mean '{text}' {known.name}?" if known else ", for example '3201'"
    return f"municipality {given!r} must be text with four digits{hint}"


def known_today(municipality: str) -> str:
    """In words, which municipality of today an old number or name means; "" where it is a number or
    name of today.
    """
    today, typed = region(municipality), names.read(municipality)
    current = _today(names.named(typed.name)[0])
    if typed.number == today.code or (not typed.number and today.code in current):
        return ""
    return f"{municipality.strip()} is {name_of(today.code)} ({today.code}) today."


def _in_force(period: CodePeriod, year: int | None) -> bool:
    return (
        year is None
        or period.first_year <= max(year, FIRST_YEAR) <= period.last_year
        or period.kind == "current"
    )


def _explanation(given: str, typed: Typed, codes: set[str]) -> str:
    if codes:
        choices = _choices(sorted(codes))
        return f"municipality '{given}' is more than one municipality today: write {choices}"
    text = typed.number or typed.name
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
