"""Numbers on a finished page that no figure of its CSV explains: in sentences, in words, in
comments and attributes, and in the files that it carries.
"""

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from barnevern.audit.words import parsed
from barnevern.indicators import catalogue
from barnevern.observations import dimensions, regions

ONE, MILLION = Decimal(1), Decimal(1_000_000)
SPACES = "\u202f\u00a0"
NUMBER = re.compile(rf"\d[\d{SPACES}]*(?:,\d+)?")
# Numbers that name something: years, ages, dates, functions, paragraphs, levels of confidence, the
# base of an index, how much a method needs.
NAMED = (
    r"\b(19|20)\d\d\b",
    r"\d+–\d+ år",
    r"31\.12\b",
    r"\b31\. desember\b",
    r"(funksjon|f\.) \d{3}",
    r"\b\d{3} og \d{3}\b",
    r"\b(80|95|99,8) prosent (intervall|sannsynlig|sannsynlighet)",
    r"= 100\b",
    r"trenger minst \d",
    r"\bi minst 2 av årene\b",
    r"\bettervern kan gis til 25 år\b",
    r"\bett barn mer eller mindre\b",
    r"KOSTRA-gruppe \d\d( \(til \d{4}\))?",
)
CONSTANT = re.compile("|".join(NAMED))
WORDS = {
    word: number
    for number, words in enumerate(
        [
            "en,ett,én",
            "to",
            "tre",
            "fire",
            "fem",
            "seks",
            "sju,syv",
            "åtte",
            "ni",
            "ti",
            "elleve",
            "tolv",
        ],
        1,
    )
    for word in words.split(",")
}
COUNTED = (
    "barn|unge|ungdommer|gutter|gutt|jenter|jente|familier|familie|meldinger|bekymringsmeldinger"
    "|undersøkelser|saker|plasseringer|vedtak|henleggelser|akuttvedtak"
)
IN_WORDS = re.compile(rf"\b({'|'.join(WORDS)})\s+(?:{COUNTED})\b", re.IGNORECASE)
# What is no computed sentence: what the figures mean, where they come from, what the symbols say.
ASIDE = (
    "//details[summary='Om indikatoren' or summary='Om indikatorene' or summary='Kilder og"
    " lisenser' or summary='Datagrunnlag']"
)
ITEMS = (
    "//section[contains(@class,'item') and not(contains(@data-item,'method') or"
    " @data-item='sources' or @data-item='heading')]"
)
OWN_ATTRIBUTES = {"data-item", "data-state"}
CARRIED = "data:text/csv;charset=utf-8,"


@dataclass(frozen=True)
class Unexplained:
    """``number`` stands on ``page`` in ``item``, ``where`` is the kind of place."""

    page: str
    item: str
    where: str
    number: str


class Known:
    """The values of a page, and what they round to."""

    def __init__(self, values: list[Decimal]) -> None:
        self._values = values
        self._rounded: dict[tuple[int, Decimal], set[Decimal]] = {}

    def round_to(self, number: Decimal, decimals: int, scale: Decimal = ONE) -> bool:
        """Whether one of the values, divided by ``scale``, is ``number`` with so many decimals."""
        key = decimals, scale
        if key not in self._rounded:
            step = ONE.scaleb(-decimals)
            self._rounded[key] = {
                (value / scale).quantize(step, ROUND_HALF_UP) for value in self._values
            }
        return number in self._rounded[key]


def unexplained(folder: Path) -> list[Unexplained]:
    """Every number, and every number in words with something that is counted, on the pages under
    ``folder`` that have a CSV, and that no row of it rounds to.
    """
    found = []
    for path in sorted(folder.rglob("*.html")):
        if path.with_suffix(".csv").is_file():
            name = path.relative_to(folder).with_suffix("").as_posix()
            found += [Unexplained(name, *place) for place in _of_page(path)]
    return found


def _of_page(path: Path) -> Iterator[tuple[str, str, str]]:
    """Item, place and number of everything on one page."""
    rows = _rows(path.with_suffix(".csv").read_text(encoding="utf-8"))
    known = Known([abs(Decimal(row["value"])) for row in rows if row.get("value")])
    page = parsed(path.read_text(encoding="utf-8"))
    for address in page.xpath("//@href | //@src"):
        if address.startswith("data:"):
            yield from (("", "data: address", number) for number in _carried(address, rows))
    for comment in page.xpath("//comment()"):
        text = str(comment.text)
        yield from (("", "comment", told) for told in [*NUMBER.findall(text), *_words(text)])
    for attribute in page.xpath("//@title | //@*[starts-with(name(), 'data-')]"):
        yield from (("", *told) for told in _attribute(attribute, known))
    for section, text in sentences(page):
        yield from ((section, "sentence", number) for number in unfounded(text, known))
        yield from (
            (section, "words", word)
            for word in _words(text)
            if not known.round_to(Decimal(WORDS[word.lower()]), 0)
        )


def _rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def _words(text: str) -> list[str]:
    """The numbers in words that stand with something that is counted."""
    return [match[1] for match in IN_WORDS.finditer(CONSTANT.sub(" ", text))]


def _attribute(text: Any, known: Known) -> Iterator[tuple[str, str]]:
    """Numbers in a title or in an attribute of somebody's own."""
    if text.attrname not in OWN_ATTRIBUTES:
        for number in [*unfounded(str(text), known), *_words(str(text))]:
            yield f"attribute {text.attrname}", number


def _carried(address: str, rows: list[dict[str, str]]) -> Iterator[str]:
    """The values of a file in an address that are in no row of the page; of another file than the
    figures of an item, everything.
    """
    if not address.startswith(CARRIED):
        yield address.partition(",")[0]
        return
    there = {_figure(row) for row in rows}
    for row in _rows(unquote(address.removeprefix(CARRIED))):
        if row.get("value") and _figure(row) not in there:
            yield row["value"]


def _figure(row: dict[str, str]) -> tuple[str, ...]:
    keys = ("region", "year", "indicator", "category", "kind", "against", "of", "value")
    return tuple(row.get(key) or "" for key in keys)


def sentences(page: Any) -> Iterator[tuple[str, str]]:
    """Item and text of every computed sentence: paragraphs and list items, not the notes below
    tables. Takes what is no sentence off the page.
    """
    for aside in page.xpath(ASIDE):
        aside.getparent().remove(aside)
    for section in page.xpath(ITEMS):
        for node in section.xpath(".//p[not(contains(@class,'note'))] | .//li"):
            yield section.get("data-item"), node.text_content()


def without_names(text: str) -> str:
    """The text without the names and constants in it that have a number."""
    there = tuple(name for name in names() if name in text)
    return CONSTANT.sub(" ", _pattern(there).sub(" ", text) if there else text)


@lru_cache
def _pattern(there: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join(rf"(?<!\d){re.escape(name)}" for name in there))


@lru_cache
def names() -> tuple[str, ...]:
    """Names with a number in them, the longest first."""
    known = {text for one in catalogue().values() for text in (one.short, one.name, one.scope)} | {
        name for categories in dimensions().values() for name in categories.values()
    }
    known |= {row["name"] for row in regions.groups().values()}
    with_number = {text for text in known if re.search(r"\d", text)}
    either = with_number | {text[:1].lower() + text[1:] for text in with_number}
    return tuple(sorted(either, key=len, reverse=True))


def unfounded(text: str, known: Known) -> list[str]:
    """The numbers of ``text`` that none of the ``known`` values rounds to."""
    scales = (ONE, MILLION) if "million" in text else (ONE,)
    found = []
    for printed in NUMBER.findall(without_names(text.replace("−", ""))):
        plain = re.sub(rf"[{SPACES}]", "", printed).replace(",", ".")
        decimals = len(plain.partition(".")[2])
        if not any(known.round_to(Decimal(plain), decimals, scale) for scale in scales):
            found.append(printed)
    return found
