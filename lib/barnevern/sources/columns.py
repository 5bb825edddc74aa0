"""Many values at once: as they stand in a stretch of a file, and as days or numbers of words."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from barnevern.sources.structure import Value, day_of

Integers = npt.NDArray[np.int64]
Numbers = npt.NDArray[np.int32]
Words64 = npt.NDArray[np.uint64]
MISSING_DAY, BAD_DAY = (
    np.iinfo(np.int32).min,
    np.iinfo(np.int32).min + 1,
)  # days are counted from 1970
BAD_WORD = -1
MOST_WORDS = 100_000
EPOCH_ORDINAL = 719163  # 1 January 1970 as datetime counts days
WORD_BYTES = 8
MASKS = np.array([2 ** (8 * count) - 1 for count in range(WORD_BYTES + 1)], dtype=np.uint64)
DATE_BYTES = np.arange(10)
FIGURE_PLACES, DASH_PLACES = [0, 1, 2, 3, 5, 6, 8, 9], [4, 7]  # in YYYY-MM-DD
ZERO, DASH = ord("0"), ord("-")


class Irregular(Exception):
    """A file is not of the plainest form, or not right: xml_stream takes it as it is, or says what
    is wrong.
    """


class Buffer:
    """A stretch of a file; ``raw`` where a line break or tab in a value is not yet the space that
    it stands for.
    """

    def __init__(self, content: bytes, encoding: str, *, raw: bool = False) -> None:
        self.content, self.encoding, self.raw = content, encoding, raw

    @cached_property
    def bytes(self) -> npt.NDArray[np.uint8]:
        """The stretch byte by byte, and eight more."""
        return np.frombuffer(self.content + bytes(WORD_BYTES), dtype=np.uint8)

    @cached_property
    def words(self) -> Words64:
        """The eight bytes from each place on as one number."""
        return np.ndarray((len(self.content) + 1,), dtype="<u8", buffer=self.bytes, strides=(1,))

    @cached_property
    def plain(self) -> str | None:
        """The stretch as text, where a character is a byte."""
        return self.content.decode("ascii") if self.content.isascii() else None

    def head(self, starts: Integers, sizes: Integers) -> Words64:
        """At most eight bytes from each start on, as many as its size says, as one number."""
        found: Words64 = self.words[starts] & MASKS[np.minimum(sizes, WORD_BYTES)]
        return found


@dataclass(frozen=True)
class Values:
    """Texts in a buffer, each from its start to its end."""

    buffer: Buffer
    starts: Integers
    ends: Integers

    @classmethod
    def of(cls, texts: list[str]) -> "Values":
        """Texts that stand nowhere yet."""
        encoded = [text.encode() for text in texts]
        ends = np.cumsum(np.fromiter(map(len, encoded), np.int64, len(encoded)))
        return cls(Buffer(b"".join(encoded), "utf-8"), np.append(0, ends[:-1])[: len(ends)], ends)

    def __len__(self) -> int:
        return len(self.starts)

    def take(self, which: Integers) -> "Values":
        """Some of them."""
        return Values(self.buffer, self.starts[which], self.ends[which])

    def texts(self) -> list[str]:
        """The texts themselves. Raises Irregular for one that is not yet as XML has it."""
        pairs = zip(self.starts.tolist(), self.ends.tolist(), strict=True)
        plain = self.buffer.plain
        if plain is not None:
            found = [plain[start:end] for start, end in pairs]
        else:
            content, encoding = self.buffer.content, self.buffer.encoding
            found = [content[start:end].decode(encoding) for start, end in pairs]
        if self.buffer.raw and not "".join(found).isprintable():
            raise Irregular
        return found

    def sizes(self) -> Integers:
        """Number of characters of each."""
        if self.buffer.plain is not None or self.buffer.encoding != "utf-8":
            return self.ends - self.starts
        return np.fromiter(map(len, self.texts()), np.int64, len(self))


class Vocabulary:
    """Every short text of an extract once; a column holds their numbers, and 0 is the empty
    text.
    """

    def __init__(self) -> None:
        self.texts = [""]
        self._numbers = {"": 0}

    def number(self, text: str) -> int:
        """The number of a text, a new one where it was not met before."""
        found = self._numbers.setdefault(text, len(self.texts))
        if found == len(self.texts):
            self.texts.append(text)
        return found


class Words:
    """Numbers in the vocabulary of the texts that one attribute was seen to have; BAD_WORD for a
    text that it may not have.
    """

    def __init__(self, value: Value, vocabulary: Vocabulary) -> None:
        self.value, self.vocabulary = value, vocabulary
        self.known: dict[str, int] = {}
        self.heads = np.array([], dtype=np.uint64)
        self.numbers = np.array([], dtype=np.int32)

    def number(self, text: str) -> int:
        """The number of one text."""
        if text not in self.known:
            number = (
                self.vocabulary.number(self.value.canonical(text))
                if self.value.fits(text)
                else BAD_WORD
            )
            if len(self.known) >= MOST_WORDS:
                return number
            self.known[text] = number
        return self.known[text]

    def encoded(self, values: Values) -> Numbers:
        """The numbers of many. A text of at most eight bytes is found again by these bytes, as one
        number.
        """
        sizes = values.ends - values.starts
        heads = values.buffer.head(values.starts, sizes)
        found = self._found(heads)
        new = np.flatnonzero((found < BAD_WORD) | (sizes > WORD_BYTES))
        if len(new):
            texts = values.take(new).texts()
            found[new] = np.fromiter(map(self.number, texts), np.int32, len(new))
            self._learn(heads[new], found[new], sizes[new] <= WORD_BYTES)
        return found

    def _found(self, heads: Words64) -> Numbers:
        if not len(self.heads):
            return np.full(len(heads), BAD_WORD - 1, dtype=np.int32)
        places = np.minimum(np.searchsorted(self.heads, heads), len(self.heads) - 1)
        return np.where(self.heads[places] == heads, self.numbers[places], BAD_WORD - 1).astype(
            np.int32
        )

    def _learn(self, heads: Words64, numbers: Numbers, short: npt.NDArray[np.bool_]) -> None:
        if len(self.heads) < MOST_WORDS:
            self.heads, first = np.unique(
                np.concatenate([self.heads, heads[short]]), return_index=True
            )
            self.numbers = np.concatenate([self.numbers, numbers[short]])[first]


class Days:
    """Days since 1970 of dates; BAD_DAY for what is no date."""

    def __init__(self) -> None:
        self.known: dict[str, int] = {}

    def number(self, text: str) -> int:
        """The day of one date, with a time zone or spaces around it as XML allows."""
        if text not in self.known:
            day = day_of(text)
            number = BAD_DAY if day is None else day.toordinal() - EPOCH_ORDINAL
            if len(self.known) >= MOST_WORDS:
                return number
            self.known[text] = number
        return self.known[text]

    def encoded(self, values: Values) -> Numbers:
        """The days of many."""
        found = np.full(len(values), BAD_DAY, dtype=np.int32)
        usual = np.flatnonzero(values.ends - values.starts == len(DATE_BYTES))
        found[usual] = _plain_days(values.buffer.bytes[values.starts[usual, None] + DATE_BYTES].T)
        other = np.flatnonzero(found == BAD_DAY)
        if len(other):
            found[other] = np.fromiter(
                map(self.number, values.take(other).texts()), np.int32, len(other)
            )
        return found


class Free:
    """Free texts of the rows of a table, some of them without: made into texts only when somebody
    asks.
    """

    def __init__(self, size: int) -> None:
        self.size = size
        self.parts: list[tuple[Integers, Values]] = []

    def add(self, which: Integers, values: Values) -> None:
        """The texts of some rows."""
        self.parts.append((which, values))

    @cached_property
    def texts(self) -> list[str]:
        """A text for each row, "" where it has none."""
        if len(self.parts) == 1 and len(self.parts[0][0]) == self.size:
            return self.parts[0][1].texts()
        found = [""] * self.size
        for which, values in self.parts:
            for place, text in zip(which.tolist(), values.texts(), strict=True):
                found[place] = text
        return found


def _plain_days(characters: npt.NDArray[np.uint8]) -> Integers:
    """The days of dates of the plainest form, YYYY-MM-DD, a row for each of the ten characters;
    BAD_DAY for what is not of it.
    """
    digits = characters.astype(np.int32) - ZERO
    figures, dashes = digits[FIGURE_PLACES], digits[DASH_PLACES]
    right = ((figures >= 0) & (figures <= 9)).all(axis=0) & (dashes == DASH - ZERO).all(axis=0)
    year = ((figures[0] * 10 + figures[1]) * 10 + figures[2]) * 10 + figures[3]
    month, day = figures[4] * 10 + figures[5], figures[6] * 10 + figures[7]
    right &= (year > 0) & (month >= 1) & (month <= 12) & (day >= 1)
    months = np.where(right, (year - 1970) * 12 + month - 1, 0).astype("datetime64[M]")
    days = months.astype("datetime64[D]").astype(np.int64) + np.where(right, day - 1, 0)
    right &= days.astype("datetime64[D]").astype("datetime64[M]") == months
    return np.where(right, days, BAD_DAY)


def misfits(value: Value, values: Values) -> list[int]:
    """Places of the free texts that are too short, too long, or not like the pattern."""
    sizes = values.sizes()
    wrong = (sizes < value.shortest) | (sizes > value.longest)
    if value.matches is not None:
        wrong |= ~_matching(value.matches, values)
    found: list[int] = np.flatnonzero(wrong).tolist()
    return found


def _matching(matches: Callable[[str], object], values: Values) -> npt.NDArray[np.bool_]:
    return np.fromiter((bool(matches(text)) for text in values.texts()), np.bool_, len(values))
