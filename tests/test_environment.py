"""The conda and the pip way install the same packages; the lock has hashes and no addresses."""

import re
import tomllib
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parents[1]
CONDA_NAMES = {"fluent.runtime": "fluent-runtime", "matplotlib-base": "matplotlib"}


def bounds(requirement: str) -> tuple[str, str]:
    name, bound = re.match(r"([A-Za-z0-9_.-]+)(.*)", requirement.replace(" ", "")).groups()
    return CONDA_NAMES.get(name, name), bound


def test_environment_yml_and_pyproject_name_the_same_packages_and_bounds():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    entries = yaml.safe_load((ROOT / "environment.yml").read_text())["dependencies"]
    conda = dict(bounds(entry) for entry in entries if isinstance(entry, str) and entry != "pip")
    assert conda.pop("python") == project["requires-python"]
    assert conda == dict(map(bounds, project["dependencies"]))


def test_every_dependency_says_why_it_is_there():
    text = (ROOT / "pyproject.toml").read_text()
    block = text[text.index("\ndependencies = [") : text.index("[project.optional-dependencies]")]
    lines = [line for line in block.splitlines() if line.strip().startswith('"')]
    assert len(lines) > 10
    assert [line for line in lines if "#" not in line] == []


def test_lock_has_a_hash_for_every_package_and_no_address():
    lock = (ROOT / "requirements.lock").read_text()
    packages = re.findall(r"^[a-z0-9][^\n=]*==", lock, flags=re.MULTILINE)
    blocks = re.split(r"^(?=[a-z0-9])", lock, flags=re.MULTILINE)[1:]
    assert len(packages) == len(blocks) > 50
    assert all("--hash=sha256:" in block for block in blocks)
    assert "://" not in lock and "index-url" not in lock and "find-links" not in lock


def test_lock_meets_the_lower_bounds():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    locked = dict(
        re.findall(
            r"^([a-z0-9-]+)(?:\[[a-z,-]+\])?==([\d.]+)",
            (ROOT / "requirements.lock").read_text(),
            flags=re.MULTILINE,
        )
    )
    for requirement in project["dependencies"]:
        name, bound = bounds(requirement)
        lowest = re.search(r">=([\d.]+)", bound)[1]
        assert tuple(map(int, locked[name].split("."))) >= tuple(map(int, lowest.split("."))), name


def test_gitignore_hides_nothing_that_belongs_to_the_project():
    patterns = {
        line.strip("/")
        for line in (ROOT / ".gitignore").read_text().splitlines()
        if not line.startswith("#")
    }
    assert not patterns & {"lib", "data", "notebooks", "*.ipynb", "*.csv", "tests", "params"}
