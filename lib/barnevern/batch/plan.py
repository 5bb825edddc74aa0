"""Which pages to make: from a parameter file and what the command line adds to it."""

import json
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from barnevern import document, reference
from barnevern.data.dataset import Dataset, open_dataset
from barnevern.norwegian.text import listed
from barnevern.observations import groups, measures, regions
from barnevern.page.parameters import YEARS, ParameterProblems, peer_codes
from barnevern.paths import NOTEBOOKS, PARAMS
from barnevern.problems import nearest

DEFAULT = PARAMS / "published.yml"
SETTINGS: dict[str, tuple[type, ...]] = {
    "dataset": (str,),
    "peers": (str,),
    "notebooks": (list,),
    "pages": (list,),
}
PAGE_SETTINGS: dict[str, tuple[type, ...]] = {
    "municipalities": (list,),
    "with_figures": (list,),
    "years": (list, str),
    "networks": (list,),
}
ORDER = [
    "overview",
    "intake",
    "investigations",
    "placements",
    "costs",
    "staffing",
    "quality",
    "network",
]


@dataclass(frozen=True)
class Job:
    """One page: a notebook for a municipality, or a network, and a year."""

    notebook: str
    region: regions.Region
    year: int
    dataset: str
    peers: str

    @property
    def folder(self) -> str:
        """The page's folder below the data set's reports: "2024/3201-baerum"."""
        return f"{self.year}/{self.region.slug}"

    @property
    def page(self) -> str:
        """The page's files below the data set's reports, without ending:
        "2024/3201-baerum/costs".
        """
        return f"{self.folder}/{self.notebook}"

    @property
    def parameters(self) -> dict[str, str | int]:
        """What the notebook is given."""
        if self.region.code in regions.groups():
            return {"network": self.region.code, "year": self.year, "dataset": self.dataset}
        return {
            "municipality": self.region.code,
            "year": self.year,
            "dataset": self.dataset,
            "peers": self.peers,
        }

    @property
    def name(self) -> str:
        """The page for progress and errors: "3201 Bærum 2024 costs"."""
        return f"{self.region.code} {regions.name_of(self.region.code)} {self.year} {self.notebook}"


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


def report_notebooks() -> dict[str, str]:
    """Names and Norwegian titles of the notebooks that make a page, in reading order."""
    found = {name: str(about["title"]) for name, about in declared().items()}
    order = [*ORDER, *sorted(set(found) - set(ORDER))]
    return {name: found[name] for name in order if name in found}


def titles() -> dict[str, str]:
    """Names and Norwegian titles of everything a municipality gets: the document, then its pages in
    reading order.
    """
    return {document.NAME: document.TITLE, **report_notebooks()}


@lru_cache
def declared() -> dict[str, dict[str, Any]]:
    """What the notebooks that make a page say of themselves, by name."""
    found = {
        path.stem: json.loads(path.read_text(encoding="utf-8"))["metadata"].get("barnevern")
        for path in sorted(NOTEBOOKS.glob("*.ipynb"))
    }
    return {name: about for name, about in found.items() if about}


def fits(notebook: str, code: str) -> bool:
    """Whether the notebook makes a page for ``code``: some are about a municipality, others about a
    network.
    """
    return (declared().get(notebook, {}).get("about") == "network") == (code in regions.groups())


def plan(path: Path, request: Request) -> list[Job]:
    """The pages to make, municipality by municipality. Raises ParameterProblems with everything
    that is wrong.
    """
    settings, wrong = read_settings(path)
    notebooks = list(
        dict.fromkeys(request.notebooks or settings.get("notebooks") or report_notebooks())
    )
    known = list(report_notebooks())
    wrong += [
        f'notebook "{name}" is not in notebooks/;'
        f" {nearest(str(name), known) or 'use ' + ', '.join(known)}"
        for name in notebooks
        if name not in known
    ]
    peers = str(settings.get("peers", "auto"))
    wrong += peer_codes(peers)[1]
    if request.year is not None and not YEARS[0] <= request.year <= YEARS[1]:
        wrong.append(f"year {request.year} must be from {YEARS[0]} to {YEARS[1]}")
    if wrong:
        raise ParameterProblems(wrong)
    name = request.dataset or str(settings.get("dataset", "published"))
    dataset = open_dataset(name)
    own = bool(request.dataset) and request.dataset != str(
        settings.get("dataset", "published")
    )  # the file's pages are another data set's
    entries = (
        [_from_request(request, dataset)] if _chooses(request) or own else settings.get("pages", [])
    )
    pages = dict.fromkeys(
        page for entry in entries for page in _pages(entry, dataset, request.year, wrong)
    )
    if not pages and not wrong:
        wrong.append(
            f"{path.name} asks for no pages: add municipalities or with_figures under pages"
        )
    if wrong:
        raise ParameterProblems(wrong)
    ordered = sorted(pages, key=lambda page: (page[1], page[0]))
    chosen = [(n, code, year) for code, year in ordered for n in notebooks if fits(n, code)]
    if not chosen:
        raise ParameterProblems(
            [
                f"{listed(notebooks)} cannot be made for what was asked: ask for a network with"
                " --network, or other notebooks"
            ]
        )
    return [Job(n, _subject(code), year, name, peers) for n, code, year in chosen]


def _subject(code: str) -> regions.Region:
    return regions.network(code) if code in regions.groups() else regions.municipalities()[code]


def read_settings(path: Path) -> tuple[dict[str, Any], list[str]]:
    """The settings of a parameter file, and everything that is wrong with their names and kinds, in
    words.
    """
    if not path.is_file():
        known = sorted(p.name for p in PARAMS.glob("*.yml"))
        return {}, [
            f"parameter file {path.name} is not there;"
            f" {nearest(path.name, known) or 'use ' + ', '.join(known)}"
        ]
    try:
        settings = reference.parsed(path.read_text(encoding="utf-8"))
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        return {}, [f"{path.name} is not readable YAML: {str(error).splitlines()[0]}"]
    if not isinstance(settings, dict):
        return {}, [f"{path.name} must be settings with values: {', '.join(SETTINGS)}"]
    wrong = _kinds(settings, SETTINGS, path.name)
    for number, entry in enumerate(
        settings["pages"] if isinstance(settings.get("pages"), list) else [], start=1
    ):
        place = f"{path.name}, entry {number} under pages"
        wrong += (
            _kinds(entry, PAGE_SETTINGS, place)
            if isinstance(entry, dict)
            else [f"{place} must hold settings: {', '.join(PAGE_SETTINGS)}"]
        )
    return settings, wrong


def _kinds(settings: dict[str, Any], kinds: dict[str, tuple[type, ...]], place: str) -> list[str]:
    """What is wrong with the names and the kinds of value of some settings."""
    wrong = []
    for key, value in settings.items():
        if key not in kinds:
            wrong.append(
                f'{place}: "{key}" is not a setting;'
                f" {nearest(str(key), kinds) or 'use ' + ', '.join(kinds)}"
            )
        elif not isinstance(value, kinds[key]):
            wanted = "a list, for example [a, b]" if list in kinds[key] else "text"
            wrong.append(f"{place}: {key} must be {wanted}")
    return wrong


def _chooses(request: Request) -> bool:
    return bool(
        request.municipalities
        or request.group
        or request.county
        or request.everyone
        or request.networks
    )


def _from_request(request: Request, dataset: Dataset) -> dict[str, Any]:
    """The command line's choice of municipalities as an entry under pages; everyone that has
    figures where none is chosen.
    """
    known = regions.municipalities().values()
    chosen = list(request.municipalities)
    if request.everyone and request.year is not None:
        chosen += [region.code for region in known]
    elif request.everyone or not _chooses(request):
        # A data set of one municipality's own figures says whose they are; the other figures in it
        # are there to compare with.
        chosen += (
            [dataset.about["municipality"]]
            if dataset.about.get("municipality")
            else sorted(dataset.latest_years())
        )
    if request.county:
        chosen += [
            r.code
            for r in known
            if request.county.casefold() in (r.county, r.county_name.casefold())
        ] or [f"(county {request.county})"]
    if request.group:
        in_asss = [r.code for r in known if r.asss_from] if request.group == "asss" else []
        chosen += (
            in_asss
            or [r.code for r in known if r.kostra_group == request.group.upper()]
            or [f"(group {request.group})"]
        )
    return {
        "municipalities": list(dict.fromkeys(chosen)),
        "networks": request.networks,
        "years": "latest",
    }


def _pages(
    entry: dict[str, Any], dataset: Dataset, year: int | None, wrong: list[str]
) -> list[tuple[str, int]]:
    """(code, year) of the pages of one entry under pages."""
    codes, latest = [], dataset.latest_years()
    for given in entry.get("municipalities", []):
        try:
            codes.append(regions.region(given).code)
        except regions.UnknownRegion as error:
            wrong.append(str(error))
    for given in entry.get("networks", []):
        code = str(given).upper()
        members = groups.members(code, YEARS[1], "") if code in regions.groups() else []
        wrong += (
            []
            if members
            else [
                f'network "{given}" has no members; use asss, a KOSTRA group (EKG12) or a county'
                " (EKA32)"
            ]
        )
        known = [latest[member] for member in members if member in latest]
        codes += [code] if members else []
        latest |= {code: max(known)} if known else {}
    unknown = [name for name in entry.get("with_figures", []) if name not in measures()]
    wrong += [
        f'with_figures: measure "{name}" is not known;'
        f" {nearest(str(name), measures()) or 'see data/reference/measures.csv'}"
        for name in unknown
    ]
    if entry.get("with_figures") and not unknown:
        own = dataset.latest_years(entry["with_figures"])
        codes += list(own)
        latest |= own
    years = [year] if year is not None else entry.get("years", "latest")
    if years != "latest" and not (
        isinstance(years, list)
        and all(isinstance(y, int) and YEARS[0] <= y <= YEARS[1] for y in years)
    ):
        wrong.append(
            f"years {years!r} must be latest or a list of years from {YEARS[0]} to {YEARS[1]}, for"
            " example [2023, 2024]"
        )
        return []
    if years == "latest":
        wrong += [
            f"{regions.name_of(code)} has no figures in this data set; give --year"
            for code in codes
            if code not in latest
        ]
        return [(code, latest[code]) for code in codes if code in latest]
    return [(code, y) for code in codes for y in years]
