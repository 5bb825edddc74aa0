"""The municipality beside each group it can be compared with: the choice of group as small
multiples, all of them on the page at once.
"""

import pandas as pd

from barnevern.figures import panels
from barnevern.indicators import Indicator, indicator
from barnevern.norwegian.text import listed, lower_first
from barnevern.observations import regions
from barnevern.page import Page
from barnevern.render import item
from barnevern.render.item import Item
from barnevern.show.series import LONGEST_SERIES, missing
from barnevern.words import sentences as wording
from barnevern.words import tables

MOST_GROUPS = 6
LEAST_YEARS = 2  # a single figure is no line


def beside_groups(page: Page, name: str, indicator_id: str) -> Item:
    """The indicator for the municipality against each of its groups: a panel for each group, and
    the table behind them.
    """
    chosen = indicator(indicator_id)
    table = page.table(indicator_id)
    table = table[table["category"].eq("") & table["year"].gt(page.year - LONGEST_SERIES)]
    own = page.own(table)
    groups = [code for code in _groups(page) if len(_shared(table, own, code)) >= LEAST_YEARS][
        :MOST_GROUPS
    ]
    title = f"{chosen.short}, gruppe for gruppe"
    if own.empty:
        return missing(page, name, [indicator_id], title)
    if not groups:
        text = (
            f"Datasettet har ikke {lower_first(chosen.short)} for noen gruppe i minst"
            f" {LEAST_YEARS} av årene {page.place} har tall for."
        )
        return Item(
            name,
            title,
            item.section(
                name, "missing", item.paragraph(text, "missing"), item.about([chosen], [])
            ),
            text,
            "missing",
        )
    codes = [page.region.code, *groups]
    shown = table[table["region"].isin(codes) & table["year"].ge(own["year"].min())]
    sentence = _sentence(page, own, shown, groups)
    named = shown.assign(
        name=shown["region"].map(regions.name_of), order=shown["region"].map(codes.index)
    ).dropna(subset="value")
    named = named.sort_values(["order", "year"])
    alt = wording.line_alt(named, chosen, page.place)
    svg = panels(
        named, own=page.place, name=f"{page.name}-{name}", alt=alt, decimals=chosen.decimals
    )
    caption = (
        f"{item.caption(chosen)}. {page.place} er den heltrukne linjen, gruppen den stiplede."
        f" Kilde: {'; '.join(page.source_titles(shown))}."
    )
    head, rows = tables.by_year(
        shown, chosen.decimals, {code: regions.name_of(code) for code in codes}, "region"
    )
    behind = item.folded(
        "Tallene bak figuren",
        tables.html(title, ["Område", *head[1:]], rows, _notes(page, shown, chosen)),
    )
    blocks = [
        item.paragraph(sentence),
        item.figure(svg, caption),
        behind,
        item.about([chosen], page.source_titles(shown)),
    ]
    return Item(
        name,
        title,
        item.section(name, "shown", *blocks),
        sentence,
        rows=item.csv_rows(shown, chosen, name, title),
    )


def _groups(page: Page) -> list[str]:
    """The groups among the peers, nearest first."""
    return [
        code
        for code in dict.fromkeys([*page.peers, "EAK", "EAKUO"])
        if code in regions.groups() or code.startswith("SERVICE-")
    ]


def _shared(table: pd.DataFrame, own: pd.DataFrame, code: str) -> pd.DataFrame:
    """The group's figures of the years that the municipality has one for."""
    return table[
        table["region"].eq(code) & table["value"].notna() & table["year"].isin(own["year"])
    ]


def _sentence(page: Page, own: pd.DataFrame, shown: pd.DataFrame, groups: list[str]) -> str:
    """Above and below which groups the municipality lies in its newest year."""
    newest = own.sort_values("year").iloc[-1]
    there = shown[shown["year"].eq(newest["year"]) & shown["value"].notna()].set_index("region")[
        "value"
    ]
    above = [
        wording.in_text(code)
        for code in groups
        if code in there.index and newest["value"] > there[code]
    ]
    below = [
        wording.in_text(code)
        for code in groups
        if code in there.index and newest["value"] < there[code]
    ]
    parts = [f"over {listed(above)}"] if above else []
    parts += [f"under {listed(below)}"] if below else []
    said = f"I {newest['year']} lå {page.place} {' og '.join(parts)}." if parts else ""
    return f"{said} Alle rutene har samme skala.".strip()


def _notes(page: Page, shown: pd.DataFrame, chosen: Indicator) -> list[str]:
    breaks = sorted({*page.breaks(shown, chosen), *page.peer_breaks(shown)})
    return [*tables.status_notes(shown["status"].tolist()), *(text for _, text in breaks)]
