"""The chapters of the tilstandsrapport, numbered, from data/reference/tilstandsrapport.yml."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from barnevern import reference
from barnevern.norwegian.messages import say
from barnevern.paths import REFERENCE

LAYOUT = REFERENCE / "tilstandsrapport.yml"


@dataclass(frozen=True)
class Chapter:
    """One chapter: ``number`` is "4.2.1", or "Vedlegg 2" of an appendix, and ``level`` how deep it
    stands, from 1.

    ``text`` is what every report says there, ``items`` are names as "intake/referrals", and
    ``shows`` is what is made of the whole report: counts, sources, definitions, lists, or "".
    """

    number: str
    level: int
    title: str
    text: tuple[str, ...] = ()
    items: tuple[str, ...] = ()
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


@lru_cache
def chapters() -> tuple[Chapter, ...]:
    """Every chapter in reading order."""
    listed = reference.document("tilstandsrapport.yml")
    main = [one for one in listed if not one.get("appendix")]
    return (
        *_numbered(main, "", 1),
        *(
            _chapter(one, say("report-appendix", number=n), 1)
            for n, one in enumerate((o for o in listed if o.get("appendix")), start=1)
        ),
    )


def _numbered(listed: list[dict[str, Any]], above: str, level: int) -> Iterator[Chapter]:
    for n, one in enumerate(listed, start=1):
        number = f"{above}.{n}" if above else str(n)
        yield _chapter(one, number, level)
        yield from _numbered(one.get("chapters", []), number, level + 1)


def _chapter(one: dict[str, Any], number: str, level: int) -> Chapter:
    text, items = tuple(one.get("text", ())), tuple(one.get("items", ()))
    return Chapter(
        number,
        level,
        one["title"],
        text,
        items,
        one.get("shows", ""),
        one.get("appendix", False),
        bool(one.get("chapters")),
    )


def notebooks() -> list[str]:
    """The notebooks whose pages the document is made of."""
    return sorted({name.partition("/")[0] for chapter in chapters() for name in chapter.items})
