"""How many children each municipality is to have in the service each year: the targets of its
KOSTRA group, its need and its own level.
"""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import pandas as pd

from barnevern.demo import population, targets
from barnevern.demo.chance import Floats, Ints, Rng, stream
from barnevern.demo.figures import groups
from barnevern.observations import regions
from barnevern.paths import DATA

YEARS = list(range(population.FIRST, population.LAST + 1))
LEVEL, SHARES = 0, 1  # purposes of random streams
NEED_POWER = 0.7  # how much of a difference in need shows in the rates: an assumption
COMMON, DRIFT, MEMORY = (
    0.10,
    0.05,
    0.8,
)  # spread of the lasting level, of its yearly changes, and how slowly these fade
OWN = {
    "investigated": 0.08,
    "referred": 0.15,
    "measures": 0.08,
    "placed": 0.20,
}  # spread of each kind of figure beside the common level
# of the children under investigation in a year, how many were so when it began (2019: 4.8 % of
# children, 46 900 started)
IN_BOTH_YEARS = 0.17
FEWEST_DISMISSED = (
    0.04  # children with nothing but dismissed referrals, of all with referrals, at least
)
# Unaccompanied minors who come in a year, as a share of the children placed: the shape of 2015-2016
# and 2022-2024 is known, the size assumed.
UNACCOMPANIED = {
    2014: 0.05,
    2015: 0.08,
    2016: 0.10,
    2017: 0.06,
    2018: 0.03,
    2019: 0.015,
    2020: 0.01,
    2021: 0.01,
    2022: 0.04,
    2023: 0.05,
    2024: 0.04,
}


RATES = {
    "investigated": ("children_investigated_0_17_pct", "0_17"),
    "referred": ("children_with_referral_0_17_pct", "0_17"),
    "measures": ("children_with_measures_0_22_pct", "0_22"),
    "placed": ("children_placed_31dec_0_22_pct", "0_22"),
    "care": ("children_in_care_31dec_0_22_pct", "0_22"),
}


@dataclass(frozen=True)
class Plan:
    """Planned children of one municipality by year (positions of YEARS).

    ``investigated``: 0–17 years, under investigation during the year; ``only_dismissed``: with
    nothing but dismissed referrals; ``measures``: 0–22 years, during the year; ``placed`` and
    ``care`` (by care order): on 31 December; ``unaccompanied``: minors who come; ``children``:
    inhabitants by one-year age 0 to 22 (rows: years).
    """

    investigated: Ints
    only_dismissed: Ints
    measures: Floats
    placed: Floats
    care: Floats
    unaccompanied: Floats
    children: Floats


def of(municipality: str, seed: int) -> Plan:
    """The plan of one municipality; it depends on the seed only."""
    every = _every(seed)
    return Plan(
        **{name: table.loc[municipality].to_numpy() for name, table in every.items()},
        children=population.children(municipality, YEARS),
    )


@lru_cache(maxsize=4)
def _every(seed: int) -> dict[str, pd.DataFrame]:
    """The planned numbers of every municipality by kind: municipalities (rows) by year
    (columns).
    """
    rates = {kind: _expected(seed, kind, measure, age) for kind, (measure, age) in RATES.items()}
    only = _only_dismissed(rates["referred"], rates["investigated"])
    return {
        "investigated": _shared_out(seed, rates["investigated"], SHARES),
        "only_dismissed": _shared_out(seed, only, SHARES + 1),
        "measures": rates["measures"],
        "placed": rates["placed"],
        "care": rates["care"],
        "unaccompanied": rates["placed"].mul(pd.Series(UNACCOMPANIED), axis="columns"),
    }


def _only_dismissed(referred: pd.DataFrame, investigated: pd.DataFrame) -> pd.DataFrame:
    """Children with referrals but no investigation begun in the year; a few everywhere, without
    changing the sum of the group.
    """
    only = referred - investigated * (1 - IN_BOTH_YEARS)
    group = groups().loc[only.index]
    least = referred * FEWEST_DISMISSED
    wanted = only.groupby(group).transform("sum").clip(lower=least.groupby(group).transform("sum"))
    only = only.clip(lower=least)
    return only * wanted / only.groupby(group).transform("sum")


def _levels(seed: int, kind: str, codes: "pd.Index[str]") -> pd.DataFrame:
    """The own level of each municipality in each year."""
    return pd.DataFrame([_level(seed, code, kind) for code in codes], index=codes, columns=YEARS)


def _expected(seed: int, kind: str, measure: str, age: str) -> pd.DataFrame:
    """Expected children: the rate of the group, split by inhabitants, need and own level so that
    the group as a whole is on its target.
    """
    inhabitants = population.by_municipality(age, YEARS).astype("float64")
    group = groups().loc[inhabitants.index]
    level = _levels(seed, "placed" if kind == "care" else kind, inhabitants.index)
    weighted = inhabitants * level.mul(
        need_index().loc[inhabitants.index] ** NEED_POWER, axis="index"
    )
    sums = {
        name: table.groupby(group).transform("sum")
        for name, table in (("inhabitants", inhabitants), ("weighted", weighted))
    }
    rate = targets.wide(measure).loc[group].set_axis(inhabitants.index)
    return weighted * sums["inhabitants"] / sums["weighted"] * rate / 100


def _level(seed: int, code: str, kind: str) -> Floats:
    """How far a municipality lies above (over 1) or below its group each year: a lasting part and
    one that drifts.
    """
    rng = stream(seed, code, LEVEL)
    common = rng.normal(0, COMMON)
    own = dict(zip(OWN, rng.normal(0, 1, len(OWN)) * np.array(list(OWN.values())), strict=True))
    drift = np.zeros(len(YEARS))
    steps = rng.normal(0, DRIFT, len(YEARS))
    for position in range(1, len(YEARS)):
        drift[position] = MEMORY * drift[position - 1] + steps[position]
    return np.asarray(np.exp(common + own[kind] + drift))


def _shared_out(seed: int, expected: pd.DataFrame, purpose: int) -> pd.DataFrame:
    """Whole children: the group's number drawn over its municipalities, so that each varies by
    chance and the group does not.
    """
    result = pd.DataFrame(0, index=expected.index, columns=YEARS)
    for group, rows in expected.groupby(groups().loc[expected.index]):
        rng: Rng = stream(seed, str(group), purpose)
        for year in YEARS:
            whole = rows[year].sum()
            result.loc[rows.index, year] = rng.multinomial(
                round(whole), rows[year].to_numpy() / whole
            )
    return result


@lru_cache
def need_index() -> pd.Series:
    """Need index for child welfare (1 is the country), 1 where there is none. Source:
    data/published/need_index.csv.
    """
    text = pd.read_csv(DATA / "published" / "need_index.csv", dtype="str", keep_default_na=False)
    rows = text[text["category"].eq("child_welfare")].sort_values("year").drop_duplicates("region")
    return (
        rows.set_index("region")["value"]
        .astype("float64")
        .reindex(list(regions.municipalities()))
        .fillna(1.0)
    )
