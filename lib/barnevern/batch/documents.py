"""The document of each municipality and year whose pages are all there: put together when one of
them, or the own words, has changed.
"""

import csv
import hashlib
import io
import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from barnevern import document
from barnevern.batch import index
from barnevern.batch.fingerprint import surroundings
from barnevern.batch.place import Place
from barnevern.batch.plan import Job, report_notebooks
from barnevern.batch.publish import Edition
from barnevern.batch.reasons import Reason
from barnevern.document import own_words, pdf, prompts
from barnevern.document.own_words import Given
from barnevern.norwegian.messages import say
from barnevern.observations.regions import name_of
from barnevern.page import Page
from barnevern.problems import InputProblems
from barnevern.render.export import Link
from barnevern.render.item import Item, Row

ITS_OWN = (
    "code",
    "reference",
    "sentences",
    "template",
)  # of the surroundings: what it is made from beside pages and own words


def complete(notebooks: Iterable[str]) -> bool:
    """Whether these are all the pages that the document is made of."""
    return set(document.notebooks()) <= set(notebooks)


def check(jobs: Iterable[Job], outline: str = "") -> None:
    """Read the own words of every municipality of the plan, in the chapters of ``outline`` where
    one is given. Raises InputProblems with everything that is wrong with them.
    """
    problems = own_words.misnamed()
    for code, year in sorted({(job.region.code, job.year) for job in jobs}):
        try:
            own_words.given(code, year, outline)
        except InputProblems as wrong:
            problems += [problem for problem in wrong.problems if problem not in problems]
    if problems:
        raise InputProblems(problems)


def add(edition: Edition, jobs: Iterable[Job], outline: str = "") -> None:
    """Keep a document aside for every municipality and year of ``jobs`` that has all its pages,
    unless it stands as it would be made; in ``outline``, by default the service's own.
    """
    there: dict[str, set[str]] = {}
    for page in [*edition.entries, *edition.waiting]:
        folder, _, name = page.rpartition("/")
        there.setdefault(folder, set()).add(name)
    for job in {job.folder: replace(job, notebook=document.NAME) for job in jobs}.values():
        if complete(there.get(job.folder, ())):
            here = [name for name in report_notebooks() if name in there[job.folder]]
            _add(edition, job, here, outline)


def _add(edition: Edition, job: Job, notebooks: list[str], outline: str) -> None:
    prints = {name: edition.latest(f"{job.folder}/{name}") for name in document.notebooks()}
    links = [
        Link(say("index-all-municipalities"), "../index.html"),
        Link(document.brief.title(), f"{document.brief.NAME}.html"),
        *(Link(report_notebooks()[name], f"{name}.html") for name in notebooks),
    ]
    if lacking := [report_notebooks()[name] for name, kept in prints.items() if kept is None]:
        _fail(edition, job, lacking, links)
        return
    given = own_words.given(job.region.code, job.year, outline)
    inputs = {
        **{key: surroundings()[key] for key in ITS_OWN},
        "pages": _digest({name: dict(kept.files) for name, kept in prints.items() if kept}),
        "own words": _digest([given.outline, given.words, vars(given.case)]),
        "links": _digest([vars(link) for link in links]),
    }
    last = edition.whole(job.page)
    if last is None or last.inputs != inputs:
        edition.keep_aside(
            job.page, _files(edition, job, given, links), index.entry(job, None, {}), inputs, {}
        )
        edition.outdated += [f"{job.page}.pdf", f"{job.page}.docx", f"{_brief_of(job.folder)}.pdf"]


def _fail(edition: Edition, job: Job, lacking: list[str], links: list[Link]) -> None:
    """Say in the document's place which of its pages failed."""
    reason = Reason("pages", f"pages that it is made of failed: {', '.join(lacking)}")
    said = index.failure(job, reason, links)
    failure = {f"{page}.html": said for page in (job.page, _brief_of(job.folder))}
    edition.fail(job.page, index.entry(job, reason, {}), failure)


def of(edition: Edition, jobs: Iterable[Job]) -> list[str]:
    """The documents of the municipalities and years of ``jobs`` that are published and whole:
    "2024/3201-baerum/tilstandsrapport", and with each its "kort-fortalt".
    """
    folders = dict.fromkeys(job.folder for job in jobs)
    whole = [folder for folder in folders if edition.whole(f"{folder}/{document.NAME}")]
    return [page for folder in whole for page in (_brief_of(folder), f"{folder}/{document.NAME}")]


def _brief_of(folder: str) -> str:
    """«Kort fortalt» of a folder, which stands and falls with its document."""
    return f"{folder}/{document.brief.NAME}"


def print_pdf(place: Place, page: str) -> None:
    """Print a published document as PDF beside it. Raises pdf.NotPrinted, and InputProblems without
    a Chromium.
    """
    content = pdf.printed(place.read(f"{page}.html") or "")
    aside = place.staging / f"{page.rpartition('/')[2]}.pdf"
    aside.parent.mkdir(parents=True, exist_ok=True)
    aside.write_bytes(content)
    place.put(aside, f"{page}.pdf")


@dataclass(frozen=True)
class AsWord:
    """How Word files are made: in the styles of a ``template``, and with or without ``prompts`` to
    the service.
    """

    template: Path | None = None
    prompts: bool = True
    outline: str = ""


def check_template(template: Path | None) -> None:
    """Raises InputProblems for a template that is no Word file."""
    if template is not None:
        from barnevern.document import word_file  # only here: other commands make no Word file

        word_file.read(template, "--template")


def write_docx(place: Place, job: Job, how: AsWord) -> str:
    """Write the published document of ``job`` as a Word file beside it; gives its name. Raises
    InputProblems for a template that cannot be read.
    """
    from barnevern.document import word  # only here: matplotlib takes a second

    def of(name: str, ending: str) -> str:
        return place.read(f"{job.folder}/{name}.{ending}") or ""

    code = job.region.code
    given = own_words.given(code, job.year, how.outline)
    shown = {name: _items(of(name, "json")) for name in document.notebooks()}
    titles = report_notebooks()
    report = document.assembled(name_of(code), job.year, shown, given, titles)
    asked = _prompts(job, given, of(document.NAME, "csv")) if how.prompts else None
    content = word.word(report, asked, code, how.template)
    aside = place.staging / f"{document.NAME}.docx"
    aside.parent.mkdir(parents=True, exist_ok=True)
    aside.write_bytes(content)
    name = f"{job.folder}/{document.NAME}.docx"
    place.put(aside, name)
    return name


def _prompts(job: Job, given: Given, table: str) -> dict[str, list[prompts.Prompt]]:
    """The questions to the service by the number of the chapter, from the document's own table."""
    page = Page.open(document.NAME, job.region.code, job.year, job.dataset, job.peers)
    rows = [Row.read(row) for row in csv.DictReader(io.StringIO(table))]
    return {
        chapter.number: prompts.of_chapter(chapter, job.region.code, rows, page.verdict)
        for chapter in document.chapters(given.outline)
    }


def _items(content: str) -> list[Item]:
    """The items of a page from its JSON."""
    return [Item.from_json(item) for item in json.loads(content)["items"]]


def _digest(content: object) -> str:
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()


def _files(edition: Edition, job: Job, given: Given, links: list[Link]) -> dict[str, str]:
    def of(ending: str) -> dict[str, str]:
        return {name: edition.text(f"{job.folder}/{name}", ending) for name in document.notebooks()}

    shown = {name: _items(content) for name, content in of("json").items()}
    place, titles = name_of(job.region.code), report_notebooks()
    page = document.html(document.assembled(place, job.year, shown, given, titles), links)
    tables, brief = of("csv"), _brief_of(job.folder)
    sheet_links = [links[0], Link(document.title(), f"{document.NAME}.html"), *links[2:]]
    return {
        f"{job.page}.html": page,
        f"{job.page}.csv": document.table(tables),
        f"{brief}.html": document.brief.html(shown["overview"], place, job.year, sheet_links),
        f"{brief}.csv": document.brief.table(tables["overview"]),
    }
