"""One look for every figure, and the way from a matplotlib figure to an SVG element in the page."""

import io
import re
from html import escape
from typing import Any

import matplotlib as mpl
import numpy as np
import numpy.typing as npt
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FixedLocator, FuncFormatter, MaxNLocator, NullLocator

from barnevern.numbers import number

WIDTH_INCHES = 7.2
OWN_COLOUR = "#0b4f8a"
# Told apart by dash and marker too; every colour has a contrast of at least 4.5:1 on white, so labels can carry it.
PEER_COLOURS = ["#a8410a", "#1b6e3c", "#6d3a9c", "#5c5c5c", "#8a6100"]
EARLIER_COLOUR = "#9db9d3"
TEXT_COLOUR = "#222222"
GRID_COLOUR = "#d9d9d9"

STYLE: Any = {
    "svg.fonttype": "none",
    "font.family": "DejaVu Sans",
    "font.size": 11.0,
    "text.color": TEXT_COLOUR,
    "axes.labelcolor": TEXT_COLOUR,
    "xtick.color": TEXT_COLOUR,
    "ytick.color": TEXT_COLOUR,
    "axes.edgecolor": "#767676",
    "axes.grid": True,
    "grid.color": GRID_COLOUR,
    "axes.axisbelow": True,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "figure.facecolor": "none",
    "axes.facecolor": "none",
}


def new_axes(height_inches: float, *, left: float, right: float, bottom: float = 0.13) -> tuple[Figure, Axes]:
    """An empty figure with fixed margins in shares of its width: a layout engine would draw everything twice."""
    figure = Figure(figsize=(WIDTH_INCHES, height_inches))
    axes = figure.add_subplot()
    figure.subplots_adjust(left=left, right=right, top=0.96, bottom=bottom)
    return figure, axes


def norwegian_axis(axes: Axes, which: str, *, whole: bool) -> None:
    """Numbers on the axis as in the text, with as many decimals as its steps need; ``whole`` for counts and kroner."""
    axis = axes.xaxis if which == "x" else axes.yaxis
    long = which == "x" and axes.get_xlim()[1] >= 100_000  # six long numbers side by side would run into each other
    locator = MaxNLocator(nbins=3 if long else 6, integer=whole)
    axis.set_major_locator(locator)
    ticks = locator.tick_values(*(axes.get_xlim() if which == "x" else axes.get_ylim()))
    decimals = next((d for d in range(4) if all(abs(tick * 10**d - round(tick * 10**d)) < 1e-6 for tick in ticks)), 4)
    axis.set_major_formatter(FuncFormatter(lambda value, _: number(value, decimals)))


def norwegian_ticks(axes: Axes, values: npt.NDArray[np.float64]) -> None:
    """Round numbers in Norwegian on a logarithmic x axis that spans ``values``."""
    ticks = [k * 10**n for n in range(1, 7) for k in (1, 3) if values.min() <= k * 10**n <= values.max()]
    axes.xaxis.set_major_locator(FixedLocator(ticks))
    axes.xaxis.set_minor_locator(NullLocator())
    axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: number(value)))


def to_svg(figure: Figure, name: str, alt: str) -> str:
    """The figure as one ``<svg role="img">`` element with ``alt`` as its name; the same input gives the same bytes.

    ``name`` keeps the ids of several figures on one page apart.
    """
    buffer = io.StringIO()
    with mpl.rc_context(STYLE | {"svg.hashsalt": name}):
        figure.savefig(buffer, format="svg", metadata={"Date": None, "Creator": None, "Format": None, "Type": None})
    svg = buffer.getvalue()
    svg = svg[svg.index("<svg") :]
    svg = re.sub(r"\s*<metadata>.*?</metadata>", "", svg, flags=re.DOTALL)
    svg = re.sub(r"<!--.*?-->\n?", "", svg)
    used = set(re.findall(r"#([\w.]+)", svg))
    svg = re.sub(r' id="([^"]+)"', lambda match: match[0] if match[1] in used else "", svg)
    svg = re.sub(r"font-family: [^;\"]*;? ?", "", svg)  # the page's own font; DejaVu Sans was only the measure
    svg = re.sub(r' transform="rotate\(-0 [^)]*\)"', "", svg)
    svg = re.sub(r"\n\s*", "\n", svg)
    box = re.search(r'viewBox="[^"]+"', svg)
    size = box[0] if box else ""
    names = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
    return f'<svg {names} {size} role="img" aria-label="{escape(alt, quote=True)}">' + svg[svg.index(">") + 1 :].strip()
