"""The service profile and the key figures behind it: every indicator of the ASSS profile against
the municipality's group.
"""

from dataclasses import dataclass

import pandas as pd

from barnevern import comparison
from barnevern.comparison import Chance
from barnevern.figures import bars
from barnevern.indicators import Indicator, catalogue, compute_all
from barnevern.norwegian.numbers import number, quantity
from barnevern.observations import HIDDEN, regions
from barnevern.page import Page
from barnevern.render import item
from barnevern.render.item import Item
from barnevern.words import sentences as wording
from barnevern.words import tables

GROUPS = {
    "need": "Prioritering og behov",
    "coverage": "Dekningsgrader",
    "unit_cost": "Enhetskostnader og produktivitet",
    "quality": "Kvalitet",
}
BEST = {"higher": "høyt", "lower": "lavt", "neither": "–"}
OUTSIDE = {"prosent fra snittet", "indeks"}  # relative to something else already


@dataclass(frozen=True)
class Line:
    """One indicator of the profile: the municipality's figure, the group's, and the first with the
    second as 100.
    """

    chosen: Indicator
    shown: pd.DataFrame
    own: float
    group: float
    index: float
    chance: Chance | None
    extreme: str  # "lavest", "delt høyest", … among the members of the network, or ""

    @property
    def part(self) -> str:
        """Which of GROUPS the indicator belongs to."""
        return self.chosen.asss or self.chosen.kostra


def profile(page: Page, name: str) -> Item:
    """Service profile: every indicator that the municipality and its nearest group both have, with
    the group as 100.
    """
    group, year, lines = page.once("profile", lambda: _lines(page))
    if not lines:
        return _missing(page, name)
    title = f"Tjenesteprofil {year}. {regions.name_of(group)} = 100"
    data = _bars(page.place, lines)
    svg = bars(
        data,
        name=f"{page.name}-{name}",
        alt=wording.bar_alt(data, title, "", 0),
        decimals=0,
        reference=100,
    )
    caption = (
        f"{title}. Kilde:"
        f" {'; '.join(page.source_titles(pd.concat([line.shown for line in lines])))}."
    )
    cells = [[one.chosen.short, number(one.index), BEST[one.chosen.direction]] for one in lines]
    table = item.folded(
        "Tallene bak figuren",
        tables.html(title, ["Indikator", "Indeks", "Best når tallet er"], cells),
    )
    comments = {
        part: [_comment(one, group) for one in lines if one.part == part] for part in GROUPS
    }
    blocks = [
        item.subheading(heading) + item.bullets(comments[part])
        for part, heading in GROUPS.items()
        if comments[part]
    ]
    html = item.section(
        name,
        "shown",
        item.figure(svg, caption),
        *blocks,
        table,
        item.about([one.chosen for one in lines], []),
    )
    summary = " ".join(sentence for part in comments.values() for sentence in part)
    return Item(
        name,
        title,
        html,
        summary,
        rows=pd.concat([_rows(page, one, name, title, year, group) for one in lines]),
    )


def key_figures(page: Page, name: str) -> Item:
    """Table of key figures: the municipality's last two years, the group, and whether the
    difference can be chance.
    """
    group, year, lines = page.once("profile", lambda: _lines(page))
    if not lines:
        return _missing(page, name)
    title = f"Nøkkeltall barnevern. {page.place}"
    cells = []
    for one in lines:
        before = one.shown[
            one.shown["region"].eq(page.region.code) & one.shown["year"].eq(year - 1)
        ]
        known = (
            tables.cell(before["value"].iloc[0], before["status"].iloc[0], one.chosen.decimals)
            if len(before)
            else ".."
        )
        figures = [
            known,
            number(one.own, one.chosen.decimals),
            number(one.group, one.chosen.decimals),
        ]
        verdict = "ikke vurdert" if one.chance is None else "nei" if one.chance.beyond else "ja"
        cells.append(
            [
                f"{one.chosen.short} ({one.chosen.unit})",
                *figures,
                BEST[one.chosen.direction],
                verdict,
            ]
        )
    head = [
        "Indikator",
        str(year - 1),
        str(year),
        f"{regions.name_of(group)} {year}",
        "Best når tallet er",
        "Kan forskjellen være tilfeldig?",
    ]
    beyond = [one for one in lines if one.chance and one.chance.beyond]
    tested = [one for one in lines if one.chance]
    text = (
        f"Av {len(tested)} forskjeller som kan prøves, er {len(beyond)} større enn tilfeldigheter"
        " skulle tilsi."
        if tested
        else ""
    )
    notes = (
        ["«Ikke vurdert»: utgifter, eller et tall der teller og nevner ikke er kjent."]
        if len(tested) < len(lines)
        else []
    )
    gaps = tables.status_notes(
        [symbol for symbol in ("..", HIDDEN) if any(symbol in row for row in cells)]
    )
    numbers = item.counted(
        name, title, page.region.code, year, {"tested": len(tested), "beyond_chance": len(beyond)}
    )
    html = item.section(
        name, "shown", item.paragraph(text), tables.html(title, head, cells, notes + gaps)
    )
    return Item(
        name,
        title,
        html,
        text or title,
        rows=pd.concat(
            [*(_both_years(page, one, name, title, year, group) for one in lines), numbers]
        ),
    )


def _missing(page: Page, name: str) -> Item:
    text = (
        f"Tjenesteprofilen kan ikke vises: datasettet har ikke både egne tall for {page.place} og"
        " gruppetall for samme år."
    )
    return Item(
        name,
        "Tjenesteprofil",
        item.section(name, "missing", item.paragraph(text, "missing")),
        text,
        "missing",
    )


def _lines(page: Page) -> tuple[str, int, list[Line]]:
    """The group and year of the profile, and its lines in the order of GROUPS; no lines where there
    is no group to compare with.
    """
    wanted = [
        one for one in catalogue().values() if (one.asss or one.kostra) and one.unit not in OUTSIDE
    ]
    found = [
        (one, page.beside_peers(one.id)) for one in wanted if len(page.own(page.table(one.id)))
    ]
    year = max((int(page.own(shown)["year"].max()) for _, shown in found), default=page.year)
    known = {
        code
        for _, shown in found
        for code in shown.loc[shown["year"].eq(year) & shown["value"].notna(), "region"]
    }
    group = next((code for code in page.peers if code in known and code in regions.groups()), "")
    network = _network(page, [one for one, _ in found], year)
    lines = [
        line
        for one, shown in found
        if group and (line := _line(page, one, shown, group, year, network.get(one.id)))
    ]
    return group, year, sorted(_newest_ages(lines), key=lambda one: list(GROUPS).index(one.part))


def _newest_ages(lines: list[Line]) -> list[Line]:
    """The lines without those for 0–22 years where the same is there for 0–24, the age group since
    2021.
    """
    newer = {(one.part, one.chosen.unit) for one in lines if one.chosen.age == "0–24 år"}
    return [
        one
        for one in lines
        if one.chosen.age != "0–22 år" or (one.part, one.chosen.unit) not in newer
    ]


def _line(
    page: Page,
    one: Indicator,
    shown: pd.DataFrame,
    group: str,
    year: int,
    network: pd.DataFrame | None,
) -> Line | None:
    index = comparison.index(shown, page.region.code, group, year)
    if index is None:
        return None
    values = shown[shown["year"].eq(year) & shown["category"].eq("")].set_index("region")["value"]
    own, other = float(values[page.region.code]), float(values[group])
    divisor = comparison.base(page.observations, one, page.region.code, year)
    tested = divisor is not None and comparison.testable(one)
    chance = comparison.against(own, other, divisor, one) if tested and divisor else None
    return Line(
        one,
        shown,
        own,
        other,
        index,
        chance,
        comparison.extreme(network, page.region.code) if network is not None else "",
    )


def _network(page: Page, wanted: list[Indicator], year: int) -> dict[str, pd.DataFrame]:
    """The figures of the network's members for the year (region, value), for the indicators that
    all of them have.
    """
    members = [code for code, one in regions.municipalities().items() if one.in_asss(year)]
    if page.region.code not in members:
        return {}
    measures = {
        part.measure
        for one in wanted
        for part in (one.numerator, one.denominator, one.published)
        if part
    }
    rows = page.dataset.read(members, until=year, measures=sorted(measures))
    rows = rows[rows["year"].eq(year)]
    known = compute_all(rows, wanted).dropna(subset="value")
    return {
        str(name): table
        for name, table in known.groupby("indicator")
        if set(table["region"]) == set(members)
    }


def _comment(one: Line, group: str) -> str:
    """One indicator in words, in the manner of KS' comments to the profile."""
    unit, decimals = one.chosen.unit, one.chosen.decimals
    values = (
        f"{quantity(one.own, unit, decimals)} mot {quantity(one.group, unit, decimals)} i"
        f" {wording.in_text(group)}"
    )
    away = number(abs(one.index - 100))
    side = (
        "det samme" if away == "0" else f"{away} prosent {'over' if one.index > 100 else 'under'}"
    )
    where = f", {one.extreme} i nettverket" if one.extreme else ""
    chance = (
        ". Forskjellen kan skyldes tilfeldigheter"
        if one.chance and not one.chance.beyond and away != "0"
        else ""
    )
    return f"{one.chosen.short}: {values}, {side}{where}{chance}."


def _bars(place: str, lines: list[Line]) -> pd.DataFrame:
    """label, series and value of the bars; each part of the profile begins with its name and no
    bar.
    """
    rows: list[tuple[str, str, float]] = []
    for part, heading in GROUPS.items():
        own = [(one.chosen.short, place, one.index) for one in lines if one.part == part]
        rows += [(heading, place, float("nan")), *own] if own else []
    return pd.DataFrame(rows, columns=["label", "series", "value"])


def _rows(page: Page, one: Line, name: str, title: str, year: int, group: str) -> pd.DataFrame:
    both = one.shown[
        one.shown["region"].isin([page.region.code, group]) & one.shown["year"].eq(year)
    ]
    own = both[both["region"].eq(page.region.code)]
    index = item.csv_rows(
        own.assign(value=one.index, category=f"index_{group}"), one.chosen, name, title
    ).assign(unit="indeks")
    away = item.csv_rows(
        own.assign(value=one.index - 100, category=f"index_deviation_{group}"),
        one.chosen,
        name,
        title,
    ).assign(unit="prosent")
    return pd.concat([item.csv_rows(both, one.chosen, name, title), index, away])


def _both_years(
    page: Page, one: Line, name: str, title: str, year: int, group: str
) -> pd.DataFrame:
    own = one.shown[
        one.shown["region"].eq(page.region.code) & one.shown["year"].isin([year, year - 1])
    ]
    other = one.shown[one.shown["region"].eq(group) & one.shown["year"].eq(year)]
    limits = (
        [("interval_low", one.chance.low), ("interval_high", one.chance.high)] if one.chance else []
    )
    frames = [
        own,
        other,
        *(
            own[own["year"].eq(year)].assign(category=category, value=value)
            for category, value in limits
        ),
    ]
    return item.csv_rows(pd.concat(frames), one.chosen, name, title)
