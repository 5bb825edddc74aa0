"""What figures are made of: the tidy table, its checks, and the regions it is about."""

from barnevern.observations.schema import (
    COLUMNS,
    FIGURE,
    HIDDEN,
    KEY,
    PROVENANCE,
    STATUS,
    SUMMED_KINDS,
    category_code,
    category_name,
    dimensions,
    measures,
    signed_measures,
    status_name,
    typed,
)

__all__ = [
    "COLUMNS",
    "FIGURE",
    "HIDDEN",
    "KEY",
    "PROVENANCE",
    "STATUS",
    "SUMMED_KINDS",
    "category_code",
    "category_name",
    "dimensions",
    "measures",
    "signed_measures",
    "status_name",
    "typed",
]
