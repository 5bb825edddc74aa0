"""Case tables → observations, by the official definitions.

A figure of a year uses only what had happened by 31 December of that year. A year gets a figure for
every measure the extract can give, zero where nothing happened; what the file format or the code
lists of the year cannot hold gets no row.
"""

from collections.abc import Callable

import pandas as pd

from barnevern.cases import Cases
from barnevern.cases.formats import BVR, Format
from barnevern.counting import (
    deadlines,
    half_year,
    investigations,
    measures,
    placements,
    plans,
    programmes,
    referrals,
    unaccompanied,
    visits,
)
from barnevern.counting.base import Base, prepare
from barnevern.counting.tally import Counts, table
from barnevern.observations import COLUMNS, PROVENANCE

SOURCE = "extract"
THEMES: list[Callable[[Base], list[Counts]]] = [
    theme.count
    for theme in (
        referrals,
        investigations,
        deadlines,
        measures,
        placements,
        plans,
        visits,
        half_year,
        unaccompanied,
        programmes,
    )
]


def observations(
    cases: Cases, municipality: str, years: list[int], file_format: Format = BVR
) -> pd.DataFrame:
    """Observations of one municipality: all ``cases`` count there, whatever code it had when they
    were reported.

    ``years``: the years that the extracts cover (15F: their reporting years). Columns: COLUMNS and
    PROVENANCE of barnevern.observations; value is a number of children, cases, visits or days.
    """
    return _counted(prepare(cases, years, municipality, file_format))


def observations_all(cases: Cases, years: list[int], file_format: Format = BVR) -> pd.DataFrame:
    """Observations of every municipality in ``cases``, by the code its cases were reported under.
    Otherwise as ``observations``.
    """
    return _counted(prepare(cases, years, None, file_format))


def _counted(base: Base) -> pd.DataFrame:
    result = table(base, [counts for theme in THEMES for counts in theme(base)]).assign(
        status="", source=SOURCE
    )
    result[PROVENANCE] = ""
    return result[[*COLUMNS, *PROVENANCE]]
