"""The group that a code or a name means: counties, KOSTRA groups, the country and networks, however
they are typed, and the municipalities of a county of any year.
"""

import re
from functools import lru_cache

from barnevern.norwegian.spelling import alike, plain
from barnevern.observations import lookup, names, regions
from barnevern.observations.lookup import UnknownRegion
from barnevern.problems import nearest

KOSTRA = re.compile(r"(?:ekg|kostra-? ?gruppe|gruppe) ?-?(\d{1,2})(-2019| \(til 2019\))?")
COUNTY = re.compile(r"(.*?) ?\((?:til |fram til )?(?:\d{4})?-?(\d{4})\)")  # "Østfold (til 2019)"
ALSO = {  # what the groups are called besides
    "norge": "EAK",
    "hele landet": "EAK",
    "asss-kommunene": "ASSS",
}


def code_of(text: str, year: int | None = None) -> str:
    """The code of a group or of a municipality of today, given by either's code or name; of a name
    that is both (Oslo) the municipality's.

    Raises UnknownRegion with the nearest word.
    """
    if text.strip().upper() in regions.groups():
        return text.strip().upper()
    try:
        return lookup.region(text, year).code
    except UnknownRegion as error:
        try:
            return group(text, year)
        except UnknownRegion as no_group:
            _, _, hint = str(no_group).partition("; ")
            words = f" Or a group: {hint}" if hint.startswith("did you") else ""
            raise UnknownRegion(f"{error}{words}") from None


def group(text: str, year: int | None = None) -> str:
    """The code of a group given by its code or name: "EKG12", "KOSTRA-gruppe 12", "asss", "32",
    "Akershus", "Viken", "Troms - Romsa - Tromssa", "Østfold (til 2019)".

    ``year`` tells two counties of one name apart; without it the present one is meant. Raises
    UnknownRegion with the nearest word.
    """
    word = alike(plain(text))
    kostra, ended = KOSTRA.fullmatch(word), COUNTY.fullmatch(word)
    if kostra:
        word = f"ekg{int(kostra[1]):02}" + ("-2019" if kostra[2] else "")
    found = _by_name().get(word)
    if found:
        return found
    counties = names.county_codes(ended[1] if ended else word)
    if counties:
        return _in_force(counties, int(ended[2]) if ended else year)
    raise _unknown(text)


def _unknown(text: str) -> UnknownRegion:
    known = [*map(regions.name_of, regions.groups()), *regions.groups()]
    remedy = nearest(text, known) or "use asss, a KOSTRA group (EKG12) or a county (EKA32)"
    return UnknownRegion(f'group "{text}" is not known; {remedy}')


def municipalities_of_county(text: str, year: int | None = None) -> list[str]:
    """The municipalities of today that lie in a county, or lay in it in ``year``: by its number or
    name, of today or of before.

    Raises UnknownRegion for what is no county, and for one that had ended by ``year``.
    """
    code = group(text, year)
    about = regions.groups()[code]
    if about["level"] != "county":
        raise UnknownRegion(f'"{text}" is not a county: write a number or a name, such as 32')
    last = int(about["last_year"] or 0)
    if last and year is not None and year > last:
        now = sorted({regions.municipalities()[one].county_name for one in _members(code, last)})
        raise UnknownRegion(
            f'county "{text}" ended in {last}: give --year {last} or earlier, or one of'
            f" {', '.join(now)}"
        )
    return _members(code, last if last and year is None else year) or _members(code, None)


def _members(code: str, year: int | None) -> list[str]:
    known = regions.municipalities()
    if year is None:
        return [one for one, region in known.items() if f"EKA{region.county}" == code]
    return [one for one in known if regions.county(one, year) == code]


@lru_cache
def _by_name() -> dict[str, str]:
    """Groups but the counties, which may share a name, by their codes and names."""
    found = dict(ALSO)
    for code, row in regions.groups().items():
        found[alike(code)] = code
        if row["level"] != "county":
            found[alike(row["name"])] = code
    return found


def _in_force(codes: list[str], year: int | None) -> str:
    """The county of ``codes`` that there was in ``year``; else the first, which is the present
    one.
    """
    for code in codes:
        about = regions.groups()[code]
        first, last = int(about["first_year"] or 0), int(about["last_year"] or 9999)
        if year is not None and first <= year <= last:
            return code
    return codes[0]
