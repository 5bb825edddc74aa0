"""The gate: raw observations in, and out what notebooks may see.

Every count that any page can show of a year is one set of linked tables, and whatever is derived
from what passes can give back no more than they do. Suppressed figures have the status ":", whether
primary or secondary; figures that no indicator is made from do not pass at all.
"""

import os
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass
from multiprocessing import get_context
from typing import Any, NamedTuple

import pandas as pd

from barnevern.disclosure import between_years, search
from barnevern.disclosure.derived import marked
from barnevern.disclosure.hierarchies import COUNTRY
from barnevern.disclosure.ledger import KEY, NOTHING_PAST, Past
from barnevern.disclosure.relations import waived
from barnevern.disclosure.rules import (
    OPEN,
    Rule,
    guarded,
    preset,
    presets,
    published_cells,
    undeclared,
)
from barnevern.disclosure.secondary import protect_further
from barnevern.disclosure.year import COSTS, GatedYear, gate_year, seen
from barnevern.observations import groups, regions
from barnevern.problems import InputProblems, Problem

SMALL = 20_000  # cells; fewer are not worth a process of their own
About = dict[str, Any]
Progress = Callable[[int, int], None]  # how many years are done, and of how many


class Job(NamedTuple):
    """One year to gate: its counts, the rule, and what earlier editions showed of it."""

    counts: pd.DataFrame
    year: int
    rule: Rule
    past: Past


@dataclass(frozen=True)
class Shown:
    """What has passed the gate. ``observations`` are for pages to read; ``guarded`` those of them
    that a rule is about, for the ledger.

    ``cost`` has for the whole and for each year how many COSTS there were: cells (guarded counts of
    municipalities and groups that are no shared service), those not zero, those of them shown,
    suppressed for themselves (primary: small, with a small complement, or part of a small total)
    and to protect others (secondary: every other one); zeros suppressed because all of a small
    total was of one other category; and those suppressed that readers can work out all the same,
    from what they know already. What is computed from a suppressed count, and a shared service with
    a suppressed member, is counted in none of them.
    """

    observations: pd.DataFrame
    guarded: pd.DataFrame
    cost: dict[str, Any]


def gated(
    observations: pd.DataFrame,
    about: About,
    past: Past = NOTHING_PAST,
    workers: int | None = None,
    progress: Progress | None = None,
) -> Shown:
    """What of ``observations``, the raw figures of all regions and groups, may be shown.

    ``about`` is the data set's dataset.json: ``disclosure`` is the rule, ``public_sources`` are
    published elsewhere: their figures pass as they are, and every reader is taken to know them.
    ``past`` is what earlier editions showed. ``workers`` is how many processes may gate years side
    by side (as many as there are cores); ``progress`` is called as each year is done. Raises
    InputProblems when there is no such rule, or a category that no relation names.
    """
    rule = preset(about["disclosure"])
    if rule.name == OPEN:
        return Shown(observations, observations.iloc[0:0], {"rule": OPEN})
    _refuse_undeclared(observations)
    known = _public(observations, about.get("public_sources", []))
    passed = observations.assign(public=known)[known | _passes(observations)].reset_index(drop=True)
    counts = _guarded_counts(passed)
    jobs = _jobs(counts, rule, past)
    years = _all_years(jobs, workers, progress or (lambda _done, _total: None))
    suppressed, standing = _joined(passed, years)
    result = marked(passed, suppressed, standing, rule).drop(columns="public")
    cost = _cost(rule, {str(job.year): y.cost for job, y in zip(jobs, years, strict=True)})
    return Shown(result, result.loc[counts.index[~counts["public"]]], cost)


def publishable_editions(editions: pd.DataFrame, about: About) -> pd.DataFrame:
    """Of the figures as each source printed them, those that may be published: what is public
    elsewhere, or all where no rule is.
    """
    if about["disclosure"] == OPEN:
        return editions
    return editions[editions["source"].isin(about.get("public_sources", []))]


def publishable_control_counts(controls: pd.DataFrame, about: About) -> pd.DataFrame:
    """How often controls of an extract found something (``count``), missing where they are so few
    that the rule suppresses them. They add up to nothing.
    """
    few = controls["count"].between(1, preset(about["disclosure"]).hide_up_to)
    return controls.assign(count=controls["count"].astype("float64").mask(few))


def _public(observations: pd.DataFrame, sources: list[str]) -> "pd.Series[bool]":
    """Which figures every reader can know: those of public ``sources``, and the sums of nothing but
    such figures.
    """
    published = observations["source"].isin(sources)
    sums = pd.MultiIndex.from_frame(groups.sums(observations[published])[KEY])
    public_sum = pd.MultiIndex.from_frame(observations[KEY]).isin(sums)
    return published | (observations["source"].str.startswith(groups.SUMMED) & public_sum)


def _refuse_undeclared(observations: pd.DataFrame) -> None:
    """Raise InputProblems where no relation names a published category, or where the figures show a
    relation that is neither declared nor waived.
    """
    rule, remedy = "no sum says what the category is part of", "name it in data/reference/sums.yml"
    problems = [Problem("sums.yml", "", *cell, rule, remedy) for cell in undeclared()]
    remedy = "declare it in data/reference/sums.yml, or waive it there with the reason"
    for found in search.undeclared_in_any_year(_published_counts(observations)):
        if not waived() & {found.told, found.relation}:
            rule = f"holds in {found.share:.1%} of {found.places} places, and nobody declared it"
            problems.append(Problem("sums.yml", "", "", found.told, rule, remedy))
    if problems:
        raise InputProblems(problems)


def _published_counts(observations: pd.DataFrame) -> pd.DataFrame:
    """The guarded counts of municipalities that a page can show."""
    cells = pd.MultiIndex.from_frame(observations[["measure", "category"]])
    published = cells.isin(published_cells(by_category=True))
    municipal = observations["region"].isin(list(regions.municipalities()))
    guarded_count = observations["measure"].isin(guarded()) & observations["value"].notna()
    return observations[published & municipal & guarded_count]


def _passes(observations: pd.DataFrame) -> "pd.Series[bool]":
    """Which figures an indicator is made from; of other groups than the country no breakdowns,
    which no page shows of them.
    """
    cells = pd.MultiIndex.from_frame(observations[["measure", "category"]])
    everywhere = cells.isin(published_cells(by_category=False))
    broken_down = cells.isin(published_cells(by_category=True))
    place = observations["region"].isin([*regions.municipalities(), COUNTRY])
    return observations["measure"].isin(presets()["open"]) | everywhere | (place & broken_down)


def _guarded_counts(passed: pd.DataFrame) -> pd.DataFrame:
    """The counts under disclosure control that have a value; those of shared services are decided
    by their members.
    """
    service = passed["region"].str.startswith(groups.SERVICE)
    return passed[passed["measure"].isin(guarded()) & passed["value"].notna() & ~service]


def _jobs(counts: pd.DataFrame, rule: Rule, past: Past) -> list[Job]:
    """A job for every year that has a count that is not public."""
    years = sorted(counts.loc[~counts["public"], "year"].unique().tolist())
    return [Job(counts[counts["year"].eq(year)], year, rule, past.of(year)) for year in years]


def _joined(passed: pd.DataFrame, years: list[GatedYear]) -> tuple[pd.DataFrame, pd.DataFrame]:
    """What is suppressed, and what stands as it was shown before, in all years."""
    nothing = passed.iloc[0:0][[*KEY, "value"]]
    suppressed = pd.concat([nothing[KEY], *(y.suppressed for y in years)], ignore_index=True)
    standing = pd.concat([nothing, *(y.standing for y in years)], ignore_index=True)
    return suppressed, standing


def _all_years(jobs: list[Job], workers: int | None, progress: Progress) -> list[GatedYear]:
    """The years, each by itself and then as one system."""
    years = _each(jobs, workers, progress)
    patterns = {job.year: one.pattern for job, one in zip(jobs, years, strict=True)}
    whole = between_years.together(patterns)
    if whole is None:
        return years
    protect_further(whole)
    patterns = between_years.apart(whole, patterns)
    return [seen(patterns[job.year], job.past, job.year) for job in jobs]


def _each(jobs: list[Job], workers: int | None, progress: Progress) -> list[GatedYear]:
    """The years one by one, or side by side where there are several large ones."""
    wanted = min(workers or os.cpu_count() or 1, len(jobs))
    if wanted < 2 or max(len(job.counts) for job in jobs) < SMALL:
        years = []
        for done, job in enumerate(jobs, 1):
            years.append(gate_year(*job))
            progress(done, len(jobs))
        return years
    return _side_by_side(jobs, wanted, progress)


def _side_by_side(jobs: list[Job], workers: int, progress: Progress) -> list[GatedYear]:
    """The years in the order of ``jobs``, each in one of ``workers`` processes."""
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        futures = [pool.submit(gate_year, *job) for job in jobs]
        for done, _ in enumerate(as_completed(futures), 1):
            progress(done, len(jobs))
        return [future.result() for future in futures]


def _cost(rule: Rule, years: dict[str, dict[str, int]]) -> dict[str, Any]:
    """The cost of each year, and of all together."""
    total = {key: sum(cost[key] for cost in years.values()) for key in COSTS}
    return {"rule": rule.name, "years": years, **total}
