import pandas as pd
import pytest

from barnevern.cases import SCHEMA, Cases


def test_every_table_is_there_with_its_columns_even_when_empty():
    cases = Cases.of({})
    assert {name: list(table.columns) for name, table in cases.tables.items()} == {
        name: list(columns) for name, columns in SCHEMA.items()
    }


def test_what_is_not_given_is_missing_in_the_right_kind():
    cases = Cases.of({"referrals": [{"referral": "r1", "case": "c1", "start": "2024-03-01"}]})
    row = cases["referrals"].iloc[0]
    assert (
        row["conclusion"] == ""
        and pd.isna(row["end"])
        and row["start"] == pd.Timestamp("2024-03-01")
    )


def test_a_name_that_is_not_in_the_schema_is_refused():
    with pytest.raises(KeyError, match="not a case table"):
        Cases.of({"children": []})
    with pytest.raises(KeyError, match="not a column"):
        Cases.of({"cases": [{"journal": "J1"}]})


def test_saved_and_loaded_is_the_same(tmp_path):
    cases = Cases.of(
        {
            "measures": [
                {
                    "measure": "m1",
                    "case": "c1",
                    "start": "2024-01-01",
                    "category": "2.1",
                    "specified": True,
                }
            ]
        }
    )
    cases.save(tmp_path)
    for name, table in Cases.load(tmp_path).tables.items():
        pd.testing.assert_frame_equal(table, cases[name])
