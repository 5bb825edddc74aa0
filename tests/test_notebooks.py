"""The notebooks read like reports: structure, declared items, no logic, and they run with plain
papermill.
"""

import ast
import inspect
import json
import os
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest

from barnevern import show
from barnevern.batch import plan
from barnevern.indicators import catalogue
from barnevern.paths import NOTEBOOKS
from barnevern.render.item import MIME
from patience import PATIENCE_SECONDS

DESIGN = [
    "overview",
    "intake",
    "investigations",
    "placements",
    "costs",
    "staffing",
    "network",
    "quality",
]
NAMES = list(plan.report_notebooks())
LOGIC = (
    ast.FunctionDef,
    ast.AsyncFunctionDef,
    ast.ClassDef,
    ast.For,
    ast.While,
    ast.Try,
    ast.If,
    ast.ListComp,
    ast.Lambda,
)


@pytest.fixture(params=NAMES)
def notebook(request) -> nbformat.NotebookNode:
    return nbformat.read(NOTEBOOKS / f"{request.param}.ipynb", as_version=4)


def code_cells(notebook):
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def show_calls(notebook) -> list[ast.Call]:
    trees = [ast.parse(cell.source) for cell in code_cells(notebook)]
    calls = [node for tree in trees for node in ast.walk(tree) if isinstance(node, ast.Call)]
    return [
        call
        for call in calls
        if isinstance(call.func, ast.Attribute) and getattr(call.func.value, "id", "") == "show"
    ]


def item_id(call: ast.Call) -> str:
    """The id a call gives its item: by name, the function's own, or that of its indicator."""
    named = [word.value.value for word in call.keywords if word.arg == "id"]
    own = inspect.signature(getattr(show, call.func.attr)).parameters.get("id")
    default = own.default if own is not None else call.func.attr
    return (named or [default or call.args[1].value])[0]


def test_the_notebooks_of_the_design_are_there():
    assert [name for name in DESIGN if name not in NAMES] == []


def test_declared_items_are_those_the_cells_show_in_order(notebook):
    assert list(notebook.metadata["barnevern"]["items"]) == [
        item_id(call) for call in show_calls(notebook)
    ]


def test_skeleton_title_findings_questions_method_sources(notebook):
    headings = [
        line
        for cell in notebook.cells
        if cell.cell_type == "markdown"
        for line in cell.source.splitlines()
        if line.startswith("#")
    ]
    assert (
        [h for h in headings if h.startswith("# ")]
        == [f"# {notebook.metadata['barnevern']['title']}"]
        == headings[:1]
    )
    assert headings[1] == "## Hovedfunn"
    assert headings[-2:] == ["## Metode og forbehold", "## Kilder"]
    assert all(h.startswith("## ") for h in headings[1:])


def test_one_parameters_cell_first_typed_with_help_on_each_line(notebook):
    tagged = [
        n
        for n, cell in enumerate(code_cells(notebook))
        if "parameters" in cell.metadata.get("tags", [])
    ]
    assert tagged == [0]
    lines = code_cells(notebook)[0].source.splitlines()
    (opened,) = [
        node.value
        for node in ast.walk(ast.parse(code_cells(notebook)[1].source))
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Call)
    ]
    used = [arg.id for arg in opened.args if isinstance(arg, ast.Name)]
    assert [line.split(":")[0] for line in lines] == used
    first = "network" if notebook.metadata["barnevern"].get("about") else "municipality"
    assert used[:3] == [first, "year", "dataset"]
    assert all("=" in line and "  # " in line for line in lines)


def test_cells_are_short_and_hold_no_logic(notebook):
    assert len(code_cells(notebook)) <= 33
    for cell in code_cells(notebook):
        assert len(cell.source.splitlines()) <= 15
        assert not [node for node in ast.walk(ast.parse(cell.source)) if isinstance(node, LOGIC)]


def test_a_good_part_is_prose(notebook):
    prose = [cell for cell in notebook.cells if cell.cell_type == "markdown"]
    assert len(prose) / len(notebook.cells) >= 0.35


def test_committed_without_outputs(notebook):
    assert all(cell.execution_count is None and not cell.outputs for cell in code_cells(notebook))


def test_every_indicator_a_notebook_names_is_in_the_catalogue(notebook):
    named = [
        arg.value
        for call in show_calls(notebook)
        if call.func.attr in ("trend", "findings", "matters")
        for arg in call.args[1:]
    ]
    assert (
        named or notebook.metadata["barnevern"]["title"] == "Datakvalitet"
    )  # that one is about controls
    assert not [name for name in named if name not in catalogue()]


def papermill(tmp_path: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [
        str(Path(sys.executable).parent / "papermill"),
        str(NOTEBOOKS / "costs.ipynb"),
        "out.ipynb",
        *arguments,
    ]
    return subprocess.run(
        command,
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=PATIENCE_SECONDS,
        env=os.environ | {"IPYTHONDIR": str(tmp_path)},
        check=False,
    )


def test_plain_papermill_runs_it_from_any_folder(tmp_path):
    done = papermill(tmp_path, "-r", "municipality", "3201", "-p", "year", "2024")
    assert done.returncode == 0, done.stderr[-2000:]
    made = json.loads((tmp_path / "out.ipynb").read_text(encoding="utf-8"))
    shown = [
        out["data"][MIME]["id"]
        for cell in made["cells"]
        for out in cell.get("outputs", [])
        if MIME in out.get("data", {})
    ]
    assert shown == made["metadata"]["barnevern"]["items"]


def test_a_number_instead_of_a_code_is_explained(tmp_path):
    done = papermill(tmp_path, "-p", "municipality", "0301", "-p", "year", "2024")
    assert done.returncode != 0
    assert "must be text with four digits: did you mean '0301' Oslo?" in done.stderr
