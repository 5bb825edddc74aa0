"""Children with measures: during the year, on 31 December, new ones; assistance or care order;
aftercare.

Each child counts once. A child with a care order and assistance in the same period counts under the
care order, as in Statistics Norway's tables 09050 and 11600, so that the two types add up to all
children.
"""

import pandas as pd

from barnevern.counting.base import Base, during
from barnevern.counting.periods import SINCE_BVR, dated
from barnevern.counting.tally import BY_SEX, Counts, by, by_ages, by_ranges, tally, total_and

BY_TYPE = by("care", {False: "assistance", True: "care"})  # whether there was a care order
AFTERCARE_ANSWERS = by("conclusion", {"1": "accepted", "2": "other_wanted", "3": "not_wanted"})


def children(rows: pd.DataFrame) -> pd.DataFrame:
    """One row per child and year of the measures ``rows``: child, year, age, sex, and whether any
    is a placement or a care order.
    """
    kinds = rows.groupby(["child", "year"], as_index=False).agg(
        placement=("placement", "any"), care=("care", "any")
    )
    about = rows[["child", "year", "age", "sex"]].drop_duplicates(["child", "year"])
    return kinds.merge(about, on=["child", "year"])


def on_31dec(base: Base) -> pd.DataFrame:
    """One row per child with a measure on 31 December of each year, as ``children`` gives them."""
    return children(base.measures_by_year[base.measures_by_year["on_31dec"]])


def count(base: Base) -> list[Counts]:
    """Counts of children with measures in each year."""
    year, now = children(base.measures_by_year), on_31dec(base)
    new = year[~had_measure_before(base, year)]
    imposed = base.measures_by_year[base.measures_by_year["imposed"]]
    return [
        *_by_everything(base, "children_with_measures_during_year", year),
        *by_ranges(base, "children_with_measures_during_year", year)[1:],
        *_by_everything(base, "children_with_measures_31dec", now),
        *by_ranges(base, "children_with_measures_31dec", now)[1:],
        *_by_everything(base, "children_with_new_measures", new),
        *by_ranges(base, "children_investigated_or_with_measures", _in_service(base), once=True),
        tally(base, "children_in_care", now[now["care"]]),
        tally(base, "children_with_imposed_assistance", imposed, once=True),
        tally(base, "aftercare_31dec", now[now["age"].ge(18)]),
        *_aftercare_offers(base),
    ]


def _by_everything(base: Base, measure: str, rows: pd.DataFrame) -> list[Counts]:
    return [
        *total_and(base, measure, rows, BY_TYPE),
        tally(base, measure, rows, BY_SEX),
        *by_ages(base, measure, rows),
    ]


def had_measure_before(base: Base, year: pd.DataFrame) -> "pd.Series[bool]":
    """Whether each child and year of ``year`` had a measure on 31 December of the year before."""
    rows, keys = base.measures_by_year, ["child", "year"]
    carried = rows[rows["start"].dt.year.lt(rows["year"])]
    had = pd.concat([carried[keys], _ended_on_31dec(base.measures)[keys]])
    before = pd.MultiIndex.from_frame(had)
    return pd.Series(pd.MultiIndex.from_frame(year[keys]).isin(before), index=year.index)


def _ended_on_31dec(measures: pd.DataFrame) -> pd.DataFrame:
    """The measures that ended on a 31 December, with the year after as ``year``."""
    end = measures["end"]
    rows: pd.DataFrame = measures[
        end.dt.month.eq(12) & end.dt.day.eq(31) & measures["start"].le(end)
    ]
    return rows.assign(year=rows["end"].dt.year.astype("int64") + 1)


def _in_service(base: Base) -> pd.DataFrame:
    """Child, year and age of those with an investigation or a measure during the year."""
    investigated = base.in_target_group(during(base.investigations, base.years))
    return pd.concat(
        [investigated[["child", "year", "age"]], base.measures_by_year[["child", "year", "age"]]]
    )


def _aftercare_offers(base: Base) -> list[Counts]:
    """Offers of aftercare sent in the year, and answers to offers in the year; 15F has no such
    element.
    """
    if not base.file_format.has("aftercare"):
        return []
    offers = base.elements("aftercare")
    answers = dated(offers, "end", base.years)
    return [
        tally(base, "aftercare_offers", dated(offers, "offered", base.years), within=SINCE_BVR),
        *total_and(base, "aftercare_answers", answers, AFTERCARE_ANSWERS, within=SINCE_BVR),
    ]
