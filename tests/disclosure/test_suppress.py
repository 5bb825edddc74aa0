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

from barnevern.disclosure import eliminate
from barnevern.disclosure.cover import cover
from barnevern.disclosure.draft import Draft, first
from barnevern.disclosure.rules import Rule, guarded, preset, shown
from barnevern.disclosure.suppress import protect, tied
from barnevern.disclosure.system import System, build

FINNMARK = ["5601", "5603", "5605", "5607", "5610"]
SENDERS = ["police", "school", "child", "doctor_hospital"]
SSB = preset("ssb-barnevern")
RULES = [SSB, preset("lt5"), preset("dfe")]
PATIENT = settings(
    max_examples=60,
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


def floor_of_all(draft: Draft) -> np.ndarray:
    """What a reader who knows the rule knows each figure to be at least."""
    return draft.floor


@given(linked(), st.sampled_from(RULES))
@settings(PATIENT, max_examples=20)
def test_every_hidden_figure_is_open_by_trying_every_table(table: pd.DataFrame, rule: Rule) -> None:
    system = build(table, 2023)
    draft = protect(system, rule)
    try:
        low, high = by_trying(system, draft.hidden, draft.floor, rule.least_width)
    except TooMany:
        assume(False)
    narrow = draft.guarded & (high - low < rule.least_width)
    assert system.cells[narrow[: system.count]].to_dict("records") == []
    assert not narrow.any()


@given(linked(), st.sampled_from(RULES))
@settings(PATIENT, max_examples=20)
def test_every_hidden_figure_is_open_by_whole_number_programs(
    table: pd.DataFrame, rule: Rule
) -> None:
    system = build(table, 2023)
    draft = protect(system, rule)
    for cell in np.flatnonzero(draft.guarded)[:12]:
        low, high = by_programs(system, draft.hidden, draft.floor, int(cell))
        assert high - low >= rule.least_width
        assert low <= system.numbers[cell] <= high


@given(linked(), st.sampled_from(RULES))
@settings(PATIENT, max_examples=30)
def test_small_counts_are_hidden_and_zeros_are_shown(table: pd.DataFrame, rule: Rule) -> None:
    system = build(table, 2023)
    draft = protect(system, rule)
    values, hidden = system.numbers[: system.count], draft.hidden[: system.count]
    assert hidden[(values >= 1) & (values <= rule.hide_up_to)].all()
    of_small_wholes = draft.floor[: system.count] == 0
    assert not hidden[(values == 0) & ~of_small_wholes].any()


@given(linked())
@settings(PATIENT, max_examples=20)
def test_the_same_table_in_any_order_gives_the_same_result(table: pd.DataFrame) -> None:
    one = protect(build(table, 2023), SSB)
    other = protect(build(table.sample(frac=1, random_state=7), 2023), SSB)
    assert (one.hidden == other.hidden).all()


@given(linked())
@PATIENT
def test_algebra_finds_what_the_equations_fix(table: pd.DataFrame) -> None:
    """A figure is fixed exactly when no solution of the equations without right-hand sides moves
    it: compared with numpy's rank.
    """
    system = build(table, 2023)
    small = np.zeros(len(system.numbers), dtype=bool)
    small[: system.count] = (system.numbers[: system.count] >= 1) & (
        system.numbers[: system.count] <= 3
    )
    small[system.count :] = True
    fixed = eliminate.fixed(system.matrix, small)
    columns = np.flatnonzero(small)
    dense = system.matrix[:, columns].toarray()
    rank = np.linalg.matrix_rank(dense) if dense.size else 0
    for n, column in enumerate(columns):
        row = np.zeros((1, len(columns)))
        row[0, n] = 1
        assert fixed[column] == (np.linalg.matrix_rank(np.vstack([dense, row])) == rank)


def test_a_sum_with_one_hidden_figure_is_fixed() -> None:
    system = build(
        rows(
            {
                ("5601", "referrals", ""): 9,
                ("5601", "referrals", "boys"): 2,
                ("5601", "referrals", "girls"): 7,
            }
        ),
        2023,
    )
    only_boys = np.array([category == "boys" for category in system.cells["category"]])
    assert eliminate.fixed(system.matrix, only_boys).sum() == 1


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
    draft = protect(build(with_county(counts, country_too=False), 2023), SSB)
    assert tied(draft) == []
    assert draft.hidden[: draft.system.count].sum() > 4


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
    draft = protect(build(with_county(counts, country_too=False), 2023), SSB)
    cells = draft.system.cells
    police = np.flatnonzero(cells["region"].eq("5601") & cells["category"].eq("police"))[0]
    others = np.flatnonzero(
        cells["region"].eq("5601") & cells["category"].isin(["school", "child"])
    )
    assert draft.low[police] == 0
    assert draft.hidden[others].any()


def test_a_sum_that_does_not_add_up_hides_its_small_rest() -> None:
    counts = {
        ("5601", "referrals", ""): 30,
        ("5601", "referrals", "boys"): 12,
        ("5601", "referrals", "girls"): 16,
    }
    draft = protect(build(rows(counts), 2023), SSB)
    assert draft.hidden[:3].any()


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
    draft = protect(build(rows(counts), 2023), SSB)
    system = draft.system
    assert len(system.numbers) == system.count + len(system.services)
    assert not (eliminate.fixed(system.matrix, draft.hidden) & draft.guarded).any()


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
    draft = protect(build(pd.concat([table, county]), 2023), SSB)
    system = draft.system
    (whole,) = system.wholes[system.services]
    assert system.numbers[whole] == 35
    assert draft.guarded[whole] and draft.high[whole] - draft.low[whole] >= SSB.least_width
    assert draft.hidden[: system.count].sum() > 2


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
    system = build(with_county(counts, country_too=False), 2023)
    nothing = np.zeros(system.count, dtype=bool)
    draft = first(system, SSB, nothing, nothing)
    cover(draft)
    found = system.cells[draft.hidden[: system.count]]
    expected = {(code, name) for code in ("5603", "5605") for name in ("police", "school")}
    assert set(zip(found["region"], found["category"], strict=True)) == expected


def test_parts_that_exceed_their_whole_are_taken_as_they_are() -> None:
    counts = {
        ("5601", "referrals", ""): 10,
        ("5601", "referrals", "boys"): 12,
        ("5601", "referrals", "girls"): 2,
    }
    draft = protect(build(rows(counts), 2023), SSB)
    assert draft.hidden[:3].tolist() == [False, False, True]


@pytest.fixture(scope="module")
def finnmark() -> Draft:
    """Every guarded count of a made-up Finnmark, Troms and Svalbard's neighbours: three counties
    with all their sums.
    """
    codes = [code for code in _codes() if code[:2] in ("55", "56", "18")]
    table = country(2023, 3, codes)
    kept = np.array(
        [
            cell in shown(by_category=True)
            for cell in zip(table["measure"], table["category"], strict=True)
        ]
    )
    chosen = kept & table["measure"].isin(guarded()) & ~table["region"].str.startswith("SERVICE")
    return protect(build(table[chosen], 2023), SSB)


def _codes() -> list[str]:
    from barnevern.observations import regions

    return sorted(regions.municipalities())


def test_a_region_of_eighty_municipalities_is_protected(finnmark: Draft) -> None:
    system = finnmark.system
    assert system.count > 5_000
    assert not (eliminate.fixed(system.matrix, finnmark.hidden) & finnmark.guarded).any()
    assert not finnmark.narrow().any()
    assert tied(finnmark) == []


def test_tables_found_as_proof_stay_within_what_programs_find(finnmark: Draft) -> None:
    stream = np.random.default_rng(0)
    cells = stream.choice(np.flatnonzero(finnmark.guarded), 12, replace=False)
    for cell in cells:
        low, high = by_programs(finnmark.system, finnmark.hidden, finnmark.floor, int(cell))
        assert low <= finnmark.low[cell]
        assert finnmark.high[cell] <= high


def test_totals_of_counties_are_kept(finnmark: Draft) -> None:
    system: System = finnmark.system
    totals = (
        system.cells["region"].str.startswith("EKA") & system.cells["category"].eq("")
    ).to_numpy()
    large = totals & (system.numbers[: system.count] > SSB.hide_up_to)
    assert finnmark.hidden[: system.count][large].mean() < 0.15
