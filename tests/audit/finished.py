"""Pages as the suite makes them, as small as they can be: a CSV, and HTML with whatever a test puts
in.
"""

import csv
import json
from pathlib import Path

from barnevern.observations import regions

COLUMNS = [
    "item",
    "title",
    "region",
    "year",
    "indicator",
    "category",
    "kind",
    "against",
    "of",
    "value",
    "status",
    "unit",
    "source",
]
HIDDEN = ":"


def row(item, region, year, indicator, category, value, unit="antall", *, derived=("", "")):
    """A row of a CSV; the value ":" makes it hidden. ``derived`` is its kind and what against."""
    status = HIDDEN if value == HIDDEN else ""
    return [
        item,
        indicator,
        region,
        year,
        indicator,
        category,
        *derived,
        indicator if derived[0] else "",
        "" if status else value,
        status,
        unit,
        "demo",
    ]


def write(
    folder: Path,
    code: str,
    rows: list,
    *,
    notebook: str = "page",
    html: str = "",
    year: int = 2023,
    rule: str = "ssb-barnevern",
) -> Path:
    """A page of a municipality with these rows; gives the folder of reports."""
    place = folder / "demo" / str(year) / regions.municipalities()[code].slug
    place.mkdir(parents=True, exist_ok=True)
    with (place / f"{notebook}.csv").open("w", newline="", encoding="utf-8") as handle:
        writer = csv.writer(handle, lineterminator="\n")
        writer.writerow(COLUMNS)
        writer.writerows(rows)
    (place / f"{notebook}.html").write_text(
        f"<!doctype html><html lang='nb'><body>{html}</body></html>", encoding="utf-8"
    )
    (place.parent / "run.json").write_text(
        json.dumps({"dataset": {"name": "demo", "disclosure": rule}}), encoding="utf-8"
    )
    return folder
