"""The regional hierarchies: which regions add up to which.

A municipality is in a county, a KOSTRA group, a network and the country at once, so the hierarchies
overlap; the constraints of all of them are taken together.
"""

from collections.abc import Iterator

from barnevern.observations import groups

COUNTRY, COUNTY = "EAK", "EKA"


def regional(present: set[str], year: int) -> Iterator[tuple[str, list[str]]]:
    """Every group among the regions ``present`` with its members among them in ``year``; the
    country consists of its counties where all are there.
    """
    table = groups.membership()
    table = table[table["region"].isin(present) & table["first_year"].le(year)]
    counties = table[table["group"].str.startswith(COUNTY)].set_index("region")["group"]
    by_county = set(counties) <= present
    for group, rows in table.groupby("group", sort=True):
        if group in present:
            members = rows["region"].tolist()
            country = by_county and str(group).startswith(COUNTRY)
            yield str(group), sorted(set(counties[members])) if country else members


def shared_services(present: set[str], year: int) -> Iterator[list[str]]:
    """The members of every shared service that has all of them among the regions ``present``."""
    table = groups.membership()
    table = table[table["first_year"].le(year) & table["group"].str.startswith(groups.SERVICE)]
    for _, rows in table.groupby("group", sort=True):
        if set(rows["region"]) <= present:
            yield rows["region"].tolist()
