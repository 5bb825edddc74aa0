"""What the local data set takes from the published one: the peers, the denominators, and what only
others publish.
"""

from pathlib import Path

import pandas as pd

from barnevern.disclosure import ledger_file
from barnevern.disclosure.rules import guarded
from barnevern.indicators.catalogue import catalogue
from barnevern.observations import COLUMNS, PROVENANCE, regions, typed
from barnevern.observations.borders import to_current
from barnevern.paths import with_ending
from barnevern.problems import InputProblems
from barnevern.sources.tables import SOURCE_COLUMNS, read_text

PUBLISHERS = "Statistics Norway and others"
DENOMINATORS = {"population_31dec"}


def tables(
    folder: Path, region: regions.Region, own: set[str]
) -> tuple[dict[str, pd.DataFrame], pd.DataFrame]:
    """The published tables by file name, as text cells, and the sources of what is left in them.

    ``own`` are the measures that the municipality's own files give. Its published figures of these,
    and the ready-made ratios that its own figures give, are left out: no series of the municipality
    is drawn from two sources that define it differently. The figures of every other municipality
    and group stay.
    """
    tables, sources = _read(folder)
    codes, left_out = _codes(region), superseded(own)
    kept = {
        name: table[~(table["region"].isin(codes) & table["measure"].isin(left_out))]
        for name, table in tables.items()
    }
    used = {source for table in kept.values() for source in table["source"].unique()}
    left = {name: table for name, table in kept.items() if len(table)}
    return left, sources[sources["source"].isin(used)]


def known(folders: list[Path], region: regions.Region, own: set[str]) -> pd.DataFrame:
    """What ``folders`` have published of the counts of children that the municipality's own files
    give, as editions of a ledger (ledger_file.COLUMNS): one for each source, the newest last.

    Readers have these beside the municipality's own figures, whether they are the same or not.
    """
    editions = [ledger_file.nothing()]
    for folder in folders:
        tables, sources = _read(folder)
        nothing = pd.DataFrame(columns=[*COLUMNS, *PROVENANCE], dtype="str")
        every = pd.concat([nothing, *tables.values()], ignore_index=True)
        counts = every["measure"].isin(own & guarded()) & every["region"].isin(_codes(region))
        table = typed(every[counts])
        with_counts = sources[sources["source"].isin(table["source"])]
        dated = with_counts.sort_values("published", kind="stable")
        for source, date in zip(dated["source"], dated["published"], strict=True):
            figures = to_current(table[table["source"].eq(source)])
            shown = figures[figures["region"].eq(region.code) & figures["value"].notna()]
            editions.append(shown.assign(edition=source, by=PUBLISHERS, rule="", shown_on=date))
    return pd.concat(editions, ignore_index=True)[ledger_file.COLUMNS]


def _codes(region: regions.Region) -> set[str]:
    """The numbers that the whole municipality, or one that went into it, has had."""
    return {
        period.code
        for period in regions.code_periods()
        if period.current_code == region.code and period.kind != "split"
    }


def _read(folder: Path) -> tuple[dict[str, pd.DataFrame], pd.DataFrame]:
    """Every table of observations in ``folder`` by file name, and the sources. Raises InputProblems
    with all that cannot be read.
    """
    sources, problems = read_text(folder / "sources.csv", SOURCE_COLUMNS)
    tables = {}
    for path in with_ending(folder, ".csv"):
        if path.name != "sources.csv":
            tables[path.name], wrong = read_text(path, [*COLUMNS, *PROVENANCE])
            problems += wrong
    if problems:
        raise InputProblems(problems)
    return tables, sources


def superseded(own: set[str]) -> set[str]:
    """The measures that own figures replace: themselves, and the ready-made form of every indicator
    they are enough for.
    """
    ready = {
        indicator.published.measure
        for indicator in catalogue().values()
        if indicator.published and indicator.numerator and indicator.numerator.measure in own
        if not indicator.denominator or indicator.denominator.measure in own | DENOMINATORS
    }
    return own | ready
