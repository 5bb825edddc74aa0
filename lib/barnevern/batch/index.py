"""What lies around the pages: the index for all years and for each year, run.json beside it, and the page of a failure."""

import base64
import hashlib
import json
import platform
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from html import escape
from string import Template
from typing import Any

from barnevern import __version__
from barnevern.batch.plan import Job, fits, report_notebooks
from barnevern.batch.reasons import Reason
from barnevern.export import Link
from barnevern.paths import TEMPLATES
from barnevern.regions import name_of

CSS = TEMPLATES / "report" / "report.css"
SCRIPT = TEMPLATES / "index.js"
PAGE = TEMPLATES / "index.html"
FAILURE = TEMPLATES / "failure.html"


@dataclass(frozen=True)
class About:
    """A run: dataset.json of its data set, when it began, how many pages it made at a time, and with which engine."""

    dataset: dict[str, Any]
    started: datetime
    workers: int
    engine: str


def files(about: About, entries: list[dict[str, Any]]) -> dict[str, str]:
    """index.html and run.json from the entries of every page: for all years, and in each year's folder for its own pages."""
    title = str(about.dataset["title"])
    stamp = {
        "dataset": {key: about.dataset[key] for key in ("name", "title", "date", "content", "synthetic", "disclosure")},
        "made_by": f"barnevern {__version__}",
        "python": platform.python_version(),
        "started": about.started.isoformat(timespec="seconds"),
        "finished": datetime.now(UTC).isoformat(timespec="seconds"),
        "workers": about.workers,
        "engine": about.engine,
    }
    years = sorted({entry["year"] for entry in entries})
    found = {}
    for year in years:
        own = [entry for entry in entries if entry["year"] == year]
        found[f"{year}/index.html"] = _html(own, f"{title} {year}", "", _year_links(years, year))
        found[f"{year}/run.json"] = _json(stamp | {"pages": own})
    found["index.html"] = _html(entries, title, None, _year_links(years, None))
    found["run.json"] = _json(stamp | {"pages": entries})
    return found


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
    """The page that stands where a page could not be made: which, why, and what to do. It has no figures."""
    title = f"{report_notebooks()[job.notebook]}: {name_of(job.region.code)} {job.year}"
    shown = [
        f'<a href="{escape(one.href)}">{escape(one.text)}</a>' if one.href else f'<span aria-current="page">{escape(one.text)}</span>'
        for one in links
    ]
    parts = {
        "title": escape(title),
        "links": "".join(f"<li>{link}</li>" for link in shown),
        "reason": escape(reason.bokmaal),
        "detail": escape(reason.detail),
        "css": CSS.read_text(encoding="utf-8"),
    }
    return Template(FAILURE.read_text(encoding="utf-8")).substitute(parts)


def _json(content: dict[str, Any]) -> str:
    return json.dumps(content, ensure_ascii=False, indent=1) + "\n"


def _year_links(years: list[int], here: int | None) -> str:
    """Links from one index to the others."""
    up = "../" if here is not None else ""
    entries = [("Alle år", f"{up}index.html" if here is not None else "")]
    entries += [(str(year), f"{up}{year}/index.html" if year != here else "") for year in years]
    items = [f'<li><a href="{href}">{text}</a></li>' if href else f'<li><span aria-current="page">{text}</span></li>' for text, href in entries]
    return f'<nav aria-label="År"><ul>{"".join(items)}</ul></nav>'


def _html(pages: list[dict[str, Any]], title: str, below: str | None, years: str) -> str:
    """One index page. ``below`` is None for the index of all years, whose links go through the year's folder."""
    sets: dict[tuple[str, int], dict[str, dict[str, Any]]] = {}
    for entry in pages:
        sets.setdefault((entry["municipality"], entry["year"]), {})[entry["notebook"]] = entry
    shown = [name for name in report_notebooks() if any(name in found for found in sets.values())]
    ordered = sorted(sets.items(), key=lambda item: (next(iter(item[1].values()))["name"], -item[0][1]))
    failed = sum(entry["state"] == "failed" for entry in pages)
    script = SCRIPT.read_text(encoding="utf-8")
    parts = {
        "title": escape(title),
        "heading": escape(title.lower()),
        "state": f"{len(pages) - failed} sider er klare" + (f", {failed} kunne ikke lages." if failed else "."),
        "sets": str(len(sets)),
        "years": years,
        "head": "".join(f'<th scope="col" class="text">{escape(report_notebooks()[name])}</th>' for name in shown),
        "rows": "\n".join(_row(code, year, found, shown, below) for (code, year), found in ordered),
        "css": CSS.read_text(encoding="utf-8"),
        "script": script,
        "digest": base64.b64encode(hashlib.sha256(script.encode()).digest()).decode(),
    }
    return Template(PAGE.read_text(encoding="utf-8")).substitute(parts)


def _row(code: str, year: int, found: dict[str, dict[str, Any]], shown: list[str], below: str | None) -> str:
    first = next(iter(found.values()))
    cells = "".join(f'<td class="text">{_state(found.get(name), name, first, below) if fits(name, code) else ""}</td>' for name in shown)
    name = f'<th scope="row">{code} {escape(first["name"])}</th>'
    return f'<tr>{name}<td class="text">{year}</td><td class="text">{escape(first["county"])}</td>{cells}</tr>'


def _state(entry: dict[str, Any] | None, name: str, first: dict[str, Any], below: str | None) -> str:
    """A link to the page, or why there is none."""
    if entry is None:
        return "Ikke laget"
    href = entry["html"] if below is None else entry["html"].partition("/")[2]
    if entry["state"] == "failed":
        words = "Vis forrige utgave" if entry["shows"] == "earlier" else "Hvorfor"
        label = f"{words}: {report_notebooks()[name]} for {first['name']} {first['year']}"
        link = f'<a href="{escape(href)}" aria-label="{escape(label)}">{words}</a>'
        return f'Feilet: <span class="note">{escape(entry.get("reason", ""))}</span> {link}'
    label = f"Vis {report_notebooks()[name]} for {first['name']} {first['year']}"
    return f'<a href="{escape(href)}" aria-label="{escape(label)}">Vis</a>'
