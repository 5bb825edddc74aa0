"""An Executor that runs each task in a process of its own, forked from a warm parent
(barnevern.batch.warm).

A task costs little more than its own work, cannot disturb another, and can be stopped. What it
returns comes back by pickle.
"""

import os
import pickle
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
from collections import deque
from collections.abc import Callable
from concurrent.futures import Executor, Future
from contextlib import suppress
from dataclasses import dataclass
from itertools import count
from multiprocessing.connection import Connection
from typing import Any

from barnevern.batch.task import Limits

PROGRAM = "from barnevern.batch.warm import main; main()"
# The same answer whoever runs it, wherever, and one thread for linear algebra: many pages are made
# at once.
ENVIRONMENT = {
    "JE_ARROW_MALLOC_CONF": "background_thread:false",
    "LC_ALL": "C.UTF-8",
    "MPLBACKEND": "agg",
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "PYTHONHASHSEED": "0",
    "TZ": "UTC",
}
MOST_STARTS = 5  # of the warm parent, before the rest is given up


class TaskLost(RuntimeError):
    """The process of a task was killed from outside, or its parent was: the task may be tried
    again.
    """


class TaskDied(RuntimeError):
    """The process of a task ended without a result, by its own doing."""


class TaskTooSlow(RuntimeError):
    """The task was stopped because it ran too long; the text says what ran too long: a "step" or
    the "task".
    """


class TaskFailed(RuntimeError):
    """The task raised; the text is the error's."""


@dataclass(frozen=True)
class _Asked:
    future: "Future[Any]"
    task: bytes


class WarmPool(Executor):
    """Runs up to ``workers`` tasks at a time. ``warm_up`` (a function and its arguments) prepares
    the parent; it must be importable.
    """

    def __init__(
        self, workers: int, limits: Limits, warm_up: tuple[Callable[..., None], tuple[Any, ...]]
    ) -> None:
        self._workers, self._limits, self._warm_up = workers, limits, warm_up
        self._numbers = count()
        self._waiting: deque[_Asked] = deque()
        self._running: dict[int, _Asked] = {}
        self._lock = threading.RLock()
        self._closed = False
        self._given_up = ""  # why no task can be run any more
        self._link: Connection | None = None
        self._parent: subprocess.Popen[bytes] | None = None
        self._thread: threading.Thread | None = None

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> "Future[Any]":
        """A future for ``fn(*args)``; both must be picklable."""
        if kwargs:
            raise TypeError("a task takes no keyword arguments")
        asked = _Asked(Future(), pickle.dumps((fn, args)))
        with self._lock:
            if self._closed:
                raise RuntimeError("the pool has been shut down")
            self._waiting.append(asked)
            if self._thread is None:
                self._thread = threading.Thread(target=self._serve, daemon=True)
                self._thread.start()
            self._feed()
        return asked.future

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:  # noqa: FBT001, FBT002 (Executor's own signature)
        """End the pool. With ``cancel_futures`` what runs is killed and its futures are lost;
        without, everything is waited for.
        """
        with self._lock:
            self._closed = True
            if cancel_futures:
                for asked in self._waiting:
                    asked.future.cancel()
                self._waiting.clear()
            if cancel_futures or not (self._waiting or self._running):
                self._end_parent()
        if wait and self._thread:
            self._thread.join()

    def _end_parent(self) -> None:
        if self._parent:
            self._parent.terminate()  # it kills its children first

    def _feed(self) -> None:
        """Hand tasks to the parent as long as there is room."""
        while self._given_up and self._waiting:
            asked = self._waiting.popleft()
            if asked.future.set_running_or_notify_cancel():
                asked.future.set_exception(TaskFailed(self._given_up))
        while self._link and self._waiting and len(self._running) < self._workers:
            asked = self._waiting.popleft()
            if asked.future.set_running_or_notify_cancel():
                number = next(self._numbers)
                self._running[number] = asked
                with suppress(
                    OSError
                ):  # the parent is gone; the thread that listens to it hears that too
                    self._link.send_bytes(pickle.dumps((number, self._limits, asked.task)))

    def _serve(self) -> None:
        """In a thread: keep a warm parent and take its answers, until the pool is shut down."""
        for start in range(1, MOST_STARTS + 1):
            problem = self._with_a_parent()
            with self._lock:
                self._link, lost, self._running = None, self._running, {}
            for asked in lost.values():
                asked.future.set_exception(TaskLost("the process that forks the pages ended"))
            if problem or start == MOST_STARTS:
                self._given_up = problem or "the process that forks the pages ended again and again"
            with self._lock:
                self._feed()
                if (self._closed and not self._waiting) or self._given_up:
                    return

    def _with_a_parent(self) -> str:
        """Start a warm parent and listen to it until it ends. Gives what went wrong when it could
        not be prepared.
        """
        folder = tempfile.mkdtemp(prefix="bv-")
        ours, theirs = socket.socketpair()
        with theirs, self._lock:
            self._parent = parent = _started(theirs.fileno(), folder)
        link = Connection(ours.detach())
        try:
            return self._listen(link)
        except (EOFError, OSError):
            return ""
        finally:
            link.close()
            parent.wait()
            shutil.rmtree(folder, ignore_errors=True)

    def _listen(self, link: Connection) -> str:
        """Have the parent warm up and take its answers. Gives what went wrong when it could not be
        prepared; raises EOFError or OSError when it ends.
        """
        link.send_bytes(pickle.dumps(self._warm_up))
        problem = str(pickle.loads(link.recv_bytes()))  # noqa: S301 (from our own program)
        with self._lock:
            self._link = None if problem else link
            self._feed()
        while not problem:
            self._settle(*pickle.loads(link.recv_bytes()))  # noqa: S301 (from our own program)
        return problem

    def _settle(self, number: int, outcome: str, content: Any) -> None:
        """Give a future its result, or the reason why there is none."""
        with self._lock:
            future = self._running.pop(number).future
            self._feed()
        if outcome == "done":
            fine, value = pickle.loads(content)  # noqa: S301 (from our own program)
            if fine:
                future.set_result(value)
            else:
                future.set_exception(TaskFailed(value))
        elif outcome == "lost":
            future.set_exception(TaskLost(f"its process {content}"))
        elif outcome == "died":
            future.set_exception(TaskDied(f"its process {content}"))
        else:
            future.set_exception(TaskTooSlow(outcome))
        with self._lock:
            if self._closed and not (self._waiting or self._running):
                self._end_parent()


def _started(link: int, folder: str) -> "subprocess.Popen[bytes]":
    """A warm parent at the other end of the descriptor ``link``, with ``folder`` for its temporary
    files.
    """
    return subprocess.Popen(  # noqa: S603 (our own program)
        [sys.executable, "-P", "-c", PROGRAM, str(link)],
        pass_fds=[link],
        env=os.environ | ENVIRONMENT | {"TMPDIR": folder, "IPYTHONDIR": folder},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,  # Ctrl-C is for whoever started the pool
    )
