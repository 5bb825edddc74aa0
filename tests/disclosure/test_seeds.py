"""Tables 4 and 5 of Bærum's tilstandsrapport for 2023, pushed through as if they were raw: nothing
can be worked out.

With small cells hidden and nothing else, they can: the figures that the attack must find stand in
the tests.
"""

import numpy as np
import pandas as pd
import pytest
from oracle import by_programs

from barnevern.disclosure.rules import preset
from barnevern.disclosure.suppress import protect, tied
from barnevern.disclosure.system import Mask, System, build
from barnevern.paths import DATA

PRINTED = pd.read_csv(
    DATA / "published" / "baerum_tilstandsrapport_2023.csv",
    dtype={"region": str, "category": str},
    keep_default_na=False,
)
TABLE_4 = ["unaccompanied_minors_31dec"]
TABLE_5 = ["mst_can_children", "mst_can_families"]
RULES = ["ssb-barnevern", "lt5", "dfe", "opensafely"]


def system_of(measures: list[str], year: int) -> System:
    rows = PRINTED[PRINTED["measure"].isin(measures) & PRINTED["year"].eq(year)]
    return build(rows.assign(value=rows["value"].astype(float)), year)


def small(system: System, limit: int) -> Mask:
    """The cells inside the table, not its sums, that are 1 to ``limit``."""
    inside = system.cells["category"].str.fullmatch(r"(?!total)\w+\.\d+_\d+").to_numpy()
    hidden = np.zeros(len(system.numbers), dtype=bool)
    hidden[: system.count] = (
        inside & (system.numbers[: system.count] >= 1) & (system.numbers[: system.count] <= limit)
    )
    return hidden


def worked_out(system: System, hidden: Mask) -> list[float]:
    """The hidden figures that only one table agrees with, for a reader who takes nothing but that a
    count is not negative.
    """
    bounds = {
        int(cell): by_programs(system, hidden, np.zeros(len(hidden)), int(cell))
        for cell in np.flatnonzero(hidden)
    }
    return sorted(low for low, high in bounds.values() if low == high)


def test_primary_suppression_alone_gives_table_4_away():
    system = system_of(TABLE_4, 2023)
    assert small(system, 2).sum() == 3
    assert worked_out(system, small(system, 2)) == [1, 2, 2]
    assert small(system, 4).sum() == 7
    assert worked_out(system, small(system, 4)) == [1, 3, 4]


@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize(
    ("measures", "year"), [(TABLE_4, 2023), *((TABLE_5, year) for year in range(2016, 2024))]
)
def test_nothing_can_be_worked_out_of_what_passes(measures, year, rule):
    system = system_of(measures, year)
    draft = protect(system, preset(rule))
    assert draft.hidden[: system.count][
        (system.numbers[: system.count] >= 1)
        & (system.numbers[: system.count] <= draft.rule.hide_up_to)
    ].all()
    for cell in np.flatnonzero(draft.guarded):
        low, high = by_programs(system, draft.hidden, draft.floor, int(cell))
        assert low <= system.numbers[cell] <= high
        assert high - low >= draft.rule.least_width, system.cells.iloc[cell].to_dict()
    assert tied(draft) == []


def test_table_4_keeps_its_total():
    draft = protect(system_of(TABLE_4, 2023), preset("ssb-barnevern"))
    total = draft.system.cells["category"].eq("").to_numpy()
    assert not draft.hidden[: draft.system.count][total].any()
