"""How much room text takes, from the width of its letters: matplotlib shapes every text anew, which
is half of what a small figure costs.
"""

from functools import lru_cache

from matplotlib.font_manager import FontProperties, fontManager, get_font
from matplotlib.ft2font import FT2Font, LoadFlags

EM = 1000.0  # the size at which letters are measured


def _font(family: str, weight: str | int) -> FT2Font:
    """The font at the size EM; matplotlib keeps it, and opens it anew in a forked process, where
    the place in an open file is shared.
    """
    font = get_font(fontManager.findfont(FontProperties(family=family, weight=weight)))
    font.set_size(EM, 72)
    return font


@lru_cache(4096)
def _letter(family: str, weight: str | int, letter: str) -> float:
    glyph = _font(family, weight).load_char(ord(letter), flags=LoadFlags.NO_HINTING)
    return float(glyph.linearHoriAdvance) / 65536


@lru_cache
def _heights(family: str, weight: str | int) -> tuple[float, float, float]:
    font = _font(family, weight)
    lines, whole = font.get_sfnt_table("OS/2"), font.get_sfnt_table("head")
    assert lines is not None  # as in every TrueType font of today
    assert whole is not None
    em = whole["unitsPerEm"]
    return lines["sTypoAscender"] / em, -lines["sTypoDescender"] / em, lines["sTypoLineGap"] / em


def width(text: str, font: FontProperties) -> float:
    """The width of ``text`` in points."""
    family, weight = font.get_family()[0], font.get_weight()
    em = sum(_letter(family, weight, letter) for letter in text) / EM
    return em * font.get_size_in_points()


def heights(font: FontProperties) -> tuple[float, float, float]:
    """How far a line reaches above and below its baseline, and the gap to the next, in points."""
    up, down, gap = _heights(font.get_family()[0], font.get_weight())
    size = font.get_size_in_points()
    return up * size, down * size, gap * size
