"""The files that people give: folders, packed files, and what systems leave beside them."""

import tempfile
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path, PurePosixPath

from barnevern.paths import left_by_system, with_ending
from barnevern.problems import InputProblems, Problem, refused

EXTRACTS = (".xml",)
LISTS = (".csv", ".txt", ".tsv", ".dat", ".xlsx")  # .dat: KOSTRA accounts
PACKED = ".zip"
WORKBOOK = "[Content_Types].xml"  # what tells a workbook from another packed file
MOST_FILES, MOST_BYTES = 200_000, 8 * 1024**3  # beyond that a packed file is not what it seems


@contextmanager
def opened(files: Iterable[Path], endings: Sequence[str]) -> Iterator[list[Path]]:
    """The files to read: those of a folder or a packed file in its place, if their names have one
    of ``endings`` in any case, and without what systems leave in folders (``._x.xml``,
    ``Thumbs.db``, ``~$x.docx``).

    What is unpacked stands in a folder of the user's own until the block ends. Raises InputProblems
    with every folder and packed file that holds nothing to read.
    """
    with tempfile.TemporaryDirectory(prefix="barnevern-") as aside:
        found: list[Path] = []
        problems: list[Problem] = []
        for number, path in enumerate(path for path in files if not left_by_system(path.name)):
            try:
                found += _inside(path, endings, Path(aside) / str(number))
            except InputProblems as error:
                problems += error.problems
        if problems:
            raise InputProblems(problems)
        yield found


def _inside(path: Path, endings: Sequence[str], aside: Path) -> list[Path]:
    """The files that one path means. Raises InputProblems when there are none."""
    if path.is_dir():
        inside = with_ending(path, *endings, PACKED)
        kinds = " or ".join(ending.removeprefix(".").upper() for ending in endings)
        if not inside:
            remedy = "give the folder that the case system wrote to"
            raise refused("", "", f"the folder has no {kinds} files", remedy, file=path.name)
        return [
            one
            for number, file in enumerate(inside)
            for one in _inside(file, endings, aside / str(number))
        ]
    return _unpacked(path, endings, aside) if _is_packed(path) else [path]


def _is_packed(path: Path) -> bool:
    if not path.is_file() or not zipfile.is_zipfile(path):
        return False
    try:
        with zipfile.ZipFile(path) as packed:
            return WORKBOOK not in packed.namelist()
    except (zipfile.BadZipFile, OSError):
        return path.suffix.lower() == PACKED


def _unpacked(path: Path, endings: Sequence[str], aside: Path) -> list[Path]:
    """The files in a packed file, each in a folder of its own below ``aside``."""
    try:
        with zipfile.ZipFile(path) as packed:
            wanted = [member for member in packed.infolist() if _is_wanted(member, endings)]
            if not wanted:
                raise _refused(path, "the packed file has nothing to read in it")
            size = sum(member.file_size for member in wanted)
            if len(wanted) > MOST_FILES or size > MOST_BYTES:
                raise _refused(path, "the packed file is larger than any extract")
            return [
                _unpacked_one(packed, member, aside / str(number))
                for number, member in enumerate(wanted)
            ]
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, EOFError):
        raise _refused(path, "the packed file is damaged or has a password") from None


def _is_wanted(member: zipfile.ZipInfo, endings: Sequence[str]) -> bool:
    name = PurePosixPath(member.filename.replace("\\", "/"))
    left = any(left_by_system(part) for part in name.parts)
    return not member.is_dir() and not left and name.suffix.lower() in endings


def _unpacked_one(packed: zipfile.ZipFile, member: zipfile.ZipInfo, folder: Path) -> Path:
    """The member as a file in ``folder``, whatever path it claims to have."""
    folder.mkdir(parents=True)
    target = folder / PurePosixPath(member.filename.replace("\\", "/")).name
    with packed.open(member) as inside, target.open("wb") as out:
        while part := inside.read(1 << 20):
            out.write(part)
    return target


def _refused(path: Path, rule: str) -> InputProblems:
    return refused("", "", rule, "unpack it, and give what is in it", file=path.name)
