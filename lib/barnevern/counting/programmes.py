"""Specialised programmes that have a category of their own: PMTO (3.2) and FFT, from 2023 called
RFT (3.3).

The service's own children only: what it does for other municipalities is in their extracts, not in
its own.
"""

import pandas as pd

from barnevern.counting.base import Base
from barnevern.counting.periods import dated
from barnevern.counting.tally import BY_SEX, Counts, all_as, tally, total_and

PMTO, RFT = "3.2", "3.3"


def count(base: Base) -> list[Counts]:
    """Children in the programmes, and of RFT those who started, their age in years in all, and the
    days of those who ended.
    """
    rows = base.measures_by_year
    rft = rows[rows["category"].eq(RFT)]
    all_rft = base.measures[base.measures["category"].eq(RFT)]
    return [
        tally(base, "pmto_children", rows[rows["category"].eq(PMTO)], once=True),
        tally(base, "rft_cases", rft, all_as("own_municipality"), once=True),
        *_started(base, all_rft),
        *_ended(base, all_rft),
    ]


def _started(base: Base, rft: pd.DataFrame) -> list[Counts]:
    started = base.with_ages(dated(rft, "start", base.years).drop_duplicates(["child", "year"]))
    ages = started.assign(years=started["age"].fillna(0))
    return [
        *total_and(base, "rft_children_started", started, BY_SEX),
        tally(base, "rft_age_years", ages, weight="years"),
    ]


def _ended(base: Base, rft: pd.DataFrame) -> list[Counts]:
    ended = dated(rft, "end", base.years)
    ended = ended[ended["start"].notna() & ended["end"].ge(ended["start"])]
    days = ended.assign(days=(ended["end"] - ended["start"]).dt.days)
    return [
        tally(base, "rft_cases_ended", ended),
        tally(base, "rft_days", days, weight="days"),
    ]
