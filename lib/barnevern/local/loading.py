"""Loading: files in, the folder of the local data set out, whole or not at all."""

import csv
import json
import shutil
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pandas as pd

from barnevern import own_data
from barnevern.disclosure import ledger_file
from barnevern.local import inputs, mapping, place, published
from barnevern.local.check import municipality_of
from barnevern.local.files import EXTRACTS, LISTS, opened
from barnevern.local.inputs import Part
from barnevern.local.lists import Understood
from barnevern.local.rule import KEPT, Asked, preset_from_now_on
from barnevern.norwegian.messages import say
from barnevern.observations import COLUMNS, PROVENANCE, regions
from barnevern.paths import DATA, FETCHED, LEDGERS, PUBLISHED_EDITIONS
from barnevern.problems import InputProblems, Problem, refused
from barnevern.sources import control_counts, spreadsheet
from barnevern.sources.tables import SOURCE_COLUMNS, read_text

PUBLISHED, STATBANK = DATA / "published", FETCHED / "statbank"
KNOWN = "published.csv"  # the ledger of what they have of the municipality
KINDS = ("extract", "accounts", "staff", "other")
# Alike to the first hyphen: one publisher, whose figures make one series. Of two sources for one
# figure the last in the alphabet counts (barnevern.data.store.newest): what the service has
# written down goes before what was counted.
SOURCES = {kind: f"local-{kind}" for kind in KINDS}


def load(
    files: Iterable[Path],
    out: Path,
    municipality: str,
    key: bytes | None = None,
    *,
    synthetic: bool = False,
    years: Iterable[int] = (),
    asked: Asked = KEPT,
) -> Path:
    """Read extracts (15F, BVR) and lists (data/templates) and add them to the data set in ``out``;
    gives the folder.

    ``municipality``: number or name. ``key``: what identity numbers are hashed with (the folder's
    own if not given). ``synthetic``: the cases are made up. ``years``: those to count in BVR files
    (the last that was over if not given); a 15F file is of one year. ``asked``: the disclosure rule
    (the folder's own if not given). A year loaded before is replaced, other years stay. Only
    observations and counts of controls are kept. Raises InputProblems with everything that is
    wrong; then nothing is written, and what was in ``out`` stays.
    """
    region, paths, target = municipality_of(municipality), _some(files), _target(out)
    try:
        with place.held(target):
            place.check_ours(target, region.code, synthetic=synthetic)
            rule = preset_from_now_on(str(place.about(target).get("disclosure") or ""), asked)
            kept, count = key or place.key(target), list(years)
            reading = mapping.reading(target, asked, count)
            with opened(paths, (*EXTRACTS, *LISTS)) as found:
                kinds = {"synthetic": synthetic, "leave_out": asked.leave_out}
                parts = inputs.read(found, region, kept, count, reading=reading, **kinds)
            with place.replaced(target) as new:
                terms = {"name": place.name_of(target), "synthetic": synthetic, "disclosure": rule}
                _write(new, target, region, parts, terms)
                place.write_key(new, kept)
                mapping.write(new, reading)
            for sentence in [sentence for part in parts for sentence in part.said]:
                asked.say(sentence)
    except OSError as error:
        rule = f"the data set cannot be written there: {error.strerror}"
        raise place.refused(rule, "give another folder, or make room") from None
    return target


def preview(
    files: Iterable[Path],
    out: Path,
    municipality: str,
    *,
    years: Iterable[int] = (),
    asked: Asked = KEPT,
) -> list[Understood]:
    """What a load of the lists among ``files`` would understand; nothing is loaded. Raises
    InputProblems for a file that is neither a list nor an extract.
    """
    region, paths, target = municipality_of(municipality), _some(files), _target(out)
    reading = mapping.reading(target, asked, list(years))
    with opened(paths, (*EXTRACTS, *LISTS)) as found:
        return inputs.understood(found, region, reading)


def _some(files: Iterable[Path]) -> list[Path]:
    """The files, of which there is one at least. Raises InputProblems."""
    if paths := list(files):
        return paths
    remedy = "give extracts, or lists filled in from data/templates"
    raise refused("files", "", "no file was given", remedy)


def _target(out: Path) -> Path:
    """The whole path of the folder, outside the repository. Raises InputProblems."""
    target = Path(out).expanduser().resolve()
    place.check_outside(target)
    return target


def _write(
    new: Path, former: Path, region: regions.Region, parts: list[Part], terms: dict[str, Any]
) -> None:
    """Everything but the key: the own tables of now and before, the published ones, sources,
    controls and dataset.json, of which ``terms`` are "name", "synthetic" and "disclosure".
    """
    own = _own_tables(former, region, parts)
    measures = {measure for table in own.values() for measure in table["measure"].unique()}
    theirs, sources = published.tables(PUBLISHED, region, measures)
    for name, table in {**own, **theirs}.items():
        _write_csv(new / name, table)
    _write_csv(new / "sources.csv", pd.concat([_own_sources(list(own), region), sources]))
    if (former / PUBLISHED_EDITIONS).is_file():
        shutil.copyfile(former / PUBLISHED_EDITIONS, new / PUBLISHED_EDITIONS)
    if (former / LEDGERS).is_dir():
        shutil.copytree(former / LEDGERS, new / LEDGERS)
    if not terms["synthetic"]:  # nothing is published of made-up cases
        _write_known(new, region, measures)
    checked = _controls(former, parts)
    if len(checked):
        _write_csv(new / control_counts.FILE, checked)
    about = _about(region, list(own), list(theirs), terms)
    about |= {"public_sources": sorted(sources["source"])}
    text = json.dumps(about, ensure_ascii=False, indent=1)
    (new / "dataset.json").write_text(text + "\n", encoding="utf-8")


def _write_known(new: Path, region: regions.Region, measures: set[str]) -> None:
    """What is published of these measures of the municipality, as a ledger of its own: the gate
    reckons with it as with what any other publisher has shown.
    """
    path = new / LEDGERS / KNOWN
    path.unlink(missing_ok=True)
    folders = [PUBLISHED, *([STATBANK] if (STATBANK / "dataset.json").is_file() else [])]
    known = published.known(folders, region, measures)
    if len(known):
        path.parent.mkdir(exist_ok=True)
        text = ledger_file.text(known, published.PUBLISHERS, own_data.LOCAL, synthetic=False)
        path.write_text(text, encoding="utf-8")


def _own_tables(former: Path, region: regions.Region, parts: list[Part]) -> dict[str, pd.DataFrame]:
    """The own tables by file name, as text cells: those of ``parts``, and those loaded before that
    they do not replace. Raises InputProblems when they overlap.
    """
    own = {part.name: _cells(part.table.assign(source=SOURCES[part.kind])) for part in parts}
    before = {
        name: _stored(former / name)
        for name in place.about(former).get("parts", [])
        if name not in own
    }
    tables = dict(sorted({**before, **own}.items()))
    problems = _overlaps(tables, region)
    if problems:
        raise InputProblems(problems)
    return tables


def _cells(table: pd.DataFrame) -> pd.DataFrame:
    """Observations as the text that a data set's tables are written in."""
    cells = table.assign(
        value=table["value"].map(spreadsheet.plain), licence=say("dataset-own-licence")
    ).astype("str")
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
    extracted = own["source"].eq(SOURCES["extract"])
    return [*_mixed_years(own[extracted], region), *_given_twice(own[~extracted])]


def _mixed_years(extracts: pd.DataFrame, region: regions.Region) -> list[Problem]:
    """A problem for each year that has extracts both of the municipality and of a part of it."""
    senders = extracts.groupby("year")["region"].unique()
    rule = "the year is there for the whole municipality and for a part of it"
    return [
        Problem("extract", "", "year", str(year), rule, "load one or the other into a new folder")
        for year, codes in senders.items()
        if len(codes) > 1 and region.code in codes
    ]


def _given_twice(lists: pd.DataFrame) -> list[Problem]:
    """A problem for each figure that two kinds of list give."""
    figures = (lists["year"] + " " + lists["measure"] + " " + lists["category"]).str.strip()
    kinds = {source: kind for kind, source in SOURCES.items()}
    givers = (
        lists["source"]
        .map(kinds)
        .groupby(figures)
        .agg(lambda kinds: " and ".join(sorted(set(kinds))))
    )
    rule, remedy = "two lists give the same figure", "remove it from one of them"
    return [
        Problem(both, "", "year, measure, category", str(figure), rule, remedy)
        for figure, both in givers[givers.str.contains(" and ")].items()
    ]


def _own_sources(tables: list[str], region: regions.Region) -> pd.DataFrame:
    """The sources (SOURCE_COLUMNS) of the own tables, which are named by their kind."""
    publisher = say("borders-municipality", place=region.name)
    rows = [
        (
            SOURCES[kind],
            say("dataset-own-source", kind=kind),
            publisher,
            "",
            say("dataset-own-licence"),
            "",
        )
        for kind in KINDS
        if any(table.startswith(kind) for table in tables)
    ]
    return pd.DataFrame(rows, columns=SOURCE_COLUMNS, dtype="str")


def _controls(former: Path, parts: list[Part]) -> pd.DataFrame:
    """How often each control found something, by year and sender: of the extracts loaded now, and
    of those before.
    """
    now = [part.controls.assign(municipality=part.code) for part in parts if len(part.controls)]
    before = control_counts.read(former)
    if before is not None:
        loaded = {(part.code, part.year) for part in parts if part.kind == "extract"}
        senders = zip(before["municipality"], before["year"], strict=True)
        now.append(before[[sender not in loaded for sender in senders]])
    if not now:
        return pd.DataFrame(columns=control_counts.COLUMNS)
    counts = pd.concat(now)[control_counts.COLUMNS]
    return counts.sort_values(["year", "municipality"], kind="stable")


def _about(
    region: regions.Region, own: list[str], theirs: list[str], terms: dict[str, Any]
) -> dict[str, Any]:
    """What dataset.json says of the data set with these own and published tables."""
    latest = _latest_year(own)
    borders = json.loads((PUBLISHED / "dataset.json").read_text(encoding="utf-8")).get(
        "current_borders", []
    )
    return {
        "name": terms["name"],
        "title": say("dataset-own"),
        "description": say("dataset-own-about", place=region.name),
        "date": f"{latest}-12-31",
        "licence": say("dataset-own-licences", licence=say("dataset-own-licence")),
        **terms,
        "current_borders": [name for name in borders if name in theirs],
        "municipality": region.code,
        "year": latest,
        "parts": own,
        "tables": [*own, *theirs, control_counts.FILE],
    }


def _latest_year(own: list[str]) -> int:
    """The last year of the cases, where there are any: a budget reaches beyond it."""
    years = {name: int(name.removesuffix(".csv")[-4:]) for name in own}
    extracts = [year for name, year in years.items() if name.startswith("extract")]
    return max(extracts or years.values())


def _write_csv(path: Path, table: pd.DataFrame) -> None:
    with path.open("w", encoding="utf-8", newline="") as handle:
        writer = csv.writer(handle, lineterminator="\n")
        writer.writerow(table.columns)
        writer.writerows(zip(*(table[column].tolist() for column in table), strict=True))
