"""XML files of unknown origin as a row of elements, piece by piece, in bounded memory.

lxml parses without network; what could harm is refused (barnevern.sources.xml_beginning), and what
no case extract has is refused before it can fill the memory: elements without end, or nested
without end.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace

import numpy as np
from lxml import etree

from barnevern.problems import InputProblems
from barnevern.sources.columns import Integers, Values
from barnevern.sources.refusal import refused
from barnevern.sources.xml_beginning import (
    DOCTYPE,
    DOCTYPE_REMEDY,
    EXPORT_AGAIN,
    SETTINGS,
    check_beginning,
)

BLANK = " \t\r\n"
READ_BYTES = 128 * 1024
SILENT_BYTES = (
    4 * 1024 * 1024
)  # at most this much without a new element: one text, attribute or comment is not longer
PIECE_ELEMENTS = 20_000
RECORD_ELEMENTS = 50_000  # one case has some hundred
MOST_LAYOUTS = 2000  # a case extract has some hundred
DEEPEST = 256  # a case extract has 6
TOO_DEEP = f"elements stand {DEEPEST} deep in each other, or deeper"
# What libxml2 says of broken XML repeats the file's own text, so each kind of error has a sentence
# of ours (numbers: libxml2's xmlerror.h).
BROKEN = {
    9: "a character stands there that XML does not allow",
    26: "an entity stands there that is not declared",
    42: "an attribute stands twice in one element",
    76: "an end tag does not match its start tag",
    81: "a byte there is not of the encoding that the file states",
}


@dataclass(frozen=True)
class Piece:
    """Whole children of the root, of one file or several, in document order.

    Of each element its layout, depth (the root has 0), file and number in the file, and where its
    first value stands in ``values``, which holds the values of all attributes in a row. ``texts``
    are the texts in an element by its place in the piece, ``stray`` the places of the elements
    after which text stands elsewhere.
    """

    layouts: Integers
    depths: Integers
    files: Integers
    elements: Integers
    first: Integers
    values: Values
    texts: dict[int, str]
    stray: list[int]


def beginning(path: Path, elements: int) -> list[dict[str, str]]:
    """Attributes of the first ``elements`` elements of a file, under "" their tag. Raises
    InputProblems where it is refused or broken before them.
    """
    stream = Stream([path])
    try:
        for _ in stream.fed(0, path):
            if len(stream.layouts) >= elements:
                break
    except InputProblems:
        if len(stream.layouts) < elements:
            raise
    found, values = [], iter(stream.values)
    for layout in stream.layouts[:elements]:
        tag, *names = stream.names[layout]
        found.append({"": tag, **dict(zip(names, values, strict=False))})
    return found


class Stream:
    """Several files as one row of elements, taken down as the parser reports them; everything that
    can wait is done a piece at a time.

    A layout is a tag and its attributes in their order; ``names`` has them by number.
    """

    def __init__(self, paths: Sequence[Path]) -> None:
        self.paths = paths
        self.names: list[tuple[str, ...]] = []
        self.values: list[str] = []
        self.layouts: list[int] = []
        self.ended_before: list[int] = []  # for each element, how many had ended when it began
        self.ended: list[str] = []
        self.texts: list[
            tuple[int, int, str]
        ] = []  # how many elements had begun and ended, and the text
        self.begun: list[
            tuple[int, int, int]
        ] = []  # file, where it begins in ``layouts``, number of the element there
        self.depth = 0
        self.file = 0

    def pieces(self, first: int = 0) -> Iterator[Piece]:
        """The files from number ``first`` on in pieces of some ten thousand elements.

        Raises InputProblems where a file is refused, breaks off or is no XML; ``whole()`` then
        gives what came before, and ``file`` is its number.
        """
        for file, path in enumerate(self.paths[first:], start=first):
            self.file = file
            for _ in self.fed(file, path):
                if len(self.layouts) >= PIECE_ELEMENTS and (piece := self.whole()):
                    yield piece
                if len(self.layouts) > PIECE_ELEMENTS + RECORD_ELEMENTS:
                    rule = f"one child of the root holds more than {RECORD_ELEMENTS} elements"
                    raise refused(path.name, "", rule, "no case is that large")
            if len(self.layouts) >= PIECE_ELEMENTS:
                yield self._cut(len(self.layouts))
        yield self._cut(len(self.layouts))

    def fed(self, file: int, path: Path) -> Iterator[None]:
        """Give a file to the parser, and pause after each block of bytes."""
        check_beginning(path)
        self.begun.append((file, len(self.layouts), 0))
        parser = etree.XMLParser(target=self._target(path.name), **SETTINGS)
        silent = 0
        with path.open("rb") as handle:
            while block := handle.read(READ_BYTES):
                before = len(self.layouts)
                with self._own_words(path.name):
                    parser.feed(block)
                if self._open() >= DEEPEST:
                    raise refused(path.name, "", TOO_DEEP, EXPORT_AGAIN)
                silent = 0 if len(self.layouts) > before else silent + len(block)
                if silent > SILENT_BYTES:
                    rule = (
                        f"more than {SILENT_BYTES // 1024**2} MB stand there without a new element"
                    )
                    raise refused(path.name, "", rule, "no case extract has such a text")
                yield
        with self._own_words(path.name, at_end=True):
            parser.close()

    def _target(self, file: str) -> SimpleNamespace:
        known: defaultdict[str, dict[tuple[str, ...], int]] = defaultdict(dict)
        for number, (tag, *attributes) in enumerate(self.names):
            known[tag][*attributes,] = number
        ended, texts, layouts = self.ended, self.texts, self.layouts
        add_layout, add_values, add_ended, learn = (
            layouts.append,
            self.values.extend,
            self.ended_before.append,
            self._learn,
        )

        def start(tag: str, attributes: Mapping[str, str]) -> None:
            try:
                add_layout(known[tag][*attributes,])
            except KeyError:
                number = known[tag][*attributes,] = learn(file, (tag, *attributes))
                add_layout(number)
            add_values(attributes.values())
            add_ended(len(ended))

        def data(text: str) -> None:
            if text.strip(BLANK):
                texts.append((len(layouts), len(ended), text))

        def doctype(*_: object) -> None:
            raise refused(file, "", DOCTYPE, DOCTYPE_REMEDY)

        return SimpleNamespace(
            start=start, end=ended.append, data=data, doctype=doctype, close=lambda: None
        )

    def _open(self) -> int:
        """How many elements have begun and not ended."""
        return self.depth + len(self.layouts) - len(self.ended)

    def _learn(self, file: str, names: tuple[str, ...]) -> int:
        if len(self.names) >= MOST_LAYOUTS:
            rule = f"more than {MOST_LAYOUTS} different sets of attributes stand in the file"
            raise refused(file, "", rule, "no case extract has so many")
        self.names.append(names)
        return len(self.names) - 1

    def whole(self) -> Piece | None:
        """The elements before the last child of a root that has begun, or None where there are
        none.
        """
        for place in range(len(self.layouts) - 1, 0, -1):
            if self.depth + place - self.ended_before[place] == 1:
                return self._cut(place)
        return None

    def _cut(self, count: int) -> Piece:
        """The first ``count`` elements; they are forgotten here."""
        layouts = np.fromiter(self.layouts, np.int64, count)
        depths = self.depth + np.arange(count) - np.fromiter(self.ended_before, np.int64, count)
        if depths.max(initial=0) >= DEEPEST:
            raise refused(self.paths[self.file].name, "", TOO_DEEP, EXPORT_AGAIN)
        inside, stray = self._texts_of(depths)
        files, elements = self._origins(count)
        widths = np.array([len(names) - 1 for names in self.names], dtype=np.int64)[layouts]
        last = np.cumsum(widths)
        size = int(last[-1]) if count else 0
        values = Values.of(self.values[:size])
        self._forget(count, size)
        return Piece(layouts, depths, files, elements, last - widths, values, inside, stray)

    def _texts_of(self, depths: Integers) -> tuple[dict[int, str], list[int]]:
        """The texts in the first elements, by place, and the places of those after which text
        stands elsewhere; ``depths`` are those of these elements.
        """
        inside: dict[int, str] = {}
        stray = []
        for place, ended, text in self.texts:
            if place > len(depths):
                continue
            if place and depths[place - 1] == self.depth + place - ended - 1:
                inside[place - 1] = inside.get(place - 1, "") + text
            else:
                stray.append(max(place - 1, 0))
        return inside, stray

    def _forget(self, count: int, values: int) -> None:
        """Forget the first ``count`` elements, which have so many values."""
        gone = self.ended_before[count] if count < len(self.layouts) else len(self.ended)
        later = [text for text in self.texts if text[0] > count]
        self.texts[:] = [(place - count, ended - gone, text) for place, ended, text in later]
        self.ended_before[:] = [ended - gone for ended in self.ended_before[count:]]
        del self.layouts[:count], self.ended[:gone], self.values[:values]
        self.depth += count - gone

    def _origins(self, count: int) -> tuple[Integers, Integers]:
        """File and number there of the first ``count`` elements; ``begun`` then speaks of the
        others.
        """
        starts = np.array([start for _, start, _ in self.begun])
        ends = np.append(starts[1:], len(self.layouts))
        sizes = np.minimum(ends, count) - np.minimum(starts, count)
        files = np.repeat([file for file, *_ in self.begun], sizes)
        firsts = np.array([first for *_, first in self.begun])
        elements = np.concatenate([np.arange(size) for size in sizes]) + np.repeat(firsts, sizes)
        self._move_on(count, sizes, ends)
        return files, elements

    def _move_on(self, count: int, sizes: Integers, ends: Integers) -> None:
        """Let ``begun`` speak of what comes after the first ``count`` elements, of which each file
        had so many (``sizes``) and which end there (``ends``).
        """
        left = [
            (file, max(start - count, 0), first + int(size))
            for (file, start, first), size in zip(self.begun, sizes, strict=True)
        ]
        unread = [origin for origin, end in zip(left, ends, strict=True) if end > count]
        self.begun[:] = unread or left[-1:]

    @contextmanager
    def _own_words(self, file: str, *, at_end: bool = False) -> Iterator[None]:
        """Say in a sentence of ours what is wrong with the XML."""
        try:
            yield
        except etree.XMLSyntaxError as error:
            rule = (
                "the file breaks off before its end"
                if at_end
                else BROKEN.get(error.code, "the file is not well-formed XML there")
            )
            raise refused(file, error.lineno or "", rule, EXPORT_AGAIN) from None
