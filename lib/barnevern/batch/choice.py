"""Choosing pages: from what a parameter file or the command line asks for to municipalities,
networks and years.

What is asked for has the form of an entry under pages in a parameter file; see
barnevern.batch.settings.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from barnevern.data.dataset import Dataset
from barnevern.norwegian.text import alphabetical
from barnevern.observations import group_lookup, groups, lookup, measures, regions
from barnevern.page.parameters import YEARS, ParameterProblems
from barnevern.problems import nearest

MOST_NAMED = 60  # a county has fewer municipalities
Place = tuple[str, int]  # code and year of a page
Line = Callable[[str, int], str]  # which line of the file the nth of a setting stands on, in words


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


@dataclass
class Chosen:
    """What an entry asks for: the places of its pages, those (code, year; None is any year) without
    figures, and everything that is wrong with it, in words.
    """

    places: list[Place] = field(default_factory=list)
    without: list[tuple[str, int | None]] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)


def of_request(request: Request, dataset: Dataset) -> dict[str, Any]:
    """The command line's choice as an entry under pages; everyone that has figures where none is
    chosen. Raises ParameterProblems for a county or a group that is not known.
    """
    wrong: list[str] = []
    codes = list(request.municipalities)
    codes += _everyone(request, dataset)
    for read, given in ((_of_county, request.county), (_of_group, request.group)):
        try:
            codes += read(given, request.year) if given else []
        except lookup.UnknownRegion as error:
            wrong.append(str(error))
    if wrong:
        raise ParameterProblems(wrong)
    return {
        "municipalities": list(dict.fromkeys(codes)),
        "networks": request.networks,
        "years": "latest",
    }


def _everyone(request: Request, dataset: Dataset) -> list[str]:
    """The codes of everyone that has figures, where the request is for everyone or says nothing of
    whose pages.
    """
    if request.chooses and not request.everyone:
        return []
    # A data set of one municipality's own figures says whose they are; the other figures in it are
    # there to compare with.
    own = dataset.about.get("municipality")
    if own and not request.everyone:
        return [own]
    if request.year is None:
        return sorted(dataset.latest_years())
    return sorted(code for code, years in dataset.years().items() if request.year in years)


def _of_county(county: str, year: int | None) -> list[str]:
    return group_lookup.municipalities_of_county(county, year)


def _of_group(group: str, year: int | None) -> list[str]:
    """The codes of the municipalities of a group; of a county those of the year. Raises
    UnknownRegion for one that is not known or depends on who asks.
    """
    code, known = group_lookup.group(group, year), regions.municipalities().values()
    level = regions.groups()[code]["level"]
    if code == groups.ASSS:
        return [region.code for region in known if region.asss_from]
    if level == "county":
        return _of_county(group, year)
    if level == "kostra_group":
        then = int(regions.groups()[code]["last_year"] or YEARS[1])
        return [one.code for one in known if regions.kostra_group(one.code, then) == code]
    if level == "country":
        return groups.members(code, YEARS[1], "")
    raise lookup.UnknownRegion(f'group "{group}" depends on who asks: give a county or EKG12')


def _nowhere(_setting: str, _place: int) -> str:
    return ""


def pages(
    entry: dict[str, Any], dataset: Dataset, year: int | None, line: Line = _nowhere
) -> Chosen:
    """The pages of one entry under pages. ``year`` goes before the entry's own years; ``line`` says
    where in the file a municipality or network stands.
    """
    years = [year] if year is not None else entry.get("years", "latest")
    latest = years == "latest"
    if not latest and not _are_years(years):
        wrong = (
            f"{line('years', 0)}years {years!r} must be latest or a list of years from {YEARS[0]}"
            f" to {YEARS[1]}, for example [2023, 2024]"
        )
        return Chosen(wrong=[wrong, *_asked_for(entry, dataset, [], line)[1]])
    codes, wrongs = _asked_for(entry, dataset, [] if latest else years, line)
    chosen = Chosen(wrong=wrongs)
    newest = dataset.latest_years()
    # of an entry with measures the newest year is that of these measures
    newest |= dataset.latest_years(entry["with_figures"]) if entry.get("with_figures") else {}
    known = {code: {last} for code, last in newest.items()} if latest else dataset.years()
    for code in codes:
        with_figures = {year for one in _members(code) for year in known.get(one, ())}
        wanted = [max(with_figures, default=None)] if latest else years
        for one in wanted:
            if one in with_figures:
                chosen.places.append((code, one))
            else:
                chosen.without.append((code, one))
    return chosen


def _members(code: str) -> list[str]:
    return groups.members(code, YEARS[1], "") if code in regions.groups() else [code]


def without_figures(without: Iterable[tuple[str, int | None]], dataset: Dataset) -> list[str]:
    """Sentences that name those (code, year) without figures, a sentence for each year, with the
    newest year that they have figures of.
    """
    newest, sentences = dataset.latest_years(), []
    by_year: dict[int | None, list[str]] = {}
    for code, year in without:
        last = max((newest[one] for one in _members(code) if one in newest), default=None)
        beside = f" (newest {last})" if last and year is not None else ""
        by_year.setdefault(year, []).append(regions.name_of(code) + beside)
    for year, found in by_year.items():
        named = sorted(dict.fromkeys(found), key=alphabetical)
        sentences.append(_no_figures(named, year))
    return sentences


def _no_figures(named: list[str], year: int | None) -> str:
    more = f" and {len(named) - MOST_NAMED} more" if len(named) > MOST_NAMED else ""
    of_year = "" if year is None else f" of {year}"
    listed = ", ".join(named[:MOST_NAMED])
    return f"No figures{of_year} in this data set, so no pages: {listed}{more}"


def _are_years(years: object) -> bool:
    return isinstance(years, list) and all(
        isinstance(year, int) and YEARS[0] <= year <= YEARS[1] for year in years
    )


def _asked_for(
    entry: dict[str, Any], dataset: Dataset, years: list[int], line: Line
) -> tuple[list[str], list[str]]:
    """The codes of everyone that an entry asks for, and what is wrong with whom it asks for."""
    municipalities, unknown = _municipalities(entry.get("municipalities", []), years, line)
    networks, empty = _networks(entry.get("networks", []), line)
    with_figures, unmeasured = _with_figures(entry.get("with_figures", []), dataset, line)
    codes = dict.fromkeys([*municipalities, *networks, *with_figures])
    return list(codes), [*unknown, *empty, *unmeasured]


def _municipalities(
    names: Iterable[str], years: list[int], line: Line
) -> tuple[list[str], list[str]]:
    """Municipalities by number or name, as they were called in ``years``, and a sentence for each
    that is unknown.
    """
    codes: list[str] = []
    wrong: list[str] = []
    for place, name in enumerate(names):
        try:
            called = [lookup.region(name, year) for year in years] or [lookup.region(name)]
            codes += [region.code for region in called]
        except lookup.UnknownRegion as error:
            wrong.append(line("municipalities", place) + str(error))
    return codes, wrong


def _networks(names: Iterable[str], line: Line) -> tuple[list[str], list[str]]:
    """Networks by code or name, and a sentence for each without members."""
    codes: list[str] = []
    wrong: list[str] = []
    for place, name in enumerate(names):
        try:
            code = group_lookup.group(str(name))
        except lookup.UnknownRegion:
            code = ""
        if code and groups.members(code, YEARS[1], ""):
            codes.append(code)
        else:
            wrong.append(
                f'{line("networks", place)}network "{name}" has no members; use asss, a KOSTRA'
                " group (EKG12) or a county (EKA32)"
            )
    return codes, wrong


def _with_figures(names: list[str], dataset: Dataset, line: Line) -> tuple[list[str], list[str]]:
    """Every municipality with figures of one of these measures, and a sentence for each measure
    that is unknown; then there are no municipalities.
    """
    unknown = [
        f'{line("with_figures", place)}with_figures: measure "{name}" is not known;'
        f" {nearest(str(name), measures()) or 'see data/reference/measures.csv'}"
        for place, name in enumerate(names)
        if name not in measures()
    ]
    return ([], unknown) if unknown or not names else (list(dataset.latest_years(names)), [])
