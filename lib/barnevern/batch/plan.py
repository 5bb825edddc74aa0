"""Which pages to make: from a parameter file and what the command line adds to it."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache, partial
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
from barnevern.problems import InputProblems

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
    """Names and Norwegian titles of everything a municipality gets: the documents, then its pages
    in reading order.
    """
    brief = {document.brief.NAME: document.brief.title()}
    return {**brief, document.NAME: document.title(), **report_notebooks()}


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


def _untold(_: str) -> None:
    """Of a plan that nobody waits for."""


def plan(path: Path, request: Request, tell: Callable[[str], None] = _untold) -> list[Job]:
    """The pages to make, municipality by municipality; ``tell`` is told who has no figures. Raises
    ParameterProblems with everything that is wrong, or when nobody is left.
    """
    given, wrong = settings.read(path)
    notebooks = list(
        dict.fromkeys(request.notebooks or given.get("notebooks") or report_notebooks())
    )
    peers, usual = str(given.get("peers", "auto")), str(given.get("dataset", "published"))
    wrong += [*_unknown(notebooks), *peer_codes(peers)[1], *_impossible(request.year)]
    name = request.dataset or usual
    try:
        dataset = open_dataset(name)
    except InputProblems as error:
        raise (ParameterProblems([*wrong, str(error)]) if wrong else error) from None
    # the file's pages are another data set's than the one asked for
    of_file = not request.chooses and name == usual
    chosen = _chosen(given if of_file else None, request, dataset, path)
    wrong += [sentence for one in chosen for sentence in one.wrong]
    if wrong:
        raise ParameterProblems(wrong)
    places = _places(chosen, dataset, tell, path)
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


def _chosen(
    given: dict[str, Any] | None, request: Request, dataset: Dataset, path: Path
) -> list[choice.Chosen]:
    """What each entry under pages of the file with settings ``given`` asks for, or the command line
    where there are none.
    """
    if given is None:
        return [choice.pages(choice.of_request(request, dataset), dataset, request.year)]
    entries = given.get("pages", [])
    if not entries:
        return []
    where = settings.lines(path)

    def line(number: int, setting: str, place: int) -> str:
        return f"{where('pages', number, setting, place)}: "

    return [
        choice.pages(entry, dataset, request.year, partial(line, number))
        for number, entry in enumerate(entries)
    ]


def _places(
    chosen: list[choice.Chosen], dataset: Dataset, tell: Callable[[str], None], path: Path
) -> list[choice.Place]:
    """(code, year) of every page that is asked for, once each, in the order of years and codes.
    Raises ParameterProblems when there are none.
    """
    places = {place for one in chosen for place in one.places}
    without = [place for one in chosen for place in one.without]
    said = choice.without_figures(without, dataset)
    if not places:
        nothing = f"{path.name} asks for no pages: add municipalities or with_figures under pages"
        raise ParameterProblems(said or [nothing])
    for sentence in said:
        tell(sentence)
    return sorted(places, key=lambda place: (place[1], place[0]))


def _subject(code: str) -> regions.Region:
    return regions.network(code) if code in regions.groups() else regions.municipalities()[code]
