"""Confidence intervals for shares, counts and rates.

Methods and choices are those of the English public health technical guide (PHDS, "Confidence
intervals", 2018): Wilson for shares, Byar's approximation for counts of ten or more and the exact
Poisson interval below. Statistics Norway publishes whole populations, not samples; the interval
says how far chance alone could have moved the number of children.
"""

from statistics import NormalDist

import numpy as np
import numpy.typing as npt
from scipy.special import gammaincinv

Values = npt.NDArray[np.float64]
BYAR_FROM = 10  # below this the approximation is poor and the exact interval is used


def normal_quantile(level: float) -> float:
    """How many standard deviations a two-sided interval of this level reaches: 0.95 -> 1.96."""
    return NormalDist().inv_cdf(0.5 + level / 2)


def wilson(
    count: npt.ArrayLike, total: npt.ArrayLike, level: float = 0.95
) -> tuple[Values, Values]:
    """Lower and upper limit of the share ``count / total`` (Wilson 1927), between 0 and 1; a total
    of zero gives NaN.
    """
    k, n, z = np.asarray(count, dtype=float), np.asarray(total, dtype=float), normal_quantile(level)
    with np.errstate(divide="ignore", invalid="ignore"):
        share = k / n
        middle = share + z**2 / (2 * n)
        reach = z * np.sqrt(share * (1 - share) / n + z**2 / (4 * n**2))
        lower, upper = (middle - reach) / (1 + z**2 / n), (middle + reach) / (1 + z**2 / n)
    return np.clip(lower, 0, 1), np.clip(upper, 0, 1)


def byar(count: npt.ArrayLike, level: float = 0.95) -> tuple[Values, Values]:
    """Lower and upper limit of a Poisson count by Byar's approximation (Breslow and Day 1987)."""
    k, z = np.asarray(count, dtype=float), normal_quantile(level)
    above = k + 1
    with np.errstate(divide="ignore", invalid="ignore"):
        lower = k * (1 - 1 / (9 * k) - z / (3 * np.sqrt(k))) ** 3
    upper = above * (1 - 1 / (9 * above) + z / (3 * np.sqrt(above))) ** 3
    return np.where(k > 0, np.maximum(lower, 0), 0.0), upper


def exact(count: npt.ArrayLike, level: float = 0.95) -> tuple[Values, Values]:
    """Lower and upper limit of a Poisson count, exact (Garwood 1936); the lower limit of zero is
    zero.
    """
    k, tail = np.asarray(count, dtype=float), (1 - level) / 2
    with np.errstate(invalid="ignore"):
        lower = np.where(k > 0, gammaincinv(np.maximum(k, 1), tail), 0.0)
    return lower, gammaincinv(k + 1, 1 - tail)


def count_interval(count: npt.ArrayLike, level: float = 0.95) -> tuple[Values, Values]:
    """Lower and upper limit of a count: exact below BYAR_FROM, Byar from there."""
    k = np.asarray(count, dtype=float)
    few, many = exact(k, level), byar(k, level)
    return np.where(k < BYAR_FROM, few[0], many[0]), np.where(k < BYAR_FROM, few[1], many[1])
