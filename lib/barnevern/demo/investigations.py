"""Referrals and investigations of one year: who, when, how long, and how they end."""

from dataclasses import dataclass

import numpy as np

from barnevern.demo.chance import (
    Flags,
    Floats,
    Ints,
    Rng,
    choose,
    evenly,
    exponential,
    months_later,
)

# Share of investigations that pass three months after the week for the referral. Published: done in
# time 87 % in 2018 and 92 % in 2019
# (Bufdir); the other years are assumed, better from year to year.
OVER_TIME = {
    2014: 0.20,
    2015: 0.18,
    2016: 0.16,
    2017: 0.15,
    2018: 0.13,
    2019: 0.08,
    2020: 0.08,
    2021: 0.08,
    2022: 0.07,
    2023: 0.07,
    2024: 0.06,
}
SERVICE_SPREAD = (
    0.7  # spread between services in how often they break a deadline (of the logarithm)
)
EXTENDED = 0.45  # of those over three months, how many had the time extended to six
LATE_REFERRALS = (
    0.15  # referrals gone through after a week, for each investigation over time: an assumption
)
# Conclusions: measure 1, board 2 (421 of 19 170 in 2018, 306 of 17 458 in 2020); dismissed: by the
# service 3, by the family 4, moved 5
# (23 173, 4 111 and 1 740 in 2018; 22 758, 4 086 and 1 276 in 2020); sent elsewhere 6, a code of
# 2022, its share assumed.
BOARD = 0.02
DISMISSED = {3: 0.805, 4: 0.14, 5: 0.055}
DISMISSED_2022 = {3: 0.75, 4: 0.14, 5: 0.05, 6: 0.06}


@dataclass(frozen=True)
class Handling:
    """How a service keeps its deadlines: drawn once for a municipality."""

    slowness: float

    @classmethod
    def drawn(cls, rng: Rng) -> "Handling":
        """A service's own level; the mean over services is 1."""
        return cls(float(np.exp(rng.normal(-(SERVICE_SPREAD**2) / 2, SERVICE_SPREAD))))

    def over_time(self, year: int) -> float:
        """Chance that an investigation of ``year`` takes more than three months."""
        return min(OVER_TIME[year] * self.slowness, 0.6)


@dataclass(frozen=True)
class Timing:
    """The days of referrals that led to an investigation. ``asked``: the day more time was asked
    for, or the end for the others.
    """

    concluded: Ints
    end: Ints
    extended: Flags
    asked: Ints


def concluded_referrals(rng: Rng, days: Ints, chance_late: float) -> Ints:
    """When each referral was gone through: most within a week."""
    in_time = np.floor(8 * rng.beta(1.2, 1.4, len(days))).astype("int64").clip(max=7)
    late = rng.random(len(days)) < chance_late
    return days + np.where(late, 8 + exponential(rng, 6, len(days)), in_time)


def timing(rng: Rng, days: Ints, year: int, handling: Handling, latest: Ints) -> Timing:
    """When the investigations after referrals on ``days`` began and ended, by ``latest``, the day
    before the child turned 18.

    The deadline is a week and three calendar months after the referral, extended six.
    """
    size, chance = len(days), handling.over_time(year)
    concluded = concluded_referrals(rng, days, chance * LATE_REFERRALS)
    start = np.minimum(concluded, np.maximum(latest, days))
    three = months_later(days + 7, 3)
    over = rng.random(size) < chance
    extended = over & (rng.random(size) < EXTENDED)
    in_time = _in_time(rng, start, three)
    later = three + 1 + exponential(rng, 25, size)
    more_time = _more_time(rng, three, months_later(days + 7, 6))
    end = np.where(extended, more_time, np.where(over, later, in_time))
    asked = three - exponential(rng, 10, size).clip(max=60)
    return Timing(start, np.maximum(np.minimum(end, latest), start), extended, asked)


def _in_time(rng: Rng, start: Ints, deadline: Ints) -> Ints:
    """The end of investigations that keep the deadline: most near it."""
    part = rng.beta(2.6, 1.0, len(start))
    length = np.floor((months_later(start, 3) - start) * part).astype("int64")
    return np.asarray(np.minimum(start + length, deadline))


def _more_time(rng: Rng, three: Ints, six: Ints) -> Ints:
    """The end of investigations that were extended; a few break that deadline, too."""
    part = rng.beta(1.5, 1.5, len(three)) * 1.03
    return np.asarray(three + 1 + np.floor((six - three) * part).astype("int64"))


def again_within_the_year(rng: Rng, end: Ints, last: int) -> tuple[Flags, Ints]:
    """Which children are referred anew after an investigation that ended early in the year, and
    when.
    """
    again = (end < last - 120) & (rng.random(len(end)) < 0.13)
    wait = 30 + evenly(rng, np.maximum(last - 31 - end, 1), len(end))
    return again, end + wait


def conclusions(rng: Rng, year: int, size: int, measures: Flags) -> Ints:
    """A conclusion for each investigation: with ``measures`` 1 or 2, without them a reason for
    dismissal.
    """
    reasons = DISMISSED if year < 2022 else DISMISSED_2022
    dismissed = np.array(list(reasons))[choose(rng, np.array(list(reasons.values())), size)]
    return np.where(measures, np.where(rng.random(size) < BOARD, 2, 1), dismissed)


def chance_of_measures(wanted: float, size: int) -> float:
    """How likely an investigation must end in measures for ``wanted`` of ``size`` to do so; within
    what services really do.
    """
    return float(np.clip(wanted / max(size, 1), 0.08, 0.85))


def weights_of_known(ages: Ints) -> Floats:
    """How likely children the service knows are to be referred again, by age."""
    return np.where(ages < 6, 1.2, 1.0)
