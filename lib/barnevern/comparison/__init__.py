"""Fair comparison: the right others, the difference from them, and whether it can be chance."""

from barnevern.comparison.chance import Chance, against, base
from barnevern.comparison.differences import difference_unit, differences, index
from barnevern.comparison.peers import COUNTED, MOST_PEERS, candidates, with_figures

__all__ = ["COUNTED", "MOST_PEERS", "Chance", "against", "base", "candidates", "difference_unit", "differences", "index", "with_figures"]
