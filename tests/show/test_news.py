"""What is new since last year, each group in a panel, and changes of law where they bear."""

import re
from collections.abc import Sequence

import pytest

from barnevern import show
from barnevern.comparison.evidence import CHANCE, CLEAR, FEW_CHILDREN, UNKNOWN, Verdict
from barnevern.indicators import catalogue, laws
from barnevern.indicators.figure import Figure
from barnevern.observations import regions
from barnevern.page import Page
from barnevern.show.news import News, moved


@pytest.fixture(scope="module")
def baerum() -> Page:
    return Page.open("test", "3201", 2024)


@pytest.fixture(scope="module")
def the_year_before() -> Page:
    return Page.open("test", "3201", 2023)


def value(item, **where) -> float:
    rows = item.rows
    for column, wanted in where.items():
        rows = rows[rows[column].eq(wanted)]
    (found,) = rows["value"]
    return float(found)


def test_news_tells_the_change_that_the_document_prints(baerum):
    # Bærum, KOSTRA/ASSS analysis 2024: 826 referrals, 799 the year before; 1 078 632 kroner for
    # each placed child, 14.8 % more.
    item = show.news(baerum, "referrals", "gross_f252_per_child_placed_nok", "unintended_moves")
    assert value(item, indicator="referrals", kind="change") == 27
    assert value(item, indicator="gross_f252_per_child_placed_nok", kind="change") == pytest.approx(
        14.8, abs=0.05
    )
    # 27 more of 800 can be chance, and too few municipalities have the cost to tell.
    assert item.summary.endswith("Ingen av endringene er klart større enn tilfeldigheter kan gi.")
    rows = dict(re.findall(r"<th scope=\"row\">(.*?)</th>.*?<td[^>]*>([^<]*)</td></tr>", item.html))
    assert "27 flere" in rows["Nye meldinger (antall)"]


def test_last_years_page_already_held_the_figure_that_news_compares_with(baerum, the_year_before):
    item = show.news(baerum, "referrals")
    before = the_year_before.own(the_year_before.figures("referrals"))
    assert value(item, kind="", year=2023) == before[-1].value == 799


def test_news_says_what_came_and_what_went_and_which_law_changed(the_year_before):
    item = show.news(
        the_year_before,
        "children_in_care",
        "employees_left",
        "children_with_measures_0_22_pct",
    )
    assert "Lovendring i 2023: ny barnevernslov" in item.html
    own = {
        name: [one.year for one in the_year_before.own(the_year_before.figures(name))]
        for name in ("children_in_care", "employees_left")
    }
    assert all({2022, 2023} <= set(years) for years in own.values())
    assert "67" in item.html and "74" in item.html  # children in care at the end of 2023 and 2022


def test_news_without_two_years_is_said_in_words():
    item = show.news(Page.open("test", "Loppa", 2021), "referrals")
    assert item.state == "missing"
    assert "kan ikke vises" in item.summary


def news_of(name: str, verdict: Verdict, breaks: Sequence[tuple[int, str]] = ()) -> News:
    own = [Figure("3201", year, name, "", float(year)) for year in (2023, 2024)]
    return News(catalogue()[name], own, [], list(breaks), verdict)


def test_only_clear_changes_are_told_the_clearest_first():
    both = [
        news_of("referrals", Verdict(CHANCE, z=2.0)),
        news_of("children_in_care", Verdict(CLEAR, z=4.0)),
        news_of("investigations_started", Verdict(CLEAR, z=-6.0)),
        news_of("unintended_moves", Verdict(UNKNOWN, FEW_CHILDREN)),
        news_of("emergency_placements", Verdict(CLEAR, z=9.0), [(2024, "Brudd")]),
    ]
    told = [one.indicator.id for one in moved(both)]
    assert told == ["investigations_started", "children_in_care"]


def test_each_group_has_a_panel_and_a_row_and_all_share_one_scale(baerum):
    item = show.beside_groups(baerum, "gross_f252_per_child_placed_nok")
    groups = [code for code in item.rows["region"].drop_duplicates() if code != "3201"]
    assert groups and all(code in regions.groups() for code in groups)
    panels = re.findall(r"<text [^>]*text-anchor: start[^>]*>([^<]+)</text>", item.html)
    assert [regions.name_of(code) for code in groups] == [
        text for text in panels if text in {regions.name_of(code) for code in groups}
    ]
    assert "samme skala" in item.summary


def test_no_group_with_two_years_is_said_in_words(baerum):
    item = show.beside_groups(baerum, "referrals_per_1000_0_17")
    assert item.state == "missing"
    assert "ikke meldinger per" in item.summary and "noen gruppe" in item.summary


def test_a_change_of_law_is_marked_in_figure_and_note(baerum):
    item = show.trend(baerum, "children_in_care")
    assert ">ny lov</text>" in item.html
    assert "Lovendring i 2023: ny barnevernslov avløste loven av 1992" in item.html
    assert ">ny lov</text>" not in show.trend(baerum, "referrals").html


def test_changes_of_law_name_indicators_of_the_catalogue():
    assert laws.indicators() and laws.indicators() <= set(catalogue())
    assert laws.of_year(2023) and laws.of_year(1900) == []
