"""From rows of children and years to counts by municipality, year and category, with a zero where nothing happened."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from barnevern.counting.base import Base
from barnevern.counting.periods import age_group

EVER = (0, 9999)
AGES = {float(age): f"age_{age}" for age in range(25)}
AGE_GROUPS = ["age_0_2", "age_3_5", "age_6_12", "age_13_17", "age_18_plus"]
SEX = ["boys", "girls"]
RANGES = {"age_0_5": 5, "age_0_17": 17, "age_0_22": 22, "age_0_24": 24}
TO_24_FROM = 2021  # Statistics Norway counts to 24 years from 2021; before, the figures of 23 and 24 years do not exist


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
) -> pd.DataFrame:
    """Counts of ``rows`` (child, year): region, year, measure, category, value, one row for every region, year and category.

    ``by`` names the column with the category of a row, or with the values that ``categories`` maps to categories; other rows do not
    count. ``once`` counts each child once in a year and category; ``weight`` names a column that is summed instead. ``within``:
    first and last year for which the figure exists; other years get no row at all.
    """
    names = list(categories.values()) if isinstance(categories, Mapping) else list(categories)
    years = [year for year in base.years if within[0] <= year <= within[1]]
    place = pd.Index(years).get_indexer(pd.Index(rows["year"])) if years else np.full(len(rows), -1)
    kind = pd.Index(list(categories)).get_indexer(pd.Index(rows[by])).astype("int64") if by else np.zeros(len(rows), dtype="int64")
    inside = (place >= 0) & (kind >= 0)
    child, cell = rows["child"].to_numpy()[inside], kind[inside] * max(len(years), 1) + place[inside]
    weights = rows[weight].to_numpy(dtype="float64")[inside] if weight else None
    if once:
        key = np.unique(cell * max(len(base.children), 1) + child)
        cell, child = key // max(len(base.children), 1), key % max(len(base.children), 1)
    region = base.children["region"].to_numpy(dtype="int64")[child]
    cells = len(names) * len(years)
    counts = np.bincount(region * max(cells, 1) + cell, weights=weights, minlength=len(base.regions) * cells)
    return pd.DataFrame(
        {
            "region": pd.Categorical.from_codes(np.repeat(np.arange(len(base.regions)), cells), categories=pd.Index(base.regions)),
            "year": np.tile(np.array(years, dtype="int64"), len(base.regions) * len(names)),
            "measure": measure,
            "category": pd.Series(np.tile(np.repeat(np.array(names, dtype=object), len(years)), len(base.regions)), dtype="str"),
            "value": counts.astype("float64"),
        }
    )


def by_ranges(base: Base, measure: str, rows: pd.DataFrame, *, once: bool = False) -> list[pd.DataFrame]:
    """Counts of ``rows`` (child, year, age) in all and in the age ranges, which hold one another; 0–24 years from 2021 on."""
    counts = [tally(base, measure, rows, once=once)]
    for name, oldest in RANGES.items():
        first = TO_24_FROM if oldest == 24 else 0
        counts.append(tally(base, measure, rows[rows["age"].le(oldest)], categories=[name], once=once, within=(first, 9999)))
    return counts


def by_ages(base: Base, measure: str, rows: pd.DataFrame) -> list[pd.DataFrame]:
    """Counts of ``rows`` (child, year, age) by single years of age; 23 and 24 years from 2021 on."""
    older = {age: name for age, name in AGES.items() if age > 22}
    younger = {age: name for age, name in AGES.items() if age <= 22}
    return [
        tally(base, measure, rows, by="age", categories=younger),
        tally(base, measure, rows, by="age", categories=older, within=(TO_24_FROM, 9999)),
    ]


def by_age_group_and_sex(base: Base, measure: str, rows: pd.DataFrame, *, once: bool = False) -> list[pd.DataFrame]:
    """Counts of ``rows`` (child, year, age, sex) in all, by age group and by sex."""
    rows = rows.assign(age_group=age_group(rows["age"]))
    return [
        tally(base, measure, rows, once=once),
        tally(base, measure, rows, by="age_group", categories=AGE_GROUPS, once=once),
        tally(base, measure, rows, by="sex", categories=SEX, once=once),
    ]
