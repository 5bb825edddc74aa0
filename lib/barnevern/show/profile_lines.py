"""The lines of the service profile and of the key figures behind it: every indicator of the ASSS
profile for the municipality against its group.
"""

from dataclasses import dataclass

from barnevern import comparison
from barnevern.comparison.evidence import Verdict
from barnevern.indicators import Indicator, catalogue
from barnevern.indicators.ages import of_newest_ages
from barnevern.indicators.figure import (
    Figure,
    Figures,
    known,
    newest_year,
    values_by_region,
)
from barnevern.norwegian.messages import say
from barnevern.observations import regions
from barnevern.page import Page
from barnevern.render.item import Item
from barnevern.show.absent import said_missing

GROUPS = ("need", "coverage", "unit_cost", "quality")  # the parts of the profile, in order
RELATIVE = {"prosent fra snittet", "indeks"}  # units that hold a figure against another already


@dataclass(frozen=True)
class Line:
    """One indicator of the profile: the figures of the municipality and its peers, the
    municipality's own of the year and the group's, and the first with the second as 100.

    ``extreme`` is "lowest", "shared-highest", … among the members of the network, or "".
    """

    indicator: Indicator
    shown: Figures
    own: Figure
    own_value: float
    group_value: float
    index: float
    verdict: Verdict
    extreme: str

    @property
    def part(self) -> str:
        """Which of GROUPS the indicator belongs to."""
        return self.indicator.asss or self.indicator.kostra


@dataclass(frozen=True)
class Profile:
    """The group and year of a profile, and its lines in the order of GROUPS."""

    group: str
    year: int
    lines: list[Line]


def profile_of(page: Page) -> Profile:
    """The profile of the page's municipality; without lines where there is no group to compare
    with.
    """
    return page.once("profile", lambda: _computed(page))


def part_name(part: str) -> str:
    """What one of GROUPS is called."""
    return say("profile-part", part=part.replace("_", "-"))


def no_profile(page: Page, id: str) -> Item:  # noqa: A002 (an item's id)
    """What stands where there is no profile, in words."""
    text = say("profile-none", place=page.place)
    return said_missing(id, say("profile-title"), text)


def _computed(page: Page) -> Profile:
    shown = _shown(page)
    newest = [newest_year(page.own(figures)) for figures in shown.values()]
    year = max(newest, default=page.year)
    group = _group(page, shown, year)
    wanted = [catalogue()[name] for name in shown]
    network = _network(page, wanted, year)
    every = (
        _line(page, entry, shown[entry.id], (group, year), network.get(entry.id))
        for entry in (wanted if group else ())
    )
    lines = [line for line in every if line]
    ordered = sorted(
        of_newest_ages(
            lines, lambda line: line.indicator, lambda line: (line.part, line.indicator.unit)
        ),
        key=lambda line: GROUPS.index(line.part),
    )
    return Profile(group, year, ordered)


def _shown(page: Page) -> dict[str, Figures]:
    """The figures beside those of the peers, of each indicator that the municipality has."""
    return {
        entry.id: page.beside_peers(entry.id)
        for entry in catalogue().values()
        if _in_profile(entry) and page.own(page.figures(entry.id))
    }


def _in_profile(entry: Indicator) -> bool:
    return bool(entry.asss or entry.kostra) and entry.unit not in RELATIVE


def _group(page: Page, shown: dict[str, Figures], year: int) -> str:
    """The nearest group with a figure of any of the indicators in ``year``; "" for none."""
    present = {
        figure.region
        for figures in shown.values()
        for figure in known(figures)
        if figure.year == year
    }
    among = present & set(regions.groups())
    return next((code for code in page.peers if code in among), "")


def _line(
    page: Page,
    entry: Indicator,
    shown: Figures,
    against: tuple[str, int],
    network: dict[str, float] | None,
) -> Line | None:
    """The indicator against a group in a year; None where either has no figure."""
    (group, year), code = against, page.region.code
    index = comparison.index(shown, code, group, year)
    if index is None:
        return None
    values = values_by_region(shown, year)
    own = next(figure for figure in page.own(shown) if figure.year == year)
    difference = own.derived("deviation", index - 100, against=group)
    return Line(
        indicator=entry,
        shown=shown,
        own=own,
        own_value=values[code],
        group_value=values[group],
        index=index,
        verdict=page.verdict(difference),
        extreme=comparison.extreme(network, code) if network else "",
    )


def _network(page: Page, wanted: list[Indicator], year: int) -> dict[str, dict[str, float]]:
    """The figures of the network's members for the year by indicator and region, for the
    indicators that all of them have.
    """
    members = {code for code, one in regions.municipalities().items() if one.in_asss(year)}
    if page.region.code not in members:
        return {}
    by_indicator: dict[str, dict[str, float]] = {}
    for figure in _of_members(page, sorted(members), wanted, year):
        if figure.value is not None:
            by_indicator.setdefault(figure.indicator, {})[figure.region] = figure.value
    return {name: values for name, values in by_indicator.items() if set(values) == members}


def _of_members(page: Page, members: list[str], wanted: list[Indicator], year: int) -> Figures:
    """The indicators of the members in one year."""
    return page.of_regions(members, *(entry.id for entry in wanted), year=year)
