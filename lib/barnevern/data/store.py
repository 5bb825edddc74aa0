"""How a data set is built: checked tables become a folder of Parquet that a page reads a few
regions of.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from barnevern.data import about as description
from barnevern.data.layout import (
    COST,
    EDITIONS,
    POOL,
    SOURCES,
    About,
    hashed,
    is_whole,
    write_figures,
    written_aside,
)
from barnevern.observations.borders import FIGURE, targets, to_current
from barnevern.observations.groups import of_single_members, sums
from barnevern.own_data import is_own
from barnevern.paths import LEDGERS, REFERENCE, STORE, with_ending
from barnevern.sources import control_counts
from barnevern.sources.tables import read_folder

DEMO, STATBANK = "demo", "statbank"
RULES = ("indicators.yml", "disclosure.yml", "sums.yml")  # what may be shown, under data/reference
CODE_LISTS = (
    "measures.csv",
    "categories.csv",
    "municipality_codes.csv",
    "municipalities.csv",
    "region_groups.csv",
    "fixed_prices.csv",
)
Tables = dict[str, pd.DataFrame]
Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Gated:
    """What of a data set's tables may be shown: ``editions`` as they were published,
    ``observations`` of every region and group, and what the gate did (``cost``, ``guarded``).
    """

    editions: pd.DataFrame
    observations: pd.DataFrame
    cost: dict[str, object]
    guarded: pd.DataFrame


def build(folder: Path, store: Path | None = None, progress: Progress | None = None) -> Path:
    """Check the tables of ``folder`` and write them as Parquet; gives the folder of the store. One
    built from the same content by this layout is left alone.

    ``progress`` is told how many years of how many have passed the gate. Raises InputProblems with
    every problem found; nothing is written then.
    """
    about = description.read(folder)
    # Own figures never go into the repository: their Parquet stands inside their own folder.
    place = store or (folder / "store" if is_own(about["name"]) else STORE)
    target = place / f"{about['name']}-{content_hash(folder)}"
    if not is_whole(target):
        _write(folder, target, about, progress)
    return target


def _write(folder: Path, target: Path, about: About, progress: Progress | None) -> None:
    """Write a whole store aside and move it into place; the ledger of editions in ``folder`` tells
    what was shown before, and learns this.
    """
    from barnevern.disclosure import gate, ledger  # only here: no page needs the solver

    tables, sources = read_folder(folder)
    edition = content_hash(folder)[:12]  # in the ledger beside the raw figures, nowhere else
    past = ledger.Past.before(folder, edition)
    controls = control_counts.read(folder)
    passed = gated(tables, sources, about, past, progress)
    with written_aside(target, about) as aside:
        aside.put(EDITIONS, passed.editions)
        aside.put(SOURCES, sources)
        write_figures(aside, passed.observations)
        if controls is not None:
            kept = gate.publishable_control_counts(controls, about)
            aside.put(control_counts.STORED, kept)
        (aside.folder / COST).write_text(json.dumps(passed.cost, indent=1), encoding="utf-8")
        ledger.record(folder, edition, passed.guarded, about["disclosure"])


def gated(
    tables: Tables,
    sources: pd.DataFrame,
    about: About,
    past: object = None,
    progress: Progress | None = None,
) -> Gated:
    """The tables on today's borders with the sums of groups, and what of them may be shown.

    ``past`` is what earlier editions showed (disclosure.ledger.Past).
    """
    from barnevern.disclosure import gate, ledger  # only here: no page needs the solver

    editions = _editions(tables, about.get("current_borders", []))
    current = newest(editions, sources)
    current = pd.concat([current, of_single_members(current)], ignore_index=True)
    # A published figure of a group goes before the sum of its members: the publisher estimates
    # those that did not report.
    raw = pd.concat([current, sums(current)]).drop_duplicates(FIGURE)
    known = past if isinstance(past, ledger.Past) else ledger.NOTHING_PAST
    shown = gate.gated(raw, about, known, progress=progress)
    quoted = gate.publishable_editions(editions, about)
    ordered = quoted.sort_values(["current", *FIGURE, "source"])
    return Gated(ordered, shown.observations, shown.cost, shown.guarded)


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


def content_hash(folder: Path) -> str:
    """What stands in a name for everything the store is made from: the tables, the ledgers of other
    publishers and the code lists.
    """
    lists = (REFERENCE / name for name in (*CODE_LISTS, *RULES))
    tables = [*with_ending(folder, ".csv"), *sorted((folder / LEDGERS).glob("*.csv"))]
    return hashed([*tables, folder / "dataset.json", POOL, *lists])
