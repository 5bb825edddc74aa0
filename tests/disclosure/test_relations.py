"""Relations between counts: found in the figures, declared once, and of no use to a reader.

The cases (cases/*.csv) are of the made-up nation, with what a reader worked out before the relation
behind it was declared.
"""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from barnevern.disclosure import gate, search
from barnevern.disclosure.constraints import build
from barnevern.disclosure.relations import Relations, declared, waived
from barnevern.disclosure.rules import preset
from barnevern.disclosure.secondary import protect
from barnevern.observations import dimensions
from barnevern.problems import InputProblems

CASES = Path(__file__).parent / "cases"
SSB = "ssb-barnevern"
NOTHING = Relations([], [], [], [])
KEY = ["region", "year", "measure", "category"]


def counts(name: str) -> pd.DataFrame:
    """The raw figures of a case as observations."""
    table = pd.read_csv(CASES / name, dtype={"region": str}, keep_default_na=False)
    texts = dict.fromkeys(("status", "source", "printed", "place", "licence", "note"), "")
    return table[[*KEY, "value"]].astype({"value": "float64"}).assign(**texts)


def hidden(name: str) -> "pd.Series[bool]":
    """What the gate hides of a case, by region, year, measure and category."""
    shown = gate.gated(counts(name), {"disclosure": SSB}, workers=1).observations
    return shown.set_index(KEY)["status"].eq(":").sort_index()


def test_what_was_there_and_what_is_new_give_nothing_back() -> None:
    found = hidden("lag_5616.csv")
    for year in range(2021, 2025):
        triple = [
            found["5616", year, "children_with_measures_during_year", ""],
            found["5616", year, "children_with_new_measures", ""],
            found["5616", year - 1, "children_with_measures_31dec", ""],
        ]
        assert sum(triple) != 1, year
    assert found["5616", 2023, "children_with_new_measures", ""]


def test_one_count_under_two_names_is_hidden_under_both() -> None:
    found = hidden("twin_5612_2023.csv").loc["5612", 2023]
    care = {found["children_in_care", ""], found["children_at_any_time", "care"]}
    assert care == {True}
    assert found["children_at_any_time", "measures"] == found["children_with_assistance", ""]
    assert found["children_at_any_time", "measures"] or found["children_with_measures_31dec", ""]


def test_a_zero_under_two_names_is_hidden_or_shown_under_both() -> None:
    found = hidden("emergency_5603_2023.csv").loc["5603", 2023]
    assert (
        found["emergency_placements", "voluntary"] == found["emergency_decisions", "without_care"]
    )


def test_four_hidden_parts_of_four_are_not_one_each() -> None:
    """Zeros are shown, so each hidden part is at least 1: the whole must be hidden too."""
    filled = pd.read_csv(CASES / "small_whole.csv", dtype=str, keep_default_na=False)
    values = filled.set_index("category")["true"].astype(float)
    table = pd.DataFrame({"category": ["", *dimensions()["sender"]]})
    table = table.assign(region="5601", measure="referrals")
    table["value"] = table["category"].map(values).fillna(0.0)
    pattern = protect(build(table, 2023), preset(SSB))
    cells = pattern.tables.cells
    suppressed = pattern.suppressed[: len(cells)]
    assert suppressed[cells["value"].eq(1).to_numpy()].all()
    assert suppressed[cells["category"].eq("").to_numpy()].all()


def series(**columns: list[int]) -> pd.DataFrame:
    """Counts of many municipalities over two years, one measure for each name."""
    places = [(f"{code:04}", year) for year in (2022, 2023) for code in range(100, 400)]
    tables = [
        pd.DataFrame(places, columns=["region", "year"]).assign(
            measure=name, category="", value=np.array(values, dtype=float)
        )
        for name, values in columns.items()
    ]
    return pd.concat(tables, ignore_index=True)


@pytest.fixture
def drawn() -> dict[str, np.ndarray]:
    stream = np.random.default_rng(5)
    return {name: stream.integers(0, 90, 600) for name in "abc"}


def test_an_equal_series_a_sum_and_a_sum_of_two_years_are_found(drawn) -> None:
    a, b, c = drawn.values()
    lagged = b + c % 7
    lagged[300:] = a[:300] + c[300:]  # what was there in 2022 and what is new in 2023
    found = search.undeclared_relations(
        series(a=a, b=b, c=c, same=a, both=a + b, d=lagged), NOTHING
    )
    assert {one.told for one in found} == {"same = a", "both = a + b", "d = c + a@-1"}


def test_what_fails_in_few_places_is_found_and_what_fails_in_many_is_not(drawn) -> None:
    a, b, c = drawn.values()
    nearly, often = a + b, a + c
    nearly[:6] += 1
    often[:60] += 1
    found = search.undeclared_relations(series(a=a, b=b, c=c, nearly=nearly, often=often), NOTHING)
    assert [(one.told, round(one.share, 2)) for one in found] == [("nearly = a + b", 0.99)]


def test_what_follows_from_what_is_declared_is_not_told(drawn) -> None:
    a, b, _ = drawn.values()
    table = series(a=a, b=b, twice=a, sum=a + b)
    relations = NOTHING._replace(
        sums=[(("twice", ""), [("a", "")]), (("sum", ""), [("twice", ""), ("b", "")])]
    )
    assert search.undeclared_relations(table, relations) == []


def test_what_holds_in_one_year_only_is_found_there(drawn, monkeypatch) -> None:
    a, b, c = drawn.values()
    changed = np.where(np.arange(600) < 300, a, c)  # as a until the law was changed
    table = series(a=a, b=b, changed=changed)
    monkeypatch.setattr(search, "declared", lambda *_: NOTHING)
    years = sorted(table["year"].unique())
    found = search.undeclared_in_any_year(table)
    assert [one.told for one in found] == [f"changed = a ({years[0]})"]


def test_a_sum_with_a_part_that_is_zero_everywhere_is_no_new_one(drawn) -> None:
    a, b, _ = drawn.values()
    table = series(a=a, b=b, none=0 * a, both=a + b)
    parts = [("a", ""), ("b", ""), ("none", "")]
    relations = NOTHING._replace(sums=[(("both", ""), parts)])
    assert search.undeclared_relations(table, relations) == []


def test_a_sum_declared_from_a_year_holds_from_that_year() -> None:
    whole, part = ("emergency_decisions", ""), ("emergency_placements", "")
    assert (whole, [part]) in declared(2023).sums
    assert (whole, [part]) not in declared(2022).sums
    assert (whole, [part]) not in declared().sums
    assert (whole, part) in declared(2022).subsets


def test_a_relation_that_nobody_declared_stops_the_build_and_is_told(monkeypatch) -> None:
    values = np.arange(600) % 97 + 4
    table = series(referrals=values, children_in_care=values).assign(source="x", status="")
    table["region"] = table["region"].map(
        dict(zip(sorted(set(table["region"])), real(), strict=True))
    )
    with pytest.raises(InputProblems) as refused:
        gate.gated(table, {"disclosure": SSB})
    said = str(refused.value)
    assert "referrals = children_in_care" in said and "100.0% of 600 places" in said
    assert "sums.yml" in said
    monkeypatch.setattr(gate, "waived", lambda: {"referrals = children_in_care"})
    gate._refuse_undeclared(table)


def real() -> list[str]:
    from barnevern.observations import regions

    return sorted(regions.municipalities())[:300]


def test_every_waived_relation_is_told_as_the_search_tells_it() -> None:
    for told in waived():
        whole, _, parts = told.partition(" = ")
        assert whole and parts
