"""An analyst's own table and figure as an item: what is shown, what the CSV gets, what is
refused.
"""

import csv
import io
import json

import matplotlib.pyplot as plt
import pandas as pd
import pytest
import seaborn as sns
from lxml.html import HtmlElement, fromstring

import barnevern
from barnevern import show
from barnevern.audit import statements
from barnevern.indicators import UnknownIndicator
from barnevern.page import Page
from barnevern.problems import InputProblems
from barnevern.render.csv import csv_text
from barnevern.render.item import CSV_COLUMNS, MIME, Item

TITLE = "Saker til rådgivning"
ALT = 'Linjediagram: fra 3 saker i 1. kvartal til 4,5 i 2. "kvartal" <b>.'
RATE = "children_with_measures_31dec_per_1000_0_22"


@pytest.fixture(scope="module")
def page() -> Page:
    return Page.open("test", "3201", 2024)


@pytest.fixture
def quarters() -> pd.DataFrame:
    return pd.DataFrame({"kvartal": ["1.", "2."], "saker": [3, 4.5], "lukket": [1.25, None]})


@pytest.fixture
def axes(quarters):
    figure, drawn = plt.subplots()
    sns.lineplot(quarters, x="kvartal", y="saker", ax=drawn)
    yield drawn
    plt.close(figure)


def parsed(item: Item) -> HtmlElement:
    return fromstring(item.html)


def table_of(item: Item) -> list[list[str]]:
    return [[cell.text_content() for cell in row] for row in parsed(item).xpath("//table//tr")]


def refused(*arguments: object, **options: object) -> list[tuple[str, str]]:
    """Column and rule of every problem."""
    with pytest.raises(InputProblems) as raised:
        show.own(*arguments, **options)  # type: ignore[arg-type]
    return [(problem.column, problem.rule) for problem in raised.value.problems]


def test_a_seaborn_figure_is_drawn_with_its_alternative_text_and_its_table_behind_it(
    page, quarters, axes
):
    item = show.own(page, TITLE, quarters, axes, alt=ALT, text="Flere saker.", unit="saker")
    (svg,) = parsed(item).xpath("//figure//*[local-name()='svg']")
    assert svg.get("role") == "img" and svg.get("aria-label") == ALT
    assert parsed(item).xpath("//details//table") and "Tallene bak figuren" in item.html
    assert table_of(item) == [
        ["kvartal", "saker", "lukket"],
        ["1.", "3,0", "1,3"],
        ["2.", "4,5", ".."],
    ]
    assert (item.id, item.title, item.state) == ("saker-til-radgivning", TITLE, "shown")
    assert item.summary == "Flere saker."


def test_axes_and_their_whole_figure_give_the_same_and_a_second_time_the_same(page, quarters, axes):
    given = [axes, axes.figure, axes]
    first, *others = [show.own(page, TITLE, quarters, plot, alt=ALT).html for plot in given]
    assert others == [first, first]


def test_two_figures_of_a_page_share_no_id(page, quarters, axes):
    names = []
    for name in ("one", "two"):
        item = show.own(page, TITLE, quarters, axes, alt=ALT, id=name)
        assert item.id == name
        names.append(set(parsed(item).xpath("//@id")))
    assert names[0] and names[0].isdisjoint(names[1])


def test_without_a_figure_the_table_stands_open(page, quarters):
    item = show.own(page, TITLE, quarters, decimals=2)
    assert "<details" not in item.html and "<svg" not in item.html
    assert table_of(item)[1:] == [["1.", "3,00", "1,25"], ["2.", "4,50", ".."]]
    assert item.summary == TITLE


def test_every_number_is_a_row_of_the_kind_own_in_the_given_unit(page, quarters):
    item = show.own(page, TITLE, quarters, unit="saker")
    found = list(csv.DictReader(io.StringIO(csv_text(item.figures))))
    assert list(found[0]) == CSV_COLUMNS
    assert [(row["category"], row["value"]) for row in found] == [
        ("1.: saker", "3"),
        ("1.: lukket", "1.25"),
        ("2.: saker", "4.5"),
        ("2.: lukket", ""),
    ]
    same = {name: {row[name] for row in found} for name in ("region", "year", "kind", "unit")}
    assert same == {"region": {"3201"}, "year": {"2024"}, "kind": {"own"}, "unit": {"saker"}}
    assert {row["indicator"] for row in found} == {""}


def test_years_in_the_first_column_are_labels(page):
    item = show.own(page, TITLE, pd.DataFrame({"år": [2023, 2024], "saker": [3, 4]}), decimals=0)
    assert table_of(item) == [["år", "saker"], ["2023", "3"], ["2024", "4"]]
    assert [row.category for row in item.figures] == ["2023: saker", "2024: saker"]


def test_the_item_comes_back_whole_from_its_json(page, quarters, axes):
    item = show.own(page, TITLE, quarters, axes, alt=ALT, text="Flere saker.", unit="saker")
    bundle = item._repr_mimebundle_()
    back = Item.from_json(json.loads(json.dumps(bundle[MIME])))
    assert back.html == item.html == bundle["text/html"]
    assert back.figures == item.figures


def test_text_of_a_table_stays_text(page):
    data = pd.DataFrame({"<script>": ["<img src=x onerror=alert(1)>"], "=1+1": [1.0]})
    item = show.own(page, "<b>Tittel</b>", data, text="<script>alert(1)</script>", id="x")
    assert parsed(item).xpath("//script | //img | //b") == []


def test_rows_of_figures_count_as_those_figures(page):
    names = ["gross_f252_per_child_placed_nok", RATE]
    read = barnevern.open("published").figures(names, ["3201", "EKG12"], range(2021, 2025))
    item = show.own(page, TITLE, read)
    for name in names:
        known = {(one.region, one.year): one for one in page.figures(name)}
        rows = [row for row in item.figures if row.indicator == name]
        assert len(rows) == len(read[read["indicator"].eq(name)])
        for row in rows:
            figure = known[row.region, row.year]
            assert (row.value, row.status, row.source) == (
                figure.value,
                figure.status,
                figure.source,
            )
            assert (row.kind, row.against, row.of, row.category) == ("", "", "", "")
    assert {row.unit for row in item.figures if row.indicator == names[0]} == {"kroner"}


def test_four_columns_are_enough(page):
    read = barnevern.open("published").figures("referrals", "3201", [2023, 2024])
    item = show.own(page, TITLE, read[["region", "year", "indicator", "value"]], decimals=0)
    assert table_of(item)[1:] == [
        ["3201", "2023", "referrals", "799"],
        ["3201", "2024", "referrals", "826"],
    ]
    assert [(row.region, row.year, row.value, row.unit) for row in item.figures] == [
        ("3201", 2023, 799.0, "antall"),
        ("3201", 2024, 826.0, "antall"),
    ]


def test_categories_by_name_are_codes_in_the_csv_and_read_by_the_audit(page):
    read = barnevern.open("published").figures("referrals_by_sender", "3201", 2024, categories=True)
    item = show.own(page, TITLE, read)
    assert ["Politi" in row for row in table_of(item)].count(True) == 1
    known = {
        one.category: one.value
        for one in page.figures("referrals_by_sender", by_category=True)
        if one.region == "3201" and one.year == 2024
    }
    assert {row.category: row.value for row in item.figures} == known
    assert known["police"] == 137
    assert all(statements.made_of(row.indicator, row.category) for row in item.figures)


def test_a_hidden_figure_is_hidden_in_the_csv_as_on_every_page():
    loppa = Page.open("test", "Loppa", 2019)
    name = "children_with_referral_0_17_pct"
    read = barnevern.open("published").figures(name, "Loppa", range(2015, 2020))
    hidden = read[read["value"].isna() & read["status"].str.contains("personvern")]
    assert len(hidden)
    item = show.own(loppa, TITLE, read)
    told = {row.year: row for row in item.figures}
    for year in hidden["year"]:
        assert (told[year].value, told[year].status) == (None, ":")


@pytest.mark.parametrize("alt", ["", "   ", "Figur", "Linjediagram."])
def test_a_figure_without_a_sentence_that_tells_it_is_refused(page, quarters, axes, alt):
    (problem,) = refused(page, TITLE, quarters, axes, alt=alt)
    assert problem[0] == "alt" and "alternative text" in problem[1]


@pytest.mark.parametrize(
    "data",
    [
        pd.DataFrame({"kvartal": ["1.", "2."], "saker": ["3", "4"]}),
        pd.DataFrame({"kvartal": ["1.", "2."]}),
        pd.DataFrame({"saker": [3, 4]}),  # nothing to call the numbers by
    ],
)
def test_a_table_without_numbers_after_its_labels_is_refused(page, data):
    assert refused(page, TITLE, data) == [
        ("data", "the table has no column of numbers after its labels")
    ]


@pytest.mark.parametrize("cells", [[[1], [2]], ["3", 4.0], pd.to_datetime(["2024", "2023"])])
def test_a_column_that_is_neither_labels_nor_numbers_is_refused(page, quarters, cells):
    rule = "the column is neither labels nor numbers"
    assert refused(page, TITLE, quarters.assign(annet=cells)) == [("annet", rule)]


def test_everything_that_is_wrong_is_said_at_once(page, axes):
    data = pd.DataFrame({"kvartal": ["1."], "dag": pd.to_datetime(["2024-01-01"])})
    assert [column for column, _ in refused(page, TITLE, data, axes)] == ["alt", "dag", "data"]


def test_rows_of_no_known_region_category_or_indicator_are_refused(page):
    row = {"region": "3201", "year": 2024, "indicator": "referrals_by_sender", "value": 1.0}
    wrong = pd.DataFrame([row | {"region": "Bærum", "category": "polis"}])
    assert refused(page, TITLE, wrong) == [
        ("region", "there is no such region"),
        ("category", "referrals_by_sender has no such category"),
    ]
    with pytest.raises(UnknownIndicator, match='did you mean "referrals"'):
        show.own(page, TITLE, pd.DataFrame([row | {"indicator": "referals"}]))


def test_what_is_no_figure_of_matplotlib_is_refused(page, quarters):
    assert refused(page, TITLE, quarters, object(), alt=ALT) == [
        ("plot", "it is no figure of matplotlib")
    ]


def test_a_grid_of_seaborn_is_a_figure(page, quarters):
    grid = sns.catplot(quarters, x="kvartal", y="saker", kind="bar")
    assert show.own(page, TITLE, quarters, grid, alt=ALT).html.count("<svg") == 1
    plt.close(grid.figure)


def test_nothing_of_the_callers_table_or_settings_is_changed(page, quarters, axes):
    before, options = quarters.copy(), dict(plt.rcParams)
    show.own(page, TITLE, quarters, axes, alt=ALT)
    pd.testing.assert_frame_equal(quarters, before)
    assert dict(plt.rcParams) == options


def test_a_dollar_in_a_label_is_a_sign_as_any_other(page, quarters, axes):
    axes.set_title("Skole $$ og $x^2")
    axes.set_ylabel(r"$\frac{1")
    item = show.own(page, TITLE, data=quarters, plot=axes, alt=ALT)
    assert "Skole $$ og $x^2" in item.html and r"$\frac{1" in item.html
