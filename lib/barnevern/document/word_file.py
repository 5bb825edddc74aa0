"""The Word file as a package: opened from a municipality's template, and closed without anything of
who made it, where or when; the same bytes each time.
"""

import io
import zipfile
from datetime import datetime
from pathlib import Path

import docx
from docx.document import Document
from docx.opc.constants import RELATIONSHIP_TYPE as RELATION
from docx.opc.exceptions import PackageNotFoundError
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml.ns import qn
from docx.shared import Mm

from barnevern.document.word_styles import LANGUAGE
from barnevern.problems import InputProblems, Problem

TYPES = "[Content_Types].xml"
AS_TEMPLATE, AS_DOCUMENT = (
    b"wordprocessingml.template.main+xml",
    b"wordprocessingml.document.main+xml",
)
ENDINGS = (".docx", ".dotx")
# of the package: what a program or a municipality says of the file, and a small picture of it
ABOUT_THE_FILE = {RELATION.EXTENDED_PROPERTIES, RELATION.CUSTOM_PROPERTIES, RELATION.THUMBNAIL}
# of the document: what a municipality keeps of its template, and styles for a Word of long ago
OF_THE_TEMPLATE = {
    RELATION.CUSTOM_XML,
    "http://schemas.microsoft.com/office/2007/relationships/stylesWithEffects",
}
ATTACHED = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/attachedTemplate"
FIRST_DAY = (1980, 1, 1, 0, 0, 0)
SAID, ABOUT_IT = PackURI("/customXml/item1.xml"), PackURI("/customXml/itemProps1.xml")
PROPERTIES = "application/vnd.openxmlformats-officedocument.customXmlProperties+xml"
# by which programs know the part again; any number of its kind will do
CALLED = (
    '<ds:datastoreItem ds:itemID="{B46E6E2A-0F5B-4C0E-9C5B-3201DA7A0001}"'
    ' xmlns:ds="http://schemas.openxmlformats.org/officeDocument/2006/customXml">'
    "<ds:schemaRefs/></ds:datastoreItem>"
)


def of_template(path: Path | None) -> Document:
    """An empty document: with the styles, sheets, heads and feet of the template, or on A4. Raises
    InputProblems for a file that is no template.
    """
    document = docx.Document() if path is None else read(path, "--template")
    body = document.element.body
    for element in list(body):
        if element.tag != qn("w:sectPr"):
            body.remove(element)
    rels = document.part.rels
    for name in [key for key, one in rels.items() if one.reltype in OF_THE_TEMPLATE]:
        del rels[name]
    if path is None:
        section = document.sections[0]
        section.page_width, section.page_height = Mm(210), Mm(297)
        section.left_margin = section.right_margin = Mm(22)
        section.top_margin = section.bottom_margin = Mm(20)
    return document


def read(path: Path, column: str = "FILE") -> Document:
    """A Word file or template. Raises InputProblems for what is neither."""
    try:
        if path.suffix.lower() not in ENDINGS:
            raise ValueError(path.suffix)
        with zipfile.ZipFile(path) as parts:
            content = {name: parts.read(name) for name in parts.namelist()}
        content[TYPES] = content[TYPES].replace(AS_TEMPLATE, AS_DOCUMENT)
        return docx.Document(io.BytesIO(_packed(content)))
    except (OSError, ValueError, KeyError, zipfile.BadZipFile, PackageNotFoundError):
        remedy = "give a whole file that ends in .docx or .dotx"
        wrong = "it is no Word file that can be read"
        raise InputProblems([Problem(path.name, "", column, "", wrong, remedy)]) from None


def add_part(document: Document, content: bytes) -> None:
    """Put XML of our own into the file, which Word keeps as it is."""
    package = document.part.package
    part = Part(SAID, "application/xml", content, package)
    called = Part(ABOUT_IT, PROPERTIES, CALLED.encode(), package)
    part.relate_to(called, RELATION.CUSTOM_XML_PROPS)
    document.part.relate_to(part, RELATION.CUSTOM_XML)


def closed(document: Document, title: str) -> bytes:
    """The finished file: with its title and language, and no author, program, path or time."""
    about = document.core_properties
    about.title, about.language = title, LANGUAGE
    about.author = about.last_modified_by = about.comments = about.keywords = ""
    about.subject = about.category = about.identifier = about.version = about.content_status = ""
    about.created = about.modified = datetime(*FIRST_DAY[:3])
    about.last_printed, about.revision = about.created, 1
    package = document.part.package
    for name in [key for key, one in package.rels.items() if one.reltype in ABOUT_THE_FILE]:
        del package.rels[name]
    settings = document.settings.element
    for element in settings.findall(qn("w:attachedTemplate")):
        settings.remove(element)
    related = document.part.part_related_by(RELATION.SETTINGS).rels
    for name in [key for key, one in related.items() if one.reltype == ATTACHED]:
        del related[name]
    buffer = io.BytesIO()
    document.save(buffer)
    with zipfile.ZipFile(buffer) as parts:
        return _packed({name: parts.read(name) for name in parts.namelist()})


def _packed(content: dict[str, bytes]) -> bytes:
    """The parts as a package, the list of their types first."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as parts:
        for name in sorted(content, key=lambda name: (name != TYPES, name)):
            about = zipfile.ZipInfo(name, FIRST_DAY)
            about.compress_type = zipfile.ZIP_DEFLATED
            parts.writestr(about, content[name])
    return buffer.getvalue()
