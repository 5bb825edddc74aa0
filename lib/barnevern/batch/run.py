"""Making pages: papermill runs the notebook, the page is checked, and only a whole page is put in place."""

import os
import re
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, ThreadPoolExecutor, as_completed
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

import papermill
from jupyter_core.utils import ensure_event_loop
from nbclient.exceptions import CellTimeoutError, DeadKernelError
from nbformat import NotebookNode
from papermill.exceptions import PapermillExecutionError
from traitlets.config import Config

from barnevern import export
from barnevern.batch.plan import Job, report_notebooks
from barnevern.paths import NOTEBOOKS, ROOT
from barnevern.problems import IDENTITY_NUMBER

CELL_SECONDS = 120
START_SECONDS = 120


@dataclass(frozen=True)
class Result:
    """How one page ended: ``error`` is empty when it was published, else one line saying why not."""

    job: Job
    seconds: float
    error: str = ""

    @property
    def published(self) -> bool:
        """Whether the page was made and put in place."""
        return not self.error


@dataclass(frozen=True)
class Executed:
    """An executed notebook that may be published, or why it may not."""

    job: Job
    seconds: float
    notebook: NotebookNode | None
    error: str


def run(jobs: list[Job], out: Path, workers: int, on_result: Callable[[Result], None]) -> list[Result]:
    """Make the pages of ``jobs`` below ``out`` (the folder of the data set), ``workers`` at a time.

    The pages of one municipality and year are put in place together, so that their links to each other hold. A page
    that fails leaves an earlier edition of itself as it was.
    """
    results: list[Result] = []
    # Threads, because every kernel is a process of its own; papermill changes folder for the whole process if it is
    # given one, so it never is.
    with _quiet_environment(), ThreadPoolExecutor(workers) as executor:
        for done in _executed(jobs, executor):
            for result in publish(done, out):
                results.append(result)
                on_result(result)
    return results


def _executed(jobs: list[Job], executor: Executor) -> Iterator[list[Executed]]:
    """The executed pages of each municipality and year, as soon as the last of them is done."""
    sets = {key: list(group) for key, group in groupby(jobs, key=lambda job: job.folder)}
    waiting = {executor.submit(execute, job): job.folder for job in jobs}
    finished: dict[str, list[Executed]] = {folder: [] for folder in sets}
    try:
        for future in as_completed(waiting):
            folder = waiting[future]
            finished[folder].append(future.result())
            if len(finished[folder]) == len(sets[folder]):
                order = {job.notebook: n for n, job in enumerate(sets[folder])}
                yield sorted(finished.pop(folder), key=lambda done: order[done.job.notebook])
    finally:
        executor.shutdown(wait=True, cancel_futures=True)


def execute(job: Job) -> Executed:
    """Run one notebook in a kernel of its own; never raises for what a notebook can do."""
    start = time.perf_counter()
    # A socket path of its own for each kernel: kernels that share TCP ports or the default path answer each other.
    sockets = tempfile.mkdtemp(prefix="bv-")
    config = Config({"KernelManager": {"transport": "ipc", "ip": f"{sockets}/k"}}) if os.name == "posix" else Config()
    notebook, error = None, ""
    try:
        notebook = papermill.execute_notebook(
            NOTEBOOKS / f"{job.notebook}.ipynb",
            None,
            job.parameters,
            progress_bar=False,
            log_output=False,
            request_save_on_cell_execute=False,
            execution_timeout=CELL_SECONDS,
            start_timeout=START_SECONDS,
            config=config,
            extra_arguments=["--log-level=50"],  # what a kernel says of its own stop is no news to a person
        )
        error = "; ".join(export.shortcomings(notebook))
    except PapermillExecutionError as failure:
        error = f"cell {failure.exec_count}: {failure.ename}: {failure.evalue}"
    except DeadKernelError:
        error = "the kernel died"
    except CellTimeoutError:
        error = f"a cell ran for more than {CELL_SECONDS} seconds"
    except Exception as failure:  # noqa: BLE001 (one page's fault, whatever it is, must not stop the others)
        error = f"{type(failure).__name__}: {failure}"
    finally:
        ensure_event_loop().close()  # nbclient makes one for the thread and leaves it, with its sockets, open
        shutil.rmtree(sockets, ignore_errors=True)
    return Executed(job, time.perf_counter() - start, None if error else notebook, discreet(error))


def discreet(text: str) -> str:
    """One line without local folders and without anything that looks like an identity number."""
    line = " ".join(text.split()).replace(str(ROOT) + "/", "")
    line = re.sub(r"(?<![\w<])/(?:[^\s/'\":]+/)+", "…/", line)
    return IDENTITY_NUMBER.sub("(eleven digits)", line)[:600]


def publish(done: list[Executed], out: Path) -> list[Result]:
    """Write the pages of one municipality and year, each linked to those that could be made."""
    results = []
    made = [one.job for one in done if one.notebook is not None]
    for one in done:
        error = one.error
        if one.notebook is not None:
            try:
                folder = out / one.job.folder
                page = export.to_html(one.notebook, _links(one.job, made))
                _replace(folder / f"{one.job.notebook}.html", page)
                _replace(folder / f"{one.job.notebook}.csv", export.to_csv(one.notebook))
            except (OSError, ValueError) as failure:
                error = discreet(f"{type(failure).__name__}: {failure}")
        results.append(Result(one.job, round(one.seconds, 2), error))
    return results


def _links(job: Job, made: list[Job]) -> list[export.Link]:
    """Back to the index, every page of the municipality, and which of them come before and after this one."""
    links = [export.Link("Alle kommuner", "../index.html")]
    here = made.index(job)
    for n, other in enumerate(made):
        rel = "prev" if n == here - 1 else "next" if n == here + 1 else ""
        arrow = {"prev": "Forrige: ", "next": "Neste: "}.get(rel, "")
        links.append(export.Link(arrow + report_notebooks()[other.notebook], "" if other == job else f"{other.notebook}.html", rel))
    return links


def _replace(path: Path, text: str) -> None:
    """Write the whole file aside and move it into place."""
    path.parent.mkdir(parents=True, exist_ok=True)
    aside = path.with_suffix(f".{os.getpid()}.part")
    try:
        aside.write_text(text, encoding="utf-8", newline="\n")
        aside.replace(path)
    finally:
        aside.unlink(missing_ok=True)


@contextmanager
def _quiet_environment() -> Iterator[None]:
    """One thread for linear algebra in every kernel, no history file shared between kernels, the same time zone everywhere."""
    folder = tempfile.mkdtemp(prefix="bv-ipython-")
    wanted = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "IPYTHONDIR": folder, "TZ": "UTC"}
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
