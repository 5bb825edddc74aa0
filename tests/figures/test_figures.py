"""Figures are one SVG element with real text, a name, Norwegian numbers, and the same bytes every
time.
"""

import re

import pandas as pd
import pytest
from matplotlib.figure import Figure

from barnevern.figures import axis, bars, funnel_figure, line

YEARS = pd.DataFrame(
    [
        (name, year, value)
        for name in ("Bærum", "Landet")
        for year, value in ((2022, 4.5), (2023, 5.25))
    ],
    columns=["name", "year", "value"],
)
GROUPS = pd.DataFrame(
    [("Politi", "2024", 16.6), ("Politi", "2023", 13.1), ("<b>&", "2024", 0.1)],
    columns=["label", "series", "value"],
)


def drawn() -> list[str]:
    return [
        line(YEARS, own="Bærum", name="a", alt='"4,5" & <5>', decimals=1, marks={2023: "brudd"}),
        bars(GROUPS, name="b", alt="Politi 16,6", decimals=1),
    ]


def test_one_named_svg_element_without_metadata():
    for svg in drawn():
        assert svg.startswith("<svg ") and svg.endswith("</svg>") and svg.count("<svg") == 1
        assert 'role="img" aria-label="' in svg
        assert "metadata" not in svg and "<!--" not in svg


def test_alt_and_labels_are_escaped():
    lines, groups = drawn()
    assert 'aria-label="&quot;4,5&quot; &amp; &lt;5&gt;"' in lines
    assert "<b>" not in groups


def test_text_is_text_with_norwegian_numbers():
    lines, groups = drawn()
    assert ">Bærum</text>" in lines and ">brudd</text>" in lines
    assert ">16,6</text>" in groups


def test_same_bytes_and_no_shared_ids():
    first, second = drawn(), drawn()
    assert first == second
    ids = [set(re.findall(r'id="([^"]+)"', svg)) for svg in first]
    assert ids[0] and ids[1] and not ids[0] & ids[1]


def test_a_single_point_and_equal_values_are_drawn():
    assert "<svg" in line(YEARS.head(1), own="Bærum", name="c", alt="4,5", decimals=1, marks={})
    assert "<svg" in line(
        YEARS.assign(value=0.0), own="Bærum", name="d", alt="0", decimals=0, marks={}
    )


def test_a_funnel_draws_dots_that_cannot_be_told_apart_once():
    sizes = [100.0 * 1.3**n for n in range(20)]
    one = pd.DataFrame(
        {
            "region": [f"{n:04d}" for n in range(20)],
            "base": sizes,
            "count": [size / 10 + n for n, size in enumerate(sizes)],
        }
    )
    copies = pd.concat([one, *(one.assign(region=one["region"] + f"-{n}") for n in range(9))])
    drawn = [
        funnel_figure(table, own="0003", per=1.0, name="f", alt="f", label="Her")
        for table in (one, copies)
    ]
    assert (
        drawn[1].count("<use") == drawn[0].count("<use") + 1
    )  # under the own dot, which is drawn apart


@pytest.mark.parametrize(
    ("high", "whole", "labels"),
    [
        (2.2, False, {0.5: "0,5", 1: "1,0", 1.5: "1,5"}),
        (110_000, True, {20_000: "20\u202f000"}),
        (4, True, {1: "1", 2: "2"}),
    ],
)
def test_axis_labels_are_the_values_they_stand_at(high, whole, labels):
    axes = Figure().add_subplot()
    axes.set_ylim(0, high)
    found = axis.numbers(axes, "y", whole=whole)
    assert labels.items() <= found.items()
    assert all(
        float(text.replace(",", ".").replace("\u202f", "")) == place
        for place, text in found.items()
    )
    drawn = {text.get_text(): text.get_window_extent() for text in axis.beside(axes, found)}
    for place, text in found.items():
        assert drawn[text].y0 < axes.transData.transform((0, place))[1] < drawn[text].y1


def test_axis_ends_within_its_limits():
    axes = Figure().add_subplot()
    axes.set_ylim(-0.31, 1.09)
    assert list(axis.numbers(axes, "y", whole=False)) == [-0.25, 0, 0.25, 0.5, 0.75, 1]
