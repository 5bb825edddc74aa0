"""The batch on a Dask cluster. distributed stands behind this module only; it is installed with the
extra ``cluster``.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from barnevern.batch import fingerprint
from barnevern.batch.pool import Pool, make_page, warm_up
from barnevern.batch.task import CAN_FORK, Made, Task
from barnevern.batch.workers import TaskLost, WarmPool
from barnevern.problems import InputProblems, Problem

MOST_PAGES = 64  # at a time on one worker; how many it gets is for its --nthreads to say
PATIENCE_SECONDS = 30  # for the scheduler to answer

_pools: dict[tuple[Any, ...], WarmPool] = {}
_lock = threading.Lock()


@contextmanager
def connected(address: str) -> Iterator[Pool]:
    """The cluster as a pool; its workers' warm parents end with it. Raises InputProblems when it
    cannot be used.
    """
    with _client(address) as client:
        _check_workers(client, address)
        try:
            yield Pool(client.get_executor(pure=False), make_here, (*Pool.lost, *_lost()))
        finally:
            client.run(end)


def _client(address: str) -> Any:
    """A client of the scheduler at ``address``. Raises InputProblems when there is none."""
    try:
        from distributed import Client

        return Client(address, timeout=PATIENCE_SECONDS, set_as_default=False)
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


def _check_workers(client: Any, address: str) -> None:
    """Raises InputProblems when there are no workers, or one that would make other pages."""
    theirs = client.run(made_with)
    if not theirs:
        raise _problem(
            address, "the scheduler has no workers", f"start one with `dask worker {address}`"
        )
    ours = made_with()
    different = sorted(
        {
            fingerprint.WORDS[key]
            for digests in theirs.values()
            for key in ours
            if digests[key] != ours[key]
        }
    )
    if different:
        raise _problem(
            address,
            "on a worker, " + "; ".join(different),
            "install the same version and lock on every machine",
        )


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
        page: Made = pool.submit(make_page, task).result()
    except RuntimeError as error:
        if "shut down" in str(error):
            raise TaskLost("the worker was ending") from None
        raise
    return page


def end() -> None:
    """End the warm parents of this worker."""
    with _lock:
        while _pools:
            _pools.popitem()[1].shutdown(cancel_futures=True)


def _lost() -> tuple[type[BaseException], ...]:
    """The errors by which a cluster tells that a worker is gone."""
    try:
        from distributed import CancelledError, KilledWorker
        from distributed.comm import CommClosedError
    except ImportError:
        return ()
    return KilledWorker, CancelledError, CommClosedError


def _problem(address: str, rule: str, remedy: str) -> InputProblems:
    return InputProblems([Problem("", "", "--scheduler", address, rule, remedy)])
