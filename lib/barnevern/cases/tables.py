"""The case tables: one set of columns for both file formats, without identity numbers, names,
journal numbers or free text.

Every id is a keyed hash (barnevern.cases.identity), never the id of the case system. Dates are
whole days. Codes are those of data/reference/extract_codes.csv, as text. A free-text field is kept
only as whether it was filled in (``specified``).
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pandas as pd

from barnevern.cases import formats

# One letter per column: t text ("" where missing), d date (NaT where missing), b yes or no, i whole
# number.
SCHEMA: dict[str, dict[str, str]] = {
    # One child's case in one service. year is the reporting year of the extract; closed is what the
    # file says of 31 December.
    # extracted is the day the file speaks for: DatoUttrekk in BVR, missing in 15F (there it is 31
    # December of year).
    "cases": {
        "case": "t",
        "person": "t",
        "municipality": "t",
        "district": "t",
        "year": "i",
        "start": "d",
        "end": "d",
        "closed": "b",
        "extracted": "d",
    },
    # identity says what the child is known by: fnr, dnr, duf, unborn, partial (DDMMYY00100 and the
    # like), none or invalid.
    # start is the day from which the particulars hold (BVR Personalia/@StartDato); missing in 15F.
    # duf: has a DUF number (immigration authorities), whatever else the child is known by.
    "persons": {
        "person": "t",
        "case": "t",
        "sex": "t",
        "born": "d",
        "identity": "t",
        "duf": "b",
        "synthetic": "b",
        "start": "d",
    },
    "referrals": {"referral": "t", "case": "t", "start": "d", "end": "d", "conclusion": "t"},
    "referral_senders": {"referral": "t", "code": "t", "specified": "b"},
    "referral_grounds": {"referral": "t", "code": "t", "specified": "b"},
    "investigations": {
        "investigation": "t",
        "case": "t",
        "start": "d",
        "end": "d",
        "conclusion": "t",
        "specified": "b",
    },
    "investigation_grounds": {"investigation": "t", "code": "t", "specified": "b"},
    "extensions": {"investigation": "t", "start": "d", "granted": "b"},
    "participation": {"investigation": "t", "start": "d", "code": "t"},
    "plans": {"plan": "t", "case": "t", "type": "t", "start": "d", "end": "d"},
    "evaluations": {"plan": "t", "date": "d"},
    # Legal basis: the first one (Lovhjemmel) is order 0, those it is read with (JmfrLovhjemmel) are
    # 1 to 3. Several values of
    # one part are joined by a space ("1 2").
    "measures": {
        "measure": "t",
        "case": "t",
        "start": "d",
        "end": "d",
        "category": "t",
        "specified": "b",
        "revoked": "t",
        "revoked_specified": "b",
    },
    "legal_bases": {
        "of": "t",
        "kind": "t",
        "order": "i",
        "act": "t",
        "chapter": "t",
        "section": "t",
        "subsection": "t",
        "letter": "t",
        "sentence": "t",
    },
    "measure_grounds": {"measure": "t", "code": "t", "specified": "b"},
    # kind: follow_up (Oppfølging, by the placing service) or supervision (Tilsyn). per_year: 4 or
    # 2.
    "visit_duties": {
        "measure": "t",
        "kind": "t",
        "start": "d",
        "per_year": "i",
        "municipality": "t",
    },
    "visits": {"measure": "t", "kind": "t", "date": "d"},
    "decisions": {"decision": "t", "case": "t", "start": "d", "end": "d"},
    "decision_statuses": {"decision": "t", "date": "d", "code": "t"},
    "decision_demands": {
        "decision": "t",
        "start": "d",
        "end": "d",
        "conclusion": "t",
        "specified": "b",
    },
    "aftercare": {"aftercare": "t", "case": "t", "offered": "d", "end": "d", "conclusion": "t"},
    "board_applications": {"application": "t", "case": "t", "start": "d"},
    "moves": {
        "move": "t",
        "case": "t",
        "date": "d",
        "cause": "t",
        "cause_specified": "b",
        "destination": "t",
        "destination_specified": "b",
    },
    # from and to are ids in the table that their type names: referral, investigation, decision,
    # measure, plan, aftercare, move, application.
    "relations": {"case": "t", "from_type": "t", "from_id": "t", "to_type": "t", "to_id": "t"},
}
# What a reader remarks on a case or an element that the tables have no column for, because it is of
# use to the controls only:
# Extract.about["remarks"] is a frame with the columns "of" (id of a case or an element) and
# "remark".
REMARKS = {
    "district_unnamed": (
        "in a city with districts, the case has no name of one (15F Individ/@Bydelsnavn; BVR"
        " Avgiver/@Bydelsnavn)"
    ),
    "number_invalid": (
        "the case has an identity number that fits no definition, whatever else the child is known"
        " by (15F Individ/@Fodselsnummer)"
    ),
    "duf_invalid": (
        "the case has a DUF number, whatever else it is known by, and its check digits are wrong"
    ),
    "born_differs": "the birth date of the identity number is not Personalia/@Fodseldato (BVR)",
    "sex_differs": "the sex of the identity number is not Personalia/@Kjonn (BVR)",
    "act_rewritten": (
        "a legal basis of the measure names its act otherwise than the format does (15F @Lov)"
    ),
    "basis_rewritten": (
        "the legal basis of the measure is written otherwise than the format has it (15F"
        " Lovhjemmel)"
    ),
    "basis_too_long": (
        "a legal basis of the measure has a part with more characters than the format allows (15F)"
    ),
    "migrated": "the element has a MigrertId (BVR)",
}
# What is wrong in the cases that are not as the file format has them: id and journal number of the
# case, where it stands, and rule and remedy. Held in memory only.
FAULTS = ["case", "journal", "file", "line", "column", "rule", "remedy"]
KINDS: dict[str, Callable[[pd.Series], pd.Series]] = {
    "t": lambda column: column.astype("str").fillna(""),
    "d": lambda column: pd.to_datetime(column).astype("datetime64[s]"),
    "b": lambda column: column.astype("boolean").fillna(value=False).astype("bool"),
    "i": lambda column: column.astype("int64"),
}


@dataclass(frozen=True)
class Cases:
    """Case tables by name; every table of SCHEMA is there, empty where the format has nothing for
    it.
    """

    tables: Mapping[str, pd.DataFrame]

    @classmethod
    def of(cls, rows: Mapping[str, pd.DataFrame | list[dict[str, object]]]) -> "Cases":
        """Case tables from frames or lists of rows; columns that are not given are missing. Raises
        KeyError on one that is not in SCHEMA.
        """
        unknown = [name for name in rows if name not in SCHEMA]
        if unknown:
            raise KeyError(f"not a case table: {', '.join(unknown)}")
        return cls(
            {
                name: _typed(pd.DataFrame(rows.get(name, [])), columns)
                for name, columns in SCHEMA.items()
            }
        )

    @classmethod
    def joined(cls, several: list["Cases"]) -> "Cases":
        """The cases of several extracts as one."""
        return (
            cls(
                {
                    name: pd.concat([cases[name] for cases in several], ignore_index=True)
                    for name in SCHEMA
                }
            )
            if several
            else cls.of({})
        )

    @classmethod
    def load(cls, folder: Path) -> "Cases":
        """Case tables that save() wrote to ``folder``."""
        return cls.of({name: pd.read_parquet(folder / f"{name}.parquet") for name in SCHEMA})

    def save(self, folder: Path) -> None:
        """Write each table to ``folder`` as Parquet."""
        folder.mkdir(parents=True, exist_ok=True)
        for name, table in self.tables.items():
            table.to_parquet(folder / f"{name}.parquet", index=False)

    def __getitem__(self, name: str) -> pd.DataFrame:
        return self.tables[name]


@dataclass(frozen=True)
class Extract:
    """What a reader found in the files of a case extract. Only ``cases`` may be saved; the rest is
    held in memory.

    ``about``: format (its code), municipality, municipality_name, organisation, year, counts
    of every element type read, and remarks (see REMARKS). ``journals``: journal number by case id,
    as it stands in the file. ``lines``: source line by id. ``faults`` (FAULTS): what is wrong in
    the cases that are not as the file format has them, which are left out of ``cases``.
    """

    cases: Cases
    about: dict[str, Any]
    journals: Mapping[str, str]
    lines: Mapping[str, int]
    faults: pd.DataFrame = field(default_factory=lambda: pd.DataFrame(columns=FAULTS))

    @property
    def file_format(self) -> formats.Format:
        """The format of its files, by what ``about`` says."""
        return formats.of(str(self.about["format"]))


def _typed(table: pd.DataFrame, columns: dict[str, str]) -> pd.DataFrame:
    unknown = [column for column in table.columns if column not in columns]
    if unknown:
        raise KeyError(f"not a column of the case table: {', '.join(map(str, unknown))}")
    whole = table.reindex(columns=list(columns))
    return pd.DataFrame({column: KINDS[kind](whole[column]) for column, kind in columns.items()})
