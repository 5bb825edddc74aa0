"""What runs the pages: processes forked from a warm parent, ordinary kernels in threads, or the
workers of a Dask cluster.
"""

import os
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field

from barnevern.batch.task import FORK, KERNEL, Limits, Made, Task
from barnevern.batch.workers import WarmPool
from barnevern.paths import PLACE

CAN_FORK = hasattr(os, "fork")


@dataclass(frozen=True)
class Options:
    """How a run is made: ``scheduler`` is the address of a Dask scheduler, empty for this machine;
    ``force`` makes every page anew.
    """

    workers: int = 2
    engine: str = FORK if CAN_FORK else KERNEL
    scheduler: str = ""
    limits: Limits = field(default_factory=Limits)
    force: bool = False


@contextmanager
def executor(
    options: Options, data: str, dataset: str
) -> Iterator[tuple[Executor, Callable[[Task], Made]]]:
    """An executor and the function to submit to it with each Task. ``data`` is the address of the
    data set called ``dataset``.

    On the way out what has not begun is cancelled, and what runs is ended.
    """
    if options.scheduler:
        from barnevern.batch import cluster  # an extra: only those who have a cluster need it

        with cluster.connected(options.scheduler) as pool:
            yield pool, cluster.make_here
    elif options.engine == KERNEL:
        from barnevern.batch import kernels

        with (
            kernels.environment({PLACE: f"{dataset}={data}"}),
            _ended(ThreadPoolExecutor(options.workers)) as pool,
        ):
            yield pool, make_page
    else:
        with _ended(WarmPool(options.workers, options.limits, (warm_up, (data,)))) as pool:
            yield pool, make_page


@contextmanager
def _ended(pool: Executor) -> Iterator[Executor]:
    """The pool; on the way out nothing more is begun."""
    try:
        yield pool
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


# papermill, nbconvert and all they pull are imported where pages are made, and not by whoever plans
# a run.


def make_page(task: Task) -> Made:
    """The page of ``task``; see barnevern.batch.make."""
    from barnevern.batch import make

    return make.make(task)


def warm_up(data: str) -> None:
    """What every page needs; see barnevern.batch.make."""
    from barnevern.batch import make

    make.warm_up(data)
