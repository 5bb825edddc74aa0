"""How the targets of the made-up nation are derived from published tables: rates, stocks, unit
costs and net expenditure, with every gap filled by the rules that targets.py names.
"""

import pandas as pd

from barnevern.demo import population
from barnevern.demo.targets import (
    BASE,
    COSTS,
    COUNTRY,
    FOLLOWS_MEASURES,
    GROUPS,
    LAST_PUBLISHED,
    NET,
    PLACED_DURING_YEAR,
    RATES,
    STOCKS,
    YEARS,
    newest,
    published,
)

Grounded = tuple[pd.DataFrame, pd.DataFrame]  # values, and what each rests on: regions by year


def derived() -> pd.DataFrame:
    """Every target, from the published tables and the rules of this module, with the columns of
    :func:`table`.
    """
    frames = [
        _long(values, basis).assign(measure=measure)
        for measure, (values, basis) in _every_measure().items()
    ]
    keys = ["measure", "region", "year"]
    whole = pd.concat(frames, ignore_index=True).merge(_sources(), on=keys, how="left")
    printed = whole["basis"].isin(["published", "repriced"])
    whole["source"] = whole["source"].where(printed).fillna("")
    whole["value"] = whole["value"].round(3)
    return whole[["region", "year", "measure", "value", "basis", "source"]].sort_values(
        keys, ignore_index=True
    )


def _every_measure() -> dict[str, Grounded]:
    """Rates, stocks, unit costs and net expenditure by measure."""
    rates = {measure: _rate(measure, age) for measure, age in RATES.items()}
    stocks = {
        measure: _stock(category, rates["children_with_measures_0_22_pct"])
        for measure, category in STOCKS.items()
    }
    costs = {
        measure: _cost(measure, weight)
        for measure, weight in zip(COSTS, _weights(rates, stocks), strict=True)
    }
    return {**rates, **stocks, **costs, NET: _cost(NET, population.by_group("0_22"))}


def _sources() -> pd.DataFrame:
    """Where each published figure was printed: measure, region, year, source."""
    asked = {measure: (measure, "") for measure in [*RATES, *COSTS, NET]}
    asked |= {name: ("children_placed_31dec", category) for name, category in STOCKS.items()}
    found = [newest(*figure).assign(measure=name) for name, figure in asked.items()]
    return pd.concat(found, ignore_index=True).drop(columns="value")


def _rate(measure: str, age: str) -> Grounded:
    """A percentage of the population of an age, held after the last published year."""
    values, basis = published(measure)
    weights = population.by_group(age)
    if pd.isna(values[LAST_PUBLISHED].loc[COUNTRY]):
        # The share of 2021 was not printed, the number of children was.
        children = published("children_with_measures_during_year")[0]
        share = 100 * float(children[LAST_PUBLISHED].loc[COUNTRY]) / weights[LAST_PUBLISHED].sum()
        values.loc[COUNTRY, LAST_PUBLISHED] = share
        basis.loc[COUNTRY, LAST_PUBLISHED] = "published"
    held = {year: 1.0 for year in YEARS if year > LAST_PUBLISHED}
    return _filled(values, basis, weights, held, "held")


def _stock(category: str, measures: Grounded) -> Grounded:
    """Children placed at 31 December per 100 inhabitants 0–22: the country as published, then as
    many of those with measures; the groups by their rates of children with measures.
    """
    rates, _ = measures
    counts = published("children_placed_31dec", category)[0].T[COUNTRY]
    weights = population.by_group("0_22")[YEARS]
    of_measures = (100 * counts / weights.sum() / rates.loc[COUNTRY]).ffill()
    country = rates.loc[COUNTRY] * of_measures
    level = (rates.loc[GROUPS] / rates.loc[COUNTRY]) ** FOLLOWS_MEASURES
    values = level * country * weights.sum() / (level * weights).sum()
    values.loc[COUNTRY] = country
    return values, _stock_basis(values, counts)


def _stock_basis(values: pd.DataFrame, counts: pd.Series) -> pd.DataFrame:
    """What the stocks rest on: ``counts`` of the country, or the last of them."""
    known = counts[YEARS].notna()
    basis = pd.DataFrame("held", index=values.index, columns=YEARS)
    basis.loc[:, known] = "share"
    basis.loc[COUNTRY, known] = "published"
    return basis


def _cost(measure: str, weights: pd.DataFrame) -> Grounded:
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


def _weights(rates: dict[str, Grounded], stocks: dict[str, Grounded]) -> list[pd.DataFrame]:
    """What the unit costs are weighted with: children in the service, not placed and placed, by
    group and year.
    """
    children, young = population.by_group("0_17")[YEARS], population.by_group("0_22")[YEARS]
    investigated = rates["children_investigated_0_17_pct"][0].loc[GROUPS] * children
    measures = rates["children_with_measures_0_22_pct"][0].loc[GROUPS] * young
    placed = stocks["children_placed_31dec_0_22_pct"][0].loc[GROUPS] * young * PLACED_DURING_YEAR
    return [investigated + measures, measures - placed, placed]


def _filled(
    values: pd.DataFrame,
    basis: pd.DataFrame,
    weights: pd.DataFrame,
    later: dict[int, float],
    word: str,
) -> Grounded:
    """Values with every gap filled by the rules that targets.py names; ``later`` is what to
    multiply 2021 with in the years after it, ``word`` what those years rest on.
    """
    values, basis = values.copy(), basis.copy()
    _rest(values, basis, weights, BASE)
    _moved(values, basis)
    _rest(values, basis, weights, LAST_PUBLISHED)
    for year, factor in later.items():
        gaps = values[year].isna()
        values.loc[gaps, year] = values.loc[gaps, LAST_PUBLISHED] * factor
        basis.loc[gaps, year] = word
    return values, basis


def _moved(values: pd.DataFrame, basis: pd.DataFrame) -> None:
    """Give the groups their figure of the base year, moved with the country; a group that was not
    printed in the base year is not moved forward.
    """
    country = values.loc[COUNTRY]
    never = basis.loc[GROUPS, BASE].eq("rest")
    for year in range(YEARS[0], LAST_PUBLISHED + 1):
        gaps = values.loc[GROUPS, year].isna()
        rows = gaps[gaps & ~never if year > BASE else gaps].index
        values.loc[rows, year] = values.loc[rows, BASE] * country[year] / country[BASE]
        basis.loc[rows, year] = "moved"


def _rest(values: pd.DataFrame, basis: pd.DataFrame, weights: pd.DataFrame, year: int) -> None:
    """Give the groups without a figure the one value that makes the groups together equal the
    country.
    """
    gaps = values.loc[GROUPS, year].isna()
    share = weights[year] / weights[year].sum()
    known = float((values[year].loc[GROUPS] * share)[~gaps].sum())
    rest = float(values[year].loc[COUNTRY]) - known
    values.loc[gaps[gaps].index, year] = rest / share[gaps].sum()
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
