"""From rows of children and years to counts by municipality, year and category, with a zero where
nothing happened.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from barnevern.counting.base import Base
from barnevern.counting.periods import EVER, TO_25_YEARS, Years, age_group

Integers = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Split:
    """The categories of a measure: ``names`` maps what stands in ``column`` to the category of a
    row, and rows with anything else do not count. Without a column all rows are of the one
    category.
    """

    names: Mapping[Any, str]
    column: str = ""

    @property
    def categories(self) -> list[str]:
        """The categories in order."""
        return list(self.names.values())

    def places(self, rows: pd.DataFrame) -> Integers:
        """The place of each row's category among ``categories``, -1 for a row without one."""
        if not self.column:
            return np.zeros(len(rows), dtype="int64")
        found: Integers = pd.Index(list(self.names)).get_indexer(pd.Index(rows[self.column]))
        return found


def by(column: str, categories: Mapping[Any, str] | Iterable[str]) -> Split:
    """Categories that stand in a column, or that the mapping has for what stands there."""
    names = categories if isinstance(categories, Mapping) else {name: name for name in categories}
    return Split(names, column)


def all_as(category: str) -> Split:
    """Every row in the one category."""
    return Split({category: category})


TOTAL = all_as("")
AGE_GROUPS = ["age_0_2", "age_3_5", "age_6_12", "age_13_17", "age_18_plus"]
SEXES = ["boys", "girls"]
RANGES = {"age_0_5": 5, "age_0_17": 17, "age_0_22": 22, "age_0_24": 24}
TO_22 = by("age", {float(age): f"age_{age}" for age in range(23)})
FROM_23 = by("age", {float(age): f"age_{age}" for age in (23, 24)})
BY_SEX = by("sex", SEXES)
BY_HALF = by("half", {1: "first_half", 2: "second_half"})


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
    split: Split = TOTAL,
    *,
    once: bool = False,
    within: Years = EVER,
    weight: str = "",
) -> Counts:
    """Counts of ``rows`` (child, year) for every municipality, category of ``split`` and year.

    ``once`` counts each child once in a year and category; ``weight`` names a column that is summed
    instead. ``within``: the years for which the figure exists; other years get no row at all.
    """
    years = [year for year in base.years if year in within]
    shape = (len(base.regions), len(split.names), len(years))
    place = pd.Index(years, dtype="int64").get_indexer(pd.Index(rows["year"], dtype="int64"))
    kind = split.places(rows)
    inside = (place >= 0) & (kind >= 0)
    child, cell = rows["child"].to_numpy()[inside], (kind * max(len(years), 1) + place)[inside]
    if once:
        child, cell = _each_once(child, cell, len(base.children))
    weights = rows[weight].to_numpy(dtype="float64")[inside] if weight else None
    region = base.children["region"].to_numpy(dtype="int64")[child]
    counts = np.bincount(
        region * (shape[1] * shape[2]) + cell, weights=weights, minlength=int(np.prod(shape))
    )
    return Counts(measure, split.categories, years, counts.astype("float64").reshape(shape))


def _each_once(child: Integers, cell: Integers, children: int) -> tuple[Integers, Integers]:
    """The pairs of child and cell without their repetitions; ``children`` is how many there are."""
    pairs = np.unique(cell.astype("int64") * max(children, 1) + child)
    cell, child = np.divmod(pairs, max(children, 1))
    return child, cell


def total_and(
    base: Base,
    measure: str,
    rows: pd.DataFrame,
    split: Split,
    *,
    once: bool = False,
    within: Years = EVER,
    weight: str = "",
) -> list[Counts]:
    """Counts of ``rows`` in all and by the categories of ``split``; the rest as in ``tally``."""
    return [
        tally(base, measure, rows, each, once=once, within=within, weight=weight)
        for each in (TOTAL, split)
    ]


def table(base: Base, counts: list[Counts]) -> pd.DataFrame:
    """All ``counts`` as region, year, measure, category and value, municipality by municipality."""
    cells = pd.DataFrame(
        [
            (count.measure, category, year)
            for count in counts
            for category in count.categories
            for year in count.years
        ],
        columns=["measure", "category", "year"],
    ).astype({"measure": "str", "category": "str", "year": "int64"})
    values = np.concatenate([count.numbers.reshape(len(base.regions), -1) for count in counts], 1)
    repeated = cells.iloc[np.tile(np.arange(len(cells)), len(base.regions))].reset_index(drop=True)
    return repeated.assign(
        region=pd.Series(base.regions, dtype="str").repeat(len(cells)).to_numpy(),
        value=values.reshape(-1),
    ).astype({"region": "str"})


def by_ranges(base: Base, measure: str, rows: pd.DataFrame, *, once: bool = False) -> list[Counts]:
    """Counts of ``rows`` (child, year, age) in all and in the age ranges, which hold one another;
    0–24 years from 2021 on.
    """
    return [
        tally(base, measure, rows, once=once),
        *(
            tally(
                base,
                measure,
                rows[rows["age"].le(oldest)],
                all_as(name),
                once=once,
                within=TO_25_YEARS if oldest == 24 else EVER,
            )
            for name, oldest in RANGES.items()
        ),
    ]


def by_ages(base: Base, measure: str, rows: pd.DataFrame) -> list[Counts]:
    """Counts of ``rows`` (child, year, age) by single years of age; 23 and 24 years from 2021
    on.
    """
    return [
        tally(base, measure, rows, TO_22),
        tally(base, measure, rows, FROM_23, within=TO_25_YEARS),
    ]


def by_age_group_and_sex(
    base: Base, measure: str, rows: pd.DataFrame, *, once: bool = False
) -> list[Counts]:
    """Counts of ``rows`` (child, year, age, sex) in all, by age group and by sex."""
    rows = rows.assign(age_group=age_group(rows["age"]))
    splits = (TOTAL, by("age_group", AGE_GROUPS), BY_SEX)
    return [tally(base, measure, rows, split, once=once) for split in splits]
