"""Controls of what an element says: codes, conclusions, what must be specified, legal bases,
overlaps and duplicates.
"""

from functools import reduce

import pandas as pd

from barnevern.cases import SCHEMA
from barnevern.controls.definitions import NEW_ACT_FROM, REQUIRES_SPECIFICATION, placements
from barnevern.controls.material import ELEMENTS, Material, looked_up
from barnevern.norwegian.messages import say

OTHER_GROUNDS = ("18", "19")  # other matters of the parents, other matters of the child
OTHER_PUBLIC_BODIES = "22"
ENDED_STATUS = {"3": "lapsed", "4": "refused"}
# What belongs to an element beside its own columns, for the comparison of whole elements.
BELONGING = {
    "referrals": ["referral_senders", "referral_grounds"],
    "investigations": ["investigation_grounds", "extensions", "participation"],
    "plans": ["evaluations"],
    "measures": ["legal_bases", "measure_grounds", "visit_duties", "visits"],
    "decisions": ["legal_bases", "decision_statuses", "decision_demands"],
}


def unspecified(material: Material, part: str, parent: str, codes: tuple[str, ...]) -> pd.DataFrame:
    """Senders or grounds (``part`` of ``parent``) with one of ``codes`` that nothing specifies."""
    rows = material.parts(part, parent)
    return rows[rows["code"].isin(codes) & ~rows["specified"]]


def lacking(
    material: Material, table: str, part: str, conclusions: tuple[str, ...]
) -> pd.DataFrame:
    """Elements with one of ``conclusions`` (any if none is given) that have no ``part``: senders,
    grounds.
    """
    rows = material.elements(table)
    concluded = rows["conclusion"].isin(conclusions) if conclusions else rows["conclusion"].ne("")
    return rows[concluded & ~rows["of"].isin(material.extract.cases[part][ELEMENTS[table].key])]


def moved_unspecified(material: Material) -> pd.DataFrame:
    """15F Undersøkelse 3: dismissed because the child moved, without saying whether it was reported
    on.
    """
    rows = material.elements("investigations")
    return rows[rows["conclusion"].eq("5") & ~rows["specified"]]


def ended_without_conclusion(material: Material) -> pd.DataFrame:
    """15F Undersøkelse 4: ended investigations without a conclusion."""
    rows = material.elements("investigations")
    return rows[rows["end"].notna() & rows["conclusion"].eq("")]


def category_unspecified(material: Material) -> pd.DataFrame:
    """Measures of an «other» category that nothing specifies."""
    rows = material.elements("measures")
    return rows[rows["category"].isin(REQUIRES_SPECIFICATION) & ~rows["specified"]]


def revoked_unspecified(material: Material) -> pd.DataFrame:
    """Measures that ended for «other» reasons that nothing specifies."""
    rows = material.elements("measures")
    return rows[rows["revoked"].eq("4") & ~rows["revoked_specified"]]


def category(material: Material, code: str) -> pd.DataFrame:
    """BVR Tiltak 22 and 23: measures of a category that is often used wrongly."""
    rows = material.elements("measures")
    return rows[rows["category"].eq(code)]


def measure_of_wrong_act(material: Material) -> pd.DataFrame:
    """15F Tiltak 24: legal bases of another act than those in force, or of one that is not written
    as the format has it; one row per measure.

    The program also reports newer measures that are read with nothing else; the specification
    speaks of those that are there.
    """
    rows = material.parts("legal_bases", "measures")
    old = rows["start"] < NEW_ACT_FROM
    wrong = rows[
        (old & rows["act"].ne("BVL"))
        | (~old & ~rows["act"].isin(("BVL", "BVL2021")))
        | rows["of"].isin(material.remarked("act_rewritten"))
    ].drop_duplicates("of")
    return wrong.assign(allowed=(wrong["start"] < NEW_ACT_FROM).map(_acts("old-or-new")))


def _acts(from_2023: str) -> dict[bool, str]:
    """Which acts hold, by whether it was before 2023."""
    return {True: say("controls-acts", acts="old"), False: say("controls-acts", acts=from_2023)}


def other_act(material: Material, parent: str) -> pd.DataFrame:
    """BVR: decisions and applications from before 2023 by the act of 2021, or from 2023 by the act
    of 1992.
    """
    rows = material.parts("legal_bases", parent)
    rows = rows[rows["order"].eq(0)]
    old = rows["start"] < NEW_ACT_FROM
    wrong = rows[(old & rows["act"].eq("BVL2021")) | (~old & rows["act"].eq("BVL"))]
    return wrong.assign(allowed=(wrong["start"] < NEW_ACT_FROM).map(_acts("new")))


def unknown_act(material: Material) -> pd.DataFrame:
    """BVR Vedtak 4: decisions with a legal basis outside the three acts; one row per decision."""
    rows = material.parts("legal_bases", "decisions")
    return rows[~rows["act"].isin(("BVL", "BVL2021", "BL1981"))].drop_duplicates("of")


def zero_in_basis(material: Material, columns: list[str]) -> pd.DataFrame:
    """Legal bases of measures with 0 in one of ``columns``; one row per measure."""
    rows = material.parts("legal_bases", "measures")
    zero = pd.concat(
        [
            rows[column].str.split().map(lambda parts: "0" in parts).astype("bool")
            for column in columns
        ],
        axis=1,
    ).any(axis=1)
    return rows[zero].drop_duplicates("of")


def overlapping_placements(material: Material, *, months: int = 0, days: int = 0) -> pd.DataFrame:
    """Pairs of a child's placements that overlap by more than so many months or days, as rows of
    the later one.

    An open placement lasts until the day the file speaks for. ``days`` and ``other_start`` are of
    the overlap.
    """
    rows = material.elements("measures")
    rows = (
        rows[placements(rows)]
        .assign(last=lambda table: table["end"].fillna(table["at"]))
        .sort_values(["start", "last"], kind="stable")
    )
    rows = rows.assign(place=range(len(rows)))
    others = rows[["case", "place", "start", "last", "category"]]
    pairs = rows.merge(others, on="case", suffixes=("", "_other"))
    pairs = pairs[pairs["place_other"] < pairs["place"]]
    shared_end = pairs[["last", "last_other"]].min(axis=1)
    long = pairs["start"] + pd.DateOffset(months=months, days=days) < shared_end
    found = pairs.assign(
        other_start=pairs["start_other"], days=(shared_end - pairs["start"]).dt.days
    )
    return found[long].sort_values(["place", "place_other"])


def ended_status_without_end(material: Material) -> pd.DataFrame:
    """BVR Vedtak 3: decisions whose newest status says that they are over, without an end."""
    statuses = (
        material.parts("decision_statuses", "decisions")
        .sort_values("part_start", kind="stable")
        .drop_duplicates("of", keep="last")
    )
    wrong = statuses[statuses["code"].isin(list(ENDED_STATUS)) & statuses["end"].isna()]
    ended = {code: say("controls-ended", status=name) for code, name in ENDED_STATUS.items()}
    return wrong.assign(status=wrong["code"].map(ended))


def duplicates(material: Material, table: str) -> pd.DataFrame:
    """BVR: elements of a case that are alike in everything but their id; ``times`` is how many.
    Referrals only once concluded.

    Free text is not in the tables, so an element with any cannot be said to be like another and is
    left out.
    """
    rows, key = material.elements(table), ELEMENTS[table].key
    own = [column for column in SCHEMA[table] if column != key]
    alike = _joined(rows.set_index("of")[own])
    texts = [_with_text(rows)]
    for part in BELONGING[table]:
        held = material.extract.cases[part].rename(columns={key: "of"})
        held = held[held["of"].isin(rows["of"])]
        texts.append(_with_text(held))
        alike = alike + "#" + looked_up(alike.index.to_series(), _whole(held)).fillna("")
    rows = rows.assign(alike=alike.to_numpy())[~rows["of"].isin(pd.concat(texts))]
    rows = rows[rows["end"].notna()] if table == "referrals" else rows
    times = rows.groupby("alike")["alike"].transform("size")
    return rows.assign(times=times)[times > 1]


def _whole(held: pd.DataFrame) -> pd.Series:
    """All rows that belong to an element as one text, by the element's id (``of``)."""
    texts = _joined(held.drop(columns="of")).sort_values().groupby(held["of"]).agg("&".join)
    return texts.astype("str")


def _with_text(rows: pd.DataFrame) -> pd.Series:
    """The ids (``of``) of the rows that have a free text."""
    specified = [column for column in rows.columns if column.endswith("specified")]
    ids: pd.Series = rows.loc[rows[specified].any(axis=1), "of"]
    return ids


def _joined(table: pd.DataFrame) -> pd.Series:
    """Each row as one text."""
    columns = [table[column].astype("str").fillna("") for column in table.columns]
    return reduce(lambda before, column: before + "|" + column, columns)
