"""What a person sees of a run: a bar in a terminal, a line now and then elsewhere, and failures by
name at once.
"""

import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from types import FrameType

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from barnevern.batch.run import Result, Work

LINE_SECONDS = 15  # between lines where there is no terminal


class Interrupted(KeyboardInterrupt):
    """The run was asked to stop, by Ctrl-C or by the system; ``number`` is the signal."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.number = number


@contextmanager
def interruptible() -> Iterator[None]:
    """SIGINT and SIGTERM raise Interrupted, once: what follows is the way out, and is not
    interrupted again.
    """

    def stop(number: int, _: FrameType | None) -> None:
        for caught in before:
            signal.signal(caught, signal.SIG_IGN)
        raise Interrupted(number)

    before = {caught: signal.signal(caught, stop) for caught in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for caught, handler in before.items():
            signal.signal(caught, handler)


def explain(work: list[Work], console: Console) -> None:
    """A line for each page of the plan: whether it would be made, and why."""
    for page in work:
        console.print(f"{page.job.name}: {page.why or 'unchanged'}", markup=False)
    needed = sum(bool(page.why) for page in work)
    console.print(f"{needed} of {len(work)} pages would be made", markup=False)


@contextmanager
def shown(work: list[Work], console: Console) -> Iterator[Callable[[Result], None]]:
    """A function to be called with each result as it comes."""
    total = sum(bool(page.why) for page in work)
    if not console.is_terminal:
        yield _Lines(console, total).add
        return
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[failed]}"),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=console) as bar:
        task = bar.add_task("Making pages", total=total, failed="")
        failed = 0

        def report(result: Result) -> None:
            nonlocal failed
            failed += not result.published
            bar.update(task, advance=1, failed=f"{failed} failed" if failed else "")
            _say_failure(console, result)

        yield report


def _say_failure(console: Console, result: Result) -> None:
    if not result.published:
        console.print(f"FAILED {result.job.name}: {result.error}", markup=False)


@dataclass
class _Lines:
    """Progress as lines: one at most every LINE_SECONDS."""

    console: Console
    total: int
    done: int = 0
    failed: int = 0
    started: float = field(default_factory=time.monotonic)
    said: float = field(default_factory=time.monotonic)

    def add(self, result: Result) -> None:
        self.done += 1
        self.failed += not result.published
        _say_failure(self.console, result)
        now = time.monotonic()
        if now - self.said >= LINE_SECONDS and self.done < self.total:
            self.said = now
            left = (now - self.started) / self.done * (self.total - self.done)
            failed = f", {self.failed} failed" if self.failed else ""
            self.console.print(
                f"{self.done} of {self.total} pages{failed}, about {_duration(left)} left",
                markup=False,
            )


def _duration(seconds: float) -> str:
    return f"{seconds / 60:.0f} min" if seconds >= 90 else f"{seconds:.0f} s"
