"""The local data set: what goes in, what is kept, and that nothing else is, however a load ends."""

import json
import multiprocessing
import os
import stat
from pathlib import Path

import pytest

from barnevern import local
from barnevern.data.dataset import Dataset, build, open_dataset
from barnevern.indicators import compute
from barnevern.local import loading, place, published
from barnevern.page import Page
from barnevern.paths import DATA, ROOT
from barnevern.problems import InputProblems, Problem

ACCOUNTS = "year;function;art;budget;accounts\n2024;total;net;;905000000,49\n2024;244;net;90;100\n2024;251;net;50;60\n2024;252;net;300;340\n"
STAFF = "year;fte_244;fte_251;fte_252;employees_left;employees_planned\n2024;20;5;2;4;33\n"
OTHER = "year;measure;category;value\n2024;access_requests_closed_cases;;12\n"


def written(folder: Path, **lists: str) -> list[Path]:
    folder.mkdir(exist_ok=True)
    paths = [folder / f"{name}.csv" for name in lists]
    for path, text in zip(paths, lists.values(), strict=True):
        path.write_text(text, encoding="utf-8")
    return paths


REGIONS = {"EAK", "ASSS", "EKG12", "EKG13", "EKA32", "3203", "3201", "0219"}


@pytest.fixture(scope="session")
def few_published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The published tables with the rows of a few regions: a load reads all of them."""
    folder = tmp_path_factory.mktemp("published")
    for path in (DATA / "published").iterdir():
        head, *rows = path.read_text(encoding="utf-8").splitlines(keepends=True)
        kept = (
            rows
            if path.name in ("sources.csv", "dataset.json")
            else [row for row in rows if row.partition(",")[0] in REGIONS]
        )
        if kept:
            (folder / path.name).write_text(head + "".join(kept), encoding="utf-8")
    return folder


@pytest.fixture(autouse=True)
def _few_published(few_published: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(loading, "PUBLISHED", few_published)


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "data" / "local"


@pytest.fixture
def given(tmp_path: Path) -> list[Path]:
    return written(tmp_path / "in", regnskap=ACCOUNTS, ansatte=STAFF, annet=OTHER)


def contents(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def refused(
    files: list[Path], out: Path, municipality: str = "3201", **more: bool
) -> list[Problem]:
    with pytest.raises(InputProblems) as caught:
        local.load(files, out, municipality, **more)
    return caught.value.problems


def rule(files: list[Path], out: Path, municipality: str = "3201", **more: bool) -> str:
    (problem,) = refused(files, out, municipality, **more)
    assert problem.remedy
    return problem.rule


def opened(out: Path, tmp_path: Path) -> Dataset:
    return build(out, tmp_path / "store")


# What a load gives


def test_the_lists_become_a_data_set_that_can_be_built(out, given, tmp_path):
    assert local.load(given, out, "Bærum") == out
    data = opened(out, tmp_path)
    own = (
        data.read(["3201"])
        .query("source.str.startswith('local-')")
        .set_index(["measure", "category"])["value"]
    )
    assert own["net_expenditure_nok", ""] == 500
    assert own["fte", ""] == 27
    assert ",municipal_net_expenditure_nok,,905000000.49,," in (
        out / "accounts_3201_2024.csv"
    ).read_text(encoding="utf-8")
    assert own["access_requests_closed_cases", ""] == 12
    assert data.about["title"] == "Egne tall"
    assert {
        key: data.about[key]
        for key in ("name", "synthetic", "disclosure", "municipality", "year", "date")
    } == {
        "name": "local",
        "synthetic": False,
        "disclosure": "ssb-barnevern",
        "municipality": "3201",
        "year": 2024,
        "date": "2024-12-31",
    }


def test_own_figures_come_with_denominators_and_peers(out, given, tmp_path, monkeypatch):
    monkeypatch.setattr(loading, "PUBLISHED", DATA / "published")
    local.load(given, out, "3201")
    data = opened(out, tmp_path)
    per_child = compute(data.read(["3201"]), "net_expenditure_per_inhabitant_0_17_nok").set_index(
        "year"
    )
    children = (
        data.read(["3201"])
        .query("measure == 'population_31dec' and category == '0_17' and year == 2024")["value"]
        .item()
    )
    assert per_child.loc[2024, "value"] == pytest.approx(500 / children)
    assert per_child.loc[2024, "source"] == "local-accounts;ssb-07459"
    peers = data.read(["EAK", "EKG12", "EKG13", "EKA32", "3203", "ASSS"])
    assert peers.equals(
        open_dataset("published").read(["EAK", "EKG12", "EKG13", "EKA32", "3203", "ASSS"])
    )


def test_own_sources_are_named_with_their_publisher(out, given, tmp_path):
    local.load(given[:1], out, "3201")
    sources = opened(out, tmp_path).sources.set_index("source")
    assert sources.loc["local-accounts", ["publisher", "licence"]].tolist() == [
        "Bærum kommune",
        "Kommunens egne tall",
    ]
    assert "local-staff" not in sources.index
    assert "ssb-07459" in sources.index


def test_a_page_shows_own_figures_beside_published_ones(out, given):
    local.load(given, out, "3201")
    page = Page.open("costs", "3201", 2024, str(out))
    own = page.own(page.figures("net_expenditure_per_inhabitant_0_17_nok"))
    assert [one.year for one in own] == [2024]
    published = page.own(page.figures("resource_use_deviation"))
    assert {one.source for one in published} == {"asss-baerum-2024"}


def test_what_own_files_give_replaces_what_was_published_for_the_municipality_only(
    out, given, tmp_path
):
    local.load(given, out, "3201")
    table = opened(out, tmp_path).read(["3201", "EAK"])
    assert set(table.query("region == '3201' and measure == 'employees_left'")["source"]) == {
        "local-staff"
    }
    assert set(
        table.query("region == '3201' and measure == 'access_requests_closed_cases'")["source"]
    ) == {"local-other"}
    assert "baerum-tilstandsrapport-2023" in set(
        table.query("region == '3201' and measure == 'employees'")["source"]
    )
    assert len(table.query("region == 'EAK' and measure == 'turnover_pct'")) == 1


def test_a_ready_made_ratio_is_left_out_only_when_own_figures_are_enough_for_it():
    assert "children_per_fte_f244" in published.superseded(
        {"children_investigated_or_with_measures", "fte_f244"}
    )
    assert "children_per_fte_f244" not in published.superseded(
        {"children_investigated_or_with_measures"}
    )
    assert "fte_per_1000_0_17" in published.superseded({"fte"})
    assert published.superseded(set()) == set()


def test_figures_under_an_older_number_of_the_municipality_are_replaced_too(out, given, tmp_path):
    def older(measure: str) -> list[str]:
        rows = (out / "children_with_measures.csv").read_text(encoding="utf-8").splitlines()
        return [row for row in rows if row.startswith("0219,") and row.split(",")[2] == measure]

    local.load(given, out, "3201")
    assert older("children_with_measures_31dec") and older("children_with_measures_during_year")
    local.load(
        written(
            tmp_path / "hand",
            hand="year;measure;category;value\n2024;children_with_measures_31dec;;500\n",
        ),
        out,
        "3201",
    )
    assert (
        older("children_with_measures_31dec"),
        bool(older("children_with_measures_during_year")),
    ) == ([], True)


# What is given again, and what is added


def test_the_same_input_twice_gives_the_same_bytes(out, given):
    local.load(given, out, "3201")
    first = contents(out)
    local.load(given, out, "3201")
    assert contents(out) == first
    local.load(given[::-1], out, "3201")
    assert contents(out) == first


def test_the_same_input_gives_the_same_data_set_in_another_folder(out, given, tmp_path):
    local.load(given, out, "3201")
    local.load(given, tmp_path / "other", "3201")
    first, second = contents(out), contents(tmp_path / "other")
    assert first.pop("key") != second.pop("key")
    assert first == second


def test_a_later_load_adds_years_and_lists_and_replaces_a_year_given_again(out, given, tmp_path):
    local.load(given[:1], out, "3201")
    text = ACCOUNTS.replace("2024", "2023") + "2024;244;net;90;999\n"
    local.load(written(tmp_path / "later", nytt=text, ansatte=STAFF), out, "3201")
    table = (
        opened(out, tmp_path)
        .read(["3201"])
        .query("source == 'local-accounts' and measure == 'net_expenditure_nok'")
    )
    assert table.query("year == 2023 and category == ''")["value"].item() == 500
    assert table.query("year == 2024")[["category", "value"]].to_numpy().tolist() == [["f244", 999]]
    assert json.loads((out / "dataset.json").read_text(encoding="utf-8"))["parts"] == [
        "accounts_3201_2023.csv",
        "accounts_3201_2024.csv",
        "staff_3201_2024.csv",
    ]


def test_a_load_after_another_is_the_same_as_both_at_once(out, given, tmp_path):
    key = bytes(range(32))
    local.load(given, out, "3201", key)
    for path in given:
        local.load([path], tmp_path / "other", "3201", key)
    assert contents(tmp_path / "other") == contents(out)


# Wrong input


def test_everything_wrong_in_all_files_is_said_at_once_and_nothing_is_written(out, tmp_path):
    files = written(
        tmp_path / "in",
        regnskap=ACCOUNTS + "24;999;net;;x\n",
        ansatte="year;employees\n2024;1,5\n",
        notat="a;b\n1;2\n",
    )
    found = refused([*files, tmp_path / "in" / "borte.csv"], out)
    assert [(problem.file, problem.row) for problem in found] == [
        ("regnskap.csv", 6),
        ("regnskap.csv", 6),
        ("regnskap.csv", 6),
        ("ansatte.csv", 2),
        ("notat.csv", ""),
        ("borte.csv", ""),
    ]
    assert not out.exists()


def test_a_list_with_a_misspelt_column_is_still_taken_for_what_it_is(out, tmp_path):
    found = refused(
        written(tmp_path / "in", regnskap=ACCOUNTS.replace("function", "funktion")), out
    )
    assert [(problem.column, problem.rule) for problem in found] == [
        ("function", "column is missing"),
        ("funktion", "column is not known"),
    ]


def test_an_empty_file_a_workbook_and_an_unknown_list_are_told_apart(out, tmp_path):
    (tmp_path / "bok.csv").write_bytes(b"PK\x03\x04")
    assert rule([tmp_path / "bok.csv"], out) == "the workbook cannot be read"
    assert rule(written(tmp_path / "in", tom=""), out) == "the file is empty"
    assert (
        rule(written(tmp_path / "in", annet="navn;adresse\nA;B\n"), out)
        == "the file is neither an extract nor one of the lists"
    )


def test_a_list_without_a_figure_of_the_report_is_said_so(out, tmp_path):
    said = rule(written(tmp_path / "in", a="year;fte_251\n2024;5\n"), out)
    assert said == "the columns that are filled in are not enough for any figure of the report"


def test_two_files_for_the_same_year_are_refused(out, tmp_path):
    found = refused(written(tmp_path / "in", a=ACCOUNTS, b=ACCOUNTS), out)
    assert [(problem.file, problem.rule) for problem in found] == [
        ("accounts 3201 2024", "two of the files give the same year")
    ]


def test_a_figure_from_two_lists_is_refused_now_and_later(out, given, tmp_path):
    by_hand = written(
        tmp_path / "hand", hand="year;measure;category;value\n2024;fte;;27\n2023;fte;;26\n"
    )
    (problem,) = refused([given[1], *by_hand], out)
    assert (problem.file, problem.value, problem.rule) == (
        "other and staff",
        "2024 fte",
        "two lists give the same figure",
    )
    local.load([given[1]], out, "3201")
    before = contents(out)
    assert rule(by_hand, out) == "two lists give the same figure"
    assert contents(out) == before


@pytest.mark.parametrize("municipality", ["301", "Bærumm", ""])
def test_an_unknown_municipality_is_said_so(out, given, municipality):
    (problem,) = refused(given, out, municipality)
    assert problem.column == "--municipality"
    assert not out.exists()


def test_no_files_is_said_so(out):
    assert rule([], out) == "no file was given"


# Where it is kept


def test_the_folder_is_where_the_environment_says_or_with_the_users_data(monkeypatch, tmp_path):
    monkeypatch.setenv("BARNEVERN_LOCAL", str(tmp_path / "egne"))
    assert local.folder() == tmp_path / "egne"
    monkeypatch.delenv("BARNEVERN_LOCAL")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    monkeypatch.setattr(place.sys, "platform", "linux")
    assert local.folder() == tmp_path / "barnevern" / "local"


@pytest.mark.parametrize(
    "inside", [ROOT, ROOT / "data" / "local", ROOT / "lib" / ".." / "data" / "x", ROOT.parent]
)
def test_the_repository_and_what_holds_it_are_refused(given, inside):
    assert rule(given, inside) == "the folder is in the repository, or holds it"
    assert not (ROOT / "data" / "local").exists()


def test_a_link_into_the_repository_is_refused(given, tmp_path):
    (tmp_path / "link").symlink_to(ROOT / "data")
    assert (
        rule(given, tmp_path / "link" / "local") == "the folder is in the repository, or holds it"
    )


def test_a_folder_with_anything_of_someone_elses_is_refused_without_naming_it(out, given):
    local.load(given, out, "3201")
    (out / "Kari Nordmann.docx").write_text("x")
    (problem,) = refused(given, out)
    assert problem.rule == "the folder holds 1 files or folders that are not of this data set"
    assert "Kari" not in str(problem)
    assert (out / "Kari Nordmann.docx").is_file()


def test_a_users_own_list_in_the_folder_is_not_taken_for_ours(out, given):
    local.load(given[:1], out, "3201")
    (out / "staff_3201_2024.csv").write_text(STAFF)
    assert "1 files" in rule(given, out)


def test_a_store_built_inside_the_folder_is_ours_and_goes_with_its_figures(out, given):
    local.load(given[:1], out, "3201")
    build(out, out / place.STORE)
    local.load(given, out, "3201")
    assert not (out / place.STORE).exists()


def test_an_empty_folder_is_taken_and_a_file_is_not(out, given):
    out.mkdir(parents=True)
    local.load(given, out, "3201")
    assert rule(given, out / "dataset.json") == "it is a file"


def test_a_folder_of_another_data_set_is_refused(out, given):
    out.mkdir(parents=True)
    (out / "dataset.json").write_text(
        (DATA / "published" / "dataset.json").read_text(encoding="utf-8"), encoding="utf-8"
    )
    assert "1 files" in rule(given, out)


def test_the_figures_of_one_municipality_only(out, given):
    local.load(given, out, "3201")
    assert rule(given, out, "3203") == "the folder holds the figures of municipality 3201"


def test_made_up_and_real_figures_are_not_mixed(out, given):
    local.load(given, out, "3201", synthetic=True)
    assert json.loads((out / "dataset.json").read_text(encoding="utf-8"))["synthetic"] is True
    assert rule(given, out) == "the folder holds made-up figures, and these are real"


def test_only_the_owner_can_read_the_folder_and_the_key(out, given):
    before = os.umask(0)
    try:
        local.load(given, out, "3201")
    finally:
        os.umask(before)
    assert stat.S_IMODE(out.stat().st_mode) == 0o700
    assert stat.S_IMODE((out / "key").stat().st_mode) == 0o600
    assert len((out / "key").read_bytes()) == 32


def test_the_key_is_kept_and_never_written_elsewhere(out, given, capsys):
    local.load(given, out, "3201")
    key = (out / "key").read_bytes()
    local.load(given, out, "3201")
    found = contents(out)
    assert found.pop("key") == key
    assert not any(key in content or key.hex().encode() in content for content in found.values())
    assert capsys.readouterr() == ("", "")


def test_a_damaged_key_is_said_so(out, given):
    local.load(given, out, "3201")
    (out / "key").write_bytes(b"short")
    assert rule(given, out) == "its key is damaged"


# However it ends


@pytest.mark.parametrize("step", ["_write_csv", "_about", "_controls"])
def test_a_load_that_fails_leaves_everything_as_it_was(out, given, monkeypatch, step):
    local.load(given[:1], out, "3201")
    before, around = contents(out), sorted(path.name for path in out.parent.iterdir())

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(loading, step, full)
    assert rule(given, out) == "the data set cannot be written there: No space left on device"
    assert contents(out) == before
    assert sorted(path.name for path in out.parent.iterdir()) == around


def test_a_swap_that_fails_puts_the_former_folder_back(out, given, monkeypatch):
    local.load(given[:1], out, "3201")
    before = contents(out)
    rename = Path.rename

    def second_fails(self: Path, target: Path) -> Path:
        if self.name.endswith(".new"):
            raise OSError(5, "Input/output error")
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", second_fails)
    refused(given, out)
    assert contents(out) == before
    assert [path.name for path in out.parent.iterdir()] == ["local"]


def test_what_a_killed_load_left_is_put_right(out, given):
    local.load(given[:1], out, "3201")
    before = contents(out)
    out.rename(out.with_name(".local.old"))
    (out.with_name(".local.new")).mkdir()
    (out.with_name(".local.new") / "half.csv").write_text("x")
    local.load(given[:1], out, "3201")
    assert contents(out) == before
    assert [path.name for path in out.parent.iterdir()] == ["local"]


def hold(
    folder: str,
    held: "multiprocessing.synchronize.Event",
    done: "multiprocessing.synchronize.Event",
) -> None:
    with place.held(Path(folder)):
        held.set()
        done.wait(60)


def test_two_loads_at_a_time_are_refused(out, given):
    local.load(given, out, "3201")
    context = multiprocessing.get_context("spawn")
    held, done = context.Event(), context.Event()
    other = context.Process(target=hold, args=(str(out.parent / "other"), held, done))
    other.start()
    try:
        assert held.wait(60)
        assert rule(given, out) == "another load is under way"
    finally:
        done.set()
        other.join(60)
    local.load(given, out, "3201")
