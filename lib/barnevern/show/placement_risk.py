"""What next year's own shares for state measures may come to, and what one place more would
cost.
"""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from barnevern.comparison import risk
from barnevern.indicators import indicator
from barnevern.norwegian.numbers import number, quantity
from barnevern.observations import HIDDEN, dimensions
from barnevern.page import Page
from barnevern.render import item
from barnevern.render.item import Item
from barnevern.show.series import missing
from barnevern.words import tables

PLACES, RATE, ACCOUNTS = (
    "cost_driving_placements_31dec",
    "own_share_rate_nok_per_year",
    "f252_accounts_nok",
)
YEARS = 3  # of the municipality's own history that count; older years had other measures
MILLION = 1_000_000


def placement_risk(
    page: Page,
    name: str,
    counts: Mapping[str, int] | None = None,
    rates: Mapping[str, float] | None = None,
) -> Item:
    """Simulated cost of own shares next year, in all and by kind of place.

    ``counts`` fixes the number of places of a kind (what if we have twelve in institutions?),
    ``rates`` the yearly rate in kroner.
    """
    title = "Risiko ved dyre plasseringer"
    history = page.table(PLACES, by_category=True)
    own = page.own(history[history["category"].ne("")])
    rate = _rates(page) | dict(rates or {})
    places = history[history["region"].eq(page.region.code) & history["category"].ne("")]
    newest = places[places["year"].eq(places["year"].max())]
    if own.empty or not rate:
        return missing(page, name, [PLACES], title)
    if newest["status"].eq(HIDDEN).any():
        return _hidden(name, title)
    last = int(own["year"].max())
    drawn = _simulated(page, own, last, dict(counts or {}))
    drawn = {kind: draws for kind, draws in drawn.items() if kind in rate}
    total = risk.summarised(
        sum((draws * rate[kind] for kind, draws in drawn.items()), np.zeros(risk.DRAWS))
    )
    names = dimensions()["own_share"]
    before = own[own["year"].eq(last)].set_index("category")["value"]
    dearest = max(drawn, key=lambda kind: rate[kind])
    text = (
        f"Med dagens satser ventes plassene å koste {_million(total.mean)} i kommunal egenbetaling"
        f" i {last + 1}. Det er 80 prosent sannsynlig at beløpet blir mellom"
        f" {_million(total.low[0.8])} og {_million(total.high[0.8])}. Én plass mer i kategorien"
        f" {names[dearest].lower()} koster {_million(rate[dearest])} i året."
    )
    parts = {kind: risk.summarised(draws * rate[kind]) for kind, draws in drawn.items()}
    cells = [
        [names[kind], number(before.get(kind, 0.0)), number(rate[kind]), *_amounts(parts[kind])]
        for kind in drawn
    ]
    cells.append(["I alt", number(float(before.sum())), "", *_amounts(total)])
    head = [
        "Plass",
        f"Antall ved utgangen av {last}",
        "Sats, kroner i året",
        "Ventet, mill. kr",
        "80 prosent mellom",
        "95 prosent mellom",
    ]
    notes = [
        (
            "Antallet neste år er trukket fra kommunens egne år og fra alle kommuner i datasettet."
            " Hver plass koster en hel årssats."
        ),
        (
            "Opphold som varer kortere, koster mindre. Plasser der kommunen betaler mer enn"
            " egenandelen, koster mer."
        ),
        *_accounts(page, total, before, rate),
    ]
    table = tables.html(title, head, cells, notes)
    html = item.section(
        name,
        "shown",
        item.paragraph(text),
        table,
        item.about([indicator(PLACES), indicator(RATE)], page.source_titles(own)),
    )
    return Item(
        name, title, html, text, rows=_rows(page, parts | {"": total}, rate, last, name, title)
    )


def _hidden(name: str, title: str) -> Item:
    """What stands where the number of a kind of place is hidden: it cannot be left out of the
    sum.
    """
    text = (
        f"{title}: antallet plasser etter type vises ikke av personvernhensyn, og da kan risikoen"
        " ikke regnes ut."
    )
    return Item(
        name, title, item.section(name, "missing", item.paragraph(text, "missing")), text, "missing"
    )


def _rates(page: Page) -> dict[str, float]:
    """The newest national rate of each kind of place, up to the year after the page's."""
    table = page.table(RATE, by_category=True, ahead=1)
    table = table[
        table["region"].eq("EAK") & table["category"].ne("") & table["value"].notna()
    ].sort_values("year")
    return {
        str(kind): float(value)
        for kind, value in (
            table.drop_duplicates("category", keep="last").set_index("category")["value"].items()
        )
    }


def _simulated(
    page: Page, own: pd.DataFrame, last: int, fixed: dict[str, int]
) -> dict[str, risk.Values]:
    """Draws of next year's number of places by kind."""
    stream = np.random.default_rng(risk.SEED)
    recent = own[own["year"].gt(last - YEARS)]
    children = page.own(page.table("children_in_municipality")).set_index("year")["value"] / 1_000
    pooled = page.dataset.across([PLACES, "population_31dec"], last)
    base = (
        pooled[pooled["measure"].eq("population_31dec") & pooled["category"].eq("0_17")].set_index(
            "region"
        )["value"]
        / 1_000
    )
    result = {}
    for kind in dimensions()["own_share"]:
        mine = recent[recent["category"].eq(kind)]
        if kind in fixed:
            result[kind] = np.full(risk.DRAWS, float(fixed[kind]))
        elif len(mine):
            everyone = (
                pooled[pooled["measure"].eq(PLACES) & pooled["category"].eq(kind)]
                .set_index("region")["value"]
                .dropna()
            )
            prior = risk.pooled_prior(everyone.to_numpy(), base.reindex(everyone.index).to_numpy())
            exposure = children.reindex(mine["year"]).fillna(1.0).to_numpy()
            result[kind] = risk.places(
                mine["value"].to_numpy(), exposure, float(exposure[-1]), prior, stream
            )
    return result


def _accounts(
    page: Page, total: risk.Risk, before: "pd.Series[float]", rate: dict[str, float]
) -> list[str]:
    """What the spread means for function 252, where its accounts are known."""
    accounts = page.own(page.table(ACCOUNTS))
    if accounts.empty:
        return []
    spent = float(accounts["value"].iloc[-1])
    rest = spent - sum(before.get(kind, 0.0) * rate[kind] for kind in rate)
    low, high = max(rest, 0) + total.low[0.8], max(rest, 0) + total.high[0.8]
    year = int(accounts["year"].iloc[-1])
    return [
        f"Regnskapet for funksjon 252 var {_million(spent)} i {year}. Er alt annet likt, blir det"
        f" med 80 prosent sannsynlighet mellom {_million(low)} og {_million(high)}."
    ]


def _million(kroner: float) -> str:
    return quantity(kroner / MILLION, "millioner kroner", 1)


def _amounts(one: risk.Risk) -> list[str]:
    limits = [
        f"{number(one.low[level] / MILLION, 1)} og {number(one.high[level] / MILLION, 1)}"
        for level in (0.8, 0.95)
    ]
    return [number(one.mean / MILLION, 1), *limits]


def _rows(
    page: Page,
    parts: dict[str, risk.Risk],
    rate: dict[str, float],
    last: int,
    name: str,
    title: str,
) -> pd.DataFrame:
    values = []
    for kind, one in parts.items():
        limits = {f"low_{k:.0%}": v for k, v in one.low.items()} | {
            f"high_{k:.0%}": v for k, v in one.high.items()
        }
        known = {"mean": one.mean} | limits | ({"rate": rate[kind]} if kind else {})
        values += [
            (f"{part}.{kind}".removesuffix(".").replace("%", ""), value / MILLION)
            for part, value in known.items()
        ]
    table = pd.DataFrame(values, columns=["category", "value"])
    facts: Any = {
        "item": name,
        "title": title,
        "region": page.region.code,
        "year": last + 1,
        "indicator": PLACES,
        "status": "",
        "source": "",
    }
    return table.assign(**facts, unit="millioner kroner")[item.CSV_COLUMNS]
