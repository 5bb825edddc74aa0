"""From rows of children and years to counts by municipality, year and category, with a zero where
nothing happened.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from barnevern.counting.base import Base
from barnevern.counting.legal import AFTERCARE_TO_25_FROM
from barnevern.counting.periods import age_group

EVER = (0, 9999)
AGES = {float(age): f"age_{age}" for age in range(25)}
AGE_GROUPS = ["age_0_2", "age_3_5", "age_6_12", "age_13_17", "age_18_plus"]
SEX = ["boys", "girls"]
HALVES = {1: "first_half", 2: "second_half"}
RANGES = {"age_0_5": 5, "age_0_17": 17, "age_0_22": 22, "age_0_24": 24}


@dataclass(frozen=True)
class Counts:
    """One measure counted: ``numbers`` by municipality, category and year (in that order of
    axes).
    """

    measure: str
    categories: list[str]
    years: list[int]
    numbers: npt.NDArray[np.float64]


def tally(
    base: Base,
    measure: str,
    rows: pd.DataFrame,
    *,
    by: str = "",
    categories: Sequence[str] | Mapping[Any, str] = ("",),
    once: bool = False,
    within: tuple[int, int] = EVER,
    weight: str = "",
) -> Counts:
    """Counts of ``rows`` (child, year) for every municipality, category and year.

    ``by`` names the column with the category of a row, or with the values that ``categories`` maps
    to categories; other rows do not count. ``once`` counts each child once in a year and category;
    ``weight`` names a column that is summed instead. ``within``: first and last year for which the
    figure exists; other years get no row at all.
    """
    names = list(categories.values()) if isinstance(categories, Mapping) else list(categories)
    years = [year for year in base.years if within[0] <= year <= within[1]]
    shape = (len(base.regions), len(names), len(years))
    place = pd.Index(years, dtype="int64").get_indexer(pd.Index(rows["year"], dtype="int64"))
    kind = (
        pd.Index(list(categories)).get_indexer(pd.Index(rows[by]))
        if by
        else np.zeros(len(rows), dtype="int64")
    )
    inside = (place >= 0) & (kind >= 0)
    child, cell = rows["child"].to_numpy()[inside], (kind * max(len(years), 1) + place)[inside]
    if once:
        key = np.unique(cell.astype("int64") * max(len(base.children), 1) + child)
        cell, child = np.divmod(key, max(len(base.children), 1))
    weights = rows[weight].to_numpy(dtype="float64")[inside] if weight else None
    region = base.children["region"].to_numpy(dtype="int64")[child]
    counts = np.bincount(
        region * (shape[1] * shape[2]) + cell, weights=weights, minlength=int(np.prod(shape))
    )
    return Counts(measure, names, years, counts.astype("float64").reshape(shape))


def table(base: Base, counts: list[Counts]) -> pd.DataFrame:
    """All ``counts`` as region, year, measure, category and value, municipality by municipality."""
    kinds = pd.MultiIndex.from_tuples(
        [
            (one.measure, category, year)
            for one in counts
            for category in one.categories
            for year in one.years
        ],
        names=["measure", "category", "year"],
    ).to_frame(index=False)
    order = np.tile(np.arange(len(kinds)), len(base.regions))
    values = np.concatenate(
        [
            one.numbers.reshape(len(base.regions), len(one.categories) * len(one.years))
            for one in counts
        ],
        axis=1,
    )
    result = (
        kinds.astype({"measure": "str", "category": "str", "year": "int64"})
        .iloc[order]
        .reset_index(drop=True)
    )
    return result.assign(
        region=pd.Series(base.regions, dtype="str").repeat(len(kinds)).to_numpy(),
        value=values.reshape(-1),
    ).astype({"region": "str"})


def by_ranges(base: Base, measure: str, rows: pd.DataFrame, *, once: bool = False) -> list[Counts]:
    """Counts of ``rows`` (child, year, age) in all and in the age ranges, which hold one another;
    0–24 years from 2021 on.
    """
    counts = [tally(base, measure, rows, once=once)]
    for name, oldest in RANGES.items():
        first = AFTERCARE_TO_25_FROM if oldest == 24 else 0
        counts.append(
            tally(
                base,
                measure,
                rows[rows["age"].le(oldest)],
                categories=[name],
                once=once,
                within=(first, 9999),
            )
        )
    return counts


def by_ages(base: Base, measure: str, rows: pd.DataFrame) -> list[Counts]:
    """Counts of ``rows`` (child, year, age) by single years of age; 23 and 24 years from 2021
    on.
    """
    older = {age: name for age, name in AGES.items() if age > 22}
    younger = {age: name for age, name in AGES.items() if age <= 22}
    return [
        tally(base, measure, rows, by="age", categories=younger),
        tally(base, measure, rows, by="age", categories=older, within=(AFTERCARE_TO_25_FROM, 9999)),
    ]


def by_age_group_and_sex(
    base: Base, measure: str, rows: pd.DataFrame, *, once: bool = False
) -> list[Counts]:
    """Counts of ``rows`` (child, year, age, sex) in all, by age group and by sex."""
    rows = rows.assign(age_group=age_group(rows["age"]))
    return [
        tally(base, measure, rows, once=once),
        tally(base, measure, rows, by="age_group", categories=AGE_GROUPS, once=once),
        tally(base, measure, rows, by="sex", categories=SEX, once=once),
    ]
