"""The spine chart: everything inside a telephone's width, and nothing too faint to see."""

import re

import pytest
from matplotlib.font_manager import FontProperties

from barnevern import figures
from barnevern.figures import letters, theme
from barnevern.figures.spine import (
    ABOVE,
    BELOW,
    END,
    FIGURE_POINTS,
    HEADING,
    KEY_ROW,
    LEFT,
    NAME_POINTS,
    RIGHT,
    ROW,
    WIDTH,
    place_of,
)
from barnevern.indicators import catalogue
from barnevern.norwegian.messages import say

ROWS = {
    "label": ["Kvalitet", "Fristbrudd", "Barn med tiltaksplan"],
    "figures": ["Bærum mot landet", "1,9 % mot 3,8 %", "91,0 % mot 85,0 %"],
    "own": [None, 1.9, 91.0],
    "group": [None, 3.8, 20.0],
    "low": [None, 2.5, None],
    "high": [None, 5.5, None],
    "demand": [None, 0.0, 100.0],
    "tone": ["", "better", "chance"],
    "best": ["", "lower", "higher"],
}
KEY = [("better", "klart bedre"), ("band", "midten"), ("demand", "krav"), ("best", "god side")]
LEAST_CONTRAST = 3.0  # of parts of a figure (WCAG 2.1, 1.4.11)


def drawn() -> str:
    scale = ["null", "det halve", "likt", "det dobbelte"]
    return figures.svg("spine", "s", "Ett tall", ROWS, {"key": KEY, "scale": scale})


def channel(value: float) -> float:
    return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4


def luminance(colour: tuple[float, ...]) -> float:
    return sum(w * channel(c) for w, c in zip((0.2126, 0.7152, 0.0722), colour, strict=True))


def contrast(one: tuple[float, ...], other: tuple[float, ...]) -> float:
    low, high = sorted([luminance(one), luminance(other)])
    return (high + 0.05) / (low + 0.05)


def rgb(colour: str) -> tuple[float, ...]:
    return tuple(int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5))


def in_the_dark(colour: tuple[float, ...]) -> tuple[float, ...]:
    """What the style sheet's invert(0.92) and hue-rotate(180deg) make of a colour."""
    inverted = [0.92 + c * (1 - 2 * 0.92) for c in colour]
    turn = ((-0.574, 1.430, 0.144), (0.426, 0.430, 0.144), (0.426, 1.430, -0.856))
    turned = (sum(w * c for w, c in zip(row, inverted, strict=True)) for row in turn)
    return tuple(min(max(c, 0.0), 1.0) for c in turned)


def test_every_colour_that_is_drawn_is_seen_in_both_schemes():
    colours = set(re.findall(r"(?:fill|stroke): (#[0-9a-f]{6})", drawn())) - {"#ffffff"}
    assert len(colours) >= 5
    faint = [
        colour
        for colour in colours
        if contrast(rgb(colour), rgb("#ffffff")) < LEAST_CONTRAST
        or contrast(in_the_dark(rgb(colour)), rgb("#14181d")) < LEAST_CONTRAST
    ]
    assert faint == []


def test_it_is_as_wide_as_a_telephone_and_as_high_as_its_rows():
    width, height = re.search(r'viewBox="0 0 ([\d.]+) ([\d.]+)"', drawn()).groups()
    rows = ABOVE + 2 * KEY_ROW + HEADING + 2 * ROW + BELOW
    assert (float(width), float(height)) == (WIDTH, rows)


def test_what_is_beyond_the_scale_stands_at_its_end():
    assert place_of(4.5) == RIGHT
    assert place_of(-0.2) == LEFT


@pytest.mark.parametrize("entry", [one for one in catalogue().values() if one.monitor])
def test_the_name_of_every_indicator_of_the_monitor_fits_over_its_bar(entry):
    font = FontProperties(family=theme.STYLE["font.family"], size=NAME_POINTS)
    assert letters.width(entry.short, font) < WIDTH - 4


def test_the_largest_figures_fit_beside_the_bar():
    font = FontProperties(family=theme.STYLE["font.family"], size=FIGURE_POINTS)
    figures_of = [("1\u202f078\u202f632", "704\u202f455"), ("100,0\u00a0%", "100,0\u00a0%")]
    for own, other in figures_of:
        text = say("spine-against", own=own, other=other)
        assert letters.width(text, font) < END - RIGHT - 10
