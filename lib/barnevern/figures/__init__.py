"""Figures as SVG with real text. Each function takes a table and gives a drawing; nothing is
computed here.
"""

from barnevern.figures.bars import bars
from barnevern.figures.drawings import Columns, UnknownDrawing, draws, figure, png, svg
from barnevern.figures.funnel import funnel
from barnevern.figures.line import line
from barnevern.figures.panels import panels
from barnevern.figures.spine import spine

__all__ = [
    "Columns",
    "UnknownDrawing",
    "bars",
    "draws",
    "figure",
    "funnel",
    "line",
    "panels",
    "png",
    "spine",
    "svg",
]
