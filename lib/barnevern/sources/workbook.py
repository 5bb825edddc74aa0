"""The cells of a workbook (.xlsx, Office Open XML, ECMA-376 part 1, 18.3) as text."""

import re
import zipfile
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from lxml import etree

from barnevern.sources.typed_numbers import TWO_WAYS

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
RELATED = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
LARGEST_BYTES = 200_000_000  # unpacked
# 18.8.30: the ready-made formats of days, and the letters of a format that is one of them.
DAYS = {*range(14, 18), 22, *range(27, 37), *range(45, 48), *range(50, 59)}
DAY_LETTERS = re.compile(r"[yå]", re.IGNORECASE)
LETTERED = re.compile(r"\[[^\]]*\]|\"[^\"]*\"|\\.")  # of a format: colours and words
EPOCH = date(1899, 12, 30)  # day 0 of serial numbers from March 1900 on
Sheet = list[tuple[int, list[str]]]


class Unreadable(ValueError):
    """The file is no workbook, is damaged or has a password."""


def sheets(path: Path) -> list[Sheet]:
    """The rows of each visible sheet that have any text: line number and cells. Raises
    Unreadable.
    """
    try:
        with zipfile.ZipFile(path) as packed:
            if sum(member.file_size for member in packed.infolist()) > LARGEST_BYTES:
                raise Unreadable
            words, days = _words(packed), _day_styles(packed)
            return [list(_rows(_xml(packed, name), words, days)) for name in _names(packed)]
    except (zipfile.BadZipFile, etree.XMLSyntaxError, KeyError, ValueError, RuntimeError) as error:
        raise Unreadable from error


def _xml(packed: zipfile.ZipFile, name: str) -> Any:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    root = etree.fromstring(packed.read(name), parser)
    if root.getroottree().docinfo.doctype:
        raise Unreadable
    return root


def _names(packed: zipfile.ZipFile) -> list[str]:
    """The files of the visible sheets, in the order of the workbook."""
    relations = {
        one.get("Id"): one.get("Target") for one in _xml(packed, "xl/_rels/workbook.xml.rels")
    }
    seen = [
        relations[sheet.get(RELATED)]
        for sheet in _xml(packed, "xl/workbook.xml").iter(f"{MAIN}sheet")
        if sheet.get("state", "visible") == "visible"
    ]
    return [name.removeprefix("/") if name.startswith("/") else f"xl/{name}" for name in seen]


def _words(packed: zipfile.ZipFile) -> list[str]:
    """The texts that cells name by number."""
    if "xl/sharedStrings.xml" not in packed.namelist():
        return []
    return [_text(item) for item in _xml(packed, "xl/sharedStrings.xml").iter(f"{MAIN}si")]


def _text(item: Any) -> str:
    """The text of an item, without how it is pronounced."""
    parts = item.iter(f"{MAIN}t")
    return "".join(part.text or "" for part in parts if part.getparent().tag != f"{MAIN}rPh")


def _day_styles(packed: zipfile.ZipFile) -> set[str]:
    """The numbers of the styles that show a number as a day."""
    if "xl/styles.xml" not in packed.namelist():
        return set()
    root = _xml(packed, "xl/styles.xml")
    own = {
        int(one.get("numFmtId"))
        for one in root.iter(f"{MAIN}numFmt")
        if DAY_LETTERS.search(LETTERED.sub("", one.get("formatCode", "")))
    }
    cells = root.find(f"{MAIN}cellXfs")
    styles = [] if cells is None else cells.findall(f"{MAIN}xf")
    return {str(at) for at, one in enumerate(styles) if int(one.get("numFmtId", 0)) in DAYS | own}


def _rows(root: Any, words: list[str], days: set[str]) -> Iterator[tuple[int, list[str]]]:
    for number, row in enumerate(root.iter(f"{MAIN}row"), start=1):
        cells: list[str] = []
        for cell in row.iter(f"{MAIN}c"):
            place = _column(cell.get("r")) if cell.get("r") else len(cells)
            cells += [""] * (place - len(cells))
            cells.append(" ".join(_cell(cell, words, days).split()))
        if any(cells):
            yield int(row.get("r") or number), cells


def _column(reference: str) -> int:
    """The number of a cell's column: 0 for "A7", 27 for "AB7"."""
    number = 0
    for letter in re.sub(r"[^A-Z]", "", reference):
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1


def _cell(cell: Any, words: list[str], days: set[str]) -> str:
    kind, value = cell.get("t", "n"), cell.find(f"{MAIN}v")
    if kind == "inlineStr":
        return _text(cell)
    text = "" if value is None else value.text or ""
    if kind == "s":
        return words[int(text)] if text else ""
    if kind != "n" or not text:
        return text
    if cell.get("s") in days:
        return (EPOCH + timedelta(days=int(float(text)))).isoformat()
    # 1.234 can be read in two ways as text, and is a number with decimals here.
    return f"{text}0" if TWO_WAYS.fullmatch(text.removeprefix("-")) else text
