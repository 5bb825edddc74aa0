"""Where the municipality stands among all others, without a league table."""

import pandas as pd

from barnevern import comparison, item, regions, tables
from barnevern.comparison.funnel import funnel
from barnevern.comparison.shrinkage import empirical_bayes
from barnevern.figures import funnel_figure
from barnevern.indicators import compute, indicator
from barnevern.item import Item
from barnevern.numbers import number, quantity
from barnevern.page import Page
from barnevern.show.series import missing

FEWEST = 15  # municipalities; with fewer the spread between them cannot be told from chance
WORDS = {
    "": "innenfor det som kan skyldes tilfeldigheter og vanlige forskjeller mellom kommuner",
    "95": "litt utenfor det vanlige, men én av tjue kommuner havner der ved en tilfeldighet",
    "99.8": "klart utenfor det som kan skyldes tilfeldigheter og vanlige forskjeller mellom kommuner",
}


def standing(page: Page, name: str, indicator_id: str) -> Item:
    """A funnel of every municipality in the data set for the indicator's newest year with the municipality in it, and in words
    whether it stands out. The indicator must have counts in numerator and denominator.
    """
    chosen = indicator(indicator_id)
    own = page.own(page.table(indicator_id))
    computed = own[own["basis"].eq("computed")]
    if computed.empty or chosen.numerator is None or chosen.denominator is None:
        return missing(page, name, [indicator_id])
    year = int(computed["year"].max())
    table = _counts(page, indicator_id, year)
    if len(table) < FEWEST:
        text = f"Bare {number(len(table))} kommuner i datasettet har tall for {year}. Det er for få til å si hva som er vanlig."
        return Item(name, chosen.name, item.section(name, "missing", item.paragraph(text, "missing")), text, "missing")
    marked = funnel(table)
    marked["drawn"] = empirical_bayes(marked["count"], marked["base"]) * chosen.per
    mine = marked[marked["region"].eq(page.region.code)].iloc[0]
    outside = int(marked["mark"].eq("99.8").sum())
    sentence = (
        f"{page.place} er {WORDS[mine['mark']]}. "
        f"Av {number(len(marked))} kommuner med tall for {year} er {number(outside)} klart utenfor. "
        f"Et anslag som tar hensyn til tilfeldigheter, gir {quantity(mine['drawn'], chosen.unit, chosen.decimals)}."
    )
    value = mine["count"] / mine["base"] * chosen.per
    alt = (
        f"Traktdiagram: {chosen.name}, {year}, {number(len(marked))} kommuner etter størrelse. "
        f"{page.place}: {quantity(value, chosen.unit, chosen.decimals)}, {WORDS[mine['mark']]}."
    )
    svg = funnel_figure(marked, own=page.region.code, per=chosen.per, name=f"{page.name}-{name}", alt=alt, label=page.place)
    caption = f"{item.caption(chosen)}, {year}. Hver prikk er en kommune, de største til høyre. Linjene viser hva tilfeldigheter kan gi."
    blocks = [item.paragraph(sentence), item.figure(svg, caption), _table(marked, chosen.decimals, chosen.per, year), item.about([chosen], [])]
    return Item(name, chosen.name, item.section(name, "shown", *blocks), sentence, rows=_rows(page, marked, own, indicator_id, name))


def _counts(page: Page, indicator_id: str, year: int) -> pd.DataFrame:
    """region, count and base of the indicator for every municipality that has both."""
    chosen = indicator(indicator_id)
    parts = [part for part in (chosen.numerator, chosen.denominator) if part]
    rows = page.dataset.across([part.measure for part in parts], year)
    rates = compute(rows, indicator_id)
    bases = {code: comparison.base(rows, chosen, code, year) for code in rates["region"]}
    table = rates[rates["basis"].eq("computed") & rates["value"].notna()].assign(base=rates["region"].map(bases))
    return table.assign(count=table["value"] * table["base"] / chosen.per)[["region", "count", "base"]]


def _table(marked: pd.DataFrame, decimals: int, per: float, year: int) -> str:
    """Every municipality by name, never by rank."""
    named = marked.assign(name=marked["region"].map(regions.name_of)).sort_values("name")
    words = {"": "nei", "95": "litt", "99.8": "klart"}
    lines = [[r["name"], number(r["count"] / r["base"] * per, decimals), words[r["mark"]]] for r in named.to_dict("records")]
    return item.folded("Alle kommunene", tables.html(f"Alle kommuner med tall for {year}", ["Kommune", "Tall", "Skiller seg ut"], lines))


def _rows(page: Page, marked: pd.DataFrame, own: pd.DataFrame, indicator_id: str, name: str) -> pd.DataFrame:
    chosen = indicator(indicator_id)
    template = own.iloc[-1]
    everyone = pd.DataFrame([template] * len(marked)).assign(
        region=marked["region"].to_numpy(), value=(marked["count"] / marked["base"] * chosen.per).to_numpy(), printed="", note=""
    )
    drawn = pd.DataFrame([template]).assign(category="empirical_bayes", value=marked.loc[marked["region"].eq(page.region.code), "drawn"].to_numpy())
    return item.csv_rows(pd.concat([everyone, drawn]), chosen, name, chosen.name)
