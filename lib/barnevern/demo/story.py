"""Everything that is drawn for one municipality, each part from a random stream of its own."""

from dataclasses import dataclass

from barnevern.demo import decisions, follow_up, grounds, histories, laws, measures, plans
from barnevern.demo.chance import Ints, stream
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
    done = measures.of(service, stream(seed, municipality, MEASURES))
    letter = laws.letters(stream(seed, municipality, LETTERS), len(done))
    return Story(
        municipality,
        service,
        done,
        letter,
        plans.of(service, stream(seed, municipality, PLANS)),
        follow_up.visits(stream(seed, municipality, VISITS), done, service.people, municipality),
        follow_up.moves(stream(seed, municipality, MOVES), done, service.people),
        decisions.of(service, stream(seed, municipality, DECISIONS), done, letter),
        grounds.senders(service, stream(seed, municipality, SENDERS)),
        grounds.of_referrals(service, stream(seed, municipality, REFERRED)),
        grounds.of_investigations(service, stream(seed, municipality, INVESTIGATED)),
        grounds.of_measures(service, stream(seed, municipality, HELPED), done),
    )
