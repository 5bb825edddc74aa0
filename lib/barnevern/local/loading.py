"""Loading: files in, the folder of the local data set out, whole or not at all."""

import csv
import json
import shutil
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pandas as pd

from barnevern.local import inputs, place, published
from barnevern.local.inputs import Part
from barnevern.observations import COLUMNS, PROVENANCE, regions
from barnevern.paths import DATA, PUBLISHED_EDITIONS
from barnevern.problems import InputProblems, Problem
from barnevern.sources import control_counts, spreadsheet
from barnevern.sources.tables import SOURCE_COLUMNS, read_text

PUBLISHED = DATA / "published"
LICENCE = "Kommunens egne tall"
TITLES = {
    "extract": "Uttrekk fra barnevernstjenestens fagsystem",
    "accounts": "Regnskap og budsjett for barnevernstjenesten",
    "staff": "Årsverk, ansatte og sykefravær i barnevernstjenesten",
    "other": "Tall barnevernstjenesten fører for hånd",
}
# Alike to the first hyphen: one publisher, whose figures make one series. Of two sources for one
# figure the last in the alphabet counts (barnevern.data.store.newest): what the service has
# written down goes before what was counted.
SOURCES = {kind: f"local-{kind}" for kind in TITLES}


def load(
    files: Iterable[Path],
    out: Path,
    municipality: str,
    key: bytes | None = None,
    *,
    synthetic: bool = False,
    years: Iterable[int] = (),
) -> Path:
    """Read extracts (15F, BVR) and lists (data/templates) and add them to the data set in ``out``;
    gives the folder.

    ``municipality``: number or name. ``key``: what identity numbers are hashed with (the folder's
    own if not given). ``synthetic``: the cases are made up. ``years``: those to count in BVR files
    (the last that was over if not given); a 15F file is of one year. A year loaded before is
    replaced, other years stay. Only observations and counts of controls are kept. Raises
    InputProblems with everything that is wrong; then nothing is written, and what was in ``out``
    stays.
    """
    try:
        region = regions.region(municipality)
    except regions.UnknownRegion as error:
        raise InputProblems(
            [
                Problem(
                    "", "", "municipality", str(municipality), str(error), "give a number or a name"
                )
            ]
        ) from None
    paths = [Path(path) for path in files]
    if not paths:
        raise InputProblems(
            [
                Problem(
                    "",
                    "",
                    "files",
                    "",
                    "no file was given",
                    "give extracts, or lists filled in from data/templates",
                )
            ]
        )
    target = Path(out).expanduser().resolve()
    place.check_outside(target)
    try:
        with place.held(target):
            place.check_ours(target, region.code, synthetic=synthetic)
            kept = key or place.key(target)
            parts = inputs.read(paths, region, kept, list(years), synthetic=synthetic)
            with place.replaced(target) as new:
                _write(new, target, region, parts, synthetic=synthetic)
                place.write_key(new, kept)
    except OSError as error:
        rule = f"the data set cannot be written there: {error.strerror}"
        raise InputProblems(
            [
                Problem(
                    "", "", "folder of the data set", "", rule, "give another folder, or make room"
                )
            ]
        ) from None
    return target


def _write(
    new: Path, former: Path, region: regions.Region, parts: list[Part], *, synthetic: bool
) -> None:
    """Everything but the key: the own tables of now and before, the published ones, sources,
    controls and dataset.json.
    """
    own = {part.name: _cells(part.table.assign(source=SOURCES[part.kind])) for part in parts}
    before = {
        name: _stored(former / name)
        for name in place.about(former).get("parts", [])
        if name not in own
    }
    everything = dict(sorted({**before, **own}.items()))
    problems = _overlaps(everything, region)
    if problems:
        raise InputProblems(problems)
    measures = {measure for table in everything.values() for measure in table["measure"].unique()}
    theirs, sources = published.tables(PUBLISHED, region, measures)
    for name, table in {**everything, **theirs}.items():
        _write_csv(new / name, table)
    kinds = [kind for kind in TITLES if any(name.startswith(kind) for name in everything)]
    _write_csv(new / "sources.csv", pd.concat([_own_sources(kinds, region), sources]))
    if (former / PUBLISHED_EDITIONS).is_file():
        shutil.copyfile(former / PUBLISHED_EDITIONS, new / PUBLISHED_EDITIONS)
    controls = _controls(former, parts)
    if len(controls):
        _write_csv(new / control_counts.FILE, controls)
    about = _about(region, list(everything), list(theirs), synthetic=synthetic) | {
        "public_sources": sorted(sources["source"])
    }
    text = json.dumps(about, ensure_ascii=False, indent=1)
    (new / "dataset.json").write_text(text + "\n", encoding="utf-8")


def _cells(table: pd.DataFrame) -> pd.DataFrame:
    """Observations as the text that a data set's tables are written in."""
    cells = table.assign(value=table["value"].map(spreadsheet.plain), licence=LICENCE).astype("str")
    return cells.sort_values(["region", "year", "measure", "category"])[[*COLUMNS, *PROVENANCE]]


def _stored(path: Path) -> pd.DataFrame:
    table, problems = read_text(path, [*COLUMNS, *PROVENANCE])
    if problems:
        raise InputProblems(problems)
    return table


def _overlaps(tables: dict[str, pd.DataFrame], region: regions.Region) -> list[Problem]:
    """Figures that two lists give, and years that stand for the whole municipality and for a part
    of it.
    """
    own = pd.concat(tables.values(), ignore_index=True)
    extracts = own[own["source"].eq(SOURCES["extract"])].groupby("year")["region"].unique()
    mixed = [
        str(year) for year, codes in extracts.items() if len(codes) > 1 and region.code in codes
    ]
    rule = "the year is there for the whole municipality and for a part of it"
    problems = [
        Problem("extract", "", "year", year, rule, "load one or the other into a new folder")
        for year in mixed
    ]
    lists = own[own["source"].ne(SOURCES["extract"])]
    figures = (lists["year"] + " " + lists["measure"] + " " + lists["category"]).str.strip()
    names = {source: kind for kind, source in SOURCES.items()}
    givers = (
        lists["source"]
        .map(names)
        .groupby(figures)
        .agg(lambda kinds: " and ".join(sorted(set(kinds))))
    )
    twice = givers[givers.str.contains(" and ")]
    rule, remedy = "two lists give the same figure", "remove it from one of them"
    return problems + [
        Problem(both, "", "year, measure, category", str(figure), rule, remedy)
        for figure, both in twice.items()
    ]


def _own_sources(kinds: list[str], region: regions.Region) -> pd.DataFrame:
    publisher = f"{region.name} kommune"
    rows = [(SOURCES[kind], TITLES[kind], publisher, "", LICENCE, "") for kind in kinds]
    return pd.DataFrame(rows, columns=SOURCE_COLUMNS, dtype="str")


def _controls(former: Path, parts: list[Part]) -> pd.DataFrame:
    """How often each control found something, by year and sender: of the extracts loaded now, and
    of those before.
    """
    now = [part.controls.assign(municipality=part.code) for part in parts if len(part.controls)]
    again = {(part.code, part.year) for part in parts if part.kind == "extract"}
    before = control_counts.read(former)
    if before is not None:
        replaced = [
            pair in again for pair in zip(before["municipality"], before["year"], strict=True)
        ]
        now.append(before[[not gone for gone in replaced]])
    if not now:
        return pd.DataFrame(columns=control_counts.COLUMNS)
    return pd.concat(now)[control_counts.COLUMNS].sort_values(
        ["year", "municipality"], kind="stable"
    )


def _about(
    region: regions.Region, own: list[str], theirs: list[str], *, synthetic: bool
) -> dict[str, Any]:
    # A budget reaches beyond the year that the cases tell of.
    years = {name: int(name.removesuffix(".csv")[-4:]) for name in own}
    latest = max(
        [year for name, year in years.items() if name.startswith("extract")] or years.values()
    )
    borders = json.loads((PUBLISHED / "dataset.json").read_text(encoding="utf-8")).get(
        "current_borders", []
    )
    return {
        "name": place.NAME,
        "title": "Egne tall",
        "description": (
            f"Tall fra barnevernstjenesten i {region.name} kommune, og offentliggjorte tall å"
            " sammenligne med."
        ),
        "date": f"{latest}-12-31",
        "licence": f"{LICENCE}; offentliggjorte tall som hos kilden.",
        "synthetic": synthetic,
        "disclosure": "ssb-barnevern",
        "current_borders": [name for name in borders if name in theirs],
        "municipality": region.code,
        "year": latest,
        "parts": own,
        "tables": [*own, *theirs, control_counts.FILE],
    }


def _write_csv(path: Path, table: pd.DataFrame) -> None:
    with path.open("w", encoding="utf-8", newline="") as handle:
        writer = csv.writer(handle, lineterminator="\n")
        writer.writerow(table.columns)
        writer.writerows(zip(*(table[column].tolist() for column in table), strict=True))
