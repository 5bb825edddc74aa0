"""A run of the batch: which pages must be made and why, making them with any Executor, and
publishing what is whole.
"""

import json
from collections.abc import Callable, Generator, Iterator
from concurrent.futures import Future
from contextlib import AbstractContextManager, closing, contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial
from queue import SimpleQueue
from typing import Any

from barnevern.batch import (
    cluster,
    coverage,
    documents,
    executors,
    fingerprint,
    index,
    navigation,
    parameters,
    publish,
)
from barnevern.batch.executors import Options
from barnevern.batch.plan import Job
from barnevern.batch.pool import Pool
from barnevern.batch.publish import Edition
from barnevern.batch.reasons import Reason, discreet
from barnevern.batch.task import Limits, Made, Task
from barnevern.batch.workers import TaskDied, TaskFailed, TaskTooSlow
from barnevern.data import addresses, digests
from barnevern.data.dataset import Dataset, open_dataset
from barnevern.paths import NOTEBOOKS
from barnevern.problems import InputProblems, Problem

NO_PAGE = {True: "it failed the last time", False: "there is no whole page"}
TRIES = 3  # the first and two more, and only where it was not the page's own fault


@dataclass(frozen=True)
class Work:
    """One page of the plan: what it is made from, and why it must be made; ``why`` is empty when
    its last edition stands.

    ``inputs`` are digests of the task; ``content`` is that of the whole data set, and ``date`` the
    day its figures are of.
    """

    job: Job
    task: Task
    inputs: dict[str, str]
    content: str
    date: str
    why: str


@dataclass(frozen=True)
class Result:
    """How one page ended."""

    job: Job
    made: Made
    tries: int

    @property
    def published(self) -> bool:
        """Whether the page is whole."""
        return self.made.reason is None

    @property
    def error(self) -> str:
        """One line saying why there is no page, or nothing."""
        return self.made.reason.detail if self.made.reason else ""


def run(
    work: list[Work], edition: Edition, options: Options, on_result: Callable[[Result], None]
) -> list[Result]:
    """Make the pages of ``work`` that must be made, and publish the edition with them.

    An interruption (KeyboardInterrupt) stops what runs, publishes what is whole, and goes on to the
    caller. Raises InputProblems when the pages cannot be written; the last edition stands then.
    """
    started, results = datetime.now(UTC), list[Result]()
    dataset = open_dataset(work[0].job.dataset)
    edition.forget_waiting({page.job.page for page in work if not page.why})
    interrupted: BaseException | None = None
    try:
        needed = [page for page in work if page.why]
        with closing(_made(needed, dataset, options)) as pages:
            for page, made, tries in pages:
                results.append(_settled(edition, page, made, tries))
                on_result(results[-1])
    except KeyboardInterrupt as interruption:
        interrupted = interruption
    real = {} if dataset.about["synthetic"] else dataset.latest_years()
    about = index.About(
        dataset.about, started, options.workers, options.engine, coverage.sentence(real)
    )
    with _writing():
        documents.add(edition, [page.job for page in work], options.outline)
        edition.publish(partial(index.files, about))
    if interrupted:
        raise interrupted
    return results


def work(jobs: list[Job], edition: Edition, options: Options) -> list[Work]:
    """The pages of the plan with what they are made from and why they must be made. Raises
    InputProblems, and ParameterProblems for a notebook with a misspelt parameter.
    """
    documents.check(jobs, options.outline)
    dataset = open_dataset(jobs[0].dataset)
    _refuse_another_rule(edition, str(dataset.about["disclosure"]))
    _refuse_another_kind(edition, synthetic=bool(dataset.about["synthetic"]))
    known, content = digests.of_folder(dataset.folder), str(dataset.about["content"])
    date, work = str(dataset.about["date"]), []
    for job, task in _tasks(jobs, dataset, edition, options):
        inputs, last = fingerprint.of_task(task), edition.whole(job.page)
        if options.force:
            why = "asked for with --force"
        elif last:
            why = "; ".join(fingerprint.changes(inputs, last.inputs, last.reads, known, content))
        else:
            why = NO_PAGE[edition.failed(job.page)]
        work.append(Work(job, task, inputs, content, date, why))
    return work


def _refuse_another_rule(edition: Edition, rule: str) -> None:
    """Raise InputProblems when the folder has pages by another disclosure rule."""
    if edition.entries and edition.rule not in ("", rule):
        there = f"the pages there are by the rule «{edition.rule}»"
        wrong = f"{there}; two rules give away what each hides"
        remedy = "give another folder with --out, or remove the pages that are there"
        raise InputProblems([Problem("run.json", "", "disclosure", rule, wrong, remedy)])


def _refuse_another_kind(edition: Edition, *, synthetic: bool) -> None:
    """Raise InputProblems when the folder has pages of made-up figures and these are of real ones,
    or the other way round.
    """
    if edition.entries and edition.synthetic not in (None, synthetic):
        kinds = {True: "made-up", False: "real"}
        there = f"the pages there are of {kinds[not synthetic]} figures"
        remedy = "give another folder with --out, or a data set of its own: --dataset local/…"
        wrong = f"{there}, and these of {kinds[synthetic]}"
        raise InputProblems([Problem("run.json", "", "synthetic", "", wrong, remedy)])


def _tasks(
    jobs: list[Job], dataset: Dataset, edition: Edition, options: Options
) -> Iterator[tuple[Job, Task]]:
    """Each job as a task that can be sent to whoever makes it."""
    address = jobs[0].dataset
    # each worker of a cluster fetches a data set at an address on its own
    fetched = not (addresses.is_address(address) and options.scheduler)
    data = str(dataset.folder.resolve()) if fetched else address
    notebooks = _notebooks(jobs)
    declared = {name: parameters.declared(text) for name, text in notebooks.items()}
    for job, links in navigation.linked(jobs, edition):
        # The page shows its parameters, so the data set is named and not located.
        values = job.parameters | {"dataset": str(dataset.about["name"])}
        given = parameters.given(job.notebook, declared[job.notebook], values)
        yield (
            job,
            Task(notebooks[job.notebook], given, data, links, options.limits, options.engine),
        )


def _notebooks(jobs: list[Job]) -> dict[str, str]:
    """The text of every notebook of the jobs, by name."""
    names = {job.notebook for job in jobs}
    return {name: (NOTEBOOKS / f"{name}.ipynb").read_text(encoding="utf-8") for name in names}


def _pool(options: Options, data: str, dataset: str) -> AbstractContextManager[Pool]:
    """Where the pages are made. ``data`` is the address of the data set called ``dataset``."""
    if options.scheduler:
        return cluster.connected(options.scheduler)
    return executors.here(options, data, dataset)


def _made(
    needed: list[Work], dataset: Dataset, options: Options
) -> Generator[tuple[Work, Made, int], None, None]:
    """Each page as it comes, with how many times it was tried."""
    if not needed:
        return
    with _pool(options, needed[0].task.data, str(dataset.about["name"])) as pool:
        done: SimpleQueue[tuple[Work, int, Future[Made]]] = SimpleQueue()
        for page in needed:
            _submit(pool, page, 1, done)
        left = len(needed)
        while left:
            page, tries, future = done.get()
            try:
                made = _outcome(future, options.limits)
            except pool.lost as lost:
                if tries < TRIES:
                    _submit(pool, page, tries + 1, done)
                    continue
                why = discreet(str(lost)) or type(lost).__name__
                made = Made(reason=Reason("lost", f"tried {TRIES} times: {why}"))
            left -= 1
            yield page, made, tries


def _submit(
    pool: Pool, page: Work, tries: int, done: "SimpleQueue[tuple[Work, int, Future[Made]]]"
) -> None:
    pool.executor.submit(pool.make, page.task).add_done_callback(
        lambda future: done.put((page, tries, future))
    )


def _outcome(future: "Future[Made]", limits: Limits) -> Made:
    """The page, or why there is none by its own fault. Raises the errors of Pool.lost."""
    try:
        return future.result()
    except TaskTooSlow as slow:
        seconds = limits.step_seconds if str(slow) == "step" else limits.task_seconds
        what = "a cell" if str(slow) == "step" else "the page"
        return Made(reason=Reason("slow", f"{what} ran for more than {seconds:g} seconds"))
    except TaskDied as died:
        return Made(reason=Reason("died", str(died)))
    except TaskFailed as failed:
        return Made(reason=Reason("died", f"the page could not be started: {failed}"))


def _settled(edition: Edition, page: Work, made: Made, tries: int) -> Result:
    """Keep a whole page aside, or note why there is none."""
    made = _looked_through(page, made)
    name, job = page.job.page, page.job
    entry = index.entry(job, made.reason, _facts(page, made, tries))
    with _writing():
        if made.reason:
            why = index.failure(job, made.reason, page.task.links)
            edition.fail(name, entry, {f"{name}.html": why})
        else:
            reads = fingerprint.of_reads(dict(made.reads), page.content)
            edition.keep_aside(name, made.files(name), entry, page.inputs, reads)
    return Result(job, made, tries)


def _looked_through(page: Work, made: Made) -> Made:
    """The page, or why it must not be published."""
    declared = json.loads(page.task.notebook)["metadata"].get("barnevern", {}).get("items", [])
    wrong = publish.faults(made.html, made.json, declared) if made.reason is None else []
    return replace(made, reason=Reason("check", "; ".join(wrong))) if wrong else made


def _facts(page: Work, made: Made, tries: int) -> dict[str, Any]:
    """What run.json says of how the page was made."""
    return {
        "date": page.date,
        "why": page.why,
        "seconds": made.seconds,
        "cpu_seconds": made.cpu_seconds,
        "memory_mb": made.memory_mb,
        "tries": tries,
    }


@contextmanager
def _writing() -> Iterator[None]:
    """A disk that is full, or a folder that is gone, in words."""
    try:
        yield
    except OSError as error:
        reason = f"pages cannot be written there: {error.strerror or type(error).__name__}"
        remedy = (
            "free space or mend the folder and run again; the last edition is as it was, and what"
            " was made is kept for the next run"
        )
        raise InputProblems([Problem("", "", "--out", "", reason, remedy)]) from None
