"""What next year's placements may cost the municipality, with the spread that a few expensive ones
give.

The number of places of each kind next year is drawn from what the municipality's own years and all
municipalities together make likely (Gamma-Poisson: the pooled years are the prior, the own years
the evidence), and each place costs its yearly own-share rate. The simulation has a fixed seed, so
that the same figures give the same page.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Values = npt.NDArray[np.float64]
DRAWS = 20_000
SEED = 252
FEWEST_POOLED = 3  # municipalities needed before their spread says anything
JEFFREYS = (0.5, 0.0)  # shape and rate of a prior that adds next to nothing


@dataclass(frozen=True)
class Risk:
    """Simulated yearly cost in kroner: its mean, and the limits that 80 and 95 per cent of the
    years fall between.
    """

    mean: float
    low: dict[float, float]
    high: dict[float, float]


def pooled_prior(counts: Values, children: Values) -> tuple[float, float]:
    """Shape and rate of the Gamma distribution of places per child between municipalities, by the
    method of moments.

    ``counts`` and ``children`` have one entry per municipality, summed over its years. Where too
    few municipalities are known or they vary no more than chance, the prior says next to nothing.
    """
    if len(counts) < FEWEST_POOLED or counts.sum() == 0:
        return JEFFREYS
    whole = counts.sum() / children.sum()
    variance = float(
        (children * (counts / children - whole) ** 2).sum() / children.sum()
        - whole / children.mean()
    )
    return (whole**2 / variance, whole / variance) if variance > 0 else JEFFREYS


def places(
    counts: Values,
    children: Values,
    next_children: float,
    prior: tuple[float, float],
    stream: np.random.Generator,
) -> Values:
    """Draws of next year's number of places, from the own ``counts`` among ``children`` of the last
    years and the ``prior``.
    """
    shape, rate = prior[0] + counts.sum(), prior[1] + children.sum()
    return stream.poisson(stream.gamma(shape, 1 / rate, DRAWS) * next_children).astype(float)


def summarised(cost: Values) -> Risk:
    """Mean and limits of simulated costs in kroner."""
    limits = {
        level: np.quantile(cost, [(1 - level) / 2, (1 + level) / 2]) for level in (0.80, 0.95)
    }
    return Risk(
        float(cost.mean()),
        {k: float(v[0]) for k, v in limits.items()},
        {k: float(v[1]) for k, v in limits.items()},
    )
