"""What passes the gate of a small data set, and what becomes of what is made from it."""

import json
import subprocess
import sys

import numpy as np
import pandas as pd
import pytest
from country import country

from barnevern.disclosure import gate, rules
from barnevern.disclosure.gate import Shown, gated
from barnevern.disclosure.ledger import KEY
from barnevern.indicators import compute, compute_all, indicator
from barnevern.observations import SUMMED_KINDS, groups, measures
from barnevern.problems import InputProblems

ABOUT = {"disclosure": "ssb-barnevern"}
ONE, OTHER = "1106", "1151"  # Haugesund and Utsira share a service
CODES = [ONE, OTHER, "1103", "1133", "1144", "1145"]
TEXTS = dict.fromkeys(["status", "printed", "place", "licence", "note"], "")


def observations(
    *rows: tuple[str, str, str, float], year: int = 2023, source: str = "own"
) -> pd.DataFrame:
    table = pd.DataFrame(rows, columns=["region", "measure", "category", "value"])
    return table.assign(year=year, source=source, value=table["value"].astype(float), **TEXTS)


def referrals(region: str, total: int, police: int, year: int = 2023) -> pd.DataFrame:
    others = {"school": (total - police) // 2, "child": total - police - (total - police) // 2}
    parts = [
        (region, "referrals", name, value)
        for name, value in {"": total, "police": police, **others}.items()
    ]
    return observations(*parts, year=year)


def found(shown: Shown, region: str, measure: str, category: str = "") -> pd.Series:
    return (
        shown.observations.set_index(["region", "measure", "category"])
        .sort_index()
        .loc[(region, measure, category)]
        .squeeze()
    )


def hidden(row: pd.Series) -> bool:
    assert pd.isna(row["value"]) == (row["status"] == ":")
    return bool(row["status"] == ":")


@pytest.fixture(scope="module")
def nation() -> pd.DataFrame:
    return country(2023, 5, CODES).assign(source="own").reset_index(drop=True)


@pytest.fixture(scope="module")
def passed(nation) -> Shown:
    return gated(nation, ABOUT, workers=1)


def test_a_small_count_is_hidden_with_all_that_was_printed_of_it():
    table = referrals(ONE, 30, 2).assign(printed="2", note="anslag")
    row = found(gated(table, ABOUT), ONE, "referrals", "police")
    assert hidden(row) and row["printed"] == row["note"] == ""


def test_zero_is_shown_and_so_is_a_large_count():
    shown = gated(pd.concat([referrals(ONE, 30, 0), referrals("1103", 900, 40)]), ABOUT)
    assert found(shown, ONE, "referrals", "police")["value"] == 0
    assert found(shown, "1103", "referrals", "police")["value"] == 40


def test_a_count_whose_rest_is_small_is_hidden():
    table = observations(
        (ONE, "investigations_concluded", "", 40),
        (ONE, "investigations_with_child_participation", "", 38),
    )
    assert hidden(found(gated(table, ABOUT), ONE, "investigations_with_child_participation"))


def test_without_a_rule_everything_passes_as_it_is(nation):
    assert gated(nation, {"disclosure": "none"}).observations is nation


def test_an_unknown_rule_is_an_error_with_the_nearest_name(nation):
    with pytest.raises(InputProblems, match="ssb-barnevern"):
        gated(nation, {"disclosure": "ssb-barnvern"})


def test_a_category_that_no_sum_names_is_an_error(nation, monkeypatch):
    monkeypatch.setattr(gate, "undeclared", lambda: [("referrals", "neighbour")])
    with pytest.raises(InputProblems, match="neighbour"):
        gated(nation, ABOUT)


def test_public_figures_pass_as_published_and_are_known():
    public = observations(("1103", "children_in_care", "", 2), source="ssb-1")
    own = observations((ONE, "children_in_care", "", 2))
    shown = gated(pd.concat([public, own]), ABOUT | {"public_sources": ["ssb-1"]})
    assert found(shown, "1103", "children_in_care")["value"] == 2
    assert hidden(found(shown, ONE, "children_in_care"))


def test_what_public_figures_leave_of_a_public_sum_is_not_taken_from_the_others():
    """Nobody can take back what is known: the gate must still give an answer, and hide no more than
    the measure.
    """
    public = observations(
        ("1103", "referrals", "", 20),
        ("1103", "referrals", "police", 3),
        ("1103", "referrals", "school", 17),
        source="ssb-1",
    )
    shown = gated(
        pd.concat([public, referrals(ONE, 300, 60)]), ABOUT | {"public_sources": ["ssb-1"]}
    )
    assert shown.observations["value"].notna().all()


def test_the_sum_of_a_service_is_hidden_where_a_part_of_it_is():
    table = pd.concat([referrals(ONE, 60, 20), referrals(OTHER, 2, 0)], ignore_index=True)
    shown = gated(pd.concat([table, groups.sums(table)]), ABOUT)
    assert hidden(found(shown, OTHER, "referrals"))
    assert hidden(found(shown, f"SERVICE-{ONE}", "referrals"))


def test_ready_made_figures_that_rest_on_a_hidden_count_are_hidden():
    shares = observations(
        (ONE, "referrals_sender_pct", "police", 6.7), (ONE, "referrals_sender_pct", "school", 46.7)
    )
    shown = gated(pd.concat([referrals(ONE, 30, 2), shares]), ABOUT)
    assert hidden(found(shown, ONE, "referrals_sender_pct", "police"))


def test_a_mean_over_few_is_hidden_with_the_amount_it_is_made_from():
    table = observations(
        (ONE, "rft_cases_ended", "", 2),
        (ONE, "rft_days", "", 400),
        ("1103", "rft_cases_ended", "", 40),
        ("1103", "rft_days", "", 900),
    )
    shown = gated(table, ABOUT)
    assert hidden(found(shown, ONE, "rft_days"))
    assert found(shown, "1103", "rft_days")["value"] == 900


def test_a_share_of_a_hidden_count_is_hidden_and_never_zero(passed):
    table = compute_all(
        passed.observations,
        [indicator("referrals_dismissed_pct"), indicator("children_participation_pct")],
    )
    counts = passed.observations.query("category == ''").set_index(["region", "measure"])["status"]
    parts = {"referrals_dismissed_pct": ("referrals_dismissed", "referrals")}
    parts["children_participation_pct"] = (
        "investigations_with_child_participation",
        "investigations_concluded",
    )
    closed = [
        any(counts[row.region, measure] == ":" for measure in parts[row.indicator])
        for row in table.itertuples()
    ]
    assert any(closed)
    assert (table["status"].eq(":") == closed).all()
    assert (table["value"].isna() == closed).all()


def test_a_sum_over_categories_with_a_hidden_one_is_hidden(passed):
    both = passed.observations.query(
        "measure == 'referrals' and category in ('school', 'kindergarten')"
    )
    closed = set(both.loc[both["status"].eq(":"), "region"])
    table = compute(passed.observations, "referrals_from_school_and_kindergarten_pct").set_index(
        "region"
    )
    assert closed
    assert set(table.index[table["status"].eq(":")]) >= closed


def test_group_sums_agree_with_what_is_shown_of_their_members(passed):
    """Every sum that pages make themselves is of figures that passed, and one with a hidden part is
    hidden.
    """
    municipal = passed.observations[passed.observations["region"].isin(CODES)]
    made = groups.sum_of(municipal, CODES[:3], "NEAREST")
    keys = ["measure", "category"]
    parts = municipal[
        municipal["region"].isin(CODES[:3])
        & municipal["measure"].map(lambda name: measures()[name]["kind"] in SUMMED_KINDS)
    ]
    closed = parts.groupby(keys)["status"].agg(lambda texts: texts.eq(":").any())
    found_status = made.set_index(keys)["status"].eq(":")
    assert found_status.any() and not found_status.all()
    assert (found_status == closed.reindex(found_status.index)).all()


def test_the_network_without_the_own_municipality_is_hidden_where_its_own_figure_is():
    total = observations(
        (groups.ALL_OF_ASSS, "referrals", "", 100), (groups.ALL_OF_ASSS, "fte", "", 9)
    )
    own = observations((ONE, "referrals", "", 2), (ONE, "fte", "", 4)).assign(
        status=[":", ""], value=[np.nan, 4]
    )
    rest = groups.without(total, own, "ASSS").set_index("measure")
    assert hidden(rest.loc["referrals"]) and rest.loc["fte", "value"] == 5


def test_figures_no_indicator_is_made_from_do_not_pass():
    halves = observations(
        (ONE, "assistance_plans", "first_half", 12), (ONE, "assistance_plans", "", 30)
    )
    shown = gated(halves, ABOUT)
    assert shown.observations["category"].tolist() == [""]


def test_breakdowns_of_counties_and_networks_do_not_pass(passed):
    table = passed.observations[
        passed.observations["measure"].isin(rules.guarded())
        & ~passed.observations["region"].isin([*CODES, "EAK"])
    ]
    assert set(zip(table["measure"], table["category"], strict=True)) <= rules.published_cells(
        by_category=False
    )


def test_opensafely_rounds_what_it_shows():
    shown = gated(referrals(ONE, 91, 32), {"disclosure": "opensafely"})
    assert found(shown, ONE, "referrals")["value"] == 90
    assert shown.observations["value"].mod(5).eq(0).all()


def test_the_order_of_the_figures_does_not_matter(nation, passed):
    again = gated(nation.sample(frac=1, random_state=3), ABOUT, workers=1).observations
    assert again.sort_values(KEY)[[*KEY, "value", "status"]].equals(
        passed.observations.sort_values(KEY)[[*KEY, "value", "status"]].set_axis(
            again.sort_values(KEY).index
        )
    )


def test_the_cost_is_counted(passed):
    cost = passed.cost
    values = passed.observations.merge(passed.guarded[KEY], on=KEY)
    assert cost["cells"] == len(passed.guarded)
    assert cost["shown"] == values["value"].gt(0).sum()
    assert cost["nonzero"] == cost["shown"] + cost["primary"] + cost["secondary"]
    assert values["status"].eq(":").sum() == cost["primary"] + cost["secondary"] + cost["zeros"]
    assert json.loads(json.dumps(cost)) == cost


def test_counts_of_controls_are_under_the_same_rule():
    controls = pd.DataFrame({"control": list("abcd"), "count": [0, 1, 5, 6]})
    assert gate.publishable_control_counts(controls, {"disclosure": "dfe"})["count"].fillna(
        -1
    ).tolist() == [0, -1, -1, 6]
    assert gate.publishable_control_counts(controls, {"disclosure": "none"})["count"].tolist() == [
        0,
        1,
        5,
        6,
    ]


@pytest.mark.parametrize("workers", [1, 2])
def test_the_gate_tells_how_many_years_are_done(monkeypatch, workers):
    monkeypatch.setattr(gate, "SMALL", 0)  # so that two years go to processes of their own
    table = pd.concat([referrals(ONE, 30, 2, year) for year in (2021, 2022, 2023)])
    told: list[tuple[int, int]] = []
    shown = gated(table, ABOUT, workers=workers, progress=lambda *state: told.append(state))
    assert told == [(1, 3), (2, 3), (3, 3)]
    assert shown.observations.equals(gated(table, ABOUT, workers=1).observations)


def test_only_public_editions_are_quoted_from():
    editions = pd.concat(
        [
            observations((ONE, "referrals", "", 2)),
            observations((ONE, "referrals", "", 3), source="ssb-1"),
        ]
    )
    assert gate.publishable_editions(editions, ABOUT | {"public_sources": ["ssb-1"]})[
        "value"
    ].tolist() == [3]
    assert len(gate.publishable_editions(editions, {"disclosure": "none"})) == 2


def test_every_measure_that_is_open_is_known():
    assert set(rules.presets()["open"]) <= set(measures())
    assert set(rules.presets()["rests_on"]) <= set(measures())
    assert rules.undeclared() == []


def test_a_page_does_not_import_the_gate():
    program = (
        "import sys; import barnevern.page, barnevern.show; print(sorted(name for name in"
        " sys.modules if 'disclosure.' in name))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    light = ["raw", "relations", "rules"]  # which counts are guarded, not how
    assert done.stdout.strip() == str([f"barnevern.disclosure.{name}" for name in light])
