"""The outlines of the tilstandsrapport: the chapters of each, numbered, from
data/reference/tilstandsrapport_<outline>.yml.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from barnevern import reference
from barnevern.norwegian.messages import say
from barnevern.paths import REFERENCE

BAERUM, FILE = "baerum", "tilstandsrapport_{}.yml"


@dataclass(frozen=True)
class Chapter:
    """One chapter: ``number`` is "4.2.1", or "Vedlegg 2" of an appendix, and ``level`` how deep it
    stands, from 1.

    ``text`` is what every report says there ("{place}" and "{year}" are to be filled in),
    ``items`` are names as "intake/referrals", ``asks_about`` those that a chapter without items
    asks the service about, and ``shows`` is what is made of the whole report: counts, sources,
    definitions, lists, or "".
    """

    number: str
    level: int
    title: str
    text: tuple[str, ...] = ()
    items: tuple[str, ...] = ()
    asks_about: tuple[str, ...] = ()
    shows: str = ""
    appendix: bool = False
    parent: bool = False

    @property
    def heading(self) -> str:
        """Number and title as they stand over the chapter."""
        return f"{self.number}: {self.title}" if self.appendix else f"{self.number} {self.title}"

    @property
    def anchor(self) -> str:
        """The id of the chapter in the document."""
        return "kapittel-" + self.number.replace(".", "-").replace(" ", "-").lower()

    @property
    def part(self) -> str:
        """The id of the part that begins with the chapter, which has its own sheets in print."""
        return self.anchor.replace("kapittel", "del")

    @property
    def for_own_words(self) -> bool:
        """Whether the service is asked to write in it."""
        return not (self.appendix or self.parent or self.shows)


@lru_cache
def outlines() -> tuple[str, ...]:
    """The names of the outlines there are: "baerum", "bufdir"."""
    found = REFERENCE.glob(FILE.format("*"))
    return tuple(sorted(path.stem.removeprefix(FILE.partition("{")[0]) for path in found))


@lru_cache
def chapters(outline: str = BAERUM) -> tuple[Chapter, ...]:
    """Every chapter of an outline in reading order."""
    listed = reference.document(FILE.format(outline))
    main = [one for one in listed if not one.get("appendix")]
    appendices = [one for one in listed if one.get("appendix")]
    return (
        *_numbered(main, "", 1),
        *(
            _chapter(one, say("report-appendix", number=n), 1)
            for n, one in enumerate(appendices, start=1)
        ),
    )


def _numbered(listed: list[dict[str, Any]], above: str, level: int) -> Iterator[Chapter]:
    for n, one in enumerate(listed, start=1):
        number = f"{above}.{n}" if above else str(n)
        yield _chapter(one, number, level)
        yield from _numbered(one.get("chapters", []), number, level + 1)


def _chapter(one: dict[str, Any], number: str, level: int) -> Chapter:
    lists = {key: tuple(one.get(key, ())) for key in ("text", "items", "asks_about")}
    return Chapter(
        number,
        level,
        one["title"],
        **lists,
        shows=one.get("shows", ""),
        appendix=one.get("appendix", False),
        parent=bool(one.get("chapters")),
    )


@lru_cache
def notebooks() -> tuple[str, ...]:
    """The notebooks whose pages the document is made of, in whatever outline."""
    names = {name for outline in outlines() for one in chapters(outline) for name in one.items}
    return tuple(sorted({name.partition("/")[0] for name in names}))
