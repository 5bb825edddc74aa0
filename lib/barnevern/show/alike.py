"""The municipality beside the ten that are most like it."""

import pandas as pd

from barnevern import comparison
from barnevern.indicators import Indicator, compute, indicator
from barnevern.norwegian.text import alphabetical, listed
from barnevern.observations import groups, regions
from barnevern.page import Page
from barnevern.render import item
from barnevern.render.item import Item
from barnevern.words import sentences as wording
from barnevern.words import tables


def alike(page: Page, name: str, *names: str) -> Item:
    """Which municipalities are most like this one in size, need and centrality, and the indicators
    for them taken together.
    """
    title, codes = "Kommuner som ligner", page.dataset.neighbours(page.region.code)
    if not codes:
        text = f"Datasettet sier ikke hvilke kommuner som ligner mest på {page.place}."
        return Item(
            name,
            title,
            item.section(name, "missing", item.paragraph(text, "missing")),
            text,
            "missing",
        )
    wanted = [indicator(one) for one in names]
    measures = sorted(
        {part.measure for one in wanted for part in (one.numerator, one.denominator) if part}
    )
    together = groups.sum_of(page.dataset.read(codes, page.year, measures), codes, groups.NEAREST)
    names_of_ten = listed(sorted(map(regions.name_of, codes), key=alphabetical))
    text = (
        f"De ti kommunene som ligner mest på {page.place} i innbyggertall, beregnet behov og"
        f" sentralitet, er {names_of_ten}."
    )
    lines, rows = [], []
    for one in wanted:
        both = pd.concat([page.own(page.table(one.id)), compute(together, one.id)])
        year = _common_year(both)
        if year:
            at_year = both[both["year"].eq(year)]
            away = comparison.differences(at_year, one, page.region.code, year)
            lines.append(_cells(one, at_year, away, page.region.code, year))
            rows.append(item.csv_rows(pd.concat([at_year, away]), one, name, title))
    if not lines:
        none = f"Datasettet har ikke tall for {page.place} og alle de ti i samme år."
        return Item(
            name,
            title,
            item.section(name, "missing", item.paragraph(text), item.paragraph(none, "missing")),
            f"{text} {none}",
            "missing",
        )
    table = tables.html(
        f"{page.place} og de ti som ligner mest",
        ["Indikator", "År", page.place, "De ti samlet", "Forskjell"],
        lines,
    )
    html = item.section(
        name,
        "shown",
        item.paragraph(text),
        table,
        item.about(wanted, page.source_titles(pd.concat(rows).assign(basis=""))),
    )
    return Item(name, title, html, text, rows=pd.concat(rows))


def _common_year(both: pd.DataFrame) -> int:
    """The newest year that has a figure for both; 0 where there is none."""
    known = both[both["value"].notna() & both["category"].eq("")]
    counted = known.groupby("year")["region"].nunique()
    return int(max(counted[counted.eq(2)].index, default=0))


def _cells(
    one: Indicator, at_year: pd.DataFrame, away: pd.DataFrame, own: str, year: int
) -> list[str]:
    values = at_year.set_index("region")["value"]
    words = (
        wording.compared(float(away["value"].iloc[0]), one, "de ti", "det samme som")
        if len(away)
        else ""
    )
    figures = [tables.cell(values[code], "", one.decimals) for code in (own, groups.NEAREST)]
    return [
        f"{one.short} ({one.unit})",
        str(year),
        *figures,
        words.removesuffix(" enn de ti").removesuffix(" som de ti"),
    ]
