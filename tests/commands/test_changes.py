"""What changed between two years: kinds of change, their units, revisions of published figures, and
what a data set has.
"""

import math

import pandas as pd
import pytest

from barnevern.commands import changes
from barnevern.data.dataset import open_dataset
from barnevern.indicators import TABLE
from barnevern.page import Page


def totals(name: str, before: float, now: float) -> dict[str, pd.DataFrame]:
    rows = [
        ("3201", year, name, "", value, "" if value == value else "..", "s", "published", "", "")
        for year, value in ((2023, before), (2024, now))
    ]
    return {name: pd.DataFrame(rows, columns=TABLE)}


@pytest.mark.parametrize(
    ("name", "before", "now", "kind", "change", "unit"),
    [
        ("fte", 80.0, 84.0, "rose", 5.0, "prosent"),
        ("referrals", 799, 826, "rose", 27, "antall"),
        ("referrals_dismissed_pct", 18.4, 14.0, "fell", -4.4, "prosentpoeng"),
        (
            "referrals_dismissed_pct",
            14.01,
            14.04,
            "unchanged",
            0.03,
            "prosentpoeng",
        ),  # 14,0 both times as printed
        ("fte", 0.0, 4.0, "rose", math.nan, "prosent"),
        ("fte", math.nan, 4.0, "new", math.nan, "prosent"),
        ("fte", 4.0, math.nan, "gone", math.nan, "prosent"),
    ],
)
def test_each_kind_of_change_is_told_in_the_unit_of_its_indicator(
    name, before, now, kind, change, unit
):
    (found,) = changes.between(totals(name, before, now), "3201", 2023, 2024).to_dict("records")
    assert (found["kind"], found["change_unit"]) == (kind, unit)
    assert found["change"] == pytest.approx(change, nan_ok=True)


def test_an_indicator_without_any_figure_in_both_years_is_left_out():
    assert changes.between(totals("fte", math.nan, math.nan), "3201", 2023, 2024).empty
    assert changes.between(totals("fte", 1.0, 2.0), "0301", 2023, 2024).empty


def test_the_total_of_a_distribution_is_no_change_of_its_own():
    assert changes.between(totals("referrals_by_sender", 799, 826), "3201", 2023, 2024).empty
    assert changes.between(totals("referrals_sender_pct", 100, 100), "3201", 2023, 2024).empty


def test_a_break_between_the_years_is_marked():
    rows = totals("gross_f252_per_child_placed_nok", 667_203, 854_865)[
        "gross_f252_per_child_placed_nok"
    ].assign(year=[2021, 2022])
    (found,) = changes.between(
        {"gross_f252_per_child_placed_nok": rows}, "3201", 2021, 2022
    ).to_dict("records")
    assert found["break_year"] == 2022


def test_the_embedded_figures_of_baerum_change_as_printed():
    found = changes.between(Page.open("test", "3201", 2024).totals, "3201", 2023, 2024).set_index(
        "indicator"
    )
    placed = found.loc["gross_f252_per_child_placed_nok"]
    assert (placed["before"], placed["now"]) == (939_657, 1_078_632)  # KOSTRA- og ASSS-analyse 2024
    assert placed["change"] == pytest.approx(14.79, abs=0.005)


def test_revisions_are_those_statistics_norway_made():
    found = changes.revised(open_dataset("published"), "EAK", [2020])
    by_measure = found[found["category"].eq("")].set_index("measure")
    referred = by_measure.loc["children_with_referral_0_17_pct"]  # 5,0 in 2021 and 4,5 in 2022
    assert (referred["first"], referred["last"], referred["last_published"]) == (
        5.0,
        4.5,
        "2022-06-15",
    )


def test_coverage_counts_municipalities_with_a_figure():
    found = changes.coverage(open_dataset("published"), [2019, 2020]).set_index(
        ["indicator", "year"]
    )
    assert (
        found.loc[("inhabitants", 2019), "municipalities"] == 355
    )  # 357 but the two that Ålesund became
    assert found.loc[("gross_f252_per_child_placed_nok", 2020), "country"] == 435_293
