"""Which pages to make: from a parameter file and what the command line adds to it."""

import json
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from barnevern import regions
from barnevern.dataset import Dataset, open_dataset
from barnevern.parameters import ParameterProblems, peer_codes
from barnevern.paths import NOTEBOOKS, PARAMS
from barnevern.problems import nearest

DEFAULT = PARAMS / "published.yml"
KEYS = {"dataset", "peers", "notebooks", "pages"}
PAGE_KEYS = {"municipalities", "with_figures", "years"}
# Known for every municipality and every year, so they do not make a year one "with figures".
BACKGROUND = {"population_31dec", "need_index"}
ORDER = ["overview", "intake", "investigations", "placements", "costs", "staffing"]


@dataclass(frozen=True)
class Job:
    """One page: a notebook for a municipality and a year."""

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
    def name(self) -> str:
        """The page for progress and errors: "3201 Bærum 2024 costs"."""
        return f"{self.region.code} {regions.name_of(self.region.code)} {self.year} {self.notebook}"


@dataclass(frozen=True)
class Request:
    """What the command line asks for on top of the parameter file; empty fields leave the file's choice."""

    municipalities: list[str] = field(default_factory=list)
    group: str = ""
    county: str = ""
    everyone: bool = False
    year: int | None = None
    dataset: str = ""
    notebooks: list[str] = field(default_factory=list)


@lru_cache
def report_notebooks() -> dict[str, str]:
    """Names and Norwegian titles of the notebooks that make a page for a municipality, in reading order."""
    found = {}
    for path in sorted(NOTEBOOKS.glob("*.ipynb")):
        about = json.loads(path.read_text(encoding="utf-8"))["metadata"].get("barnevern")
        if about:
            found[path.stem] = str(about["title"])
    order = [*ORDER, *sorted(set(found) - set(ORDER))]
    return {name: found[name] for name in order if name in found}


def plan(path: Path, request: Request) -> list[Job]:
    """The pages to make, municipality by municipality. Raises ParameterProblems with everything that is wrong."""
    wrong: list[str] = []
    settings = _settings(path, wrong)
    dataset_name = request.dataset or str(settings.get("dataset", "published"))
    wrong += peer_codes(str(settings.get("peers", "auto")))[1]
    notebooks = request.notebooks or settings.get("notebooks") or list(report_notebooks())
    known = list(report_notebooks())
    wrong += [
        f'notebook "{name}" is not in notebooks/; {nearest(str(name), known) or "use " + ", ".join(known)}' for name in notebooks if name not in known
    ]
    if wrong:
        raise ParameterProblems(wrong)
    dataset = open_dataset(dataset_name)
    entries = [_from_request(request)] if _chooses(request) else list(settings.get("pages", []))
    pages = dict.fromkeys(page for entry in entries for page in _pages(entry, dataset, request.year, wrong))
    if wrong:
        raise ParameterProblems(wrong)
    if not pages:
        raise ParameterProblems([f"{path.name} asks for no pages: add municipalities or with_figures under pages"])
    ordered = sorted(pages, key=lambda page: (page[1], page[0]))
    peers = str(settings.get("peers", "auto"))
    return [Job(n, regions.municipalities()[code], year, dataset_name, peers) for code, year in ordered for n in notebooks]


def _settings(path: Path, wrong: list[str]) -> dict[str, Any]:
    if not path.is_file():
        known = [str(p.name) for p in PARAMS.glob("*.yml")]
        wrong.append(f"parameter file {path.name} is not there; {nearest(path.name, known) or 'use ' + ', '.join(known)}")
        return {}
    try:
        settings = yaml.safe_load(path.read_text(encoding="utf-8")) or {}
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        wrong.append(f"{path.name} is not readable YAML: {str(error).splitlines()[0]}")
        return {}
    if not isinstance(settings, dict):
        wrong.append(f"{path.name} must be keys and values: {', '.join(sorted(KEYS))}")
        return {}
    wrong += [f'{path.name}: "{key}" is not a setting; {nearest(str(key), KEYS)}' for key in settings if key not in KEYS]
    for entry in settings.get("pages", []):
        wrong += [f'{path.name}, pages: "{key}" is not a setting; {nearest(str(key), PAGE_KEYS)}' for key in entry if key not in PAGE_KEYS]
    return settings


def _chooses(request: Request) -> bool:
    return bool(request.municipalities or request.group or request.county or request.everyone)


def _from_request(request: Request) -> dict[str, Any]:
    """The command line's choice of municipalities as an entry under pages."""
    known = regions.municipalities().values()
    chosen = list(request.municipalities)
    if request.everyone:
        chosen += [region.code for region in known]
    if request.county:
        chosen += [r.code for r in known if request.county.casefold() in (r.county, r.county_name.casefold())] or [f"county {request.county}"]
    if request.group:
        in_asss = [r.code for r in known if r.asss_from] if request.group == "asss" else []
        chosen += in_asss or [r.code for r in known if r.kostra_group == request.group.upper()] or [f"group {request.group}"]
    return {"municipalities": list(dict.fromkeys(chosen)), "years": "latest"}


def _pages(entry: dict[str, Any], dataset: Dataset, year: int | None, wrong: list[str]) -> list[tuple[str, int]]:
    """(code, year) of the pages of one entry under pages."""
    codes, latest = [], dataset.latest_years(BACKGROUND)
    for given in entry.get("municipalities", []):
        try:
            codes.append(regions.region(given).code)
        except regions.UnknownRegion as error:
            wrong.append(str(error))
    if "with_figures" in entry:
        own = dataset.latest_years(BACKGROUND, entry["with_figures"])
        codes += list(own)
        latest |= own
    years = [year] if year is not None else entry.get("years", "latest")
    if years != "latest" and not (isinstance(years, list) and all(isinstance(y, int) and y >= regions.FIRST_YEAR for y in years)):
        wrong.append(f"years {years!r} must be latest or a list of years from {regions.FIRST_YEAR}, for example [2023, 2024]")
        return []
    if years == "latest":
        wrong += [f"{regions.name_of(code)} has no figures in this data set; give --year" for code in codes if code not in latest]
        return [(code, latest[code]) for code in codes if code in latest]
    return [(code, y) for code in codes for y in years]
