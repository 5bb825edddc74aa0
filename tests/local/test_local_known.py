"""What is published of a municipality counts as known when its own figures are gated."""

import json
import shutil
from pathlib import Path

import pandas as pd
import pytest

from barnevern import local
from barnevern.data.dataset import build
from barnevern.disclosure import ledger
from barnevern.local import loading

LIST = "year;measure;category;value\n2024;access_requests_closed_cases;;{}\n"
HEAD = "region,year,measure,category,value,status,printed,source,place,licence,note\n"
SOURCES = (
    "source,title,publisher,published,licence,url\n"
    "ssb-old,Barnevern,Statistisk sentralbyrå,2025-06-15,CC BY 4.0,\n"
    "ssb-new,Barnevern,Statistisk sentralbyrå,2025-07-01,CC BY 4.0,\n"
)


@pytest.fixture
def public(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Published figures of 3201: none until a test writes some."""
    folder = tmp_path / "published"
    folder.mkdir()
    shutil.copy(loading.PUBLISHED / "dataset.json", folder)
    (folder / "sources.csv").write_text(SOURCES, encoding="utf-8")
    monkeypatch.setattr(loading, "PUBLISHED", folder)
    monkeypatch.setattr(loading, "STATBANK", tmp_path / "statbank")
    return folder


def published(folder: Path, *figures: tuple[str, str, str]) -> None:
    """The number of access requests that each (code, source, value) has published."""
    rows = [
        f"{code},2024,access_requests_closed_cases,,{value},,,{source},t,CC BY 4.0,\n"
        for code, source, value in figures
    ]
    (folder / "tall.csv").write_text(HEAD + "".join(rows), encoding="utf-8")


def loaded(tmp_path: Path, value: int) -> Path:
    """The data set of 3201 with ``value`` access requests of its own."""
    given = tmp_path / "annet.csv"
    given.write_text(LIST.format(value), encoding="utf-8")
    return local.load([given], tmp_path / "local", "3201")


def shown(tmp_path: Path, value: int) -> float:
    """What the gate shows of ``value``."""
    place = loaded(tmp_path, value)
    return float(build(place, tmp_path / "store").read(["3201"])["value"].iloc[0])


def test_a_small_count_that_is_public_passes_as_it_was_published(public, tmp_path):
    published(public, ("3201", "ssb-new", "2"))
    assert shown(tmp_path, 2) == 2


def test_a_small_count_stands_as_it_was_published_last(public, tmp_path):
    """Beside what is published, a figure that is hidden would say that it is another, and small."""
    published(public, ("3201", "ssb-new", "6"), ("3201", "ssb-old", "5"))
    assert shown(tmp_path, 2) == 6


def test_an_own_count_that_is_safe_is_shown_whatever_is_published(public, tmp_path):
    published(public, ("3201", "ssb-new", "6"))
    assert shown(tmp_path, 7) == 7


def test_what_others_have_published_and_what_is_hidden_there_is_not_known(public, tmp_path):
    published(public, ("0301", "ssb-new", "2"))
    assert pd.isna(shown(tmp_path, 2))


def test_a_load_keeps_every_ledger_and_renews_what_is_published(public, tmp_path):
    published(public, ("3201", "ssb-new", "6"))
    place = loaded(tmp_path, 2)
    other = place / "ledgers" / "0123456789ab.csv"
    shutil.copy(place / "ledgers" / "published.csv", other)
    published(public, ("3201", "ssb-new", "5"))
    kept = other.read_bytes()
    loaded(tmp_path, 2)
    assert other.read_bytes() == kept
    assert ledger.read(place)["value"].tolist() == [6, 5]


def test_the_fetched_tables_of_statistics_norway_count_too(public, tmp_path):
    fetched = tmp_path / "statbank"
    shutil.copytree(public, fetched)
    published(fetched, ("3201", "ssb-new", "2"))
    assert shown(tmp_path, 2) == 2


def test_the_figures_of_a_former_number_are_those_of_the_municipality(public, tmp_path):
    """Bærum was 3024 until 2023; its figures under that number are found and moved to 3201."""
    about = json.loads((public / "dataset.json").read_text(encoding="utf-8"))
    assert "current_borders" in about
    rows = "3024,2023,access_requests_closed_cases,,4,,,ssb-new,t,CC BY 4.0,\n"
    (public / "tall.csv").write_text(HEAD + rows, encoding="utf-8")
    found = ledger.read(loaded(tmp_path, 2))
    assert found[["region", "year", "value"]].to_numpy().tolist() == [["3201", 2023, 4.0]]
