"""The catalogue of indicators is whole, and figures are computed from counts wherever the counts
are at hand.
"""

import math

import pandas as pd
import pytest

from barnevern.data.dataset import Dataset, build
from barnevern.indicators import (
    TABLE,
    Indicator,
    Part,
    UnknownIndicator,
    catalogue,
    compute,
    indicator,
)
from barnevern.norwegian.numbers import rounded
from barnevern.observations import COLUMNS, PROVENANCE, dimensions, measures
from barnevern.paths import DATA

UNITS = {
    "antall",
    "prosent",
    "prosentpoeng",
    "prosent fra snittet",
    "per 1\u202f000",
    "barn per årsverk",
    "kroner",
    "millioner kroner",
}
UNITS |= {"årsverk", "dager", "år", "studiepoeng", "indeks"}
DIRECTIONS = {"higher", "lower", "neither"}
THEMES = {"capacity", "quality", "economy", "background"}
PER_1000 = "children_with_measures_31dec_per_1000_0_22"
ALL = list(catalogue().values())


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Dataset:
    return build(DATA / "published", tmp_path_factory.mktemp("store"))


def observed(*rows: tuple[str, str, float], **cells: str) -> pd.DataFrame:
    """Observations of Bærum in 2020: measure, category and value, missing for personal privacy
    where it is not a number.
    """
    blank = (
        dict.fromkeys([*COLUMNS, *PROVENANCE], "")
        | {"region": "3201", "year": 2020, "source": "s1"}
        | cells
    )
    filled = [
        {"measure": m, "category": c, "value": v, "status": ":" if math.isnan(v) else ""}
        for m, c, v in rows
    ]
    return pd.DataFrame([blank | row for row in filled])


def parts(chosen: Indicator) -> list[Part]:
    return [part for part in (chosen.numerator, chosen.denominator, chosen.published) if part]


def one(observations: pd.DataFrame, name: str) -> dict[str, object]:
    return compute(observations, name).to_dict("records")[0]


@pytest.mark.parametrize(
    "field",
    [
        "id",
        "name",
        "short",
        "unit",
        "direction",
        "theme",
        "source",
        "definition",
        "read",
        "not_read",
    ],
)
def test_every_indicator_has_its_texts(field):
    assert [found.id for found in ALL if not getattr(found, field).strip()] == []


def test_units_directions_and_themes_are_of_the_known_ones():
    assert {found.unit for found in ALL} <= UNITS
    assert {found.direction for found in ALL} <= DIRECTIONS
    assert {found.theme for found in ALL} <= THEMES


def test_decimals_and_factors_are_sensible():
    assert [found.id for found in ALL if found.decimals not in (0, 1, 2, 3) or found.per <= 0] == []


def test_every_measure_exists():
    assert [
        (found.id, part.measure)
        for found in ALL
        for part in parts(found)
        if part.measure not in measures()
    ] == []


def test_every_category_is_one_of_its_measure():
    allowed = {
        name: {"", *(c for d in row["dimension"].split() for c in dimensions()[d])}
        for name, row in measures().items()
    }
    assert [
        (found.id, part.measure)
        for found in ALL
        for part in parts(found)
        if not set(part.categories) <= allowed[part.measure]
    ] == []


def test_every_breakdown_is_a_dimension_of_a_measure_of_the_indicator():
    wrong = [
        i.id
        for i in ALL
        if i.breakdown
        and not any(
            i.breakdown in measures()[part.measure]["dimension"].split() for part in parts(i)
        )
    ]
    assert wrong == []


def test_every_indicator_can_have_a_figure():
    assert [found.id for found in ALL if not (found.numerator or found.published)] == []


def test_the_monitor_has_27_indicators_asss_14_and_kostra_8():
    numbers = [
        sum(bool(getattr(found, field)) for found in ALL) for field in ("monitor", "asss", "kostra")
    ]
    assert numbers == [27, 14, 8]


def test_every_place_in_the_monitor_is_taken_once():
    places = [found.monitor for found in ALL if found.monitor]
    assert len(set(places)) == len(places)


def test_no_indicator_stands_twice_in_the_file():
    lines = (DATA / "reference" / "indicators.yml").read_text(encoding="utf-8").splitlines()
    assert sum(line.startswith("- id:") for line in lines) == len(catalogue())


def test_an_unknown_indicator_gets_the_nearest():
    with pytest.raises(UnknownIndicator) as caught:
        indicator("ftee")
    assert (
        str(caught.value)
        == 'indicator "ftee" is not in data/reference/indicators.yml; did you mean "fte"?'
    )


@pytest.mark.parametrize(("code", "figure"), [("3201", "13.8"), ("0301", "22.0")])
def test_published_counts_give_children_with_measures_per_1000_in_2019(published, code, figure):
    table = compute(published.read([code], until=2019), PER_1000)
    (row,) = table[table["year"].eq(2019)].to_dict("records")
    assert str(rounded(row["value"], 1)) == figure
    assert row["basis"] == "computed"


def test_the_population_is_that_of_the_end_of_the_same_year(published):
    rows = published.read(["3201"], until=2019)
    rows = rows[rows["year"].eq(2019)].set_index(["measure", "category"])["value"]
    children, population = (
        rows["children_with_measures_31dec", ""],
        rows["population_31dec", "0_22"],
    )
    assert str(rounded(children / population * 1000, 1)) == "13.8"


def test_a_figure_is_numerator_by_denominator_times_its_factor():
    row = one(
        observed(("children_with_measures_31dec", "", 5), ("population_31dec", "0_22", 400)),
        PER_1000,
    )
    assert (row["value"], row["basis"], row["status"], row["source"]) == (
        12.5,
        "computed",
        "",
        "s1",
    )


def test_a_table_has_the_same_columns_with_and_without_rows():
    empty = compute(observed(("referrals", "", 5)), "fte")
    assert list(empty.columns) == list(compute(observed(("fte", "", 5)), "fte").columns) == TABLE
    assert empty.empty


def test_a_zero_denominator_gives_no_value():
    assert compute(
        observed(("children_with_measures_31dec", "", 5), ("population_31dec", "0_22", 0)), PER_1000
    ).empty


def test_a_zero_denominator_leaves_room_for_the_published_figure():
    rows = observed(
        ("children_with_measures_31dec", "", 5), ("population_31dec", "0_22", 0), (PER_1000, "", 14)
    )
    assert (one(rows, PER_1000)["value"], one(rows, PER_1000)["basis"]) == (14, "published")


def test_a_zero_numerator_is_a_figure():
    assert (
        one(
            observed(("children_with_measures_31dec", "", 0), ("population_31dec", "0_22", 400)),
            PER_1000,
        )["value"]
        == 0
    )


def test_computed_goes_before_published():
    row = one(
        observed(
            (PER_1000, "", 99),
            ("children_with_measures_31dec", "", 5),
            ("population_31dec", "0_22", 400),
        ),
        PER_1000,
    )
    assert (row["value"], row["basis"]) == (12.5, "computed")


@pytest.mark.parametrize(
    "counted", [("children_with_measures_31dec", "", 5), ("population_31dec", "0_22", 400)]
)
def test_published_is_used_where_a_count_is_not_there(counted):
    row = one(observed((PER_1000, "", 14), counted, printed="14,0"), PER_1000)
    assert (row["value"], row["basis"], row["printed"]) == (14, "published", "14,0")


def test_a_published_figure_goes_before_a_reason_for_having_none():
    rows = observed(
        ("children_with_measures_31dec", "", math.nan),
        ("population_31dec", "0_22", 400),
        (PER_1000, "", 14),
    )
    assert (one(rows, PER_1000)["value"], one(rows, PER_1000)["basis"]) == (14, "published")


@pytest.mark.parametrize(("children", "population"), [(math.nan, 400), (5, math.nan)])
def test_a_missing_count_gives_its_reason(children, population):
    row = one(
        observed(
            ("children_with_measures_31dec", "", children), ("population_31dec", "0_22", population)
        ),
        PER_1000,
    )
    assert math.isnan(row["value"])
    assert row["status"] == ":"


def test_categories_are_summed_where_the_numerator_has_several():
    rows = observed(
        ("referrals", "", 50), ("referrals", "school", 8), ("referrals", "kindergarten", 2)
    )
    assert one(rows, "referrals_from_school_and_kindergarten_pct")["value"] == 20


@pytest.mark.parametrize("kindergarten", [[], [("referrals", "kindergarten", math.nan)]])
def test_a_sum_without_one_of_its_categories_has_no_value(kindergarten):
    table = compute(
        observed(("referrals", "", 50), ("referrals", "school", 8), *kindergarten),
        "referrals_from_school_and_kindergarten_pct",
    )
    assert table["value"].notna().sum() == 0


def test_a_breakdown_gives_the_total_and_each_category():
    rows = observed(("referrals", "", 50), ("referrals", "school", 8), ("referrals", "boys", 30))
    table = compute(rows, "referrals_by_sender", by_category=True)
    assert dict(zip(table["category"], table["value"], strict=True)) == {"": 50, "school": 8}


def test_without_a_breakdown_only_the_total_is_given():
    rows = observed(("referrals", "", 50), ("referrals", "school", 8))
    assert compute(rows, "referrals_by_sender")["category"].tolist() == [""]


def test_every_indicator_computes_for_bærum_and_the_country(published):
    rows = published.read(["3201", "EAK"])
    tables = [compute(rows, found.id, by_category=True) for found in ALL]
    assert all(list(table.columns) == TABLE for table in tables)
    assert not any(table.duplicated(["region", "year", "category"]).any() for table in tables)
    assert not any((table["value"].isna() & table["status"].eq("")).any() for table in tables)
