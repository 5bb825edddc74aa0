"""A small made-up nation: every municipality with counts and amounts of two years, so that groups
can be summed and compared.

The figures follow the real population with a factor per municipality; they say nothing about
anybody.
"""

import csv
import json
from pathlib import Path

import numpy as np
import pandas as pd

from barnevern.observations import COLUMNS, PROVENANCE
from barnevern.paths import DATA

YEARS = [2023, 2024]
# measure, category, the population it follows, and how many per inhabitant of it
RATES = [
    ("children_with_referral", "age_0_17", "0_17", 0.045),
    ("children_investigated", "age_0_17", "0_17", 0.040),
    ("children_with_measures_during_year", "age_0_17", "0_17", 0.038),
    ("children_with_measures_during_year", "age_0_5", "0_17", 0.008),
    ("children_with_measures_during_year", "age_0_24", "0_24", 0.034),
    ("children_with_measures_31dec", "", "0_24", 0.021),
    ("children_with_plan_31dec", "", "0_24", 0.016),
    ("children_placed_during_year", "", "0_24", 0.010),
    ("children_placed_during_year", "age_0_24", "0_24", 0.010),
    ("children_not_placed_during_year", "", "0_24", 0.024),
    ("children_not_placed_during_year", "age_0_17", "0_17", 0.027),
    ("children_investigated_or_with_measures", "", "0_24", 0.055),
    ("children_investigated_or_with_measures", "age_0_17", "0_17", 0.060),
    ("investigations_by_duration", "", "0_17", 0.040),
    ("investigations_by_duration", "under_2_weeks", "0_17", 0.004),
    ("investigations_by_duration", "2_4_weeks", "0_17", 0.005),
    ("investigations_by_duration", "1_2_months", "0_17", 0.010),
    ("investigations_by_duration", "2_3_months", "0_17", 0.013),
    ("gross_expenditure_nok", "", "0_24", 11_000.0),
    ("gross_expenditure_nok", "f244", "0_24", 3_600.0),
    ("gross_expenditure_nok", "f251", "0_24", 1_900.0),
    ("gross_expenditure_nok", "f252", "0_24", 5_500.0),
    ("net_expenditure_nok", "", "0_24", 10_200.0),
    ("fte_f244", "", "0_17", 0.0045),
]


def observations() -> pd.DataFrame:
    """The nation's figures with the columns of an observation table."""
    people = pd.read_csv(
        DATA / "published" / "population.csv",
        dtype={"region": "str", "category": "str"},
        keep_default_na=False,
    )
    people = people[
        people["year"].isin(YEARS)
        & people["status"].eq("")
        & people["region"].str.fullmatch(r"\d{4}")
    ]
    people = people.assign(value=people["value"].astype(float))
    rows = [people[people["category"].isin(["", "0_17", "0_22", "0_24"])]]
    for n, (measure, category, follows, rate) in enumerate(RATES):
        base = people[people["category"].eq(follows)]
        stream = np.random.default_rng(n)
        drawn = base["value"] * rate * np.exp(stream.normal(0, 0.05, len(base)))
        rows.append(
            base.assign(
                measure=measure,
                category=category,
                value=np.round(drawn, 1 if measure.startswith("fte") else 0),
            )
        )
    table = pd.concat(rows, ignore_index=True).assign(
        source="made-up", printed="", place="", licence="", note="", status=""
    )
    return table[[*COLUMNS, *PROVENANCE]]


def write(folder: Path, table: pd.DataFrame | None = None) -> Path:
    """The nation as a data-set folder, with the need index of the published data set."""
    folder.mkdir(parents=True, exist_ok=True)
    need = pd.read_csv(
        DATA / "published" / "need_index.csv", dtype="str", keep_default_na=False
    ).assign(source="made-up")
    (observations() if table is None else table).to_csv(
        folder / "figures.csv", index=False, lineterminator="\n"
    )
    need[[*COLUMNS, *PROVENANCE]].to_csv(
        folder / "need_index.csv", index=False, lineterminator="\n"
    )
    with (folder / "sources.csv").open("w", encoding="utf-8", newline="") as handle:
        writer = csv.writer(handle, lineterminator="\n")
        writer.writerow(["source", "title", "publisher", "published", "licence", "url"])
        writer.writerow(["made-up", "Oppdiktede tall", "ingen", "2025-01-01", "CC0", ""])
    about = {
        "name": "nation",
        "title": "Oppdiktede tall",
        "date": "2025-01-01",
        "licence": "CC0",
        "synthetic": True,
        "disclosure": "none",
    }
    (folder / "dataset.json").write_text(
        json.dumps(about | {"current_borders": ["figures.csv", "need_index.csv"]}), encoding="utf-8"
    )
    return folder
