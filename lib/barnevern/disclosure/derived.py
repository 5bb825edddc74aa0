"""Figures derived from counts: what is marked as hidden because a suppressed count stands behind
it, and what published counts are rounded to.
"""

from collections.abc import Iterable

import numpy as np
import pandas as pd

from barnevern.disclosure.ledger import KEY
from barnevern.disclosure.rules import Base, Rule, guarded, rests_on
from barnevern.observations import HIDDEN, groups


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
    texts = {
        column: passed[column].mask(closed, "")
        for column in ("printed", "note")
        if column in passed.columns
    }
    return passed.assign(
        value=_published_values(passed, standing, rule).mask(closed),
        status=passed["status"].mask(closed, HIDDEN),
        **texts,
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
    stood = passed[KEY].merge(standing, on=KEY, how="left")["value"]
    stood = stood.astype("float64").set_axis(passed.index)
    value = stood.fillna(passed["value"])
    exact = ~passed["measure"].isin(guarded()) | passed["public"] | stood.notna()
    if rule.round_to <= 1:
        return value
    return value.where(exact, (value / rule.round_to).round() * rule.round_to)


def _closed(passed: pd.DataFrame, suppressed: pd.DataFrame, rule: Rule) -> pd.MultiIndex:
    """The keys of the counts that nothing may rest on: suppressed, hidden, or too few."""
    few = passed["value"].between(1, rule.least_base - 1)
    hidden = passed["status"].eq(HIDDEN)
    keys = pd.concat([suppressed, passed.loc[few, KEY], passed.loc[hidden, KEY]])
    return pd.MultiIndex.from_frame(keys.drop_duplicates())


def _gives_back(passed: pd.DataFrame, suppressed: pd.DataFrame, rule: Rule) -> "pd.Series[bool]":
    """Which ready-made figures would give a suppressed count back, or are a mean over so few that
    they tell of one.
    """
    closed = _closed(passed, suppressed, rule)
    result = pd.Series(data=False, index=passed.index)
    for measure, bases in rests_on().items():
        rows = passed[passed["measure"].eq(measure)]
        if len(rows):
            on_closed = np.any([_base_of(rows, base).isin(closed) for base in bases], axis=0)
            result.loc[rows.index[on_closed | _tells_unrounded(bases, rule)]] = True
    return result


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
