"""How much municipalities ordinarily differ from each other, and from themselves the year before,
beyond what chance gives: learnt from every municipality and year of a data set.

Municipalities differ for many small reasons that no indicator knows. That variation is added to the
variance of chance, after Spiegelhalter (Statistics in Medicine 2005; 24: 1185-1202; additive random
effects). It is found where the middle distance is as wide as the normal distribution has it, so
that those who really stand out do not hide themselves (Paule and Mandel, J Res NBS 1982; 87:
377-385, with the median of absolute distances for their sum of squares).

All of it is on the scale of logarithms: of a rate, a number or kroner, and of the odds of a share.
Kroner and positions have no known chance. How much they vary is learnt with a part that lasts and a
part that shrinks with the number of children in the municipality.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from barnevern.comparison import chance
from barnevern.comparison.intervals import Values, normal_quantile
from barnevern.comparison.kinds import COUNTED, FIXED, NUMBER, PART, SHARE, kind_of
from barnevern.indicators import Indicator

CHILDREN = "children_in_municipality"  # the size of a municipality
LEVEL, TWO_YEARS, CHANGE = "level", "two years", "change"
FEWEST = 15  # municipalities; with fewer, what is ordinary cannot be told from chance
FEW = 5  # expected events; with fewer, distances are too lumpy to learn from
TABLE = ["indicator", "comparison", "lasting", "by_size", "municipalities"]
MIDDLE = 0.6744897501960817  # half of a normal distribution lies within so many deviations
FAR = {level: normal_quantile(level) for level in (0.95, 0.99)}  # how far so many are at most
STEPS = 40  # halvings of the interval that the variance lies in


class Ordinary(NamedTuple):
    """The variance of the logarithm that is ordinary: ``lasting`` whatever the size, and
    ``by_size`` divided by the number of children. Variances of municipalities, not of groups.
    """

    lasting: float
    by_size: float = 0.0

    def variance(self, children: Values | float) -> Values:
        """That of a municipality with so many children; they need not be known where it does not
        go with them.
        """
        same = np.full(np.shape(children), self.lasting)
        return np.asarray(same + self.by_size / children if self.by_size else same)


class Years(NamedTuple):
    """An indicator by municipality (rows) and year (columns): the figures, those of what is counted
    per one; what they are divided by; and the children in the municipality. Missing ones are NaN.
    """

    value: Values
    base: Values
    children: Values

    def before(self) -> tuple["Years", "Years"]:
        """Every year but the first, and the year before each."""
        return Years(*(one[:, 1:] for one in self)), Years(*(one[:, :-1] for one in self))


def learnt(figures: pd.DataFrame, chosen: Sequence[Indicator]) -> pd.DataFrame:
    """What is ordinary for each of the indicators and each comparison, as TABLE.

    ``figures`` are those of municipalities alone, without categories: region, year, indicator,
    value, denominator. Indicators with too few municipalities are left out.
    """
    known = figures[figures["value"].notna()]
    region, regions = pd.factorize(known["region"], sort=True)
    year, years = pd.factorize(known["year"], sort=True)
    numbers = known[["value", "denominator"]].to_numpy(float)
    rows = known.groupby("indicator", observed=True).indices
    shape = (len(regions), len(years))

    def spread(name: str, column: int) -> Values:
        out = np.full(shape, np.nan)
        at = rows.get(name, [])
        out[region[at], year[at]] = numbers[at, column]
        return out

    children = spread(CHILDREN, 0)
    found = []
    for entry in chosen:
        kind = kind_of(entry.id)
        if entry.id in rows and kind != FIXED:
            per = entry.per if kind in COUNTED else 1.0
            years_of = Years(spread(entry.id, 0) / per, spread(entry.id, 1), children)
            found += [(entry.id, *row) for row in _of(years_of, kind)]
    return pd.DataFrame(found, columns=TABLE)


def _of(years: Years, kind: str) -> list[tuple[str, float, float, int]]:
    """What is ordinary for one indicator, by comparison."""
    distances = _counted(years, kind) if kind in COUNTED else _measured(years, kind)
    found = []
    for name, (distance, deviation, children) in distances.items():
        known = np.isfinite(distance) & np.isfinite(deviation) & np.isfinite(children)
        municipalities = int(known.any(axis=1).sum())
        if municipalities >= FEWEST:
            taken = distance[known], deviation[known], children[known]
            ordinary = beyond(*taken[:2]) if kind in COUNTED else by_size(taken[0], taken[2])
            found.append((name, *ordinary, municipalities))
    return found


def beyond(distance: Values, deviation: Values) -> Ordinary:
    """The variance that must be added to chance (standard ``deviation``) for half of the
    distances to lie within the middle half of a normal distribution; none where they do already.
    """
    low, high = 0.0, float(np.max(distance**2)) / MIDDLE**2
    if np.median(np.abs(distance) / deviation) <= MIDDLE:
        return Ordinary(0.0)
    for _ in range(STEPS):
        middle = (low + high) / 2
        wide = np.median(np.abs(distance) / np.sqrt(deviation**2 + middle)) > MIDDLE
        low, high = (middle, high) if wide else (low, middle)
    return Ordinary((low + high) / 2)


def by_size(distance: Values, children: Values) -> Ordinary:
    """The variance of the distances and how much of it goes with few children.

    The half of them with most children and the half with fewest tell how it goes with size. It is
    as wide as the furthest of them ask for: costs jump more often than the normal distribution has
    it.
    """
    many = children >= np.median(children)
    halves = [(np.median(np.abs(distance[half])) / MIDDLE) ** 2 for half in (many, ~many)]
    smallness = [float(np.mean(1 / children[half])) for half in (many, ~many)]
    smaller = smallness[1] - smallness[0]
    slope = max(0.0, (halves[1] - halves[0]) / smaller) if smaller > 0 else 0.0
    found = Ordinary(halves[0] - slope * smallness[0], slope)
    if found.lasting < 0:
        found = Ordinary(0.0, np.mean(halves) / np.mean(smallness))
    variance = found.variance(children)
    if not (variance > 0).all():
        return Ordinary(float(np.mean(distance**2)))
    far = np.quantile(np.abs(distance) / np.sqrt(variance), list(FAR))
    wider = max(1.0, *(far / list(FAR.values()))) ** 2
    return Ordinary(float(found.lasting * wider), float(found.by_size * wider))


Distances = dict[str, tuple[Values, Values, Values]]


def _counted(years: Years, kind: str) -> Distances:
    """Distances of what is counted with their deviation of chance, by comparison."""
    if kind == NUMBER:
        return {CHANGE: _change(years._replace(base=np.ones_like(years.value)), kind)}
    now, before = years.before()
    counts = now.value * now.base + before.value * before.base
    bases = now.base + before.base
    return {
        LEVEL: _level(years.value * years.base, years.base, years.children, kind),
        TWO_YEARS: _level(counts, bases, now.children, kind),
        CHANGE: _change(years, kind),
    }


def _level(
    count: Values, base: Values, children: Values, kind: str
) -> tuple[Values, Values, Values]:
    known = np.isfinite(count) & np.isfinite(base)
    with np.errstate(divide="ignore", invalid="ignore"):
        whole = np.where(known, count, 0).sum(axis=0) / np.where(known, base, 0).sum(axis=0)
        z, deviation, expected = from_common(count, base, whole, kind)
    told = np.where(known & (expected >= FEW), deviation, np.nan)
    return z * told, told, children


def from_common(
    count: npt.ArrayLike, base: npt.ArrayLike, rate: npt.ArrayLike, kind: str
) -> tuple[Values, Values, Values]:
    """The distance from a common rate in deviations of chance, that deviation on the scale of
    logarithms, and how many are expected: of a share, on the rarer of its two sides.
    """
    k, n, whole = (np.asarray(one, dtype=float) for one in (count, base, rate))
    expected = n * whole
    with np.errstate(divide="ignore"):  # where nobody is counted, or everybody
        if kind == SHARE:
            rarer = np.minimum(expected, n - expected)
            return chance.of_share(k, n, whole), 1 / np.sqrt(expected * (1 - whole)), rarer
        return chance.of_count(k, expected), 1 / np.sqrt(expected), expected


def _change(years: Years, kind: str) -> tuple[Values, Values, Values]:
    now, before = years.before()
    counts = (now.value * now.base, now.base, before.value * before.base, before.base)
    with np.errstate(divide="ignore", invalid="ignore"):
        z, deviation, expected = from_each_other(*counts, kind)
    told = np.where(expected >= FEW, deviation, np.nan)
    return _about_the_middle(z * told), told, now.children


def from_each_other(
    count: npt.ArrayLike,
    base: npt.ArrayLike,
    other: npt.ArrayLike,
    other_base: npt.ArrayLike,
    kind: str,
) -> tuple[Values, Values, Values]:
    """The same of two figures, each with its chance; expected in the one with the smaller base."""
    k, n, c, m = (np.asarray(one, dtype=float) for one in (count, base, other, other_base))
    share, both = (k + c) / (n + m), 1 / n + 1 / m
    expected = share * np.minimum(n, m)
    with np.errstate(divide="ignore"):  # where nobody is counted, or everybody
        if kind == SHARE:
            rarer = np.minimum(share, 1 - share) * np.minimum(n, m)
            return chance.of_two_shares(k, n, c, m), np.sqrt(both / (share * (1 - share))), rarer
        return chance.of_two_counts(k, n, c, m), np.sqrt(both / share), expected


def _measured(years: Years, kind: str) -> Distances:
    """Distances of kroner and positions, whose chance is not known, by comparison."""
    on_scale = scaled(years.value, kind)
    nothing = np.zeros_like(on_scale)
    change = _about_the_middle(on_scale[:, 1:] - on_scale[:, :-1])
    return {
        LEVEL: (_about_the_middle(on_scale), nothing, years.children),
        CHANGE: (change, nothing[:, 1:], years.children[:, 1:]),
    }


def scaled(value: npt.ArrayLike, kind: str) -> Values:
    """The logarithm of a figure, or of the odds of a share in per cent; NaN where it has none."""
    given = np.asarray(value, dtype=float)
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = given / (100 - given) if kind == PART else given
        told = np.where((ratio > 0) & np.isfinite(ratio), ratio, np.nan)
        return np.asarray(np.log(told), dtype=float)


def _about_the_middle(distance: Values) -> Values:
    """The distances of each year from their median: what all municipalities share is no
    difference between them.
    """
    known = np.isfinite(distance)
    middle = np.zeros(distance.shape[1])
    for year in np.flatnonzero(known.any(axis=0)):
        middle[year] = np.median(distance[known[:, year], year])
    return np.where(known, distance, np.nan) - middle
