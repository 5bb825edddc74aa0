"""The made-up nation as a data set: tables, sources and what every page must say of it."""

import json
from pathlib import Path
from typing import Any

import pandas as pd

from barnevern.demo import population
from barnevern.demo.country import WORKERS, YEARS, Progress, parts
from barnevern.demo.figures import SOURCE, observations
from barnevern.demo.settings import DEFAULT_SEED, Settings
from barnevern.norwegian.messages import say
from barnevern.observations import COLUMNS, PROVENANCE
from barnevern.paths import DATA
from barnevern.sources.tables import SOURCE_COLUMNS

# Real tables that the made-up nation is built on, as published.
REAL = {"population": "population.csv", "need_index": "need_index.csv"}
NATIONAL = ["baerum_tilstandsrapport_2023.csv", "bufdir_monitor_2017.csv"]
LONGEST = (
    9_999_999_999  # eleven digits in a CSV table are refused, for they may be an identity number
)


def nation(
    seed: int = DEFAULT_SEED,
    settings: Settings | None = None,
    progress: Progress | None = None,
    workers: int = WORKERS,
) -> tuple[pd.DataFrame, dict[str, Any]]:
    """Every made-up observation of the nation, and what the data set says of itself."""
    found = parts(seed, settings, progress, workers)
    return pd.concat(list(found.values()), ignore_index=True), about(seed, settings)


def tables(
    seed: int = DEFAULT_SEED,
    settings: Settings | None = None,
    progress: Progress | None = None,
    workers: int = WORKERS,
) -> tuple[dict[str, pd.DataFrame], pd.DataFrame, dict[str, Any]]:
    """The tables of the data set by name (observations.COLUMNS and PROVENANCE, typed, on today's
    borders), their sources (SOURCE_COLUMNS), and dataset.json as a dictionary.

    ``progress`` is told children done and children in all, as :data:`country.Progress` says.
    """
    made = parts(seed, settings, progress, workers)
    found = {
        **made,
        **{name: _real(file) for name, file in REAL.items()},
        "population_estimated": _estimated(),
        "national": _national(),
    }
    sources = _sources(found)
    public = [source for source in sources["source"] if source != SOURCE]
    return found, sources, about(seed, settings) | {"public_sources": public}


def build(
    out: Path,
    seed: int = DEFAULT_SEED,
    progress: Progress | None = None,
    settings: Settings | None = None,
    workers: int = WORKERS,
) -> Path:
    """Write the data set to the folder ``out`` in the layout of data/published: CSV tables,
    sources.csv and dataset.json; gives ``out``.
    """
    found, sources, said = tables(seed, settings, progress, workers)
    out.mkdir(parents=True, exist_ok=True)
    for name, table in found.items():
        _printed(table).to_csv(out / f"{name}.csv", index=False, lineterminator="\n")
    sources.to_csv(out / "sources.csv", index=False, lineterminator="\n")
    said = {**said, "current_borders": sorted(f"{name}.csv" for name in found)}
    (out / "dataset.json").write_text(
        json.dumps(said, ensure_ascii=False, indent=1), encoding="utf-8"
    )
    return out


def _printed(table: pd.DataFrame) -> pd.DataFrame:
    """A table with its values as text; a value that is too long is left out."""
    too_long = table["value"].gt(LONGEST)
    cells = table.assign(
        value=table["value"].map(_cell).mask(too_long, ""),
        status=table["status"].mask(too_long, ".."),
    )
    return cells[[*COLUMNS, *PROVENANCE]]


def about(seed: int, settings: Settings | None = None) -> dict[str, Any]:
    """What stands in dataset.json: that every figure is synthetic, the seed, and the
    reservations.
    """
    return {
        "name": "demo",
        "title": say("dataset-demo"),
        "description": say("dataset-demo-about"),
        "date": f"{population.LAST}-12-31",
        "licence": "MIT",
        "synthetic": True,
        "disclosure": "ssb-barnevern",
        "seed": seed,
        "error_share": (settings or Settings()).error_share,
        "reservations": [
            say("dataset-demo-nobody"),
            say("dataset-demo-levels"),
            say("dataset-demo-later"),
            say("dataset-demo-places"),
        ],
    }


def _real(file: str) -> pd.DataFrame:
    """A published table as typed observations, without the figures that a later division of a
    municipality hides.
    """
    text = pd.read_csv(DATA / "published" / file, dtype="str", keep_default_na=False)
    known = text[text["status"].eq("")]
    typed = known.assign(
        year=known["year"].astype("int64"), value=pd.to_numeric(known["value"]), printed=""
    )
    return typed[[*COLUMNS, *PROVENANCE]].reset_index(drop=True)


def _national() -> pd.DataFrame:
    """Published figures that are the same for everyone: rates of own shares, the services of the
    country, requirements of the law.
    """
    quoted = pd.concat([_real(file) for file in NATIONAL], ignore_index=True)
    return quoted[quoted["region"].eq("EAK")].reset_index(drop=True)


def _estimated() -> pd.DataFrame:
    """Inhabitants of municipalities that were divided later, before they were: estimates, with the
    source of the demo.
    """
    wanted = population.estimated()
    wanted = wanted[wanted["year"].ge(YEARS[0])]
    keys = pd.MultiIndex.from_frame(wanted[["region", "year"]])
    found = observations(
        {
            ("population_31dec", "" if age == "all" else age): (
                population.by_municipality(age, list(YEARS)).loc[wanted["region"].unique()]
            )
            for age in population.table().columns
        }
    )
    inside = pd.MultiIndex.from_frame(found[["region", "year"]]).isin(keys)
    note = say("dataset-demo-population")
    return found[inside].assign(note=note).reset_index(drop=True)


def _sources(found: dict[str, pd.DataFrame]) -> pd.DataFrame:
    used = {source for table in found.values() for source in table["source"].unique()}
    published = pd.read_csv(DATA / "published" / "sources.csv", dtype="str", keep_default_na=False)
    own = dict(
        zip(
            SOURCE_COLUMNS,
            [SOURCE, say("dataset-demo"), "barnevern, demo", "", "MIT", ""],
            strict=True,
        )
    )
    return pd.concat(
        [pd.DataFrame([own]), published[published["source"].isin(used)]], ignore_index=True
    )[SOURCE_COLUMNS]


def _cell(value: float) -> str:
    return "" if pd.isna(value) else f"{value:.4f}".rstrip("0").rstrip(".")
