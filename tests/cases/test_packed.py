"""Tables that a reader holds folded together are the tables the schema promises."""

import numpy as np
import pandas as pd
import pytest

from barnevern.cases import SCHEMA, Cases
from barnevern.cases.packed import NO_DAY, Packed, Parts

IDS = np.array([1, 2**64 - 1, 0], dtype=np.uint64)


def packed(parts: Parts, texts: list[str]) -> Cases:
    return Cases(Packed(parts, texts))


def test_unfolded_columns_are_of_the_kinds_of_the_schema():
    parts = Parts()
    parts.add(
        "plans",
        plan=IDS,
        case=IDS[::-1],
        type=np.array([0, 300, 1]),
        start=np.array([0, NO_DAY, 20_000], dtype=np.int32),
    )
    parts.add(
        "plans", plan=IDS[:1], case=IDS[:1], type=np.array([2]), end=np.array([-1], dtype=np.int32)
    )
    found = packed(parts, ["", "1", "2", *(str(number) for number in range(3, 301))])["plans"]
    expected = {
        "plan": ["0000000000000001", "ffffffffffffffff", "0000000000000000", "0000000000000001"],
        "case": ["0000000000000000", "ffffffffffffffff", "0000000000000001", "0000000000000001"],
        "type": ["", "300", "1", "2"],
        "start": ["1970-01-01", None, "2024-10-04", None],
        "end": [None, None, None, "1969-12-31"],
    }
    pd.testing.assert_frame_equal(found, Cases.of({"plans": pd.DataFrame(expected)})["plans"])


def test_every_table_is_there_and_empty_ones_are_of_the_same_kinds():
    folded, plain = packed(Parts(), [""]), Cases.of({})
    assert list(folded.tables) == list(SCHEMA) and len(folded.tables) == len(SCHEMA)
    for table in SCHEMA:
        pd.testing.assert_frame_equal(folded[table], plain[table])


def test_saved_and_loaded_is_the_same(tmp_path):
    parts = Parts()
    parts.add(
        "visit_duties",
        measure=IDS,
        kind=np.array([1, 2, 1]),
        start=np.array([1, 2, 3], dtype=np.int32),
        per_year=np.array([4, 2, 4]),
    )
    cases = packed(parts, ["", "supervision", "follow_up"])
    cases.save(tmp_path)
    pd.testing.assert_frame_equal(Cases.load(tmp_path)["visit_duties"], cases["visit_duties"])


def test_a_column_that_the_schema_does_not_have_is_refused():
    with pytest.raises(KeyError, match="not a column of the case table plans"):
        Parts().add("plans", journal=IDS)
