"""Children away from home: placed and not placed, foster homes and institutions, emergencies,
moves.

Function 252 holds the children who were placed for at least a day of the year, function 251 the
other children with measures (Statistics Norway, table 12275).
"""

import pandas as pd

from barnevern.counting import measures
from barnevern.counting.base import Base
from barnevern.counting.legal import FOSTER_HOME, INSTITUTION
from barnevern.counting.periods import SINCE_BVR, dated
from barnevern.counting.tally import Counts, by, by_ranges, tally, total_and

FOSTER_TYPES = {"2.1": "family_network", "2.2": "outside_family_network"}
YOUTH_FROM_AGE = 13  # the age group 13–17 years is the youngest that Statistics Norway calls ungdom
EMERGENCIES = ["without_care", "care", "moving_ban", "behaviour", "trafficking", "not_stated"]
EMERGENCY_PLACEMENTS = {"without_care": "voluntary", "behaviour": "serious_behaviour"}
OWN_SHARE = {
    "3.8": "parent_child_centre",
    "2.3": "emergency_or_specialised_foster_home",
    "2.5": "emergency_or_specialised_foster_home",
}
OWN_SHARES = ["institution", *dict.fromkeys(OWN_SHARE.values())]
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
        *total_and(base, "children_placed_31dec", placed, measures.BY_TYPE),
        *_homes(base),
        *_emergencies(base),
        *_moves(base),
    ]


def _homes(base: Base) -> list[Counts]:
    """Children in foster homes and institutions, and the places that a municipality pays an own
    share for.
    """
    rows = base.measures_by_year
    foster = rows[rows["category"].str.startswith(FOSTER_HOME)]
    institution = rows[rows["category"].str.startswith(INSTITUTION)]
    youth = institution[institution["age"].ge(YOUTH_FROM_AGE)]
    paid, shares = _with_own_share(rows[rows["on_31dec"]]), by("own_share", OWN_SHARES)
    return [
        *total_and(base, "foster_home_children", foster, by("category", FOSTER_TYPES), once=True),
        tally(base, "institution_children", institution, once=True),
        tally(base, "youth_with_institution_decision", youth, once=True),
        tally(base, "youth_in_institution_31dec", youth[youth["on_31dec"]], once=True),
        *total_and(base, "cost_driving_placements_31dec", paid, shares),
    ]


def _with_own_share(now: pd.DataFrame) -> pd.DataFrame:
    """The places among ``now`` that a municipality pays an own share for, with own_share: which
    kind; each child once a kind and year.
    """
    kind = now["category"].map(OWN_SHARE)
    kind = kind.mask(now["category"].str.startswith(INSTITUTION), OWN_SHARES[0])
    paid = now.assign(own_share=kind).dropna(subset="own_share")
    return paid.drop_duplicates(["child", "year", "own_share"])


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
        *total_and(base, "emergency_placements", placed, by("emergency", EMERGENCY_PLACEMENTS)),
        *total_and(base, "emergency_decisions", acute, by("emergency", EMERGENCIES)),
    ]


def _moves(base: Base) -> list[Counts]:
    """Moves of placed children from one home to another, and those that were not intended."""
    moves = dated(base.elements("moves"), "date", base.years)
    moves = moves[moves["cause"].ne(MOVED_ALONG) & moves["destination"].ne(NEW_ADDRESS)]
    unintended = moves[moves["cause"].isin(UNINTENDED)]
    return [
        tally(base, "moves", moves, within=SINCE_BVR),
        tally(base, "unintended_moves", unintended, within=SINCE_BVR),
        tally(base, "children_with_unintended_moves", unintended, once=True, within=SINCE_BVR),
    ]
