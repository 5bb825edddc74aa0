"""Measures: what a child gets at home, and each home it lives in when it is placed."""

from dataclasses import dataclass, fields

import numpy as np
import numpy.typing as npt

from barnevern.demo import codes, laws
from barnevern.demo.chance import Flags, Ints, Rng, birthday, exponential, years_of
from barnevern.demo.placements import (
    AFTERCARE,
    BEHAVIOUR,
    CARE,
    EMERGENCY,
    UNACCOMPANIED,
    VOLUNTARY,
)
from barnevern.demo.service import Service

# Moves from one home to another in a year of a placement, by kind of placement: assumptions.
MOVES_PER_YEAR = {
    EMERGENCY: 0.0,
    VOLUNTARY: 0.25,
    BEHAVIOUR: 0.5,
    CARE: 0.08,
    UNACCOMPANIED: 0.3,
    AFTERCARE: 0.12,
}
SITUATION = {
    EMERGENCY: "emergency",
    VOLUNTARY: "voluntary",
    BEHAVIOUR: "behaviour",
    CARE: "care",
    UNACCOMPANIED: "unaccompanied",
    AFTERCARE: "aftercare",
}
RENEWED_AFTER = 480.0  # mean days of a measure at home before it is renewed or changed
BESIDE = 0.45  # further measures beside it, a year
IMPOSED = 0.006  # measures at home that the board imposes, of all
SHORTEST = 14  # days of a measure
CONSENTED = 0.4  # placements for behaviour with the young person's consent
# Emergency decisions for small children and teenagers: without objection, care, behaviour.
EMERGENCIES = {False: [0.55, 0.45, 0.0], True: [0.5, 0.27, 0.23]}
RETURNED, GROWN_UP, ADOPTED, OTHER = 1, 2, 3, 4  # codes of Opphevelse
TOO_OLD = {
    "4.1": (7, "3.9"),
    "4.2": (11, "4.3"),
}  # from this age a place in kindergarten or after-school care is a mistake


@dataclass(frozen=True)
class Measures:
    """One element per measure. ``situation``: position in laws.SITUATIONS; ``placement``: row of
    the placements, -1 at home.

    ``revoked``: why a care order ended, 0 for none; ``last``: the last home of its placement.
    """

    person: Ints
    start: Ints
    end: Ints
    category: npt.NDArray[np.object_]
    situation: Ints
    placement: Ints
    revoked: Ints
    last: Flags

    def __len__(self) -> int:
        return len(self.person)


def of(service: Service, rng: Rng) -> Measures:
    """Every measure of a service, ordered by child and start."""
    parts = [placed(service, rng), *at_home(service, rng)]
    joined = Measures(
        *(
            np.concatenate([getattr(part, field.name) for part in parts])
            for field in fields(Measures)
        )
    )
    order = np.lexsort((joined.end, joined.start, joined.person))
    return Measures(*(getattr(joined, field.name)[order] for field in fields(Measures)))


def placed(service: Service, rng: Rng) -> Measures:
    """One measure for each home a child lives in while it is placed."""
    rows = service.placements
    rates = np.array([MOVES_PER_YEAR[kind] for kind in range(len(MOVES_PER_YEAR))])[rows["kind"]]
    length = rows["end"] - rows["start"] + 1
    moves = np.minimum(rng.poisson(rates * length / 365), length // 60)
    which, start, end, last = divided(rng, rows["start"], rows["end"], moves)
    person, kind = rows["person"][which], rows["kind"][which]
    age = service.people.ages_on(person, start)
    category = np.empty(len(which), dtype=object)
    for number, situation in SITUATION.items():
        mine = kind == number
        drawn = codes.draw(rng, "tiltak_kategori", situation, start[mine], age[mine])
        category[mine] = codes.texts("tiltak_kategori", situation, drawn)
    situations = _situations(rng, kind, age)
    grown = end >= birthday(service.people.born[person], 18)
    ends = np.where(
        rng.random(len(which)) < 0.93,
        RETURNED,
        np.where(rng.random(len(which)) < 0.5, ADOPTED, OTHER),
    )
    revoked = np.where(kind == CARE, np.where(grown, GROWN_UP, np.where(last, ends, OTHER)), 0)
    return Measures(person, start, end, category, situations, which, revoked, last)


def at_home(service: Service, rng: Rng) -> list[Measures]:
    """Measures that follow one another through all the time a child has measures without being
    placed, and others beside them.
    """
    person, start, end = pieces_at_home(service)
    renewals = np.floor(
        (end - start) / (RENEWED_AFTER * (0.6 + 0.8 * rng.random(len(start))))
    ).astype("int64")
    which, first, last_day, _ = divided(rng, start, end, renewals)
    beside = np.repeat(np.arange(len(start)), rng.poisson(BESIDE * (end - start) / 365 + 0.2))
    begun = start[beside] + np.floor(
        rng.random(len(beside)) * (end[beside] - start[beside])
    ).astype("int64")
    ended = np.minimum(begun + SHORTEST + exponential(rng, 220, len(beside)), end[beside])
    return [
        _home(service, rng, person[which], first, last_day),
        _home(service, rng, person[beside], begun, ended),
    ]


def divided(rng: Rng, start: Ints, end: Ints, cuts: Ints) -> tuple[Ints, Ints, Ints, Flags]:
    """Times cut at random days: the row each part is of, its first and last day, and whether it is
    the last part.
    """
    which = np.repeat(np.arange(len(start)), cuts + 1)
    part = rng.random(len(which))
    first = np.ones(len(which), bool)
    first[1:] = which[1:] != which[:-1]
    part[first] = 0.0
    begin = start[which] + np.floor(part * (end - start + 1)[which]).astype("int64")
    order = np.lexsort((begin, which))
    which, begin = which[order], begin[order]
    keep = np.ones(len(which), bool)
    keep[1:] = (which[1:] != which[:-1]) | (begin[1:] > begin[:-1])
    which, begin = which[keep], begin[keep]
    last = np.ones(len(which), bool)
    last[:-1] = which[1:] != which[:-1]
    until = end[which]
    until[:-1] = np.where(last[:-1], until[:-1], begin[1:] - 1)
    return which, begin, until, last


def pieces_at_home(service: Service) -> tuple[Ints, Ints, Ints]:
    """The parts of the times with measures in which the child is not placed, cut at the 18th
    birthday: person, first and last day.
    """
    spells, rows = service.spells, service.placements
    key = 1_000_000  # days fit well below it
    order = np.lexsort((spells["start"], spells["person"]))
    begins = spells["person"][order] * key + spells["start"][order]
    placed_in = order[
        np.searchsorted(begins, rows["person"] * key + rows["start"], side="right") - 1
    ]
    own = np.arange(len(spells))
    spell = np.concatenate([own, placed_in])
    start = np.concatenate([spells["start"], rows["end"] + 1])
    end = np.concatenate([rows["start"] - 1, spells["end"]])
    by_start, by_end = (
        np.lexsort((start, spell)),
        np.lexsort((end, np.concatenate([placed_in, own]))),
    )
    person, start, end = spells["person"][spell[by_start]], start[by_start], end[by_end]
    eighteen = birthday(service.people.born[person], 18)
    person = np.concatenate([person, person])
    start, end = (
        np.concatenate([start, np.maximum(start, eighteen)]),
        np.concatenate([np.minimum(end, eighteen - 1), end]),
    )
    there = start <= end
    return person[there], start[there], end[there]


def _home(service: Service, rng: Rng, person: Ints, start: Ints, end: Ints) -> Measures:
    age = service.people.ages_on(person, start)
    imposed = (rng.random(len(person)) < IMPOSED) & (age < 18)
    category = np.empty(len(person), dtype=object)
    for situation, mine in (
        ("imposed", imposed),
        ("grown", ~imposed & (age >= 18)),
        ("home", ~imposed & (age < 18)),
    ):
        category[mine] = codes.texts(
            "tiltak_kategori",
            situation,
            codes.draw(rng, "tiltak_kategori", situation, start[mine], age[mine]),
        )
    turning = years_of(end) - years_of(service.people.born[person])
    for code, (limit, instead) in TOO_OLD.items():
        category[(category == code) & (turning >= limit)] = instead
    law = np.where(imposed, laws.IMPOSED, np.where(age >= 18, laws.AFTERCARE, laws.HOME))
    size, none = len(person), np.zeros(len(person), "int64")
    return Measures(person, start, end, category, law, none - 1, none, np.ones(size, bool))


def _situations(rng: Rng, kind: Ints, age: Ints) -> Ints:
    """The legal situation of each home, by kind of placement and the child's age."""
    draw = rng.random(len(kind))
    kinds = np.array([laws.WITHOUT_CARE, laws.EMERGENCY_CARE, laws.EMERGENCY_BEHAVIOUR])
    limits = np.cumsum(np.array([EMERGENCIES[False], EMERGENCIES[True]]), axis=1)[
        (age >= 13).astype("int64")
    ]
    emergency = kinds[(draw[:, None] >= limits).sum(axis=1).clip(max=2)]
    behaviour = np.where(draw < CONSENTED, laws.CONSENT, laws.BEHAVIOUR)
    whole = {
        VOLUNTARY: laws.VOLUNTARY,
        CARE: laws.CARE,
        UNACCOMPANIED: laws.VOLUNTARY,
        AFTERCARE: laws.AFTERCARE,
    }
    law = np.array([whole.get(number, laws.HOME) for number in range(len(SITUATION))])[kind]
    return np.where(kind == EMERGENCY, emergency, np.where(kind == BEHAVIOUR, behaviour, law))
