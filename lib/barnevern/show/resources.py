"""What the municipality spends, corrected for need, against its group."""

from dataclasses import dataclass

from barnevern.comparison import need
from barnevern.comparison.judge import IMPLAUSIBLE
from barnevern.comparison.need import ResourceUse
from barnevern.indicators import indicator
from barnevern.indicators.figure import Figures, newest_year
from barnevern.norwegian.messages import say
from barnevern.norwegian.numbers import number
from barnevern.observations import groups, regions
from barnevern.page.page import MOST_AHEAD, Page
from barnevern.render.blocks import Sentence, Table
from barnevern.render.item import SHOWN, Item, rows_of
from barnevern.show.absent import said_missing
from barnevern.show.meaning import about, table
from barnevern.words import findings, sentences

PER_INHABITANT, NEED = "net_expenditure_per_inhabitant_nok", "need_index"
INHABITANTS = "inhabitants"
# The fields of ResourceUse, and their kind in the CSV.
PARTS = {
    "uncorrected": "uncorrected_use",
    "need": "calculated_need",
    "corrected": "corrected_use",
}


@dataclass(frozen=True)
class Use:
    """Resource use against ``group`` by year, and the year of the need index behind it."""

    group: str
    need_year: int
    by_year: dict[int, ResourceUse]


def resource_use(page: Page, *, id: str = "resource-use") -> Item:  # noqa: A002 (an item's id)
    """Net expenditure per inhabitant relative to the group, the calculated need, and the first
    corrected by the second.
    """
    found, title = _computed(page), say("resources-title")
    if found is None:
        text = say("resources-none", place=page.place)
        return said_missing(id, title, text)
    sources = page.source_titles(page.figures(PER_INHABITANT))
    blocks = (
        Sentence(_sentence(page, found)),
        _table(found),
        about([indicator(PER_INHABITANT), indicator(NEED)], sources),
    )
    return Item(id, title, SHOWN, blocks, rows_of(id, title, _figures(page, found)))


def nearest_group(page: Page, indicator_id: str) -> str:
    """The nearest group (not a single municipality) with a figure in the same year as the
    municipality's newest; "" for none.
    """
    figures = page.figures(indicator_id)
    year = newest_year(page.own(figures))
    among = {
        figure.region for figure in figures if figure.year == year and figure.value is not None
    }
    return next((code for code in page.peers if code in among & set(regions.groups())), "")


def away(value: float) -> str:
    """A deviation in words: "9,5 prosent lavere"."""
    way = "higher" if value > 0 else "lower"
    return say("resources-away", way=way, percent=number(abs(value), 1))


def _computed(page: Page) -> Use | None:
    """None where expenditure or need is missing for the municipality or the group."""
    group = nearest_group(page, PER_INHABITANT)
    own, other = _spending(page, page.region.code), _spending(page, group)
    years = [year for year in own if other.get(year, 0.0) > 0]
    needs = _needs(page, group) if years else None
    if needs is None:
        return None
    need_year, own_need, group_need = needs
    by_year = {
        year: need.resource_use(own[year], other[year], own_need, group_need) for year in years
    }
    return Use(group, need_year, by_year)


def _spending(page: Page, code: str) -> dict[int, float]:
    """Expenditure per inhabitant of a region by year."""
    return {
        figure.year: figure.value
        for figure in page.figures(PER_INHABITANT)
        if figure.region == code and figure.value is not None
    }


def _needs(page: Page, group: str) -> tuple[int, float, float] | None:
    """The year whose need index is nearest the page's, the municipality's index and the group's;
    None where one is missing.

    The group's is that of its members weighted by their inhabitants; the country's is 1 by
    definition.
    """
    own = {
        figure.year: figure.value
        for figure in page.own(page.figures(NEED, ahead=MOST_AHEAD))
        if figure.value is not None
    }
    if not own:
        return None
    year = min(own, key=lambda known: (abs(known - page.year), known))
    if group == "EAK":
        return year, own[year], 1.0
    members = groups.members(group, page.year, page.region.code)
    if not members:
        return None
    needs = _of_members(page, members, NEED, year)
    people = _of_members(page, members, INHABITANTS, min(page.year, year))
    whole = need.weighted_need(needs, people)
    return (year, own[year], whole) if whole else None


def _of_members(
    page: Page, members: list[str], indicator_id: str, year: int
) -> dict[str, float | None]:
    """One figure of each of the members that has it in the data set, by code."""
    figures = page.of_regions(members, indicator_id, year=year)
    return {figure.region: figure.value for figure in figures}


def _sentence(page: Page, found: Use) -> str:
    year, entry = max(found.by_year), indicator(PER_INHABITANT)
    newest, place = found.by_year[year], sentences.in_text(found.group)
    own = next(one for one in page.own(page.figures(PER_INHABITANT)) if one.year == year)
    difference = own.derived("deviation", newest.uncorrected, against=found.group)
    verdict = page.verdict(difference)
    said = findings.aside(difference, verdict, entry, "spending")
    if verdict.answer == IMPLAUSIBLE:
        return f"{say('resources-odd', place=page.place, year=year)} {said}"
    text = say(
        "resources-sentence",
        place=page.place,
        way="more" if newest.uncorrected > 0 else "less",
        percent=number(abs(newest.uncorrected), 1),
        group=place,
        year=year,
        need=away(newest.need),
        corrected=away(newest.corrected),
    )
    return f"{text} {said}".rstrip()


def _table(found: Use) -> Table:
    rows = []
    for part in PARTS:
        values = (number(getattr(use, part), 1, signed=True) for use in found.by_year.values())
        rows.append([say("resources-part", part=part), *values])
    caption = say(
        "resources-caption", title=say("resources-title"), group=sentences.in_text(found.group)
    )
    which = say("resources-need-year", year=found.need_year)
    return table(caption, ["", *map(str, found.by_year)], rows, [which, say("resources-left-out")])


def _figures(page: Page, found: Use) -> Figures:
    """The three parts of each year."""
    of = f"{PER_INHABITANT} {NEED}"
    return [
        figure.derived(kind, getattr(found.by_year[figure.year], part), against=found.group, of=of)
        for figure in page.own(page.figures(PER_INHABITANT))
        if figure.year in found.by_year
        for part, kind in PARTS.items()
    ]
