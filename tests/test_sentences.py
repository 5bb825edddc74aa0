"""Every number in every sentence of a batch stands in the CSV of its page."""

import csv
import re
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

import pytest
from lxml import html

from barnevern.indicators import catalogue
from barnevern.norwegian.numbers import MINUS, NARROW_SPACE, NO_BREAK_SPACE
from barnevern.observations import dimensions, regions

# Texts that are no computed sentences: what the figures mean, where they come from, what the
# symbols say.
OUTSIDE = (
    "details[summary='Om indikatoren' or summary='Om indikatorene' or summary='Kilder og lisenser'"
    " or summary='Datagrunnlag']"
)
NUMBER = re.compile(rf"\d[\d{NARROW_SPACE}{NO_BREAK_SPACE}]*(?:,\d+)?")
# Numbers that name something: years, ages, dates, functions, paragraphs, levels of confidence, "av
# 27 indikatorer".
NAMES = [
    r"\b(19|20)\d\d\b",
    r"\d+–\d+ år",
    r"31\.12\b",
    r"\b31\. desember\b",
    r"(funksjon|f\.) \d{3}",
    r"\b\d{3} og \d{3}\b",
    r"\b(80|95|99,8) prosent (intervall|sannsynlig|sannsynlighet)",
    r"= 100\b",
    r"trenger minst \d",
    r"KOSTRA-gruppe \d\d( \(til \d{4}\))?",
]


def sentences(page: Path) -> list[str]:
    """The computed sentences of a page: paragraphs and list items of its items, not the notes below
    tables.
    """
    document = html.fromstring(page.read_text(encoding="utf-8"))
    for aside in document.xpath(f"//{OUTSIDE}"):
        aside.getparent().remove(aside)
    found = document.xpath(
        "//section[contains(@class,'item') and not(contains(@data-item,'method') or"
        " @data-item='sources' or @data-item='heading')]"
    )
    texts = [
        node.text_content()
        for item in found
        for node in item.xpath(".//p[not(contains(@class,'note'))] | .//li")
    ]
    assert texts
    return texts


def values(page: Path) -> list[Decimal]:
    with page.with_suffix(".csv").open(encoding="utf-8", newline="") as handle:
        return [abs(Decimal(row["value"])) for row in csv.DictReader(handle) if row["value"]]


def names() -> re.Pattern[str]:
    known = {
        text
        for one in catalogue().values()
        for text in (one.short, one.name, one.scope)
        if re.search(r"\d", text)
    }
    known |= {
        name
        for categories in dimensions().values()
        for name in categories.values()
        if re.search(r"\d", name)
    }
    known |= {row["name"] for row in regions.groups().values() if re.search(r"\d", row["name"])}
    longest_first = sorted(
        known | {text[:1].lower() + text[1:] for text in known}, key=len, reverse=True
    )
    return re.compile("|".join([*map(re.escape, longest_first), *NAMES]))


def unfounded(text: str, known: list[Decimal], named: re.Pattern[str]) -> list[str]:
    """The numbers of ``text`` that no value of the page rounds to."""
    found = []
    for printed in NUMBER.findall(named.sub(" ", text.replace(MINUS, ""))):
        plain = re.sub(rf"[{NARROW_SPACE}{NO_BREAK_SPACE}]", "", printed).replace(",", ".")
        step = Decimal(1).scaleb(-len(plain.partition(".")[2]))
        wanted = Decimal(plain)
        scales = (Decimal(1), Decimal(1_000_000)) if "million" in text else (Decimal(1),)
        if not any(
            (value / scale).quantize(step, ROUND_HALF_UP) == wanted
            for value in known
            for scale in scales
        ):
            found.append(printed)
    return found


@pytest.mark.parametrize("batch", ["reports", "nation_reports"])
def test_every_number_in_every_sentence_is_in_the_pages_csv(batch, request):
    named = names()
    pages = sorted(request.getfixturevalue(batch).glob("*/*/*.html"))
    assert pages
    wrong = []
    for page in pages:
        known = values(page)
        for text in sentences(page):
            wrong += [
                f"{page.parent.name}/{page.stem}: {number} in «{' '.join(text.split())}»"
                for number in unfounded(text, known, named)
            ]
    assert not wrong, "\n".join(wrong)


def test_a_made_up_number_is_found():
    known = [Decimal("101180"), Decimal("7.94")]
    assert (
        unfounded(f"var 101{NARROW_SPACE}180 kroner i 2024, 7,9 prosent lavere", known, names())
        == []
    )
    assert unfounded("var 8,0 prosent lavere", known, names()) == ["8,0"]
