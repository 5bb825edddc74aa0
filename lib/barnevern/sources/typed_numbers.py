"""Numbers, years and codes as people and programs write them: spaces, points or commas between
thousands, seventeen digits, exponents, kroner and per cent, the minus sign before or behind.
"""

import math
import re
from collections.abc import Iterable
from dataclasses import dataclass

from barnevern.norwegian.spelling import plain

UNIT = r"kr\.?|nok|kroner|%|prosent"
WRITTEN = re.compile(
    rf"'?(?:(?P<before>{UNIT}) ?)?(?P<open>\()?(?P<minus>[-+] ?)?"
    r"(?P<body>[0-9](?:[0-9 .,]*[0-9])?(?:e[+-]?[0-9]{1,3})?)"
    rf"(?P<behind>-)?(?P<close>\))?(?:,-| ?(?P<unit>{UNIT}))?"
)
# Ten digits hold any municipality's kroner; eleven may be an identity number.
WHOLE, DECIMALS = r"[0-9]{1,10}", r"[0-9]{1,20}"
PLAIN = re.compile(rf"{WHOLE}(?:[.,]{DECIMALS})?")
SPACED = re.compile(rf"[0-9]{{1,3}}(?: [0-9]{{3}}){{1,3}}(?:[.,]{DECIMALS})?")
MARKED = re.compile(
    rf"[0-9]{{1,3}}(?:(?:\.[0-9]{{3}}){{1,3}}(?:,{DECIMALS})?|(?:,[0-9]{{3}}){{1,3}}(?:\.{DECIMALS})?)"
)
POWER = re.compile(rf"[0-9](?:\.{DECIMALS})?e\+?0?[0-9]|[0-9](?:\.{DECIMALS})?e-[0-9]{{1,3}}")
# 1.234 and 1,234 are a thousand to one reader and one and a bit to another.
TWO_WAYS = re.compile(r"[1-9][0-9]{0,2}[.,][0-9]{3}")
MINUS = re.compile("[\u2010-\u2015\u2212]")
YEAR = re.compile(r"([0-9]{4})(?:[.,]0+)?")
# The first or last day of a year, as spreadsheets and programs write a year.
DAY = re.compile(
    r"(?:31[./-]12|0?1[./-]0?1)[./-](?P<day>[0-9]{4})(?: 00:00(?::00)?)?"
    r"|(?P<iso>[0-9]{4})-(?:12-31|01-01)(?:[t ]00:00(?::00(?:\.0+)?)?)?"
)


@dataclass(frozen=True)
class Number:
    """A cell as a number: missing where it is none, with ``wrong`` true, or can be read in
    ``two_ways``.
    """

    value: float = math.nan
    unit: str = ""
    wrong: bool = False
    two_ways: bool = False


def numbers(texts: Iterable[str]) -> list[Number]:
    """The cells of one column as numbers; an empty one is missing.

    What a mark is in one cell it is in the others: beside "12,5" the cell "1.234" is 1234.
    """
    cells = [MINUS.sub("-", plain(text)).casefold() for text in texts]
    found = [WRITTEN.fullmatch(cell) for cell in cells]
    marks = {mark for match in found if match for mark in _decimal_marks(match["body"])}
    mark = marks.pop() if len(marks) == 1 else ""
    return [
        _number(match, mark) if match else Number(wrong=bool(cell))
        for cell, match in zip(cells, found, strict=True)
    ]


def _decimal_marks(body: str) -> str:
    """The decimal mark that a cell gives away: that of "12,5", of "1.234,50" and of "1.234.567"."""
    if TWO_WAYS.fullmatch(body):
        return ""
    if MARKED.fullmatch(body) and not PLAIN.fullmatch(body):
        thousands = body[re.search(r"[.,]", body).start()]  # type: ignore[union-attr]
        return "," if thousands == "." else "."
    return "".join(sign for sign in body if sign in ".,")[:1]


def _number(match: re.Match[str], mark: str) -> Number:
    body, unit = match["body"], (match["unit"] or match["before"] or "").rstrip(".")
    signs = [match["minus"] and match["minus"].strip() == "-", match["behind"], match["open"]]
    if sum(map(bool, signs)) > 1 or bool(match["open"]) != bool(match["close"]):
        return Number(wrong=True)
    if TWO_WAYS.fullmatch(body):
        if not mark:
            return Number(unit=unit, two_ways=True)
        text = body.replace(mark, "#").replace("." if mark == "," else ",", "").replace("#", ".")
    elif PLAIN.fullmatch(body) or SPACED.fullmatch(body):
        text = body.replace(" ", "").replace(",", ".")
    elif MARKED.fullmatch(body):
        own = _decimal_marks(body)
        text = body.replace("." if own == "," else ",", "").replace(",", ".")
    elif POWER.fullmatch(body):
        text = body
    else:
        return Number(wrong=True)
    value = float(text)
    return Number(-value if any(signs) and value else value, unit)


def year(text: str) -> str:
    """The year that "2024", "2024.0", "31.12.2024" or "2024-01-01" says; any other text as it
    stands.
    """
    word = plain(text).casefold()
    found, day = YEAR.fullmatch(word), DAY.fullmatch(word)
    return found[1] if found else (day["day"] or day["iso"]) if day else text


def code(text: str) -> str:
    """A code that a program took for a number, without its decimals: "244.0" is "244"."""
    return re.sub(r"(?<=[0-9])[.,]0+$", "", text)
