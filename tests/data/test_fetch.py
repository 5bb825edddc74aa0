"""`barnevern data fetch` against a service on this machine: the data set it leaves, what it asks
the second time, and how it fails.
"""

import csv
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import statbank_service
from barnevern.data import dataset
from barnevern.data.fetch import fetch
from barnevern.page import Page
from barnevern.problems import InputProblems
from barnevern.sources.statbank_figures import wanted
from patience import PATIENCE_SECONDS
from statbank_service import Bank


@pytest.fixture
def bank() -> Iterator[Bank]:
    with statbank_service.opened(Bank(statbank_service.every_table())) as opened:
        yield opened


def fetched(bank: Bank, folder: Path, *without: str, told: list[str] | None = None) -> Path:
    tell = (told if told is not None else []).append
    return fetch(bank.service(), without, folder / "statbank", folder / "answers", tell)


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The data set that a fetch gives."""
    folder = tmp_path_factory.mktemp("fetched")
    with statbank_service.opened(Bank(statbank_service.every_table())) as bank:
        return str(dataset.build(fetched(bank, folder), folder / "store").folder)


def test_the_folder_opens_as_a_data_set_whose_series_cross_the_renumberings(built):
    page = Page.open("test", "3201", 2024, built)
    own = page.own(page.figures("gross_f252_per_child_placed_nok"))
    assert {figure.year: figure.value for figure in own} == {
        2015: 1503,
        2020: 2003,
        2024: 2403,
    }  # under the codes 0219, 3024 and 3201
    assert {figure.source for figure in own} == {"ssb-12279"}


def test_shares_are_of_the_embedded_population(built):
    page = Page.open("test", "0301", 2024, built)
    (share,), (inhabitants,) = (
        [figure for figure in page.own(page.figures(name)) if figure.year == 2024]
        for name in ("children_with_measures_0_17_pct", "children_in_municipality")
    )
    assert share.value == pytest.approx(100 * 2405 / inhabitants.value)
    assert share.source == "ssb-12275;ssb-07459"


def test_every_table_is_a_source_with_its_number_its_day_and_its_licence(bank, tmp_path):
    bank.tables["12275"].updated = "2026-03-16T07:00:00Z"
    folder = fetched(bank, tmp_path)
    sources = {row["source"]: row for row in rows(folder / "sources.csv")}
    assert {f"ssb-{number}" for number in wanted()} <= set(sources)
    assert (sources["ssb-12275"]["published"], sources["ssb-12279"]["published"]) == (
        "2026-03-16",
        "2026-06-15",
    )
    assert sources["ssb-12275"]["url"] == "https://www.ssb.no/statbank/table/12275"
    assert {row["licence"] for row in rows(folder / "statbank_12275.csv")} == {"CC BY 4.0"}
    about = json.loads((folder / "dataset.json").read_text(encoding="utf-8"))
    assert (about["date"], about["updated"]["12275"]) == ("2026-06-15", "2026-03-16T07:00:00Z")
    assert about["notes"]["12279"] == ["Det er brudd i tidsserien mellom 2019 og 2020."]


def test_metadata_of_every_table_is_read_before_the_first_figure_is_asked_for(bank, tmp_path):
    fetched(bank, tmp_path)
    kinds = [
        "data" if "/data" in path else "metadata" for _, path, _ in bank.asked if "/tables/" in path
    ]
    assert kinds == ["metadata"] * len(wanted()) + ["data"] * len(wanted())


def test_a_second_fetch_asks_for_no_figures_and_leaves_the_same_bytes(bank, tmp_path):
    before = contents(fetched(bank, tmp_path))
    asked = len(bank.data_questions())
    assert contents(fetched(bank, tmp_path)) == before
    assert len(bank.data_questions()) == asked


def test_only_a_table_that_was_updated_is_asked_for_again_and_its_old_answer_is_removed(
    bank, tmp_path
):
    fetched(bank, tmp_path)
    bank.tables["12286"].updated = "2027-03-15T07:00:00Z"
    bank.asked.clear()
    fetched(bank, tmp_path)
    assert [path.split("/")[4] for _, path, _ in bank.asked if "/data" in path] == ["12286"]
    assert len(list((tmp_path / "answers").iterdir())) == len(wanted())


def test_a_fetch_that_was_stopped_goes_on_where_it_was(bank, tmp_path):
    small = dict.fromkeys(["config", "klass"], "") | dict.fromkeys(wanted(), "")
    bank.faults = (
        ["" for _ in small] + [""] * 4 + ["503 Retry-After=9999"]
    )  # after four answers with figures
    with pytest.raises(InputProblems, match="run barnevern data fetch again later"):
        fetched(bank, tmp_path)
    assert not (tmp_path / "statbank").exists()
    bank.asked.clear()
    fetched(bank, tmp_path)
    assert len(bank.data_questions()) == len(wanted()) - 4


def test_the_limit_of_cells_splits_a_table_and_joins_it_again(bank, tmp_path):
    whole = contents(fetched(bank, tmp_path / "whole"))
    bank.config = {"maxDataCells": 60}
    bank.asked.clear()
    parts = contents(fetched(bank, tmp_path / "parts"))
    assert parts == whole
    assert len(bank.data_questions()) > len(wanted())


def test_a_service_that_stumbles_all_the_time_leaves_the_same_bytes(bank, tmp_path):
    calm = contents(fetched(bank, tmp_path / "calm"))
    bank.faults = ["429", "cut", "", "503", "html", "", "502", ""] * 10
    assert contents(fetched(bank, tmp_path / "rough")) == calm


def test_everything_that_is_not_as_it_was_is_told_at_once_and_the_former_data_set_stays(
    bank, tmp_path
):
    before = contents(fetched(bank, tmp_path))
    bank.tables["12275"].codes["KOKbvfunksjon0000"] = ["0", "1", "3"]
    bank.tables["12279"].discontinued = True
    del bank.tables["12615"]
    with pytest.raises(InputProblems) as raised:
        fetched(bank, tmp_path)
    told = [(one.file, one.column, one.value) for one in raised.value.problems]
    assert told == [
        ("table 12275", "KOKbvfunksjon0000", "2"),
        ("table 12279", "", ""),
        ("table 12615", "", ""),
    ]
    assert contents(tmp_path / "statbank") == before


def test_a_table_can_be_left_out(bank, tmp_path):
    del bank.tables["12615"]
    folder = fetched(bank, tmp_path, "12615")
    assert (
        not (folder / "statbank_12615.csv").exists() and (folder / "statbank_12870.csv").is_file()
    )


@pytest.mark.parametrize(
    ("without", "words"),
    [(["12276"], 'did you mean "12286"'), (list(wanted()), "no table is left")],
)
def test_what_cannot_be_left_out_is_told(bank, tmp_path, without, words):
    with pytest.raises(InputProblems, match=words):
        fetched(bank, tmp_path, *without)
    assert bank.asked == []


def test_a_municipality_that_is_new_in_klass_is_told_and_left_out(bank, tmp_path):
    bank.klass = {"codes": [*statbank_service.KLASS["codes"], {"code": "3299", "name": "Nyby"}]}
    told: list[str] = []
    fetched(bank, tmp_path, told=told)
    assert (
        told[0]
        == "Klass has municipality 3299 Nyby, which data/reference/municipality_codes.csv has not:"
        " its figures are left out"
    )


def test_a_figure_that_cannot_be_is_left_out_and_told(bank, tmp_path):
    bank.tables["12286"].cell = lambda of: (
        150.0 if of["ContentsCode"] == "KOSbvbarnuspinnb0000" and of["Tid"] == "2024" else 3.0,
        "",
    )
    told: list[str] = []
    folder = fetched(bank, tmp_path, told=told)
    words = (
        "children_investigated_0_17_pct of 3201 in 2024 is 150 and is left out: a share cannot be"
        " over 100 per cent"
    )
    assert f"table 12286: {words}" in told
    kept = [
        row["value"]
        for row in rows(folder / "statbank_12286.csv")
        if row["measure"] == "children_investigated_0_17_pct"
    ]
    assert kept and set(kept) == {"3"}


# As a person runs it


def command(tmp_path: Path, *arguments: object) -> subprocess.CompletedProcess[str]:
    environment = os.environ | {
        "BARNEVERN_HOME": str(tmp_path),
        "COLUMNS": "200",
        "PYTHONUTF8": "1",
    }
    program = [str(Path(sys.executable).parent / "barnevern"), *map(str, arguments)]
    return subprocess.run(
        program,
        capture_output=True,
        text=True,
        encoding="utf-8",
        env=environment,
        timeout=PATIENCE_SECONDS,
        check=False,
    )


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A checkout with the project's code lists and the tables that a fetch takes with it."""
    root = Path(__file__).resolve().parents[2]
    for name in ("reference", "language", "published", "demo"):
        shutil.copytree(root / "data" / name, tmp_path / "data" / name)
    for name in ("notebooks", "params"):
        (tmp_path / name).symlink_to(root / name)
    return tmp_path


def test_fetched_once_it_is_there_without_the_network(home):
    with statbank_service.opened(Bank(statbank_service.every_table())) as bank:
        done = command(home, "data", "fetch", "--address", bank.address)
        assert (done.returncode, done.stdout) == (
            0,
            (
                "Data set «statbank» of 2026-06-15 is ready: barnevern run --dataset statbank -m"
                " Bærum\n"
            ),
        )
        # 9 figures of 7 regions in 3 years; Bærum's three codes have one year each
        assert (
            "table 12275: updated 2026-06-15, 189 figures, 1 of 1 questions asked"
            in done.stderr.splitlines()
        )
    shown = command(
        home,
        "data",
        "show",
        "Bærum",
        "--dataset",
        "statbank",
        "--indicator",
        "gross_f252_per_child_placed_nok",
    )
    assert (shown.returncode, shown.stderr) == (0, "")
    assert [
        text
        for text in ("2015", "2024", "2 403", "Statistisk sentralbyrå, «Tabell 12279")
        if text not in shown.stdout.replace("\u202f", " ")
    ] == []


def test_a_data_set_that_was_not_fetched_says_how(home):
    done = command(home, "data", "show", "Bærum", "--dataset", "statbank")
    assert done.returncode == 1
    assert "fetch it first: barnevern data fetch" in done.stderr


def test_without_a_network_the_reason_and_no_traceback_is_told(home):
    done = command(home, "data", "fetch", "--address", "http://127.0.0.1:9")
    assert done.returncode == 1
    assert (
        "the service cannot be reached" in done.stderr
        and "Traceback" not in done.stderr
        and str(home) not in done.stderr
    )
