"""One page: papermill runs the notebook, what it shows is checked, and the page is rendered.
Nothing is written here.

It runs wherever the batch sends it: in a process forked for the page (engine "fork"), or in a
thread that starts an ordinary kernel (engine "kernel", for systems that cannot fork). The page is
the same to the byte.
"""

import json
import os
import time
from contextlib import suppress
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

import nbformat
from nbclient.exceptions import CellTimeoutError, DeadKernelError
from nbformat import NotebookNode
from papermill.exceptions import PapermillExecutionError

from barnevern.batch import engine, kernels
from barnevern.batch.reasons import Reason, discreet, of_cell
from barnevern.batch.task import KERNEL, Made, Task, step
from barnevern.batch.workers import TaskLost
from barnevern.data import addresses
from barnevern.data.dataset import Dataset
from barnevern.figures import theme
from barnevern.norwegian import messages
from barnevern.page import Page
from barnevern.paths import PLACE
from barnevern.render import export
from barnevern.show.sample import samples

DRAWINGS = 16  # as many as most pages have


def warm_up(data: str) -> None:
    """Import, read and draw what every page needs, so that a fork has it. Runs the library's own
    code and no notebook's.
    """
    engine.shell()
    messages.warm()
    cells = [nbformat.v4.new_markdown_cell("# x"), nbformat.v4.new_code_cell("x")]
    export.to_html(nbformat.v4.new_notebook(cells=cells, metadata={"barnevern": {"title": ""}}), [])
    dataset = Dataset(local(data))
    code, year = max(dataset.latest_years().items(), key=lambda found: found[1])
    os.environ[PLACE] = f"warm={dataset.folder}"
    page = Page.open("warm", code, year, "warm")
    for shown in samples():
        # What cannot be shown of this data set is warmed up by the page that shows it.
        with suppress(Exception):
            shown(page)._repr_mimebundle_()
    theme.prepare(DRAWINGS)


@lru_cache
def local(data: str) -> Path:
    """The folder of a data set on this machine; one at an address is fetched once."""
    return addresses.fetch(data) if addresses.is_address(data) else Path(data)


def make(task: Task) -> Made:
    """The page of ``task``. Never raises for what a notebook can do; raises TaskLost when a kernel
    did not start.
    """
    started, before = time.perf_counter(), time.process_time()
    notebook, reason = execute(task)
    made = Made(reason=reason)
    if notebook is not None:
        made = _rendered(task, notebook)
    made = replace(made, seconds=round(time.perf_counter() - started, 3))
    if task.engine == KERNEL:
        return made
    import resource  # not on Windows, where nothing forks either

    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return replace(made, cpu_seconds=round(time.process_time() - before, 3), memory_mb=most // 1024)


def _rendered(task: Task, notebook: NotebookNode) -> Made:
    wrong = export.shortcomings(notebook)
    if wrong:
        return Made(reason=Reason("check", discreet("; ".join(wrong))))
    try:
        return Made(
            export.to_html(notebook, list(task.links)),
            export.to_csv(notebook),
            export.to_json(notebook),
            reads=export.reads(notebook),
        )
    except Exception as failure:  # noqa: BLE001 (one page's fault, whatever it is, must not stop the others)
        return Made(
            reason=Reason("check", f"the page could not be rendered: {type(failure).__name__}")
        )


def execute(task: Task) -> tuple[NotebookNode | None, Reason | None]:
    """The executed notebook, or why it did not come through."""
    try:
        return _executed(task), None
    except PapermillExecutionError as failure:
        return None, of_cell(failure.exec_count, failure.ename, failure.evalue)
    except DeadKernelError:
        return None, Reason("died", "the kernel died")
    except CellTimeoutError:
        return None, Reason(
            "slow", f"a cell ran for more than {task.limits.step_seconds:g} seconds"
        )
    except TaskLost:
        raise
    except Exception as failure:  # noqa: BLE001 (as above)
        return None, Reason("cell", f"the notebook could not be run: {type(failure).__name__}")
    finally:
        os.environ.pop(PLACE, None)


def _executed(task: Task) -> NotebookNode:
    notebook = nbformat.from_dict(json.loads(task.notebook))
    if task.engine == KERNEL:
        return kernels.execute(notebook, task.parameters, task.limits)
    os.environ[PLACE] = f"{task.parameters['dataset']}={local(task.data)}"
    return engine.execute(notebook, task.parameters, step)
