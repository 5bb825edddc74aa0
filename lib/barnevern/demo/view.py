"""What is known of a story on the last day of some year: which cases there are, and which case an
element belongs to.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from barnevern.demo.chance import Flags, Ints, birthday, dates, years_of
from barnevern.demo.story import Story

# days without anything before a child that comes back gets a new case (also after a whole calendar
# year)
APART = 400
FOREVER = 10_000_000  # a day after any other: still going on
KEY = 20_000_000  # more than any day
Texts = npt.NDArray[np.object_]
# One letter for each kind of element, in its id: cases, persons, referrals, investigations,
# measures, plans, decisions, applications …
LETTERS = {
    "case": "c",
    "person": "p",
    "referral": "r",
    "investigation": "u",
    "measure": "t",
    "plan": "l",
    "decision": "v",
    "application": "o",
    "aftercare": "e",
    "move": "f",
}


@dataclass(frozen=True)
class View:
    """A story as it stands on the day ``last``.

    ``person``, ``start`` and ``end`` are those of the cases (unbroken work with one child; FOREVER
    while open), ``number`` counts those that are kept, -1 for the others. ``cases``: the ids of
    those kept, the same in every view of a story, and "" last.
    """

    story: Story
    last: int
    person: Ints
    start: Ints
    end: Ints
    number: Ints
    cases: Texts

    def case_of(self, person: Ints, days: Ints) -> Ints:
        """The number of the case an element of a person that begins on a day belongs to; -1 where
        it is not known yet or left out.
        """
        if not len(self.person):
            return np.full(len(person), -1)
        found = (
            np.searchsorted(self.person * KEY + self.start, person * KEY + days, side="right") - 1
        )
        return np.where((found >= 0) & (days <= self.last), self.number[found], -1)

    def ids(self, kind: str, positions: Ints) -> Texts:
        """The ids of elements by their position in the story, of cases by their number."""
        if kind == "case":
            return self.cases[positions]
        prefix = self.story.municipality + LETTERS[kind]
        return np.array([f"{prefix}{position}" for position in positions.tolist()], dtype=object)

    def ended(self, end: Ints) -> npt.NDArray[np.datetime64]:
        """The last days that are known, NaT for what goes on."""
        return dates(np.where(end <= self.last, end, -FOREVER))

    def elements(
        self, kind: str, person: Ints, start: Ints, end: Ints
    ) -> tuple[pd.DataFrame, Flags]:
        """Id, case, first and last day of every element of a kind (in a column of that name), and
        which of them belong to a case that is kept.
        """
        case = self.case_of(person, start)
        columns = {
            kind: self.ids(kind, np.arange(len(person))),
            "case": self.ids("case", case),
            "start": dates(start),
            "end": self.ended(end),
        }
        return pd.DataFrame(columns), case >= 0

    def code_when_ended(self, end: Ints, code: Ints) -> Texts:
        """The codes of what has ended, as text."""
        return np.where(end <= self.last, code.astype(str).astype(object), "")


def on(story: Story, first: int, last: int) -> View:
    """The cases that were open on a day from ``first`` to ``last``, as they stood on ``last``."""
    whose, start, until = _cases(story, last)
    until = np.where(until > last, FOREVER, until)
    kept = until >= first
    number = np.where(kept, np.cumsum(kept) - 1, -1)
    names = _names(story.municipality, whose, kept)
    return View(story, last, whose, start, until, number, names)


def _cases(story: Story, last: int) -> tuple[Ints, Ints, Ints]:
    """Unbroken work with one child that had begun by ``last``: person, first and last day."""
    person, start, end = _work(story, last)
    # The greatest end so far: what belongs to a later person is always further.
    furthest = np.maximum.accumulate(person * KEY + end) - person * KEY
    begins = _beginnings(person, start, furthest)
    closes = np.append(begins[1:] - 1, len(person) - 1)[: len(begins)]
    whose = person[begins]
    born = story.service.people.born[whose]
    return whose, start[begins], _closed(born, furthest[closes], whose % 26)


def _work(story: Story, last: int) -> tuple[Ints, Ints, Ints]:
    """Everything that holds a case open and had begun by ``last``, in order: person, first and last
    day. A decision holds a case open until its measure begins.
    """
    service = story.service
    kinds = [service.referrals, service.investigations, service.spells, story.decisions.decisions]
    person = np.concatenate([rows["person"] for rows in kinds])
    start = np.concatenate([kinds[0]["day"], *(rows["start"] for rows in kinds[1:])])
    end = np.concatenate([rows["end"] for rows in kinds])
    known = np.flatnonzero(start <= last)
    order = known[np.lexsort((end[known], start[known], person[known]))]
    return person[order], start[order], end[order]


def _beginnings(person: Ints, start: Ints, furthest: Ints) -> Ints:
    """Where a new case begins: another child, or the same one long after all that came before."""
    new = np.ones(len(person), bool)
    whole_year = years_of(start[1:]) > years_of(furthest[:-1]) + 1
    new[1:] = (person[1:] != person[:-1]) | (start[1:] > furthest[:-1] + APART) | whole_year
    return np.flatnonzero(new)


def _names(municipality: str, whose: Ints, kept: Flags) -> Texts:
    """The ids of the cases that are kept, with how many cases the child had before, and "" last."""
    times = np.arange(len(whose)) - np.searchsorted(whose, whose)
    names = [
        f"{municipality}{LETTERS['case']}{child}n{time}"
        for child, time in zip(whose[kept].tolist(), times[kept].tolist(), strict=True)
    ]
    return np.array([*names, ""], dtype=object)


def _closed(born: Ints, last_day: Ints, lag: Ints) -> Ints:
    """When cases are closed: some days after the last thing in them, in the same year, and not
    after an 18th birthday in between.
    """
    until = np.minimum(
        last_day + 5 + lag,
        (years_of(last_day) - 1969).astype("datetime64[Y]").astype("datetime64[D]").astype("int64")
        - 1,
    )
    eighteen = birthday(born, 18)
    return np.where((last_day < eighteen) & (eighteen <= until), last_day, until)
