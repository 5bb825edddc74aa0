"""Made-up municipalities that several tests look at, and simple counts of every municipality's
histories.
"""

import pandas as pd
import pytest

from barnevern.cases import Cases
from barnevern.demo import country, histories
from barnevern.observations import regions
from demo.simple import CLEAN, LARGE, MIDDLE, SEED, YEARS, simple_counts


@pytest.fixture(scope="session")
def large() -> Cases:
    """The cases of a large municipality, without planted mistakes."""
    return country.cases(LARGE, YEARS, SEED, CLEAN)


@pytest.fixture(scope="session")
def middle() -> Cases:
    """The cases of a municipality of middle size, without planted mistakes."""
    return country.cases(MIDDLE, YEARS, SEED, CLEAN)


@pytest.fixture(scope="session")
def every_service() -> pd.DataFrame:
    """Simple counts of the histories of every municipality, as observations."""
    return pd.concat(
        [simple_counts(code, histories.service(code, SEED)) for code in regions.municipalities()],
        ignore_index=True,
    )
