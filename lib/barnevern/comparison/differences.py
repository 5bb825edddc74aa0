"""How far a municipality stands from last year and from its peers."""

import pandas as pd

from barnevern.indicators import TABLE, Indicator


def difference_unit(unit: str) -> tuple[str, int]:
    """Unit and decimals of a difference: percentages differ in points, counts in numbers,
    everything else in per cent.
    """
    return {"prosent": ("prosentpoeng", 1), "antall": ("antall", 0)}.get(unit, ("prosent", 1))


def differences(table: pd.DataFrame, chosen: Indicator, own: str, year: int) -> pd.DataFrame:
    """The change since the year before and the distance from each peer, as rows like those of
    ``table``.

    ``category`` says against what: "change_from_2023", "deviation_from_EKG12"; difference_unit()
    says in what. Rows are left out where either figure is missing, or the base is zero and the
    difference is in per cent.
    """
    totals = table[
        table["category"].eq("") & table["value"].notna() & table["year"].isin([year - 1, year])
    ]
    values = dict(
        zip(zip(totals["region"], totals["year"], strict=True), totals["value"], strict=True)
    )
    if (own, year) not in values:
        return table.iloc[0:0]
    now = totals[totals["region"].eq(own) & totals["year"].eq(year)].to_dict("records")[-1]
    against = {f"change_from_{year - 1}": values.get((own, year - 1))}
    against |= {
        f"deviation_from_{code}": values.get((code, year))
        for code in totals["region"].drop_duplicates()
        if code != own
    }
    in_per_cent = difference_unit(chosen.unit)[0] == "prosent"
    rows = []
    for category, other in against.items():
        if other is None or (in_per_cent and other == 0):
            continue
        value = (now["value"] / other - 1) * 100 if in_per_cent else now["value"] - other
        rows.append(
            now
            | {"category": category, "value": value, "basis": "computed", "printed": "", "note": ""}
        )
    return pd.DataFrame(rows, columns=TABLE) if rows else table.iloc[0:0]


def index(table: pd.DataFrame, own: str, peer: str, year: int) -> float | None:
    """The municipality's figure with the peer's as 100, or None where either is missing or the
    peer's is zero.
    """
    totals = table[
        table["category"].eq("") & table["year"].eq(year) & table["value"].notna()
    ].set_index("region")["value"]
    if own not in totals.index or peer not in totals.index or totals[peer] == 0:
        return None
    return float(totals[own] / totals[peer] * 100)


def extreme(members: pd.DataFrame, own: str) -> str:
    """Where the municipality stands at an end of all ``members`` (region, value): "lavest",
    "høyest", or "delt lavest" and "delt høyest" where others have the same figure; "" in between,
    and where all are alike.
    """
    values = members.set_index("region")["value"]
    for word, limit in (("lavest", values.min()), ("høyest", values.max())):
        if values[own] == limit and values.min() < values.max():
            return word if values.eq(limit).sum() == 1 else f"delt {word}"
    return ""
