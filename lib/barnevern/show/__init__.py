"""Everything a notebook can show. Each function takes the page and gives an Item for the end of a cell."""

from barnevern.show.categories import breakdown, cross, printed, product
from barnevern.show.outlook import outlook
from barnevern.show.overview import contradictions, monitor, profile
from barnevern.show.prices import real_prices
from barnevern.show.quality import control_counts_of, control_findings, control_method, controls_left_out, controls_passed
from barnevern.show.series import figures, trend
from barnevern.show.standing import standing
from barnevern.show.text import findings, heading, method, size, sources

__all__ = [
    "breakdown",
    "contradictions",
    "control_counts_of",
    "control_findings",
    "control_method",
    "controls_left_out",
    "controls_passed",
    "cross",
    "figures",
    "findings",
    "heading",
    "method",
    "monitor",
    "outlook",
    "printed",
    "product",
    "profile",
    "real_prices",
    "size",
    "sources",
    "standing",
    "trend",
]
