"""Published figures that cannot be true together: found by rule, not by hand.

The rules are in data/reference/consistency.yml: which printed shares and changes go with which
counts, which tables must add up, and which figure is the ratio of two others. A printed figure is
an interval: any value that rounds to it will do.
"""

from functools import lru_cache
from typing import Any

import pandas as pd

from barnevern import reference
from barnevern.norwegian.numbers import number, printed_decimals, quantity, same_number
from barnevern.observations import dimensions

RESULT = ["region", "year", "measure", "category", "printed", "source", "place", "rule", "because"]


@lru_cache
def rules() -> dict[str, list[dict[str, Any]]]:
    """The rules by kind: shares, changes, totals, ratios."""
    return dict(reference.document("consistency.yml"))


def contradictions(editions: pd.DataFrame) -> pd.DataFrame:
    """The printed figures among ``editions`` that contradict others, one row each with the reason;
    empty when none do.

    ``editions`` has the observation columns, ``printed``, ``place`` and ``current`` (today's
    municipality).
    """
    quoted = editions[editions["printed"].ne("") & editions["value"].notna()].assign(
        region=editions["current"]
    )
    found = []
    for rule in rules()["shares"]:
        found += _shares(quoted, rule)
    for rule in rules()["changes"]:
        found += _changes(quoted, rule)
    for rule in rules()["totals"]:
        found += _totals(quoted, rule)
    for rule in rules()["ratios"]:
        found += _ratios(quoted, rule)
    return pd.DataFrame(found, columns=RESULT)


def _values(quoted: pd.DataFrame, measure: str) -> dict[tuple[str, int, str], float]:
    rows = quoted[quoted["measure"].eq(measure)]
    return {(r["region"], r["year"], r["category"]): r["value"] for r in rows.to_dict("records")}


def _decimals(quoted: pd.DataFrame, row: dict[Any, Any]) -> int:
    table = quoted[quoted["measure"].eq(row["measure"]) & quoted["source"].eq(row["source"])]
    return printed_decimals([p for p in table["printed"] if "," in p])


def _row(row: dict[Any, Any], rule: str, because: str) -> dict[str, Any]:
    return {**{column: row[column] for column in RESULT[:7]}, "rule": rule, "because": because}


def _shares(quoted: pd.DataFrame, rule: dict[str, Any]) -> list[dict[str, Any]]:
    """A printed share against its count and total; with a total alone, whether any whole number
    gives the share (GRIM).
    """
    counts, wrong = _values(quoted, rule["count"]), []
    sums = rule.get("sum_of", {})
    for row in quoted[quoted["measure"].eq(rule["share"])].to_dict("records"):
        place = (row["region"], row["year"])
        total = counts.get((*place, ""))
        parts = [counts.get((*place, c)) for c in sums.get(row["category"], [row["category"]])]
        if not total or (row["category"] == "" and not sums):
            continue
        because = _not_the_share(row["value"], parts, total, _decimals(quoted, row))
        if because:
            wrong.append(_row(row, "share", because))
    return wrong


def _not_the_share(value: float, parts: list[float | None], total: float, decimals: int) -> str:
    """Why ``value`` is not what the parts are of the total, in per cent; "" where it can be."""
    if None not in parts:
        exact = sum(part for part in parts if part is not None)
        if same_number(value, exact / total * 100, decimals):
            return ""
        share = quantity(exact / total * 100, "prosent", decimals)
        return f"{number(exact)} av {number(total)} er {share}"
    whole = range(int(total) + 1)
    if any(same_number(value, count / total * 100, decimals) for count in whole):
        return ""
    return f"ingen heltall av {number(total)} gir denne andelen"


def _changes(quoted: pd.DataFrame, rule: dict[str, Any]) -> list[dict[str, Any]]:
    """A printed change of a share in percentage points against the counts of both years."""
    counts, wrong = _values(quoted, rule["count"]), []

    def share(region: str, year: int, category: str) -> float | None:
        part, total = counts.get((region, year, category)), counts.get((region, year, ""))
        return None if part is None or not total else part / total * 100

    for row in quoted[quoted["measure"].eq(rule["change"])].to_dict("records"):
        before = share(row["region"], row["year"] - 1, row["category"])
        after = share(row["region"], row["year"], row["category"])
        if before is None or after is None:
            continue
        decimals = _decimals(quoted, row)
        if not same_number(row["value"], after - before, decimals):
            exact = quantity(after - before, "prosentpoeng", decimals, signed=True)
            wrong.append(_row(row, "change", f"antallene gir {exact}"))
    return wrong


def _totals(quoted: pd.DataFrame, rule: dict[str, Any]) -> list[dict[str, Any]]:
    """A printed total against the sum of its parts; shares may miss by half a unit of the last
    decimal for each part.
    """
    values, wrong = _values(quoted, rule["measure"]), []
    for region, year in sorted({key[:2] for key in values}):
        for total, parts in _groups(rule):
            terms = [values[key] for part in parts if (key := (region, year, part)) in values]
            whole = rule.get("equals", values.get((region, year, total)))
            if whole is None or len(terms) < len(parts):
                continue
            slack = rule.get("slack", 0.0) * len(parts)
            if abs(sum(terms) - whole) > slack + 1e-9:
                row = _first_of(quoted, rule["measure"], region, year) | {"category": total}
                wrong.append(_row(row, "total", f"delene gir {number(sum(terms), 1)}"))
    return wrong


def _first_of(quoted: pd.DataFrame, measure: str, region: str, year: int) -> dict[Any, Any]:
    of_region = quoted["measure"].eq(measure) & quoted["region"].eq(region)
    return dict(quoted[of_region & quoted["year"].eq(year)].iloc[0].to_dict())


def _groups(rule: dict[str, Any]) -> list[tuple[str, list[str]]]:
    """(total, parts) pairs: one for a single dimension, one per row and column for a table of
    two.
    """
    if "dimension" in rule:
        return [("", list(dimensions()[rule["dimension"]]))]
    down, across = (list(dimensions()[d]) for d in rule["table"])

    def name(a: str, b: str) -> str:
        return "" if a == b == "total" else f"{a}.{b}"

    rows = [(name(a, "total"), [name(a, b) for b in across if b != "total"]) for a in down]
    return rows + [(name("total", b), [name(a, b) for a in down if a != "total"]) for b in across]


def _ratios(quoted: pd.DataFrame, rule: dict[str, Any]) -> list[dict[str, Any]]:
    """A printed deviation that follows from two others: (1 + a) / (1 + b) − 1, each anywhere in its
    rounding interval.
    """
    tops, bottoms = _values(quoted, rule["numerator"]), _values(quoted, rule["denominator"])
    half, wrong = 0.5 * 10 ** -rule["decimals"], []
    for row in quoted[quoted["measure"].eq(rule["ratio"])].to_dict("records"):
        key = (row["region"], row["year"], row["category"])
        if key not in tops or key not in bottoms:
            continue
        top, bottom = 100 + tops[key], 100 + bottoms[key]
        ends = [
            (((top + a) / (bottom + b)) - 1) * 100 for a in (-half, half) for b in (-half, half)
        ]
        if not min(ends) - half <= row["value"] <= max(ends) + half:
            exact = quantity((top / bottom - 1) * 100, "prosent", rule["decimals"])
            wrong.append(_row(row, "ratio", f"de to andre gir {exact}"))
    return wrong
