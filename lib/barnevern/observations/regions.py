"""Municipalities and the groups they are compared with. Codes are text, always.

Source of codes and names: Statistics Norway, Klass 131 (municipalities), 104 (counties) and 112
(KOSTRA groups).
"""

from collections import Counter, defaultdict
from dataclasses import dataclass
from functools import cache, lru_cache

from barnevern.norwegian.messages import say
from barnevern.norwegian.text import listed, slug
from barnevern.reference import rows

FIRST_YEAR = 2013  # the code list begins here


@dataclass(frozen=True)
class Region:
    """A municipality as it is today."""

    code: str
    name: str
    county: str
    county_name: str
    kostra_group: str
    centrality: int
    asss_from: int | None
    service_members: tuple[str, ...]

    @property
    def slug(self) -> str:
        """Code and name for file names: ASCII letters, digits and hyphens only."""
        return f"{self.code}-{slug(self.name)}"

    def in_asss(self, year: int) -> bool:
        """Whether the municipality was in KS' ASSS network that year (ten members, twelve from
        2022).
        """
        return self.asss_from is not None and year >= self.asss_from


@dataclass(frozen=True)
class CodePeriod:
    """One municipality code, the years it was in force, and the municipality it belongs to today.

    ``kind``: current, renumbered, merged (with others) or split (a part went to each of several
    municipalities).
    """

    code: str
    name: str
    first_year: int
    last_year: int
    current_code: str
    kind: str


@lru_cache
def municipalities() -> dict[str, Region]:
    """Today's municipalities by code."""
    return {
        row["code"]: Region(
            code=row["code"],
            name=row["name"],
            county=row["county"],
            county_name=row["county_name"],
            kostra_group=row["kostra_group"],
            centrality=int(row["centrality"]),
            asss_from=int(row["asss_from"]) if row["asss_from"] else None,
            service_members=tuple(row["service_members"].split()),
        )
        for row in rows("municipalities.csv")
    }


@lru_cache
def code_periods() -> tuple[CodePeriod, ...]:
    """Every municipality code since 2013 with its years and today's municipality."""
    return tuple(
        CodePeriod(
            r["code"],
            r["name"],
            int(r["first_year"]),
            int(r["last_year"]),
            r["current_code"],
            r["kind"],
        )
        for r in rows("municipality_codes.csv")
    )


@lru_cache
def groups() -> dict[str, dict[str, str]]:
    """Counties, KOSTRA groups, the country and networks by code: name, level, first_year,
    last_year, description.
    """
    return {row["code"]: row for row in rows("region_groups.csv")}


def service(code: str) -> tuple[str, ...]:
    """The municipalities that share a child-welfare service with ``code``, itself included; only
    itself where it has its own.

    Bufdir's list of 2021 gives each municipality its members. Where those it names do not name the
    same ones, the list contradicts itself and the municipality counts as one by itself.
    """
    members = municipalities()[code].service_members
    agreed = code in members and all(
        other in municipalities() and set(municipalities()[other].service_members) == set(members)
        for other in members
    )
    return tuple(sorted(members)) if agreed else (code,)


@lru_cache
def _periods_by_current() -> dict[str, list[CodePeriod]]:
    periods: dict[str, list[CodePeriod]] = defaultdict(list)
    for period in code_periods():
        periods[period.current_code].append(period)
    return periods


def parts(code: str, year: int) -> list[CodePeriod]:
    """The code periods that made up today's municipality ``code`` in ``year``.

    Before 2013 the codes of 2013 are taken. More than one means a merger; one of kind "split" means
    that the figures of that year cannot be told apart.
    """
    year = max(year, FIRST_YEAR)
    return [p for p in _periods_by_current()[code] if p.first_year <= year <= p.last_year]


def changes(code: str) -> list[tuple[int, str]]:
    """Years when the municipality's borders changed, with a Norwegian sentence for each."""
    periods = _periods_by_current()[code]
    split = [period for period in periods if period.kind == "split"]
    clear_from = max((period.last_year for period in split), default=FIRST_YEAR - 1) + 1
    told = [(clear_from, _split_sentence(split, clear_from))] if split else []
    for year in sorted({p.first_year for p in periods if p.first_year > clear_from}):
        before = parts(code, year - 1)
        if len(before) > len(parts(code, year)):
            names = listed([period.name for period in before])
            told.append((year, say("borders-merged", names=names, year=year)))
    return told


def _split_sentence(split: list[CodePeriod], clear_from: int) -> str:
    divided = dict.fromkeys(p.name for p in split if p.last_year + 1 == clear_from)
    return say("borders-split", year=clear_from, names=listed(divided))


def county(code: str, year: int) -> str:
    """Group code of the county the municipality lay in that year, for example "EKA30" (Viken) for
    Bærum 2021.
    """
    periods = [p for p in parts(code, year) if p.kind != "split"] or parts(code, year)
    named = [p for p in periods if p.name == municipalities()[code].name]
    return (
        "EKA" + (named or periods)[0].code[:2] if periods else "EKA" + municipalities()[code].county
    )


def kostra_group(code: str, year: int) -> str | None:
    """The municipality's KOSTRA group that year, or None where the membership is not known.

    The groups were made anew in 2020: the same number meant other municipalities before, so the old
    ones have codes of their own ("EKG13-2019"). Membership before 2020 is known only where
    Statistics Norway's page leaves no doubt.
    """
    if year >= 2020:
        return municipalities()[code].kostra_group
    old = {
        row["municipality"]: row["kostra_group"] for row in rows("kostra_groups_before_2020.csv")
    }
    return old.get(code)


@lru_cache
def _names() -> Counter[str]:
    return Counter(region.name for region in municipalities().values())


@lru_cache
def _group_names() -> Counter[str]:
    return Counter(group["name"] for group in groups().values())


@cache
def name_of(code: str) -> str:
    """Name of a municipality or group for text and figures. Herøy and Våler are told apart by
    county, counties that came back by their last year.
    """
    if code in groups():
        group = groups()[code]
        return (
            say("borders-group-until", group=group["name"], year=group["last_year"])
            if group["last_year"] and _group_names()[group["name"]] > 1
            else group["name"]
        )
    if code.startswith("SERVICE-"):
        host = municipalities()[code.removeprefix("SERVICE-")].name
        return say("borders-service", place=host)
    region = municipalities()[code]
    return f"{region.name} ({region.county_name})" if _names()[region.name] > 1 else region.name


def network(code: str) -> Region:
    """A network, county or KOSTRA group as the subject of a page of its own."""
    return Region(code, groups()[code]["name"], "", "Nettverk", "", 0, None, ())
