"""The two engines show the same: the outputs of cells, and whole pages to the byte, wherever and by
whomever they are made.
"""

import gc
import json
import os
import subprocess
import sys
import warnings
from pathlib import Path

import nbformat
import pytest
from papermill.exceptions import PapermillExecutionError

import tasks
from barnevern.batch import kernels
from barnevern.batch.task import KERNEL, Limits
from barnevern.batch.workers import TaskFailed, WarmPool
from making import SHOWN, notebook_with

CELLS = (
    "print('a', end=''); print('b')\nimport sys\nprint('c', file=sys.stderr)\nprint('d')",
    (
        "from IPython.display import HTML, display, update_display,"
        " clear_output\ndisplay(HTML('<b>x</b>'))\n1 + 1"
    ),
    "_ + 1;",
    "",
    "handle = display('before', display_id='one')",
    "update_display('after', display_id='one')",
    "print('gone')\nclear_output()\nprint('stays')",
    (
        "class Odd:\n    def _repr_mimebundle_(self, **_):\n        return {'text/plain': 'odd',"
        " 'application/x+json': {'t': (1, 2), 'n': None}}\nOdd()"
    ),
    "%matplotlib inline\nimport asyncio\nawait asyncio.sleep(0)\n'waited'",
    "__name__, municipality, year",
)
PARAMETERS = {"municipality": "0301", "year": 2019}


@pytest.fixture
def pool(tasks_importable: None):  # noqa: ARG001 (it sets the environment the pool starts in)
    with WarmPool(1, Limits(), (tasks.warm_up, ("",))) as made:
        yield made


def in_kernel(notebook: nbformat.NotebookNode) -> nbformat.NotebookNode:
    with warnings.catch_warnings(), kernels.environment({}):
        warnings.simplefilter(
            "ignore", ResourceWarning
        )  # jupyter_client leaves an event loop to the garbage collector
        done = kernels.execute(notebook, PARAMETERS, Limits())
        gc.collect()
    return done


def outputs(
    notebook: nbformat.NotebookNode,
) -> list[tuple[int | None, list[nbformat.NotebookNode]]]:
    return [
        (cell.execution_count, cell.outputs) for cell in notebook.cells if cell.cell_type == "code"
    ]


def test_cells_give_what_they_give_in_a_kernel(pool):
    notebook = notebook_with(*CELLS)
    forked = nbformat.reads(
        pool.submit(tasks.executed, nbformat.writes(notebook), PARAMETERS).result(), as_version=4
    )
    assert outputs(forked) == outputs(in_kernel(notebook))
    assert [cell.source for cell in forked.cells][
        1
    ] == '# Parameters\nmunicipality = "0301"\nyear = 2019\n'


def test_a_cell_may_be_allowed_to_raise(pool):
    notebook = notebook_with("1 / 0", "'goes on'")
    notebook.cells[1].metadata["tags"] = ["raises-exception"]
    with pytest.raises(
        TaskFailed, match="PapermillExecutionError"
    ):  # papermill's own word: it reads the outputs, not the tags
        pool.submit(tasks.executed, nbformat.writes(notebook), PARAMETERS).result()
    with pytest.raises(PapermillExecutionError):
        in_kernel(notebook)


def test_pages_that_fail_give_the_same_reasons_in_both(batch):
    bad = {
        "raises": "raise KeyError('x')",
        "is_wrong": "x = ",
        "exits": "import sys\nsys.exit(2)",
        "exits_with_words": "raise SystemExit('words')",
        "interrupts": "raise KeyboardInterrupt",
    }
    batch.write(good="x = 1", **{name: (cell, SHOWN) for name, cell in bad.items()})
    forked = batch.run("good", *bad)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)
        in_kernels = batch.run("good", *bad, engine=KERNEL, force=True)
        gc.collect()
    assert {name: forked[name].error for name in bad} == {
        name: in_kernels[name].error for name in bad
    }
    assert [name for name, result in forked.items() if not result.error] == ["good"]


def made_by(folder: Path, out: Path, *arguments: str, **environment: str) -> dict[str, bytes]:
    """Real pages made by the command from the working directory ``folder``; their files by path."""
    command = [
        str(Path(sys.executable).parent / "barnevern"),
        "run",
        "-m",
        "Hvaler",
        "--notebook",
        "intake",
        "--notebook",
        "staffing",
        *arguments,
    ]
    done = subprocess.run(
        [*command, "--out", str(out)],
        cwd=folder,
        env=os.environ | environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert (
        json.loads((out / "published" / "run.json").read_text(encoding="utf-8"))["dataset"]["name"]
        == "published"
    )
    return {
        str(path.relative_to(out)): path.read_bytes()
        for path in sorted(out.glob("published/*/*/*.*"))
    }


def test_the_same_bytes_from_another_folder_user_time_zone_locale_number_of_workers_and_engine(
    tmp_path,
):
    (tmp_path / "elsewhere").mkdir()
    one = made_by(tmp_path, tmp_path / "one", "--jobs", "1")
    place = {
        "USER": "kari",
        "LOGNAME": "kari",
        "TZ": "America/Lima",
        "LANG": "nb_NO.UTF-8",
        "LC_ALL": "C",
        "PYTHONHASHSEED": "7",
    }
    other = made_by(tmp_path / "elsewhere", tmp_path / "other", "--jobs", "8", **place)
    kernel = made_by(tmp_path, tmp_path / "kernel", "--engine", "kernel", **place)
    assert len(one) == 6  # a page, its table and its blocks for each notebook
    assert one == other == kernel
