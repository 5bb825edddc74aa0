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
    between,
    birthday,
    day,
    evenly,
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
    wanted = _investigations_to_begin(made, position, year)
    old = _known_before(made, year, int(made.rng.binomial(wanted, KNOWN)))
    who, days, family = _arrived(made, position, year, old, wanted)
    again, later = _referred(made, who, days, family, year)
    _referred(made, who[again], later[again], np.arange(len(again))[again], year)


def _arrived(
    made: Service, position: int, year: int, old: Ints, wanted: int
) -> tuple[Ints, Ints, Ints]:
    """The ``old`` and as many new children as are ``wanted``, and some who turn 18: who, the day
    they are referred, and which of them are of one family.
    """
    rng, add = made.rng, made.people.add
    come = people.families(rng, year, wanted - len(old), made.plan.children[position])
    grown = people.turning_eighteen(rng, year, int(rng.binomial(wanted, people.EIGHTEEN)))
    who = [old, add(come.born, come.boy), add(grown.born, grown.boy)]
    days = [referral_days(rng, year, len(old)), come.day, grown.day]
    family = [np.arange(len(old)), len(old) + come.family, len(old) + wanted + grown.family]
    return np.concatenate(who), np.concatenate(days), np.concatenate(family)


def _investigations_to_begin(made: Service, position: int, year: int) -> int:
    """How many the plan asks for beside those that are under way when the year begins."""
    planned = int(made.plan.investigated[position])
    if not position:
        return max(planned - round(planned * plan.IN_BOTH_YEARS), 0)
    known = made.people
    under_way = (known.investigated_until >= day(year)) & (known.ages(year) <= 17)
    return max(planned - int(under_way.sum()), 0)


def _known_before(made: Service, year: int, size: int) -> Ints:
    """At most ``size`` children the service knows who can be referred anew: neither placed nor
    newly investigated.
    """
    known, first = made.people, day(year)
    ages = known.ages(year)
    free = (
        (known.investigated_until < first - 45)
        & (ages <= 17)
        & (known.born < first)
        & (known.placed_end < first)
    )
    helped = known.spell_end >= first
    weights = investigations.weights_of_known(ages) * np.where(helped, WITH_MEASURES, 1.0)
    pool = np.flatnonzero(free)
    return sample(made.rng, pool, weights[pool], size)


def _referred(made: Service, who: Ints, days: Ints, family: Ints, year: int) -> tuple[Flags, Ints]:
    """Referrals and the investigations they led to; gives which children are referred again the
    same year, and when.
    """
    rng, known, eighteen = made.rng, made.people, made.people.turns(who, 18)
    time = investigations.timing(rng, days, year, made.handling, eighteen - 1)
    again, later = investigations.again_within_the_year(rng, time.end, day(year + 1) - 1)
    again &= (later < eighteen) & (known.spell_end[who] < time.end)
    to_investigation = np.full(len(who), 2)
    referral = _refer(made, who, days, time.concluded, to_investigation, family)
    _begin_investigations(made, who, referral, time, again)
    known.investigated_until[who], known.referred[who] = time.end, days
    return again, later


def _refer(made: Service, who: Ints, days: Ints, end: Ints, conclusion: Ints, family: Ints) -> Ints:
    """Write referrals down; gives their positions. Families are numbered on from those the service
    has.
    """
    first = int(made.referrals["family"].max(initial=-1)) + 1
    return made.referrals.add(
        person=who, day=days, end=end, conclusion=conclusion, family=family + first
    )


def _begin_investigations(
    made: Service, who: Ints, referral: Ints, time: investigations.Timing, again: Flags
) -> None:
    """Write the investigations down, without a conclusion yet; those about children who are
    referred ``again`` will be dismissed.
    """
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


def _conclude(made: Service, position: int, year: int) -> None:
    """Conclude the investigations that end this year; so many children get their first measure that
    the plan is met.
    """
    rng, rows = made.rng, made.investigations
    open_ = np.flatnonzero((rows["conclusion"] == 0) & (rows["end"] <= day(year + 1) - 1))
    who, end = rows["person"][open_], rows["end"][open_]
    has_measures = made.people.spell_end[who] >= end
    eligible = ~has_measures & _may_begin(made, open_)
    missing = made.plan.measures[position] - _in_service(made, year)
    chance = investigations.chance_of_measures(missing, int(eligible.sum()))
    draw = rng.random(len(open_))
    entering = eligible & (draw < chance)
    helped = entering | (has_measures & (draw < NEW_MEASURES))
    rows["conclusion"][open_] = investigations.conclusions(rng, year, len(open_), helped)
    _begin(made, who[entering], end[entering] + evenly(rng, AT_ONCE, int(entering.sum())))


def _may_begin(made: Service, open_: Ints) -> Flags:
    """Which open investigations may end in measures: not those that will be dismissed, or that end
    just before the child turns 18.
    """
    rows = made.investigations
    eighteen = birthday(made.people.born[rows["person"][open_]], 18)
    return np.asarray((rows["dismissed"][open_] == 0) & (rows["end"][open_] < eighteen - 30))


def _in_service(made: Service, year: int) -> int:
    """Children of 0 to 22 years with measures during the year."""
    known = made.people
    during = (known.spell_end >= day(year)) & (known.spell_start <= day(year + 1) - 1)
    return int((during & (known.ages(year) <= 22)).sum())


def _begin(made: Service, who: Ints, start: Ints) -> None:
    """Begin a time with measures for children who have none."""
    rng, size = made.rng, len(who)
    length = 45 + np.floor(rng.gamma(1.1, (MEAN_DAYS - 45) / 1.1, size)).astype("int64")
    stays = rng.random(size) < AFTER_18
    beyond = np.where(stays, exponential(rng, AFTERCARE_DAYS, size), 0)
    latest = placements.oldest(made.people.born[who])
    latest = np.minimum(made.people.turns(who, 18) + beyond, latest)
    placements.spells(made, who, start, between(start + 10, start + length, latest))


def _dismiss(made: Service, position: int, year: int) -> None:
    """Referrals that led to no investigation: dismissed at once, or about children the service is
    at work with already.
    """
    rng, known = made.rng, made.people
    wanted = _only_dismissed(made, position, day(year))
    active, old = _known_to_dismiss(made, year, wanted)
    come = people.families(rng, year, wanted - len(active) - len(old), made.plan.children[position])
    single = np.concatenate([active, old, _referred_further(made, year)])
    who = np.concatenate([single, known.add(come.born, come.boy)])
    days = np.concatenate([referral_days(rng, year, len(single)), come.day])
    family = np.concatenate([np.arange(len(single)), len(single) + come.family])
    _without_investigation(made, who, np.maximum(days, known.born[who]), family, year)


def _known_to_dismiss(made: Service, year: int, wanted: int) -> tuple[Ints, Ints]:
    """Of children who were not referred this year: some with measures, and some the service knew
    without.
    """
    rng, known, first = made.rng, made.people, day(year)
    free = (known.referred < first) & (known.ages(year) <= 17) & (known.born < first)
    helped = (known.spell_end >= day(year + 1)) & (known.spell_start < first)
    share = IN_ACTIVE_CASE if year >= ACTIVE_CASES_FROM else 0
    active = _drawn(rng, free & helped, int(rng.binomial(wanted, share)))
    size = int(rng.binomial(wanted - len(active), 1 - NOT_KNOWN))
    return active, _drawn(rng, free & ~helped, size)


def _referred_further(made: Service, year: int) -> Ints:
    """Children investigated this year about whom there is one more referral."""
    rows = made.investigations
    investigated = np.unique(rows["person"][rows["start"] >= day(year)])
    further = made.rng.random(len(investigated)) < FURTHER
    return investigated[further & (made.people.ages(year)[investigated] <= 17)]


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
    """Write the referrals down with the day and the code of their conclusion."""
    known = made.people
    late = investigations.LATE_REFERRALS * made.handling.over_time(year)
    end = investigations.concluded_referrals(made.rng, days, late)
    end = between(days, end, known.turns(who, 18) - 1)
    _refer(made, who, days, end, _dismissal(made, who, days, end, year), family)
    known.referred[who] = np.maximum(known.referred[who], days)


def _dismissal(made: Service, who: Ints, days: Ints, end: Ints, year: int) -> Ints:
    """Conclusions: 1 dismissed; from 2020 also 3 the child has measures, 4 is under
    investigation.
    """
    if year < ACTIVE_CASES_FROM:
        return np.ones(len(who), "int64")
    known = made.people
    helped = (known.spell_start[who] <= days) & (known.spell_end[who] >= end)
    return np.where(_under_investigation(made, who, days), 4, np.where(helped, 3, 1))


def _under_investigation(made: Service, who: Ints, days: Ints) -> Flags:
    """Whether each child's latest investigation ran on the day."""
    start = np.full(len(made.people.born), NEVER)
    start[made.investigations["person"]] = made.investigations["start"]
    return (
        (start[who] <= days)
        & (made.people.investigated_until[who] >= days)
        & (start[who] > months_later(days, -12))
    )
