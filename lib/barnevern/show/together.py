"""Hidden categories told together: what a total has besides the categories that are shown.

Whoever has the total and the others can work it out, so it gives nothing away; but a reader should
not have to.
"""

from barnevern import reference
from barnevern.disclosure.relations import declared
from barnevern.indicators import Indicator
from barnevern.indicators.figure import Figure, Figures, known
from barnevern.norwegian.messages import say
from barnevern.observations import HIDDEN

KIND = "hidden_together"  # data/reference/derived_kinds.csv
TOTAL = ""
SEVERAL = 2  # categories; one alone is never hidden beside its total


def hidden_together(entry: Indicator, numbers: Figures) -> Figures:
    """For each year whose total is shown and some of whose categories are hidden: what those come
    to, as a figure of the total's kind KIND.

    Only where the categories add up to the total (data/reference/sums.yml), and every one of them
    is shown or hidden.
    """
    found = []
    for total in known(one for one in numbers if one.category == TOTAL):
        parts = [one for one in numbers if one.year == total.year and one.category]
        shown, hidden = known(parts), [one for one in parts if one.status == HIDDEN]
        whole = {one.category for one in [*shown, *hidden]} == set(entry.categories)
        if whole and len(hidden) >= SEVERAL and adds_up(entry, total.year):
            rest = (total.value or 0) - sum(one.value or 0 for one in shown)
            found.append(total.derived(KIND, rest))
    return found


def hidden_may_be_larger(numbers: Figures, together: Figures, top: Figure) -> bool:
    """Whether a hidden category of ``numbers`` could be as large as ``top``, the largest that is
    shown: not where all of them ``together`` are fewer.
    """
    of_year = [one for one in numbers if one.year == top.year]
    if not any(one.status == HIDDEN for one in of_year):
        return False
    rest = [one.value or 0 for one in together if one.year == top.year]
    own = [one.value or 0 for one in known(of_year) if one.category == top.category]
    return not (rest and own and rest[0] < own[0])


def adds_up(entry: Indicator, year: int) -> bool:
    """Whether the categories are declared to add up to the total, and the figures are counts."""
    if entry.numerator is None or entry.denominator is not None:
        return False
    measure = entry.numerator.measure
    parts = [(measure, category) for category in entry.categories]
    sums = (of for total, of in declared(year).sums if total == (measure, TOTAL))
    return any(sorted(of) == sorted(parts) for of in sums)


def name_of(entry: Indicator, hidden: set[str]) -> str:
    """What the ``hidden`` categories are called together."""
    names = {
        frozenset(row["categories"].split()): row["name"]
        for row in reference.rows("merged_categories.csv")
        if row["dimension"] == entry.breakdown
    }
    return names.get(frozenset(hidden)) or say("breakdown-together")
