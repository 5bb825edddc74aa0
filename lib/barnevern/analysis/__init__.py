"""For whoever wants a data frame: open a data set, search it, and take tidy figures out of it."""

from barnevern.analysis.data import Data, open_data

__all__ = ["Data", "open_data"]
