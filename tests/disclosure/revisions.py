"""What several editions of the same figures give away together."""

from itertools import pairwise

import numpy as np
import pandas as pd
from scipy import sparse

from barnevern.disclosure import elimination
from barnevern.disclosure.constraints import build
from barnevern.disclosure.ledger import KEY, NOTHING_PAST, Past

PLACE = ["region", "measure", "category"]


def behind(raws: list[pd.DataFrame], made: list[pd.DataFrame]) -> list[pd.DataFrame]:
    """The raw figures behind each edition: of a measure that stands as it did, those of the edition
    before.
    """
    found = raws[:1]
    for raw, (before, now) in zip(raws[1:], pairwise(made), strict=True):
        same = before["value"].eq(now["value"]) | (before["value"].isna() & now["value"].isna())
        standing = [measure for measure, rows in same.groupby(now["measure"]) if rows.all()]
        found.append(
            raw.assign(value=raw["value"].mask(raw["measure"].isin(standing), found[-1]["value"]))
        )
    return found


def opened(raws: list[pd.DataFrame], made: list[pd.DataFrame], year: int) -> pd.DataFrame:
    """The figures hidden in the newest edition that are fixed by what all editions ``made`` (KEY
    and value) of ``raws`` show together.
    """
    systems = [build(raw, year) for raw in behind(raws, made)]
    order = systems[-1].cells[PLACE]
    published = [
        order.merge(edition, on=PLACE)["value"].astype(float).to_numpy() for edition in made
    ]
    count, hidden = systems[-1].count, np.isnan(published[-1])
    cells, rests = [], []
    for values, then in zip(published, systems, strict=True):
        # A reader takes a figure that both editions hide to be the same; one that was hidden then
        # and is shown now is known.
        cells.append(
            then.constraints[:, :count].multiply((np.isnan(values) & hidden).astype(float))
        )
        rests.append(then.constraints[:, count:])
    stacked = sparse.hstack([sparse.vstack(cells), sparse.block_diag(rests)]).tocsr()
    unknown = np.concatenate([hidden, np.ones(stacked.shape[1] - count, dtype=bool)])
    return order[elimination.determined(stacked, unknown)[:count] & hidden]


def remembered(past: Past, published: pd.DataFrame, edition: str) -> Past:
    """``past`` with one more edition."""
    rows = published.assign(edition=edition).reindex(columns=NOTHING_PAST.editions.columns)
    return Past(pd.concat([past.editions, rows], ignore_index=True))


def in_order(published: pd.DataFrame) -> pd.DataFrame:
    """KEY and value of what is published."""
    return published.sort_values(KEY, ignore_index=True)[[*KEY, "value"]]
