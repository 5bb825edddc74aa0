"""One quantity printed with two values, a part above its whole, and figures of several years beside
yearly ones.
"""

from itertools import groupby
from typing import Any

from barnevern.comparison.quoted import Place, Quoted, Record, contradicted, printed
from barnevern.norwegian.messages import say
from barnevern.norwegian.numbers import number

Name = list[str]  # a measure and its category, or several whose sum counts
Interval = tuple[float, float]
ROUNDING = 1e-9


def same(quoted: Quoted, rule: list[Name]) -> list[Record]:
    """The figure of the first name against that of the second, which is another name for it: the
    two intervals of what was rounded must meet.
    """
    wrong, (first, (measure, *categories)) = [], rule
    for row in _rows(quoted, first):
        others = [quoted.at(row, measure, category) for category in categories]
        found = [other for other in others if other]
        if len(found) < len(categories):
            continue
        ends = [quoted.can_be(other) for other in found]
        whole = (sum(low for low, _ in ends), sum(high for _, high in ends))
        if _apart(quoted.can_be(row), whole):
            wrong.append(contradicted(row, "same", printed(found)))
    return wrong


def parts(quoted: Quoted, rule: list[Name]) -> list[Record]:
    """A part, the first name, against its whole, the second."""
    wrong, (part, (measure, category)) = [], rule
    for row in _rows(quoted, part):
        whole = quoted.at(row, measure, category)
        if whole and row["value"] > whole["value"] + ROUNDING:
            wrong.append(contradicted(row, "part", printed([whole])))
    return wrong


def periods(quoted: Quoted, rule: dict[str, Any]) -> list[Record]:
    """A figure of all years since the first one against the yearly ones: nobody is counted in fewer
    years than one, so it is no less than the highest and, with every year known, no more than the
    sum.
    """
    wrong, (measure, category) = [], rule["yearly"]
    yearly = quoted.values(measure)
    for row in _rows(quoted, rule["period"]):
        years = range(rule["first"], row["year"] + 1)
        known = [
            yearly[key] for year in years if (key := (row["region"], year, category)) in yearly
        ]
        high = sum(known) if len(known) == len(years) else float("inf")
        if known and not max(known) <= row["value"] <= high:
            span = f"{rule['first']}–{row['year']}"
            most, total = number(max(known)), number(sum(known))
            because = say("claims-yearly", years=span, most=most, total=total)
            wrong.append(contradicted(row, "period", because))
    return wrong


def editions(quoted: Quoted) -> list[Record]:
    """Figures that two documents print with values that cannot be the same: the one of the first
    document against each other.
    """
    wrong = []
    for _, group in groupby(sorted(quoted.rows, key=_figure), key=_figure):
        first, *others = {row["source"]: row for row in group}.values()
        for other in others:
            if _apart(quoted.can_be(first), quoted.can_be(other)):
                wrong.append(contradicted(first, "editions", printed([other])))
    return wrong


def _figure(row: Record) -> tuple[str, Place]:
    return row["measure"], (row["region"], row["year"], row["category"])


def _apart(one: Interval, other: Interval) -> bool:
    return one[1] < other[0] - ROUNDING or one[0] > other[1] + ROUNDING


def _rows(quoted: Quoted, name: Name) -> list[Record]:
    return [row for row in quoted.of(name[0]) if row["category"] == name[1]]
