"""The made-up cases: the same for the same seed, whole, lawful on their dates, and like real ones."""

import hashlib
import re

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from barnevern import controls, regions
from barnevern.cases import SCHEMA, Cases, Extract
from barnevern.demo import Settings, country, view
from barnevern.demo.errors import KINDS
from demo.simple import CLEAN, LARGE, MIDDLE, SEED, TINY, YEARS

SMALL = [code for code, region in regions.municipalities().items() if region.kostra_group in ("EKG15", "EKG16")]
DATED = {
    "referrals": ("start", "end"), "investigations": ("start", "end"), "plans": ("start", "end"), "measures": ("start", "end"),
    "decisions": ("start", "end"), "aftercare": ("offered", "end"), "board_applications": ("start", "start"), "moves": ("date", "date"),
}  # fmt: skip
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


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.too_slow])
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
    one = pd.concat([country._counted(piece, YEARS, SEED, None) for piece in country._pieces()], ignore_index=True)
    assert one.to_csv(index=False) == two.to_csv(index=False)
    assert told[-1] == (4, 4)
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


@pytest.mark.parametrize("wrong", [range(2014, 2016), range(2020, 2026), range(2020, 2020), range(2015, 2025, 2)])
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
        ("referrals", "melding_konklusjon", "conclusion", "end"), ("investigations", "undersokelse_konklusjon", "conclusion", "end"),
        ("plans", "plantype", "type", "start"), ("measures", "tiltak_kategori", "category", "start"),
        ("measures", "opphevelse", "revoked", "end"), ("moves", "flytting_arsak_fra", "cause", "date"),
        ("moves", "flytting_til", "destination", "date"), ("decision_statuses", "vedtak_status", "code", "date"),
        ("decision_demands", "krav_konklusjon", "conclusion", "end"), ("aftercare", "ettervern_konklusjon", "conclusion", "end"),
    ]:  # fmt: skip
        rows = large[table][large[table][column].ne("")]
        assert len(rows), table
        assert set(invalid(name, rows[column], rows[when])) == set(), table


def invalid(name: str, codes: "pd.Series[str]", days: "pd.Series[pd.Timestamp]") -> list[str]:
    """The codes that are not in the list on their day; the lists begin in 2013, and earlier elements have the codes of then."""
    rows = pd.DataFrame(regions.rows("extract_codes.csv"))
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
            for table, key in [("measures", "measure"), ("decisions", "decision"), ("board_applications", "application")]
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
    needed = {(row["list"], row["code"]) for row in regions.rows("extract_codes.csv") if row["needs_detail"] == "1"}
    for table, name, column, flag in [
        ("referral_senders", "melder", "code", "specified"), ("referral_grounds", "saksinnhold", "code", "specified"),
        ("measures", "tiltak_kategori", "category", "specified"), ("measures", "opphevelse", "revoked", "revoked_specified"),
        ("moves", "flytting_arsak_fra", "cause", "cause_specified"), ("investigations", "undersokelse_konklusjon", "conclusion", "specified"),
    ]:  # fmt: skip
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
    assert set(relations.query("to_type == 'investigation'")["to_id"]) == set(investigations["investigation"])
    register = large["cases"]["end"].isna() | (large["cases"]["end"] >= pd.Timestamp(2022, 2, 1))
    in_register = large["measures"]["case"].isin(large["cases"].loc[register, "case"])
    assert set(large["measures"].loc[in_register, "measure"]) <= set(relations.query("to_type == 'measure'")["to_id"])
    ended = investigations["conclusion"].isin(["1", "2"]) & (investigations["end"] >= pd.Timestamp(2022, 1, 1))
    led = set(relations.query("from_type == 'investigation'")["from_id"])
    assert set(investigations.loc[ended, "investigation"]) <= led
    assert led <= set(investigations.loc[investigations["conclusion"].isin(["1", "2"]), "investigation"])


def test_ages_are_those_of_the_law(large: Cases) -> None:
    born = large["persons"].drop_duplicates("case").set_index("case")["born"]
    referrals = large["referrals"].assign(born=large["referrals"]["case"].map(born))
    assert (referrals["start"] >= referrals["born"]).all()
    assert (referrals["start"] < referrals["born"] + pd.DateOffset(years=18)).all()
    measures = large["measures"].assign(born=large["measures"]["case"].map(born))
    assert not (measures["end"] >= measures["born"] + pd.DateOffset(years=25)).any()
    before_2021 = measures["born"] < pd.Timestamp(1998, 1, 1)  # 23 years before aftercare was lengthened
    assert not (measures.loc[before_2021, "end"] > measures.loc[before_2021, "born"] + pd.DateOffset(years=23)).any()
    bases = large["legal_bases"].query("kind == 'measure'").set_index("of")
    care = measures["measure"].map(bases["section"].eq("12") | (bases["chapter"].eq("5") & bases["act"].eq("BVL2021")))
    assert (measures.loc[care, "start"] < measures.loc[care, "born"] + pd.DateOffset(years=18)).all()
    assert not (measures.loc[care, "end"] > measures.loc[care, "born"] + pd.DateOffset(years=18)).any()


def test_long_placements_last_for_years(large: Cases) -> None:
    foster = large["measures"][large["measures"]["category"].isin(["2.1", "2.2"])]
    length = (foster["end"].fillna(pd.Timestamp(2024, 12, 31)) - foster["start"]).dt.days / 365.25
    assert (length > 8).sum() > 10
    assert length.max() < 19


def test_referrals_follow_the_season_and_the_week(large: Cases) -> None:
    started = large["referrals"]["start"]
    months = started.dt.month.value_counts()
    assert months[7] < 0.65 * months.mean()
    assert months[[9, 10, 11]].min() > months[[7, 8]].max()
    assert started.dt.day_of_week.ge(5).mean() < 0.15


def test_siblings_are_referred_together(large: Cases) -> None:
    referrals = large["referrals"].merge(large["referral_senders"].drop_duplicates("referral"), on="referral")
    together = referrals.groupby(["start", "code"])["case"].nunique()
    families = together[together > 1].sum() / together.sum()
    assert 0.3 < families < 0.75
    grounds = large["referral_grounds"].groupby("referral")["code"].agg(" ".join)
    pairs = referrals.assign(grounds=referrals["referral"].map(grounds)).groupby(["start", "code"])["grounds"].agg(["nunique", "size"])
    assert (pairs.loc[pairs["size"].eq(2), "nunique"].eq(1)).mean() > 0.4  # strangers of the same day and sender are among the pairs


def test_children_are_referred_again(large: Cases) -> None:
    person = large["cases"].set_index("case")["person"]
    times = large["referrals"]["case"].map(person).value_counts()
    assert 0.15 < times.gt(1).mean() < 0.6
    assert times.max() >= 4


def test_a_small_municipality_has_years_without_anything() -> None:
    years = country.cases(TINY, YEARS, SEED, CLEAN)["referrals"]["start"].dt.year.value_counts().reindex(YEARS, fill_value=0)
    assert years.min() == 0
    assert years.max() > 0


def test_oslo_reports_by_district() -> None:
    districts = country.cases("0301", range(2024, 2025), SEED, CLEAN)["cases"]["district"]
    assert set(districts) == {f"{number:02d}" for number in range(1, 16)}


def test_unaccompanied_minors_have_a_duf_number_and_nobody_to_care_for_them(large: Cases) -> None:
    alone = large["persons"][large["persons"]["duf"]]
    assert len(alone) > 5
    measures = large["measures"][large["measures"]["case"].isin(alone["case"])]
    grounds = large["measure_grounds"].groupby("measure")["code"].agg(set)
    assert (measures["measure"].map(grounds) == {"12"}).all()
    assert measures["category"].isin(["8.2", "2.1", "2.2"]).any()


def test_visits_fall_within_the_placement(large: Cases) -> None:
    visits = large["visits"].merge(large["measures"], on="measure")
    assert len(visits) == len(large["visits"]) > 500
    assert (visits["date"] >= visits["start"]).all()
    assert not (visits["date"] > visits["end"]).any()
    assert visits["category"].str.startswith("2.").all()
    assert set(visits["measure"]) <= set(large["visit_duties"]["measure"])
    codes = large["visit_duties"].groupby("kind")["municipality"].agg(set)
    assert codes["follow_up"] == {""}
    assert LARGE in codes["supervision"]
    assert codes["supervision"] <= set(regions.municipalities())


def test_no_id_can_be_taken_for_a_number_of_a_person(large: Cases) -> None:
    for name, table in large.tables.items():
        for column in table.select_dtypes("str"):
            assert not table[column].str.contains(r"\d{11}").any(), (name, column)
            assert table[column].str.fullmatch(r"[0-9a-z_. A-Z]*").all(), (name, column)
    assert large["persons"]["synthetic"].all()


@pytest.mark.parametrize("share", [0.02, 0.2])
def test_the_share_of_mistakes_is_the_one_asked_for(middle: Cases, share: float) -> None:
    wrong = country.cases(MIDDLE, YEARS, SEED, Settings(error_share=share))
    with_elements = len(set(middle["referrals"]["case"]) | set(middle["measures"]["case"]))
    assert 0.75 * share < mistakes(middle, wrong) / with_elements < 1.25 * share


def test_every_kind_of_mistake_is_planted_somewhere(large: Cases) -> None:
    wrong = country.cases(LARGE, YEARS, SEED, Settings(error_share=0.5))
    found = differences(large, wrong)
    assert {kind for kind, cases in found.items() if cases} == set(KINDS)


def test_no_mistakes_when_none_are_wanted(middle: Cases) -> None:
    assert mistakes(middle, country.cases(MIDDLE, YEARS, SEED, Settings(error_share=0.0))) == 0


@pytest.mark.parametrize("share", [-0.1, 1.1])
def test_a_share_is_between_nothing_and_everything(share: float) -> None:
    with pytest.raises(ValueError, match="from 0 to 1"):
        Settings(error_share=share)


def mistakes(right: Cases, wrong: Cases) -> int:
    return len(set().union(*differences(right, wrong).values()))


def differences(right: Cases, wrong: Cases) -> dict[str, set[str]]:
    """The cases with each kind of mistake."""
    of = {table: right[table].set_index(right[table].columns[0])["case"] for table in ("referrals", "investigations", "measures")}

    def missing(table: str, key: str, parent: str) -> set[str]:
        return set(of[parent][sorted(set(right[table][key]) - set(wrong[table][key]))])

    def changed(table: str, key: str, column: str, parent: str) -> set[str]:
        different = right[table][column].astype("object").fillna("").to_numpy() != wrong[table][column].astype("object").fillna("").to_numpy()
        return set(of[parent][right[table].loc[different, key]])

    bases = {name: set(pd.Series(sorted(changed_bases(right, wrong, name))).map(of["measures"])) for name in ("act", "section")}
    return {
        "no_sender": missing("referral_senders", "referral", "referrals"),
        "no_ground": missing("referral_grounds", "referral", "referrals"),
        "no_conclusion": changed("investigations", "investigation", "conclusion", "investigations"),
        "no_ground_of_decision": missing("investigation_grounds", "investigation", "investigations"),
        "not_specified": changed("measures", "measure", "specified", "measures"),
        "backwards": changed("measures", "measure", "end", "measures"),
        "wrong_act": bases["act"],
        "not_revoked": changed("measures", "measure", "revoked", "measures"),
        "section_zero": bases["section"],
    }


def changed_bases(right: Cases, wrong: Cases, column: str) -> set[str]:
    different = right["legal_bases"][column].to_numpy() != wrong["legal_bases"][column].to_numpy()
    found = set(right["legal_bases"].loc[different, "of"])
    assert all(re.fullmatch(r"\d{4}t\d+", name) for name in found)  # measures only
    return found


def test_only_planted_mistakes_are_errors_to_the_controls() -> None:
    def errors(share: float) -> set[str]:
        made = country.cases(LARGE, range(2024, 2025), SEED, Settings(error_share=share))
        tables = {**made.tables, "cases": made["cases"].assign(extracted=pd.Timestamp(2024, 12, 31).as_unit("s"))}
        about = {"format": "BVR", "municipality": LARGE, "municipality_name": "Drammen", "organisation": "999999999", "year": 2024}
        journals = {case: f"DEMO-{number}" for number, case in enumerate(made["cases"]["case"])}
        found = controls.run(Extract(Cases(tables), about, journals, {}), 2024, LARGE)
        return set(found.loc[found["severity"].eq("ERROR"), "control"])

    assert errors(0.0) == set()
    assert {"Melding Kontroll 4", "Melding Kontroll 5", "Undersøkelse Kontroll 7", "Tiltak Kontroll 2a", "Tiltak Kontroll 14"} <= errors(0.3)
