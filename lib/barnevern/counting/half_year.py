"""The figures of Bufdir's half-year report (Kommunal halvårsrapportering), 3A to 3F of its
municipality monitor, by half-year.

3A deadline breaches of finished investigations; 3E children in assistance with a plan, on 30 June
and 31 December; 3F plans evaluated. 3B supervision and 3D follow-up in foster homes are counted in
visits. Figures of the whole year: see the other modules.
"""

import pandas as pd

from barnevern.counting import measures, plans
from barnevern.counting.base import Base, runs_on
from barnevern.counting.deadlines import concluded_with_deadline
from barnevern.counting.periods import EVER, SINCE_BVR, Years
from barnevern.counting.tally import BY_HALF, Counts, tally


def count(base: Base) -> list[Counts]:
    """Counts by half-year. 15F has no extensions of a deadline, and only the last evaluation of a
    plan: there 3A and 3F are missing.
    """
    finished, (running, evaluated) = concluded_with_deadline(base), plans.assistance_plans(base)
    counts = [_by_half(base, "investigations_concluded", finished), *_plans(base, running)]
    if not base.file_format.whole_histories:
        return counts
    return [
        *counts,
        _by_half(
            base, "investigation_deadline_breaches", finished[finished["breach"]], within=SINCE_BVR
        ),
        _by_half(
            base, "assistance_plans_evaluated", evaluated.drop_duplicates(["plan", "year", "half"])
        ),
    ]


def _by_half(base: Base, measure: str, rows: pd.DataFrame, *, within: Years = EVER) -> Counts:
    return tally(base, measure, rows, BY_HALF, within=within)


def _plans(base: Base, running: pd.DataFrame) -> list[Counts]:
    """Children in assistance, and those with a plan, on the last day of each half-year; plans that
    ran in it.
    """
    with_assistance, with_plan, plans_run = [], [], []
    for half, next_month in {1: 7, 2: 13}.items():
        now, last_day = _with_assistance(base, next_month)
        planned = plans.has_plan(base, now, last_day, plans.ASSISTANCE_PLANS)
        with_assistance.append(now.assign(half=half))
        with_plan.append(now[planned].assign(half=half))
        plans_run.append(_running(running, next_month).assign(half=half))
    return [
        _by_half(base, "children_with_assistance", pd.concat(with_assistance)),
        _by_half(base, "children_with_assistance_plan", pd.concat(with_plan)),
        _by_half(base, "assistance_plans", pd.concat(plans_run)),
    ]


def _with_assistance(base: Base, next_month: int) -> tuple[pd.DataFrame, "pd.Series[pd.Timestamp]"]:
    """Children in assistance on the day before the first of ``next_month``, as measures.children
    gives them, and that day in the year of each.
    """
    one_day, rows = pd.Timedelta(days=1), base.measures_by_year
    now = measures.children(rows[runs_on(rows, _first_of(rows["year"], next_month) - one_day)])
    now = now[~now["care"]]
    return now, _first_of(now["year"], next_month) - one_day


def _running(plans_of_year: pd.DataFrame, next_month: int) -> pd.DataFrame:
    """The plans (start, end, year) that ran in the half-year before the first of ``next_month``."""
    year = plans_of_year["year"]
    return plans_of_year[
        plans_of_year["start"].lt(_first_of(year, next_month))
        & ~plans_of_year["end"].lt(_first_of(year, next_month - 6))
    ]


def _first_of(year: "pd.Series[int]", month: int) -> "pd.Series[pd.Timestamp]":
    """The first day of a month of each year; month 13 is January of the next."""
    return pd.to_datetime(
        pd.DataFrame({"year": year + (month - 1) // 12, "month": (month - 1) % 12 + 1, "day": 1})
    ).astype("datetime64[s]")
