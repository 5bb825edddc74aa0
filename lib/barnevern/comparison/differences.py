"""How far a municipality stands from last year and from its peers."""

from collections.abc import Mapping, Sequence

from barnevern.indicators import Indicator, prices
from barnevern.indicators.figure import Figure, Figures, values_by_region


def difference_unit(unit: str) -> tuple[str, int]:
    """Unit and decimals of a difference: percentages differ in points, counts in numbers,
    everything else in per cent.
    """
    return {"prosent": ("prosentpoeng", 1), "antall": ("antall", 0)}.get(unit, ("prosent", 1))


def differences(figures: Sequence[Figure], indicator: Indicator, own: str, year: int) -> Figures:
    """The change since the year before and the distance from each peer, in the order of the peers.

    Their kinds are "change" (against a year) and "deviation" (against a region); difference_unit()
    says in what they are. One is left out where either figure is missing, or the base is zero and
    the difference is in per cent.
    """
    totals = [f for f in figures if f.region == own and f.year == year and not f.category]
    now = next((figure for figure in reversed(totals) if figure.value is not None), None)
    if now is None:
        return []
    figures = [figure for figure in figures if prices.same(now, figure)]
    peers = values_by_region(figures, year)
    before = values_by_region(figures, year - 1).get(own)
    distances = [_difference(now, "change", year - 1, before, indicator)]
    for code in _regions_with_figures(figures, year):
        if code != own:
            distances.append(_difference(now, "deviation", code, peers.get(code), indicator))
    return [figure for figure in distances if figure is not None]


def _regions_with_figures(figures: Sequence[Figure], year: int) -> list[str]:
    """The regions with a total that year or the year before, each once, in the figures' order."""
    totals = (
        figure.region
        for figure in figures
        if figure.year in (year - 1, year) and not figure.category and figure.value is not None
    )
    return list(dict.fromkeys(totals))


def _difference(
    now: Figure, kind: str, against: object, other: float | None, indicator: Indicator
) -> Figure | None:
    in_per_cent = difference_unit(indicator.unit)[0] == "prosent"
    if other is None or now.value is None or (in_per_cent and other == 0):
        return None
    value = (now.value / other - 1) * 100 if in_per_cent else now.value - other
    return now.derived(kind, value, against=against)


def index(figures: Sequence[Figure], own: str, peer: str, year: int) -> float | None:
    """The municipality's figure with the peer's as 100, or None where either is missing or the
    peer's is zero.
    """
    totals = values_by_region(figures, year)
    if own not in totals or not totals.get(peer):
        return None
    return float(totals[own] / totals[peer] * 100)


def extreme(members: Mapping[str, float], own: str) -> str:
    """Where the municipality stands at an end of all ``members`` (value by region): "lowest",
    "highest", or "shared-lowest" and "shared-highest" where others have the same figure; "" in
    between, and where all are alike.
    """
    values = list(members.values())
    for word, limit in (("lowest", min(values)), ("highest", max(values))):
        if members[own] == limit and min(values) < max(values):
            return word if values.count(limit) == 1 else f"shared-{word}"
    return ""
