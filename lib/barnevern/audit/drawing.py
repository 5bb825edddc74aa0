"""What a drawing shows: the value of each point of a line and the length of each bar, read off its
axes.
"""

import re
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
    texts = [
        (float(t.get("x")), float(t.get("y")), (t.text or "").strip(), t.get("style") or "")
        for t in svg.iter("{*}text", "text")
        if t.get("x")
    ]
    down = [(x, y, text) for x, y, text, style in texts if "text-anchor: end" in style]
    under = [(x, y, text) for x, y, text, style in texts if "text-anchor: middle" in style]
    upright, level = (
        _axis([(y, text) for _, y, text in down], rising=False),
        _axis([(x, text) for x, _, text in under], rising=True),
    )
    if upright and under and not _years(down):
        return list(_points(svg, upright, [(x, text) for x, _, text in under]))
    return (
        list(_bars(svg, level, [*((y, text) for _, y, text in down), *_folded(svg, level)]))
        if level and down
        else []
    )


def _years(texts: list[tuple[float, float, str]]) -> bool:
    return all(re.fullmatch(r"(19|20)\d\d", text) for *_, text in texts)


def _axis(ticks: list[tuple[float, str]], *, rising: bool) -> Axis | None:
    """The axis through ticks with numbers; None where they are no numbers or do not lie evenly."""
    plain = [
        (
            place,
            text.replace("\u202f", "").replace("\u00a0", "").replace("−", "-").replace(",", "."),
        )
        for place, text in ticks
    ]
    known = [(place, float(text)) for place, text in plain if re.fullmatch(r"-?\d+(\.\d+)?", text)]
    if len(known) < 2 or len(known) < len(ticks):
        return None
    step, start = np.polyfit([value for _, value in known], [place for place, _ in known], 1)
    off = max(abs(place - start - step * value) for place, value in known)
    return (
        Axis(float(start), float(step))
        if off < STRAIGHT * abs(step) * 100 and (step > 0) == rising
        else None
    )


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
        float(t.get("y"))
        for t in svg.iter("{*}text", "text")
        if "text-anchor: end" in (t.get("style") or "")
    ]
    gaps = [min((place - tick for tick in ticks if tick <= place), default=0.0) for place in places]
    return float(np.median(gaps)) if gaps else 0.0


def _folded(svg: Any, axis: Axis) -> Iterator[tuple[float, str]]:
    """The labels left of the axis that take several lines, each at the middle of its lines."""
    for group in svg.iter("{*}g", "g"):
        lines = [
            (SHIFT.fullmatch(text.get("transform") or ""), text.text or "")
            for text in group
            if text.tag.endswith("text")
        ]
        places = [(float(shift[1]), float(shift[2])) for shift, _ in lines if shift]
        if len(lines) > 1 and len(places) == len(lines) and all(x < axis.start for x, _ in places):
            yield (
                float(np.mean([y for _, y in places])),
                " ".join(text.strip() for _, text in lines),
            )


def _key(svg: Any) -> dict[str, str]:
    """What the key of a drawing calls each colour: the text to the right of a patch of it, on the
    same line.
    """
    texts = [
        (float(text.get("x")), float(text.get("y")), (text.text or "").strip())
        for text in svg.iter("{*}text", "text")
        if text.get("x")
    ]
    found = {}
    for colour, corners in _patches(svg, clipped=False):
        right, bottom = max(x for x, _ in corners), max(y for _, y in corners)
        beside = [(x, text) for x, y, text in texts if x >= right and abs(y - bottom) < NEAR]
        if beside:
            found[colour] = min(beside)[1]
    return found


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
        across, middle = [x for x, _ in corners], sum(y for _, y in corners) / 4
        if max(y for _, y in corners) - min(y for _, y in corners) < NEAR:
            continue
        values = sorted((axis.value(min(across)), axis.value(max(across))), key=abs)
        if abs(values[0]) <= axis.error:
            label = min(labels, key=lambda label: abs(label[0] - middle))[1]
            yield Mark(label.replace("\u00a0", " "), values[1], axis.error, key.get(colour, ""))
