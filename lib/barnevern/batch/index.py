"""The index of a data set's pages, for all years and for each year, and run.json beside it."""

import base64
import hashlib
import json
import platform
from datetime import UTC, datetime
from html import escape
from pathlib import Path
from typing import Any

from barnevern import __version__
from barnevern.batch.plan import report_notebooks
from barnevern.batch.run import Result
from barnevern.dataset import Dataset
from barnevern.paths import TEMPLATES
from barnevern.regions import name_of

CSS = TEMPLATES / "report" / "report.css"
SCRIPT = TEMPLATES / "index.js"


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


def failed_before(out: Path) -> set[tuple[str, int, str]]:
    """(municipality, year, notebook) of the pages that failed when they were last run."""
    return {key for key, entry in _earlier(out / "run.json").items() if entry["state"] == "failed"}


def _key(entry: dict[str, Any]) -> tuple[str, int, str]:
    return entry["municipality"], entry["year"], entry["notebook"]


def _earlier(path: Path) -> dict[tuple[str, int, str], dict[str, Any]]:
    if not path.is_file():
        return {}
    return {_key(entry): entry for entry in json.loads(path.read_text(encoding="utf-8"))["pages"]}


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
    rows = "\n".join(_row(code, year, found, shown, below) for (code, year), found in ordered)
    head = "".join(f'<th scope="col" class="text">{escape(report_notebooks()[name])}</th>' for name in shown)
    failed = sum(entry["state"] == "failed" for entry in pages)
    state = f"{len(pages) - failed} sider er klare" + (f", {failed} kunne ikke lages." if failed else ".")
    script = SCRIPT.read_text(encoding="utf-8")
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    return f"""<!DOCTYPE html>
<html lang="nb">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<title>Barnevern: {escape(title)}</title>
<style>
{CSS.read_text(encoding="utf-8")}</style>
</head>
<body>
<a class="skip" href="#innhold">Hopp til innholdet</a>
<header class="top">{years}</header>
<main id="innhold" class="index">
<h1>Barnevern i kommunene: {escape(title.lower())}</h1>
<p>Velg en kommune og et tema. {state}</p>
<p class="search" hidden><label for="search">Søk etter kommune, nummer eller fylke</label> <input id="search" type="search" autocomplete="off">
<span id="hits" role="status"></span></p>
<div class="table" role="region" tabindex="0" aria-label="Sider"><table><caption>Sider for {len(sets)} kommuner og år</caption>
<thead><tr><th scope="col">Kommune</th><th scope="col" class="text">År</th><th scope="col" class="text">Fylke</th>{head}</tr></thead>
<tbody id="pages">
{rows}
</tbody></table></div>
</main>
<script>{script}</script>
</body>
</html>
"""


def _row(code: str, year: int, found: dict[str, dict[str, Any]], shown: list[str], below: str | None) -> str:
    first = next(iter(found.values()))
    cells = "".join(f'<td class="text">{_state(found.get(name), name, first, below)}</td>' for name in shown)
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
