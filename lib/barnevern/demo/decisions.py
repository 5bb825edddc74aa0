"""Decisions, applications to the board, aftercare offers, and what leads to what.

The codes of them are valid from 2022: an older decision has its status from the day it was taken
into the register, 1 January 2022.
"""

from dataclasses import dataclass, field

import numpy as np

from barnevern.demo import laws
from barnevern.demo.chance import NEVER, Flags, Ints, Rng, birthday, day
from barnevern.demo.histories import AT_ONCE
from barnevern.demo.measures import Measures
from barnevern.demo.rows import Rows
from barnevern.demo.service import Service

FIRST_DAY = day(2022)
APPROVED, SENT, LAPSED, ENDED = 1, 2, 3, 4  # code list vedtak_status
BEFORE_THE_BOARD = 60  # days from an application to the board to the measure
DEMANDS = 0.12  # care orders that parents ask to have lifted, of those that run in 2023 or later
KEY = 1_000_000  # days fit well below it


@dataclass
class Decisions:
    """Rows of decisions (``end`` NEVER while they hold), statuses, applications, demands and
    aftercare offers, and pairs of what led to what.
    """

    decisions: Rows = field(
        default_factory=lambda: Rows("person", "start", "end", "situation", "letter")
    )
    statuses: Rows = field(default_factory=lambda: Rows("decision", "day", "code"))
    applications: Rows = field(default_factory=lambda: Rows("person", "day", "situation", "letter"))
    demands: Rows = field(default_factory=lambda: Rows("decision", "start", "end", "code"))
    offers: Rows = field(default_factory=lambda: Rows("person", "offered", "end", "code"))
    to_measure: Rows = field(default_factory=lambda: Rows("decision", "measure"))
    to_application: Rows = field(default_factory=lambda: Rows("decision", "application"))
    from_investigation: Rows = field(default_factory=lambda: Rows("investigation", "decision"))


def of(service: Service, rng: Rng, measures: Measures, letter: Ints) -> Decisions:
    """What was decided about the children a service knew in 2022 or later; ``letter`` is the ground
    of each measure that is a care order.
    """
    made = Decisions()
    known = _known_in_2022(service)
    _behind_measures(made, rng, measures, letter, service, known)
    _after_investigations(made, rng, service, known)
    _offers(made, rng, service, measures)
    return made


def _known_in_2022(service: Service) -> Flags:
    """The children the service was at work with in 2022 or later: the register that decisions are
    sent to holds their whole case.
    """
    known = np.zeros(len(service.people.born), bool)
    for rows in (service.referrals, service.investigations, service.spells):
        known[rows["person"][rows["end"] >= FIRST_DAY]] = True
    return known


def _behind_measures(
    made: Decisions, rng: Rng, measures: Measures, letter: Ints, service: Service, known: Flags
) -> None:
    """One decision behind the measures of a child that begin the same day on the same legal
    basis.
    """
    rows = np.flatnonzero(known[measures.person])
    keys = (measures.person[rows] * KEY + measures.start[rows]) * len(
        laws.SITUATIONS
    ) + measures.situation[rows]
    _, first, which = np.unique(keys, return_index=True, return_inverse=True)
    lead = rows[first]
    end = np.full(len(first), NEVER)
    np.maximum.at(end, which, measures.end[rows])
    start, situation = measures.start[lead], measures.situation[lead]
    board = np.isin(situation, laws.FOR_THE_BOARD) & (start >= FIRST_DAY)
    early = start - BEFORE_THE_BOARD
    since = _time_with_measures(service, measures.person[lead], start, "start")
    may_be_early = (
        board
        & (early >= FIRST_DAY)
        & ((early >= laws.NEW_ACT) == (start >= laws.NEW_ACT))
        & (early > since)
    )
    begin = np.where(may_be_early, early, start)
    position = made.decisions.add(
        person=measures.person[lead], start=begin, end=end, situation=situation, letter=letter[lead]
    )
    made.to_measure.add(decision=position[which], measure=rows)
    made.statuses.add(
        decision=position, day=np.maximum(start, FIRST_DAY), code=np.full(len(position), APPROVED)
    )
    made.statuses.add(
        decision=position, day=np.maximum(end, FIRST_DAY), code=np.full(len(position), ENDED)
    )
    _to_the_board(made, position[board])
    _demanded(made, rng, position[(situation == laws.CARE) & (end >= laws.NEW_ACT + 200)])


def _time_with_measures(service: Service, person: Ints, days: Ints, column: str) -> Ints:
    """``start`` or ``end`` of the latest time with measures that each person had begun by a day."""
    spells = service.spells
    order = np.lexsort((spells["start"], spells["person"]))
    keys = (spells["person"] * KEY + spells["start"])[order]
    return spells[column][order[np.searchsorted(keys, person * KEY + days, side="right") - 1]]


def _to_the_board(made: Decisions, position: Ints) -> None:
    """Applications to barneverns- og helsenemnda behind the decisions at ``position``."""
    rows = made.decisions
    applied = made.applications.add(
        person=rows["person"][position],
        day=rows["start"][position],
        situation=rows["situation"][position],
        letter=rows["letter"][position],
    )
    made.to_application.add(decision=position, application=applied)
    made.statuses.add(
        decision=position,
        day=np.maximum(rows["start"][position], FIRST_DAY),
        code=np.full(len(position), SENT),
    )


def _demanded(made: Decisions, rng: Rng, position: Ints) -> None:
    """Demands from parents that a care order be lifted: sent to the board, or dropped."""
    asked = position[rng.random(len(position)) < DEMANDS]
    low = np.maximum(made.decisions["start"][asked] + 60, laws.NEW_ACT)
    high = np.maximum(np.minimum(made.decisions["end"][asked], low + 700) - 100, low)
    start = low + np.floor(rng.random(len(asked)) * (high - low)).astype("int64")
    made.demands.add(
        decision=asked,
        start=start,
        end=start + 20 + np.floor(rng.random(len(asked)) * 70).astype("int64"),
        code=1 + (start % 3 == 0),
    )


def _after_investigations(made: Decisions, rng: Rng, service: Service, known: Flags) -> None:
    """The decision each investigation with measures ended in: one behind a measure that began with
    it, else one of its own.
    """
    rows = service.investigations
    ended = np.flatnonzero(np.isin(rows["conclusion"], [1, 2]) & known[rows["person"]])
    petition = rows["conclusion"][ended] == 2
    found = _first_decision(
        made, rows["person"][ended], rows["start"][ended] - 7, rows["end"][ended] + AT_ONCE
    )
    new_act = (np.append(made.decisions["start"], NEVER)[found] >= laws.NEW_ACT) & (
        rows["end"][ended] < laws.NEW_ACT
    )
    found[
        petition | new_act
    ] = -1  # a decision on another act than that of the measure is one of its own
    alone = ended[found < 0]
    person, end = rows["person"][alone], rows["end"][alone]
    situation = np.where(rows["conclusion"][alone] == 2, laws.CARE, laws.HOME)
    latest = _time_with_measures(service, person, end + AT_ONCE, "end")
    until = np.maximum(
        np.minimum(end + 90 + np.floor(rng.random(len(alone)) * 400).astype("int64"), latest), end
    )
    own = made.decisions.add(
        person=person,
        start=end,
        end=until,
        situation=situation,
        letter=laws.letters(rng, len(alone)),
    )
    to_board = situation == laws.CARE
    made.statuses.add(
        decision=own[~to_board],
        day=np.maximum(end, FIRST_DAY)[~to_board],
        code=np.full(int((~to_board).sum()), APPROVED),
    )
    _to_the_board(made, own[to_board])
    made.statuses.add(
        decision=own, day=np.maximum(until, FIRST_DAY), code=np.where(to_board, LAPSED, ENDED)
    )
    found[found < 0] = own
    _taken_when_concluded(made, rows["end"][ended], found)
    made.from_investigation.add(investigation=ended, decision=found)


def _taken_when_concluded(made: Decisions, concluded: Ints, found: Ints) -> None:
    """Let decisions be taken on the day the investigation ends, where the measure begins later."""
    later = made.decisions["start"][found] > concluded
    made.decisions["start"][found[later]] = concluded[later]
    made.statuses["day"][found[later]] = np.maximum(
        concluded[later], FIRST_DAY
    )  # the first statuses are the approvals, in the order of the decisions


def _first_decision(made: Decisions, person: Ints, low: Ints, high: Ints) -> Ints:
    """The first decision about each person that begins between two days, -1 where there is none."""
    keys = made.decisions["person"] * KEY + made.decisions["start"]
    order = np.argsort(keys, kind="stable")
    position = np.searchsorted(keys[order], person * KEY + low)
    inside = position < len(order)
    place = (
        order[position.clip(max=max(len(order) - 1, 0))]
        if len(order)
        else np.zeros(len(person), "int64")
    )
    fits = inside & (keys[place] <= person * KEY + high) if len(order) else inside
    return np.where(fits, place, -1)


def _offers(made: Decisions, rng: Rng, service: Service, measures: Measures) -> None:
    """Aftercare is offered to everyone who has measures when they turn 18, and taken by those who
    go on with them.
    """
    born = service.people.born[measures.person]
    eighteen = birthday(born, 18)
    there = (
        (measures.start < eighteen - 14)
        & (measures.end >= eighteen - 14)
        & (eighteen >= FIRST_DAY + 60)
    )
    person = np.unique(measures.person[there])
    goes_on = np.isin(
        person, measures.person[(measures.start <= eighteen + 1) & (measures.end > eighteen + 1)]
    )
    grown = birthday(service.people.born[person], 18)
    since = np.full(len(service.people.born), np.iinfo("int64").max)
    np.minimum.at(since, measures.person[there], measures.start[there])
    early = grown - 14 - np.floor(rng.random(len(person)) * 120).astype("int64")
    offered = np.maximum(np.maximum(early, FIRST_DAY), since[person])
    answered = offered + 2 + np.floor(rng.random(len(person)) * 11).astype("int64")
    code = np.where(goes_on, 1, np.where(rng.random(len(person)) < 0.25, 2, 3))
    made.offers.add(person=person, offered=offered, end=answered, code=code)
