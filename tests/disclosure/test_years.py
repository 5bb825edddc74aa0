"""Several years together: what no year gives back, and no two of them either, by whole-number
programs over one system of all years.
"""

from typing import NamedTuple
from unittest import mock

import numpy as np
import pandas as pd
from hypothesis import HealthCheck, given
from hypothesis import strategies as st
from oracle import by_programs
from scipy import sparse

from barnevern.disclosure import complementary, gate
from barnevern.disclosure.constraints import build
from barnevern.disclosure.linked_tables import LinkedTables, Mask
from barnevern.disclosure.primary import primary_suppression
from barnevern.disclosure.rules import preset
from patience import examples

SSB = "ssb-barnevern"
PLACES, YEARS = ["5501", "5601", "5603"], [2021, 2022, 2023]
DURING, NEW, LAST = (
    "children_with_measures_during_year",
    "children_with_new_measures",
    "children_with_measures_31dec",
)

SMALL = st.sampled_from([0, 0, 1, 2, 3, 4, 5, 6, 9, 14])


@st.composite
def linked_years(draw: st.DrawFn) -> pd.DataFrame:
    """Children with measures of some municipalities and the country over three years: in care
    and not, new, and those who were left in December.
    """
    found = []
    for place in PLACES[: draw(st.integers(1, 3))]:
        left = draw(SMALL) + draw(SMALL)
        for year in YEARS:
            new, before = draw(SMALL), left
            during = before + new
            left = draw(st.integers(0, during))
            care = draw(st.integers(0, left))
            cells = [(DURING, during), (NEW, new), (LAST, left)]
            cells += [("children_in_care", care), ("children_with_assistance", left - care)]
            found += [(place, year, measure, float(value)) for measure, value in cells]
    table = pd.DataFrame(found, columns=["region", "year", "measure", "value"])
    county = table.groupby(["year", "measure"], as_index=False)["value"].sum()
    texts = dict.fromkeys(("status", "source", "printed", "place", "licence", "note"), "")
    both = pd.concat([table, county.assign(region="EAK")], ignore_index=True)
    return both.assign(category="", **texts)


class System(NamedTuple):
    """The tables of all years as one, with what is hidden, the least that is possible, and the
    number of each cell.
    """

    tables: LinkedTables
    hidden: Mask
    floor: np.ndarray
    number: dict[tuple[str, int, str], int]


def one_system(table: pd.DataFrame, hidden: set[tuple[str, int, str]]) -> System:
    """The linked tables of each year side by side, and a sum of two years for each place."""
    years, masks, floors, position, width = [], [], [], {}, 0
    for year in YEARS:
        tables = build(table[table["year"].eq(year)], year)
        none = np.zeros(tables.count, dtype=bool)
        floors.append(primary_suppression(tables, preset(SSB), none, none).lower_bounds)
        mask = np.ones(len(tables.nominal), dtype=bool)
        for n, cell in enumerate(zip(tables.cells["region"], tables.cells["measure"], strict=True)):
            mask[n] = (cell[0], year, cell[1]) in hidden
            position[cell[0], year, cell[1]] = width + n
        masks.append(mask)
        years.append(tables)
        width += len(mask)
    lags = sparse.lil_matrix((len(position), width))
    for row, (place, year, measure) in enumerate(position):
        if measure == DURING and year > YEARS[0]:
            lags[row, position[place, year, DURING]] = 1
            lags[row, position[place, year, NEW]] = -1
            lags[row, position[place, year - 1, LAST]] = -1
    blocks = sparse.block_diag([one.constraints for one in years])
    together = LinkedTables(
        cells=pd.concat([one.cells for one in years], ignore_index=True),
        nominal=np.concatenate([one.nominal for one in years]),
        lower_bounds=np.concatenate(floors),
        constraints=sparse.vstack([blocks, lags]).tocsr(),
        kinds=np.empty(0, dtype="int64"),
        totals=np.empty(0, dtype="int64"),
    )
    assert not (together.constraints @ together.nominal).any()
    return System(together, np.concatenate(masks), np.concatenate(floors), position)


@given(linked_years(), st.sampled_from([0, complementary.MANY]))
@examples(8, suppress_health_check=[HealthCheck.too_slow])
def test_no_count_can_be_worked_out_from_several_years(table: pd.DataFrame, many: int) -> None:
    with mock.patch.object(complementary, "MANY", many):  # county by county, or all at once
        shown = gate.gated(table, {"disclosure": SSB}, workers=1).observations
    suppressed = shown[shown["status"].eq(":")]
    hidden = set(zip(suppressed["region"], suppressed["year"], suppressed["measure"], strict=True))
    system = one_system(table, hidden)
    for cell in sorted(hidden):
        low, high = by_programs(system.tables, system.hidden, system.floor, system.number[cell])
        assert high - low >= preset(SSB).least_width, (cell, low, high)
