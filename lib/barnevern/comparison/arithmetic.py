"""Printed shares, changes, totals and ratios against the figures that they are made of.

Each rule of data/reference/consistency.yml names the measures; a printed figure is an interval, and
any value that rounds to it will do.
"""

from typing import Any

from barnevern.comparison.quoted import Quoted, Record, contradicted
from barnevern.norwegian.messages import say
from barnevern.norwegian.numbers import number, quantity, same_number
from barnevern.observations import dimensions


def shares(quoted: Quoted, rule: dict[str, Any]) -> list[Record]:
    """A printed share against its count and total; with a total alone, whether any whole number
    gives the share (GRIM).
    """
    counts, wrong = quoted.values(rule["count"]), []
    sums = rule.get("sum_of", {})
    for row in quoted.of(rule["share"]):
        place = (row["region"], row["year"])
        total = counts.get((*place, ""))
        parts = [counts.get((*place, c)) for c in sums.get(row["category"], [row["category"]])]
        if not total or (row["category"] == "" and not sums):
            continue
        because = _not_the_share(row["value"], parts, total, quoted.decimals(row))
        if because:
            wrong.append(contradicted(row, "share", because))
    return wrong


def _not_the_share(value: float, parts: list[float | None], total: float, decimals: int) -> str:
    """Why ``value`` is not what the parts are of the total, in per cent; "" where it can be."""
    if None not in parts:
        exact = sum(part for part in parts if part is not None)
        if same_number(value, exact / total * 100, decimals):
            return ""
        share = quantity(exact / total * 100, "prosent", decimals)
        return say("claims-share", part=number(exact), total=number(total), share=share)
    whole = range(int(total) + 1)
    if any(same_number(value, count / total * 100, decimals) for count in whole):
        return ""
    return say("claims-no-whole-number", total=number(total))


def changes(quoted: Quoted, rule: dict[str, Any]) -> list[Record]:
    """A printed change of a share in percentage points against the counts of both years."""
    counts, wrong = quoted.values(rule["count"]), []

    def share(region: str, year: int, category: str) -> float | None:
        part, total = counts.get((region, year, category)), counts.get((region, year, ""))
        return None if part is None or not total else part / total * 100

    for row in quoted.of(rule["change"]):
        before = share(row["region"], row["year"] - 1, row["category"])
        after = share(row["region"], row["year"], row["category"])
        if before is None or after is None:
            continue
        places = quoted.decimals(row)
        if not same_number(row["value"], after - before, places):
            exact = quantity(after - before, "prosentpoeng", places, signed=True)
            wrong.append(contradicted(row, "change", f"antallene gir {exact}"))
    return wrong


def totals(quoted: Quoted, rule: dict[str, Any]) -> list[Record]:
    """A printed total against the sum of its parts; shares may miss by half a unit of the last
    decimal for each part.
    """
    figures, wrong = quoted.values(rule["measure"]), []
    for region, year in sorted({key[:2] for key in figures}):
        for total, parts in _groups(rule):
            terms = [figures[key] for part in parts if (key := (region, year, part)) in figures]
            whole = rule.get("equals", figures.get((region, year, total)))
            if whole is None or len(terms) < len(parts):
                continue
            slack = rule.get("slack", 0.0) * len(parts)
            if abs(sum(terms) - whole) > slack + 1e-9:
                row = _first_of(quoted, rule["measure"], region, year) | {"category": total}
                wrong.append(contradicted(row, "total", f"delene gir {number(sum(terms), 1)}"))
    return wrong


def _first_of(quoted: Quoted, measure: str, region: str, year: int) -> Record:
    return next(r for r in quoted.of(measure) if (r["region"], r["year"]) == (region, year))


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


def ratios(quoted: Quoted, rule: dict[str, Any]) -> list[Record]:
    """A printed deviation that follows from two others: (1 + a) / (1 + b) − 1, each anywhere in its
    rounding interval.
    """
    tops, bottoms = quoted.values(rule["numerator"]), quoted.values(rule["denominator"])
    half, wrong = 0.5 * 10 ** -rule["decimals"], []
    for row in quoted.of(rule["ratio"]):
        key = (row["region"], row["year"], row["category"])
        if key not in tops or key not in bottoms:
            continue
        top, bottom = 100 + tops[key], 100 + bottoms[key]
        ends = [
            (((top + a) / (bottom + b)) - 1) * 100 for a in (-half, half) for b in (-half, half)
        ]
        if not min(ends) - half <= row["value"] <= max(ends) + half:
            exact = quantity((top / bottom - 1) * 100, "prosent", rule["decimals"])
            wrong.append(contradicted(row, "ratio", f"de to andre gir {exact}"))
    return wrong
