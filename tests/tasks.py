"""What the tests of the pool have done in a process of its own; the warm parent imports it."""

import os
import signal
import subprocess
import time
from pathlib import Path

from barnevern.batch.task import step

warm: list[str] = []


def warm_up(word: str) -> None:
    warm.append(word)


def refuse() -> None:
    raise ValueError("no such data set")


def word() -> str:
    """What the parent was warmed up with; what this process adds stays in it."""
    warm.append("own")
    return warm[0] + str(len(warm))


def threads() -> int:
    return len(list(Path("/proc/self/task").iterdir()))


def square(number: int) -> int:
    return number * number


def letters(count: int) -> str:
    return "x" * count


def fail() -> None:
    raise ValueError("wrong")


def leave() -> None:
    os._exit(3)


def killed(flag: str) -> str:
    """Killed from outside the first time."""
    if not Path(flag).exists():
        Path(flag).touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return "done"


def loop() -> None:
    while True:
        pass


def steps(count: int, seconds: float) -> str:
    for _ in range(count):
        step()
        time.sleep(seconds)
    return "done"


def hog(mb: int) -> int:
    return len(bytearray(mb << 20))


def start_another() -> int:
    """Start a process that would outlive this one."""
    return subprocess.Popen(["sleep", "600"]).pid


def executed(notebook: str, parameters: dict[str, object]) -> str:
    """The notebook, executed by the engine in this process."""
    import nbformat

    from barnevern.batch import engine

    return nbformat.writes(engine.execute(nbformat.reads(notebook, as_version=4), parameters, step))
