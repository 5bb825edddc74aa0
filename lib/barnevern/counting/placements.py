"""Children away from home: placed and not placed, foster homes and institutions, emergencies,
moves.

Function 252 holds the children who were placed for at least a day of the year, function 251 the
other children with measures (Statistics Norway, table 12275).
"""

from barnevern.counting import measures
from barnevern.counting.base import Base
from barnevern.counting.deadlines import BVR_FROM
from barnevern.counting.legal import FOSTER_HOME, INSTITUTION
from barnevern.counting.periods import dated
from barnevern.counting.tally import Counts, by_ranges, tally

FOSTER_TYPES = {"2.1": "family_network", "2.2": "outside_family_network"}
YOUTH_FROM_AGE = 13  # the age group 13–17 years is the youngest that Statistics Norway calls ungdom
EMERGENCIES = ["without_care", "care", "moving_ban", "behaviour", "trafficking", "not_stated"]
EMERGENCY_PLACEMENTS = {"without_care": "voluntary", "behaviour": "serious_behaviour"}
OWN_SHARE = {
    "3.8": "parent_child_centre",
    "2.3": "emergency_or_specialised_foster_home",
    "2.5": "emergency_or_specialised_foster_home",
}
# Causes of a move that came earlier than planned: the home or the institution could not go on, or a
# consent was withdrawn. Not
# those where the placement ended, the child came of age, the foster family moved along, or nothing
# more than "other" is known.
UNINTENDED = [
    "1.1.3",
    "1.1.4",
    "1.1.5",
    "1.2.1",
    "1.2.2",
    "1.2.3",
    "2.2",
    "2.3",
    "2.5",
    "2.6",
    "2.8",
]
MOVED_ALONG, NEW_ADDRESS = "1.3", "9"  # cause and destination of what is no change of home


def count(base: Base) -> list[Counts]:
    """Counts of placed children, placements, emergencies and moves in each year."""
    year, now = measures.children(base.measures_by_year), measures.on_31dec(base)
    placed = now[now["placement"]]
    return [
        *by_ranges(base, "children_placed_during_year", year[year["placement"]]),
        *by_ranges(base, "children_not_placed_during_year", year[~year["placement"]]),
        tally(base, "children_placed_31dec", placed),
        tally(base, "children_placed_31dec", placed, by="care", categories=measures.TYPES),
        *_homes(base),
        *_emergencies(base),
        *_moves(base),
    ]


def _homes(base: Base) -> list[Counts]:
    """Children in foster homes and institutions, and the places that a municipality pays an own
    share for.
    """
    rows = base.measures_by_year
    foster, institution = (
        rows[rows["category"].str.startswith(FOSTER_HOME)],
        rows[rows["category"].str.startswith(INSTITUTION)],
    )
    youth = institution[institution["age"].ge(YOUTH_FROM_AGE)]
    paid = rows[rows["on_31dec"]]
    paid = paid.assign(
        own_share=paid["category"]
        .map(OWN_SHARE)
        .mask(paid["category"].str.startswith(INSTITUTION), "institution")
    )
    paid = paid.dropna(subset="own_share").drop_duplicates(["child", "year", "own_share"])
    kinds = ["institution", *dict.fromkeys(OWN_SHARE.values())]
    return [
        tally(base, "foster_home_children", foster, once=True),
        tally(
            base, "foster_home_children", foster, by="category", categories=FOSTER_TYPES, once=True
        ),
        tally(base, "institution_children", institution, once=True),
        tally(base, "youth_with_institution_decision", youth, once=True),
        tally(base, "youth_in_institution_31dec", youth[youth["on_31dec"]], once=True),
        tally(base, "cost_driving_placements_31dec", paid),
        tally(base, "cost_driving_placements_31dec", paid, by="own_share", categories=kinds),
    ]


def _emergencies(base: Base) -> list[Counts]:
    """Placements begun in the year, those begun as an emergency, and emergency decisions of every
    kind by legal basis.

    A child placed twice counts twice. Counted from the legal basis of measures, which both file
    formats have.
    """
    started = dated(base.measures, "start", base.years)
    acute = started[started["emergency"].ne("")]
    placed = acute[acute["placement"]]
    return [
        tally(base, "placements_started", started[started["placement"]]),
        tally(base, "emergency_placements", placed),
        tally(
            base, "emergency_placements", placed, by="emergency", categories=EMERGENCY_PLACEMENTS
        ),
        tally(base, "emergency_decisions", acute),
        tally(base, "emergency_decisions", acute, by="emergency", categories=EMERGENCIES),
    ]


def _moves(base: Base) -> list[Counts]:
    """Moves of placed children from one home to another, and those that were not intended."""
    moves = dated(base.elements("moves"), "date", base.years)
    moves = moves[moves["cause"].ne(MOVED_ALONG) & moves["destination"].ne(NEW_ADDRESS)]
    unintended, within = moves[moves["cause"].isin(UNINTENDED)], (BVR_FROM, 9999)
    return [
        tally(base, "moves", moves, within=within),
        tally(base, "unintended_moves", unintended, within=within),
        tally(base, "children_with_unintended_moves", unintended, once=True, within=within),
    ]
