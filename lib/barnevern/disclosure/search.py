"""Relations between raw counts, found in the figures themselves, so that none is left to memory.

Sums are found by fingerprints: a random linear map in whole numbers (modulo 2^64) makes one number
of every series, and two series add up to a third where their fingerprints do. What holds in nearly
every place is found by asking some of the places at a time.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
import pandas as pd

from barnevern.disclosure.relations import Cell, Relations, Term, declared

Counts = npt.NDArray[np.int64]
Candidate = tuple[Term, tuple[Term, ...]]  # a whole and its one or two parts
LEAST_PLACES = 100  # in which each term must be more than zero
NEARLY = 0.98  # the share of places with any of the terms in which a relation holds
DRAWS, SHARE = 24, 0.15  # how often some of the places are asked, and how many of them
FEW = 5  # in a draw, a series must be more than zero in so many places


@dataclass(frozen=True)
class Found:
    """A sum that nobody declared: ``whole`` is the sum of ``parts`` in the ``share`` of ``places``
    (municipalities and years), of all years or of one ``year``.
    """

    whole: Term
    parts: tuple[Term, ...]
    share: float
    places: int
    year: int | None = None

    @property
    def relation(self) -> str:
        """The relation, of whichever year."""
        return f"{named(self.whole)} = " + " + ".join(named(part) for part in self.parts)

    @property
    def told(self) -> str:
        """The relation as data/reference/sums.yml waives it."""
        return self.relation + (f" ({self.year})" if self.year else "")


def named(term: Term) -> str:
    """A term as data/reference/sums.yml names it: "referrals/police", "aftercare_31dec@-1"."""
    (measure, category), before = term
    return f"{measure}/{category}".removesuffix("/") + (f"@-{before}" if before else "")


def undeclared_in_any_year(counts: pd.DataFrame) -> list[Found]:
    """What :func:`undeclared_relations` finds in all years together, and besides in each alone: a
    count may be another's equal only while a law or a form was as it was.
    """
    years = counts["year"].unique().tolist()
    found = undeclared_relations(counts) if len(years) > 1 else []
    in_all = {one.relation for one in found}
    for year in sorted(years):
        of_year = undeclared_relations(counts[counts["year"].eq(year)], declared(year))
        found += [replace(o, year=year) for o in of_year if o.relation not in in_all]
    return found


def undeclared_relations(counts: pd.DataFrame, relations: Relations | None = None) -> list[Found]:
    """Every equality, and every sum of two series, of one year or of a year and the one before it,
    that holds in nearly every place and does not follow from ``relations`` (the declared ones),
    what is 0 everywhere, and those found before it.

    ``counts`` has region, year, measure, category and value; none of them missing.
    """
    series = Series.of(counts)
    span = Span()
    for terms in _declared(relations or declared()):
        span.follows(terms)
    for cell in _empty(counts):
        span.follows([((cell, 0), 1)])
        span.follows([((cell, 1), 1)])
    found = []
    for whole, parts in _ranked(series):
        if not span.follows([(whole, 1), *((part, -1) for part in parts)]):
            found.append(Found(whole, parts, *series.holding(whole, parts)))
            _follows_the_year_before(span, whole, parts)
    return found


def _empty(counts: pd.DataFrame) -> list[Cell]:
    """The counts that are 0 everywhere, as everybody can see."""
    most = counts.groupby(["measure", "category"])["value"].max()
    return most.index[most.eq(0)].tolist()


def _follows_the_year_before(span: "Span", whole: Term, parts: Sequence[Term]) -> None:
    """What holds in a year held the year before."""
    terms = [(whole, 1), *((part, -1) for part in parts)]
    if not any(years for (_, years), _ in terms):
        span.follows([((cell, 1), sign) for (cell, _), sign in terms])


@dataclass(frozen=True)
class Series:
    """A column of ``counts`` for each of ``terms``, a row for each municipality and year; ``there``
    says which are known.
    """

    terms: list[Term]
    counts: Counts
    there: npt.NDArray[np.bool_]

    @classmethod
    def of(cls, counts: pd.DataFrame) -> "Series":
        """The series of ``counts``, of their own year and of the year before."""
        wide = counts.pivot_table(
            index=["region", "year"], columns=["measure", "category"], values="value"
        )
        wide = wide.loc[:, (wide > 0).sum() >= LEAST_PLACES]
        places = wide.index.to_frame(index=False)
        before = pd.MultiIndex.from_frame(places.assign(year=places["year"] - 1))
        table = np.hstack([wide.to_numpy(), wide.reindex(before).to_numpy()])
        there = ~np.isnan(table)
        cells: list[Cell] = [(column[0], column[1]) for column in wide.columns]
        terms = [(cell, years) for years in (0, 1) for cell in cells]
        return cls(terms, np.where(there, table, 0).astype(np.int64), there)

    def holding(self, whole: Term, parts: Sequence[Term]) -> tuple[float, int]:
        """In which share of how many places, where any of the terms is more than zero, the whole is
        the sum of the parts; no places where one of the terms is in too few.
        """
        columns = [self.terms.index(term) for term in (whole, *parts)]
        values: Counts = self.counts[self.there[:, columns].all(axis=1)][:, columns]
        if ((values > 0).sum(axis=0) < LEAST_PLACES).any():
            return 0.0, 0
        values = values[(values > 0).any(axis=1)]
        return float((values[:, 0] == values[:, 1:].sum(axis=1)).mean()), len(values)


def _ranked(series: Series) -> list[Candidate]:
    """The candidates that hold in nearly every place: of one year first, then with fewest parts."""
    stream, seen = np.random.default_rng(len(series.counts)), set[Candidate]()
    asked = np.asarray(series.there[:, len(series.terms) // 2 :].any(axis=1), dtype=np.bool_)
    if not asked.any():  # one year only
        asked = np.ones(len(asked), dtype=np.bool_)
    for share in (1.0, *[SHARE] * DRAWS):
        seen |= set(_agreeing(series, asked & (stream.random(len(asked)) < share)))
    of_a_year = (pair for pair in seen if _years(pair) <= len(pair[1]))
    holding = [pair for pair in of_a_year if series.holding(*pair)[0] >= NEARLY]
    return sorted(holding, key=lambda pair: (_years(pair), len(pair[1]), pair))


def _years(candidate: Candidate) -> int:
    """How many of its terms are of the year before."""
    return sum(years for _, years in (candidate[0], *candidate[1]))


def _agreeing(series: Series, asked: npt.NDArray[np.bool_]) -> Iterator[Candidate]:
    """The wholes and parts whose fingerprints agree over the places that are ``asked``."""
    positive = (series.counts[asked] > 0).sum(axis=0) >= FEW
    columns = np.flatnonzero(series.there[asked].all(axis=0) & positive)
    values = series.counts[np.ix_(asked, columns)].astype(np.uint64)
    weights = np.random.default_rng(len(columns)).integers(0, 2**64, len(values), dtype=np.uint64)
    prints = (values * weights[:, None]).sum(axis=0, dtype=np.uint64)
    terms = [series.terms[column] for column in columns]
    known: dict[int, list[Term]] = {}
    for term, fingerprint in zip(terms, prints.tolist(), strict=True):
        for same in known.setdefault(fingerprint, []):
            yield term, (same,)
        known[fingerprint].append(term)
    first, second = np.triu_indices(len(terms), 1)
    sums = prints[first] + prints[second]
    for place in np.flatnonzero(np.isin(sums, prints)).tolist():
        for whole in known[int(sums[place])]:
            yield whole, (terms[first[place]], terms[second[place]])


def _declared(relations: Relations) -> Iterator[list[tuple[Term, int]]]:
    """The declared sums of a year, and the same of the year before."""
    for years in (0, 1):
        for total, parts in relations.sums:
            yield [((total, years), 1), *(((part, years), -1) for part in parts)]
    for total, sum_parts in relations.between_years:
        yield [((total, 0), 1), *((part, -1) for part in sum_parts)]


class Span:
    """What follows from relations that are known: the linear combinations of them (Gauss-Jordan
    elimination over fractions of floats, whose entries stay small).
    """

    def __init__(self) -> None:
        self._rows: dict[Term, dict[Term, float]] = {}  # by the term that each row is solved for

    def follows(self, terms: Sequence[tuple[Term, int]]) -> bool:
        """Whether the relation (terms with their factors, zero in all) follows from those known; it
        is known from then on.
        """
        row: dict[Term, float] = {}
        for term, factor in terms:
            _add(row, term, factor)
        while solved := next((term for term in row if term in self._rows), None):
            times = row[solved]
            for term, entry in self._rows[solved].items():
                _add(row, term, -times * entry)
        if not row:
            return True
        pivot = min(row)
        scaled = {term: entry / row[pivot] for term, entry in row.items()}
        for other in self._rows.values():
            if times := other.get(pivot, 0.0):
                for term, entry in scaled.items():
                    _add(other, term, -times * entry)
        self._rows[pivot] = scaled
        return False


def _add(row: dict[Term, float], term: Term, entry: float) -> None:
    """Add to the entry of a term; what becomes nothing leaves the row."""
    total = row.pop(term, 0.0) + entry
    if abs(total) > 1e-9:
        row[term] = total
