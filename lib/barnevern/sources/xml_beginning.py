"""The beginning of an XML file of unknown origin: what could harm or mislead is refused before a
parser sees it.

Entities are the harm: they grow without bound, fetch other files, or swallow text. They can be
declared in a DOCTYPE alone, so every DOCTYPE is refused in the bytes, and once more if the parser
should meet one. Beyond that, lxml's ``resolve_entities=False`` is no help: it drops text without a
word, and hands on "&amp;" in an attribute as "&#38;".
"""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from barnevern.sources.refusal import refused

PROLOG_BYTES = 64 * 1024  # the root element must begin within them
SETTINGS: dict[str, Any] = {
    "resolve_entities": "internal",
    "no_network": True,
    "huge_tree": False,
    "load_dtd": False,
}
ENCODINGS = {"utf-8", "utf8", "iso-8859-1", "latin1", "us-ascii", "ascii"}
DECLARATION = re.compile(
    rb"<\?xml\s+version\s*=\s*[\"']1\.0[\"'](?:\s+encoding\s*=\s*[\"']([A-Za-z0-9._-]+)[\"'])?[^?>]*\?>"
)
MISCELLANEOUS = re.compile(rb"\s+|<!--.*?-->|<\?.*?\?>", re.DOTALL)
NOT_XML = {
    b"\x1f\x8b": "gzip",
    b"PK\x03\x04": "zip",
    b"BZh": "bzip2",
    b"\xfd7zXZ": "xz",
    b"7z\xbc\xaf": "7-zip",
    b"%PDF": "PDF",
    b"\xd0\xcf\x11\xe0": "an old Office format",
}
BYTE_ORDER_MARK = b"\xef\xbb\xbf"
EXPORT_AGAIN = "take the file out of the case system again"
DOCTYPE = "a DOCTYPE stands there: entities could hide or swallow text"
DOCTYPE_REMEDY = "a case extract has none; take the file out of the case system again"


@dataclass(frozen=True)
class Beginning:
    """At which byte of a file the root element begins, and how the file is encoded."""

    root: int
    encoding: str


def check_beginning(path: Path) -> Beginning:
    """Raise InputProblems for a file that is not there, empty, packed, of another encoding, or has
    a DOCTYPE.
    """
    head = _head(path)
    body = head.removeprefix(BYTE_ORDER_MARK)
    place, encoding = _declaration(path.name, body, marked=body != head)
    while miscellaneous := MISCELLANEOUS.match(body, place):
        place = miscellaneous.end()
    line = body.count(b"\n", 0, place) + 1
    if body[place : place + 9].upper() == b"<!DOCTYPE":
        raise refused(path.name, line, DOCTYPE, DOCTYPE_REMEDY)
    if not re.match(rb"<[A-Za-z_\x80-\xff]", body[place:]):
        rule = "the file is not XML, or its root element begins too late"
        raise refused(path.name, line, rule, EXPORT_AGAIN)
    return Beginning(place + len(head) - len(body), encoding)


def _head(path: Path) -> bytes:
    """The first bytes of a file that may be XML in an encoding of one byte a letter, or UTF-8."""
    try:
        with path.open("rb") as handle:
            head = handle.read(PROLOG_BYTES)
    except OSError as error:
        remedy = "check that it is there and that you may read it"
        raise refused(path.name, "", "the file cannot be read", remedy) from error
    if not head.strip():
        raise refused(path.name, "", "the file is empty", EXPORT_AGAIN)
    for magic, name in NOT_XML.items():
        if head.startswith(magic):
            remedy = "unpack it, and give the XML file that is in it"
            raise refused(path.name, "", f"the file is {name}, not XML", remedy)
    if head[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\0" in head[:4]:
        raise refused(
            path.name, 1, "the file is UTF-16 or UTF-32", "save it as UTF-8 or ISO-8859-1"
        )
    return head


def _declaration(file: str, body: bytes, *, marked: bool) -> tuple[int, str]:
    """Where the XML declaration ends, and the encoding it states.

    Raises InputProblems for an encoding that is not one of the two, or not what the first bytes
    say.
    """
    if not body.startswith(b"<?xml"):
        return 0, "utf-8"
    found = DECLARATION.match(body)
    if not found:
        remedy = 'it must be like <?xml version="1.0" encoding="UTF-8"?>'
        raise refused(file, 1, "the XML declaration cannot be read", remedy)
    encoding = (found[1] or b"utf-8").decode().lower()
    if encoding not in ENCODINGS:
        rule = "the file states an encoding that case extracts do not have"
        raise refused(file, 1, rule, "save it as UTF-8 or ISO-8859-1")
    if marked and encoding not in ("utf-8", "utf8"):
        rule = "the file begins with the mark of UTF-8 and states another encoding"
        raise refused(file, 1, rule, EXPORT_AGAIN)
    return found.end(), encoding
