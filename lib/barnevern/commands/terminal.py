"""Figures as tables and sentences in the terminal."""

from collections.abc import Sequence

import pandas as pd
from rich.box import SIMPLE
from rich.table import Table

from barnevern.commands import changes
from barnevern.data.dataset import Dataset
from barnevern.indicators import indicator
from barnevern.norwegian.numbers import number
from barnevern.observations import category_name, measures, regions
from barnevern.page import Page

Printed = Table | str  # what the terminal is given to print
WORDS = ("Enhet", "Merk", "--indicator")  # heads of columns that hold words
SHORT = {"prosent": "%", "prosentpoeng": "p.p."}


def indicator_table(page: Page, name: str) -> Table:
    """The indicator for the page's municipality and its peers, a column each and a row per year;
    what its symbols mean stands below.
    """
    chosen = indicator(name)
    shown, _ = page.compared(name)
    names = {code: regions.name_of(code) for code in shown["region"].drop_duplicates()}
    head, rows = tables.by_year(shown, chosen.decimals, names, "region")
    by_year = list(zip(*[head, *rows], strict=True))[1:]
    under = [
        *tables.status_notes(shown["status"].tolist()),
        *(f"Kilde: {title}" for title in page.source_titles(shown)),
    ]
    return _table(f"{chosen.name} ({chosen.unit})", ["År", *names.values()], by_year, under)


def latest_table(page: Page) -> Table:
    """The newest figure of every indicator that the page's municipality has one of."""
    rows = []
    for name, table in page.totals.items():
        own = page.own(table[table["year"].le(page.year)])
        if len(own):
            newest, chosen = own.sort_values("year").iloc[-1], indicator(name)
            rows.append(
                [name, number(newest["value"], chosen.decimals), str(newest["year"]), chosen.unit]
            )
    return _table(f"{page.place}: nyeste tall", ["--indicator", "Tall", "År", "Enhet"], rows, [])


def changed_municipality(page: Page, earlier: int) -> list[Printed]:
    """What changed for the page's municipality from ``earlier`` to the page's year: in words,
    indicator by indicator, and revisions.
    """
    found = changes.between(page.totals, page.region.code, earlier, page.year)
    counts = found["kind"].value_counts()
    rose, fell, same = (counts.get(kind, 0) for kind in ("rose", "fell", "unchanged"))
    sentences = [
        f"{page.place} from {earlier} to {page.year}: {rose} rose, {fell} fell, {same} unchanged."
    ]
    for year, kind in ((page.year, "new"), (earlier, "gone")):
        sentences += _only(year, found.loc[found["kind"].eq(kind), "indicator"].tolist())
    revised = changes.revised(page.dataset, page.region.code, [earlier, page.year])
    return [
        *sentences,
        *_if_any(_changes(found[found["change"].notna()], earlier, page.year)),
        *_if_any(_revisions(revised)),
    ]


def _only(year: int, names: Sequence[str]) -> list[str]:
    """A sentence on the indicators that have a figure in one of the years only."""
    return (
        [f"In {year} only ({len(names)}): {', '.join(indicator(name).short for name in names)}."]
        if names
        else []
    )


def _changes(found: pd.DataFrame, earlier: int, later: int) -> Table:
    rows = []
    for one in found.to_dict("records"):
        chosen = indicator(one["indicator"])
        decimals = 0 if one["change_unit"] == "antall" else 1
        unit = SHORT.get(one["change_unit"], "")
        change = f"{number(one['change'], decimals, signed=True)} {unit}".rstrip()
        broken = f"brudd i {one['break_year']}" if one["break_year"] else ""
        rows.append(
            [
                chosen.short,
                *(number(one[when], chosen.decimals) for when in ("before", "now")),
                chosen.unit,
                change,
                broken,
            ]
        )
    return _table("", ["", str(earlier), str(later), "Enhet", "Endring", "Merk"], rows, [])


def _revisions(found: pd.DataFrame) -> Table:
    rows = [
        [
            f"{measures()[one['measure']]['name']},"
            f" {category_name(one['measure'], one['category']).lower()}".removesuffix(", i alt"),
            str(one["year"]),
            *(
                f"{number(one[which], _decimals(one[which]))} ({one[f'{which}_published']})"
                for which in ("first", "last")
            ),
        ]
        for one in found.to_dict("records")
    ]
    return _table(
        "Tall som er rettet etter at de først ble publisert", ["", "År", "Først", "Sist"], rows, []
    )


def _decimals(value: float) -> int:
    return 0 if value == round(value) else 1


def changed_dataset(dataset: Dataset, earlier: int, later: int) -> list[Printed]:
    """What a data set has of two years: how many municipalities have a figure of each indicator,
    and the country's figure.
    """
    found = changes.coverage(dataset, [earlier, later])
    cells = {(one["indicator"], one["year"]): one for one in found.to_dict("records")}
    names = list(found["indicator"].drop_duplicates())
    of_year = {year: {name for name in names if (name, year) in cells} for year in (earlier, later)}
    counts = {year: len(known) for year, known in of_year.items()}
    sentences = [
        f"Indicators that «{dataset.about['name']}» has figures of: {counts[earlier]} in {earlier}"
        f" and {counts[later]} in {later}."
    ]
    for year, other in ((later, earlier), (earlier, later)):
        sentences += _only(year, [name for name in names if name in of_year[year] - of_year[other]])
    rows = []
    for name in names:
        both = [
            cells.get((name, year), {"municipalities": 0, "country": float("nan")})
            for year in (earlier, later)
        ]
        chosen = indicator(name)
        country = [tables.cell(one["country"], "..", chosen.decimals) for one in both]
        rows.append(
            [chosen.short, *(str(one["municipalities"]) for one in both), *country, chosen.unit]
        )
    head = [
        "",
        *(f"{whose}\n{year}" for whose in ("Kommuner", "Landet") for year in (earlier, later)),
        "Enhet",
    ]
    revised = _revisions(changes.revised(dataset, "EAK", [earlier, later]))
    return [
        *sentences,
        *_if_any(_table("", head, rows, tables.status_notes([".."]))),
        *_if_any(revised),
    ]


def _if_any(table: Table) -> list[Printed]:
    return [table] if table.row_count else []


def _table(
    title: str, head: Sequence[str], rows: Sequence[Sequence[str]], under: Sequence[str]
) -> Table:
    """A table whose columns of figures stand to the right; ``under`` is said below it."""
    table = Table(
        title=title or None,
        title_justify="left",
        caption="\n".join(under) or None,
        caption_justify="left",
        box=SIMPLE,
    )
    for place, column in enumerate(head):
        words = column in WORDS
        table.add_column(
            column,
            justify="right" if place and not words else "left",
            no_wrap=column not in ("", *WORDS[:1]),
            overflow="fold",
        )
    for row in rows:
        table.add_row(*row)
    return table
