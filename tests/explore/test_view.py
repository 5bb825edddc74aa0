"""The explorer's views are the notebooks' own, of the choice alone, and a wrong choice is said in
Norwegian.
"""

import re

import pandas as pd
import pytest

from barnevern import show
from barnevern.explore import VIEWS, Choice, view
from barnevern.explore.view import PEERS, Unclear
from barnevern.page import Page

RATE = "children_with_measures_31dec_per_1000_0_22"
NATION = {"first": 2015, "last": 2024}


@pytest.fixture
def data(nation_folder) -> str:
    return str(nation_folder)


def test_a_view_over_all_years_is_the_notebooks_figure(data):
    _, item = view(Choice("3201", RATE, 1980, 2024, data))
    own = show.trend(Page.open("explore", "3201", 2024, data), RATE)
    assert item.html == own.html
    pd.testing.assert_frame_equal(item.rows, own.rows)


@pytest.mark.parametrize("given", ["3201", "Bærum", "bærum", "0219", "3024"])
def test_names_and_numbers_old_and_new_lead_to_the_municipality(data, given):
    page, item = view(Choice(given, RATE, 2015, 2024, data))
    assert page.region.code == "3201"
    assert item.state == "shown"


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ("Baerum", "Fant ingen kommune «Baerum». Mente du Bærum?"),
        ("9999", "Fant ingen kommune «9999». Skriv et navn eller fire sifre."),
        ("", "Fant ingen"),
    ],
)
def test_an_unknown_municipality_is_told_with_the_nearest(data, given, said):
    with pytest.raises(Unclear, match=said.replace("?", r"\?")):
        view(Choice(given, RATE, 2015, 2024, data))
    with pytest.raises(Unclear, match=said.replace("?", r"\?")):
        view(Choice("3201", RATE, 2015, 2024, data, peers=f"3203,{given}"))


@pytest.mark.parametrize("counts", [False, True])
def test_only_the_years_asked_for_are_shown(data, counts):
    for first, last in ((2023, 2023), (2024, 2024), (2023, 2024)):
        _, item = view(Choice("3201", RATE, first, last, data, counts=counts))
        assert set(item.rows["year"]) == {first, last}


@pytest.mark.parametrize("name", PEERS)
@pytest.mark.parametrize("shown", VIEWS)
def test_every_view_shows_or_says_why_not_beside_everyone(data, name, shown):
    _, item = view(Choice("3201", RATE, **NATION, dataset=data, peers=name, view=shown))
    assert item.state in ("shown", "missing")
    assert item.summary and not re.search(r"\bnan\b", item.html, re.IGNORECASE)


def test_peers_of_ones_own_are_those_compared_with(data):
    _, item = view(Choice("3201", RATE, **NATION, dataset=data, peers="1103, EKG12"))
    assert set(item.rows["region"]) == {"3201", "1103", "EKG12"}


def test_counts_are_those_the_rate_is_made_of(data):
    page, rate = view(Choice("3201", RATE, **NATION, dataset=data))
    _, count = view(Choice("3201", RATE, **NATION, dataset=data, counts=True))
    measure = "children_with_measures_31dec"
    kept = page.dataset.read(["3201"], NATION["last"], [measure])
    kept = kept[kept["year"].ge(NATION["first"])]
    wanted = kept[kept["category"].eq("")].set_index("year")["value"]
    found = count.rows[count.rows["kind"].eq("")].set_index("year")["value"]
    pd.testing.assert_series_equal(
        found.astype("float64"), wanted.astype("float64"), check_index_type=False
    )
    assert set(count.rows["unit"]) == {"antall"} and "per 1 000" not in count.title
    assert rate.title != count.title


def test_the_uncertainty_around_the_own_line_is_shaded_when_asked_for(data):
    plain, shaded = (
        view(Choice("3201", RATE, **NATION, dataset=data, intervals=asked))[1]
        for asked in (False, True)
    )
    assert "opacity: 0.35" in shaded.html and "opacity: 0.35" not in plain.html
    pd.testing.assert_frame_equal(plain.rows, shaded.rows)
