"""Referrals: new ones and those in active cases, by sender, conclusion, age and sex.

As in Statistics Norway's figures (table 12189; "Barnevern", table 1) a referral counts in the year
it was concluded, so that all referrals are those dismissed and those that went to investigation.
Codes: case extract lists melder and melding_konklusjon.
"""

import pandas as pd

from barnevern import reference
from barnevern.counting.base import Base, looked_up
from barnevern.counting.periods import Years, dated
from barnevern.counting.tally import Counts, by, by_age_group_and_sex, by_ranges, tally
from barnevern.observations import dimensions

WITH_ACTIVE = Years(first=2020)  # the conclusions 3 and 4 are valid from 1 January 2020
IN_ACTIVE_CASE = [
    "3",
    "4",
]  # dismissed because of ongoing measures; referral in an ongoing investigation
TO_INVESTIGATION = ["2"]
DISMISSED = ["1", "5", "6", "7", "8", "9", "10"]
SCHOOL_AGE = 6


def count(base: Base) -> list[Counts]:
    """Counts of referrals concluded in each year, and of the children they were about."""
    concluded = base.with_ages(dated(base.referrals, "end", base.years))
    active = concluded["conclusion"].isin(IN_ACTIVE_CASE)
    new = concluded[~active]
    dismissed = new[new["conclusion"].isin(DISMISSED)]
    investigated = new[new["conclusion"].isin(TO_INVESTIGATION)]
    senders = new.assign(sender=_sender(base, new))
    return [
        *by_age_group_and_sex(base, "referrals", new),
        tally(base, "referrals", senders, by("sender", list(dimensions()["sender"]))),
        *by_age_group_and_sex(base, "referrals_dismissed", dismissed),
        *by_age_group_and_sex(base, "referrals_to_investigation", investigated),
        tally(base, "referrals_in_active_cases", concluded[active], within=WITH_ACTIVE),
        *by_ranges(base, "children_with_referral", concluded, once=True),
    ]


def _sender(base: Base, rows: pd.DataFrame) -> "pd.Series[str]":
    """The sender category of each referral: that of the sender named first, "other" where none is.

    Code 10 holds health centres and school health services: those who refer a child below school
    age are the former.
    """
    known = {row["code"]: row["category"] for row in reference.rows("sender_categories.csv")}
    first = base.cases["referral_senders"].drop_duplicates("referral").set_index("referral")["code"]
    sender = looked_up(rows["referral"], first).map(known).fillna("other")
    return sender.mask(sender.eq("school_health") & rows["age"].lt(SCHOOL_AGE), "health_centre")
