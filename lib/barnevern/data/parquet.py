"""Tables as Parquet, a few rows at a time. pyarrow stands behind this module only.

Nothing here starts a thread: the batch reads before it forks, and many pages are made at once.
"""

from collections.abc import Collection, Mapping
from functools import lru_cache, reduce
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

# 357 municipalities share about 750 000 rows: small row groups let a page read its own few regions
# only.
ROW_GROUP = 2_000
Version = tuple[str, int, int, int]  # a file as it is now: path, inode, size and time of change


def write(table: pd.DataFrame, path: Path, *, whole: str = "") -> None:
    """Write a table; sort it by what it will be read by.

    The rows of one value of the column ``whole`` stand in one row group, so that nothing is read
    beside them.
    """
    arrow = pa.Table.from_pandas(table, preserve_index=False)
    ends = _ends(table[whole]) if whole else range(ROW_GROUP, len(table) + ROW_GROUP, ROW_GROUP)
    with pq.ParquetWriter(path, arrow.schema, compression="zstd") as file:
        for first, end in pairwise([0, *ends]):
            file.write_table(arrow.slice(first, end - first), row_group_size=max(end - first, 1))


def _ends(keys: pd.Series) -> list[int]:
    """Where row groups end when those of one key stay together, about ROW_GROUP rows in each."""
    codes = keys.cat.codes.to_numpy() if isinstance(keys.dtype, pd.CategoricalDtype) else keys
    changes = [*(np.flatnonzero(codes[1:] != codes[:-1]) + 1).tolist(), len(keys)]
    ends: list[int] = []
    for change, following in zip(changes, [*changes[1:], 0], strict=True):
        if not following or following - (ends[-1] if ends else 0) > ROW_GROUP:
            ends.append(change)
    return ends


def read(
    path: Path,
    *,
    columns: list[str] | None = None,
    among: Mapping[str, Collection[Any]] | None = None,
    at_most: Mapping[str, int] | None = None,
    at_least: Mapping[str, int] | None = None,
    categories: bool = False,
) -> pd.DataFrame:
    """The rows whose columns hold one of the values in ``among``, no more than ``at_most`` and no
    less than ``at_least``; all rows without any. Texts come as ``categories`` if they were written
    so and are wanted so.

    Raises OSError or ValueError when the file cannot be read.
    """
    at = path.stat()
    version = (str(path), at.st_ino, at.st_size, at.st_mtime_ns)
    with pq.ParquetFile(
        path, metadata=_footer(version), memory_map=True, pre_buffer=False
    ) as file:  # reading ahead would start a thread
        groups = np.arange(file.num_row_groups)
        for column, values in (among or {}).items():
            groups = groups[_may_hold(version, column, values)[groups]]
        table = file.read_row_groups(groups.tolist(), columns=columns, use_threads=False)
    wanted = [_is_among(table[column], values) for column, values in (among or {}).items()]
    wanted += [pc.less_equal(table[column], value) for column, value in (at_most or {}).items()]
    wanted += [pc.greater_equal(table[column], value) for column, value in (at_least or {}).items()]
    table = table.filter(reduce(pc.and_, wanted)) if wanted else table
    found: pd.DataFrame = table.to_pandas(use_threads=False)
    return found if categories else plain(found)


def _is_among(column: pa.ChunkedArray, values: Collection[Any]) -> pa.ChunkedArray:
    kind = column.type.value_type if pa.types.is_dictionary(column.type) else column.type
    return pc.is_in(column, value_set=pa.array(sorted(values), kind))


def plain(table: pd.DataFrame) -> pd.DataFrame:
    """The table with texts in the place of categories."""
    columns = {
        name: table[name].array.astype("str")
        if isinstance(table[name].dtype, pd.CategoricalDtype)
        else table[name].array
        for name in table.columns
    }
    return pd.DataFrame(columns, copy=False)


def _may_hold(version: Version, column: str, values: Collection[Any]) -> npt.NDArray[np.bool_]:
    """Whether each row group can have a row with one of the values, by the least and the greatest
    in it.
    """
    limits = _limits(version, column)
    if limits is None:
        return np.ones(_footer(version).num_row_groups, dtype=bool)
    least, greatest = limits
    wanted = np.asarray([*sorted(values), None], dtype=object)
    candidate = wanted[np.searchsorted(wanted[:-1], least)]  # the first that is not below the least
    return np.asarray(
        [one is not None and one <= most for one, most in zip(candidate, greatest, strict=True)],
        dtype=bool,
    )


# A page asks a file several times, and the pages of a batch come from one parent: what a file says
# of itself is read once.


@lru_cache(maxsize=32)
def _footer(version: Version) -> pq.FileMetaData:
    return pq.read_metadata(version[0])


@lru_cache(maxsize=64)
def _limits(
    version: Version, column: str
) -> tuple[npt.NDArray[np.object_], npt.NDArray[np.object_]] | None:
    """The least and the greatest value of a column in each row group; None where one of them does
    not tell.
    """
    footer = _footer(version)
    place = footer.schema.names.index(column)
    found = [footer.row_group(n).column(place).statistics for n in range(footer.num_row_groups)]
    if not all(one is not None and one.has_min_max for one in found):
        return None
    return np.asarray([one.min for one in found], dtype=object), np.asarray(
        [one.max for one in found], dtype=object
    )
