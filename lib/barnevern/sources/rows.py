"""The elements of one kind in a block, and their values as columns."""

from dataclasses import dataclass

import numpy as np

from barnevern.sources.columns import MISSING_DAY, Free, Integers, Numbers
from barnevern.sources.structure import Node, Value

Column = Numbers | Free


@dataclass
class Rows:
    """The elements of one kind in a block: their places in it, in document order, and a column for
    each attribute (and the text, ``text()``).
    """

    node: Node
    places: Integers
    columns: dict[str, Column]

    def __len__(self) -> int:
        return len(self.places)

    def numbers(self, name: str) -> Numbers:
        """A column of days or words."""
        column = self.columns[name]
        assert not isinstance(column, Free)
        return column

    def texts(self, name: str) -> list[str]:
        """A column of free text, "" where it is missing."""
        return self.free(name).texts

    def some_texts(self, name: str, which: Integers) -> list[str]:
        """The texts of some of the elements, "" where one is missing."""
        texts = self.texts(name)
        return [texts[place] for place in which.tolist()]

    def free(self, name: str) -> Free:
        """A column of free text, not made into texts yet."""
        column = self.columns[name]
        assert isinstance(column, Free)
        return column


def without_values(node: Node, places: Integers) -> Rows:
    """The elements at ``places``, of the kind ``node``, before their values are put in."""
    return Rows(
        node, places, {name: _blank(value, len(places)) for name, value in node.values.items()}
    )


def _blank(value: Value, size: int) -> Column:
    if value.kind == "free":
        return Free(size)
    return np.full(size, MISSING_DAY if value.kind == "date" else 0, dtype=np.int32)
