"""What is done for children in foster homes, and where they move: visits, their frequency, and
moves. From 2022, when extracts hold them.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from barnevern.demo import codes, laws
from barnevern.demo.chance import Flags, Ints, Rng, birthday, day, evenly, years_of
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
ALONG = "1.3"  # cause: the foster family moved
KEY = 1_000_000  # days fit well below it


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
    rows = _visited_homes(measures, people)
    # How many of the visits that are due the service and the supervisors make.
    shares = [float(rng.beta(40, 1.6)), float(rng.beta(30, 1.8))]
    elsewhere = rng.random(len(rows)) < ELSEWHERE
    away = np.where(elsewhere, _neighbours(rng, municipality, len(rows)), municipality)
    service = np.full(len(rows), "", dtype=object)
    parts = [
        _of_kind(rng, _Homes(measures, people, rows, responsible), kind, shares[kind])
        for kind, responsible in ((FOLLOW_UP, service), (SUPERVISION, away))
    ]
    return Visits(*(np.concatenate([part[column] for part in parts]) for column in range(8)))


def _visited_homes(measures: Measures, people: People) -> Ints:
    """Foster homes of children under 18 from 2022 on."""
    eighteen = birthday(people.born[measures.person], 18)
    minor = (measures.start < eighteen) & (measures.situation != laws.AFTERCARE)
    return np.flatnonzero(_foster(measures) & (measures.end >= FIRST_DAY) & minor)


def _foster(measures: Measures) -> Flags:
    """Which measures are foster homes."""
    return np.array([category.startswith("2.") for category in measures.category], dtype=bool)


@dataclass(frozen=True)
class _Homes:
    """Foster homes: ``rows`` of the measures, and the municipality ``responsible`` for one kind of
    visits to each.
    """

    measures: Measures
    people: People
    rows: Ints
    responsible: npt.NDArray[np.object_]

    @property
    def reduced_from(self) -> Ints:
        """The first day with fewer visits, if the duty is reduced."""
        of_age = birthday(self.people.born[self.measures.person[self.rows]], REDUCED_FROM_AGE)
        return np.maximum(of_age, self.measures.start[self.rows] + STABLE_DAYS)


def _of_kind(
    rng: Rng, homes: _Homes, kind: int, share: float
) -> tuple[npt.NDArray[np.generic], ...]:
    """The columns of :class:`Visits` for one kind: four duties a year, two where they are reduced,
    and the visits made.
    """
    rows, reduced_from = homes.rows, homes.reduced_from
    start, end = homes.measures.start[rows], homes.measures.end[rows]
    less = (reduced_from < end) & (rng.random(len(rows)) < REDUCED)
    duty = np.concatenate([rows, rows[less]])
    which, days = _visited(rng, start, end, np.where(less, reduced_from, end + 1), share)
    return (
        duty,
        np.full(len(duty), kind),
        np.concatenate([start, reduced_from[less]]),
        np.repeat([4, 2], [len(rows), int(less.sum())]),
        np.concatenate([homes.responsible, homes.responsible[less]]),
        rows[which],
        np.full(len(which), kind),
        days,
    )


def _visited(
    rng: Rng, start: Ints, end: Ints, seldom_from: Ints, share: float
) -> tuple[Ints, Ints]:
    """Visits in the quarters of each home, one or now and then two: the home, and the day."""
    which, first, last = _quarters(start, end)
    size = len(which)
    happens = rng.random(size) < np.where(first >= seldom_from[which], 0.8, share)
    again = happens & (rng.random(size) < EXTRA)
    visited = np.concatenate([np.flatnonzero(happens), np.flatnonzero(again)])
    length = (last - first + 1)[visited]
    return which[visited], first[visited] + evenly(rng, length, len(visited))


def _quarters(start: Ints, end: Ints) -> tuple[Ints, Ints, Ints]:
    """Each quarter that each placement touches: its row, and the first and last day of it in the
    quarter.
    """
    begin, until = np.maximum(start, FIRST_DAY), np.minimum(end, LAST_DAY)
    first = _quarter(begin)
    number = np.maximum(_quarter(until) - first + 1, 0)
    which = np.repeat(np.arange(len(start)), number)
    quarter = first[which] + _counted_up(number)
    opens, closes = _first_day(quarter), _first_day(quarter + 1) - 1
    return which, np.maximum(opens, begin[which]), np.minimum(closes, until[which])


def _counted_up(number: Ints) -> Ints:
    """0, 1, 2 … for each ``number``, one after the other."""
    return np.arange(number.sum()) - np.repeat(np.cumsum(number) - number, number)


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
    return np.asarray(np.array(around, dtype=object)[evenly(rng, len(around), size)])


def moves(rng: Rng, measures: Measures, people: People) -> Moves:
    """Moves out of foster homes and institutions, and foster families that moved along."""
    counted = np.array([category[:2] in ("1.", "2.") for category in measures.category], dtype=bool)
    placed = (measures.placement >= 0) & counted
    parts = [_moved_out(rng, measures, people, placed), _moved_along(rng, measures, placed)]
    return Moves(*(np.concatenate([part[column] for part in parts]) for column in range(4)))


def _moved_out(
    rng: Rng, measures: Measures, people: People, placed: Flags
) -> tuple[npt.NDArray[np.generic], ...]:
    """The columns of :class:`Moves` for children who left their home."""
    leaves, home = _leaving(rng, measures, placed)
    grown = birthday(people.born[measures.person[leaves]], 18) <= measures.end[leaves] + 1
    cause = _causes(rng, measures, people, leaves, home >= 0, grown)
    return leaves, measures.end[leaves], cause, _destinations(measures, home, grown)


def _leaving(rng: Rng, measures: Measures, placed: Flags) -> tuple[Ints, Ints]:
    """Homes that were left from 2022 on, and the home that came next (-1 for none); most who go
    into aftercare stay where they are.
    """
    during = (measures.end >= FIRST_DAY) & (measures.end <= LAST_DAY)
    leaves = np.flatnonzero(placed & during)
    home = _next_home(measures, leaves)
    into_aftercare = (home >= 0) & (measures.situation[home] == laws.AFTERCARE)
    stays = into_aftercare & (rng.random(len(leaves)) < 0.7)
    return leaves[~stays], home[~stays]


def _destinations(measures: Measures, home: Ints, grown: Flags) -> npt.NDArray[np.object_]:
    """Where each child moved: to another home, to a home of its own, or to its parents."""
    other = [DESTINATIONS.get(category, "") for category in measures.category[home]]
    alone = np.where(grown, OWN_HOME, PARENTS)
    return np.where(home >= 0, np.array(other, dtype=object), alone)


def _next_home(measures: Measures, rows: Ints) -> Ints:
    """The placement measure that begins the day after each of ``rows`` ended, for the same child;
    -1 where there is none.
    """
    placed = np.flatnonzero(measures.placement >= 0)
    if not len(placed):
        return np.full(len(rows), -1)
    keys = measures.person[placed] * KEY + measures.start[placed]
    order = np.argsort(keys, kind="stable")
    keys, placed = keys[order], placed[order]
    wanted = measures.person[rows] * KEY + measures.end[rows] + 1
    position = np.searchsorted(keys, wanted).clip(max=len(placed) - 1)
    return np.where(keys[position] == wanted, placed[position], -1)


def _causes(
    rng: Rng, measures: Measures, people: People, rows: Ints, moves_on: Flags, grown: Flags
) -> npt.NDArray[np.object_]:
    """Why each child left: the placement ended, it came of age, it was an emergency home, or
    something that was not intended.
    """
    foster = _foster(measures)[rows]
    cause = _unintended(rng, measures, people, rows, foster)
    emergency = measures.situation[rows] >= laws.WITHOUT_CARE
    cause[foster & (emergency | ~moves_on)] = "1.1.1"
    cause[foster & grown] = "1.1.2"
    cause[~foster & grown] = "2.4"
    return cause


def _unintended(
    rng: Rng, measures: Measures, people: People, rows: Ints, foster: Flags
) -> npt.NDArray[np.object_]:
    """A cause that is drawn for each home: of those for foster homes, or for institutions."""
    end = measures.end[rows]
    age = years_of(end) - years_of(people.born[measures.person[rows]])
    cause = np.empty(len(rows), dtype=object)
    for situation, those in (("from_foster", foster), ("from_institution", ~foster)):
        drawn = codes.draw(rng, "flytting_arsak_fra", situation, end[those], age[those])
        cause[those] = codes.texts("flytting_arsak_fra", situation, drawn)
    return cause


def _moved_along(
    rng: Rng, measures: Measures, placed: Flags
) -> tuple[npt.NDArray[np.generic], ...]:
    """The columns of :class:`Moves` for foster families that moved with the child."""
    rows = np.flatnonzero(placed & _foster(measures))
    begin = np.maximum(measures.start[rows], FIRST_DAY)
    days = np.maximum(np.minimum(measures.end[rows], LAST_DAY) - begin, 0)
    happens = rng.random(len(rows)) < MOVED_ALONG * days / 365
    moved = (begin + evenly(rng, days, len(rows)))[happens]
    return rows[happens], moved, _same(ALONG, len(moved)), _same(NEW_ADDRESS, len(moved))


def _same(code: str, size: int) -> npt.NDArray[np.object_]:
    return np.full(size, code, dtype=object)
