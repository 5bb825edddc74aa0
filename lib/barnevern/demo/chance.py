"""Random streams that do not depend on order, and the distributions the histories are drawn from.
Days are counted from 1 January 1970.
"""

from functools import cache, lru_cache

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float64]
Rng = np.random.Generator

NEVER = -1_000_000  # a day long before any other
# Referrals by month: few in the summer holiday, many in autumn (an assumption; the yearly totals
# are published, the months are not).
SEASON = [1.0, 1.0, 1.1, 0.95, 1.05, 1.05, 0.5, 0.8, 1.15, 1.2, 1.25, 0.95]
WEEKEND = 0.3  # referrals on a Saturday or Sunday, where a weekday is 1


def stream(seed: int, code: str, purpose: int) -> Rng:
    """The random stream of one region for one purpose; the same whatever else is drawn, in whatever
    order.
    """
    return np.random.default_rng(
        np.random.SeedSequence([seed, int.from_bytes(code.encode(), "big"), purpose])
    )


@cache
def day(year: int, month: int = 1, of_month: int = 1) -> int:
    """A date as number of days."""
    return int(np.datetime64(f"{year:04}-{month:02}-{of_month:02}", "D").astype("int64"))


def dates(days: Ints) -> npt.NDArray[np.datetime64]:
    """Numbers of days as dates; days before 1900 stand for none and give NaT."""
    found = days.astype("datetime64[D]").astype("datetime64[s]")
    found[days < day(1900)] = np.datetime64("NaT")
    return found


def years_of(days: Ints) -> Ints:
    """The calendar year of each day."""
    return days.astype("datetime64[D]").astype("datetime64[Y]").astype("int64") + 1970


def months_later(days: Ints, months: Ints | int) -> Ints:
    """The same day of the month some calendar months later, the last of the month where that day
    does not exist.
    """
    dated = days.astype("datetime64[D]")
    first = dated.astype("datetime64[M]")
    target = first + np.asarray(months).astype("timedelta64[M]")
    begin, end = (month.astype("datetime64[D]").astype("int64") for month in (target, target + 1))
    of_month = days - first.astype("datetime64[D]").astype("int64")
    return np.asarray(begin + np.minimum(of_month, end - begin - 1))


def birthday(born: Ints, age: int) -> Ints:
    """The day a child reaches ``age``."""
    return months_later(born, 12 * age)


def between(low: Ints, days: Ints, high: Ints) -> Ints:
    """``days``, but not after ``high``, and in no case before ``low``."""
    return np.asarray(np.maximum(np.minimum(days, high), low))


@lru_cache
def _season(year: int) -> Floats:
    days = np.arange(day(year), day(year + 1)).astype("datetime64[D]")
    month = (days.astype("datetime64[M]") - np.datetime64(f"{year}-01", "M")).astype("int64")
    weekend = (days.astype("int64") + 3) % 7 >= 5  # 1 January 1970 was a Thursday
    weight = np.array(SEASON)[month] * np.where(weekend, WEEKEND, 1.0)
    return np.asarray(np.cumsum(weight) / weight.sum())


def referral_days(rng: Rng, year: int, size: int) -> Ints:
    """Days of ``year`` as referrals come: by the season and the day of the week."""
    return day(year) + np.searchsorted(_season(year), rng.random(size)).astype("int64")


def exponential(rng: Rng, mean: float | Floats, size: int) -> Ints:
    """Whole days with an exponential distribution."""
    return np.floor(rng.exponential(1.0, size) * mean).astype("int64")


def evenly(rng: Rng, below: int | Floats | Ints, size: int) -> Ints:
    """Whole numbers from 0 up to, not including, ``below``, all as likely; 0 where it is 0."""
    return np.floor(rng.random(size) * below).astype("int64")


def choose(rng: Rng, weights: Floats, size: int) -> Ints:
    """Positions drawn with replacement by their weights."""
    total = np.cumsum(weights)
    return np.asarray(
        np.searchsorted(total, rng.random(size) * total[-1], side="right").clip(
            max=len(weights) - 1
        ),
        dtype="int64",
    )


def sample(rng: Rng, pool: Ints, weights: Floats, size: int) -> Ints:
    """At most ``size`` different members of ``pool``, the likelier the greater their weight
    (Efraimidis and Spirakis 2006).
    """
    keys = rng.exponential(1.0, len(pool)) / np.maximum(weights, 1e-12)
    return pool[np.argsort(keys, kind="stable")[:size]]
