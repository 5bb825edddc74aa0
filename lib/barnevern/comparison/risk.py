"""What the coming year's placements may cost the municipality, beside what today's places would.

Places are a stock: a child placed this year is likely placed next year, and new ones come. That is
the first-order integer autoregression (McKenzie, Water Resources Bulletin 1985; 21: 645-650;
Al-Osh and Alzaid, Journal of Time Series Analysis 1987; 8: 261-275): each place stays with a
probability, the persistence, and as many new ones are drawn (Poisson) as take the mean on by its
growth. Persistence and growth are learnt from how the places of all municipalities changed from one
year to the next, and then, with the mean, from the municipality's own years. What is still unknown
of them after that is part of the spread. The simulation has a fixed seed, so that the same figures
give the same page.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import special

Values = npt.NDArray[np.float64]
DRAWS = 10_000
SEED = 252
SHARES = (0.80, 0.95)
FEWEST_POOLED = 20  # municipalities needed before their spread and changes say anything
JEFFREYS = (0.5, 0.0)  # shape and rate of a prior that adds next to nothing
TRIED, MEANS = 9, 15  # values of persistence, of growth and of the mean that are tried
MOST_PERSISTENT = 0.97  # no kind of place is without an end
OWN_GROWTH = 0.04  # standard deviation of growth between municipalities
EXACT = 20  # places up to which a change is reckoned place by place


@dataclass(frozen=True)
class Habits:
    """How places change from one year to the next: the share that stays and the growth a year, each
    with its standard error.
    """

    persistence: tuple[float, float]
    growth: tuple[float, float]


# Nothing learnt: any persistence is as likely as another.
UNKNOWN = Habits((0.5, np.inf), (0.0, 0.15))


@dataclass(frozen=True)
class Simulated:
    """Draws of a number of places; the mean persistence they were drawn with (None where the number
    is given), and whether other municipalities told of it.
    """

    places: Values
    persistence: float | None
    learnt: bool


@dataclass(frozen=True)
class Risk:
    """Simulated yearly cost in kroner: its mean, the limits that 80 and 95 per cent of the years
    fall between, and what today's places would cost.
    """

    mean: float
    as_today: float
    low: dict[float, float]
    high: dict[float, float]


def learnt(before: Values, after: Values) -> Habits:
    """The habits of municipalities with so many places in one year and in the next, an entry each.

    With Poisson counts around a mean of its own in each municipality, the squared change tells the
    persistence: E (after - g before)^2 = E after + g^2 E before - 2 g p E before, where g is one
    plus the growth. The means, which differ, cancel.
    """
    if len(before) < FEWEST_POOLED or not (before.sum() and after.sum()):
        return UNKNOWN
    growth = after.sum() / before.sum()
    change, base = after - growth * before, 2 * growth * before
    explained = after + growth**2 * before - change**2
    persistence = explained.sum() / base.sum()
    error = np.sqrt(((explained - persistence * base) ** 2).sum()) / base.sum()
    growth_error = np.sqrt((change**2).sum()) / before.sum()
    return Habits((float(persistence), float(error)), (float(growth - 1), float(growth_error)))


def pooled_prior(counts: Values, children: Values) -> tuple[float, float]:
    """Shape and rate of the Gamma distribution of places per child between municipalities, by the
    method of moments.

    ``counts`` and ``children`` have one entry per municipality. Where too few municipalities are
    known or they vary no more than chance, the prior says next to nothing.
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
    children: float,
    habits: Habits,
    prior: tuple[float, float],
    ahead: int,
    stream: np.random.Generator,
) -> Simulated:
    """Draws of the number of places ``ahead`` years after the last of ``counts`` (one a year, no
    year left out), in a municipality of so many ``children`` in the unit of ``prior``.

    They are spread evenly over the half place to each side (a continuity correction): the limits of
    a few places would otherwise hold too many of the years.
    """
    mean, persistence, growth = (axis.ravel() for axis in np.meshgrid(*_tried(counts, habits)))
    likely = _prior(mean / children, persistence, growth, habits, prior)
    likely += _likelihood(counts, mean, persistence, growth)
    weight = np.exp(likely - likely.max())
    drawn = stream.choice(len(weight), DRAWS, p=weight / weight.sum())
    stays, rises, now = persistence[drawn], growth[drawn], mean[drawn]
    found = np.full(DRAWS, int(counts[-1]))
    for year in range(ahead):
        new = _new(now * (1 + rises) ** year, stays, rises)
        found = stream.binomial(found, stays) + stream.poisson(new)
    spread = found + stream.uniform(-0.5, 0.5, DRAWS)
    return Simulated(spread, float(stays.mean()), habits != UNKNOWN)


def _likelihood(counts: Values, mean: Values, persistence: Values, growth: Values) -> Values:
    """How likely each mean of the last year, persistence and growth makes ``counts``."""
    path = mean * (1 + growth) ** -np.arange(len(counts))[::-1, None]  # the mean of each year
    likely = np.asarray(counts[0] * np.log(path[0]) - path[0])
    for year in range(1, len(counts)):
        new = _new(path[year - 1], persistence, growth)
        likely += change_likelihood(counts[year - 1], counts[year], persistence, new)
    return likely


def _tried(counts: Values, habits: Habits) -> tuple[Values, Values, Values]:
    """The means of the last year, persistences and growths that are tried."""
    usual = counts[-3:].mean() + 0.5
    reach = min(3.5 / np.sqrt(usual) + 0.4, np.log(8))
    means = usual * np.exp(np.linspace(-reach, reach, MEANS))
    stays, error = habits.persistence
    least, most = np.clip([stays - 2 * error, stays + 2 * error], 0, MOST_PERSISTENT).tolist()
    rises, spread = habits.growth[0], 2.2 * _growth_spread(habits)
    growths = np.linspace(rises - spread, rises + spread, TRIED)
    return means, np.linspace(least, most, TRIED), np.maximum(growths, -0.9)


def _growth_spread(habits: Habits) -> float:
    """The standard deviation of what a municipality's growth may be."""
    return float(np.hypot(habits.growth[1], OWN_GROWTH))


def _prior(
    rate: Values, persistence: Values, growth: Values, habits: Habits, prior: tuple[float, float]
) -> Values:
    """The log of how likely each is before the own years are seen; the means are tried in even
    steps of their logarithm.
    """
    shape, per = prior
    likely = shape * np.log(rate) - per * rate
    likely -= ((persistence - habits.persistence[0]) / habits.persistence[1]) ** 2 / 2
    off = (growth - habits.growth[0]) / _growth_spread(habits)
    return np.asarray(likely - off**2 / 2)


def _new(mean: Values, persistence: Values, growth: Values) -> Values:
    """The mean number of new places in the year after one with such a ``mean``."""
    return np.maximum(mean * (1 + growth - persistence), 1e-9)


def change_likelihood(before: float, after: float, persistence: Values, new: Values) -> Values:
    """The log likelihood of so many places after so many."""
    if max(before, after) > EXACT:
        mean, variance = persistence * before + new, persistence * (1 - persistence) * before + new
        return np.asarray(-np.log(variance) / 2 - (after - mean) ** 2 / (2 * variance))
    # However many of the places stayed: each number from the one before.
    term = (1 - persistence) ** before * new**after / special.factorial(after)
    odds, total = persistence / (1 - persistence) / new, term.copy()
    for stayed in range(1, int(min(before, after)) + 1):
        term *= odds * ((before - stayed + 1) * (after - stayed + 1) / stayed)
        total += term
    return np.asarray(np.log(np.maximum(total, 1e-300)) - new)


def summarised(cost: Values, as_today: float) -> Risk:
    """Mean and limits of simulated costs in kroner, beside what today's places would cost."""
    limits = {
        share: np.maximum(np.quantile(cost, [(1 - share) / 2, (1 + share) / 2]), 0)
        for share in SHARES
    }
    low, high = ({share: float(pair[end]) for share, pair in limits.items()} for end in (0, 1))
    return Risk(float(cost.mean()), as_today, low, high)
