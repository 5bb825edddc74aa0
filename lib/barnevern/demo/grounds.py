"""Who refers and why: senders of referrals, and the grounds of referrals, investigations and
measures.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from barnevern.demo import codes
from barnevern.demo.chance import Ints, Rng
from barnevern.demo.measures import Measures
from barnevern.demo.service import Service

FAVOURED = ["2", "5", "7", "8", "10", "15"]  # senders that some services hear from more than others
FAVOUR = 0.2  # share of the referrals that come from a service's own two favoured senders, at most
SECOND_SENDER = 0.04
MORE_GROUNDS = {
    "referral": 0.45,
    "investigation": 0.6,
    "measure": 0.25,
}  # further grounds beside the first, on average

Codes = npt.NDArray[np.object_]


@dataclass(frozen=True)
class Coded:
    """Codes of elements: ``of`` is the element's position."""

    of: Ints
    code: Codes


def senders(service: Service, rng: Rng) -> Coded:
    """One sender for each referral, now and then two; siblings who were referred together have the
    same.
    """
    rows = service.referrals
    _, first, which = np.unique(rows["family"], return_index=True, return_inverse=True)
    days = rows["day"][first]
    ages = service.people.ages_on(rows["person"][first], days)
    code = _favoured(rng, _senders(rng, days, ages))
    second = _senders(rng, days, ages)
    both = (rng.random(len(first)) < SECOND_SENDER) & (second != code)
    return _joined(
        Coded(np.arange(len(which)), code[which]),
        Coded(np.flatnonzero(both[which]), second[which][both[which]]),
    )


def _senders(rng: Rng, days: Ints, ages: Ints) -> Codes:
    return codes.texts("melder", "referral", codes.draw(rng, "melder", "referral", days, ages))


def _favoured(rng: Rng, code: Codes) -> Codes:
    """The senders, some of them replaced by two that this service hears from more than others."""
    own = np.array(FAVOURED, dtype=object)[rng.permutation(len(FAVOURED))[:2]]
    favoured = rng.random(len(code)) < FAVOUR * rng.random()
    return np.where(favoured, own[(rng.random(len(code)) < 0.35).astype("int64")], code)


def of_referrals(service: Service, rng: Rng) -> Coded:
    """One to three grounds for each referral, the same for siblings referred together."""
    rows = service.referrals
    _, first, which = np.unique(rows["family"], return_index=True, return_inverse=True)
    person, days = rows["person"][first], rows["day"][first]
    drawn = _concerns(rng, service, person, days, MORE_GROUNDS["referral"])
    return _for_every_sibling(drawn, which)


def _for_every_sibling(drawn: Coded, which: Ints) -> Coded:
    """Codes of families as codes of referrals; ``which`` is the family of each referral."""
    order = np.argsort(which, kind="stable")
    sizes = np.bincount(which)
    members = np.cumsum(sizes) - sizes
    number = sizes[drawn.of]
    repeated = np.repeat(np.arange(len(drawn.of)), number)
    within = np.arange(len(repeated)) - np.repeat(np.cumsum(number) - number, number)
    return Coded(order[members[drawn.of[repeated]] + within], drawn.code[repeated])


def of_investigations(service: Service, rng: Rng) -> Coded:
    """The grounds that investigations with measures ended in (vedtaksgrunnlag)."""
    rows = service.investigations
    ended = np.flatnonzero(np.isin(rows["conclusion"], [1, 2]))
    drawn = _concerns(
        rng, service, rows["person"][ended], rows["end"][ended], MORE_GROUNDS["investigation"]
    )
    return Coded(ended[drawn.of], drawn.code)


def of_measures(service: Service, rng: Rng, measures: Measures) -> Coded:
    """The grounds of measures; unaccompanied minors are helped because nobody has the care of
    them.
    """
    alone = service.people.unaccompanied[measures.person]
    others = np.flatnonzero(~alone)
    drawn = _concerns(
        rng, service, measures.person[others], measures.start[others], MORE_GROUNDS["measure"]
    )
    return _joined(
        Coded(others[drawn.of], drawn.code),
        Coded(np.flatnonzero(alone), np.full(int(alone.sum()), "12", dtype=object)),
    )


def _concerns(rng: Rng, service: Service, person: Ints, days: Ints, more: float) -> Coded:
    """One to three different grounds for each element."""
    of = np.repeat(np.arange(len(person)), 1 + rng.binomial(2, more / 2, len(person)))
    drawn = codes.draw(
        rng, "saksinnhold", "concern", days[of], service.people.ages_on(person[of], days[of])
    )
    _, first = np.unique(of * 100 + drawn, return_index=True)
    return Coded(of[first], codes.texts("saksinnhold", "concern", drawn[first]))


def _joined(first: Coded, second: Coded) -> Coded:
    of, code = np.concatenate([first.of, second.of]), np.concatenate([first.code, second.code])
    order = np.argsort(of, kind="stable")
    return Coded(of[order], code[order])
