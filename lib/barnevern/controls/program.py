"""Where Statistics Norway's program for KOSTRA 15F does otherwise than its specification.

The program decides whether a file is taken in, so a service must know of both
(statisticsnorway/kostra-kontrollprogram, MIT, commit c1f58486, kontroller/…/individrule).
"""

from collections.abc import Callable

import pandas as pd

from barnevern.controls import content, dates
from barnevern.controls.material import Material, dated
from barnevern.controls.people import identity_reasons, is_program_number
from barnevern.counting import legal
from barnevern.norwegian.messages import say

FIRST_DAY, LAST_DAY = pd.Timestamp(1998, 1, 1), pd.Timestamp(2049, 12, 31)
GRACE_DAYS = 8  # a day more than the specification's, which Bufdir asked for
OVERLAP_DAYS = 90
LETTERS = [*"abcdefg"]  # of § 5-1 in the act of 2021
HOUSING = "8.2"
DISMISSED = "1"


def outside_window(material: Material) -> pd.DataFrame:
    """Individ 01a: dates before 1998 or after 2049, whatever the year."""
    rows = dated(material, dates.TABLES_15F)
    wrong: pd.DataFrame = rows[~rows["date"].between(FIRST_DAY, LAST_DAY)]
    return wrong.assign(low=FIRST_DAY, high=LAST_DAY)


def unidentified(material: Material) -> pd.DataFrame:
    """Individ 03: no number, or one that is neither right nor a stand-in 00100, 00200 or 99999."""
    rows = identity_reasons(material)
    unknown = rows["identity"].eq("partial") & ~is_program_number(rows)
    reason = rows["reason"].mask(unknown, say("controls-program-number"))
    return rows.assign(reason=reason)[reason.notna()]


def missing_number(material: Material) -> pd.DataFrame:
    """Individ 12: as Individ 03, and a DUF number is no number."""
    rows = material.cases
    return rows[~is_program_number(rows)]


def ends_after_case(material: Material) -> pd.DataFrame:
    """Melding 2c: referrals that ended after their case, other than dismissed ones."""
    rows = dates.ends_after_case(material, "referrals")
    return rows[rows["conclusion"].ne(DISMISSED)]


def referral_overdue(material: Material) -> pd.DataFrame:
    """Melding 3: more than eight days."""
    rows = dates.referral_overdue(material)
    return rows[rows["days"] > GRACE_DAYS]


def lacking(material: Material, part: str) -> pd.DataFrame:
    """Melding 4 and 5: of the referrals concluded in the reporting year or later."""
    rows = content.lacking(material, "referrals", part, ("1", "2"))
    found: pd.DataFrame = rows[rows["end"].dt.year >= material.year]
    return found


def investigation_since_june(material: Material) -> pd.DataFrame:
    """Undersøkelse 8: open investigations from before 30 June."""
    rows = dates.investigation_since_june(material)
    found: pd.DataFrame = rows[rows["start"] < pd.Timestamp(material.year, 6, 30)]
    return found


def care_orders(material: Material, rows: pd.DataFrame) -> "pd.Series[bool]":
    """Which of the measures ``rows`` are care orders: § 4-12, § 4-8 with second or third subsection
    alone, and § 5-1 with a letter from a to g, each written as the format has it.
    """
    bases = material.extract.cases["legal_bases"]
    first = bases[bases["order"].eq(0)].drop_duplicates("of", keep="last")
    old = first["act"].eq("BVL") & first["chapter"].eq("4")
    new = first["act"].eq("BVL2021") & first["chapter"].eq("5") & first["section"].eq("1")
    in_home = old & first["section"].eq("8") & first["subsection"].isin(["2", "3"])
    care = (old & first["section"].eq("12")) | in_home | (new & first["letter"].isin(LETTERS))
    known = set(first.loc[care, "of"]) - set(material.remarked("basis_rewritten"))
    return rows["of"].isin(known)


def care_order_without_reason(material: Material) -> pd.DataFrame:
    """Tiltak 4: care orders that ended without a reason."""
    rows = material.elements("measures")
    return rows[care_orders(material, rows) & rows["end"].notna() & rows["revoked"].eq("")]


def adult_in_care(material: Material) -> pd.DataFrame:
    """Lovhjemmel 3: persons over 18 with a care order."""
    rows = material.elements("measures")
    return rows[care_orders(material, rows) & rows["age"].gt(18).fillna(value=False)]


def overlapping_placements(material: Material) -> pd.DataFrame:
    """Tiltak 9: placements that overlap by more than 90 days; 8.4 and 8.5 are none."""
    rows = content.overlapping_placements(material, days=OVERLAP_DAYS)
    is_known = ~rows["category"].isin(set(legal.HOUSING) - {HOUSING})
    return rows[is_known & ~rows["category_other"].isin(set(legal.HOUSING) - {HOUSING})]


CONTROLS: dict[str, Callable[[Material], pd.DataFrame]] = {
    "Individ 01a": outside_window,
    "Individ 03": unidentified,
    "Individ 12": missing_number,
    "Melding 2c": ends_after_case,
    "Melding 3": referral_overdue,
    "Melding 4": lambda material: lacking(material, "referral_senders"),
    "Melding 5": lambda material: lacking(material, "referral_grounds"),
    "Undersøkelse 2c": lambda material: dates.ends_after_case(material, "investigations"),
    "Undersøkelse 8": investigation_since_june,
    "Tiltak 4": care_order_without_reason,
    "Tiltak 9": overlapping_placements,
    "Lovhjemmel 3": adult_in_care,
}
SEVERITIES = {"Individ 08": "ERROR"}
