"""A page with long enough series looks ahead; others say why not."""

import json
from pathlib import Path

import numpy as np
import pytest

from barnevern import show
from barnevern.observations.regions import municipalities
from barnevern.page import Page

HEAD = "region,year,measure,category,value,status,source,printed,place,licence,note\n"
ABOUT = {
    "name": "proeve",
    "title": "Prøvetall",
    "date": "2024-12-31",
    "licence": "ingen",
    "synthetic": True,
    "disclosure": "none",
}


@pytest.fixture(scope="module")
def dataset(tmp_path_factory) -> Path:
    """Referrals of 22 municipalities 2010-2023, one with four years only; the numbers are made
    up.
    """
    folder, rng = tmp_path_factory.mktemp("proeve"), np.random.default_rng(3)
    rows = []
    for code in sorted({*list(municipalities())[:20], "3201", "5501"}):
        level = 200.0
        for year in range(2020 if code == "5501" else 2010, 2024):
            level *= np.exp(rng.normal(0.01, 0.08))
            rows.append(f"{code},{year},referrals,,{level:.0f},,kilde,,,,")
    (folder / "t.csv").write_text(HEAD + "\n".join(rows) + "\n", encoding="utf-8")
    (folder / "sources.csv").write_text(
        "source,title,publisher,published,licence,url\nkilde,Prøve,Ingen,2024,ingen,\n",
        encoding="utf-8",
    )
    (folder / "dataset.json").write_text(
        json.dumps(ABOUT | {"current_borders": ["t.csv"]}), encoding="utf-8"
    )
    return folder


def test_two_years_ahead_beside_the_unchanged_level(dataset, tmp_path, monkeypatch):
    monkeypatch.setattr("barnevern.data.store.STORE", tmp_path)
    item = show.outlook(
        Page.open("test", "3201", 2023, str(dataset)),
        "referrals",
        leave_out=(2020, 2021, 2022),
    )
    ahead = item.rows[item.rows["year"].gt(2023)].pivot_table(
        index="year", columns="kind", values="value"
    )
    assert list(ahead.index) == [2024, 2025]
    assert (ahead["forecast_low_95"] < ahead["forecast_low_80"]).all() and (
        ahead["forecast_low_80"] < ahead["forecast"]
    ).all()
    assert (ahead["forecast"] < ahead["forecast_high_80"]).all() and (
        ahead["forecast_high_80"] < ahead["forecast_high_95"]
    ).all()
    assert item.state == "shown"
    assert "Uendret nivå gir" in item.summary and ">Prognose</text>" in item.html
    assert "Årene 2020, 2021 og 2022 er holdt utenfor" in item.html


def test_too_short_a_series_is_refused_in_words(dataset, tmp_path, monkeypatch):
    monkeypatch.setattr("barnevern.data.store.STORE", tmp_path)
    item = show.outlook(
        Page.open("test", "5501", 2023, str(dataset)), "referrals", "children_in_care"
    )
    assert item.state == "missing"
    assert (
        "Ingen prognose for nye meldinger: 4 år med tall; en prognose trenger minst 5."
        in item.summary
    )
    assert "Ingen prognose for barn under omsorg: 0 år med tall" in item.summary


def test_synthetic_figures_are_stamped(dataset, tmp_path, monkeypatch):
    monkeypatch.setattr("barnevern.data.store.STORE", tmp_path)
    assert "Syntetiske tall" in show.heading(Page.open("test", "3201", 2023, str(dataset))).html
