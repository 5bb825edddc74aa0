"""Changes of law that figures must be read with, from data/reference/law_changes.yml."""

from functools import lru_cache
from typing import Any

from barnevern import reference
from barnevern.norwegian.messages import say


@lru_cache
def _listed() -> list[dict[str, Any]]:
    return list(reference.document("law_changes.yml"))


def bearing_on(indicator: str) -> list[tuple[int, str]]:
    """The changes that bear on the indicator (its id): the first year each holds, and a
    sentence.
    """
    return [(one["year"], _sentence(one)) for one in _listed() if indicator in one["indicators"]]


def of_year(year: int) -> list[str]:
    """A sentence for each change that began to hold in the year."""
    return [_sentence(one) for one in _listed() if one["year"] == year]


def indicators() -> set[str]:
    """The ids of every indicator that a change bears on."""
    return {name for one in _listed() for name in one["indicators"]}


def _sentence(one: dict[str, Any]) -> str:
    return say("catalogue-law-change", year=one["year"], change=one["text"])
