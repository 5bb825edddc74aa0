"""Groups that depend on who asks: the network without the municipality, and those most like it.

A group of the municipality 3201 is the region ASSS-3201 or NEAREST-3201.
"""

import numpy as np
import numpy.typing as npt
import pandas as pd

from barnevern.observations import HIDDEN, SUMMED_KINDS, measures, regions
from barnevern.observations.coded import TEXTS, coded, joined, texts
from barnevern.observations.groups import ALL_OF_ASSS, ASSS, NEAREST, SUMMED, without

FIGURE = ["region", "year", "measure", "category"]
Numbers = npt.NDArray[np.float64]
Places = npt.NDArray[np.int64]


def own(group: str, code: str) -> str:
    """The region that ``group`` (ASSS or NEAREST) means to the municipality ``code``; to one that
    was never in the network that is the network.
    """
    outside = group == ASSS and regions.municipalities()[code].asss_from is None
    return ALL_OF_ASSS if outside else f"{group}-{code}"


def with_own_groups(observations: pd.DataFrame, neighbours: pd.DataFrame) -> pd.DataFrame:
    """The observations as a coded table, with the figures of every municipality's own groups.

    ``neighbours`` has region, rank and neighbour. ASSS-ALL becomes the network as it is shown: what
    is published of it, and the sum of its members where nothing is.
    """
    table = coded(observations)
    network = table["region"].isin([ASSS, ALL_OF_ASSS])
    members = _network_members()
    among = table[network | table["region"].isin(members)]
    rest = table[~network]
    rest = rest.assign(region=rest["region"].cat.remove_unused_categories())
    tables = [rest, nearest(rest, neighbours)]
    tables += [coded(shown) for shown in _networks(among.astype(dict.fromkeys(TEXTS, "str")))]
    return joined([table for table in tables if len(table)] or [rest])


def _networks(observations: pd.DataFrame) -> list[pd.DataFrame]:
    """The network with every member and without each of them; a published figure goes before a
    sum.
    """
    published = observations[observations["region"].eq(ASSS)]
    total = observations[observations["region"].eq(ALL_OF_ASSS)]
    seen = {ALL_OF_ASSS: total}
    for code in _network_members():
        mine = observations[observations["region"].eq(code)]
        seen[own(ASSS, code)] = others(total, mine, code)
    return [
        pd.concat([part for part in (published, sums) if len(part)], ignore_index=True)
        .assign(region=code)
        .drop_duplicates(FIGURE)
        for code, sums in seen.items()
        if len(published) or len(sums)
    ]


def _network_members() -> list[str]:
    return [code for code, region in regions.municipalities().items() if region.asss_from]


def others(total: pd.DataFrame, mine: pd.DataFrame, code: str) -> pd.DataFrame:
    """The sums of the network (``total``) without the municipality ``code``, whose figures are
    ``mine``, as figures of the region ASSS.

    Of the years when the municipality was not a member there is nothing to take out.
    """
    joined_in = regions.municipalities()[code].asss_from
    member = total["year"].ge(joined_in) if joined_in else total["year"].lt(0)
    parts = [without(total[member], mine, ASSS), total[~member].assign(region=ASSS)]
    return pd.concat([part for part in parts if len(part)] or parts[:1], ignore_index=True)


def nearest(table: pd.DataFrame, neighbours: pd.DataFrame) -> pd.DataFrame:
    """The figures of the municipalities most like each one taken together, by the rules of
    groups.sum_of: a member missing leaves none, a member hidden hides the sum.

    ``table`` is coded, and so is the result; its regions are NEAREST-3201 and so on.
    """
    rows = table[_summable(table) & table["region"].isin(neighbours["neighbour"])]
    if rows.empty:
        return table.iloc[0:0]
    order = neighbours.sort_values(["region", "neighbour"])
    codes = order["region"].unique().tolist()
    known = sorted({*codes, *order["neighbour"]})
    members = np.searchsorted(known, order["neighbour"].to_numpy(dtype=object))
    figures, values, sources = _by_region(rows, known)
    return _sums(figures, codes, values, sources, members.reshape(len(codes), -1))


def _by_region(rows: pd.DataFrame, known: list[str]) -> tuple[pd.DataFrame, Numbers, Places]:
    """A row for each year, measure and category, and its values and sources with a column for each
    of the regions in ``known``: missing, or -1, where there is none.
    """
    slot, first = _slots(rows)
    place = np.searchsorted(known, rows["region"].cat.categories.to_numpy(dtype=object))
    column = place[rows["region"].cat.codes.to_numpy()]
    values = np.full((len(first), len(known)), np.nan)
    values[slot, column] = rows["value"].to_numpy()
    sources = np.full(values.shape, -1)
    sources[slot, column] = rows["source"].cat.codes.to_numpy()
    return rows.iloc[first], values, sources


def _summable(table: pd.DataFrame) -> "pd.Series[bool]":
    kinds = table["measure"].map({name: row["kind"] for name, row in measures().items()})
    return kinds.isin(SUMMED_KINDS) & (table["value"].notna() | table["status"].eq(HIDDEN))


def _slots(rows: pd.DataFrame) -> tuple[Places, Places]:
    """A number for each row's year, measure and category, and the first row of each number."""
    keys = rows["measure"].cat.codes.to_numpy(np.int64) * len(rows["category"].cat.categories)
    keys = (keys + rows["category"].cat.codes.to_numpy()) * 10_000 + rows["year"].to_numpy()
    _, first, slot = np.unique(keys, return_index=True, return_inverse=True)
    return slot, first


def _sums(
    figures: pd.DataFrame, codes: list[str], values: Numbers, sources: Places, members: Places
) -> pd.DataFrame:
    """The sums of ``members`` (of each of ``codes``, as columns of ``values`` and ``sources``) as
    rows; ``figures`` has the year, measure and category of each row of ``values``.
    """
    told = np.take(sources >= 0, members, axis=1).all(axis=2)
    slot, group = np.nonzero(told)
    columns = members[group].T
    total = added([values[slot, column] for column in columns])
    source = np.max([sources[slot, column] for column in columns], axis=0)
    result, nothing = figures.iloc[slot].reset_index(drop=True), np.zeros(len(slot))
    words = {
        "region": texts(group, [own(NEAREST, code) for code in codes]),
        "source": texts(source, [SUMMED + name for name in figures["source"].cat.categories]),
        "status": texts(np.isnan(total), ["", HIDDEN]),
        "printed": texts(nothing, [""]),
        "note": texts(nothing, [""]),
    }
    return result.assign(**words, value=total)


def added(parts: list[Numbers]) -> Numbers:
    """The sum of several columns, missing where one of them is, with the rounding errors carried
    along (Kahan 1965), as pandas adds the rows of a group.
    """
    total, lost = np.zeros(len(parts[0])), np.zeros(len(parts[0]))
    for part in parts:
        term = part - lost
        grown = total + term
        lost = grown - total - term
        total = grown
    return total
