"""The published figures that cannot be true together are found by rule, exactly those and no
others.
"""

import pandas as pd
import pytest

from barnevern.comparison.consistency import contradictions
from barnevern.data.dataset import open_dataset

EVERYWHERE = ["3201", "3203", "3301", "EAK", "ASSS", "EKG12", "EKG13"]


@pytest.fixture(scope="module")
def editions() -> pd.DataFrame:
    return open_dataset("published").editions(EVERYWHERE)


def test_exactly_these_of_the_seed_documents_contradict_others(editions):
    found = contradictions(editions)
    assert set(
        map(tuple, found[["source", "year", "measure", "category", "printed"]].to_numpy())
    ) == {
        ("baerum-tilstandsrapport-2023", 2022, "referrals_sender_pct", "ppt", "0,2 %"),
        ("baerum-tilstandsrapport-2023", 2023, "referrals_sender_pct", "ppt", "0,1 %"),
        ("asss-baerum-2024", 2024, "referrals_sender_change_pp", "police", "3,50 %"),
        ("asss-baerum-2024", 2024, "referrals_sender_change_pp", "ppt", "-0,20 %"),
        # Table 7 has 15 places in institutions on the same day.
        ("baerum-tilstandsrapport-2023", 2023, "youth_in_institution_31dec", "", "12"),
        # Two sections before, the same production is 13,2 per cent lower.
        ("asss-baerum-2024", 2024, "production_deviation", "", "15,4 prosent lavere"),
        # Barnevernstjenesten/bvv 170, Politi 137.
        ("asss-baerum-2024", 2024, "referrals", "police", "den største meldeinstansen"),
        ("baerum-tilstandsrapport-2023", 2023, "", "", "Tabell 9 viser"),  # it is table 8
        ("baerum-tilstandsrapport-2023", 2023, "", "", "2023"),  # twice over table 6
    }


def test_every_contradiction_says_what_it_is_held_against(editions):
    found = contradictions(editions).set_index("printed")
    against = {
        "12": ("Institusjonsplass er 15", "tabell 7"),
        "15,4 prosent lavere": ("13,2 prosent lavere", "Produksjonsindeks 2024"),
        "den største meldeinstansen": ("tallet er 137", "Barnevernstjenesten/bvv 170"),
        "Tabell 9 viser": ("ingen tabell 9", "den siste er tabell 8"),
        "2023": ("flere kolonner",),
    }
    for printed, words in against.items():
        assert all(word in found.loc[printed, "because"] for word in words)


def test_documents_that_are_not_in_the_data_set_are_not_spoken_of(editions):
    assert contradictions(editions[editions["source"].str.startswith("ssb")]).empty


def test_every_printed_figure_of_the_documents_is_held_against_the_rules(editions):
    quoted = editions[editions["printed"].ne("")]
    assert len(quoted) > 400


def changed(
    editions: pd.DataFrame, measure: str, category: str, year: int, value: float
) -> pd.DataFrame:
    result = editions.copy()
    rows = (
        result["measure"].eq(measure)
        & result["category"].eq(category)
        & result["year"].eq(year)
        & result["current"].eq("3201")
    )
    assert rows.any()
    result.loc[rows, "value"] = value
    return result


@pytest.mark.parametrize(
    ("measure", "category", "year", "value", "rule"),
    [
        ("referrals", "", 2023, 800.0, "total"),
        ("unaccompanied_minors_31dec", "studio.18_20", 2023, 5.0, "total"),
        ("mst_can_children", "asker", 2019, 13.0, "total"),
        ("mst_can_families", "", 2020, 12.0, "total"),
        ("children_with_measures_type_pct", "care", 2023, 10.4, "total"),
        ("efficiency_deviation", "", 2024, -13.2, "ratio"),
        ("referrals_from_school_and_kindergarten_pct", "", 2024, 17.1, "share"),
        ("unaccompanied_minors_follow_up", "", 2023, 34.0, "same"),
        ("unaccompanied_minors_follow_up", "shared_housing", 2023, 12.0, "same"),
        ("emergency_placements", "voluntary", 2023, 21.0, "part"),
        ("mst_can_since_start", "children_completed", 2023, 132.0, "part"),
        ("mst_can_since_start", "children", 2023, 211.0, "period"),
        ("mst_can_since_start", "families", 2023, 15.0, "period"),
        ("gross_f244_per_child_nok", "", 2023, 101_000.0, "claim"),
        ("gross_f251_per_child_not_placed_nok", "", 2024, 90_000.0, "claim"),
        ("production_index_deviation", "within_3_months", 2024, -50.0, "claim"),
        ("children_in_care", "", 2022, 66.0, "claim"),
    ],
)
def test_a_figure_changed_by_hand_is_found(editions, measure, category, year, value, rule):
    found = contradictions(changed(editions, measure, category, year, value))
    assert rule in set(found["rule"])
    assert len(found) > 9


def test_one_figure_in_two_documents_with_two_values_is_found(editions):
    one = editions[editions["measure"].eq("children_in_care") & editions["year"].eq(2023)]
    agrees = pd.concat([editions, one.assign(source="another-document")])
    assert len(contradictions(agrees)) == 9
    other = one.assign(source="another-document", value=68.0, printed="68", place="side 3")
    found = contradictions(pd.concat([editions, other]))
    assert found.loc[found["rule"].eq("editions"), "because"].tolist() == [
        "Barn under omsorg av barnevernstjenesten er 68 (side 3)"
    ]


def test_a_share_that_no_whole_number_gives_is_found_without_its_count(editions):
    without = editions[~(editions["measure"].eq("referrals") & editions["category"].eq("ppt"))]
    found = contradictions(without)
    impossible = found[found["because"].str.contains("ingen heltall")]
    assert list(impossible["printed"]) == ["0,2 %"]  # 1 of 668 is 0,1 and 2 of 668 is 0,3
