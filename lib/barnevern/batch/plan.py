"""Which pages to make: from a parameter file and what the command line adds to it."""

import json
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from barnevern import document
from barnevern.batch import choice, settings
from barnevern.batch.choice import Request as Request
from barnevern.data.dataset import Dataset, open_dataset
from barnevern.norwegian.text import listed
from barnevern.observations import regions
from barnevern.page.parameters import YEARS, ParameterProblems, peer_codes
from barnevern.paths import NOTEBOOKS, PARAMS

DEFAULT = PARAMS / "published.yml"
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


def report_notebooks() -> dict[str, str]:
    """Names and Norwegian titles of the notebooks that make a page, in reading order."""
    known = {name: str(about["title"]) for name, about in declared().items()}
    order = [*ORDER, *sorted(set(known) - set(ORDER))]
    return {name: known[name] for name in order if name in known}


def titles() -> dict[str, str]:
    """Names and Norwegian titles of everything a municipality gets: the document, then its pages in
    reading order.
    """
    return {document.NAME: document.TITLE, **report_notebooks()}


@lru_cache
def declared() -> dict[str, dict[str, Any]]:
    """What the notebooks that make a page say of themselves, by name."""
    metadata = {
        path.stem: json.loads(path.read_text(encoding="utf-8"))["metadata"].get("barnevern")
        for path in sorted(NOTEBOOKS.glob("*.ipynb"))
    }
    return {name: about for name, about in metadata.items() if about}


def fits(notebook: str, code: str) -> bool:
    """Whether the notebook makes a page for ``code``: some are about a municipality, others about a
    network.
    """
    return (declared().get(notebook, {}).get("about") == "network") == (code in regions.groups())


def plan(path: Path, request: Request) -> list[Job]:
    """The pages to make, municipality by municipality. Raises ParameterProblems with everything
    that is wrong.
    """
    given, wrong = settings.read(path)
    notebooks = list(
        dict.fromkeys(request.notebooks or given.get("notebooks") or report_notebooks())
    )
    peers, usual = str(given.get("peers", "auto")), str(given.get("dataset", "published"))
    wrong += [*_unknown(notebooks), *peer_codes(peers)[1], *_impossible(request.year)]
    if wrong:
        raise ParameterProblems(wrong)
    name = request.dataset or usual
    dataset = open_dataset(name)
    # the file's pages are another data set's than the one asked for
    if request.chooses or name != usual:
        entries = [choice.of_request(request, dataset)]
    else:
        entries = given.get("pages", [])
    places = _places(entries, dataset, request.year, path)
    jobs = [
        Job(notebook, _subject(code), year, name, peers)
        for code, year in places
        for notebook in notebooks
        if fits(notebook, code)
    ]
    if not jobs:
        raise ParameterProblems(
            [
                f"{listed(notebooks)} cannot be made for what was asked: ask for a network with"
                " --network, or other notebooks"
            ]
        )
    return jobs


def _unknown(notebooks: list[str]) -> list[str]:
    """A sentence for each notebook that makes no page."""
    known = report_notebooks()
    return [
        f'notebook "{name}" is not in notebooks/; {settings.near_or_all(name, known)}'
        for name in notebooks
        if name not in known
    ]


def _impossible(year: int | None) -> list[str]:
    """A sentence, if no page can be about the year."""
    if year is None or YEARS[0] <= year <= YEARS[1]:
        return []
    return [f"year {year} must be from {YEARS[0]} to {YEARS[1]}"]


def _places(
    entries: list[dict[str, Any]], dataset: Dataset, year: int | None, path: Path
) -> list[tuple[str, int]]:
    """(code, year) of every entry under pages, once each, in the order of years and codes. Raises
    ParameterProblems with everything that is wrong with them, or when there are none.
    """
    asked = [choice.pages(entry, dataset, year) for entry in entries]
    places = {page for pages, _ in asked for page in pages}
    wrong = [sentence for _, problems in asked for sentence in problems]
    if not places and not wrong:
        wrong.append(
            f"{path.name} asks for no pages: add municipalities or with_figures under pages"
        )
    if wrong:
        raise ParameterProblems(wrong)
    return sorted(places, key=lambda place: (place[1], place[0]))


def _subject(code: str) -> regions.Region:
    return regions.network(code) if code in regions.groups() else regions.municipalities()[code]
