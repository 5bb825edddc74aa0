"""The gate: raw observations in, and out what notebooks may see.

Every count that any page can show of a year is one linked system, and whatever is derived from what
passes can give back no more than that system does. Hidden figures have the status ":", whether a
rule hid them or the protection of others; figures that no indicator is made from do not pass at
all.
"""

import os
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from barnevern.disclosure.draft import Draft
from barnevern.disclosure.ledger import KEY, NOTHING_PAST, Past
from barnevern.disclosure.rules import (
    OPEN,
    Base,
    Rule,
    guarded,
    preset,
    presets,
    rests_on,
    shown,
    undeclared,
)
from barnevern.disclosure.suppress import protect
from barnevern.disclosure.system import COUNTRY, System, build, remember
from barnevern.observations import HIDDEN, groups, regions
from barnevern.problems import InputProblems, Problem

COSTS = ["cells", "nonzero", "shown", "primary", "secondary", "zeros", "known"]
SMALL = 20_000  # cells; fewer are not worth a process of their own
About = dict[str, Any]


class Year(NamedTuple):
    """Of the counts of a year: which are hidden (KEY), which stand as last published (KEY and
    value), and what that costs (COSTS).
    """

    hidden: pd.DataFrame
    waiting: pd.DataFrame
    cost: dict[str, int]


@dataclass(frozen=True)
class Shown:
    """What has passed the gate. ``observations`` are for pages to read; ``guarded`` those of them
    that a rule is about, for the ledger.

    ``cost`` has for the whole and for each year how many COSTS there were: cells (guarded counts of
    municipalities and groups that are no shared service), those not zero, those of them shown,
    hidden by a rule for themselves (primary: small, with a small rest, or part of a small whole)
    and hidden to protect others (secondary: every other one); zeros hidden because all of a small
    whole was of one other kind; and those hidden that readers can work out all the same, from what
    they know already. What is computed from a hidden count, and a shared service with a hidden
    member, is counted in none of them.
    """

    observations: pd.DataFrame
    guarded: pd.DataFrame
    cost: dict[str, Any]


def gated(
    observations: pd.DataFrame, about: About, past: Past = NOTHING_PAST, workers: int | None = None
) -> Shown:
    """What of ``observations``, the raw figures of all regions and groups, may be shown.

    ``about`` is the data set's dataset.json: ``disclosure`` is the rule, ``public_sources`` are
    published elsewhere: their figures pass as they are, and every reader is taken to know them.
    ``past`` is what earlier editions showed. Raises InputProblems when there is no such rule, or a
    category that no sum names.
    """
    rule = preset(about["disclosure"])
    if rule.name == OPEN:
        return Shown(observations, observations.iloc[0:0], {"rule": OPEN})
    _refuse_undeclared()
    known = _public(observations, about.get("public_sources", []))
    passed = observations.assign(public=known)[known | _passes(observations)].reset_index(drop=True)
    counts = passed[
        passed["measure"].isin(guarded())
        & passed["value"].notna()
        & ~passed["region"].str.startswith(groups.SERVICE)
    ]
    guarded_years = sorted(counts.loc[~counts["public"], "year"].unique().tolist())
    jobs = [(counts[counts["year"].eq(year)], year, rule, past.of(year)) for year in guarded_years]
    years = _each(jobs, workers)
    nothing = passed.iloc[0:0][[*KEY, "value"]]
    hidden = pd.concat([nothing[KEY], *(one.hidden for one in years)], ignore_index=True)
    waiting = pd.concat([nothing, *(one.waiting for one in years)], ignore_index=True)
    result = _marked(passed, _with_services(hidden), waiting, rule).drop(columns="public")
    cost: dict[str, Any] = {
        "rule": rule.name,
        "years": {str(job[1]): one.cost for job, one in zip(jobs, years, strict=True)},
    }
    cost |= {key: sum(one[key] for one in cost["years"].values()) for key in COSTS}
    return Shown(result, result.loc[counts.index[~counts["public"]]], cost)


def quoted(editions: pd.DataFrame, about: About) -> pd.DataFrame:
    """Of the figures as each source printed them, those that may be told: what is published
    elsewhere, or all where no rule is.
    """
    return (
        editions
        if about["disclosure"] == OPEN
        else editions[editions["source"].isin(about.get("public_sources", []))]
    )


def told(controls: pd.DataFrame, about: About) -> pd.DataFrame:
    """How often controls of an extract found something (``count``), missing where so few cases may
    not be told. They add up to nothing.
    """
    few = controls["count"].between(1, preset(about["disclosure"]).hide_up_to)
    return controls.assign(count=controls["count"].astype("float64").mask(few))


def _public(observations: pd.DataFrame, sources: list[str]) -> "pd.Series[bool]":
    """Which figures every reader can know: those of public ``sources``, and the sums of nothing but
    such figures.
    """
    published = observations["source"].isin(sources)
    sums = pd.MultiIndex.from_frame(groups.sums(observations[published])[KEY])
    summed = observations["source"].str.startswith(groups.SUMMED) & pd.MultiIndex.from_frame(
        observations[KEY]
    ).isin(sums)
    return published | summed


def _refuse_undeclared() -> None:
    rule, remedy = "no sum says what the category is part of", "name it in data/reference/sums.yml"
    if found := undeclared():
        raise InputProblems(
            [
                Problem("sums.yml", "", measure, category, rule, remedy)
                for measure, category in found
            ]
        )


def _passes(observations: pd.DataFrame) -> "pd.Series[bool]":
    """Which figures an indicator is made from; of other groups than the country no breakdowns,
    which no page shows of them.
    """
    cells = pd.MultiIndex.from_frame(observations[["measure", "category"]])
    everywhere, broken_down = (
        cells.isin(shown(by_category=False)),
        cells.isin(shown(by_category=True)),
    )
    place = observations["region"].isin([*regions.municipalities(), COUNTRY])
    return observations["measure"].isin(presets()["open"]) | everywhere | (place & broken_down)


def _each(jobs: list[Any], workers: int | None) -> list[Year]:
    """The years one by one, or side by side where there are several large ones."""
    wanted = min(workers or os.cpu_count() or 1, len(jobs))
    if wanted < 2 or max(len(job[0]) for job in jobs) < SMALL:
        return [_year(*job) for job in jobs]
    with ProcessPoolExecutor(wanted, mp_context=get_context("spawn")) as pool:
        return list(pool.map(_year, *zip(*jobs, strict=True)))


def _year(rows: pd.DataFrame, year: int, rule: Rule, past: Past) -> Year:
    """What becomes of the counts of one year."""
    system = build(rows, year)
    keys = ["region", "measure", "category"]
    public = pd.MultiIndex.from_frame(system.cells[keys]).isin(
        pd.MultiIndex.from_frame(rows.loc[rows["public"], keys])
    )
    memory = past.memory(system, year)
    draft = protect(
        remember(system, memory.editions), rule, memory.known | public, memory.hidden & ~public
    )
    hidden, primary, nonzero = (
        draft.hidden[: system.count],
        draft.primary[: system.count],
        system.numbers[: system.count] > 0,
    )
    costs = [
        len(nonzero),
        nonzero.sum(),
        (nonzero & ~hidden).sum(),
        (nonzero & primary).sum(),
        (nonzero & hidden & ~primary).sum(),
    ]
    report = dict(
        zip(
            COSTS,
            map(int, [*costs, (hidden & ~nonzero).sum(), draft.narrow()[: system.count].sum()]),
            strict=True,
        )
    )
    waiting = _waiting(system, draft, past, year)
    closed = system.cells[
        hidden & ~system.cells["measure"].isin(waiting["measure"]).to_numpy()
    ].assign(year=year)
    return Year(
        pd.concat([closed[KEY], waiting.loc[waiting["value"].isna(), KEY]]), waiting, report
    )


def _waiting(system: System, draft: Draft, past: Past, year: int) -> pd.DataFrame:
    """The figures of an earlier edition that stand: of the measures, and all that sums tie to them,
    whose revision would open a figure.
    """
    left = system.cells.loc[draft.narrow()[: system.count], "measure"].unique().tolist()
    if not len(past.editions) or not left:
        return system.cells.iloc[0:0].assign(year=year)[[*KEY, "value"]]
    cells = system.cells.assign(year=year)[system.cells["measure"].isin(system.tied(left))]
    return cells[KEY].merge(past.last()[[*KEY, "value"]], on=KEY, how="left")


def _with_services(hidden: pd.DataFrame) -> pd.DataFrame:
    """The hidden figures and those of shared services that have one of them among their parts.

    Most services are of two or three municipalities: their sums would give a hidden figure back as
    often as not.
    """
    members = groups.membership()
    above = hidden.merge(members[members["group"].str.startswith(groups.SERVICE)], on="region")
    return pd.concat([hidden, above.assign(region=above["group"])[KEY]]).drop_duplicates()


def _marked(
    passed: pd.DataFrame, hidden: pd.DataFrame, waiting: pd.DataFrame, rule: Rule
) -> pd.DataFrame:
    """The figures with those ``hidden``, and the ready-made ones that rest on them, marked; counts
    that are shown are rounded.

    Of those ``waiting`` the value that was published stands, and nothing that rests on the new one
    is shown.
    """
    own = pd.MultiIndex.from_frame(passed[KEY]).isin(pd.MultiIndex.from_frame(hidden))
    closed = own | (
        _gives_back(passed, pd.concat([hidden, waiting[KEY]]), rule) & ~passed["public"]
    )
    stood = (
        passed[KEY]
        .merge(waiting, on=KEY, how="left")["value"]
        .astype("float64")
        .set_axis(passed.index)
    )
    value = stood.fillna(passed["value"])
    rounded = (
        passed["measure"].isin(guarded()) & (rule.round_to > 1) & ~passed["public"] & stood.isna()
    )
    value = value.where(~rounded, (value / rule.round_to).round() * rule.round_to)
    texts = {
        column: passed[column].mask(closed, "")
        for column in ("printed", "note")
        if column in passed.columns
    }
    return passed.assign(
        value=value.mask(closed), status=passed["status"].mask(closed, HIDDEN), **texts
    )


def _gives_back(passed: pd.DataFrame, hidden: pd.DataFrame, rule: Rule) -> "pd.Series[bool]":
    """Which ready-made figures would give a hidden count back, or are a mean over so few that they
    tell of one.
    """
    counts = passed.loc[passed["value"].notna(), [*KEY, "value"]]
    few = counts[counts["value"].between(1, rule.least_base - 1)]
    missing = passed.loc[passed["status"].eq(HIDDEN), KEY]
    closed = pd.MultiIndex.from_frame(pd.concat([hidden, few[KEY], missing]).drop_duplicates())
    result = pd.Series(data=False, index=passed.index)
    for measure, bases in rests_on().items():
        rows = passed[passed["measure"].eq(measure)]
        if len(rows):
            exact = rule.round_to > 1 and any(
                base.measure in guarded() for base in bases
            )  # it would tell the count before rounding
            found = np.any([_base_of(rows, base).isin(closed) for base in bases], axis=0) | exact
            result.loc[rows.index[found]] = True
    return result


def _base_of(rows: pd.DataFrame, base: Base) -> pd.MultiIndex:
    """The keys of the count that each of ``rows`` rests on."""
    category = rows["category"] if base.category is None else base.category
    return pd.MultiIndex.from_frame(
        rows.assign(measure=base.measure, category=category, year=rows["year"] - base.years_before)[
            KEY
        ]
    )
