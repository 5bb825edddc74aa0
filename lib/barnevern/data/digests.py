"""A short digest for every part of a data set that a page can read, so that a page is made again
only when its own parts change.

A part has a name: "region 3201 2026" (every row of the region up to the year), "across referrals
2024" (the measure for every municipality that year), "figures 3201 2026" (every figure of the
region that pages up to the year can show), "everyone referrals 2024" (the indicator for every
municipality that year), "editions 3201", "neighbours 3201", "source
ssb-07459", "controls", "forecast errors" and "about".
"""

import hashlib
import json
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from barnevern.data import parquet
from barnevern.indicators.families import ALWAYS

FILE = "digests.json"
LENGTH = 12  # hexadecimal digits: two versions of one part are told apart, nothing more
# Of dataset.json: these change with every other part of the data set.
NOT_DATA = {"content", "built_by", "layout"}


def compute(folder: Path) -> dict[str, Any]:
    """The digests of the data set in ``folder``, from its dataset.json and its Parquet."""
    about = json.loads((folder / "dataset.json").read_text(encoding="utf-8"))
    tables = {
        path.stem: parquet.read(path, categories=True) for path in sorted(folder.glob("*.parquet"))
    }
    return {
        "about": _short(
            json.dumps(
                {key: value for key, value in about.items() if key not in NOT_DATA}, sort_keys=True
            ).encode()
        ),
        "forecast errors": _short(_rows(tables["forecast_errors"]).tobytes()),
        "controls": _short(_rows(tables["controls"]).tobytes()) if "controls" in tables else "",
        "source": _by_first(_groups(tables["sources"], ["source"])),
        "editions": _by_first(_groups(tables["editions"], ["current"])),
        "neighbours": _by_first(_groups(tables["neighbours"], ["region"])),
        "across": _nested(_groups(tables["by_measure"], ["measure", "year"])),
        "everyone": _nested(_groups(tables["by_indicator"], ["indicator", "year"])),
        "region": _each_until(_groups(tables["observations"], ["region", "year"])),
        "figures": _each_until(_groups(_events(tables["figures"]), ["region", "event"])),
    }


def _events(figures: pd.DataFrame) -> pd.DataFrame:
    """A row for each figure in the first page year that shows it, and one in the first that does no
    longer: what pages up to a year show follows from the events up to it.
    """
    row = _rows(figures.drop(columns=["known_from", "known_until"]))
    shown = pd.DataFrame({"region": figures["region"], "row": row, "event": figures["known_from"]})
    gone = figures["known_until"].lt(ALWAYS)
    ended = shown[gone].assign(row=~row[gone], event=figures["known_until"][gone] + 1)
    return pd.concat([shown, ended], ignore_index=True)


def of_part(digests: dict[str, Any], part: str) -> str:
    """The digest of the part called ``part``; empty when the data set has nothing of it."""
    if isinstance(digests.get(part), str):
        return str(digests[part])
    kind, name, *year = part.split(" ")
    found = digests[kind].get(name, "")
    if kind in ("across", "everyone"):
        return str((found or {}).get(year[0], ""))
    if kind in ("region", "figures"):
        return str(
            next(
                (
                    digest
                    for known, digest in reversed((found or {}).items())
                    if not year or int(known) <= int(year[0])
                ),
                "",
            )
        )
    return str(found)


def short(digests: dict[str, str]) -> str:
    """One digest of several parts' digests."""
    return _short(json.dumps(digests, sort_keys=True).encode())


@lru_cache(maxsize=4)
def of_folder(folder: Path) -> dict[str, Any]:
    """The digests in the folder of a data set, computed when they are not kept there."""
    if (folder / FILE).is_file():
        return dict(json.loads((folder / FILE).read_text(encoding="utf-8")))
    return compute(folder)


def _short(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:LENGTH]


def _rows(table: pd.DataFrame) -> Any:
    """A number for each row, the same for the same row."""
    return pd.util.hash_pandas_object(table, index=False).to_numpy()


def _groups(table: pd.DataFrame, keys: list[str]) -> Iterator[tuple[tuple[str, ...], str]]:
    """Each group of rows, in ascending order, and its digest, whatever the order of its rows."""
    if table.empty:
        return
    numbers = table.groupby(keys, sort=True).ngroup().to_numpy()
    rows = _rows(table)
    order = np.lexsort((rows, numbers))
    first = np.flatnonzero(np.diff(numbers[order], prepend=-1))
    names = table[keys].iloc[order[first]].astype(str).itertuples(index=False, name=None)
    for name, chosen in zip(names, np.split(rows[order], first[1:]), strict=True):
        yield name, _short(chosen.tobytes())


def _by_first(groups: Iterator[tuple[tuple[str, ...], str]]) -> dict[str, str]:
    return {names[0]: digest for names, digest in groups}


def _nested(groups: Iterator[tuple[tuple[str, ...], str]]) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    for (outer, inner), digest in groups:
        found.setdefault(outer, {})[inner] = digest
    return found


def _each_until(groups: Iterator[tuple[tuple[str, ...], str]]) -> dict[str, dict[str, str]]:
    return {region: _until(years) for region, years in _nested(groups).items()}


def _until(years: dict[str, str]) -> dict[str, str]:
    """Each year's digest made one of the year and all before it."""
    before = ""
    found = {}
    for year, digest in years.items():
        found[year] = before = _short((before + digest).encode())
    return found
