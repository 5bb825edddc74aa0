"""Costs with the growth in prices taken out."""

import pandas as pd

from barnevern import comparison, reference
from barnevern.indicators import indicator, prices
from barnevern.norwegian.text import listed
from barnevern.page import Page
from barnevern.render import item
from barnevern.render.item import Item
from barnevern.show.series import missing
from barnevern.words import sentences as wording
from barnevern.words import tables


def real_prices(page: Page, name: str, *names: str) -> Item:
    """The indicators, all in kroner, in the prices of their newest year, as far back as the price
    growth is known.
    """
    title, lines, sentences, rows, gaps = "Utgifter i faste priser", [], [], [], set[int]()
    shown = {one: page.own(page.table(one)) for one in names}
    known = {one: own for one, own in shown.items() if len(own)}
    if not known:
        return missing(page, name, list(names), title)
    newest = max(int(own["year"].max()) for own in known.values())
    already = prices.stated_in(pd.concat(known.values()))
    base = max([newest, *already])
    years = sorted({int(year) for own in known.values() for year in prices.real(own, base)["year"]})
    for one, own in known.items():
        chosen, real = indicator(one), prices.real(own, base)
        left_out = own.loc[~own["year"].isin(real["year"]), "year"]
        gaps.update(prices.missing_years(int(left_out.min()), base) if len(left_out) else [])
        cells = {
            int(row["year"]): tables.cell(row["value"], "", chosen.decimals)
            for row in real.to_dict("records")
        }
        lines.append([chosen.short, *(cells.get(year, "..") for year in years)])
        change = comparison.differences(real, chosen, page.region.code, newest)
        change = change[change["category"].str.startswith("change_from_")]
        if len(change):
            moved = wording.compared(
                float(change["value"].iloc[0]), chosen, f"i {newest - 1}", "uendret fra"
            )
            sentences.append(f"{chosen.short}: {moved} når prisveksten er trukket fra.")
        rows.append(
            item.csv_rows(real.assign(category=f"real_{base}", printed=""), chosen, name, title)
        )
        rows.append(
            item.csv_rows(change, chosen, name, title).assign(
                category=f"real_change_from_{newest - 1}"
            )
        )
    notes = [
        f"Prisvekst {row['year']}: {float(row['growth_pct']):.1f} prosent".replace(".", ",")
        + f" ({row['source']})."
        for row in _used(years)
    ]
    notes = list(already.values()) or notes
    if gaps:
        notes.append(
            f"Prisveksten i {listed(map(str, sorted(gaps)))} er ikke kjent. Eldre tall"
            " kan derfor ikke regnes om og er utelatt her."
        )
    table = tables.html(
        f"{title}: {base}-kroner. {page.place}", ["Indikator", *map(str, years)], lines, notes
    )
    text = " ".join(sentences) or f"Bare tall for {newest} kan vises i faste priser."
    about = item.about(
        [indicator(one) for one in known], page.source_titles(pd.concat(known.values()))
    )
    return Item(
        name,
        title,
        item.section(name, "shown", item.paragraph(text), table, about),
        text,
        rows=pd.concat(rows),
    )


def _used(years: list[int]) -> list[dict[str, str]]:
    """The rows of the deflator that carry the shown years to the newest."""
    return [
        row for row in reference.rows("deflator.csv") if min(years) < int(row["year"]) <= max(years)
    ]
