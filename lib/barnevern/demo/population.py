"""The real population the made-up children are drawn from, on today's borders."""

from functools import lru_cache

import numpy as np
import numpy.typing as npt
import pandas as pd

from barnevern.observations import regions
from barnevern.paths import DATA

FIRST, LAST = (
    2014,
    2024,
    # histories begin a year before the first year that is shown, so that it has cases from the year
    # before
)
AGE_GROUPS = ["0_5", "6_12", "13_17", "18_22"]
YEARS_OF_AGE = [6, 7, 5, 5]  # in each of them


@lru_cache
def table() -> pd.DataFrame:
    """Inhabitants at 31 December by municipality and year (rows) and age group (columns), whole for
    every municipality.

    Source: Statistics Norway, table 07459 (data/published/population.csv). Where that file has no
    figure because a municipality was divided later, its first own share of the country is carried
    back: see :func:`estimated`.
    """
    known = _published()
    country = known.groupby(level="year").sum()
    share = known.div(country, level="year").groupby(level="region").bfill()
    return known.fillna(share.mul(country, level="year").round()).astype("int64")


def estimated() -> pd.DataFrame:
    """Which municipalities and years of :func:`table` are carried back: columns region, year."""
    missing = _published()["0_17"].isna()
    return missing[missing].index.to_frame(index=False)


def children(municipality: str, years: list[int]) -> npt.NDArray[np.float64]:
    """Inhabitants of one municipality by year (rows) and one-year age 0 to 22, spread evenly within
    the published age groups.
    """
    counted = (
        table().xs(municipality, level="region").loc[years, AGE_GROUPS].to_numpy(dtype="float64")
    )
    return np.repeat(counted / YEARS_OF_AGE, YEARS_OF_AGE, axis=1)


def by_municipality(category: str, years: list[int]) -> pd.DataFrame:
    """Inhabitants of an age group by municipality (rows, by code) and year (columns)."""
    return table()[category].unstack("year")[years].sort_index()  # noqa: PD010 - the index holds the years


def by_group(category: str) -> pd.DataFrame:
    """Inhabitants of an age group by KOSTRA group (rows) and year (columns)."""
    groups = {code: region.kostra_group for code, region in regions.municipalities().items()}
    return by_municipality(category, list(range(FIRST, LAST + 1))).groupby(pd.Series(groups)).sum()


@lru_cache
def _published() -> pd.DataFrame:
    text = pd.read_csv(DATA / "published" / "population.csv", dtype="str", keep_default_na=False)
    text = text[text["region"].isin(list(regions.municipalities()))].copy()
    text["value"] = pd.to_numeric(text["value"].where(text["value"].ne("")))
    text["year"] = text["year"].astype("int64")
    wide = text.pivot_table(
        index=["region", "year"], columns="category", values="value", dropna=False, sort=True
    )
    return wide.loc[(slice(None), slice(FIRST, LAST)), :].rename(columns={"": "all"})
