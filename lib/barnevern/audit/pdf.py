"""The text of a PDF that a browser has printed: what each marked piece says, and every title and
alternative text.

It reads what Chromium writes (objects in the open, streams deflated, letters by number with a table
of what they are), and refuses the rest.
"""

import re
import zlib
from collections.abc import Iterator

OBJECT = re.compile(rb"(\d+) 0 obj\b(.*?)\bendobj", re.S)
STREAM = re.compile(rb"(.*?)\bstream\r?\n(.*)\r?\nendstream", re.S)
CHARACTER = re.compile(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>")
RANGE = re.compile(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>")
SECTION = re.compile(rb"begin(bfchar|bfrange)(.*?)end\1", re.S)
TOKEN = re.compile(
    rb"/(\w+)\s+[\d.]+\s+Tf|<([0-9A-Fa-f]*)>\s*Tj|\[((?:[^\]])*)\]\s*TJ|(BDC|BMC|EMC|ET)\b"
)
FONTS = re.compile(rb"/Font\s*<<(.*?)>>", re.S)
NAMED = re.compile(rb"/(\w+)\s+(\d+) 0 R")
SAID = re.compile(
    rb"/(?:Alt|ActualText|Title|Contents|TU|T|V)\s*(\((?:\\.|[^\\)])*\)|<[0-9A-Fa-f]*>)", re.S
)
CARRIES = re.compile(rb"/EmbeddedFile\b|/JavaScript\b|/Subtype\s*/Image\b|/RichMedia\b")
CHAPTER = re.compile(rb"/kapittel-[\w-]+ \[(\d+) 0 R /XYZ ")
Letters = dict[int, str]


class Unreadable(ValueError):
    """A PDF that this does not read."""


def pieces(content: bytes) -> Iterator[tuple[str, ...]]:
    """The text of each marked piece of every page, in the runs that it is written in, and every
    title and alternative text. Raises Unreadable.
    """
    if not content.startswith(b"%PDF-") or b"/Encrypt" in content or b"/ObjStm" in content:
        raise Unreadable("not a PDF as a browser prints it")
    objects = {int(number): body for number, body in OBJECT.findall(content)}
    fonts = {
        number: _letters(body, objects) for number, body in objects.items() if b"/Font" in body
    }
    for body in objects.values():
        yield from ((_string(found),) for found in SAID.findall(_open(body)))
        if b"/Contents" in body and b"/Type /Page" in body:
            yield from _of_page(body, objects, fonts)


def sheets(content: bytes) -> list[int]:
    """The number of the sheet of each chapter, as the contents name it; Chromium writes the sheets
    in their order.
    """
    objects = [(int(number), _open(body)) for number, body in OBJECT.findall(content)]
    order = sorted(n for n, body in objects if b"/Contents" in body and b"/Type /Page" in body)
    found = [int(page) for _, body in objects for page in CHAPTER.findall(body)]
    return [order.index(page) + 1 for page in found if page in order]


def carried(content: bytes) -> list[str]:
    """What a PDF carries besides text and lines: files, scripts, pictures."""
    return sorted({found[1:].decode() for found in CARRIES.findall(content)})


def _open(body: bytes) -> bytes:
    """The part of an object that is no stream."""
    return body.partition(b"stream")[0]


def _stream(body: bytes) -> bytes:
    """The content of a stream; empty where there is none. Raises Unreadable."""
    found = STREAM.match(body)
    if not found:
        return b""
    if b"/FlateDecode" not in found[1]:
        return found[2]
    try:
        return zlib.decompressobj().decompress(found[2])
    except zlib.error:
        raise Unreadable("a stream is not whole") from None


def _letters(body: bytes, objects: dict[int, bytes]) -> Letters:
    """What each number of a font is as text."""
    found = re.search(rb"/ToUnicode (\d+) 0 R", body)
    letters: Letters = {}
    for kind, table in SECTION.findall(_stream(objects[int(found[1])]) if found else b""):
        if kind == b"bfchar":
            pairs = CHARACTER.findall(table)
            letters |= {int(number, 16): _unicode(letter) for number, letter in pairs}
        elif kind == b"bfrange":
            letters |= _ranges(table)
    return letters


def _ranges(table: bytes) -> Letters:
    letters: Letters = {}
    for first, last, letter in RANGE.findall(table):
        begin, code = int(first, 16), ord(_unicode(letter))
        letters |= {begin + n: chr(code + n) for n in range(int(last, 16) - begin + 1)}
    return letters


def _unicode(digits: bytes) -> str:
    return bytes.fromhex(digits.decode()).decode("utf-16-be")


def _of_page(
    body: bytes, objects: dict[int, bytes], fonts: dict[int, Letters]
) -> Iterator[tuple[str, ...]]:
    """The runs of each marked piece of one page."""
    used = {
        name: fonts.get(int(number), {})
        for table in FONTS.findall(body)
        for name, number in NAMED.findall(table)
    }
    for number in re.findall(rb"/Contents (\d+) 0 R", body):
        yield from _runs(_stream(objects[int(number)]), used)


def _runs(content: bytes, fonts: dict[bytes, Letters]) -> Iterator[tuple[str, ...]]:
    letters: Letters = {}
    runs = [""]
    for font, one, several, mark in TOKEN.findall(content):
        if font:
            letters = fonts.get(font, {})
        elif mark == b"ET":
            runs.append("")
        elif mark:
            yield tuple(filter(None, runs))
            runs = [""]
        else:
            written = [one] if one else re.findall(rb"<([0-9A-Fa-f]*)>", several)
            runs[-1] += "".join(_decoded(run, letters) for run in written)
    yield tuple(filter(None, runs))


def _decoded(run: bytes, letters: Letters) -> str:
    """A run of letters of two bytes each; a letter that is no text is marked as such."""
    numbers = [int(run[place : place + 4], 16) for place in range(0, len(run), 4)]
    return "".join(letters.get(number, "\N{REPLACEMENT CHARACTER}") for number in numbers)


def _string(found: bytes) -> str:
    """A string as text: in brackets or as digits, in one byte a letter or two."""
    if found.startswith(b"<"):
        raw = bytes.fromhex(found[1:-1].decode())
    else:
        raw = re.sub(rb"\\([0-7]{3})", lambda octal: bytes([int(octal[1], 8) % 256]), found[1:-1])
        raw = re.sub(rb"\\(.)", rb"\1", raw, flags=re.S)
    return (
        raw[2:].decode("utf-16-be", "replace") if raw[:2] == b"\xfe\xff" else raw.decode("latin-1")
    )
