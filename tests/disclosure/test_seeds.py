"""Tables 4 and 5 of Bærum's tilstandsrapport for 2023, pushed through as if they were raw: nothing
can be worked out.

With small cells hidden and nothing else, they can: the figures that the attack must find stand in
the tests.
"""

import numpy as np
import pandas as pd
import pytest
from oracle import by_programs

from barnevern.disclosure.constraints import build
from barnevern.disclosure.linked_tables import LinkedTables, Mask
from barnevern.disclosure.rules import preset
from barnevern.disclosure.secondary import protect
from barnevern.disclosure.singletons import singleton_disclosures
from barnevern.paths import DATA

PRINTED = pd.read_csv(
    DATA / "published" / "baerum_tilstandsrapport_2023.csv",
    dtype={"region": str, "category": str},
    keep_default_na=False,
)
TABLE_4 = ["unaccompanied_minors_31dec"]
TABLE_5 = ["mst_can_children", "mst_can_families"]
RULES = ["ssb-barnevern", "lt5", "dfe", "opensafely"]


def tables_of(measures: list[str], year: int) -> LinkedTables:
    rows = PRINTED[PRINTED["measure"].isin(measures) & PRINTED["year"].eq(year)]
    return build(rows.assign(value=rows["value"].astype(float)), year)


def small(tables: LinkedTables, limit: int) -> Mask:
    """The cells inside the table, not its sums, that are 1 to ``limit``."""
    inside = tables.cells["category"].str.fullmatch(r"(?!total)\w+\.\d+_\d+").to_numpy()
    hidden = np.zeros(len(tables.nominal), dtype=bool)
    hidden[: tables.count] = (
        inside & (tables.nominal[: tables.count] >= 1) & (tables.nominal[: tables.count] <= limit)
    )
    return hidden


def worked_out(tables: LinkedTables, hidden: Mask) -> list[float]:
    """The hidden figures that only one table agrees with, for a reader who takes nothing but that a
    count is not negative.
    """
    bounds = {
        int(cell): by_programs(tables, hidden, np.zeros(len(hidden)), int(cell))
        for cell in np.flatnonzero(hidden)
    }
    return sorted(low for low, high in bounds.values() if low == high)


def test_primary_suppression_alone_gives_table_4_away():
    tables = tables_of(TABLE_4, 2023)
    assert small(tables, 2).sum() == 3
    assert worked_out(tables, small(tables, 2)) == [1, 2, 2]
    assert small(tables, 4).sum() == 7
    assert worked_out(tables, small(tables, 4)) == [1, 3, 4]


@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize(
    ("measures", "year"), [(TABLE_4, 2023), *((TABLE_5, year) for year in range(2016, 2024))]
)
def test_nothing_can_be_worked_out_of_what_passes(measures, year, rule):
    tables = tables_of(measures, year)
    pattern = protect(tables, preset(rule))
    assert pattern.suppressed[: tables.count][
        (tables.nominal[: tables.count] >= 1)
        & (tables.nominal[: tables.count] <= pattern.rule.hide_up_to)
    ].all()
    for cell in np.flatnonzero(pattern.to_protect):
        low, high = by_programs(tables, pattern.suppressed, pattern.lower_bounds, int(cell))
        assert low <= tables.nominal[cell] <= high
        assert high - low >= pattern.rule.least_width, tables.cells.iloc[cell].to_dict()
    assert singleton_disclosures(pattern) == []


def test_table_4_keeps_its_total():
    pattern = protect(tables_of(TABLE_4, 2023), preset("ssb-barnevern"))
    total = pattern.tables.cells["category"].eq("").to_numpy()
    assert not pattern.suppressed[: pattern.tables.count][total].any()
