"""One year at the gate: its counts as linked tables, its suppression pattern, and the cost."""

from typing import NamedTuple

import numpy as np
import pandas as pd

from barnevern.disclosure.constraints import build
from barnevern.disclosure.ledger import KEY, Memory, Past
from barnevern.disclosure.linked_tables import LinkedTables, Mask, with_earlier_editions
from barnevern.disclosure.pattern import SuppressionPattern
from barnevern.disclosure.rules import Rule
from barnevern.disclosure.secondary import protect

COSTS = ["cells", "nonzero", "shown", "primary", "secondary", "zeros", "known"]
PLACE = ["region", "measure", "category"]


class GatedYear(NamedTuple):
    """Of the counts of a year: which are ``suppressed`` (KEY), which are ``standing`` as last
    published (KEY and value), what that costs (COSTS, in cells), and the pattern behind it.
    """

    suppressed: pd.DataFrame
    standing: pd.DataFrame
    cost: dict[str, int]
    pattern: SuppressionPattern


def gate_year(
    counts: pd.DataFrame,
    year: int,
    rule: Rule,
    past: Past,
) -> GatedYear:
    """What becomes of the ``counts`` (region, measure, category, value, public) of one year by
    ``rule``, after the editions in ``past``.
    """
    tables = build(counts, year)
    memory = past.memory(tables, year)
    return seen(_protected(tables, _public(tables, counts), rule, memory), past, year)


def seen(pattern: SuppressionPattern, past: Past, year: int) -> GatedYear:
    """What a reader sees of a year by a pattern."""
    tables = pattern.tables
    standing = _standing(tables, pattern, past, year)
    cells = tables.cells[pattern.suppressed[: tables.count]].assign(year=year)
    anew = cells.loc[~cells["measure"].isin(standing["measure"]), KEY]
    as_before = standing[standing["value"].isna()][KEY]
    return GatedYear(pd.concat([anew, as_before]), standing, _cost(pattern), pattern)


def _protected(
    tables: LinkedTables, public: Mask, rule: Rule, memory: Memory
) -> SuppressionPattern:
    """The pattern of one year, where readers know what is ``public`` and what earlier editions
    showed.
    """
    return protect(
        with_earlier_editions(tables, memory.editions),
        rule,
        memory.known | public,
        memory.suppressed & ~public,
    )


def _public(tables: LinkedTables, counts: pd.DataFrame) -> Mask:
    """Which cells every reader knows already."""
    return _among(tables, counts[counts["public"]])


def _among(tables: LinkedTables, counts: pd.DataFrame) -> Mask:
    """Which cells are among ``counts``."""
    wanted = pd.MultiIndex.from_frame(counts[PLACE])
    return np.asarray(pd.MultiIndex.from_frame(tables.cells[PLACE]).isin(wanted))


def _standing(
    tables: LinkedTables, pattern: SuppressionPattern, past: Past, year: int
) -> pd.DataFrame:
    """The figures of the newest edition that stand, KEY and value: of the measures whose revision
    would leave a cell underprotected, and of all that are linked to them.
    """
    left = pattern.underprotected()[: tables.count]
    open_measures = tables.cells.loc[left, "measure"].unique().tolist()
    cells = tables.cells.assign(year=year)
    if not len(past.editions) or not open_measures:
        return cells.iloc[0:0][[*KEY, "value"]]
    linked = cells["measure"].isin(tables.linked_measures(open_measures))
    return cells.loc[linked, KEY].merge(past.last()[[*KEY, "value"]], on=KEY, how="left")


def _cost(pattern: SuppressionPattern) -> dict[str, int]:
    """How many cells there are of each of COSTS."""
    count = pattern.tables.count
    nonzero = pattern.tables.nominal[:count] > 0
    suppressed, primary = pattern.suppressed[:count], pattern.primary[:count]
    marks = {
        "cells": np.ones(count, dtype=bool),
        "nonzero": nonzero,
        "shown": nonzero & ~suppressed,
        "primary": nonzero & primary,
        "secondary": nonzero & suppressed & ~primary,
        "zeros": suppressed & ~nonzero,
        "known": pattern.underprotected()[:count],
    }
    return {name: int(mark.sum()) for name, mark in marks.items()}
