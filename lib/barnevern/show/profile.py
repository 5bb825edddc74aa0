"""The service profile: every indicator of the ASSS profile with the municipality's group as 100."""

from barnevern.comparison.evidence import CHANCE, CLEAR, UNKNOWN
from barnevern.comparison.judge import IMPLAUSIBLE
from barnevern.figures import Columns
from barnevern.indicators import prices
from barnevern.indicators.figure import Figures
from barnevern.norwegian.messages import say
from barnevern.norwegian.numbers import number, quantity
from barnevern.observations import regions
from barnevern.page import Page
from barnevern.render.blocks import Block, Bullets, Drawing, Fold, Subheading
from barnevern.render.item import SHOWN, Item, rows_of
from barnevern.show.meaning import about, table
from barnevern.show.profile_lines import GROUPS, Line, Profile, no_profile, part_name, profile_of
from barnevern.show.sample import sample
from barnevern.show.series import columns
from barnevern.words import findings, sentences


@sample()
def profile(page: Page, *, id: str = "profile") -> Item:  # noqa: A002 (an item's id)
    """Service profile: every indicator that the municipality and its nearest group both have, with
    the group as 100.
    """
    found = profile_of(page)
    if not found.lines:
        return no_profile(page, id)
    title = say("profile-heading", year=found.year, group=regions.name_of(found.group))
    blocks = (
        _drawing(page, id, title, found.lines),
        *_comments(found),
        _table(title, found.lines),
        about([line.indicator for line in found.lines]),
    )
    return Item(id, title, SHOWN, blocks, rows_of(id, title, _figures(page, found)))


def _drawing(page: Page, id: str, title: str, lines: list[Line]) -> Drawing:  # noqa: A002
    sources = page.source_titles(figure for line in lines for figure in line.shown)
    bars = _bars(page.place, lines)
    return Drawing(
        "bars",
        f"{page.name}-{id}",
        say("drawing-caption", caption=title, sources="; ".join(sources)),
        sentences.bar_alt(bars, title, "", 0),
        _columns(bars),
        {"decimals": 0, "reference": 100},
    )


def _columns(bars: list[tuple[str, str, float | None]]) -> Columns:
    return columns(bars, "label", "series", "value")


def _bars(place: str, lines: list[Line]) -> list[tuple[str, str, float | None]]:
    """label, series and value of the bars; each part of the profile begins with its name and no
    bar.
    """
    bars: list[tuple[str, str, float | None]] = []
    for part in GROUPS:
        own = [(line.indicator.short, place, line.index) for line in lines if line.part == part]
        bars += [(part_name(part), place, None), *own] if own else []
    return bars


def _comments(found: Profile) -> list[Block]:
    """Each part of the profile in words, under its heading."""
    blocks: list[Block] = []
    for part in GROUPS:
        said = tuple(_comment(line, found.group) for line in found.lines if line.part == part)
        blocks += [Subheading(part_name(part)), Bullets(said)] if said else []
    return blocks


def _comment(line: Line, group: str) -> str:
    """One indicator in words, in the manner of KS' comments to the profile."""
    unit, decimals = line.indicator.unit, line.indicator.decimals
    own, other = (quantity(value, unit, decimals) for value in (line.own_value, line.group_value))
    name = line.indicator.short + prices.aside(unit, [line.own])
    place = sentences.in_text(group)
    if line.verdict.answer == IMPLAUSIBLE:
        text = say("profile-odd", indicator=name, value=own, other=other, group=place)
        return f"{text} {findings.explained(line.verdict, line.indicator)}"
    text = say(
        "profile-comment",
        indicator=name,
        value=own,
        other=other,
        group=place,
        distance=_distance(line),
        extreme=line.extreme or "none",
    )
    if line.verdict.answer not in (CHANCE, UNKNOWN) or _is_same(line):
        return text
    return f"{text} {say('profile-reserved', verdict=findings.reserved(line.verdict))}"


def _is_same(line: Line) -> bool:
    """Whether the municipality is at its group, in whole per cent."""
    return number(abs(line.index - 100)) == "0"


def _distance(line: Line) -> str:
    """How far the municipality is from its group, in words."""
    over, clear = line.index > 100, line.verdict.answer == CLEAR
    side = ("clearly-over" if clear else "over") if over else "clearly-under" if clear else "under"
    away = number(abs(line.index - 100))
    return say("profile-distance", side="same" if _is_same(line) else side, percent=away)


def _table(title: str, lines: list[Line]) -> Fold:
    rows = [
        [
            line.indicator.short,
            number(line.index),
            say("table-best-is", direction=line.indicator.direction),
        ]
        for line in lines
    ]
    shown = table(title, [say("table-indicator"), say("profile-index"), say("table-best")], rows)
    return Fold(say("about-behind"), (shown,), role="behind")


def _figures(page: Page, found: Profile) -> Figures:
    """Of each line the two figures, the index, and how far it is from 100."""
    figures: Figures = []
    for line in found.lines:
        figures += [
            figure
            for figure in line.shown
            if figure.year == found.year and figure.region in (page.region.code, found.group)
        ]
        for kind, value in (("index", line.index), ("index_deviation", line.index - 100)):
            figures.append(line.own.derived(kind, value, against=found.group))
    return figures
