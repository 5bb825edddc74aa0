"""Unaccompanied minors, as far as a case extract shows them: no format has a field for it.

Taken for one is a child with a DUF number (of the immigration authorities) and a measure that runs
for want of anyone to care for it: tiltaksgrunnlag 12, "Barnet mangler omsorgsperson". The code was
closed on 31 December 2025 without a successor.
"""

import numpy as np
import pandas as pd

from barnevern.counting import measures
from barnevern.counting.base import Base, looked_up
from barnevern.counting.legal import FOSTER_HOME, HOUSING
from barnevern.counting.periods import Years
from barnevern.counting.tally import TOTAL, Counts, all_as, by, tally

WITH_CODE = Years(last=2025)  # as long as the code 12 is valid
STUDIO = "8.1"
HOMES = [
    "foster_home",
    "shared_housing",
    "studio",
    "elsewhere",
]  # the first that a child has; shared studios cannot be told from shared housing
AGES = {"0_17": (0, 17), "18_20": (18, 20), "21_25": (21, 25)}


def count(base: Base) -> list[Counts]:
    """Counts of unaccompanied minors by home and age on 31 December, of those new in the year and
    of those placed.
    """
    rows = _unaccompanied(base)
    now, placed = rows[rows["on_31dec"]], rows[rows["placement"]]
    housed = now[now["category"].isin(HOUSING)]
    follow_up = "unaccompanied_minors_follow_up"
    return [
        *_by_home(base, now),
        *_settled(base, rows),
        tally(base, "unaccompanied_minors_placed_during_year", placed, once=True, within=WITH_CODE),
        tally(base, follow_up, now, once=True, within=WITH_CODE),
        tally(base, follow_up, housed, all_as("shared_housing"), once=True, within=WITH_CODE),
    ]


def _unaccompanied(base: Base) -> pd.DataFrame:
    """Measures by year of children with a DUF number and, that year, no carer."""
    rows = base.measures_by_year
    rows = rows[base.children["duf"].to_numpy(dtype=bool)[rows["child"].to_numpy()]]
    alone: pd.DataFrame = rows[rows.groupby(["child", "year"])["no_carer"].transform("any")]
    return alone


def _by_home(base: Base, now: pd.DataFrame) -> list[Counts]:
    """Each child once, by age and the home it has on 31 December."""
    rows = _with_age_group(_first_home(now))
    splits = [
        (rows, TOTAL),
        (rows, by("home", {home: f"{home}.total" for home in HOMES})),
        (rows, by("group", {age: f"total.{age}" for age in AGES})),
        *(
            (rows[rows["home"].eq(home)], by("group", {age: f"{home}.{age}" for age in AGES}))
            for home in HOMES
        ),
    ]
    return [
        tally(base, "unaccompanied_minors_31dec", living, split, within=WITH_CODE)
        for living, split in splits
    ]


def _with_age_group(rows: pd.DataFrame) -> pd.DataFrame:
    inside = [rows["age"].between(first, last) for first, last in AGES.values()]
    group = np.select(inside, list(AGES), default="")
    return rows.assign(group=pd.Series(group, index=rows.index, dtype="str"))


def _first_home(now: pd.DataFrame) -> pd.DataFrame:
    """One row per child and year with ``home``: foster home before shared housing before studio,
    else elsewhere.
    """
    category = now["category"]
    home = (
        pd.Series("elsewhere", index=now.index, dtype="str")
        .mask(category.eq(STUDIO), "studio")
        .mask(category.isin(HOUSING), "shared_housing")
        .mask(category.str.startswith(FOSTER_HOME), "foster_home")
    )
    ranked = now.assign(home=home, rank=home.map({name: rank for rank, name in enumerate(HOMES)}))
    return ranked.sort_values("rank", kind="stable").drop_duplicates(["child", "year"])


def _settled(base: Base, rows: pd.DataFrame) -> list[Counts]:
    """Those who had no measure when the year began, and those of them who were under 15 years when
    the first one of the year started.
    """
    first = rows.groupby(["child", "year"], as_index=False).agg(start=("start", "min"))
    new = first[~measures.had_measure_before(base, first)]
    young = new[
        (looked_up(new["child"], base.children["born"]) + pd.DateOffset(years=15)).gt(new["start"])
    ]
    name = "unaccompanied_minors_settled"
    return [
        tally(base, name, new, within=WITH_CODE),
        tally(base, name, young, all_as("under_15"), within=WITH_CODE),
    ]
