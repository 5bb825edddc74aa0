"""Plans and their evaluation: who has one on the counting date, and which plans were evaluated in
the period.

Plan types (code list plantype): 1 assistance (barnevernsloven 2021 § 8-1), 2 institution for
behaviour (§ 8-4), 3 and 4 care (§ 8-3), 5 aftercare (§ 8-5); 6 contact, 7 and 8 investigations. A
plan counts for a child on a day on which it runs.
"""

import pandas as pd

from barnevern.counting import measures
from barnevern.counting.base import Base, during, runs_on
from barnevern.counting.periods import dated, first_of_year
from barnevern.counting.tally import Counts, tally

ASSISTANCE_PLANS = ["1", "2", "5"]
CARE_PLANS = ["3", "4"]


def count(base: Base) -> list[Counts]:
    """Children with plans on 31 December, and plans of assistance evaluated during the year."""
    now = measures.on_31dec(base)
    assistance, care = now[~now["care"]], now[now["care"]]
    day = first_of_year(now["year"] + 1) - pd.Timedelta(days=1)
    with_assistance, with_care = (
        has_plan(base, now, day, types) for types in (ASSISTANCE_PLANS, CARE_PLANS)
    )
    plans, evaluated = assistance_plans(base)
    return [
        tally(base, "children_with_plan_31dec", now[with_assistance | with_care]),
        tally(base, "children_with_assistance", assistance),
        tally(base, "children_with_assistance_plan", assistance[with_assistance[assistance.index]]),
        tally(base, "children_with_care_plan", care[with_care[care.index]]),
        tally(base, "assistance_plans", plans),
        tally(base, "assistance_plans_evaluated", evaluated.drop_duplicates(["plan", "year"])),
    ]


def has_plan(
    base: Base, rows: pd.DataFrame, day: "pd.Series[pd.Timestamp]", types: list[str]
) -> "pd.Series[bool]":
    """Whether the child of each of ``rows`` has a plan of one of ``types`` on its ``day``."""
    plans = base.elements("plans")
    asked = rows[["child"]].assign(day=day, row=rows.index)
    both = asked.merge(plans.loc[plans["type"].isin(types), ["child", "start", "end"]], on="child")
    return pd.Series(rows.index.isin(both.loc[runs_on(both, both["day"]), "row"]), index=rows.index)


def assistance_plans(base: Base) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Plans of assistance by year in which they ran, and their evaluations with year, half and
    quarter of the evaluation.
    """
    plans = base.elements("plans")
    plans = plans[plans["type"].isin(ASSISTANCE_PLANS)]
    evaluations = dated(base.cases["evaluations"], "date", base.years)
    both = evaluations.merge(plans, on="plan")
    return during(plans, base.years), both[runs_on(both, both["date"])]
