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
from barnevern.counting.deadlines import BVR_FROM
from barnevern.counting.legal import FOSTER_HOME
from barnevern.counting.periods import dated
from barnevern.counting.tally import HALVES, Counts, tally
from barnevern.observations import regions

WITHIN = (BVR_FROM, 9999)
QUARTERS = {1: "q1", 2: "q2", 3: "q3", 4: "q4"}
NAMES = {
    "follow_up": ("foster_visits", "foster_children_follow_up"),
    "supervision": ("supervision_visits", "foster_children_supervision"),
}


def count(base: Base) -> list[Counts]:
    """Visits due, done and missing by quarter, and foster children with and without all of theirs;
    15F has no visits.
    """
    if base.format == "15F":
        return []
    counts = []
    for kind, (visits, children) in NAMES.items():
        rows = due(base, kind)
        parts = {"required": rows, "done": rows[rows["done"]], "missing": rows[~rows["done"]]}
        for part, found in parts.items():
            counts += [tally(base, f"{visits}_{part}", found, within=WITHIN)]
            counts += [
                tally(
                    base,
                    f"{visits}_{part}",
                    found,
                    by="quarter",
                    categories=QUARTERS,
                    within=WITHIN,
                )
            ]
        for part, found in {"required": rows, "unmet": parts["missing"]}.items():
            counts += [tally(base, f"{children}_{part}", found, once=True, within=WITHIN)]
            counts += [
                tally(
                    base,
                    f"{children}_{part}",
                    found,
                    by="half",
                    categories=HALVES,
                    once=True,
                    within=WITHIN,
                )
            ]
        if kind == "follow_up":
            counts += [tally(base, f"{visits}_extra", rows, weight="extra", within=WITHIN)]
            counts += [
                tally(
                    base,
                    f"{visits}_extra",
                    rows,
                    by="quarter",
                    categories=QUARTERS,
                    weight="extra",
                    within=WITHIN,
                )
            ]
    return counts


def due(base: Base, kind: str) -> pd.DataFrame:
    """One row per visit that the law demands: child, measure, year, half, quarter, done (in time),
    extra (visits beyond it).

    With two visits a year the one visit of a half-year stands in the last quarter of it in which
    the duty runs.
    """
    quarters = _with_frequency(base, _quarters(base, kind), kind)
    visits = dated(
        _of_kind(base, "visits", kind)[["measure", "date"]].drop_duplicates(), "date", base.years
    )
    both = quarters.reset_index(names="row").merge(visits, on=["measure", "year", "quarter"])
    number = both.loc[
        both["date"].ge(both["first"]) & both["date"].le(both["last"]), "row"
    ].value_counts()
    quarters = quarters.assign(visits=number.reindex(quarters.index, fill_value=0))
    half = quarters.groupby(["measure", "year", "half"])
    visits_of_half, last_quarter = half["visits"].transform("sum"), half["quarter"].transform("max")
    twice = quarters["per_year"].eq(2)
    quarters = quarters.assign(visits=quarters["visits"].mask(twice, visits_of_half))
    rows = quarters[~twice | quarters["quarter"].eq(last_quarter)]
    return rows.assign(done=rows["visits"].gt(0), extra=(rows["visits"] - 1).clip(lower=0))


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
    duties = _of_kind(base, "visit_duties", kind)
    first_duty = duties[duties["per_year"].isin([2, 4])].groupby("measure")["start"].min()
    rows = (
        base.measures.loc[
            base.measures["category"].str.startswith(FOSTER_HOME), ["child", "start", "end"]
        ]
        .rename_axis("measure")
        .reset_index()
    )
    rows = rows[rows["measure"].isin(first_duty.index)]
    rows = rows.assign(start=np.maximum(rows["start"], looked_up(rows["measure"], first_duty)))
    if kind == "supervision":
        last = (
            looked_up(rows["child"], base.children["born"])
            + pd.DateOffset(years=18)
            - pd.Timedelta(days=1)
        )
        rows = rows.assign(end=rows["end"].mask(rows["end"].isna() | rows["end"].gt(last), last))
    rows = during(rows, base.years).merge(pd.DataFrame({"quarter": [1, 2, 3, 4]}), how="cross")
    begins = pd.to_datetime(
        {"year": rows["year"], "month": rows["quarter"] * 3 - 2, "day": 1}
    ).astype("datetime64[s]")
    ends = begins + pd.DateOffset(months=3) - pd.Timedelta(days=1)
    rows = rows.assign(
        half=(rows["quarter"] + 1) // 2,
        first=np.maximum(begins, rows["start"]),
        last=ends.where(~rows["end"].lt(ends), rows["end"]),
    )
    return rows[rows["first"].le(rows["last"])].reset_index(drop=True)


def _with_frequency(base: Base, quarters: pd.DataFrame, kind: str) -> pd.DataFrame:
    """``quarters`` with per_year: the frequency, two or four, on the last day of the duty in the
    half-year.

    Supervision that another municipality is responsible for on that day is left out; where none is
    named, it is the own one.
    """
    duties = _of_kind(base, "visit_duties", kind)
    on = (
        quarters.groupby(["measure", "year", "half"])["last"]
        .transform("max")
        .astype("datetime64[s]")
    )
    found = quarters.assign(
        per_year=_in_force(
            duties[duties["per_year"].isin([2, 4])], quarters["measure"], on, "per_year"
        )
    )
    if kind == "supervision":
        today = {period.code: period.current_code for period in regions.code_periods()}
        named = _in_force(
            duties[duties["municipality"].ne("")], quarters["measure"], on, "municipality"
        )
        own = looked_up(quarters["child"], base.children["region"]).map(
            dict(enumerate(base.regions))
        )
        found = found[
            named.isna()
            | named.map(lambda code: today.get(code, code)).eq(
                own.map(lambda code: today.get(code, code))
            )
        ]
    return found[found["per_year"].notna()]


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
