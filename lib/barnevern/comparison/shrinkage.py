"""Rates of small municipalities drawn towards the whole by as much as chance can have moved
them.
"""

import numpy as np
import numpy.typing as npt

from barnevern.comparison.intervals import Values


def empirical_bayes(count: npt.ArrayLike, base: npt.ArrayLike) -> Values:
    """Empirical-Bayes rates (Marshall, Applied Statistics 1991; 40: 283-294), global and by the
    method of moments.

    ``count`` events among ``base`` in each unit. A unit with a small base is drawn far towards the
    rate of the whole, a large one hardly; where the units vary no more than chance, every unit gets
    the rate of the whole.
    """
    k, n = np.asarray(count, dtype=float), np.asarray(base, dtype=float)
    rate = k / n
    whole = k.sum() / n.sum()
    variance = (n * (rate - whole) ** 2).sum() / n.sum()
    between = max(0.0, variance - whole / n.mean())
    if between == 0:
        return np.full_like(rate, whole)
    return np.asarray(whole + between / (between + whole / n) * (rate - whole))
