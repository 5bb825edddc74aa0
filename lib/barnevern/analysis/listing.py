"""What a data set has: its indicators, and the regions that figures can be asked for."""

from collections.abc import Iterable

import pandas as pd

from barnevern.indicators import catalogue, indicator
from barnevern.indicators.catalogue import theme_name
from barnevern.observations import group_lookup, regions
from barnevern.observations.groups import membership

INDICATOR_COLUMNS = ["indicator", "name", "unit", "theme", "municipalities", "first", "last"]
REGION_COLUMNS = ["region", "name", "kind", "county", "members"]


def indicators(known: pd.DataFrame, search: str = "") -> pd.DataFrame:
    """The indicators of the catalogue, those with most figures first.

    ``known`` has indicator, region and year of every figure a municipality has. ``search`` keeps
    those that have all its words in id, name, theme or definition. Columns: INDICATOR_COLUMNS;
    ``municipalities`` is how many have figures, ``first`` and ``last`` their years (0 for none).
    """
    counted = known.groupby("indicator", observed=True).agg(
        municipalities=("region", "nunique"), first=("year", "min"), last=("year", "max")
    )
    rows = [
        (entry.id, entry.name, entry.unit, theme_name(entry.theme))
        for entry in catalogue().values()
        if _has(f"{entry.id} {entry.name} {theme_name(entry.theme)} {entry.definition}", search)
    ]
    table = pd.DataFrame(rows, columns=INDICATOR_COLUMNS[:4]).join(counted, on="indicator")
    numbers = INDICATOR_COLUMNS[4:]
    table[numbers] = table[numbers].fillna(0).astype("int64")
    return table.sort_values("municipalities", ascending=False, kind="stable", ignore_index=True)


def region_list(search: str = "") -> pd.DataFrame:
    """Municipalities and the groups that they are compared with: REGION_COLUMNS.

    ``kind`` is "municipality" or the level of the group; ``members`` how many municipalities of
    today it has. ``search`` keeps those that have all its words in code, name, kind or county.
    """
    rows = [
        (code, regions.name_of(code), "municipality", region.county_name, 1)
        for code, region in sorted(regions.municipalities().items())
    ]
    sizes = membership().groupby("group")["region"].nunique()
    for code, group in regions.groups().items():
        if code in sizes.index:
            rows.append((code, regions.name_of(code), group["level"], "", int(sizes[code])))
    kept = [row for row in rows if _has(" ".join(map(str, row[:4])), search)]
    return pd.DataFrame(kept, columns=REGION_COLUMNS)


def _has(text: str, search: str) -> bool:
    """Whether every word of ``search`` stands in ``text``."""
    return all(word in text.casefold() for word in search.casefold().split())


def indicator_ids(wanted: str | Iterable[str]) -> list[str]:
    """Ids of indicators, checked. Raises UnknownIndicator with the nearest one."""
    names = [wanted] if isinstance(wanted, str) else list(wanted)
    return [indicator(name).id for name in names]


def region_codes(wanted: str | Iterable[str]) -> list[str]:
    """Codes of regions given by number, name (of today or of before) or group code; "ASSS" is the
    whole network. Raises UnknownRegion with the nearest one.
    """
    names = [wanted] if isinstance(wanted, str) else list(wanted)
    return list(dict.fromkeys(group_lookup.code_of(str(name)) for name in names))
