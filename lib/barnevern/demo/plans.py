"""Plans and their evaluations, for measures at home, placements, aftercare and, from 2023,
investigations.
"""

from dataclasses import dataclass

import numpy as np

from barnevern.demo.chance import Flags, Ints, Rng, day, evenly
from barnevern.demo.laws import NEW_ACT
from barnevern.demo.measures import divided, pieces_at_home
from barnevern.demo.placements import AFTERCARE, BEHAVIOUR, CARE, EMERGENCY
from barnevern.demo.rows import Rows
from barnevern.demo.service import Service

(
    ASSISTANCE,
    INSTITUTION,
    FIRST_CARE,
    CARE_PLAN,
    AFTERCARE_PLAN,
    CONTACT,
    INVESTIGATION,
    AFTER_EMERGENCY,
) = range(1, 9)  # code list plantype
RENEWED_AFTER = 420.0  # mean days
WITHIN_DAYS = 40  # days from the beginning of a measure to its plan, at most
FIRST_DAY = day(2014)  # evaluations before the histories begin are not made


@dataclass(frozen=True)
class Quality:
    """How well a service plans and evaluates, drawn once for a municipality: shares with a plan,
    evaluations a year.
    """

    planned: float
    care_planned: float
    evaluations: float

    @classmethod
    def drawn(cls, rng: Rng) -> "Quality":
        """Shares around 90 % (assistance) and 95 % (care), and around two evaluations a year:
        assumptions.
        """
        return cls(
            float(rng.beta(18, 2.2)), float(rng.beta(30, 1.5)), float(1.4 + 1.4 * rng.beta(4, 3))
        )


@dataclass(frozen=True)
class Plans:
    """One element per plan, and one per evaluation (``of``: position of its plan)."""

    person: Ints
    start: Ints
    end: Ints
    type: Ints
    of: Ints
    evaluated: Ints


def of(service: Service, rng: Rng) -> Plans:
    """Every plan of a service with its evaluations."""
    quality = Quality.drawn(rng)
    parts = [
        _plans(rng, pieces_at_home(service), quality.planned, ASSISTANCE, renewed=True),
        *_of_placements(service, rng, quality),
        *_from_2023(service, rng, quality),
    ]
    person, start, end, types = (
        np.concatenate([part[column] for part in parts]) for column in range(4)
    )
    types = _before_2023(rng, start, types)
    without = np.isin(types, [INVESTIGATION, AFTER_EMERGENCY])
    which, days = _evaluations(rng, start, end, quality.evaluations, without)
    return Plans(person, start, end, types, which, days)


def _of_placements(
    service: Service, rng: Rng, quality: Quality
) -> list[tuple[Ints, Ints, Ints, Ints]]:
    """The plans of each kind of placement."""
    kind = service.placements["kind"]
    return [
        _plans(rng, _times(service.placements, kind == number), share, plan, renewed=renewed)
        for number, share, plan, renewed in _placed(quality)
    ]


def _before_2023(rng: Rng, start: Ints, types: Ints) -> Ints:
    """The types as the act of 1992 had them: no plan of aftercare, and a first plan of care."""
    old = start < NEW_ACT
    types = np.where((types == AFTERCARE_PLAN) & old, ASSISTANCE, types)
    first = rng.random(len(types)) < 0.3
    return np.where((types == CARE_PLAN) & old & first, FIRST_CARE, types)


def _placed(quality: Quality) -> list[tuple[int, float, int, bool]]:
    """For each kind of placement: the share that has a plan, its type, and whether it is
    renewed.
    """
    assisted = dict.fromkeys(range(6), (quality.planned, ASSISTANCE, True))
    assisted[EMERGENCY] = (0.0, ASSISTANCE, False)
    assisted[BEHAVIOUR] = (quality.planned, INSTITUTION, False)
    assisted[CARE] = (quality.care_planned, CARE_PLAN, False)
    assisted[AFTERCARE] = (quality.planned, AFTERCARE_PLAN, True)
    return [(kind, *rest) for kind, rest in assisted.items()]


def _where(person: Ints, start: Ints, end: Ints, rows: Flags) -> tuple[Ints, Ints, Ints]:
    return person[rows], start[rows], end[rows]


def _times(table: Rows, rows: Flags) -> tuple[Ints, Ints, Ints]:
    """Person, first and last day of some rows."""
    return _where(table["person"], table["start"], table["end"], rows)


def _plans(
    rng: Rng, times: tuple[Ints, Ints, Ints], share: float, kind: int, *, renewed: bool
) -> tuple[Ints, Ints, Ints, Ints]:
    """Plans for a share of the ``times`` (person, start, end), a little after their beginning,
    renewed about every year.
    """
    planned = rng.random(len(times[0])) < share
    person, begin, end = _where(*times, planned)
    start = begin + evenly(rng, WITHIN_DAYS, len(begin))
    person, start, end = _where(person, start, end, start <= end)
    cuts = _renewals(rng, end - start) if renewed else np.zeros_like(start)
    which, start, end, _ = divided(rng, start, end, cuts)
    return person[which], start, end, np.full(len(which), kind)


def _renewals(rng: Rng, length: Ints) -> Ints:
    """How often plans of a ``length`` in days are renewed."""
    each = RENEWED_AFTER * (0.7 + 0.6 * rng.random(len(length)))
    return np.asarray(np.floor(length / each).astype("int64"))


def _contact(placed: Rows, rng: Rng) -> tuple[Ints, Ints, Ints]:
    """When each child in care has a plan of contact with its parents: soon after the act came."""
    in_care = (placed["kind"] == CARE) & (placed["end"] >= NEW_ACT + 90)
    person, start, end = _times(placed, in_care)
    return person, np.maximum(start, NEW_ACT + evenly(rng, 60, len(start))), end


def _from_2023(service: Service, rng: Rng, quality: Quality) -> list[tuple[Ints, Ints, Ints, Ints]]:
    """The plans that the act of 2021 brought: of investigations, after emergency decisions, and of
    contact with parents.
    """
    inquiries, placed = service.investigations, service.placements
    investigated = _times(inquiries, inquiries["start"] >= NEW_ACT)
    new = (placed["kind"] == EMERGENCY) & (placed["start"] >= NEW_ACT)
    contact = _contact(placed, rng)
    return [
        _plans(rng, investigated, quality.planned * 0.9, INVESTIGATION, renewed=False),
        _plans(rng, _times(placed, new), quality.planned * 0.8, AFTER_EMERGENCY, renewed=False),
        _plans(rng, contact, quality.care_planned * 0.7, CONTACT, renewed=False),
    ]


def _evaluations(
    rng: Rng, start: Ints, end: Ints, a_year: float, without: Flags
) -> tuple[Ints, Ints]:
    """Evaluations spread over each plan, none in its first month."""
    first = np.maximum(start + 30, FIRST_DAY)
    length = np.where(without, 0, np.maximum(end - first, 0))
    which = np.repeat(np.arange(len(start)), rng.poisson(length * a_year / 365))
    days = first[which] + evenly(rng, length[which], len(which))
    order = np.lexsort((days, which))
    return which[order], days[order]
