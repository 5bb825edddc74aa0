"""One page to be made, as it is sent to whoever makes it, and what comes back. Light to import: a
run that makes nothing needs no more.
"""

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from typing import Any

from barnevern.batch.reasons import Reason
from barnevern.page.parameters import ParameterProblems
from barnevern.render.export import Link

FORK, KERNEL = "fork", "kernel"  # the engines
CAN_FORK = hasattr(os, "fork")


@dataclass(frozen=True)
class Limits:
    """``step_seconds`` is for each step a task tells of with step(): a cell of a notebook.
    ``memory_mb`` is beyond what is shared.
    """

    step_seconds: float = 120
    task_seconds: float = 600
    memory_mb: int = 1_000

    @classmethod
    def of(cls, text: str) -> "Limits":
        """Limits from "120,600,1000". Raises ParameterProblems when they are not three numbers
        above zero.
        """
        numbers = text.split(",")
        if len(numbers) != len(fields(cls)) or not all(
            number.strip().isdigit() and int(number) > 0 for number in numbers
        ):
            raise ParameterProblems(
                [
                    f'limits "{text}" must be three whole numbers: seconds a cell, seconds a page,'
                    " megabytes; for example 120,600,1000"
                ]
            )
        return cls(*map(int, numbers))


@dataclass(frozen=True)
class Task:
    """Everything that one page is made from, so that it can be made in another process or on
    another machine.

    ``notebook`` is the text of the file, ``data`` the address of the data set's folder, ``links``
    the page's navigation.
    """

    notebook: str
    parameters: Mapping[str, Any]
    data: str
    links: tuple[Link, ...]
    limits: Limits = Limits()
    engine: str = FORK


@dataclass(frozen=True)
class Made:
    """A whole page, or the reason why there is none. ``reads`` has a digest for each part of the
    data set that was read.
    """

    html: str = ""
    csv: str = ""
    json: str = ""
    reason: Reason | None = None
    reads: Mapping[str, str] = field(default_factory=dict)
    seconds: float = 0.0
    cpu_seconds: float | None = None
    memory_mb: int | None = None

    def files(self, page: str) -> dict[str, str]:
        """The texts of the page's files by name; ``page`` is their name without ending."""
        return {f"{page}.html": self.html, f"{page}.csv": self.csv, f"{page}.json": self.json}


_listeners: list[Callable[[], None]] = []


def step() -> None:
    """Tell whoever watches this process that the next step of its task begins."""
    for listener in _listeners:
        listener()


def tell_steps_to(listener: Callable[[], None]) -> None:
    """Have ``listener`` called at every step."""
    _listeners.append(listener)
