"""A row of texts as one part of a figure: matplotlib makes and measures an object for each text,
which costs more than the drawing it labels.
"""

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from matplotlib.artist import Artist
from matplotlib.colors import to_rgba
from matplotlib.font_manager import FontProperties
from matplotlib.path import Path
from matplotlib.transforms import Affine2D, Bbox, Transform

from barnevern.figures import letters, theme

PAD_POINTS = 0.6  # of white beyond a text, where a line passes behind it
BEFORE = {"left": 0.0, "center": 0.5, "right": 1.0}  # the share of a text left of its place
WHITE = (1.0, 1.0, 1.0, 1.0)


class Label(NamedTuple):
    """A text and its place; it may have several lines."""

    x: float
    y: float
    text: str
    colour: str = theme.TEXT_COLOUR
    bold: bool = False


class Line(NamedTuple):
    """A line of a label: the pixel where its place is, and its width and font."""

    x: float
    y: float
    text: str
    width: float
    font: FontProperties


class Labels(Artist):
    """Texts at places of ``transform``, aligned as ``ha`` and ``va`` say as in matplotlib.

    ``clear`` puts white behind them.
    """

    def __init__(
        self,
        labels: Sequence[Label],
        transform: Transform,
        *,
        ha: str = "left",
        va: str = "center",
        size: float = theme.STYLE["font.size"],
        clear: bool = False,
    ) -> None:
        super().__init__()
        self.labels, self.ha, self.va, self.clear = list(labels), ha, va, clear
        self.fonts = [
            FontProperties(family=theme.STYLE["font.family"], size=size, weight=weight)
            for weight in ("normal", "bold")
        ]
        self.set_transform(transform)
        self.set_zorder(3)
        self.set_clip_on(False)

    def draw(self, renderer: Any) -> None:
        """Draw all texts."""
        for label, lines in self._lines(renderer):
            if self.clear:
                for line in lines:
                    _clear(renderer, self._box(line, renderer, PAD_POINTS))
            self._write(renderer, to_rgba(label.colour), lines)

    def get_window_extent(self, renderer: Any = None) -> Bbox:
        """The room of all texts, in pixels."""
        figure: Any = self.figure
        renderer = renderer or figure.canvas.get_renderer()
        boxes = [
            self._box(line, renderer, 0) for _, lines in self._lines(renderer) for line in lines
        ]
        return Bbox.union(boxes) if boxes else Bbox.null()

    def _lines(self, renderer: Any) -> Iterator[tuple[Label, list[Line]]]:
        """Each label with its lines."""
        if not self.labels:
            return
        pixel = renderer.points_to_pixels(1.0)
        places = self.get_transform().transform([label[:2] for label in self.labels])
        for (x, y), label in zip(places, self.labels, strict=True):
            font, texts = self.fonts[label.bold], label.text.split("\n")
            ups = _baselines(len(texts), font, self.va)
            yield (
                label,
                [
                    Line(x, y + pixel * up, text, pixel * letters.width(text, font), font)
                    for text, up in zip(texts, ups, strict=True)
                ],
            )

    def _write(self, renderer: Any, colour: Any, lines: list[Line]) -> None:
        height = renderer.get_canvas_width_height()[1]
        gc = renderer.new_gc()
        gc.set_foreground(colour, isRGBA=True)
        renderer.open_group("text")
        for line in lines:
            if len(lines) == 1 and hasattr(renderer, "draw_anchored"):
                renderer.draw_anchored(gc, (line.x, height - line.y), line.text, line.font, self.ha)
            else:
                left = line.x - BEFORE[self.ha] * line.width
                renderer.draw_text(gc, left, height - line.y, line.text, line.font, 0)
        renderer.close_group("text")
        gc.restore()

    def _box(self, line: Line, renderer: Any, pad_points: float) -> Bbox:
        """The room of a line in pixels, with so much around it."""
        pixel = renderer.points_to_pixels(1.0)
        up, down, _ = letters.heights(line.font)
        left, pad = line.x - BEFORE[self.ha] * line.width, pixel * pad_points
        low, high = line.y - pixel * down - pad, line.y + pixel * up + pad
        return Bbox.from_extents(left - pad, low, left + line.width + pad, high)


def _baselines(count: int, font: FontProperties, va: str) -> list[float]:
    """How far above its place each of ``count`` lines stands, in points."""
    up, down, gap = letters.heights(font)
    gap = gap if count > 1 else 0.0
    step, first = up + down + gap, up + gap / 2
    last = first + step * (count - 1)
    tops = {
        "top": 0.0,
        "center": step * count / 2,
        "center_baseline": last / 2,
        "baseline": last,
        "bottom": step * count,
    }
    return [tops[va] - first - step * n for n in range(count)]


def _clear(renderer: Any, box: Bbox) -> None:
    """White in ``box``."""
    gc = renderer.new_gc()
    gc.set_linewidth(0)
    place = Affine2D().scale(box.width, box.height).translate(box.x0, box.y0)
    renderer.draw_path(gc, Path.unit_rectangle(), place, WHITE)
    gc.restore()
