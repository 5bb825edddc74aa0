"""The made-up nation, embedded as it was drawn and gated (data/demo), and drawn anew to check."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pandas as pd

from barnevern.data import layout, parquet, store
from barnevern.data.layout import ABOUT, COST, EDITIONS, ERRORS, OBSERVATIONS, SOURCES
from barnevern.data.store import CODE_LISTS, DEMO, RULES, Gated, Progress
from barnevern.paths import DATA, REFERENCE, STORE

EMBEDDED = DATA / "demo"
KEPT = (OBSERVATIONS, EDITIONS, SOURCES, ERRORS, COST)  # what cannot be made again in seconds
FIGURE = ["region", "year", "measure", "category", "source"]
COMPARED = ["value", "status", "printed", "note"]


def place(store_folder: Path | None = None) -> Path:
    """Where the data set stands, or will stand: named by what it is made from."""
    files = [EMBEDDED / name for name in (*KEPT, ABOUT)]
    lists = [REFERENCE / name for name in (*CODE_LISTS, *RULES)]
    return (store_folder or STORE) / f"{DEMO}-{layout.hashed([*files, *lists])}"


def build(store_folder: Path | None = None) -> Path:
    """The data set, made of the embedded figures on first use: seconds, for nobody is drawn."""
    target = place(store_folder)
    if not layout.is_whole(target):
        about = json.loads((EMBEDDED / ABOUT).read_text(encoding="utf-8"))
        with layout.written_aside(target, about) as aside:
            (aside.folder / COST).write_bytes((EMBEDDED / COST).read_bytes())
            kept = {
                name: parquet.read(EMBEDDED / name, categories=True)
                for name in (EDITIONS, SOURCES, ERRORS, OBSERVATIONS)
            }
            aside.put(EDITIONS, kept[EDITIONS])
            aside.put(SOURCES, kept[SOURCES])
            layout.write_figures(aside, kept[OBSERVATIONS], kept[ERRORS])
    return target


def drawn(
    progress: Progress | None = None, gate_progress: Progress | None = None
) -> tuple[dict[str, Any], Gated, pd.DataFrame]:
    """The nation drawn anew from its seed and gated: dataset.json, figures and sources. Minutes."""
    from barnevern import demo  # only here: no page needs the generator

    tables, sources, about = demo.tables(progress=progress)
    about |= {"current_borders": list(tables)}
    return about, store.gated(tables, sources, about, progress=gate_progress), sources


def differences(passed: Gated, sources: pd.DataFrame) -> Iterator[str]:
    """Where a nation that was drawn anew is not the embedded one, in words."""
    pairs = {OBSERVATIONS: passed.observations, EDITIONS: passed.editions}
    for name, anew in pairs.items():
        yield from compared(name, parquet.read(EMBEDDED / name), anew)
    embedded = parquet.read(EMBEDDED / SOURCES)
    if embedded.astype(str).to_dict("records") != sources.astype(str).to_dict("records"):
        yield f"{SOURCES}: other sources"


def compared(name: str, embedded: pd.DataFrame, anew: pd.DataFrame) -> Iterator[str]:
    """Each figure that is in one of two tables only, or not the same in both."""
    keys = [column for column in ("current", *FIGURE) if column in embedded]
    both = embedded.merge(anew, on=keys, how="outer", suffixes=("", "_anew"), indicator=True)
    for row in both[both["_merge"].ne("both")].to_dict("records"):
        where = "embedded" if row["_merge"] == "left_only" else "drawn anew"
        yield f"{name}: {_named(row, keys)} is only {where}"
    shared = both[both["_merge"].eq("both")]
    for column in COMPARED:
        old, new = shared[column], shared[f"{column}_anew"]
        other = shared[old.ne(new) & ~(old.isna() & new.isna())]
        for row in other.to_dict("records"):
            said = f"{row[column]!r}, drawn anew {row[f'{column}_anew']!r}"
            yield f"{name}: {column} of {_named(row, keys)} is {said}"


def _named(row: dict[Any, Any], keys: list[str]) -> str:
    return " ".join(str(row[key]) for key in keys)


def write(about: dict[str, Any], passed: Gated, sources: pd.DataFrame) -> None:
    """Embed a nation: its files in data/demo."""
    EMBEDDED.mkdir(exist_ok=True)
    parquet.write(passed.editions, EMBEDDED / EDITIONS)
    parquet.write(passed.observations.sort_values(FIGURE[:4]), EMBEDDED / OBSERVATIONS)
    sources.to_parquet(EMBEDDED / SOURCES)
    parquet.write(layout.forecast_errors(passed.observations, made_up=True), EMBEDDED / ERRORS)
    (EMBEDDED / COST).write_text(json.dumps(passed.cost, indent=1) + "\n", encoding="utf-8")
    text = json.dumps(about, ensure_ascii=False, indent=1)
    (EMBEDDED / ABOUT).write_text(text + "\n", encoding="utf-8")
