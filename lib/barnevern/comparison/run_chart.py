"""Whether a series has moved for good or only swings: run-chart rules, which need no assumption
about the figures.

Anhøj rules (Anhøj and Olesen, PLoS ONE 2014; 9: e113825): an unusually long run on one side of the
median, or unusually few crossings of it. They are valid from ten points; a shorter series gets no
verdict.
"""

import math

import numpy as np
from scipy.special import bdtr

FEWEST_POINTS = 10


def longest_usual_run(points: int) -> int:
    """The longest run on one side of the median that chance still gives."""
    return round(math.log2(points) + 3)


def fewest_usual_crossings(points: int) -> int:
    """The fewest crossings of the median that chance still gives: the 5 per cent quantile of the
    binomial distribution.
    """
    return int(np.searchsorted(bdtr(np.arange(points), points - 1, 0.5), 0.05))


def shifted(values: list[float]) -> bool | None:
    """Whether ``values`` (one per year, in order) show more than chance; None where too few of them
    differ from the median.
    """
    above = np.asarray(values, dtype=float) - np.median(values)
    sides = np.sign(above[above != 0])
    if len(sides) < FEWEST_POINTS:
        return None
    turns = np.flatnonzero(np.diff(sides)) + 1
    runs = np.diff(np.concatenate(([0], turns, [len(sides)])))
    return bool(
        runs.max() > longest_usual_run(len(sides))
        or len(turns) < fewest_usual_crossings(len(sides))
    )
