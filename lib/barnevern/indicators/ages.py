"""Ages that took the place of others: since 2021 measures last to 25 years, and what was told of
0-22 years is told of 0-24 (barnevernsloven § 3-6).
"""

from collections.abc import Callable, Hashable, Iterable
from typing import TypeVar

from barnevern.indicators.catalogue import Indicator

BEFORE, SINCE = "0–22 år", "0–24 år"
Row = TypeVar("Row")


def of_newest_ages(
    rows: Iterable[Row], entry: Callable[[Row], Indicator], same: Callable[[Row], Hashable]
) -> list[Row]:
    """The rows without those of an indicator for the ages BEFORE where the same is there for those
    SINCE; ``same`` is what two such indicators have in common.
    """
    every = list(rows)
    anew = {same(row) for row in every if entry(row).age == SINCE}
    return [row for row in every if entry(row).age != BEFORE or same(row) not in anew]
