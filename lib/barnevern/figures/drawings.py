"""Every kind of drawing by its name, and the way from a drawing's data to an SVG or to files.

A new kind is a function that takes the data by column and the words of its spec, and gives a
matplotlib figure: ``@draws("its name")`` above it is all that the rest of the house needs.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from matplotlib.figure import Figure

from barnevern.figures import theme
from barnevern.figures.page_svg import svg_element

Columns = Mapping[str, Sequence[Any]]
Drawer = Callable[..., Figure]
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


def _drawn(kind: str, table: Columns, spec: Mapping[str, Any]) -> Figure:
    if kind not in _drawers:
        raise UnknownDrawing(
            f'no function draws "{kind}"; there are: {", ".join(sorted(_drawers))}'
        )
    return _drawers[kind](table, **spec)
