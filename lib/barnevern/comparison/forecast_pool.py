"""How wrong forecasts of municipalities' counts have been: what the intervals of others are learnt
from.

The ranks are those of split conformal prediction (Lei, G'Sell, Rinaldo, Tibshirani and Wasserman,
Journal of the American Statistical Association 2018; 113: 1094-1111): of n errors the least that
at most the promised share of n + 1 lie within. They are taken among series of the same level, as
far ahead, and with years left out where they are.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from barnevern.comparison.forecast import (
    FEWEST_YEARS,
    HORIZONS,
    MOST_AFTER_GAP,
    SHARES,
    SMALLEST_COUNT,
    Place,
    Pool,
    Values,
    fitted,
    level_of,
    movement,
)

# Fewer errors cannot tell how wide a 95 per cent interval is; and those of a few municipalities
# tell of these alone.
FEWEST_ERRORS, FEWEST_REGIONS = 100, 20
# How many years before the last known the left out ones are, by how many are known after them:
# three years, as those of the pandemic.
LEFT_OUT: dict[int, tuple[int, ...]] = {0: ()} | {
    after: tuple(range(after, after + 3)) for after in range(1, MOST_AFTER_GAP + 1)
}
PLACE = ["from_count", "after_gap", "horizon"]
COLUMNS = [*PLACE, "share", "limit", "against_unchanged", "errors", "step", "made_up"]


@dataclass(frozen=True)
class Past:
    """What was known of some series in an earlier year, and what came: ``known`` (series by year,
    with ``gaps`` between the years) and ``actual`` so many years after. ``rows`` are the places
    of the series in the table they are from.
    """

    known: Values
    gaps: Values
    actual: Values
    rows: npt.NDArray[np.int64]


def unbroken(observations: pd.DataFrame) -> pd.DataFrame:
    """The series of a table of observations that have no gap and more than FEWEST_YEARS years: a
    row each (region, measure, category), a column a year.
    """
    known = observations[observations["value"].notna()]
    wide = known.pivot_table(
        index=["region", "measure", "category"], columns="year", values="value", observed=True
    )
    if wide.empty:
        return wide
    years = known["year"]
    wide = wide.reindex(columns=range(int(years.min()), int(years.max()) + 1))
    told = wide.notna().to_numpy()
    begins = np.diff(told.astype(int), axis=1, prepend=0) == 1
    kept: pd.DataFrame = wide[(begins.sum(axis=1) == 1) & (told.sum(axis=1) > FEWEST_YEARS)]
    return kept


def pasts(series: pd.DataFrame, horizon: int, left_out: tuple[int, ...] = ()) -> Iterator[Past]:
    """Every year of unbroken() ``series`` that something could have been forecast in, and what came
    ``horizon`` years later.

    ``left_out`` are years that were not to count, by how long they were before the last known.
    """
    table = series.to_numpy(float)
    first, columns = np.isnan(table).argmin(axis=1), table.shape[1]
    for start in np.unique(first).tolist():
        for end in range(start + FEWEST_YEARS - 1, columns - horizon):
            years = np.asarray([y for y in range(start, end + 1) if end - y not in left_out])
            if len(years) < FEWEST_YEARS:
                continue
            told = ~np.isnan(table[:, end + horizon]) & (table[:, end] >= SMALLEST_COUNT)
            rows = np.flatnonzero((first == start) & told)
            if rows.size:
                known, gaps = table[np.ix_(rows, years)], np.diff(years).astype(float)
                yield Past(known, gaps, table[rows, end + horizon], rows)


def usual_step(series: pd.DataFrame) -> float:
    """The median step a year of ``series``, on the log scale, of those that can be forecast at both
    ends.
    """
    first, last = series.bfill(axis=1).iloc[:, 0], series.ffill(axis=1).iloc[:, -1]
    large = first.ge(SMALLEST_COUNT) & last.ge(SMALLEST_COUNT)
    steps = np.log((last / first)[large].to_numpy()) / (series[large].count(axis=1) - 1)
    return float(steps.median()) if large.any() else 0.0


def errors(series: pd.DataFrame, step: float) -> pd.DataFrame:
    """How wrong forecasts of unbroken() ``series`` would have been, with a pool's usual ``step``: a
    row each, with the ``row`` of its series, from_count, after_gap, horizon, and the absolute error
    of the forecast (``size``) and of the last value (``unchanged``) in units of movement().
    """
    found = [pd.DataFrame(columns=["row", *PLACE, "size", "unchanged"], dtype=float)]
    for horizon in HORIZONS:
        for after, left_out in LEFT_OUT.items():
            for past in pasts(series, horizon, left_out):
                fit = fitted(past.known, past.gaps, step)
                point = fit.after(horizon)
                unit = movement(point, fit)
                columns = {"row": past.rows, "from_count": level_of(point), "after_gap": after}
                columns |= {"horizon": horizon, "size": np.abs(past.actual - point) / unit}
                columns |= {"unchanged": np.abs(past.actual - past.known[:, -1]) / unit}
                found.append(pd.DataFrame(columns))
    return pd.concat(found[1:] or found, ignore_index=True)


def pooled(series: pd.DataFrame, *, made_up: bool = False) -> pd.DataFrame:
    """The pool of unbroken() ``series`` of municipalities' counts as a table: a row for each
    interval that at least FEWEST_ERRORS errors of FEWEST_REGIONS municipalities tell the width of
    (columns COLUMNS).
    """
    if series.empty:
        return pd.DataFrame(columns=COLUMNS)
    step, rows = usual_step(series), []
    found, regions = errors(series, step), series.index.get_level_values(0)
    for place, group in found.groupby(PLACE):
        told = regions[group["row"].to_numpy(int)].nunique()
        if len(group) < FEWEST_ERRORS or told < FEWEST_REGIONS:
            continue
        sizes = np.sort(group["size"].to_numpy(float))
        against = sizes.mean() / group["unchanged"].mean()
        for share in SHARES:
            limit = sizes[int(np.ceil((len(sizes) + 1) * share)) - 1]
            rows.append((*place, share, limit, against, len(sizes), step, made_up))
    return pd.DataFrame(rows, columns=COLUMNS)


def with_rest(own: pd.DataFrame, other: pd.DataFrame) -> pd.DataFrame:
    """A pool's table, with the intervals that it cannot tell from that of another."""
    both = pd.concat([own, other], ignore_index=True) if len(own) else other
    return both.drop_duplicates([*PLACE, "share"], ignore_index=True)


def pool(table: pd.DataFrame) -> Pool:
    """The pool of a table that pooled() or with_rest() gave."""
    limits: dict[Place, dict[float, float]] = {}
    against: dict[Place, float] = {}
    made_up = set()
    for row in table.to_dict("records"):
        place = (row["from_count"], row["after_gap"], row["horizon"])
        limits.setdefault(place, {})[row["share"]] = row["limit"]
        against[place] = row["against_unchanged"]
        made_up |= {place} if row["made_up"] else set()
    step = float(table["step"].iloc[0]) if limits else 0.0
    return Pool(step, limits, against, frozenset(made_up))
