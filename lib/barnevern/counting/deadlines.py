"""Legal deadlines of referrals and investigations, and which of them were broken.

A referral is gone through within one week (barnevernsloven 2021 § 2-1, before 2023 § 4-2); an
investigation is finished within three months after that week has ended, within six in special cases
(§ 2-2, before 2023 § 6-9). Months are calendar months: three months after 30 November end on the
last day of February.
"""

import pandas as pd

from barnevern.counting.base import Base, looked_up
from barnevern.counting.periods import SINCE_BVR, dated
from barnevern.counting.tally import Counts, tally

REFERRAL_DAYS = 7
INVESTIGATION_MONTHS, EXTENDED_MONTHS = 3, 6


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
    rows = base.investigations
    week_before = rows["start"] - pd.Timedelta(days=REFERRAL_DAYS)
    received = looked_up(rows["investigation"], _first_received(base)).fillna(week_before)
    granted = base.cases["extensions"].query("granted")["investigation"]
    never, ever = pd.Series(data=False, index=rows.index), pd.Series(data=True, index=rows.index)
    return rows.assign(
        deadline=investigation_deadline(received, never),
        extended_deadline=investigation_deadline(received, ever),
        extended=rows["investigation"].isin(granted),
    )


def _first_received(base: Base) -> "pd.Series[pd.Timestamp]":
    """When the first of the referrals that led to an investigation was received, by
    investigation.
    """
    links = base.cases["relations"]
    links = links[links["from_type"].eq("referral") & links["to_type"].eq("investigation")]
    received = looked_up(links["from_id"], base.referrals.set_index("referral")["start"])
    return received.groupby(links["to_id"]).min()


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
    finished = concluded_with_deadline(base)
    counts = [
        tally(base, "referral_deadline_breaches", _late_referrals(base)),
        tally(base, "investigations_after_3_months", finished[finished["late"]]),
    ]
    if not base.file_format.has("extensions"):
        return counts
    granted = base.cases["extensions"].query("granted").drop_duplicates("investigation")
    granted = granted.merge(base.investigations[["investigation", "child"]], on="investigation")
    extended, breaches = dated(granted, "start", base.years), finished[finished["breach"]]
    return [
        *counts,
        tally(base, "investigation_deadline_breaches", breaches, within=SINCE_BVR),
        tally(base, "investigations_extended", extended, within=SINCE_BVR),
    ]


def _late_referrals(base: Base) -> pd.DataFrame:
    """The referrals that were not gone through by the deadline, in the year of the day after it."""
    day_after = referral_deadline(base.referrals["start"]) + pd.Timedelta(days=1)
    rows = base.referrals.assign(day_after=day_after)
    return dated(rows[~rows["end"].lt(day_after)], "day_after", base.years)
