"""Counted figures as one table per measure, and made-up figures back as observations."""

from collections.abc import Callable, Sequence

import pandas as pd

from barnevern.demo.chance import Floats, Rng, stream
from barnevern.observations import COLUMNS, PROVENANCE, regions

SOURCE = "demo"
Figures = dict[tuple[str, str], pd.DataFrame]  # municipalities by year, by (measure, category)


def wide(counts: pd.DataFrame, measure: str, category: str = "") -> pd.DataFrame:
    """One counted measure: municipalities (rows) by year (columns), in the order of the codes."""
    rows = counts[counts["measure"].eq(measure) & counts["category"].eq(category)]
    return rows.pivot_table(
        index="region", columns="year", values="value", aggfunc="first"
    ).sort_index()


def observations(values: Figures) -> pd.DataFrame:
    """Tables of municipalities by year, by (measure, category), as observations with the source of
    the demo.
    """
    parts = []
    for (measure, category), table in values.items():
        long = table.melt(var_name="year", ignore_index=False).rename_axis("region").reset_index()
        parts.append(long.assign(measure=measure, category=category))
    whole = pd.concat(parts, ignore_index=True)
    whole = whole.assign(status="", source=SOURCE, **dict.fromkeys(PROVENANCE, ""))
    whole["year"] = whole["year"].astype("int64")
    return whole[[*COLUMNS, *PROVENANCE]].sort_values(
        ["measure", "category", "region", "year"], ignore_index=True
    )


def drawn(
    codes: pd.Index,
    seed: int,
    purpose: int,
    draw: Callable[[Rng], Sequence[float] | Floats],
    columns: pd.Index | list[str] | None = None,
) -> pd.DataFrame:
    """A row of numbers for each municipality, from its own random stream of a purpose."""
    rows = [draw(stream(seed, code, purpose)) for code in codes]
    return pd.DataFrame(rows, index=codes, columns=columns)


def groups() -> pd.Series:
    """The KOSTRA group of each municipality."""
    return pd.Series(
        {code: region.kostra_group for code, region in regions.municipalities().items()}
    ).sort_index()


def scaled(values: pd.DataFrame, wanted: pd.DataFrame) -> pd.DataFrame:
    """``values`` (municipalities by year) with the sums of KOSTRA groups that ``wanted`` (groups by
    year) asks for.
    """
    group = groups().loc[values.index]
    sums = values.groupby(group).transform("sum")
    return (
        values
        * wanted.loc[group].set_axis(values.index)[values.columns]
        / sums.where(sums > 0, 1.0)
    )
