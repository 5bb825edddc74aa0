"""Pieces of WordprocessingML (ECMA-376) as text: runs, paragraphs, fields, tables and pictures.
Text is escaped here and nowhere else.
"""

import re
from collections.abc import Sequence
from itertools import zip_longest
from xml.sax.saxutils import escape, quoteattr

from barnevern.norwegian.messages import say

NAMES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    ' xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
    ' xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"'
    ' xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
    ' xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"'
)
LETTER, AIR = 95, 220  # twentieths of a point: a letter of a table, and the air of a cell
NARROWEST, WIDEST = 4, 34  # letters of a column
NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
TAB = "<w:r><w:tab/></w:r>"
BREAK = '<w:r><w:br w:type="page"/></w:r>'


def run(text: str, *, strong: bool = False, em: bool = False, style: str = "") -> str:
    """A run of text; ``style`` is the id of a style of letters."""
    named = f"<w:rStyle w:val={quoteattr(style)}/>" if style else ""
    form = named + "<w:b/>" * strong + "<w:i/>" * em
    shown = escape(NOT_IN_XML.sub("", text))
    properties = f"<w:rPr>{form}</w:rPr>" if form else ""
    return f'<w:r>{properties}<w:t xml:space="preserve">{shown}</w:t></w:r>'


def paragraph(style: str, inner: str, *, more: str = "") -> str:
    """A paragraph in the style of this id; ``more`` are other properties of it."""
    return f"<w:p><w:pPr><w:pStyle w:val={quoteattr(style)}/>{more}</w:pPr>{inner}</w:p>"


def field(code: str, shown: str = "", *, dirty: bool = False) -> str:
    """A field, with what it shows until it is computed anew; a ``dirty`` one is when opened."""
    anew = ' w:dirty="true"' if dirty else ""
    return (
        f'<w:r><w:fldChar w:fldCharType="begin"{anew}/></w:r>'
        f'<w:r><w:instrText xml:space="preserve"> {escape(code)} </w:instrText></w:r>'
        f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{run(shown)}'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


def bookmark(name: str, number: int, inner: str) -> str:
    """What fields and links call by this name."""
    begin = f'<w:bookmarkStart w:id="{number}" w:name={quoteattr(name)}/>'
    return f'{begin}{inner}<w:bookmarkEnd w:id="{number}"/>'


def to_bookmark(name: str, inner: str) -> str:
    """A link to a place in the document."""
    return f'<w:hyperlink w:anchor={quoteattr(name)} w:history="1">{inner}</w:hyperlink>'


def to_page(relation: str, inner: str) -> str:
    """A link out of the document, by the id of its relation."""
    return f'<w:hyperlink r:id={quoteattr(relation)} w:history="1">{inner}</w:hyperlink>'


def place(name: str, tag: str, number: int, inner: str, *, waiting: bool) -> str:
    """A content control (a marked place) called ``name``, which cannot be taken away; its content
    goes when somebody writes there, where it is ``waiting``.
    """
    return (
        f"<w:sdt><w:sdtPr><w:alias w:val={quoteattr(name)}/><w:tag w:val={quoteattr(tag)}/>"
        f'<w:id w:val="{number}"/><w:lock w:val="sdtLocked"/>'
        f"{'<w:showingPlcHdr/>' if waiting else ''}</w:sdtPr>"
        f"<w:sdtContent>{inner}</w:sdtContent></w:sdt>"
    )


def table(
    styles: tuple[str, str],
    name: str,
    head: Sequence[str],
    rows: Sequence[Sequence[str]],
    *,
    left: bool = False,
) -> str:
    """A table called ``name``, whose head repeats on every sheet and whose rows hold together;
    ``styles`` are the ids of those of the table and of the text in it. Cells stand to the right,
    but in the first column and where all stand to the ``left``.
    """
    of_table, of_text = styles
    properties = (
        f'<w:tblPr><w:tblStyle w:val={quoteattr(of_table)}/><w:tblW w:w="5000" w:type="pct"/>'
        '<w:tblLook w:val="00A0" w:firstRow="1" w:lastRow="0" w:firstColumn="1"'
        ' w:lastColumn="0" w:noHBand="1" w:noVBand="1"/>'
        f"<w:tblCaption w:val={quoteattr(NOT_IN_XML.sub('', name))}/></w:tblPr>"
    )
    columns = "".join(f'<w:gridCol w:w="{wide}"/>' for wide in _widths([head, *rows]))
    side = "" if left else '<w:jc w:val="right"/>'
    heads = _row(of_text, head, "<w:cantSplit/><w:tblHeader/>", side, strong=True)
    bodies = "".join(_row(of_text, row, "<w:cantSplit/>", side) for row in rows)
    return f"<w:tbl>{properties}<w:tblGrid>{columns}</w:tblGrid>{heads}{bodies}</w:tbl>"


def _widths(rows: Sequence[Sequence[str]]) -> list[int]:
    """How much each column takes, of the letters in its longest cell; a long text may be broken."""
    columns = zip_longest(*rows, fillvalue="")
    return [LETTER * min(max(max(map(len, column)), NARROWEST), WIDEST) + AIR for column in columns]


def _row(
    style: str, cells: Sequence[str], properties: str, side: str, *, strong: bool = False
) -> str:
    shown = []
    for column, text in enumerate(cells):
        inner = paragraph(style, run(text, strong=strong), more=side if column else "")
        shown.append(f'<w:tc><w:tcPr><w:tcW w:w="0" w:type="auto"/></w:tcPr>{inner}</w:tc>')
    return f"<w:tr><w:trPr>{properties}</w:trPr>{''.join(shown)}</w:tr>"


def picture(relation: str, number: int, alt: str, size: tuple[int, int]) -> str:
    """A picture in a line, with its alternative text; ``size`` is its width and height in EMU."""
    wide, high = size
    said, name = quoteattr(NOT_IN_XML.sub("", alt)), f"{say('report-figure-noun')} {number}"
    return (
        '<w:r><w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0">'
        f'<wp:extent cx="{wide}" cy="{high}"/><wp:docPr id="{number}" name="{name}" descr={said}/>'
        '<wp:cNvGraphicFramePr><a:graphicFrameLocks noChangeAspect="1"/></wp:cNvGraphicFramePr>'
        '<a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture">'
        f'<pic:pic><pic:nvPicPr><pic:cNvPr id="{number}" name="{name}" descr={said}/>'
        "<pic:cNvPicPr/></pic:nvPicPr>"
        f"<pic:blipFill><a:blip r:embed={quoteattr(relation)}/>"
        "<a:stretch><a:fillRect/></a:stretch></pic:blipFill>"
        f'<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{wide}" cy="{high}"/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic>'
        "</a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"
    )
