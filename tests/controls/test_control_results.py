"""From findings to counts and to the working list: in order, complete, and without what may not
stand there.
"""

import re
from datetime import date

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from small_extracts import ABOUT, bvr, kostra
from test_controls_15f import EXAMPLES

from barnevern import controls
from barnevern.cases import Cases, Extract
from barnevern.cases.formats import FORMATS
from barnevern.controls.definitions import whole_years
from barnevern.controls.registry import SEVERITIES
from barnevern.controls.results import findings_of, inert, material_of
from patience import examples

LATE = {"referrals": {"end": "2024-01-18"}}
DAYS = st.dates(date(1930, 1, 1), date(2030, 12, 31))
IDS = [
    "case",
    "person",
    "referral",
    "investigation",
    "plan",
    "measure",
    "of",
    "move",
    "from_id",
    "to_id",
]


def listed(extract):
    return controls.working_list(extract, controls.run(extract, 2024, "3201"))


def test_the_registry_has_each_control_once_with_all_that_is_told():
    rows = [
        control for file_format in FORMATS for control in controls.controls(file_format).values()
    ]
    assert len(rows) == 59 + 80 == len(controls.every_control())
    assert all(
        row.severity in SEVERITIES and row.title and row.severity_migrated in ("", "WARNING")
        for row in rows
    )
    assert not [row.control for row in rows if not row.message and not row.note]
    assert not [row.control for row in rows if row.message and not row.message.endswith((".", "}"))]


def test_a_format_that_is_not_known_is_refused():
    with pytest.raises(KeyError, match="not a format"):
        controls.controls("16F")


def test_counts_have_a_row_for_every_control_that_was_run():
    extract = kostra(**LATE)
    counts = controls.counts(extract, controls.run(extract))
    assert list(counts.columns) == controls.COUNT_COLUMNS
    assert list(counts["control"]) == list(controls.controls("15F"))
    assert dict(zip(counts["control"], counts["count"], strict=True)) | {
        "Melding 3": 0
    } == dict.fromkeys(counts["control"], 0)
    assert counts.set_index("control").loc["Melding 3"].to_dict() == {
        "severity": "WARNING",
        "title": "Fristen for meldingen er brutt",
        "count": 1,
        "year": 2024,
    }


def test_a_control_of_two_severities_has_a_row_for_each():
    other = {
        "investigation": "i2",
        "case": "c1",
        "start": "2024-05-01",
        "end": "2024-06-01",
        "conclusion": "2",
    }
    extract = bvr(relations=[], investigations=(other,))
    counts = controls.counts(extract, controls.run(extract))
    rows = counts[counts["control"].eq("Undersøkelse Kontroll 21")]
    assert list(zip(rows["severity"], rows["count"], strict=True)) == [("ERROR", 1), ("WARNING", 1)]


def test_the_working_list_says_what_where_and_in_which_journal():
    rows = listed(kostra(**LATE))
    assert list(rows.columns) == ["control", "severity", "journal", "element", "message"]
    assert rows.to_numpy().tolist() == [
        [
            "Melding 3",
            "WARNING",
            "J1",
            "Melding 10.01.2024, linje 5",
            (
                "Meldingen kom 10.01.2024 og ble avsluttet 18.01.2024, etter 8 dager. Fristen er"
                " sju dager."
            ),
        ]
    ]


def test_an_element_without_a_line_of_its_own_is_found_by_its_case():
    assert listed(kostra(plans={"end": "2024-04-09"}))["element"].tolist() == [
        "Plan 10.04.2024, linje 4"
    ]
    assert listed(kostra(plans={"end": "2024-04-09"}, lines={}))["element"].tolist() == [
        "Plan 10.04.2024"
    ]


def test_the_sender_has_no_journal():
    rows = listed(kostra(about={"year": 2023}))
    assert rows[["control", "journal", "element"]].to_numpy().tolist() == [
        ["Avgiver 2", "", "Avgiver"]
    ]


def test_children_and_cases_are_called_what_the_format_calls_them():
    assert listed(kostra(cases={"end": "2024-01-09"}))["element"].iloc[0].startswith("Individ ")
    assert listed(bvr(cases={"end": "2024-01-09"}))["element"].iloc[0].startswith("Sak ")


@pytest.mark.parametrize(
    "journal", ['=HYPERLINK("x")', "+47", "-1", "@SUM(A1)", "  =1", "\t=1", "J1;=1", "a, @b"]
)
def test_a_journal_number_is_never_a_formula(journal):
    cell = listed(kostra(**LATE, journals={"c1": journal}))["journal"].iloc[0]
    assert not re.search(r"(^|[;,])\s*[=+\-@]", cell)
    assert cell.replace("'", "").split() == journal.split()


@pytest.mark.parametrize(
    "journal", ["01815012345", "010150 12345", "41815012345", "J-01815012345", "201512345678"]
)
def test_a_journal_number_that_is_an_identity_number_is_masked(journal):
    extract = kostra(**{**EXAMPLES["Individ 05"][0], "journals": {"c1": journal, "c2": journal}})
    text = listed(extract).to_string()
    assert "(nummer skjult)" in text
    assert journal not in text


@pytest.mark.parametrize(
    "journal",
    ["2024/1234", "20240012345", "J1", "1b1907ef-2080-42c8-b704-3b33bf0b0982", "20-20001"],
)
def test_an_ordinary_journal_number_stands_as_it_is(journal):
    assert listed(kostra(**LATE, journals={"c1": journal}))["journal"].tolist() == [journal]


@given(st.text())
def test_no_cell_is_a_formula_or_has_a_line_break(text):
    cell = inert(text)
    assert not re.search(r"(^|[;,])\s*[=+\-@]", cell)
    assert not re.search(r"[\x00-\x1f]", cell)


@given(st.lists(st.tuples(DAYS, DAYS), min_size=1))
def test_age_is_whole_years(pairs):
    born, at = (pd.Series(pd.to_datetime(list(days))) for days in zip(*pairs, strict=True))
    expected = [b.year - a.year - ((b.month, b.day) < (a.month, a.day)) for a, b in pairs]
    assert whole_years(born, at).tolist() == expected


def test_age_without_a_birth_date_is_not_known():
    assert whole_years(pd.Series([pd.NaT]), pd.Series([pd.Timestamp("2024-12-31")])).isna().all()


@settings(max_examples=25)
@given(st.integers(-3, 400))
def test_the_deadline_of_a_referral_is_seven_days(days):
    end = pd.Timestamp("2024-01-10") + pd.Timedelta(days=days)
    material = material_of(kostra(referrals={"end": end}))
    assert len(findings_of(controls.controls("15F")["Melding 3"], material)) == (days > 7)


def joined(extracts):
    """Several small extracts as one, with ids of their own."""
    several = []
    for number, extract in enumerate(extracts):
        tables = {
            name: table.assign(
                **{
                    column: table[column] + f"-{number}"
                    for column in table.columns
                    if column in IDS
                }
            )
            for name, table in extract.cases.tables.items()
        }
        several.append(Cases(tables))
    remarks = pd.concat(
        [
            one.about["remarks"].assign(of=lambda rows, n=n: rows["of"] + f"-{n}")
            for n, one in enumerate(extracts)
        ]
    )
    return Extract(Cases.joined(several), {"format": "15F", **ABOUT, "remarks": remarks}, {}, {})


# Controls of one child alone: what they say does not depend on who else is in the file.
ALONE = [
    name
    for name in EXAMPLES
    if not name.startswith("Avgiver") and name not in ("Individ 01", "Individ 04", "Individ 05")
]


@examples(3)
@given(st.lists(st.sampled_from(ALONE), min_size=2, max_size=4))
def test_each_child_gets_the_same_findings_alone_and_among_others(chosen):
    extracts = [kostra(**EXAMPLES[name][0]) for name in chosen]
    together = controls.run(joined(extracts))
    every = [controls.run(extract) for extract in extracts]
    assert len(together) == sum(map(len, every))
    for number, alone in enumerate(every):
        among = together[together["of"].str.endswith(f"-{number}")]
        assert sorted(zip(among["control"], among["message"], strict=True)) == sorted(
            zip(alone["control"], alone["message"], strict=True)
        )


def test_an_extract_without_cases_can_be_controlled():
    for file_format in FORMATS:
        empty = Extract(Cases.of({}), {"format": file_format, **ABOUT}, {}, {})
        assert controls.run(empty).empty
        assert controls.counts(empty, controls.run(empty))["count"].eq(0).all()
        assert controls.working_list(empty, controls.run(empty)).empty
