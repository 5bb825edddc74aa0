"""Figures as SVG with real text. Each function takes a table and gives a drawing; nothing is
computed here.
"""

from barnevern.figures.bars import bars
from barnevern.figures.funnel import funnel_figure
from barnevern.figures.line import line
from barnevern.figures.panels import panels

__all__ = ["bars", "funnel_figure", "line", "panels"]
