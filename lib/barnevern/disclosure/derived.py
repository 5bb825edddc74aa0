"""Figures derived from counts: what is marked as hidden because a suppressed count stands behind
it, and what published counts are rounded to.
"""

from collections.abc import Iterable

import numpy as np
import pandas as pd

from barnevern.disclosure.ledger import KEY
from barnevern.disclosure.rules import Base, Rule, guarded, rests_on
from barnevern.observations import HIDDEN, groups

TEXTS = ("printed", "note")  # columns that may tell a value in words


def marked(
    passed: pd.DataFrame, suppressed: pd.DataFrame, standing: pd.DataFrame, rule: Rule
) -> pd.DataFrame:
    """The figures ``passed`` with the ``suppressed`` ones (KEY), and the ready-made ones that rest
    on them, marked as hidden; counts that are shown are rounded.

    Of those ``standing`` (KEY and value) the value that was published stands, and nothing that
    rests on the new one is shown.
    """
    suppressed = with_shared_services(suppressed)
    own = pd.MultiIndex.from_frame(passed[KEY]).isin(pd.MultiIndex.from_frame(suppressed))
    unknown = pd.concat([suppressed, standing[KEY]])
    closed = own | (_gives_back(passed, unknown, rule) & ~passed["public"])
    texts = [column for column in TEXTS if column in passed.columns]
    return passed.assign(
        value=_published_values(passed, standing, rule).mask(closed),
        status=passed["status"].mask(closed, HIDDEN),
        **{column: passed[column].mask(closed, "") for column in texts},
    )


def with_shared_services(suppressed: pd.DataFrame) -> pd.DataFrame:
    """The suppressed figures (KEY) and those of shared services that have one of them among their
    parts.

    Most services are of two or three municipalities: their sums would give a suppressed figure back
    as often as not.
    """
    members = groups.membership()
    services = members[members["group"].str.startswith(groups.SERVICE)]
    above = suppressed.merge(services, on="region")
    return pd.concat([suppressed, above.assign(region=above["group"])[KEY]]).drop_duplicates()


def _published_values(
    passed: pd.DataFrame, standing: pd.DataFrame, rule: Rule
) -> "pd.Series[float]":
    """The value of each figure: the one that stands, or its own, rounded where it is a guarded
    count.
    """
    stood = _of_key(passed, pd.concat([standing, _of_services(passed, standing)]))
    value = stood.fillna(passed["value"])
    exact = ~passed["measure"].isin(guarded()) | passed["public"] | stood.notna()
    if rule.round_to <= 1:
        return value
    return value.where(exact, (value / rule.round_to).round() * rule.round_to)


def _of_key(passed: pd.DataFrame, values: pd.DataFrame) -> "pd.Series[float]":
    """The value that each figure has among ``values`` (KEY and value), missing where it has
    none.
    """
    found = passed[KEY].merge(values, on=KEY, how="left")["value"]
    return found.astype("float64").set_axis(passed.index)


def _of_services(passed: pd.DataFrame, standing: pd.DataFrame) -> pd.DataFrame:
    """What the counts of shared services with a member whose figure stands come to (KEY and
    value): with the new figure, the sum would tell it.
    """
    members = groups.membership()
    services = members[members["group"].str.startswith(groups.SERVICE)]
    late = standing.assign(late=standing["value"] - _of_key(standing, passed[[*KEY, "value"]]))
    late = late.merge(services, on="region").assign(region=lambda rows: rows["group"])
    lacking = late.groupby(KEY)["late"].sum().reset_index()
    told = lacking.merge(passed[[*KEY, "value"]], on=KEY)
    return told.assign(value=told["value"] + told["late"])[[*KEY, "value"]]


def _gives_back(passed: pd.DataFrame, suppressed: pd.DataFrame, rule: Rule) -> "pd.Series[bool]":
    """Which ready-made figures would give a suppressed count back, or are a mean over so few that
    they tell of one.
    """
    closed = _too_little_to_rest_on(passed, suppressed, rule)
    result = pd.Series(data=False, index=passed.index)
    for measure, bases in rests_on().items():
        rows = passed[passed["measure"].eq(measure)]
        if len(rows):
            on_closed = np.any([_base_of(rows, base).isin(closed) for base in bases], axis=0)
            result.loc[rows.index[on_closed | _tells_unrounded(bases, rule)]] = True
    return result


def _too_little_to_rest_on(
    passed: pd.DataFrame, suppressed: pd.DataFrame, rule: Rule
) -> pd.MultiIndex:
    """The keys of counts that are suppressed, hidden already, or under ``least_base``."""
    few = passed.loc[passed["value"].between(1, rule.least_base - 1), KEY]
    hidden = passed.loc[passed["status"].eq(HIDDEN), KEY]
    return pd.MultiIndex.from_frame(pd.concat([suppressed, few, hidden]).drop_duplicates())


def _tells_unrounded(bases: Iterable[Base], rule: Rule) -> bool:
    """Whether a figure on ``bases`` would tell a count as it was before it was rounded."""
    return rule.round_to > 1 and any(base.measure in guarded() for base in bases)


def _base_of(rows: pd.DataFrame, base: Base) -> pd.MultiIndex:
    """The keys of the count that each of ``rows`` rests on."""
    category = rows["category"] if base.category is None else base.category
    bases = rows.assign(
        measure=base.measure, category=category, year=rows["year"] - base.years_before
    )
    return pd.MultiIndex.from_frame(bases[KEY])
