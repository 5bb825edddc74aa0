"""Which figure of a series a page of a year shows, where several publishers have one.

Two publishers seldom define a figure alike: a line drawn through both would show a jump that never
happened. Of each series a page shows the figures of the publisher that has the newest one up to the
page's year; a page of another year may show another publisher's.
"""

from collections.abc import Iterable

import numpy as np
import numpy.typing as npt
import pandas as pd

from barnevern.observations.groups import SUMMED

ALWAYS = 9999  # a year after all others


def family(source: str) -> str:
    """The publisher of a source: the first word of its id."""
    return source.removeprefix(SUMMED).partition("-")[0]


def families(sources: Iterable[str]) -> npt.NDArray[np.int64]:
    """A number for the publisher of each source."""
    return pd.factorize(np.array([family(source) for source in sources], dtype=object))[0]


def known(candidates: pd.DataFrame) -> pd.DataFrame:
    """The figures that pages show, each with the years of the pages that show it.

    ``candidates`` has for every figure that could be shown: series and region (numbers), year,
    family (a number), value (missing where there is only a reason) and order: of several figures
    of a year that with the lowest is shown. At most one figure of a series, region, year and order;
    of those with a value in one year the last row counts as the newest. Returns row (the number of
    the row in ``candidates``), known_from and known_until, in the order of region, series, year and
    known_from.
    """
    series = candidates["series"].to_numpy(np.int64)
    group = candidates["region"].to_numpy(np.int64) * (series.max(initial=0) + 1) + series
    group_year = group * (ALWAYS + 1) + candidates["year"].to_numpy(np.int64)
    apart = _told_by_several(group, candidates)
    single = _best(np.flatnonzero(~apart), group_year, candidates["order"].to_numpy())
    rows = candidates[apart].assign(row=np.flatnonzero(apart), group=group[apart])
    told = rows.loc[rows["value"].notna(), ["group", "family", "year"]]
    changing = _of_spans(rows, _spans(told))
    row = np.concatenate([single, changing["row"].to_numpy(np.int64)])
    first = np.concatenate([group_year[single] % (ALWAYS + 1), changing["known_from"]])
    until = np.concatenate([np.full(len(single), ALWAYS), changing["known_until"]])
    order = np.argsort(group_year[row] * (ALWAYS + 1) + first, kind="stable")
    columns = {"row": row[order], "known_from": first[order], "known_until": until[order]}
    return pd.DataFrame(columns, dtype=np.int64)


def _told_by_several(
    group: npt.NDArray[np.int64], candidates: pd.DataFrame
) -> npt.NDArray[np.bool_]:
    """Whether the group of each row has figures of more than one publisher."""
    family = candidates["family"].to_numpy()
    told = candidates["value"].notna().to_numpy()
    publishers = np.zeros(group.max(initial=-1) + 1, np.int64)
    for one in np.unique(family):
        publishers += np.bincount(group[told & (family == one)], minlength=len(publishers)) > 0
    return np.asarray(publishers[group] > 1)


def _best(
    rows: npt.NDArray[np.int64],
    group_year: npt.NDArray[np.int64],
    order: npt.NDArray[np.int64],
) -> npt.NDArray[np.int64]:
    """Of ``rows`` (numbers) that with the lowest order in each group and year."""
    ranked = rows[np.argsort(group_year[rows] * 8 + order[rows], kind="stable")]
    return np.asarray(ranked[np.diff(group_year[ranked], prepend=-1) != 0])


def _spans(told: pd.DataFrame) -> pd.DataFrame:
    """The page years (first, last) in which each publisher (shown) has the newest figure of a
    group; -1 is nobody, before the first figure.
    """
    newest = told.sort_values(["group", "year"], kind="stable")
    newest = newest.drop_duplicates(["group", "year"], keep="last")
    changed = newest["family"].ne(newest.groupby("group")["family"].shift())
    spans = newest.loc[changed, ["group", "family", "year"]].rename(
        columns={"family": "shown", "year": "first"}
    )
    before = spans.drop_duplicates("group").assign(shown=-1, first=0)
    spans = pd.concat([before, spans]).sort_values(["group", "first"], ignore_index=True)
    following = spans.groupby("group")["first"].shift(-1)
    return spans.assign(last=(following - 1).fillna(ALWAYS).astype("int64"))


def _of_spans(rows: pd.DataFrame, spans: pd.DataFrame) -> pd.DataFrame:
    """The best row of each year in each of the ``spans`` of its group; spans that follow each other
    and show the same row are one.
    """
    pairs = rows.merge(spans, on="group")
    pairs = pairs[pairs["last"].ge(pairs["year"])]
    shown = pairs["value"].isna() | pairs["shown"].eq(-1) | pairs["family"].eq(pairs["shown"])
    best = pairs[shown].sort_values("order", kind="stable")
    best = best.drop_duplicates(["group", "year", "first"]).sort_values(["row", "first"])
    start = best[["first", "year"]].max(axis=1)
    joins = best["row"].eq(best["row"].shift()) & start.eq(best["last"].shift() + 1)
    run = (~joins).cumsum()
    ends = best["last"].groupby(run).last()
    firsts = best[~joins]
    return firsts.assign(known_from=start[~joins], known_until=ends.to_numpy())
