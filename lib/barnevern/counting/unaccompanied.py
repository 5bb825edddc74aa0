"""Unaccompanied minors, as far as a case extract shows them: no format has a field for it.

Taken for one is a child with a DUF number (of the immigration authorities) and a measure that runs for want of anyone to care for
it: tiltaksgrunnlag 12, "Barnet mangler omsorgsperson". The code was closed on 31 December 2025 without a successor.
"""

import pandas as pd

from barnevern.counting import measures
from barnevern.counting.base import Base
from barnevern.counting.legal import FOSTER_HOME, HOUSING
from barnevern.counting.tally import tally

WITHIN = (0, 2025)
STUDIO = "8.1"
HOMES = ["foster_home", "shared_housing", "studio", "elsewhere"]  # the first that a child has; shared studios cannot be told from shared housing
AGES = {"0_17": (0, 17), "18_20": (18, 20), "21_25": (21, 25)}


def count(base: Base) -> list[pd.DataFrame]:
    """Counts of unaccompanied minors by home and age on 31 December, of those new in the year and of those placed."""
    rows = base.measures_by_year
    rows = rows[base.children["duf"].to_numpy(dtype=bool)[rows["child"].to_numpy()]]
    rows = rows[rows.groupby(["child", "year"])["no_carer"].transform("any")]
    now = rows[rows["on_31dec"]]
    return [
        *_by_home(base, now),
        *_settled(base, rows),
        tally(base, "unaccompanied_minors_placed_during_year", rows[rows["placement"]], once=True, within=WITHIN),
        tally(base, "unaccompanied_minors_follow_up", now, once=True, within=WITHIN),
        tally(base, "unaccompanied_minors_follow_up", now[now["category"].isin(HOUSING)], categories=["shared_housing"], once=True, within=WITHIN),
    ]


def _by_home(base: Base, now: pd.DataFrame) -> list[pd.DataFrame]:
    """Each child once, by age and the home it has on 31 December: foster home before shared housing before studio, else elsewhere."""
    name, category = "unaccompanied_minors_31dec", now["category"]
    home = pd.Series("elsewhere", index=now.index, dtype="str").mask(category.eq(STUDIO), "studio").mask(category.isin(HOUSING), "shared_housing")
    rows = now.assign(home=home.mask(category.str.startswith(FOSTER_HOME), "foster_home"))
    rows = rows.assign(rank=rows["home"].map({home: rank for rank, home in enumerate(HOMES)}))
    rows = rows.sort_values("rank", kind="stable").drop_duplicates(["child", "year"])
    rows = rows.assign(age=rows["age"].map(lambda age: next((group for group, (first, last) in AGES.items() if first <= age <= last), "")))
    counts = [tally(base, name, rows, within=WITHIN)]
    for column, first, second in [("home", HOMES, ["total"]), ("age", ["total"], list(AGES)), ("both", HOMES, list(AGES))]:
        cells = (rows["home"] if column != "age" else "total") + "." + (rows["age"] if column != "home" else "total")
        counts.append(tally(base, name, rows.assign(cell=cells), by="cell", categories=[f"{a}.{b}" for a in first for b in second], within=WITHIN))
    return counts


def _settled(base: Base, rows: pd.DataFrame) -> list[pd.DataFrame]:
    """Those who had no measure when the year began, and those of them who were under 15 years when the first one of the year started."""
    first = rows.groupby(["child", "year"], as_index=False).agg(start=("start", "min"))
    new = first[~measures.had_measure_before(base, first)]
    young = new[(base.children["born"].reindex(new["child"]).set_axis(new.index) + pd.DateOffset(years=15)).gt(new["start"])]
    return [
        tally(base, "unaccompanied_minors_settled", new, within=WITHIN),
        tally(base, "unaccompanied_minors_settled", young, categories=["under_15"], within=WITHIN),
    ]
