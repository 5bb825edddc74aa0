"""Controls of a case extract: the rules that the authorities hold it against, run before it is sent in."""

from barnevern.controls.registry import SEVERITIES, STOPPING, Control, controls, every_control
from barnevern.controls.results import COUNT_COLUMNS, WORKING_COLUMNS, asked, counts, run, working_list

__all__ = [
    "COUNT_COLUMNS",
    "SEVERITIES",
    "STOPPING",
    "WORKING_COLUMNS",
    "Control",
    "asked",
    "controls",
    "counts",
    "every_control",
    "run",
    "working_list",
]
