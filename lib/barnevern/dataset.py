"""A data set: a folder of Parquet and dataset.json, read a few regions at a time."""

import json
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from barnevern import store
from barnevern.paths import DATA
from barnevern.problems import InputProblems, Problem, nearest
from barnevern.store import BACKGROUND, BY_MEASURE, BY_REGION, DEMO, LOCAL, READ


@dataclass(frozen=True)
class Dataset:
    """An open data set. ``folder`` holds the Parquet that build() writes, and dataset.json."""

    folder: Path

    @cached_property
    def about(self) -> dict[str, Any]:
        """dataset.json: name, title, date, licence, synthetic, disclosure, content."""
        return dict(json.loads((self.folder / "dataset.json").read_text(encoding="utf-8")))

    @property
    def counted(self) -> bool:
        """Whether the figures are counted from case extracts, real or made up, instead of quoted from publications."""
        return self.about["name"] in (DEMO, LOCAL)

    @cached_property
    def sources(self) -> pd.DataFrame:
        """One row per source: source, title, publisher, published, licence, url."""
        return pd.read_parquet(self.folder / "sources.parquet")

    def read(self, regions: list[str], until: int | None = None, measures: list[str] | None = None) -> pd.DataFrame:
        """The newest figures of ``regions`` (codes), of ``measures`` or of all, up to and including the year ``until``."""
        filters: list[tuple[str, str, Any]] = [("region", "in", sorted(set(regions)))]
        filters += [("year", "<=", until)] if until is not None else []
        filters += [("measure", "in", measures)] if measures else []
        return _rows(self.folder / BY_REGION, filters)

    def editions(self, regions: list[str]) -> pd.DataFrame:
        """Every published edition of every figure of ``regions``, as it was published, with the code of its year."""
        return pd.read_parquet(self.folder / "editions.parquet", filters=[("current", "in", regions)])

    def across(self, measures: list[str], year: int) -> pd.DataFrame:
        """The newest figures of ``measures`` in ``year`` for every municipality."""
        filters = [("measure", "in", measures), ("year", "==", year)]
        return _rows(self.folder / BY_MEASURE, filters)

    def neighbours(self, region: str) -> list[str]:
        """The municipalities most like ``region``, the nearest first."""
        table = pd.read_parquet(self.folder / "neighbours.parquet", filters=[("region", "==", region)])
        return table.sort_values("rank")["neighbour"].tolist()

    def forecast_errors(self) -> dict[int, npt.NDArray[np.float64]]:
        """How wrong forecasts of this data set's series would have been, by years ahead, in units of their yearly steps."""
        table = pd.read_parquet(self.folder / "forecast_errors.parquet")
        return {horizon: table.loc[table["horizon"].eq(horizon), "error"].to_numpy() for horizon in table["horizon"].unique().tolist()}

    def latest_years(self, measures: list[str] | None = None) -> dict[str, int]:
        """The latest year each municipality has a figure of its own for, of ``measures`` or of all but BACKGROUND."""
        columns = ["region", "year", "measure", "value"]
        table = pd.read_parquet(self.folder / BY_REGION, columns=columns)
        wanted = table["measure"].isin(measures) if measures else ~table["measure"].isin(BACKGROUND)
        own = table[wanted & table["value"].notna() & table["region"].str.fullmatch(r"\d{4}")]
        return {str(code): int(year) for code, year in own.groupby("region")["year"].max().items()}


def open_dataset(name: str) -> Dataset:
    """The data set called ``name`` (published, demo or local), or in the folder ``name``; its Parquet is built when it is not there.

    Raises InputProblems when there is no such data set or its tables are wrong.
    """
    if name == DEMO:
        return Dataset(store.build_demo())
    folder = _local() if name == LOCAL else DATA / name if (DATA / name / "dataset.json").is_file() else Path(name)
    if not (folder / "dataset.json").is_file():
        known = sorted([DEMO, LOCAL, *(path.parent.name for path in DATA.glob("*/dataset.json"))])
        remedy = "load your own files first: barnevern extract load" if name == LOCAL else nearest(name, known) or "use one of: " + ", ".join(known)
        raise InputProblems([Problem("", "", "dataset", name, "there is no such data set", remedy)])
    if (folder / BY_REGION).is_file():
        return Dataset(folder)
    return build(folder)


def _local() -> Path:
    from barnevern.local import folder  # only here: no page of another data set needs the loading of extracts

    return folder()


def build(folder: Path, out: Path | None = None) -> Dataset:
    """Check the tables of ``folder``, write them as Parquet (to ``out`` if given) and open them. Raises InputProblems."""
    return Dataset(store.build(folder, out))


def _rows(path: Path, filters: list[tuple[str, str, Any]]) -> pd.DataFrame:
    # On one thread: a page reads a few thousand rows, and its neighbours in the batch have the other core.
    return pd.read_parquet(path, columns=READ, filters=filters, use_threads=False)
