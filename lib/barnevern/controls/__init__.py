"""Controls of a case extract: the rules that the authorities hold it against, run before it is sent
in.
"""

from typing import TYPE_CHECKING, Any

from barnevern.controls.registry import SEVERITIES, STOPPING, Control, controls, every_control

if TYPE_CHECKING:
    from barnevern.controls.results import (
        COUNT_COLUMNS,
        EDITIONS,
        PROGRAM,
        SPECIFICATION,
        WORKING_COLUMNS,
        asked,
        counts,
        run,
        working_list,
    )

__all__ = [
    "COUNT_COLUMNS",
    "EDITIONS",
    "PROGRAM",
    "SEVERITIES",
    "SPECIFICATION",
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


def __getattr__(name: str) -> Any:
    """What runs the controls is loaded when it is first asked for: a page only reads what they are
    called, and must open fast.
    """
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from barnevern.controls import results

    return getattr(results, name)
