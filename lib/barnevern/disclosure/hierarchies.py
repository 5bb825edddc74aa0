"""The regional hierarchies: which regions add up to which.

A municipality is in a county, a KOSTRA group, a network and the country at once, so the hierarchies
overlap; the constraints of all of them are taken together.
"""

from collections.abc import Iterator

import pandas as pd

from barnevern.observations import groups

COUNTRY, COUNTY = "EAK", "EKA"


def regional(present: set[str], year: int) -> Iterator[tuple[str, list[str]]]:
    """Every group among the regions ``present`` with its members among them in ``year``; the
    country consists of its counties where all are there.
    """
    table = _membership(year)
    table = table[table["region"].isin(present)]
    counties = table[table["group"].str.startswith(COUNTY)].set_index("region")["group"]
    for group, rows in table.groupby("group", sort=True):
        if group not in present:
            continue
        members = rows["region"].tolist()
        if str(group).startswith(COUNTRY) and set(counties) <= present:
            members = sorted(set(counties[members]))
        yield str(group), members


def shared_services(present: set[str], year: int) -> Iterator[list[str]]:
    """The members of every shared service that has all of them among the regions ``present``."""
    table = _membership(year)
    for _, rows in table[table["group"].str.startswith(groups.SERVICE)].groupby("group", sort=True):
        if set(rows["region"]) <= present:
            yield rows["region"].tolist()


def _membership(year: int) -> pd.DataFrame:
    """Which regions are in which groups in ``year``: region and group."""
    table = groups.membership()
    return table[table["first_year"].le(year)]
