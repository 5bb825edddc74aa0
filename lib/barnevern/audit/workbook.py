"""The cells of an Excel file, as it is written by the explorer: a folder of XML in a ZIP."""

import zipfile
from collections.abc import Iterator
from pathlib import Path

TEXTS = "xl/sharedStrings.xml"
SHEETS = "xl/worksheets/"
# what is structure and no content; anything else in the file is named as a cell of its own
STRUCTURE = ("_rels/", "docProps/", "xl/_rels/", "xl/theme/", "xl/styles.xml", "xl/workbook.xml")
TYPES = "[Content_Types].xml"


class UnreadableWorkbook(ValueError):
    """A file that is no workbook."""


def cells(path: Path) -> Iterator[str]:
    """The text of every cell of every sheet, comments and other parts by their name. Raises
    UnreadableWorkbook.
    """
    from lxml import etree  # only here and in words: no other command needs it

    try:
        with zipfile.ZipFile(path) as parts:
            for name in parts.namelist():
                if name == TYPES or name.startswith(STRUCTURE):
                    continue
                if not name.startswith((SHEETS, TEXTS)):
                    yield name
                    continue
                tree = etree.fromstring(parts.read(name), etree.XMLParser(resolve_entities=False))
                yield from (
                    str(text)
                    for text in tree.xpath("//*[local-name()='v' or local-name()='t']/text()")
                )
    except (zipfile.BadZipFile, etree.XMLSyntaxError, KeyError):
        raise UnreadableWorkbook(path.name) from None
