"""What a municipality spends, seen against what its need would lead one to expect.

KS' resource-use indicator holds the net operating expenditure per inhabitant against the network's
and corrects it by the calculated need (delkostnadsnøkkel) of the municipality relative to the
network's. KS also corrects for employer's tax and pension; those are not in the figures here, and
the page says so.
"""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class ResourceUse:
    """Deviations from the group in per cent: expenditure as it is, the need behind it, and
    expenditure corrected for need.
    """

    uncorrected: float
    need: float
    corrected: float


def resource_use(own: float, group: float, own_need: float, group_need: float) -> ResourceUse:
    """Resource use of a municipality against a group, from expenditure per inhabitant and need
    index (the country = 1) of both.
    """
    spending, need = own / group, own_need / group_need
    return ResourceUse((spending - 1) * 100, (need - 1) * 100, (spending / need - 1) * 100)


def weighted_need(
    need: Mapping[str, float | None], inhabitants: Mapping[str, float | None]
) -> float | None:
    """Need index of a group: its members' (by region), weighted by their inhabitants; None where
    one of them is missing, and where nobody lives there.
    """
    weighted = people = 0.0
    for code in {**need, **inhabitants}:
        index, count = need.get(code), inhabitants.get(code)
        if index is None or count is None:
            return None
        weighted += index * count
        people += count
    return weighted / people if people else None
