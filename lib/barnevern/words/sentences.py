"""Sentences and alternative texts in Norwegian, made from the tables they stand beside."""

from collections.abc import Sequence

import pandas as pd

from barnevern import reference
from barnevern.cases.formats import BVR
from barnevern.comparison import Chance, difference_unit
from barnevern.indicators import Indicator
from barnevern.norwegian.numbers import NARROW_SPACE, NO_BREAK_SPACE, number, quantity, rounded
from barnevern.norwegian.text import listed, lower_first
from barnevern.observations import STATUS, regions

RATIO_UNITS = {
    "prosent",
    "kroner",
    f"per 1{NARROW_SPACE}000",
    "indeks",
    "prosent fra snittet",
    "barn per årsverk",
    "millioner kroner",
}
__all__ = [
    "also_missing",
    "bar_alt",
    "chance",
    "compared",
    "finding",
    "in_text",
    "line_alt",
    "missing",
    "reason",
    "worded",
]
AWAY = "deviation_from_"  # before the code of a peer, as the category of a difference
NOTHING = 1e-9  # what is left of two equal shares when one is taken from the other
MOST_COMPARED = 3  # peers named in one sentence
DIRECTION = {
    "higher": "Høyere er bedre.",
    "lower": "Lavere er bedre.",
    "neither": "Verken høyt eller lavt er best i seg selv.",
}


def finding(
    own: pd.Series,
    differences: pd.DataFrame,
    chosen: Indicator,
    name: str,
    year: int,
    breaks: Sequence[int] = (),
) -> str:
    """One or two sentences: the figure, the change since the year before and the distance from the
    peers.

    ``own`` is the municipality's newest row; ``differences`` comes from comparison.differences for
    the same year. A change over one of ``breaks`` is told as such, and the note that came with the
    figure stands behind it.
    """
    value = worded(own["value"], chosen)
    verb = " var" if chosen.unit in RATIO_UNITS else ":"
    when = f"i {own['year']}" if own["year"] == year else f"i {own['year']} (siste tall)"
    name = chosen.scope or name
    note = f" ({own['note']})" if own["note"] else ""
    first = f"{chosen.short}{verb} {value} i {name} {when}{note}"
    if chosen.unit == "prosent fra snittet":
        return f"{chosen.short}: {name} lå {value} {when}{note}."
    known = dict(zip(differences["category"], differences["value"], strict=True))
    change = [value for category, value in known.items() if category.startswith("change_from_")]
    if change:
        first += ", " + compared(change[0], chosen, f"i {own['year'] - 1}", "uendret fra")
        first += ", men serien har brudd mellom de to årene" if own["year"] in breaks else ""
    away = [
        (category.removeprefix(AWAY), value)
        for category, value in known.items()
        if category.startswith(AWAY)
    ]
    parts = [
        compared(value, chosen, "i " + in_text(code), "det samme som")
        for code, value in away[:MOST_COMPARED]
    ]
    return first + "." + (f" Det er {listed(parts)}." if parts else "")


def chance(found: Chance, chosen: Indicator, group: str) -> str:
    """Whether the distance from a group can be chance, and the interval that chance allows."""
    low, high = (
        quantity(found.low, "", chosen.decimals),
        quantity(found.high, chosen.unit, chosen.decimals),
    )
    verdict = (
        "større enn tilfeldigheter skulle tilsi"
        if found.beyond
        else "innenfor det som kan skyldes tilfeldigheter"
    )
    return (
        f"Forskjellen fra {in_text(group)} er {verdict}: kommunens eget tall kan ligge mellom {low}"
        f" og {high} ved tilfeldig variasjon."
    )


def worded(value: float, chosen: Indicator) -> str:
    """A figure in running text: "101 180 kroner"; a deviation as "37 % under snittet"."""
    if chosen.unit != "prosent fra snittet":
        return quantity(value, chosen.unit, chosen.decimals)
    side = "over" if value > 0 else "under" if value < 0 else "fra"
    return f"{quantity(abs(value), chosen.unit, chosen.decimals)} {side} snittet"


def compared(difference: float, chosen: Indicator, other: str, same: str) -> str:
    """A difference in words: "7,9 prosent lavere enn i 2023", "19 flere enn i 2022", "uendret fra
    2023" for none, and "nesten uendret fra 2023" for one that rounds to none, which may stand
    beside 0,7 and 0,8.
    """
    unit, decimals = difference_unit(chosen.unit)
    if rounded(difference, decimals) == 0:
        same = same if abs(difference) < NOTHING else f"nesten {same}"
        return f"{same} {other.removeprefix('i ') if 'uendret' in same else other}"
    if unit == "antall":
        return f"{number(abs(difference))} {'flere' if difference > 0 else 'færre'} enn {other}"
    amount = quantity(abs(difference), unit, decimals).replace(f"{NO_BREAK_SPACE}%", " prosent")
    return f"{amount} {'høyere' if difference > 0 else 'lavere'} enn {other}"


def in_text(code: str) -> str:
    """Name of a region inside a sentence: "landet" without a capital."""
    name = regions.name_of(code)
    return lower_first(name) if code in ("EAK", "EAKUO") else name


def reason(table: pd.DataFrame) -> str:
    """The published reason for the newest missing figure in ``table``, or "" when the data set
    simply has none.
    """
    reasons = [STATUS[status] for status in table["status"] if status not in ("", "-")]
    return reasons[-1] if reasons else ""


def missing(
    chosen: Indicator,
    name: str,
    year: int,
    table: pd.DataFrame,
    dataset: str,
    *,
    counted: bool = False,
) -> str:
    """Why there is no figure, in words: the published reason where there is one, why an extract
    cannot give it where the data set is ``counted`` from one, else that the data set has none.
    """
    if reason(table):
        return f"{chosen.short} for {name}: {lower_first(reason(table))}."
    if counted and not_in_extract(chosen):
        return (
            f"Ikke rapportert: {lower_first(chosen.short).removesuffix('.')}."
            f" {not_in_extract(chosen)}"
        )
    return (
        f"Ikke rapportert: {lower_first(chosen.short).removesuffix('.')}. Datasettet «{dataset}»"
        f" har ikke tallet for {name} til og med {year}."
    )


def not_in_extract(chosen: Indicator) -> str:
    """Why no case extract can give the indicator (data/reference/not_in_extract.csv); "" where it
    can.
    """
    wanted = {part.measure for part in (chosen.numerator, chosen.published) if part}
    rows = [
        row
        for row in reference.rows("not_in_extract.csv")
        if row["measure"] in wanted and not row["category"] and BVR.code in row["format"]
    ]
    return rows[0]["reason"] if rows else ""


def also_missing(chosen: list[Indicator]) -> str:
    """A sentence that names further indicators without figures."""
    names = [lower_first(one.short).removesuffix(".") for one in chosen]
    return f"Det samme gjelder {listed(names)}."


def line_alt(table: pd.DataFrame, chosen: Indicator, own: str) -> str:
    """Alternative text of a line figure (name, year, value): every year of ``own``, first and last
    of the others.
    """
    known = table[table["value"].notna()]
    points: dict[str, list[tuple[int, float]]] = {}
    for name, year, value in zip(known["name"], known["year"], known["value"], strict=True):
        points.setdefault(name, []).append((year, value))
    parts = []
    for name, every in points.items():
        shown = every if name == own else [every[n] for n in sorted({0, len(every) - 1})]
        values = [
            f"{quantity(value, chosen.unit, chosen.decimals)} i {year}" for year, value in shown
        ]
        parts.append(f"{name}: {listed(values)}.")
    years = table["year"]
    return f"Linjediagram: {chosen.name}, {years.min()}–{years.max()}. " + " ".join(parts)


def bar_alt(table: pd.DataFrame, title: str, unit: str, decimals: int) -> str:
    """Alternative text of a bar figure (label, series, value): every bar."""
    parts = []
    for name, rows in table.dropna(subset="value").groupby("series", sort=False):
        values = [
            f"{row['label']} {quantity(row['value'], unit, decimals)}"
            for row in rows.to_dict("records")
        ]
        parts.append(f"{name}: {listed(values)}.")
    return f"Søylediagram: {title}. " + " ".join(parts)
