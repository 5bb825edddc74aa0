"""What is made once in a run of the tests, whichever of its processes asks first: data sets and
pages that many files look at and none changes. Nothing is kept for the next run.
"""

import fcntl
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest


def once(factory: pytest.TempPathFactory, name: str, make: Callable[[Path], object]) -> Path:
    """The folder ``name`` of this run, filled by ``make``; the others wait until it is whole."""
    own = factory.getbasetemp()
    top = own.parent if os.environ.get("PYTEST_XDIST_WORKER") else own
    folder, whole = top / "shared" / name, top / "shared" / f"{name}.whole"
    folder.parent.mkdir(exist_ok=True)
    with (folder.parent / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not whole.exists():
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir()
            make(folder)
            whole.touch()
    return folder
