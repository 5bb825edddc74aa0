"""From the elements of a block to rows of the case tables, by a list of which column stands where.

Where a value stands is written like a path: ``@StartDato`` an attribute, ``Konklusjon/@Kode`` an
attribute of the only such child, ``Lov/text()`` the text of a child (several are joined by a
space), ``id`` the element's own id, ``../id`` that of the element it stands in, ``case`` that of
its case, ``nth`` its number among its likes, ``0`` nought, ``=word`` the word itself, ``@Kode=1``
whether the value is that. For a yes-or-no column a free text says whether it is filled in, and no
more is kept of it.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from barnevern.cases.identity import Hasher
from barnevern.cases.packed import Parts
from barnevern.cases.tables import SCHEMA
from barnevern.sources.blocks import Block
from barnevern.sources.columns import MISSING_DAY, Integers
from barnevern.sources.rows import Rows
from barnevern.sources.structure import TEXT

Array = npt.NDArray[Any]


@dataclass(frozen=True)
class Source:
    """Each element at ``path`` is a row of ``table``; ``columns`` says where the values stand. With
    ``given``, only those that have that date.
    """

    table: str
    path: str
    columns: Mapping[str, str]
    given: str = ""


class Mapped:
    """The elements of one block with their ids.

    ``ids`` is the hash of each element that has an @Id, by place in the block; ``alive`` says which
    elements count (a deleted one does not, nor what is in it).
    """

    def __init__(self, block: Block) -> None:
        self.block = block
        self.ids: npt.NDArray[np.uint64] = np.zeros(len(block), dtype=np.uint64)
        self.alive: npt.NDArray[np.bool_] = np.ones(len(block), dtype=bool)
        self.cases = block.levels[1] if len(block.levels) > 1 else np.array([], dtype=np.int64)

    def rows(self, path: str) -> tuple[Rows, Integers]:
        """The elements at ``path``, and which of them count."""
        rows = self.block.rows(path)
        return rows, np.flatnonzero(self.alive[rows.places])

    def leave_out_below(self) -> None:
        """Leave out what stands in an element that does not count."""
        for level in self.block.levels[1:]:
            above = self.block.parents[level]
            self.alive[level] &= self.alive[above] | (above < 0)

    def hash_ids(
        self, paths: Iterable[str], hasher: Hasher, fold: Callable[[str], str] = str
    ) -> None:
        """Give the elements at ``paths`` their ids, outer ones first.

        An id is made of the id of the element it stands in, its kind and its @Id, as ``fold`` has
        it.
        """
        for path in paths:
            rows = self.block.rows(path)
            ids = hasher.hashed(
                rows.node.tag,
                list(map(fold, rows.texts("Id"))),
                self.ids[self.block.parents[rows.places]],
            )
            self.ids[rows.places] = ids
            if len(np.unique(ids)) < len(ids):
                self._report_twins(rows, ids)

    def _report_twins(self, rows: Rows, ids: npt.NDArray[np.uint64]) -> None:
        parents = self.block.parents[rows.places]
        order = np.lexsort((parents, ids))
        same = (ids[order][1:] == ids[order][:-1]) & (parents[order][1:] == parents[order][:-1])
        for later in np.flatnonzero(same) + 1:
            rule = f"the Id stands on another {rows.node.tag} of the same case too"
            self.block.report(
                int(rows.places[order[later]]),
                f"{rows.node.path}/@Id",
                rule,
                "mend it in the case system",
            )

    def add(self, sources: Sequence[Source], parts: Parts) -> None:
        """Put the rows of all sources into the case tables, in document order where several go into
        one table.
        """
        for table in dict.fromkeys(source.table for source in sources):
            places, columns = zip(
                *(self._table(source) for source in sources if source.table == table), strict=True
            )
            all_places = np.concatenate(places)
            order = np.argsort(all_places, kind="stable") if len(places) > 1 else slice(None)
            if len(all_places):
                names = columns[0]
                whole = {name: np.concatenate([part[name] for part in columns]) for name in names}
                parts.add(table, **{name: column[order] for name, column in whole.items()})

    def _table(self, source: Source) -> tuple[Integers, dict[str, Array]]:
        """Places and columns of the rows of one source."""
        rows, which = self.rows(source.path)
        if source.given:
            which = which[self.column(rows, source.given, "d")[which] != MISSING_DAY]
        kinds = SCHEMA[source.table]
        return rows.places[which], {
            name: self.column(rows, where, kinds[name])[which]
            for name, where in source.columns.items()
        }

    def column(self, rows: Rows, where: str, kind: str) -> Array:
        """The value that stands at ``where`` for each of ``rows``, as Parts wants a column of that
        kind.
        """
        if where == "case":
            return self._case_of(rows)
        if where.endswith("id"):
            return self._id_of(rows, above=where.count("../"))
        if where == "0":
            return np.zeros(len(rows), dtype=np.int64)
        if where == "nth":
            parents = self.block.parents[rows.places]
            return np.arange(1, len(rows) + 1) - np.searchsorted(parents, parents)
        if where.startswith("="):
            word = self.block.checker.vocabulary.number(where[1:])
            return np.full(len(rows), word, dtype=np.int32)
        child, _, last = where.rpartition("/")
        name, _, wanted = last.removeprefix("@").partition("=")
        if not child:
            return self._values(rows, name, kind, wanted)
        children = self.block.rows(f"{rows.node.path}/{child}")
        return self._of_child(rows, children, name, kind, wanted)

    def _case_of(self, rows: Rows) -> Array:
        """The id of the case that each of ``rows`` stands in."""
        cases = self.cases[np.searchsorted(self.cases, rows.places, side="right") - 1]
        ids: Array = self.ids[cases]
        return ids

    def _id_of(self, rows: Rows, *, above: int) -> Array:
        """The id of each of ``rows``, or of the element so many levels above it."""
        ids: Array = self.ids[self.block.above(rows.places, above)]
        return ids

    def _values(self, rows: Rows, name: str, kind: str, wanted: str) -> Array:
        if wanted:
            return np.equal(rows.numbers(name), self.block.checker.vocabulary.number(wanted))
        if kind == "b" and rows.node.values[name].kind == "free":
            return np.array(
                [bool(text) and not text.isspace() for text in rows.texts(name)], dtype=bool
            )
        if kind == "b":
            return np.not_equal(rows.numbers(name), 0)
        if kind == "i":
            texts = self.block.checker.vocabulary.texts
            return np.array(
                [int(texts[number]) for number in rows.numbers(name).tolist()], dtype=np.int64
            )
        return rows.numbers(name)

    def _of_child(self, rows: Rows, children: Rows, name: str, kind: str, wanted: str) -> Array:
        values = self._values(children, name, kind, wanted)
        found = np.full(len(rows), MISSING_DAY if kind == "d" else 0, dtype=values.dtype)
        counted = np.flatnonzero(self.alive[children.places])
        levels = children.node.path.count("/") - rows.node.path.count("/")
        at = np.searchsorted(rows.places, self.block.above(children.places[counted], levels))
        found[at] = values[counted]
        if name == TEXT and kind == "t" and len(np.unique(at)) < len(at):
            self._join(found, at, values[counted])
        return found

    def _join(self, column: Array, at: Integers, values: Array) -> None:
        vocabulary = self.block.checker.vocabulary
        several: dict[int, list[str]] = {}
        for place, number in zip(at.tolist(), values.tolist(), strict=True):
            several.setdefault(place, []).append(vocabulary.texts[number])
        for place, texts in several.items():
            column[place] = vocabulary.number(" ".join(texts))
