"""What is said first: the law, then the size of a certain effect, each quantity once, and what is
good beside what is not.
"""

from collections.abc import Iterable, Sequence

from barnevern.editor.gather import Result
from barnevern.indicators import PARTS
from barnevern.indicators.ages import of_newest_ages

FIRST, MOST = 3, 5  # findings that are seen at once, and those on the first screen
MOST_OF_LAW = 2  # among the first


def main_findings(results: Iterable[Result]) -> list[Result]:
    """Those that are findings, by importance and each quantity once: where the law is not kept, the
    longest way from it first, then the largest certain effects, then trends.
    """
    found = sorted((one for one in _newest(results) if one.found), key=_importance)
    top = largest(found)
    once = {top.indicator.quantity: top} if top else {}
    for one in found:
        once.setdefault(one.indicator.quantity, one)
    return sorted(once.values(), key=_importance)


def _newest(results: Iterable[Result]) -> list[Result]:
    """Those of the newest year of their quantity, and not of ages that others took the place of."""
    found = list(results)
    years: dict[str, int] = {}
    for one in found:
        years[one.indicator.quantity] = max(years.get(one.indicator.quantity, 0), _year(one))
    newest = [one for one in found if _year(one) == years[one.indicator.quantity]]
    return of_newest_ages(newest, lambda one: one.indicator, lambda one: one.indicator.quantity)


def _year(one: Result) -> int:
    return one.own.year if one.own else 0


def _importance(one: Result) -> tuple[float, ...]:
    """Smallest first. Equal effects are told apart by how certain they are, then by how many
    children or kroner are behind.
    """
    certainty = max((abs(clear.z) for clear in one.clear), default=0.0)
    behind = (one.own.numerator if one.own else None) or 0.0
    broken = one.kept is False
    return (not broken, -one.gap if broken else 0.0, -round(one.effect, 2), -certainty, -behind)


def leading(found: Sequence[Result]) -> list[Result]:
    """The first findings of the page: the law, and the largest certain deviation from the group
    among the first three; good news among the others where the first are none.
    """
    law = [one for one in found if one.kept is False]
    others = [one for one in found if one.kept is not False]
    deviation = largest(found)
    first = [*law[: MOST_OF_LAW if deviation else FIRST]]
    if deviation and deviation not in first:
        first.append(deviation)
    first += [one for one in others if one not in first][: FIRST - len(first)]
    rest = [one for one in found if one not in first]
    for side in (True, False):
        if not any(one.good is side for one in first):
            first += [one for one in rest if one.good is side][:1]
    return [*first, *(one for one in rest if one not in first)][:MOST]


def largest(found: Iterable[Result]) -> Result | None:
    """The finding with the largest clear deviation from the group, of those in a profile where
    there is any.
    """
    away = [one for one in found if one.level]
    profile = [one for one in away if one.indicator.asss or one.indicator.kostra]
    newest = max(map(_year, profile), default=0)
    of_profile = [one for one in profile if _year(one) == newest]
    return max(of_profile or away, key=_deviation, default=None)


def _deviation(one: Result) -> float:
    return abs(one.level.effect) if one.level else 0.0


def plain(results: Iterable[Result], without: Iterable[Result], most: int) -> list[Result]:
    """Figures that are no findings, for where there are few findings: those of quantities that are
    not told of yet, each once.
    """
    newest = _newest(one for one in results if one.own and not one.odd)
    return unseen(newest, without)[:most]


def unseen(results: Iterable[Result], told: Iterable[Result]) -> list[Result]:
    """The first result of each quantity that is not among those ``told``."""
    seen = {one.indicator.quantity for one in told}
    once: dict[str, Result] = {}
    for one in results:
        if one.indicator.quantity not in seen:
            once.setdefault(one.indicator.quantity, one)
    return list(once.values())


def by_part(found: Iterable[Result]) -> dict[str, list[Result]]:
    """The results in the four parts of what a council must know, in their order."""
    parts: dict[str, list[Result]] = {part: [] for part in PARTS}
    for one in found:
        parts[one.indicator.part].append(one)
    return parts
