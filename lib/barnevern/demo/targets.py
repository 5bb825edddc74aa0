"""What the made-up nation is calibrated to: published rates and unit costs by KOSTRA group and
year, and how the gaps are filled.

data/reference/demo_targets.csv holds what demo/derivation.py makes, one row per region, year and
measure, with what each value rests on:

- published: printed by Statistics Norway (KOSTRA key figures and main figures) or by ASSS; the
newest edition of it
- repriced: printed in prices of 2024 (ASSS), turned back to prices of the year
- share: the published figure of the country, split by the groups' rates of children with measures,
half of the way
- moved: the group's figure of 2020 moved with the country, because the groups of today did not
exist before or it was not printed
- rest: the country less the groups that were printed, one value for all the others
- held: nothing is published after 2021; the latest rate is kept
- grown: nothing is published after 2021; grown as KOSTRA groups 12 and 13 together
"""

from functools import lru_cache

import pandas as pd

from barnevern.demo import population
from barnevern.paths import DATA, REFERENCE

COUNTRY, WITHOUT_OSLO = "EAK", "EAKUO"
GROUPS = [f"EKG{number:02d}" for number in range(1, 18)]
YEARS = list(range(2015, population.LAST + 1))
BASE, LAST_PUBLISHED = (
    2020,
    2021,
)  # the first year of today's KOSTRA groups, and the last of the key figures
RATES = {
    "children_with_referral_0_17_pct": "0_17",
    "children_investigated_0_17_pct": "0_17",
    "children_with_measures_0_22_pct": "0_22",
}
STOCKS = {"children_placed_31dec_0_22_pct": "", "children_in_care_31dec_0_22_pct": "care"}
COSTS = [
    "gross_f244_per_child_nok",
    "gross_f251_per_child_not_placed_nok",
    "gross_f252_per_child_placed_nok",
]
NET = "net_expenditure_per_inhabitant_0_22_nok"
# Years between a placement in the year and one at its end: an assumption, used only to weigh the
# groups' unit costs together.
PLACED_DURING_YEAR = 1.3
# How far a group with many children with measures also has many placed (1 would be as many more):
# an assumption. No placements by group are
# published; with 1, what the small municipalities spend net would not cover the placements they
# would have.
FOLLOWS_MEASURES = 0.5
# ASSS prints 2021-2024 in prices of 2024: Oslo (KOSTRA group 13) stands with 97 327 kroner for 2021
# where KOSTRA has 83 933 (f244), and
# with 71 842 where KOSTRA has 61 955 (f251), the same 1.1596. The growth of 2022 and 2024 is that
# of data/reference/deflator.csv, 2024 by its edition rnb-2024.
PRICES_OF_2024 = {2021: 97327 / 83933, 2022: 97327 / 83933 / 1.067, 2023: 1.043, 2024: 1.0}
REPRICED = "asss-baerum-2024"


@lru_cache
def table() -> pd.DataFrame:
    """The targets as committed: region, year, measure, value, basis, source."""
    return pd.read_csv(
        REFERENCE / "demo_targets.csv",
        dtype={"region": "str", "source": "str"},
        keep_default_na=False,
    )


@lru_cache
def wide(measure: str) -> pd.DataFrame:
    """One measure by region (rows) and year (columns); the years before the first are as the
    first.
    """
    rows = table()
    found = rows[rows["measure"].eq(measure)].pivot_table(
        index="region", columns="year", values="value"
    )
    return found.reindex(columns=range(population.FIRST, population.LAST + 1)).bfill(axis=1)


def published(measure: str, category: str = "") -> tuple[pd.DataFrame, pd.DataFrame]:
    """A measure of the country and the groups of today, and what each value rests on: regions
    (rows) by year (columns).
    """
    rows = newest(measure, category)
    repriced = rows["source"].eq(REPRICED) & rows["year"].lt(population.LAST)
    rows.loc[repriced, "value"] /= rows["year"].map(PRICES_OF_2024)
    rows["basis"] = repriced.map({True: "repriced", False: "published"})
    basis = _by_year(rows, "basis").astype("object").fillna("").astype("str")
    return _by_year(rows, "value").astype("float64"), basis


def _by_year(rows: pd.DataFrame, column: str) -> pd.DataFrame:
    """One column of ``rows``: the country and every group (rows) by year (columns)."""
    table = rows.pivot_table(index="region", columns="year", values=column, aggfunc="first")
    return table.reindex(index=[COUNTRY, WITHOUT_OSLO, *GROUPS], columns=YEARS)


def newest(measure: str, category: str) -> pd.DataFrame:
    """The newest edition of every published figure: region, year, value, source."""
    rows = _every_edition()
    rows = rows[rows["measure"].eq(measure) & rows["category"].eq(category)]
    last = rows.dropna(subset="value").sort_values(["date", "source"])
    last = last.drop_duplicates(["region", "year"], keep="last")
    kept = last[last["year"].isin(YEARS)]
    return kept[["region", "year", "value", "source"]].reset_index(drop=True)


@lru_cache
def _every_edition() -> pd.DataFrame:
    """Every published figure of the country and the groups, with the date of its source."""
    names = ("kostra_key_figures", "national_series", "asss_baerum_2024")
    rows = pd.concat([_read(name) for name in names], ignore_index=True)
    rows = rows[rows["region"].isin([COUNTRY, WITHOUT_OSLO, *GROUPS])]
    return rows.assign(
        value=pd.to_numeric(rows["value"], errors="coerce"),
        date=rows["source"].map(_read("sources").set_index("source")["published"]),
        year=rows["year"].astype("int64"),
    )


@lru_cache
def _read(name: str) -> pd.DataFrame:
    return pd.read_csv(DATA / "published" / f"{name}.csv", dtype="str", keep_default_na=False)
