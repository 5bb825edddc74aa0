"""The ordinary way to run a notebook: papermill with a kernel of its own. For systems that cannot
fork, and the reference in tests.
"""

import os
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import papermill
from jupyter_core.utils import ensure_event_loop
from nbformat import NotebookNode
from traitlets.config import Config

from barnevern.batch.task import Limits
from barnevern.batch.workers import ENVIRONMENT, TaskLost

START_SECONDS = 120


def execute(notebook: NotebookNode, parameters: Mapping[str, Any], limits: Limits) -> NotebookNode:
    """The notebook, executed in a kernel of its own. Raises what papermill and nbclient raise, and
    TaskLost when no kernel came up.
    """
    # A socket path of its own for each kernel: kernels that share TCP ports or the default path
    # answer each other.
    sockets = tempfile.mkdtemp(prefix="bv-")
    config = (
        Config({"KernelManager": {"transport": "ipc", "ip": f"{sockets}/k"}})
        if os.name == "posix"
        else Config()
    )
    try:
        return papermill.execute_notebook(
            notebook,
            None,
            dict(parameters),
            progress_bar=False,
            log_output=False,
            request_save_on_cell_execute=False,
            timeout_func=_patience(limits),
            start_timeout=START_SECONDS,
            config=config,
            extra_arguments=[
                "--log-level=50"
            ],  # what a kernel says of its own stop is no news to a person
        )
    except RuntimeError as failure:
        if str(failure).startswith("Kernel died before") or str(failure).startswith(
            "Kernel didn't respond"
        ):
            raise TaskLost(str(failure)) from None  # no cell was run, so it may be tried again
        raise
    finally:
        # nbclient makes one for the thread and leaves it, with its sockets, open
        ensure_event_loop().close()
        shutil.rmtree(sockets, ignore_errors=True)


def _patience(limits: Limits) -> Callable[[NotebookNode], float]:
    """How many seconds a cell gets: its own limit, or what is left of the page's."""
    started = time.monotonic()
    return lambda _: max(
        0.1, min(limits.step_seconds, started + limits.task_seconds - time.monotonic())
    )


@contextmanager
def environment(extra: Mapping[str, str]) -> Iterator[None]:
    """What every kernel inherits: the variables of the warm parent and ``extra``, and no history
    file shared between kernels.
    """
    folder = tempfile.mkdtemp(prefix="bv-ipython-")
    wanted = {**ENVIRONMENT, "IPYTHONDIR": folder, **extra}
    before = {name: os.environ.get(name) for name in wanted}
    os.environ.update(wanted)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value
        shutil.rmtree(folder, ignore_errors=True)
