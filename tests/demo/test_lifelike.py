"""The made-up cases are like real ones: season, siblings, ages, returns, long placements, small
numbers.
"""

import pandas as pd

from barnevern.cases import Cases
from barnevern.demo import country
from barnevern.observations import regions
from demo.simple import CLEAN, LARGE, SEED, TINY, YEARS


def test_ages_are_those_of_the_law(large: Cases) -> None:
    born = large["persons"].drop_duplicates("case").set_index("case")["born"]
    referrals = large["referrals"].assign(born=large["referrals"]["case"].map(born))
    assert (referrals["start"] >= referrals["born"]).all()
    assert (referrals["start"] < referrals["born"] + pd.DateOffset(years=18)).all()
    measures = large["measures"].assign(born=large["measures"]["case"].map(born))
    assert not (measures["end"] >= measures["born"] + pd.DateOffset(years=25)).any()
    before_2021 = measures["born"] < pd.Timestamp(
        1998, 1, 1
    )  # 23 years before aftercare was lengthened
    assert not (
        measures.loc[before_2021, "end"]
        > measures.loc[before_2021, "born"] + pd.DateOffset(years=23)
    ).any()
    bases = large["legal_bases"].query("kind == 'measure'").set_index("of")
    care = measures["measure"].map(
        bases["section"].eq("12") | (bases["chapter"].eq("5") & bases["act"].eq("BVL2021"))
    )
    assert (
        measures.loc[care, "start"] < measures.loc[care, "born"] + pd.DateOffset(years=18)
    ).all()
    assert not (
        measures.loc[care, "end"] > measures.loc[care, "born"] + pd.DateOffset(years=18)
    ).any()


def test_long_placements_last_for_years(large: Cases) -> None:
    foster = large["measures"][large["measures"]["category"].isin(["2.1", "2.2"])]
    length = (foster["end"].fillna(pd.Timestamp(2024, 12, 31)) - foster["start"]).dt.days / 365.25
    assert (length > 8).sum() > 10
    assert length.max() < 19


def test_referrals_follow_the_season_and_the_week(large: Cases) -> None:
    started = large["referrals"]["start"]
    months = started.dt.month.value_counts()
    assert months[7] < 0.65 * months.mean()
    assert months[[9, 10, 11]].min() > months[[7, 8]].max()
    assert started.dt.day_of_week.ge(5).mean() < 0.15


def test_siblings_are_referred_together(large: Cases) -> None:
    referrals = large["referrals"].merge(
        large["referral_senders"].drop_duplicates("referral"), on="referral"
    )
    together = referrals.groupby(["start", "code"])["case"].nunique()
    families = together[together > 1].sum() / together.sum()
    assert 0.3 < families < 0.75
    grounds = large["referral_grounds"].groupby("referral")["code"].agg(" ".join)
    pairs = (
        referrals.assign(grounds=referrals["referral"].map(grounds))
        .groupby(["start", "code"])["grounds"]
        .agg(["nunique", "size"])
    )
    assert (
        pairs.loc[pairs["size"].eq(2), "nunique"].eq(1)
    ).mean() > 0.4  # strangers of the same day and sender are among the pairs


def test_children_are_referred_again(large: Cases) -> None:
    person = large["cases"].set_index("case")["person"]
    times = large["referrals"]["case"].map(person).value_counts()
    assert 0.15 < times.gt(1).mean() < 0.6
    assert times.max() >= 4


def test_a_small_municipality_has_years_without_anything() -> None:
    years = (
        country.cases(TINY, YEARS, SEED, CLEAN)["referrals"]["start"]
        .dt.year.value_counts()
        .reindex(YEARS, fill_value=0)
    )
    assert years.min() == 0
    assert years.max() > 0


def test_oslo_reports_by_district() -> None:
    districts = country.cases("0301", range(2024, 2025), SEED, CLEAN)["cases"]["district"]
    assert set(districts) == {f"{number:02d}" for number in range(1, 16)}


def test_unaccompanied_minors_have_a_duf_number_and_nobody_to_care_for_them(large: Cases) -> None:
    alone = large["persons"][large["persons"]["duf"]]
    assert len(alone) > 5
    measures = large["measures"][large["measures"]["case"].isin(alone["case"])]
    grounds = large["measure_grounds"].groupby("measure")["code"].agg(set)
    assert (measures["measure"].map(grounds) == {"12"}).all()
    assert measures["category"].isin(["8.2", "2.1", "2.2"]).any()


def test_visits_fall_within_the_placement(large: Cases) -> None:
    visits = large["visits"].merge(large["measures"], on="measure")
    assert len(visits) == len(large["visits"]) > 500
    assert (visits["date"] >= visits["start"]).all()
    assert not (visits["date"] > visits["end"]).any()
    assert visits["category"].str.startswith("2.").all()
    assert set(visits["measure"]) <= set(large["visit_duties"]["measure"])
    codes = large["visit_duties"].groupby("kind")["municipality"].agg(set)
    assert codes["follow_up"] == {""}
    assert LARGE in codes["supervision"]
    assert codes["supervision"] <= set(regions.municipalities())
