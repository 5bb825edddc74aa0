"""What next year's own shares for state measures may come to, and what one place more would
cost.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from barnevern.comparison import risk
from barnevern.comparison.risk import Risk
from barnevern.indicators import indicator
from barnevern.indicators.figure import Figure, Figures, known, newest_year, of_region
from barnevern.norwegian.numbers import number, quantity
from barnevern.observations import HIDDEN, dimensions
from barnevern.page import Page
from barnevern.render.blocks import Sentence, Table
from barnevern.render.item import SHOWN, Item, rows_of
from barnevern.show.absent import missing, said_missing
from barnevern.show.meaning import about, table

TITLE = "Risiko ved dyre plasseringer"
PLACES, RATE, ACCOUNTS = (
    "cost_driving_placements_31dec",
    "own_share_rate_nok_per_year",
    "f252_accounts_nok",
)
CHILDREN = "children_in_municipality"
YEARS = 3  # of the municipality's own history that count; older years had other measures
MILLION = 1_000_000
HOW = (
    "Antallet neste år er trukket fra kommunens egne år og fra alle kommuner i datasettet. Hver"
    " plass koster en hel årssats.",
    "Opphold som varer kortere, koster mindre. Plasser der kommunen betaler mer enn egenandelen,"
    " koster mer.",
)
# The places of a hidden kind cannot be left out of the sum.
HIDDEN_KIND = (
    f"{TITLE}: antallet plasser etter type vises ikke av personvernhensyn, og da kan risikoen ikke"
    " regnes ut."
)


@dataclass(frozen=True)
class Places:
    """The simulated cost of next year's places, by kind and in all; the number of places in the
    year ``last`` and the yearly rate in kroner, by kind.
    """

    own: Figures
    last: int
    before: dict[str, float]
    rate: dict[str, float]
    by_kind: dict[str, Risk]
    total: Risk


def placement_risk(
    page: Page,
    *,
    id: str = "placement-risk",  # noqa: A002 (an item's id)
    counts: Mapping[str, int] | None = None,
    rates: Mapping[str, float] | None = None,
) -> Item:
    """Simulated cost of own shares next year, in all and by kind of place.

    ``counts`` fixes the number of places of a kind (what if we have twelve in institutions?),
    ``rates`` the yearly rate in kroner.
    """
    every = of_region(page.figures(PLACES, by_category=True), page.region.code)
    history = [figure for figure in every if figure.category]
    rate = _rates(page) | dict(rates or {})
    if not known(history) or not rate:
        return missing(page, id, [PLACES], TITLE)
    if _hidden(history):
        return said_missing(id, TITLE, HIDDEN_KIND)
    found = _computed(page, known(history), rate, dict(counts or {}))
    blocks = (
        Sentence(_sentence(found)),
        _table(page, found),
        about([indicator(PLACES), indicator(RATE)], page.source_titles(found.own)),
    )
    return Item(id, TITLE, SHOWN, blocks, rows_of(id, TITLE, _figures(page, found)))


def _hidden(history: Figures) -> bool:
    """Whether the newest number of any kind of place is hidden."""
    newest = newest_year(history)
    return any(figure.status == HIDDEN for figure in history if figure.year == newest)


def _computed(page: Page, own: Figures, rate: dict[str, float], fixed: dict[str, int]) -> Places:
    last = newest_year(own)
    before = {
        figure.category: figure.value
        for figure in own
        if figure.year == last and figure.value is not None
    }
    costs = {
        kind: draws * rate[kind]
        for kind, draws in _simulated(page, own, last, fixed).items()
        if kind in rate
    }
    total = risk.summarised(sum(costs.values(), np.zeros(risk.DRAWS)))
    by_kind = {kind: risk.summarised(cost) for kind, cost in costs.items()}
    return Places(own, last, before, rate, by_kind, total)


def _rates(page: Page) -> dict[str, float]:
    """The newest national rate of each kind of place, up to the year after the page's."""
    national = of_region(page.figures(RATE, by_category=True, ahead=1), "EAK")
    return {
        figure.category: figure.value
        for figure in sorted(national, key=lambda figure: figure.year)
        if figure.category and figure.value is not None
    }


def _simulated(
    page: Page, own: Figures, last: int, fixed: dict[str, int]
) -> dict[str, risk.Values]:
    """Draws of next year's number of places by kind."""
    stream = np.random.default_rng(risk.SEED)
    children, pooled = _children(page), _pooled(page, last)
    drawn = {}
    for kind in dimensions()["own_share"]:
        recent = [f for f in own if f.category == kind and f.year > last - YEARS]
        if kind in fixed:
            drawn[kind] = np.full(risk.DRAWS, float(fixed[kind]))
        elif recent:
            prior = risk.pooled_prior(*pooled[kind])
            counts = np.asarray([figure.value for figure in recent], dtype=float)
            exposure = np.asarray([children.get(figure.year, 1.0) for figure in recent])
            drawn[kind] = risk.places(counts, exposure, float(exposure[-1]), prior, stream)
    return drawn


def _children(page: Page) -> dict[int, float]:
    """The municipality's children in thousands by year."""
    return {
        figure.year: figure.value / 1_000
        for figure in page.own(page.figures(CHILDREN))
        if figure.value is not None
    }


def _pooled(page: Page, year: int) -> dict[str, tuple[risk.Values, risk.Values]]:
    """The number of places of each kind, and the thousands of children, in every municipality that
    has the first; unknown numbers of children are NaN.
    """
    children = {
        figure.region: figure.value / 1_000
        for figure in page.everyone(CHILDREN, year=year)
        if figure.value is not None
    }
    everyone = known(page.everyone(PLACES, year=year, by_category=True))
    pooled = {}
    for kind in dimensions()["own_share"]:
        places = {figure.region: figure.value for figure in everyone if figure.category == kind}
        base = [children.get(code, np.nan) for code in places]
        pooled[kind] = (np.asarray(list(places.values()), dtype=float), np.asarray(base))
    return pooled


def _sentence(found: Places) -> str:
    dearest = max(found.by_kind, key=lambda kind: found.rate[kind])
    total, name = found.total, dimensions()["own_share"][dearest].lower()
    return (
        f"Med dagens satser ventes plassene å koste {_million(total.mean)} i kommunal egenbetaling"
        f" i {found.last + 1}. Det er 80 prosent sannsynlig at beløpet blir mellom"
        f" {_million(total.low[0.8])} og {_million(total.high[0.8])}. Én plass mer i kategorien"
        f" {name} koster {_million(found.rate[dearest])} i året."
    )


def _table(page: Page, found: Places) -> Table:
    names = dimensions()["own_share"]
    rows = [
        [
            names[kind],
            number(found.before.get(kind, 0.0)),
            number(found.rate[kind]),
            *_amounts(cost),
        ]
        for kind, cost in found.by_kind.items()
    ]
    rows.append(["I alt", number(sum(found.before.values())), "", *_amounts(found.total)])
    head = [
        "Plass",
        f"Antall ved utgangen av {found.last}",
        "Sats, kroner i året",
        "Ventet, mill. kr",
        "80 prosent mellom",
        "95 prosent mellom",
    ]
    return table(TITLE, head, rows, [*HOW, *_accounts(page, found)])


def _accounts(page: Page, found: Places) -> list[str]:
    """What the spread means for function 252, where its accounts are known."""
    accounts = page.own(page.figures(ACCOUNTS))
    if not accounts:
        return []
    newest, total = accounts[-1], found.total
    spent = newest.value or 0.0
    places = sum(found.before.get(kind, 0.0) * rate for kind, rate in found.rate.items())
    rest = max(spent - places, 0)
    low, high = rest + total.low[0.8], rest + total.high[0.8]
    return [
        f"Regnskapet for funksjon 252 var {_million(spent)} i {newest.year}. Er alt annet likt,"
        f" blir det med 80 prosent sannsynlighet mellom {_million(low)} og {_million(high)}."
    ]


def _million(kroner: float) -> str:
    return quantity(kroner / MILLION, "millioner kroner", 1)


def _amounts(cost: Risk) -> list[str]:
    """What a simulated cost is expected to be and lies between, as cells."""
    limits = [
        f"{number(low / MILLION, 1)} og {number(cost.high[level] / MILLION, 1)}"
        for level, low in cost.low.items()
    ]
    return [number(cost.mean / MILLION, 1), *limits]


def _figures(page: Page, found: Places) -> Figures:
    """The simulated costs of next year in millions, by kind (with its rate) and in all."""
    figures = []
    for kind, cost in (found.by_kind | {"": found.total}).items():
        parts = {"risk_mean": cost.mean}
        parts |= {f"risk_low_{level * 100:.0f}": low for level, low in cost.low.items()}
        parts |= {f"risk_high_{level * 100:.0f}": high for level, high in cost.high.items()}
        parts |= {"risk_rate": found.rate[kind]} if kind else {}
        place = Figure(page.region.code, found.last + 1, PLACES, kind, None)
        for part, value in parts.items():
            of = RATE if part == "risk_rate" else f"{PLACES} {RATE}"
            figures.append(place.derived(part, value / MILLION, of=of))
    return figures
