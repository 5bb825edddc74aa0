"""What the README and the pages in docs/ say can be done, can be done; headline figures are the
data's; every room of the library stands in the tree.
"""

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
PAGES = {
    str(path.relative_to(ROOT)): path.read_text(encoding="utf-8")
    for path in [
        *(ROOT / name for name in ("README.md", "CONTRIBUTING.md", "CHANGELOG.md")),
        *sorted((ROOT / "docs").glob("*.md")),
    ]
}
FENCED = re.compile(r"^```.*?^```$", flags=re.MULTILINE | re.DOTALL)
LONGEST_README, LONGEST_LINE = 200, 100


@pytest.fixture(params=PAGES)
def page(request: pytest.FixtureRequest) -> str:
    """The name of each page."""
    return str(request.param)


def test_every_option_a_page_names_exists(page):
    commands = readme_help.commands(get_command(app))
    helps = "".join(
        CliRunner().invoke(app, [*command, "--help"], env={"COLUMNS": "200"}).output
        for command in ([], *commands)
    )
    quoted = " ".join(re.findall(r"`(?:barnevern )?[^`\n]*`", PAGES[page]))
    named = set(re.findall(r"(?<![\w-])--[a-z][a-z-]+", quoted)) - {"--help", "--print"}
    assert not {option for option in named if option not in helps}
    assert named or page != "README.md"


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
    assert readme_help.listed() == readme_help.block(done.stdout), "run make docs"


def test_help_shows_no_place_on_this_machine():
    assert str(ROOT) not in readme_help.listed() and "/home" not in readme_help.listed()


def test_every_make_target_a_page_names_exists(page):
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    text = re.sub(r"`make help-in-readme`", "", PAGES[page])  # the changelog names what is gone
    named = re.findall(r"`make ([a-z-]+)`", text) + re.findall(r"^make ([a-z-]+)", text, re.M)
    for target in {*named, "reports", "test"}:
        assert re.search(rf"^{target}:", makefile, flags=re.MULTILINE), target


def test_the_tree_has_every_room_and_every_folder_of_it_is_there():
    tree = README.partition("## The house")[2].partition("```\n")[2].partition("```")[0]
    top = re.findall(r"^([a-z]\S*/)", tree, flags=re.MULTILINE)
    rooms = re.findall(r"^  ([a-z]\w*)/ ", tree, flags=re.MULTILINE)
    there = sorted(path.parent.name for path in (ROOT / "lib" / "barnevern").glob("*/__init__.py"))
    assert sorted(rooms) == there
    assert {"notebooks/", "params/", "data/published/", "lib/barnevern/", "tests/"} <= set(top)
    assert [name for name in top if not (ROOT / name).is_dir() and name != "reports/"] == []


def test_headline_figures_are_those_of_the_pages():
    page = Page.open("test", "3201", 2024)
    costs = show.trend(page, "gross_f252_per_child_placed_nok").summary.replace("\u202f", " ")
    assert (
        "1 078 632" in costs
        and "14,8 prosent høyere" in costs
        and "KOSTRA-gruppe 12 (53,1 prosent høyere)" in costs
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


def test_what_a_page_links_to_is_there(page):
    links = re.findall(r"\]\(([^)#]+)\)", FENCED.sub("", PAGES[page]))
    folder = (ROOT / page).parent
    inside = [link for link in links if not link.startswith("http")]
    assert [link for link in inside if not (folder / link).exists()] == []


def test_the_readme_links_to_every_page_and_is_short():
    assert [name for name in PAGES if name != "README.md" and f"({name})" not in README] == []
    assert {"LICENSE", "data/README.md", "docs/page.png"} <= set(re.findall(r"\((\S+)\)", README))
    assert len(README.splitlines()) <= LONGEST_README


def test_lines_are_short(page):
    lines = enumerate(PAGES[page].splitlines(), start=1)
    long = [number for number, line in lines if len(line) > LONGEST_LINE and line[:1] != "|"]
    assert long == []


def test_the_readme_names_the_lowest_python():
    lowest = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"][
        "requires-python"
    ].removeprefix(">=")
    assert f"Python {lowest} or later" in README
