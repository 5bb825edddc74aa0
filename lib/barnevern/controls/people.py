"""Controls of who a case is about: the sender of the file, identity, age and district."""

import pandas as pd

from barnevern.controls.dates import still_open
from barnevern.controls.definitions import care_orders, placements
from barnevern.controls.fault_words import in_norwegian
from barnevern.controls.material import ENDING, Material, fault_ids
from barnevern.norwegian.messages import say

LEGAL_BASIS = "Individ/Tiltak/Lovhjemmel"
KNOWN = ("fnr", "dnr")  # numbers of the population register
OSLO = "0301"
# Organisation numbers of Oslo, Bergen and Trondheim, as BVR's specification has them
# (barn-barnevern-xsd, MIT, commit f84ad0cd).
WITH_DISTRICTS = ("958935420", "964338531", "942110464")
ONE_BLANK = pd.DataFrame({"case": [""], "table": ["sender"], "of": [""]})
NOTHING = ONE_BLANK.iloc[0:0]


def sender_year(material: Material) -> pd.DataFrame:
    """The file is for another year than the reporting year that was asked for."""
    said = material.extract.about.get("year")
    return (
        ONE_BLANK.assign(file_year=said, year=material.year)
        if said is not None and int(said) != material.year
        else NOTHING
    )


def sender_municipality(material: Material) -> pd.DataFrame:
    """The file is from another municipality than the one that was asked for."""
    said, expected = str(material.extract.about.get("municipality", "")), material.municipality
    return (
        ONE_BLANK.assign(file_municipality=said, municipality=expected)
        if expected and said != expected
        else NOTHING
    )


def sender_lacks(material: Material, entry: str) -> pd.DataFrame:
    """The sender's ``entry`` (organisation, municipality_name) is blank in the file."""
    return ONE_BLANK if not str(material.extract.about.get(entry, "")).strip() else NOTHING


def not_as_described(material: Material) -> pd.DataFrame:
    """Cases that are not as the file format has them, which no other control can look at, and
    measures whose legal basis is too long but can be read: one row per fault, ``where`` it stands
    and what is ``wrong``.
    """
    faults = material.extract.faults
    measures = material.elements("measures")
    long = measures[measures["of"].isin(material.remarked("basis_too_long"))]
    found = pd.DataFrame(
        {
            "case": faults["case"],
            "table": "cases",
            "of": fault_ids(faults),
            "where": faults["column"],
            "wrong": [in_norwegian(rule) for rule in faults["rule"]],
        }
    )
    return pd.concat([found, long.assign(where=LEGAL_BASIS, wrong=say("faults-many-characters"))])


def unidentified(material: Material) -> pd.DataFrame:
    """15F Individ 03: no number, or one that fits no definition."""
    rows = identity_reasons(material)
    return rows[rows["reason"].notna()]


def identity_reasons(material: Material) -> pd.DataFrame:
    """The cases with the ``reason`` why a child cannot be known again, missing where it can."""
    rows = material.cases
    reasons = {
        identity: say("controls-identity", identity=identity) for identity in ("none", "invalid")
    }
    # A wrong number beside a right DUF number: the child is known by the latter, and the number is
    # wrong all the same.
    rows = rows.assign(
        identity=rows["identity"].mask(
            rows["case"].isin(material.remarked("number_invalid")), "invalid"
        )
    )
    return rows.assign(reason=rows["identity"].map(reasons))


def is_program_number(rows: pd.DataFrame) -> "pd.Series[bool]":
    """Which cases have a number that the program of 15F takes: also a stand-in but one that says no
    sex (55555).
    """
    stand_in = rows["identity"].eq("partial") & rows["sex"].ne("")
    return rows["identity"].isin((*KNOWN, "unborn")) | stand_in


def incomplete_number(material: Material) -> pd.DataFrame:
    """15F Individ 11: anything but a number of the population register."""
    rows = material.cases
    return rows[~rows["identity"].isin(KNOWN)]


def missing_number(material: Material) -> pd.DataFrame:
    """15F Individ 12: neither a number of the population register nor a stand-in that Individ 03
    allows.
    """
    rows = material.cases
    return rows[~rows["identity"].isin((*KNOWN, "unborn", "partial"))]


def same_child(material: Material) -> pd.DataFrame:
    """15F Individ 04: cases of one child, known by a number of the population register, under
    different journal numbers.
    """
    rows = material.cases[material.cases["identity"].isin(KNOWN)]
    rows = rows.assign(journal=material.journal(rows["case"]))
    several = rows[rows.groupby("person")["journal"].transform("nunique").gt(1)]
    journals = several.groupby("person")["journal"].agg(lambda numbers: sorted(set(numbers)))
    others = [
        ", ".join(j for j in journals[person] if j != own)
        for person, own in zip(several["person"], several["journal"], strict=True)
    ]
    return several.assign(others=others)


def same_journal(material: Material) -> pd.DataFrame:
    """15F Individ 05: cases that share a journal number."""
    rows = material.cases.assign(journal=material.journal(material.cases["case"]))
    times = rows.groupby("journal")["journal"].transform("size")
    return rows.assign(times=times)[times > 1]


def without(material: Material, tables: list[str], *, only_open: bool = False) -> pd.DataFrame:
    """Cases (or open cases) that have nothing in any of ``tables``."""
    rows = material.cases
    busy = pd.concat([material.elements(table)["case"] for table in tables])
    return rows[~rows["case"].isin(busy) & (rows["end"].isna() | (not only_open))]


def older_than(material: Material, years: int, *, without_measures: bool = False) -> pd.DataFrame:
    """15F: persons who are older than ``years`` at the counting day (and have no measure)."""
    rows = material.cases[material.cases["age"].gt(years).fillna(value=False)]
    return (
        rows[~rows["case"].isin(material.elements("measures")["case"])]
        if without_measures
        else rows
    )


def of_age_and_open(
    material: Material, years: int, *, without_measures: bool = False
) -> pd.DataFrame:
    """BVR: persons of ``years`` or more whose case, or anything in it but a decision, is open (and
    who have no measure).
    """
    rows = material.cases[material.cases["age"].ge(years).fillna(value=False)]
    open_inside = still_open(material, [table for table in ENDING if table != "decisions"])
    rows = rows[rows["end"].isna() | rows["case"].isin(open_inside.index)]
    return (
        rows[~rows["case"].isin(material.elements("measures")["case"])]
        if without_measures
        else rows
    )


def child_too_old(material: Material, category: str, from_age: int) -> pd.DataFrame:
    """Children of ``from_age`` or more with a measure of ``category``."""
    rows = material.elements("measures")
    return rows[rows["category"].eq(category) & rows["age"].ge(from_age).fillna(value=False)]


def adult_in_care(material: Material, from_age: int, *, only_open: bool = False) -> pd.DataFrame:
    """Persons of ``from_age`` or more with a care order (or an open one)."""
    rows = material.elements("measures")
    care = care_orders(rows, material.extract.cases["legal_bases"])
    return rows[
        care & rows["age"].ge(from_age).fillna(value=False) & (rows["end"].isna() | (not only_open))
    ]


def care_order_without_reason(material: Material, *, only_placements: bool = False) -> pd.DataFrame:
    """Care orders (or those that are placements too) that ended without a reason."""
    rows = material.elements("measures")
    care = care_orders(rows, material.extract.cases["legal_bases"]) & (
        placements(rows) | (not only_placements)
    )
    return rows[care & rows["end"].notna() & rows["revoked"].eq("")]


def oslo_district_number(material: Material) -> pd.DataFrame:
    """15F Individ 09: Oslo's cases without the number of a district."""
    rows = material.cases
    return rows[rows["municipality"].str.startswith(OSLO) & rows["district"].eq("")]


def oslo_district_name(material: Material) -> pd.DataFrame:
    """15F Individ 10: Oslo's cases without the name of a district."""
    rows = material.cases
    return rows[
        rows["municipality"].str.startswith(OSLO)
        & rows["case"].isin(material.remarked("district_unnamed"))
    ]


def city_district(material: Material) -> pd.DataFrame:
    """BVR Avgiver 1: cases of Oslo, Bergen and Trondheim without number or name of a district."""
    rows = material.cases
    if str(material.extract.about.get("organisation", "")) not in WITH_DISTRICTS:
        return rows.iloc[0:0]
    return rows[rows["district"].eq("") | rows["case"].isin(material.remarked("district_unnamed"))]


def remarked(material: Material, remark: str, table: str = "cases") -> pd.DataFrame:
    """Cases (or their particulars) of which the reader made the remark."""
    rows = material.elements(table).drop_duplicates("case", keep="last")
    return rows[rows["case"].isin(material.remarked(remark))]


def without_particulars(material: Material) -> pd.DataFrame:
    """BVR Personalia 11: cases without particulars. These always have an identity number, so a case
    without any has none of them.
    """
    rows = material.cases
    return rows[rows["identity"].eq("none")]


def invalid_number(material: Material) -> pd.DataFrame:
    """BVR Personalia 12: an identity number that fits no definition, even beside a DUF number that
    does.
    """
    rows = material.elements("persons")
    return rows[rows["identity"].isin(("invalid", "duf"))]


def temporary_number(material: Material) -> pd.DataFrame:
    """BVR Personalia 18: a stand-in for an identity number, or a D-number."""
    rows = material.elements("persons")
    reasons = {
        identity: say("controls-identity", identity=identity)
        for identity in ("partial", "unborn", "dnr")
    }
    return rows.assign(reason=rows["identity"].map(reasons))[rows["identity"].isin(list(reasons))]


def born_with_unborn_number(material: Material) -> pd.DataFrame:
    """BVR Personalia 15: particulars from after the birth with the number of an unborn child."""
    rows = material.elements("persons")
    return rows[rows["identity"].eq("unborn") & (rows["start"] > rows["born"])]


def long_before_birth(material: Material) -> pd.DataFrame:
    """BVR Personalia 16: particulars from more than nine months before the birth."""
    rows = material.elements("persons")
    return rows[rows["start"] < rows["born"] - pd.DateOffset(months=9)]
