"""Measures: what a child gets at home, and each home it lives in when it is placed."""

from dataclasses import dataclass, fields

import numpy as np
import numpy.typing as npt

from barnevern.demo import codes, laws
from barnevern.demo.chance import (
    Flags,
    Floats,
    Ints,
    Rng,
    birthday,
    evenly,
    exponential,
    years_of,
)
from barnevern.demo.placements import (
    AFTERCARE,
    BEHAVIOUR,
    CARE,
    EMERGENCY,
    UNACCOMPANIED,
    VOLUNTARY,
)
from barnevern.demo.rows import Rows
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
EMERGENCY_LAWS = np.array([laws.WITHOUT_CARE, laws.EMERGENCY_CARE, laws.EMERGENCY_BEHAVIOUR])
LAWS = {
    VOLUNTARY: laws.VOLUNTARY,
    CARE: laws.CARE,
    UNACCOMPANIED: laws.VOLUNTARY,
    AFTERCARE: laws.AFTERCARE,
}
KEY = 1_000_000  # days fit well below it
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
    which, start, end, last = divided(rng, rows["start"], rows["end"], _moves(rng, rows))
    person, kind = rows["person"][which], rows["kind"][which]
    age = service.people.ages_on(person, start)
    category = _categories(
        rng, {situation: kind == number for number, situation in SITUATION.items()}, start, age
    )
    situations = _situations(rng, kind, age)
    grown = end >= birthday(service.people.born[person], 18)
    revoked = np.where(kind == CARE, _revoked(rng, grown, last), 0)
    return Measures(person, start, end, category, situations, which, revoked, last)


def _moves(rng: Rng, placements: Rows) -> Ints:
    """How often each placed child moves to another home, not more than once in 60 days."""
    rates = np.array([MOVES_PER_YEAR[kind] for kind in range(len(MOVES_PER_YEAR))])
    length = placements["end"] - placements["start"] + 1
    drawn = rng.poisson(rates[placements["kind"]] * length / 365)
    return np.asarray(np.minimum(drawn, length // 60))


def _categories(
    rng: Rng, situations: dict[str, Flags], start: Ints, age: Ints
) -> npt.NDArray[np.object_]:
    """The category of each measure, drawn situation by situation."""
    category = np.empty(len(start), dtype=object)
    for situation, those in situations.items():
        drawn = codes.draw(rng, "tiltak_kategori", situation, start[those], age[those])
        category[those] = codes.texts("tiltak_kategori", situation, drawn)
    return category


def _revoked(rng: Rng, grown: Flags, last: Flags) -> Ints:
    """Why each care order ended: the child grew up, or what was drawn for its last home."""
    size = len(grown)
    returned = rng.random(size) < 0.93
    ends = np.where(returned, RETURNED, np.where(rng.random(size) < 0.5, ADOPTED, OTHER))
    return np.where(grown, GROWN_UP, np.where(last, ends, OTHER))


def at_home(service: Service, rng: Rng) -> list[Measures]:
    """Measures that follow one another through all the time a child has measures without being
    placed, and others beside them.
    """
    person, start, end = pieces_at_home(service)
    each = RENEWED_AFTER * (0.6 + 0.8 * rng.random(len(start)))
    renewals = np.floor((end - start) / each).astype("int64")
    which, first, last_day, _ = divided(rng, start, end, renewals)
    beside, begun, ended = _beside(rng, start, end)
    return [
        _home(service, rng, person[which], first, last_day),
        _home(service, rng, person[beside], begun, ended),
    ]


def _beside(rng: Rng, start: Ints, end: Ints) -> tuple[Ints, Ints, Ints]:
    """Further measures within times at home: which time, first and last day."""
    beside = np.repeat(np.arange(len(start)), rng.poisson(BESIDE * (end - start) / 365 + 0.2))
    size = len(beside)
    begun = start[beside] + evenly(rng, end[beside] - start[beside], size)
    return beside, begun, np.minimum(begun + SHORTEST + exponential(rng, 220, size), end[beside])


def divided(rng: Rng, start: Ints, end: Ints, cuts: Ints) -> tuple[Ints, Ints, Ints, Flags]:
    """Times cut at random days: the row each part is of, its first and last day, and whether it is
    the last part.
    """
    which, begin = _cut(rng, start, end, cuts)
    last = np.ones(len(which), bool)
    last[:-1] = which[1:] != which[:-1]
    until = end[which]
    until[:-1] = np.where(last[:-1], until[:-1], begin[1:] - 1)
    return which, begin, until, last


def _cut(rng: Rng, start: Ints, end: Ints, cuts: Ints) -> tuple[Ints, Ints]:
    """The row and the first day of each part; cuts on the same day are one."""
    which = np.repeat(np.arange(len(start)), cuts + 1)
    part = rng.random(len(which))
    part[np.cumsum(cuts + 1) - cuts - 1] = 0.0  # the first part begins when the time does
    begin = start[which] + np.floor(part * (end - start + 1)[which]).astype("int64")
    order = np.lexsort((begin, which))
    which, begin = which[order], begin[order]
    new = np.ones(len(which), bool)
    new[1:] = (which[1:] != which[:-1]) | (begin[1:] > begin[:-1])
    return which[new], begin[new]


def pieces_at_home(service: Service) -> tuple[Ints, Ints, Ints]:
    """The parts of the times with measures in which the child is not placed, cut at the 18th
    birthday: person, first and last day.
    """
    person, start, end = _between_placements(service)
    eighteen = birthday(service.people.born[person], 18)
    person = np.concatenate([person, person])
    start, end = (
        np.concatenate([start, np.maximum(start, eighteen)]),
        np.concatenate([np.minimum(end, eighteen - 1), end]),
    )
    there = start <= end
    return person[there], start[there], end[there]


def _between_placements(service: Service) -> tuple[Ints, Ints, Ints]:
    """What is left of the times with measures before, between and after placements: person, first
    and last day; the first is after the last where nothing is left.
    """
    spells, rows = service.spells, service.placements
    own, placed_in = np.arange(len(spells)), _spell_of(service)
    spell = np.concatenate([own, placed_in])
    start = np.concatenate([spells["start"], rows["end"] + 1])
    end = np.concatenate([rows["start"] - 1, spells["end"]])
    by_start = np.lexsort((start, spell))
    by_end = np.lexsort((end, np.concatenate([placed_in, own])))
    return spells["person"][spell[by_start]], start[by_start], end[by_end]


def _spell_of(service: Service) -> Ints:
    """The time with measures that each placement is in."""
    spells, rows = service.spells, service.placements
    order = np.lexsort((spells["start"], spells["person"]))
    begins = spells["person"][order] * KEY + spells["start"][order]
    keys = rows["person"] * KEY + rows["start"]
    return order[np.searchsorted(begins, keys, side="right") - 1]


def _home(service: Service, rng: Rng, person: Ints, start: Ints, end: Ints) -> Measures:
    """Measures at home; the board imposes a few, and from 18 they are aftercare."""
    age, size = service.people.ages_on(person, start), len(person)
    imposed, grown = (rng.random(size) < IMPOSED) & (age < 18), age >= 18
    situations = {"imposed": imposed, "grown": ~imposed & grown, "home": ~imposed & ~grown}
    category = _categories(rng, situations, start, age)
    _outgrown(category, years_of(end) - years_of(service.people.born[person]))
    law = np.where(imposed, laws.IMPOSED, np.where(grown, laws.AFTERCARE, laws.HOME))
    none = np.zeros(size, "int64")
    return Measures(person, start, end, category, law, none - 1, none, np.ones(size, bool))


def _outgrown(category: npt.NDArray[np.object_], turning: Ints) -> None:
    """Change categories that the child is too old for in the year they end."""
    for code, (limit, instead) in TOO_OLD.items():
        category[(category == code) & (turning >= limit)] = instead


def _situations(rng: Rng, kind: Ints, age: Ints) -> Ints:
    """The legal situation of each home, by kind of placement and the child's age."""
    draw = rng.random(len(kind))
    behaviour = np.where(draw < CONSENTED, laws.CONSENT, laws.BEHAVIOUR)
    law = np.array([LAWS.get(number, laws.HOME) for number in range(len(SITUATION))])[kind]
    law = np.where(kind == BEHAVIOUR, behaviour, law)
    return np.where(kind == EMERGENCY, _emergency_law(draw, age), law)


def _emergency_law(draw: Floats, age: Ints) -> Ints:
    """The law of an emergency decision, from a number between 0 and 1 and the child's age."""
    limits = np.cumsum(np.array([EMERGENCIES[False], EMERGENCIES[True]]), axis=1)
    of_age = limits[(age >= 13).astype("int64")]
    return np.asarray(EMERGENCY_LAWS[(draw[:, None] >= of_age).sum(axis=1).clip(max=2)])
