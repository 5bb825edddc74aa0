"""Columns of whole numbers that grow row by row."""

import numpy as np

from barnevern.demo.chance import Ints


class Rows:
    """A table of whole numbers that rows are added to; its columns are arrays that may be written
    to.
    """

    def __init__(self, *columns: str) -> None:
        self._columns = {column: np.empty(0, "int64") for column in columns}

    def add(self, **values: Ints) -> Ints:
        """Add rows, one array per column; gives their positions. Raises ValueError when a column is
        missing or unknown.
        """
        if values.keys() != self._columns.keys():
            raise ValueError(f"the columns are {', '.join(self._columns)}")
        first = len(self)
        for name, column in values.items():
            self._columns[name] = np.concatenate([self._columns[name], column.astype("int64")])
        return np.arange(first, len(self))

    def __getitem__(self, column: str) -> Ints:
        return self._columns[column]

    def __len__(self) -> int:
        return len(next(iter(self._columns.values())))
