"""Where the municipality stands among all others, without a league table."""

import numpy as np
import pandas as pd

from barnevern import comparison
from barnevern.comparison.funnel import funnel
from barnevern.comparison.peers import service_group
from barnevern.comparison.shrinkage import empirical_bayes
from barnevern.figures import funnel_figure
from barnevern.indicators import compute, indicator
from barnevern.norwegian.numbers import number, quantity
from barnevern.norwegian.text import alphabetical
from barnevern.observations import regions
from barnevern.page import Page
from barnevern.render import item
from barnevern.render.item import Item
from barnevern.show.series import missing
from barnevern.words import tables

SHARED = "Kommuner som deler tjeneste, er regnet som én når alle har tall."
FEWEST = 15  # services; with fewer the spread between them cannot be told from chance
MOST_LISTED = (
    400  # by name and in the CSV: all of Norway; of a larger country those nearest in size
)
WORDS = {
    "": "innenfor det som kan skyldes tilfeldigheter og vanlige forskjeller mellom kommuner",
    "95": "litt utenfor det vanlige, men én av tjue havner der ved en tilfeldighet",
    "99.8": (
        "klart utenfor det som kan skyldes tilfeldigheter og vanlige forskjeller mellom kommuner"
    ),
}


def standing(page: Page, name: str, indicator_id: str) -> Item:
    """A funnel of every service in the data set for the indicator's newest year with the
    municipality in it, and in words whether it stands out. The indicator must have counts in
    numerator and denominator.
    """
    chosen = indicator(indicator_id)
    own = page.own(page.table(indicator_id))
    computed = own[own["basis"].eq("computed")]
    if computed.empty or chosen.numerator is None or chosen.denominator is None:
        return missing(page, name, [indicator_id])
    year = int(computed["year"].max())
    table = _counts(page, indicator_id, year)
    if len(table) < FEWEST:
        text = (
            f"Bare {number(len(table))} tjenester i datasettet har tall for {year}. Det er for få"
            " til å si hva som er vanlig."
        )
        return Item(
            name,
            chosen.name,
            item.section(name, "missing", item.paragraph(text, "missing")),
            text,
            "missing",
        )
    marked = funnel(table)
    marked["drawn"] = empirical_bayes(marked["count"], marked["base"]) * chosen.per
    unit = next(
        code
        for code in (page.region.code, service_group(page.region.code))
        if code in set(marked["region"])
    )
    mine = marked[marked["region"].eq(unit)].iloc[0]
    place = regions.name_of(unit)
    outside = int(marked["mark"].eq("99.8").sum())
    sentence = (
        f"{place} er {WORDS[mine['mark']]}. Av {number(len(marked))} tjenester med tall for {year}"
        f" er {number(outside)} klart utenfor. Et anslag som tar hensyn til tilfeldigheter, gir"
        f" {quantity(mine['drawn'], chosen.unit, chosen.decimals)}."
    )
    value = mine["count"] / mine["base"] * chosen.per
    alt = (
        f"Traktdiagram: {chosen.name}, {year}, {number(len(marked))} tjenester etter størrelse. "
        f"{place}: {quantity(value, chosen.unit, chosen.decimals)}, {WORDS[mine['mark']]}."
    )
    svg = funnel_figure(
        marked, own=unit, per=chosen.per, name=f"{page.name}-{name}", alt=alt, label=place
    )
    caption = (
        f"{item.caption(chosen)}, {year}. Hver prikk er en tjeneste, de største til høyre. Linjene"
        " viser hva tilfeldigheter kan gi."
    )
    listed = _listed(marked, unit)
    behind = _table(listed, chosen.decimals, chosen.per, year, every=len(listed) == len(marked))
    blocks = [item.paragraph(sentence), item.figure(svg, caption), behind, item.about([chosen], [])]
    numbers = item.counted(
        name,
        chosen.name,
        page.region.code,
        year,
        {"services": len(marked), "services_outside": outside},
    )
    rows = pd.concat([_rows(listed, own, unit, indicator_id, name), numbers])
    return Item(name, chosen.name, item.section(name, "shown", *blocks), sentence, rows=rows)


def _counts(page: Page, indicator_id: str, year: int) -> pd.DataFrame:
    """region, count and base of the indicator for every service that has both."""
    chosen = indicator(indicator_id)
    parts = [part for part in (chosen.numerator, chosen.denominator) if part]
    rows = page.dataset.across([part.measure for part in parts], year)
    rates = compute(rows, indicator_id)
    table = rates[rates["basis"].eq("computed") & rates["value"].notna()]
    table = table.assign(base=table["region"].map(comparison.bases(rows, chosen, year)))
    return _by_service(
        table.assign(count=table["value"] * table["base"] / chosen.per)[["region", "count", "base"]]
    )


def _by_service(table: pd.DataFrame) -> pd.DataFrame:
    """Municipalities that share a service as one unit, where all of them have figures: they are one
    service, not several.
    """
    known = set(table["region"])
    units = {code: service_group(code) for code in known if known.issuperset(regions.service(code))}
    unit = table["region"].map(lambda code: units.get(code) or code)
    return table.assign(region=unit).groupby("region", as_index=False)[["count", "base"]].sum()


def _listed(marked: pd.DataFrame, unit: str) -> pd.DataFrame:
    """Every service; of more than MOST_LISTED those nearest in size to ``unit``."""
    if len(marked) <= MOST_LISTED:
        return marked
    size = float(marked.loc[marked["region"].eq(unit), "base"].iloc[0])
    nearest = np.log(marked["base"] / size).abs().nsmallest(MOST_LISTED)
    return marked[marked.index.isin(nearest.index)]


def _table(listed: pd.DataFrame, decimals: int, per: float, year: int, *, every: bool) -> str:
    """The services by name, never by rank."""
    title, caption = "Alle tjenestene", f"Alle tjenester med tall for {year}"
    if not every:
        title, caption = (
            "Tjenestene som er nærmest i størrelse",
            f"De {MOST_LISTED} tjenestene som er nærmest i størrelse, {year}",
        )
    named = listed.assign(name=listed["region"].map(regions.name_of)).sort_values(
        "name", key=lambda names: names.map(alphabetical)
    )
    words = {"": "nei", "95": "litt", "99.8": "klart"}
    lines = [
        [r["name"], number(r["count"] / r["base"] * per, decimals), words[r["mark"]]]
        for r in named.to_dict("records")
    ]
    return item.folded(
        title, tables.html(caption, ["Tjeneste", "Tall", "Skiller seg ut"], lines, [SHARED])
    )


def _rows(
    marked: pd.DataFrame, own: pd.DataFrame, unit: str, indicator_id: str, name: str
) -> pd.DataFrame:
    chosen = indicator(indicator_id)
    everyone = own.iloc[[-1] * len(marked)].assign(
        region=marked["region"].to_numpy(),
        value=(marked["count"] / marked["base"] * chosen.per).to_numpy(),
        printed="",
        note="",
    )
    drawn = own.tail(1).assign(
        category="empirical_bayes", value=marked.loc[marked["region"].eq(unit), "drawn"].to_numpy()
    )
    return item.csv_rows(pd.concat([everyone, drawn]), chosen, name, chosen.name)
