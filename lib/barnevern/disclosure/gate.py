"""The gate: raw observations in, and out what notebooks may see.

Every count that any page can show of a year is one linked system, and whatever is derived from what passes can give back no more than
that system does. Hidden figures have the status ":", whether a rule hid them or the protection of others; figures that no indicator
is made from do not pass at all.
"""

import os
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from typing import Any

import numpy as np
import pandas as pd

from barnevern import regions
from barnevern.disclosure import ledger
from barnevern.disclosure.rules import OPEN, Base, Rule, guarded, preset, reference, rests_on, shown, undeclared
from barnevern.disclosure.suppress import protect
from barnevern.disclosure.system import build, remember
from barnevern.problems import InputProblems, Problem

HIDDEN = ":"
KEY = ledger.KEY
SMALL = 20_000  # cells; fewer are not worth a process of their own
Result = tuple[pd.DataFrame, dict[str, Any]]


def gated(observations: pd.DataFrame, rule: str, editions: pd.DataFrame | None = None, edition: str = "", workers: int | None = None) -> Result:
    """What of ``observations`` may be shown by the preset ``rule``, and a report of what that costs.

    ``observations`` are the raw figures of all regions and groups, one row per figure; ``editions`` is the ledger of earlier editions.
    The report has for the whole and for each year: cells, nonzero, shown (of the nonzero), primary, secondary. Raises
    InputProblems when there is no such rule, or a category that no sum names.
    """
    chosen = preset(rule)
    if chosen.name == OPEN:
        return observations, {"rule": OPEN}
    _refuse_undeclared()
    passed = observations[_passes(observations)]
    counts = passed["measure"].isin(guarded()) & passed["value"].notna()
    earlier = ledger.empty() if editions is None else editions
    every = sorted({int(year) for year in passed.loc[counts, "year"]})
    jobs = [(passed[counts & passed["year"].eq(year)], year, chosen, earlier[earlier["year"].eq(year)], edition) for year in every]
    years = _each(jobs, workers)
    hidden = pd.concat([table for table, _ in years], ignore_index=True) if years else passed.iloc[0:0][KEY].assign(hidden=False)
    result = _marked(passed, hidden[hidden["hidden"]], chosen)
    report: dict[str, Any] = {"rule": chosen.name, "years": {str(job[1]): one for job, (_, one) in zip(jobs, years, strict=True)}}
    sums = {key: sum(one[key] for one in report["years"].values()) for key in ("cells", "nonzero", "shown", "primary", "secondary")}
    return result, report | sums


def _refuse_undeclared() -> None:
    rule, remedy = "no sum says what the category is part of", "name it in data/reference/sums.yml"
    if found := undeclared():
        raise InputProblems([Problem("sums.yml", "", measure, category, rule, remedy) for measure, category in found])


def _passes(observations: pd.DataFrame) -> "pd.Series[bool]":
    """Which figures an indicator is made from; of KOSTRA groups, networks and services no breakdowns, which no page shows of them."""
    cells = pd.MultiIndex.from_frame(observations[["measure", "category"]])
    everywhere, broken_down = cells.isin(shown(by_category=False)), cells.isin(shown(by_category=True))
    code = observations["region"]
    place = code.isin(list(regions.municipalities())) | code.str.startswith("EKA") | code.eq("EAK")
    return observations["measure"].isin(reference()["open"]) | everywhere | (place & broken_down)


def _each(jobs: list[Any], workers: int | None) -> list[Result]:
    """The years one by one, or side by side where there are several large ones."""
    wanted = min(workers or os.cpu_count() or 1, len(jobs))
    if wanted < 2 or max(len(job[0]) for job in jobs) < SMALL:
        return [_year(*job) for job in jobs]
    with ProcessPoolExecutor(wanted, mp_context=get_context("spawn")) as pool:
        return list(pool.map(_year, *zip(*jobs, strict=True)))


def _year(rows: pd.DataFrame, year: int, rule: Rule, earlier: pd.DataFrame, edition: str) -> Result:
    """Which of the counts of one year are hidden, and what that costs."""
    system = build(rows, year)
    past = ledger.memory(earlier, edition, system, year)
    draft = protect(remember(system, past.editions), rule, past.known, past.hidden)
    count = system.count
    hidden, primary, nonzero = draft.hidden[:count], draft.primary[:count], system.numbers[:count] > 0
    report = {
        "cells": count,
        "nonzero": int(nonzero.sum()),
        "shown": int((nonzero & ~hidden).sum()),
        "primary": int((nonzero & primary).sum()),
        "secondary": int((hidden & ~primary).sum()),
    }
    return system.cells[["region", "measure", "category"]].assign(year=year, hidden=hidden), report


def _marked(passed: pd.DataFrame, hidden: pd.DataFrame, rule: Rule) -> pd.DataFrame:
    """The figures with those ``hidden``, and the ready-made ones that rest on them, marked; counts that are shown are rounded."""
    own = pd.MultiIndex.from_frame(passed[KEY]).isin(pd.MultiIndex.from_frame(hidden[KEY]))
    closed = own | _gives_back(passed, hidden, rule)
    rounded = passed["measure"].isin(guarded()) & (rule.round_to > 1)
    value = passed["value"].where(~rounded, (passed["value"] / rule.round_to).round() * rule.round_to)
    texts = {column: passed[column].mask(closed, "") for column in ("printed", "note") if column in passed.columns}
    return passed.assign(value=value.mask(closed), status=passed["status"].mask(closed, HIDDEN), **texts)


def _gives_back(passed: pd.DataFrame, hidden: pd.DataFrame, rule: Rule) -> "pd.Series[bool]":
    """Which ready-made figures would give a hidden count back, or are a mean over so few that they tell of one."""
    counts = passed.loc[passed["value"].notna(), [*KEY, "value"]]
    few = counts[counts["value"].between(1, rule.least_base - 1)]
    missing = passed.loc[passed["status"].eq(HIDDEN), KEY]
    closed = pd.MultiIndex.from_frame(pd.concat([hidden[KEY], few[KEY], missing]).drop_duplicates())
    result = pd.Series(data=False, index=passed.index)
    for measure, bases in rests_on().items():
        rows = passed[passed["measure"].eq(measure)]
        if len(rows):
            exact = rule.round_to > 1 and any(base.measure in guarded() for base in bases)  # it would tell the count before rounding
            found = np.any([_base_of(rows, base).isin(closed) for base in bases], axis=0) | exact
            result.loc[rows.index[found]] = True
    return result


def _base_of(rows: pd.DataFrame, base: Base) -> pd.MultiIndex:
    """The keys of the count that each of ``rows`` rests on."""
    category = rows["category"] if base.category is None else base.category
    return pd.MultiIndex.from_frame(rows.assign(measure=base.measure, category=category, year=rows["year"] - base.years_before)[KEY])
