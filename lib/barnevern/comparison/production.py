"""What a service gets done, what it spends, and the one divided by the other, against a group.

KS/ASSS publishes such an index without its weights. The one here is the mean of the outputs
relative to the group's, weighted by shares of cost that stand with their source in
data/reference/production_weights.csv.
"""

from functools import lru_cache

import pandas as pd

from barnevern import reference


@lru_cache
def weights() -> dict[str, float]:
    """Weight of each output, by the id of the indicator that measures it; they sum to 1."""
    return {
        row["indicator"]: float(row["weight"]) for row in reference.rows("production_weights.csv")
    }


def efficiency(production: float, expenditure: float) -> float:
    """Efficiency = production / expenditure, all as deviations from the group in per cent: -15.4
    and -2.3 give -13.4.
    """
    return ((1 + production / 100) / (1 + expenditure / 100) - 1) * 100


def deviations(
    outputs: pd.DataFrame, expenditure: pd.DataFrame, own: str, group: str
) -> pd.DataFrame:
    """Deviations of ``own`` from ``group`` in per cent, a row per year and part, for the years that
    have every figure.

    ``outputs`` has region, year, indicator and value for the indicators in weights();
    ``expenditure`` region, year and value. Returns year, part and value; part is the id of an
    output, or production, expenditure or efficiency.
    """
    ratio = _ratio(outputs, own, group)
    spent = _ratio(expenditure.assign(indicator="expenditure"), own, group)
    whole = ratio.join(spent, how="inner").dropna()
    if not set(weights()) <= set(whole.columns) or whole.empty:
        return pd.DataFrame({"year": [], "part": [], "value": []})
    away = (whole - 1) * 100
    away["production"] = sum(away[output] * weight for output, weight in weights().items())
    away["efficiency"] = [
        efficiency(made, paid)
        for made, paid in zip(away["production"], away["expenditure"], strict=True)
    ]
    long = away.reset_index().melt("year", var_name="part", value_name="value")
    return long.sort_values(["year", "part"], ignore_index=True)


def change(outputs: pd.DataFrame, region: str, year: int) -> float | None:
    """Growth of a region's production since the year before in per cent, each output per
    inhabitant; None where one is missing.
    """
    by_year = outputs[outputs["region"].eq(region)].pivot_table(
        index="indicator", columns="year", values="value"
    )
    if not {year, year - 1} <= set(by_year.columns):
        return None
    growth = (by_year[year] / by_year[year - 1]).reindex(list(weights()))
    if growth.isna().any() or (by_year[year - 1] == 0).any():
        return None
    return float(sum(growth[output] * weight for output, weight in weights().items()) - 1) * 100


def _ratio(figures: pd.DataFrame, own: str, group: str) -> pd.DataFrame:
    """The municipality over the group by year (index) and indicator (columns); missing where the
    group's figure is zero.
    """
    wide = figures[figures["value"].notna()].pivot_table(
        index="year", columns=["region", "indicator"], values="value"
    )
    if own not in wide.columns.get_level_values(0) or group not in wide.columns.get_level_values(0):
        return pd.DataFrame()
    return pd.DataFrame(wide[own] / wide[group].where(wide[group].ne(0)))
