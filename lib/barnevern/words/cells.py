"""Figures as cells of a table, and the words that stand for a missing figure."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence

from barnevern.indicators import Indicator, indicator, prices
from barnevern.indicators.figure import Figure
from barnevern.norwegian.messages import say
from barnevern.norwegian.numbers import number
from barnevern.norwegian.text import lower_first
from barnevern.observations import STATUS, status_name

# What a missing figure looks like in a cell; the words for the symbols used stand under the table.
CELL_SYMBOL = {"merged": "..", "part_missing": "..", "split": ".."}
NOT_REPORTED = ".."
MOST_NAMED = 4  # figures one note names


def cell(value: float | None, status: str, decimals: int, *, signed: bool = False) -> str:
    """One figure as a table cell: the number, or the symbol of its status."""
    if value is None or value != value:
        return CELL_SYMBOL.get(status, status) or NOT_REPORTED
    return number(value, decimals, signed=signed)


def of_figure(figure: Figure | None, decimals: int, *, signed: bool = False) -> str:
    """A figure as a table cell; ".." where there is no such figure."""
    if figure is None:
        return NOT_REPORTED
    return cell(figure.value, figure.status, decimals, signed=signed)


def status_notes(statuses: Iterable[str]) -> list[str]:
    """A sentence for every status in a table that needs one, in a fixed order."""
    present = set(statuses)
    found = []
    for status in STATUS:
        if status in present and status not in ("", "-"):
            symbol = CELL_SYMBOL.get(status, status)
            meaning = lower_first(status_name(status))
            found.append(say("table-symbol", symbol=symbol, meaning=meaning))
    return found


def gaps(rows: Iterable[Sequence[str]]) -> list[str]:
    """The status of ".." where a cell of ``rows`` is it, for status_notes()."""
    return [NOT_REPORTED] if any(NOT_REPORTED in row for row in rows) else []


def _decimals(figure: Figure, decimals: int) -> int:
    """The decimals of a figure: those it was printed with where that is fewer, for precision must
    not be made up.
    """
    quoted = figure.printed if figure.basis == "published" else ""
    if not quoted:
        return decimals
    fraction = re.search(r",(\d+)", quoted)
    return min(decimals, len(fraction[1]) if fraction else 0)


def by_year(
    figures: Sequence[Figure], decimals: int, names: Mapping[str, str]
) -> tuple[list[str], list[list[str]]]:
    """Years and rows of a table with one row per region (in the order of ``names``, by code) and
    one column per year. Rows without any figure are left out, where there are others.
    """
    years = sorted({figure.year for figure in figures})
    cells = {
        (figure.region, figure.year): of_figure(figure, _decimals(figure, decimals))
        for figure in figures
    }
    rows = [
        [name, *(cells.get((code, year), NOT_REPORTED) for year in years)]
        for code, name in names.items()
    ]
    filled = [row for row in rows if set(row[1:]) != {NOT_REPORTED}]
    return [str(year) for year in years], filled or rows


def caption(indicator: Indicator, figures: Iterable[Figure] = ()) -> str:
    """Name and unit of an indicator as a caption, with whose prices the kroner of ``figures`` are
    in.
    """
    unit = prices.unit(indicator.unit, figures)
    unit = unit[0].upper() + unit[1:]
    if unit.lower() in indicator.name.lower():
        return indicator.name
    return f"{indicator.name.removesuffix('.')}. {unit}"


def price_notes(figures: Iterable[Figure]) -> list[str]:
    """Whose prices the kroner are in, as a sentence for a table of indicators of several units;
    nothing where none is in kroner.
    """
    money = [one for one in figures if indicator(one.indicator).unit in prices.MONEY]
    return [say("table-prices", basis=prices.basis(money))] if money else []


def quoted_notes(figures: Sequence[Figure], label: Callable[[Figure], str]) -> list[str]:
    """The notes that came with the figures, each once as a sentence that says which figures it is
    about.

    ``label`` names a figure by what stands beside its cell, such as its region or category; a note
    on every figure of a year names the year alone.
    """
    valued = [figure for figure in figures if figure.value is not None]
    sentences = []
    for note in dict.fromkeys(figure.note for figure in figures if figure.note):
        noted = [figure for figure in valued if figure.note == note]
        if not noted:
            continue
        years = sorted({figure.year for figure in noted})
        whole = all(figure.note == note for figure in valued if figure.year in years)
        about = ", ".join(map(str, years)) if whole else _named(noted, label)
        sentences.append(f"{about}: {note}.")
    return sentences


def _named(figures: Sequence[Figure], label: Callable[[Figure], str]) -> str:
    """The first figures by label and year, and that there are more."""
    names = list(dict.fromkeys(f"{label(figure)} {figure.year}" for figure in figures))
    some = ", ".join(names[:MOST_NAMED])
    return say("table-and-more", names=some) if len(names) > MOST_NAMED else some
