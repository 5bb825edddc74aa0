"""The document's HTML and table from the finished pages; nothing is computed again."""

import csv
import io
import re
from collections.abc import Iterable, Mapping
from html import escape
from string import Template

from barnevern import __version__
from barnevern.document import parts
from barnevern.document.layout import Chapter, chapters, notebooks
from barnevern.document.parts import Lists, Part
from barnevern.paths import TEMPLATES
from barnevern.render.export import SWITCHES, Link
from barnevern.render.item import CSV_COLUMNS

NAME, TITLE = "tilstandsrapport", "Tilstandsrapport"
PAGE = TEMPLATES / "report" / "document.html"
STYLES = (TEMPLATES / "report" / "report.css", TEMPLATES / "report" / "document.css")
MOST_FINDINGS = 3  # sentences of each theme in the summary
EMPTY = "Her er det plass til tjenestens egne ord."
NEWS = "Hva er nytt siden i fjor"
OWN = "Tjenestens egne ord"


def html(
    place: str,
    year: int,
    pages: Mapping[str, str],
    own: Mapping[str, str],
    titles: Mapping[str, str],
    links: Iterable[Link],
) -> str:
    """The document as one self-contained HTML file.

    ``pages`` are the finished pages by notebook, ``own`` the service's words as HTML by the number
    of the chapter, ``titles`` the titles of the notebooks. Raises KeyError when a page lacks an
    item that a chapter shows.
    """
    found = {name: parts.of_page(name, pages[name]) for name in notebooks()}
    known = {name: part for of_page in found.values() for name, part in of_page.items()}
    lists = Lists()
    shown = {
        one.number: [parts.numbered(_part(name, known, titles), lists) for name in one.items]
        for one in chapters()
    }
    missing = sum(known[name].state == "missing" for one in chapters() for name in one.items)
    made = {
        "counts": _counts(lists, sum(len(items) for items in shown.values()), missing),
        "sources": _sources(parts.sources(list(found.values()))),
        "definitions": _definitions(lists),
        "lists": (
            _list("Figurer", "Figur", "figur", lists.figures)
            + _list("Tabeller", "Tabell", "tabell", lists.tables)
        ),
        "": "",
    }
    filled = {"place": place, "year": str(year)}
    body = "\n".join(
        _chapter(one, filled, shown[one.number], made[one.shows], own.get(one.number, ""))
        for one in chapters()
    )
    subject = f"{TITLE} for barnevernstjenesten: {place} {year}"
    given = {
        "title": escape(subject),
        "footer": _css_string(f"{TITLE} {place} {year}"),
        "css": "\n".join(path.read_text(encoding="utf-8") for path in STYLES),
        "links": "".join(
            f'<li><a href="{escape(link.href)}">{escape(link.text)}</a></li>' for link in links
        ),
        "heading": known["overview/heading"].html,
        "contents": _contents(),
        "switch": SWITCHES.partition("\n")[0] + "</p>",
        "body": body,
        "stamp": _stamp(known),
    }
    return Template(PAGE.read_text(encoding="utf-8")).substitute(given)


def table(pages: Mapping[str, str]) -> str:
    """Everything the document shows as one table, from the CSV of the pages (by notebook); items
    are named "intake/referrals".
    """
    wanted = {name for chapter in chapters() for name in chapter.items}
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(CSV_COLUMNS)
    item = CSV_COLUMNS.index("item")
    for notebook in notebooks():
        _, *rows = csv.reader(io.StringIO(pages[notebook]))
        for row in rows:
            row[item] = f"{notebook}/{row[item]}"
        writer.writerows(row for row in rows if row[item] in wanted)
    return buffer.getvalue()


def _part(name: str, known: Mapping[str, Part], titles: Mapping[str, str]) -> Part:
    notebook, _, item = name.partition("/")
    if item == "news":
        return parts.titled(known[name], NEWS)
    return (
        parts.shortened(known[name], MOST_FINDINGS, titles[notebook])
        if item == "findings"
        else known[name]
    )


def _chapter(one: Chapter, filled: Mapping[str, str], items: list[str], made: str, own: str) -> str:
    tag = f"h{one.level + 1}"
    text = [f"<p>{escape(paragraph.format_map(filled))}</p>" for paragraph in one.text]
    heading = f'<{tag} id="{one.anchor}">{escape(one.heading)}</{tag}>'
    return "\n".join(
        [heading, *text, made, *items, _own(one, own, "filled" if items or text else "")]
    ).strip()


def _own(one: Chapter, own: str, kind: str) -> str:
    """The marked place of the service's own words; an empty one of the kind "filled" is not
    printed: its chapter has more to show.
    """
    if own:
        return f"<div class='own'>\n<p class='mark'>{OWN}</p>\n{own}\n</div>"
    if one.appendix or one.parent or one.shows:
        return ""
    return f"<p class='own empty {kind}'>{EMPTY}</p>"


def _counts(lists: Lists, items: int, missing: int) -> str:
    """How much the report shows, and how much of it is missing."""
    known = f"Rapporten har {len(lists.figures)} figurer og {len(lists.tables)} tabeller."
    lacking = (
        f" {missing} av {items} deler har ikke tall i datasettet. Det er sagt i ord der de skulle"
        " stått."
        if missing
        else ""
    )
    return f"<p>{known}{lacking}</p>"


def _sources(rows: list[str]) -> str:
    head = "".join(
        f'<th scope="col">{name}</th>' for name in ("Tittel", "Utgiver", "Publisert", "Lisens")
    )
    if not rows:
        return "<p>Rapporten viser ingen tall og har derfor ingen kilder.</p>"
    begin = (
        "<div class='table sources' role='region' tabindex='0' aria-label='Kilder til"
        " tallene'><table><caption>Kilder til tallene</caption>"
    )
    body = "\n".join(rows)
    return f"{begin}\n<thead><tr>{head}</tr></thead>\n<tbody>\n{body}\n</tbody></table></div>"


def _definitions(lists: Lists) -> str:
    """What each indicator means, in the order of the Norwegian alphabet."""
    known = sorted(
        lists.definitions.items(),
        key=lambda found: found[0].casefold().translate(str.maketrans("æøå", "{|}")),
    )
    folded = [
        f"<details class='definition'><summary>{name}</summary>{meaning}</details>"
        for name, meaning in known
    ]
    return f"<div class='definitions'>{''.join(folded)}</div>"


def _list(title: str, noun: str, anchor: str, captions: list[str]) -> str:
    """Figures or tables with their numbers, as links."""
    entries = "".join(
        f'<li><a href="#{anchor}-{n}">{noun} {n}: {caption}</a></li>'
        for n, caption in enumerate(captions, start=1)
    )
    return f"<p class='minor'>{title}</p>\n<ul class='list'>{entries}</ul>\n" if entries else ""


def _contents() -> str:
    return "".join(
        f'<li class="level-{one.level}"><a href="#{one.anchor}">{escape(one.heading)}</a></li>'
        for one in chapters()
    )


def _stamp(known: Mapping[str, Part]) -> str:
    """Which figures each page was made of, from the pages' own stamps."""
    digests = [
        re.search(r"sidens tall ([0-9a-f]+)", known[f"{name}/sources"].html) for name in notebooks()
    ]
    return (
        f"Satt sammen av sidenes tall {', '.join(found[1] for found in digests if found)}. Laget"
        f" med barnevern {__version__}."
    )


def _css_string(text: str) -> str:
    """Text for a string in a style sheet: everything but letters and digits of ASCII is written as
    its number.
    """
    return "".join(
        mark if mark.isascii() and mark.isalnum() else f"\\{ord(mark):x} " for mark in text
    )
