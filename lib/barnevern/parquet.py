"""Tables as Parquet, a few rows at a time. pyarrow stands behind this module only.

Nothing here starts a thread: the batch reads before it forks, and many pages are made at once.
"""

from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

# 357 municipalities share about 55 000 rows: small row groups let a page read its own few regions only.
ROW_GROUP = 2_000


def write(table: pd.DataFrame, path: Path) -> None:
    """Write a table; sort it by what it will be read by."""
    arrow = pa.Table.from_pandas(table, preserve_index=False)
    pq.write_table(arrow, path, row_group_size=ROW_GROUP, compression="zstd")


def read(
    path: Path, *, columns: list[str] | None = None, among: Mapping[str, Collection[Any]] | None = None, at_most: Mapping[str, int] | None = None
) -> pd.DataFrame:
    """The rows whose columns hold one of the values in ``among`` and no more than ``at_most``; all rows without either.

    Raises OSError or ValueError when the file cannot be read.
    """
    with pq.ParquetFile(path, memory_map=True, pre_buffer=False) as file:  # reading ahead would start a thread
        groups = [n for n in range(file.num_row_groups) if _may_hold(file.metadata.row_group(n), among or {})]
        table = file.read_row_groups(groups, columns=columns, use_threads=False)
    for column, values in (among or {}).items():
        table = table.filter(pc.is_in(table[column], value_set=pa.array(sorted(values), table.schema.field(column).type)))
    for column, value in (at_most or {}).items():
        table = table.filter(pc.less_equal(table[column], value))
    found: pd.DataFrame = table.to_pandas(use_threads=False)
    return found


def _may_hold(group: Any, among: Mapping[str, Collection[Any]]) -> bool:
    """Whether a row group can have a row with one of the values, by the least and the greatest in it."""
    for n in range(group.num_columns):
        column = group.column(n)
        values, limits = among.get(column.path_in_schema), column.statistics
        if values is not None and limits is not None and limits.has_min_max and not any(limits.min <= value <= limits.max for value in values):
            return False
    return True
