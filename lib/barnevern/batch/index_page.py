"""The index as a page: counties as tiles where they lie, and under each county its municipalities
with every page and how it is.

It is read with a keyboard and a screen reader, on a narrow screen, and without its script, which
only hides what is not searched for.
"""

import base64
import hashlib
from collections.abc import Iterable
from functools import lru_cache
from html import escape
from typing import Any

from barnevern import document
from barnevern.batch.plan import fits, titles
from barnevern.norwegian.messages import say
from barnevern.norwegian.numbers import day
from barnevern.norwegian.text import alphabetical, listed, slug
from barnevern.observations import regions
from barnevern.paths import TEMPLATES
from barnevern.render.html import render

CSS = [TEMPLATES / "report" / "report.css", TEMPLATES / "index.css"]
SCRIPT = TEMPLATES / "index.js"
PAGE = "front.html.j2"
NETWORKS = "Nettverk"  # beside the codes of counties, in the addresses of the page
# Row and column of each county on a small map of the country, north at the top, in the order they
# are read.
MAP = {
    "55": (1, 3),
    "56": (1, 4),
    "18": (2, 2),
    "50": (3, 2),
    "15": (4, 1),
    "34": (4, 2),
    "46": (5, 1),
    "33": (5, 2),
    "03": (5, 3),
    "32": (5, 4),
    "11": (6, 1),
    "40": (6, 2),
    "39": (6, 3),
    "31": (6, 4),
    "42": (7, 2),
    NETWORKS: (7, 4),
}
Entries = list[dict[str, Any]]
Places = dict[tuple[str, int], Entries]  # by municipality, or network, and year


def html(
    entries: Entries,
    about: dict[str, Any],
    year: int | None,
    years: list[int],
    covered: str = "",
) -> str:
    """The index of ``entries`` (of run.json): of one year, or of all years where ``year`` is None,
    and then its links go through the year's folder. ``about`` is dataset.json of the data set,
    ``years`` those that have an index; ``covered`` says which municipalities have figures.
    """
    title = f"{about['title']} {year}" if year is not None else str(about["title"])
    script = SCRIPT.read_text(encoding="utf-8")
    entries = [entry | {"synthetic": about["synthetic"]} for entry in entries]
    parts = {
        "title": title,
        "heading": title.lower(),
        "state": _state(entries),
        "date": day(str(about["date"])),
        "covered": f"<p>{escape(covered)}</p>" if covered else "",
        "years": _year_links(years, year),
        **_counties(entries, below=year is not None),
        "css": _css(),
        "script": script,
        "digest": base64.b64encode(hashlib.sha256(script.encode()).digest()).decode(),
    }
    return render(PAGE, **parts)


def _state(entries: Entries) -> str:
    failed = _failed(entries)
    return say("index-state", ready=len(entries) - failed, failed=failed)


def _failed(entries: Entries) -> int:
    """How many of the pages could not be made."""
    return sum(entry["state"] == "failed" for entry in entries)


def _css() -> str:
    """The styles, with the place of each county on the map where the screen is wide enough."""
    positions = "".join(
        f"#rute-{code} {{ grid-area: {row} / {column}; }}\n" for code, (row, column) in MAP.items()
    )
    styles = [path.read_text(encoding="utf-8") for path in CSS]
    return "".join([*styles, "@media (min-width: 34rem) {\n", positions, "}\n"])


def _counties(entries: Entries, *, below: bool) -> dict[str, str]:
    """The parts of the page that go by county: the tiles, what can be chosen among, and the
    sections with all places.
    """
    sections = _sections(entries)
    notebooks = {entry["notebook"] for entry in entries}
    kostra = {_group(entry["municipality"]) for entry in entries} - {""}
    return {
        "tiles": "\n".join(
            _tile(code, sections.get(code, {}))
            for code in MAP
            if code in sections or code != NETWORKS
        ),
        "counties": _options((code, _county_name(code)) for code in sections),
        "groups": _options((code, regions.name_of(code)) for code in sorted(kostra)),
        "sections": "\n".join(
            _section(code, places, notebooks, below=below) for code, places in sections.items()
        ),
    }


def _sections(entries: Entries) -> dict[str, Places]:
    """The places of each county, by name and the newest year first; counties by name, networks
    last.
    """
    places: Places = {}
    for entry in entries:
        places.setdefault((entry["municipality"], entry["year"]), []).append(entry)
    sections: dict[str, Places] = {}
    for code, year in sorted(places, key=lambda at: (alphabetical(regions.name_of(at[0])), -at[1])):
        sections.setdefault(_county(code), {})[code, year] = places[code, year]
    order = sorted(sections, key=lambda code: (code == NETWORKS, alphabetical(_county_name(code))))
    return {code: sections[code] for code in order}


def _county(code: str) -> str:
    return regions.municipalities()[code].county if code in regions.municipalities() else NETWORKS


def _county_name(code: str) -> str:
    return regions.name_of(f"EKA{code}") if code != NETWORKS else say("index-networks")


def _group(code: str) -> str:
    return regions.municipalities()[code].kostra_group if code in regions.municipalities() else ""


def _options(choices: Iterable[tuple[str, str]]) -> str:
    return "".join(
        f'<option value="{escape(value)}">{escape(text)}</option>' for value, text in choices
    )


def _year_links(years: list[int], here: int | None) -> str:
    """Links from one index to the others."""
    up = "../" if here is not None else ""
    indexes: dict[int | None, tuple[str, str]] = {None: (say("index-all-years"), f"{up}index.html")}
    indexes |= {year: (str(year), f"{up}{year}/index.html") for year in years}
    items = [
        f'<li><span aria-current="page">{text}</span></li>'
        if year == here
        else f'<li><a href="{href}">{text}</a></li>'
        for year, (text, href) in indexes.items()
    ]
    return f'<nav aria-label="{say("table-year")}"><ul>{"".join(items)}</ul></nav>'


def _tile(code: str, places: Places) -> str:
    """A county on the map: how many municipalities it has pages for, and how many pages failed."""
    name = escape(_county_name(code))
    if not places:
        inside = f'<span class="none">{name} <span>{say("index-no-pages")}</span></span>'
        return f'<li id="rute-{code}" class="empty">{inside}</li>'
    number = len({municipality for municipality, _ in places})
    failed = sum(map(_failed, places.values()))
    kind = "network" if code == NETWORKS else "county"
    count = say("index-places", kind=kind, count=number, failed=failed)
    link = f'<a href="#fylke-{code}" data-county="{code}">{name} <span>{count}</span></a>'
    return f'<li id="rute-{code}">{link}</li>'


def _section(code: str, places: Places, notebooks: set[str], *, below: bool) -> str:
    """A county with all its places."""
    items = "\n".join(
        _place(municipality, year, entries, notebooks, below=below)
        for (municipality, year), entries in places.items()
    )
    return (
        f'<section id="fylke-{code}" data-county="{code}" aria-labelledby="navn-{code}"'
        f' tabindex="-1"><h2 id="navn-{code}">{escape(_county_name(code))}</h2>\n<ul'
        f' class="places">\n{items}\n</ul></section>'
    )


def _place(code: str, year: int, entries: Entries, notebooks: set[str], *, below: bool) -> str:
    """One municipality, or network, and year: its pages, how many are ready, and of which day their
    figures are; and which of ``notebooks``, that others have a page of, it has not.
    """
    there = {entry["notebook"]: entry for entry in entries}
    if report := there.get(document.NAME):
        sheet = str(report["html"]).replace(document.NAME, document.brief.NAME)
        there[document.brief.NAME] = report | {"notebook": document.brief.NAME, "html": sheet}
    missing = [
        title
        for name, title in titles().items()
        if name in notebooks and name not in there and fits(name, code)
    ]
    dates = sorted({str(entry["date"]) for entry in entries if entry.get("date")})
    links = "".join(
        f"<li>{_link(there[name], dates[-1:], below=below)}</li>"
        for name in titles()
        if name in there
    )
    state = "failed" if _failed(entries) else "missing" if missing else "ready"
    about = (
        f'data-words="{year} {escape(_words(code))}" data-group="{_group(code)}"'
        f' data-state="{state}"'
    )
    name = regions.name_of(code) if code in regions.groups() else f"{code} {regions.name_of(code)}"
    facts = ", ".join(_facts(code, entries, dates[-1:], missing))
    return (
        f"<li {about}><h3>{escape(name)}<span> {year}</span></h3><p"
        f' class="note">{escape(facts)}</p><ul class="pages">{links}</ul></li>'
    )


def _facts(code: str, entries: Entries, newest: list[str], missing: list[str]) -> list[str]:
    """What is said of a place: how many pages are ready, whether they are of made-up figures, the
    day of the figures, its former names and the titles that are missing.
    """
    failed, former = _failed(entries), _former_names(code)
    return [
        say("index-ready", failed=failed, ready=len(entries) - failed, pages=len(entries)),
        *([say("madeup-row")] if any(entry.get("synthetic") for entry in entries) else []),
        *(say("index-updated", date=day(date)) for date in newest),
        *([say("index-former", names=listed(former))] if former else []),
        *([say("index-not-made", pages=listed(missing).lower())] if missing else []),
    ]


@lru_cache
def _former_names(code: str) -> tuple[str, ...]:
    """The names of the municipalities that became this one, other than its own."""
    names = dict.fromkeys(
        period.name
        for period in regions.code_periods()
        if period.current_code == code and period.kind != "split"
    )
    own = {slug(period.name) for period in regions.code_periods() if period.code == code} | {
        slug(regions.name_of(code))
    }
    return tuple(name for name in names if slug(name) not in own)


@lru_cache
def _words(code: str) -> str:
    """Everything a place may be searched by but the year: numbers and names of today and before,
    county and group; also without æ, ø, å.
    """
    periods = [period for period in regions.code_periods() if period.current_code == code]
    names = [
        regions.name_of(code),
        *(period.name for period in periods),
        _county_name(_county(code)),
        _group(code),
    ]
    numbers = [code, *(period.code for period in periods)]
    every = [*numbers, *names, *(slug(name).replace("-", " ") for name in names)]
    return " ".join(dict.fromkeys(word.lower() for word in every))


def _link(entry: dict[str, Any], newest: list[str], *, below: bool) -> str:
    """A page, or why there is none and what is there instead."""
    title = titles()[entry["notebook"]]
    subject = say("index-page", title=title, place=entry["name"], year=entry["year"])
    href = escape(entry["html"].partition("/")[2] if below else entry["html"])
    if entry["state"] != "failed":
        return f'<a href="{href}" aria-label="{escape(subject)}">{escape(title)}</a>'
    words = say("index-instead", shows="earlier" if entry["shows"] == "earlier" else "reason")
    link = f'<a href="{href}" aria-label="{escape(f"{words}: {subject}")}">{words}</a>'
    reason = f'<span class="note">{escape(entry.get("reason", ""))}</span>'
    failed = say("index-failed", title=escape(title))
    return f"{failed} {reason} {link}{_older(entry.get('date'), newest)}"


def _older(date: str | None, newest: list[str]) -> str:
    """The day of figures that are not the newest ones of their place."""
    return f", {say('index-updated', date=day(str(date)))}" if date and [date] != newest else ""
