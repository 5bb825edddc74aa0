"""The finished HTML of a page as a reader meets it: numbers in sentences, tables and alternative
texts, with what they are about.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import zip_longest
from typing import Any

NUMBER = r"[−-]?\d{1,3}(?:[\u202f\u00a0]\d{3})+(?:,\d+)?|[−-]?\d+(?:,\d+)?"
YEAR = re.compile(r"(?:19|20)\d\d")
SPACES = str.maketrans({"\u202f": "", "\u00a0": "", "−": "-", ",": "."})
SAID = re.compile(
    rf"(?:^|[.?!] )([^.:]+?)(?::| var) ({NUMBER})(?:[\u00a0 ][^\d.,]*?)? i (?:([^\d.,]+?) i"
    r" )?(\d{4})([^.]*)"
)
CHANGED = re.compile(
    rf"({NUMBER}) (flere|færre) enn i (\d{{4}})|klart (flere|færre) enn i (\d{{4}}) \(({NUMBER})\)"
    r"|(?<!nesten )(uendret) fra (\d{4})"
)
POINT = re.compile(rf"({NUMBER})(?:[\u00a0 ][^,.]*?)? i (\d{{4}})")
BAR = re.compile(
    rf"(.+?) ({NUMBER})(?:[\u00a0 ](?:%|kroner|millioner"
    r" kroner|dager|år|prosentpoeng|studiepoeng))?(?:, | og |$)"
)
SERIES = re.compile(r"(?:^|\. )([^:]+?): ")
SENTENCE, TABLE, ALTERNATIVE = "sentence", "table", "alternative text"


@dataclass(frozen=True)
class Reading:
    """``number`` stands in ``item`` for ``year`` about everything in ``labels`` (names of a place,
    a category, an indicator).
    """

    item: str
    channel: str
    labels: tuple[str, ...]
    year: int
    number: float
    decimals: int = 0

    def says(self, value: float) -> bool:
        """Whether ``value`` can have been printed as this."""
        return abs(abs(value) - abs(self.number)) <= 0.5 * 10.0**-self.decimals + 1e-9


def parsed(html: str) -> Any:
    """The page as a tree."""
    from lxml import html as reader  # only here: no other command needs it, and pages do not

    return reader.fromstring(html)


def readings(page: Any) -> Iterator[Reading]:
    """Every number on the page that stands with a year and with what it is about."""
    for section in page.xpath("//section[@data-item]"):
        item = section.get("data-item")
        for table in section.iter("table"):
            yield from _table(item, table)
        for drawing in section.iter("{*}svg", "svg"):
            yield from _alternative(item, drawing.get("aria-label") or "")
        for text in section.xpath(".//p|.//li|.//figcaption"):
            yield from _sentences(item, " ".join(text.text_content().split(" ")))


def number(text: str) -> float | None:
    """The number a cell or a word is, written the Norwegian way; None for anything else."""
    plain = text.strip().removeprefix("+").translate(SPACES)
    return float(plain) if re.fullmatch(r"-?\d+(\.\d+)?", plain) else None


def _table(item: str, table: Any) -> Iterator[Reading]:
    """The cells of a table; the year stands over the column, or in the caption with a category over
    the column.
    """
    caption = " ".join(text.text_content() for text in table.iter("caption"))
    years = YEAR.findall(caption)
    for label, title, cell in _figures(table):
        above = YEAR.search(title)
        if above:
            kind = title.replace(above[0], "").strip()
            yield _reading(item, TABLE, [label, kind], above[0], cell)
        elif years:
            yield _reading(item, TABLE, [label, title], years[-1], cell)


def _figures(table: Any) -> Iterator[tuple[str, str, str]]:
    """The label, the column's title and the text of each cell that is a number and no change."""
    head = [cell.text_content().strip() for cell in table.xpath("./thead/tr/th")]
    for row in table.xpath("./tbody/tr"):
        cells = [cell.text_content().strip() for cell in row.xpath("./th|./td")]
        for title, cell in zip(head[1:], cells[1:], strict=False):
            if number(cell) is not None and "Endring" not in title:
                yield cells[0], title, cell


def _alternative(item: str, text: str) -> Iterator[Reading]:
    """The points of «Linjediagram: title. Name: 3 i 2023 og 4 i 2024.» and of «Søylediagram: title.
    2024: Label 3 og Label 4.».
    """
    kind, _, rest = text.partition(": ")
    found = list(SERIES.finditer(rest))
    for match, after in zip_longest(found, found[1:]):
        name, inner = (
            match[1].rpartition(". ")[2],
            rest[match.end() : after.start() if after else len(rest)].rstrip(". "),
        )
        if kind == "Linjediagram":
            yield from (
                _reading(item, ALTERNATIVE, [name], year, value)
                for value, year in POINT.findall(inner)
            )
        elif YEAR.fullmatch(name):
            yield from (
                _reading(item, ALTERNATIVE, [label], name, value)
                for label, value in BAR.findall(inner)
            )


def _sentences(item: str, text: str) -> Iterator[Reading]:
    """The figure of «Name: 3 i Place i 2024, 1 flere enn i 2023», and the one of the year before
    that the change gives.
    """
    for name, value, place, year, rest in SAID.findall(text):
        told = _reading(item, SENTENCE, [name, place], year, value)
        yield told
        for more, way, before, clear, earlier, clearly, _, same in CHANGED.findall(rest):
            step = (number(more or clearly) or 0.0) * (1 if "flere" in (way, clear) else -1)
            year_before = int(before or earlier or same)
            yield replace(told, year=year_before, number=told.number - step)


def _reading(item: str, channel: str, labels: list[str], year: str, text: str) -> Reading:
    """A reading with the number and the decimals it is written with."""
    named = tuple(label.strip() for label in labels if label.strip())
    return Reading(
        item, channel, named, int(year), number(text) or 0.0, len(text.partition(",")[2])
    )
