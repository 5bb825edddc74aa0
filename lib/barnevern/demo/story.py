"""Everything that is drawn for one municipality, each part from a random stream of its own."""

from dataclasses import dataclass

from barnevern.demo import decisions, follow_up, grounds, histories, laws, measures, plans
from barnevern.demo.chance import Ints, Rng, stream
from barnevern.demo.service import Service

# Purposes of the random streams: a change in how one part is drawn leaves the others as they are.
MEASURES, LETTERS, PLANS, VISITS, MOVES, DECISIONS, SENDERS, REFERRED, INVESTIGATED, HELPED = range(
    20, 30
)


@dataclass(frozen=True)
class Story:
    """The service of a municipality with all the details of what it did."""

    municipality: str
    service: Service
    measures: measures.Measures
    letter: Ints
    plans: plans.Plans
    visits: follow_up.Visits
    moves: follow_up.Moves
    decisions: decisions.Decisions
    senders: grounds.Coded
    referral_grounds: grounds.Coded
    investigation_grounds: grounds.Coded
    measure_grounds: grounds.Coded


def of(municipality: str, seed: int) -> Story:
    """The story of ``municipality`` (code of today); the same for the same seed, whatever else is
    made.
    """
    service = histories.service(municipality, seed)
    people = service.people

    def own(purpose: int) -> Rng:
        return stream(seed, municipality, purpose)

    helped = measures.of(service, own(MEASURES))
    letter = laws.letters(own(LETTERS), len(helped))
    return Story(
        municipality,
        service,
        helped,
        letter,
        plans.of(service, own(PLANS)),
        follow_up.visits(own(VISITS), helped, people, municipality),
        follow_up.moves(own(MOVES), helped, people),
        decisions.of(service, own(DECISIONS), helped, letter),
        grounds.senders(service, own(SENDERS)),
        grounds.of_referrals(service, own(REFERRED)),
        grounds.of_investigations(service, own(INVESTIGATED)),
        grounds.of_measures(service, own(HELPED), helped),
    )
