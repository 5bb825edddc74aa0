"""Legal deadlines of referrals and investigations, and which of them were broken.

A referral is gone through within one week (barnevernsloven 2021 § 2-1, before 2023 § 4-2); an
investigation is finished within three months after that week has ended, within six in special cases
(§ 2-2, before 2023 § 6-9). Months are calendar months: three months after 30 November end on the
last day of February.
"""

import pandas as pd

from barnevern.counting.base import Base, looked_up
from barnevern.counting.periods import dated
from barnevern.counting.tally import Counts, tally

REFERRAL_DAYS = 7
INVESTIGATION_MONTHS, EXTENDED_MONTHS = 3, 6
# the codes of an extended deadline, of aftercare offers and of moves are valid from 1 January 2022
BVR_FROM = 2022


def referral_deadline(received: "pd.Series[pd.Timestamp]") -> "pd.Series[pd.Timestamp]":
    """Last day on which a referral received on a day is gone through in time."""
    return received + pd.Timedelta(days=REFERRAL_DAYS)


def investigation_deadline(
    received: "pd.Series[pd.Timestamp]", extended: "pd.Series[bool]"
) -> "pd.Series[pd.Timestamp]":
    """Last day on which the investigation of a referral received on a day is finished in time;
    ``extended``: six months were granted.
    """
    week_over = referral_deadline(received)
    return (week_over + pd.DateOffset(months=INVESTIGATION_MONTHS)).mask(
        extended, week_over + pd.DateOffset(months=EXTENDED_MONTHS)
    )


def with_deadline(base: Base) -> pd.DataFrame:
    """Investigations with child, deadline (without an extension), extended_deadline, and extended:
    an extension was granted.

    Of several referrals the first one received counts. Without a known referral the investigation
    is taken to have begun when its week was over, as the code list of conclusions says it does.
    """
    links = base.cases["relations"]
    links = links[links["from_type"].eq("referral") & links["to_type"].eq("investigation")]
    received = (
        looked_up(links["from_id"], base.referrals.set_index("referral")["start"])
        .groupby(links["to_id"])
        .min()
    )
    rows = base.investigations
    own = looked_up(rows["investigation"], received).fillna(
        rows["start"] - pd.Timedelta(days=REFERRAL_DAYS)
    )
    granted = base.cases["extensions"].query("granted")["investigation"]
    never, ever = pd.Series(data=False, index=rows.index), pd.Series(data=True, index=rows.index)
    return rows.assign(
        deadline=investigation_deadline(own, never),
        extended_deadline=investigation_deadline(own, ever),
        extended=rows["investigation"].isin(granted),
    )


def concluded_with_deadline(base: Base) -> pd.DataFrame:
    """Investigations finished in each year, with late (after three months) and breach (after the
    deadline that held).
    """
    rows = dated(with_deadline(base), "end", base.years)
    return rows.assign(
        late=rows["end"].gt(rows["deadline"]),
        breach=rows["end"].gt(rows["deadline"].mask(rows["extended"], rows["extended_deadline"])),
    )


def count(base: Base) -> list[Counts]:
    """Breaches of the two deadlines, and extensions granted.

    A referral is a breach in the year of the first day after its deadline, gone through by then or
    not. An investigation is a breach in the year it was finished. 15F has no extensions: there a
    late investigation may have been within the law, so breaches of investigations and extensions
    are missing and only those finished after three months are counted.
    """
    referrals = base.referrals.assign(
        day_after=referral_deadline(base.referrals["start"]) + pd.Timedelta(days=1)
    )
    late = dated(referrals[~referrals["end"].lt(referrals["day_after"])], "day_after", base.years)
    finished = concluded_with_deadline(base)
    counts = [
        tally(base, "referral_deadline_breaches", late),
        tally(base, "investigations_after_3_months", finished[finished["late"]]),
    ]
    if base.format == "15F":
        return counts
    within = (BVR_FROM, 9999)
    granted = base.cases["extensions"].query("granted").drop_duplicates("investigation")
    granted = granted.merge(base.investigations[["investigation", "child"]], on="investigation")
    extended = dated(granted, "start", base.years)
    return [
        *counts,
        tally(base, "investigation_deadline_breaches", finished[finished["breach"]], within=within),
        tally(base, "investigations_extended", extended, within=within),
    ]
