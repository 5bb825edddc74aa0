"""What several editions of the same figures give away together."""

import numpy as np
import pandas as pd
from scipy import sparse

from barnevern.disclosure import elimination
from barnevern.disclosure.constraints import build
from barnevern.disclosure.ledger import KEY, NOTHING_PAST, Past

PLACE = ["region", "measure", "category"]


def opened(raws: list[pd.DataFrame], made: list[pd.DataFrame], year: int) -> pd.DataFrame:
    """The figures hidden in the newest edition that are fixed by what all editions ``made`` (KEY
    and value) of ``raws`` show together.
    """
    systems = [build(raw, year) for raw in raws]
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


def revised_figures(raws: list[pd.DataFrame], made: list[pd.DataFrame]) -> dict[str, int]:
    """Of the figures whose raw value in the newest edition is another than in the first: how many
    there are (``revised``), how many of them the first edition showed (``shown_first``), and how
    many the newest shows as they are now (``shown_now``) or as they were (``waiting``).
    """
    first, then, last, now = (
        table.set_index(KEY)["value"].sort_index()
        for table in (made[0], raws[0], made[-1], raws[-1])
    )
    then, now = then.reindex(first.index), now.reindex(first.index)
    revised = then.ne(now)
    marks = {
        "revised": revised,
        "shown_first": revised & first.notna(),
        "shown_now": revised & last.eq(now),
        "waiting": revised & last.notna() & last.ne(now),
    }
    return {name: int(mark.sum()) for name, mark in marks.items()}


def in_order(published: pd.DataFrame) -> pd.DataFrame:
    """KEY and value of what is published."""
    return published.sort_values(KEY, ignore_index=True)[[*KEY, "value"]]
