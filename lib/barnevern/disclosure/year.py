"""One year at the gate: its counts as linked tables, its suppression pattern, and the cost."""

from typing import NamedTuple

import numpy as np
import pandas as pd

from barnevern.disclosure.constraints import build
from barnevern.disclosure.ledger import KEY, Memory, Past
from barnevern.disclosure.linked_tables import LinkedTables, Mask, with_earlier_editions
from barnevern.disclosure.pattern import SuppressionPattern
from barnevern.disclosure.postponed import postponed, with_waiting
from barnevern.disclosure.rules import Rule
from barnevern.disclosure.secondary import protect

COSTS = ["cells", "nonzero", "shown", "primary", "secondary", "zeros", "known"]
TURNS = 2  # in which more revisions may have to wait
PLACE = ["region", "measure", "category"]


class GatedYear(NamedTuple):
    """Of the counts of a year: which are ``suppressed`` (KEY), which are ``standing`` as last
    published (KEY and value), what that costs (COSTS, in cells), and the pattern behind it.
    """

    suppressed: pd.DataFrame
    standing: pd.DataFrame
    cost: dict[str, int]
    pattern: SuppressionPattern


def gate_year(counts: pd.DataFrame, year: int, rule: Rule, past: Past) -> GatedYear:
    """What becomes of the ``counts`` (region, measure, category, value, public) of one year by
    ``rule``, after the editions in ``past``.
    """
    tables = build(counts, year)
    return seen(_revised(tables, _public(tables, counts), rule, past, year), past, year)


def seen(pattern: SuppressionPattern, past: Past, year: int) -> GatedYear:
    """What a reader sees of a year by a pattern."""
    tables, standing = pattern.tables, _standing(pattern, past, year)
    cells = tables.cells[pattern.suppressed[: tables.count]].assign(year=year)
    anew = cells.loc[~cells["measure"].isin(_unrevised(pattern, past)), KEY]
    as_before = standing[standing["value"].isna()][KEY]
    return GatedYear(pd.concat([anew, as_before]), standing, _cost(pattern), pattern)


def _revised(
    tables: LinkedTables, public: Mask, rule: Rule, past: Past, year: int
) -> SuppressionPattern:
    """The pattern of the tables with what cannot be revised as it was published last."""
    memory = past.memory(tables, year)
    told = postponed(tables, memory, rule, public)
    pattern = _protected(told, public, rule, past.memory(told, year))
    for _ in range(TURNS if len(past.editions) else 0):
        further = with_waiting(tables, pattern, memory, public)
        if np.array_equal(further.nominal, told.nominal):
            break
        told, pattern = further, _protected(further, public, rule, past.memory(further, year))
    return pattern


def _protected(
    tables: LinkedTables, public: Mask, rule: Rule, memory: Memory
) -> SuppressionPattern:
    """The pattern of one year, where readers know what is ``public`` and what earlier editions
    showed: what they showed is shown again.
    """
    return protect(
        with_earlier_editions(tables, memory.editions),
        rule,
        (~np.isnan(memory.shown) & ~memory.suppressed) | public,
        memory.suppressed & ~public,
    )


def _public(tables: LinkedTables, counts: pd.DataFrame) -> Mask:
    """Which cells every reader knows already."""
    known = pd.MultiIndex.from_frame(counts.loc[counts["public"], PLACE])
    return np.asarray(pd.MultiIndex.from_frame(tables.cells[PLACE]).isin(known))


def _standing(pattern: SuppressionPattern, past: Past, year: int) -> pd.DataFrame:
    """The figures that are published with another value than they have, KEY and value: those whose
    revision waits; and all of the measures that cannot be revised, missing where they were
    suppressed.
    """
    tables = pattern.tables
    cells = tables.cells.assign(year=year, told=tables.nominal[: tables.count])
    whole = cells["measure"].isin(_unrevised(pattern, past))
    waiting = cells[~whole & cells["told"].ne(cells["value"])]
    waiting = waiting[~pattern.suppressed[waiting.index]]
    former = cells.loc[whole, KEY].merge(past.last(), on=KEY, how="left")
    return pd.concat([former, waiting[KEY].assign(value=waiting["told"])], ignore_index=True)


def _unrevised(pattern: SuppressionPattern, past: Past) -> list[str]:
    """The measures whose revision would leave a cell underprotected, and all that are linked to
    them.
    """
    tables = pattern.tables
    left = pattern.underprotected()[: tables.count]
    open_measures = tables.cells.loc[left, "measure"].unique().tolist()
    if not len(past.editions) or not open_measures:
        return []
    return tables.linked_measures(open_measures)


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
