"""The warm parent: a process that has imported everything once and forks one child for each task.

It is started by barnevern.batch.workers, has no thread when it forks, and does nothing but fork,
wait and kill. A child that ends, is killed, runs too long or takes too much memory is told of by
one answer; a result is passed on only when it has come whole. When its own end of the link closes,
because it was told to stop or because whoever started it was killed, it kills what still runs,
removes its temporary folder and ends.
"""

import fcntl
import gc
import os
import pickle
import resource
import select
import shutil
import signal
import struct
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from typing import Any

from barnevern.batch.task import Limits, tell_steps_to

HEAD = struct.Struct("!cQ")  # a message from a child: what it is, and how many bytes follow
TICK = 1.0  # seconds between looks at the clock
LEAVING_SECONDS = 1.0  # for a process to end once it has closed its files
FROM_OUTSIDE = (
    signal.SIGKILL,
    signal.SIGTERM,
)  # what a system short of memory, or a person, ends a process with


@dataclass
class Child:
    """A task that runs: its process, what it has sent so far, and when it must be done.

    ``held`` is the parent's end of a pipe that nobody writes to: it closes when the parent ends,
    however that happens.
    """

    number: int
    pid: int
    reader: int
    held: int
    limits: Limits
    started: float = field(default_factory=time.monotonic)
    step: float = field(default_factory=time.monotonic)
    received: bytearray = field(default_factory=bytearray)
    result: bytes | None = None

    @property
    def deadline(self) -> float:
        """When it must have gone a step further, or be done."""
        return min(self.started + self.limits.task_seconds, self.step + self.limits.step_seconds)

    def take(self, data: bytes) -> None:
        """Add what was read from the child; a whole message is a step or the result."""
        self.received += data
        while len(self.received) >= HEAD.size:
            kind, size = HEAD.unpack_from(self.received)
            if len(self.received) < HEAD.size + size:
                return
            content = bytes(self.received[HEAD.size : HEAD.size + size])
            del self.received[: HEAD.size + size]
            self.step = time.monotonic()
            if kind == b"R":
                self.result = content

    def ends_itself(self) -> bool:
        """Whether the child, whose messages have ended, ends too; the way out takes a moment."""
        deadline = time.monotonic() + LEAVING_SECONDS
        while os.waitid(os.P_PID, self.pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is None:
            if time.monotonic() > deadline:
                return False
            time.sleep(0.002)
        return True

    def end(self) -> int:
        """Kill the child with everything it started, and give its exit status."""
        os.close(self.reader)
        with suppress(ProcessLookupError):
            os.killpg(self.pid, signal.SIGKILL)
        os.close(self.held)
        return os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])


def send(writer: int, kind: bytes, content: bytes = b"") -> None:
    """Send one message from a child to the parent, however large."""
    data = memoryview(HEAD.pack(kind, len(content)) + content)
    while data:
        data = data[os.write(writer, data) :]


class Parent:
    """The loop of the warm parent. ``link`` leads to whoever started it."""

    def __init__(self, link: Connection) -> None:
        self.link = link
        self.children: dict[int, Child] = {}  # by the descriptor their messages come from
        # A signal's own exception could be raised where Python swallows it, as in what it runs
        # after a fork.
        self.told, self.tell = os.pipe()
        signal.signal(signal.SIGTERM, lambda *_: os.write(self.tell, b"."))

    def run(self) -> None:
        """Start and watch tasks until the link closes or SIGTERM comes."""
        try:
            while True:
                watched: list[Any] = [self.told, self.link, *self.children]
                ready, _, _ = select.select(watched, [], [], self._patience())
                if self.told in ready:
                    break
                if self.link in ready:
                    self._start(*pickle.loads(self.link.recv_bytes()))  # noqa: S301 (from the process that started this one)
                for reader in ready:
                    if reader in self.children:
                        self._read(self.children[reader])
                self._stop_the_late()
        except (EOFError, OSError):  # the other end is gone
            pass
        finally:
            for child in self.children.values():
                child.end()

    def _stop_the_late(self) -> None:
        now = time.monotonic()
        for child in [child for child in self.children.values() if child.deadline < now]:
            whole = child.started + child.limits.task_seconds < now
            self._finish(child, "task" if whole else "step")

    def _patience(self) -> float:
        nearest = min(
            (child.deadline for child in self.children.values()), default=time.monotonic() + TICK
        )
        return min(TICK, max(0.0, nearest - time.monotonic()))

    def _start(self, number: int, limits: Limits, task: bytes) -> None:
        reader, writer = os.pipe()
        lifeline, held = os.pipe()
        try:
            pid = os.fork()
        except OSError as error:
            for descriptor in (reader, writer, lifeline, held):
                os.close(descriptor)
            self._answer(number, "lost", f"could not be started: {error.strerror}")
            return
        if pid == 0:
            self._leave_to_the_parent(reader, held)
            _as_child(writer, lifeline, limits, task)
        os.close(writer)
        os.close(lifeline)
        with suppress(ProcessLookupError, PermissionError):
            os.setpgid(
                pid, pid
            )  # the child does the same; whichever comes first, it is done before it can be killed
        self.children[reader] = Child(number, pid, reader, held, limits)

    def _leave_to_the_parent(self, *own: int) -> None:
        """In a child: let go of what only the parent may hold, with ``own``, its ends of the pipes
        to this child.
        """
        others = [end for child in self.children.values() for end in (child.reader, child.held)]
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        for descriptor in (*own, self.told, self.tell, self.link.fileno(), *others):
            os.close(descriptor)

    def _read(self, child: Child) -> None:
        data = os.read(child.reader, 1 << 20)
        if data:
            child.take(data)
        else:
            self._finish(child, "")

    def _finish(self, child: Child, late: str) -> None:
        del self.children[child.reader]
        stays = child.result is None and not late and not child.ends_itself()
        status = child.end()
        if child.result is not None:
            self._answer(child.number, "done", child.result)
        elif late:
            self._answer(child.number, late, "")
        elif stays:
            self._answer(child.number, "died", "closed the link to its parent")
        elif -status in FROM_OUTSIDE:
            self._answer(child.number, "lost", "was killed from outside")
        else:
            self._answer(
                child.number,
                "died",
                f"ended with {'exit code' if status >= 0 else 'signal'} {abs(status)}",
            )

    def _answer(self, number: int, outcome: str, content: object) -> None:
        self.link.send_bytes(pickle.dumps((number, outcome, content)))


def _as_child(writer: int, lifeline: int, limits: Limits, task: bytes) -> None:
    """Run the task, send its result, and end without the parent's own way out."""
    try:
        os.setpgid(0, 0)
        # it lives for one page: what it leaves behind goes with it, and the memory limit holds
        gc.disable()
        tell_steps_to(lambda: send(writer, b"S"))
        _tie(lifeline)
        _limit_memory(limits.memory_mb)
        work, arguments = pickle.loads(task)  # noqa: S301 (from the process that started the parent)
        try:
            answer = pickle.dumps((True, work(*arguments)))
        except Exception as error:  # noqa: BLE001 (it is raised where the result is asked for)
            answer = pickle.dumps((False, f"{type(error).__name__}: {error}"))
        send(writer, b"R", answer)
    finally:
        os._exit(0)


def _tie(lifeline: int) -> None:
    """The child, and whatever it starts, ends when the other end of ``lifeline`` closes, even in an
    endless loop.
    """
    fcntl.fcntl(lifeline, fcntl.F_SETOWN, -os.getpid())
    fcntl.fcntl(
        lifeline, fcntl.F_SETFL, fcntl.fcntl(lifeline, fcntl.F_GETFL) | os.O_ASYNC
    )  # SIGIO; not caught, it kills
    if select.select([lifeline], [], [], 0)[0]:
        os._exit(1)


def _limit_memory(memory_mb: int) -> None:
    """Let the process take ``memory_mb`` more than it has; beyond that Python raises MemoryError.
    Where it is known (Linux).
    """
    try:
        with open("/proc/self/statm", encoding="ascii") as handle:  # noqa: PTH123 (on every task; a path object costs more)
            data_pages = int(handle.read().split()[5])
    except OSError:
        return
    most = data_pages * resource.getpagesize() + (memory_mb << 20)
    resource.setrlimit(resource.RLIMIT_DATA, (most, most))


def main() -> None:
    """Warm up as the first message says, tell that it is done, and run tasks."""
    link = Connection(int(sys.argv[1]))
    folder = os.environ["TMPDIR"]
    # A second to import: jsonschema would check addresses with it, and a notebook has none.
    sys.modules["rfc3987_syntax"] = None  # type: ignore[assignment]
    try:
        warm_up, arguments = pickle.loads(link.recv_bytes())  # noqa: S301 (from the process that started this one)
        link.send_bytes(pickle.dumps(_prepared(warm_up, arguments)))
        Parent(link).run()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _prepared(warm_up: Callable[..., None], arguments: tuple[Any, ...]) -> str:
    """Run ``warm_up``; gives an empty text, or what went wrong."""
    try:
        warm_up(*arguments)
    except Exception as error:  # noqa: BLE001 (told to whoever started this process)
        return f"{type(error).__name__}: {error}"
    gc.collect()
    # so that the children's garbage collector leaves the parent's pages alone, and shared
    gc.freeze()
    return ""
