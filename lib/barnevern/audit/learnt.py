"""Relations that a reader learns from the printed counts alone: over all municipalities and years
of a batch, which counts are equal and which add up, in one year or with the year before.

For each count, a sample of the places that print it is asked which other count, or which two, it is
the sum of. What nearly all of them answer is then tried in every place, and believed where it holds
in nearly every one.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from barnevern.audit.equations import Equations
from barnevern.audit.public import Pair
from barnevern.audit.system import EXACT

Term = tuple[Pair, int]  # measure and category, and how many years before
Sum = tuple[int, tuple[int, ...]]  # columns: a whole and its parts
Place = tuple[str, int]  # region and year
Counts = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]
# the share of places where all of a relation is printed in which it must hold before anybody
# reckons with it; also where only those count in which one of its terms is more than zero
BELIEVED = 0.95
LEAST_PLACES = 20  # in which each term must be printed and more than zero
# children: what breaks for a child that moves or grows up still holds in counts up to this
FEW = 50
SAMPLE = 24  # places that are asked about a count
LEAST_ANSWERS = 3  # of those, how many must print all of a relation
ABSENT, NOWHERE = -1, -2  # of what is not printed; it is equal to nothing
YEARS = (0, 1)


@dataclass(frozen=True)
class Relation:
    """``whole`` is the sum of ``parts`` in the ``share`` of ``places``; where that is true only of
    ``few``, in counts up to FEW.
    """

    whole: Term
    parts: tuple[Term, ...]
    few: bool
    share: float
    places: int

    @property
    def terms(self) -> tuple[Term, ...]:
        """The whole and its parts."""
        return (self.whole, *self.parts)

    @property
    def told(self) -> str:
        """The relation in words: "a = b/c + d@-1", where "@-1" is the year before."""
        whole, *parts = (
            f"{measure}/{category}".removesuffix("/") + (f"@-{before}" if before else "")
            for (measure, category), before in self.terms
        )
        return f"{whole} = {' + '.join(parts)}" + (f" (up to {FEW})" if self.few else "")


@dataclass(frozen=True)
class Printed:
    """The printed counts of children: a row for each municipality and year, a column for each of
    ``terms``; ``there`` says which are printed.
    """

    terms: list[Term]
    counts: Counts
    there: Mask

    def holding(self, candidate: Sum, most: float) -> tuple[float, int]:
        """In which share of how many places the whole is the sum of its parts, where none of them
        is more than ``most``: the least share, among the places where one of the terms is more than
        zero. No places where one of the terms is in too few.
        """
        columns = [candidate[0], *candidate[1]]
        values: Counts = self.counts[self.there[:, columns].all(axis=1)][:, columns]
        values = values[(values > 0).any(axis=1) & (values <= most).all(axis=1)]
        positive, holds = values > 0, values[:, 0] == values[:, 1:].sum(axis=1)
        places = positive.sum(axis=0)
        if (places < LEAST_PLACES).any():
            return 0.0, 0
        return float(((positive & holds[:, None]).sum(axis=0) / places).min()), len(values)


def printed(equations: Equations) -> Printed:
    """The counts that stand on the pages, of every municipality and year."""
    shown = dict(_shown(equations))
    pairs = sorted({cell[2:] for cell in shown})
    places = {place: row for row, place in enumerate(sorted({cell[:2] for cell in shown}))}
    terms = [(pair, before) for before in YEARS for pair in pairs]
    column = {term: number for number, term in enumerate(terms)}
    counts = np.zeros((len(places), len(terms)), dtype=np.int64)
    there = np.zeros(counts.shape, dtype=bool)
    for (region, year, *pair), count in shown.items():
        for before in YEARS:
            row = places.get((region, year + before))
            if row is not None:
                at = row, column[(pair[0], pair[1]), before]
                counts[at], there[at] = count, True
    return Printed(terms, counts, there)


def _shown(equations: Equations) -> Iterator[tuple[tuple[str, int, str, str], int]]:
    """The counts of children in municipalities that are printed, or that a printed rate gives."""
    system = equations.system
    for cell, number in system.index.items():
        low, high = system.known[number]
        if cell[0].isdigit() and high - low < EXACT and equations.counts_children(cell[2]):
            yield cell, round(low)


def learnt(table: Printed) -> list[Relation]:
    """Every equality, and every sum of two counts, of one year or of a year and the one before it,
    that holds in nearly every place.
    """
    found = {}
    for few, most in ((False, np.inf), (True, FEW)):
        for candidate in sorted(_candidates(table, most)):
            share, places = table.holding(candidate, most)
            if share >= BELIEVED and candidate not in found:
                whole, *parts = (table.terms[column] for column in (candidate[0], *candidate[1]))
                found[candidate] = Relation(whole, tuple(parts), few, share, places)
    return list(found.values())


def _candidates(table: Printed, most: float) -> Iterator[Sum]:
    """The sums that the places asked agree on; what is of the year before alone is left out, for it
    is found in its own.
    """
    stream = np.random.default_rng(len(table.counts))
    usable = table.there & (table.counts > 0) & (table.counts <= most)
    columns = np.flatnonzero(usable.sum(axis=0) >= LEAST_PLACES)
    own_year = len(table.terms) // 2
    printed_in = table.there[:, columns].sum(axis=1).astype(float) ** 2
    for place, whole in enumerate(columns.tolist()):
        rows = np.flatnonzero(usable[:, whole])
        weights = printed_in[rows] / printed_in[rows].sum()
        asked = stream.choice(rows, min(SAMPLE, len(rows)), replace=False, p=weights)
        at = np.ix_(asked, columns)
        for parts in _agreed(table.counts[at], table.there[at], place):
            if min(whole, *columns[list(parts)]) < own_year:
                yield whole, tuple(columns[list(parts)].tolist())


def _agreed(counts: Counts, there: Mask, whole: int) -> Iterator[tuple[int, ...]]:
    """The columns, one or two, that add up to the column ``whole`` in nearly all rows that print
    them; one equality is found from one side only.
    """
    total, there = counts[:, [whole]], there.copy()
    there[:, whole] = False
    same = ((total == counts) & there).sum(axis=0)
    for part in np.flatnonzero(_nearly_all(same, there.sum(axis=0))).tolist():
        if part < whole:
            yield (part,)
    left = np.where(there, total - counts, ABSENT).astype(np.int32)
    right = np.where(there, counts, NOWHERE).astype(np.int32)
    agreed = np.zeros((counts.shape[1],) * 2, dtype=np.int32)
    for rest, part in zip(left, right, strict=True):
        agreed += rest[:, None] == part
    together = there.T.astype(np.float32) @ there.astype(np.float32)
    for one, other in np.argwhere(_nearly_all(agreed, together)).tolist():
        if one <= other:
            yield one, other


def _nearly_all(agreed: npt.NDArray[Any], asked: npt.NDArray[Any]) -> Mask:
    """Where enough are asked and nearly all of them agree."""
    return np.asarray((agreed >= LEAST_ANSWERS) & (agreed >= asked - np.ceil(asked / 8)))
