"""`barnevern notebook new`: what it writes runs, reads like the others, and is refused in words
when it cannot be.
"""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from barnevern.commands import skeleton
from barnevern.commands.app import app
from barnevern.indicators import catalogue
from barnevern.problems import InputProblems
from patience import PATIENCE_SECONDS

ROOT = Path(__file__).resolve().parents[2]
BIN = Path(sys.executable).parent


def command(home: Path, *arguments: object) -> subprocess.CompletedProcess[str]:
    environment = os.environ | {"BARNEVERN_HOME": str(home), "COLUMNS": "200", "PYTHONUTF8": "1"}
    return subprocess.run(
        list(map(str, arguments)),
        cwd=ROOT,
        capture_output=True,
        text=True,
        env=environment,
        timeout=PATIENCE_SECONDS,
        check=False,
    )


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A checkout with the project's notebooks and two new ones: as it comes, and with a title and
    indicators of its own.
    """
    path = tmp_path_factory.mktemp("home")
    shutil.copytree(ROOT / "notebooks", path / "notebooks")
    for name in ("data", "params"):
        (path / name).symlink_to(ROOT / name)
    own = [
        "--title",
        "Ettervern og bemanning",
        "--indicator",
        "aftercare_31dec",
        "--indicator",
        "turnover_pct",
    ]
    for arguments in (["plain"], ["aftercare", *own]):
        done = command(path, BIN / "barnevern", "notebook", "new", *arguments)
        assert (done.returncode, done.stderr) == (0, ""), done.stderr
    return path


def test_a_new_notebook_makes_a_page_as_it_is(home):
    done = command(
        home,
        BIN / "barnevern",
        "run",
        "-m",
        "Bærum",
        "--year",
        2023,
        "--notebook",
        "plain",
        "--notebook",
        "aftercare",
        "--out",
        home / "out",
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("2 of 2 pages published.")
    page = (home / "out" / "published" / "2023" / "3201-baerum" / "aftercare.html").read_text(
        encoding="utf-8"
    )
    assert "<h1>Ettervern og bemanning: Bærum 2023</h1>" in page
    assert "15,95" in page  # the turnover printed in the Tilstandsrapport for 2023


def test_a_new_notebook_passes_the_tests_that_hold_for_every_notebook(home):
    program = [
        sys.executable,
        "-m",
        "pytest",
        "-q",
        "-p",
        "no:cacheprovider",
        "-k",
        "plain or aftercare",
        "tests/test_notebooks.py",
    ]
    done = command(home, *program)
    assert done.returncode == 0, done.stdout[-2000:]
    assert "16 passed" in done.stdout


@pytest.mark.parametrize(
    "check",
    [
        ["ruff", "format", "--check", "--config", ROOT / "pyproject.toml"],
        ["ruff", "check", "--config", ROOT / "pyproject.toml", "--no-cache"],
        ["nbstripout", "--verify", "--keep-id"],
    ],
)
def test_a_new_notebook_passes_lint(home, check):
    done = command(
        home,
        BIN / check[0],
        *check[1:],
        *(home / "notebooks" / f"{name}.ipynb" for name in ("plain", "aftercare")),
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_same_request_gives_the_same_bytes(tmp_path):
    written = []
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        written.append(skeleton.write("plain", "", ["fte"], tmp_path / name).read_bytes())
    assert written[0] == written[1]


def test_every_indicator_of_the_catalogue_can_be_asked_about(tmp_path):
    made = json.loads(
        skeleton.write("everything", "Alt", list(catalogue()), tmp_path).read_text(encoding="utf-8")
    )
    assert made["metadata"]["barnevern"]["items"][2:-2] == list(catalogue())


@pytest.mark.parametrize(
    ("name", "title", "indicators", "told"),
    [
        ("costs", "", ["fte"], "there is a notebook of that name"),
        ("../costs", "", ["fte"], "small letters, digits and _"),
        ("Ny Side", "", ["fte"], "small letters, digits and _"),
        ("plain", "<script>", ["fte"], "without # < >"),
        ("plain", "", ["ftee"], 'did you mean "fte"?'),
        ("plain", "", ["fte", "fte"], "the indicator is given more than once"),
    ],
)
def test_what_cannot_be_is_told_and_nothing_is_written(tmp_path, name, title, indicators, told):
    (tmp_path / "costs.ipynb").write_text("{}", encoding="utf-8")
    with pytest.raises(InputProblems) as raised:
        skeleton.write(name, title, indicators, tmp_path)
    assert told in str(raised.value)
    assert [path.name for path in tmp_path.iterdir()] == ["costs.ipynb"]


def test_the_help_says_what_a_name_is():
    assert (
        "small letters"
        in CliRunner().invoke(app, ["notebook", "new", "--help"], env={"COLUMNS": "200"}).output
    )
