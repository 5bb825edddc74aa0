"""What lies around the pages: the index for all years and for each year, run.json beside it, and
the page of a failure.
"""

import json
import platform
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from html import escape
from typing import Any

from barnevern import __version__
from barnevern.batch import index_page
from barnevern.batch.plan import Job, titles
from barnevern.batch.reasons import Reason
from barnevern.observations.regions import name_of
from barnevern.paths import TEMPLATES
from barnevern.render.export import Link
from barnevern.render.html import render

CSS = TEMPLATES / "report" / "report.css"
FAILURE = "failure.html.j2"


@dataclass(frozen=True)
class About:
    """A run: dataset.json of its data set, when it began, how many pages it made at a time, with
    which engine, and which municipalities the data set has figures of (a sentence).
    """

    dataset: dict[str, Any]
    started: datetime
    workers: int
    engine: str
    covered: str = ""


def files(about: About, entries: list[dict[str, Any]]) -> dict[str, str]:
    """index.html and run.json from the entries of every page: for all years, and in each year's
    folder for its own pages.
    """
    stamp = _stamp(about)
    years = sorted({entry["year"] for entry in entries})
    texts = {}
    for year in [*years, None]:
        own = [entry for entry in entries if year in (entry["year"], None)]
        folder = f"{year}/" if year else ""
        texts[f"{folder}index.html"] = index_page.html(
            own, about.dataset, year, years, about.covered
        )
        texts[f"{folder}run.json"] = _json(stamp | {"pages": own})
    return texts


def _stamp(about: About) -> dict[str, Any]:
    """What run.json says of the run, beside its pages."""
    named = ("name", "title", "date", "content", "synthetic", "disclosure")
    return {
        "dataset": {key: about.dataset[key] for key in named},
        "made_by": f"barnevern {__version__}",
        "python": platform.python_version(),
        "started": about.started.isoformat(timespec="seconds"),
        "finished": datetime.now(UTC).isoformat(timespec="seconds"),
        "workers": about.workers,
        "engine": about.engine,
    }


def entry(job: Job, reason: Reason | None, facts: dict[str, Any]) -> dict[str, Any]:
    """What run.json says of one page; ``facts`` are why it was made, and what that took."""
    return {
        "municipality": job.region.code,
        "name": name_of(job.region.code),
        "county": job.region.county_name,
        "year": job.year,
        "notebook": job.notebook,
        "state": "failed" if reason else "published",
        "error": reason.detail if reason else "",
        "reason": reason.bokmaal if reason else "",
        **facts,
        "html": f"{job.page}.html",
        "csv": f"{job.page}.csv",
    }


def failure(job: Job, reason: Reason, links: Sequence[Link]) -> str:
    """The page that stands where a page could not be made: which, why, and what to do. It has no
    figures.
    """
    title = f"{titles()[job.notebook]}: {name_of(job.region.code)} {job.year}"
    shown = [
        f'<a href="{escape(link.href)}">{escape(link.text)}</a>'
        if link.href
        else f'<span aria-current="page">{escape(link.text)}</span>'
        for link in links
    ]
    parts = {
        "title": title,
        "links": "".join(f"<li>{item}</li>" for item in shown),
        "reason": reason.bokmaal,
        "detail": reason.detail,
        "css": CSS.read_text(encoding="utf-8"),
    }
    return render(FAILURE, **parts)


def _json(content: dict[str, Any]) -> str:
    return json.dumps(content, ensure_ascii=False, indent=1) + "\n"
