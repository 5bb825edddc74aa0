"""Figures as a table in the terminal."""

from rich.table import Table

from barnevern import regions, tables
from barnevern.indicators import indicator
from barnevern.page import Page


def indicator_table(page: Page, name: str) -> Table:
    """The indicator for the page's municipality and its peers, a row each and a column per year."""
    chosen = indicator(name)
    shown, _ = page.compared(name)
    names = {code: regions.name_of(code) for code in shown["region"].drop_duplicates()} or {page.region.code: page.place}
    head, rows = tables.by_year(shown, chosen.decimals, names, "region")
    table = Table(title=f"{chosen.name} ({chosen.unit})", title_justify="left")
    table.add_column("")
    for year in head[1:]:
        table.add_column(year, justify="right")
    for row in rows:
        table.add_row(*row)
    return table
