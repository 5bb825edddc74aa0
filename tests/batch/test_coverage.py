"""The index says which municipalities a data set has figures of, and how to get the rest."""

from datetime import UTC, datetime

from lxml.html import fromstring
from test_index import DATASET, entry

from barnevern.batch import coverage, index
from barnevern.data.dataset import open_dataset
from barnevern.observations import regions


def test_recent_ones_are_named_in_norwegian_order_and_the_others_counted():
    told = coverage.sentence({"3201": 2024, "0301": 2020, "3203": 2022, "1859": 2017})
    assert told == (
        "Datasettet har virkelige tall fra 2020 eller senere for Asker, Bærum og Oslo, og eldre"
        " tall for én annen kommune; tall for resten av landet hentes fra Statistisk sentralbyrå"
        " med kommandoen «barnevern data fetch»."
    )


def test_nothing_is_said_where_every_municipality_has_figures_or_none():
    assert coverage.sentence(dict.fromkeys(regions.municipalities(), 2024)) == ""
    assert coverage.sentence({}) == ""


def test_the_published_data_set_names_its_municipalities():
    told = coverage.sentence(open_dataset("published").latest_years())
    for name in ("Asker", "Bærum", "Kristiansand", "Oslo", "Stavanger"):
        assert f"{name}," in told
    assert told.count(".") == 1


def test_the_sentence_stands_on_every_index():
    about = index.About(DATASET, datetime.now(UTC), 2, "fork", "Bare for <Bærum>.")
    files = index.files(about, [entry("3201")])
    for name in ("index.html", "2024/index.html"):
        assert "Bare for <Bærum>." in fromstring(files[name]).text_content()
