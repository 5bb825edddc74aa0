"""Accounts and budgets of the made-up services, in kroner of the year: what each child costs, by
function.
"""

import numpy as np
import pandas as pd

from barnevern.demo import population, targets
from barnevern.demo.chance import Floats, stream
from barnevern.demo.figures import groups, observations, scaled, wide

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
    budgets = {function: _budget(net[function], function, seed) for function in OVERRUN}
    found = {("gross_expenditure_nok", function): table for function, table in gross.items()}
    found |= {("net_expenditure_nok", function): table for function, table in net.items()}
    found |= {("gross_expenditure_nok", ""): _sum(gross), ("net_expenditure_nok", ""): _sum(net)}
    found |= {(f"{function}_accounts_nok", ""): net[function] for function in OVERRUN}
    found |= {(f"{function}_budget_nok", ""): table for function, table in budgets.items()}
    return observations(found | _around([int(year) for year in gross["f244"].columns], seed))


def _gross(counts: pd.DataFrame, seed: int) -> dict[str, pd.DataFrame]:
    """Gross expenditure by function: unit costs of the group times children, uneven between
    services and placements.
    """
    children = {
        "f244": wide(counts, "children_investigated_or_with_measures"),
        "f251": wide(counts, "children_not_placed_during_year"),
        "f252": wide(counts, "children_placed_during_year"),
    }
    weight = {
        **children,
        "f252": children["f252"] + _institutions(wide(counts, "institution_children"), seed),
    }
    found = {}
    for (function, number), unit in zip(children.items(), targets.COSTS, strict=True):
        uneven = (weight[function] + BASE[function]) * _level(number, function, seed)
        total = number.groupby(groups().loc[number.index]).sum()
        found[function] = scaled(
            uneven, total * targets.wide(unit).loc[total.index, total.columns]
        ).round()
    return found


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
    purpose = ACCOUNTS + 2 + list(LEVEL).index(function)
    rows = [
        _own_level(seed, code, purpose, LEVEL[function], len(like.columns)) for code in like.index
    ]
    return pd.DataFrame(rows, index=like.index, columns=like.columns)


def _own_level(seed: int, code: str, purpose: int, spread: float, years: int) -> Floats:
    rng = stream(seed, code, purpose)
    return np.asarray(np.exp(rng.normal(0, spread) + rng.normal(0, YEARLY, years)))


def _net(gross: dict[str, pd.DataFrame], seed: int) -> dict[str, pd.DataFrame]:
    """Net expenditure by function. Refunds of function 252 differ a little between services."""
    net = {function: (gross[function] * share).round() for function, share in NET_SHARE.items()}
    years = gross["f252"].columns
    group = groups().loc[gross["f252"].index]
    whole = (
        targets.wide(targets.NET).loc[targets.GROUPS, years] * population.by_group("0_22")[years]
    )
    rest = whole - sum(table.groupby(group).sum() for table in net.values())
    share = (rest / gross["f252"].groupby(group).sum()).clip(LOWEST_NET, HIGHEST_NET)
    own = pd.DataFrame(
        [stream(seed, code, ACCOUNTS + 6).normal(0, REFUND_SPREAD) for code in group.index],
        index=group.index,
    )
    kept = (
        share.loc[group]
        .set_axis(group.index)
        .add(own[0], axis="index")
        .clip(LOWEST_NET, HIGHEST_NET)
    )
    return {**net, "f252": (gross["f252"] * kept).round()}


def _budget(net: pd.DataFrame, function: str, seed: int) -> pd.DataFrame:
    mean, spread = OVERRUN[function]
    rows = [
        stream(seed, code, ACCOUNTS + 7 + list(OVERRUN).index(function)).normal(
            mean, spread, len(net.columns)
        )
        for code in net.index
    ]
    over = pd.DataFrame(rows, index=net.index, columns=net.columns).clip(-0.3, 0.3)
    return (net / (1 + over)).round(-3)


def _around(years: list[int], seed: int) -> dict[tuple[str, str], pd.DataFrame]:
    """The municipality's whole net expenditure, and that of health centres and school health
    (function 232).
    """
    inhabitants, young = (
        population.by_municipality(age, years).astype("float64") for age in ("all", "0_17")
    )
    size = (inhabitants / 20_000) ** -SMALL
    since = pd.Series({year: year - years[0] for year in years})
    rows = [stream(seed, code, ACCOUNTS + 9).normal(0, 1, 2) for code in inhabitants.index]
    own = pd.DataFrame(rows, index=inhabitants.index)
    whole = inhabitants * size * (WHOLE_2015 * GROWTH["whole"] ** since)
    health = (
        young * 1.17 * size * (F232_2015 * GROWTH["f232"] ** since)
    )  # inhabitants 0–20 are about 1.17 times those 0–17
    return {
        ("municipal_net_expenditure_nok", ""): whole.mul(np.exp(0.05 * own[0]), axis="index").round(
            -3
        ),
        ("net_expenditure_f232_nok", ""): health.mul(np.exp(0.15 * own[1]), axis="index").round(-3),
    }


def _sum(tables: dict[str, pd.DataFrame]) -> pd.DataFrame:
    first, *others = tables.values()
    for other in others:
        first = first + other
    return first
