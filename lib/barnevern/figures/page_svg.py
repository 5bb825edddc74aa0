"""A matplotlib figure as an SVG element of a page: small, in the page's own font, the same bytes
for the same figure.
"""

import io
import re
from html import escape
from typing import Any

from matplotlib.backends.backend_mixed import MixedModeRenderer
from matplotlib.backends.backend_svg import RendererSVG
from matplotlib.colors import to_hex
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties, weight_dict

from barnevern.figures import letters

NAMES = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
WITHOUT = dict.fromkeys(("Date", "Creator", "Format", "Type"))  # of matplotlib's metadata
POINTS = 72  # an inch
ANCHORS = {"left": "start", "center": "middle", "right": "end"}


class PageRenderer(RendererSVG):
    """matplotlib's renderer of SVG, with text measured by letter and written without a font, and
    without groups but those that hold a text together.
    """

    def open_group(self, s: str, gid: str | None = None) -> None:  # noqa: ARG002 (matplotlib's)
        """Begin a group if it is that of a text."""
        if s == "text":
            self.writer.start("g")

    def close_group(self, s: str) -> None:
        """End the group of a text."""
        if s == "text":
            self.writer.end("g")

    def get_text_width_height_descent(
        self, s: str, prop: Any, ismath: Any
    ) -> tuple[float, float, float]:
        """Width, height and depth of a text in points; formulas are matplotlib's own."""
        if ismath:
            size: tuple[float, float, float]
            size = super().get_text_width_height_descent(s, prop, ismath)
            return size
        up, down, _ = letters.heights(prop)
        return letters.width(s, prop), up + down, down

    def _get_font_height_metrics(self, prop: Any) -> tuple[float, float, float]:
        """What matplotlib's text asks for first; else it opens the font for every text."""
        return letters.heights(prop)

    def draw_text(  # noqa: PLR0913 (matplotlib's)
        self,
        gc: Any,
        x: float,
        y: float,
        s: str,
        prop: Any,
        angle: float,
        ismath: Any = False,  # noqa: FBT002 (matplotlib's)
        mtext: Any = None,
    ) -> None:
        """Write a level text as one element; a turned one or a formula is matplotlib's own."""
        if ismath or angle:
            super().draw_text(gc, x, y, s, prop, angle, ismath, mtext)
            return
        if mtext is not None:
            anchor = mtext.get_transform().transform(mtext.get_unitless_position())[0]
            self.draw_anchored(gc, (anchor, y), s, prop, mtext.get_ha())
        else:
            place = {"transform": f"translate({_short(x)} {_short(y)})"}
            self.writer.element("text", s, attrib=place, style=_style(gc, prop))

    def draw_anchored(
        self, gc: Any, place: tuple[float, float], text: str, font: FontProperties, ha: str
    ) -> None:
        """Write a text that begins, has its middle or ends at ``place``, whatever the font."""
        where = {"x": _short(place[0]), "y": _short(place[1])}
        style = f"{_style(gc, font)}; text-anchor: {ANCHORS[ha]}"
        self.writer.element("text", text, attrib=where, style=style)


def _style(gc: Any, font: FontProperties) -> str:
    weight = font.get_weight()
    number = weight_dict[weight] if isinstance(weight, str) else weight
    bold = "" if number == weight_dict["normal"] else f"font-weight: {number}; "
    return f"font-size: {font.get_size_in_points():g}px; {bold}fill: {to_hex(gc.get_rgb())}"


def _short(place: float) -> str:
    return f"{place:.6f}".rstrip("0").rstrip(".")  # the audit reads the axes off the places


def _drawn(figure: Figure) -> str:
    """The figure as a whole SVG file."""
    buffer, dpi = io.StringIO(), figure.dpi
    figure.dpi = POINTS
    width, height = (float(inches) for inches in figure.get_size_inches())
    svg = PageRenderer(POINTS * width, POINTS * height, buffer, metadata=WITHOUT)
    renderer: Any = MixedModeRenderer(figure, width, height, POINTS, svg)
    figure.draw(renderer)
    renderer.finalize()
    figure.dpi = dpi
    return buffer.getvalue()


def svg_element(figure: Figure, alt: str) -> str:
    """The figure as one ``<svg role="img">`` element with ``alt`` as its name; the same input gives
    the same bytes within ``theme.style`` of the same name.
    """
    drawn = _drawn(figure)
    box = re.search(r'viewBox="[^"]+"', drawn)
    label = escape(alt, quote=True)
    head = f'<svg {NAMES} {box[0] if box else ""} role="img" aria-label="{label}">'
    return head + _trimmed(drawn)


def _trimmed(svg: str) -> str:
    """What stands in the SVG element, without comments, ids that nothing points at and its font."""
    svg = svg[svg.index(">", svg.index("<svg")) + 1 :]
    svg = re.sub(r"<!--.*?-->\n?", "", svg)
    used = set(re.findall(r"#([\w.]+)", svg))
    svg = re.sub(r' id="([^"]+)"', lambda match: match[0] if match[1] in used else "", svg)
    # The page's own font; DejaVu Sans was only the measure.
    svg = re.sub(r"font-family: [^;\"]*;? ?", "", svg)
    return re.sub(r"\n\s*", "\n", svg).strip()
