"""The index of a data set's pages, for all years and for each year, and run.json beside it."""

import base64
import hashlib
import json
import platform
from datetime import UTC, datetime
from html import escape
from pathlib import Path
from string import Template
from typing import Any

from barnevern import __version__
from barnevern.batch.plan import fits, report_notebooks
from barnevern.batch.run import Result
from barnevern.dataset import Dataset
from barnevern.paths import TEMPLATES
from barnevern.problems import InputProblems, Problem
from barnevern.regions import name_of

CSS = TEMPLATES / "report" / "report.css"
SCRIPT = TEMPLATES / "index.js"
PAGE = TEMPLATES / "index.html"


def record(out: Path, dataset: Dataset, results: list[Result], started: datetime, workers: int) -> None:
    """Write index.html and run.json below ``out``: for all years, and in each year's folder for its own pages.

    Pages of earlier runs that this one did not touch are kept in both.
    """
    pages = _earlier(out / "run.json") | {_key(entry): entry for entry in map(_entry, results)}
    ordered = [pages[key] for key in sorted(pages)]
    about = {key: dataset.about[key] for key in ("name", "title", "date", "content", "synthetic", "disclosure")}
    stamp = {
        "dataset": about,
        "made_by": f"barnevern {__version__}",
        "python": platform.python_version(),
        "started": started.isoformat(timespec="seconds"),
        "finished": datetime.now(UTC).isoformat(timespec="seconds"),
        "workers": workers,
    }
    years = sorted({entry["year"] for entry in ordered})
    for year in years:
        own = [entry for entry in ordered if entry["year"] == year]
        _write(out / str(year), stamp | {"pages": own}, _html(own, f"{about['title']} {year}", "", _year_links(years, year)))
    _write(out, stamp | {"pages": ordered}, _html(ordered, str(about["title"]), None, _year_links(years, None)))


def prepare(out: Path) -> None:
    """Make sure that pages can be written below ``out`` before any is made. Raises InputProblems in words."""
    _earlier(out / "run.json")
    try:
        out.mkdir(parents=True, exist_ok=True)
        probe = out / ".probe.part"
        probe.write_text("", encoding="utf-8")
        probe.unlink()
    except OSError as error:
        problem = Problem("", "", "--out", out.name, f"pages cannot be written there: {error.strerror}", "give another folder")
        raise InputProblems([problem]) from None


def failed_before(out: Path) -> set[tuple[str, int, str]]:
    """(municipality, year, notebook) of the pages that failed when they were last run."""
    return {key for key, entry in _earlier(out / "run.json").items() if entry["state"] == "failed"}


def _key(entry: dict[str, Any]) -> tuple[str, int, str]:
    return entry["municipality"], entry["year"], entry["notebook"]


def _earlier(path: Path) -> dict[tuple[str, int, str], dict[str, Any]]:
    if not path.is_file():
        return {}
    try:
        return {_key(entry): entry for entry in json.loads(path.read_text(encoding="utf-8"))["pages"]}
    except (ValueError, KeyError, TypeError):
        problem = Problem("run.json", "", "", "", "the record of the last run cannot be read", "remove it and run again")
        raise InputProblems([problem]) from None


def _entry(result: Result) -> dict[str, Any]:
    job = result.job
    return {
        "municipality": job.region.code,
        "name": name_of(job.region.code),
        "county": job.region.county_name,
        "year": job.year,
        "notebook": job.notebook,
        "state": "published" if result.published else "failed",
        "error": result.error,
        "seconds": result.seconds,
        "html": f"{job.folder}/{job.notebook}.html",
        "csv": f"{job.folder}/{job.notebook}.csv",
    }


def _write(folder: Path, run: dict[str, Any], html: str) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in (("index.html", html), ("run.json", json.dumps(run, ensure_ascii=False, indent=1) + "\n")):
        aside = folder / f"{name}.part"
        aside.write_text(text, encoding="utf-8", newline="\n")
        aside.replace(folder / name)


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
    if entry["state"] == "failed":
        return f'Feilet: <span class="note">{escape(entry["error"])}</span>'
    href = entry["html"] if below is None else entry["html"].partition("/")[2]
    label = f"Vis {report_notebooks()[name]} for {first['name']} {first['year']}"
    return f'<a href="{escape(href)}" aria-label="{escape(label)}">Vis</a>'
