"""Which municipalities a data set has figures of, in a sentence for the index."""

from collections.abc import Mapping

from barnevern.norwegian.messages import say
from barnevern.norwegian.text import alphabetical, listed
from barnevern.observations import regions

RECENT = 5  # years that count as new, the newest of the data set among them
MOST_NAMED = 40


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
    who = named if len(recent) <= MOST_NAMED else say("index-municipalities", count=len(recent))
    return say("index-covered", first=first, places=who, older=older)
