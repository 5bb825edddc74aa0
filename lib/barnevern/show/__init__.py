"""Everything a notebook can show. Each function takes the page and gives an Item for the end of a
cell.
"""

from barnevern.show.alike import alike
from barnevern.show.beside_groups import beside_groups
from barnevern.show.categories import breakdown
from barnevern.show.contradictions import contradictions
from barnevern.show.cross import cross
from barnevern.show.edited import brief, matters
from barnevern.show.key_figures import key_figures
from barnevern.show.members_by_year import members_by_year
from barnevern.show.network import members, network_resource_use
from barnevern.show.news import news
from barnevern.show.outlook import outlook
from barnevern.show.overview import monitor
from barnevern.show.own import own
from barnevern.show.placement_risk import placement_risk
from barnevern.show.prices import real_prices
from barnevern.show.printed import printed
from barnevern.show.product import product
from barnevern.show.productivity import productivity
from barnevern.show.profile import profile
from barnevern.show.quality import (
    control_counts_of,
    control_findings,
    control_method,
    controls_left_out,
    controls_passed,
)
from barnevern.show.resources import resource_use
from barnevern.show.series import trend
from barnevern.show.several import figures
from barnevern.show.spine import spine
from barnevern.show.standing import standing
from barnevern.show.text import findings, heading, method, size, sources

__all__ = [
    "alike",
    "beside_groups",
    "breakdown",
    "brief",
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
    "matters",
    "members",
    "members_by_year",
    "method",
    "monitor",
    "network_resource_use",
    "news",
    "outlook",
    "own",
    "placement_risk",
    "printed",
    "product",
    "productivity",
    "profile",
    "real_prices",
    "resource_use",
    "size",
    "sources",
    "spine",
    "standing",
    "trend",
]
