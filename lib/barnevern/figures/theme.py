"""One look for every figure, and a figure as files of its own."""

import io
import textwrap
from collections.abc import Iterable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any

import matplotlib as mpl
import matplotlib.style
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties

from barnevern.figures import letters

WIDTH_INCHES = 7.2
OWN_COLOUR = "#0b4f8a"
# Told apart by dash and marker too; every colour has a contrast of at least 4.5:1 on white, so
# labels can carry it.
PEER_COLOURS = ["#a8410a", "#1b6e3c", "#6d3a9c", "#5c5c5c", "#8a6100"]
EARLIER_COLOUR = "#9db9d3"
TEXT_COLOUR = "#222222"
GRID_COLOUR = "#d9d9d9"

PNG_DPI = 200

# Seaborn's style "ticks" as matplotlib brings it: seaborn itself takes a second to import.
STYLE: Any = dict(mpl.style.library["seaborn-v0_8-ticks"]) | {
    "axes.linewidth": 0.8,
    "patch.edgecolor": "w",
    "patch.force_edgecolor": True,
    "svg.fonttype": "none",
    "font.family": "DejaVu Sans",
    "font.size": 11.0,
    "text.parse_math": False,
    "text.color": TEXT_COLOUR,
    "axes.labelcolor": TEXT_COLOUR,
    "xtick.color": TEXT_COLOUR,
    "ytick.color": TEXT_COLOUR,
    "axes.edgecolor": "#767676",
    "axes.spines.top": False,
    "axes.spines.right": False,
    "figure.facecolor": "none",
    "axes.facecolor": "none",
}


def style(name: str = "") -> AbstractContextManager[None]:
    """Draw in this look within the context. ``name`` keeps the ids of the figures that are written
    there apart from those of others, and the same from run to run.
    """
    return mpl.rc_context(STYLE | {"svg.hashsalt": name or None})


def new_figure(height_inches: float) -> Figure:
    """An empty figure of the width that all have."""
    return Figure(figsize=(WIDTH_INCHES, height_inches))


# Empty axes made before they are needed: a page forked from a process that has them draws sooner.
_ready: list[tuple[Figure, Axes]] = []


def prepare(count: int) -> None:
    """Have ``count`` empty axes ready."""
    with style():
        while len(_ready) < count:
            _ready.append(_empty_axes())


def _empty_axes() -> tuple[Figure, Axes]:
    figure = new_figure(WIDTH_INCHES)
    axes = figure.add_subplot()
    for axis in (axes.xaxis, axes.yaxis):
        axis.get_major_ticks(1)  # the first tick, which every axis makes the others like
    return figure, axes


def new_axes(
    height_inches: float, *, left: float, right: float, bottom: float = 0.13
) -> tuple[Figure, Axes]:
    """An empty figure with fixed margins in shares of its width: a layout engine would draw
    everything twice.
    """
    figure, axes = _ready.pop() if _ready else _empty_axes()
    figure.set_size_inches(WIDTH_INCHES, height_inches)
    figure.subplots_adjust(left=left, right=right, top=0.94, bottom=bottom)
    return figure, axes


def room(texts: Iterable[str], weight: str = "normal") -> float:
    """The share of a figure's width that the widest of ``texts`` takes."""
    font = FontProperties(family=STYLE["font.family"], size=STYLE["font.size"], weight=weight)
    widest = max((letters.width(text, font) for text in texts), default=0.0)
    return widest / (72 * WIDTH_INCHES)


@dataclass(frozen=True)
class Picture:
    """A figure as files of its own, with title and source on it."""

    svg: bytes
    png: bytes


def picture(figure: Figure, name: str, title: str, source: str) -> Picture:
    """The figure with ``title`` above and ``source`` below it, as SVG and PNG."""
    with style(name):
        figure.text(0.01, 1.04, title, weight="bold", va="bottom", wrap=False)
        figure.text(0.01, -0.03, "\n".join(textwrap.wrap(source, 105)), fontsize=8, va="top")
        common: Any = {"facecolor": "white", "bbox_inches": "tight", "pad_inches": 0.15}
        files = []
        for kind, metadata in (("svg", {"Date": None}), ("png", {"Software": None})):
            buffer = io.BytesIO()
            figure.savefig(buffer, format=kind, dpi=PNG_DPI, metadata=metadata, **common)
            files.append(buffer.getvalue())
    return Picture(*files)
