"""What runs the pages on this machine: processes forked from a warm parent, or ordinary kernels in
threads.
"""

from collections.abc import Iterator
from concurrent.futures import Executor, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field

from barnevern.batch.pool import Pool, warm_up
from barnevern.batch.task import CAN_FORK, FORK, KERNEL, Limits
from barnevern.batch.workers import WarmPool
from barnevern.paths import PLACE


@dataclass(frozen=True)
class Options:
    """How a run is made: ``scheduler`` is the address of a Dask scheduler, empty for this machine;
    ``force`` makes every page anew; ``outline`` is that of the documents, empty for each service's
    own.
    """

    workers: int = 2
    engine: str = FORK if CAN_FORK else KERNEL
    scheduler: str = ""
    limits: Limits = field(default_factory=Limits)
    force: bool = False
    outline: str = ""


@contextmanager
def here(options: Options, data: str, dataset: str) -> Iterator[Pool]:
    """A pool of this machine. ``data`` is the address of the data set called ``dataset``.

    On the way out what has not begun is cancelled, and what runs is ended.
    """
    if options.engine == KERNEL:
        from barnevern.batch import kernels  # papermill: not for a run that forks

        with (
            kernels.environment({PLACE: f"{dataset}={data}"}),
            _ended(ThreadPoolExecutor(options.workers)) as executor,
        ):
            yield Pool(executor)
    else:
        with _ended(WarmPool(options.workers, options.limits, (warm_up, (data,)))) as executor:
            yield Pool(executor)


@contextmanager
def _ended(executor: Executor) -> Iterator[Executor]:
    """The executor; on the way out nothing more is begun."""
    try:
        yield executor
    finally:
        executor.shutdown(wait=True, cancel_futures=True)
