"""No two texts of one page give two verdicts on one difference, and none tells one without."""

import re
from collections import defaultdict
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from lxml import html
from lxml.html import HtmlElement

from barnevern.comparison.kinds import FIXED, kind_of
from barnevern.indicators import catalogue

CLEAR, OTHER = "clear", "not clear"
Verdict = tuple[str, str, str]  # the indicator, what it is held against, CLEAR or OTHER
SHORT = {entry.short: entry.id for entry in catalogue().values()}
NAMES = "|".join(map(re.escape, sorted(SHORT, key=len, reverse=True)))
LEVEL = re.compile(rf"({NAMES})(?: \((?:\d{{4}}-kroner|løpende priser)\))?(?: var|:) ")
CLEAR_CHANGE = re.compile(r"klart (?:høyere|lavere|flere|færre) enn i (\d{4})")
CHANGE = re.compile(r"(?<!klart )(?:høyere|lavere|flere|færre) enn i (\d{4})")
CLEARLY = re.compile(
    r"klart (?:høyere|lavere) enn (.+?)(?=\.| og (?:klart|(?:nesten )?det samme)|$)"
)
RESERVED = re.compile(r"Forskjellene? fra (.+) kan (?:skyldes|ikke vurderes)")
PLACE = re.compile(r"(?:^|, | og )(?:i )?([^(),]+?(?: \(til \d{4}\))?) \([\d\u202f]")
PROFILE = re.compile(r" mot .+? i (.+?), (klart )?(?:over|under|\d+ prosent (?:over|under))")
RESERVATION = re.compile(r"tilfeldigheter|kan ikke vurderes|brudd mellom")


def texts(page: HtmlElement) -> Iterator[str]:
    """Every sentence block and bullet of a page that begins with an indicator."""
    for element in page.xpath("//section[@data-item]//p | //section[@data-item]//li"):
        text = re.sub(r"\s+", " ", element.text_content().replace("\u00a0", " ")).strip()
        starts = [match.start() for match in LEVEL.finditer(text)]
        for start, end in pairwise([*starts, len(text)]):
            if start == 0 or text[start - 2 : start] == ". ":
                yield text[start:end]


def verdicts(text: str) -> Iterator[Verdict]:
    """The verdicts in the sentences about one figure."""
    match = LEVEL.match(text)
    assert match
    name = match[1]
    yield from ((name, year, CLEAR) for year in CLEAR_CHANGE.findall(text))
    yield from ((name, year, OTHER) for year in CHANGE.findall(text))
    for sentence in re.split(r"(?<=[.:]) (?=[A-ZÆØÅ])", text):
        for pattern, verdict in ((CLEARLY, CLEAR), (RESERVED, OTHER)):
            for told in pattern.findall(sentence):
                yield from ((name, place, verdict) for place in PLACE.findall(told))
        for place, clear in PROFILE.findall(sentence):
            yield name, place, CLEAR if clear else OTHER


def in_monitor(page: HtmlElement) -> Iterator[Verdict]:
    """The verdicts in the column of changes of the monitor."""
    for row in page.xpath("//table//tr[th and td]"):
        cells = [cell.text_content().strip() for cell in row]
        named = re.match(r"\d[A-G](?:-netto)? (.+) \([^()]+\)$", cells[0])
        change = next((cell for cell in cells if re.match(r"(klart )?(opp|ned) ", cell)), "")
        if named and change:
            year = next(cell for cell in cells if re.fullmatch(r"\d{4}", cell))
            yield named[1], str(int(year) - 1), CLEAR if change.startswith("klart") else OTHER


@pytest.mark.parametrize("batch", ["reports", "nation_reports"])
def test_one_difference_has_one_verdict_on_a_page(batch: str, request: pytest.FixtureRequest):
    folder: Path = request.getfixturevalue(batch)
    told = 0
    for path in sorted(folder.glob("*/*/*.html")):
        page = html.fromstring(path.read_bytes().decode())
        found = defaultdict(set)
        for name, other, verdict in [
            *in_monitor(page),
            *(v for t in texts(page) for v in verdicts(t)),
        ]:
            found[name, other].add(verdict)
        assert [key for key, both in found.items() if len(both) > 1] == [], path.name
        told += len(found)
    assert told > 50


@pytest.mark.parametrize("batch", ["reports", "nation_reports"])
def test_no_sentence_tells_a_difference_without_its_verdict(batch: str, request):
    folder: Path = request.getfixturevalue(batch)
    bare = []
    for path in sorted(folder.glob("*/*/*.html")):
        for text in texts(html.fromstring(path.read_bytes().decode())):
            if kind_of(SHORT[LEVEL.match(text)[1]]) == FIXED:
                continue
            differs = CHANGE.search(text) or re.search(
                r"\d (?:prosent|prosentpoeng) (?:høy|lav)", text
            )
            if differs and not RESERVATION.search(text):
                bare.append((path.name, text))
    assert bare == []
