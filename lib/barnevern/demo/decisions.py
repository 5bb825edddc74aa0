"""Decisions, applications to the board, aftercare offers, and what leads to what.

The codes of them are valid from 2022: an older decision has its status from the day it was taken
into the register, 1 January 2022.
"""

from dataclasses import dataclass, field

import numpy as np

from barnevern.demo import laws
from barnevern.demo.chance import NEVER, Flags, Ints, Rng, between, birthday, day, evenly
from barnevern.demo.histories import AT_ONCE
from barnevern.demo.measures import Measures
from barnevern.demo.rows import Rows
from barnevern.demo.service import Service

FIRST_DAY = day(2022)
APPROVED, SENT, LAPSED, ENDED = 1, 2, 3, 4  # code list vedtak_status
BEFORE_THE_BOARD = 60  # days from an application to the board to the measure
DEMANDS = 0.12  # care orders that parents ask to have lifted, of those that run in 2023 or later
PETITION = 2  # conclusion of an investigation: a petition to the board
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
    lead, which, end = _decided_together(measures, rows)
    start, situation = measures.start[lead], measures.situation[lead]
    board = np.isin(situation, laws.FOR_THE_BOARD) & (start >= FIRST_DAY)
    position = made.decisions.add(
        person=measures.person[lead],
        start=_taken(service, measures, lead, board),
        end=end,
        situation=situation,
        letter=letter[lead],
    )
    made.to_measure.add(decision=position[which], measure=rows)
    _status(made, position, start, APPROVED)
    _status(made, position, end, ENDED)
    _to_the_board(made, position[board])
    _demanded(made, rng, position[(situation == laws.CARE) & (end >= laws.NEW_ACT + 200)])


def _decided_together(measures: Measures, rows: Ints) -> tuple[Ints, Ints, Ints]:
    """The measures ``rows`` by decision: the first measure of each, which decision each row has,
    and the last day of each.
    """
    began = measures.person[rows] * KEY + measures.start[rows]
    keys = began * len(laws.SITUATIONS) + measures.situation[rows]
    _, first, which = np.unique(keys, return_index=True, return_inverse=True)
    end = np.full(len(first), NEVER)
    np.maximum.at(end, which, measures.end[rows])
    return rows[first], which, end


def _taken(service: Service, measures: Measures, lead: Ints, board: Flags) -> Ints:
    """The day of each decision: that of the measure, or of the application to the board before it
    where the child had measures and the act was the same.
    """
    person, start = measures.person[lead], measures.start[lead]
    early = start - BEFORE_THE_BOARD
    same_act = (early >= laws.NEW_ACT) == (start >= laws.NEW_ACT)
    helped = early > _time_with_measures(service, person, start, "start")
    return np.where(board & (early >= FIRST_DAY) & same_act & helped, early, start)


def _status(made: Decisions, position: Ints, days: Ints, code: Ints | int) -> None:
    """Give the decisions at ``position`` a status, on the first day of the register at the
    earliest.
    """
    made.statuses.add(
        decision=position,
        day=np.maximum(days, FIRST_DAY),
        code=np.broadcast_to(code, len(position)),
    )


def _time_with_measures(service: Service, person: Ints, days: Ints, column: str) -> Ints:
    """``start`` or ``end`` of the latest time with measures that each person had begun by a day."""
    spells = service.spells
    order = np.lexsort((spells["start"], spells["person"]))
    keys = (spells["person"] * KEY + spells["start"])[order]
    return spells[column][order[np.searchsorted(keys, person * KEY + days, side="right") - 1]]


def _to_the_board(made: Decisions, position: Ints) -> None:
    """Applications to barneverns- og helsenemnda behind the decisions at ``position``."""
    rows = made.decisions
    start = rows["start"][position]
    applied = made.applications.add(
        person=rows["person"][position],
        day=start,
        situation=rows["situation"][position],
        letter=rows["letter"][position],
    )
    made.to_application.add(decision=position, application=applied)
    _status(made, position, start, SENT)


def _demanded(made: Decisions, rng: Rng, position: Ints) -> None:
    """Demands from parents that a care order be lifted: sent to the board, or dropped."""
    asked = position[rng.random(len(position)) < DEMANDS]
    size, rows = len(asked), made.decisions
    low = np.maximum(rows["start"][asked] + 60, laws.NEW_ACT)
    high = between(low, rows["end"][asked] - 100, low + 600)
    start = low + evenly(rng, high - low, size)
    end = start + 20 + evenly(rng, 70, size)
    made.demands.add(decision=asked, start=start, end=end, code=1 + (start % 3 == 0))


def _after_investigations(made: Decisions, rng: Rng, service: Service, known: Flags) -> None:
    """The decision each investigation with measures ended in: one behind a measure that began with
    it, else one of its own.
    """
    rows = service.investigations
    ended = np.flatnonzero(np.isin(rows["conclusion"], [1, 2]) & known[rows["person"]])
    found = _decided_with_measures(made, service, ended)
    found[found < 0] = _decided_alone(made, rng, service, ended[found < 0])
    _taken_when_concluded(made, rows["end"][ended], found)
    made.from_investigation.add(investigation=ended, decision=found)


def _decided_with_measures(made: Decisions, service: Service, ended: Ints) -> Ints:
    """The decision behind a measure that each investigation led to, -1 where it is one of its own:
    a petition, or on another act than that of the measure.
    """
    rows = service.investigations
    end = rows["end"][ended]
    found = _first_decision(made, rows["person"][ended], rows["start"][ended] - 7, end + AT_ONCE)
    began = np.append(made.decisions["start"], NEVER)[found]
    new_act = (began >= laws.NEW_ACT) & (end < laws.NEW_ACT)
    found[(rows["conclusion"][ended] == PETITION) | new_act] = -1
    return found


def _decided_alone(made: Decisions, rng: Rng, service: Service, alone: Ints) -> Ints:
    """Write down the decisions that investigations ended in without a measure behind them; gives
    their positions. A petition to the board lapses, another decision ends.
    """
    rows = service.investigations
    person, end = rows["person"][alone], rows["end"][alone]
    board = rows["conclusion"][alone] == PETITION
    until = _lapsing(rng, service, person, end)
    position = made.decisions.add(
        person=person,
        start=end,
        end=until,
        situation=np.where(board, laws.CARE, laws.HOME),
        letter=laws.letters(rng, len(alone)),
    )
    _status(made, position[~board], end[~board], APPROVED)
    _to_the_board(made, position[board])
    _status(made, position, until, np.where(board, LAPSED, ENDED))
    return position


def _lapsing(rng: Rng, service: Service, person: Ints, end: Ints) -> Ints:
    """When decisions without a measure end: some months later, while the child has measures."""
    latest = _time_with_measures(service, person, end + AT_ONCE, "end")
    until = np.minimum(end + 90 + evenly(rng, 400, len(end)), latest)
    return np.asarray(np.maximum(until, end))


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
    if not len(keys):
        return np.full(len(person), -1)
    order = np.argsort(keys, kind="stable")
    position = np.searchsorted(keys[order], person * KEY + low)
    place = order[position.clip(max=len(order) - 1)]
    fits = (position < len(order)) & (keys[place] <= person * KEY + high)
    return np.where(fits, place, -1)


def _offers(made: Decisions, rng: Rng, service: Service, measures: Measures) -> None:
    """Aftercare is offered to everyone who has measures when they turn 18, and taken by those who
    go on with them.
    """
    eighteen = birthday(service.people.born[measures.person], 18)
    there = _offered_then(measures, eighteen)
    person = np.unique(measures.person[there])
    size = len(person)
    early = birthday(service.people.born[person], 18) - 14 - evenly(rng, 120, size)
    since = np.full(len(service.people.born), np.iinfo("int64").max)
    np.minimum.at(since, measures.person[there], measures.start[there])
    offered = np.maximum(np.maximum(early, FIRST_DAY), since[person])
    answered = offered + 2 + evenly(rng, 11, size)
    refused = np.where(rng.random(size) < 0.25, 2, 3)
    code = np.where(np.isin(person, _going_on(measures, eighteen)), 1, refused)
    made.offers.add(person=person, offered=offered, end=answered, code=code)


def _going_on(measures: Measures, eighteen: Ints) -> Ints:
    """Persons with a measure that goes on after they turn 18."""
    after = (measures.start <= eighteen + 1) & (measures.end > eighteen + 1)
    return measures.person[after]


def _offered_then(measures: Measures, eighteen: Ints) -> Flags:
    """Measures that run a fortnight before the child turns 18, where that is late enough for the
    register to hold an offer.
    """
    run = (measures.start < eighteen - 14) & (measures.end >= eighteen - 14)
    return run & (eighteen >= FIRST_DAY + 60)
