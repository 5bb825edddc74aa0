"""Numbers in a text, in digits and in words, and whether a shown figure explains them."""

import re
from collections.abc import Iterable, Iterator, Mapping
from decimal import ROUND_HALF_UP, Decimal
from typing import Self

from barnevern.audit.constants import IN_ORDER, IN_WORDS, TELLING, without_constants

ONE, MILLION = Decimal(1), Decimal(1_000_000)
SPACES = "\u202f\u00a0"
NUMBER = re.compile(rf"\d[\d{SPACES}]*(?:,\d+)?")
WORDS = {
    word: number for number, words in enumerate(IN_ORDER.split(), 1) for word in words.split("|")
}


class Known:
    """The values of a page, and what they round to."""

    def __init__(self, values: Iterable[Decimal]) -> None:
        self._values = set(values)
        self._rounded: dict[tuple[int, Decimal], set[Decimal]] = {}

    @classmethod
    def of(cls, rows: Iterable[Mapping[str, str]]) -> Self:
        """The values of rows of a CSV, without their sign."""
        return cls(abs(Decimal(row["value"])) for row in rows if row.get("value"))

    def has(self, number: Decimal) -> bool:
        """Whether ``number`` is one of the values, whatever its sign and its last digits."""
        return abs(number) in self._values or self.round_to(
            abs(number), max(0, -int(number.as_tuple().exponent))
        )

    def round_to(self, number: Decimal, decimals: int, scale: Decimal = ONE) -> bool:
        """Whether one of the values, divided by ``scale``, is ``number`` with so many decimals."""
        key = decimals, scale
        if key not in self._rounded:
            step = ONE.scaleb(-decimals)
            self._rounded[key] = {
                (value / scale).quantize(step, ROUND_HALF_UP) for value in self._values
            }
        return number in self._rounded[key]


NOTHING = Known([])


def unfounded(text: str, known: Known) -> Iterator[str]:
    """The numbers of ``text``, in digits and in words, that none of the ``known`` values rounds to
    and that name nothing.
    """
    if not TELLING.search(text):
        return
    left = without_constants(text.replace("−", ""))
    scales = (ONE, MILLION) if "million" in text else (ONE,)
    for printed in NUMBER.findall(left):
        plain = re.sub(rf"[{SPACES}]", "", printed).replace(",", ".")
        decimals = len(plain.partition(".")[2])
        if not any(known.round_to(Decimal(plain), decimals, scale) for scale in scales):
            yield printed
    for match in IN_WORDS.finditer(left):
        word = match[1] or match[2]
        if not known.round_to(Decimal(WORDS[word.lower()]), 0):
            yield word
