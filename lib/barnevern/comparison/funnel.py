"""Which municipalities differ from the whole by more than chance, without a league table.

Funnel limits after Spiegelhalter (Statistics in Medicine 2005; 24: 1185-1202), with the additive
random-effects adjustment for overdispersion: municipalities differ for many small reasons that no
indicator knows, and only what stands out from that spread too is marked. Exact Poisson limits are
for drawing the funnel itself.
"""

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.special import gammaincinv

from barnevern.comparison.intervals import Values, normal_quantile

LEVELS = (0.95, 0.998)
WINSORISED = 0.1  # share of the z-scores at either end that must not decide how wide the spread is


def poisson_limits(expected: npt.ArrayLike, level: float) -> tuple[Values, Values]:
    """Limits of the ratio observed / expected for a Poisson count, from the chi-square
    distribution.
    """
    e, tail = np.asarray(expected, dtype=float), (1 - level) / 2
    return gammaincinv(e, tail) / e, gammaincinv(e + 1, 1 - tail) / e


def z_scores(count: npt.ArrayLike, expected: npt.ArrayLike) -> Values:
    """How far each count is from what was expected, in standard deviations, on the square-root
    scale that steadies the variance.
    """
    k, e = np.asarray(count, dtype=float), np.asarray(expected, dtype=float)
    return 2 * (np.sqrt(k + 0.375) - np.sqrt(e + 0.375))


def spread(z: Values, scale: Values) -> float:
    """Variance between units beyond chance (tau squared) from z-scores and the standard deviation
    ``scale`` of each unit.

    z-scores are winsorised at WINSORISED either end first, so that the units to be found do not
    hide themselves.
    """
    n = len(z)
    if n < 3:
        return 0.0
    low, high = np.quantile(z, [WINSORISED, 1 - WINSORISED])
    weights = 1 / scale**2
    dispersion = float(np.mean(np.clip(z, low, high) ** 2))
    below = float(weights.sum() - (weights**2).sum() / weights.sum())
    return max(0.0, (n * dispersion - (n - 1)) / below)


def funnel(table: pd.DataFrame) -> pd.DataFrame:
    """Mark the units of ``table`` (region, count, base) that stand out from the common rate.

    ``base`` is the population the count comes from. Returns region, count, base, expected, ratio
    (observed / expected), z (adjusted for overdispersion) and mark: "" within 95 %, "95" outside 95
    %, "99.8" outside 99.8 %; rows with a missing or zero base are left out. The adjusted z is not
    applied where units vary less than chance alone would have them.
    """
    known = table.dropna(subset=["count", "base"])
    known = known[known["base"].gt(0)].reset_index(drop=True)
    if known.empty or known["count"].sum() == 0:
        return known.assign(expected=0.0, ratio=np.nan, z=0.0, mark="")
    expected = (known["base"] * known["count"].sum() / known["base"].sum()).to_numpy()
    z = z_scores(known["count"], expected)
    # On the log scale a count expected to be e has a standard deviation of about 1 / sqrt(e).
    scale = 1 / np.sqrt(expected)
    tau2 = spread(z, scale)
    adjusted = z * scale / np.sqrt(scale**2 + tau2)
    near, far = (normal_quantile(level) for level in LEVELS)
    mark = np.where(np.abs(adjusted) > far, "99.8", np.where(np.abs(adjusted) > near, "95", ""))
    return known.assign(expected=expected, ratio=known["count"] / expected, z=adjusted, mark=mark)
