"""What two years give away together: a count is what was there the year before and what is new.

The gate takes each year by itself, and so that the years agree: where the rule suppresses what was
there the year before, the whole of this year is suppressed too, and the other way round where
nothing is new; everywhere else what was there the year before is taken to be known, and whole and
new part move together (constraints.build).
"""

from typing import NamedTuple

import pandas as pd

from barnevern.disclosure.relations import Cell, Term, declared

PLACE = ["region", "year"]
KEY = [*PLACE, "measure", "category"]


class Plan(NamedTuple):
    """``suppressed`` are the counts (KEY) to suppress for the sake of another year, ``tied`` those
    whose part of the year before is taken to be known.
    """

    suppressed: pd.DataFrame
    tied: pd.DataFrame


def plan(counts: pd.DataFrame, unsafe: pd.DataFrame) -> Plan:
    """What to do about the sums of two years among ``counts`` (KEY and value), of which the rule
    suppresses the ``unsafe`` (KEY).
    """
    hidden, suppressed, tied = _index(unsafe), [counts.iloc[0:0][KEY]], [counts.iloc[0:0][KEY]]
    for whole, new, before in _triples():
        triples = _together(counts, whole, new, before)
        told = ~_index(_named(triples, before, -1)).isin(hidden)
        whole_told = ~_index(_named(triples, whole)).isin(hidden)
        back = triples[told & ~whole_told & triples["new"].eq(0)]
        on = triples[~told & whole_told & triples["whole"].gt(0)]
        suppressed += [_named(back, before, -1), _named(on, whole)]
        tied.append(_named(triples[told & ~triples.index.isin(back.index)], whole))
    return Plan(*(pd.concat(tables, ignore_index=True) for tables in (suppressed, tied)))


def still_open(counts: pd.DataFrame, hidden: pd.DataFrame) -> pd.DataFrame:
    """The wholes (KEY) that are shown with their new part while what was there the year before is
    ``hidden`` (KEY).
    """
    unseen, found = _index(hidden), [counts.iloc[0:0][KEY]]
    for whole, new, before in _triples():
        triples = _together(counts, whole, new, before)
        given = _index(_named(triples, before, -1)).isin(unseen)
        for cell in (whole, new):
            given &= ~_index(_named(triples, cell)).isin(unseen)
        found.append(_named(triples[given], whole))
    return pd.concat(found, ignore_index=True)


def _triples() -> list[tuple[Cell, Cell, Cell]]:
    """Whole, part of the same year and part of the year before, of every declared sum."""
    return [
        (whole, _of_year(parts, 0), _of_year(parts, 1)) for whole, parts in declared().between_years
    ]


def _of_year(parts: list[Term], years_before: int) -> Cell:
    return next(cell for cell, years in parts if years == years_before)


def _together(counts: pd.DataFrame, whole: Cell, new: Cell, before: Cell) -> pd.DataFrame:
    """The places with all three: region, year, and the values ``whole`` and ``new``."""
    own, later, last = (_values(counts, cell) for cell in (whole, new, before))
    both = own.merge(later, on=PLACE, suffixes=("", "_new"))
    both = both.merge(last.assign(year=last["year"] + 1)[PLACE], on=PLACE)
    return both.rename(columns={"value": "whole", "value_new": "new"})


def _values(counts: pd.DataFrame, cell: Cell) -> pd.DataFrame:
    measure, category = cell
    chosen = counts["measure"].eq(measure) & counts["category"].eq(category)
    return counts.loc[chosen, [*PLACE, "value"]]


def _named(triples: pd.DataFrame, cell: Cell, years: int = 0) -> pd.DataFrame:
    """The counts ``cell`` of the places, so many ``years`` later (KEY)."""
    measure, category = cell
    named = triples[PLACE].assign(measure=measure, category=category)
    return named.assign(year=named["year"] + years)


def _index(table: pd.DataFrame) -> pd.MultiIndex:
    return pd.MultiIndex.from_frame(table[KEY])
