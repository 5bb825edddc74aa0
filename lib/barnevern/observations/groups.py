"""Groups of municipalities: the figures of a group are the sums of its members', never the mean of
their ratios.
"""

from functools import lru_cache

import pandas as pd

from barnevern.norwegian.messages import say
from barnevern.observations import FIGURE as FIGURE
from barnevern.observations import HIDDEN, SUMMED_KINDS, measures, regions

ASSS, SERVICE, NEAREST = (
    "ASSS",
    "SERVICE",
    "NEAREST",
)  # what a reader asks for; which municipalities it means depends on who asks
ALL_OF_ASSS = (
    "ASSS-ALL"  # the network with every member, from which the own municipality is taken out
)
SUMMED = "sum;"  # what the source of a figure that was summed here begins with


@lru_cache
def membership() -> pd.DataFrame:
    """Which municipality of today is in which group: group, region, first_year (0 where it always
    was).

    Groups are those of today on today's borders: the country, counties, KOSTRA groups, the ASSS
    network and the shared services.
    """
    rows: list[tuple[str, str, int]] = []
    for code, region in regions.municipalities().items():
        always = ["EAK", f"EKA{region.county}", region.kostra_group]
        always += ["EAKUO"] if code != "0301" else []
        rows += [(group, code, 0) for group in always]
        rows += [(ALL_OF_ASSS, code, region.asss_from)] if region.asss_from else []
        shared = regions.service(code)
        rows += [(f"{SERVICE}-{shared[0]}", code, 0)] if len(shared) > 1 else []
    return pd.DataFrame(rows, columns=["group", "region", "first_year"])


def members(group: str, year: int, own: str) -> list[str]:
    """The municipalities of today that ``group`` means to the municipality ``own`` in ``year``; the
    network is the others in it.
    """
    table = membership()
    rows = table[
        table["group"].eq(ALL_OF_ASSS if group == ASSS else group) & table["first_year"].le(year)
    ]
    return [code for code in rows["region"] if group != ASSS or code != own]


def of_single_members(observations: pd.DataFrame) -> pd.DataFrame:
    """The figures of groups that have one member alone, such as KOSTRA group 13, which is Oslo, as
    that member's, where ``observations`` (on today's borders) has none of its own; with a note
    where the group has another name.
    """
    groups = membership()
    alone = groups[~groups.duplicated("group", keep=False)].set_index("group")["region"]
    rows = observations[observations["region"].isin(alone.index)]
    notes = [
        "; ".join(filter(None, [note, _stated_under(group, alone[group])]))
        for group, note in zip(rows["region"], rows["note"], strict=True)
    ]
    moved = rows.assign(region=rows["region"].map(alone), note=notes).drop_duplicates(FIGURE)
    known = pd.MultiIndex.from_frame(observations[FIGURE])
    return moved[~pd.MultiIndex.from_frame(moved[FIGURE]).isin(known)]


def _stated_under(group: str, member: str) -> str:
    name = regions.name_of(group)
    return say("dataset-stated-under", group=name) if name != regions.name_of(member) else ""


def sums(observations: pd.DataFrame) -> pd.DataFrame:
    """The figures of every group that ``observations`` (on today's borders) has all the members'
    figures for.

    Counts, amounts and full-time equivalents are summed; a group with one member missing has no
    figure, and one with a member's figure hidden has it hidden. The source names those of the
    members behind SUMMED.
    """
    return _summed(observations, membership())


def sum_of(observations: pd.DataFrame, members: list[str], code: str) -> pd.DataFrame:
    """The sums of ``members`` as figures of a region called ``code``."""
    return _summed(
        observations,
        pd.DataFrame({"group": code, "region": pd.Series(members, dtype="str"), "first_year": 0}),
    )


def _summed(observations: pd.DataFrame, members: pd.DataFrame) -> pd.DataFrame:
    joined = _of_members(observations, members)
    if joined.empty:
        return observations.iloc[0:0]
    groups = joined.groupby(FIGURE, as_index=False, observed=True)
    counted = groups.agg(
        value=("value", "sum"),
        known=("value", "count"),
        told=("value", "size"),
        source=("source", "max"),
    )
    hidden = counted["known"].lt(counted["told"])
    result = counted.assign(
        value=counted["value"].mask(hidden), status=hidden.map({True: HIDDEN, False: ""})
    )[_whole(counted, members)].drop(columns=["known", "told"])
    texts = {column: "" for column in observations.columns if column not in result.columns}
    return result.assign(source=SUMMED + result["source"], **texts)[observations.columns]


def _of_members(observations: pd.DataFrame, members: pd.DataFrame) -> pd.DataFrame:
    """What members tell that can be summed, as figures of their group."""
    kinds = observations["measure"].map({name: row["kind"] for name, row in measures().items()})
    told = observations["value"].notna() | observations["status"].eq(HIDDEN)
    rows = observations.loc[kinds.isin(SUMMED_KINDS) & told, [*FIGURE, "value", "source"]]
    joined = rows.merge(members, on="region")
    joined = joined[joined["year"].ge(joined["first_year"])]
    return joined.assign(region=joined["group"])


def _whole(counted: pd.DataFrame, members: pd.DataFrame) -> list[bool]:
    """Whether every member of the group that year tells its figure."""
    needed = {
        int(year): members[members["first_year"].le(year)].groupby("group").size()
        for year in counted["year"].unique()
    }
    return [
        needed[year][code] == told
        for code, year, told in zip(
            counted["region"], counted["year"], counted["told"], strict=True
        )
    ]


def without(total: pd.DataFrame, own: pd.DataFrame, code: str) -> pd.DataFrame:
    """The rows of a group's sums with the municipality's ``own`` figures taken out, as figures of a
    region called ``code``.

    KS leaves the own municipality out of the ASSS mean, so that nobody is compared with itself.
    Where the municipality has no figure the group has none either: what is left would still hold
    it. A figure that may not be shown hides the difference.
    """
    keys = ["year", "measure", "category"]
    both = total.merge(own[[*keys, "value", "status"]], on=keys, suffixes=("", "_own"))
    hidden = both["status"].eq(HIDDEN) | both["status_own"].eq(HIDDEN)
    rest = both.assign(
        region=code,
        value=(both["value"] - both["value_own"]).mask(hidden),
        status=both["status"].mask(hidden, HIDDEN),
    )
    return rest.loc[hidden | both["value_own"].notna(), total.columns]
