"""An analyst's data set: what it has, figures as tidy frames that are the pages' own, and the
nearest word to one that is not known.
"""

import subprocess
import sys

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest
import seaborn as sns

import barnevern
from barnevern import comparison
from barnevern.analysis.data import COMPARED, FRAME
from barnevern.analysis.listing import INDICATOR_COLUMNS, REGION_COLUMNS
from barnevern.comparison import evidence
from barnevern.indicators import UnknownIndicator, catalogue, indicator
from barnevern.indicators.figure import newest_year
from barnevern.observations import STATUS, category_name, lookup, regions, status_name
from barnevern.page import Page
from barnevern.problems import InputProblems
from patience import PATIENCE_SECONDS

COST = "gross_f252_per_child_placed_nok"
SHARE = "children_with_referral_0_17_pct"
SENDERS = "referrals_from_school_and_kindergarten_pct"
RATE = "children_with_measures_31dec_per_1000_0_22"
PLACES = ["3201", "3203", "EKG12", "EAK"]


@pytest.fixture(scope="module")
def data() -> barnevern.Data:
    return barnevern.open("published")


@pytest.fixture(scope="module")
def page() -> Page:
    return Page.open("test", "3201", 2024, peers="3203, EKG12, EAK")


def test_the_data_set_says_what_it_is(data, nation_folder):
    assert repr(data).startswith("Publiserte tall («published»), ")
    assert "Synthetic" not in repr(data)
    assert "Synthetic: no real children" in repr(barnevern.open(str(nation_folder)))
    assert repr(barnevern.open()) == repr(data)


def test_importing_changes_no_option_of_pandas_and_no_setting_of_matplotlib():
    program = """
import pandas as pd, matplotlib as mpl
import seaborn
def everything():
    def of(options, place=""):
        for name in dir(options):
            found = getattr(options, name)
            if type(found) is type(pd.options):
                yield from of(found, f"{place}{name}.")
            else:
                yield f"{place}{name}", repr(found)
    return dict(of(pd.options)), {name: repr(mpl.rcParams[name]) for name in mpl.rcParams}
before = everything()
assert len(before[0]) > 50, before[0]
import barnevern
data = barnevern.open("published")
from barnevern import show
from barnevern.page import Page
show.trend(Page.open("test", "3201", 2024), "referrals").html
data.figures("referrals", "3201"), data.indicators(), data.differences("referrals", "3201")
assert everything() == before
"""
    command = [sys.executable, "-W", "ignore", "-c", program]
    done = subprocess.run(command, capture_output=True, text=True, timeout=PATIENCE_SECONDS)
    assert (done.returncode, done.stderr) == (0, "")


def test_importing_loads_neither_pandas_nor_the_analysts_part():
    program = (
        "import sys, barnevern; print(sorted({'pandas', 'barnevern.analysis'} & {*sys.modules}))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, timeout=PATIENCE_SECONDS
    )
    assert done.stdout.strip() == "[]"


def test_every_indicator_is_listed_and_those_with_most_municipalities_stand_first(data):
    table = data.indicators()
    assert list(table.columns) == INDICATOR_COLUMNS
    assert sorted(table["indicator"]) == sorted(catalogue())
    assert table["municipalities"].is_monotonic_decreasing and table["municipalities"].iloc[0] > 0
    assert list(table.index) == list(range(len(table)))
    assert len(table.head()) == 5
    top = table.iloc[0]
    figures = data.figures(top["indicator"]).dropna(subset="value")
    assert figures["region"].nunique() == top["municipalities"]
    assert (figures["year"].min(), figures["year"].max()) == (top["first"], top["last"])
    nothing = table[table["municipalities"].eq(0)]
    assert set(nothing["first"]) | set(nothing["last"]) <= {0}


def test_a_search_wants_all_its_words_anywhere(data):
    found = set(data.indicators("PLASSERT 252")["indicator"])
    assert COST in found and RATE not in found
    assert found == {
        one
        for one in data.indicators("plassert")["indicator"]
        if one in set(data.indicators("252")["indicator"])
    }
    assert data.indicators("finnes-ikke").empty
    assert list(data.indicators("finnes-ikke").columns) == INDICATOR_COLUMNS


def test_regions_are_todays_municipalities_and_the_groups(data):
    table = data.regions()
    assert list(table.columns) == REGION_COLUMNS
    places = table[table["kind"].eq("municipality")]
    assert set(places["region"]) == set(regions.municipalities())
    assert set(places["members"]) == {1}
    groups = table[table["kind"].ne("municipality")].set_index("region")
    assert set(groups.index) <= set(regions.groups()) and (groups["members"] > 0).all()
    assert groups.loc["EAK", "members"] == len(places)
    assert data.regions("asker").to_dict("records") == [
        {
            "region": "3203",
            "name": "Asker",
            "kind": "municipality",
            "county": "Akershus",
            "members": 1,
        }
    ]


@pytest.mark.parametrize("name", [COST, SHARE, RATE, "referrals", "referrals_by_sender"])
def test_figures_are_those_of_a_page(data, page, name):
    frame = data.figures(name, PLACES, range(1980, page.year + 1), categories=True)
    assert list(frame.columns) == FRAME
    own = [one for one in page.figures(name, by_category=True) if one.region in PLACES]
    entry = indicator(name)
    part = entry.numerator or entry.published
    wanted = {
        (
            one.region,
            one.year,
            category_name(part.measure, one.category) if one.category else "",
        ): one
        for one in own
    }
    keys = list(zip(frame["region"], frame["year"], frame["category"], strict=True))
    assert len(set(keys)) == len(keys) and set(keys) == set(wanted)
    for key, row in zip(keys, frame.to_dict("records"), strict=True):
        figure = wanted[key]
        assert (None if np.isnan(row["value"]) else row["value"]) == figure.value
        assert (row["status"], row["source"]) == (status_name(figure.status), figure.source)
        assert (row["name"], row["title"], row["unit"]) == (
            regions.name_of(figure.region),
            entry.name,
            entry.unit,
        )


def test_the_ten_and_the_whole_network_are_those_of_the_data_set(data):
    """The network is all its members here; on the page of a member it is the others."""
    frame = data.figures(COST, "ASSS", 2024)
    whole = data.dataset.figures(["ASSS-"], (2024, 2024), [COST])
    assert set(frame["region"]) <= {"ASSS"}
    assert frame["value"].tolist() == whole.loc[whole["year"].eq(2024), "value"].tolist()


def test_what_chance_allows_is_that_of_the_pages_and_only_where_counts_are_known(data):
    hvaler = Page.open("test", "Hvaler", 2018)
    (figure,) = (one for one in hvaler.own(hvaler.figures(SHARE)) if one.year == 2018)
    limits = evidence.intervals([figure], indicator(SHARE))
    row = data.figures(SHARE, "Hvaler", 2018).iloc[0]
    assert (row["low"], row["high"]) == (limits["low"][0], limits["high"][0])
    assert row["low"] < row["value"] < row["high"]
    assert data.figures(COST, "Bærum")[["low", "high"]].isna().all(axis=None)


@pytest.mark.parametrize("given", ["3201", "Bærum", "bærum", "0219", "3024", ["3201", "Bærum"]])
def test_a_region_is_found_by_number_and_name_old_and_new(data, given):
    assert set(data.figures(COST, given, 2024)["region"]) == {"3201"}


def test_without_regions_every_municipality_comes_and_without_years_every_year(data):
    frame = data.figures(RATE, years=2015)
    assert set(frame["region"]) <= set(regions.municipalities()) and len(frame) > 20
    assert set(frame["year"]) == {2015} and set(frame["category"]) == {""}
    everything = data.figures(RATE)
    assert set(everything["year"]) > {2015}
    pd.testing.assert_frame_equal(
        everything[everything["year"].eq(2015)].reset_index(drop=True), frame
    )


def test_nothing_asked_for_gives_an_empty_frame_of_the_same_kind(data):
    frame, full = data.figures(COST, "Bærum", 1985), data.figures(COST, "Bærum")
    assert frame.empty and list(frame.columns) == FRAME
    assert (frame[["value", "low", "high"]].dtypes == full[["value", "low", "high"]].dtypes).all()


def test_a_missing_figure_has_its_reason_in_words(data):
    frame = data.figures(SHARE, "Loppa", range(2015, 2020))
    missing = frame[frame["value"].isna()]
    assert len(missing) and (missing["status"] != "").all()
    assert set(missing["status"]) <= set(map(status_name, STATUS))
    assert (frame.loc[frame["value"].notna(), "status"].isin(["", "Null"])).all()


def test_frames_are_headed_merged_pivoted_and_drawn(data):
    costs = data.figures(COST, PLACES, range(2021, 2025))
    cases = data.figures("referrals", PLACES, range(2021, 2025))
    assert len(costs.head()) == 5
    both = costs.merge(cases, on=["region", "year"], suffixes=("", "_referrals"))
    own = both[both["region"].eq("3201")].set_index("year")
    assert own.loc[2024, ["value", "value_referrals"]].tolist() == [1_078_632.0, 826.0]
    wide = costs.pivot_table(index="year", columns="name", values="value")
    assert wide.loc[2024, "Bærum"] == 1_078_632
    figure, axes = plt.subplots()
    sns.lineplot(costs, x="year", y="value", hue="name", ax=axes)
    drawn = {tuple(line.get_ydata()) for line in axes.get_lines() if len(line.get_ydata())}
    plt.close(figure)
    assert tuple(costs.loc[costs["region"].eq("3201"), "value"]) in drawn


def test_differences_are_those_of_a_page(data, page):
    frame = data.differences([COST, SENDERS, "referrals"], "Bærum", ["3203", "EKG12", "EAK"])
    assert list(frame.columns) == COMPARED and set(frame["kind"]) == {"change", "deviation"}
    wanted = {}
    for name in (COST, SENDERS, "referrals"):
        shown = page.figures(name)
        own = [one for one in shown if one.region == "3201"]
        others = [one for code in PLACES[1:] for one in shown if one.region == code]
        when = newest_year(page.own(own))
        told = comparison.differences([*own, *others], indicator(name), "3201", when)
        wanted |= {(name, one.kind, one.against): (when, one.value) for one in told}
    found = {
        (row["indicator"], row["kind"], row["against"]): (row["year"], row["value"])
        for row in frame.to_dict("records")
    }
    assert found == wanted
    assert found[COST, "deviation", "EKG12"][1] == pytest.approx(53.115, abs=0.001)
    units = frame.set_index("indicator")["unit"].to_dict()
    assert units == {COST: "prosent", SENDERS: "prosentpoeng", "referrals": "antall"}


def test_whether_chance_allows_a_difference_is_told_where_it_can_be(nation_folder):
    nation = barnevern.open(str(nation_folder))
    frame = nation.differences(RATE, "Bærum", ["Oslo", "Loppa", "EAK"], 2024)
    figures = nation.figures(RATE, ["Bærum", "Oslo", "Loppa", "EAK"], 2024).set_index("region")
    own = figures.loc["3201"]
    for row in frame[frame["kind"].eq("deviation")].to_dict("records"):
        other = figures.loc[row["against"], "value"]
        assert (row["low"], row["high"]) == (own["low"], own["high"])
        assert row["verdict"] != "clear" or not own["low"] <= other <= own["high"]
        assert row["value"] > 0 if own["value"] > other else row["value"] < 0
    assert len(frame[frame["kind"].eq("deviation")]) == 3
    assert set(frame["verdict"]) <= {"clear", "chance", "unknown"}
    page = Page.open("test", "3201", 2024, str(nation_folder), "0301, EAK")
    shown = {one.against: page.verdict(one).answer for one in page.compared(RATE)[1]}
    told = frame.set_index("against")["verdict"].to_dict()
    assert shown == {other: told[other] for other in shown}


def test_a_region_without_figures_has_no_differences(data):
    frame = data.differences(COST, "Bærum", "EKG12", 1985)
    assert frame.empty and list(frame.columns) == COMPARED


@pytest.mark.parametrize(
    ("asked", "error", "said"),
    [
        (lambda data: data.figures("referals"), UnknownIndicator, 'did you mean "referrals"'),
        (lambda data: data.figures(["referrals", COST[:-1]]), UnknownIndicator, COST),
        (lambda data: data.figures("referrals", "Baerum"), lookup.UnknownRegion, '"Bærum"'),
        (
            lambda data: data.figures("referrals", ["3201", "EKG99"]),
            lookup.UnknownRegion,
            '"EKG09"',
        ),
        (lambda data: data.differences("referrals", "Askr"), lookup.UnknownRegion, '"Asker"'),
        (
            lambda data: data.differences("referrals", "3201", "Rogalnd"),
            lookup.UnknownRegion,
            "Rogaland",
        ),
        (lambda data: data.differences("referals", "3201"), UnknownIndicator, '"referrals"'),
        (lambda _: barnevern.open("publishd"), InputProblems, 'did you mean "published"'),
    ],
)
def test_a_word_that_is_not_known_is_told_with_the_nearest(data, asked, error, said):
    with pytest.raises(error) as raised:
        asked(data)
    assert said in str(raised.value)


def test_a_name_that_the_library_does_not_have_is_refused():
    with pytest.raises(AttributeError, match="no attribute 'opne'"):
        barnevern.opne  # noqa: B018
