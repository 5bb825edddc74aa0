"""The whole service at a glance: profile against a group, the monitor's indicators, and figures that contradict each other."""

import pandas as pd

from barnevern import comparison, consistency, item, narrative, regions, tables
from barnevern.figures import bars
from barnevern.indicators import Indicator, catalogue
from barnevern.item import Item
from barnevern.numbers import number, quantity, rounded
from barnevern.observations import STATUS, category_name, measures
from barnevern.page import Page

THEMES = {"capacity": "Kapasitet", "quality": "Kvalitet", "economy": "Økonomi", "background": "Bakgrunn"}
BEST = {"higher": "høyt", "lower": "lavt", "neither": "–"}


def profile(page: Page, name: str) -> Item:
    """Service profile: every indicator that the municipality and its nearest group both have, with the group as 100."""
    found = []
    for chosen in catalogue().values():
        if (chosen.asss or chosen.kostra) and chosen.unit not in ("prosent fra snittet", "indeks"):
            shown, _ = page.compared(chosen.id)
            if len(page.own(shown)):
                found.append((chosen, shown))
    newest = max((int(page.own(shown)["year"].max()) for _, shown in found), default=page.year)
    group = _group(page, [shown for _, shown in found], newest)
    values = [(c, s, comparison.index(s, page.region.code, group, newest)) for c, s in found] if group else []
    rows = [(chosen, shown, value) for chosen, shown, value in values if value is not None]
    if not rows or group is None:
        text = f"Tjenesteprofilen kan ikke vises: datasettet har ikke både egne tall for {page.place} og gruppetall for samme år."
        return Item(name, "Tjenesteprofil", item.section(name, "missing", item.paragraph(text, "missing")), text, "missing")
    title = f"Tjenesteprofil {newest}. {regions.name_of(group)} = 100"
    sentence = _furthest(page, rows, narrative.in_text(group), newest)
    data = pd.DataFrame([(c.short, page.place, value) for c, _, value in rows], columns=["label", "series", "value"])
    alt = narrative.bar_alt(data, title, "", 0)
    svg = bars(data, name=f"{page.name}-{name}", alt=alt, decimals=0, reference=100)
    caption = f"{title}. Kilde: {'; '.join(page.source_titles(pd.concat([shown for _, shown, _ in rows])))}."
    cells = [[c.short, number(value), BEST[c.direction]] for c, _, value in rows]
    table = item.folded("Tallene bak figuren", tables.html(title, ["Indikator", "Indeks", "Best når tallet er"], cells))
    about = item.about([c for c, *_ in rows], [])
    html = item.section(name, "shown", item.paragraph(sentence), item.figure(svg, caption), table, about)
    csv = [_index_rows(page, name, title, chosen, shown, value, newest, group) for chosen, shown, value in rows]
    return Item(name, title, html, sentence, rows=pd.concat(csv))


def _furthest(page: Page, rows: list[tuple[Indicator, pd.DataFrame, float]], group: str, year: int) -> str:
    chosen, _, value = max(rows, key=lambda row: abs(row[2] - 100))
    if rounded(value) == 100:
        return f"{page.place} ligger likt med {group} på alle indikatorene i {year}."
    side = "over" if value > 100 else "under"
    return f"Lengst fra {group} i {year}: {chosen.short}, {number(abs(value - 100))} prosent {side}."


def _group(page: Page, shown: list[pd.DataFrame], year: int) -> str | None:
    """The nearest group (not a single municipality) that has figures in ``year`` for any of the tables."""
    known = {code for table in shown for code in table.loc[table["year"].eq(year) & table["value"].notna(), "region"]}
    return next((code for code in page.peers if code in known and code in regions.groups()), None)


def _index_rows(page: Page, name: str, title: str, chosen: Indicator, shown: pd.DataFrame, value: float, year: int, group: str) -> pd.DataFrame:
    own = shown[shown["region"].eq(page.region.code) & shown["year"].eq(year)]
    rows = item.csv_rows(own.assign(value=value, category=f"index_{group}"), chosen, name, title)
    return rows.assign(unit="indeks")


def monitor(page: Page, name: str) -> Item:
    """Bufdir's monitor for one theme (``name``: capacity, quality, economy or background): value, peers, change, direction.

    An indicator that the data set does not have keeps its row and says so.
    """
    chosen = [c for c in catalogue().values() if c.monitor and c.theme == name]
    found = {one.id: page.compared(one.id) for one in chosen}
    every = pd.concat([shown for shown, _ in found.values()])
    peers = [code for code in page.peers if code in set(every["region"])][: comparison.MOST_PEERS]
    known = [one for one in chosen if len(page.own(found[one.id][0]))]
    title = f"{THEMES[name]}: Bufdirs monitor for {page.place}"
    text = f"Datasettet har {number(len(known))} av de {number(len(chosen))} indikatorene for {page.place}."
    head, lines = ["Indikator", page.place, "Best når tallet er"], []
    if known:
        head[2:2] = ["År", *map(regions.name_of, peers), "Fra året før"]
    for one in chosen:
        middle = _monitor_cells(page, *found[one.id], one, peers)
        lines.append([f"{one.monitor} {one.short} ({one.unit})", *(middle if known else middle[:1]), BEST[one.direction]])
    html = item.section(
        name,
        "shown" if known else "missing",
        item.paragraph(text),
        tables.html(title, head, lines),
        item.about(chosen, page.source_titles(every)),
    )
    csv = [_at_newest(page, *found[one.id], one, name) for one in known]
    rows = pd.concat(csv) if csv else pd.DataFrame(columns=item.CSV_COLUMNS)
    return Item(name, THEMES[name], html, text, "shown" if known else "missing", rows=rows)


def _at_newest(page: Page, shown: pd.DataFrame, differences: pd.DataFrame, one: Indicator, name: str) -> pd.DataFrame:
    newest = shown[shown["year"].eq(page.own(shown)["year"].max())]
    return item.csv_rows(pd.concat([newest, differences]), one, name, THEMES[name])


def _monitor_cells(page: Page, shown: pd.DataFrame, differences: pd.DataFrame, one: Indicator, peers: list[str]) -> list[str]:
    """Value, year, the peers' values and the change; or why there is no value."""
    own = page.own(shown)
    if own.empty:
        words = narrative.reason(shown[shown["region"].eq(page.region.code)])
        return [words or STATUS[".."], "", *("" for _ in peers), ""]
    year = int(own["year"].max())
    at_year = shown[shown["year"].eq(year) & shown["value"].notna()].set_index("region")["value"]
    cells = [number(float(at_year[code]), one.decimals) if code in at_year.index else "" for code in [page.region.code, *peers]]
    change = differences[differences["category"].str.startswith("change_from_")]
    trend = _trend(float(change["value"].iloc[0]), one) if len(change) else ""
    return [cells[0], str(year), *cells[1:], trend]


def _trend(change: float, one: Indicator) -> str:
    unit, decimals = comparison.difference_unit(one.unit)
    if rounded(change, decimals) == 0:
        return "uendret"
    return f"{'opp' if change > 0 else 'ned'} {quantity(abs(change), '', decimals)} {'' if unit == 'antall' else unit}".strip()


def contradictions(page: Page, name: str) -> Item:
    """The published figures for the municipality that cannot be true together, found by rule; or that there are none."""
    editions = page.dataset.editions([page.region.code])
    quoted = editions[editions["year"].le(page.year) & editions["printed"].ne("")]
    found = consistency.contradictions(quoted)
    if quoted.empty:
        text = f"Datasettet har ingen tall sitert fra dokumenter for {page.place}, og dermed ingen å kontrollere mot hverandre."
        return Item(name, "Tall som ikke kan stemme", item.section(name, "shown", item.paragraph(text)), text)
    if found.empty:
        text = f"{number(len(quoted))} siterte tall for {page.place} til og med {page.year} er kontrollert. Ingen av dem motsier hverandre."
        return Item(name, "Tall som ikke kan stemme", item.section(name, "shown", item.paragraph(text)), text)
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
    text = f"{number(len(found))} publiserte tall for {page.place} kan ikke stemme med de andre tallene."
    table = tables.html("Tall i kildene som ikke kan stemme", ["Tall", "År", "Slik det står", "Hvor", "Hvorfor"], lines)
    shown = editions.merge(found[["year", "measure", "category", "source"]], on=["year", "measure", "category", "source"])
    units = shown["measure"].map(lambda measure: "prosentpoeng" if measures()[measure]["kind"] == "change" else "prosent")
    csv = shown.assign(item=name, title="Tall som ikke kan stemme", region=page.region.code, indicator=shown["measure"], unit=units.to_numpy())
    html = item.section(name, "shown", item.paragraph(text), table)
    return Item(name, "Tall som ikke kan stemme", html, text, rows=csv[item.CSV_COLUMNS])
