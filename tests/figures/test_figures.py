"""Figures are one SVG element with real text, a name, Norwegian numbers, and the same bytes every
time.
"""

import re

import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from barnevern import figures
from barnevern.figures import UnknownDrawing, axis, draws, theme

YEARS = {
    "name": ["Bærum", "Bærum", "Landet", "Landet"],
    "year": [2022, 2023, 2022, 2023],
    "value": [4.5, 5.25, 4.5, 5.25],
}
GROUPS = {
    "label": ["Politi", "Politi", "<b>&"],
    "series": ["2024", "2023", "2024"],
    "value": [16.6, 13.1, 0.1],
}


def line(table, name="a", alt="4,5", **spec):
    return figures.svg("line", name, alt, table, {"own": "Bærum", "marks": {}} | spec)


def drawn() -> list[str]:
    return [
        line(YEARS, alt='"4,5" & <5>', decimals=1, marks={2023: "brudd"}),
        figures.svg("bars", "b", "Politi 16,6", GROUPS, {"decimals": 1}),
    ]


def test_a_new_kind_of_drawing_is_one_function():
    @draws("test: two dots")
    def two_dots(table, *, colour):
        figure = Figure()
        figure.add_subplot().scatter(table["x"], table["y"], color=colour)
        return figure

    svg = figures.svg(
        "test: two dots", "t", "To prikker", {"x": [1, 2], "y": [3, 4]}, {"colour": "red"}
    )
    assert svg.startswith("<svg") and 'aria-label="To prikker"' in svg


def test_an_unknown_kind_is_said_with_those_there_are():
    with pytest.raises(UnknownDrawing, match='no function draws "pie"; there are: bars, '):
        figures.svg("pie", "t", "", {}, {})


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
    assert "<svg" in line({name: column[:1] for name, column in YEARS.items()}, decimals=1)
    assert "<svg" in line(YEARS | {"value": [0.0] * 4}, decimals=0)


def test_a_funnel_draws_dots_that_cannot_be_told_apart_once():
    sizes = [100.0 * 1.3**n for n in range(20)]
    counts = [size / 10 + n for n, size in enumerate(sizes)]
    once = {"region": [f"{n:04d}" for n in range(20)], "base": sizes, "count": counts}
    copies = {
        "region": [f"{code}-{n}" if n else code for n in range(10) for code in once["region"]],
        "base": sizes * 10,
        "count": counts * 10,
    }
    spec = {"own": "0003", "per": 1.0, "label": "Her"}
    spec |= {"kind": "rate", "rate": 0.1, "variance": 0.04}
    drawn = [figures.svg("funnel", "f", "f", table, spec) for table in (once, copies)]
    # One more under the own dot, which is drawn apart.
    assert drawn[1].count("<use") == drawn[0].count("<use") + 1


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
    pixels = FigureCanvasAgg(axes.figure).get_renderer()
    axes.set_ylim(0, high)
    found = axis.numbers(axes, "y", whole=whole)
    assert labels.items() <= found.items()
    assert all(
        float(text.replace(",", ".").replace("\u202f", "")) == place
        for place, text in found.items()
    )
    for place, text in found.items():
        room = axis.beside(axes, {place: text}).get_window_extent(pixels)
        assert room.y0 < axes.transData.transform((0, place))[1] < room.y1


def test_axis_ends_within_its_limits():
    axes = Figure().add_subplot()
    axes.set_ylim(-0.31, 1.09)
    assert list(axis.numbers(axes, "y", whole=False)) == [-0.25, 0, 0.25, 0.5, 0.75, 1]


def test_axes_made_before_they_are_needed_draw_the_same():
    before = drawn()
    theme.prepare(len(before))
    assert drawn() == before
    theme.prepare(1)
    assert drawn() == before
