"""The wheel alone, unpacked where nothing may be written, in a folder that has nothing of ours."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def installed(tmp_path_factory):
    """The wheel's content in a folder of its own."""
    folder = tmp_path_factory.mktemp("installed")
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder / "wheel")]
    subprocess.run(build, cwd=CHECKOUT, check=True, capture_output=True)
    (wheel,) = (folder / "wheel").glob("*.whl")
    with zipfile.ZipFile(wheel) as packed:
        packed.extractall(folder / "library")
    return folder / "library"


@pytest.fixture
def command(installed, tmp_path):
    """Run a command of the installed copy in a folder."""

    def run(folder: Path, *words: str) -> str:
        ours = {
            "PYTHONPATH": str(installed),
            "XDG_CACHE_HOME": str(tmp_path / "cache"),
            "PYTHONDONTWRITEBYTECODE": "1",
            "COLUMNS": "200",
        }
        words = (sys.executable, "-m", "barnevern", *words)
        done = subprocess.run(
            words, cwd=folder, env=os.environ | ours, capture_output=True, text=True
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    return run


def written(folder: Path) -> set[Path]:
    return {path for path in folder.rglob("*") if path.is_file()}


def test_the_wheel_carries_what_it_needs_and_nothing_that_was_built(installed):
    carried = {
        path.relative_to(installed / "barnevern" / "project").as_posix()
        for path in written(installed / "barnevern" / "project")
    }
    for needed in (
        "notebooks/costs.ipynb",
        "params/published.yml",
        "data/templates/staff.csv",
        "data/reference/indicators.yml",
        "data/published/dataset.json",
        "data/demo/dataset.json",
    ):
        assert needed in carried
    assert not [name for name in carried if "store/" in name or "checkpoint" in name]


def test_a_workspace_makes_pages_and_the_installation_stays_as_it_was(installed, command, tmp_path):
    before = written(installed)
    said = command(tmp_path, "init", "work")
    assert "work is ready" in said
    work = tmp_path / "work"
    within = work / "params"  # a workspace is found from the folders inside it
    command(within, "run", "-m", "Bærum", "--notebook", "costs")
    assert (work / "reports" / "published" / "2024" / "3201-baerum" / "costs.html").is_file()
    assert "Bærum" in command(tmp_path, "data", "show", "3201")
    assert written(installed) == before


def test_a_workspace_has_notebooks_of_its_own(command, tmp_path):
    command(tmp_path, "init", "work")
    command(tmp_path / "work", "notebook", "new", "samarbeid", "--title", "Samarbeid")
    assert (tmp_path / "work" / "notebooks" / "samarbeid.ipynb").is_file()


def test_nothing_is_overwritten(tmp_path):
    (tmp_path / "mine.txt").write_text("kept")
    words = [sys.executable, "-m", "barnevern", "init", str(tmp_path)]
    done = subprocess.run(words, capture_output=True, text=True, cwd=tmp_path)
    assert done.returncode == 1
    assert "give a new or an empty folder" in done.stdout + done.stderr
    assert (tmp_path / "mine.txt").read_text() == "kept"


def test_a_checkout_that_may_not_be_written_to_keeps_its_store_with_the_user(tmp_path):
    code = (
        "import os; os.access = lambda *_: False\n"
        "from barnevern import paths; print(paths.STORE); print(paths.REPORTS)"
    )
    ours = {"XDG_CACHE_HOME": str(tmp_path / "cache"), "PYTHONPATH": str(CHECKOUT / "lib")}
    environment = {name: value for name, value in os.environ.items() if name != "BARNEVERN_HOME"}
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=tmp_path,
        env=environment | ours,
        capture_output=True,
        text=True,
        check=True,
    )
    store, reports = done.stdout.splitlines()
    assert store == str(tmp_path / "cache" / "barnevern" / "store")
    assert reports == str(tmp_path / "reports")
