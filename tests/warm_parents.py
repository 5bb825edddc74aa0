"""Warm parents of the batch, forked from one process that has imported what each of them imports:
so a test of a run does not wait for the imports anew. What a warm parent does is its own
(barnevern.batch.warm); that it also starts by itself is held by tests/batch/test_workers.py and by
every test of the command.
"""

import atexit
import os
import pickle
import select
import signal
import socket
import subprocess
import sys
import tempfile
from contextlib import suppress
from functools import lru_cache
from pathlib import Path

from barnevern.batch.workers import ENVIRONMENT

PROGRAM = "import sys; sys.path.insert(0, sys.argv[2]); from warm_parents import serve; serve()"
MOST_BYTES = 1 << 20  # of an environment


def only_imported(data: str) -> None:  # noqa: ARG001 (what is given to whoever warms up)
    """Warm up for notebooks that draw nothing."""
    from barnevern.batch import engine

    engine.shell()


class Started:
    """A warm parent that another process forked, with what a pool asks of a subprocess.Popen."""

    def __init__(self, pid: int) -> None:
        self.pid = pid
        try:
            self._ended: int | None = os.pidfd_open(pid)
        except ProcessLookupError:
            self._ended = None

    def terminate(self) -> None:
        with suppress(ProcessLookupError):
            os.kill(self.pid, signal.SIGTERM)

    def wait(self) -> None:
        if self._ended is not None:
            select.select([self._ended], [], [])
            os.close(self._ended)
            self._ended = None


def started(link: int, folder: str) -> Started:
    """In the place of barnevern.batch.workers._started."""
    given = os.environ | ENVIRONMENT | {"TMPDIR": folder, "IPYTHONDIR": folder}
    server = _server()
    socket.send_fds(server, [pickle.dumps(given)], [link])
    return Started(int(server.recv(64)))


@lru_cache
def _server() -> socket.socket:
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    with theirs:
        process = subprocess.Popen(
            [sys.executable, "-c", PROGRAM, str(theirs.fileno()), str(Path(__file__).parent)],
            pass_fds=[theirs.fileno()],
            env=os.environ | ENVIRONMENT,
            start_new_session=True,
        )
    atexit.register(process.wait)
    atexit.register(ours.close)  # called first; the server hears it and ends
    return ours


def serve() -> None:
    """Fork a warm parent for each message, until whoever started this is gone."""
    sys.modules["rfc3987_syntax"] = None  # type: ignore[assignment]  # as in barnevern.batch.warm
    import barnevern.batch.make  # noqa: F401 (so that every warm parent has it)
    from barnevern.batch import warm

    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody waits here for those that end
    asked = socket.socket(fileno=int(sys.argv[1]))
    while True:
        given, links, *_ = socket.recv_fds(asked, MOST_BYTES, 1)
        if not given:
            return
        pid = os.fork()
        if pid == 0:
            asked.close()
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            os.setsid()
            os.environ.clear()
            os.environ.update(pickle.loads(given))
            tempfile.tempdir = None
            sys.argv = ["-c", str(links[0])]
            try:
                warm.main()
            finally:
                os._exit(0)
        os.close(links[0])
        asked.send(str(pid).encode())
