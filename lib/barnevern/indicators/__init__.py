"""Indicators: the catalogue, what is computed by it, prices, and the laws that bear on them."""

from barnevern.indicators.catalogue import (
    COUNT,
    PARTS,
    THEMES,
    Indicator,
    Part,
    UnknownIndicator,
    catalogue,
    count_of,
    indicator,
    theme_name,
)
from barnevern.indicators.compute import SERIES, TABLE, compute, compute_all

__all__ = [
    "COUNT",
    "PARTS",
    "SERIES",
    "TABLE",
    "THEMES",
    "Indicator",
    "Part",
    "UnknownIndicator",
    "catalogue",
    "compute",
    "compute_all",
    "count_of",
    "indicator",
    "theme_name",
]
