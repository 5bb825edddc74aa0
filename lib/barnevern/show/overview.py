"""The whole service at a glance: the monitor's indicators, and figures that contradict each
other.
"""

import pandas as pd

from barnevern import comparison
from barnevern.comparison import consistency
from barnevern.indicators import Indicator, catalogue
from barnevern.norwegian.numbers import number, quantity, rounded
from barnevern.observations import STATUS, category_name, measures, regions
from barnevern.page import Page
from barnevern.render import item
from barnevern.render.item import Item
from barnevern.show.profile import BEST
from barnevern.words import sentences as wording
from barnevern.words import tables

THEMES = {
    "capacity": "Kapasitet",
    "quality": "Kvalitet",
    "economy": "Økonomi",
    "background": "Bakgrunn",
}


def monitor(page: Page, name: str) -> Item:
    """Bufdir's monitor for one theme (``name``: capacity, quality, economy or background): value,
    peers, change, direction.

    An indicator that the data set does not have keeps its row and says so.
    """
    chosen = [c for c in catalogue().values() if c.monitor and c.theme == name]
    found = {one.id: page.compared(one.id) for one in chosen}
    every = pd.concat([shown for shown, _ in found.values()])
    peers = [code for code in page.peers if code in set(every["region"])][: comparison.MOST_PEERS]
    known = [one for one in chosen if len(page.own(found[one.id][0]))]
    title = f"{THEMES[name]}: Bufdirs monitor for {page.place}"
    text = (
        f"Datasettet har {number(len(known))} av de {number(len(chosen))} indikatorene for"
        f" {page.place}."
    )
    head, lines = ["Indikator", page.place, "Best når tallet er"], []
    if known:
        head[2:2] = ["År", *map(regions.name_of, peers), "Fra året før"]
    for one in chosen:
        middle = _monitor_cells(page, *found[one.id], one, peers)
        lines.append(
            [
                f"{one.monitor} {one.short} ({one.unit})",
                *(middle if known else middle[:1]),
                BEST[one.direction],
            ]
        )
    html = item.section(
        name,
        "shown" if known else "missing",
        item.paragraph(text),
        tables.html(title, head, lines),
        item.about(chosen, page.source_titles(every)),
    )
    numbers = item.counted(
        name,
        THEMES[name],
        page.region.code,
        page.year,
        {"indicators_known": len(known), "indicators": len(chosen)},
    )
    rows = pd.concat([*(_at_newest(page, *found[one.id], one, name) for one in known), numbers])
    return Item(name, THEMES[name], html, text, "shown" if known else "missing", rows=rows)


def _at_newest(
    page: Page, shown: pd.DataFrame, differences: pd.DataFrame, one: Indicator, name: str
) -> pd.DataFrame:
    newest = shown[shown["year"].eq(page.own(shown)["year"].max())]
    return item.csv_rows(pd.concat([newest, differences]), one, name, THEMES[name])


def _monitor_cells(
    page: Page, shown: pd.DataFrame, differences: pd.DataFrame, one: Indicator, peers: list[str]
) -> list[str]:
    """Value, year, the peers' values and the change; or why there is no value."""
    own = page.own(shown)
    if own.empty:
        words = wording.reason(shown[shown["region"].eq(page.region.code)])
        return [words or STATUS[".."], "", *("" for _ in peers), ""]
    year = int(own["year"].max())
    at_year = shown[shown["year"].eq(year) & shown["value"].notna()].set_index("region")["value"]
    cells = [
        number(float(at_year[code]), one.decimals) if code in at_year.index else ""
        for code in [page.region.code, *peers]
    ]
    change = differences[differences["category"].str.startswith("change_from_")]
    trend = _trend(float(change["value"].iloc[0]), one) if len(change) else ""
    return [cells[0], str(year), *cells[1:], trend]


def _trend(change: float, one: Indicator) -> str:
    unit, decimals = comparison.difference_unit(one.unit)
    if rounded(change, decimals) == 0:
        return "uendret" if abs(change) < wording.NOTHING else "nesten uendret"
    return (
        f"{'opp' if change > 0 else 'ned'} {quantity(abs(change), '', decimals)}"
        f" {'' if unit == 'antall' else unit}".strip()
    )


def contradictions(page: Page, name: str) -> Item:
    """The published figures for the municipality that cannot be true together, found by rule; or
    that there are none.
    """
    editions = page.dataset.editions([page.region.code])
    quoted = editions[editions["year"].le(page.year) & editions["printed"].ne("")]
    found = consistency.contradictions(quoted)
    checked = item.counted(
        name,
        "Tall som ikke kan stemme",
        page.region.code,
        page.year,
        {"checked": len(quoted), "contradictory": len(found)},
    )
    if quoted.empty:
        text = (
            f"Datasettet har ingen tall sitert fra dokumenter for {page.place}, og dermed ingen å"
            " kontrollere mot hverandre."
        )
        return Item(
            name,
            "Tall som ikke kan stemme",
            item.section(name, "shown", item.paragraph(text)),
            text,
        )
    if found.empty:
        text = (
            f"{number(len(quoted))} siterte tall for {page.place} til og med {page.year} er"
            " kontrollert. Ingen av dem motsier hverandre."
        )
        return Item(
            name,
            "Tall som ikke kan stemme",
            item.section(name, "shown", item.paragraph(text)),
            text,
            rows=checked,
        )
    titles = page.dataset.sources.set_index("source")["title"]
    lines = [
        [
            f"{measures()[r['measure']]['name']}: {category_name(r['measure'], r['category'])}",
            str(r["year"]),
            r["printed"],
            f"{titles[r['source']]}, {r['place']}",
            r["because"],
        ]
        for r in found.to_dict("records")
    ]
    text = (
        f"{number(len(found))} publiserte tall for {page.place} kan ikke stemme med de andre"
        " tallene."
    )
    table = tables.html(
        "Tall i kildene som ikke kan stemme",
        ["Tall", "År", "Slik det står", "Hvor", "Hvorfor"],
        lines,
    )
    shown = editions.merge(
        found[["year", "measure", "category", "source"]],
        on=["year", "measure", "category", "source"],
    )
    units = shown["measure"].map(
        lambda measure: "prosentpoeng" if measures()[measure]["kind"] == "change" else "prosent"
    )
    csv = shown.assign(
        item=name,
        title="Tall som ikke kan stemme",
        region=page.region.code,
        indicator=shown["measure"],
        unit=units.to_numpy(),
    )
    html = item.section(name, "shown", item.paragraph(text), table)
    return Item(
        name,
        "Tall som ikke kan stemme",
        html,
        text,
        rows=pd.concat([csv[item.CSV_COLUMNS], checked]),
    )
