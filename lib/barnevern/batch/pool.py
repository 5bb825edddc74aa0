"""Where pages are made, as a run sees it: something to submit tasks to, and the two functions that
run there.

papermill, nbconvert and all they pull are imported where pages are made, and not by whoever plans a
run: that is why these two functions import within.
"""

from collections.abc import Callable
from concurrent.futures import CancelledError, Executor
from dataclasses import dataclass

from barnevern.batch.task import Made, Task
from barnevern.batch.workers import TaskLost


def make_page(task: Task) -> Made:
    """The page of ``task``; see barnevern.batch.make."""
    from barnevern.batch import make

    return make.make(task)


def warm_up(data: str) -> None:
    """What every page of the data set at ``data`` needs; see barnevern.batch.make."""
    from barnevern.batch import make

    make.warm_up(data)


@dataclass(frozen=True)
class Pool:
    """An executor, the function to submit to it with each Task, and the errors that are not the
    page's own fault: a page that ends with one may be tried again.
    """

    executor: Executor
    make: Callable[[Task], Made] = make_page
    lost: tuple[type[BaseException], ...] = (TaskLost, CancelledError)
