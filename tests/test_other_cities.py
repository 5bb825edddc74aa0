"""Figures of other cities, Oslo's and Stavanger's own series, and the rates of the ministry, as they
stand in the sources; typed from those apart from the project's tables.
"""

import pandas as pd
import pytest

from barnevern import show
from barnevern.data.dataset import open_dataset
from barnevern.page import Network, Page

# KS, Barnevern 2018: nøkkeltall og tjenesteprofil, 19 September 2019.
KS_2018 = {
    ("1103", "resource_use_deviation"): 10,  # an index of 110
    ("1103", "children_with_measures_pct_deviation"): 6,
    ("1103", "children_placed_pct_deviation"): 10,
    ("1103", "gross_f244_per_child_deviation"): -14,
    ("1103", "gross_f251_per_child_deviation"): 12,
    ("1103", "investigations_within_3_months_deviation"): -11,
    ("1103", "sick_leave_pct"): 9.9,
    ("5001", "resource_use_deviation"): 38,
    ("5001", "children_investigated_0_17_pct"): 3.9,
    ("5001", "children_investigated_pct_deviation"): -17,
    ("5001", "children_placed_pct_deviation"): 25,
    ("4204", "resource_use_deviation"): -10,  # an index of 90
    ("4204", "unaccompanied_of_placed_pct"): 16,
    ("4204", "gross_f244_per_child_deviation"): -7,
    ("4204", "gross_f251_per_child_deviation"): -56,
    ("4204", "gross_f252_per_child_deviation"): 18,
    ("4204", "sick_leave_deviation"): 4,
    ("0301", "resource_use_deviation"): -15,  # an index of 85
    ("1108", "resource_use_deviation"): -31,  # an index of 69
    ("1108", "children_0_5_with_measures_deviation"): 22,
}
# Kroner a month: 2016 and 2017 (Barne-, likestillings- og inkluderingsdepartementet), 2022 (Barne-
# og familiedepartementet, id2902438).
RATES = {
    2016: {"institution": 66_900, "emergency_or_specialised_foster_home": 31_500},
    2017: {"institution": 68_740, "institution_from_reception": 34_370},
    2022: {
        "institution": 170_000,
        "institution_from_reception": 85_000,
        "parent_child_centre": 71_000,
        "emergency_or_specialised_foster_home": 85_000,
        "foster_home_before_2022": 37_100,
    },
}
# KOSTRA group 13 is Oslo: the analysis of 2024.
OSLO_F252 = {2021: 485_380, 2022: 586_730, 2023: 598_047, 2024: 638_143}


def value(code: str, year: int, name: str) -> float | None:
    figures = Page.open("overview", code, year).figures(name)
    found = [one.value for one in figures if (one.region, one.year) == (code, year)]
    return found[0] if found else None


@pytest.mark.parametrize(("code", "name"), KS_2018)
def test_what_ks_wrote_of_the_cities_in_2018(code, name):
    assert value(code, 2018, name) == KS_2018[code, name]


def test_every_quoted_figure_has_its_page_and_the_day_it_was_published():
    quoted = pd.read_csv("data/published/asss_notes_other_cities.csv", dtype=str)
    sources = open_dataset("published").sources.set_index("source")
    used = sources.loc[quoted["source"].unique()]
    assert used["url"].str.contains("ks.no/asss-hjem/").all()
    assert used["published"].str.fullmatch(r"20\d\d-\d\d-\d\d").all()
    assert quoted["printed"].notna().all() and quoted["place"].notna().all()


@pytest.mark.parametrize("year", RATES)
def test_own_share_rates_are_twelve_times_those_a_month(year):
    figures = Page.open("costs", "3201", year).figures(
        "own_share_rate_nok_per_year", by_category=True
    )
    of_year = {f.category: f.value for f in figures if (f.region, f.year) == ("EAK", year)}
    assert {kind: nok * 12 for kind, nok in RATES[year].items()}.items() <= of_year.items()


def test_the_exception_for_placements_from_before_2022_is_said():
    page = Page.open("costs", "3201", 2022)
    item = show.breakdown(page, "own_share_rate_nok_per_year", region="EAK", ahead=1, years=4)
    assert "37 100 kroner i måneden" in item.html.replace("\u202f", " ").replace("\u00a0", " ")


def test_oslo_is_kostra_group_13():
    figures = Page.open("costs", "0301", 2024).figures("gross_f252_per_child_placed_nok")
    own = {one.year: one.value for one in figures if one.region == "0301"}
    assert own == OSLO_F252
    assert {one.priced for one in figures if one.region == "0301"} == {2024}


def test_oslos_own_series():
    figures = Page.open("intake", "0301", 2017).figures("referrals")
    own = [one.value for one in figures if one.region == "0301" and one.value is not None]
    assert own == [5734, 6174, 6399, 7051, 6893]


def test_stavangers_own_series_is_long_enough_for_a_forecast():
    page = Page.open("intake", "1103", 2018)
    own = [one.value for one in page.figures("referrals") if one.region == "1103"]
    assert own == [946, 851, 831, 930, 966, 1019, 1161, 1078, 1252]
    assert "prognosen for 2020" in show.outlook(page, "referrals").summary


def test_the_network_page_shows_what_was_written_of_its_members():
    page = Network.of("network", "ASSS", 2024)
    item = show.members_by_year(page, "KS", "resource_use_deviation", id="ks-notes")
    rows = item.rows[item.rows["indicator"].eq("resource_use_deviation")]
    assert set(rows.loc[rows["year"].eq(2018), "region"]) == {
        "0301",
        "1103",
        "1108",
        "4204",
        "5001",
    }
    assert "medlemmer har ingen" in item.summary
    costs = show.members(page, "gross_f252_per_child_placed_nok")
    assert "Oslo" in costs.summary and "høyest i Bærum" in costs.summary


def test_a_network_without_such_figures_says_so():
    page = Network.of("network", "EKG05", 2024)
    assert show.members_by_year(page, "KS", "sick_leave_deviation").state == "missing"
