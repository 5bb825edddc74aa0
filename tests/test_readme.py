"""What the README says can be done, can be done; its headline figures are the data's."""

import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from typer.main import get_command
from typer.testing import CliRunner

import readme_help
from barnevern import show
from barnevern.commands.app import app
from barnevern.page import Page
from patience import PATIENCE_SECONDS

ROOT = Path(__file__).resolve().parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_every_option_the_readme_names_exists():
    commands = readme_help.commands(get_command(app))
    helps = "".join(
        CliRunner().invoke(app, [*command, "--help"], env={"COLUMNS": "200"}).output
        for command in ([], *commands)
    )
    named = set(
        re.findall(r"(?<![\w-])--[a-z][a-z-]+", " ".join(re.findall(r"`barnevern [^`]+`", README)))
    )
    assert named
    assert not {option for option in named if option not in helps}


def test_the_list_of_commands_is_what_help_says():
    program = [sys.executable, str(ROOT / "tests" / "readme_help.py"), "--print"]
    done = subprocess.run(
        program,
        capture_output=True,
        text=True,
        encoding="utf-8",
        env=os.environ | {"TYPER_USE_RICH": "0"},
        timeout=PATIENCE_SECONDS,
        check=False,
    )
    assert done.stderr == ""
    assert readme_help.listed() == readme_help.block(done.stdout), "run make help-in-readme"


def test_help_shows_no_place_on_this_machine():
    assert str(ROOT) not in readme_help.listed() and "/home" not in readme_help.listed()


def test_every_make_target_the_readme_names_exists():
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for target in set(re.findall(r"`make ([a-z]+)`", README)) | {"reports", "test"}:
        assert re.search(rf"^{target}:", makefile, flags=re.MULTILINE), target


def test_every_folder_of_the_tree_is_there():
    tree = README[
        README.index("notebooks/       overview") : README.index("**To add an indicator**")
    ]
    folders = [line.split()[0] for line in tree.splitlines() if re.match(r"[a-z]\S*/", line)]
    assert {
        "notebooks/",
        "params/",
        "data/published/",
        "data/reference/",
        "lib/barnevern/",
        "tests/",
    } <= set(folders)
    assert [f for f in folders if not (ROOT / f).is_dir() and f != "reports/"] == []


def test_headline_figures_are_those_of_the_pages():
    page = Page.open("test", "3201", 2024)
    costs = show.trend(page, "gross_f252_per_child_placed_nok").summary.replace("\u202f", " ")
    assert (
        "1 078 632" in costs
        and "14,8 prosent høyere" in costs
        and "53,1 prosent høyere enn i KOSTRA-gruppe 12" in costs
    )
    for text in (
        "1 078 632 kroner",
        "14.8 %",
        "53.1 %",
        "826 referrals in 2024",
        "27 more",
        "3.4 percentage points",
        "16.6 %",
    ):
        assert text in README.replace("\n  ", " ")


@pytest.mark.parametrize("name", ["LICENSE", "CONTRIBUTING.md", "data/README.md", "docs/page.png"])
def test_what_the_readme_links_to_is_there(name):
    assert (ROOT / name).is_file()


def test_the_readme_names_the_lowest_python():
    lowest = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"][
        "requires-python"
    ].removeprefix(">=")
    assert f"Python {lowest} or later" in README
