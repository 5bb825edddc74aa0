"""Lines over years: one municipality against its peers."""

from collections.abc import Mapping
from math import nan
from typing import Any

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from barnevern.figures import axis, theme
from barnevern.figures.drawings import Columns, draws
from barnevern.figures.labels import Label, Labels

OWN: Any = {"linestyle": "-", "marker": "o", "linewidth": 2.8, "markersize": 7.0, "zorder": 5}
DASHES = [(4, 1.5), (1, 1), (6, 1, 1, 1), (3, 1, 1, 1, 1, 1), (2, 2)]
PEERS: Any = [
    {"linestyle": (0, dashes), "marker": marker, "linewidth": 1.6, "markersize": 5.5}
    for dashes, marker in zip(DASHES, "s^DvP", strict=True)
]
Lines = dict[str, dict[int, float]]  # the value of each year, by name


@draws("line")
def line(
    table: Columns,
    *,
    own: str,
    decimals: int,
    marks: Mapping[Any, str],
    band: Columns | None = None,
) -> Figure:
    """One line for each name of ``table`` (name, year, value), ``own`` the strongest, names at the
    line ends.

    ``marks`` are years that differ from the one before, with a word each ("brudd"); a dotted line
    stands before each. ``band`` (year, low, high) is shaded: the interval of a forecast, or what
    chance allows.
    """
    lines = by_name(table)
    names = [own, *(name for name in lines if name != own)]
    colours = dict(zip(names, [theme.OWN_COLOUR, *theme.PEER_COLOURS], strict=False))
    ends = 0.98 - max(theme.room(names), theme.room([own], "bold"))
    figure, axes = theme.new_axes(3.3, left=0.115, right=min(0.72, ends))
    _lines(axes, lines, colours, sorted(set(table["year"])))
    _axes(axes, table, decimals, _shade(axes, band) if band is not None else 0.0)
    _marks(axes, {int(year): word for year, word in marks.items()})
    _end_labels(axes, lines, names, colours)
    return figure


def by_name(table: Columns) -> Lines:
    """The points of each name, in order of appearance; those without a value are left out."""
    lines: Lines = {}
    for name, year, value in zip(table["name"], table["year"], table["value"], strict=True):
        if value is not None:
            lines.setdefault(name, {})[year] = value
    return lines


def _lines(axes: Axes, lines: Lines, colours: dict[str, str], years: list[int]) -> None:
    """A line for each name in its colour, the first the strongest; each told apart by its dashes
    and marker too.

    There is no line over a year that has a figure of another name but none of this one: it would
    look like a figure.
    """
    for name, look in zip(colours, [OWN, *PEERS], strict=False):
        values = [lines.get(name, {}).get(year, nan) for year in years]
        look = look | {"color": colours[name], "markeredgecolor": "white"}
        axes.add_artist(Line2D(years, values, **look))


def _shade(axes: Axes, band: Columns) -> float:
    """The band as a shade; gives its highest value."""
    shade: Any = {"color": theme.EARLIER_COLOUR, "alpha": 0.35, "linewidth": 0}
    axes.fill_between(band["year"], band["low"], band["high"], **shade)
    return float(max(band["high"])) if len(band["high"]) else 0.0


def _readable(axes: Axes, years: list[int]) -> list[int]:
    """The years to write out: every second, from the last one, where there is no room for all."""
    needed = theme.room(["2024 "]) * (years[-1] - years[0] + 0.6)
    return years[::-2] if needed > axes.get_position().width else years


def _axes(axes: Axes, table: Columns, decimals: int, highest: float) -> None:
    axes.set(xlabel="", ylabel="", ylim=_limits(table, highest))
    years = sorted(set(table["year"]))
    axes.set_xlim(years[0] - 0.3, years[-1] + 0.3)
    places = axis.numbers(axes, "y", whole=decimals == 0)
    axes.figure.subplots_adjust(left=axis.MARGIN + theme.room(places.values()))
    axis.beside(axes, places)
    axis.below(axes, {year: str(year) for year in _readable(axes, years)})


def _marks(axes: Axes, marks: dict[int, str]) -> None:
    """A dotted line and its word before each of the years between the first and the last drawn."""
    first, last = axes.get_xlim()
    for year, word in sorted(marks.items()):
        if first < year - 0.5 < last:
            axes.axvline(year - 0.5, color="#767676", linestyle=":", linewidth=1.2)
            above = [Label(year - 0.5, 1.0, word)]
            frame = axes.get_xaxis_transform()
            axis.add(axes, Labels(above, frame, ha="center", va="bottom", size=9))


def _limits(table: Columns, highest: float) -> tuple[float, float]:
    values = [value for value in table["value"] if value is not None]
    low, high = min(0.0, *values), max(0.0, highest, *values)
    span = (high - low) or 1.0
    return low - (0.06 * span if low < 0 else 0), high + 0.09 * span


def _end_labels(axes: Axes, lines: Lines, names: list[str], colours: dict[str, str]) -> None:
    """Each name beside the last point of its line, moved apart evenly where two would overlap."""
    last = {name: points[max(points)] for name, points in lines.items() if points}
    shown = sorted((name for name in names if name in last), key=lambda name: float(last[name]))
    places = _moved_apart([float(last[name]) for name in shown], axes.get_ylim())
    texts = [
        Label(1.015, place, name, colours[name], name == names[0])
        for name, place in zip(shown, places, strict=True)
    ]
    axis.add(axes, Labels(texts, axes.get_yaxis_transform()))


def _moved_apart(values: list[float], limits: tuple[float, float]) -> list[float]:
    """Places for names at ascending ``values``, far enough from each other and within the limits
    where there is room.
    """
    low, high = limits
    gap = (high - low) * 0.085
    places: list[float] = []
    for value in values:
        places.append(max(value, places[-1] + gap if places else low))
    away = [place - value for place, value in zip(places, values, strict=True)]
    shift = min(max(sum(away) / len(values), places[-1] - high), places[0] - low)
    return [place - shift for place in places]
