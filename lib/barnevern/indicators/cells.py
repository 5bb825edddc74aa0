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
Codes = npt.NDArray[np.int32]


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
    categories = table["category"].cat.categories
    cell = table["measure"].cat.codes.to_numpy(np.int64) * len(categories)
    cell += table["category"].cat.codes.to_numpy()
    known, cell = np.unique(cell, return_inverse=True)
    regions = table["region"].cat.categories
    place = table["region"].cat.codes.to_numpy(np.int64) * len(years)
    place += np.searchsorted(years, table["year"].to_numpy())
    codes, words = _texts(table)
    key = cell * (len(regions) * len(years)) + place
    rows = pd.DataFrame({"key": key, "value": table["value"].to_numpy(), **codes})
    measures = table["measure"].cat.categories
    pairs = (divmod(number, len(categories)) for number in known.tolist())
    numbers = {
        (str(measures[measure]), str(categories[category])): number
        for number, (measure, category) in enumerate(pairs)
    }
    ordered = rows.sort_values("key", ignore_index=True)
    return Cells(ordered, regions.tolist(), years, numbers, words)


def _texts(table: pd.DataFrame) -> tuple[dict[str, Codes], dict[str, list[str]]]:
    """The texts of each column as numbers, and the words they stand for, "" among them."""
    codes: dict[str, Codes] = {}
    words: dict[str, list[str]] = {}
    for column in TEXTS:
        known = table[column].cat.categories.tolist()
        words[column] = known if "" in known else ["", *known]
        before = len(words[column]) - len(known)
        codes[column] = (table[column].cat.codes.to_numpy() + before).astype(np.int32)
    return codes, words


def with_sum(cells: Cells, measure: str, categories: Sequence[str]) -> Cells:
    """The cells and one more: the sum of several categories of a measure, named by them joined.

    It is missing where one of them is missing, and not there where one of them is not there.
    """
    parts = [cells.names.get((measure, category), -1) for category in sorted(categories)]
    first, _ = cells.of(parts[:1])
    place = cells.rows["key"].to_numpy()[first] % cells.places
    found = np.array([cells.find(np.full(len(place), part), place) for part in parts])
    whole = (found >= 0).all(axis=0)
    found, place = found[:, whole], place[whole]
    number = len(cells.names)
    pick = {column: cells.rows[column].to_numpy()[found] for column in TEXTS}
    rows = pd.DataFrame(
        {
            "key": number * cells.places + place,
            "value": added([cells.value(row) for row in found]),
            "status": pick["status"].max(axis=0),
            "source": pick["source"].max(axis=0),
            "printed": np.int32(NO_TEXT),
            "note": pick["note"][0],
        }
    )
    names = {**cells.names, (measure, "+".join(sorted(categories))): number}
    joined = pd.concat([cells.rows, rows], ignore_index=True) if len(rows) else cells.rows
    return Cells(joined, cells.regions, cells.years, names, cells.words)
