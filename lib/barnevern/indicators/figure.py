"""One figure of an indicator, and what is derived from it: a page's tables are lists of these."""

from collections.abc import Iterable
from typing import NamedTuple

import pandas as pd

NUMBERS = ("value", "numerator", "denominator", "priced")  # missing ones are None


class Figure(NamedTuple):
    """One figure: an indicator of a region and year, or something derived from it.

    ``value`` is None where there is none, and ``status`` then says why. ``basis`` is "computed"
    or "published"; ``numerator`` and ``denominator`` are what a ratio is made of, where they
    are known; ``priced`` is the year whose prices kroner are in. ``kind`` names what a derived
    figure is (data/reference/derived_kinds.csv), ``against`` the year or region it is held
    against, and ``of`` the ids of the indicators it is made of.
    """

    region: str
    year: int
    indicator: str
    category: str
    value: float | None
    status: str = ""
    source: str = ""
    basis: str = "computed"
    printed: str = ""
    note: str = ""
    numerator: float | None = None
    denominator: float | None = None
    priced: int | None = None
    kind: str = ""
    against: str = ""
    of: str = ""

    def derived(
        self, kind: str, value: float | None, *, against: object = "", of: str = ""
    ) -> "Figure":
        """A figure of ``kind`` made from this one, by default of this one's indicator alone."""
        return self._replace(
            value=value,
            basis="computed",
            printed="",
            note="",
            kind=kind,
            against=str(against),
            of=of or self.indicator,
        )


Figures = list[Figure]


def from_table(table: pd.DataFrame) -> Figures:
    """The rows of a table with the columns of a figure, in their order; columns may be missing."""
    columns = [name for name in Figure._fields if name in table.columns]
    cells = []
    for name in columns:
        values = table[name].tolist()
        if name in NUMBERS:
            values = [None if value != value else value for value in values]
        cells.append(values)
    return [Figure(**dict(zip(columns, row, strict=True))) for row in zip(*cells, strict=True)]


def known(figures: Iterable[Figure]) -> Figures:
    """Those that have a value."""
    return [figure for figure in figures if figure.value is not None]


def of_region(figures: Iterable[Figure], code: str) -> Figures:
    """Those of one region."""
    return [figure for figure in figures if figure.region == code]


def newest_year(figures: Iterable[Figure]) -> int:
    """The newest year among them; 0 where there are none."""
    return max((figure.year for figure in figures), default=0)


def values_by_region(figures: Iterable[Figure], year: int) -> dict[str, float]:
    """The totals of ``year`` that have a value, by region."""
    return {
        figure.region: figure.value
        for figure in figures
        if figure.year == year and not figure.category and figure.value is not None
    }
