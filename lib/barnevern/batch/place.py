"""Where an edition is published: a folder, or an address such as s3://bucket/reports. behind one
interface.
"""

import hashlib
import tempfile
from functools import cached_property
from pathlib import Path
from typing import Any, Protocol

from barnevern import paths
from barnevern.data import addresses

STAGING = ".staging"


class Place(Protocol):
    """What an edition needs of where it is published. ``staging`` is a local folder for what is not
    published yet.
    """

    @property
    def staging(self) -> Path:
        """Where whole pages wait."""

    def shown(self, name: str) -> str:
        """Where a file is, as a person would write it."""

    def prepare(self) -> None:
        """Make sure that pages can be put here. Raises OSError."""

    def read(self, name: str) -> str | None:
        """The text of a file, or None when it is not there."""

    def holds(self, name: str, size: int, digest: str) -> bool:
        """Whether the file is there as it was published."""

    def put(self, aside: Path, name: str) -> None:
        """Move a whole file from the staging folder into place, at once."""

    def remove(self, name: str) -> None:
        """Take away a file, if it is there."""


class Folder:
    """A folder on this machine, or one that is shared."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.staging = path / STAGING  # on the same disk, so that moving is one step

    def shown(self, name: str) -> str:
        """The path from the folder the person stands in, or in full."""
        return paths.shown(self.path / name)

    def prepare(self) -> None:
        """Make the folders."""
        self.staging.mkdir(parents=True, exist_ok=True)
        (self.staging / "probe").write_text("", encoding="utf-8")
        (self.staging / "probe").unlink()

    def read(self, name: str) -> str | None:
        """The text of a file, or None."""
        path = self.path / name
        return path.read_text(encoding="utf-8") if path.is_file() else None

    def holds(self, name: str, size: int, digest: str) -> bool:
        """Whether the file has the size and the SHA-256 it was published with."""
        path = self.path / name
        return (
            path.is_file() and path.stat().st_size == size and of_bytes(path.read_bytes()) == digest
        )

    def put(self, aside: Path, name: str) -> None:
        """Rename: a reader sees the old file or the new one, whole."""
        target = self.path / name
        target.parent.mkdir(parents=True, exist_ok=True)
        aside.replace(target)

    def remove(self, name: str) -> None:
        """Unlink."""
        (self.path / name).unlink(missing_ok=True)


class Bucket:
    """An address that fsspec knows. A file there is whole when it is seen; size alone tells whether
    it is the one published.
    """

    def __init__(self, address: str) -> None:
        self.address = address
        self.staging = Path(tempfile.gettempdir()) / f"barnevern-{of_bytes(address.encode())[:12]}"

    @cached_property
    def _system(self) -> tuple[Any, str]:
        return addresses.opened(self.address)

    @cached_property
    def _sizes(self) -> dict[str, int]:
        """Every file there when the run began, so that thousands of pages cost one request."""
        system, root = self._system
        return {name: int(facts["size"]) for name, facts in system.find(root, detail=True).items()}

    def shown(self, name: str) -> str:
        """The address of a file."""
        return f"{self.address}/{name}"

    def prepare(self) -> None:
        """Write to the address once."""
        system, root = self._system
        self.staging.mkdir(parents=True, exist_ok=True)
        system.makedirs(root, exist_ok=True)
        system.pipe_file(f"{root}/.probe", b"")
        system.rm_file(f"{root}/.probe")

    def read(self, name: str) -> str | None:
        """The text of a file, or None."""
        system, root = self._system
        try:
            return bytes(system.cat_file(f"{root}/{name}")).decode()
        except FileNotFoundError:
            return None

    def holds(self, name: str, size: int, digest: str) -> bool:  # noqa: ARG002 (a digest would cost reading every page)
        """Whether the file is there with the size it was published with."""
        return self._sizes.get(f"{self._system[1]}/{name}") == size

    def put(self, aside: Path, name: str) -> None:
        """Upload."""
        system, root = self._system
        target = f"{root}/{name}"
        system.makedirs(target.rpartition("/")[0], exist_ok=True)
        system.put_file(str(aside), target)
        aside.unlink()

    def remove(self, name: str) -> None:
        """Delete, where the run began with it there."""
        system, root = self._system
        if f"{root}/{name}" in self._sizes:
            system.rm_file(f"{root}/{name}")


def at(out: str, name: str) -> Place:
    """The place of the data set ``name`` below ``out``, a folder or an address."""
    return (
        Bucket(f"{out.rstrip('/')}/{name}")
        if addresses.is_address(out)
        else Folder(Path(out) / name)
    )


def of_bytes(content: bytes) -> str:
    """The digest by which a published file is known again."""
    return hashlib.sha256(content).hexdigest()
