"""A page that is being published cannot reach the raw figures."""

import json

import pytest

from barnevern import demo
from barnevern.batch.make import make
from barnevern.batch.task import Task
from barnevern.data.dataset import build, open_dataset
from barnevern.disclosure.raw import RULE
from barnevern.paths import PLACE
from barnevern.problems import InputProblems
from barnevern.sources.tables import read_folder
from making import notebook_with

HEAD = "region,year,measure,category,value,status,source,printed,place,licence,note\n"
ABOUT = {
    "name": "raa",
    "title": "Rå",
    "date": "2024-12-31",
    "licence": "-",
    "synthetic": True,
    "disclosure": "ssb-barnevern",
}


@pytest.fixture
def folder(tmp_path):
    place = tmp_path / "raa"
    place.mkdir()
    (place / "dataset.json").write_text(json.dumps(ABOUT), encoding="utf-8")
    (place / "tall.csv").write_text(
        HEAD + "3201,2024,children_in_care,,2,,own,,,,\n3201,2024,referrals,,80,,own,,,,\n",
        encoding="utf-8",
    )
    (place / "sources.csv").write_text(
        "source,title,publisher,published,licence,url\nown,Egne,Bærum,,-,\n", encoding="utf-8"
    )
    return place


@pytest.fixture
def store(folder):
    return build(folder, folder / "store").folder


def page_of(store, source: str):
    notebook = json.dumps(notebook_with(source))
    return make(
        Task(
            notebook,
            {"municipality": "3201", "year": 2024, "dataset": "raa", "peers": "auto"},
            str(store),
            (),
        )
    )


def test_outside_a_batch_an_analyst_reads_the_folder(folder):
    assert read_folder(folder)[0]["tall.csv"]["value"].tolist() == [2, 80]


@pytest.mark.parametrize(
    "attempt",
    [
        "import pandas; pandas.read_csv('{folder}/tall.csv')",
        "open('{folder}/tall.csv')",
        (
            "from barnevern.sources.tables import read_folder; from pathlib import Path;"
            " read_folder(Path('{folder}'))"
        ),
        "from barnevern import demo; demo.tables()",
    ],
)
def test_a_page_that_asks_for_raw_figures_fails_and_says_why(folder, store, attempt):
    opened = "from barnevern.data.dataset import open_dataset\nfound = open_dataset(dataset)\n"
    made = page_of(store, opened + attempt.format(folder=folder))
    assert made.reason is not None and not made.html
    assert RULE in made.reason.detail
    assert str(folder) not in made.reason.detail


def test_a_page_reads_what_has_passed(store, monkeypatch):
    monkeypatch.setenv(PLACE, f"raa={store}")
    table = open_dataset("raa").read(["3201"]).set_index("measure")
    assert table.loc["children_in_care", "status"] == ":" and table["value"].dropna().tolist() == [
        80
    ]


def test_no_file_of_the_store_holds_the_raw_figure(store):
    import pandas as pd

    for path in store.glob("*.parquet"):
        found = pd.read_parquet(path)
        rows = (
            found[found["measure"].eq("children_in_care")]
            if "measure" in found
            else found.iloc[0:0]
        )
        assert rows["value"].isna().all() if "value" in rows else rows.empty, path.name


def test_the_generator_of_the_demo_is_closed_too(monkeypatch):
    monkeypatch.setenv(PLACE, "demo=/nowhere")
    with pytest.raises(InputProblems, match=RULE):
        demo.tables()
