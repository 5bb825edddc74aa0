"""The fourth attacker: knows the program, and asks which tables it would hide alike.

python tests/benchmark_attackers.py [--county 56] [--year 2023]: draws the made-up
nation, gates each municipality of the county by itself, and takes for every small suppressed count the
nearest tables that agree with all that is shown and have one child more or fewer there: worlds that
a reader cannot tell from the true one. Each is gated in its turn: where the program would have
hidden other cells, a reader who knows the program can rule that world out. Prints how
many worlds are left, and for how many small suppressed counts at least one other value is left.

What is printed is a bound from one side: other worlds than those asked may be left too.
"""

import argparse
import itertools
from collections.abc import Iterator

import numpy as np
import pandas as pd
from scipy import sparse
from scipy.optimize import Bounds, LinearConstraint, milp

from barnevern import demo
from barnevern.demo.data_set import SOURCE
from barnevern.disclosure.constraints import build
from barnevern.disclosure.pattern import SuppressionPattern
from barnevern.disclosure.rules import Rule, guarded, preset, published_cells
from barnevern.disclosure.secondary import protect
from barnevern.observations import regions

FURTHER = 4.0  # how far a count may be from its true value in a world that is asked of
Values = set[int]


def county_counts(county: str, year: int) -> pd.DataFrame:
    """The guarded, published counts of a year and the municipalities of a county, drawn anew."""
    tables, _, _ = demo.tables()
    counts = pd.concat([tables["counts"], tables["by_hand"]], ignore_index=True)
    published = pd.MultiIndex.from_frame(counts[["measure", "category"]]).isin(
        published_cells(by_category=True)
    )
    wanted = counts["measure"].isin(guarded()) & counts["source"].eq(SOURCE) & published
    wanted &= counts["region"].isin(list(regions.municipalities()))
    wanted &= counts["region"].str.startswith(county) & counts["year"].eq(year)
    return counts[wanted & counts["value"].notna()]


def worlds(pattern: SuppressionPattern, cells: np.ndarray) -> Iterator[np.ndarray]:
    """For each of ``cells`` the nearest tables in whole numbers that agree with everything shown
    and have one child more there, or one fewer.
    """
    tables, hidden = pattern.tables, np.flatnonzero(pattern.suppressed)
    inside, width = tables.constraints[:, hidden], len(hidden)
    rows = sparse.hstack([inside, -inside]).tocsr()
    room = tables.nominal[hidden] - pattern.lower_bounds[hidden]
    for cell, way in itertools.product(np.searchsorted(hidden, cells), (0, width)):
        least = np.zeros(2 * width)
        least[cell + way] = 1.0
        most = np.concatenate([np.full(width, FURTHER), np.minimum(room, FURTHER)])
        answer = milp(
            np.ones(2 * width),
            constraints=LinearConstraint(rows, 0, 0),
            bounds=Bounds(np.minimum(least, most), most),
            integrality=np.ones(2 * width),
        )
        if answer.x is not None:
            values = tables.nominal.copy()
            values[hidden] += np.round(answer.x[:width] - answer.x[width:])
            yield values


def alike(pattern: SuppressionPattern, values: np.ndarray, year: int, rule: Rule) -> bool:
    """Whether the program hides the same cells of a table with other ``values``."""
    tables = build(pattern.tables.cells.assign(value=values), year)
    hidden = protect(tables, rule).suppressed[: tables.count]
    return bool((hidden == pattern.suppressed[: tables.count]).all())


def look(pattern: SuppressionPattern, year: int, rule: Rule) -> tuple[int, int, int, int]:
    """Worlds asked and left, small suppressed counts and those that have another value left."""
    count, nominal = pattern.tables.count, pattern.tables.nominal
    small = (nominal > 0) & (nominal <= rule.hide_up_to) & pattern.suppressed
    small = np.flatnonzero(small[:count])
    left: dict[int, Values] = {int(cell): {int(nominal[cell])} for cell in small}
    asked = kept = 0
    for values in worlds(pattern, small):
        asked += 1
        if alike(pattern, values[:count], year, rule):
            kept += 1
            for cell in left:
                left[cell].add(int(values[cell]))
    several = sum(len(values) > 1 for values in left.values())
    return asked, kept, len(small), several


def main() -> None:
    """Ask of each municipality of a county."""
    given = argparse.ArgumentParser()
    given.add_argument("--county", default="56")
    given.add_argument("--year", type=int, default=2023)
    given.add_argument("--rule", default="ssb-barnevern")
    asked = given.parse_args()
    rule = preset(asked.rule)
    sums = np.zeros(4, dtype=int)
    for code, counts in county_counts(asked.county, asked.year).groupby("region"):
        found = look(protect(build(counts, asked.year), rule), asked.year, rule)
        sums += found
        asked_of, left, small, several = found
        print(f"{code}: {left} of {asked_of} worlds, {several} of {small} small counts", flush=True)
    all_worlds, left, small, several = sums.tolist()
    print(f"{left} of {all_worlds} worlds are hidden alike")
    print(f"{several} of {small} small suppressed counts have another value in one of them")


if __name__ == "__main__":
    main()
