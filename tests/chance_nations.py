"""Nations made by chance alone, with ordinary variation, or with one municipality that truly stands
out; and what the evidence room says of every comparison in them.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from barnevern.comparison import evidence, ordinary
from barnevern.comparison.evidence import Held
from barnevern.comparison.kinds import SHARE, kind_of
from barnevern.comparison.ordinary import CHANGE, LEVEL, TWO_YEARS, Ordinary
from barnevern.indicators import indicator

MUNICIPALITIES, YEARS = 357, (2023, 2024)
# 27 indicators: shares and rates of the catalogue, each with its common rate and how many of the
# municipality's children it is counted among.
COMMON = {
    "children_with_measures_0_17_pct": (0.035, 1.0),
    "children_investigated_0_17_pct": (0.045, 1.0),
    "children_placed_0_17_pct": (0.009, 1.0),
    "children_not_placed_of_measures_pct": (0.75, 0.04),
    "foster_home_family_network_pct": (0.35, 0.01),
    "investigation_deadline_breaches_pct": (0.08, 0.045),
    "supervision_visits_unmet_pct": (0.15, 0.01),
    "foster_follow_up_unmet_pct": (0.15, 0.01),
    "measures_with_plan_pct": (0.90, 0.03),
    "plans_evaluated_pct": (0.70, 0.03),
    "children_of_population_pct": (0.20, 5.0),
    "single_parents_pct": (0.20, 0.6),
    "education_above_compulsory_pct": (0.75, 4.0),
    "children_low_income_eu60_pct": (0.11, 1.0),
    "children_with_referral_0_17_pct": (0.045, 1.0),
    "children_not_placed_0_24_pct": (0.03, 1.3),
    "children_with_measures_0_24_pct": (0.035, 1.3),
    "children_placed_0_24_pct": (0.009, 1.3),
    "children_0_5_of_0_17_with_measures_pct": (0.20, 0.035),
    "measures_with_plan_31dec_pct": (0.90, 0.03),
    "investigations_within_3_months_pct": (0.90, 0.045),
    "children_with_measures_0_22_pct": (0.036, 1.2),
    "referrals_per_1000_0_17": (0.050, 1.0),
    "children_with_measures_31dec_per_1000_0_22": (0.028, 1.2),
    "referrals_dismissed_pct": (0.20, 0.05),
    "investigations_dismissed_pct": (0.60, 0.045),
    "children_with_care_order_pct": (0.25, 0.035),
}


@dataclass(frozen=True)
class Nation:
    """Counts and bases by indicator: arrays of municipality by year."""

    children: np.ndarray
    counts: dict[str, np.ndarray]
    bases: dict[str, np.ndarray]

    def figures(self) -> pd.DataFrame:
        """As the figures of a data set."""
        own = {ordinary.CHILDREN: (np.stack([self.children] * 2, axis=1), None)}
        own |= {name: (self.counts[name] / base, base) for name, base in self.bases.items()}
        tables = []
        for name, (value, base) in own.items():
            per = indicator(name).per
            at = np.indices(value.shape).reshape(2, -1)
            tables.append(
                pd.DataFrame(
                    {
                        "region": at[0],
                        "year": np.array(YEARS)[at[1]],
                        "indicator": name,
                        "value": (value * per).ravel(),
                        "denominator": np.nan if base is None else base.ravel(),
                    }
                )
            )
        return pd.concat(tables, ignore_index=True)


def nation(rng: np.random.Generator, spread: float = 0.0, names: list[str] | None = None) -> Nation:
    """Municipalities with sizes like the real ones, and rates that differ by ``spread`` on the
    scale of logarithms.
    """
    children = np.maximum(np.exp(rng.normal(7.1, 1.1, MUNICIPALITIES)).round(), 100)
    counts, bases = {}, {}
    for name in names or COMMON:
        rate, part = COMMON[name]
        base = np.stack([np.maximum((children * part).round(), 1)] * 2, axis=1)
        own = rate * np.exp(rng.normal(0, spread, (MUNICIPALITIES, 1))) if spread else rate
        share = kind_of(name) == SHARE
        drawn = rng.binomial(base.astype(int), np.minimum(own, 1)) if share else None
        counts[name] = (rng.poisson(base * own) if drawn is None else drawn).astype(float)
        bases[name] = base
    return Nation(children, counts, bases)


def clear(made: Nation) -> tuple[np.ndarray, np.ndarray]:
    """Which levels and which changes are clear: arrays of municipality by indicator."""
    table = ordinary.learnt(made.figures(), [indicator(name) for name in made.counts])
    rows = zip(
        table["indicator"], table["comparison"], table["lasting"], table["by_size"], strict=True
    )
    known = {(name, what): Ordinary(lasting, size) for name, what, lasting, size in rows}
    found = [_clear(made, name, known) for name in made.counts]
    levels, changes = zip(*found, strict=True)
    return np.stack(levels, axis=1), np.stack(changes, axis=1)


def _clear(made: Nation, name: str, known: dict) -> tuple[np.ndarray, np.ndarray]:
    kind, count, base = kind_of(name), made.counts[name], made.bases[name]
    before, now = (Held(count[:, y] / base[:, y], base[:, y], made.children) for y in (0, 1))
    whole = [Held(count[:, y].sum() / base[:, y].sum(), base[:, y].sum()) for y in (0, 1)]
    usual = {what: known.get((name, what), evidence.USUAL[what]) for what in evidence.USUAL}
    alone, few = evidence.level(kind, now, whole[1], usual[LEVEL])
    together, _ = evidence.level(
        kind, now.with_before(before), whole[1].with_before(whole[0]), usual[TWO_YEARS]
    )
    change, untold = evidence.change(kind, now, before, usual[CHANGE])
    levels = evidence.clear_level(alone, together) & ~few
    return levels, (np.abs(change) > evidence.LIMIT) & ~untold
