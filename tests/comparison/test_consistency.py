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


def test_exactly_four_figures_in_the_seed_documents_contradict_others(editions):
    found = contradictions(editions)
    assert set(
        map(tuple, found[["source", "year", "measure", "category", "printed"]].to_numpy())
    ) == {
        ("baerum-tilstandsrapport-2023", 2022, "referrals_sender_pct", "ppt", "0,2 %"),
        ("baerum-tilstandsrapport-2023", 2023, "referrals_sender_pct", "ppt", "0,1 %"),
        ("asss-baerum-2024", 2024, "referrals_sender_change_pp", "police", "3,50 %"),
        ("asss-baerum-2024", 2024, "referrals_sender_change_pp", "ppt", "-0,20 %"),
    }


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
    ],
)
def test_a_figure_changed_by_hand_is_found(editions, measure, category, year, value, rule):
    found = contradictions(changed(editions, measure, category, year, value))
    assert rule in set(found["rule"])
    assert len(found) > 4


def test_a_share_that_no_whole_number_gives_is_found_without_its_count(editions):
    without = editions[~(editions["measure"].eq("referrals") & editions["category"].eq("ppt"))]
    found = contradictions(without)
    impossible = found[found["because"].str.contains("ingen heltall")]
    assert list(impossible["printed"]) == ["0,2 %"]  # 1 of 668 is 0,1 and 2 of 668 is 0,3
