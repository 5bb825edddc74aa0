"""What the explorer shows for a choice: the notebooks' own figures and tables, of the rows it needs
alone.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from barnevern import show
from barnevern.comparison.peers import COUNTED, MOST_PEERS
from barnevern.explore.offered import NoSuchIndicator, meant
from barnevern.indicators import Indicator, UnknownIndicator, count_of, indicator
from barnevern.norwegian.messages import say
from barnevern.norwegian.text import listed
from barnevern.observations import group_lookup, groups, lookup, names, regions
from barnevern.page import Page
from barnevern.problems import nearest
from barnevern.render.item import SHOWN, Item

# Whom to compare with, as codes that notebooks take as ``peers``; {kostra} and {county} are the
# municipality's own groups.
PEERS = {
    "usual": "auto",
    "asss": groups.ASSS,
    "kostra": "{kostra}",
    "nearest": groups.NEAREST,
    "county": "{county}",
    "country": "EAK",
    "without-oslo": "EAKUO",
}


def peers_name(peers: str) -> str:
    """What one of PEERS is called."""
    return say("explore-peers", peers=peers)


def view_name(view: str) -> str:
    """What one of VIEWS is called."""
    return say("explore-view", view=view)


@dataclass(frozen=True)
class Choice:
    """What an analyst has chosen.

    ``municipality``: name or number, old or new. ``indicator``: an id of the catalogue. ``first``
    and ``last``: years. ``peers``: as the notebooks' parameter, or one of PEERS. ``counts``: the
    number that a share or rate is of. ``intervals``: shade what chance allows.
    """

    municipality: str
    indicator: str
    first: int
    last: int
    dataset: str = "published"
    peers: str = "auto"
    counts: bool = False
    intervals: bool = False
    view: str = "development"


class Unclear(ValueError):
    """A choice that cannot be shown, in words for the analyst, in Norwegian as the explorer is."""


def view(choice: Choice) -> tuple[Page, Item]:
    """The page that was opened for a choice, and what it shows. Raises Unclear with what is wrong
    with the choice.
    """
    try:
        chosen = indicator(meant(choice.indicator))
    except NoSuchIndicator as error:
        raise Unclear(str(error)) from None
    choice = replace(choice, indicator=chosen.id)
    shown, needed = VIEWS[choice.view]
    region = _region(choice.municipality)
    if choice.peers not in PEERS and choice.peers != "auto":
        _require_known(choice.peers)
    peers = PEERS.get(choice.peers, choice.peers).format(
        kostra=regions.kostra_group(region.code, choice.last) or "auto",
        county=regions.county(region.code, choice.last),
    )
    page = Page.open("explore", region.code, choice.last, choice.dataset, peers, needed(chosen))
    page = replace(page, first=choice.first)
    return page, shown(page, choice)


def _require_known(peers: str) -> None:
    """Raise Unclear where one of a list of peers is no group and no municipality."""
    for word in map(str.strip, peers.split(",")):
        try:
            group_lookup.code_of(word)
        except lookup.UnknownRegion:
            _region(word)


def _region(text: str) -> regions.Region:
    try:
        return lookup.region(text)
    except lookup.UnknownRegion:
        several = names.today(text)
        if len(several) > 1:
            choices = listed(f"{code} {regions.name_of(code)}" for code in several)
            raise Unclear(
                say("choice-several-municipalities", given=text, choices=choices)
            ) from None
        hint = (
            nearest(text, [one.name for one in regions.municipalities().values()])
            .removeprefix("did you mean ")
            .strip('"?')
        )
        raise Unclear(
            say("explore-did-you-mean", given=text, nearest=hint)
            if hint
            else say("explore-unknown", given=text)
        ) from None


def without_figures(page: Page, item: Item, choice: Choice) -> str:
    """Which of the peers that were asked for have no figure in what is shown, in a sentence; ""
    where all have, or none was asked for.
    """
    if choice.peers in ("auto", "usual") or choice.view != "development":
        return ""
    absent = [code for code in page.peers if code not in set(item.rows["region"])]
    if not absent or item.state != SHOWN:
        return ""
    if choice.counts or indicator(choice.indicator).unit in COUNTED:
        return say("choice-counts-alone")
    among = [one for one in page.figures(choice.indicator) if one.value is not None]
    among = [one for one in among if one.region in page.peers and one.year <= choice.last]
    latest = max((one.year for one in among), default=0)
    recent = {one.region for one in among if one.year == latest}
    without = _names(code for code in absent if code not in recent)
    left_out = _names(code for code in absent if code in recent)
    said = [say("choice-peers-without-figures", names=without)] if without else []
    said += [say("choice-peers-left-out", names=left_out, most=MOST_PEERS)] if left_out else []
    return " ".join(said)


def _names(codes: Iterable[str]) -> str:
    return ", ".join(map(regions.name_of, codes))


def _development(page: Page, choice: Choice) -> Item:
    counted = _count(indicator(choice.indicator)) if choice.counts else []
    return show.trend(page, *(counted or [choice.indicator]), intervals=choice.intervals)


def _funnel(page: Page, choice: Choice) -> Item:
    return show.standing(page, choice.indicator, id="funnel")


def _profile(page: Page, _: Choice) -> Item:
    return show.profile(page)


def _table(page: Page, choice: Choice) -> Item:
    chosen = indicator(choice.indicator)
    if chosen.breakdown:
        return show.breakdown(page, chosen.id)
    return show.figures(page, chosen.name, chosen.id, *_count(chosen), id="table")


def _count(chosen: Indicator) -> list[str]:
    try:
        return [count_of(chosen).id]
    except UnknownIndicator:
        return []


def _indicators(chosen: Indicator) -> list[str]:
    return [chosen.id]


# Each view, and the indicators it reads for one (None: all).
VIEWS: dict[str, tuple[Callable[[Page, Choice], Item], Callable[[Indicator], list[str] | None]]] = {
    "development": (_development, _indicators),
    "funnel": (_funnel, _indicators),
    "profile": (_profile, lambda _: None),
    "table": (_table, _indicators),
}
