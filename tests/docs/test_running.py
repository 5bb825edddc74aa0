"""Every command that README and docs name is one that the program takes; recipes are readable, and the
container's steps have what they need.
"""

import re
import shlex
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import click
import pytest
import yaml
from typer.main import get_command

from barnevern.commands.app import app

ROOT = Path(__file__).resolve().parents[2]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
FENCED = re.compile(r"^```[a-z]*\n(.*?)^```$", flags=re.MULTILINE | re.DOTALL)
HELP = re.compile(r"<!-- commands: .*?<!-- end of commands -->", flags=re.DOTALL)
COMMAND = re.compile(r"(?:^|&& |- |run: |bin/)barnevern ([a-z][^\n&]*)", flags=re.MULTILINE)
LEFT_OUT = "…"  # stands for more words than the page shows
INPUTS = {"FILE", "LIST.csv", "FOLDER", "params/mine.yml", "reports/demo"}


def written(page: Path) -> set[str]:
    """The commands of a page, in its blocks and in its sentences."""
    text = HELP.sub("", page.read_text(encoding="utf-8"))
    inside = re.findall(r"`barnevern ([a-z][^`]*)`", " ".join(FENCED.sub("", text).split()))
    blocks = [
        found.split("  #")[0].split(" # ")[0]
        for block in FENCED.findall(text)
        for found in COMMAND.findall(block)
    ]
    return {command.strip() for command in [*inside, *blocks]}


COMMANDS = sorted({command for page in PAGES for command in written(page)})


def taken(command: click.Command, words: list[str], parent: click.Context | None = None) -> None:
    """Raises UsageError where the program would not take these words; nothing is run."""
    with command.make_context(command.name or "barnevern", words, parent=parent) as context:
        if isinstance(command, click.Group):
            rest = [*context._protected_args, *context.args]
            _, inner, left = command.resolve_command(context, rest)
            taken(inner, left, context)


def test_the_pages_name_many_commands():
    assert len(COMMANDS) > 50 and "run --county 32" in COMMANDS


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_that_a_page_names_is_taken(command, tmp_path, monkeypatch):
    (tmp_path / "reports" / "demo").mkdir(parents=True)
    (tmp_path / "reports" / "published").mkdir()
    monkeypatch.chdir(tmp_path)
    words = shlex.split(command.replace("FILE…", "FILE").replace("\\", "/"))
    if words[-1] == LEFT_OUT or len(words) == 1:
        assert words[0] in get_command(app).commands
        return
    try:
        taken(get_command(app), words)
    except click.exceptions.NoArgsIsHelpError:
        pass
    except click.MissingParameter:
        # a sentence names the command by its words alone, without what it is to be done with
        assert all(re.fullmatch("[a-z]+|-[-a-z]+", word) for word in words), command


def test_recipes_are_readable():
    text = (ROOT / "docs" / "running.md").read_text(encoding="utf-8")
    recipes = [yaml.safe_load(block) for block in re.findall(r"```yaml\n(.*?)```", text, re.DOTALL)]
    github, gitlab = recipes
    steps = [step.get("run", "") for step in github["jobs"]["pages"]["steps"]]
    ours = [step for step in steps if step]
    assert ours == gitlab["pages"]["script"]


def test_the_container_has_what_it_is_built_from(tmp_path):
    text = (ROOT / "Containerfile").read_text(encoding="utf-8")
    source = tmp_path / "src"
    source.mkdir()
    ignored = shutil.ignore_patterns("store", "__pycache__")
    for line in re.findall(r"^COPY (.*)$", text, flags=re.MULTILINE):
        *names, target = line.split()
        for name in names:
            at = source if target in (".", "./") else source / target
            if (ROOT / name).is_dir():
                shutil.copytree(ROOT / name, at, ignore=ignored)
            else:
                shutil.copy(ROOT / name, at)
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)]
    subprocess.run(build, cwd=source, check=True, capture_output=True)
    (wheel,) = tmp_path.glob("*.whl")
    with zipfile.ZipFile(wheel) as packed:
        carried = set(packed.namelist())
    assert {"barnevern/project/notebooks/costs.ipynb", "barnevern/commands/app.py"} <= carried
    assert "barnevern/project/data/reference/column_names.csv" in carried
    assert "USER reader" in text and "--require-hashes" in text
