"""Which municipalities differ from the whole by more than chance, without a league table.

A funnel after Spiegelhalter (Statistics in Medicine 2005; 24: 1185-1202): binomial limits around a
share, Poisson limits around a rate, both widened by what municipalities ordinarily differ by. The
limits that are drawn are those of the verdicts (barnevern.comparison.evidence).
"""

import numpy as np
import numpy.typing as npt
import pandas as pd

from barnevern.comparison.evidence import LIMIT_OF_A_LOOK
from barnevern.comparison.intervals import Values, normal_quantile
from barnevern.comparison.kinds import SHARE
from barnevern.comparison.ordinary import FEW, beyond, from_common

USUAL, CLEAR = "usual", "clear"
# How far out each pair of lines is: 95 of 100 lie within the first by chance alone.
LINES = {USUAL: normal_quantile(0.95), CLEAR: LIMIT_OF_A_LOOK}
HALVINGS = 40  # of the interval that a limit is looked for in


def funnel(
    table: pd.DataFrame, kind: str, *, rate: float | None = None, variance: float | None = None
) -> pd.DataFrame:
    """Mark the units of ``table`` (region, count, base) that stand out from the common ``rate``
    (that of all of them together, unless it is given).

    ``kind`` is SHARE or RATE (barnevern.comparison.kinds); ``variance`` what is ordinary, on the
    scale of logarithms, learnt from the units themselves unless it is given. Returns region, count,
    base, expected, z (with what is ordinary taken into account) and mark, one of LINES or "": the
    outermost that the unit lies outside. Rows with a missing or zero base are left out.
    """
    known = table.dropna(subset=["count", "base"])
    known = known[known["base"].gt(0)].reset_index(drop=True)
    count, base = known["count"].to_numpy(float), known["base"].to_numpy(float)
    whole = count.sum() / base.sum() if rate is None and len(known) else rate
    if not whole or (kind == SHARE and whole >= 1):
        return known.assign(expected=base * (whole or 0.0), z=0.0, mark="")
    z, deviation, rarer = from_common(count, base, whole, kind)
    if variance is None:
        told = rarer >= FEW
        variance = beyond((z * deviation)[told], deviation[told]).lasting if told.any() else 0.0
    adjusted = np.abs(z) * deviation / np.sqrt(deviation**2 + variance)
    inner, outer = (adjusted > LINES[line] for line in (USUAL, CLEAR))
    mark = np.where(outer, CLEAR, np.where(inner, USUAL, ""))
    return known.assign(expected=base * whole, z=np.sign(z) * adjusted, mark=mark)


def limits(
    base: npt.ArrayLike, kind: str, rate: float, variance: float, line: float
) -> tuple[Values, Values]:
    """Between which rates a unit of each ``base`` lies within the ``line`` (one of LINES, or
    another number of standard deviations): where funnel() would mark it first.
    """
    n = np.asarray(base, dtype=float)
    _, deviation, _ = from_common(n * rate, n, rate, kind)
    reach = line * np.sqrt(deviation**2 + variance) / deviation
    most = n if kind == SHARE else (np.sqrt(n * rate) + reach + 2) ** 2
    lower = _where(-reach, np.zeros_like(n), n * rate, n, rate, kind)
    upper = _where(reach, n * rate, most, n, rate, kind)
    return lower / n, upper / n


def _where(z: Values, low: Values, high: Values, base: Values, rate: float, kind: str) -> Values:
    """The counts between ``low`` and ``high`` that lie ``z`` standard deviations out; an end where
    none does.
    """
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        below = from_common(middle, base, rate, kind)[0] < z
        low, high = np.where(below, middle, low), np.where(below, high, middle)
    return (low + high) / 2
