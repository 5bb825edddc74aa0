"""The made-up cases: the same for the same seed, whole, and lawful on their dates."""

import hashlib

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from barnevern import reference
from barnevern.cases import SCHEMA, Cases
from barnevern.demo import country, view
from barnevern.observations import regions
from demo.simple import CLEAN, LARGE, MIDDLE, SEED, YEARS
from patience import examples

SMALL = [
    code
    for code, region in regions.municipalities().items()
    if region.kostra_group in ("EKG15", "EKG16")
]
DATED = {
    "referrals": ("start", "end"),
    "investigations": ("start", "end"),
    "plans": ("start", "end"),
    "measures": ("start", "end"),
    "decisions": ("start", "end"),
    "aftercare": ("offered", "end"),
    "board_applications": ("start", "start"),
    "moves": ("date", "date"),
}
LISTS = {
    "referral_senders": ("melder", "referrals", "referral", "start"),
    "referral_grounds": ("saksinnhold", "referrals", "referral", "start"),
    "investigation_grounds": ("saksinnhold", "investigations", "investigation", "end"),
    "measure_grounds": ("saksinnhold", "measures", "measure", "start"),
}


def content(cases: Cases) -> str:
    """A digest of every cell of every table."""
    digest = hashlib.sha256()
    for name in SCHEMA:
        digest.update(name.encode() + cases[name].to_csv(index=False).encode())
    return digest.hexdigest()


@examples(2)
@given(first=st.sampled_from(SMALL), second=st.sampled_from(SMALL), seed=st.integers(0, 10_000))
def test_a_municipality_depends_on_the_seed_alone(first: str, second: str, seed: int) -> None:
    alone = content(country.cases(first, YEARS, seed))
    country.cases(second, YEARS, seed)
    country.cases(first, YEARS, seed + 1)
    assert content(country.cases(first, YEARS, seed)) == alone


def test_another_seed_is_another_nation() -> None:
    assert content(country.cases(MIDDLE, YEARS, 1)) != content(country.cases(MIDDLE, YEARS, 2))


def test_the_number_of_processes_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(country, "_pieces", lambda: [["3405"], ["1151", "5636"], ["5610"]])
    told: list[tuple[int, int]] = []
    two = country.counts(SEED, progress=lambda done, of: told.append((done, of)), workers=2)
    one = pd.concat(
        [country._counted(piece, YEARS, SEED, None) for piece in country._pieces()],
        ignore_index=True,
    )
    assert one.to_csv(index=False) == two.to_csv(index=False)
    children = [country._children(piece) for piece in country._pieces()]
    assert [of for _, of in told] == [sum(children)] * 3
    assert told[-1][0] == sum(children)
    assert sorted(np.diff([0, *(done for done, _ in told)])) == sorted(children)
    assert set(one["region"]) == {"3405", "1151", "5636", "5610"}


def test_pieces_hold_every_municipality_once() -> None:
    codes = [code for piece in country._pieces() for code in piece]
    assert sorted(codes) == sorted(regions.municipalities())


def test_an_earlier_year_does_not_know_what_came_later(large: Cases) -> None:
    earlier = country.cases(LARGE, range(2015, 2020), SEED, CLEAN)
    last = pd.Timestamp(2019, 12, 31)
    for name, (start, end) in DATED.items():
        assert (earlier[name][start] <= last).all()
        assert not (earlier[name][end] > last).any(), name
        if name in ("referrals", "measures", "investigations"):
            key = earlier[name].columns[0]
            later = large[name][large[name][start] <= last]
            assert set(later[key]) == set(earlier[name][key]), name
    still_open = earlier["investigations"]["end"].isna()
    assert earlier["investigations"].loc[still_open, "conclusion"].eq("").all()
    assert still_open.any()


@pytest.mark.parametrize(
    "wrong", [range(2014, 2016), range(2020, 2026), range(2020, 2020), range(2015, 2025, 2)]
)
def test_years_outside_the_period_are_refused(wrong: range) -> None:
    with pytest.raises(ValueError, match="2015 to 2024"):
        country.cases(LARGE, wrong, SEED)


def test_a_code_that_is_not_of_today_is_refused() -> None:
    with pytest.raises(ValueError, match='"0219" is not a code of today'):
        country.cases("0219", YEARS, SEED)


def test_every_element_belongs_to_a_case_and_lies_within_it(large: Cases) -> None:
    cases = large["cases"].set_index("case")
    assert cases.index.is_unique
    assert set(large["persons"]["case"]) == set(cases.index)
    for name, (start, end) in DATED.items():
        rows = large[name].join(cases[["start", "end"]].add_prefix("case_"), on="case")
        assert rows[rows.columns[0]].is_unique, name
        assert rows["case_start"].notna().all(), name
        assert (rows[start] >= rows["case_start"]).all(), name
        assert not (rows[end] > rows["case_end"]).any(), name
        assert not (rows[end] < rows[start]).any(), name
        assert not (rows["case_end"].notna() & rows[end].isna()).any(), name
    assert cases["closed"].eq(cases["end"].notna()).all()


def test_a_child_has_one_case_at_a_time(large: Cases) -> None:
    cases = large["cases"].sort_values(["person", "start"])
    before = cases.groupby("person")["end"].shift()
    again = cases["person"].duplicated()
    assert again.any()
    assert ((cases["start"] - before)[again].dt.days > view.APART - 32).all()
    assert (cases["start"].dt.year > before.dt.year)[again].all()


@pytest.mark.parametrize("table", LISTS)
def test_codes_are_valid_on_their_dates(large: Cases, table: str) -> None:
    name, parent, key, column = LISTS[table]
    dated = large[table].merge(large[parent][[key, column]], on=key)
    assert len(dated) == len(large[table])
    assert set(invalid(name, dated["code"], dated[column])) == set()


def test_codes_of_elements_are_valid_on_their_dates(large: Cases) -> None:
    for table, name, column, when in [
        ("referrals", "melding_konklusjon", "conclusion", "end"),
        ("investigations", "undersokelse_konklusjon", "conclusion", "end"),
        ("plans", "plantype", "type", "start"),
        ("measures", "tiltak_kategori", "category", "start"),
        ("measures", "opphevelse", "revoked", "end"),
        ("moves", "flytting_arsak_fra", "cause", "date"),
        ("moves", "flytting_til", "destination", "date"),
        ("decision_statuses", "vedtak_status", "code", "date"),
        ("decision_demands", "krav_konklusjon", "conclusion", "end"),
        ("aftercare", "ettervern_konklusjon", "conclusion", "end"),
    ]:
        rows = large[table][large[table][column].ne("")]
        assert len(rows), table
        assert set(invalid(name, rows[column], rows[when])) == set(), table


def invalid(name: str, codes: "pd.Series[str]", days: "pd.Series[pd.Timestamp]") -> list[str]:
    """The codes that are not in the list on their day; the lists begin in 2013, and earlier
    elements have the codes of then.
    """
    rows = pd.DataFrame(reference.rows("extract_codes.csv"))
    valid = rows[rows["list"].eq(name)].set_index("code")
    on = days.clip(lower=pd.Timestamp(2013, 1, 1))
    first = pd.to_datetime(codes.map(valid["valid_from"]))
    last = pd.to_datetime(codes.map(valid["valid_to"]).replace("", "2099-12-31"))
    wrong = ~((first <= on) & (on <= last))
    return [f"{code} on {day:%Y-%m-%d}" for code, day in zip(codes[wrong], on[wrong], strict=True)]


def test_the_act_is_the_one_in_force_when_the_measure_began(large: Cases) -> None:
    started = pd.concat(
        [
            large[table].set_index(key)["start"]
            for table, key in [
                ("measures", "measure"),
                ("decisions", "decision"),
                ("board_applications", "application"),
            ]
        ]
    )
    bases = large["legal_bases"]
    assert set(bases["of"]) == set(started.index)
    new = bases["of"].map(started) >= pd.Timestamp(2023, 1, 1)
    assert bases["act"].eq(np.where(new, "BVL2021", "BVL")).all()
    assert bases["section"].ne("0").all()
    care = bases["section"].eq("12") | (bases["act"].eq("BVL2021") & bases["chapter"].eq("5"))
    assert bases.loc[care, "letter"].str.fullmatch("[a-g]").all()
    assert bases.loc[~care, "letter"].eq("").all()


def test_specified_codes_are_those_that_must_be(large: Cases) -> None:
    needed = {
        (row["list"], row["code"])
        for row in reference.rows("extract_codes.csv")
        if row["needs_detail"] == "1"
    }
    for table, name, column, flag in [
        ("referral_senders", "melder", "code", "specified"),
        ("referral_grounds", "saksinnhold", "code", "specified"),
        ("measures", "tiltak_kategori", "category", "specified"),
        ("measures", "opphevelse", "revoked", "revoked_specified"),
        ("moves", "flytting_arsak_fra", "cause", "cause_specified"),
        ("investigations", "undersokelse_konklusjon", "conclusion", "specified"),
    ]:
        wanted = [(name, code) in needed for code in large[table][column]]
        assert large[table][flag].tolist() == wanted, table


def test_relations_name_elements_of_their_case(large: Cases) -> None:
    names = {
        "referral": "referrals",
        "investigation": "investigations",
        "decision": "decisions",
        "measure": "measures",
        "application": "board_applications",
    }
    relations = large["relations"]
    for end in ("from", "to"):
        for kind, rows in relations.groupby(f"{end}_type"):
            table = large[names[str(kind)]]
            case = table.set_index(table.columns[0])["case"]
            assert (rows[f"{end}_id"].map(case) == rows["case"]).all(), (end, kind)
    investigations = large["investigations"]
    assert set(relations.query("to_type == 'investigation'")["to_id"]) == set(
        investigations["investigation"]
    )
    register = large["cases"]["end"].isna() | (large["cases"]["end"] >= pd.Timestamp(2022, 2, 1))
    in_register = large["measures"]["case"].isin(large["cases"].loc[register, "case"])
    assert set(large["measures"].loc[in_register, "measure"]) <= set(
        relations.query("to_type == 'measure'")["to_id"]
    )
    ended = investigations["conclusion"].isin(["1", "2"]) & (
        investigations["end"] >= pd.Timestamp(2022, 1, 1)
    )
    led = set(relations.query("from_type == 'investigation'")["from_id"])
    assert set(investigations.loc[ended, "investigation"]) <= led
    assert led <= set(
        investigations.loc[investigations["conclusion"].isin(["1", "2"]), "investigation"]
    )


def test_no_id_can_be_taken_for_a_number_of_a_person(large: Cases) -> None:
    for name, table in large.tables.items():
        for column in table.select_dtypes("str"):
            assert not table[column].str.contains(r"\d{11}").any(), (name, column)
            assert table[column].str.fullmatch(r"[0-9a-z_. A-Z]*").all(), (name, column)
    assert large["persons"]["synthetic"].all()
