"""Accounts and budgets of the made-up services, in kroner of the year: what each child costs, by
function.
"""

from functools import reduce
from operator import add

import numpy as np
import pandas as pd

from barnevern.demo import population, targets
from barnevern.demo.chance import Floats, Rng, stream
from barnevern.demo.figures import Figures, drawn, groups, observations, scaled, wide

CHILDREN = {
    "f244": "children_investigated_or_with_measures",
    "f251": "children_not_placed_during_year",
    "f252": "children_placed_during_year",
}  # whose number each function's expenditure follows
ACCOUNTS = 40  # purpose of the random stream
LEVEL, YEARLY = (
    {"f244": 0.13, "f251": 0.22, "f252": 0.12},
    0.05,
)  # spread of unit costs between services, and from year to year
BASE = {
    "f244": 3.0,
    "f251": 0.5,
    "f252": 0.0,
}  # what a service costs beside its children, in children
INSTITUTION = (
    4.0  # a child in an institution costs this much more than another placed child, on average
)
UNEVEN = 1.3  # how unevenly: shape of the gamma distribution of one such placement
# Net of gross for functions 244 and 251: assumptions. For 252 it is what makes the group's net
# expenditure the published one.
NET_SHARE = {"f244": 0.985, "f251": 0.97}
LOWEST_NET, HIGHEST_NET, REFUND_SPREAD = 0.25, 0.99, 0.04
OVERRUN = {"f251": (0.0, 0.06), "f252": (0.03, 0.08)}  # accounts over budget: mean and spread
# Net operating expenditure of the whole municipality per inhabitant, and of function 232 per
# inhabitant 0–20, in 2015, and their growth.
WHOLE_2015, F232_2015, GROWTH = 56_000.0, 2_100.0, {"whole": 1.043, "f232": 1.065}
# how fast cost per inhabitant falls with size (power of the number of inhabitants over 20 000)
SMALL = 0.09


def accounts(counts: pd.DataFrame, seed: int) -> pd.DataFrame:
    """Gross and net expenditure by function, budgets, net expenditure of function 232 and of the
    municipality, as observations.

    ``counts``: the counted figures of every municipality, for the unit costs of each KOSTRA group
    are met by all of it together.
    """
    gross = _gross(counts, seed)
    net = _net(gross, seed)
    return observations(
        {
            **_by_function("gross_expenditure_nok", gross),
            **_by_function("net_expenditure_nok", net),
            **_with_budget(net, seed),
            **_around([int(year) for year in gross["f244"].columns], seed),
        }
    )


def _by_function(measure: str, tables: dict[str, pd.DataFrame]) -> Figures:
    """A measure by function, and the sum of them."""
    whole = reduce(add, tables.values())
    return {
        **{(measure, function): table for function, table in tables.items()},
        (measure, ""): whole,
    }


def _with_budget(net: dict[str, pd.DataFrame], seed: int) -> Figures:
    """Accounts and budget of the functions that have one of their own."""
    found = {(f"{function}_accounts_nok", ""): net[function] for function in OVERRUN}
    return found | {
        (f"{function}_budget_nok", ""): _budget(net[function], function, seed)
        for function in OVERRUN
    }


def _gross(counts: pd.DataFrame, seed: int) -> dict[str, pd.DataFrame]:
    """Gross expenditure by function: unit costs of the group times children, uneven between
    services and placements.
    """
    children = {function: wide(counts, measure) for function, measure in CHILDREN.items()}
    dear = _institutions(wide(counts, "institution_children"), seed)
    weight = {**children, "f252": children["f252"] + dear}
    found = {}
    for (function, number), unit in zip(children.items(), targets.COSTS, strict=True):
        uneven = (weight[function] + BASE[function]) * _level(number, function, seed)
        found[function] = scaled(uneven, _wanted(number, unit)).round()
    return found


def _wanted(children: pd.DataFrame, unit: str) -> pd.DataFrame:
    """What the children of each group cost together, at the unit cost of the group."""
    total = children.groupby(groups().loc[children.index]).sum()
    return total * targets.wide(unit).loc[total.index, total.columns]


def _institutions(children: pd.DataFrame, seed: int) -> pd.DataFrame:
    """What the children in institutions cost more than others, in placed children: a few of them
    very much.
    """
    drawn = [
        INSTITUTION
        * stream(seed, code, ACCOUNTS + 1).gamma(UNEVEN * np.maximum(row, 1e-9))
        / UNEVEN
        for code, row in zip(children.index, children.to_numpy(), strict=True)
    ]
    return pd.DataFrame(drawn, index=children.index, columns=children.columns)


def _level(like: pd.DataFrame, function: str, seed: int) -> pd.DataFrame:
    """How dear each service is, a lasting part and one of the year."""
    years = len(like.columns)

    def own(rng: Rng) -> Floats:
        return np.exp(rng.normal(0, LEVEL[function]) + rng.normal(0, YEARLY, years))

    purpose = ACCOUNTS + 2 + list(LEVEL).index(function)
    return drawn(like.index, seed, purpose, own, like.columns)


def _net(gross: dict[str, pd.DataFrame], seed: int) -> dict[str, pd.DataFrame]:
    """Net expenditure by function. Refunds of function 252 differ a little between services."""
    net = {function: (gross[function] * share).round() for function, share in NET_SHARE.items()}
    group = groups().loc[gross["f252"].index]
    share = _share_of_252(gross["f252"], net, group)
    own = drawn(group.index, seed, ACCOUNTS + 6, lambda rng: [rng.normal(0, REFUND_SPREAD)])[0]
    kept = share.loc[group].set_axis(group.index).add(own, axis="index")
    return {**net, "f252": (gross["f252"] * kept.clip(LOWEST_NET, HIGHEST_NET)).round()}


def _share_of_252(
    gross: pd.DataFrame, net: dict[str, pd.DataFrame], group: pd.Series
) -> pd.DataFrame:
    """Net of gross for function 252 by KOSTRA group and year: what makes the group's net
    expenditure the published one, beside the ``net`` of the other functions.
    """
    years = gross.columns
    young = population.by_group("0_22")[years]
    whole = targets.wide(targets.NET).loc[targets.GROUPS, years] * young
    rest = whole - sum(table.groupby(group).sum() for table in net.values())
    return (rest / gross.groupby(group).sum()).clip(LOWEST_NET, HIGHEST_NET)


def _budget(net: pd.DataFrame, function: str, seed: int) -> pd.DataFrame:
    mean, spread = OVERRUN[function]
    years, purpose = net.columns, ACCOUNTS + 7 + list(OVERRUN).index(function)
    over = drawn(net.index, seed, purpose, lambda rng: rng.normal(mean, spread, len(years)), years)
    return (net / (1 + over.clip(-0.3, 0.3))).round(-3)


def _around(years: list[int], seed: int) -> Figures:
    """The municipality's whole net expenditure, and that of health centres and school health
    (function 232).
    """
    inhabitants, young = (
        population.by_municipality(age, years).astype("float64") for age in ("all", "0_17")
    )
    size = (inhabitants / 20_000) ** -SMALL
    own = drawn(inhabitants.index, seed, ACCOUNTS + 9, lambda rng: rng.normal(0, 1, 2))
    whole = inhabitants * size * _grown(WHOLE_2015, "whole", years)
    # Inhabitants 0–20 are about 1.17 times those 0–17.
    health = young * 1.17 * size * _grown(F232_2015, "f232", years)
    return {
        ("municipal_net_expenditure_nok", ""): _rounded(whole, 0.05 * own[0]),
        ("net_expenditure_f232_nok", ""): _rounded(health, 0.15 * own[1]),
    }


def _grown(first: float, name: str, years: list[int]) -> pd.Series:
    """An amount by year that was ``first`` in the first of them and grows as GROWTH says."""
    return first * GROWTH[name] ** pd.Series({year: year - years[0] for year in years})


def _rounded(expected: pd.DataFrame, own: pd.Series) -> pd.DataFrame:
    """Amounts with each municipality's ``own`` level (a logarithm), in whole thousands."""
    return expected.mul(np.exp(own), axis="index").round(-3)
