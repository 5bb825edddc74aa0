"""What the made-up nation is calibrated to: published rates and unit costs by KOSTRA group and
year, and how the gaps are filled.

data/reference/demo_targets.csv holds the result of :func:`derived`, one row per region, year and
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
# of data/reference/deflator.csv.
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


def derived() -> pd.DataFrame:
    """Every target, from the published tables and the rules above."""
    rates = {measure: _rate(measure, age) for measure, age in RATES.items()}
    stocks = {
        measure: _stock(category, rates["children_with_measures_0_22_pct"])
        for measure, category in STOCKS.items()
    }
    costs = {
        measure: _cost(measure, weight)
        for measure, weight in zip(COSTS, _weights(rates, stocks), strict=True)
    }
    net = {NET: _cost(NET, population.by_group("0_22"))}
    frames = [
        _long(values, basis).assign(measure=measure)
        for measure, (values, basis) in {**rates, **stocks, **costs, **net}.items()
    ]
    whole = pd.concat(frames, ignore_index=True).merge(
        _sources(), on=["measure", "region", "year"], how="left"
    )
    whole["source"] = (
        whole["source"].where(whole["basis"].isin(["published", "repriced"])).fillna("")
    )
    whole["value"] = whole["value"].round(3)
    return whole[["region", "year", "measure", "value", "basis", "source"]].sort_values(
        ["measure", "region", "year"], ignore_index=True
    )


def published(measure: str, category: str = "") -> tuple[pd.DataFrame, pd.DataFrame]:
    """A measure of the country and the groups of today, and what each value rests on: regions
    (rows) by year (columns).
    """
    rows = _newest(measure, category)
    repriced = rows["source"].eq(REPRICED) & rows["year"].lt(population.LAST)
    rows.loc[repriced, "value"] /= rows["year"].map(PRICES_OF_2024)
    rows["basis"] = repriced.map({True: "repriced", False: "published"})
    values, basis = (
        rows.pivot_table(index="region", columns="year", values=column, aggfunc="first")
        for column in ("value", "basis")
    )
    whole = [COUNTRY, WITHOUT_OSLO, *GROUPS]
    return values.reindex(index=whole, columns=YEARS).astype("float64"), basis.reindex(
        index=whole, columns=YEARS
    ).astype("object").fillna("").astype("str")


def _newest(measure: str, category: str) -> pd.DataFrame:
    """The newest edition of every published figure: region, year, value, source."""
    rows = pd.concat(
        [_read(name) for name in ("kostra_key_figures", "national_series", "asss_baerum_2024")],
        ignore_index=True,
    )
    rows = rows[
        rows["measure"].eq(measure)
        & rows["category"].eq(category)
        & rows["region"].isin([COUNTRY, WITHOUT_OSLO, *GROUPS])
    ]
    dates = rows["source"].map(_read("sources").set_index("source")["published"])
    rows = rows.assign(
        value=pd.to_numeric(rows["value"], errors="coerce"),
        date=dates,
        year=rows["year"].astype("int64"),
    )
    newest = (
        rows.dropna(subset="value")
        .sort_values(["date", "source"])
        .drop_duplicates(["region", "year"], keep="last")
    )
    return newest.loc[
        newest["year"].isin(YEARS), ["region", "year", "value", "source"]
    ].reset_index(drop=True)


def _sources() -> pd.DataFrame:
    """Where each published figure was printed: measure, region, year, source."""
    asked = {**dict.fromkeys([*RATES, *COSTS, NET], ""), **STOCKS}
    names = dict.fromkeys(STOCKS, "children_placed_31dec")
    found = [
        _newest(names.get(measure, measure), category).assign(measure=measure)
        for measure, category in asked.items()
    ]
    return pd.concat(found, ignore_index=True).drop(columns="value")


def _rate(measure: str, age: str) -> tuple[pd.DataFrame, pd.DataFrame]:
    """A percentage of the population of an age, held after the last published year."""
    values, basis = published(measure)
    if pd.isna(
        values[LAST_PUBLISHED].loc[COUNTRY]
    ):  # the share of 2021 was not printed, the number of children was
        counted = float(
            published("children_with_measures_during_year")[0][LAST_PUBLISHED].loc[COUNTRY]
        )
        values.loc[COUNTRY, LAST_PUBLISHED] = (
            100 * counted / population.by_group(age)[LAST_PUBLISHED].sum()
        )
        basis.loc[COUNTRY, LAST_PUBLISHED] = "published"
    weights = population.by_group(age)
    return _filled(
        values, basis, weights, {year: 1.0 for year in YEARS if year > LAST_PUBLISHED}, "held"
    )


def _stock(
    category: str, measures: tuple[pd.DataFrame, pd.DataFrame]
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Children placed at 31 December per 100 inhabitants 0–22: the country as published, then as
    many of those with measures.
    """
    rates, _ = measures
    counts = published("children_placed_31dec", category)[0].loc[COUNTRY]
    weights = population.by_group("0_22")[YEARS]
    of_measures = (100 * counts / weights.sum() / rates.loc[COUNTRY]).ffill()
    country = rates.loc[COUNTRY] * of_measures
    level = (rates.loc[GROUPS] / rates.loc[COUNTRY]) ** FOLLOWS_MEASURES
    values = level * country * weights.sum() / (level * weights).sum()
    values.loc[COUNTRY] = country
    basis = pd.DataFrame("share", index=values.index, columns=YEARS)
    for year in YEARS:
        known = bool(pd.notna(counts[year]))
        basis[year] = "share" if known else "held"
        basis.loc[COUNTRY, year] = "published" if known else "held"
    return values, basis


def _cost(measure: str, weights: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Kroner per child or inhabitant, in prices of the year; after the last published year grown as
    the two groups that are known.
    """
    values, basis = published(measure)
    later = [year for year in YEARS if year > LAST_PUBLISHED]
    known = published(COSTS[2] if measure == NET else measure)[0].loc[["EKG12", "EKG13"]]
    share = weights.loc[known.index, YEARS] / weights.loc[known.index, YEARS].sum()
    mean = known.mul(share).sum(min_count=2)
    index = mean / mean[LAST_PUBLISHED]
    return _filled(values, basis, weights, {year: float(index[year]) for year in later}, "grown")


def _weights(
    rates: dict[str, tuple[pd.DataFrame, pd.DataFrame]],
    stocks: dict[str, tuple[pd.DataFrame, pd.DataFrame]],
) -> list[pd.DataFrame]:
    """What the unit costs are weighted with: children in the service, not placed and placed, by
    group and year.
    """
    children, young = population.by_group("0_17"), population.by_group("0_22")
    investigated = rates["children_investigated_0_17_pct"][0].loc[GROUPS] * children[YEARS]
    measures = rates["children_with_measures_0_22_pct"][0].loc[GROUPS] * young[YEARS]
    placed = (
        stocks["children_placed_31dec_0_22_pct"][0].loc[GROUPS] * young[YEARS] * PLACED_DURING_YEAR
    )
    return [investigated + measures, measures - placed, placed]


def _filled(
    values: pd.DataFrame,
    basis: pd.DataFrame,
    weights: pd.DataFrame,
    later: dict[int, float],
    word: str,
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Values with every gap filled by the rules of the module; ``later`` is what to multiply 2021
    with in the years after it.
    """
    values, basis = values.copy(), basis.copy()
    country = values.loc[COUNTRY]
    _rest(values, basis, weights, BASE, values.loc[GROUPS, BASE].isna())
    never = basis.loc[GROUPS, BASE].eq("rest")
    for year in YEARS:
        if year <= LAST_PUBLISHED:
            gaps = values.loc[GROUPS, year].isna() & (~never if year > BASE else True)
            rows = gaps[gaps].index
            values.loc[rows, year] = values.loc[rows, BASE] * country[year] / country[BASE]
            basis.loc[rows, year] = "moved"
    _rest(values, basis, weights, LAST_PUBLISHED, values.loc[GROUPS, LAST_PUBLISHED].isna())
    for year, factor in later.items():
        gaps = values[year].isna()
        values.loc[gaps, year] = values.loc[gaps, LAST_PUBLISHED] * factor
        basis.loc[gaps, year] = word
    return values, basis


def _rest(
    values: pd.DataFrame,
    basis: pd.DataFrame,
    weights: pd.DataFrame,
    year: int,
    gaps: "pd.Series[bool]",
) -> None:
    """Give the groups in ``gaps`` the one value that makes the groups together equal the
    country.
    """
    share = weights[year] / weights[year].sum()
    known = float((values[year].loc[GROUPS] * share)[~gaps].sum())
    values.loc[gaps[gaps].index, year] = (float(values[year].loc[COUNTRY]) - known) / share[
        gaps
    ].sum()
    basis.loc[gaps[gaps].index, year] = "rest"


def _long(values: pd.DataFrame, basis: pd.DataFrame) -> pd.DataFrame:
    def long(table: pd.DataFrame, name: str) -> pd.DataFrame:
        return (
            table.rename_axis("region")
            .reset_index()
            .melt(id_vars="region", var_name="year", value_name=name)
        )

    return (
        long(values, "value")
        .merge(long(basis, "basis"), on=["region", "year"])
        .dropna(subset="value")
        .astype({"year": "int64"})
    )


@lru_cache
def _read(name: str) -> pd.DataFrame:
    return pd.read_csv(DATA / "published" / f"{name}.csv", dtype="str", keep_default_na=False)
