"""Choosing pages: from what a parameter file or the command line asks for to municipalities,
networks and years.

What is asked for has the form of an entry under pages in a parameter file; see
barnevern.batch.settings.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from barnevern.data.dataset import Dataset
from barnevern.observations import groups, lookup, measures, regions
from barnevern.page.parameters import YEARS
from barnevern.problems import nearest

# Region codes with the newest year that the data set has figures of; None where it has none.
Newest = dict[str, int | None]


@dataclass(frozen=True)
class Request:
    """What the command line asks for on top of the parameter file; empty fields leave the file's
    choice.
    """

    municipalities: list[str] = field(default_factory=list)
    group: str = ""
    county: str = ""
    everyone: bool = False
    year: int | None = None
    dataset: str = ""
    notebooks: list[str] = field(default_factory=list)
    networks: list[str] = field(default_factory=list)

    @property
    def chooses(self) -> bool:
        """Whether it says whose pages to make."""
        return bool(
            self.municipalities or self.group or self.county or self.everyone or self.networks
        )


def of_request(request: Request, dataset: Dataset) -> dict[str, Any]:
    """The command line's choice as an entry under pages; everyone that has figures where none is
    chosen.
    """
    codes = [
        *request.municipalities,
        *_everyone(request, dataset),
        *(_of_county(request.county) if request.county else []),
        *(_of_group(request.group) if request.group else []),
    ]
    return {
        "municipalities": list(dict.fromkeys(codes)),
        "networks": request.networks,
        "years": "latest",
    }


def _everyone(request: Request, dataset: Dataset) -> list[str]:
    """The codes of everyone, where the request is for everyone or says nothing of whose pages."""
    if request.everyone and request.year is not None:
        return list(regions.municipalities())
    if request.chooses and not request.everyone:
        return []
    # A data set of one municipality's own figures says whose they are; the other figures in it are
    # there to compare with.
    own = dataset.about.get("municipality")
    return [own] if own else sorted(dataset.latest_years())


def _of_county(county: str) -> list[str]:
    """The codes of a county given by number or name; of an unknown one, words that name no
    municipality.
    """
    return [
        region.code
        for region in regions.municipalities().values()
        if county.casefold() in (region.county, region.county_name.casefold())
    ] or [f"(county {county})"]


def _of_group(group: str) -> list[str]:
    """The codes of asss or a KOSTRA group; of an unknown one, words that name no municipality."""
    known = regions.municipalities().values()
    if group == "asss":
        return [region.code for region in known if region.asss_from]
    codes = [region.code for region in known if region.kostra_group == group.upper()]
    return codes or [f"(group {group})"]


def pages(
    entry: dict[str, Any], dataset: Dataset, year: int | None
) -> tuple[list[tuple[str, int]], list[str]]:
    """(code, year) of the pages of one entry under pages, and everything that is wrong with it, in
    words. ``year`` goes before the entry's own years.
    """
    newest, wrong = _newest(entry, dataset)
    years = [year] if year is not None else entry.get("years", "latest")
    if years == "latest":
        wrong += [
            f"{regions.name_of(code)} has no figures in this data set; give --year"
            for code, last in newest.items()
            if last is None
        ]
        return [(code, last) for code, last in newest.items() if last is not None], wrong
    if not _are_years(years):
        wrong.append(
            f"years {years!r} must be latest or a list of years from {YEARS[0]} to {YEARS[1]}, for"
            " example [2023, 2024]"
        )
        return [], wrong
    return [(code, chosen) for code in newest for chosen in years], wrong


def _are_years(years: object) -> bool:
    return isinstance(years, list) and all(
        isinstance(year, int) and YEARS[0] <= year <= YEARS[1] for year in years
    )


def _newest(entry: dict[str, Any], dataset: Dataset) -> tuple[Newest, list[str]]:
    """Everyone that an entry asks for, and what is wrong with whom it asks for."""
    latest = dataset.latest_years()
    municipalities, unknown = _municipalities(entry.get("municipalities", []), latest)
    networks, empty = _networks(entry.get("networks", []), latest)
    with_figures, unmeasured = _with_figures(entry.get("with_figures", []), dataset)
    return municipalities | networks | with_figures, [*unknown, *empty, *unmeasured]


def _municipalities(names: Iterable[str], latest: dict[str, int]) -> tuple[Newest, list[str]]:
    """Municipalities by number or name, and a sentence for each that is unknown."""
    newest: Newest = {}
    wrong = []
    for name in names:
        try:
            code = lookup.region(name).code
        except lookup.UnknownRegion as error:
            wrong.append(str(error))
        else:
            newest[code] = latest.get(code)
    return newest, wrong


def _networks(names: Iterable[str], latest: dict[str, int]) -> tuple[Newest, list[str]]:
    """Networks by code, as new as their newest member, and a sentence for each without members."""
    newest: Newest = {}
    wrong = []
    for name in names:
        code = str(name).upper()
        members = groups.members(code, YEARS[1], "") if code in regions.groups() else []
        if members:
            newest[code] = max(
                (latest[member] for member in members if member in latest), default=None
            )
        else:
            wrong.append(
                f'network "{name}" has no members; use asss, a KOSTRA group (EKG12) or a county'
                " (EKA32)"
            )
    return newest, wrong


def _with_figures(names: list[str], dataset: Dataset) -> tuple[Newest, list[str]]:
    """Every municipality with figures of one of these measures, and a sentence for each measure
    that is unknown; then there are no municipalities.
    """
    unknown = [name for name in names if name not in measures()]
    if unknown or not names:
        return {}, [
            f'with_figures: measure "{name}" is not known;'
            f" {nearest(str(name), measures()) or 'see data/reference/measures.csv'}"
            for name in unknown
        ]
    return {**dataset.latest_years(names)}, []
