"""A data set: a folder of Parquet and dataset.json, read a few regions at a time."""

import hashlib
import json
import re
import shutil
import tempfile
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from barnevern import __version__, regions
from barnevern.borders import FIGURE, targets, to_current
from barnevern.comparison.neighbours import most_alike
from barnevern.forecast import pooled_errors
from barnevern.groups import sums
from barnevern.paths import DATA, REFERENCE, STORE
from barnevern.problems import InputProblems, Problem, nearest
from barnevern.sources.tables import read_folder

# 357 municipalities share about 55 000 rows: small row groups let a page read its own few regions only.
ROW_GROUP = 2_000
BY_REGION, BY_MEASURE = "observations.parquet", "by_measure.parquet"  # the same figures in the order of a page and of the whole country
LAYOUT = 4  # raise it when the files of a store change, so that an older store is not taken for a whole one
# Known for every municipality and every year, so they do not make a year one "with figures", nor a series to learn from.
BACKGROUND = {"population_31dec", "need_index"}
READ = ["region", "year", "measure", "category", "value", "status", "source", "printed", "note"]  # what pages need of an observation
REQUIRED = ("name", "title", "date", "licence", "synthetic", "disclosure")


@dataclass(frozen=True)
class Dataset:
    """An open data set. ``folder`` holds the Parquet that build() writes, and dataset.json."""

    folder: Path

    @cached_property
    def about(self) -> dict[str, Any]:
        """dataset.json: name, title, date, licence, synthetic, disclosure, content."""
        return dict(json.loads((self.folder / "dataset.json").read_text(encoding="utf-8")))

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
    """The data set called ``name`` under data/, or in the folder ``name``; its Parquet is built when it is not there.

    Raises InputProblems when there is no such data set or its tables are wrong.
    """
    folder = DATA / name if (DATA / name / "dataset.json").is_file() else Path(name)
    if not (folder / "dataset.json").is_file():
        known = sorted(path.parent.name for path in DATA.glob("*/dataset.json"))
        raise InputProblems(
            [Problem("", "", "dataset", name, "there is no such data set", nearest(name, known) or "use one of: " + ", ".join(known))]
        )
    if (folder / BY_REGION).is_file():
        return Dataset(folder)
    return build(folder)


def build(folder: Path, store: Path | None = None) -> Dataset:
    """Check the tables of ``folder`` and write them as Parquet; a store built from the same content is left alone.

    Raises InputProblems with every problem found; nothing is written then.
    """
    about = _about(folder)
    content = content_hash(folder)
    target = (store or STORE) / f"{about['name']}-{content[:12]}"
    if (target / "dataset.json").is_file():
        return Dataset(target)
    tables, sources = read_folder(folder)
    editions = _editions(tables, about.get("current_borders", []))
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        aside = Path(tempfile.mkdtemp(dir=target.parent, prefix=".building-"))
    except OSError as error:
        where = Problem("", "", "--out", target.parent.name, f"the data set cannot be written there: {error.strerror}", "give another folder")
        raise InputProblems([where]) from None
    try:
        _write(editions.sort_values([*FIGURE, "source"]), aside / "editions.parquet")
        current = newest(editions, sources)
        # A published figure of a group goes before the sum of its members: the publisher estimates those that did not report.
        _write(pd.concat([current, sums(current)]).drop_duplicates(FIGURE).sort_values(FIGURE), aside / BY_REGION)
        municipal = current[current["region"].isin(list(regions.municipalities()))]
        _write(municipal[READ].sort_values(["measure", "year", "region", "category"]), aside / BY_MEASURE)
        neighbours(current).to_parquet(aside / "neighbours.parquet")
        sources.to_parquet(aside / "sources.parquet")
        own = current[~current["measure"].isin(BACKGROUND)]
        pooled_errors(own).to_parquet(aside / "forecast_errors.parquet")
        about |= {"content": content, "built_by": __version__}
        (aside / "dataset.json").write_text(json.dumps(about, ensure_ascii=False, indent=1), encoding="utf-8")
        aside.chmod(0o755)  # a temporary folder is its owner's alone; a data set is not
        _publish(aside, target)
    finally:
        shutil.rmtree(aside, ignore_errors=True)
    return Dataset(target)


def _about(folder: Path) -> dict[str, Any]:
    """dataset.json of ``folder``. Raises InputProblems when it is not there, is no JSON or lacks what every page states."""
    path = folder / "dataset.json"
    try:
        about = dict(json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        raise InputProblems(
            [Problem("dataset.json", "", "", "", "the file is not there or is not JSON", "see data/published/dataset.json")]
        ) from None
    rules = {key: "the entry is missing" for key in REQUIRED if key not in about}
    if not re.fullmatch(r"[a-z0-9-]+", str(about.get("name", "x"))):
        rules["name"] = "the name has small letters, digits and hyphens only"
    if not re.fullmatch(r"\d{4}-\d\d-\d\d", str(about.get("date", "2026-01-01"))):
        rules["date"] = "the date is written as 2026-01-31"
    borders = about.get("current_borders", [])
    if not isinstance(borders, list) or [table for table in borders if not (folder / str(table)).is_file()]:
        rules["current_borders"] = "it is a list of tables in the folder"
    if rules:
        raise InputProblems([Problem("dataset.json", "", key, str(about.get(key, "")), rule, "correct it") for key, rule in rules.items()])
    return about


def _publish(aside: Path, target: Path) -> None:
    """Move the finished folder into place; another process may have built the same content first, and that is as good."""
    try:
        aside.rename(target)
    except OSError:
        if not (target / "dataset.json").is_file():
            raise


def _editions(tables: dict[str, pd.DataFrame], on_current_borders: list[str]) -> pd.DataFrame:
    """All tables as one, with the municipality of today (``current``) and whether the figures are on its borders already."""
    editions = pd.concat([t.assign(moved=name in on_current_borders) for name, t in tables.items()], ignore_index=True)
    found = targets(editions.loc[~editions["moved"], ["region", "year"]].drop_duplicates())
    joined = editions.merge(found.drop_duplicates(["region", "year"])[["region", "year", "target"]], on=["region", "year"], how="left")
    joined["current"] = joined.pop("target").where(~joined["moved"]).fillna(joined["region"])
    return joined


def newest(editions: pd.DataFrame, sources: pd.DataFrame) -> pd.DataFrame:
    """Of every figure the edition published last, on today's borders. A source without a date counts as the oldest."""
    published = editions["source"].map(sources.set_index("source")["published"])
    ordered = editions.assign(published=published).sort_values(["published", "source"], ascending=False, kind="stable")
    last = ordered.drop_duplicates(FIGURE).drop(columns=["published", "current"])
    moved = last["moved"]
    parts = [to_current(last[~moved].drop(columns="moved")), last[moved].drop(columns="moved")]
    return pd.concat([part for part in parts if len(part)], ignore_index=True)


def neighbours(current: pd.DataFrame) -> pd.DataFrame:
    """The municipalities most like each one in the newest year: by inhabitants, need for child welfare and centrality."""
    known = current[current["region"].isin(list(regions.municipalities())) & current["value"].notna()].sort_values("year")

    def newest_of(measure: str, category: str) -> "pd.Series[float]":
        rows = known[known["measure"].eq(measure) & known["category"].eq(category)]
        return rows.drop_duplicates("region", keep="last").set_index("region")["value"]

    size, need = newest_of("population_31dec", ""), newest_of("need_index", "child_welfare")
    centrality = pd.Series({code: float(one.centrality) for code, one in regions.municipalities().items()})
    return most_alike(pd.DataFrame({"size": np.log(size), "need": need, "centrality": centrality}))


def content_hash(folder: Path) -> str:
    """SHA-256 over everything the store is made from: the tables and the code lists."""
    digest = hashlib.sha256(f"{__version__}, layout {LAYOUT}".encode())
    lists = [REFERENCE / name for name in ("measures.csv", "categories.csv", "municipality_codes.csv", "municipalities.csv", "region_groups.csv")]
    for path in [*sorted(folder.glob("*.csv")), folder / "dataset.json", *lists]:
        digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


def _rows(path: Path, filters: list[tuple[str, str, Any]]) -> pd.DataFrame:
    # On one thread: a page reads a few thousand rows, and its neighbours in the batch have the other core.
    return pd.read_parquet(path, columns=READ, filters=filters, use_threads=False)


def _write(table: pd.DataFrame, path: Path) -> None:
    arrow = pa.Table.from_pandas(table, preserve_index=False)
    pq.write_table(arrow, path, row_group_size=ROW_GROUP, compression="zstd")
