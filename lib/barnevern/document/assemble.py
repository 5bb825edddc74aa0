"""The document's HTML and table from what the finished pages showed; nothing is computed again."""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from barnevern import __version__
from barnevern.document import parts
from barnevern.document.layout import Chapter, chapters, notebooks
from barnevern.document.own_words import Words
from barnevern.document.parts import Lists, Numbered
from barnevern.norwegian.messages import say
from barnevern.norwegian.text import alphabetical
from barnevern.render import html as rendering
from barnevern.render.blocks import Table
from barnevern.render.export import Link
from barnevern.render.item import CSV_COLUMNS, MISSING, Item

NAME = "tilstandsrapport"
MOST_FINDINGS = 3  # sentences of each theme in the summary


def title() -> str:
    """What the document is called."""
    return say("report-title")


def html(
    place: str,
    year: int,
    pages: Mapping[str, Sequence[Item]],
    own: Mapping[str, Words],
    titles: Mapping[str, str],
    links: Iterable[Link],
) -> str:
    """The document as one self-contained HTML file.

    ``pages`` are the items of the finished pages by notebook, ``own`` the service's words by the
    number of the chapter, ``titles`` the titles of the notebooks. Raises KeyError when a page lacks
    an item that a chapter shows.
    """
    known = {f"{notebook}/{item.id}": item for notebook in notebooks() for item in pages[notebook]}
    lists = Lists()
    shown = {
        chapter.number: [
            parts.numbered(name, _item(name, known, titles), lists) for name in chapter.items
        ]
        for chapter in chapters()
    }
    subject = say("report-subject", place=place, year=year)
    filled = {"place": place, "year": str(year)}
    return rendering.render(
        "document.html.j2",
        title=subject,
        footer=_css_string(say("report-footer", place=place, year=year)),
        links=list(links),
        heading=known["overview/heading"],
        chapters=[
            _chapter(chapter, filled, shown[chapter.number], own.get(chapter.number))
            for chapter in chapters()
        ],
        counts=_counts(lists, known),
        sources=_sources(known),
        definitions=_definitions(lists),
        lists=lists,
        stamp=_stamp(known),
    )


def table(pages: Mapping[str, str]) -> str:
    """Everything the document shows as one table, from the CSV of the pages (by notebook); items
    are named "intake/referrals".
    """
    wanted = {name for chapter in chapters() for name in chapter.items}
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(CSV_COLUMNS)
    place = CSV_COLUMNS.index("item")
    for notebook in notebooks():
        _, *rows = csv.reader(io.StringIO(pages[notebook]))
        for row in rows:
            row[place] = f"{notebook}/{row[place]}"
        writer.writerows(row for row in rows if row[place] in wanted)
    return buffer.getvalue()


def _item(name: str, known: Mapping[str, Item], titles: Mapping[str, str]) -> Item:
    notebook, _, id_on_page = name.partition("/")
    if id_on_page == "news":
        return parts.titled(known[name], say("news-title"))
    if id_on_page == "findings":
        return parts.shortened(known[name], MOST_FINDINGS, titles[notebook])
    return known[name]


def _chapter(
    chapter: Chapter, filled: Mapping[str, str], items: list[Numbered], own: Words | None
) -> dict[str, Any]:
    """What the template needs of a chapter. The place of the own words is left out where a chapter
    has none to show; "filled" is one that has more, and whose empty place is not printed.
    """
    text = [paragraph.format_map(filled) for paragraph in chapter.text]
    bare = chapter.appendix or chapter.parent or chapter.shows
    return {
        "chapter": chapter,
        "text": text,
        "items": items,
        "own": own,
        "place_for_own": own is None and not bare,
        "filled": bool(items or text),
    }


def _counts(lists: Lists, known: Mapping[str, Item]) -> str:
    """How much the report shows, and how much of it is missing."""
    names = [name for chapter in chapters() for name in chapter.items]
    missing = sum(known[name].state == MISSING for name in names)
    text = say("report-counts", figures=len(lists.figures), tables=len(lists.tables))
    return f"{text} {say('report-missing', missing=missing, parts=len(names))}" if missing else text


def _sources(known: Mapping[str, Item]) -> Table | None:
    rows = parts.sources(item for name, item in known.items() if name.endswith("/sources"))
    head = (
        say("page-source-title"),
        say("page-publisher"),
        say("page-published"),
        say("page-licence"),
    )
    return Table(say("report-sources"), head, tuple(map(tuple, rows))) if rows else None


def _definitions(lists: Lists) -> list[Any]:
    """What each indicator means, in the order of the Norwegian alphabet."""
    return sorted(lists.definitions.values(), key=lambda known: alphabetical(known.name))


def _stamp(known: Mapping[str, Item]) -> str:
    """Which figures each page was made of, from the pages' own stamps."""
    digests = [str(known[f"{name}/sources"].facts["digest"]) for name in notebooks()]
    return say("report-stamp", digests=", ".join(digests), version=__version__)


def _css_string(text: str) -> str:
    """Text for a string in a style sheet: everything but letters and digits of ASCII is written as
    its number.
    """
    return "".join(
        mark if mark.isascii() and mark.isalnum() else f"\\{ord(mark):x} " for mark in text
    )
