"""Which municipalities a data set has figures of, in a sentence for the index."""

from collections.abc import Mapping

from barnevern.norwegian.numbers import number
from barnevern.norwegian.text import alphabetical, listed
from barnevern.observations import regions

RECENT = 5  # years that count as new, the newest of the data set among them
MOST_NAMED = 40
FETCH = (
    "tall for resten av landet hentes fra Statistisk sentralbyrå med kommandoen"
    " «barnevern data fetch»"
)


def sentence(latest: Mapping[str, int]) -> str:
    """Which municipalities have figures of their own, from the ``latest`` year of each: the new
    ones by name, and how to get the rest; "" where every municipality has, or none.
    """
    everyone = len(regions.municipalities())
    if not latest or len(latest) >= everyone:
        return ""
    first = max(latest.values()) - RECENT + 1
    recent = [code for code, year in latest.items() if year >= first]
    older = len(latest) - len(recent)
    named = listed(sorted(map(regions.name_of, recent), key=alphabetical))
    who = named if len(recent) <= MOST_NAMED else f"{number(len(recent))} kommuner"
    others = "én annen kommune" if older == 1 else f"{number(older)} andre kommuner"
    rest = f", og eldre tall for {others}" if older else ""
    return f"Datasettet har virkelige tall fra {first} eller senere for {who}{rest}; {FETCH}."
