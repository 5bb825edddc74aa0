"""Price growth is taken out where it is known, and said where it is not."""

import pytest

from barnevern import reference, show
from barnevern.indicators import prices
from barnevern.indicators.figure import Figure
from barnevern.page import Page

UNIT_COSTS = [
    "gross_f244_per_child_nok",
    "gross_f251_per_child_not_placed_nok",
    "gross_f252_per_child_placed_nok",
]


def test_growth_is_chained_and_a_missing_year_is_not_guessed():
    assert prices.factor(2024, 2024) == 1
    assert prices.factor(2023, 2024) == pytest.approx(1.043)
    assert prices.factor(2020, 2022) == pytest.approx(1.033 * 1.067)
    assert prices.factor(2022, 2024) is None
    assert prices.missing_years(2021, 2024) == [2023]


def test_every_growth_has_its_source():
    assert all(row["source"] for row in reference.rows("deflator.csv"))


def cost(year: int, value: float, source: str) -> Figure:
    return Figure("0301", year, UNIT_COSTS[0], "", value, source=source)


def kinds_of(item) -> set[tuple[str, str]]:
    return set(zip(item.rows["kind"], item.rows["against"], strict=True))


def test_real_keeps_only_what_can_be_told():
    figures = [cost(year, 100.0, "ssb") for year in (2022, 2023, 2024)]
    assert [round(one.value, 1) for one in prices.real(figures, 2024)] == [104.3, 100.0]


def test_a_table_in_fixed_prices_is_not_deflated_again():
    # Oslo 2021, the analysis against Statistics Norway: 97 327 / 83 933 and 71 842 / 61 955 are the
    # same growth of prices.
    assert pytest.approx(71_842 / 61_955, abs=1e-5) == 97_327 / 83_933
    quoted = {2021: 97_327.0, 2024: 110_056.0}
    figures = [cost(year, value, "asss-baerum-2024") for year, value in quoted.items()]
    assert [one.value for one in prices.real(figures, 2024)] == list(quoted.values())


def test_page_tells_real_change_and_what_is_missing():
    item = show.real_prices(Page.open("test", "3201", 2024), *UNIT_COSTS)
    # 1 078 632 / 939 657 = 1.1479: the table is in kroner of 2024 already.
    assert (
        "Utgiften per plassert barn (f. 252): 14,8 prosent høyere enn i 2023 når prisveksten er"
        " trukket fra." in item.summary
    )
    assert "regnet om til 2024-kroner. Kilden sier det ikke selv." in item.html
    assert kinds_of(item) == {("real", "2024"), ("real_change", "2023")}


def test_figures_in_current_prices_are_deflated_and_what_is_missing_is_said():
    item = show.real_prices(Page.open("test", "Hvaler", 2018), *UNIT_COSTS)
    assert "Prisvekst 2018: 3,0 prosent" in item.html
    assert "er ikke kjent" in item.html
    assert kinds_of(item) == {("real", "2018"), ("real_change", "2017")}


def test_without_figures_it_says_so():
    assert show.real_prices(Page.open("test", "Drammen", 2018), *UNIT_COSTS).state == "missing"
