"""The figures that a page has read, taken apart by indicator."""

from itertools import pairwise

import numpy as np
import pandas as pd

from barnevern.indicators.figures import FIGURES


class Tables:
    """Tables of the figures that pages of the year ``until`` show, one for each indicator.

    ``figures`` has FIGURES and KNOWN (barnevern.indicators.figures) in the order of indicator,
    region, category and year. ``by_category`` keeps the categories of breakdowns.
    """

    def __init__(self, figures: pd.DataFrame, until: int, *, by_category: bool) -> None:
        shown = figures["known_from"].le(until) & figures["known_until"].ge(until)
        shown &= by_category | figures["category"].eq("")
        self.table = figures.loc[shown.to_numpy(), FIGURES]
        codes, names = pd.factorize(self.table["indicator"])
        ends = np.cumsum(np.bincount(codes, minlength=len(names))).tolist()
        self.places = dict(zip(names.tolist(), pairwise([0, *ends]), strict=True))

    def of(self, indicator: str) -> pd.DataFrame:
        """The indicator's table, columns FIGURES, in the order of region, category and year; empty
        where nothing is known of it.
        """
        start, end = self.places.get(indicator, (0, 0))
        table = self.table.iloc[start:end]
        table.index = pd.RangeIndex(end - start)
        return table
