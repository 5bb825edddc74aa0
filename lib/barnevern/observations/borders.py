"""Figures of earlier years moved to today's municipalities: renumbered, summed where merged,
missing where split.
"""

import pandas as pd

from barnevern.observations import FIGURE as FIGURE
from barnevern.observations import HIDDEN, SUMMED_KINDS, measures, regions


def to_current(table: pd.DataFrame) -> pd.DataFrame:
    """The observations with every municipality as it is today.

    ``table`` holds one row per (region, year, measure, category), codes of the year itself.
    Renumbered municipalities change code only. Merged ones are summed where the measure can be
    summed; a sum with a part missing, a ratio of several parts and a figure of a municipality that
    was split are missing, with the reason as status. A code that was not in force that year
    (documents and population tables use today's) means the whole municipality. Where two rows come
    to stand for one figure, the first with a value is kept: put the newest edition first.
    """
    municipal = table["region"].isin({period.code for period in regions.code_periods()})
    fates = targets(table.loc[municipal, ["region", "year"]].drop_duplicates())
    moved = table[municipal].merge(fates, on=["region", "year"])
    # "." under a number that was not yet in use tells of the number, not of the municipality.
    moved = moved[~(moved["status"].eq(".") & ~moved["in_force"])]
    single, summed = _single(moved), _summed(moved[moved["fate"].eq("part")])
    frames = [table[~municipal], single[table.columns], summed[table.columns]]
    filled = [frame for frame in frames if len(frame)]
    return pd.concat(filled, ignore_index=True).drop_duplicates(FIGURE) if filled else table


def _single(moved: pd.DataFrame) -> pd.DataFrame:
    """The figures of municipalities that are whole, and the reason for those that were split."""
    split = moved[moved["fate"].eq("split")].assign(value=float("nan"), status="split", printed="")
    whole = moved[moved["fate"].eq("whole")]
    rows = pd.concat([whole, split]).assign(region=lambda both: both["target"])
    # Two codes can stand for one municipality in one year: the first row that has a figure wins.
    rows = rows.sort_values("value", key=lambda value: value.isna(), kind="stable")
    return rows.drop_duplicates(FIGURE)


def targets(pairs: pd.DataFrame) -> pd.DataFrame:
    """For each municipality code and year in ``pairs`` (region, year): today's municipality and
    what becomes of a figure.

    Returns region, year, target, fate (whole, part or split), needed (how many parts a sum has) and
    in_force; a code that was split gives a row for each municipality it went to, a group code none.
    """
    rows = []
    for code, year in pairs.itertuples(index=False):
        periods = [p for p in regions.code_periods() if p.code == code]
        in_force = [
            p for p in periods if p.first_year <= max(year, regions.FIRST_YEAR) <= p.last_year
        ]
        for period in in_force or [p for p in periods if p.kind == "split"] or periods[:1]:
            parts = regions.parts(period.current_code, year) if in_force else [period]
            rows.append((code, year, period.current_code, _fate(parts), len(parts), bool(in_force)))
    return pd.DataFrame(rows, columns=["region", "year", "target", "fate", "needed", "in_force"])


def _fate(parts: list[regions.CodePeriod]) -> str:
    if any(period.kind == "split" for period in parts):
        return "split"
    return "part" if len(parts) > 1 else "whole"


def _summed(rows: pd.DataFrame) -> pd.DataFrame:
    """One row per merged municipality and figure: the sum of its parts, or why there is none."""
    keys = ["target", "year", "measure", "category"]
    groups = rows.assign(hidden=rows["status"].eq(HIDDEN)).groupby(keys, as_index=False)
    result = groups.agg(
        value=("value", lambda values: values.sum(skipna=False)),
        found=("value", "count"),
        hidden=("hidden", "max"),
        needed=("needed", "first"),
        source=("source", "max"),
        place=("place", "first"),
        licence=("licence", "first"),
    )
    return _with_reasons(result).rename(columns={"target": "region"}).assign(printed="", note="")


def _with_reasons(result: pd.DataFrame) -> pd.DataFrame:
    """The sums with why there is none in ``status``, the strongest reason last."""
    kinds = result["measure"].map({name: row["kind"] for name, row in measures().items()})
    ratio, incomplete = ~kinds.isin(SUMMED_KINDS), result["found"].lt(result["needed"])
    result["status"] = ""
    result.loc[incomplete, "status"] = "part_missing"
    result.loc[result["hidden"], "status"] = HIDDEN
    result.loc[ratio, "status"] = "merged"
    result.loc[ratio | incomplete, "value"] = float("nan")
    return result
