"""Case tables as a reader puts them together: a few bytes per cell, unfolded into a table when
somebody asks for it.

A file of a gigabyte would fill several as text columns. Held here: ids as 64-bit numbers, texts as
numbers in a list of the different ones, dates as days since 1970.
"""

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa

from barnevern.cases.tables import KINDS, SCHEMA

NO_DAY = np.iinfo(np.int32).min
KEPT_ROWS = 200_000  # a table of at most so many rows is unfolded once and kept
HEXADECIMAL_DIGITS = 16

Array = npt.NDArray[Any]


class Parts:
    """Columns of the case tables, gathered part by part. An id column is uint64, text a number in
    the list of texts, a date a number of days.
    """

    def __init__(self) -> None:
        self.tables: dict[str, list[dict[str, Array]]] = {table: [] for table in SCHEMA}

    def add(self, table: str, **columns: Array) -> None:
        """Rows of one table; columns that are not given are missing in all of them. Raises KeyError
        for one that is not in SCHEMA.
        """
        unknown = [name for name in columns if name not in SCHEMA[table]]
        if unknown:
            raise KeyError(f"not a column of the case table {table}: {', '.join(unknown)}")
        self.tables[table].append({name: _small(column) for name, column in columns.items()})

    def column(self, table: str, name: str) -> Array:
        """One column of all parts."""
        kind = SCHEMA[table][name]
        found = [
            part[name] if name in part else _missing(kind, len(next(iter(part.values()))))
            for part in self.tables[table]
        ]
        return np.concatenate(found) if found else _missing(kind, 0)


class Packed(Mapping[str, pd.DataFrame]):
    """Case tables by name, as SCHEMA has them; ``texts`` is what the numbers of text columns stand
    for.

    The parts stay as they were gathered: to put them together would hold everything twice.
    """

    def __init__(self, parts: Parts, texts: list[str]) -> None:
        self.parts, self.texts = parts, pa.array(texts, pa.large_string())
        self._kept: dict[str, pd.DataFrame] = {}

    def __getitem__(self, table: str) -> pd.DataFrame:
        if table in self._kept:
            return self._kept[table]
        unfolded = pd.DataFrame(
            {
                name: self._column(self.parts.column(table, name), kind)
                for name, kind in SCHEMA[table].items()
            }
        )
        if len(unfolded) <= KEPT_ROWS:
            self._kept[table] = unfolded
        return unfolded

    def __iter__(self) -> Iterator[str]:
        return iter(SCHEMA)

    def __len__(self) -> int:
        return len(SCHEMA)

    def _column(self, column: Array, kind: str) -> pd.Series:
        if kind == "d":
            days = np.where(
                column == NO_DAY,
                np.datetime64("NaT"),
                column.astype(np.int64).astype("datetime64[D]"),
            )
            return pd.Series(days.astype("datetime64[s]"))
        if kind == "t":
            found = (
                id_texts(column) if column.dtype == np.uint64 else self.texts.take(pa.array(column))
            )
            return pd.Series(pd.array(found, dtype="str"))
        return KINDS[kind](pd.Series(column))


def id_texts(ids: npt.NDArray[np.uint64]) -> pa.Array:
    """Hashes as the hexadecimal digits that stand in the case tables."""
    digits = ids.astype(">u8").tobytes().hex().encode()
    offsets = np.arange(len(ids) + 1, dtype=np.int64) * HEXADECIMAL_DIGITS
    return pa.Array.from_buffers(
        pa.large_string(), len(ids), [None, pa.py_buffer(offsets), pa.py_buffer(digits)]
    )


def _small(column: Array) -> Array:
    """The column in the narrowest type that holds it; ids and dates keep theirs."""
    if column.dtype == np.bool_ or column.dtype == np.uint64 or column.min(initial=0) < 0:
        return column
    return column.astype(np.min_scalar_type(column.max(initial=0)))


def _missing(kind: str, size: int) -> Array:
    if kind == "d":
        return np.full(size, NO_DAY, dtype=np.int32)
    return np.zeros(size, dtype={"t": np.uint8, "b": np.bool_, "i": np.uint8}[kind])
