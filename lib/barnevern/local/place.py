"""The folder of the local data set: where it is, what may be written there, its key, and how it is
replaced as a whole.
"""

import json
import os
import secrets
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from barnevern import own_data, problems
from barnevern.cases.identity import KEY_BYTES, LONGEST_KEY, SHORTEST_KEY
from barnevern.paths import LEDGERS, PUBLISHED_EDITIONS, ROOT, left_by_system
from barnevern.problems import InputProblems

if sys.platform != "win32":
    import fcntl

KEY_FILE = "key"
MAPPING = "mapping.yml"  # the answers about the service's lists: see barnevern.local.mapping
STORE = "store"  # the Parquet built from the folder may stand inside it
PRIVATE_FOLDER, PRIVATE_FILE = 0o700, 0o600


def name_of(out: Path) -> str:
    """The name of the data set in a folder, and so of its folder of reports: "local-lillehammer" of
    "local/lillehammer", "local" of the first and of a folder elsewhere.
    """
    first = own_data.folder().resolve()
    name = out.resolve().name.removeprefix(f"{first.name}-")
    named = own_data.folder(f"{own_data.LOCAL}/{name}").resolve()
    return f"{own_data.LOCAL}-{name}" if named == out.resolve() != first else own_data.LOCAL


def about(out: Path) -> dict[str, Any]:
    """What dataset.json in ``out`` says; empty where there is none, or none of ours."""
    try:
        said = json.loads((out / "dataset.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    ours = isinstance(said, dict) and own_data.is_own(str(said.get("name")))
    return said if ours and isinstance(said.get("tables"), list) else {}


def check_outside(out: Path) -> None:
    """Raises InputProblems when ``out`` is in the repository or holds it."""
    if out.is_relative_to(ROOT.resolve()) or ROOT.resolve().is_relative_to(out):
        raise refused(
            "the folder is in the repository, or holds it",
            "give a folder elsewhere: own figures are never kept there",
        )


def check_ours(out: Path, municipality: str, *, synthetic: bool) -> None:
    """Raises InputProblems when ``out`` is a file, or a folder that something else would be lost or
    mixed up in.

    That is one with anything in it that is not ours, and one with figures of another municipality
    or of the other kind (made up or not). What stands in it is counted, not named: a file's name
    can be a child's.
    """
    if out.exists() and not out.is_dir():
        raise refused("it is a file", "give a folder")
    known = about(out)
    strangers = _strangers(out, known)
    if strangers:
        raise refused(
            f"the folder holds {strangers} files or folders that are not of this data set",
            "give an empty folder, or move them away",
        )
    if known and known.get("municipality") != municipality:
        raise refused(
            f"the folder holds the figures of municipality {known.get('municipality')}",
            "give another folder",
        )
    if known and known.get("synthetic") is not synthetic:
        kinds = {True: "made-up", False: "real"}
        raise refused(
            f"the folder holds {kinds[not synthetic]} figures, and these are {kinds[synthetic]}",
            "give another folder",
        )


def _strangers(out: Path, known: dict[str, Any]) -> int:
    """How many files and folders in ``out`` are not those of the data set that it says it is."""
    ours = {"dataset.json", "sources.csv", MAPPING, KEY_FILE, STORE, PUBLISHED_EDITIONS, LEDGERS}
    ours = ours | {*known["tables"]} if known else set()
    return (
        sum(path.name not in ours and not left_by_system(path.name) for path in out.iterdir())
        if out.is_dir()
        else 0
    )


def refused(rule: str, remedy: str) -> InputProblems:
    """The error for a folder that figures may not or cannot be kept in."""
    return problems.refused("folder of the data set", "", rule, remedy)


def key(out: Path) -> bytes:
    """The key that identity numbers are hashed with: the one kept in ``out``, or a new one. It is
    never shown.
    """
    path = out / KEY_FILE
    kept = path.read_bytes() if path.is_file() else secrets.token_bytes(KEY_BYTES)
    if not SHORTEST_KEY <= len(kept) <= LONGEST_KEY:
        raise refused(
            "its key is damaged",
            f"restore the file «{KEY_FILE}» from a backup, or remove it: a new one is made",
        )
    return kept


def write_key(out: Path, content: bytes) -> None:
    """Keep the key in ``out``, readable by its owner alone from the first byte on."""
    with os.fdopen(
        os.open(out / KEY_FILE, os.O_WRONLY | os.O_CREAT | os.O_EXCL, PRIVATE_FILE), "wb"
    ) as handle:
        handle.write(content)


@contextmanager
def held(out: Path) -> Iterator[None]:
    """Keep other loads from ``out``, and put right what one that was killed has left.

    The lock is on the folder above, and the system lets go of it however the process ends. Raises
    InputProblems when another load is under way.
    """
    out.parent.mkdir(mode=PRIVATE_FOLDER, parents=True, exist_ok=True)
    if sys.platform == "win32":
        _recover(out)
        yield
        return
    handle = os.open(out.parent, os.O_RDONLY)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise refused("another load is under way", "wait until it is done") from None
        _recover(out)
        yield
    finally:
        os.close(handle)


@contextmanager
def replaced(out: Path) -> Iterator[Path]:
    """An empty folder beside ``out`` that takes its place as a whole when the block ends; if it
    fails, ``out`` stays as it was.
    """
    new, old = _beside(out)
    new.mkdir(mode=PRIVATE_FOLDER)
    try:
        yield new
        if out.exists():
            out.rename(old)
        new.rename(out)
    finally:
        _recover(out)


def _beside(out: Path) -> tuple[Path, Path]:
    """Where the new folder is made, and where the former one is while they change places."""
    return out.with_name(f".{out.name}.new"), out.with_name(f".{out.name}.old")


def _recover(out: Path) -> None:
    """Put the former folder back if nothing came in its place, and remove what is left beside
    it.
    """
    new, old = _beside(out)
    if old.exists() and not out.exists():
        old.rename(out)
    shutil.rmtree(old, ignore_errors=True)
    shutil.rmtree(new, ignore_errors=True)
