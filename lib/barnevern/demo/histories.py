"""The life histories of one municipality: year by year, who is referred, investigated, helped and
placed.

Each year the service is steered towards its plan: the plan less those who are in the service
already is what comes anew. So the levels hold, while every single child, date and length is drawn
at random.
"""

import numpy as np

from barnevern.demo import investigations, people, placements, plan
from barnevern.demo.chance import (
    NEVER,
    Flags,
    Ints,
    Rng,
    birthday,
    day,
    exponential,
    months_later,
    referral_days,
    sample,
    stream,
)
from barnevern.demo.service import Service

HISTORIES = 10  # purpose of the random stream
# of the children under investigation, how many the service knew from an earlier year: an assumption
KNOWN = 0.3
WITH_MEASURES = (
    1.7  # how likely a child with measures is to be investigated anew, beside a child without
)
# mean length of the time with measures of a child that is not placed: stock over inflow of
# 2015–2019
MEAN_DAYS = 640
NEW_MEASURES = 0.9  # investigations of a child with measures that end in more of them
AFTER_18, AFTERCARE_DAYS = 0.3, 400  # who goes on with measures after 18, and for how long
AT_ONCE = 15  # days from the end of an investigation to the first measure, at most
NOT_KNOWN = 0.65  # children with nothing but dismissed referrals whom the service did not know
FURTHER = 0.06  # further referrals about the year's investigated children
# of the children with referrals but no investigation of them, how many have measures, from 2020 on
IN_ACTIVE_CASE = 0.45
ACTIVE_CASES_FROM = (
    2020  # conclusions 3 and 4 (referral about a child with measures or under investigation)
)


def service(municipality: str, seed: int) -> Service:
    """Everything that happened in the service of ``municipality`` in the years of the plan; the
    same for the same seed, whatever else is made.
    """
    rng = stream(seed, municipality, HISTORIES)
    made = Service(rng, plan.of(municipality, seed), investigations.Handling.drawn(rng))
    placements.before_the_first_year(made)
    for position, year in enumerate(plan.YEARS):
        placements.unaccompanied(made, position, year)
        _investigate(made, position, year)
        _conclude(made, position, year)
        placements.place(made, position, year)
        _dismiss(made, position, year)
    return made


def _investigate(made: Service, position: int, year: int) -> None:
    """The year's new investigations: children known from before and new families, so many that the
    plan is met.
    """
    rng, known, first = made.rng, made.people, day(year)
    ages = known.ages(year)
    planned = int(made.plan.investigated[position])
    under_way = (
        int(((known.investigated_until >= first) & (ages <= 17)).sum())
        if position
        else round(planned * plan.IN_BOTH_YEARS)
    )
    wanted = max(planned - under_way, 0)
    free = (
        (known.investigated_until < first - 45)
        & (ages <= 17)
        & (known.born < first)
        & (known.placed_end < first)
    )
    weights = investigations.weights_of_known(ages) * np.where(
        known.spell_end >= first, WITH_MEASURES, 1.0
    )
    pool = np.flatnonzero(free)
    old = sample(rng, pool, weights[pool], int(rng.binomial(wanted, KNOWN)))
    come = people.families(rng, year, wanted - len(old), made.plan.children[position])
    grown = people.turning_eighteen(rng, year, int(rng.binomial(wanted, people.EIGHTEEN)))
    who = np.concatenate([old, known.add(come.born, come.boy), known.add(grown.born, grown.boy)])
    days = np.concatenate([referral_days(rng, year, len(old)), come.day, grown.day])
    family = np.concatenate(
        [np.arange(len(old)), len(old) + come.family, len(old) + wanted + grown.family]
    )
    again, later = _referred(made, who, days, family, year)
    _referred(made, who[again], later[again], np.arange(len(again))[again], year)


def _referred(made: Service, who: Ints, days: Ints, family: Ints, year: int) -> tuple[Flags, Ints]:
    """Referrals and the investigations they led to; gives which children are referred again the
    same year, and when.
    """
    rng, known = made.rng, made.people
    time = investigations.timing(rng, days, year, made.handling, birthday(known.born[who], 18) - 1)
    again, later = investigations.again_within_the_year(rng, time.end, day(year + 1) - 1)
    again &= (later < birthday(known.born[who], 18)) & (known.spell_end[who] < time.end)
    first_family = int(made.referrals["family"].max(initial=-1)) + 1
    referral = made.referrals.add(
        person=who,
        day=days,
        end=time.concluded,
        conclusion=np.full(len(who), 2),
        family=family + first_family,
    )
    made.investigations.add(
        person=who,
        referral=referral,
        start=time.concluded,
        end=time.end,
        extended=time.extended.astype("int64"),
        asked=time.asked,
        conclusion=np.zeros(len(who), "int64"),
        dismissed=again.astype("int64"),
    )
    known.investigated_until[who], known.referred[who] = time.end, days
    return again, later


def _conclude(made: Service, position: int, year: int) -> None:
    """Conclude the investigations that end this year; so many children get their first measure that
    the plan is met.
    """
    rng, known, last = made.rng, made.people, day(year + 1) - 1
    rows = made.investigations
    open_ = np.flatnonzero((rows["conclusion"] == 0) & (rows["end"] <= last))
    who, end = rows["person"][open_], rows["end"][open_]
    has_measures = known.spell_end[who] >= end
    eligible = (
        ~has_measures & (rows["dismissed"][open_] == 0) & (end < birthday(known.born[who], 18) - 30)
    )
    in_service = (
        (known.spell_end >= day(year)) & (known.spell_start <= last) & (known.ages(year) <= 22)
    )
    chance = investigations.chance_of_measures(
        made.plan.measures[position] - in_service.sum(), int(eligible.sum())
    )
    draw = rng.random(len(open_))
    entering = eligible & (draw < chance)
    rows["conclusion"][open_] = investigations.conclusions(
        rng, year, len(open_), entering | (has_measures & (draw < NEW_MEASURES))
    )
    _begin(
        made,
        who[entering],
        end[entering] + np.floor(rng.random(int(entering.sum())) * AT_ONCE).astype("int64"),
    )


def _begin(made: Service, who: Ints, start: Ints) -> None:
    """Begin a time with measures for children who have none."""
    rng, known = made.rng, made.people
    size = len(who)
    length = 45 + np.floor(rng.gamma(1.1, (MEAN_DAYS - 45) / 1.1, size)).astype("int64")
    eighteen = birthday(known.born[who], 18)
    beyond = eighteen + np.where(
        rng.random(size) < AFTER_18, exponential(rng, AFTERCARE_DAYS, size), 0
    )
    end = np.maximum(
        np.minimum(start + length, np.minimum(beyond, placements.oldest(known.born[who]))),
        start + 10,
    )
    known.spell[who] = made.spells.add(person=who, start=start, end=end)
    known.spell_start[who], known.spell_end[who] = start, end


def _dismiss(made: Service, position: int, year: int) -> None:
    """Referrals that led to no investigation: dismissed at once, or about children the service is
    at work with already.
    """
    rng, known, first = made.rng, made.people, day(year)
    wanted = _only_dismissed(made, position, first)
    free = (known.referred < first) & (known.ages(year) <= 17) & (known.born < first)
    helped = free & (known.spell_end >= day(year + 1)) & (known.spell_start < first)
    active = _drawn(
        rng, helped, int(rng.binomial(wanted, IN_ACTIVE_CASE if year >= ACTIVE_CASES_FROM else 0))
    )
    old = _drawn(rng, free & ~helped, int(rng.binomial(wanted - len(active), 1 - NOT_KNOWN)))
    come = people.families(rng, year, wanted - len(active) - len(old), made.plan.children[position])
    investigated = np.unique(made.investigations["person"][made.investigations["start"] >= first])
    further = investigated[
        (rng.random(len(investigated)) < FURTHER) & (known.ages(year)[investigated] <= 17)
    ]
    single = np.concatenate([active, old, further])
    who = np.concatenate([single, known.add(come.born, come.boy)])
    days = np.concatenate([referral_days(rng, year, len(single)), come.day])
    family = np.concatenate([np.arange(len(single)), len(single) + come.family])
    born_late = known.born[who] > days
    days = np.where(born_late, known.born[who], days)
    _without_investigation(made, who, days, family, year)


def _only_dismissed(made: Service, position: int, first: int) -> int:
    """Children with dismissed referrals only: fewer than planned where more investigations than
    usual began this year, and the other way.
    """
    usual = made.plan.investigated[position] * (1 - plan.IN_BOTH_YEARS)
    began = np.unique(made.referrals["person"][made.referrals["day"] >= first])
    counted = int((made.people.ages(plan.YEARS[position])[began] <= 17).sum())
    return max(
        int(np.floor(made.plan.only_dismissed[position] + usual - counted + made.rng.random())), 0
    )


def _drawn(rng: Rng, pool: Flags, size: int) -> Ints:
    members = np.flatnonzero(pool)
    return sample(rng, members, np.ones(len(members)), size)


def _without_investigation(made: Service, who: Ints, days: Ints, family: Ints, year: int) -> None:
    """Write the referrals down with their conclusion: 1 dismissed; from 2020 also 3 the child has
    measures, 4 is under investigation.
    """
    rng, known = made.rng, made.people
    end = investigations.concluded_referrals(
        rng, days, investigations.LATE_REFERRALS * made.handling.over_time(year)
    )
    end = np.maximum(np.minimum(end, birthday(known.born[who], 18) - 1), days)
    conclusion = np.ones(len(who), "int64")
    if year >= ACTIVE_CASES_FROM:
        helped = (known.spell_start[who] <= days) & (known.spell_end[who] >= end)
        under_way = _under_investigation(made, who, days)
        conclusion = np.where(under_way, 4, np.where(helped, 3, 1))
    first_family = int(made.referrals["family"].max(initial=-1)) + 1
    made.referrals.add(
        person=who, day=days, end=end, conclusion=conclusion, family=family + first_family
    )
    known.referred[who] = np.maximum(known.referred[who], days)


def _under_investigation(made: Service, who: Ints, days: Ints) -> Flags:
    """Whether each child's latest investigation ran on the day."""
    start = np.full(len(made.people.born), NEVER)
    start[made.investigations["person"]] = made.investigations["start"]
    return (
        (start[who] <= days)
        & (made.people.investigated_until[who] >= days)
        & (start[who] > months_later(days, -12))
    )
