"""Everything a notebook can show. Each function takes the page and gives an Item for the end of a
cell.
"""

from barnevern.show.alike import alike
from barnevern.show.beside_groups import beside_groups
from barnevern.show.categories import breakdown, cross, printed, product
from barnevern.show.network import members, network_resource_use
from barnevern.show.news import news
from barnevern.show.outlook import outlook
from barnevern.show.overview import contradictions, monitor
from barnevern.show.placement_risk import placement_risk
from barnevern.show.prices import real_prices
from barnevern.show.profile import key_figures, profile
from barnevern.show.quality import (
    control_counts_of,
    control_findings,
    control_method,
    controls_left_out,
    controls_passed,
)
from barnevern.show.resources import productivity, resource_use
from barnevern.show.series import figures, trend
from barnevern.show.standing import standing
from barnevern.show.text import findings, heading, method, size, sources

__all__ = [
    "alike",
    "beside_groups",
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
    "key_figures",
    "members",
    "method",
    "monitor",
    "network_resource_use",
    "news",
    "outlook",
    "placement_risk",
    "printed",
    "product",
    "productivity",
    "profile",
    "real_prices",
    "resource_use",
    "size",
    "sources",
    "standing",
    "trend",
]
