"""A ledger travels: another publisher's gate reckons with what was shown and hidden, and a file that
is not what was exported is refused.
"""

import hashlib
import json
import re
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from barnevern.commands.app import app
from barnevern.data import travelling
from barnevern.data.dataset import build
from barnevern.data.store import content_hash
from barnevern.disclosure import ledger, ledger_file
from barnevern.problems import InputProblems

HEAD = "region,year,measure,category,value,status,source,printed,place,licence,note\n"
SOURCES = "source,title,publisher,published,licence,url\nown,Egne,Bærum,,-,\n"
SENDERS = {"police": 2, "child_welfare": 11, "school": 14, "health_centre": 13}
MADE_UP = {"synthetic": True}


def folder(place: Path, counts: dict[str, int], **about: object) -> Path:
    """A data set of the referrals of 3201 by sender."""
    place.mkdir(parents=True)
    told = {"name": "raa", "title": "Bærum, raa", "date": "2024-12-31", "licence": "-"}
    told |= {"disclosure": "ssb-barnevern", **MADE_UP, **about}
    cells = {"": sum(counts.values()), **counts}
    lines = [f"3201,2024,referrals,{name},{value},,own,,,,\n" for name, value in cells.items()]
    (place / "dataset.json").write_text(json.dumps(told), encoding="utf-8")
    (place / "tall.csv").write_text(HEAD + "".join(lines), encoding="utf-8")
    (place / "sources.csv").write_text(SOURCES, encoding="utf-8")
    return place


def hidden(place: Path) -> set[str]:
    """The categories of 3201 that the data set of ``place`` hides."""
    table = build(place, place / "store").read(["3201"])
    return set(table.loc[table["status"].eq(":"), "category"])


@pytest.fixture
def first(tmp_path: Path) -> Path:
    place = folder(tmp_path / "first", SENDERS)
    assert "police" in hidden(place)
    return place


@pytest.fixture
def exported(first: Path, tmp_path: Path) -> Path:
    travelling.export(str(first), tmp_path / "ledger.csv", "Bærum kommune")
    return tmp_path / "ledger.csv"


def test_it_says_who_showed_and_hid_what_by_which_rule_and_when(exported, first):
    header, rows = ledger_file.header(exported), ledger_file.read(exported)
    assert (header.by, header.data_set, header.synthetic) == ("Bærum kommune", "raa", True)
    assert set(rows["by"]) == {"Bærum kommune"}
    assert set(rows["rule"]) == {"ssb-barnevern"}
    assert all(re.fullmatch(r"\d{4}-\d\d-\d\d", day) for day in rows["shown_on"])
    told = rows.set_index("category")["value"]
    assert told[""] == 40
    assert set(told[told.isna()].index) == hidden(first)


def test_nothing_in_it_comes_from_a_raw_figure(tmp_path, first):
    """Two data sets that show the same have the same ledger, whatever they hide."""
    other = folder(tmp_path / "other", SENDERS | {"police": 3, "child_welfare": 10})
    assert hidden(other) == hidden(first) == {"police", "child_welfare"}
    texts = []
    for place in (first, other):
        travelling.export(str(place), tmp_path / "it", "Bærum kommune")
        texts.append((tmp_path / "it").read_text(encoding="utf-8"))
    assert texts[0] == texts[1]


def test_the_other_gate_hides_what_was_hidden(exported, tmp_path):
    """Alone it would not: «police» has become large."""
    alone, together = (folder(tmp_path / name, SENDERS | {"police": 9}) for name in ("a", "b"))
    assert hidden(alone) == set()
    travelling.take_in(exported, str(together))
    assert hidden(together) == {"police", "child_welfare"}


def test_a_ledger_that_comes_in_makes_another_content(exported, tmp_path):
    place = folder(tmp_path / "place", SENDERS)
    before = content_hash(place)
    travelling.take_in(exported, str(place))
    assert content_hash(place) != before


def test_taking_it_in_twice_is_taking_it_in_once(exported, first, tmp_path):
    place = folder(tmp_path / "place", SENDERS)
    for _ in range(2):
        header, editions = travelling.take_in(exported, str(place))
    assert len(editions) == 1
    assert len(ledger.read(place)) == len(ledger.own(first))
    assert [path.stem for path in (place / "ledgers").iterdir()] == [header.code]


def refusal(path: Path, place: Path) -> str:
    with pytest.raises(InputProblems) as caught:
        travelling.take_in(path, str(place))
    assert not (place / "ledgers").exists()
    return " ".join(problem.rule for problem in caught.value.problems)


def signed(text: str) -> str:
    """A ledger whose body was changed, with the SHA-256 that the body has now."""
    body = text.partition("\n")[2]
    return f"barnevern ledger 1 sha256 {hashlib.sha256(body.encode()).hexdigest()}\n{body}"


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        (lambda text: text.replace(",40\n", ",41\n"), "has been changed"),
        (lambda text: text[:-20], "has been changed"),
        (lambda text: text.replace("ledger 1", "ledger 2"), "version 2"),
        (lambda _: "region;year\n3201;2024\n", "not a ledger"),
        (lambda _: "", "not a ledger"),
        (lambda text: signed(text.replace(",40\n", ",4.5\n")), "whole number"),
        (lambda text: signed(text.replace(",40\n", ",-4\n")), "whole number"),
        (lambda text: signed(text.replace("3201,", "9999,", 1)), "not known here"),
        (lambda text: signed(text.replace("referrals", "refferals", 1)), "not known here"),
        (lambda text: signed(text.replace("2024,", "24,", 1)), "four digits"),
        (lambda text: signed(text + text.splitlines()[-1] + "\n"), "twice"),
        (lambda text: signed(text.replace('"by": "Bærum kommune"', '"by": ""')), "who has"),
        (lambda text: signed(text.replace("edition,rule", "edition,presets")), "the columns are"),
        (lambda text: signed(text.replace("3201,", "0301,")), "no figure of a place"),
        (lambda text: signed(text.replace("true", "false")), "the other kind"),
    ],
)
def test_a_ledger_that_is_not_what_was_exported_is_refused(exported, tmp_path, change, rule):
    text = change(exported.read_text(encoding="utf-8"))
    exported.write_text(text, encoding="utf-8")
    assert rule in refusal(exported, folder(tmp_path / "place", SENDERS))


def test_other_bytes_and_no_file_are_refused(tmp_path):
    place = folder(tmp_path / "place", SENDERS)
    (tmp_path / "bytes").write_bytes(b"\xff\xfe\x00PAR1")
    assert "not a ledger" in refusal(tmp_path / "bytes", place)
    assert "cannot be read" in refusal(tmp_path / "nowhere", place)


def test_a_ledger_that_was_damaged_after_it_came_in_stops_the_build(exported, tmp_path):
    place = folder(tmp_path / "place", SENDERS)
    header, _ = travelling.take_in(exported, str(place))
    kept = place / "ledgers" / f"{header.code}.csv"
    kept.write_text(kept.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    with pytest.raises(InputProblems, match="has been changed"):
        build(place, place / "store")


def test_nothing_published_is_nothing_to_export(tmp_path):
    place = folder(tmp_path / "place", SENDERS)
    with pytest.raises(InputProblems, match="nothing has been published"):
        travelling.export(str(place), tmp_path / "ledger.csv", "")
    assert not (tmp_path / "ledger.csv").exists()


COUNT = st.none() | st.integers(0, 10**6).map(float)


@given(st.dictionaries(st.sampled_from(sorted(SENDERS)), COUNT, min_size=1), st.text(min_size=1))
def test_what_is_written_is_what_is_read(tmp_path_factory, figures, by):
    rows = [
        ("home", "", "lt5", "2026-01-31", "3201", 2024, "referrals", c, v)
        for c, v in figures.items()
    ]
    editions = pd.DataFrame(rows, columns=ledger_file.COLUMNS).astype({"value": "float64"})
    path = tmp_path_factory.mktemp("ledger") / "it.csv"
    path.write_text(
        ledger_file.text(editions, by, "raa", synthetic=False), encoding="utf-8", newline=""
    )
    found = ledger_file.read(path)
    assert set(found["by"]) == {by} and "home" not in set(found["edition"])
    told = found.set_index("category")["value"]
    assert {name: None if pd.isna(told[name]) else told[name] for name in told.index} == figures


def test_the_commands_say_the_code_that_the_publishers_compare(first, tmp_path):
    place, file = folder(tmp_path / "place", SENDERS), tmp_path / "ledger.csv"
    given_by = ["ledger", "export", str(file), "--dataset", str(first)]
    said = CliRunner().invoke(app, given_by, catch_exceptions=False).output
    code = ledger_file.header(file).code
    assert "1 edition by Bærum, raa" in said and f"code {code}" in said
    taken = ["ledger", "import", str(file), "--dataset", str(place)]
    assert f"code {code}" in CliRunner().invoke(app, taken, catch_exceptions=False).output
