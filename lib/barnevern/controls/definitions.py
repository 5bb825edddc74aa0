"""Definitions that several controls share: age, placements and care orders."""

import pandas as pd

from barnevern.counting import legal

REQUIRES_SPECIFICATION = ("1.99", "2.99", "3.7", "3.99", "4.99", "5.99", "6.99", "7.99", "8.99")
NEW_ACT_FROM = pd.Timestamp(2023, 1, 1)  # barnevernsloven of 2021 came into force


def whole_years(born: pd.Series, at: pd.Series) -> pd.Series:
    """Age in whole years on the day ``at``; missing where the birth date is, negative for the
    unborn.
    """
    not_yet = born.dt.month.mul(100) + born.dt.day > at.dt.month.mul(100) + at.dt.day
    age: pd.Series = (at.dt.year - born.dt.year - not_yet.astype("int64")).where(born.notna())
    return age.astype("Int64")


def placements(measures: pd.DataFrame) -> "pd.Series[bool]":
    """Which measures are placements (plasseringstiltak), by category; 8.4 and 8.5, which replaced
    8.2 in 2026, are taken along.
    """
    return legal.is_placement(measures["category"])


def care_orders(measures: pd.DataFrame, bases: pd.DataFrame) -> "pd.Series[bool]":
    """Which measures are care orders (omsorgstiltak) by the specification, from ``bases`` (the
    table legal_bases).

    The program knows neither § 4-8 read with § 4-12 nor § 5-1 of the act of 2021 without a letter.
    """
    found = legal.classified(measures["of"], bases[bases["of"].isin(measures["of"])])
    return pd.Series(found["care"].to_numpy(), index=measures.index)
