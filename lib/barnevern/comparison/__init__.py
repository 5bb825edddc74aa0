"""Fair comparison: the right others, the difference from them, and whether it can be chance."""

from barnevern.comparison.chance import Chance, against, intervals, testable
from barnevern.comparison.differences import difference_unit, differences, extreme, index
from barnevern.comparison.peers import COUNTED, MOST_PEERS, candidates, with_figures

__all__ = [
    "COUNTED",
    "MOST_PEERS",
    "Chance",
    "against",
    "candidates",
    "difference_unit",
    "differences",
    "extreme",
    "index",
    "intervals",
    "testable",
    "with_figures",
]
