"""What the municipality gets done for what it spends, against its group."""

from dataclasses import dataclass

from barnevern import reference
from barnevern.comparison import production
from barnevern.comparison.production import EFFICIENCY, EXPENDITURE, PRODUCTION
from barnevern.indicators import indicator
from barnevern.indicators.figure import Figure, Figures
from barnevern.norwegian.messages import say
from barnevern.norwegian.numbers import number, quantity
from barnevern.page import Page
from barnevern.render.blocks import Drawing, Sentence, Table
from barnevern.render.item import SHOWN, Item, rows_of
from barnevern.show.absent import said_missing
from barnevern.show.meaning import about, behind, table
from barnevern.show.resources import away, nearest_group
from barnevern.show.series import columns
from barnevern.words import sentences

SPENT = "gross_expenditure_per_inhabitant_0_24_nok"
TOTALS = (PRODUCTION, EXPENDITURE, EFFICIENCY)


@dataclass(frozen=True)
class Index:
    """Deviations from ``group`` in per cent by year and part, the growth of the production to the
    newest year where it is known, and the figures behind them.
    """

    group: str
    by_year: production.ByYear
    growth: float | None
    outputs: Figures

    @property
    def year(self) -> int:
        """The newest year."""
        return max(self.by_year)

    @property
    def now(self) -> dict[str, float]:
        """The parts of the newest year."""
        return self.by_year[self.year]


def productivity(page: Page, *, id: str = "productivity") -> Item:  # noqa: A002 (an item's id)
    """Production, expenditure and efficiency against the group: each part now, and the whole over
    the years.
    """
    found, title = _computed(page), say("production-title")
    if found is None:
        text = say("production-none", place=page.place)
        return said_missing(id, title, text)
    entries = [indicator(name) for name in [*production.weights(), SPENT]]
    blocks = (
        Sentence(_sentence(page, found)),
        *behind(_drawing(page, id, found), _table(found)),
        about(entries, page.source_titles(found.outputs)),
    )
    return Item(id, title, SHOWN, blocks, rows_of(id, title, _figures(page, found)))


def _computed(page: Page) -> Index | None:
    """None where no year has every part for both the municipality and the group."""
    group, code = nearest_group(page, SPENT), page.region.code
    outputs = [figure for name in production.weights() for figure in page.figures(name)]
    by_year = production.deviations(outputs, page.figures(SPENT), code, group)
    if not by_year:
        return None
    return Index(group, by_year, production.change(outputs, code, max(by_year)), outputs)


def _sentence(page: Page, found: Index) -> str:
    now, year = found.now, found.year
    growth = found.growth
    said = [
        say(
            "production-sentence",
            place=page.place,
            group=sentences.in_text(found.group),
            year=year,
            production=away(now[PRODUCTION]),
            expenditure=away(now[EXPENDITURE]),
            efficiency=away(now[EFFICIENCY]),
        ),
        say("production-other-index"),
    ]
    if growth is not None:
        way, amount = "up" if growth > 0 else "down", quantity(abs(growth), "", 1)
        said.append(say("production-grown", way=way, percent=amount, before=year - 1))
    return " ".join([*said, say("production-composite")])


def _names() -> dict[str, str]:
    """What each part is called, in the order they are shown."""
    parts = {name: indicator(name).short for name in production.weights()}
    return parts | {name: say("production-total", total=name.replace("_", "-")) for name in TOTALS}


def _drawing(page: Page, id: str, found: Index) -> Drawing:  # noqa: A002
    bars: list[tuple[str, str, float | None]] = [
        (label, str(found.year), found.now[part]) for part, label in _names().items()
    ]
    caption = say(
        "production-drawing",
        title=say("production-title"),
        year=found.year,
        group=sentences.in_text(found.group),
    )
    alt = sentences.bar_alt(bars, say("production-title"), "prosent", 1)
    data = columns([*bars], "label", "series", "value")
    return Drawing("bars", f"{page.name}-{id}", caption, alt, data, {"decimals": 1})


def _table(found: Index) -> Table:
    rows = []
    for part, label in _names().items():
        values = (number(parts[part], 1, signed=True) for parts in found.by_year.values())
        rows.append([label, number(production.weights().get(part, 1.0), 2), *values])
    notes = [
        f"{indicator(row['indicator']).short}: {row['source']}."
        for row in reference.rows("production_weights.csv")
    ]
    caption = say(
        "production-caption", title=say("production-title"), group=sentences.in_text(found.group)
    )
    return table(
        caption,
        [say("production-part"), say("production-weight"), *map(str, found.by_year)],
        rows,
        [*notes, _other()],
    )


def _other() -> str:
    """Why the index cannot be that of KS."""
    theirs = production.published()
    placed, in_time = (
        quantity(abs(theirs[part]), "", 1)
        for part in ("children_placed_0_24_pct", "investigations_within_3_months_pct")
    )
    return say(
        "production-weights",
        placed=placed,
        in_time=in_time,
        reach=number(production.reach(), 1),
        ks=number(theirs[PRODUCTION], 1),
    )


def _figures(page: Page, found: Index) -> Figures:
    """Every part of every year, and the growth of the production."""
    code, outputs = page.region.code, " ".join(production.weights())
    figures = [
        _figure(Figure(code, year, "", "", value), part, found.group)
        for year, parts in found.by_year.items()
        for part, value in parts.items()
    ]
    if found.growth is not None:
        before = found.year - 1
        whole = Figure(code, found.year, "", "", None)
        grown = whole.derived("production_growth", found.growth, against=before, of=outputs)
        figures.append(grown)
    return figures


def _figure(plain: Figure, part: str, group: str) -> Figure:
    """A part as a derived figure: of its own indicator, or of all that a total is made of."""
    outputs = " ".join(production.weights())
    if part in (PRODUCTION, EFFICIENCY):
        of = outputs if part == PRODUCTION else f"{outputs} {SPENT}"
        return plain.derived(part, plain.value, against=group, of=of)
    own = plain._replace(indicator=SPENT if part == EXPENDITURE else part)
    return own.derived("index_deviation", own.value, against=group)
