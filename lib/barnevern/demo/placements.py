"""Children who live away from home: emergency, with consent, for behaviour, by care order,
unaccompanied minors, and aftercare.
"""

import numpy as np

from barnevern.demo import people
from barnevern.demo.chance import (
    Flags,
    Ints,
    between,
    birthday,
    choose,
    day,
    evenly,
    exponential,
    sample,
)
from barnevern.demo.service import Service

EMERGENCY, VOLUNTARY, BEHAVIOUR, CARE, UNACCOMPANIED, AFTERCARE = range(6)
AFTERCARE_TO_25 = day(2021)  # aftercare lasts to 23 years, from 2021 to 25
# of the children placed in a year, how many still are on 31 December; of those with a care order,
# nearly all
STILL_THERE = 0.72
CARE_STILL_THERE = 0.93
AT_EMERGENCY = 0.35  # placements that begin with an emergency decision
GOES_ON = 0.5  # emergency placements that are followed by another
UNTIL_18 = 0.72  # care orders that last until the child is 18
AFTERCARE_SHARE = 0.68  # placed young people who go on after 18
HOME_WITH_HELP = 0.4  # children who come home and get help there
# Mean days by kind of placement: assumptions, chosen so that the children placed in a year are
# about 1.3 times those at its end.
MEAN_DAYS = {VOLUNTARY: 420.0, BEHAVIOUR: 240.0, CARE: 1600.0}
LENGTHS = np.array([0.0, MEAN_DAYS[VOLUNTARY], MEAN_DAYS[BEHAVIOUR], MEAN_DAYS[CARE]])
AGE_WEIGHTS = (
    [1.5] * 3 + [0.7] * 10 + [2.0] * 10
)  # how likely a child with measures is to be placed, by age
ENTERED_THIS_YEAR = 2.0
ARRIVAL_AGES = {14: 0.1, 15: 0.2, 16: 0.35, 17: 0.35}  # unaccompanied minors
ARRIVING_BOYS = 0.87
GROWN_AT_FIRST, PLACED_OF_GROWN = (
    0.035,
    0.5,
)  # young people in aftercare on the first day, of those with measures in a year
MEASURES_AT_YEAR_END = (
    0.68  # children with measures at 31 December, of those during the year (39 000 of 54 600)
)


GROWN_AGES = [5.0, 2.5, 1.0, 0.5]  # how many of them are 18, 19, 20 and 21 years old


def oldest(born: Ints) -> Ints:
    """The last day with aftercare: 23 years for those who turned 23 before 2021, 25 for the
    others.
    """
    until_23 = birthday(born, 23)
    return np.where(until_23 < AFTERCARE_TO_25, until_23, birthday(born, 25)) - 1


def place(made: Service, position: int, year: int) -> None:
    """The year's new placements: children with measures who are not placed, so many that the plan
    of 31 December is met.
    """
    rng, first, last = made.rng, day(year), day(year + 1) - 1
    who = _to_place(made, position, year)
    care = _with_care_order(made, position, who, last)
    emergency = rng.random(len(who)) < AT_EMERGENCY
    start = _starts(made, who, emergency, first, last)
    then = _emergencies(made, who, start, emergency)
    on = care | ~emergency | (rng.random(len(who)) < GOES_ON)
    _stay(made, who[on], then[on], care[on])
    _lasting(made, who)


def _emergencies(made: Service, who: Ints, start: Ints, emergency: Flags) -> Ints:
    """Emergency placements of those it is one for; gives the day a longer placement can begin."""
    length = (10 + exponential(made.rng, 35, len(who))).clip(max=120)
    until = np.where(emergency, start + length, start - 1)
    kind = np.full(int(emergency.sum()), EMERGENCY)
    _add(made, who[emergency], start[emergency], until[emergency], kind)
    return until + 1


def _to_place(made: Service, position: int, year: int) -> Ints:
    """Children with measures at home whom the service places this year."""
    rng, known = made.rng, made.people
    there = (known.placed_end >= day(year + 1) - 1).sum()
    missing = max((made.plan.placed[position] - there) / STILL_THERE, 0)
    pool = np.flatnonzero(_can_be_placed(made, year))
    entered = known.spell_start[pool] >= day(year)
    weights = np.array(AGE_WEIGHTS)[known.ages(year)[pool]]
    weights = weights * np.where(entered, ENTERED_THIS_YEAR, 1.0)
    return sample(rng, pool, weights, int(rng.poisson(missing)))


def _can_be_placed(made: Service, year: int) -> Flags:
    """Children under 18 with measures this year who have not been placed in it."""
    known, first, last = made.people, day(year), day(year + 1) - 1
    helped = (known.spell_end >= first + 15) & (known.spell_start <= last - 15)
    minor = (known.ages(year) <= 17) & (birthday(known.born, 18) > last)
    return np.asarray(helped & minor & (known.placed_end < first))


def _with_care_order(made: Service, position: int, who: Ints, last: int) -> Flags:
    """Which of the placed children get a care order, so many that the plan is met."""
    known = made.people
    missing = max(made.plan.care[position] - (known.care_end >= last).sum(), 0) / CARE_STILL_THERE
    able = birthday(known.born[who], 17) > last
    return np.asarray(able & (np.cumsum(able) <= made.rng.poisson(missing)))


def _starts(made: Service, who: Ints, emergency: Flags, first: int, last: int) -> Ints:
    """The first day away from home; an emergency may come with the referral, before the
    investigation is done.
    """
    rng, known, size = made.rng, made.people, len(who)
    low, high = _days_to_begin(made, who, first, last)
    at_once = (known.spell_start[who] >= first) & (rng.random(size) < 0.4)
    start = np.where(at_once, low, low + evenly(rng, high - low, size))
    referred = known.referred[who]
    this_year = (referred >= first) & (referred < low) & (known.placed_end[who] < referred)
    with_referral = referred + evenly(rng, 3, size)
    start = np.where(emergency & at_once & this_year, with_referral, start)
    _helped_from(made, who, start)
    return start


def _days_to_begin(made: Service, who: Ints, first: int, last: int) -> tuple[Ints, Ints]:
    """The first and the last day a placement can begin, within the time with measures."""
    known = made.people
    low = np.maximum(np.maximum(known.spell_start[who], first), known.placed_end[who] + 30)
    return low, np.maximum(np.minimum(known.spell_end[who], last) - 5, low)


def _helped_from(made: Service, who: Ints, start: Ints) -> None:
    """Let the time with measures begin no later than the placement."""
    spell = made.people.spell[who]
    made.spells["start"][spell] = np.minimum(made.spells["start"][spell], start)
    made.people.spell_start[who] = made.spells["start"][spell]


def _stay(made: Service, who: Ints, start: Ints, care: Flags) -> None:
    """A longer placement and, for those who reach 18 in it, aftercare."""
    rng, known, size = made.rng, made.people, len(who)
    behaviour = (known.turns(who, 13) <= start) & (rng.random(size) < 0.35)
    kind = np.where(care, CARE, np.where(behaviour, BEHAVIOUR, VOLUNTARY))
    length = 60 + exponential(rng, LENGTHS[kind], size)
    long, eighteen = care & (rng.random(size) < UNTIL_18), known.turns(who, 18)
    end = between(start, np.where(long, eighteen, start + length), eighteen)
    _add(made, who, start, end, kind)
    _until_grown(made, who, end)


def _aftercare(made: Service, who: Ints, end: Ints) -> None:
    """Those who stay with the service after 18, in the same home or in housing with follow-up."""
    rng, known = made.rng, made.people
    stays = rng.random(len(who)) < AFTERCARE_SHARE
    who, start = who[stays], end[stays] + 1
    until = np.minimum(start + 60 + exponential(rng, 480, len(who)), oldest(known.born[who]))
    _add(made, who, start, np.maximum(until, start), np.full(len(who), AFTERCARE))


def _add(made: Service, who: Ints, start: Ints, end: Ints, kind: Ints) -> None:
    known = made.people
    made.placements.add(person=who, start=start, end=end, kind=kind)
    known.placed_end[who] = np.maximum(known.placed_end[who], end)
    known.care_end[who] = np.where(
        kind == CARE, np.maximum(known.care_end[who], end), known.care_end[who]
    )


def _lasting(made: Service, who: Ints) -> None:
    """Let the time with measures last as long as the placement, and for some a while at home after
    it.
    """
    rng, known, size = made.rng, made.people, len(who)
    helped = rng.random(size) < HOME_WITH_HELP
    home = np.where(helped, 30 + exponential(rng, 220, size), 0)
    placed, eighteen = known.placed_end[who], known.turns(who, 18)
    latest = np.where(placed < eighteen, eighteen, oldest(known.born[who]))
    least = np.maximum(known.spell_end[who], placed)
    known.spell_end[who] = between(least, placed + home, latest)
    made.spells["end"][known.spell[who]] = known.spell_end[who]


def unaccompanied(made: Service, position: int, year: int) -> None:
    """Unaccompanied minors who come to live in the municipality this year; they are placed from the
    first day, without a referral.
    """
    rng = made.rng
    size = int(rng.poisson(made.plan.unaccompanied[position]))
    age = np.array(list(ARRIVAL_AGES))[choose(rng, np.array(list(ARRIVAL_AGES.values())), size)]
    start = day(year) + evenly(rng, 365, size)
    born = start - np.floor((age + 0.95 * rng.random(size)) * 365.25).astype("int64")
    who = made.people.add(born, rng.random(size) < ARRIVING_BOYS, unaccompanied=True)
    end = np.maximum(birthday(born, 18), start)
    spells(made, who, start, end)
    _add(made, who, start, end, np.full(size, UNACCOMPANIED))
    _aftercare(made, who, end)
    _lasting(made, who)


def spells(made: Service, who: Ints, start: Ints, end: Ints) -> None:
    """Begin a time with measures for children who have none, from ``start`` to ``end`` (days)."""
    known = made.people
    known.spell[who] = made.spells.add(person=who, start=start, end=end)
    known.spell_start[who], known.spell_end[who] = start, end


def before_the_first_year(made: Service) -> None:
    """The children who have measures when the histories begin: by care order, placed otherwise, in
    aftercare and at home.
    """
    rng = made.rng
    care, placed, at_home = _helped_at_first(made)
    who, start = _old_cases(made, choose(rng, np.arange(2.0, 20.0), care), 2200.0)
    _placed_before(made, who, start, np.full(care, CARE))
    who, start = _old_cases(made, 8 + choose(rng, np.arange(1.0, 11.0), placed), 420.0)
    _placed_before(made, who, start, np.where(rng.random(placed) < 0.25, BEHAVIOUR, VOLUNTARY))
    who, start = _old_cases(made, choose(rng, np.array([0.5] * 6 + [1.0] * 12), at_home), 500.0)
    _helped_before(made, who, start)
    _grown_before(made, int(rng.poisson(made.plan.measures[0] * GROWN_AT_FIRST)))


def _helped_at_first(made: Service) -> tuple[int, int, int]:
    """How many of 0 to 17 years have a care order, are placed otherwise and have measures at home
    on the first day.
    """
    rng, planned = made.rng, made.plan
    grown = planned.measures[0] * GROWN_AT_FIRST * PLACED_OF_GROWN
    at_year_end = planned.measures[0] * MEASURES_AT_YEAR_END
    return (
        int(rng.poisson(planned.care[0])),
        int(rng.poisson(max(planned.placed[0] - planned.care[0] - grown, 0))),
        int(rng.poisson(max(at_year_end - planned.placed[0], 0))),
    )


def _helped_before(made: Service, who: Ints, start: Ints) -> None:
    """Measures at home that are under way on the first day, with the end they will have."""
    first = day(2014)
    lasts = first + 15 + exponential(made.rng, 600, len(who))
    end = np.minimum(lasts, birthday(made.people.born[who], 18))
    spells(made, who, start, np.maximum(end, first))


def _grown_before(made: Service, size: int) -> None:
    """Young people in aftercare on the first day, at home or still in their foster home."""
    rng, first = made.rng, day(2014)
    who, start = _old_cases(made, 18 + choose(rng, np.array(GROWN_AGES), size), 700.0)
    end = np.minimum(first + 15 + exponential(rng, 400, size), oldest(made.people.born[who]))
    end, eighteen = np.maximum(end, first), made.people.turns(who, 18)
    spells(made, who, np.minimum(start, eighteen), end)
    placed = np.flatnonzero(rng.random(size) < PLACED_OF_GROWN)
    kind = np.full(len(placed), AFTERCARE)
    _add(made, who[placed], eighteen[placed], end[placed], kind)


def _old_cases(made: Service, age: Ints, mean_days: float) -> tuple[Ints, Ints]:
    """Children of the given ages on the first day, and since when they have had measures."""
    rng, last, size = made.rng, day(2014) - 1, len(age)
    born = last - np.floor((age + rng.random(size)) * 365.2).astype("int64")
    who = made.people.add(born, rng.random(size) < people.BOYS)
    since = exponential(rng, mean_days, size)
    part = 0.3 + 0.7 * rng.random(size)
    most = np.floor((last + 1 - born) * part).astype("int64")
    return who, last - np.minimum(since, most)


def _placed_before(made: Service, who: Ints, start: Ints, kind: Ints) -> None:
    """Placements that are under way on the first day, with the end they will have."""
    rng, size, eighteen = made.rng, len(who), made.people.turns(who, 18)
    long = (kind == CARE) & (rng.random(size) < UNTIL_18 + 0.1)
    lasts = day(2014) + 15 + exponential(rng, LENGTHS[kind], size)
    end = np.minimum(np.where(long, eighteen, lasts), eighteen)
    spells(made, who, start, end)
    _add(made, who, start, end, kind)
    _until_grown(made, who, end)
    _lasting(made, who)


def _until_grown(made: Service, who: Ints, end: Ints) -> None:
    """Aftercare for those who were placed until they turned 18."""
    grown = end >= made.people.turns(who, 18)
    _aftercare(made, who[grown], end[grown])
