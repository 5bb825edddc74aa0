"""What a drawing shows: the value of each point of a line and the length of each bar, read off its
axes.
"""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

MOVE = re.compile(r"[ML] (-?[\d.]+) (-?[\d.]+)")
SHIFT = re.compile(r"translate\((-?[\d.]+) (-?[\d.]+)\)")
COLOUR = re.compile(r"fill: (#(?!ffffff)[0-9a-f]{6})")
STRAIGHT = 0.02  # how far off a straight line the ticks of an axis may lie, in units of the drawing
NEAR = 0.6  # units of the drawing: how exactly a place can be measured


@dataclass(frozen=True)
class Axis:
    """Values along one side of a drawing: place = start + step * value."""

    start: float
    step: float

    def place(self, value: float) -> float:
        """Where ``value`` is drawn."""
        return self.start + self.step * value

    def value(self, place: float) -> float:
        """What is drawn at ``place``."""
        return (place - self.start) / self.step

    @property
    def error(self) -> float:
        """How much a value that is read off may be wrong."""
        return abs(NEAR / self.step)


@dataclass(frozen=True)
class Mark:
    """A point or a bar: its ``value``, how wrong that may be, the ``label`` of its year or
    category, and what the key calls its colour.
    """

    label: str
    value: float
    error: float
    series: str = ""


def marks(svg: Any) -> list[Mark]:
    """The points and bars of a drawing, with the label each stands at; none where there is no axis
    of numbers.
    """
    down, under = _labels(svg, "end"), _labels(svg, "middle")
    beside, beneath = [(y, text) for _, y, text in down], [(x, text) for x, _, text in under]
    upright, level = _axis(beside, rising=False), _axis(beneath, rising=True)
    if upright and under and not _years(down):
        return list(_points(svg, upright, beneath))
    if level and down:
        return list(_bars(svg, level, [*beside, *_folded(svg, level)]))
    return []


def tick_labels(svg: Any) -> Iterator[Any]:
    """The texts of a drawing that are numbers along an axis: they stand on one line, and lie evenly
    (each number so far from the next, or so many times it).
    """
    for anchor, along, across in (("end", "x", "y"), ("middle", "y", "x")):
        lines: dict[str, list[Any]] = defaultdict(list)
        for text in svg.iter("{*}text", "text"):
            if (
                text.get("x")
                and _anchored(text, anchor)
                and _number((text.text or "").strip()) is not None
            ):
                lines[text.get(along)].append(text)
        for texts in lines.values():
            for run in _rising(texts):
                ticks = [(float(text.get(across)), text.text.strip()) for text in run]
                if _axis(ticks, rising=anchor == "middle") or _powers(ticks):
                    yield from run


def _rising(texts: list[Any]) -> Iterator[list[Any]]:
    """The texts in runs of rising numbers: where they fall, another axis begins."""
    run: list[Any] = []
    for text in texts:
        if run and (_number(text.text.strip()) or 0.0) <= (_number(run[-1].text.strip()) or 0.0):
            yield run
            run = []
        run.append(text)
    yield run


def _powers(ticks: list[tuple[float, str]]) -> bool:
    """Whether the ticks lie evenly on an axis of powers (1, 3, 10, 30 and so on)."""
    numbers = np.array([_number(text) or 0.0 for _, text in ticks])
    if len(ticks) < 2 or numbers.min() <= 0:
        return False
    places = np.array([place for place, _ in ticks])
    line = np.polyval(np.polyfit(np.log10(numbers), places, 1), np.log10(numbers))
    return bool(np.abs(places - line).max() < NEAR)


def _labels(svg: Any, anchor: str = "") -> list[tuple[float, float, str]]:
    """The texts of a drawing that have a place (x, y, text); only those with ``anchor`` where one
    is given: the labels of an upright axis end there, those of a level one have their middle there.
    """
    return [
        (float(text.get("x")), float(text.get("y")), (text.text or "").strip())
        for text in svg.iter("{*}text", "text")
        if text.get("x") and (not anchor or _anchored(text, anchor))
    ]


def _anchored(text: Any, anchor: str) -> bool:
    return f"text-anchor: {anchor}" in (text.get("style") or "")


def _years(texts: list[tuple[float, float, str]]) -> bool:
    return all(re.fullmatch(r"(19|20)\d\d", text) for *_, text in texts)


def _axis(ticks: list[tuple[float, str]], *, rising: bool) -> Axis | None:
    """The axis through ticks with numbers; None where they are no numbers or do not lie evenly."""
    numbers = [(place, _number(text)) for place, text in ticks]
    known = [(place, value) for place, value in numbers if value is not None]
    if len(known) < 2 or len(known) < len(ticks):
        return None
    axis = _through(known)
    off = max(abs(place - axis.place(value)) for place, value in known)
    straight = off < STRAIGHT * abs(axis.step) * 100 and (axis.step > 0) == rising
    return axis if straight else None


def _through(ticks: list[tuple[float, float]]) -> Axis:
    """The axis that lies nearest to ``ticks`` (place and value)."""
    places, values = zip(*ticks, strict=True)
    step, start = np.polyfit(values, places, 1)
    return Axis(float(start), float(step))


def _number(text: str) -> float | None:
    """The number that a tick is marked with; None where it is none."""
    for printed, plain in (("\u202f", ""), ("\u00a0", ""), ("−", "-"), (",", ".")):
        text = text.replace(printed, plain)
    return float(text) if re.fullmatch(r"-?\d+(\.\d+)?", text) else None


def _points(svg: Any, axis: Axis, years: list[tuple[float, str]]) -> Iterator[Mark]:
    """The markers of lines; the labels of an upright axis stand a little under their ticks."""
    shift = _label_shift(svg)
    for use in svg.iter("{*}use", "use"):
        x, y = float(use.get("x") or 0), float(use.get("y") or 0)
        if "#ffffff" not in (use.get("style") or ""):
            continue  # a tick; the markers of lines have a white edge
        label = min(years, key=lambda year: abs(year[0] - x))
        if abs(label[0] - x) < NEAR:
            yield Mark(label[1], axis.value(y + shift), axis.error)


def _label_shift(svg: Any) -> float:
    """How far the labels of the axis stand under the ticks they belong to."""
    ticks = sorted(
        {
            float(use.get("y"))
            for use in svg.iter("{*}use", "use")
            if use.get("y") and "#ffffff" not in (use.get("style") or "")
        }
    )
    places = [
        float(text.get("y")) for text in svg.iter("{*}text", "text") if _anchored(text, "end")
    ]
    gaps = [min((place - tick for tick in ticks if tick <= place), default=0.0) for place in places]
    return float(np.median(gaps)) if gaps else 0.0


def _folded(svg: Any, axis: Axis) -> Iterator[tuple[float, str]]:
    """The labels left of the axis that take several lines, each at the middle of its lines."""
    for group in svg.iter("{*}g", "g"):
        lines = [text for text in group if text.tag.endswith("text")]
        places = _shifted(lines)
        if len(lines) > 1 and len(places) == len(lines) and all(x < axis.start for x, _ in places):
            middle = float(np.mean([y for _, y in places]))
            yield middle, " ".join((text.text or "").strip() for text in lines)


def _shifted(lines: list[Any]) -> list[tuple[float, float]]:
    """Where those of the texts stand that are moved into place."""
    shifts = [SHIFT.fullmatch(text.get("transform") or "") for text in lines]
    return [(float(shift[1]), float(shift[2])) for shift in shifts if shift]


def _key(svg: Any) -> dict[str, str]:
    """What the key of a drawing calls each colour: the text to the right of a patch of it, on the
    same line.
    """
    texts, names = _labels(svg), {}
    for colour, corners in _patches(svg, clipped=False):
        right, bottom = max(x for x, _ in corners), max(y for _, y in corners)
        beside = [(x, text) for x, y, text in texts if x >= right and abs(y - bottom) < NEAR]
        if beside:
            names[colour] = min(beside)[1]
    return names


def _patches(svg: Any, *, clipped: bool) -> Iterator[tuple[str, list[tuple[float, float]]]]:
    """Colour and corners of the rectangles: bars are ``clipped`` to the axes, the patches of a key
    are not.
    """
    for path in svg.iter("{*}path", "path"):
        corners = [(float(x), float(y)) for x, y in MOVE.findall(path.get("d") or "")]
        colour = COLOUR.match(path.get("style") or "")
        if len(corners) == 4 and colour and (path.get("clip-path") is not None) == clipped:
            yield colour[1], corners


def _bars(svg: Any, axis: Axis, labels: list[tuple[float, str]]) -> Iterator[Mark]:
    """The bars that begin at zero, each with the label nearest to its middle."""
    key = _key(svg)
    for colour, corners in _patches(svg, clipped=True):
        across, down = [x for x, _ in corners], [y for _, y in corners]
        begin, end = sorted((axis.value(min(across)), axis.value(max(across))), key=abs)
        if max(down) - min(down) >= NEAR and abs(begin) <= axis.error:
            label = _nearest(labels, sum(down) / 4).replace("\u00a0", " ")
            yield Mark(label, end, axis.error, key.get(colour, ""))


def _nearest(labels: list[tuple[float, str]], place: float) -> str:
    """The label nearest to ``place``."""
    return min(labels, key=lambda label: abs(label[0] - place))[1]
