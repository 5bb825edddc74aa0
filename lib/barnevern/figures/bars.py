"""Horizontal bars: categories, this year against the year before."""

import textwrap
from collections.abc import Iterator, Sequence
from typing import Any

import matplotlib as mpl
import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from barnevern.figures import axis, theme
from barnevern.norwegian.numbers import number

BEYOND_POINTS = 3
GROUND: Any = {
    "facecolor": "white",
    "edgecolor": "none",
    "pad": 0.6,
}  # under a number, where the reference line passes behind it
THICKNESS = 0.76  # of a label's bars together, a share of the room each label has
LONGEST_LINE = 43  # letters of a label that fit beside the bars; a longer label takes more lines


def bars(
    table: pd.DataFrame,
    *,
    name: str,
    alt: str,
    decimals: int,
    reference: float | None = None,
    series: Sequence[str] = (),
) -> str:
    """An SVG of ``table`` (label, series, value): a group of bars per label in order of appearance,
    one bar per series.

    The first series is drawn strongest and each bar ends in its number. ``reference`` draws a line,
    such as index 100. ``series`` names the series, strongest first, where every label has one bar
    of one of them.
    """
    labels = list(table["label"].drop_duplicates())
    grouped = not series
    series = list(series or table["series"].drop_duplicates())
    headings = table.groupby("label")["value"].count().eq(0)
    lines = [line for label in labels for line in _lines(label).split("\n")]
    with mpl.rc_context(theme.STYLE):
        left = axis.MARGIN + theme.room(lines, "bold" if headings.any() else "normal")
        legend = (
            0.3 if len(series) > 1 else 0.0
        )  # inches above the bars, where no bar can be in its way
        height = 0.75 + legend + len(labels) * (0.21 + 0.16 * (len(series) if grouped else 1))
        figure, axes = theme.new_axes(height, left=left, right=0.94, bottom=0.62 / height)
        figure.subplots_adjust(top=0.98 - legend / height)
        ground = GROUND if reference is not None else None
        for bar in _bars(table, labels, series, grouped=grouped):
            axes.barh(**bar)
            _numbers(axes, bar, decimals, ground)
        axes.set_ylim(len(labels) - 0.5, -0.5)
        written = axis.beside(
            axes, {n: _lines(label) for n, label in enumerate(labels)}, grid=False, ticks=False
        )
        for label, text in zip(labels, written, strict=True):
            text.set_fontweight("bold" if headings[label] else "normal")
        _finish(axes, table, decimals, reference)
        if len(series) > 1:
            axes.legend(
                loc="lower right",
                bbox_to_anchor=(1.0, 1.0),
                borderaxespad=0,
                ncols=len(series),
                frameon=False,
            )
        return theme.to_svg(figure, name, alt)


def _bars(
    table: pd.DataFrame, labels: list[str], series: list[str], *, grouped: bool
) -> Iterator[dict[str, Any]]:
    """What to draw for each series: its bars beside those of the others at each label, or alone
    there where not ``grouped``.
    """
    thick = THICKNESS / (len(series) if grouped else 1)
    for n, (one, colour) in enumerate(
        zip(series, [theme.OWN_COLOUR, theme.EARLIER_COLOUR], strict=False)
    ):
        values = (
            table[table["series"].eq(one)]
            .set_index("label")["value"]
            .reindex(labels)
            .to_numpy(dtype=float)
        )
        shift = (n + 0.5) * thick - THICKNESS / 2 if grouped else 0.0
        there = ~np.isnan(values)
        yield {
            "y": np.arange(len(labels))[there] + shift,
            "width": values[there],
            "height": thick,
            "color": colour,
            "label": one,
        }


def _numbers(axes: Axes, bar: dict[str, Any], decimals: int, ground: dict[str, Any] | None) -> None:
    """The number of each bar beyond its end."""
    for side, aligned in ((1, "left"), (-1, "right")):
        beyond = axes.transData + axis.shift(axes, side * BEYOND_POINTS, 0)
        for y, value in zip(bar["y"], bar["width"], strict=True):
            if (value < 0) == (side < 0):
                axes.text(
                    value,
                    y,
                    number(float(value), decimals),
                    transform=beyond,
                    ha=aligned,
                    va="center",
                    fontsize=9.5,
                    bbox=ground,
                )


def _lines(label: str) -> str:
    """The label in as many lines as it needs to fit beside the bars."""
    return textwrap.fill(
        label.replace("§ ", "§\u00a0").replace("(f. ", "(f.\u00a0"),
        LONGEST_LINE,
        break_long_words=False,
        break_on_hyphens=False,
    )


def _finish(axes: Axes, table: pd.DataFrame, decimals: int, reference: float | None) -> None:
    values = table["value"].dropna()
    low, high = min(0.0, float(values.min())), max(0.0, float(values.max()))
    span = (high - low) or 1.0
    axes.set(xlabel="", ylabel="", xlim=(low - (0.14 * span if low < 0 else 0), high + 0.12 * span))
    axis.below(axes, axis.numbers(axes, "x", whole=decimals == 0), grid=True)
    if reference is not None:
        axes.axvline(reference, color=theme.TEXT_COLOUR, linewidth=1.2, linestyle="--", zorder=1.5)
