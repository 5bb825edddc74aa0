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
from string import Template
from typing import Any

from barnevern.batch.plan import fits, titles
from barnevern.norwegian.numbers import day
from barnevern.norwegian.text import alphabetical, listed, slug
from barnevern.observations import regions
from barnevern.paths import TEMPLATES

CSS = [TEMPLATES / "report" / "report.css", TEMPLATES / "index.css"]
SCRIPT = TEMPLATES / "index.js"
PAGE = TEMPLATES / "index.html"
NETWORKS = "Nettverk"
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


def html(entries: Entries, about: dict[str, Any], year: int | None, years: list[int]) -> str:
    """The index of ``entries`` (of run.json): of one year, or of all years where ``year`` is None,
    and then its links go through the year's folder. ``about`` is dataset.json of the data set,
    ``years`` those that have an index.
    """
    title = f"{about['title']} {year}" if year is not None else str(about["title"])
    places: dict[tuple[str, int], Entries] = {}
    for entry in entries:
        places.setdefault((entry["municipality"], entry["year"]), []).append(entry)
    sections: dict[str, dict[tuple[str, int], Entries]] = {}
    for place in sorted(
        places, key=lambda place: (alphabetical(regions.name_of(place[0])), -place[1])
    ):
        sections.setdefault(_county(place[0]), {})[place] = places[place]
    made = {entry["notebook"] for entry in entries}
    failed = sum(entry["state"] == "failed" for entry in entries)
    script = SCRIPT.read_text(encoding="utf-8")
    css = [path.read_text(encoding="utf-8") for path in CSS]
    positions = "".join(
        f"#rute-{code} {{ grid-area: {row} / {column}; }}\n" for code, (row, column) in MAP.items()
    )
    parts = {
        "title": escape(title),
        "heading": escape(title.lower()),
        "state": (
            f"{len(entries) - failed} sider er klare"
            + (f", {failed} kunne ikke lages." if failed else ".")
        ),
        "date": day(str(about["date"])),
        "years": _year_links(years, year),
        "tiles": "\n".join(
            _tile(code, sections.get(code, {}))
            for code in MAP
            if code in sections or code != NETWORKS
        ),
        "counties": _options((code, _county_name(code)) for code in _in_order(sections)),
        "groups": _options(
            (code, regions.name_of(code))
            for code in sorted({_group(code) for code, _ in places} - {""})
        ),
        "sections": "\n".join(
            _section(code, sections[code], made, below=year is not None)
            for code in _in_order(sections)
        ),
        "css": "".join([*css, "@media (min-width: 34rem) {\n", positions, "}\n"]),
        "script": script,
        "digest": base64.b64encode(hashlib.sha256(script.encode()).digest()).decode(),
    }
    return Template(PAGE.read_text(encoding="utf-8")).substitute(parts)


def _county(code: str) -> str:
    return regions.municipalities()[code].county if code in regions.municipalities() else NETWORKS


def _county_name(code: str) -> str:
    return regions.name_of(f"EKA{code}") if code != NETWORKS else NETWORKS


def _group(code: str) -> str:
    return regions.municipalities()[code].kostra_group if code in regions.municipalities() else ""


def _in_order(sections: Iterable[str]) -> list[str]:
    """County codes by name, networks last."""
    return sorted(sections, key=lambda code: (code == NETWORKS, alphabetical(_county_name(code))))


def _options(choices: Iterable[tuple[str, str]]) -> str:
    return "".join(
        f'<option value="{escape(value)}">{escape(text)}</option>' for value, text in choices
    )


def _year_links(years: list[int], here: int | None) -> str:
    """Links from one index to the others."""
    up = "../" if here is not None else ""
    entries = [("Alle år", f"{up}index.html" if here is not None else "")]
    entries += [(str(year), f"{up}{year}/index.html" if year != here else "") for year in years]
    items = [
        (
            f'<li><a href="{href}">{text}</a></li>'
            if href
            else f'<li><span aria-current="page">{text}</span></li>'
        )
        for text, href in entries
    ]
    return f'<nav aria-label="År"><ul>{"".join(items)}</ul></nav>'


def _tile(code: str, places: dict[tuple[str, int], Entries]) -> str:
    """A county on the map: how many municipalities it has pages for, and how many pages failed."""
    name, known = escape(_county_name(code)), {code for code, _ in places}
    failed = sum(entry["state"] == "failed" for entries in places.values() for entry in entries)
    noun = "nettverk" if code == NETWORKS else "kommune" if len(known) == 1 else "kommuner"
    count = (
        f"{len(known)} {noun}" + (f", {failed} feilet" if failed else "")
        if known
        else "ingen sider"
    )
    inside = f"{name} <span>{count}</span>"
    link = (
        f'<a href="#fylke-{code}" data-county="{code}">{inside}</a>'
        if known
        else f'<span class="none">{inside}</span>'
    )
    empty = "" if known else ' class="empty"'
    return f'<li id="rute-{code}"{empty}>{link}</li>'


def _section(
    code: str, places: dict[tuple[str, int], Entries], made: set[str], *, below: bool
) -> str:
    found = "\n".join(
        _place(place, year, entries, made, below=below) for (place, year), entries in places.items()
    )
    return (
        f'<section id="fylke-{code}" data-county="{code}" aria-labelledby="navn-{code}"'
        f' tabindex="-1"><h2 id="navn-{code}">{escape(_county_name(code))}</h2>\n<ul'
        f' class="places">\n{found}\n</ul></section>'
    )


def _place(code: str, year: int, entries: Entries, made: set[str], *, below: bool) -> str:
    """One municipality, or network, and year: its pages, how many are ready, and of which day their
    figures are; and which notebooks others have a page of (``made``) and it has not.
    """
    known = {entry["notebook"]: entry for entry in entries}
    there = [name for name in titles() if name in known]
    missing = [
        title
        for name, title in titles().items()
        if name in made and name not in known and fits(name, code)
    ]
    failed = sum(entry["state"] == "failed" for entry in entries)
    state = "failed" if failed else "missing" if missing else "ready"
    dates = sorted({str(entry["date"]) for entry in entries if entry.get("date")})
    facts = [
        f"{len(entries) - failed} av {len(entries)} sider klare" if failed else "Klar",
        *(f"oppdatert {day(one)}" for one in dates[-1:]),
    ]
    facts += [f"tidligere {listed(_former_names(code))}"] if _former_names(code) else []
    facts += [f"ikke laget: {listed(missing).lower()}"] if missing else []
    links = "".join(f"<li>{_link(known[name], dates[-1:], below=below)}</li>" for name in there)
    about = (
        f'data-words="{year} {escape(_words(code))}" data-group="{_group(code)}"'
        f' data-state="{state}"'
    )
    name = escape(
        regions.name_of(code) if code in regions.groups() else f"{code} {regions.name_of(code)}"
    )
    return (
        f"<li {about}><h3>{name}<span> {year}</span></h3><p"
        f' class="note">{escape(", ".join(facts))}</p><ul class="pages">{links}</ul></li>'
    )


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
    subject = f"{title} for {entry['name']} {entry['year']}"
    href = escape(entry["html"].partition("/")[2] if below else entry["html"])
    if entry["state"] != "failed":
        return f'<a href="{href}" aria-label="{escape(subject)}">{escape(title)}</a>'
    words = "Vis forrige utgave" if entry["shows"] == "earlier" else "Hvorfor"
    older = entry.get("date") if [entry.get("date")] != newest else ""
    dated = f", oppdatert {day(str(older))}" if older else ""
    link = f'<a href="{href}" aria-label="{escape(f"{words}: {subject}")}">{words}</a>'
    return (
        f'{escape(title)}. Feilet: <span class="note">{escape(entry.get("reason", ""))}</span>'
        f" {link}{dated}"
    )
