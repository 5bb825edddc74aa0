"""The batch on a Dask cluster. distributed stands behind this module only; it is installed with the
extra ``cluster``.
"""

import threading
from collections.abc import Iterator
from concurrent.futures import Executor
from contextlib import contextmanager
from typing import Any

from barnevern.batch import fingerprint
from barnevern.batch.executors import CAN_FORK, make_page, warm_up
from barnevern.batch.task import Made, Task
from barnevern.batch.workers import TaskLost, WarmPool
from barnevern.problems import InputProblems, Problem

MOST_PAGES = 64  # at a time on one worker; how many it gets is for its --nthreads to say
PATIENCE_SECONDS = 30  # for the scheduler to answer

_pools: dict[tuple[Any, ...], WarmPool] = {}
_lock = threading.Lock()


@contextmanager
def connected(address: str) -> Iterator[Executor]:
    """The cluster as an executor; its workers' warm parents end with it. Raises InputProblems when
    it cannot be used.
    """
    try:
        from distributed import Client

        client = Client(address, timeout=PATIENCE_SECONDS, set_as_default=False)
    except ImportError:
        raise _problem(
            address,
            "the package distributed is not installed",
            "install the extra barnevern[cluster]",
        ) from None
    except (OSError, ValueError):
        raise _problem(
            address, "no Dask scheduler answers there", "start one with `dask scheduler`"
        ) from None
    with client:
        theirs = client.run(made_with)
        if not theirs:
            raise _problem(
                address, "the scheduler has no workers", f"start one with `dask worker {address}`"
            )
        ours = made_with()
        different = sorted(
            {
                fingerprint.WORDS[key]
                for found in theirs.values()
                for key in ours
                if found[key] != ours[key]
            }
        )
        if different:
            raise _problem(
                address,
                "on a worker, " + "; ".join(different),
                "install the same version and lock on every machine",
            )
        try:
            yield client.get_executor(pure=False)
        finally:
            client.run(end)


def made_with() -> dict[str, str]:
    """What this machine makes pages with, as digests."""
    return fingerprint.surroundings()


def make_here(task: Task) -> Made:
    """The page of ``task``, on the worker of a cluster: forked from a warm parent that stays for
    the next page.
    """
    if not CAN_FORK:
        return make_page(task)
    with _lock:
        pool = _pools.get((task.data, task.limits))
        if pool is None:
            pool = _pools[task.data, task.limits] = WarmPool(
                MOST_PAGES, task.limits, (warm_up, (task.data,))
            )
    try:
        found: Made = pool.submit(make_page, task).result()
    except RuntimeError as error:
        if "shut down" in str(error):
            raise TaskLost("the worker was ending") from None
        raise
    return found


def end() -> None:
    """End the warm parents of this worker."""
    with _lock:
        while _pools:
            _pools.popitem()[1].shutdown(cancel_futures=True)


def lost() -> tuple[type[BaseException], ...]:
    """The errors by which a cluster tells that a worker is gone."""
    try:
        from distributed import CancelledError, KilledWorker
        from distributed.comm import CommClosedError
    except ImportError:
        return ()
    return KilledWorker, CancelledError, CommClosedError


def _problem(address: str, rule: str, remedy: str) -> InputProblems:
    return InputProblems([Problem("", "", "--scheduler", address, rule, remedy)])
