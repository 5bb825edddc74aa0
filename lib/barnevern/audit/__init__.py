"""An attack on a finished batch: whether anybody can work out from its pages a count that they do
not show.

It knows what every reader knows: the files (read, drawing, words), what the indicators are made of,
what adds up to what (public) and the rule that hides counts. It knows nothing of how the pages were
made, and imports nothing of it.
"""

from barnevern.audit.report import Audit, audit, lines

__all__ = ["Audit", "audit", "lines"]
