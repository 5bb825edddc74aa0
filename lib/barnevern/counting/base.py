"""The case tables made ready for counting: every element with its child, every child with its
municipality.

A child is one person in one municipality, however many cases the person has there. Where the same
element stands in several extracts (Cases.joined, oldest first) the last one counts.
"""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from barnevern.cases import Cases
from barnevern.cases.formats import Format
from barnevern.counting import legal
from barnevern.counting.periods import TO_25_YEARS, ages_31dec, first_of_year, in_years

SEXES = {"1": "boys", "2": "girls"}  # the codes of BVR Personalia/@Kjonn; 0 is unborn


@dataclass(frozen=True)
class Base:
    """Case tables of one or many municipalities, the years to count, and the file format they come
    from.

    ``regions``: municipality codes; ``children``: one row per child (index: number of the child)
    with region (position in ``regions``), born, sex and duf.
    """

    cases: Cases
    regions: list[str]
    years: list[int]
    file_format: Format
    children: pd.DataFrame
    child_of_case: "pd.Series[int]"

    def elements(self, table: str) -> pd.DataFrame:
        """The rows of a case table that has a case, the newest of each element, with the column
        child.
        """
        rows = self.cases[table].drop_duplicates(self.cases[table].columns[0], keep="last")
        child = looked_up(rows["case"], self.child_of_case)
        return rows.assign(child=child.fillna(-1).astype("int64"))[child.notna()].reset_index(
            drop=True
        )

    @cached_property
    def referrals(self) -> pd.DataFrame:
        """Referrals with child."""
        return self.elements("referrals")

    @cached_property
    def investigations(self) -> pd.DataFrame:
        """Investigations with child."""
        return self.elements("investigations")

    @cached_property
    def measures(self) -> pd.DataFrame:
        """Measures with child; as yes or no placement, care (order), imposed (assistance) and
        no_carer (ground); emergency is its kind or "".
        """
        rows = self.elements("measures")
        bases, grounds = self.cases["legal_bases"], self.cases["measure_grounds"]
        found = legal.classified(rows["measure"], bases[bases["kind"].eq("measure")]).set_axis(
            rows.index
        )
        alone = rows["measure"].isin(grounds.loc[grounds["code"].eq(legal.NO_CARER), "measure"])
        rows = rows[["measure", "child", "start", "end", "category"]].assign(
            placement=legal.is_placement(rows["category"]), no_carer=alone
        )
        return pd.concat([rows, found], axis=1)

    @cached_property
    def measures_by_year(self) -> pd.DataFrame:
        """One row per measure and year in which it ran for at least a day, with year, and on_31dec:
        whether it ran that day.

        Only children and young people of the age group that Statistics Norway counts: see
        ``in_target_group``.
        """
        rows = during(self.measures.drop(columns=["measure", "emergency"]), self.years)
        return self.in_target_group(
            rows.assign(
                on_31dec=runs_on(rows, first_of_year(rows["year"] + 1) - pd.Timedelta(days=1))
            )
        )

    @cached_property
    def birth_years(self) -> npt.NDArray[np.float64]:
        """Year of birth by number of the child, missing where it is not known."""
        years: npt.NDArray[np.float64] = self.children["born"].dt.year.to_numpy(dtype="float64")
        return years

    def with_ages(self, rows: pd.DataFrame) -> pd.DataFrame:
        """``rows`` (child, year) with age (whole years on 31 December, missing where not known) and
        sex (boys, girls or "").
        """
        born = self.birth_years[rows["child"].to_numpy()]
        return rows.assign(
            age=ages_31dec(rows["year"].to_numpy(), born),
            sex=self.children["sex"].to_numpy()[rows["child"].to_numpy()],
        )

    def in_target_group(self, rows: pd.DataFrame) -> pd.DataFrame:
        """The ``rows`` (child, year) of those who are up to 22 years old, from 2021 up to 24, on 31
        December, with age and sex.

        Source: Statistics Norway, tables 12275 and 09050; the right to aftercare was moved from 23
        to 25 years on 1 January 2021. A child without a birth date counts.
        """
        rows = self.with_ages(rows)
        oldest = np.where(rows["year"].to_numpy() >= TO_25_YEARS.first, 24, 22)
        return rows[~(rows["age"].to_numpy() > oldest)]


def prepare(cases: Cases, years: list[int], municipality: str | None, file_format: Format) -> Base:
    """The base of all counts. With ``municipality`` every case counts there; without, each case
    where the case table says.
    """
    table = cases["cases"].drop_duplicates("case", keep="last").reset_index(drop=True)
    codes = table["municipality"]
    if municipality is not None:
        codes = pd.Series(municipality, index=table.index, dtype="str")
    regions = sorted(codes.unique()) if municipality is None else [municipality]
    person = table["person"].where(table["person"].ne(""), table["case"])
    region = pd.Categorical(codes, categories=regions).codes.astype("int64")
    number, persons = pd.factorize(person)
    child, keys = pd.factorize(region * max(len(persons), 1) + number)
    region_of, who = np.divmod(keys, max(len(persons), 1))
    known = _particulars(cases["persons"]).reindex(persons)
    return Base(
        cases,
        regions,
        sorted(set(years)),
        file_format,
        _children(known, region_of, who),
        pd.Series(child, index=table["case"], dtype="int64"),
    )


def _children(
    known: pd.DataFrame, region: npt.NDArray[np.int64], who: npt.NDArray[np.int64]
) -> pd.DataFrame:
    """One row per child, as Base has them: ``region`` and ``who``, the person's place in ``known``,
    of each.
    """
    return pd.DataFrame(
        {
            "region": region,
            "born": known["born"].to_numpy()[who],
            "sex": known["sex"].map(SEXES).fillna("").to_numpy(dtype=object)[who],
            "duf": known["duf"].fillna(value=False).to_numpy(dtype=bool)[who],
        }
    )


def _particulars(persons: pd.DataFrame) -> pd.DataFrame:
    """Birth date, sex and whether there is a DUF number by person (or case, for a person without an
    id); the newest first known.
    """
    key = persons["person"].where(persons["person"].ne(""), persons["case"])
    ordered = persons.assign(key=key, sex=persons["sex"].where(persons["sex"].ne(""))).sort_values(
        "start", kind="stable", na_position="first"
    )
    return ordered.groupby("key").agg(
        born=("born", "last"), sex=("sex", "last"), duf=("duf", "max")
    )


def during(rows: pd.DataFrame, years: list[int]) -> pd.DataFrame:
    """One row per element and year in which it ran for at least one day: ``rows`` (start, end) with
    the column year.

    An element without a start date has no year; one without an end runs on.
    """
    if not years:
        return rows.iloc[0:0].assign(year=pd.Series(dtype="int64"))
    known = rows[rows["start"].notna()]
    first = np.maximum(known["start"].dt.year.to_numpy(dtype="int64"), years[0])
    last = np.minimum(known["end"].dt.year.fillna(years[-1]).to_numpy(dtype="int64"), years[-1])
    place, year = _spread(first, last)
    return in_years(known.iloc[place].assign(year=year), years)


def _spread(
    first: npt.NDArray[np.int64], last: npt.NDArray[np.int64]
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """Every year from each first to its last, and the place of the pair it belongs to."""
    times = np.maximum(last - first + 1, 0)
    place = np.repeat(np.arange(len(first)), times)
    begun = np.cumsum(times) - times
    return place, np.repeat(first - begun, times) + np.arange(len(place))


def looked_up(keys: "pd.Series[Any]", known: "pd.Series[Any]") -> "pd.Series[Any]":
    """What ``known`` (by unique key) has for each of ``keys``, missing where it has nothing; also
    when there is nothing to look up.
    """
    return known.reindex(keys).set_axis(keys.index)


def runs_on(rows: pd.DataFrame, day: "pd.Series[pd.Timestamp] | pd.Timestamp") -> "pd.Series[bool]":
    """Whether each of ``rows`` (start, end) runs on ``day``; first and last day count."""
    return rows["start"].le(day) & ~rows["end"].lt(day)
