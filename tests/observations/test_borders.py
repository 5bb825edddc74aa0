"""Figures of earlier years on the borders of today: renumbered, summed, or missing with the
reason.
"""

import math

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from barnevern.observations import COLUMNS, PROVENANCE
from barnevern.observations.borders import targets, to_current
from barnevern.observations.regions import code_periods, parts

NONE = math.nan
ASKER = {"0220": 10.0, "0627": 20.0, "0628": 30.0}


def table(
    values: dict[str, float], year: int, measure: str = "referrals", **cells: str
) -> pd.DataFrame:
    """One row per region code with its value."""
    rows = [
        dict.fromkeys([*COLUMNS, *PROVENANCE], "")
        | {"region": r, "year": year, "measure": measure, "value": v}
        | cells
        for r, v in values.items()
    ]
    return pd.DataFrame(rows)


def moved(
    values: dict[str, float], year: int, measure: str = "referrals", **cells: str
) -> dict[str, object]:
    """What becomes of the values: today's code -> the value, or the status where there is none."""
    rows = to_current(table(values, year, measure, **cells)).to_dict("records")
    assert len({row["region"] for row in rows}) == len(rows)
    return {
        row["region"]: row["status"] if math.isnan(row["value"]) else row["value"] for row in rows
    }


@pytest.mark.parametrize(
    ("code", "year"), [("0219", 2019), ("3024", 2021), ("3201", 2024), ("0219", 1999)]
)
def test_a_renumbered_municipality_changes_its_code_only(code, year):
    assert moved({code: 5.0}, year) == {"3201": 5.0}


def test_a_renumbered_municipality_keeps_ratios_too():
    assert moved({"0219": 5.5}, 2019, "sick_leave_pct") == {"3201": 5.5}


def test_everything_else_about_a_renumbered_figure_stays():
    before = table(
        {"0219": 5.0},
        2019,
        category="police",
        source="s1",
        printed="5",
        place="tabell 1",
        licence="CC BY 4.0",
        note="n",
    )
    pd.testing.assert_frame_equal(to_current(before), before.assign(region="3201"))


def test_counts_of_merged_municipalities_are_summed():
    assert moved(ASKER, 2018) == {"3203": 60.0}


@pytest.mark.parametrize("measure", ["fte", "net_expenditure_nok"])
def test_work_years_and_amounts_are_summed_too(measure):
    assert moved(ASKER, 2018, measure) == {"3203": 60.0}


@pytest.mark.parametrize(
    "measure",
    ["sick_leave_pct", "fte_per_1000_0_17", "efficiency_deviation", "production_change_pct"],
)
def test_ratios_of_merged_municipalities_have_no_sum(measure):
    assert moved(ASKER, 2018, measure) == {"3203": "merged"}


def test_each_year_and_category_is_summed_by_itself():
    police, school = (
        table(ASKER, 2018, category="police"),
        table({"0220": 1.0, "0627": 2.0, "0628": 3.0}, 2019, category="school"),
    )
    result = to_current(pd.concat([police, school], ignore_index=True))
    assert result[["year", "category", "value"]].to_numpy().tolist() == [
        [2018, "police", 60.0],
        [2019, "school", 6.0],
    ]


def test_a_sum_without_the_row_of_one_part_is_missing():
    assert moved({"0220": 10.0, "0627": 20.0}, 2018) == {"3203": "part_missing"}


def test_a_sum_with_one_part_without_a_value_is_missing():
    assert moved(ASKER | {"0628": NONE}, 2018, status="..") == {"3203": "part_missing"}


def test_a_sum_with_a_hidden_part_is_hidden():
    assert moved(ASKER | {"0628": NONE}, 2018, status=":") == {"3203": ":"}


def test_a_sum_quotes_no_printed_figure():
    result = to_current(table(ASKER, 2018, printed="10", source="s1", place="tabell 1"))
    assert result[["printed", "source", "place"]].to_numpy().tolist() == [["", "s1", "tabell 1"]]


def test_the_parts_of_a_new_municipality_are_those_of_the_year():
    assert moved({"0702": 1.0, "0714": 2.0, "0713": 4.0}, 2017) == {"3903": 7.0}
    assert moved({"0715": 3.0, "0713": 4.0}, 2019) == {"3903": 7.0}


def test_tjeldsund_before_2018_is_the_sum_of_two_as_well():
    assert moved({"1852": 2.0, "1913": 3.0}, 2015) == {"5512": 5.0}


def test_a_municipality_that_was_split_has_no_value_in_any_of_those_it_went_to():
    assert moved({"1507": 5.0}, 2021) == {"1508": "split", "1580": "split"}


def test_a_neighbour_that_got_a_part_has_no_value_either():
    assert moved({"0720": 5.0, "0704": 6.0, "0706": 7.0}, 2015) == {
        "3905": "split",
        "3907": "split",
    }


def test_a_split_figure_quotes_no_printed_figure():
    assert to_current(table({"1507": 5.0}, 2021, printed="5"))["printed"].tolist() == ["", ""]


@pytest.mark.parametrize(
    ("code", "year", "today"),
    [
        ("3203", 2018, "3203"),
        ("3201", 2015, "3201"),
        ("3025", 2018, "3203"),
        ("0219", 2023, "3201"),
    ],
)
def test_a_code_outside_its_years_is_the_whole_municipality(code, year, today):
    assert moved({code: 5.0}, year) == {today: 5.0}


def test_the_whole_municipality_goes_before_the_sum_of_its_parts():
    assert moved({**ASKER, "3203": 61.0}, 2018) == {"3203": 61.0}


def test_of_two_codes_for_one_municipality_the_one_with_a_figure_wins():
    assert moved({"0219": NONE, "3201": 4.0}, 2019) == {"3201": 4.0}


def test_groups_stay_as_they_are():
    assert moved({"EAK": 1.0, "EKG13-2019": 2.0, "EKA02": 3.0}, 2019) == {
        "EAK": 1.0,
        "EKG13-2019": 2.0,
        "EKA02": 3.0,
    }


def test_an_empty_table_stays_empty():
    empty = table({"0219": 5.0}, 2019).iloc[:0]
    assert to_current(empty).empty


def test_targets_say_what_becomes_of_each_code_and_year():
    pairs = pd.DataFrame(
        [("0219", 2019), ("0627", 2018), ("1507", 2021), ("3203", 2018), ("EAK", 2018)],
        columns=["region", "year"],
    )
    found = [
        tuple(row)
        for row in targets(pairs)[["region", "target", "fate", "needed"]].itertuples(index=False)
    ]
    assert found[:2] == [("0219", "3201", "whole", 1), ("0627", "3203", "part", 3)]
    assert [row[:3] for row in found[2:4]] == [("1507", "1508", "split"), ("1507", "1580", "split")]
    assert found[4:] == [("3203", "3203", "whole", 1)]


def whole_codes(year: int) -> list[str]:
    """The codes in force that year whose municipality of today has no part of a split one."""
    in_force = {p for p in code_periods() if p.first_year <= year <= p.last_year}
    return sorted(
        {
            p.code
            for p in in_force
            if all(part.kind != "split" for part in parts(p.current_code, year))
        }
    )


@settings(max_examples=25)
@given(
    st.sampled_from([2013, 2017, 2018, 2019, 2020, 2023, 2024]),
    st.integers(0, 10_000),
    st.integers(1, 97),
)
def test_the_sum_of_a_count_over_all_municipalities_is_preserved(year, first, step):
    values = {
        code: float((first + step * number) % 1009) for number, code in enumerate(whole_codes(year))
    }
    result = to_current(table(values, year))
    assert result["status"].eq("").all()
    assert result["value"].sum() == sum(values.values())


@settings(max_examples=25)
@given(
    st.dictionaries(
        st.sampled_from(sorted({p.code for p in code_periods()})),
        st.integers(0, 100).map(float),
        min_size=1,
    ),
    st.integers(2013, 2026),
)
def test_whatever_codes_are_given_every_figure_stands_once_with_a_value_or_a_reason(values, year):
    result = to_current(table(values, year))
    assert not result.duplicated(["region", "year", "measure", "category"]).any()
    assert (result["value"].isna() == result["status"].ne("")).all()
    assert set(result["region"]) <= {p.current_code for p in code_periods() if p.code in values}
