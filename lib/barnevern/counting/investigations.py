"""Investigations: started, finished, their outcome, conclusion and duration, and the child's
participation.
"""

import numpy as np
import pandas as pd

from barnevern.counting.base import Base, during
from barnevern.counting.periods import Years, age_group, dated
from barnevern.counting.tally import (
    AGE_GROUPS,
    SEXES,
    Counts,
    by,
    by_age_group_and_sex,
    by_ranges,
    tally,
    total_and,
)

OUTCOMES = ["measure", "dismissed"]
CONCLUSIONS = {
    "1": "measure",
    "2": "petition",
    "3": "dismissed_by_service",
    "4": "dismissed_by_party",
    "5": "dismissed_moved",
    "6": "dismissed_referred_on",
    "7": "dismissed_moved",
    "8": "dismissed_moved",
    "9": "dismissed_moved",
}
WITHOUT_CONSENT = "4"
DURATIONS = [
    "under_2_weeks",
    "2_4_weeks",
    "1_2_months",
    "2_3_months",
    "3_6_months",
    "over_6_months",
    "unknown",
]
WITH_PARTICIPATION = Years(first=2026)  # its codes are valid from 1 January 2026
TOOK_PART = "1."  # by conversation, representative, observation or other expression; 2. is not


def count(base: Base) -> list[Counts]:
    """Counts of investigations and of the children investigated, in each year."""
    started = base.with_ages(dated(base.investigations, "start", base.years))
    finished = base.with_ages(dated(base.investigations, "end", base.years))
    ongoing = base.with_ages(during(base.investigations, base.years))
    refused = finished[finished["conclusion"].eq(WITHOUT_CONSENT)]
    counts = [
        tally(base, "investigations_started", started),
        *by_age_group_and_sex(base, "children_investigations_started", started, once=True),
        *by_ranges(base, "children_investigated", ongoing, once=True),
        *_outcomes(base, finished),
        *_durations(base, finished),
        tally(base, "children_dismissed_without_consent", refused, once=True),
    ]
    return [*counts, *_participation(base, finished)]


def _participation(base: Base, finished: pd.DataFrame) -> list[Counts]:
    """Finished investigations in which the child took part, where the format says so."""
    if not base.file_format.has("participation"):
        return []
    said = base.cases["participation"]
    heard = said.loc[said["code"].str.startswith(TOOK_PART), "investigation"]
    rows = finished[finished["investigation"].isin(heard)]
    return [tally(base, "investigations_with_child_participation", rows, within=WITH_PARTICIPATION)]


def _with_outcome(finished: pd.DataFrame) -> pd.DataFrame:
    """The rows with ``conclusion`` and ``outcome``, and with age and sex within the outcome."""
    conclusion = finished["conclusion"].map(CONCLUSIONS).fillna("")
    led_to_measure = conclusion.isin(["measure", "petition"])
    outcome = np.where(led_to_measure, "measure", np.where(conclusion.ne(""), "dismissed", ""))
    rows = finished.assign(conclusion=conclusion, outcome=outcome)
    return rows.assign(
        age=rows["outcome"] + "." + age_group(rows["age"]), sex=rows["outcome"] + "." + rows["sex"]
    )


def _outcomes(base: Base, finished: pd.DataFrame) -> list[Counts]:
    """Finished investigations by outcome (measures or dismissed) and conclusion, each outcome by
    age group and sex.
    """
    name, rows = "investigations_concluded", _with_outcome(finished)
    return [
        *by_age_group_and_sex(base, name, finished),
        tally(base, name, rows, by("outcome", OUTCOMES)),
        tally(base, name, rows, by("age", _of_outcomes(AGE_GROUPS))),
        tally(base, name, rows, by("sex", _of_outcomes(SEXES))),
        *total_and(
            base, "investigations_by_conclusion", rows, by("conclusion", CONCLUSIONS.values())
        ),
    ]


def _of_outcomes(categories: list[str]) -> list[str]:
    """The categories of each outcome: "measure.boys"."""
    return [f"{outcome}.{category}" for outcome in OUTCOMES for category in categories]


def duration(start: "pd.Series[pd.Timestamp]", end: "pd.Series[pd.Timestamp]") -> "pd.Series[str]":
    """The category of DURATIONS: less than 14 days, then up to and with the day one, two, three and
    six calendar months after the start.
    """
    conditions = [start.isna() | end.isna() | end.lt(start), (end - start).dt.days.lt(14)]
    conditions += [end.le(start + pd.DateOffset(months=months)) for months in (1, 2, 3, 6)]
    return pd.Series(
        np.select(conditions, [DURATIONS[-1], *DURATIONS[:5]], default=DURATIONS[5]),
        index=start.index,
    )


def _durations(base: Base, finished: pd.DataFrame) -> list[Counts]:
    """Finished investigations by duration, and the days they took in all (end minus start), for the
    mean.
    """
    days = (finished["end"] - finished["start"]).dt.days.clip(lower=0).fillna(0)
    rows = finished.assign(duration=duration(finished["start"], finished["end"]), days=days)
    return [
        *total_and(base, "investigations_by_duration", rows, by("duration", DURATIONS)),
        tally(base, "investigation_days", rows, weight="days"),
    ]
