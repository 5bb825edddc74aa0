"""Kroner of one year in the prices of another.

The growth in prices and wages of municipal services (kommunal deflator) stands in
data/reference/deflator.csv, a row per year with its source. A year that is missing there is not
guessed: figures on the other side of it stay in the prices of their own year.
"""

from functools import lru_cache

import pandas as pd

from barnevern import reference
from barnevern.norwegian.numbers import typeset


@lru_cache
def growth() -> dict[int, float]:
    """Growth from the year before, in per cent, by year."""
    return {int(row["year"]): float(row["growth_pct"]) for row in reference.rows("deflator.csv")}


def factor(year: int, to: int) -> float | None:
    """What kroner of ``year`` are multiplied by to be kroner of the later year ``to``; None where a
    year between is unknown.
    """
    result = 1.0
    for between in range(year + 1, to + 1):
        if between not in growth():
            return None
        result *= 1 + growth()[between] / 100
    return result


def missing_years(first: int, to: int) -> list[int]:
    """The years after ``first`` up to ``to`` whose growth is not known."""
    return [year for year in range(first + 1, to + 1) if year not in growth()]


@lru_cache
def fixed() -> dict[str, tuple[int, str]]:
    """Sources whose kroner are in the prices of one year already: that year, and how it is known
    (data/reference/fixed_prices.csv).
    """
    return {
        row["source"]: (int(row["year"]), typeset(row["because"]))
        for row in reference.rows("fixed_prices.csv")
    }


def stated_in(table: pd.DataFrame) -> dict[int, str]:
    """The years whose prices sources of ``table`` are in already, with how that is known."""
    return dict(fixed()[source] for source in sorted(set(table["source"]) & set(fixed())))


def real(table: pd.DataFrame, to: int) -> pd.DataFrame:
    """The rows of ``table`` (year, value, source) whose value can be told in the prices of ``to``,
    with that value.
    """
    priced = [
        fixed().get(source, (year, ""))[0]
        for source, year in zip(table["source"], table["year"], strict=True)
    ]
    factors = pd.Series(
        [factor(year, to) if year <= to else None for year in priced],
        index=table.index,
        dtype="float64",
    )
    known = table[factors.notna()]
    return known.assign(value=known["value"] * factors[factors.notna()].astype(float))
