"""What to expect of the next two years, always beside what an unchanged level would give, and which
of the two has been nearer.
"""

from dataclasses import dataclass

from barnevern.comparison.forecast import Forecast, Pool, TooShort, Values, forecast
from barnevern.figures import Columns
from barnevern.indicators import Indicator, indicator
from barnevern.indicators.figure import Figure, Figures
from barnevern.norwegian.messages import say
from barnevern.norwegian.numbers import number, quantity
from barnevern.norwegian.text import listed, lower_first
from barnevern.page import Page
from barnevern.render.blocks import Block, Drawing, Sentence, Table
from barnevern.render.item import MISSING, SHOWN, Item, rows_of
from barnevern.show.meaning import about, behind, table
from barnevern.show.sample import sample
from barnevern.show.series import columns
from barnevern.words import cells

DRAWN = 0.95  # the interval that is drawn and told in words
COUNT = "antall"  # the unit of what can be forecast: the pool is of counts
ALIKE = 0.02  # methods whose mean errors differ by less are told as equally good


@dataclass(frozen=True)
class Expected:
    """One indicator with its series and the forecast, or why there is none."""

    indicator: Indicator
    own: Figures
    forecast: Forecast | None
    reason: str = ""


@sample("referrals")
def outlook(
    page: Page,
    *indicators: str,
    id: str = "outlook",  # noqa: A002 (an item's id)
    leave_out: tuple[int, ...] = (),
) -> Item:
    """A forecast for each of the indicators two years ahead, with intervals, or in words why there
    is none.

    ``leave_out`` are years that must not count, such as those of the pandemic.
    """
    entries = [indicator(name) for name in indicators]
    pool = page.dataset.forecast_pool()
    every = [_computed(page, entry, pool, leave_out) for entry in entries]
    shown = any(expected.forecast for expected in every)
    made_up = any(expected.forecast and expected.forecast.made_up for expected in every)
    rule = _rule(leave_out, made_up=made_up) if shown else say("outlook-rule")
    blocks = [block for expected in every for block in _blocks(page, id, expected)]
    told = [figure for expected in every for figure in _figures(expected)]
    refused = [_usable(page, expected, leave_out) for expected in every if not expected.forecast]
    return Item(
        id,
        say("outlook-title"),
        SHOWN if shown else MISSING,
        (*blocks, Sentence(rule), about(entries)),
        rows_of(id, say("outlook-title"), [*told, *refused]),
    )


def _rule(left_out: tuple[int, ...], *, made_up: bool) -> str:
    """What a forecast takes, which years it was made without, and what the intervals rest on."""
    said = [say("outlook-rule")]
    if left_out:
        said.append(say("outlook-left-out", years=listed(map(str, left_out))))
    said.append(say("outlook-learnt", series="made-up" if made_up else "own"))
    return " ".join(said)


def _computed(page: Page, entry: Indicator, pool: Pool, leave_out: tuple[int, ...]) -> Expected:
    own = page.own(page.figures(entry.id))
    if entry.unit != COUNT:
        return Expected(entry, own, None, say("outlook-counts-alone"))
    years = [figure.year for figure in own]
    values = [figure.value for figure in own if figure.value is not None]
    try:
        found = forecast(years, values, pool, frozenset(leave_out), page.year)
    except TooShort as reason:
        return Expected(entry, own, None, str(reason))
    return Expected(entry, own, found)


def _blocks(page: Page, id: str, expected: Expected) -> list[Block]:  # noqa: A002
    entry, found = expected.indicator, expected.forecast
    if found is None:
        refusal = say("outlook-refused", indicator=lower_first(entry.short), reason=expected.reason)
        return [Sentence(refusal, "missing")]
    said = _sentence(entry, found)
    drawing = _drawing(page, f"{page.name}-{id}-{entry.id}", expected, found)
    title = say("outlook-behind")
    return [Sentence(said), *behind(drawing, _table(entry, found), title=title)]


def _sentence(entry: Indicator, found: Forecast) -> str:
    def worded(value: float) -> str:
        return quantity(value, entry.unit, entry.decimals)

    return say(
        "outlook-forecast",
        indicator=entry.short,
        year=found.years[-1],
        forecast=worded(found.point[-1]),
        low=number(found.low[DRAWN][-1], entry.decimals),
        high=worded(found.high[DRAWN][-1]),
        unchanged=worded(found.naive[-1]),
        nearer=_nearer(found),
    )


def _nearer(found: Forecast) -> str:
    """Which has been nearer as far ahead, the forecast or the last value."""
    against = found.against_unchanged[-1]
    if against > 1 + ALIKE:
        return "unchanged"
    return "alike" if against > 1 - ALIKE else "forecast"


def _drawing(page: Page, name: str, expected: Expected, found: Forecast) -> Drawing:
    entry, last = expected.indicator, expected.own[-1]
    years = [last.year, *found.years]

    def from_last(values: Values) -> list[float | None]:
        return [last.value, *values.tolist()]

    lines = [(page.place, figure.year, figure.value) for figure in expected.own]
    for label, values in (
        (say("outlook-point"), found.point),
        (say("outlook-unchanged"), found.naive),
    ):
        lines += [(label, *point) for point in zip(years, from_last(values), strict=True)]
    low, high = from_last(found.low[DRAWN]), from_last(found.high[DRAWN])
    band: Columns = {"year": years, "low": low, "high": high}
    spec = {"own": page.place, "decimals": entry.decimals, "marks": {}, "band": band}
    return Drawing(
        "line",
        name,
        say("outlook-drawing", caption=cells.caption(entry)),
        say("outlook-alt", sentence=_sentence(entry, found)),
        columns([*lines], "name", "year", "value"),
        spec,
    )


def _table(entry: Indicator, found: Forecast) -> Table:
    def cell(value: float) -> str:
        return number(value, entry.decimals)

    rows = []
    for place, year in enumerate(found.years):
        intervals = [
            say("outlook-from-to", low=cell(low[place]), high=cell(found.high[share][place]))
            for share, low in found.low.items()
        ]
        rows.append([str(year), cell(found.point[place]), *intervals, cell(found.naive[place])])
    shares = [say("outlook-interval", share=f"{share * 100:.0f}") for share in found.low]
    head = [say("table-year"), say("outlook-point"), *shares, say("outlook-unchanged")]
    return table(say("outlook-caption", caption=cells.caption(entry)), head, rows)


def _figures(expected: Expected) -> Figures:
    """The series and what is expected after it; nothing where there is no forecast."""
    found = expected.forecast
    if found is None:
        return []
    parts = {"forecast": found.point, "unchanged": found.naive}
    parts |= {f"forecast_low_{share * 100:.0f}": low for share, low in found.low.items()}
    parts |= {f"forecast_high_{share * 100:.0f}": high for share, high in found.high.items()}
    last = expected.own[-1]
    return expected.own + [
        last.derived(kind, value)._replace(year=year)
        for kind, values in parts.items()
        for year, value in zip(found.years, values.tolist(), strict=True)
    ]


def _usable(page: Page, expected: Expected, leave_out: tuple[int, ...]) -> Figure:
    """How many years could have been used where there is no forecast."""
    entry, code = expected.indicator, page.region.code
    usable = sum(figure.year not in leave_out for figure in expected.own)
    figure = Figure(code, page.year, entry.id, "", None)
    return figure.derived("usable_years", float(usable))
