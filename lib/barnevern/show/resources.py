"""What the municipality spends, corrected for need, and what it gets done for it, against its
group.
"""

import pandas as pd

from barnevern import reference
from barnevern.comparison import need, production
from barnevern.figures import bars
from barnevern.indicators import indicator
from barnevern.norwegian.numbers import number, quantity
from barnevern.observations import groups, regions
from barnevern.page.page import MOST_AHEAD, Page
from barnevern.render import item
from barnevern.render.item import Item
from barnevern.words import sentences as wording
from barnevern.words import tables

PER_INHABITANT, NEED = "net_expenditure_per_inhabitant_nok", "need_index"
EXPENDITURE = "gross_expenditure_per_inhabitant_0_24_nok"
RESOURCE_ROWS = {
    "uncorrected": "Ukorrigert",
    "need": "Beregnet behov",
    "corrected": "Korrigert for behov",
}
TOTALS = {
    "production": "Produksjon samlet",
    "expenditure": "Brutto driftsutgifter",
    "efficiency": "Effektivitet (produksjon delt på utgifter)",
}


def resource_use(page: Page, name: str) -> Item:
    """Net expenditure per inhabitant relative to the group, the calculated need, and the first
    corrected by the second.
    """
    title, group = "Ressursbruk korrigert for utgiftsbehov", _group(page, PER_INHABITANT)
    spending = page.table(PER_INHABITANT)
    own, other = (
        spending[spending["region"].eq(code)].dropna(subset="value").set_index("year")["value"]
        for code in (page.region.code, group)
    )
    years = [year for year in own.index.intersection(other.index) if other[year] > 0]
    needs = _needs(page, group) if years else None
    if needs is None:
        return _missing(
            name,
            title,
            f"Ressursbruken kan ikke regnes ut for {page.place}: netto utgifter eller beregnet"
            " behov mangler for begge.",
        )
    need_year, own_need, group_need = needs
    found = {
        int(year): need.resource_use(own[year], other[year], own_need, group_need) for year in years
    }
    newest, place = found[max(found)], wording.in_text(group)
    text = (
        f"{page.place} brukte {_away(newest.uncorrected, 'mer', 'mindre')} per innbygger enn"
        f" {place} i {max(found)}. Det beregnede behovet er"
        f" {_away(newest.need, 'høyere', 'lavere')}. Korrigert for behovet er ressursbruken"
        f" {_away(newest.corrected, 'høyere', 'lavere')}."
    )
    cells = [
        [label, *(number(getattr(one, part), 1, signed=True) for one in found.values())]
        for part, label in RESOURCE_ROWS.items()
    ]
    notes = [
        (
            f"Utgiftsbehovet er delkostnadsnøkkelen for {need_year}, fra en annenhåndskilde. Det er"
            " brukt for alle årene."
        ),
        (
            "KS trekker også fra avskrivninger og korrigerer for arbeidsgiveravgift og pensjon. Det"
            " er ikke gjort her."
        ),
    ]
    table = tables.html(f"{title}. Prosent fra {place}", ["", *map(str, found)], cells, notes)
    rows = [
        spending[spending["region"].eq(page.region.code) & spending["year"].eq(year)].assign(
            value=getattr(one, part), category=f"{part}_{group}"
        )
        for year, one in found.items()
        for part in RESOURCE_ROWS
    ]
    csv = item.csv_rows(pd.concat(rows), indicator(PER_INHABITANT), name, title).assign(
        unit="prosent"
    )
    about = item.about([indicator(PER_INHABITANT), indicator(NEED)], page.source_titles(spending))
    return Item(
        name, title, item.section(name, "shown", item.paragraph(text), table, about), text, rows=csv
    )


def _group(page: Page, name: str) -> str:
    """The nearest group (not a single municipality) with a figure in the same year as the
    municipality's newest; "" for none.
    """
    table = page.table(name).dropna(subset="value")
    own = page.own(table)
    known = set(table.loc[table["year"].eq(own["year"].max()), "region"]) if len(own) else set()
    return next((code for code in page.peers if code in known and code in regions.groups()), "")


def _needs(page: Page, group: str) -> tuple[int, float, float] | None:
    """The year whose need index is nearest the page's, the municipality's index and the group's;
    None where one is missing.

    The group's is that of its members weighted by their inhabitants; the country's is 1 by
    definition.
    """
    table = page.table(NEED, ahead=MOST_AHEAD)
    own = page.own(table).set_index("year")["value"]
    if own.empty:
        return None
    year = int(min(own.index, key=lambda one: (abs(one - page.year), one)))
    if group == "EAK":
        return year, float(own[year]), 1.0
    members = groups.members(group, page.year, page.region.code)
    if not members:
        return None
    needs = page.dataset.in_year(members, [NEED], year)
    needs = needs[needs["category"].eq("child_welfare")]
    people = page.dataset.in_year(members, ["population_31dec"], min(page.year, year))
    people = people[people["category"].eq("")]
    whole = need.weighted_need(
        needs.set_index("region")["value"], people.set_index("region")["value"]
    )
    return (year, float(own[year]), whole) if whole else None


def _away(value: float, more: str, less: str) -> str:
    """A deviation in words: "9,5 prosent lavere"."""
    return f"{number(abs(value), 1)} prosent {more if value > 0 else less}"


def productivity(page: Page, name: str) -> Item:
    """Production, expenditure and efficiency against the group: each part now, and the whole over
    the years.
    """
    title, group = "Produksjon, utgifter og effektivitet", _group(page, EXPENDITURE)
    outputs = pd.concat([page.table(one).assign(indicator=one) for one in production.weights()])
    found = production.deviations(outputs, page.table(EXPENDITURE), page.region.code, group)
    if found.empty:
        text = (
            f"Produksjonen kan ikke regnes ut for {page.place}: en eller flere av delene i indeksen"
            " mangler for kommunen eller gruppen."
        )
        return _missing(name, title, text)
    year, place = int(found["year"].max()), wording.in_text(group)
    now = found[found["year"].eq(year)].set_index("part")["value"]
    growth = production.change(outputs, page.region.code, year)
    text = (
        f"Produksjonen i {page.place} var {_away(now['production'], 'høyere', 'lavere')} enn i"
        f" {place} i {year}, og utgiftene {_away(now['expenditure'], 'høyere', 'lavere')}."
        f" Effektiviteten var {_away(now['efficiency'], 'høyere', 'lavere')}."
        + (
            f" Produksjonen per innbygger gikk {_grown(growth)} fra {year - 1}."
            if growth is not None
            else ""
        )
    )
    names = {one: indicator(one).short for one in production.weights()} | TOTALS
    data = pd.DataFrame(
        [(label, str(year), now[part]) for part, label in names.items()],
        columns=["label", "series", "value"],
    )
    alt = wording.bar_alt(data, title, "prosent", 1)
    drawing = item.figure(
        bars(data, name=f"{page.name}-{name}", alt=alt, decimals=1),
        f"{title} {year}. Prosent fra {place}.",
    )
    head = ["Del", "Vekt", *map(str, sorted(found["year"].unique()))]
    wide = found.pivot_table(index="part", columns="year", values="value")
    weights = production.weights()
    cells = [
        [
            label,
            number(weights.get(p, 1.0), 2),
            *(number(value, 1, signed=True) for value in wide.loc[[p]].to_numpy()[0]),
        ]
        for p, label in names.items()
    ]
    notes = [
        f"{indicator(row['indicator']).short}: {row['source']}."
        for row in reference.rows("production_weights.csv")
    ]
    notes += [
        "Vektene er våre. KS oppgir ikke sine, så tallene her blir ikke de samme som KS sine."
    ]
    table = item.folded(
        "Tallene bak figuren", tables.html(f"{title}. Prosent fra {place}", head, cells, notes)
    )
    about = item.about(
        [indicator(one) for one in [*weights, EXPENDITURE]], page.source_titles(outputs)
    )
    html = item.section(name, "shown", item.paragraph(text), drawing, table, about)
    return Item(name, title, html, text, rows=_rows(page, found, growth, year, name, title, group))


def _grown(growth: float) -> str:
    return f"{'opp' if growth > 0 else 'ned'} {quantity(abs(growth), '', 1)} prosent"


def _rows(
    page: Page,
    found: pd.DataFrame,
    growth: float | None,
    year: int,
    name: str,
    title: str,
    group: str,
) -> pd.DataFrame:
    known = (
        found
        if growth is None
        else pd.concat(
            [
                found,
                pd.DataFrame([{"year": year, "part": f"growth_from_{year - 1}", "value": growth}]),
            ]
        )
    )
    rows = known.assign(
        item=name,
        title=title,
        region=page.region.code,
        indicator="production_index",
        category=known["part"] + f"_{group}",
        status="",
        unit="prosent",
    )
    return rows.assign(source="")[item.CSV_COLUMNS]


def _missing(name: str, title: str, text: str) -> Item:
    return Item(
        name, title, item.section(name, "missing", item.paragraph(text, "missing")), text, "missing"
    )
