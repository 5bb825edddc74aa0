"""How a data set is kept: the files of its folder, and how they are written aside and moved."""

import hashlib
import json
import shutil
import tempfile
from collections.abc import Iterator
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from barnevern import __version__
from barnevern.comparison import forecast_pool
from barnevern.comparison.neighbours import most_alike
from barnevern.comparison.ordinary import learnt
from barnevern.data import digests, parquet
from barnevern.disclosure import rules
from barnevern.indicators import catalogue, figures
from barnevern.observations import measures, regions
from barnevern.observations.borders import FIGURE
from barnevern.observations.groups import SUMMED
from barnevern.observations.own_groups import with_own_groups
from barnevern.paths import DATA
from barnevern.problems import InputProblems, Problem

# Raised when the files of a store change, so that an older store is not taken for a whole one.
LAYOUT = 13
OBSERVATIONS = "observations.parquet"  # in the order of a page
# Every indicator of every region, for pages, and of every municipality by indicator and year.
FIGURES, BY_INDICATOR = "figures.parquet", "by_indicator.parquet"
# The latest year each municipality has a figure of its own of each measure for.
LATEST, NEIGHBOURS = "latest_years.parquet", "neighbours.parquet"
EDITIONS, SOURCES, ERRORS = "editions.parquet", "sources.parquet", "forecast_errors.parquet"
ORDINARY = "ordinary_variation.parquet"  # how much municipalities ordinarily differ
ABOUT, COST = "dataset.json", "disclosure.json"
POOL = DATA / "demo" / ERRORS  # what forecasts rest on where a data set has too few series
# Known for every municipality and every year, so they do not make a year one "with figures", nor a
# series to learn from.
BACKGROUND = {"population_31dec", "need_index"}
SIZE, NEED = ("population_31dec", ""), ("need_index", "child_welfare")  # that municipalities share
# What pages need of an observation.
READ = [*FIGURE, "value", "status", "source", "printed", "note"]
About = dict[str, Any]


class Aside:
    """A data set while it is written: ``folder`` stands beside the place it will have. A table is
    written while the next one is computed.
    """

    def __init__(self, folder: Path, writer: Executor) -> None:
        self.folder = folder
        self.tables: dict[str, pd.DataFrame] = {}
        self._writer = writer
        self._writing: list[Future[None]] = []

    def put(self, name: str, table: pd.DataFrame, *, whole: str = "") -> None:
        """Write ``table`` to the file ``name``; see parquet.write for ``whole``."""
        self.tables[Path(name).stem] = table
        self._writing.append(
            self._writer.submit(parquet.write, table, self.folder / name, whole=whole)
        )

    def finish(self, about: About) -> None:
        """Add dataset.json and the digests when every table has been written.

        The data set's ``content`` is a digest of what may be shown: one of the raw figures would
        confirm a guess of everything that is hidden.
        """
        kept = digests.compute(about, self.tables)
        facts = {"content": digests.short(kept), "built_by": __version__, "layout": LAYOUT}
        text = json.dumps(about | facts, ensure_ascii=False, indent=1)
        (self.folder / ABOUT).write_text(text, encoding="utf-8")
        (self.folder / digests.FILE).write_text(json.dumps(kept), encoding="utf-8")
        for table in self._writing:
            table.result()


@contextmanager
def written_aside(target: Path, about: About) -> Iterator[Aside]:
    """A place beside ``target`` to write a data set to: when all is written it is moved into place;
    nothing stands there if writing fails.

    Raises InputProblems where nothing can be written.
    """
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        aside = Path(tempfile.mkdtemp(dir=target.parent, prefix=".building-"))
    except OSError as error:
        rule = f"the data set cannot be written there: {error.strerror}"
        where = Problem("", "", "--out", target.parent.name, rule, "give another folder")
        raise InputProblems([where]) from None
    try:
        with ThreadPoolExecutor(2) as writer:  # ended here: what forks later has one thread
            waiting = Aside(aside, writer)
            yield waiting
            waiting.finish(about)
        aside.chmod(0o755)  # a temporary folder is its owner's alone; a data set is not
        _moved(aside, target)
    finally:
        shutil.rmtree(aside, ignore_errors=True)


def _moved(aside: Path, target: Path) -> None:
    """Move the finished folder into place; another process may have built the same, and that is as
    good.
    """
    if target.is_dir() and not is_whole(target):  # left by another layout
        shutil.rmtree(target)
    try:
        aside.rename(target)
    except OSError:
        if not is_whole(target):
            raise


def is_whole(folder: Path) -> bool:
    """Whether a data set of this layout stands in ``folder``."""
    try:
        about = json.loads((folder / ABOUT).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    return isinstance(about, dict) and about.get("layout") == LAYOUT


def write_figures(aside: Aside, shown: pd.DataFrame, errors: pd.DataFrame | None = None) -> None:
    """What has passed the gate, and every indicator of it in the orders it is read in.

    ``errors`` is how wrong forecasts of these figures were, where that is known already.
    """
    table = shown.astype(dict.fromkeys(shown.select_dtypes("str").columns, "category"))
    table = table.sort_values(FIGURE, ignore_index=True)
    aside.put(OBSERVATIONS, table)
    known = table[_municipal(table) & table["value"].notna()]
    latest = known.groupby(["region", "measure"], observed=True)["year"].max().reset_index()
    aside.put(LATEST, parquet.plain(latest))
    alike = neighbours(table)
    aside.put(NEIGHBOURS, alike)
    aside.put(ERRORS, forecast_errors(parquet.plain(table)) if errors is None else errors)
    _write_indicators(aside, table, alike)


def _municipal(table: pd.DataFrame) -> "pd.Series[bool]":
    return table["region"].isin(list(regions.municipalities()))


def forecast_errors(shown: pd.DataFrame, *, made_up: bool = False) -> pd.DataFrame:
    """How wrong forecasts of municipalities' counts would have been
    (barnevern.comparison.forecast_pool): those of the data set, and of the embedded made-up nation
    where it has too few of them.
    """
    series = forecast_pool.unbroken(service_counts(shown))
    own = forecast_pool.pooled(series, made_up=made_up)
    return own if made_up else forecast_pool.with_rest(own, parquet.read(POOL))


def service_counts(shown: pd.DataFrame) -> pd.DataFrame:
    """The observations that count something in a municipality's service: what is public anyway is
    of its surroundings, and sums of groups tell nothing more.
    """
    of_service = {name for name, entry in measures().items() if entry["kind"] == "count"}
    of_service -= BACKGROUND | set(rules.presets()["open"])
    summed = shown["source"].str.startswith(SUMMED)
    return shown[_municipal(shown) & shown["measure"].isin(of_service) & ~summed]


def _write_indicators(aside: Aside, table: pd.DataFrame, alike: pd.DataFrame) -> None:
    """Every indicator, computed from what has passed the gate, in the two orders it is read in."""
    found = figures.figures(with_own_groups(table, alike), list(catalogue().values()))
    aside.put(FIGURES, found, whole="region")
    # What the pages of a year show of that year itself.
    own_year = _municipal(found) & found["known_from"].eq(found["year"])
    municipal = found.loc[own_year, figures.FIGURES]
    order = ["indicator", "year", "region", "category"]
    aside.put(BY_INDICATOR, municipal.sort_values(order, ignore_index=True), whole="indicator")
    totals = municipal[municipal["category"].eq("")]
    aside.put(ORDINARY, learnt(totals, list(catalogue().values())))


def _newest(known: pd.DataFrame, measure: str, category: str) -> "pd.Series[float]":
    """The last value of a measure and category in each region, by region."""
    rows = known[known["measure"].eq(measure) & known["category"].eq(category)]
    return rows.drop_duplicates("region", keep="last").set_index("region")["value"]


def neighbours(current: pd.DataFrame) -> pd.DataFrame:
    """The municipalities most like each one in the newest year: by inhabitants, need for child
    welfare and centrality.
    """
    measured = current["measure"].isin([SIZE[0], NEED[0]]) & current["value"].notna()
    known = parquet.plain(current[_municipal(current) & measured]).sort_values("year")
    size, need = _newest(known, *SIZE), _newest(known, *NEED)
    centrality = pd.Series(
        {code: float(region.centrality) for code, region in regions.municipalities().items()}
    )
    return most_alike(pd.DataFrame({"size": np.log(size), "need": need, "centrality": centrality}))


def hashed(files: list[Path]) -> str:
    """What stands in a name for the content of ``files``; a folder stands for its own name."""
    digest = hashlib.sha256(f"{__version__}, layout {LAYOUT}".encode())
    for path in files:
        content = path.read_bytes() if path.is_file() else b""
        digest.update(path.name.encode() + b"\0" + content + b"\0")
    return digest.hexdigest()[:12]
