"""Reports on municipal child welfare (barnevern) in Norway.

For analysts::

    import barnevern

    data = barnevern.open("published")
    data.indicators("plassert")
    data.figures("gross_f252_per_child_placed_nok", ["Bærum", "Asker", "EKG12"])
    data.differences("gross_f252_per_child_placed_nok", "Bærum", against="EKG12")

and for pages, ``barnevern.page`` and ``barnevern.show``, as the notebooks use them.
"""

from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"
__all__ = ["Data", "__version__", "open"]

if TYPE_CHECKING:
    from barnevern.analysis import Data
    from barnevern.analysis import open_data as open  # noqa: A004 (barnevern.open, as in other libraries)


def __getattr__(name: str) -> Any:
    """Load what analysts use when it is asked for: a command that plans pages needs none of it."""
    if name not in ("open", "Data"):
        raise AttributeError(f"module 'barnevern' has no attribute {name!r}")
    from barnevern import analysis

    return analysis.open_data if name == "open" else analysis.Data
