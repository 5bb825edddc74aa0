"""The names of tags and attributes in a stretch of a file, as numbers."""

import re

import numpy as np

from barnevern.sources.columns import WORD_BYTES, Buffer, Integers, Irregular, Words64

LONGEST_NAME = 32
UNIT = re.compile(rb"[A-Za-z_][A-Za-z0-9_.-]*( [A-Za-z_][A-Za-z0-9_.-]*)?")
ODD = np.array(
    [0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9, 0xD6E8FEB86659FD93],
    dtype=np.uint64,
)


class Names:
    """Short names by number, found again by their bytes."""

    def __init__(self) -> None:
        self.texts: list[str] = []
        self.hashes: Words64 = np.array([], dtype=np.uint64)
        self.numbers = np.array([], dtype=np.int64)
        self.words: Words64 = np.zeros((0, LONGEST_NAME // WORD_BYTES), dtype=np.uint64)

    def found(self, buffer: Buffer, starts: Integers, ends: Integers) -> Integers:
        """The number of the name at each place; a name not met before gets the next one."""
        sizes = ends - starts
        if sizes.max(initial=0) > LONGEST_NAME or sizes.min(initial=1) < 1:
            raise Irregular
        words = np.zeros((len(starts), self.words.shape[1]), dtype=np.uint64)
        for column in range(words.shape[1]):
            before = column * WORD_BYTES
            longer = np.flatnonzero(sizes > before) if column else slice(None)
            words[longer, column] = buffer.head(starts[longer] + before, sizes[longer] - before)
        hashes = (words * ODD[: words.shape[1]]).sum(axis=1, dtype=np.uint64)
        for place in new_keys(hashes, self.hashes):
            self._learn(hashes[place], buffer.content[starts[place] : ends[place]], words[place])
        numbers: Integers = self.numbers[np.searchsorted(self.hashes, hashes)]
        if (self.words[numbers] != words).any():
            raise Irregular
        return numbers

    def _learn(self, key: np.uint64, text: bytes, words: Words64) -> None:
        if not UNIT.fullmatch(text):
            raise Irregular
        at = int(np.searchsorted(self.hashes, key))
        self.hashes = np.insert(self.hashes, at, key)
        self.numbers = np.insert(self.numbers, at, len(self.texts))
        self.words = np.vstack([self.words, words])
        self.texts.append(text.decode())


def new_keys(keys: Words64, known: Words64) -> list[int]:
    """A place of each key that is not among the known ones, which are sorted."""
    near = known[np.minimum(np.searchsorted(known, keys), len(known) - 1)] if len(known) else ~keys
    unknown = np.flatnonzero(near != keys)
    found: list[int] = unknown[np.unique(keys[unknown], return_index=True)[1]].tolist()
    return found
