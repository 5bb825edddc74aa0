"""Published figures that cannot be true together: found by rule, not by hand.

The rules are in data/reference/consistency.yml: which printed shares and changes go with which
counts, which tables must add up, which figure is the ratio of two others, and which are two names
for one quantity. A printed figure is an interval: any value that rounds to it will do. What is said
in words is held against the figures too (barnevern.comparison.claims).
"""

from collections.abc import Callable
from functools import lru_cache
from typing import Any

import pandas as pd

from barnevern import reference
from barnevern.comparison import arithmetic, claims, quantities
from barnevern.comparison.quoted import RESULT, Quoted, Record

FIGURE = ("region", "year", "measure", "category")
KINDS: dict[str, Callable[[Quoted, Any], list[Record]]] = {
    "shares": arithmetic.shares,
    "changes": arithmetic.changes,
    "totals": arithmetic.totals,
    "ratios": arithmetic.ratios,
    "same": quantities.same,
    "parts": quantities.parts,
    "periods": quantities.periods,
}


@lru_cache
def rules() -> dict[str, list[Any]]:
    """The rules by kind: shares, changes, totals, ratios, same, parts, periods."""
    return dict(reference.document("consistency.yml"))


def contradictions(editions: pd.DataFrame) -> pd.DataFrame:
    """The printed figures and words among ``editions`` that contradict others, one row each with
    the reason (RESULT); empty when none do.

    ``editions`` has the observation columns, ``printed``, ``place`` and ``current`` (today's
    municipality). What is said of other regions than those is not looked at.
    """
    quoted = Quoted(editions)
    found = []
    for kind, rule_of in KINDS.items():
        for rule in rules()[kind]:
            found += rule_of(quoted, rule)
    found += _undecided(quantities.editions(quoted), found)
    found += claims.claims(quoted)
    found += claims.references(quoted.sources) + claims.headings(quoted.sources)
    here = {row["region"] for row in quoted.rows}
    return pd.DataFrame([row for row in found if row["region"] in here], columns=RESULT)


def _undecided(pairs: list[Record], found: list[Record]) -> list[Record]:
    """Those of ``pairs`` that no other rule has found the wrong one of."""
    known = {tuple(row[column] for column in FIGURE) for row in found}
    return [row for row in pairs if tuple(row[column] for column in FIGURE) not in known]
