"""The navigation of a page: to the index, and to every page of its municipality."""

from collections.abc import Iterator

from barnevern import document
from barnevern.batch import documents
from barnevern.batch.plan import Job, report_notebooks
from barnevern.batch.publish import Edition
from barnevern.norwegian.messages import say
from barnevern.render import export


def linked(jobs: list[Job], edition: Edition) -> Iterator[tuple[Job, tuple[export.Link, ...]]]:
    """Each job with its page's navigation: to the index, and to every page of the municipality,
    planned or published before.
    """
    names: dict[str, set[str]] = {}
    for page in [*(job.page for job in jobs), *edition.entries]:
        folder, _, name = page.rpartition("/")
        names.setdefault(folder, set()).add(name)
    for job in jobs:
        here = [name for name in report_notebooks() if name in names[job.folder]]
        yield job, _links(job.notebook, here)


def _links(own: str, names: list[str]) -> tuple[export.Link, ...]:
    """The navigation of the page of the notebook ``own``, where there are pages of ``names``."""
    titles, here = report_notebooks(), names.index(own)
    links = [export.Link(say("index-all-municipalities"), "../index.html")]
    if documents.complete(names):
        links.append(export.Link(document.brief.title(), f"{document.brief.NAME}.html"))
        links.append(export.Link(document.title(), f"{document.NAME}.html"))
    for place, name in enumerate(names):
        rel = {here - 1: "prev", here + 1: "next"}.get(place, "")
        href = "" if name == own else f"{name}.html"
        title = say("index-beside", way=rel, title=titles[name]) if rel else titles[name]
        links.append(export.Link(title, href, rel))
    return tuple(links)
