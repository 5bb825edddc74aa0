"""Observations put in order by what they are of, so that any figure is found by its number.

A cell is a measure with a category, a place a region in a year. The rows of a table of cells stand
in the order of ``key`` = cell * places + place.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from barnevern.observations.own_groups import added

Places = npt.NDArray[np.int64]
TEXTS = ["status", "source", "printed", "note"]
NO_TEXT = 0  # the number of the empty text, the first of every alphabet


@dataclass(frozen=True)
class Cells:
    """Observations by cell and place.

    ``rows`` has key, value, and TEXTS as the numbers of the texts in ``words``, which stand in the
    order of the alphabet, the empty one first. ``names`` are the cells by measure and category.
    """

    rows: pd.DataFrame
    regions: list[str]
    years: list[int]
    names: dict[tuple[str, str], int]
    words: dict[str, list[str]]

    @property
    def places(self) -> int:
        """How many places there are: every region in every year."""
        return len(self.regions) * len(self.years)

    def find(self, cell: Any, place: Any) -> Places:
        """The row of each cell and place; -1 where there is none."""
        keys, wanted = self.rows["key"].to_numpy(), np.asarray(cell) * self.places + place
        row = np.searchsorted(keys, wanted)
        there = (keys.take(row, mode="clip") == wanted) & (np.asarray(cell) >= 0)
        return np.where(there, row, -1)

    def of(self, cells: Sequence[int]) -> tuple[Places, Places]:
        """Every row of each of ``cells`` in turn, and which of them it belongs to."""
        keys, at = self.rows["key"].to_numpy(), np.asarray(cells, dtype=np.int64)
        first = np.searchsorted(keys, at * self.places)
        count = np.where(at < 0, 0, np.searchsorted(keys, (at + 1) * self.places) - first)
        which = np.repeat(np.arange(len(at)), count)
        within = np.arange(len(which)) - np.repeat(np.cumsum(count) - count, count)
        return first[which] + within, which

    def value(self, row: Places) -> npt.NDArray[np.float64]:
        """The values of rows; missing for -1."""
        return np.where(row < 0, np.nan, self.rows["value"].to_numpy().take(row))


def by_cell(table: pd.DataFrame) -> Cells:
    """The Cells of a coded table, which has each figure once."""
    years = sorted(table["year"].unique().tolist())
    regions = table["region"].cat.categories
    cell, names = _named_cells(table)
    place = table["region"].cat.codes.to_numpy(np.int64) * len(years)
    place += np.searchsorted(years, table["year"].to_numpy())
    codes, words = {}, {}
    for column in TEXTS:
        codes[column], words[column] = _alphabet(table[column])
    key = cell * (len(regions) * len(years)) + place
    rows = pd.DataFrame({"key": key, "value": table["value"].to_numpy(), **codes})
    rows = rows.sort_values("key", ignore_index=True)
    return Cells(rows, regions.tolist(), years, names, words)


def _named_cells(table: pd.DataFrame) -> tuple[Places, dict[tuple[str, str], int]]:
    """The number of each row's cell, and of each measure and category."""
    measures, categories = (table[column].cat.categories for column in ("measure", "category"))
    cell = table["measure"].cat.codes.to_numpy(np.int64) * len(categories)
    cell += table["category"].cat.codes.to_numpy()
    known, number = np.unique(cell, return_inverse=True)
    pairs = (divmod(pair, len(categories)) for pair in known.tolist())
    names = [(str(measures[measure]), str(categories[category])) for measure, category in pairs]
    return number, {name: n for n, name in enumerate(names)}


def _alphabet(texts: pd.Series) -> tuple[npt.NDArray[np.integer[Any]], list[str]]:
    """The number of each row's text, and the texts with the empty one first."""
    words = texts.cat.categories.tolist()
    alphabet = words if "" in words else ["", *words]
    return texts.cat.codes.to_numpy(np.int32) + (len(alphabet) - len(words)), alphabet


def with_sum(cells: Cells, measure: str, categories: Sequence[str]) -> Cells:
    """The cells and one more: the sum of several categories of a measure, named by them joined.

    It is missing where one of them is missing, and not there where one of them is not there.
    """
    parts = [cells.names.get((measure, category), -1) for category in sorted(categories)]
    number = len(cells.names)
    rows = _sums(cells, parts, number)
    names = {**cells.names, (measure, "+".join(sorted(categories))): number}
    joined = pd.concat([cells.rows, rows], ignore_index=True) if len(rows) else cells.rows
    return Cells(joined, cells.regions, cells.years, names, cells.words)


def _sums(cells: Cells, parts: list[int], number: int) -> pd.DataFrame:
    """The sums of the cells ``parts`` as the rows of the cell ``number``."""
    first, _ = cells.of(parts[:1])
    place = cells.rows["key"].to_numpy()[first] % cells.places
    found = np.array([cells.find(np.full(len(place), part), place) for part in parts])
    whole = (found >= 0).all(axis=0)
    found, place = found[:, whole], place[whole]
    pick = {column: cells.rows[column].to_numpy()[found] for column in TEXTS}
    return pd.DataFrame(
        {
            "key": number * cells.places + place,
            "value": added([cells.value(row) for row in found]),
            "status": pick["status"].max(axis=0),
            "source": pick["source"].max(axis=0),
            "printed": np.int32(NO_TEXT),
            "note": pick["note"][0],
        }
    )
