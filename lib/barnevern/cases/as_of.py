"""Cases as they stood on a day: what began later is not there, and what ended later is still
open.
"""

from collections.abc import Mapping

import pandas as pd

from barnevern.cases.tables import Cases

# For each table with a case: the column it begins by, the column it ends by, and what is not known
# before it ends.
SPANS: Mapping[str, tuple[str, str, Mapping[str, object]]] = {
    "referrals": ("start", "end", {"conclusion": ""}),
    "investigations": ("start", "end", {"conclusion": "", "specified": False}),
    "plans": ("start", "end", {}),
    "measures": ("start", "end", {"revoked": "", "revoked_specified": False}),
    "decisions": ("start", "end", {}),
    "aftercare": ("offered", "end", {"conclusion": ""}),
    "board_applications": ("start", "", {}),
    "moves": ("date", "", {}),
}
KEYS = {
    "referrals": "referral",
    "investigations": "investigation",
    "plans": "plan",
    "measures": "measure",
    "decisions": "decision",
    "aftercare": "aftercare",
    "board_applications": "application",
    "moves": "move",
}
# Parts of those: the table and column of what they belong to, and the column they begin by.
PARTS = {
    "referral_senders": ("referrals", "referral", ""),
    "referral_grounds": ("referrals", "referral", ""),
    "investigation_grounds": ("investigations", "investigation", ""),
    "extensions": ("investigations", "investigation", "start"),
    "participation": ("investigations", "investigation", "start"),
    "evaluations": ("plans", "plan", "date"),
    "measure_grounds": ("measures", "measure", ""),
    "visit_duties": ("measures", "measure", "start"),
    "visits": ("measures", "measure", "date"),
    "decision_statuses": ("decisions", "decision", "date"),
    "decision_demands": ("decisions", "decision", "start"),
}


def as_of(cases: Cases, day: pd.Timestamp) -> Cases:
    """The cases as an extract of ``day`` holds them; ``year`` is the year of that day."""
    began = cases["cases"][cases["cases"]["start"] <= day]
    ended = began["end"] <= day
    tables = {
        "cases": began.assign(
            end=began["end"].where(ended), closed=began["closed"] & ended, year=day.year
        )
    }
    tables["persons"] = of_these(cases["persons"], "case", began["case"])
    for table, (start, end, unknown) in SPANS.items():
        rows = of_these(cases[table], "case", began["case"])
        rows = rows[rows[start] <= day]
        tables[table] = still_open(rows, end, unknown, day) if end else rows
    for table, (owners, key, start) in PARTS.items():
        rows = of_these(cases[table], key, tables[owners][key])
        tables[table] = rows[rows[start] <= day] if start else rows
    tables["decision_demands"] = still_open(
        tables["decision_demands"], "end", {"conclusion": "", "specified": False}, day
    )
    return Cases.of(with_parts(cases, tables))


def still_open(
    rows: pd.DataFrame, end: str, unknown: Mapping[str, object], day: pd.Timestamp
) -> pd.DataFrame:
    """Rows that end after ``day`` without their end, and without what is known at the end only."""
    later = rows[end] > day
    return rows.assign(
        **{
            column: rows[column].mask(later, value)
            for column, value in {end: pd.NaT, **unknown}.items()
        }
    )


def of_these(rows: pd.DataFrame, column: str, ids: pd.Series) -> pd.DataFrame:
    """The rows that belong to one of ``ids``."""
    return rows[rows[column].isin(ids)]


def with_parts(cases: Cases, tables: dict[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
    """``tables`` with the parts, legal bases and relations of the elements in them, where they are
    not given already.
    """
    parts = {
        table: of_these(cases[table], key, tables[owners][key])
        for table, (owners, key, _) in PARTS.items()
        if table not in tables
    }
    ids = pd.concat([tables[table][key] for table, key in KEYS.items()])
    bases, relations = of_these(cases["legal_bases"], "of", ids), cases["relations"]
    relations = relations[relations["from_id"].isin(ids) & relations["to_id"].isin(ids)]
    return {**tables, **parts, "legal_bases": bases, "relations": relations}
