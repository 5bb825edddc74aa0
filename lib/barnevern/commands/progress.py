"""What a person sees of long work: a bar in a terminal, a line now and then elsewhere, both with
the time that is left.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

from barnevern.batch.progress import LINE_SECONDS
from barnevern.commands.console import errors

Tell = Callable[[int, int], None]


@contextmanager
def progress(title: str, console: Console = errors) -> Iterator[Tell]:
    """A function to be told how much of the work called ``title`` is done, and how much there is,
    in any unit that takes about as long everywhere.
    """
    if not console.is_terminal:
        yield _Lines(title, console).tell
        return
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        TaskProgressColumn(),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=console) as bar:
        task = bar.add_task(title, total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)


@dataclass
class _Lines:
    """Progress as lines: one at most every LINE_SECONDS, none at the end."""

    title: str
    console: Console
    started: float = field(default_factory=lambda: time.monotonic())
    said: float = field(default_factory=lambda: time.monotonic())

    def tell(self, done: int, total: int) -> None:
        now = time.monotonic()
        if now - self.said < LINE_SECONDS or not 0 < done < total:
            return
        self.said = now
        left = (now - self.started) / done * (total - done)
        self.console.print(
            f"{self.title}: {done / total:.0%}, about {_duration(left)} left", markup=False
        )


def _duration(seconds: float) -> str:
    return f"{seconds / 60:.0f} min" if seconds >= 90 else f"{seconds:.0f} s"
