"""Visits in foster homes: follow-up by the placing service (FOS), supervision by the municipality
of the foster home (TRAP).

At least four visits a year, which may be reduced to two (barnevernsloven 2021 chapter 9; forskrift
om fosterhjem §§ 8–9). Four a year is one in every quarter that the placement has begun, two a year
one in every half-year. Supervision ends the day before the child turns 18. What is due is counted
placement by placement; a visit in a later period does not make good an earlier one.
"""

from typing import Any

import numpy as np
import pandas as pd

from barnevern.counting.base import Base, during, looked_up
from barnevern.counting.legal import FOSTER_HOME
from barnevern.counting.periods import SINCE_BVR, dated
from barnevern.counting.tally import BY_HALF, Counts, by, total_and
from barnevern.observations import regions

BY_QUARTER = by("quarter", {1: "q1", 2: "q2", 3: "q3", 4: "q4"})
FOLLOW_UP, SUPERVISION = "follow_up", "supervision"


def count(base: Base) -> list[Counts]:
    """Visits due, done and missing by quarter, and foster children with and without all of theirs;
    15F has no visits.
    """
    if not base.file_format.has("visits"):
        return []
    follow_up = due(base, FOLLOW_UP)
    return [
        *_visits(base, "foster_visits", follow_up),
        *_children(base, "foster_children_follow_up", follow_up),
        *total_and(
            base, "foster_visits_extra", follow_up, BY_QUARTER, weight="extra", within=SINCE_BVR
        ),
        *_visits(base, "supervision_visits", supervision := due(base, SUPERVISION)),
        *_children(base, "foster_children_supervision", supervision),
    ]


def _visits(base: Base, name: str, visits: pd.DataFrame) -> list[Counts]:
    """The visits that were due, those done in time and those missing, by quarter."""
    parts = {"required": visits, "done": visits[visits["done"]], "missing": visits[~visits["done"]]}
    return [
        counts
        for part, rows in parts.items()
        for counts in total_and(base, f"{name}_{part}", rows, BY_QUARTER, within=SINCE_BVR)
    ]


def _children(base: Base, name: str, visits: pd.DataFrame) -> list[Counts]:
    """The children who were owed visits, and those of them who missed one, by half-year."""
    parts = {"required": visits, "unmet": visits[~visits["done"]]}
    return [
        counts
        for part, rows in parts.items()
        for counts in total_and(base, f"{name}_{part}", rows, BY_HALF, once=True, within=SINCE_BVR)
    ]


def due(base: Base, kind: str) -> pd.DataFrame:
    """One row per visit that the law demands: child, measure, year, half, quarter, done (in time),
    extra (visits beyond it).

    With two visits a year the one visit of a half-year stands in the last quarter of it in which
    the duty runs.
    """
    quarters = _with_frequency(base, _quarters(base, kind), kind)
    quarters = quarters.assign(visits=_visits_in(base, quarters, kind))
    half = quarters.groupby(["measure", "year", "half"])
    visits_of_half, last_quarter = half["visits"].transform("sum"), half["quarter"].transform("max")
    twice = quarters["per_year"].eq(2)
    quarters = quarters.assign(visits=quarters["visits"].mask(twice, visits_of_half))
    rows = quarters[~twice | quarters["quarter"].eq(last_quarter)]
    return rows.assign(done=rows["visits"].gt(0), extra=(rows["visits"] - 1).clip(lower=0))


def _visits_in(base: Base, quarters: pd.DataFrame, kind: str) -> "pd.Series[int]":
    """How many visits were made in each of ``quarters``, while the duty ran; several on one day are
    one.
    """
    visits = _of_kind(base, "visits", kind)[["measure", "date"]].drop_duplicates()
    both = quarters.reset_index(names="row").merge(
        dated(visits, "date", base.years), on=["measure", "year", "quarter"]
    )
    in_time = both["date"].ge(both["first"]) & both["date"].le(both["last"])
    return both.loc[in_time, "row"].value_counts().reindex(quarters.index, fill_value=0)


def _of_kind(base: Base, table: str, kind: str) -> pd.DataFrame:
    """The visits or duties of a kind, with the measure as its position in base.measures; of
    measures that are not there, none.
    """
    rows = base.cases[table]
    rows = rows[rows["kind"].eq(kind)]
    return rows.assign(
        measure=pd.Index(base.measures["measure"]).get_indexer(pd.Index(rows["measure"]))
    ).query("measure >= 0")


def _quarters(base: Base, kind: str) -> pd.DataFrame:
    """Foster home placements with a duty of this kind: one row per quarter in which it runs, with
    its first and last day there.
    """
    rows = during(_duties_by_placement(base, kind), base.years)
    rows = rows.merge(pd.DataFrame({"quarter": [1, 2, 3, 4]}), how="cross")
    begins, ends = _first_and_last_day(rows)
    rows = rows.assign(
        half=(rows["quarter"] + 1) // 2,
        first=np.maximum(begins, rows["start"]),
        last=ends.where(~rows["end"].lt(ends), rows["end"]),
    )
    return rows[rows["first"].le(rows["last"])].reset_index(drop=True)


def _first_and_last_day(rows: pd.DataFrame) -> tuple["pd.Series[Any]", "pd.Series[Any]"]:
    """The first and the last day of the quarter of each row."""
    begins = pd.to_datetime(
        {"year": rows["year"], "month": rows["quarter"] * 3 - 2, "day": 1}
    ).astype("datetime64[s]")
    return begins, begins + pd.DateOffset(months=3) - pd.Timedelta(days=1)


def _duties_by_placement(base: Base, kind: str) -> pd.DataFrame:
    """Foster home placements with a duty of this kind: measure, child, and start and end of the
    duty; supervision ends the day before the child turns 18.
    """
    first_duty = _with_rate(_of_kind(base, "visit_duties", kind)).groupby("measure")["start"].min()
    homes = base.measures[base.measures["category"].str.startswith(FOSTER_HOME)]
    rows = homes[["child", "start", "end"]].rename_axis("measure").reset_index()
    rows = rows[rows["measure"].isin(first_duty.index)]
    rows = rows.assign(start=np.maximum(rows["start"], looked_up(rows["measure"], first_duty)))
    return _until_18(base, rows) if kind == SUPERVISION else rows


def _until_18(base: Base, rows: pd.DataFrame) -> pd.DataFrame:
    """The rows, ended at the latest on the day before the child turns 18."""
    born = looked_up(rows["child"], base.children["born"])
    last = born + pd.DateOffset(years=18) - pd.Timedelta(days=1)
    return rows.assign(end=rows["end"].mask(rows["end"].isna() | rows["end"].gt(last), last))


def _with_rate(duties: pd.DataFrame) -> pd.DataFrame:
    """The duties that say how many visits a year are owed: four, or two."""
    return duties[duties["per_year"].isin([2, 4])]


def _with_frequency(base: Base, quarters: pd.DataFrame, kind: str) -> pd.DataFrame:
    """``quarters`` with per_year: the frequency, two or four, on the last day of the duty in the
    half-year.

    Supervision that another municipality is responsible for on that day is left out; where none is
    named, it is the own one.
    """
    duties = _of_kind(base, "visit_duties", kind)
    half = quarters.groupby(["measure", "year", "half"])
    on = half["last"].transform("max").astype("datetime64[s]")
    rate = _in_force(_with_rate(duties), quarters["measure"], on, "per_year")
    rows = quarters.assign(per_year=rate)
    if kind == SUPERVISION:
        named = duties[duties["municipality"].ne("")]
        responsible = _in_force(named, quarters["measure"], on, "municipality")
        rows = rows[responsible.isna() | _today(responsible).eq(_today(_own(base, quarters)))]
    return rows[rows["per_year"].notna()]


def _own(base: Base, rows: pd.DataFrame) -> "pd.Series[str]":
    """The municipality that the child of each row counts in."""
    return looked_up(rows["child"], base.children["region"]).map(dict(enumerate(base.regions)))


def _today(codes: "pd.Series[Any]") -> "pd.Series[Any]":
    """The number that each municipality has today; codes that never were stay."""
    current = {period.code: period.current_code for period in regions.code_periods()}
    return codes.map(lambda code: current.get(code, code))


def _in_force(
    duties: pd.DataFrame, measures: "pd.Series[int]", on: "pd.Series[pd.Timestamp]", column: str
) -> "pd.Series[Any]":
    """The ``column`` of the newest of ``duties`` that has begun on the day ``on``, for each of
    ``measures``; missing where there is none.
    """
    asked = pd.DataFrame({"measure": measures, "on": on, "row": on.index}).sort_values(
        "on", kind="stable"
    )
    begun = duties.loc[duties["start"].notna(), ["measure", "start", column]].sort_values(
        "start", kind="stable"
    )
    return (
        pd.merge_asof(asked, begun, left_on="on", right_on="start", by="measure")
        .set_index("row")[column]
        .reindex(on.index)
    )
