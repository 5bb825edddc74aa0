"""What is taken along from the explorer: the figures as they are, the source in every file, and no
cell that a spreadsheet would run.
"""

import base64
import io
import re
import zipfile

import pandas as pd
import pytest
from lxml import etree, html

from barnevern.explore.app import Explorer
from barnevern.explore.files import files
from barnevern.render.html import render
from barnevern.render.item import CSV_COLUMNS, Item, Row

SOURCE = "Kilde: ingen. Datasett: Oppdiktede tall."
HOSTILE = [
    "=1+1",
    "+cmd|' /C calc'!A0",
    "-2",
    "@SUM(1)",
    "\t=1",
    '=HYPERLINK("http://x")',
    "http://x",
    "12",
]
SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def item_of(texts: list[str]) -> Item:
    empty = dict.fromkeys(CSV_COLUMNS, "") | {"region": "0301", "year": 2024, "value": 0.125}
    rows = tuple(Row(**(empty | {"title": text})) for text in texts)
    return Item("x", "Tittel", "shown", (), rows)


def test_cells_that_a_spreadsheet_would_run_are_text():
    csv, excel = files(item_of(HOSTILE), "Tittel", "name", SOURCE)
    titles = pd.read_csv(io.BytesIO(csv.content), dtype=str, keep_default_na=False)["title"]
    assert not [title for title in titles if title[0] in "=+-@\t"]
    assert [title.lstrip("'").strip() for title in titles] == [text.strip() for text in HOSTILE]
    with zipfile.ZipFile(io.BytesIO(excel.content)) as book:
        texts = [
            "".join(one.itertext())
            for one in etree.fromstring(book.read("xl/sharedStrings.xml")).findall(f"{SHEET}si")
        ]
        sheet = etree.fromstring(book.read("xl/worksheets/sheet1.xml"))
        assert not [name for name in book.namelist() if "rels/sheet" in name]  # no links
    assert not sheet.findall(f".//{SHEET}f")
    assert set(HOSTILE) <= set(texts) and {"0301", SOURCE} <= set(texts)


def test_a_name_cannot_leave_its_link():
    (file, _) = files(item_of(["x"]), "Tittel", '"><script>x</script>', SOURCE)
    (link,) = html.fragments_fromstring(render("explore.html.j2", part="files", files=[file]))
    assert link.get("download") == '"><script>x</script>.csv' and not len(link)


def test_what_is_shown_is_what_is_saved(nation_folder):
    explorer = Explorer(str(nation_folder), "3201")
    explorer.make.click()
    links = {
        link.get("download"): link.get("href")
        for link in html.fragments_fromstring(f"<p>{explorer.links.value}</p>")[0].iter("a")
    }
    assert sorted(name.rpartition(".")[2] for name in links) == ["csv", "png", "svg", "xlsx"]
    content = {
        name.rpartition(".")[2]: base64.b64decode(href.partition("base64,")[2])
        for name, href in links.items()
    }
    saved = pd.read_csv(io.BytesIO(content["csv"]), dtype={"region": "str"})
    assert saved["value"].tolist() == pytest.approx(explorer.shown[1].rows["value"].tolist())
    assert saved["made_from"].unique().tolist() == [
        "Kilde: ingen, «Oppdiktede tall». Datasett: Oppdiktede tall, 1. januar 2025."
    ]
    drawn = re.sub(r"\s+", " ", " ".join(etree.fromstring(content["svg"]).itertext()))
    assert "Kilde: ingen, «Oppdiktede tall»" in drawn and "Bærum: Barn med tiltak" in drawn
    assert content["png"].startswith(b"\x89PNG")
    assert b"/tmp" not in content["svg"] + content["png"] + content["csv"]
    explorer.controls.years.value = (2024, 2024)
    assert explorer.links.value == ""
