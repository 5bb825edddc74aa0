"""Observations with categories for their texts: a whole nation is then added, divided and sorted as
numbers.
"""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd
from pandas.api.types import union_categoricals

TEXTS = ["region", "measure", "category", "status", "source", "printed", "note"]
CODED = ["region", "year", "measure", "category", "value", "status", "source", "printed", "note"]


def coded(observations: pd.DataFrame) -> pd.DataFrame:
    """The observations (columns CODED) with categories, in the order of the alphabet, for TEXTS."""
    return observations[CODED].astype(dict.fromkeys(TEXTS, "category"))


def texts(codes: npt.ArrayLike, words: Sequence[str]) -> "pd.Categorical[str]":
    """Texts as categories, from the number of each in ``words``."""
    return pd.Categorical.from_codes(np.asarray(codes, int), pd.Index(words))


def joined(tables: Sequence[pd.DataFrame]) -> pd.DataFrame:
    """Several coded tables as one, with the categories of all of them."""
    columns = {
        column: union_categoricals([table[column] for table in tables], sort_categories=True)
        if column in TEXTS
        else pd.concat([table[column] for table in tables], ignore_index=True)
        for column in CODED
    }
    return pd.DataFrame(columns)
