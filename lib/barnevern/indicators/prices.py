"""Kroner of one year in the prices of another, and whose prices kroner are in.

The growth in prices and wages of municipal services (kommunal deflator) stands in
data/reference/deflator.csv, by edition: what a year's growth was held to be changes from estimate
to final figure. The newest edition that has a year counts, except for a table that was made with an
older one (data/reference/fixed_prices.csv). A year that no edition has is not guessed: figures on
the other side of it stay in the prices of their own year.
"""

from collections.abc import Iterable
from functools import lru_cache

from barnevern import reference
from barnevern.indicators.figure import Figure, Figures
from barnevern.norwegian.messages import say
from barnevern.norwegian.numbers import number, typeset
from barnevern.norwegian.text import listed

KRONER, MILLIONS = "kroner", "millioner kroner"
MONEY = (KRONER, MILLIONS)
Growth = dict[str, str]  # a row of deflator.csv


@lru_cache
def editions(edition: str = "") -> dict[int, Growth]:
    """The growth from the year before, by year, with its source and whether it is final: that of
    one ``edition``, or of the newest that has the year.
    """
    rows = sorted(reference.rows("deflator.csv"), key=lambda row: row["published"])
    return {int(row["year"]): row for row in rows if row["edition"] == (edition or row["edition"])}


def growth(edition: str = "") -> dict[int, float]:
    """Growth from the year before, in per cent, by year."""
    return {year: float(row["growth_pct"]) for year, row in editions(edition).items()}


def factor(year: int, to: int, edition: str = "") -> float | None:
    """What kroner of ``year`` are multiplied by to be kroner of the later year ``to``; None where a
    year between is unknown.
    """
    result, known = 1.0, growth(edition)
    for between in range(year + 1, to + 1):
        if between not in known:
            return None
        result *= 1 + known[between] / 100
    return result


def missing_years(first: int, to: int) -> list[int]:
    """The years after ``first`` up to ``to`` whose growth is not known."""
    return [year for year in range(first + 1, to + 1) if year not in growth()]


def told(first: int, to: int) -> list[str]:
    """The growth of each year after ``first`` up to ``to`` in words, by source, and which of them
    are estimates.
    """
    rows = [row for year, row in sorted(editions().items()) if first < year <= to]
    notes = []
    for source in dict.fromkeys(row["source"] for row in rows):
        years = [
            say(
                "prices-growth-of-year",
                year=row["year"],
                growth=number(float(row["growth_pct"]), 1),
            )
            for row in rows
            if row["source"] == source
        ]
        notes.append(say("prices-growth", years=listed(years), source=source))
    guessed = [row["year"] for row in rows if row["status"] == "estimate"]
    if guessed:
        notes.append(say("prices-estimate", years=listed(guessed)))
    return notes


@lru_cache
def fixed() -> dict[str, tuple[int, str]]:
    """Sources whose kroner are in the prices of one year already: that year, and how it is known
    (data/reference/fixed_prices.csv).
    """
    return {
        row["source"]: (int(row["year"]), _because(int(row["year"]), row))
        for row in reference.rows("fixed_prices.csv")
    }


def _because(year: int, row: Growth) -> str:
    """How the prices of a source are known, by which growth it was made, and what is known now."""
    used, now = growth(row["edition"]), growth()
    amounts = listed(number(value, 1) for _, value in sorted(used.items()))
    later = [
        say("prices-later", year=between, growth=number(now[between], 1))
        for between, value in sorted(used.items())
        if now[between] != value
    ]
    made = say("prices-used", growth=amounts, first=min(used), last=year)
    return typeset(" ".join([f"{row['because']}.", made, *later]))


def stated_in(sources: Iterable[str]) -> dict[int, str]:
    """The years whose prices some of ``sources`` are in already, with how that is known."""
    return dict(fixed()[source] for source in sorted(set(sources) & set(fixed())))


def real(figures: Iterable[Figure], to: int) -> Figures:
    """Those of ``figures`` whose kroner can be told in the prices of the year ``to``, with that
    value.
    """
    found = []
    for figure in figures:
        priced = fixed().get(figure.source, (figure.year, ""))[0]
        times = factor(priced, to) if priced <= to else None
        if times is not None and figure.value is not None:
            real_value = figure.derived("real", figure.value * times, against=to)
            found.append(real_value._replace(note=figure.note, priced=to))
    return found


def same(one: Figure, other: Figure) -> bool:
    """Whether two figures can be held against each other: both in the prices of their own year, or
    both in those of one year.
    """
    return one.priced == other.priced or (one.priced or one.year) == (other.priced or other.year)


def basis(figures: Iterable[Figure]) -> str:
    """Whose prices the kroner of ``figures`` are in: "løpende priser", "2024-kroner", or both."""
    years = {figure.priced for figure in figures if figure.value is not None} or {None}
    stated = [
        say("prices-kroner-of", year=int(year)) for year in sorted(year for year in years if year)
    ]
    return listed([say("prices-current"), *stated] if None in years else stated)


def unit(name: str, figures: Iterable[Figure]) -> str:
    """The unit ``name`` with the prices that ``figures`` are in: "kroner, løpende priser"; as it is
    where it is no unit of money.
    """
    return f"{name}, {basis(figures)}" if name in MONEY else name


def aside(name: str, figures: Iterable[Figure]) -> str:
    """The prices that ``figures`` are in, to stand behind a figure or a name: " (2024-kroner)"; ""
    where the unit ``name`` is not of money.
    """
    return f" ({basis(figures)})" if name in MONEY else ""
