"""What a Word file of a report says: the text of every paragraph and cell, alternative texts, names
and properties, and what the package carries beside text.
"""

import re
import zipfile
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import Any

TYPES = "[Content_Types].xml"
# parts that hold form and no content
OF_FORM = re.compile(
    r"word/(styles|settings|fontTable|webSettings|numbering|theme/theme\d+)\.xml|customXml/itemProps\d+\.xml|_rels/\.rels"
    r"|word/(_rels/[\w.]+\.rels)|customXml/_rels/[\w.]+\.rels"
)
OF_TEXT = re.compile(
    r"word/(document|header\d*|footer\d*|footnotes|endnotes)\.xml|customXml/item\d+\.xml"
    r"|docProps/core\.xml"
)
PICTURE = re.compile(r"word/media/[\w.]+\.png")
SAID = {"descr", "title", "alias"}  # attributes that are read aloud or shown
WHO = {"creator", "lastModifiedBy"}
OUTSIDE = re.compile(r"https?://|mailto:")
# chunks of a PNG that are pixels or how large they are; others carry texts
OF_PIXELS = {b"IHDR", b"PLTE", b"IDAT", b"IEND", b"pHYs", b"tRNS", b"sRGB", b"gAMA", b"sBIT"}
CELLS = " | "  # between the cells of a row, in what the file keeps of the report
BLOCKS = {"p", "said", "asked"}


class UnreadableWord(ValueError):
    """A file that is no Word file."""


def texts(path: Path) -> Iterator[str]:
    """Every paragraph, alternative text, name and property. Raises UnreadableWord."""
    for name, content in _parts(path):
        if OF_TEXT.fullmatch(name):
            yield from _texts(_parsed(content), name)


def carried(path: Path) -> Iterator[str]:
    """What the file has besides text and pictures without a text in them: unknown parts, links to
    files, and who made it. Raises UnreadableWord.
    """
    for name, content in _parts(path):
        if name.endswith(".rels"):
            yield from _links(_parsed(content))
        elif PICTURE.fullmatch(name):
            yield from (f"{name}: {chunk}" for chunk in _chunks(content))
        elif name == "docProps/core.xml":
            tree = _parsed(content)
            yield from (
                f"{_name(one)}: {one.text}" for one in tree if _name(one) in WHO and one.text
            )
        elif not (name == TYPES or OF_FORM.fullmatch(name) or OF_TEXT.fullmatch(name)):
            yield name


def pictures(path: Path) -> list[str]:
    """The alternative text of every picture among the text. Raises UnreadableWord."""
    tree = _parsed(dict(_parts(path)).get("word/document.xml", b""))
    return [one.get("descr") or "" for one in tree.iter() if _name(one) == "docPr"]


def _parts(path: Path) -> Iterator[tuple[str, bytes]]:
    try:
        with zipfile.ZipFile(path) as parts:
            yield from ((name, parts.read(name)) for name in parts.namelist())
    except zipfile.BadZipFile:
        raise UnreadableWord(path.name) from None


def _parsed(content: bytes) -> Any:
    from lxml import etree  # only here and in words: no other command needs it

    try:
        return etree.fromstring(content, etree.XMLParser(resolve_entities=False, huge_tree=True))
    except etree.XMLSyntaxError:
        raise UnreadableWord("a part is not XML") from None


def _name(element: Any) -> str:
    return str(element.tag).rpartition("}")[2]


def _texts(tree: Any, part: str) -> Iterator[str]:
    whole = part.startswith("docProps")
    for element in tree.iter():
        name = _name(element)
        attributes = {key.rpartition("}")[2]: str(value) for key, value in element.attrib.items()}
        yield from (value for key, value in attributes.items() if key in SAID)
        if name in ("alias", "tblCaption", "tblDescription"):
            yield attributes.get("val", "")
        if name in BLOCKS:
            yield from "".join(_runs(element)).split(CELLS)
        elif whole and name in ("title", "subject", "description", "keywords", "category"):
            yield element.text or ""


def _runs(paragraph: Any) -> Iterator[str]:
    """The text of a paragraph, also what is hidden or taken out; the numbers of fields too."""
    if _name(paragraph) != "p":
        yield paragraph.text or ""
        return
    for element in paragraph.iter():
        if _name(element) in ("t", "delText"):
            yield element.text or ""
        elif _name(element) in ("tab", "br"):
            yield " "


def _links(tree: Any) -> Iterator[str]:
    """Addresses outside the package that are no pages."""
    for one in tree:
        if one.get("TargetMode") == "External" and not OUTSIDE.match(one.get("Target") or ""):
            yield f"a link to {PurePosixPath(one.get('Target') or '').suffix or 'a file'}"


def _chunks(png: bytes) -> Iterator[str]:
    """The chunks of a PNG that can carry a text."""
    place = 8
    while place + 8 <= len(png):
        size, kind = int.from_bytes(png[place : place + 4], "big"), png[place + 4 : place + 8]
        if kind not in OF_PIXELS:
            yield kind.decode("latin-1")
        place += size + 12
