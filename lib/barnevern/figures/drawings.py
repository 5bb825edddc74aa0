"""Every kind of drawing by its name, and the way from a drawing's data to an SVG or to files.

A new kind is a function that takes the data by column and the words of its spec, and gives a
matplotlib figure: ``@draws("its name")`` above it is all that the rest of the house needs.
"""

import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from matplotlib.figure import Figure

from barnevern.figures import theme
from barnevern.figures.page_svg import svg_element

Columns = Mapping[str, Sequence[Any]]
Drawer = Callable[..., Figure]
PNG_DPI = 150  # of a sheet of A4
_drawers: dict[str, Drawer] = {}


class UnknownDrawing(KeyError):
    """A kind of drawing that no function draws; the text names those there are."""

    def __str__(self) -> str:
        return str(self.args[0])


def draws(kind: str) -> Callable[[Drawer], Drawer]:
    """Make a function the one that draws ``kind``: it takes columns, and the spec as keywords."""

    def registered(drawer: Drawer) -> Drawer:
        _drawers[kind] = drawer
        return drawer

    return registered


def figure(kind: str, table: Columns, spec: Mapping[str, Any]) -> Figure:
    """The drawing as a matplotlib figure. Raises UnknownDrawing."""
    with theme.style():
        return _drawn(kind, table, spec)


def svg(kind: str, name: str, alt: str, table: Columns, spec: Mapping[str, Any]) -> str:
    """The drawing as one SVG element called ``alt``; ``name`` keeps the ids of a page apart."""
    with theme.style(name):
        return svg_element(_drawn(kind, table, spec), alt)


@dataclass(frozen=True)
class Png:
    """A drawing as pixels, and how large it is in inches."""

    content: bytes
    width: float
    height: float


def png(kind: str, table: Columns, spec: Mapping[str, Any]) -> Png:
    """The drawing as PNG on white, for what cannot show an SVG."""
    with theme.style():
        drawn = _drawn(kind, table, spec)
        drawn.set_facecolor("white")
        buffer = io.BytesIO()
        drawn.savefig(buffer, format="png", dpi=PNG_DPI, metadata={"Software": None})
    width, height = (float(inches) for inches in drawn.get_size_inches())
    return Png(buffer.getvalue(), width, height)


def _drawn(kind: str, table: Columns, spec: Mapping[str, Any]) -> Figure:
    if kind not in _drawers:
        raise UnknownDrawing(
            f'no function draws "{kind}"; there are: {", ".join(sorted(_drawers))}'
        )
    return _drawers[kind](table, **spec)
