"""Municipalities that bend the rules: nothing to compare with, no events, one event, a missing
year, a merger.
"""

import re

import pandas as pd
import pytest

import nation
from barnevern import show
from barnevern.data.dataset import Dataset, build
from barnevern.page import Page

OWN = "3201"
SHARE, RATE = "children_investigated_0_17_pct", "children_with_measures_31dec_per_1000_0_22"
EVERY = [
    lambda page: show.findings(page, SHARE, RATE, "gross_f252_per_child_placed_nok"),
    lambda page: show.profile(page),
    lambda page: show.key_figures(page),
    lambda page: show.trend(page, SHARE),
    lambda page: show.trend(page, "gross_f252_per_child_placed_nok"),
    lambda page: show.figures(
        page, "Noen tall", SHARE, "children_with_measures_0_24_pct", id="some"
    ),
    lambda page: show.monitor(page, "capacity"),
    lambda page: show.standing(page, SHARE),
    lambda page: show.alike(page, SHARE),
    lambda page: show.resource_use(page),
    lambda page: show.productivity(page),
    lambda page: show.placement_risk(page, id="risk"),
    lambda page: show.outlook(page, "children_with_measures_during_year"),
]


def page_of(table: pd.DataFrame, tmp_path, year: int = 2024, code: str = OWN) -> Page:
    built = build(nation.write(tmp_path / "nation", table), tmp_path / "store")
    return Page.open("test", code, year, str(built.folder))


def with_count(measure: str, category: str, value: float) -> pd.DataFrame:
    table = nation.observations()
    cell = table["region"].eq(OWN) & table["measure"].eq(measure) & table["category"].eq(category)
    assert cell.sum() == len(nation.YEARS)
    return table.assign(value=table["value"].where(~cell, value))


def alone() -> pd.DataFrame:
    table = nation.observations()
    return table[table["region"].eq(OWN)]


def no_year() -> pd.DataFrame:
    table = nation.observations()
    return table[
        ~(
            table["region"].eq(OWN)
            & table["year"].eq(2023)
            & table["measure"].ne("population_31dec")
        )
    ]


BENT = {
    "alone": alone,
    "no events": lambda: with_count("children_investigated", "age_0_17", 0),
    "one event": lambda: with_count("children_investigated", "age_0_17", 1),
    "nobody placed": lambda: with_count("children_placed_during_year", "", 0),
    "missing year": no_year,
}


@pytest.mark.parametrize("name", BENT)
def test_every_item_says_something_and_no_missing_value_shows(name, tmp_path):
    page = page_of(BENT[name](), tmp_path)
    for make in EVERY:
        item = make(page)
        text = re.sub(r"<[^>]+>", " ", item.html)
        assert text.strip()
        assert not re.search(r"\b(nan|NaN|None|inf)\b", text)
        assert item.state in ("shown", "missing")
        figures = item.rows[item.rows["status"].eq("")]
        assert figures["value"].notna().all()


def test_without_peers_the_figure_stands_alone(tmp_path):
    page = page_of(alone(), tmp_path)
    sentence = show.trend(page, SHARE).summary
    assert "i Bærum i 2024" in sentence and "enn i 2023" in sentence
    assert "Det er" not in sentence and "Forskjellen" not in sentence
    assert "ikke både egne tall for Bærum og gruppetall" in show.profile(page).summary


def test_no_events_is_zero_and_the_interval_reaches_above_it(tmp_path):
    page = page_of(BENT["no events"](), tmp_path)
    item = show.trend(page, SHARE)
    assert "var 0,0\xa0% i Bærum i 2024, uendret fra 2023" in item.summary
    assert "klart lavere enn i Asker (3,9" in item.summary
    assert "Tilfeldigheter alene kan gi mellom 0,0 og 0,0\xa0% i Bærum." in item.summary
    found = show.findings(page, SHARE).summary
    assert "klart lavere enn i Asker (3,9" in found and "Ingen av disse" not in found
    assert "klart under (100 prosent)" in show.profile(page).summary


def test_one_event_is_told_in_the_singular_of_its_unit(tmp_path):
    page = page_of(with_count("children_with_measures_during_year", "age_0_17", 1), tmp_path)
    share = page.own(page.figures("children_with_measures_0_17_pct"))[-1].value
    children = page.own(page.figures("children_in_municipality"))[-1].value
    assert share == pytest.approx(100 / children)
    assert "var 0,0\xa0% i Bærum" in show.trend(page, "children_with_measures_0_17_pct").summary


def test_a_missing_year_gives_no_change_and_no_growth(tmp_path):
    page = page_of(no_year(), tmp_path)
    assert "2023" not in show.trend(page, SHARE).summary
    assert "gikk" not in show.productivity(page).summary


def test_the_production_index_is_said_to_be_another_than_that_of_ks(tmp_path):
    item = show.productivity(page_of(nation.observations(), tmp_path))
    assert "Dette er en annen indeks enn den KS publiserer." in item.summary
    assert "høyst −20,2 prosent, der KS har −13,2" in item.html


def test_a_merger_is_summed_marked_and_told(tmp_path):
    rows = nation.observations()
    rows = rows[
        rows["region"].eq("3203")
        & rows["measure"].isin(["children_investigated", "population_31dec"])
    ]
    series = pd.concat(
        [rows[rows["year"].eq(2024)].assign(year=year) for year in range(2017, 2021)]
    )
    page = page_of(series, tmp_path, year=2020, code="3203")
    item = show.trend(page, SHARE)
    assert "men serien har brudd mellom de to årene" in item.summary
    assert (
        "Brudd i 2020: Hurum, Asker og Røyken ble slått sammen i 2020." in item.html
        or "ble slått sammen i 2020" in item.html
    )
    assert ">brudd</text>" in item.html


def test_a_peer_that_was_merged_is_marked_too(tmp_path):
    rows = nation.observations()
    rows = rows[
        rows["region"].isin([OWN, "3203"])
        & rows["measure"].isin(["children_investigated", "population_31dec"])
    ]
    series = pd.concat(
        [rows[rows["year"].eq(2024)].assign(year=year) for year in range(2017, 2021)]
    )
    built = build(nation.write(tmp_path / "nation", series), tmp_path / "store")
    item = show.trend(Page.open("test", OWN, 2020, str(built.folder), "3203"), SHARE)
    assert "ble slått sammen i 2020" in item.html
    assert "brudd mellom de to årene" not in item.summary


def test_a_municipality_that_nobody_is_said_to_be_like_is_told_so(nation_folder, monkeypatch):
    page = Page.open("test", OWN, 2024, str(nation_folder))
    monkeypatch.setattr(Dataset, "neighbours", lambda *_: [])
    found = show.alike(page, SHARE)
    assert (found.state, found.summary) == (
        "missing",
        "Datasettet sier ikke hvilke kommuner som ligner mest på Bærum.",
    )
