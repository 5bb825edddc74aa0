"""What is done for children in foster homes, and where they move: visits, their frequency, and
moves. From 2022, when extracts hold them.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from barnevern.demo import codes, laws
from barnevern.demo.chance import Flags, Ints, Rng, birthday, day, years_of
from barnevern.demo.measures import Measures
from barnevern.demo.people import People
from barnevern.demo.population import LAST
from barnevern.observations import regions

FIRST_DAY, LAST_DAY = (
    day(2022),
    day(LAST, 12, 31),
)  # the codes of moves, and the register that visits are sent to, are of 2022
FOLLOW_UP, SUPERVISION = 0, 1
KINDS = ["follow_up", "supervision"]
REDUCED = 0.25  # duties of children over 15 in a stable home that are reduced to two visits a year
REDUCED_FROM_AGE, STABLE_DAYS = 15, 730
ELSEWHERE = 0.2  # foster homes in another municipality, which then has the supervision
EXTRA = 0.04  # visits beyond the duty
MOVED_ALONG = 0.015  # foster families that move with the child, a year
DESTINATIONS = {
    "2.1": "1",
    "2.2": "2",
    "2.3": "2",
    "2.99": "2",
    "2.5": "3",
    "2.6": "3",
    "1.1": "4",
    "1.99": "4",
    "8.2": "5",
}
PARENTS, OWN_HOME, NEW_ADDRESS = "6", "7", "9"


@dataclass(frozen=True)
class Visits:
    """Duties (``measure``, ``kind``, ``start``, ``per_year``, ``municipality``) and the visits made
    (``of``, ``of_kind``, ``day``).
    """

    measure: Ints
    kind: Ints
    start: Ints
    per_year: Ints
    municipality: npt.NDArray[np.object_]
    of: Ints
    of_kind: Ints
    day: Ints


@dataclass(frozen=True)
class Moves:
    """Moves of placed children: from ``measure``, on a ``day``, with cause and destination as
    codes.
    """

    measure: Ints
    day: Ints
    cause: npt.NDArray[np.object_]
    destination: npt.NDArray[np.object_]


def visits(rng: Rng, measures: Measures, people: People, municipality: str) -> Visits:
    """Duties and visits of the children in foster homes."""
    foster = np.array([category.startswith("2.") for category in measures.category], dtype=bool)
    eighteen = birthday(people.born[measures.person], 18)
    rows = np.flatnonzero(
        foster
        & (measures.end >= FIRST_DAY)
        & (measures.start < eighteen)
        & (measures.situation != laws.AFTERCARE)
    )
    made = [
        rng.beta(40, 1.6),
        rng.beta(30, 1.8),
    ]  # how many of the visits that are due the service and the supervisors make
    away = np.where(
        rng.random(len(rows)) < ELSEWHERE, _neighbours(rng, municipality, len(rows)), municipality
    )
    parts = [
        _of_kind(rng, measures, people, rows, kind, float(made[kind]), away)
        for kind in (FOLLOW_UP, SUPERVISION)
    ]
    return Visits(*(np.concatenate([part[column] for part in parts]) for column in range(8)))


def _of_kind(
    rng: Rng,
    measures: Measures,
    people: People,
    rows: Ints,
    kind: int,
    made: float,
    away: npt.NDArray[np.object_],
) -> tuple[npt.NDArray[np.generic], ...]:
    reduced_from = np.maximum(
        birthday(people.born[measures.person[rows]], REDUCED_FROM_AGE),
        measures.start[rows] + STABLE_DAYS,
    )
    less = (reduced_from < measures.end[rows]) & (rng.random(len(rows)) < REDUCED)
    duty = np.concatenate([rows, rows[less]])
    start = np.concatenate([measures.start[rows], reduced_from[less]])
    per_year = np.repeat([4, 2], [len(rows), int(less.sum())])
    responsible = (
        np.concatenate([away, away[less]])
        if kind == SUPERVISION
        else np.full(len(duty), "", dtype=object)
    )
    which, first, last = _quarters(measures.start[rows], measures.end[rows])
    seldom = less[which] & (first >= reduced_from[which])
    happens = rng.random(len(which)) < np.where(seldom, 0.8, made)
    again = happens & (rng.random(len(which)) < EXTRA)
    visited = np.concatenate([np.flatnonzero(happens), np.flatnonzero(again)])
    days = first[visited] + np.floor(rng.random(len(visited)) * (last - first + 1)[visited]).astype(
        "int64"
    )
    of = rows[which[visited]]
    return (
        duty,
        np.full(len(duty), kind),
        start,
        per_year,
        responsible,
        of,
        np.full(len(of), kind),
        days,
    )


def _quarters(start: Ints, end: Ints) -> tuple[Ints, Ints, Ints]:
    """Each quarter that each placement touches: its row, and the first and last day of it in the
    quarter.
    """
    begin, until = np.maximum(start, FIRST_DAY), np.minimum(end, LAST_DAY)
    first, last = _quarter(begin), _quarter(until)
    number = np.maximum(last - first + 1, 0)
    which = np.repeat(np.arange(len(start)), number)
    quarter = first[which] + np.arange(len(which)) - np.repeat(np.cumsum(number) - number, number)
    opens, closes = _first_day(quarter), _first_day(quarter + 1) - 1
    return which, np.maximum(opens, begin[which]), np.minimum(closes, until[which])


def _quarter(days: Ints) -> Ints:
    return days.astype("datetime64[D]").astype("datetime64[M]").astype("int64") // 3


def _first_day(quarter: Ints) -> Ints:
    return (quarter * 3).astype("datetime64[M]").astype("datetime64[D]").astype("int64")


def _neighbours(rng: Rng, municipality: str, size: int) -> npt.NDArray[np.object_]:
    """Other municipalities of the same county; of the one before by code where there is none
    (Oslo).
    """
    codes_ = sorted(regions.municipalities())
    near = [code for code in codes_ if code[:2] == municipality[:2] and code != municipality]
    around = near or codes_[1:20]
    return np.asarray(
        np.array(around, dtype=object)[np.floor(rng.random(size) * len(around)).astype("int64")]
    )


def moves(rng: Rng, measures: Measures, people: People) -> Moves:
    """Moves out of foster homes and institutions, and foster families that moved along."""
    placed = measures.placement >= 0
    counted = np.array([category[:2] in ("1.", "2.") for category in measures.category], dtype=bool)
    leaves = np.flatnonzero(
        placed & counted & (measures.end >= FIRST_DAY) & (measures.end <= LAST_DAY)
    )
    nxt = _next_home(measures, leaves)
    into_aftercare = (nxt >= 0) & (measures.situation[nxt] == laws.AFTERCARE)
    stays = into_aftercare & (rng.random(len(leaves)) < 0.7)
    leaves, nxt = leaves[~stays], nxt[~stays]
    goes_to = np.array(
        [DESTINATIONS.get(category, "") for category in measures.category[nxt]], dtype=object
    )
    grown = birthday(people.born[measures.person[leaves]], 18) <= measures.end[leaves] + 1
    destination = np.where(nxt >= 0, goes_to, np.where(grown, OWN_HOME, PARENTS))
    cause = _causes(rng, measures, people, leaves, nxt >= 0, grown)
    along, days = _moved_along(rng, measures, placed & counted)
    new = np.full(len(along), NEW_ADDRESS, dtype=object)
    return Moves(
        np.concatenate([leaves, along]),
        np.concatenate([measures.end[leaves], days]),
        np.concatenate([cause, np.full(len(along), "1.3", dtype=object)]),
        np.concatenate([destination, new]),
    )


def _next_home(measures: Measures, rows: Ints) -> Ints:
    """The placement measure that begins the day after each of ``rows`` ended, for the same child;
    -1 where there is none.
    """
    key = 1_000_000
    placed = np.flatnonzero(measures.placement >= 0)
    keys = measures.person[placed] * key + measures.start[placed]
    order = np.argsort(keys, kind="stable")
    wanted = measures.person[rows] * key + measures.end[rows] + 1
    position = np.searchsorted(keys[order], wanted).clip(max=max(len(placed) - 1, 0))
    return (
        np.where(keys[order][position] == wanted, placed[order][position], -1)
        if len(placed)
        else np.full(len(rows), -1)
    )


def _causes(
    rng: Rng, measures: Measures, people: People, rows: Ints, moves_on: Flags, grown: Flags
) -> npt.NDArray[np.object_]:
    """Why each child left: the placement ended, it came of age, it was an emergency home, or
    something that was not intended.
    """
    foster = np.array(
        [category.startswith("2.") for category in measures.category[rows]], dtype=bool
    )
    age = years_of(measures.end[rows]) - years_of(people.born[measures.person[rows]])
    cause = np.empty(len(rows), dtype=object)
    for situation, mine in (("from_foster", foster), ("from_institution", ~foster)):
        drawn = codes.draw(
            rng, "flytting_arsak_fra", situation, measures.end[rows][mine], age[mine]
        )
        cause[mine] = codes.texts("flytting_arsak_fra", situation, drawn)
    emergency = measures.situation[rows] >= laws.WITHOUT_CARE
    cause[foster & (emergency | ~moves_on)] = "1.1.1"
    cause[foster & grown] = "1.1.2"
    cause[~foster & grown] = "2.4"
    return cause


def _moved_along(rng: Rng, measures: Measures, placed: Flags) -> tuple[Ints, Ints]:
    rows = np.flatnonzero(
        placed & np.array([category.startswith("2.") for category in measures.category], dtype=bool)
    )
    begin, until = (
        np.maximum(measures.start[rows], FIRST_DAY),
        np.minimum(measures.end[rows], LAST_DAY),
    )
    days = np.maximum(until - begin, 0)
    happens = rng.random(len(rows)) < MOVED_ALONG * days / 365
    return rows[happens], (begin + np.floor(rng.random(len(rows)) * days).astype("int64"))[happens]
