"""The made-up nation made smaller or larger by copying municipalities, to see what a page costs as
the nation grows.

A copy has a number, a name and a county of its own, and the same figures; the figures of the groups
stay as they are.
"""

import csv
import json
import shutil
from pathlib import Path

import numpy as np
import pandas as pd

from barnevern.data import digests, parquet
from barnevern.data.layout import BY_INDICATOR, FIGURES, OBSERVATIONS
from barnevern.observations.regions import municipalities
from barnevern.paths import LANGUAGES, NOTEBOOKS, PARAMS, REFERENCE

FIRST_NEW = 6000  # no municipality or county has a number from here on


def home(path: Path, source: Path, size: int) -> Path:
    """A checkout's folders in ``path`` with the data set in ``source`` (a built one) for ``size``
    municipalities; gives the data set's folder.
    """
    (path / "data").mkdir(parents=True)
    (path / "notebooks").symlink_to(NOTEBOOKS)
    (path / "params").symlink_to(PARAMS)
    shutil.copytree(REFERENCE, path / "data" / "reference")
    (path / "data" / "language").symlink_to(LANGUAGES)
    codes = list(municipalities())
    copies = [_mapping(codes, n) for n in range(1, -(-size // len(codes)))]
    _add_places(path / "data" / "reference", copies)
    target = path / "data" / "nation"
    target.mkdir()
    kept = set(codes[:size])
    for file in source.glob("*.parquet"):
        table = _sized(parquet.read(file), file.name, kept, copies)
        whole = {FIGURES: "region", BY_INDICATOR: "indicator"}.get(file.name, "")
        texts = table.select_dtypes("str").columns if whole else []
        parquet.write(
            table.astype(dict.fromkeys(texts, "category")), target / file.name, whole=whole
        )
    about = json.loads((source / "dataset.json").read_text(encoding="utf-8"))
    (target / "dataset.json").write_text(json.dumps(about), encoding="utf-8")
    (target / digests.FILE).write_text(json.dumps(digests.of_files(target)), encoding="utf-8")
    return target


def _mapping(codes: list[str], number: int) -> dict[str, str]:
    """The number that copy ``number`` of each municipality has."""
    return {
        code: f"{FIRST_NEW + (number - 1) * len(codes) + place}" for place, code in enumerate(codes)
    }


def _add_places(reference: Path, copies: list[dict[str, str]]) -> None:
    """Rows for the copies in the code lists, and for the counties they lie in."""
    with (REFERENCE / "municipalities.csv").open(encoding="utf-8", newline="") as handle:
        known = list(csv.DictReader(handle))
    places, periods, counties = [], [], {}
    for copy in copies:
        for row in known:
            code = copy[row["code"]]
            name, county = f"Sted {code}", f"Fylke {code[:2]}"
            shared = " ".join(copy[member] for member in row["service_members"].split())
            own = {
                "code": code,
                "name": name,
                "official_name": name,
                "county": code[:2],
                "county_name": county,
            }
            places.append(row | own | {"asss_from": "", "service_members": shared})
            periods.append(
                {
                    "code": code,
                    "name": name,
                    "first_year": 2013,
                    "last_year": 9999,
                    "current_code": code,
                    "kind": "current",
                }
            )
            counties[code[:2]] = {
                "code": f"EKA{code[:2]}",
                "name": county,
                "level": "county",
                "first_year": "",
                "last_year": "",
                "description": "",
            }
    for file, rows in (
        ("municipalities.csv", places),
        ("municipality_codes.csv", periods),
        ("region_groups.csv", list(counties.values())),
    ):
        with (reference / file).open("a", encoding="utf-8", newline="") as handle:
            csv.DictWriter(handle, list(rows[0]) if rows else []).writerows(rows)


def _sized(
    table: pd.DataFrame, name: str, kept: set[str], copies: list[dict[str, str]]
) -> pd.DataFrame:
    """A table of the data set for the municipalities in ``kept`` and their copies, in the order it
    is read by.
    """
    places = [column for column in ("region", "current", "neighbour") if column in table]
    if not places:
        return table
    municipal = table[places[-1]].str.fullmatch(r"(NEAREST-)?\d{4}")
    codes = {column: table[column].str.removeprefix("NEAREST-") for column in places}
    own = table[municipal & np.logical_and.reduce([codes[column].isin(kept) for column in places])]
    made = [
        own.assign(
            **{
                column: own[column].str.slice(stop=-4) + codes[column].loc[own.index].map(copy)
                for column in places
            }
        )
        for copy in copies
    ]
    order = {
        OBSERVATIONS: ["region", "year", "measure", "category"],
        FIGURES: ["region", "indicator", "category", "year", "known_from"],
        BY_INDICATOR: ["indicator", "year", "region", "category"],
        "editions.parquet": ["current", "region", "year", "measure", "category", "source"],
        "latest_years.parquet": ["region", "measure"],
        "neighbours.parquet": ["region", "rank"],
    }
    return pd.concat([table[~municipal], own, *made], ignore_index=True).sort_values(order[name])
