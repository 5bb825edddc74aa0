"""Which municipalities are most like one another, whatever county or KOSTRA group they belong
to.
"""

import numpy as np
import numpy.typing as npt
import pandas as pd

NEIGHBOURS = 10


def most_alike(features: pd.DataFrame, count: int = NEIGHBOURS) -> pd.DataFrame:
    """The ``count`` most similar municipalities of each one in ``features`` (index region; one
    column per feature).

    The distance is the root mean square of the differences in standard deviations over the features
    both have; the logarithm of a size should be given, not the size. Returns region, rank (1 is
    nearest), neighbour; equal distances go by code.
    """
    table = features.sort_index()
    order = np.argsort(_distances(table), axis=1, kind="stable")[:, :count]
    codes = table.index.to_numpy()
    ranks = np.tile(np.arange(1, order.shape[1] + 1), len(codes))
    return pd.DataFrame(
        {
            "region": np.repeat(codes, order.shape[1]),
            "rank": ranks,
            "neighbour": codes[order.ravel()],
        }
    )


def _distances(table: pd.DataFrame) -> npt.NDArray[np.float64]:
    """The distance of each row of features to each other; infinite to itself and where none is
    known.
    """
    scaled = ((table - table.mean()) / table.std(ddof=0)).to_numpy(float)
    apart = scaled[:, None, :] - scaled[None, :, :]
    known = ~np.isnan(apart)
    squares = np.where(known, apart, 0) ** 2
    with np.errstate(invalid="ignore"):
        distance = np.sqrt(squares.sum(axis=2) / known.sum(axis=2))
    np.fill_diagonal(distance, np.inf)
    return np.where(np.isnan(distance), np.inf, distance)
