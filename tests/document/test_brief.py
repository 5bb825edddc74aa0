"""«Kort fortalt»: four parts on one sheet, whatever the size of the municipality, beside the
tilstandsrapport and in front of it.
"""

import csv
import io
import shutil
from pathlib import Path

import pypdf
import pytest
from lxml.html import fromstring

from barnevern import document, show
from barnevern.document import pdf
from barnevern.page import Page
from barnevern.render.item import Item

BAERUM = "2024/3201-baerum"
PARTS = ["Kapasitet og kompetanse", "Frister og plikter", "Bruk av ressurser", "Samarbeid"]
# From Utsira with about 30 children to Oslo with 120,000.
SIZES = ["1151", "3110", "4644", "5501", "3201", "0301"]


def sheet(code: str) -> str:
    page = Page.open("overview", code, 2024, "demo")
    items = [Item.from_json(one.to_json()) for one in (show.heading(page), show.brief(page))]
    return document.brief.html(items, page.place, 2024, [])


@pytest.mark.skipif(
    not any(map(shutil.which, pdf.NAMES)), reason="no Chromium on this machine: nothing was printed"
)
@pytest.mark.parametrize("code", SIZES)
def test_it_is_one_sheet_of_paper_for_small_and_large(code):
    printed = pypdf.PdfReader(io.BytesIO(pdf.printed(sheet(code))))
    assert len(printed.pages) == 1
    assert all(part in printed.pages[0].extract_text() for part in PARTS)


def test_each_part_says_something_and_asks_something():
    root = fromstring(sheet("5501"))
    assert root.xpath("//section[contains(@class, 'brief')]/h2/text()") == PARTS
    told, asked = (root.xpath(f"//section//ul[{which}]") for which in ("not(@class)", "@class"))
    assert len(told) == len(asked) == len(PARTS)
    assert all(text.endswith("?") for one in asked for text in one.xpath("li/text()"))
    assert all(text.endswith(".") for one in told for text in one.xpath("li/text()"))


def test_it_lies_beside_the_report_with_its_figures_and_links(reports: Path):
    page = fromstring((reports / BAERUM / "kort-fortalt.html").read_text(encoding="utf-8"))
    assert "tilstandsrapport.html" in page.xpath("//header//a/@href")
    text = (reports / BAERUM / "kort-fortalt.csv").read_text(encoding="utf-8")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert {row["item"] for row in rows} == {"overview/brief"}
    assert any(row["indicator"] == "referrals" and row["value"] == "826" for row in rows)


def test_it_is_the_first_thing_in_the_report(reports: Path):
    root = fromstring((reports / BAERUM / "tilstandsrapport.html").read_text(encoding="utf-8"))
    assert root.xpath("//main//h2/@id")[:2] == ["kort-fortalt", "contents"]
    alone = fromstring((reports / BAERUM / "kort-fortalt.html").read_text(encoding="utf-8"))
    first = "//section[contains(@class, 'brief')]//li/text()"
    assert root.xpath(first) == alone.xpath(first)


def test_the_overview_leads_to_it(reports: Path):
    root = fromstring((reports / BAERUM / "overview.html").read_text(encoding="utf-8"))
    assert "kort-fortalt.html" in root.xpath("//header//a/@href")
