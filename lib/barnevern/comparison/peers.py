"""Whom a municipality is compared with."""

import pandas as pd

from barnevern import regions

COUNTED = {"antall", "årsverk"}  # numbers that follow the size of a municipality: compared with itself only
OSLO, OSLO_ALONE = "0301", {"EKG13", "EKA03", "EAKUO"}  # groups that are Oslo itself, or all but Oslo
MOST_PEERS = 4  # more lines than five in one figure cannot be told apart


def candidates(region: regions.Region, year: int, own_list: list[str]) -> list[str]:
    """Codes of the peers to look for, nearest first: the reader's own list, or else ASSS members of the same county, the
    KOSTRA group (for ASSS members also group 13, Oslo), the county, the country and the country without Oslo.
    """
    if own_list:
        return [code for code in own_list if code != region.code]
    found = []
    if region.in_asss(year):
        members = regions.municipalities().values()
        found += [m.code for m in members if m.in_asss(year) and m.county == region.county and m.code != region.code]
    group = regions.kostra_group(region.code, year)
    found += [group] if group else []
    found += ["EKG13"] if region.in_asss(year) and year >= 2020 and group != "EKG13" else []
    found += [regions.county(region.code, year), "EAK", "EAKUO"]
    return [code for code in found if region.code != OSLO or code not in OSLO_ALONE]


def with_figures(table: pd.DataFrame, wanted: list[str], year: int) -> list[str]:
    """Those of ``wanted`` that have a figure in the latest year any has one up to ``year``; at most MOST_PEERS."""
    known = table[table["value"].notna() & table["category"].eq("") & table["year"].le(year)]
    peers = known[known["region"].isin(wanted)]
    recent = set(peers.loc[peers["year"].eq(peers["year"].max()), "region"])
    return [code for code in wanted if code in recent][:MOST_PEERS]
