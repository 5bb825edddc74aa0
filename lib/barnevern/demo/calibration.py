"""How near the made-up nation is to its targets: one row per target, with the deviation in per
cent.
"""

import pandas as pd

from barnevern.demo import population, targets
from barnevern.demo.figures import groups

NATIONAL_PCT, GROUP_PCT = (
    5.0,
    10.0,
)  # how far the country and a KOSTRA group may be from a published figure
# Indicators by target: what is counted (measure, category), and what it is divided by: an age group
# of the population or another count.
RATES = {
    "children_with_referral_0_17_pct": (("children_with_referral", "age_0_17"), "0_17"),
    "children_investigated_0_17_pct": (("children_investigated", "age_0_17"), "0_17"),
    "children_with_measures_0_22_pct": (("children_with_measures_during_year", "age_0_22"), "0_22"),
    "children_placed_31dec_0_22_pct": (("children_placed_31dec", ""), "0_22"),
    "children_in_care_31dec_0_22_pct": (("children_placed_31dec", "care"), "0_22"),
}
COSTS = {
    "gross_f244_per_child_nok": (
        ("gross_expenditure_nok", "f244"),
        ("children_investigated_or_with_measures", ""),
    ),
    "gross_f251_per_child_not_placed_nok": (
        ("gross_expenditure_nok", "f251"),
        ("children_not_placed_during_year", ""),
    ),
    "gross_f252_per_child_placed_nok": (
        ("gross_expenditure_nok", "f252"),
        ("children_placed_during_year", ""),
    ),
}


def deviations(observations: pd.DataFrame) -> pd.DataFrame:
    """region, year, measure, target, made, deviation (per cent of the target), basis: for the
    country and every KOSTRA group.

    ``observations``: counts, and accounts if the unit costs are to be held against theirs, of every
    municipality.
    """
    made = pd.concat(_indicators(observations), ignore_index=True)
    found = made.merge(targets.table(), on=["region", "year", "measure"])
    found = found.rename(columns={"value": "target"})
    found["deviation"] = 100 * (found["made"] / found["target"] - 1)
    return found[["region", "year", "measure", "target", "made", "deviation", "basis"]]


def _indicators(observations: pd.DataFrame) -> list[pd.DataFrame]:
    """The rates and, where there are accounts, the unit costs of ``observations``."""
    rates = [
        _indicator(100 * _by_group(observations, *above), population.by_group(age), measure)
        for measure, (above, age) in RATES.items()
    ]
    if not observations["measure"].eq("gross_expenditure_nok").any():
        return rates
    return rates + [
        _indicator(_by_group(observations, *above), _by_group(observations, *below), measure)
        for measure, (above, below) in COSTS.items()
    ]


def beyond(found: pd.DataFrame) -> pd.DataFrame:
    """The rows of :func:`deviations` that are further from a published figure than they may be."""
    allowed = found["region"].eq(targets.COUNTRY).map({True: NATIONAL_PCT, False: GROUP_PCT})
    return found[
        found["basis"].isin(["published", "repriced"]) & found["deviation"].abs().gt(allowed)
    ]


def _by_group(observations: pd.DataFrame, measure: str, category: str) -> pd.DataFrame:
    """Sums of a measure by KOSTRA group (rows) and year (columns)."""
    rows = observations[observations["measure"].eq(measure) & observations["category"].eq(category)]
    rows = rows.assign(group=rows["region"].map(groups()))
    return rows.pivot_table(index="group", columns="year", values="value", aggfunc="sum")


def _indicator(above: pd.DataFrame, below: pd.DataFrame, measure: str) -> pd.DataFrame:
    below = below.loc[above.index, above.columns]
    ratio = above / below
    ratio.loc[targets.COUNTRY] = above.sum() / below.sum()
    long = (
        ratio.rename_axis("region")
        .reset_index()
        .melt(id_vars="region", var_name="year", value_name="made")
    )
    return long.astype({"year": "int64"}).assign(measure=measure)
