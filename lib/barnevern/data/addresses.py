"""Folders that are not on this machine: s3://bucket/folder, abs://container/folder and whatever
else fsspec knows.
"""

import hashlib
import shutil
import tempfile
from pathlib import Path
from typing import Any

from barnevern.paths import STORE
from barnevern.problems import InputProblems, Problem

REMEDY = (
    "install the extra barnevern[cluster] and the package that fsspec names for such addresses"
    " (s3fs, adlfs, gcsfs)"
)


def is_address(text: str) -> bool:
    """Whether the text names a folder by address rather than by path."""
    return "://" in text


def opened(address: str) -> tuple[Any, str]:
    """The file system of an address and the folder in it. Raises InputProblems when it cannot be
    reached from here.
    """
    try:
        import fsspec  # an extra: only those who use addresses need it

        system, folder = fsspec.core.url_to_fs(address)
    except (ImportError, ValueError) as error:
        reason = f"such an address cannot be opened: {error}"
        raise InputProblems(
            [Problem("", "", "address", address.partition("://")[0] + "://", reason, REMEDY)]
        ) from None
    return system, str(folder)


def fetch(address: str) -> Path:
    """A copy on this machine of the folder at ``address``; a copy of the same files is used again.

    Raises InputProblems when there is no such folder.
    """
    system, folder = opened(address)
    try:
        names = sorted(system.find(folder))
        states = [address, *(f"{name} {system.ukey(name)}" for name in names)]
        state = hashlib.sha256("\n".join(states).encode()).hexdigest()[:12]
        target = STORE / f"fetched-{state}"
        if not target.is_dir():
            _copy(system, folder, names, target)
    except OSError as error:
        rule = f"the folder cannot be read: {type(error).__name__}"
        remedy = "check the address and your access"
        raise InputProblems([Problem("", "", "dataset", address, rule, remedy)]) from None
    return target


def _copy(system: Any, folder: str, names: list[str], target: Path) -> None:
    """Copy the files ``names`` of ``folder``, aside first and then into place."""
    STORE.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=STORE, prefix=".fetching-") as aside:
        for name in names:
            copy = Path(aside) / "files" / name.removeprefix(folder).lstrip("/")
            copy.parent.mkdir(parents=True, exist_ok=True)
            system.get_file(name, str(copy))
        _publish(Path(aside) / "files", target)


def _publish(copy: Path, target: Path) -> None:
    """Move the whole copy into place; another process may have been first, with the same files."""
    try:
        copy.rename(target)
    except OSError:
        if not target.is_dir():
            raise
        shutil.rmtree(copy)
