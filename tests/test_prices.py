"""Price growth is taken out where it is known, and said where it is not."""

import pandas as pd
import pytest

from barnevern import prices, regions, show
from barnevern.page import Page

UNIT_COSTS = ["gross_f244_per_child_nok", "gross_f251_per_child_not_placed_nok", "gross_f252_per_child_placed_nok"]


def test_growth_is_chained_and_a_missing_year_is_not_guessed():
    assert prices.factor(2024, 2024) == 1
    assert prices.factor(2023, 2024) == pytest.approx(1.043)
    assert prices.factor(2020, 2022) == pytest.approx(1.033 * 1.067)
    assert prices.factor(2022, 2024) is None
    assert prices.missing_years(2021, 2024) == [2023]


def test_every_growth_has_its_source():
    assert all(row["source"] for row in regions.rows("deflator.csv"))


def test_real_keeps_only_what_can_be_told():
    table = pd.DataFrame({"year": [2022, 2023, 2024], "value": [100.0, 100.0, 100.0]})
    assert prices.real(table, 2024)["value"].round(1).tolist() == [104.3, 100.0]


def test_page_tells_real_change_and_what_is_missing():
    item = show.real_prices(Page.open("test", "3201", 2024), "real-prices", *UNIT_COSTS)
    # 1 078 632 / (939 657 × 1.043) = 1.1006
    assert "Utgiften per plassert barn (f. 252): 10,1 prosent høyere enn i 2023 når prisveksten er trukket fra." in item.summary
    assert "Prisveksten i 2023 er ikke kjent" in item.html
    assert "Prisvekst 2024: 4,3 prosent" in item.html
    assert set(item.rows["category"]) == {"real_2024", "real_change_from_2023"}


def test_without_figures_it_says_so():
    assert show.real_prices(Page.open("test", "Drammen", 2018), "real-prices", *UNIT_COSTS).state == "missing"
