"""The pool: a process for each task, forked from a warm parent, that can be stopped and leaves
nothing behind.
"""

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

import tasks
from barnevern.batch.task import Limits
from barnevern.batch.workers import TaskDied, TaskFailed, TaskLost, TaskTooSlow, WarmPool
from patience import PATIENCE_SECONDS, wait_for

pytestmark = pytest.mark.usefixtures("tasks_importable")
LIMITS = Limits(PATIENCE_SECONDS, PATIENCE_SECONDS, memory_mb=200)


@pytest.fixture
def pool() -> Iterator[WarmPool]:
    with WarmPool(2, LIMITS, (tasks.warm_up, ("warm",))) as made:
        yield made


def alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def gone(pid: int) -> bool:
    return wait_for(lambda: not alive(pid))


def test_results_come_back_whatever_their_size(pool):
    futures = [pool.submit(tasks.square, n) for n in range(20)]
    assert [future.result() for future in futures] == [n * n for n in range(20)]
    assert pool.submit(tasks.letters, 3_000_000).result() == "x" * 3_000_000


def test_every_task_has_the_warm_parent_as_it_was(pool):
    assert [pool.submit(tasks.word).result() for _ in range(3)] == ["warm2"] * 3


def test_a_parent_with_everything_imported_forks_with_one_thread():
    from barnevern.batch.pool import warm_up
    from barnevern.data.dataset import open_dataset

    with WarmPool(1, Limits(), (warm_up, (str(open_dataset("published").folder),))) as made:
        assert made.submit(tasks.threads).result() == 1


@pytest.mark.parametrize(
    ("task", "arguments", "error", "words"),
    [
        (tasks.fail, (), TaskFailed, "ValueError: wrong"),
        (tasks.leave, (), TaskDied, "exit code 3"),
        (tasks.hog, (1_000,), TaskFailed, "MemoryError"),
    ],
)
def test_a_task_that_ends_badly_says_how_and_the_next_one_runs(pool, task, arguments, error, words):
    with pytest.raises(error, match=words):
        pool.submit(task, *arguments).result()
    assert pool.submit(tasks.square, 3).result() == 9


@pytest.mark.parametrize(
    ("limits", "task", "arguments", "words"),
    [
        (Limits(step_seconds=2, task_seconds=PATIENCE_SECONDS), tasks.loop, (), "step"),
        (Limits(step_seconds=PATIENCE_SECONDS, task_seconds=2), tasks.steps, (10, 0.5), "task"),
    ],
)
def test_a_task_that_takes_too_long_is_ended_and_the_next_one_runs(limits, task, arguments, words):
    with WarmPool(1, limits, (tasks.warm_up, ("warm",))) as pool:
        with pytest.raises(TaskTooSlow, match=words):
            pool.submit(task, *arguments).result()
        assert pool.submit(tasks.square, 3).result() == 9


def test_steps_give_a_task_more_time():
    limits = Limits(step_seconds=3, task_seconds=PATIENCE_SECONDS)
    with WarmPool(1, limits, (tasks.warm_up, ("warm",))) as pool:
        assert pool.submit(tasks.steps, 7, 0.5).result() == "done"


def test_a_task_killed_from_outside_may_be_tried_again(pool, tmp_path):
    flag = str(tmp_path / "flag")
    with pytest.raises(TaskLost):
        pool.submit(tasks.killed, flag).result()
    assert pool.submit(tasks.killed, flag).result() == "done"


def test_what_a_task_starts_ends_with_it(pool):
    assert gone(pool.submit(tasks.start_another).result())


def test_when_the_parent_is_killed_its_tasks_end_and_another_takes_over(pool):
    pool.submit(tasks.square, 1).result()
    parent, running = pool._parent.pid, pool.submit(tasks.loop)
    child = children(parent)[0]
    os.kill(parent, signal.SIGKILL)
    with pytest.raises(TaskLost):
        running.result()
    assert gone(child)
    assert pool.submit(tasks.square, 4).result() == 16


def children(parent: int) -> list[int]:
    held = Path(f"/proc/{parent}/task/{parent}/children")
    assert wait_for(lambda: bool(held.read_text()))
    return [int(pid) for pid in held.read_text().split()]


def test_a_pool_that_is_cancelled_ends_what_runs_and_leaves_no_file(monkeypatch, tmp_path):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    pool = WarmPool(2, Limits(), (tasks.warm_up, ("warm",)))
    futures = [pool.submit(tasks.loop) for _ in range(3)]
    assert wait_for(futures[1].running)
    parent = pool._parent.pid
    pool.shutdown(cancel_futures=True)
    assert [
        future.cancelled() or isinstance(future.exception(), TaskLost) for future in futures
    ] == [True] * 3
    assert gone(parent) and list(tmp_path.iterdir()) == []
    with pytest.raises(RuntimeError, match="shut down"):
        pool.submit(tasks.square, 1)


def test_a_pool_that_is_closed_finishes_what_it_was_asked():
    with WarmPool(1, Limits(), (tasks.warm_up, ("warm",))) as pool:
        futures = [pool.submit(tasks.square, n) for n in range(5)]
    assert [future.result() for future in futures] == [0, 1, 4, 9, 16]


def test_a_parent_that_cannot_be_prepared_fails_every_task_and_says_why():
    with WarmPool(1, Limits(), (tasks.refuse, ())) as pool:
        futures = [pool.submit(tasks.square, n) for n in range(3)]
        for future in futures:
            with pytest.raises(TaskFailed, match="no such data set"):
                future.result()
        with pytest.raises(TaskFailed, match="no such data set"):
            pool.submit(tasks.square, 1).result()
