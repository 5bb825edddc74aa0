"""A short digest for every part of a data set that a page can read, so that a page is made again
only when its own parts change.

A part has a name: "region 3201 2026" (every row of the region up to the year), "figures 3201
2026" (every figure of the region that pages up to the year can show), "everyone referrals 2024"
(the indicator for every municipality that year), "editions 3201", "neighbours 3201", "source
ssb-07459", "controls", "forecast errors", "ordinary variation" and "about".
"""

import hashlib
import json
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from barnevern.data import parquet
from barnevern.indicators.families import ALWAYS

FILE = "digests.json"
LENGTH = 12  # hexadecimal digits: two versions of one part are told apart, nothing more
# of dataset.json: these change with every other part of the data set, or with how it is stored
NOT_DATA = {"content", "built_by", "layout"}
Numbers = npt.NDArray[np.uint64]


def compute(about: Mapping[str, Any], tables: Mapping[str, pd.DataFrame]) -> dict[str, Any]:
    """The digests of a data set, from its dataset.json and its tables by name: those of its
    Parquet. A text gives the same digest whether it is a category or not.
    """
    everyone, shown = tables["by_indicator"], tables["observations"]
    said = {key: entry for key, entry in about.items() if key not in NOT_DATA}
    return {
        "about": _short(json.dumps(said, sort_keys=True).encode()),
        "forecast errors": _short(_rows(tables["forecast_errors"]).tobytes()),
        "ordinary variation": _short(_rows(tables["ordinary_variation"]).tobytes()),
        "controls": _short(_rows(tables["controls"]).tobytes()) if "controls" in tables else "",
        "source": _by_value(tables["sources"], "source"),
        "editions": _by_value(tables["editions"], "current"),
        "neighbours": _by_value(tables["neighbours"], "region"),
        "everyone": _nested(everyone["indicator"], everyone["year"], _rows(everyone)),
        "region": _each_until(_nested(shown["region"], shown["year"], _rows(shown))),
        "figures": _each_until(_nested(*_events(tables["figures"]))),
    }


def _events(figures: pd.DataFrame) -> tuple[pd.Series, pd.Series, Numbers]:
    """The region, year and number of each figure in the first page year that shows it, and of one
    in the first that does no longer: what pages up to a year show follows from the events up to it.
    """
    rows = _rows(figures.drop(columns=["known_from", "known_until"]))
    gone = figures["known_until"].lt(ALWAYS)
    years = [figures["known_from"], figures.loc[gone, "known_until"] + 1]
    return (
        pd.concat([figures["region"], figures.loc[gone, "region"]], ignore_index=True),
        pd.concat(years, ignore_index=True),
        np.concatenate([rows, ~rows[gone.to_numpy()]]),
    )


def of_part(digests: dict[str, Any], part: str) -> str:
    """The digest of the part called ``part``; empty when the data set has nothing of it."""
    if isinstance(digests.get(part), str):
        return str(digests[part])
    kind, name, *year = part.split(" ")
    found = digests.get(kind, {}).get(name, "")
    if kind == "everyone":
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


def short(digests: Mapping[str, Any]) -> str:
    """One digest of several parts' digests."""
    return _short(json.dumps(digests, sort_keys=True).encode())


@lru_cache(maxsize=4)
def of_folder(folder: Path) -> dict[str, Any]:
    """The digests in the folder of a data set, computed when they are not kept there."""
    if (folder / FILE).is_file():
        return dict(json.loads((folder / FILE).read_text(encoding="utf-8")))
    return of_files(folder)


def of_files(folder: Path) -> dict[str, Any]:
    """The digests computed from the files in the folder of a data set."""
    about = json.loads((folder / "dataset.json").read_text(encoding="utf-8"))
    files = sorted(folder.glob("*.parquet"))
    return compute(about, {path.stem: parquet.read(path, categories=True) for path in files})


def _short(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:LENGTH]


def _rows(table: pd.DataFrame) -> Numbers:
    """A number for each row, the same for the same row however its texts are numbered."""
    return np.asarray(pd.util.hash_pandas_object(table, index=False), np.uint64)


def _mixed(rows: Numbers) -> Numbers:
    """The rows' numbers with every bit dependent on every other (the finaliser of SplitMix64,
    Steele, Lea and Flood 2014), so that sums of them tell sets of rows apart.
    """
    mixed = (rows ^ (rows >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    mixed = (mixed ^ (mixed >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    mixed = mixed ^ (mixed >> np.uint64(31))
    return np.asarray(mixed, np.uint64)


def _sums(outer: pd.Series, inner: pd.Series, rows: Numbers) -> Iterator[tuple[str, str, str]]:
    """The values of two columns, in ascending order, and for each pair of them a digest of the
    numbers of its ``rows``: the same whatever their order.
    """
    if not len(rows):
        return
    codes, names = pd.factorize(outer, sort=True)
    within, values = pd.factorize(inner, sort=True)
    number = codes.astype(np.int64) * len(values) + within
    count = np.bincount(number, minlength=len(names) * len(values)).astype(np.uint64)
    total = np.zeros(len(count), np.uint64)
    np.add.at(total, number, _mixed(rows))
    places, told = np.flatnonzero(count), _mixed(total + _mixed(count))
    outers, inners = [str(name) for name in names], [str(value) for value in values]
    for place, digest in zip(places.tolist(), told[places].tolist(), strict=True):
        name, value = divmod(place, len(values))
        yield outers[name], inners[value], f"{digest:016x}"[:LENGTH]


def _by_value(table: pd.DataFrame, column: str) -> dict[str, str]:
    """A digest of the rows of each value of a column."""
    everything = pd.Series("", index=table.index)
    return {name: told for name, _, told in _sums(table[column], everything, _rows(table))}


def _nested(outer: pd.Series, inner: pd.Series, rows: Numbers) -> dict[str, dict[str, str]]:
    """A digest of the rows of each pair of values of two columns."""
    found: dict[str, dict[str, str]] = {}
    for name, value, told in _sums(outer, inner, rows):
        found.setdefault(name, {})[value] = told
    return found


def _each_until(years: dict[str, dict[str, str]]) -> dict[str, dict[str, str]]:
    return {region: _until(digests) for region, digests in years.items()}


def _until(years: dict[str, str]) -> dict[str, str]:
    """Each year's digest made one of the year and all before it."""
    before = ""
    found = {}
    for year, digest in years.items():
        found[year] = before = _short((before + digest).encode())
    return found
