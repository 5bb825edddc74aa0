"""One tidy table for every figure, whatever it comes from.

Columns: ``region`` (code as text), ``year`` (whole number), ``measure``, ``category`` ("" is the
total), ``value`` (number or missing), ``status`` (why a value is missing or special), ``source``
(id of the source); and, from files that quote a document, ``printed`` (the figure as printed),
``place`` (page or table), ``licence`` and ``note``.
"""

from functools import lru_cache

import pandas as pd

from barnevern import reference
from barnevern.norwegian.messages import say

FIGURE = ["region", "year", "measure", "category"]  # what a figure is of
COLUMNS = [*FIGURE, "value", "status", "source"]
PROVENANCE = ["printed", "place", "licence", "note"]
KEY = [*FIGURE, "source"]

HIDDEN = ":"  # the status of a figure that may not be shown
# Statistics Norway's standard symbols, and our own words for what a change of borders does to a
# figure; each with what it is called in the message files.
STATUS = {
    "": "",
    "-": "zero",
    ":": "hidden",
    "..": "not-reported",
    ".": "does-not-exist",
    "merged": "merged",
    "part_missing": "part-missing",
    "split": "split",
}
EARLIEST, LATEST = 1980, 2040  # years a figure can be of
SUMMED_KINDS = {"count", "amount", "fte"}


@lru_cache
def measures() -> dict[str, dict[str, str]]:
    """The measures an observation may carry: name, kind (what values are possible), dimension (its
    categories) and negative ("yes" where a figure may be below zero: accounts are corrected, and
    income may be larger than expenditure).
    """
    return {row["measure"]: row for row in reference.rows("measures.csv")}


@lru_cache
def signed_measures() -> frozenset[str]:
    """The measures whose figures may be below zero."""
    return frozenset(name for name, row in measures().items() if row["negative"])


@lru_cache
def dimensions() -> dict[str, dict[str, str]]:
    """Categories by dimension, in display order: {"sender": {"police": "Politi", …}, …}."""
    found: dict[str, dict[str, str]] = {}
    for row in reference.rows("categories.csv"):
        found.setdefault(row["dimension"], {})[row["category"]] = row["name"]
    return found


def status_name(status: str) -> str:
    """What a status says, in Norwegian; "" for none. Raises KeyError for one that there is not."""
    return say("status-name", status=STATUS[status]) if status else ""


def category_name(measure: str, category: str) -> str:
    """Norwegian name of a category of a measure, and of the total."""
    for dimension in measures()[measure]["dimension"].split():
        if category in dimensions()[dimension]:
            return dimensions()[dimension][category]
    return say("table-total") if category == "" else category


def category_code(measure: str, category: str) -> str:
    """The code of a category given by code or by Norwegian name; "" for the total. Raises KeyError
    for one that the measure does not have.
    """
    names = {"": "", category_name(measure, ""): ""}
    for dimension in measures()[measure]["dimension"].split():
        for code, name in dimensions()[dimension].items():
            names |= {code: code, name: code}
    return names[category]


def typed(table: pd.DataFrame) -> pd.DataFrame:
    """A checked table of text cells with year as whole number and value as number (missing where
    there is none).
    """
    result = table[[*COLUMNS, *PROVENANCE]].copy()
    result["year"] = result["year"].astype("int64")
    result["value"] = pd.to_numeric(
        result["value"].where(result["value"].ne("")), errors="coerce"
    ).astype("float64")
    result.loc[result["status"].eq("-"), "value"] = 0.0
    return result
