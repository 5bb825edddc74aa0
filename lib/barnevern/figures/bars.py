"""Horizontal bars: categories, this year against the year before."""

import textwrap
from collections.abc import Sequence

import matplotlib as mpl
import numpy as np
import pandas as pd
import seaborn as sns
from matplotlib.axes import Axes
from matplotlib.container import BarContainer

from barnevern.figures import theme
from barnevern.numbers import number

LONGEST_LINE = 43  # letters of a label that fit beside the bars; a longer label takes more lines


def bars(table: pd.DataFrame, *, name: str, alt: str, decimals: int, reference: float | None = None, series: Sequence[str] = ()) -> str:
    """An SVG of ``table`` (label, series, value): a group of bars per label in order of appearance, one bar per series.

    The first series is drawn strongest and each bar ends in its number. ``reference`` draws a line, such as index 100. ``series``
    names the series, strongest first, where every label has one bar of one of them.
    """
    labels = list(table["label"].drop_duplicates())
    grouped = not series
    series = list(series or table["series"].drop_duplicates())
    longest = max(len(line) for label in labels for line in _lines(label).split("\n"))
    with mpl.rc_context(theme.STYLE):
        left = min(0.56, 0.03 + 0.0122 * longest)  # a share of the width; 45 letters, the longest short name, fit
        legend = 0.25 if len(series) > 1 else 0.0  # inches above the bars, where no bar can be in its way
        height = 0.75 + legend + len(labels) * (0.21 + 0.16 * (len(series) if grouped else 1))
        figure, axes = theme.new_axes(height, left=left, right=0.94, bottom=0.62 / height)
        figure.subplots_adjust(top=0.98 - legend / height)
        sns.barplot(
            data=table,
            y="label",
            x="value",
            hue="series",
            order=labels,
            hue_order=series,
            palette=dict(zip(series, [theme.OWN_COLOUR, theme.EARLIER_COLOUR], strict=False)),
            saturation=1,
            errorbar=None,
            dodge=grouped,
            width=0.76,
            ax=axes,
        )
        axes.set_yticks(axes.get_yticks(), [_lines(label) for label in labels])
        _headings(axes, table, labels)
        _finish(axes, table, decimals, reference)
        _legend(axes, len(series))
        return theme.to_svg(figure, name, alt)


def _lines(label: str) -> str:
    """The label in as many lines as it needs to fit beside the bars."""
    return textwrap.fill(label.replace("§ ", "§\u00a0"), LONGEST_LINE, break_long_words=False, break_on_hyphens=False)


def _headings(axes: Axes, table: pd.DataFrame, labels: list[str]) -> None:
    """Labels without any bar are headings of those below them."""
    empty = table.groupby("label")["value"].count().eq(0)
    for label, text in zip(labels, axes.get_yticklabels(), strict=True):
        if empty[label]:
            text.set_fontweight("bold")


def _finish(axes: Axes, table: pd.DataFrame, decimals: int, reference: float | None) -> None:
    values = table["value"].dropna()
    low, high = min(0.0, float(values.min())), max(0.0, float(values.max()))
    span = (high - low) or 1.0
    axes.set(xlabel="", ylabel="", xlim=(low - (0.14 * span if low < 0 else 0), high + 0.12 * span))
    axes.grid(visible=False, axis="y")
    axes.tick_params(axis="y", length=0)
    theme.norwegian_axis(axes, "x", whole=decimals == 0)
    for container in (c for c in axes.containers if isinstance(c, BarContainer)):
        texts = ["" if np.isnan(value) else number(float(value), decimals) for value in np.asarray(container.datavalues)]
        # The number keeps a clear ground where the reference line passes behind it.
        ground = {"facecolor": "white", "edgecolor": "none", "pad": 0.6} if reference is not None else None
        axes.bar_label(container, labels=texts, padding=3, fontsize=9.5, bbox=ground)
    if reference is not None:
        axes.axvline(reference, color=theme.TEXT_COLOUR, linewidth=1.2, linestyle="--", zorder=1.5)


def _legend(axes: Axes, count: int) -> None:
    legend = axes.get_legend()
    if legend is None:
        return
    if count < 2:
        legend.remove()
    else:
        sns.move_legend(axes, "lower right", bbox_to_anchor=(1.0, 0.98), ncol=count, title=None, frameon=False)
