"""Simple counts straight from the histories, and what the tests of the demo share."""

import numpy as np
import pandas as pd

from barnevern.demo import Settings
from barnevern.demo.chance import day
from barnevern.demo.placements import CARE
from barnevern.demo.rows import Rows
from barnevern.demo.service import Service

SEED = 2024
YEARS = range(2015, 2025)
LARGE, MIDDLE, TINY = "3301", "3405", "1151"  # Drammen, Lillehammer, Utsira (about 200 inhabitants)
CLEAN = Settings(error_share=0.0)


def simple_counts(code: str, made: Service) -> pd.DataFrame:
    """Children by year straight from the histories, without the case tables and the counting
    rules.
    """
    rows = []
    for year in YEARS:
        first, last = day(year), day(year, 12, 31)
        ages = made.people.ages(year)
        oldest = 24 if year >= 2021 else 22
        referred = np.unique(
            made.referrals["person"][
                (made.referrals["end"] >= first) & (made.referrals["end"] <= last)
            ]
        )
        investigated = _during(made.investigations, first, last)
        helped = [child for child in _during(made.spells, first, last) if ages[child] <= oldest]
        placed = [child for child in _during(made.placements, first, last) if ages[child] <= oldest]
        there = (made.placements["start"] <= last) & (made.placements["end"] >= last)
        now, care = (
            np.unique(made.placements["person"][there & kind])
            for kind in (True, made.placements["kind"] == CARE)
        )
        served = np.union1d(np.array(helped, dtype=int), investigated[ages[investigated] <= oldest])
        rows += [
            (year, "children_with_referral", "age_0_17", (ages[referred] <= 17).sum()),
            (year, "children_investigated", "age_0_17", (ages[investigated] <= 17).sum()),
            (year, "children_with_measures_during_year", "age_0_22", (ages[helped] <= 22).sum()),
            (year, "children_placed_31dec", "", (ages[now] <= oldest).sum()),
            (year, "children_placed_31dec", "care", len(care)),
            (year, "children_placed_during_year", "", len(placed)),
            (year, "children_not_placed_during_year", "", len(set(helped) - set(placed))),
            (year, "children_investigated_or_with_measures", "", len(served)),
            (
                year,
                "children_investigated_or_with_measures",
                "age_0_17",
                (ages[served] <= 17).sum(),
            ),
            (year, "institution_children", "", 0),
        ]
    found = pd.DataFrame(rows, columns=["year", "measure", "category", "value"])
    return found.astype({"value": "float64"}).assign(region=code)


def _during(rows: Rows, first: int, last: int) -> np.ndarray:
    return np.unique(rows["person"][(rows["start"] <= last) & (rows["end"] >= first)])
