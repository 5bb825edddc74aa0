"""What to expect of the next two years, always beside what an unchanged level would give."""

import pandas as pd

from barnevern.comparison.forecast import Forecast, TooShort, forecast
from barnevern.figures import line
from barnevern.indicators import Indicator, indicator
from barnevern.norwegian.numbers import number, quantity
from barnevern.norwegian.text import lower_first
from barnevern.page import Page
from barnevern.render import item
from barnevern.render.item import Item
from barnevern.words import tables

POINT, NAIVE = "Prognose", "Uendret nivå"


def outlook(page: Page, name: str, *names: str, leave_out: tuple[int, ...] = ()) -> Item:
    """A forecast for each of the indicators two years ahead, with intervals, or in words why there
    is none.

    ``leave_out`` are years that must not count, such as those of the pandemic.
    """
    blocks, rows, sentences, refused = [], [], [], dict[str, float]()
    errors = page.dataset.forecast_errors()
    for one in map(indicator, names):
        own = page.own(page.table(one.id))
        try:
            found = forecast(
                own["year"].tolist(), own["value"].tolist(), errors, frozenset(leave_out), page.year
            )
        except TooShort as reason:
            sentences.append(f"Ingen prognose for {lower_first(one.short)}: {reason}.")
            blocks.append(item.paragraph(sentences[-1], "missing"))
            refused[f"usable_years.{one.id}"] = int((~own["year"].isin(leave_out)).sum())
            continue
        sentences.append(_sentence(one, found))
        blocks += [
            item.paragraph(sentences[-1]),
            _drawing(page, name, one, own, found),
            _table(one, found),
        ]
        rows.append(item.csv_rows(_rows(own, found), one, name, "Utsikter"))
    left_out = (
        f" Årene {', '.join(map(str, leave_out))} er holdt utenfor." if leave_out and rows else ""
    )
    blocks.append(item.paragraph(f"En prognose trenger minst fem år med tall.{left_out}"))
    state = "shown" if rows else "missing"
    html = item.section(name, state, *blocks, item.about([indicator(one) for one in names], []))
    rows.append(item.counted(name, "Utsikter", page.region.code, page.year, refused))
    return Item(
        name,
        "Utsikter",
        html,
        " ".join(sentences),
        state,
        rows=pd.concat([one for one in rows if len(one)] or rows),
    )


def _sentence(one: Indicator, found: Forecast) -> str:
    low, high, last = found.low[0.95][-1], found.high[0.95][-1], found.years[-1]
    between = f"mellom {number(low, one.decimals)} og {quantity(high, one.unit, one.decimals)}"
    return (
        f"{one.short}: prognosen for {last} er {quantity(found.point[-1], one.unit, one.decimals)},"
        f" med 95 prosent sannsynlighet {between}. Uendret nivå gir"
        f" {quantity(found.naive[-1], one.unit, one.decimals)}."
    )


def _drawing(page: Page, name: str, one: Indicator, own: pd.DataFrame, found: Forecast) -> str:
    last = own.iloc[-1]
    years = [int(last["year"]), *found.years]
    lines = pd.concat(
        [
            own.assign(name=page.place)[["name", "year", "value"]],
            pd.DataFrame({"name": POINT, "year": years, "value": [last["value"], *found.point]}),
            pd.DataFrame({"name": NAIVE, "year": years, "value": [last["value"], *found.naive]}),
        ]
    )
    band = pd.DataFrame(
        {
            "year": years,
            "low": [last["value"], *found.low[0.95]],
            "high": [last["value"], *found.high[0.95]],
        }
    )
    alt = f"Linjediagram med prognose. {_sentence(one, found)}"
    svg = line(
        lines,
        own=page.place,
        name=f"{page.name}-{name}-{one.id}",
        alt=alt,
        decimals=one.decimals,
        marks={},
        band=band,
    )
    return item.figure(
        svg, f"{item.caption(one)}, med prognose. Det skraverte feltet er 95 prosent intervall."
    )


def _table(one: Indicator, found: Forecast) -> str:
    def cell(value: float) -> str:
        return number(value, one.decimals)

    lines = [
        [
            str(year),
            cell(found.point[n]),
            *(f"{cell(found.low[s][n])} til {cell(found.high[s][n])}" for s in found.low),
            cell(found.naive[n]),
        ]
        for n, year in enumerate(found.years)
    ]
    head = [
        "År",
        POINT,
        *(f"{share:.0%} intervall".replace("%", " prosent") for share in found.low),
        NAIVE,
    ]
    return item.folded(
        "Tallene bak prognosen", tables.html(f"{item.caption(one)}: prognose", head, lines)
    )


def _rows(own: pd.DataFrame, found: Forecast) -> pd.DataFrame:
    """The series and its forecast as rows: category forecast, naive, low_80, high_80, low_95,
    high_95.
    """
    parts = {"forecast": found.point, "naive": found.naive}
    parts |= {f"low_{share * 100:.0f}": values for share, values in found.low.items()}
    parts |= {f"high_{share * 100:.0f}": values for share, values in found.high.items()}
    made = [
        own.iloc[-1].to_dict() | {"year": year, "category": part, "value": values[n]}
        for part, values in parts.items()
        for n, year in enumerate(found.years)
    ]
    return pd.concat([own, pd.DataFrame(made)])
