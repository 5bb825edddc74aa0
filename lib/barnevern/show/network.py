"""One indicator across the members of a network: by name, never by rank, with the own municipality
marked.
"""

import pandas as pd

from barnevern.comparison import need
from barnevern.figures import bars
from barnevern.indicators import Indicator, indicator
from barnevern.norwegian.numbers import quantity
from barnevern.norwegian.text import alphabetical, listed, lower_first
from barnevern.observations import HIDDEN, regions
from barnevern.page.network import Network
from barnevern.page.page import MOST_AHEAD
from barnevern.render import item
from barnevern.render.item import Item
from barnevern.words import sentences as wording
from barnevern.words import tables

OTHERS = "Andre medlemmer"
RESOURCE_USE = "resource_use_deviation"


def members(page: Network, name: str, *, ahead: int = 0) -> Item:
    """The indicator ``name`` for every member in the newest year that any of them has: bars by
    name, and a table of two years.

    ``ahead`` takes in years already known, such as next year's need index.
    """
    chosen = indicator(name)
    table = page.table(name, ahead=ahead)
    known = table[table["region"].isin(page.peers) & table["value"].notna()]
    return (
        _item(page, name, chosen, table, int(known["year"].max()))
        if len(known)
        else _missing(page, name, chosen)
    )


def network_resource_use(page: Network, name: str) -> Item:
    """Resource use of every member against the others, corrected for need, as far as it can be
    computed here.
    """
    chosen = indicator(RESOURCE_USE)
    found = _resource_use(page)
    return (
        _item(page, name, chosen, found, int(found["year"].max()))
        if len(found)
        else _missing(page, name, chosen)
    )


def _missing(page: Network, name: str, chosen: Indicator) -> Item:
    text = (
        f"Ikke rapportert: ingen av medlemmene i {page.place} har tall for"
        f" {lower_first(chosen.short)} til og med {page.year}."
    )
    html = item.section(name, "missing", item.paragraph(text, "missing"), item.about([chosen], []))
    return Item(name, chosen.name, html, text, "missing")


def _item(page: Network, name: str, chosen: Indicator, table: pd.DataFrame, year: int) -> Item:
    named = table[table["region"].isin(page.peers)].assign(
        name=lambda rows: rows["region"].map(regions.name_of)
    )
    now = named[named["year"].eq(year) & named["value"].notna()].sort_values(
        "name", key=lambda names: names.map(alphabetical)
    )
    whole = table[
        table["region"].eq(page.region.code) & table["year"].eq(year) & table["value"].notna()
    ]
    hidden = int((named["year"].eq(year) & named["status"].eq(HIDDEN)).sum())
    text = _sentence(page, chosen, now, whole, year, hidden)
    drawing = _drawing(page, name, chosen, now, whole, year)
    lines = []
    for code in sorted(
        [*page.peers, page.region.code],
        key=lambda one: (one == page.region.code, alphabetical(regions.name_of(one))),
    ):
        own = table[table["region"].eq(code)].set_index("year")
        cells = [
            (
                tables.cell(own["value"][y], own["status"][y], chosen.decimals)
                if y in own.index
                else ".."
            )
            for y in (year - 1, year)
        ]
        lines.append(
            [regions.name_of(code) + (" (egen kommune)" if code == page.own_code else ""), *cells]
        )
    shown = table[table["year"].isin([year - 1, year])]
    gaps = tables.status_notes(
        [
            *([".."] if any(".." in line for line in lines) else []),
            *shown.loc[shown["status"].ne(".."), "status"],
        ]
    )
    head = ["Kommune", str(year - 1), str(year)]
    behind = item.folded(
        "Tallene bak figuren",
        tables.html(f"{item.caption(chosen)}. {page.place}", head, lines, gaps),
    )
    html = item.section(
        name,
        "shown",
        item.paragraph(text),
        drawing,
        behind,
        item.about([chosen], page.source_titles(shown)),
    )
    numbers = item.counted(
        name,
        chosen.name,
        page.region.code,
        year,
        {"members": len(page.peers), "members_missing": len(page.peers) - len(now)},
    )
    return Item(
        name,
        chosen.name,
        html,
        text,
        rows=pd.concat([item.csv_rows(shown, chosen, name, chosen.name), numbers]),
    )


def _sentence(
    page: Network, chosen: Indicator, now: pd.DataFrame, whole: pd.DataFrame, year: int, hidden: int
) -> str:
    """Lowest and highest with every member that shares the place, the network as a whole, and the
    own municipality.
    """

    def said(value: float) -> str:
        return quantity(value, chosen.unit, chosen.decimals)

    low, high = now["value"].min(), now["value"].max()
    if low == high:
        text = f"{chosen.short} i {year}: {said(low)} i {listed(now['name'])}."
    else:
        ends = [
            f"{word} i {listed(now.loc[now['value'].eq(v), 'name'])} ({said(v)})"
            for word, v in (("lavest", low), ("høyest", high))
        ]
        text = f"{chosen.short} i {year}: {' og '.join(ends)}."
    absent = len(page.peers) - len(now) - hidden
    if hidden:
        text += (
            f" Tallene for {hidden} av {len(page.peers)} medlemmer vises ikke av personvernhensyn."
        )
    if absent:
        text += f" {absent} av {len(page.peers)} medlemmer mangler."
    if len(whole):
        text += f" {page.place} samlet: {said(whole['value'].iloc[0])}."
    own = now[now["region"].eq(page.own_code)]
    return text + (f" {own['name'].iloc[0]}: {said(own['value'].iloc[0])}." if len(own) else "")


def _drawing(
    page: Network, name: str, chosen: Indicator, now: pd.DataFrame, whole: pd.DataFrame, year: int
) -> str:
    if len(now) < 2:
        return ""
    marked = [code == page.own_code for code in now["region"]]
    own = regions.name_of(page.own_code) if any(marked) else ""
    data = now.assign(label=now["name"], series=[own if mine else OTHERS for mine in marked])
    alt = wording.bar_alt(data.assign(series=str(year)), chosen.name, chosen.unit, chosen.decimals)
    reference = float(whole["value"].iloc[0]) if len(whole) else None
    series = [own, OTHERS] if own else [OTHERS]
    svg = bars(
        data,
        name=f"{page.name}-{name}",
        alt=alt,
        decimals=chosen.decimals,
        reference=reference,
        series=series,
    )
    line = " Den stiplede linjen er nettverket samlet." if reference is not None else ""
    return item.figure(
        svg, f"{item.caption(chosen)}, {year}. Kommunene står i alfabetisk rekkefølge.{line}"
    )


def _resource_use(page: Network) -> pd.DataFrame:
    """Corrected resource use of each member against the others, for the years every member has;
    columns as an indicator table.
    """
    spending, people, needs = (
        page.table("net_expenditure_nok"),
        page.table("inhabitants"),
        page.table("need_index", ahead=MOST_AHEAD),
    )
    nearest = min(needs["year"].unique(), key=lambda year: abs(year - page.year), default=page.year)
    index = needs[needs["year"].eq(nearest)].set_index("region")["value"].reindex(page.peers)
    rows = []
    for year, paid in spending[spending["region"].isin(page.peers)].groupby("year"):
        kroner = paid.set_index("region")["value"].reindex(page.peers)
        heads = people[people["year"].eq(year)].set_index("region")["value"].reindex(page.peers)
        if kroner.isna().any() or heads.isna().any() or index.isna().any():
            continue
        for code in page.peers:
            others = [one for one in page.peers if one != code]
            group_need = need.weighted_need(index[others], heads[others])
            used = need.resource_use(
                kroner[code] / heads[code],
                kroner[others].sum() / heads[others].sum(),
                index[code],
                group_need or 1.0,
            )
            rows.append(
                paid.iloc[0].to_dict()
                | {
                    "region": code,
                    "value": used.corrected,
                    "indicator": RESOURCE_USE,
                    "status": "",
                }
            )
    return pd.DataFrame(rows, columns=spending.columns)
