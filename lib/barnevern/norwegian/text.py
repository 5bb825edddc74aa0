"""Words in Norwegian: lists, the alphabet, first letters, and names as file names."""

import re
import unicodedata
from collections.abc import Iterable

from barnevern.norwegian.messages import say

LETTERS: dict[str, str | int | None] = {
    "æ": "ae",
    "ø": "o",
    "å": "a",
    "đ": "d",
    "ŋ": "n",
    "ŧ": "t",
}  # in file names


def listed(words: Iterable[str]) -> str:
    """The words as a Norwegian list: "Oslo, Bergen og Tromsø"."""
    found = list(words)
    if len(found) == 1:
        return found[0]
    return say("text-listed", others=", ".join(found[:-1]), last=found[-1])


def slug(name: str) -> str:
    """``name`` in lower-case ASCII with hyphens: "Bærum" -> "baerum"."""
    replaced = name.lower().translate(str.maketrans(LETTERS))
    ascii_only = unicodedata.normalize("NFKD", replaced).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", ascii_only).strip("-")


def alphabetical(name: str) -> str:
    """What names are sorted by in Norwegian: æ, ø and å come last, in that order."""
    return name.lower().translate(str.maketrans("æäøöå", "{{||}"))


def lower_first(text: str) -> str:
    """The text with a small first letter, but "RFT-saker" as it is."""
    return text if text[1:2].isupper() or text[1:2].isdigit() else text[:1].lower() + text[1:]
