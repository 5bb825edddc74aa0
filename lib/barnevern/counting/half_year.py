"""The figures of Bufdir's half-year report (Kommunal halvårsrapportering), 3A to 3F of its
municipality monitor, by half-year.

3A deadline breaches of finished investigations; 3E children in assistance with a plan, on 30 June
and 31 December; 3F plans evaluated. 3B supervision and 3D follow-up in foster homes are counted in
visits. Figures of the whole year: see the other modules.
"""

import pandas as pd

from barnevern.counting import measures, plans
from barnevern.counting.base import Base, runs_on
from barnevern.counting.deadlines import BVR_FROM, concluded_with_deadline
from barnevern.counting.tally import HALVES, Counts, tally


def count(base: Base) -> list[Counts]:
    """Counts by half-year. 15F has no extensions of a deadline, and only the last evaluation of a
    plan: there 3A and 3F are missing.
    """
    finished, (running, evaluated) = concluded_with_deadline(base), plans.assistance_plans(base)
    counts = [_by_half(base, "investigations_concluded", finished), *_plans(base, running)]
    if base.format == "15F":
        return counts
    return [
        *counts,
        _by_half(
            base, "investigation_deadline_breaches", finished[finished["breach"]], first=BVR_FROM
        ),
        _by_half(
            base, "assistance_plans_evaluated", evaluated.drop_duplicates(["plan", "year", "half"])
        ),
    ]


def _by_half(base: Base, measure: str, rows: pd.DataFrame, *, first: int = 0) -> Counts:
    return tally(base, measure, rows, by="half", categories=HALVES, within=(first, 9999))


def _plans(base: Base, running: pd.DataFrame) -> list[Counts]:
    """Children in assistance, and those with a plan, on the last day of each half-year; plans that
    ran in it.
    """
    parts = []
    for half, months in {1: 7, 2: 13}.items():
        rows = base.measures_by_year
        now = measures.children(
            rows[runs_on(rows, _first_of(rows["year"], months) - pd.Timedelta(days=1))]
        )
        now = now[~now["care"]].assign(half=half)
        planned = plans.has_plan(
            base, now, _first_of(now["year"], months) - pd.Timedelta(days=1), plans.ASSISTANCE_PLANS
        )
        in_half = running[
            running["start"].lt(_first_of(running["year"], months))
            & ~running["end"].lt(_first_of(running["year"], months - 6))
        ]
        parts.append((now, now[planned], in_half.assign(half=half)))
    return [
        _by_half(base, "children_with_assistance", pd.concat([now for now, _, _ in parts])),
        _by_half(
            base, "children_with_assistance_plan", pd.concat([planned for _, planned, _ in parts])
        ),
        _by_half(base, "assistance_plans", pd.concat([in_half for _, _, in_half in parts])),
    ]


def _first_of(year: "pd.Series[int]", month: int) -> "pd.Series[pd.Timestamp]":
    """The first day of a month of each year; month 13 is January of the next."""
    return pd.to_datetime(
        pd.DataFrame({"year": year + (month - 1) // 12, "month": (month - 1) % 12 + 1, "day": 1})
    ).astype("datetime64[s]")
