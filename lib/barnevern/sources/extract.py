"""A case extract, whichever of the two formats it is in."""

from collections.abc import Sequence
from pathlib import Path

from barnevern.cases import Extract
from barnevern.problems import InputProblems, Problem
from barnevern.sources import bvr, kostra15f
from barnevern.sources.reading import format_of, require_format


def read_extract(paths: Sequence[Path], key: bytes, *, synthetic: bool = False) -> Extract:
    """The cases in the files: one KOSTRA 15F file, or any number of BVR files, told apart by what
    is in them.

    Every id and identity number is replaced by a hash with ``key`` (16 to 64 bytes). ``synthetic``
    accepts identity numbers of the made-up series (month + 80). Raises InputProblems with
    everything that is wrong in them.
    """
    if not paths:
        raise InputProblems(
            [
                Problem(
                    "",
                    "",
                    "",
                    "",
                    "no file was given",
                    "give one KOSTRA 15F file, or the BVR files",
                )
            ]
        )
    found = format_of(paths[0])
    require_format(paths, found)
    if found == "15F" and len(paths) > 1:
        rule = f"{len(paths)} KOSTRA 15F files were given; each is the whole of one year"
        raise InputProblems(
            [Problem(path.name, "", "", "", rule, "read them one at a time") for path in paths]
        )
    if found == "15F":
        return kostra15f.read(paths[0], key, synthetic=synthetic)
    return bvr.read(paths, key, synthetic=synthetic)
