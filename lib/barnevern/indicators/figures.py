"""Every indicator of the catalogue for every region and year, in one pass over the observations.

What compute() gives for the observations up to a year is what pages of that year read from here.
"""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd

from barnevern.indicators import prices
from barnevern.indicators.catalogue import Indicator, Part
from barnevern.indicators.cells import NO_TEXT, TEXTS, Cells, Places, by_cell, with_sum
from barnevern.indicators.compute import TABLE
from barnevern.indicators.families import families, known
from barnevern.observations.coded import texts
from barnevern.observations.groups import SUMMED

# Beside TABLE: the numerator as a number; what it is divided by, where that is above zero; and the
# year whose prices kroner are in, where the source states one.
FIGURES = [*TABLE, "numerator", "denominator", "priced"]
KNOWN = ["known_from", "known_until"]  # the years of the pages that show the figure
BASIS = ["computed", "published"]
NOWHERE = -1  # in the place of a cell, where an indicator has none or the data set has none of it


def figures(table: pd.DataFrame, chosen: Sequence[Indicator]) -> pd.DataFrame:
    """The indicators ``chosen``, by category and in all, from a coded table of observations.

    Returns FIGURES and KNOWN in the order of region, indicator, category and year. A page of the
    year Y shows the rows with known_from <= Y <= known_until: which publisher's figures it shows
    depends on what was known that year (barnevern.indicators.families). All texts are categories.
    """
    cells, series = _series(by_cell(table), chosen)
    found = pd.concat([_computed(cells, series), _ready(cells, series)], ignore_index=True)
    found["source"], sources = _joined_sources(found, cells.words["source"])
    summed = np.array([SUMMED in source for source in sources], dtype=bool)[found["source"]]
    found["region"], year = np.divmod(found.pop("place").to_numpy(), len(cells.years))
    found["year"] = np.array(cells.years)[year]
    best = _shown(found, families(sources)[found["source"]], summed)
    return _in_words(best, cells.regions, series, {**cells.words, "source": sources})


def _shown(
    rows: pd.DataFrame, family: npt.NDArray[np.int64], summed: npt.NDArray[np.bool_]
) -> pd.DataFrame:
    """The rows that pages show, with KNOWN."""
    candidates = rows[["series", "region", "year", "value"]].assign(
        family=family,
        # A figure goes before a reason for having none; what was printed goes after what is
        # computed from published counts, and before what rests on a group that was summed here.
        order=rows["value"].isna() * 4 + summed * 2 + rows["basis"],
    )
    shown = known(candidates)
    return rows.take(shown.pop("row").to_numpy()).reset_index(drop=True).join(shown)


def _series(cells: Cells, chosen: Sequence[Indicator]) -> tuple[Cells, pd.DataFrame]:
    """The cells, with those that are sums of several, and a row for each indicator and category of
    it: indicator, category, per, divided, and the cells of numerator (top), denominator (below) and
    ready-made figure (ready).
    """
    rows = []
    for indicator in sorted(chosen, key=lambda indicator: indicator.id):
        top, below, ready = indicator.numerator, indicator.denominator, indicator.published
        cells = _with_sums(cells, (top, below))
        under = cells.names.get((below.measure, _name(below)), NOWHERE) if below else NOWHERE
        for category in sorted({"", *indicator.categories}):
            over = _cell(cells, top, category) if _divides(top, category) else NOWHERE
            stated = _cell(cells, ready, category)
            facts = (indicator.id, category, indicator.per, below is not None)
            rows.append((*facts, over, under, stated))
    columns = ["indicator", "category", "per", "divided", "top", "below", "ready"]
    return cells, pd.DataFrame(rows, columns=columns)


def _with_sums(cells: Cells, parts: Sequence[Part | None]) -> Cells:
    """The cells with the sum of every part that has several categories."""
    for part in parts:
        if part and len(part.categories) > 1 and (part.measure, _name(part)) not in cells.names:
            cells = with_sum(cells, part.measure, part.categories)
    return cells


def _name(part: Part) -> str:
    return "+".join(sorted(part.categories))


def _divides(top: Part | None, category: str) -> bool:
    """Whether a numerator has figures for a category of the breakdown: one of several categories
    has not.
    """
    return top is not None and (category == "" or len(top.categories) == 1)


def _cell(cells: Cells, part: Part | None, category: str) -> int:
    """The cell of a part of an indicator, or of a category of its breakdown."""
    if part is None:
        return NOWHERE
    return cells.names.get((part.measure, category or _name(part)), NOWHERE)


def _computed(cells: Cells, series: pd.DataFrame) -> pd.DataFrame:
    """Numerators over denominators, and numerators as they are where nothing is below them."""
    row, which, place, below = _with_base(cells, series)
    divided = series["divided"].to_numpy()[which]
    count, base = cells.value(row), cells.value(below)
    value = np.where(divided, count / np.where(divided, base, 1.0), count)
    codes = {column: cells.rows[column].to_numpy() for column in TEXTS}
    status, source = codes["status"][row], codes["source"][row]
    why = np.where(np.isnan(count), status, codes["status"][below])
    return pd.DataFrame(
        {
            "series": which,
            "place": place,
            "value": value * series["per"].to_numpy()[which],
            "status": np.where(divided, np.where(np.isnan(value), why, NO_TEXT), status),
            "source": source,
            "source_below": np.where(divided, codes["source"][below], source),
            "basis": 0,
            "printed": np.where(divided, NO_TEXT, codes["printed"][row]),
            "note": codes["note"][row],
            "numerator": count,
            "denominator": np.where(base > 0, base, np.nan),
        }
    )


def _with_base(cells: Cells, series: pd.DataFrame) -> tuple[Places, Places, Places, Places]:
    """The rows of the numerators that can be computed with, which series each belongs to, its
    place, and the row of its denominator (-1 for none).
    """
    row, which = cells.of(series["top"].tolist())
    place = cells.rows["key"].to_numpy()[row] % cells.places
    below = cells.find(series["below"].to_numpy()[which], place)
    kept = ~series["divided"].to_numpy()[which] | ((below >= 0) & (cells.value(below) != 0))
    return row[kept], which[kept], place[kept], below[kept]


def _ready(cells: Cells, series: pd.DataFrame) -> pd.DataFrame:
    """Ready-made figures as they were published, with the parts they are made of where those are
    known.
    """
    row, which = cells.of(series["ready"].tolist())
    place = cells.rows["key"].to_numpy()[row] % cells.places
    top, below = (
        cells.value(cells.find(series[part].to_numpy()[which], place)) for part in ("top", "below")
    )
    codes = {column: cells.rows[column].to_numpy()[row] for column in TEXTS}
    return pd.DataFrame(
        {
            "series": which,
            "place": place,
            "value": cells.value(row),
            "basis": 1,
            **codes,
            "source_below": codes["source"],
            "numerator": top,
            "denominator": np.where(below > 0, below, np.nan),
        }
    )


def _joined_sources(
    found: pd.DataFrame, words: list[str]
) -> tuple[npt.NDArray[np.int64], list[str]]:
    """The source of each row as a number, and all sources: numerator's and denominator's joined by
    a semicolon where they are not the same.
    """
    pair = found["source"].to_numpy(np.int64) * len(words) + found.pop("source_below").to_numpy()
    pairs, number = np.unique(pair, return_inverse=True)
    both = [divmod(one, len(words)) for one in pairs.tolist()]
    return number, [
        words[over] if over == under else f"{words[over]};{words[under]}" for over, under in both
    ]


def _price_years(sources: list[str]) -> npt.NDArray[np.float64]:
    """The year in whose prices each of the sources is; missing for prices of the year itself."""
    fixed = {source: float(year) for source, (year, _) in prices.fixed().items()}
    return np.array([fixed.get(source, np.nan) for source in sources], dtype=float)


def _in_words(
    best: pd.DataFrame, regions: list[str], series: pd.DataFrame, words: dict[str, list[str]]
) -> pd.DataFrame:
    """FIGURES and KNOWN with categories instead of numbers."""
    number = best["series"].to_numpy()
    columns = {column: texts(best[column], words[column]) for column in TEXTS}
    for column in ("indicator", "category"):
        code, names = pd.factorize(series[column], sort=True)
        columns[column] = texts(code[number], names.tolist())
    columns |= {"region": texts(best["region"], regions), "basis": texts(best["basis"], BASIS)}
    priced = _price_years(words["source"])
    years = {column: best[column].astype("int16") for column in ("year", *KNOWN)}
    result = best.assign(**columns, **years, priced=priced[best["source"]])
    return result[[*FIGURES, *KNOWN]]
