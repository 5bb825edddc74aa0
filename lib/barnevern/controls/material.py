"""What a control looks at: the tables of one extract, every element with the dates of its case."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property

import pandas as pd

from barnevern.cases import SCHEMA, Extract
from barnevern.controls.definitions import whole_years
from barnevern.norwegian.messages import say


@dataclass(frozen=True)
class Element:
    """One kind of element: the column of its id, and its dates under the names all of them
    share.
    """

    key: str
    dates: dict[str, str] = field(default_factory=dict)


ELEMENTS = {
    "cases": Element("case"),
    "persons": Element("person"),
    "referrals": Element("referral"),
    "investigations": Element("investigation"),
    "plans": Element("plan"),
    "measures": Element("measure"),
    "decisions": Element("decision"),
    "aftercare": Element("aftercare", {"offered": "start"}),
    "board_applications": Element("application"),
    "moves": Element("move", {"date": "end"}),
}
# Elements that are open until they have an end: all but moves and applications, which happen on one
# day.
ENDING = ["referrals", "investigations", "plans", "measures", "decisions", "aftercare"]

# Dates that have a name of their own in a message; the others are called after their column.
OWN_NAMES = {
    "moves-date",
    "evaluations-date",
    "visits-date",
    "visit-duties-start",
    "decision-statuses-date",
    "decision-demands-start",
    "decision-demands-end",
    "extensions-start",
    "participation-start",
}


def noun(table: str) -> str:
    """What an element of a case table is called in messages, or the sender of the file."""
    return say("controls-element", table=table.replace("_", "-"))


def date_name(table: str, column: str) -> str:
    """What a date of a case table is called in messages."""
    own = f"{table}-{column}".replace("_", "-")
    return say("controls-date", date=own if own in OWN_NAMES else column)


def fault_ids(faults: pd.DataFrame) -> "pd.Series[str]":
    """What stands for each fault where findings have the id of an element."""
    return pd.Series([f"fault {place}" for place in range(len(faults))], dtype="str")


@dataclass(frozen=True)
class Material:
    """An extract and what it is held against: the reporting ``year``, and the ``municipality`` that
    was expected ("" for any).
    """

    extract: Extract
    year: int
    municipality: str
    kept: dict[str, pd.DataFrame] = field(default_factory=dict)

    @property
    def counting_day(self) -> pd.Timestamp:
        """Telledato: 31 December of the reporting year."""
        return pd.Timestamp(self.year, 12, 31)

    @property
    def previous_counting_day(self) -> pd.Timestamp:
        """31 December of the year before."""
        return pd.Timestamp(self.year - 1, 12, 31)

    @cached_property
    def cases(self) -> pd.DataFrame:
        """The cases with ``of``, ``at`` (the day the file speaks for), ``born``, ``age`` (whole
        years at that day), ``sex`` and ``identity``.
        """
        cases = self.extract.cases["cases"].assign(of=lambda rows: rows["case"], table="cases")
        cases["at"] = cases["extracted"].fillna(self.counting_day)
        newest = (
            self.extract.cases["persons"]
            .sort_values("start", kind="stable", na_position="first")
            .drop_duplicates("case", keep="last")
        )
        about = newest[["case", "born", "sex", "identity"]]
        cases = cases.merge(about, on="case", how="left").fillna({"identity": "none", "sex": ""})
        return cases.assign(
            age=whole_years(cases["born"], cases["at"]),
            case_start=cases["start"],
            case_end=cases["end"],
        )

    def elements(self, table: str) -> pd.DataFrame:
        """A case table with ``of`` (its id), ``table``, ``start`` and ``end``, and its case's
        case_start, case_end, closed, at, age and born.
        """
        if table == "cases":
            return self.cases
        if table not in self.kept:
            kind = ELEMENTS[table]
            rows = self.extract.cases[table].rename(columns=kind.dates)
            rows = rows.assign(of=rows[kind.key], table=table).reindex(
                columns=list(dict.fromkeys([*rows.columns, "of", "table", "start", "end"]))
            )
            about = self.cases[
                [
                    "case",
                    "case_start",
                    "case_end",
                    "closed",
                    "at",
                    "age",
                    *(["born"] if "born" not in rows else []),
                ]
            ]
            self.kept[table] = rows.merge(about.drop_duplicates("case"), on="case", how="left")
        return self.kept[table]

    def parts(self, table: str, parent: str) -> pd.DataFrame:
        """The rows of ``table`` with the element of ``parent`` they belong to; their own dates are
        part_start and part_end.
        """
        rows = self.extract.cases[table].rename(
            columns={"start": "part_start", "end": "part_end", "date": "part_start"}
        )
        key = "of" if table == "legal_bases" else ELEMENTS[parent].key
        owners = self.elements(parent).drop_duplicates("of")
        owned = owners.drop(
            columns=[
                column for column in rows.columns if column in owners.columns and column != key
            ]
        )
        return rows.merge(
            owned if key == "of" else owned.assign(of=owned[key]), on=key, how="inner"
        )

    def remarked(self, remark: str) -> pd.Series:
        """Ids of the cases and elements that the reader made this remark on (see REMARKS in
        barnevern.cases.tables).
        """
        remarks = self.extract.about.get("remarks")
        if remarks is None or remarks.empty:
            return pd.Series([], dtype="str")
        ids: pd.Series = remarks.loc[remarks["remark"].eq(remark), "of"]
        return ids

    def journal(self, cases: pd.Series) -> pd.Series:
        """Journal numbers of cases; the case's own id where the journal number is not known, so
        that two cases stay two.
        """
        journals = self.extract.journals
        return pd.Series(
            [journals.get(case, case) for case in cases], index=cases.index, dtype="str"
        )


def looked_up(keys: pd.Series, values: pd.Series) -> pd.Series:
    """The value that stands at each key in ``values``, missing where there is none; ``values`` may
    be empty, which map() does not take.
    """
    return pd.Series(
        values[~values.index.duplicated()].reindex(keys).to_numpy(),
        index=keys.index,
        dtype=values.dtype,
    )


def dated(material: Material, tables: Iterable[str]) -> pd.DataFrame:
    """Every date in ``tables`` but birth dates: case, table (of the element it belongs to), of,
    field (its Norwegian name) and date.
    """
    parts = []
    for table in tables:
        rows = _owned(material, table)
        parts += [
            rows.assign(date=rows[column], field=date_name(table, column))
            for column, kind in SCHEMA[table].items()
            if kind == "d" and column not in ("born", "extracted")
        ]
    together = pd.concat(parts, ignore_index=True)
    return together.loc[together["date"].notna(), ["case", "table", "of", "field", "date"]]


def _owned(material: Material, table: str) -> pd.DataFrame:
    """The rows of a case table with ``case``, and ``of`` and ``table``: the id and the table of the
    element they are or belong to.
    """
    owner = {element.key: name for name, element in ELEMENTS.items()}
    parent = table if table in ELEMENTS else owner[next(iter(SCHEMA[table]))]
    rows = material.extract.cases[table]
    rows = rows.assign(of=rows[ELEMENTS[parent].key], table=parent)
    if "case" in rows:
        return rows
    cases = material.elements(parent)[["of", "case"]].drop_duplicates("of")
    return rows.merge(cases, on="of")
