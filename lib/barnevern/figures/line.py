"""Lines over years: one municipality against its peers."""

from typing import Any

import matplotlib as mpl
import pandas as pd
from matplotlib.axes import Axes

from barnevern.figures import axis, theme

OWN: Any = {"linestyle": "-", "marker": "o", "linewidth": 2.8, "markersize": 7.0, "zorder": 5}
DASHES = [(4, 1.5), (1, 1), (6, 1, 1, 1), (3, 1, 1, 1, 1, 1), (2, 2)]
PEERS: Any = [
    {"linestyle": (0, dashes), "marker": marker, "linewidth": 1.6, "markersize": 5.5}
    for dashes, marker in zip(DASHES, "s^DvP", strict=True)
]


def line(
    table: pd.DataFrame,
    *,
    own: str,
    name: str,
    alt: str,
    decimals: int,
    marks: dict[int, str],
    band: pd.DataFrame | None = None,
) -> str:
    """An SVG of ``table`` (name, year, value): one line per name, ``own`` drawn strongest, names at
    the line ends.

    ``marks`` are years that differ from the one before, with a word each ("brudd"); a dotted line
    stands before each. ``band`` (year, low, high) is shaded: the interval of a forecast, or what
    chance allows.
    """
    names = [own, *[n for n in table["name"].drop_duplicates() if n != own]]
    colours = dict(zip(names, [theme.OWN_COLOUR, *theme.PEER_COLOURS], strict=False))
    with mpl.rc_context(theme.STYLE):
        figure, axes = theme.new_axes(
            3.3,
            left=0.115,
            right=min(0.72, 0.98 - max(theme.room(names), theme.room([own], "bold"))),
        )
        _lines(axes, table, colours)
        if band is not None:
            axes.fill_between(
                band["year"],
                band["low"],
                band["high"],
                color=theme.EARLIER_COLOUR,
                alpha=0.35,
                linewidth=0,
            )
        highest = float(band["high"].max()) if band is not None else 0.0
        _axes(axes, table, decimals, highest)
        _marks(axes, marks)
        _end_labels(axes, table, names, colours)
        return theme.to_svg(figure, name, alt)


def _lines(axes: Axes, table: pd.DataFrame, colours: dict[str, str]) -> None:
    """A line for each name in its colour, the first the strongest; each told apart by its dashes
    and marker too.

    There is no line over a year that has a figure of another name but none of this one: it would
    look like a figure.
    """
    years = sorted(table["year"].unique())
    for name, look in zip(colours, [OWN, *PEERS], strict=False):
        values = table[table["name"].eq(name)].set_index("year")["value"].reindex(years)
        axes.plot(years, values, color=colours[name], markeredgecolor="white", **look)


def _axes(axes: Axes, table: pd.DataFrame, decimals: int, highest: float) -> None:
    values = table["value"].dropna()
    low, high = min(0.0, float(values.min())), max(0.0, highest, float(values.max()))
    span = (high - low) or 1.0
    axes.set(xlabel="", ylabel="", ylim=(low - (0.06 * span if low < 0 else 0), high + 0.09 * span))
    years = sorted(table["year"].unique())
    axes.set_xlim(years[0] - 0.3, years[-1] + 0.3)
    places = axis.numbers(axes, "y", whole=decimals == 0)
    axes.figure.subplots_adjust(left=axis.MARGIN + theme.room(places.values()))
    axis.beside(axes, places)
    crowded = theme.room(["2024 "]) * (years[-1] - years[0] + 0.6) > axes.get_position().width
    axis.below(axes, {year: str(year) for year in (years[::-2] if crowded else years)})


def _marks(axes: Axes, marks: dict[int, str]) -> None:
    """A dotted line and its word before each of the years between the first and the last that are
    drawn.
    """
    first, last = axes.get_xlim()
    within = {year: word for year, word in marks.items() if first < year - 0.5 < last}
    for year, word in sorted(within.items()):
        axes.axvline(year - 0.5, color="#767676", linestyle=":", linewidth=1.2)
        axes.text(
            year - 0.5,
            1.0,
            word,
            transform=axes.get_xaxis_transform(),
            ha="center",
            va="bottom",
            fontsize=9,
        )


def _end_labels(axes: Axes, table: pd.DataFrame, names: list[str], colours: dict[str, str]) -> None:
    """Each name beside the last point of its line, moved apart evenly where two would overlap."""
    last = (
        table.dropna(subset="value")
        .sort_values("year")
        .drop_duplicates("name", keep="last")
        .set_index("name")["value"]
    )
    low, high = axes.get_ylim()
    gap = (high - low) * 0.085
    shown = sorted((n for n in names if n in last.index), key=lambda n: float(last[n]))
    places: list[float] = []
    for name in shown:
        places.append(max(float(last[name]), places[-1] + gap if places else low))
    moved = sum(place - float(last[name]) for place, name in zip(places, shown, strict=True)) / len(
        shown
    )
    shift = min(max(moved, places[-1] - high), places[0] - low)
    for name, place in zip(shown, places, strict=True):
        weight = "bold" if name == names[0] else "normal"
        axes.text(
            1.015,
            place - shift,
            name,
            transform=axes.get_yaxis_transform(),
            color=colours[name],
            weight=weight,
            va="center",
        )
