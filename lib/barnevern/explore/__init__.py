"""The explorer: what the reports show, for whichever municipality, indicator and years an analyst
asks for.
"""

from barnevern.explore.app import Explorer
from barnevern.explore.view import VIEWS, Choice, view

__all__ = ["VIEWS", "Choice", "Explorer", "view"]
