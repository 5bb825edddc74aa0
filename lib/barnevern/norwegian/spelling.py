"""Words as people type and paste them, in the one form that they are known by."""

import re
import unicodedata
from itertools import permutations

# Hyphens and dashes of every length, the minus sign, and the slash between names in two languages.
DASHES = re.compile(r"\s*[-\u2010-\u2015\u2212\u2043\ufe58\uff0d/]\s*")
BETWEEN_NAMES = re.compile(r"\s+[-\u2010-\u2015\u2212]\s+|/")
QUOTES = "\"'«»“”„‘’.,;: "


def plain(text: str) -> str:
    """``text`` with each letter as one sign (macOS takes å apart), the usual space, and nothing
    that is not seen; case and dashes stay.
    """
    seen = "".join(sign for sign in text if unicodedata.category(sign) != "Cf")
    return " ".join(unicodedata.normalize("NFKC", seen).split())


def alike(text: str) -> str:
    """What two writings of the same word have in common: letters, case, dashes and spaces do not
    tell them apart.
    """
    return unicodedata.normalize("NFC", DASHES.sub("-", plain(text).casefold())).strip(QUOTES)


def writings(name: str) -> set[str]:
    """Every form, by ``alike``, of a name that may stand in several languages, as in "Trondheim -
    Tråante": the whole in any order, and each language by itself.
    """
    parts = [alike(part) for part in BETWEEN_NAMES.split(plain(name))]
    orders = list(permutations(parts))
    return {alike(name), *parts, *("-".join(some) for some in orders), *map(" ".join, orders)}
