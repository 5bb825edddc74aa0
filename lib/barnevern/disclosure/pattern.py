"""The suppression pattern: which cells are suppressed, and how far each is proved to be protected.

A cell is protected when its feasibility interval, from the least to the most it is in any table
that agrees with everything published, is as wide as the rule asks: a sliding protection level
(Fischetti & Salazar-González 2000), as the interval may lie on either side of the value.
"""

from dataclasses import dataclass

import numpy as np

from barnevern.disclosure.linked_tables import Floats, Ids, LinkedTables, Mask
from barnevern.disclosure.rules import Rule


@dataclass
class SuppressionPattern:
    """Linked tables and what a reader would not see of them; every array has an entry per cell.

    ``primary`` marks cells that the rule suppresses for themselves, ``suppressed`` all cells that
    are not published (an unpublished cell always is). ``to_protect`` marks what must stay unknown:
    suppressed cells, and unpublished ones that are small counts. ``lower_bounds`` are the
    attacker's: a reader who knows the rule knows that zeros are published, so that a suppressed
    cell is at least 1.

    ``proved_low`` and ``proved_high`` are the least and the most a cell is in the alternative
    tables found so far: the part of its feasibility interval that is proved. ``group_disclosure``
    marks a category that holds all of a small total: its interval must reach down to 0.
    ``weights`` is what suppressing each cell costs; infinite where it cannot be suppressed.
    """

    tables: LinkedTables
    rule: Rule
    primary: Mask
    suppressed: Mask
    to_protect: Mask
    lower_bounds: Floats
    proved_low: Floats
    proved_high: Floats
    group_disclosure: Mask
    weights: Floats

    def underprotected(self) -> Mask:
        """The cells whose proved interval is narrower than the protection level the rule asks."""
        narrow = self.proved_high - self.proved_low < self.rule.least_width
        return (self.to_protect & narrow) | (self.group_disclosure & (self.proved_low > 0))

    def suppress(self, cells: Ids) -> None:
        """Suppress further cells."""
        self.suppressed[cells] = True
        self.to_protect[cells] = True
        self.protect_services()

    def prove(self, cells: Ids, values: Floats) -> None:
        """Take in an alternative table: ``cells`` can have these ``values``."""
        self.proved_low[cells] = np.minimum(self.proved_low[cells], values)
        self.proved_high[cells] = np.maximum(self.proved_high[cells], values)

    def protect_services(self) -> None:
        """A shared service with a suppressed member must stay unknown with it."""
        rows = self.tables.service_constraints
        cells = self.suppressed & (np.arange(len(self.suppressed)) < self.tables.count)
        has_suppressed = self.tables.constraints[rows] @ cells.astype("float64") < 0
        self.to_protect[self.tables.totals[rows]] = has_suppressed
