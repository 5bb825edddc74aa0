"""The sheets of the Word file: the running chapter at the head, the number at the foot, and sheets
that lie for what is wide.
"""

from copy import deepcopy
from typing import Any

from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml.ns import qn
from docx.oxml.parser import parse_xml
from lxml import etree

from barnevern.document import word_xml as xml
from barnevern.norwegian.messages import say


def headed(document: Document, title: str) -> None:
    """The running chapter, and the title and the number of the sheet, where the template has
    neither head nor foot of its own; none of it on the first sheet.
    """
    section = document.sections[0]
    _move_to_the_first(document.element.body)
    _fill(document, section.header, "header", xml.field("STYLEREF 1"))
    number = xml.field("PAGE") + xml.run(f" {say('report-of')} ") + xml.field("NUMPAGES")
    _fill(document, section.footer, "footer", xml.run(title + " · ") + number)
    section.different_first_page_header_footer = True


def _move_to_the_first(body: Any) -> None:
    """Heads and feet stand in the first section; those after it go on with them."""
    first, last = next(body.iter(qn("w:sectPr"))), body.sectPr
    if first is last:
        return
    for name in ("w:footerReference", "w:headerReference"):
        for element in last.findall(qn(name)):
            first.insert(0, element)
    for element in last.findall(qn("w:titlePg")):
        last.remove(element)


def _fill(document: Document, part: Any, style: str, inner: str) -> None:
    if any(line.text.strip() for line in part.paragraphs) or part.tables:
        return
    named = next(
        one
        for one in document.styles
        if one.type == WD_STYLE_TYPE.PARAGRAPH and str(one.name).lower() == style
    )
    made = parse_xml(f"<w:hdr {xml.NAMES}>{xml.paragraph(str(named.style_id), inner)}</w:hdr>")
    line = part.paragraphs[0] if part.paragraphs else part.add_paragraph()
    line.style = named
    for run in made.findall(f"{qn('w:p')}/{qn('w:r')}"):
        line.paragraph_format.element.append(run)


def lying(document: Document, pieces: list[str]) -> list[str]:
    """The pieces on sheets of their own that lie."""
    standing = document.element.body.sectPr
    return [_end(standing, turned=False), *pieces, _end(standing, turned=True)]


def _end(sheet: Any, *, turned: bool) -> str:
    """A paragraph that ends sheets as ``sheet`` says, or the same ``turned``."""
    own = deepcopy(sheet)
    for name in ("w:headerReference", "w:footerReference", "w:titlePg"):
        for element in own.findall(qn(name)):
            own.remove(element)  # those of the sheets before go on
    if turned:
        size = own.find(qn("w:pgSz"))
        wide, high = size.get(qn("w:w")), size.get(qn("w:h"))
        size.set(qn("w:w"), high)
        size.set(qn("w:h"), wide)
        size.set(qn("w:orient"), "landscape")
    section = etree.tostring(own, encoding="unicode")
    return f"<w:p><w:pPr>{section}</w:pPr></w:p>"
