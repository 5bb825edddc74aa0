"""What stands in the document, from what the finished pages showed; nothing is computed again."""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from barnevern import __version__
from barnevern.document import brief, parts
from barnevern.document.case_data import CaseData
from barnevern.document.layout import Chapter, chapters, notebooks
from barnevern.document.markdown import Words
from barnevern.document.own_words import Given
from barnevern.document.parts import Lists, Numbered
from barnevern.norwegian.messages import say
from barnevern.norwegian.numbers import day
from barnevern.norwegian.text import alphabetical
from barnevern.render.blocks import Definition, Table
from barnevern.render.item import CSV_COLUMNS, MISSING, Item

NAME = "tilstandsrapport"
MOST_FINDINGS = 3  # sentences of each theme in the summary


def title() -> str:
    """What the document is called."""
    return say("report-title")


@dataclass(frozen=True)
class Entry:
    """A chapter with what stands in it: ``text`` of every report, ``items``, and the service's
    ``own`` words, None where it has written none.
    """

    chapter: Chapter
    text: tuple[str, ...]
    items: tuple[Numbered, ...]
    own: Words | None

    @property
    def empty(self) -> bool:
        """Whether the service should have written here and nothing else stands in the chapter."""
        return not (self.own or self.text or self.items) and self.chapter.for_own_words


@dataclass(frozen=True)
class Report:
    """The whole document, which is written as HTML and as Word."""

    place: str
    year: int
    outline: str
    case: CaseData
    heading: Item
    entries: tuple[Entry, ...]
    lists: Lists
    sources: Table | None
    digests: tuple[str, ...]  # of the figures that each page was made from
    known: Mapping[str, Item]  # every item of the pages, by name

    @property
    def title(self) -> str:
        """What it is called."""
        return say("report-subject", place=self.place, year=str(self.year))

    @property
    def lead(self) -> str:
        """What it is, under the title."""
        return say("report-lead")

    @property
    def footer(self) -> str:
        """What stands at the foot of each sheet."""
        return say("report-footer", place=self.place, year=str(self.year))

    @property
    def cover(self) -> list[tuple[str, str]]:
        """The data of the case, as terms and texts."""
        case = self.case
        given = {
            say("report-case-number"): case.case_number,
            say("report-case-date"): day(case.date) if case.date else "",
            say("report-case-handler"): case.handler,
            say("report-case-committee"): case.committee,
        }
        return [(term, text) for term, text in given.items() if text]

    @property
    def brief(self) -> dict[str, Any]:
        """«Kort fortalt», the first sheet."""
        overview = (item for name, item in self.known.items() if name.startswith("overview/"))
        return brief.content(overview, self.place, self.year)

    @property
    def counts(self) -> str:
        """How much the report shows, and how much of it is missing."""
        items = [item for entry in self.entries for item in entry.items]
        missing = sum(item.state == MISSING for item in items)
        text = say("report-counts", figures=len(self.lists.figures), tables=len(self.lists.tables))
        if not missing:
            return text
        return text + " " + say("report-missing", missing=missing, parts=len(items))

    @property
    def definitions(self) -> list[Definition]:
        """What each indicator means, in the order of the Norwegian alphabet."""
        return sorted(self.lists.definitions.values(), key=lambda known: alphabetical(known.name))

    @property
    def stamp(self) -> str:
        """Which figures each page was made of, from the pages' own stamps."""
        return say("report-stamp", digests=", ".join(self.digests), version=__version__)

    @property
    def no_sources(self) -> str:
        """What stands for the sources where there are none."""
        return say("report-no-sources")

    @property
    def own_words(self) -> str:
        """What stands over the service's own words."""
        return say("report-own-words")

    @property
    def nothing_written(self) -> str:
        """What stands in a chapter that the service has not written and that has nothing else."""
        return say("report-nothing-written")


def assembled(
    place: str,
    year: int,
    pages: Mapping[str, Sequence[Item]],
    given: Given,
    titles: Mapping[str, str],
) -> Report:
    """The document of the municipality called ``place``.

    ``pages`` are the items of the finished pages by notebook, ``given`` is what the service gives
    to it, ``titles`` the titles of the notebooks. Raises KeyError when a page lacks an item that a
    chapter shows.
    """
    known = {f"{notebook}/{item.id}": item for notebook in notebooks() for item in pages[notebook]}
    lists = Lists()
    filled = {"place": place, "year": str(year)}
    entries = tuple(
        Entry(
            chapter,
            tuple(text.format_map(filled) for text in chapter.text),
            tuple(
                parts.numbered(name, _item(name, known, titles), lists) for name in chapter.items
            ),
            given.words.get(chapter.number),
        )
        for chapter in chapters(given.outline)
    )
    digests = tuple(str(known[f"{name}/sources"].facts["digest"]) for name in notebooks())
    return Report(
        *(place, year, given.outline, given.case, known["overview/heading"]),
        *(entries, lists, _sources(known), digests, known),
    )


def table(pages: Mapping[str, str]) -> str:
    """Everything the document shows as one table, from the CSV of the pages (by notebook); items
    are named "intake/referrals".
    """
    wanted = {brief.ITEM, *(name for chapter in chapters() for name in chapter.items)}
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


def _sources(known: Mapping[str, Item]) -> Table | None:
    items: Iterable[Item] = (item for name, item in known.items() if name.endswith("/sources"))
    rows = parts.sources(items)
    head = (
        say("page-source-title"),
        say("page-publisher"),
        say("page-published"),
        say("page-licence"),
    )
    return Table(say("report-sources"), head, tuple(map(tuple, rows))) if rows else None
