"""A spine chart: many indicators on one scale, with the figure of a group in the middle of each.

It is as narrow as a telephone: the name stands over the bar, the figures at its right end.
"""

from collections.abc import Mapping, Sequence
from math import nan
from typing import Any

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import PathPatch
from matplotlib.path import Path

from barnevern.figures import axis, theme
from barnevern.figures.drawings import Columns, draws
from barnevern.figures.labels import Label, Labels

WIDTH, LEFT, RIGHT = 353.0, 14.0, 226.0  # in points: of the drawing, and where its bars are
END = 351.0  # where the figures end
MOST = 2.0  # the end of the scale: twice the group's figure
SCALE = (0.0, 0.5, 1.0, MOST)  # what has a name under the bars
ROW, HEADING, ABOVE, BELOW, KEY_ROW = 31.0, 22.0, 6.0, 22.0, 15.0
# From the top of a row to its name, to the middle of its bar, and of the figures of a heading.
NAME, BAR, HEADED = 11.0, 21.0, 12.0
TALL = 6.5  # of the lines of the group and of the law, from the middle of the bar
NAME_POINTS, FIGURE_POINTS, SMALL_POINTS = 10.5, 9.5, 9.0
BAND_COLOUR, CHANCE_COLOUR, LINE_COLOUR = "#6f8cab", "#767676", "#444444"
# How the own figure is drawn, by what it tells; never by colour alone.
MARKERS: Mapping[str, dict[str, Any]] = {
    "better": {"marker": "^", "color": "#1b6e3c", "markersize": 9},
    "worse": {"marker": "v", "color": "#a8410a", "markersize": 9},
    "different": {"marker": "D", "color": theme.OWN_COLOUR, "markersize": 7},
    "chance": {
        "marker": "o",
        "markersize": 7,
        "markerfacecolor": "white",
        "markeredgecolor": CHANCE_COLOUR,
        "markeredgewidth": 1.6,
    },
}
# The better end of a bar, and how it is marked.
BEST: Mapping[str, dict[str, Any]] = {
    end: {"marker": marker, "color": LINE_COLOUR, "markersize": 5}
    for end, marker in (("lower", "<"), ("higher", ">"))
}
BEST_AT = {"lower": LEFT - 7, "higher": RIGHT + 7}
LINES: Mapping[str, tuple[str, float]] = {  # the colour of a line, and its width
    "group": (LINE_COLOUR, 1.2),
    "demand": (theme.PEER_COLOURS[2], 2.2),
}
Place = tuple[float, float]
Row = Mapping[str, Any]


@draws("spine")
def spine(
    table: Columns, *, key: Sequence[tuple[str, str]] = (), scale: Sequence[str] = ()
) -> Figure:
    """A row for each of ``table`` (label, figures, own, group, low, high, demand, tone, best), with
    ``group`` in the middle of its scale; numbers are None where there are none. A row without
    ``own`` is a heading.

    ``tone`` is one of MARKERS; ``low`` to ``high`` is drawn as a band, ``demand`` as a line;
    ``best`` says which end is the better one. ``key`` says what is drawn how, ``scale`` what the
    places of SCALE are called.
    """
    rows = [
        _scaled(dict(zip(table, cells, strict=True))) for cells in zip(*table.values(), strict=True)
    ]
    steps = [HEADING if row["own"] is None else ROW for row in rows]
    top = ABOVE + KEY_ROW * ((len(key) + 1) // 2)
    height = top + sum(steps) + BELOW
    figure, axes = _empty(height)
    placed = [(row, top + sum(steps[:n])) for n, row in enumerate(rows)]
    keyed = {what: _key_place(n) for n, (what, _) in enumerate(key)}
    bars = [(row, place + BAR) for row, place in placed if row["own"] is not None]
    _bands(axes, bars, keyed)
    _lines(axes, bars, keyed)
    _dots(axes, bars, keyed)
    named = list(zip(SCALE, scale, strict=False))
    _ticks(axes, [(place_of(value), height - BELOW + 1) for value, _ in named])
    _texts(axes, placed)
    small = [Label(place_of(value), height - BELOW + 12, text) for value, text in named]
    _write(axes, small, ha="center", va="baseline", size=SMALL_POINTS)
    names = [Label(keyed[what][0] + 13, keyed[what][1], text) for what, text in key]
    _write(axes, names, va="center_baseline", size=SMALL_POINTS)
    return figure


def _empty(height: float) -> tuple[Figure, Axes]:
    """Axes whose places are points from the upper left corner."""
    figure, axes = theme.new_axes(height / 72, left=0.0, right=1.0, bottom=0.0)
    figure.set_size_inches(WIDTH / 72, height / 72)
    figure.subplots_adjust(top=1.0)
    axes.set(xlim=(0, WIDTH), ylim=(height, 0))
    axes.set_axis_off()
    return figure, axes


def _scaled(row: dict[str, Any]) -> Row:
    """The row with its numbers as times the group's."""
    numbers = {name: row[name] for name in ("own", "low", "high", "demand")}
    times = {
        name: None if value is None else value / row["group"] for name, value in numbers.items()
    }
    return row | times


def place_of(value: float) -> float:
    """Where a number of the scale lies; what is outside it stands at its end."""
    return LEFT + (RIGHT - LEFT) * min(max(value, 0.0), MOST) / MOST


def _key_place(n: int) -> Place:
    """Where the key has its ``n``-th thing: in two columns above the bars."""
    return 9 + (n % 2) * WIDTH / 2, ABOVE + KEY_ROW * (n // 2 + 0.5)


def _bands(axes: Axes, bars: Sequence[tuple[Row, float]], keyed: Mapping[str, Place]) -> None:
    """The middle halves, as one path."""
    boxes = [(place_of(r["low"]), place_of(r["high"]), y) for r, y in bars if r["low"] is not None]
    boxes += [(x - 8, x + 8, y) for what, (x, y) in keyed.items() if what == "band"]
    corners, codes = list[Place](), list[Any]()
    for low, high, y in boxes:
        left, right = min(low, RIGHT - 2), max(high, low + 2)
        corners += [(left, y - 4), (right, y - 4), (right, y + 4), (left, y + 4), (left, y - 4)]
        codes += [Path.MOVETO, Path.LINETO, Path.LINETO, Path.LINETO, Path.CLOSEPOLY]
    if corners:
        axes.add_artist(PathPatch(Path(corners, codes), facecolor=BAND_COLOUR, linewidth=0))


def _lines(axes: Axes, bars: Sequence[tuple[Row, float]], keyed: Mapping[str, Place]) -> None:
    """The short upright lines of the group and of the law."""
    places = {
        "group": [(place_of(1.0), y) for _, y in bars],
        "demand": [(place_of(row["demand"]), y) for row, y in bars if row["demand"] is not None],
    }
    for what, (colour, width) in LINES.items():
        found = [*places[what], *([keyed[what]] if what in keyed else [])]
        across = [x for place in found for x in (place[0], place[0], nan)]
        up = [y for place in found for y in (place[1] - TALL, place[1] + TALL, nan)]
        look: Any = {"color": colour, "linewidth": width, "zorder": 2.2}
        axes.add_artist(Line2D(across, up, **look))


def _dots(axes: Axes, bars: Sequence[tuple[Row, float]], keyed: Mapping[str, Place]) -> None:
    """The own figures, and the better ends of the bars."""
    for end, look in BEST.items():
        places = [(BEST_AT[end], y) for row, y in bars if row["best"] == end]
        aside = -5 if end == "lower" else 5
        places += [(x + aside, y) for what, (x, y) in keyed.items() if what == "best"]
        _dotted(axes, places, look)
    for tone, look in MARKERS.items():
        places = [(place_of(row["own"]), y) for row, y in bars if row["tone"] == tone]
        _dotted(axes, [*places, *([keyed[tone]] if tone in keyed else [])], look)


def _dotted(axes: Axes, places: Sequence[Place], look: Mapping[str, Any]) -> None:
    if places:
        edge: Any = {"markeredgecolor": "white", "markeredgewidth": 0.8}
        drawn: Any = {**edge, **look, "linestyle": "none", "zorder": 2.6}
        axes.add_artist(Line2D(*zip(*places, strict=True), **drawn))


def _ticks(axes: Axes, places: Sequence[Place]) -> None:
    _dotted(axes, places, {"marker": "|", "markersize": 5, "markeredgecolor": LINE_COLOUR})


def _texts(axes: Axes, placed: Sequence[tuple[Row, float]]) -> None:
    """The names over the bars, and the figures at their right end."""
    names, figures = list[Label](), list[Label]()
    for row, y in placed:
        heads = row["own"] is None
        names.append(Label(2, y + (16 if heads else NAME), row["label"], bold=heads))
        figures.append(Label(END, y + (HEADED if heads else BAR), row["figures"]))
    _write(axes, names, va="baseline", size=NAME_POINTS)
    _write(axes, figures, ha="right", va="center_baseline", size=FIGURE_POINTS)


def _write(axes: Axes, labels: Sequence[Label], **how: Any) -> None:
    axis.add(axes, Labels(labels, axes.transData, **how))
