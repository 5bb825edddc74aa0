"""A page reads the row groups that can hold its rows and no others; what is read is what the table
holds.
"""

import os
from pathlib import Path
from tempfile import TemporaryDirectory

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from barnevern.data import parquet

CODES = st.sampled_from(["0301", "1101", "3201", "4601", "EAK", "Ål"])
TABLES = st.lists(st.tuples(CODES, st.integers(2013, 2017)), max_size=40)


def written(path: Path, rows: list[tuple[str, int]], group: int) -> pd.DataFrame:
    """A table in the order of a data set, in row groups of so many rows."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(parquet, "ROW_GROUP", group)
        table = pd.DataFrame(sorted(rows), columns=["region", "year"]).astype(
            {"region": "str", "year": "int64"}
        )
        table["value"] = range(len(table))
        parquet.write(table, path)
    return table


@given(
    TABLES,
    st.integers(1, 7),
    st.sets(CODES),
    st.sets(st.integers(2012, 2018)),
    st.integers(2012, 2018),
)
def test_what_is_read_is_what_the_table_holds(rows, group, codes, years, until):
    with TemporaryDirectory() as folder:
        path = Path(folder) / "table.parquet"
        table = written(path, rows, group)
        found = parquet.read(path, among={"region": codes, "year": years}, at_most={"year": until})
    kept = table["region"].isin(codes) & table["year"].isin(years) & table["year"].le(until)
    assert found.to_dict("records") == table[kept].to_dict("records")


def test_only_row_groups_that_can_hold_a_wanted_row_are_read(tmp_path, monkeypatch):
    written(
        tmp_path / "table.parquet",
        [(code, year) for code in ("0301", "1101", "3201", "4601") for year in range(2013, 2018)],
        5,
    )
    asked: list[list[int]] = []
    read = pq.ParquetFile.read_row_groups
    monkeypatch.setattr(
        pq.ParquetFile,
        "read_row_groups",
        lambda file, groups, **options: asked.append(groups) or read(file, groups, **options),
    )
    parquet.read(tmp_path / "table.parquet", among={"region": {"1101", "4601", "9999"}})
    parquet.read(tmp_path / "table.parquet", among={"region": {"1101"}, "year": {1999}})
    assert asked == [[1, 3], []]


def test_a_file_that_is_replaced_is_read_anew(tmp_path):
    path, other = tmp_path / "table.parquet", tmp_path / "other.parquet"
    written(path, [("0301", 2013)], 5)
    assert parquet.read(path, among={"region": {"4601"}}).empty
    written(other, [("4601", 2013)], 5)
    at = path.stat()
    os.utime(other, ns=(at.st_atime_ns, at.st_mtime_ns))
    other.replace(path)
    assert parquet.read(path, among={"region": {"4601"}})["region"].tolist() == ["4601"]


def test_a_row_group_that_does_not_tell_its_least_and_greatest_is_read(tmp_path):
    pq.write_table(
        pa.table({"region": ["0301", "4601"]}), tmp_path / "table.parquet", write_statistics=False
    )
    assert parquet.read(tmp_path / "table.parquet", among={"region": {"4601"}})[
        "region"
    ].tolist() == ["4601"]
