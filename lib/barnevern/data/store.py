"""How a data set is built: checked tables become a folder of Parquet that a page reads a few
regions of.
"""

import hashlib
import json
import re
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from barnevern import __version__
from barnevern.comparison.forecast import pooled_errors
from barnevern.comparison.neighbours import most_alike
from barnevern.data import digests, parquet
from barnevern.indicators import catalogue, figures
from barnevern.observations import regions
from barnevern.observations.borders import FIGURE, targets, to_current
from barnevern.observations.groups import SUMMED, sums
from barnevern.observations.own_groups import with_own_groups
from barnevern.paths import DATA, LIBRARY, REFERENCE, STORE
from barnevern.problems import InputProblems, Problem
from barnevern.sources import control_counts
from barnevern.sources.tables import read_folder

# raise it when the files of a store change, so that an older store is not taken for a whole one
LAYOUT = 8
BY_REGION, BY_MEASURE = (
    "observations.parquet",
    "by_measure.parquet",
)  # the same figures in the order of a page and of the whole country
# Every indicator of every region, for pages, and of every municipality by indicator and year.
FIGURES, BY_INDICATOR = "figures.parquet", "by_indicator.parquet"
# the latest year each municipality has a figure of its own of each measure for
LATEST = "latest_years.parquet"
# Known for every municipality and every year, so they do not make a year one "with figures", nor a
# series to learn from.
BACKGROUND = {"population_31dec", "need_index"}
READ = [
    "region",
    "year",
    "measure",
    "category",
    "value",
    "status",
    "source",
    "printed",
    "note",
]  # what pages need of an observation
REQUIRED = ("name", "title", "date", "licence", "synthetic", "disclosure")
DEMO, LOCAL, STATBANK = "demo", "local", "statbank"
RULES = ("indicators.yml", "disclosure.yml", "sums.yml")  # what may be shown, under data/reference
Tables = dict[str, pd.DataFrame]
About = dict[str, Any]
Progress = Callable[[int, int], None]


def build(folder: Path, store: Path | None = None) -> Path:
    """Check the tables of ``folder`` and write them as Parquet; gives the folder of the store. One
    built from the same content is left alone.

    Raises InputProblems with every problem found; nothing is written then.
    """
    about = _about(folder)
    # Own figures never go into the repository: their Parquet stands inside their own folder.
    place = store or (folder / "store" if about["name"] == LOCAL else STORE)
    target = place / f"{about['name']}-{content_hash(folder)}"
    if not (target / "dataset.json").is_file():
        tables, sources = read_folder(folder)
        about |= {"content": content_hash(folder)}
        _written(target, about, tables, sources, control_counts.read(folder), folder)
    return target


def demo_place(store: Path | None = None) -> Path:
    """Where the Parquet of the made-up nation stands, or will stand: named by everything it is made
    from.
    """
    made = _hash(
        [
            _made_up_place(store),
            *sorted((LIBRARY / "disclosure").glob("*.py")),
            *(REFERENCE / name for name in (*RULES, "fixed_prices.csv")),
        ]
    )
    return (store or STORE) / f"{DEMO}-{made}"


def build_demo(progress: Progress | None = None, store: Path | None = None) -> Path:
    """The store of the made-up nation, made on first use; ``progress`` is told how much
    of all is done (country.Progress).
    """
    target = demo_place(store)
    if not (target / "dataset.json").is_file():
        tables, sources, about = _made_up(progress, store)
        content = target.name.removeprefix(f"{DEMO}-")
        _written(
            target,
            about | {"content": content, "current_borders": list(tables)},
            tables,
            sources,
            None,
        )
    return target


def _made_up_place(store: Path | None) -> Path:
    """Where the made-up nation is kept as it was drawn, for it takes minutes: another rule of
    disclosure draws nobody anew.
    """
    code = [
        path
        for room in ("demo", "counting", "cases")
        for path in sorted((LIBRARY / room).glob("*.py"))
    ]
    tables = [*sorted(REFERENCE.glob("*.csv")), *sorted((DATA / "published").glob("*.csv"))]
    return (store or STORE) / f"{DEMO}-drawn-{_hash([*code, *tables])}"


def _made_up(progress: Progress | None, store: Path | None) -> tuple[Tables, pd.DataFrame, About]:
    """Tables, sources and dataset.json of the made-up nation, drawn the first time."""
    from barnevern import demo  # only here: no page that shows real figures needs the generator

    place = _made_up_place(store)
    if not place.is_dir():
        tables, sources, about = demo.tables(progress=progress)
        place.parent.mkdir(parents=True, exist_ok=True)
        aside = Path(tempfile.mkdtemp(dir=place.parent, prefix=".building-"))
        try:
            for name, table in {**tables, "sources": sources}.items():
                parquet.write(table, aside / f"{name}.parquet")
            (aside / "about.json").write_text(json.dumps(about), encoding="utf-8")
            _publish(aside, place, "about.json")
        finally:
            shutil.rmtree(aside, ignore_errors=True)
    found = {path.stem: parquet.read(path) for path in sorted(place.glob("*.parquet"))}
    return (
        found,
        found.pop("sources"),
        json.loads((place / "about.json").read_text(encoding="utf-8")),
    )


def _hash(files: list[Path]) -> str:
    """What stands in a name for the content of ``files``; a folder stands for its own name."""
    digest = hashlib.sha256(f"{__version__}, layout {LAYOUT}".encode())
    for path in files:
        digest.update(
            path.name.encode() + b"\0" + (path.read_bytes() if path.is_file() else b"") + b"\0"
        )
    return digest.hexdigest()[:12]


def _written(
    target: Path,
    about: About,
    tables: Tables,
    sources: pd.DataFrame,
    controls: pd.DataFrame | None,
    folder: Path | None = None,
) -> None:
    """Write a whole store aside and move it into place; the ledger of editions in ``folder`` tells
    what was shown before, and learns this.
    """
    from barnevern.disclosure import gate, ledger  # only here: no page needs the solver

    edition = str(about["content"])[:12]
    past = ledger.Past.before(folder, edition) if folder else ledger.NOTHING_PAST
    editions = _editions(tables, about.get("current_borders", []))
    current = newest(editions, sources)
    # A published figure of a group goes before the sum of its members: the publisher estimates
    # those that did not report.
    raw = pd.concat([current, sums(current)]).drop_duplicates(FIGURE)
    shown = gate.gated(raw, about, past)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        aside = Path(tempfile.mkdtemp(dir=target.parent, prefix=".building-"))
    except OSError as error:
        where = Problem(
            "",
            "",
            "--out",
            target.parent.name,
            f"the data set cannot be written there: {error.strerror}",
            "give another folder",
        )
        raise InputProblems([where]) from None
    try:
        parquet.write(
            gate.publishable_editions(editions, about).sort_values(["current", *FIGURE, "source"]),
            aside / "editions.parquet",
        )
        _observations(aside, shown.observations)
        sources.to_parquet(aside / "sources.parquet")
        if controls is not None:
            gate.publishable_control_counts(controls, about).to_parquet(
                aside / control_counts.STORED
            )
        (aside / "disclosure.json").write_text(json.dumps(shown.cost, indent=1), encoding="utf-8")
        (aside / "dataset.json").write_text(
            json.dumps(about | {"built_by": __version__}, ensure_ascii=False, indent=1),
            encoding="utf-8",
        )
        (aside / digests.FILE).write_text(json.dumps(digests.compute(aside)), encoding="utf-8")
        aside.chmod(0o755)  # a temporary folder is its owner's alone; a data set is not
        if folder:
            ledger.record(folder, edition, shown.guarded)
        _publish(aside, target)
    finally:
        shutil.rmtree(aside, ignore_errors=True)


def _observations(aside: Path, shown: pd.DataFrame) -> None:
    """What has passed the gate, by region and by measure, and what is learnt from all of it."""
    table = shown.astype(dict.fromkeys(shown.select_dtypes("str").columns, "category"))
    parquet.write(table.sort_values(FIGURE), aside / BY_REGION)
    place = shown["region"].isin(list(regions.municipalities()))
    by_measure = table.loc[place, READ].sort_values(["measure", "year", "region", "category"])
    parquet.write(by_measure, aside / BY_MEASURE, whole="measure")
    known = shown[place & shown["value"].notna()]
    parquet.write(known.groupby(["region", "measure"])["year"].max().reset_index(), aside / LATEST)
    alike = neighbours(shown)
    alike.to_parquet(aside / "neighbours.parquet")
    learnt = shown[~shown["measure"].isin(BACKGROUND) & ~shown["source"].str.startswith(SUMMED)]
    pooled_errors(learnt).to_parquet(aside / "forecast_errors.parquet")
    _figures(aside, table, alike)


def _figures(aside: Path, table: pd.DataFrame, alike: pd.DataFrame) -> None:
    """Every indicator, computed from what has passed the gate, in the two orders it is read in."""
    found = figures.figures(with_own_groups(table, alike), list(catalogue().values()))
    parquet.write(found, aside / FIGURES, whole="region")
    place = found["region"].isin(list(regions.municipalities()))
    # What the pages of a year show of that year itself.
    municipal = found.loc[place & found["known_from"].eq(found["year"]), figures.FIGURES]
    municipal = municipal.sort_values(["indicator", "year", "region", "category"])
    parquet.write(municipal, aside / BY_INDICATOR, whole="indicator")


def _about(folder: Path) -> About:
    """dataset.json of ``folder``. Raises InputProblems when it is not there, is no JSON or lacks
    what every page states.
    """
    path = folder / "dataset.json"
    try:
        about = dict(json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        raise InputProblems(
            [
                Problem(
                    "dataset.json",
                    "",
                    "",
                    "",
                    "the file is not there or is not JSON",
                    "see data/published/dataset.json",
                )
            ]
        ) from None
    rules = {key: "the entry is missing" for key in REQUIRED if key not in about}
    if not re.fullmatch(r"[a-z0-9-]+", str(about.get("name", "x"))):
        rules["name"] = "the name has small letters, digits and hyphens only"
    if not re.fullmatch(r"\d{4}-\d\d-\d\d", str(about.get("date", "2026-01-01"))):
        rules["date"] = "the date is written as 2026-01-31"
    borders = about.get("current_borders", [])
    if not isinstance(borders, list) or [
        table for table in borders if not (folder / str(table)).is_file()
    ]:
        rules["current_borders"] = "it is a list of tables in the folder"
    if not isinstance(about.get("public_sources", []), list):
        rules["public_sources"] = "it is a list of the sources that are published elsewhere"
    if rules:
        raise InputProblems(
            [
                Problem("dataset.json", "", key, str(about.get(key, "")), rule, "correct it")
                for key, rule in rules.items()
            ]
        )
    return about


def _publish(aside: Path, target: Path, last: str = "dataset.json") -> None:
    """Move the finished folder, in which ``last`` was written last, into place; another process may
    have built the same, and that is as good.
    """
    try:
        aside.rename(target)
    except OSError:
        if not (target / last).is_file():
            raise


def _editions(tables: dict[str, pd.DataFrame], on_current_borders: list[str]) -> pd.DataFrame:
    """All tables as one, with the municipality of today (``current``) and whether the figures are
    on its borders already.
    """
    editions = pd.concat(
        [t.assign(moved=name in on_current_borders) for name, t in tables.items()],
        ignore_index=True,
    )
    found = targets(editions.loc[~editions["moved"], ["region", "year"]].drop_duplicates())
    joined = editions.merge(
        found.drop_duplicates(["region", "year"])[["region", "year", "target"]],
        on=["region", "year"],
        how="left",
    )
    joined["current"] = joined.pop("target").where(~joined["moved"]).fillna(joined["region"])
    return joined


def newest(editions: pd.DataFrame, sources: pd.DataFrame) -> pd.DataFrame:
    """Of every figure the edition published last, on today's borders. A source without a date
    counts as the oldest.
    """
    published = editions["source"].map(sources.set_index("source")["published"])
    ordered = editions.assign(published=published).sort_values(
        ["published", "source"], ascending=False, kind="stable"
    )
    last = ordered.drop_duplicates(FIGURE).drop(columns=["published", "current"])
    moved = last["moved"]
    parts = [to_current(last[~moved].drop(columns="moved")), last[moved].drop(columns="moved")]
    return pd.concat([part for part in parts if len(part)], ignore_index=True)


def neighbours(current: pd.DataFrame) -> pd.DataFrame:
    """The municipalities most like each one in the newest year: by inhabitants, need for child
    welfare and centrality.
    """
    known = current[
        current["region"].isin(list(regions.municipalities())) & current["value"].notna()
    ].sort_values("year")

    def newest_of(measure: str, category: str) -> "pd.Series[float]":
        rows = known[known["measure"].eq(measure) & known["category"].eq(category)]
        return rows.drop_duplicates("region", keep="last").set_index("region")["value"]

    size, need = newest_of("population_31dec", ""), newest_of("need_index", "child_welfare")
    centrality = pd.Series(
        {code: float(one.centrality) for code, one in regions.municipalities().items()}
    )
    return most_alike(pd.DataFrame({"size": np.log(size), "need": need, "centrality": centrality}))


def content_hash(folder: Path) -> str:
    """What stands in a name for everything the store is made from: the tables and the code
    lists.
    """
    lists = (
        "measures.csv",
        "categories.csv",
        "municipality_codes.csv",
        "municipalities.csv",
        "region_groups.csv",
        "fixed_prices.csv",
        *RULES,
    )
    return _hash(
        [
            *sorted(folder.glob("*.csv")),
            folder / "dataset.json",
            *(REFERENCE / name for name in lists),
        ]
    )
