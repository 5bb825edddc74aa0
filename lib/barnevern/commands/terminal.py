"""Figures as tables and sentences in the terminal, in English; names and units of indicators are
those of the catalogue.
"""

from collections.abc import Hashable, Mapping, Sequence
from typing import Any

import pandas as pd
from rich.box import SIMPLE
from rich.table import Table

from barnevern.commands import changes
from barnevern.data.dataset import Dataset
from barnevern.indicators import indicator
from barnevern.norwegian.numbers import number
from barnevern.observations import category_name, measures, regions
from barnevern.page import Page
from barnevern.words import cells

Printed = Table | str  # what the terminal is given to print
Row = Mapping[Hashable, Any]
NAME, UNIT, NOTE, OPTION = "", "Unit", "Note", "--indicator"
WORDS = (UNIT, NOTE, OPTION)  # heads of columns that hold words
SHORT = {"prosent": "%", "prosentpoeng": "p.p."}
MEANINGS = {
    ":": "not shown, to protect privacy",
    "..": "not reported",
    ".": "does not exist for this year",
    "merged": "the municipality is a merger, and the figure cannot be recomputed",
    "part_missing": "missing for one of the municipalities that were merged",
    "split": "a municipality was divided, and the figure cannot be told apart",
}
NOWHERE: Row = {"municipalities": 0, "country": float("nan")}  # nobody has a figure of the year


def indicator_table(page: Page, name: str) -> Table:
    """The indicator for the page's municipality and its peers, a column each and a row per year;
    what its symbols mean stands below.
    """
    about = indicator(name)
    compared, _ = page.compared(name)
    names = {figure.region: regions.name_of(figure.region) for figure in compared}
    years, rows = cells.by_year(compared, about.decimals, names)
    _, *by_year = zip(["", *years], *rows, strict=True)
    sources = [f"Source: {title}" for title in page.source_titles(compared)]
    under = _meanings([figure.status for figure in compared]) + sources
    return _table(f"{about.name} ({about.unit})", ["Year", *names.values()], by_year, under)


def _meanings(statuses: Sequence[str]) -> list[str]:
    """A line for every symbol of a table that must be explained."""
    return [
        f"«{cells.CELL_SYMBOL.get(status, status)}»: {meaning}."
        for status, meaning in MEANINGS.items()
        if status in statuses
    ]


def latest_table(page: Page) -> Table:
    """The newest figure of every indicator that the page's municipality has one of."""
    rows = []
    for name in page.totals:
        own = page.own(page.figures(name))
        if own and own[-1].value is not None:
            about = indicator(name)
            value = number(own[-1].value, about.decimals)
            rows.append([name, value, str(own[-1].year), about.unit])
    head = [OPTION, "Figure", "Year", UNIT]
    return _table(f"{page.place}: newest figures", head, rows, [])


def changed_municipality(page: Page, earlier: int) -> list[Printed]:
    """What changed for the page's municipality from ``earlier`` to the page's year: in words,
    indicator by indicator, and revisions.
    """
    both = changes.between(page.totals, page.region.code, earlier, page.year)
    revised = changes.revised(page.dataset, page.region.code, [earlier, page.year])
    names = both.groupby("kind")["indicator"].agg(list).to_dict()
    rose, fell, same = (len(names.get(kind, [])) for kind in ("rose", "fell", "unchanged"))
    return [
        f"{page.place} from {earlier} to {page.year}: {rose} rose, {fell} fell, {same} unchanged.",
        *_only(page.year, names.get("new", [])),
        *_only(earlier, names.get("gone", [])),
        *_if_any(_changes(both[both["change"].notna()], earlier, page.year)),
        *_if_any(_revisions(revised)),
    ]


def _only(year: int, names: Sequence[str]) -> list[str]:
    """A sentence on the indicators that have a figure in one of the years only."""
    return (
        [f"In {year} only ({len(names)}): {', '.join(indicator(name).short for name in names)}."]
        if names
        else []
    )


def _changes(changed: pd.DataFrame, earlier: int, later: int) -> Table:
    """The rows of changes.between() as a table."""
    head = [NAME, str(earlier), str(later), UNIT, "Change", NOTE]
    return _table("", head, [_change(row) for row in changed.to_dict("records")], [])


def _change(row: Row) -> list[str]:
    """The cells of one indicator: name, before, now, unit, change, and a break between the
    years.
    """
    about = indicator(row["indicator"])
    before, now = (number(row[when], about.decimals) for when in ("before", "now"))
    decimals, unit = 0 if row["change_unit"] == "antall" else 1, SHORT.get(row["change_unit"], "")
    change = f"{number(row['change'], decimals, signed=True)} {unit}".rstrip()
    broken = f"break in {row['break_year']}" if row["break_year"] else ""
    return [about.short, before, now, about.unit, change, broken]


def _revisions(revised: pd.DataFrame) -> Table:
    """The rows of changes.revised() as a table."""
    rows = [
        [
            f"{measures()[row['measure']]['name']},"
            f" {category_name(row['measure'], row['category']).lower()}".removesuffix(", i alt"),
            str(row["year"]),
            *(
                f"{number(row[which], _decimals(row[which]))} ({row[f'{which}_published']})"
                for which in ("first", "last")
            ),
        ]
        for row in revised.to_dict("records")
    ]
    head = [NAME, "Year", "First", "Last"]
    return _table("Figures revised after they were first published", head, rows, [])


def _decimals(value: float) -> int:
    return 0 if value == round(value) else 1


def changed_dataset(dataset: Dataset, earlier: int, later: int) -> list[Printed]:
    """What a data set has of two years: how many municipalities have a figure of each indicator,
    and the country's figure.
    """
    covered = changes.coverage(dataset, [earlier, later])
    before, now = (
        covered.loc[covered["year"].eq(year), "indicator"].tolist() for year in (earlier, later)
    )
    return [
        f"Indicators that «{dataset.about['name']}» has figures of: {len(before)} in {earlier} and"
        f" {len(now)} in {later}.",
        *_only(later, [name for name in now if name not in before]),
        *_only(earlier, [name for name in before if name not in now]),
        *_if_any(_coverage(covered, earlier, later)),
        *_if_any(_revisions(changes.revised(dataset, "EAK", [earlier, later]))),
    ]


def _coverage(covered: pd.DataFrame, earlier: int, later: int) -> Table:
    """The rows of changes.coverage() as a table, one row for each indicator."""
    by_place: dict[tuple[str, int], Row] = {
        (row["indicator"], row["year"]): row for row in covered.to_dict("records")
    }
    rows = []
    for name in covered["indicator"].drop_duplicates():
        about = indicator(name)
        years = [by_place.get((name, year), NOWHERE) for year in (earlier, later)]
        counts = [str(row["municipalities"]) for row in years]
        country = [cells.cell(row["country"], "..", about.decimals) for row in years]
        rows.append([about.short, *counts, *country, about.unit])
    heads = [
        f"{whose}\n{year}" for whose in ("Municipalities", "Country") for year in (earlier, later)
    ]
    return _table("", [NAME, *heads, UNIT], rows, _meanings([".."]))


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
        words = not place or column in WORDS
        table.add_column(
            column,
            justify="left" if words else "right",
            no_wrap=column not in (NAME, UNIT),
            overflow="fold",
        )
    for row in rows:
        table.add_row(*row)
    return table
