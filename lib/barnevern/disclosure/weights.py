"""What it costs a reader that a cell is suppressed: the weights that secondary suppression keeps
low in sum (the cost variable of τ-ARGUS, the weights w of Fischetti & Salazar-González 2000).
"""

import numpy as np
import pandas as pd

from barnevern.disclosure.linked_tables import (
    CATEGORY,
    SUBSET,
    Floats,
    LinkedTables,
    Mask,
)
from barnevern.observations import regions

# The weight of a group of regions, in cells of a municipality, by how its code begins: the country
# most of all, then the counties, so that their totals are kept.
LEVELS = (("EAK", 60.0), ("EKA", 20.0), ("", 2.0))
MUNICIPALITY = 1.0
TOTAL = 1.2  # of a total, in cells that are none
SEVERAL = 3
LARGEST = 3.0  # of the largest part of a total, which says most about it, in other parts


def weights(tables: LinkedTables, known: Mask) -> Floats:
    """The weight of every cell: infinite where it is ``known`` already, 0 where it is unpublished.

    A total weighs more than a part, the largest part more than the others, a large count a little
    more than a small one.
    """
    count = tables.count
    weight = 1 + 0.1 * np.log1p(tables.nominal[:count])
    weight[_is_total(tables)] *= TOTAL
    weight[_is_largest(tables)] *= LARGEST
    weight *= _level_weights(tables.cells["region"])
    weight[known] = np.inf
    return np.concatenate([weight, np.zeros(len(tables.nominal) - count)])


def _is_total(tables: LinkedTables) -> Mask:
    """The cells that are the total of categories or of a subset."""
    rows, _ = tables.links
    total = np.zeros(tables.count, dtype=bool)
    total[np.unique(tables.totals[rows[np.isin(tables.kinds[rows], [CATEGORY, SUBSET])]])] = True
    return total


def _is_largest(tables: LinkedTables) -> Mask:
    """The cells that are the largest category of a total with SEVERAL: of two the other would have
    to go with the total.
    """
    rows, parts = tables.links
    divided = (tables.kinds[rows] == CATEGORY) & (tables.nominal[parts] > 0)
    rows, parts = rows[divided], parts[divided]
    most, filled = np.zeros(len(tables.kinds)), np.bincount(rows, minlength=len(tables.kinds))
    np.maximum.at(most, rows, tables.nominal[parts])
    largest = (tables.nominal[parts] == most[rows]) & (filled[rows] >= SEVERAL)
    cells = np.zeros(tables.count, dtype=bool)
    cells[parts[largest]] = True
    return cells


def _level_weights(codes: "pd.Series[str]") -> Floats:
    """The weight of the level of each region code."""
    municipalities = regions.municipalities()

    def level(code: str) -> float:
        if code in municipalities:
            return MUNICIPALITY
        return next(weight for start, weight in LEVELS if code.startswith(start))

    levels: Floats = codes.map(level).to_numpy("float64")
    return levels
