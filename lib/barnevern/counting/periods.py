"""Calendar arithmetic on columns: years, half-years, quarters and ages on the counting date, 31
December.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from barnevern.cases.formats import BVR


@dataclass(frozen=True)
class Years:
    """The years that a figure exists for: ``first`` and ``last`` count."""

    first: int = 0
    last: int = 9999

    def __contains__(self, year: int) -> bool:
        return self.first <= year <= self.last


EVER = Years()
SINCE_BVR = Years(first=BVR.first_year)
# Aftercare to 25 years, to 23 before; so Statistics Norway counts to 24 years from then on, to 22
# before.
TO_25_YEARS = Years(first=2021)


def first_of_year(year: "pd.Series[int]") -> "pd.Series[pd.Timestamp]":
    """1 January of each year."""
    return pd.to_datetime(pd.DataFrame({"year": year, "month": 1, "day": 1})).astype(
        "datetime64[s]"
    )


def in_years(rows: pd.DataFrame, years: list[int]) -> pd.DataFrame:
    """The ``rows`` whose column year is one of ``years``, numbered anew."""
    return rows[rows["year"].isin(years)].reset_index(drop=True)


def dated(rows: pd.DataFrame, column: str, years: list[int]) -> pd.DataFrame:
    """The ``rows`` whose date ``column`` lies in one of ``years``, with year, half (1, 2) and
    quarter (1 to 4) of that date.
    """
    known = rows[rows[column].notna()]
    quarter = known[column].dt.quarter.astype("int64")
    return in_years(
        known.assign(
            year=known[column].dt.year.astype("int64"), quarter=quarter, half=(quarter + 1) // 2
        ),
        years,
    )


def ages_31dec(
    year: npt.NDArray[np.int64], born: npt.NDArray[np.float64]
) -> npt.NDArray[np.float64]:
    """Whole years on 31 December: on the last day of the year every birthday of that year has been.
    An unborn child is 0.
    """
    return np.maximum(year - born, 0)


def age_group(age: "pd.Series[float]") -> "pd.Series[str]":
    """The age groups of Statistics Norway's tables on referrals and investigations: age_0_2 to
    age_18_plus; "" where age is missing.
    """
    names = np.array(["age_0_2", "age_3_5", "age_6_12", "age_13_17", "age_18_plus", ""])
    return pd.Series(
        names[
            np.where(age.isna(), 5, np.searchsorted([3, 6, 13, 18], age.fillna(0), side="right"))
        ],
        index=age.index,
    )
