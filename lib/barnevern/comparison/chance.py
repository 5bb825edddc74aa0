"""Whether a municipality's share or rate differs from a group's by more than chance."""

from dataclasses import dataclass

import pandas as pd

from barnevern.comparison.intervals import count_interval, wilson
from barnevern.indicators import Indicator
from barnevern.observations import measures

LEVEL = 0.95


@dataclass(frozen=True)
class Chance:
    """The interval chance allows for the municipality's own figure, in the unit of the indicator,
    and whether the group's figure lies outside it.
    """

    low: float
    high: float
    beyond: bool


def testable(chosen: Indicator) -> bool:
    """Whether chance can be told for the indicator: something counted among something counted, not
    kroner or positions.
    """
    parts = [part for part in (chosen.numerator, chosen.denominator) if part]
    return len(parts) == 2 and all(measures()[part.measure]["kind"] == "count" for part in parts)


def bases(table: pd.DataFrame, chosen: Indicator, year: int) -> "pd.Series[float]":
    """What the indicator is divided by in ``year`` for every region that has it and where it is not
    zero; empty without a denominator. ``table`` has its figures (Page.table).
    """
    if "denominator" not in table:  # observations, as long as items still give them
        return _bases_observed(table, chosen, year)
    rows = table[table["year"].eq(year) & table["category"].eq("") & table["denominator"].notna()]
    return rows.set_index("region")["denominator"]


def _bases_observed(observations: pd.DataFrame, chosen: Indicator, year: int) -> "pd.Series[float]":
    if chosen.denominator is None:
        return pd.Series(dtype="float64")
    rows = observations[
        observations["measure"].eq(chosen.denominator.measure)
        & observations["category"].isin(chosen.denominator.categories)
        & observations["year"].eq(year)
    ]
    found = rows.groupby("region")["value"].agg(["sum", "count"])
    return found.loc[
        found["count"].eq(len(chosen.denominator.categories)) & found["sum"].gt(0), "sum"
    ]


def base(table: pd.DataFrame, chosen: Indicator, region: str, year: int) -> float | None:
    """What the indicator is divided by for ``region`` in ``year``; None where it has no denominator
    or it is missing. ``table`` has its figures (Page.table).
    """
    found = bases(table[table["region"].eq(region)], chosen, year)
    return float(found.iloc[0]) if len(found) else None


def against(value: float, other: float, divisor: float, chosen: Indicator) -> Chance:
    """The municipality's ``value`` of an indicator with ``divisor`` below it, held against the
    figure ``other`` of a large group.

    A share gets Wilson's interval, a rate that of its count. Where only the rounded figure is
    published, the count is what the figure says times the divisor. The group's own chance is left
    out: it is small beside that of one municipality.
    """
    low, high = _interval(value, divisor, chosen)
    return Chance(low, high, not low <= other <= high)


def intervals(own: pd.DataFrame, table: pd.DataFrame, chosen: Indicator) -> pd.DataFrame:
    """The interval chance allows for each figure of one municipality: ``own`` (region, year, value)
    to year, low and high. ``table`` has the figures of the indicator; ``own`` itself will do.

    Years without a base are left out, and so is everything where chance cannot be told (see
    ``testable``).
    """
    rows = []
    for row in own.to_dict("records") if testable(chosen) else []:
        divisor = base(table, chosen, row["region"], row["year"])
        if divisor is not None:
            rows.append((row["year"], *_interval(row["value"], divisor, chosen)))
    return pd.DataFrame(rows, columns=["year", "low", "high"])


def _interval(value: float, divisor: float, chosen: Indicator) -> tuple[float, float]:
    count = value / chosen.per * divisor
    if chosen.per == 100:
        low, high = (limit * chosen.per for limit in wilson(min(count, divisor), divisor, LEVEL))
    else:
        low, high = (limit / divisor * chosen.per for limit in count_interval(count, LEVEL))
    return float(low), float(high)
