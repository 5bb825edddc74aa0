"""What differs between the versions of the BVR structure that are in files side by side.

Until version 3 (3.0.0, April 2024) an element Oppfolging is one visit, with Id and UtfortDato, and
a measure has any number of them; since then it is one element with Hyppighet and Utfort in it
(statisticsnorway/barn-barnevern-xsd, Barnevern_v1.xsd, _v3.xsd, _v4.xsd). A
relation or deletion may name a Status of a decision until then. Other changes only added what may
be missing.
"""

import numpy as np

from barnevern.sources.blocks import Block
from barnevern.sources.columns import MISSING_DAY

FOLLOW_UP = "Sak/Tiltak/Oppfolging"
FREQUENCY = f"{FOLLOW_UP}/Hyppighet"


def check_follow_up(block: Block) -> None:
    """Report elements Oppfolging that are of neither version: no visit, and without a frequency or
    not alone.
    """
    rows = block.rows(FOLLOW_UP)
    if not len(rows):
        return
    visit = rows.numbers("UtfortDato") != MISSING_DAY
    frequencies = np.bincount(block.parents[block.rows(FREQUENCY).places], minlength=len(block))
    owners = block.parents[rows.places]
    alone = np.bincount(owners, minlength=len(block))[owners] == 1
    identified = np.array([bool(text) for text in rows.texts("Id")])
    for which in np.flatnonzero(~visit & (frequencies[rows.places] == 0)).tolist():
        rule, remedy = "Hyppighet is missing; there must be at least 1", "fill it in"
        block.report(int(rows.places[which]), FREQUENCY, rule, f"{remedy} in the case system")
    for which in np.flatnonzero(~visit & ~alone).tolist():
        rule = "Oppfolging stands several times; there may be 1"
        block.report(int(rows.places[which]), FOLLOW_UP, rule, "mend it in the case system")
    for which in np.flatnonzero(visit & ~identified).tolist():
        remedy = "fill it in in the case system"
        block.report(
            int(rows.places[which]), f"{FOLLOW_UP}/@Id", "the attribute is missing", remedy
        )
