"""Fair comparison: the right others, the difference from them, and whether it can be chance."""

from barnevern.comparison.differences import difference_unit, differences, extreme, index
from barnevern.comparison.kinds import testable
from barnevern.comparison.peers import COUNTED, MOST_PEERS, candidates, with_figures

__all__ = [
    "COUNTED",
    "MOST_PEERS",
    "candidates",
    "difference_unit",
    "differences",
    "extreme",
    "index",
    "testable",
    "with_figures",
]
