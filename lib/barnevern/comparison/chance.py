"""How far a figure of children lies from what it is held against, in standard deviations of chance.

A share is binomial. A rate and a number are Poisson, or negative binomial where what municipalities
ordinarily differ by is added (barnevern.comparison.ordinary). Against a large group the tails are
the exact ones, counted at the middle of the observed number ("mid-p": Lancaster, JASA 1961; 56:
223-234; Agresti, Categorical Data Analysis, 2013, 16.6). Two municipalities, or two years of one,
have chance on both sides: shares by the score test of two proportions, numbers by the binomial
share that one has of both (Przyborowski and Wilenski, Biometrika 1940; 31: 313-323).

Counts need not be whole: of a published share only the rounded figure may be known.
"""

import numpy as np
import numpy.typing as npt
from scipy.special import betainc, gammainc, gammaincc, ndtri, xlogy

from barnevern.comparison.intervals import Values

SMALLEST = 1e-290  # a smaller tail is told by the likelihood ratio, which is as good so far out


def of_share(count: npt.ArrayLike, base: npt.ArrayLike, share: npt.ArrayLike) -> Values:
    """The distance of ``count`` among ``base`` from a known ``share`` (0 to 1)."""
    k, n, p = (np.asarray(one, dtype=float) for one in (count, base, share))
    below = (_share_at_most(k, n, p) + _share_at_most(k - 1, n, p)) / 2
    above = (_share_at_most(n - k, n, 1 - p) + _share_at_most(n - k - 1, n, 1 - p)) / 2
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = xlogy(k, k / (n * p)) + xlogy(n - k, (n - k) / (n * (1 - p)))
    return _signed(below, above, ratio)


def of_count(count: npt.ArrayLike, expected: npt.ArrayLike) -> Values:
    """The distance of a count from the number that was expected."""
    k, e = np.asarray(count, dtype=float), np.asarray(expected, dtype=float)
    whole = np.maximum(k, SMALLEST)
    below = (gammaincc(k + 1, e) + np.where(k > 0, gammaincc(whole, e), 0.0)) / 2
    above = (gammainc(k + 1, e) + np.where(k > 0, gammainc(whole, e), 1.0)) / 2
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = xlogy(k, k / e) - (k - e)
    return _signed(below, above, ratio)


def of_two_shares(
    count: npt.ArrayLike, base: npt.ArrayLike, other: npt.ArrayLike, other_base: npt.ArrayLike
) -> Values:
    """The distance between ``count`` among ``base`` and ``other`` among ``other_base``; zero where
    both are nobody or everybody.
    """
    k, n, c, m = (np.asarray(one, dtype=float) for one in (count, base, other, other_base))
    together = (k + c) / (n + m)
    variance = together * (1 - together) * (1 / n + 1 / m)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(variance > 0, (k / n - c / m) / np.sqrt(variance), 0.0)


def of_two_counts(
    count: npt.ArrayLike, base: npt.ArrayLike, other: npt.ArrayLike, other_base: npt.ArrayLike
) -> Values:
    """The distance between two rates from their counts and bases; the bases of two numbers that
    have none are 1.
    """
    k, n, c, m = (np.asarray(one, dtype=float) for one in (count, base, other, other_base))
    return of_share(k, k + c, n / (n + m))


def _share_at_most(count: Values, base: Values, share: Values) -> Values:
    """The probability of ``count`` or fewer among ``base``."""
    inside = (count >= 0) & (count < base)
    fewer, more = np.where(inside, base - count, 1.0), np.where(inside, count + 1, 1.0)
    return np.where(inside, betainc(fewer, more, 1 - share), np.where(count < 0, 0.0, 1.0))


def _signed(below: Values, above: Values, ratio: Values) -> Values:
    """The normal quantile with as much ``below`` and ``above`` it; where that is too little to
    tell, from the logarithm of the likelihood ``ratio``.
    """
    smaller = np.minimum(below, above)
    near = -ndtri(np.clip(smaller, SMALLEST, 0.5))
    far = np.where(smaller < SMALLEST, np.sqrt(2 * np.maximum(ratio, 0.0)), near)
    return np.asarray(np.where(below < above, -far, far), dtype=float)
