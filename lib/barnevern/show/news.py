"""What is new since last year: the figures that moved most, those that came or went, and what makes
the two years differ.
"""

import pandas as pd

from barnevern import comparison
from barnevern.indicators import Indicator, indicator, laws
from barnevern.norwegian.text import listed, lower_first
from barnevern.page import Page
from barnevern.render import item
from barnevern.render.item import Item
from barnevern.words import sentences as wording
from barnevern.words import tables

TITLE = "Hva er nytt siden i fjor"
MOST_MOVED = 4  # changes told in words; the others stand in the table
FEW = 10  # children: a change from or to fewer says little


def news(page: Page, name: str, *names: str) -> Item:
    """The year's figures for the indicators against those of the year before, which is the latest
    that last year's page had.
    """
    wanted = [indicator(one) for one in names]
    own = {one.id: _two_years(page, one) for one in wanted}
    new = [one for one in wanted if own[one.id]["year"].eq(page.year).any()]
    both = [one for one in new if len(own[one.id]) == 2]
    outside = [*_outside(page, wanted, own)]
    if not both:
        text = (
            f"Datasettet har ingen tall for {page.place} i både {page.year - 1} og {page.year}, så"
            " endringen fra i fjor kan ikke vises."
        )
        blocks = [item.paragraph(text, "missing"), item.bullets(outside) if outside else ""]
        return Item(name, TITLE, item.section(name, "missing", *blocks), text, "missing")
    changes = {
        one.id: comparison.differences(own[one.id], one, page.region.code, page.year)
        for one in both
    }
    compared = "og alle" if len(both) == len(new) else f"og {len(both)} av dem"
    count = (
        f"{len(new)} av {len(wanted)} tall er nye for {page.year}, {compared} kan holdes mot"
        f" {page.year - 1}."
    )
    told = [_sentence(page, one, own[one.id], changes[one.id]) for one in _moved(page, both, own)]
    table = tables.html(
        f"Endringer fra {page.year - 1} til {page.year}. {page.place}",
        ["Indikator", str(page.year - 1), str(page.year), "Endring"],
        [_row(page, one, own[one.id], changes[one.id]) for one in both],
    )
    lead = f"{count} Dette har endret seg mest:" if told else count
    blocks = [
        item.paragraph(lead),
        item.bullets(told) if told else "",
        item.bullets(outside) if outside else "",
        item.folded("Alle endringene", table),
    ]
    html = item.section(name, "shown", *blocks)
    counts = item.counted(
        name,
        TITLE,
        page.region.code,
        page.year,
        {"asked": len(wanted), "new": len(new), "compared": len(both)},
    )
    rows = [
        item.csv_rows(pd.concat([own[one.id], changes[one.id]]), one, name, TITLE) for one in both
    ]
    for one in both:
        page.source_titles(own[one.id])
    return Item(name, TITLE, html, " ".join([count, *told]), rows=pd.concat([counts, *rows]))


def _two_years(page: Page, one: Indicator) -> pd.DataFrame:
    """The municipality's own figures of the page's year and the year before."""
    own = page.own(page.table(one.id))
    return own[own["year"].isin([page.year - 1, page.year])]


def _moved(page: Page, both: list[Indicator], own: dict[str, pd.DataFrame]) -> list[Indicator]:
    """The indicators that moved most for their size, the most first; small numbers and no movement
    are left out.
    """
    found = []
    for one in both:
        before, now = own[one.id].sort_values("year")["value"]
        if before != now and before and not _few(page, one, min(before, now)):
            found.append((abs(now / before - 1), one.id, one))
    return [
        one for _, _, one in sorted(found, key=lambda moved: (-moved[0], moved[1]))[:MOST_MOVED]
    ]


def _few(page: Page, one: Indicator, value: float) -> bool:
    """Whether the figure counts so few children that a single one more moves it much; of a share or
    rate, those it is a share of.
    """
    if one.unit == "antall":
        return value < FEW
    divisor = (
        comparison.base(page.observations, one, page.region.code, page.year)
        if comparison.testable(one)
        else None
    )
    return divisor is not None and value / one.per * divisor < FEW


def _sentence(page: Page, one: Indicator, own: pd.DataFrame, change: pd.DataFrame) -> str:
    breaks = [year for year, _ in page.breaks(own, one)]
    return wording.finding(
        own.sort_values("year").iloc[-1], change, one, page.place, page.year, breaks
    )


def _row(page: Page, one: Indicator, own: pd.DataFrame, change: pd.DataFrame) -> list[str]:
    before, now = own.sort_values("year")["value"]
    words = (
        wording.compared(float(change["value"].iloc[0]), one, "", "uendret") if len(change) else ""
    )
    breaks = " (brudd)" if page.breaks(own, one) else ""
    figures = [tables.cell(value, "", one.decimals) for value in (before, now)]
    return [
        f"{one.short} ({one.unit})",
        *figures,
        words.strip().removesuffix(" enn").strip() + breaks,
    ]


def _outside(page: Page, wanted: list[Indicator], own: dict[str, pd.DataFrame]) -> list[str]:
    """What came, what went, and the breaks and laws between the two years."""
    came = [one for one in wanted if own[one.id]["year"].tolist() == [page.year]]
    went = [one for one in wanted if own[one.id]["year"].tolist() == [page.year - 1]]
    found = (
        [f"Rapportert for {page.year}, men ikke for {page.year - 1}: {_named(came)}."]
        if came
        else []
    )
    found += (
        [f"Rapportert for {page.year - 1}, men ikke for {page.year}: {_named(went)}."]
        if went
        else []
    )
    found += dict.fromkeys(
        text for one in wanted if len(own[one.id]) for _, text in page.breaks(own[one.id], one)
    )
    return [*found, *laws.of_year(page.year)]


def _named(chosen: list[Indicator]) -> str:
    return listed([lower_first(one.short).removesuffix(".") for one in chosen])
