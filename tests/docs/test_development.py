"""An indicator with its own raw measure is added by data alone, a drawing and an item by one
function each, as docs/development.md says to the letter: the steps are read from the page and done
in a copy of the data.
"""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import steps
import yaml

from barnevern.indicators import catalogue
from barnevern.observations import dimensions, measures

ROOT = Path(__file__).resolve().parents[2]
SHARE, NUMBER = "children_with_family_council_pct", "children_with_family_council"
# What a cell of a notebook ends in, as JSON on a line of its own; the blocks share their names.
RUN = """
import ast, json, sys
names = {}
for source in json.load(sys.stdin):
    tree = ast.parse(source)
    last = tree.body.pop() if isinstance(tree.body[-1], ast.Expr) else None
    exec(compile(tree, "development.md", "exec"), names)
    if last is not None:
        item = eval(compile(ast.Expression(last.value), "development.md", "eval"), names)
        print(json.dumps({"id": item.id, "state": item.state, "said": item.summary,
            "html": item.html, "rows": item.rows.astype(object).values.tolist()}))
"""


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A checkout with the steps of the page done: only data is copied, and only data is edited."""
    folder: Path = tmp_path_factory.mktemp("home")
    for name in ("reference", "language", "published", "demo"):
        shutil.copytree(ROOT / "data" / name, folder / "data" / name)
    for step in steps.file_steps():
        assert step.file.startswith("data/"), step.file
        step.take(folder)
    return folder


@pytest.fixture(scope="module")
def items(home: Path) -> dict[str, dict[str, Any]]:
    """What the page's Python shows, in the order of its blocks."""
    done = subprocess.run(
        [sys.executable, "-c", RUN],
        input=json.dumps(steps.code()),
        capture_output=True,
        text=True,
        encoding="utf-8",
        env=os.environ | {"BARNEVERN_HOME": str(home), "PYTHONUTF8": "1"},
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    shown = [json.loads(line) for line in done.stdout.splitlines()]
    return dict(zip(("trend", "breakdown", "dots"), shown, strict=True))


def test_the_example_is_new():
    assert not {SHARE, NUMBER} & {*catalogue(), *measures()}
    assert "family_council" not in dimensions()


def test_the_page_names_every_kind_of_file_an_indicator_needs():
    named = [step.file for step in steps.file_steps()]
    assert list(dict.fromkeys(named)) == [
        "data/reference/measures.csv",
        "data/reference/categories.csv",
        "data/reference/sums.yml",
        "data/reference/indicators.yml",
        "data/example/dataset.json",
        "data/example/sources.csv",
        "data/example/family_councils.csv",
        "data/language/nb/beside.ftl",
    ]


def test_the_page_names_every_required_key_of_an_indicator():
    listed = yaml.safe_load((ROOT / "data/reference/indicators.yml").read_text(encoding="utf-8"))
    in_all = set.intersection(*(set(entry) for entry in listed))
    text = steps.DEVELOPMENT.read_text(encoding="utf-8")
    required = text.partition("These keys are\nrequired:")[2].partition("`denominator`")[0]
    assert {key for key in in_all if f"`{key}`" not in required} == set()


def test_the_new_indicator_is_shown_over_the_years_against_its_peer(items):
    trend = items["trend"]
    assert (trend["id"], trend["state"]) == (SHARE, "shown")
    assert "var 5,9\u00a0% i Bærum i 2024" in trend["said"]
    assert "<svg" in trend["html"] and "Asker" in trend["html"]
    assert "Sier ikke om familierådene førte til noe" in trend["html"]
    values = {tuple(row[2:5]): row[9] for row in trend["rows"] if not row[6]}
    assert round(values["3201", 2024, SHARE], 4) == round(57 / 960 * 100, 4)
    assert round(values["3203", 2022, SHARE], 4) == 3.0


def test_its_breakdown_has_the_new_categories(items):
    shown = items["breakdown"]
    assert (shown["id"], shown["state"]) == (NUMBER, "shown")
    parts = {(row[3], row[5]): row[9] for row in shown["rows"] if not row[6] and row[5]}
    assert (parts[2024, "planned"], parts[2024, "acute"]) == (41.0, 16.0)
    assert "Akutt familieråd" in shown["html"]


def test_the_new_drawing_is_drawn_by_the_new_item(items):
    shown = items["dots"]
    assert shown["state"] == "shown"
    assert 'role="img"' in shown["html"] and "Søylediagram" in shown["html"]


def test_the_new_figures_pass_the_command_that_checks_them(home):
    done = subprocess.run(
        [sys.executable, "-m", "barnevern", "data", "build", str(home / "data" / "example")],
        capture_output=True,
        text=True,
        encoding="utf-8",
        env=os.environ | {"BARNEVERN_HOME": str(home), "PYTHONUTF8": "1"},
        timeout=300,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert "Data set «example»" in done.stdout


def test_the_new_sums_are_declared_for_gate_and_audit(home):
    sums = yaml.safe_load((home / "data/reference/sums.yml").read_text(encoding="utf-8"))
    assert sums["partitions"]["family_council"] == {"": "all"}
    assert sums["measures"][NUMBER] == ["family_council"]
    assert sums["within"][NUMBER] == "children_with_measures_during_year"
