"""Nothing hidden can be worked out: by algebra, by trying every table, and by whole-number
programs.
"""

import numpy as np
import pandas as pd
import pytest
from country import country
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from oracle import TooMany, by_programs, by_trying

from barnevern.disclosure import elimination
from barnevern.disclosure.constraints import build
from barnevern.disclosure.covering import cover
from barnevern.disclosure.linked_tables import LinkedTables
from barnevern.disclosure.pattern import SuppressionPattern
from barnevern.disclosure.primary import primary_suppression
from barnevern.disclosure.rules import Rule, guarded, preset, published_cells
from barnevern.disclosure.secondary import protect
from barnevern.disclosure.singletons import singleton_disclosures
from patience import examples

FINNMARK = ["5601", "5603", "5605", "5607", "5610"]
SENDERS = ["police", "school", "child", "doctor_hospital"]
SSB = preset("ssb-barnevern")
RULES = [SSB, preset("lt5"), preset("dfe")]
PATIENT = examples(
    25,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)


def rows(counts: dict[tuple[str, str, str], int]) -> pd.DataFrame:
    """Counts by (region, measure, category) as a table."""
    return pd.DataFrame(
        [(*key, float(value)) for key, value in counts.items()],
        columns=["region", "measure", "category", "value"],
    )


def with_county(counts: dict[tuple[str, str, str], int], *, country_too: bool) -> pd.DataFrame:
    """The counts with the sums of all municipalities in them as their county, and as the
    country.
    """
    table = rows(counts)
    total = table.groupby(["measure", "category"], as_index=False)["value"].sum()
    groups = [total.assign(region="EKA56"), *([total.assign(region="EAK")] if country_too else [])]
    return pd.concat([table, *groups], ignore_index=True)


@st.composite
def linked(draw: st.DrawFn) -> pd.DataFrame:
    """Referrals by sender and sex, dismissed ones, in up to five municipalities with their sums: up
    to 200 cells.
    """
    codes = FINNMARK[: draw(st.integers(1, 5))]
    senders = SENDERS[: draw(st.integers(2, 4))]
    counts: dict[tuple[str, str, str], int] = {}
    for code in codes:
        by_sender = [draw(st.sampled_from([0, 0, 1, 1, 2, 2, 3, 4, 5, 6, 9, 14])) for _ in senders]
        counts |= {
            (code, "referrals", name): value for name, value in zip(senders, by_sender, strict=True)
        }
        total = sum(by_sender)
        counts[code, "referrals", ""] = total
        boys = draw(st.integers(0, total))
        counts |= {(code, "referrals", "boys"): boys, (code, "referrals", "girls"): total - boys}
        dismissed = draw(st.integers(0, total))
        counts |= {
            (code, "referrals_dismissed", ""): dismissed,
            (code, "investigations_started", ""): total - dismissed,
        }
        counts[code, "referral_deadline_breaches", ""] = draw(st.integers(0, total))
    return with_county(counts, country_too=draw(st.booleans()))


def floor_of_all(pattern: SuppressionPattern) -> np.ndarray:
    """What a reader who knows the rule knows each figure to be at least."""
    return pattern.lower_bounds


@given(linked(), st.sampled_from(RULES))
@settings(PATIENT, max_examples=examples(8).max_examples)
def test_every_hidden_figure_is_open_by_trying_every_table(table: pd.DataFrame, rule: Rule) -> None:
    tables = build(table, 2023)
    pattern = protect(tables, rule)
    try:
        low, high = by_trying(tables, pattern.suppressed, pattern.lower_bounds, rule.least_width)
    except TooMany:
        assume(False)
    narrow = pattern.to_protect & (high - low < rule.least_width)
    assert tables.cells[narrow[: tables.count]].to_dict("records") == []
    assert not narrow.any()


@given(linked(), st.sampled_from(RULES))
@settings(PATIENT, max_examples=examples(8).max_examples)
def test_every_hidden_figure_is_open_by_whole_number_programs(
    table: pd.DataFrame, rule: Rule
) -> None:
    tables = build(table, 2023)
    pattern = protect(tables, rule)
    for cell in np.flatnonzero(pattern.to_protect)[:12]:
        low, high = by_programs(tables, pattern.suppressed, pattern.lower_bounds, int(cell))
        assert high - low >= rule.least_width
        assert low <= tables.nominal[cell] <= high


@given(linked(), st.sampled_from(RULES))
@settings(PATIENT, max_examples=examples(12).max_examples)
def test_small_counts_are_hidden_and_zeros_are_shown(table: pd.DataFrame, rule: Rule) -> None:
    tables = build(table, 2023)
    pattern = protect(tables, rule)
    values, hidden = tables.nominal[: tables.count], pattern.suppressed[: tables.count]
    assert hidden[(values >= 1) & (values <= rule.hide_up_to)].all()
    of_small_wholes = pattern.lower_bounds[: tables.count] == 0
    assert not hidden[(values == 0) & ~of_small_wholes].any()


@given(linked())
@settings(PATIENT, max_examples=examples(8).max_examples)
def test_the_same_table_in_any_order_gives_the_same_result(table: pd.DataFrame) -> None:
    one = protect(build(table, 2023), SSB)
    other = protect(build(table.sample(frac=1, random_state=7), 2023), SSB)
    assert (one.suppressed == other.suppressed).all()


@given(linked())
@PATIENT
def test_algebra_finds_what_the_equations_fix(table: pd.DataFrame) -> None:
    """A figure is fixed exactly when no solution of the equations without right-hand sides moves
    it: compared with numpy's rank.
    """
    tables = build(table, 2023)
    small = np.zeros(len(tables.nominal), dtype=bool)
    small[: tables.count] = (tables.nominal[: tables.count] >= 1) & (
        tables.nominal[: tables.count] <= 3
    )
    small[tables.count :] = True
    fixed = elimination.determined(tables.constraints, small)
    columns = np.flatnonzero(small)
    dense = tables.constraints[:, columns].toarray()
    rank = np.linalg.matrix_rank(dense) if dense.size else 0
    for n, column in enumerate(columns):
        row = np.zeros((1, len(columns)))
        row[0, n] = 1
        assert fixed[column] == (np.linalg.matrix_rank(np.vstack([dense, row])) == rank)


def test_a_sum_with_one_hidden_figure_is_fixed() -> None:
    tables = build(
        rows(
            {
                ("5601", "referrals", ""): 9,
                ("5601", "referrals", "boys"): 2,
                ("5601", "referrals", "girls"): 7,
            }
        ),
        2023,
    )
    only_boys = np.array([category == "boys" for category in tables.cells["category"]])
    assert elimination.determined(tables.constraints, only_boys).sum() == 1


def test_who_is_alone_in_one_cell_cannot_read_another() -> None:
    """Hidden corners of a rectangle rise and fall together: a child who is the only one in one
    would know the opposite one.
    """
    counts = {}
    for code, police, school in (("5601", 2, 6), ("5603", 7, 1)):
        counts |= {
            (code, "referrals", "police"): police,
            (code, "referrals", "school"): school,
            (code, "referrals", "child"): 30,
        }
        counts[code, "referrals", ""] = police + school + 30
    pattern = protect(build(with_county(counts, country_too=False), 2023), SSB)
    assert singleton_disclosures(pattern) == []
    assert pattern.suppressed[: pattern.tables.count].sum() > 4


def test_a_category_with_all_of_a_small_whole_could_be_another() -> None:
    counts = {
        (code, "referrals", name): 10
        for code in ("5603", "5605")
        for name in ("police", "school", "child")
    }
    counts |= {
        ("5601", "referrals", "police"): 2,
        ("5601", "referrals", "school"): 0,
        ("5601", "referrals", "child"): 0,
    }
    counts |= {
        ("5601", "referrals", ""): 2,
        ("5603", "referrals", ""): 30,
        ("5605", "referrals", ""): 30,
    }
    pattern = protect(build(with_county(counts, country_too=False), 2023), SSB)
    cells = pattern.tables.cells
    police = np.flatnonzero(cells["region"].eq("5601") & cells["category"].eq("police"))[0]
    others = np.flatnonzero(
        cells["region"].eq("5601") & cells["category"].isin(["school", "child"])
    )
    assert pattern.proved_low[police] == 0
    assert pattern.suppressed[others].any()


def test_a_sum_that_does_not_add_up_hides_its_small_rest() -> None:
    counts = {
        ("5601", "referrals", ""): 30,
        ("5601", "referrals", "boys"): 12,
        ("5601", "referrals", "girls"): 16,
    }
    pattern = protect(build(rows(counts), 2023), SSB)
    assert pattern.suppressed[:3].any()


def test_readers_take_a_sum_to_hold_that_holds_elsewhere() -> None:
    """One child in the third municipality is neither boy nor girl: whoever takes the sum to hold
    would find two hidden boys, and be near.
    """
    counts = {
        (code, "referrals", name): 10 for code in ("5601", "5603") for name in ("boys", "girls")
    }
    counts |= {
        ("5601", "referrals", ""): 20,
        ("5603", "referrals", ""): 20,
        ("5605", "referrals", ""): 14,
    }
    counts |= {("5605", "referrals", "boys"): 1, ("5605", "referrals", "girls"): 12}
    pattern = protect(build(rows(counts), 2023), SSB)
    tables = pattern.tables
    assert len(tables.nominal) == tables.count + len(tables.service_constraints)
    assert not (
        elimination.determined(tables.constraints, pattern.suppressed) & pattern.to_protect
    ).any()


def test_a_shared_service_is_as_open_as_its_hidden_members() -> None:
    """Two of the three members are small: the county gives their sum, and so the service's, unless
    another municipality is hidden.
    """
    service = ["4220", "4221", "4222"]
    counts = {
        (code, "referrals", ""): n
        for code, n in zip([*service, "4202", "4203"], [30, 2, 3, 20, 25], strict=True)
    }
    table = rows(counts)
    county = pd.DataFrame(
        [("EKA42", "referrals", "", float(table["value"].sum()))], columns=table.columns
    )
    pattern = protect(build(pd.concat([table, county]), 2023), SSB)
    tables = pattern.tables
    (whole,) = tables.totals[tables.service_constraints]
    assert tables.nominal[whole] == 35
    assert (
        pattern.to_protect[whole]
        and pattern.proved_high[whole] - pattern.proved_low[whole] >= SSB.least_width
    )
    assert pattern.suppressed[: tables.count].sum() > 2


def test_the_first_hiding_takes_the_cells_that_serve_several_sums() -> None:
    """Police in one municipality is small. The cheapest rectangle around it hides one cell of each
    other sum, and no total.
    """
    counts = {
        ("5603", "referrals", "police"): 2,
        ("5603", "referrals", "school"): 8,
        ("5603", "referrals", "child"): 900,
    }
    counts |= {
        ("5605", "referrals", "police"): 9,
        ("5605", "referrals", "school"): 7,
        ("5605", "referrals", "child"): 950,
    }
    counts |= {("5603", "referrals", ""): 910, ("5605", "referrals", ""): 966}
    tables = build(with_county(counts, country_too=False), 2023)
    nothing = np.zeros(tables.count, dtype=bool)
    pattern = primary_suppression(tables, SSB, nothing, nothing)
    cover(pattern)
    found = tables.cells[pattern.suppressed[: tables.count]]
    expected = {(code, name) for code in ("5603", "5605") for name in ("police", "school")}
    assert set(zip(found["region"], found["category"], strict=True)) == expected


def test_parts_that_exceed_their_whole_are_taken_as_they_are() -> None:
    counts = {
        ("5601", "referrals", ""): 10,
        ("5601", "referrals", "boys"): 12,
        ("5601", "referrals", "girls"): 2,
    }
    pattern = protect(build(rows(counts), 2023), SSB)
    assert pattern.suppressed[:3].tolist() == [False, False, True]


@pytest.fixture(scope="module")
def finnmark() -> SuppressionPattern:
    """Every guarded count of a made-up Finnmark, Troms and Svalbard's neighbours: three counties
    with all their sums.
    """
    codes = [code for code in _codes() if code[:2] in ("55", "56", "18")]
    table = country(2023, 3, codes)
    kept = np.array(
        [
            cell in published_cells(by_category=True)
            for cell in zip(table["measure"], table["category"], strict=True)
        ]
    )
    chosen = kept & table["measure"].isin(guarded()) & ~table["region"].str.startswith("SERVICE")
    return protect(build(table[chosen], 2023), SSB)


def _codes() -> list[str]:
    from barnevern.observations import regions

    return sorted(regions.municipalities())


def test_a_region_of_eighty_municipalities_is_protected(finnmark: SuppressionPattern) -> None:
    tables = finnmark.tables
    assert tables.count > 5_000
    assert not (
        elimination.determined(tables.constraints, finnmark.suppressed) & finnmark.to_protect
    ).any()
    assert not finnmark.underprotected().any()
    assert singleton_disclosures(finnmark) == []


def test_tables_found_as_proof_stay_within_what_programs_find(finnmark: SuppressionPattern) -> None:
    stream = np.random.default_rng(0)
    cells = stream.choice(np.flatnonzero(finnmark.to_protect), 12, replace=False)
    for cell in cells:
        low, high = by_programs(
            finnmark.tables, finnmark.suppressed, finnmark.lower_bounds, int(cell)
        )
        assert low <= finnmark.proved_low[cell]
        assert finnmark.proved_high[cell] <= high


def test_totals_of_counties_are_kept(finnmark: SuppressionPattern) -> None:
    tables: LinkedTables = finnmark.tables
    totals = (
        tables.cells["region"].str.startswith("EKA") & tables.cells["category"].eq("")
    ).to_numpy()
    large = totals & (tables.nominal[: tables.count] > SSB.hide_up_to)
    assert finnmark.suppressed[: tables.count][large].mean() < 0.15
