"""Kroner of one year in the prices of another.

The growth in prices and wages of municipal services (kommunal deflator) stands in
data/reference/deflator.csv, a row per year with its source. A year that is missing there is not
guessed: figures on the other side of it stay in the prices of their own year.
"""

from collections.abc import Iterable
from functools import lru_cache

from barnevern import reference
from barnevern.indicators.figure import Figure, Figures
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


def stated_in(sources: Iterable[str]) -> dict[int, str]:
    """The years whose prices some of ``sources`` are in already, with how that is known."""
    return dict(fixed()[source] for source in sorted(set(sources) & set(fixed())))


def real(figures: Iterable[Figure], to: int) -> Figures:
    """Those of ``figures`` whose kroner can be told in the prices of the year ``to``, with that
    value.
    """
    found = []
    for figure in figures:
        priced = fixed().get(figure.source, (figure.year, ""))[0]
        times = factor(priced, to) if priced <= to else None
        if times is not None and figure.value is not None:
            value = figure.value * times
            found.append(figure.derived("real", value, against=to)._replace(note=figure.note))
    return found
