"""Controls of BVR's relations: what an element must be tied to, and what must agree across the
tie.
"""

from typing import Any

import pandas as pd

from barnevern.controls.material import ELEMENTS, Material, looked_up

DAYS, DAYS_EXTENDED = (
    90,
    180,
)  # BVR's specification; it says itself that three and six months would be right
REFERRAL_DAYS = 7


def tied(material: Material, start: str, end: str) -> pd.DataFrame:
    """Relations from an element of table ``start`` to one of ``end``, both of them there: columns
    from_id and to_id.
    """
    relations = material.extract.cases["relations"]
    kinds = relations["from_type"].eq(ELEMENTS[start].key) & relations["to_type"].eq(
        ELEMENTS[end].key
    )
    there = relations["from_id"].isin(material.elements(start)["of"]) & relations["to_id"].isin(
        material.elements(end)["of"]
    )
    return relations.loc[kinds & there, ["from_id", "to_id"]].drop_duplicates()


def investigation_without_referral(material: Material) -> pd.DataFrame:
    """BVR Undersøkelse 20: investigations that no referral led to."""
    rows = material.elements("investigations")
    return rows[~rows["of"].isin(tied(material, "referrals", "investigations")["to_id"])]


def investigation_without_decision(material: Material) -> pd.DataFrame:
    """BVR Undersøkelse 21: concluded with a decision or a case for the board, but tied to no
    decision. A warning for the latter.
    """
    rows = material.elements("investigations")
    wrong = rows[
        rows["conclusion"].isin(("1", "2"))
        & ~rows["of"].isin(tied(material, "investigations", "decisions")["from_id"])
    ]
    return wrong.assign(severity=wrong["conclusion"].map({"1": "ERROR", "2": "WARNING"}))


def investigation_overdue(material: Material) -> pd.DataFrame:
    """BVR Undersøkelse 11: open longer than 7 + 90 days after the first referral it is tied to, 7 +
    180 with a granted extension.
    """
    rows, first = material.elements("investigations"), _first_referrals(material)
    extensions = material.extract.cases["extensions"]
    granted = rows["of"].isin(extensions.loc[extensions["granted"], "investigation"])
    limit = granted.map({True: DAYS_EXTENDED, False: DAYS})
    rows = rows.assign(referral_start=looked_up(rows["of"], first), limit=limit)
    days = (rows["at"] - rows["referral_start"]).dt.days
    return rows.assign(days=days.astype("Int64"))[
        rows["end"].isna() & days.gt(limit + REFERRAL_DAYS)
    ]


def _first_referrals(material: Material) -> "pd.Series[Any]":
    """The day of the first referral that each investigation is tied to."""
    referrals = material.elements("referrals").set_index("of")["start"]
    ties = tied(material, "referrals", "investigations")
    return ties.assign(start=looked_up(ties["from_id"], referrals)).groupby("to_id")["start"].min()


def application_missing(material: Material) -> pd.DataFrame:
    """BVR Vedtak 20: decisions with status 2 (sent to the board) that are tied to no application,
    in either direction.
    """
    rows, statuses = material.elements("decisions"), material.extract.cases["decision_statuses"]
    sent = rows["of"].isin(statuses.loc[statuses["code"].eq("2"), "decision"])
    forth, back = (
        tied(material, "decisions", "board_applications")["from_id"],
        tied(material, "board_applications", "decisions")["to_id"],
    )
    return rows[sent & ~rows["of"].isin(pd.concat([forth, back]))]


def measure_without_decision(material: Material) -> pd.DataFrame:
    """BVR Tiltak 20: measures that no decision led to."""
    rows = material.elements("measures")
    return rows[~rows["of"].isin(tied(material, "decisions", "measures")["to_id"])]


def basis_differs(material: Material) -> pd.DataFrame:
    """BVR Tiltak 21: measures tied to decisions of which none has the same act, chapter and
    section.
    """
    bases = material.extract.cases["legal_bases"]
    first = bases[bases["order"].eq(0)].set_index("of")
    said = first["act"] + " " + first["chapter"] + " " + first["section"]
    ties = tied(material, "decisions", "measures")
    same = looked_up(ties["from_id"], said).eq(looked_up(ties["to_id"], said))
    rows = material.parts("legal_bases", "measures")
    rows = rows[rows["order"].eq(0)].drop_duplicates("of")
    return rows[rows["of"].isin(ties["to_id"]) & ~rows["of"].isin(ties.loc[same, "to_id"])]
