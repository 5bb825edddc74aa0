"""What the own shares for state measures may come to in the year after the page's, beside what
today's places would cost then, and what one place more would.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import takewhile

import numpy as np

from barnevern.comparison import risk
from barnevern.comparison.risk import Risk
from barnevern.indicators import indicator
from barnevern.indicators.figure import Figure, Figures, known, newest_year, of_region
from barnevern.norwegian.messages import say
from barnevern.norwegian.numbers import number, quantity
from barnevern.observations import HIDDEN, dimensions
from barnevern.page import Page
from barnevern.render.blocks import Sentence, Table
from barnevern.render.item import SHOWN, Item, rows_of
from barnevern.show.absent import missing, said_missing
from barnevern.show.meaning import about, table

PLACES, RATE, ACCOUNTS = (
    "cost_driving_placements_31dec",
    "own_share_rate_nok_per_year",
    "f252_accounts_nok",
)
CHILDREN = "children_in_municipality"
OWN_YEARS = 6  # of the municipality's own that count; older years had other measures
MOST_AHEAD = 2  # years that places are followed
# Where some numbers are hidden, the changes of municipalities with so many places in two years
# together: what a small number changed to is known for those alone that it is not hidden for.
LARGE_PAIR = 20
MILLION = 1_000_000


@dataclass(frozen=True)
class Places:
    """The simulated cost of the places of ``year``, by kind and in all; the number of places in the
    year ``last``, and by kind the yearly rate in kroner, known for ``rate_year``, and the share of
    places that stay a year (``learnt`` where others told of it).
    """

    own: Figures
    last: int
    year: int
    rate_year: int
    before: dict[str, float]
    rate: dict[str, float]
    stay: dict[str, float]
    learnt: bool
    by_kind: dict[str, Risk]
    total: Risk


def placement_risk(
    page: Page,
    *,
    id: str = "placement-risk",  # noqa: A002 (an item's id)
    counts: Mapping[str, int] | None = None,
    rates: Mapping[str, float] | None = None,
) -> Item:
    """Simulated cost of own shares in the year after the page's, in all and by kind of place,
    beside what the places of the newest year would cost then.

    ``counts`` fixes the number of places of a kind (what if we have twelve in institutions?),
    ``rates`` the yearly rate in kroner.
    """
    every = of_region(page.figures(PLACES, by_category=True), page.region.code)
    history = [figure for figure in every if figure.category]
    rate_year, rate = _rates(page, {*(figure.category for figure in history), *(counts or {})})
    rate |= dict(rates or {})
    if not known(history) or not rate:
        return missing(page, id, [PLACES], say("risk-title"))
    if _hidden(history):
        return said_missing(id, say("risk-title"), say("risk-hidden-kind"))
    if (last := newest_year(known(history))) + MOST_AHEAD <= page.year:
        text = say("risk-too-old", last=last, year=page.year + 1)
        return said_missing(id, say("risk-title"), text)
    found = _computed(page, known(history), (rate_year, rate), dict(counts or {}))
    blocks = (
        Sentence(_sentence(found)),
        _table(page, found),
        about([indicator(PLACES), indicator(RATE)], page.source_titles(found.own)),
    )
    return Item(
        id, say("risk-title"), SHOWN, blocks, rows_of(id, say("risk-title"), _figures(page, found))
    )


def _hidden(history: Figures) -> bool:
    """Whether the newest number of any kind of place is hidden, which leaves no sum."""
    newest = newest_year(history)
    return any(figure.status == HIDDEN for figure in history if figure.year == newest)


def _computed(
    page: Page, own: Figures, rates: tuple[int, dict[str, float]], fixed: dict[str, int]
) -> Places:
    last, (rate_year, rate) = newest_year(own), rates
    before = {
        figure.category: figure.value
        for figure in own
        if figure.year == last and figure.value is not None and figure.category in rate
    }
    drawn = _simulated(page, own, set(before) | set(fixed) & set(rate), fixed)
    costs = {kind: one.places * rate[kind] for kind, one in drawn.items()}
    today = {kind: before.get(kind, 0.0) * rate[kind] for kind in drawn}
    by_kind = {kind: risk.summarised(cost, today[kind]) for kind, cost in costs.items()}
    total = risk.summarised(sum(costs.values(), np.zeros(risk.DRAWS)), sum(today.values()))
    learnt = all(one.learnt for one in drawn.values())
    stay = {kind: one.persistence for kind, one in drawn.items() if one.persistence is not None}
    return Places(own, last, page.year + 1, rate_year, before, rate, stay, learnt, by_kind, total)


def _rates(page: Page, used: set[str]) -> tuple[int, dict[str, float]]:
    """The newest year up to the one after the page's with the national rates of as many of the
    ``used`` kinds of place as any, and the rate of each kind then.
    """
    every = known(of_region(page.figures(RATE, by_category=True, ahead=1), "EAK"))
    kinds = Counter(figure.year for figure in every if figure.category in used)
    year = max(kinds, key=lambda year: (kinds[year], year), default=page.year)
    return year, {
        figure.category: figure.value
        for figure in every
        if figure.category and figure.year == year and figure.value is not None
    }


def _simulated(
    page: Page, own: Figures, kinds: set[str], fixed: dict[str, int]
) -> dict[str, risk.Simulated]:
    """Draws of the number of places by kind in the year after the page's."""
    stream, last = np.random.default_rng(risk.SEED), newest_year(own)
    earlier = page.everyone(PLACES, year=last - 1, by_category=True)
    later = page.everyone(PLACES, CHILDREN, year=last, by_category=True)
    children = {one.region: one.value for one in later if one.indicator == CHILDREN and one.value}
    here = children.get(page.region.code, 0.0)
    drawn = {}
    for kind in dimensions()["own_share"]:
        if kind in fixed and kind in kinds:
            drawn[kind] = risk.Simulated(np.full(risk.DRAWS, float(fixed[kind])), None, learnt=True)
        elif kind in kinds:
            now = _of_kind(later, kind)
            habits = _habits(_of_kind(earlier, kind), now)
            prior = _prior(now, children) if here else risk.JEFFREYS
            counts, ahead = _recent(own, kind), page.year + 1 - last
            drawn[kind] = risk.places(counts, here or 1.0, habits, prior, ahead, stream)
    return drawn


def _recent(own: Figures, kind: str) -> risk.Values:
    """The own places of a kind in the newest years in a row, the oldest first."""
    by_year = {figure.year: figure.value for figure in own if figure.category == kind}
    newest = max(by_year)
    years = takewhile(by_year.__contains__, range(newest, newest - OWN_YEARS, -1))
    return np.asarray([by_year[year] for year in years][::-1], dtype=float)


def _of_kind(figures: Figures, kind: str) -> dict[str, float | None]:
    """The places of a kind by municipality; None where they are not shown."""
    return {figure.region: figure.value for figure in figures if figure.category == kind}


def _habits(earlier: dict[str, float | None], later: dict[str, float | None]) -> risk.Habits:
    """What two years of all municipalities tell of how places come and go."""
    both = [(earlier[code], later[code]) for code in earlier if code in later]
    pairs = [(a, b) for a, b in both if a is not None and b is not None]
    if len(pairs) < len(both):
        pairs = [(a, b) for a, b in pairs if a + b >= LARGE_PAIR]
    before, after = np.asarray(pairs, dtype=float).reshape(-1, 2).T
    return risk.learnt(before, after)


def _prior(places: dict[str, float | None], children: dict[str, float]) -> tuple[float, float]:
    """How places per child vary between the municipalities that both are known of."""
    pairs = [
        (n, children[code]) for code, n in places.items() if n is not None and children.get(code)
    ]
    counts, base = np.asarray(pairs, dtype=float).reshape(-1, 2).T
    return risk.pooled_prior(counts, base)


def _sentence(found: Places) -> str:
    dearest = max(found.by_kind, key=lambda kind: found.rate[kind])
    total, name = found.total, dimensions()["own_share"][dearest].lower()
    return say(
        "risk-expected-sum",
        last=found.last,
        today=_million(total.as_today),
        year=found.year,
        rates=found.rate_year,
        age="newest" if found.rate_year == found.year else "older",
        mean=_million(total.mean),
        low=_million(total.low[0.8]),
        high=_million(total.high[0.8]),
        kind=name,
        one=_million(found.rate[dearest]),
    )


def _table(page: Page, found: Places) -> Table:
    names = dimensions()["own_share"]
    rows = [
        [
            names[kind],
            number(found.before.get(kind, 0.0)),
            number(found.stay[kind] * 100) if kind in found.stay else "",
            number(found.rate[kind]),
            *_amounts(cost),
        ]
        for kind, cost in found.by_kind.items()
    ]
    rows.append(
        [say("table-total"), number(sum(found.before.values())), "", "", *_amounts(found.total)]
    )
    head = [
        say("risk-place"),
        say("risk-number", year=found.last),
        say("risk-staying"),
        say("risk-rate", year=found.rate_year),
        say("risk-as-today"),
        say("risk-expected", year=found.year),
        say("risk-between-80"),
        say("risk-between-95"),
    ]
    return table(
        say("risk-title"),
        head,
        rows,
        [*_how(found), *_accounts(page, found)],
    )


def _how(found: Places) -> list[str]:
    """How the cost is reckoned, and what that rests on."""
    learnt = say("risk-learnt", source="everyone" if found.learnt else "own")
    return [say("risk-how"), learnt, say("risk-whole-year")]


def _accounts(page: Page, found: Places) -> list[str]:
    """What the spread means for function 252, where its accounts are known."""
    accounts = page.own(page.figures(ACCOUNTS))
    if not accounts:
        return []
    newest, total = accounts[-1], found.total
    spent = newest.value or 0.0
    rest = max(spent - total.as_today, 0)
    low, high = rest + total.low[0.8], rest + total.high[0.8]
    return [
        say(
            "risk-accounts",
            accounts=_million(spent),
            year=newest.year,
            low=_million(low),
            high=_million(high),
        )
    ]


def _million(kroner: float) -> str:
    return quantity(kroner / MILLION, "millioner kroner", 1)


def _amounts(cost: Risk) -> list[str]:
    """What today's places would cost, what is expected, and what that lies between, as cells."""
    limits = [
        say("risk-limits", low=number(low / MILLION, 1), high=number(cost.high[share] / MILLION, 1))
        for share, low in cost.low.items()
    ]
    return [number(cost.as_today / MILLION, 1), number(cost.mean / MILLION, 1), *limits]


def _figures(page: Page, found: Places) -> Figures:
    """The costs in millions, by kind (with its rate and the per cent of places that stay) and in
    all.
    """
    figures = []
    for kind, cost in (found.by_kind | {"": found.total}).items():
        parts = {"risk_as_today": cost.as_today, "risk_mean": cost.mean}
        parts |= {f"risk_low_{share * 100:.0f}": low for share, low in cost.low.items()}
        parts |= {f"risk_high_{share * 100:.0f}": high for share, high in cost.high.items()}
        parts |= {"risk_rate": found.rate[kind]} if kind else {}
        place = Figure(page.region.code, found.year, PLACES, kind, None)
        for part, value in parts.items():
            of = RATE if part == "risk_rate" else f"{PLACES} {RATE}"
            figures.append(place.derived(part, value / MILLION, of=of))
        if kind in found.stay:
            figures.append(place.derived("risk_persistence", found.stay[kind] * 100))
    return figures
