"""The verdict on a difference: every sentence, table, funnel and finding asks for it here.

A difference is held against what chance and the ordinary variation between municipalities give
together: the level against a group or another municipality, the change since the year before, and
the trend since a break. The level of what is counted has two looks, the newest year alone and it
with the year before, since a lasting difference shows first in both; each look has half the risk.

Many comparisons are counted by a limit that is fixed in advance, so that a comparison has one
verdict wherever it stands and a funnel can draw it. A difference is clear where its tail is below
PAGE_RISK / COMPARISONS: of pages on which nothing but chance is at work, at most one in a hundred
says "clearly" anywhere (Dunn, JASA 1961; 56: 52-64). It is also a rule of posterior probability, of
two groups of comparisons (Efron, Statistical Science 2008; 23: 1-22): if one in twenty differences
is real and those are spread four times as widely as the others, the local false discovery rate at
the limit is a tenth, and of all that is called clear in a nation one in a hundred is not.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from barnevern.comparison.intervals import Values, count_interval, normal_quantile, wilson
from barnevern.comparison.kinds import COUNTED, SHARE, kind_of, testable
from barnevern.comparison.ordinary import (
    CHANGE,
    FEW,
    LEVEL,
    TWO_YEARS,
    Ordinary,
    from_common,
    from_each_other,
    scaled,
)
from barnevern.indicators import Indicator
from barnevern.indicators.figure import Figure

PAGE_RISK, COMPARISONS = 0.01, 54  # 27 indicators, each with a level and a change
LIMIT = normal_quantile(1 - PAGE_RISK / COMPARISONS)
LIMIT_OF_A_LOOK = normal_quantile(1 - PAGE_RISK / COMPARISONS / 2)
# The verdicts, and why there is none.
CLEAR, CHANCE, UNKNOWN = "clear", "chance", "unknown"
FEW_CHILDREN, NO_BASE, FEW_MUNICIPALITIES = "few children", "no base", "few municipalities"
SHORT_SERIES = "short series"
FEWEST_YEARS = 5  # of a trend
# Where too few municipalities have figures to learn from: about what the published shares of
# children with a referral or an investigation show (barnevern.comparison.ordinary).
USUAL = {LEVEL: Ordinary(0.04), TWO_YEARS: Ordinary(0.04), CHANGE: Ordinary(0.02)}
Flags = npt.NDArray[np.bool_]
Learnt = Mapping[tuple[str, str], Ordinary]


@dataclass(frozen=True)
class Verdict:
    """The answer to whether a difference is more than chance (CLEAR, CHANCE or UNKNOWN, or what
    barnevern.comparison.plausible says), why there is none, and how far it is in standard
    deviations of what chance and ordinary variation give.
    """

    answer: str
    reason: str = ""
    z: float = 0.0


@dataclass(frozen=True)
class Held:
    """One side of a comparison: a figure per one (kroner and positions as they are), what it is
    divided by and the children in the municipality, NaN where not known; ``alone`` for a single
    municipality, not a group. Numbers or arrays.
    """

    value: Values | float
    base: Values | float = math.nan
    children: Values | float = math.nan
    alone: bool = False

    @property
    def count(self) -> Values:
        """How many were counted."""
        return np.asarray(self.value * self.base, dtype=float)

    def with_before(self, before: "Held") -> "Held":
        """This year and the one before together."""
        base = self.base + before.base
        return Held((self.count + before.count) / base, base, self.children, self.alone)


def level(kind: str, own: Held, other: Held, ordinary: Ordinary) -> tuple[Values, Flags]:
    """How far ``own`` lies from ``other``, and whether too few children are counted to tell."""
    wide = ordinary.variance(own.children)
    if other.alone:
        wide = wide + ordinary.variance(other.children)
    if kind not in COUNTED:
        return _measured(kind, own, other, wide)
    if other.alone:
        z, chance, least = from_each_other(own.count, own.base, other.count, other.base, kind)
        return _widened(z, chance, wide), least < FEW
    z, chance, expected = from_common(own.count, own.base, other.value, kind)
    share = np.asarray(own.base / other.base)
    also = np.where(np.isfinite(share), share, 0.0)  # of a group whose size is not known
    rarer = np.minimum(own.count, own.base - own.count) if kind == SHARE else own.count
    few = np.maximum(expected, rarer) < FEW
    return _widened(z / np.sqrt(1 + also), chance * np.sqrt(1 + also), wide), few


def change(kind: str, now: Held, before: Held, ordinary: Ordinary) -> tuple[Values, Flags]:
    """How far ``now`` lies from ``before``, of one municipality, and whether too few children are
    counted to tell.
    """
    wide = ordinary.variance(now.children)
    if kind not in COUNTED:
        return _measured(kind, now, before, wide)
    z, chance, least = from_each_other(now.count, now.base, before.count, before.base, kind)
    return _widened(z, chance, wide), least < FEW


def _measured(kind: str, own: Held, other: Held, wide: Values) -> tuple[Values, Flags]:
    distance = scaled(own.value, kind) - scaled(other.value, kind)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(wide > 0, distance / np.sqrt(wide), np.nan), np.zeros_like(wide, dtype=bool)


def _widened(z: Values, chance: Values, wide: Values) -> Values:
    """Distances in deviations of ``chance`` with the variance ``wide`` added to it."""
    with np.errstate(invalid="ignore"):  # nobody counted: no distance, and endless chance
        return np.asarray(z * chance / np.sqrt(chance**2 + wide), dtype=float)


def clear_level(now: npt.ArrayLike, together: npt.ArrayLike) -> Flags:
    """Whether a level with two looks is clear; the newest year must be on the same side."""
    one, both = np.asarray(now, dtype=float), np.asarray(together, dtype=float)
    same_side = np.where(one * both > 0, np.abs(both), 0.0)
    return np.asarray(np.maximum(np.abs(one), same_side) > LIMIT_OF_A_LOOK)


def of_level(
    entry: Indicator, own: Sequence[Held], other: Sequence[Held], known: Learnt
) -> Verdict:
    """The verdict on a level: ``own`` and ``other`` of the newest year, and then of the year before
    where both have it.
    """
    kind = kind_of(entry.id)
    ordinary = _ordinary(entry, LEVEL, known)
    reason = _untold(kind, ordinary, own[0], other[0])
    if reason or ordinary is None:
        return Verdict(UNKNOWN, reason)
    z, few = level(kind, own[0], other[0], ordinary)
    if few or not np.isfinite(z) or kind not in COUNTED:
        return _answered(float(z), few=bool(few))
    together, wide = z, _ordinary(entry, TWO_YEARS, known)
    if len(own) > 1 and len(other) > 1 and wide and not other[0].alone:
        both = other[0].with_before(other[1]) if np.isfinite(other[0].base) else _mean(*other[:2])
        together, _ = level(kind, own[0].with_before(own[1]), both, wide)
    clear = bool(clear_level(z, together))
    return Verdict(CLEAR if clear else CHANCE, z=float(max(z, together, key=abs)))


def _mean(now: Held, before: Held) -> Held:
    """Two years of a group whose size is not known."""
    return Held((now.value + before.value) / 2)


def of_change(entry: Indicator, now: Held, before: Held, known: Learnt) -> Verdict:
    """The verdict on a change since the year before."""
    kind = kind_of(entry.id)
    ordinary = _ordinary(entry, CHANGE, known)
    reason = _untold(kind, ordinary, now, before)
    if reason or ordinary is None:
        return Verdict(UNKNOWN, reason)
    z, few = change(kind, now, before, ordinary)
    return _answered(float(z), few=bool(few))


def of_trend(entry: Indicator, years: Mapping[int, Held], known: Learnt) -> Verdict:
    """The verdict on a trend over ``years``: the weighted slope of the logarithms, with the
    variance of chance and of what is ordinary from year to year, and more where the years swing
    more than that.
    """
    kind, ordinary = kind_of(entry.id), _ordinary(entry, CHANGE, known)
    sides = list(years.values())
    reason = next((why for one in sides if (why := _untold(kind, ordinary, one, one))), "")
    if len(years) < FEWEST_YEARS or reason or ordinary is None:
        return Verdict(UNKNOWN, reason or SHORT_SERIES)
    few = kind in COUNTED and min(_rarer(kind, one) for one in sides) < FEW
    points = np.array([_on_scale(kind, one, ordinary) for one in sides]).T
    return _answered(_slope(np.array(list(years), dtype=float), *points), few=few)


def _on_scale(kind: str, one: Held, ordinary: Ordinary) -> tuple[float, float]:
    """A figure on the scale of logarithms, and its variance."""
    swing = float(ordinary.variance(one.children)) / 2
    if kind not in COUNTED:
        return float(scaled(one.value, kind)), swing
    count, base = float(one.count), float(one.base)
    if kind == SHARE:
        others = base - count
        return math.log((count + 0.5) / (others + 0.5)), 1 / (count + 0.5) + 1 / (
            others + 0.5
        ) + swing
    return math.log((count + 0.5) / base), 1 / (count + 0.5) + swing


def _rarer(kind: str, one: Held) -> float:
    """How many were counted, of a share on the rarer of its two sides."""
    count, base = float(one.count), float(one.base)
    return min(count, base - count) if kind == SHARE else count


def _slope(years: Values, points: Values, variance: Values) -> float:
    """The slope of a line through the points in its standard deviations."""
    if not (np.isfinite(points).all() and (variance > 0).all()):
        return math.nan
    weights = 1 / variance
    apart = years - np.average(years, weights=weights)
    level = np.average(points, weights=weights)
    spread = float((weights * apart**2).sum())
    slope = float((weights * apart * (points - level)).sum()) / spread
    left = float((weights * (points - level - slope * apart) ** 2).sum()) / (len(years) - 2)
    return slope * math.sqrt(spread / max(1.0, left))


def _answered(z: float, *, few: bool) -> Verdict:
    if few or not math.isfinite(z):
        return Verdict(UNKNOWN, FEW_CHILDREN if few else NO_BASE)
    return Verdict(CLEAR if abs(z) > LIMIT else CHANCE, z=z)


def _ordinary(entry: Indicator, comparison: str, known: Learnt) -> Ordinary | None:
    """What is ordinary; None for kroner and positions where it could not be learnt."""
    usual = USUAL[comparison] if kind_of(entry.id) in COUNTED else None
    return known.get((entry.id, comparison), usual)


def _untold(kind: str, ordinary: Ordinary | None, own: Held, other: Held) -> str:
    """Why there can be no verdict; "" where there can."""
    if ordinary is None:
        return FEW_MUNICIPALITIES
    if kind not in COUNTED:
        return "" if np.isfinite(own.children) else NO_BASE
    sides = (own, other) if other.alone else (own,)
    return "" if all(np.isfinite(one.base) for one in sides) else NO_BASE


def interval(value: float, divisor: float, chosen: Indicator) -> tuple[float, float]:
    """How far chance alone could have moved a share or rate (95 per cent; Wilson and Byar), in the
    unit of the indicator. Of a published figure, the count is what it says times the divisor.
    """
    count = value / chosen.per * divisor
    if kind_of(chosen.id) == SHARE:
        low, high = wilson(min(count, divisor), divisor)
        return float(low) * chosen.per, float(high) * chosen.per
    low, high = count_interval(count)
    return float(low) / divisor * chosen.per, float(high) / divisor * chosen.per


def intervals(own: Sequence[Figure], chosen: Indicator) -> dict[str, list[float]]:
    """That interval for each figure of one municipality, by column: year, low, high. Years without
    a base are left out, and so is everything that is no share or rate of what is counted.
    """
    found: dict[str, list[float]] = {"year": [], "low": [], "high": []}
    for figure in own if testable(chosen) else ():
        if figure.denominator is not None and figure.value is not None:
            low, high = interval(figure.value, figure.denominator, chosen)
            for name, number in (("year", figure.year), ("low", low), ("high", high)):
                found[name].append(number)
    return found
