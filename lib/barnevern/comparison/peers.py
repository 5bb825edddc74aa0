"""Whom a municipality is compared with."""

from collections.abc import Iterable

from barnevern.indicators.figure import Figure
from barnevern.observations import regions
from barnevern.observations.groups import ASSS, SERVICE

COUNTED = {
    "antall",
    "årsverk",
}  # numbers that follow the size of a municipality: compared with itself only
OSLO, OSLO_ALONE = (
    "0301",
    {"EKG13", "EKA03", "EAKUO"},
)  # groups that are Oslo itself, or all but Oslo
MOST_PEERS = 4  # more lines than five in one figure cannot be told apart


def candidates(region: regions.Region, year: int, own_list: list[str]) -> list[str]:
    """Codes of the peers to look for, nearest first: the reader's own list, or else the shared
    service, ASSS members of the same county, the ASSS network without the municipality, the KOSTRA
    group (for ASSS members also group 13, Oslo), the county, the country and the country without
    Oslo.
    """
    shared = service_group(region.code)
    if own_list:
        own_list = [shared if code == SERVICE else code for code in own_list]
        return [code for code in own_list if code and code != region.code]
    codes = [shared] if shared else []
    codes += [*_in_network_and_county(region, year), ASSS] if region.in_asss(year) else []
    group = regions.kostra_group(region.code, year)
    codes += [group] if group else []
    codes += ["EKG13"] if region.in_asss(year) and year >= 2020 and group != "EKG13" else []
    codes += [regions.county(region.code, year), f"EKA{region.county}", "EAK", "EAKUO"]
    return [code for code in dict.fromkeys(codes) if region.code != OSLO or code not in OSLO_ALONE]


def _in_network_and_county(region: regions.Region, year: int) -> list[str]:
    """The other members of the ASSS network in the municipality's county."""
    return [
        member.code
        for member in regions.municipalities().values()
        if member.in_asss(year) and member.county == region.county and member.code != region.code
    ]


def service_group(code: str) -> str:
    """Code of the service that the municipality shares with others; "" where it has its own."""
    shared = regions.service(code)
    return f"{SERVICE}-{shared[0]}" if len(shared) > 1 else ""


def with_figures(figures: Iterable[Figure], wanted: list[str], year: int) -> list[str]:
    """Those of ``wanted`` that have a figure in the latest year any has one up to ``year``; at most
    MOST_PEERS.
    """
    among = set(wanted)
    known = [
        (figure.year, figure.region)
        for figure in figures
        if figure.region in among
        and figure.value is not None
        and not figure.category
        and figure.year <= year
    ]
    latest = max(known, default=(0, ""))[0]
    recent = {code for when, code in known if when == latest}
    return [code for code in wanted if code in recent][:MOST_PEERS]
