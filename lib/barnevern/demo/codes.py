"""Codes drawn by situation, age and date: only codes that were valid on the day.

How often a code is used is an assumption (data/reference/demo_codes.csv: weights, and the ages they
apply to); what it means and when it is valid is not (data/reference/extract_codes.csv).
"""

from functools import lru_cache

import numpy as np
import pandas as pd

from barnevern import reference
from barnevern.demo.chance import Floats, Ints, Rng, years_of

AGES = 26
FIRST_YEAR, LAST_YEAR = (
    2013,
    2025,
)  # the code lists begin in 2013; an earlier element has the codes of 2013


@lru_cache
def _lists() -> pd.DataFrame:
    """Every code that is drawn with its weight, ages and the years in which it is valid."""
    weights = pd.DataFrame(reference.rows("demo_codes.csv"))
    valid = pd.DataFrame(reference.rows("extract_codes.csv"))[
        ["list", "code", "valid_from", "valid_to"]
    ]
    found = weights.merge(valid, on=["list", "code"], validate="many_to_one")
    found["first_year"] = found["valid_from"].str[:4].astype("int64")
    found["last_year"] = found["valid_to"].str[:4].replace("", "9999").astype("int64")
    return found.astype({"weight": "float64", "youngest": "int64", "oldest": "int64"})


@lru_cache
def members(name: str, situation: str) -> tuple[str, ...]:
    """The codes of a list that are used in a situation."""
    rows = _lists()
    return tuple(rows.loc[rows["list"].eq(name) & rows["situation"].eq(situation), "code"])


@lru_cache
def _cumulated(name: str, situation: str) -> Floats:
    """Cumulated shares of the codes by year (axis 0), age (axis 1) and code (axis 2)."""
    rows = _lists()
    rows = rows[rows["list"].eq(name) & rows["situation"].eq(situation)]
    years, ages = (
        np.arange(FIRST_YEAR, LAST_YEAR + 1)[:, None, None],
        np.arange(AGES)[None, :, None],
    )
    valid = (rows["first_year"].to_numpy() <= years) & (years <= rows["last_year"].to_numpy())
    fits = (rows["youngest"].to_numpy() <= ages) & (ages <= rows["oldest"].to_numpy())
    weights = (
        rows["weight"].to_numpy() * valid * np.where(fits, 1.0, 1e-9)
    )  # an age no code is for still gets one
    total = np.cumsum(weights, axis=2)
    return np.asarray(
        total / np.maximum(total[:, :, -1:], 1e-300)
    )  # in a year in which no code is valid there is nothing to draw


def draw(rng: Rng, name: str, situation: str, days: Ints, ages: Ints) -> Ints:
    """Positions in :func:`members` of codes for elements that start on ``days``, about persons of
    these ``ages``.
    """
    shares = _cumulated(name, situation)[
        (years_of(days) - FIRST_YEAR).clip(0, LAST_YEAR - FIRST_YEAR), ages.clip(0, AGES - 1)
    ]
    return np.asarray((shares < rng.random(len(days))[:, None]).sum(axis=1), dtype="int64").clip(
        max=shares.shape[1] - 1
    )


def texts(
    name: str, situation: str, positions: Ints
) -> "np.ndarray[tuple[int], np.dtype[np.object_]]":
    """The codes at ``positions`` of :func:`members`."""
    return np.array(members(name, situation), dtype=object)[positions]


@lru_cache
def needing_specification() -> frozenset[str]:
    """Codes that must be explained in words, as "list code"."""
    return frozenset(
        f"{row['list']} {row['code']}"
        for row in reference.rows("extract_codes.csv")
        if row["needs_detail"] == "1"
    )


def specified(
    name: str, codes: "np.ndarray[tuple[int], np.dtype[np.object_]]"
) -> "np.ndarray[tuple[int], np.dtype[np.bool_]]":
    """Whether each code is one that is explained in words."""
    needed = [code for code in dict.fromkeys(codes) if f"{name} {code}" in needing_specification()]
    return np.isin(codes.astype(str), needed)
