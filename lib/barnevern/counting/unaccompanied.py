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
from barnevern.counting.tally import Counts, tally

WITHIN = (0, 2025)
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
    rows = base.measures_by_year
    rows = rows[base.children["duf"].to_numpy(dtype=bool)[rows["child"].to_numpy()]]
    rows = rows[rows.groupby(["child", "year"])["no_carer"].transform("any")]
    now = rows[rows["on_31dec"]]
    return [
        *_by_home(base, now),
        *_settled(base, rows),
        tally(
            base,
            "unaccompanied_minors_placed_during_year",
            rows[rows["placement"]],
            once=True,
            within=WITHIN,
        ),
        tally(base, "unaccompanied_minors_follow_up", now, once=True, within=WITHIN),
        tally(
            base,
            "unaccompanied_minors_follow_up",
            now[now["category"].isin(HOUSING)],
            categories=["shared_housing"],
            once=True,
            within=WITHIN,
        ),
    ]


def _by_home(base: Base, now: pd.DataFrame) -> list[Counts]:
    """Each child once, by age and the home it has on 31 December: foster home before shared housing
    before studio, else elsewhere.
    """
    name, category = "unaccompanied_minors_31dec", now["category"]
    home = (
        pd.Series("elsewhere", index=now.index, dtype="str")
        .mask(category.eq(STUDIO), "studio")
        .mask(category.isin(HOUSING), "shared_housing")
    )
    rows = now.assign(home=home.mask(category.str.startswith(FOSTER_HOME), "foster_home"))
    rows = rows.assign(rank=rows["home"].map({home: rank for rank, home in enumerate(HOMES)}))
    rows = rows.sort_values("rank", kind="stable").drop_duplicates(["child", "year"])
    group = np.select(
        [rows["age"].between(first, last) for first, last in AGES.values()], list(AGES), default=""
    )
    rows = rows.assign(group=pd.Series(group, index=rows.index, dtype="str"))
    counts = [
        tally(base, name, rows, within=WITHIN),
        tally(
            base,
            name,
            rows,
            by="home",
            categories={home: f"{home}.total" for home in HOMES},
            within=WITHIN,
        ),
        tally(
            base,
            name,
            rows,
            by="group",
            categories={age: f"total.{age}" for age in AGES},
            within=WITHIN,
        ),
    ]
    for place in HOMES:
        living = rows[rows["home"].eq(place)]
        counts.append(
            tally(
                base,
                name,
                living,
                by="group",
                categories={age: f"{place}.{age}" for age in AGES},
                within=WITHIN,
            )
        )
    return counts


def _settled(base: Base, rows: pd.DataFrame) -> list[Counts]:
    """Those who had no measure when the year began, and those of them who were under 15 years when
    the first one of the year started.
    """
    first = rows.groupby(["child", "year"], as_index=False).agg(start=("start", "min"))
    new = first[~measures.had_measure_before(base, first)]
    young = new[
        (looked_up(new["child"], base.children["born"]) + pd.DateOffset(years=15)).gt(new["start"])
    ]
    return [
        tally(base, "unaccompanied_minors_settled", new, within=WITHIN),
        tally(base, "unaccompanied_minors_settled", young, categories=["under_15"], within=WITHIN),
    ]
