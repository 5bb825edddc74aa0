"""A large file as a row of elements, found in its bytes many at a time.

libxml2 goes over the same bytes and refuses what is no XML; here only their plainest form is
understood: ``<Tag name="value" name="value">``, without comments, references or line breaks in a
tag. Whatever is not of that form raises Irregular, and the file is read again by xml_stream, which
takes all of XML and gives the same pieces, and says what is wrong.
"""

from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import numpy.typing as npt
from lxml import etree

from barnevern.sources.columns import Buffer, Integers, Irregular, Values, Words64
from barnevern.sources.xml_beginning import SETTINGS, check_beginning
from barnevern.sources.xml_names import Names, new_keys
from barnevern.sources.xml_stream import BLANK, DEEPEST, MOST_LAYOUTS, READ_BYTES, Piece

Flags = npt.NDArray[np.bool_]

PIECE_BYTES = 1024 * 1024
RECORD_BYTES = 4 * 1024 * 1024  # one case has some ten thousand
MOST_ATTRIBUTES = 16
OPEN, CLOSE, QUOTE, OTHER = 1, 2, 3, 4
MARKS = bytes(
    {"<": OPEN, ">": CLOSE, '"': QUOTE, "'": OTHER, "&": OTHER}.get(chr(code), 0)
    for code in range(256)
)
FILLED = bytes(chr(code) not in BLANK for code in range(256))
POWERS = np.cumprod(np.full(MOST_ATTRIBUTES, 0xA0761D6478BD642F, dtype=np.uint64))
SPACE, EQUALS, SLASH, EXCLAMATION, QUESTION = b" =/!?"


class Tags:
    """The tags of a stretch of a file, in order: where each opens and closes, and the quotation
    marks within.
    """

    def __init__(self, content: bytes) -> None:
        characters = np.frombuffer(content, dtype=np.uint8)
        places = np.flatnonzero(np.frombuffer(content.translate(MARKS), dtype=np.bool_))
        kinds = characters[places]
        opening = kinds == ord("<")
        self.opens, self.closes = places[opening], places[kinds == ord(">")]
        self._check_alternating()
        tag = np.cumsum(opening) - 1
        inside = np.flatnonzero((places < self.closes[tag]) & ~opening & (tag >= 0))
        self.quotes, self.of = places[inside], tag[inside]
        following = characters[self.opens + 1]
        if (kinds[inside] != ord('"')).any() or np.isin(following, (EXCLAMATION, QUESTION)).any():
            raise Irregular
        self.ends: Flags = following == SLASH
        self.closed: Flags = characters[self.closes - 1] == SLASH

    def _check_alternating(self) -> None:
        """Every tag that opens must close before the next one opens."""
        opens, closes = self.opens, self.closes
        if len(opens) != len(closes) or (opens >= closes).any() or (closes[:-1] >= opens[1:]).any():
            raise Irregular

    @property
    def steps(self) -> Integers:
        """By how many elements each tag goes deeper."""
        steps: Integers = 1 - 2 * self.ends.astype(np.int64) - (self.closed & ~self.ends)
        return steps

    def values(self, content: npt.NDArray[np.uint8]) -> tuple[Integers, Integers, Integers]:
        """Where each quoted value opens and closes, and its tag. Raises Irregular for a mark that
        is not one of a pair, or does not follow an equals sign.
        """
        opened, closed, of = self.quotes[0::2], self.quotes[1::2], self.of[0::2]
        if (
            len(opened) != len(closed)
            or (of != self.of[1::2]).any()
            or (content[opened - 1] != EQUALS).any()
        ):
            raise Irregular
        return opened, closed, of

    def depths(self, first: int) -> Integers:
        """How many elements are open before each tag, where so many are before the first."""
        depths: Integers = first + np.cumsum(self.steps) - self.steps
        return depths

    def keep(self, count: int) -> None:
        """Forget all but the first ``count`` tags."""
        quotes = int(np.searchsorted(self.of, count))
        self.quotes, self.of = self.quotes[:quotes], self.of[:quotes]
        self.opens, self.closes = self.opens[:count], self.closes[:count]
        self.ends, self.closed = self.ends[:count], self.closed[:count]


class Scan:
    """One file in pieces, as Stream gives them; ``names`` are the layouts by number."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.names: list[tuple[str, ...]] = []
        self._units, self._layouts = Names(), np.array([], dtype=np.uint64)
        self._numbers = np.array([], dtype=np.int64)
        self._codes = np.zeros((0, MOST_ATTRIBUTES), dtype=np.int64)
        self._depth, self._element = 0, 0
        self._encoding = ""

    def pieces(self) -> Iterator[Piece]:
        """The file in pieces of about a megabyte that end where a child of the root begins. Raises
        Irregular.
        """
        beginning = check_beginning(self.path)
        self._encoding = beginning.encoding
        parser = etree.XMLParser(
            target=SimpleNamespace(doctype=_irregular, close=lambda: None), **SETTINGS
        )
        left = b""
        try:
            with self.path.open("rb") as handle:
                parser.feed(handle.read(beginning.root))
                while block := handle.read(READ_BYTES):
                    parser.feed(block)
                    left += block
                    if len(left) >= PIECE_BYTES:
                        piece, left = self._cut(left)
                        yield piece
            parser.close()
        except etree.XMLSyntaxError as error:
            raise Irregular from error
        yield self._piece(Buffer(left, self._encoding, raw=True), Tags(left))

    def _cut(self, content: bytes) -> tuple[Piece, bytes]:
        """What comes before the last child of the root that has begun, and the rest."""
        end = content.rfind(b">") + 1
        content, rest = content[:end], content[end:]
        tags = Tags(content)
        children = np.flatnonzero((tags.depths(self._depth) == 1) & ~tags.ends)
        if not len(children) or not children[-1]:
            raise Irregular
        count = int(children[-1])
        rest = content[tags.opens[count] :] + rest
        if len(rest) > RECORD_BYTES:
            raise Irregular
        content = content[: tags.opens[count]]
        tags.keep(count)
        return self._piece(Buffer(content, self._encoding, raw=True), tags), rest

    def _piece(self, buffer: Buffer, tags: Tags) -> Piece:
        depths, starting = tags.depths(self._depth), np.flatnonzero(~tags.ends)
        opened, closed, of = tags.values(buffer.bytes)
        if depths.max(initial=0) >= DEEPEST:
            raise Irregular
        counts = np.bincount(of, minlength=len(tags.opens))
        layouts = self._layouts_of(buffer, tags, counts, starting)
        inside, stray = _texts(buffer, tags)
        elements = self._element + np.arange(len(starting))
        self._element += len(starting)
        self._depth += int(tags.steps.sum())
        return Piece(
            layouts,
            depths[starting],
            np.zeros_like(elements),
            elements,
            (np.cumsum(counts) - counts)[starting],
            Values(buffer, opened + 1, closed),
            inside,
            stray,
        )

    def _layouts_of(
        self, buffer: Buffer, tags: Tags, counts: Integers, starting: Integers
    ) -> Integers:
        """The layout of each tag that starts an element; ``counts`` is how many values each tag
        has.
        """
        of, position, codes = self._codes_of(buffer, tags, counts)
        bare = np.flatnonzero(~tags.ends & (counts == 0))
        bare_codes = self._units.found(
            buffer, tags.opens[bare] + 1, tags.closes[bare] - tags.closed[bare]
        )
        units = np.full((len(tags.opens), MOST_ATTRIBUTES), -1)
        units[of, position] = codes
        units[bare, 0] = bare_codes
        keys = np.zeros(len(tags.opens), dtype=np.uint64)
        heads = np.flatnonzero(position == 0)
        if len(heads):
            parts = (codes + 1).astype(np.uint64) * POWERS[position]
            keys[of[heads]] = np.add.reduceat(parts, heads)
        keys[bare] = (bare_codes + 1).astype(np.uint64) * POWERS[0]
        return self._numbered(keys[starting], units[starting], counts[starting])

    def _codes_of(
        self, buffer: Buffer, tags: Tags, counts: Integers
    ) -> tuple[Integers, Integers, Integers]:
        """Of each value its tag, its position there and the number of its name; the name of the
        first has the tag's in front of it.
        """
        opened, before, of = tags.quotes[0::2], np.append(0, tags.quotes[1:-1:2]), tags.of[0::2]
        having = counts[counts > 0]
        position = np.arange(len(of)) - np.repeat(np.cumsum(having) - having, having)
        if position.max(initial=0) >= MOST_ATTRIBUTES:
            raise Irregular
        begin = np.where(position == 0, tags.opens[of] + 1, before + 2)
        if (buffer.bytes[begin[position > 0] - 1] != SPACE).any():
            raise Irregular
        return of, position, self._units.found(buffer, begin, opened - 1)

    def _numbered(self, keys: Words64, units: Integers, counts: Integers) -> Integers:
        for tag in new_keys(keys, self._layouts):
            if len(self.names) >= MOST_LAYOUTS:
                raise Irregular
            self._learn(keys[tag], units[tag], int(counts[tag]))
        numbers: Integers = self._numbers[np.searchsorted(self._layouts, keys)]
        if (self._codes[numbers] != units).any():
            raise Irregular
        return numbers

    def _learn(self, key: np.uint64, units: Integers, count: int) -> None:
        """Give a layout with so many attributes the next number."""
        at = int(np.searchsorted(self._layouts, key))
        self._layouts = np.insert(self._layouts, at, key)
        self._numbers = np.insert(self._numbers, at, len(self.names))
        self._codes = np.vstack([self._codes, units])
        self.names.append(self._name(units[: max(count, 1)].tolist(), bare=not count))

    def _name(self, units: list[int], *, bare: bool) -> tuple[str, ...]:
        """Tag and attributes, of which the tag and the first attribute stand in one unit."""
        head, *others = (self._units.texts[unit] for unit in units)
        if bare == (" " in head) or any(" " in other for other in others):
            raise Irregular
        return (*head.split(" "), *others)


def _texts(buffer: Buffer, tags: Tags) -> tuple[dict[int, str], list[int]]:
    """The texts in an element, by its place, and the places of the elements after which text stands
    elsewhere.
    """
    place = np.cumsum(~tags.ends) - 1
    inside: dict[int, str] = {}
    stray = []
    for tag, start, stop in _runs(buffer, tags):
        if tags.ends[tag] or tags.closed[tag]:
            stray.append(int(place[tag]))
            continue
        text = buffer.content[start:stop].decode(buffer.encoding)
        inside[int(place[tag])] = etree.fromstring(f"<x>{text}</x>").text if "&" in text else text
    return inside, stray


def _runs(buffer: Buffer, tags: Tags) -> list[tuple[int, int, int]]:
    """The tags after which anything but blanks stands, and from where to where."""
    filled = np.frombuffer(buffer.content.translate(FILLED) + b"\0", dtype=np.uint8)
    starts, stops = tags.closes + 1, np.append(tags.opens[1:], len(buffer.content))
    bounds = np.column_stack([tags.opens, starts]).ravel()
    after = np.add.reduceat(filled, bounds, dtype=np.int64)[1::2]
    runs = np.flatnonzero((after > 0) & (stops > starts))
    return list(zip(runs.tolist(), starts[runs].tolist(), stops[runs].tolist(), strict=True))


def _irregular(*_: object) -> None:
    raise Irregular
