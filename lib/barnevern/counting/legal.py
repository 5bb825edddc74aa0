"""What a measure is by law: placement, care order, imposed assistance, emergency decision.

Acts: "BVL" is barnevernloven of 1992 (in force to 2022), "BVL2021" barnevernsloven of 2021 (from
2023). Rules of care orders and placements: Statistics Norway, "Kravspesifikasjon 15F barnevern"
(statisticsnorway/kostra-kontrollprogram, MIT). Emergency decisions: chapter 4 of the act of 2021
and the sections of 1992 that it took over (Prop. 133 L (2020–2021), chapter 13).
"""

import re

import pandas as pd

from barnevern.cases.legal_text import LAST_EMERGENCY, UNREADABLE

INSTITUTION, FOSTER_HOME = "1.", "2."  # prefixes of categories
NO_CARER = "12"  # tiltaksgrunnlag: the child has nobody to care for it
HOUSING = (
    "8.2",
    "8.4",
    "8.5",
)  # housing with follow-up; 8.2 was divided into 8.4 and 8.5 on 1 January 2026

EMERGENCY_2021 = {
    "1": "without_care",
    "2": "care",
    "3": "moving_ban",
    "4": "behaviour",
    "5": "trafficking",
}  # by section of chapter 4


def is_placement(category: "pd.Series[str]") -> "pd.Series[bool]":
    """Whether the child lives away from home: institution (1.), foster home (2.) or housing with
    follow-up (8.2; from 2026 8.4, 8.5).
    """
    return category.str.startswith((INSTITUTION, FOSTER_HOME)) | category.isin(HOUSING)


def classified(measures: "pd.Series[str]", bases: pd.DataFrame) -> pd.DataFrame:
    """For each id in ``measures``: care and imposed (yes or no) and emergency (its kind or ""), in
    the order of ``measures``.

    ``bases`` are the rows of the case table legal_bases of these measures: order 0 is the legal
    basis, 1 to 3 what it is read with.
    """
    rows = bases.drop_duplicates(["of", "order"], keep="last")
    first, read_with = rows[rows["order"].eq(0)], rows[rows["order"].gt(0)]
    kinds = {
        "care": _care_order(first, read_with),
        "imposed": _imposed(first),
        "emergency": _emergency(first),
    }
    table = pd.DataFrame(kinds).set_axis(first["of"]).reindex(measures)
    return table.fillna({"care": False, "imposed": False, "emergency": ""}).astype(
        {"care": bool, "imposed": bool}
    )


def unread(measures: "pd.Series[str]", bases: pd.DataFrame) -> "pd.Series[bool]":
    """For each id in ``measures`` whether its legal basis cannot be understood: act, chapter or
    section cannot be read or is nought, or the act has no such basis of a measure.

    Such a measure counts as assistance, which must be said wherever it is counted. ``bases`` as in
    ``classified``.
    """
    rows = bases.drop_duplicates(["of", "order"], keep="last")
    first = rows[rows["order"].eq(0)]
    blank = first[["act", "chapter", "section"]].isin(["", "0", UNREADABLE]).any(axis=1)
    number = pd.to_numeric(first["section"], errors="coerce")
    elsewhere = first["act"].eq("BVL2021") & first["chapter"].eq("4") & number.gt(LAST_EMERGENCY)
    elsewhere |= _section(first, "BVL", "5", ["1"])
    in_home = _section(first, "BVL", "4", ["8"])
    vague = in_home & (first["subsection"].eq(UNREADABLE) | first["of"].isin(_unclear(rows)))
    wrong = pd.Series((blank | elsewhere | vague).to_numpy(), index=first["of"])
    return wrong.reindex(measures).fillna(value=True).astype(bool)


def _unclear(rows: pd.DataFrame) -> "pd.Series[str]":
    """What has a basis to be read with that cannot be read."""
    parts = rows[["act", "chapter", "section"]].isin([UNREADABLE]).any(axis=1)
    return rows.loc[rows["order"].gt(0) & parts, "of"]


def _care_order(first: pd.DataFrame, read_with: pd.DataFrame) -> "pd.Series[bool]":
    """1992: § 4-12, or § 4-8 second or third subsection, or § 4-8 read with § 4-12. 2021: § 5-1."""
    jointly = read_with.loc[_section(read_with, "BVL", "4", ["12"]), "of"]
    in_home = _section(first, "BVL", "4", ["8"])
    return (
        _section(first, "BVL", "4", ["12"])
        | (in_home & (_has(first, "2", "3") | first["of"].isin(jointly)))
        | _section(first, "BVL2021", "5", ["1"])
    )


def _imposed(first: pd.DataFrame) -> "pd.Series[bool]":
    """Assistance against the will of those concerned. 1992: § 4-4 third or fourth subsection. 2021:
    §§ 3-4 and 3-5.
    """
    imposed_1992 = _section(first, "BVL", "4", ["4"]) & _has(first, "3", "4")
    return imposed_1992 | _section(first, "BVL2021", "3", ["4", "5"])


def _emergency(first: pd.DataFrame) -> "pd.Series[str]":
    """Which kind of emergency decision a legal basis is, "" for none.

    1992: § 4-6 first subsection is help without objection, the second is taking over care; § 4-9 is
    the temporary ban on moving a child, § 4-25 placement in an institution, § 4-29 fourth
    subsection the same against trafficking. Where § 4-6 has no subsection the decision is an
    emergency of a kind not stated.
    """
    kind = (
        first["section"]
        .map(EMERGENCY_2021)
        .where(first["act"].eq("BVL2021") & first["chapter"].eq("4"), "")
        .fillna("")
    )
    old = {section: _section(first, "BVL", "4", [section]) for section in ("6", "9", "25", "29")}
    kind = (
        kind.mask(old["6"], "not_stated")
        .mask(old["6"] & _has(first, "1"), "without_care")
        .mask(old["6"] & _has(first, "2", "3"), "care")
    )
    return (
        kind.mask(old["9"], "moving_ban")
        .mask(old["25"], "behaviour")
        .mask(old["29"] & _has(first, "4"), "trafficking")
    )


def _section(rows: pd.DataFrame, act: str, chapter: str, sections: list[str]) -> "pd.Series[bool]":
    return rows["act"].eq(act) & rows["chapter"].eq(chapter) & rows["section"].isin(sections)


def _has(rows: pd.DataFrame, *subsections: str) -> "pd.Series[bool]":
    """Whether one of ``subsections`` stands in the subsections of a row ("1 2")."""
    return rows["subsection"].isin(
        [
            text
            for text in rows["subsection"].unique()
            if not {*subsections}.isdisjoint(re.split(r"\W+", text))
        ]
    )
