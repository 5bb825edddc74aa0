"""Numbers and dates in Norwegian: narrow no-break space in thousands, decimal comma, true minus."""

import math
import re
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from babel.dates import format_date

NARROW_SPACE = "\u202f"
NO_BREAK_SPACE = "\u00a0"
MINUS = "\u2212"
NORWEGIAN = str.maketrans({",": NARROW_SPACE, ".": ","})

# What stands after the number in running text. A unit that is not here is written out by the name
# of the indicator.
SUFFIX = {
    "prosent": "%",
    "prosent fra snittet": "%",
    "prosentpoeng": "prosentpoeng",
    "kroner": "kroner",
    "millioner kroner": "millioner kroner",
    "dager": "dager",
    "studiepoeng": "studiepoeng",
    "år": "år",
}


def rounded(value: float, decimals: int = 0) -> Decimal:
    """``value`` rounded half away from zero, as spreadsheets and Statistics Norway print it."""
    return Decimal(repr(float(value))).quantize(
        Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP
    )


def number(value: float, decimals: int = 0, *, signed: bool = False) -> str:
    """``value`` as Norwegian text, for example 101180 -> "101 180" and -0.6 -> "−0,6".

    ``signed`` puts a plus before positive numbers. Raises ValueError for a missing or infinite
    value: a missing figure is said in words, never printed as a number.
    """
    if not math.isfinite(value):
        raise ValueError("a missing or infinite value has no number; say its status in words")
    exact = rounded(value, decimals)
    text = f"{abs(exact):,}".translate(NORWEGIAN)
    sign = MINUS if exact < 0 else "+" if signed and exact > 0 else ""
    return sign + text


def quantity(value: float, unit: str, decimals: int = 0, *, signed: bool = False) -> str:
    """``value`` with its unit for running text: "13,8 %", "101 180 kroner", "685"."""
    text = number(value, decimals, signed=signed)
    suffix = SUFFIX.get(unit, "")
    if suffix == "kroner" and text == "1":
        suffix = "krone"
    return f"{text}{NO_BREAK_SPACE}{suffix}" if suffix else text


def typeset(text: str) -> str:
    """A text from a catalogue with narrow spaces in its thousands: "per 1 000"."""
    return re.sub(r"(?<=\d) (?=\d{3}(?!\d))", NARROW_SPACE, text.strip())


def day(iso: str) -> str:
    """A date for running text: "2026-11-22" -> "22. november 2026"."""
    return str(format_date(date.fromisoformat(iso), format="d. MMMM y", locale="nb_NO"))


def printed_decimals(texts: list[str]) -> int:
    """How many decimals a printed table really has, given its cells as printed.

    A table whose every cell ends in a zero was rounded one place earlier and padded: "20,80 %"
    among "9,40 %" and "0,30 %" is a figure with one decimal.
    """
    parts = [match[1] for text in texts if (match := re.search(r",(\d+)", text))]
    if not parts:
        return 0
    longest = max(len(part) for part in parts)
    while longest and all(len(part) < longest or part[longest - 1] == "0" for part in parts):
        longest -= 1
    return longest


def same_number(printed: float, exact: float, decimals: int) -> bool:
    """Whether ``exact`` can have been printed as ``printed`` with that many decimals, whichever way
    a half was rounded.
    """
    return bool(abs(printed - exact) <= 0.5 * 10**-decimals + 1e-9)
