"""Price growth is taken out where it is known, and said where it is not."""

import lxml.html
import pytest
from lxml import etree

from barnevern import comparison, reference, show
from barnevern.indicators import indicator, prices
from barnevern.indicators.figure import Figure
from barnevern.norwegian.numbers import number
from barnevern.page import Page

UNIT_COSTS = [
    "gross_f244_per_child_nok",
    "gross_f251_per_child_not_placed_nok",
    "gross_f252_per_child_placed_nok",
]


# Growth 2020-2021 of Statistics Norway's figures with the final deflator of 2021, 4.4 per cent; with
# the estimate of October 2021, 3.3, they were 21.8, 28.2, 41.4, 20.1 and 8.6.
REAL_GROWTH = [
    ("1505", "gross_f244_per_child_nok", 81_112, 102_064, "20,5"),
    ("1532", "gross_f244_per_child_nok", 45_547, 60_298, "26,8"),
    ("3823", "gross_f251_per_child_not_placed_nok", 39_500, 57_700, "39,9"),
    ("4634", "gross_f244_per_child_nok", 53_346, 66_174, "18,8"),
    ("4634", "gross_f252_per_child_placed_nok", 388_333, 435_667, "7,5"),
]


def test_growth_is_chained_and_a_missing_year_is_not_guessed():
    assert prices.factor(2024, 2024) == 1
    assert prices.factor(2023, 2024) == pytest.approx(1.050)
    assert prices.factor(2020, 2022) == pytest.approx(1.044 * 1.067)
    assert prices.factor(2012, 2014) is None
    assert prices.missing_years(2011, 2014) == [2012, 2013]


def test_the_deflator_of_the_ministry_of_finance():
    growth = [3.1, 2.4, 2.6, 2.4, 3.1, 3.2, 1.0, 4.4, 6.7, 4.3, 5.0, 4.7, 4.1]
    assert prices.growth() == dict(zip(range(2014, 2027), growth, strict=True))


def test_editions_of_the_deflator_are_kept_apart():
    # The analysis of 2024 was made when 2024 stood at 4.2, and stays in those prices.
    made = prices.factor(2021, 2024, "asss-2024")
    assert made == pytest.approx(1.067 * 1.043 * 1.042)
    assert round(made, 4) == 1.1596 == round(97_327 / 83_933, 4)
    assert prices.growth("nb-2022") == {2021: 3.3, 2022: 2.5}
    assert prices.growth("rnb-2024") == {2024: 4.3}


def test_every_growth_has_its_source_and_says_whether_it_is_final():
    rows = reference.rows("deflator.csv")
    assert all(row["source"] and row["published"] for row in rows)
    assert {row["status"] for row in rows} == {"estimate", "final"}
    assert not any(row["published"][:4] <= row["year"] for row in rows if row["status"] == "final")


def test_estimates_are_told_apart_from_final_figures():
    assert prices.told(2021, 2023) == [
        "Prisvekst i 2022 6,7 prosent og 2023 4,3 prosent (Finansdepartementet, kommunal deflator,"
        " gjengitt i marhip97/realvekst 18. mai 2026)."
    ]
    assert prices.told(2024, 2026)[-1] == (
        "Prisveksten i 2025 og 2026 er et anslag og kan bli endret."
    )


@pytest.mark.parametrize(("code", "name", "before", "after", "growth"), REAL_GROWTH)
def test_real_growth_2020_to_2021(code, name, before, after, growth):
    figures = [
        Figure(code, year, name, "", float(nok)) for year, nok in ((2020, before), (2021, after))
    ]
    old, new = (one.value for one in prices.real(figures, 2021))
    assert number((new / old - 1) * 100, 1) == growth
    page = Page.open("test", "4032" if code == "3823" else code, 2021)
    told = show.real_prices(page, *UNIT_COSTS).summary
    short = indicator(name).short
    assert f"{short}: {growth} prosent høyere enn i 2020 når prisveksten er trukket fra." in told


def test_whose_prices_is_part_of_a_figure():
    of_the_year = Figure("3201", 2020, UNIT_COSTS[0], "", 1.0)
    stated = of_the_year._replace(year=2021, priced=2024)
    assert prices.basis([of_the_year]) == "løpende priser"
    assert prices.basis([stated]) == "2024-kroner"
    assert prices.unit("kroner", [of_the_year, stated]) == "kroner, løpende priser og 2024-kroner"
    assert prices.unit("prosent", [stated]) == "prosent"
    assert prices.real([of_the_year], 2021)[0].priced == 2021


def test_figures_in_different_prices_are_not_held_against_each_other():
    entry = indicator(UNIT_COSTS[0])
    of_the_year = Figure("3201", 2020, entry.id, "", 100.0)
    stated = of_the_year._replace(year=2021, value=120.0, priced=2024)
    assert comparison.differences([of_the_year, stated], entry, "3201", 2021) == []
    same = of_the_year._replace(priced=2024)
    assert comparison.differences([same, stated], entry, "3201", 2021)[0].value == pytest.approx(20)
    newest = stated._replace(year=2024, region="EKG12", priced=None)
    assert prices.same(newest, stated._replace(year=2024))


@pytest.mark.parametrize(
    ("code", "year", "basis"), [("3201", 2024, "2024-kroner"), ("1505", 2021, "løpende priser")]
)
def test_every_sentence_figure_and_table_of_kroner_says_whose_prices(code, year, basis):
    page = Page.open("test", code, year)
    name = UNIT_COSTS[0]
    assert basis in show.news(page, name).html  # no clear change: under its table
    items = [show.trend(page, name), show.findings(page, name)]
    items += [show.figures(page, "Utgifter", name)]
    for item in items:
        assert basis in item.summary
        root = lxml.html.fromstring(item.html)
        for block in root.xpath("//table/../.. | //figure"):  # a table with the notes under it
            assert basis in etree.tostring(block, encoding="unicode"), item.id
        assert set(item.rows.loc[item.rows["unit"].eq("kroner"), "prices"]) == {basis}


def cost(year: int, value: float, source: str) -> Figure:
    return Figure("0301", year, UNIT_COSTS[0], "", value, source=source)


def kinds_of(item) -> set[tuple[str, str]]:
    return set(zip(item.rows["kind"], item.rows["against"], strict=True))


def test_real_keeps_only_what_can_be_told():
    figures = [cost(year, 100.0, "ssb") for year in (2022, 2023, 2024)]
    assert [round(one.value, 2) for one in prices.real(figures, 2024)] == [109.52, 105.0, 100.0]


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


def test_figures_in_current_prices_are_deflated():
    item = show.real_prices(Page.open("test", "Hvaler", 2018), *UNIT_COSTS)
    assert "Prisvekst i 2016 2,6 prosent, 2017 2,4 prosent og 2018 3,1 prosent" in item.html
    assert "er ikke kjent" not in item.html
    assert set(item.rows["year"]) == {2015, 2016, 2017, 2018}
    assert kinds_of(item) == {("real", "2018"), ("real_change", "2017")}


def test_without_figures_it_says_so():
    assert show.real_prices(Page.open("test", "Drammen", 2018), *UNIT_COSTS).state == "missing"
