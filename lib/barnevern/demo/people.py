"""The made-up children: when they were born, their sex, and which of them are siblings."""

from dataclasses import dataclass, field

import numpy as np

from barnevern.demo.chance import (
    NEVER,
    Flags,
    Floats,
    Ints,
    Rng,
    birthday,
    choose,
    day,
    referral_days,
    years_of,
)

FAMILY_SIZES = [
    0.62,
    0.25,
    0.10,
    0.03,
]  # families with one, two, three and four children in the same referral: an assumption
APART = [2, 3, 4, 5]  # years between siblings
# Referrals of 2019 by the child's age (Statistics Norway, barneverng), turned into referrals per
# inhabitant of the ages below.
REFERRALS_BY_AGE = {(0, 3): 6292, (3, 6): 9032, (6, 13): 24008, (13, 18): 17461}
# Children who come for the first time are younger than all who are referred: chosen so that all
# together have the ages above.
FIRST_TIME = {(0, 3): 1.4, (3, 6): 1.0, (6, 13): 1.0, (13, 18): 0.85}
BOYS = 0.539  # of the children in the referrals of 2019, same source
# referrals about a person who has turned 18 before the year ends, of all: 1 190 of 57 988 in 2019
EIGHTEEN = 0.02


@dataclass
class People:
    """The children known to one service, and where each stands now. All arrays have one element per
    child.

    ``spell_*`` is the latest unbroken time with measures, ``placed_*`` the latest time away from
    home, ``investigated_until`` the end of the latest investigation; NEVER where there is none.
    """

    born: Ints = field(default_factory=lambda: np.empty(0, "int64"))
    boy: Flags = field(default_factory=lambda: np.empty(0, bool))
    unaccompanied: Flags = field(default_factory=lambda: np.empty(0, bool))
    investigated_until: Ints = field(default_factory=lambda: np.empty(0, "int64"))
    referred: Ints = field(default_factory=lambda: np.empty(0, "int64"))
    spell: Ints = field(default_factory=lambda: np.empty(0, "int64"))
    spell_start: Ints = field(default_factory=lambda: np.empty(0, "int64"))
    spell_end: Ints = field(default_factory=lambda: np.empty(0, "int64"))
    placed_end: Ints = field(default_factory=lambda: np.empty(0, "int64"))
    care_end: Ints = field(default_factory=lambda: np.empty(0, "int64"))

    def add(self, born: Ints, boy: Flags, *, unaccompanied: bool = False) -> Ints:
        """Children not known before; gives their positions."""
        first, size = len(self.born), len(born)
        self.born = np.concatenate([self.born, born])
        self.boy = np.concatenate([self.boy, boy])
        self.unaccompanied = np.concatenate([self.unaccompanied, np.full(size, unaccompanied)])
        for name in (
            "investigated_until",
            "referred",
            "spell",
            "spell_start",
            "spell_end",
            "placed_end",
            "care_end",
        ):
            setattr(self, name, np.concatenate([getattr(self, name), np.full(size, NEVER)]))
        return np.arange(first, first + size)

    def ages(self, year: int) -> Ints:
        """Age in whole years on 31 December."""
        return year - years_of(self.born)

    def turns(self, person: Ints, age: int) -> Ints:
        """The day each of ``person`` reaches an age."""
        return birthday(self.born[person], age)

    def ages_on(self, person: Ints, days: Ints) -> Ints:
        """About how old, in whole years, each of ``person`` is on a day, 0 for the unborn."""
        return np.floor((days - self.born[person]) / 365.25).astype("int64").clip(min=0)


@dataclass(frozen=True)
class Arrivals:
    """Children who come together: ``family`` numbers those that came in one referral, on one
    ``day``.
    """

    born: Ints
    boy: Flags
    day: Ints
    family: Ints


def families(rng: Rng, year: int, size: int, children: Floats) -> Arrivals:
    """``size`` children who are 0–17 years old on 31 December of ``year``, in families, with the
    day they are referred.
    """
    sizes = choose(rng, np.array(FAMILY_SIZES), size) + 1
    family = np.repeat(np.arange(size), sizes)[:size]
    apart = _years_apart(rng, family)
    eldest = choose(rng, _by_age(children), size)[family]
    ages = np.abs(eldest + apart)
    ages = np.where(ages > 17, 34 - ages, ages)
    return _dated(rng, year, ages, referral_days(rng, year, size)[family], family)


def _years_apart(rng: Rng, family: Ints) -> Ints:
    """Years between each child and the first of its family, either way; 0 for the first."""
    size = len(family)
    first = np.ones(size, bool)
    first[1:] = family[1:] != family[:-1]
    apart = np.where(first, 0, choose(rng, np.ones(len(APART)), size) + APART[0])
    return apart * np.where(rng.random(size) < 0.5, -1, 1)


def turning_eighteen(rng: Rng, year: int, size: int) -> Arrivals:
    """Children referred in the year in which they turn 18, before their birthday."""
    return _dated(rng, year, np.full(size, 18), referral_days(rng, year, size), np.arange(size))


def _dated(rng: Rng, year: int, ages: Ints, days: Ints, family: Ints) -> Arrivals:
    """Birthdays: any day of the year of birth, but no child is referred before it is born or after
    it turned 18.
    """
    first = np.array([day(year - age) for age in range(19)])[ages]
    into = days - day(year)
    part = rng.random(len(ages))
    born = first + np.floor(part * 365).astype("int64")
    born = np.where(ages == 0, first + np.floor(part * (into + 1)).astype("int64"), born)
    born = np.where(
        ages == 18,
        first + into + 2 + np.floor(part * np.maximum(362 - into, 0)).astype("int64"),
        born,
    )  # 2: leap years
    return Arrivals(born, rng.random(len(ages)) < BOYS, days, family)


def _by_age(children: Floats) -> Floats:
    """Weights of the ages 0 to 17 among referrals: the country's rate of each age times the
    inhabitants here (``children``, 0 to 22).
    """
    weights = np.zeros(18)
    for (youngest, above), referrals in REFERRALS_BY_AGE.items():
        first_time = FIRST_TIME[youngest, above]
        weights[youngest:above] = (
            first_time * referrals / (above - youngest) * (children[youngest:above] + 0.01)
        )
    return weights
