"""A case extract, whichever of the two formats it is in."""

from collections.abc import Sequence
from pathlib import Path

from barnevern.cases import Extract
from barnevern.problems import InputProblems, Problem
from barnevern.sources import bvr, kostra15f
from barnevern.sources.reading import format_of, require_format
from barnevern.sources.refusal import refused


def read_extract(
    paths: Sequence[Path], key: bytes, *, synthetic: bool = False, keep_going: bool = False
) -> Extract:
    """The cases in the files: one KOSTRA 15F file, or any number of BVR files, told apart by what
    is in them.

    Every id and identity number is replaced by a hash with ``key`` (16 to 64 bytes). ``synthetic``
    accepts identity numbers of the made-up series (month + 80). Raises InputProblems with
    everything that is wrong in them; with ``keep_going`` cases that are not as the format has them
    are left out instead, and told in ``faults``.
    """
    if not paths:
        raise refused("", "", "no file was given", "give one KOSTRA 15F file, or the BVR files")
    file_format = format_of(paths[0])
    require_format(paths, file_format)
    if file_format.one_case_a_file:
        return bvr.read(paths, key, synthetic=synthetic, keep_going=keep_going)
    if len(paths) > 1:
        rule = f"{len(paths)} {file_format.name} files were given; each is the whole of one year"
        raise InputProblems(
            [Problem(path.name, "", "", "", rule, "read them one at a time") for path in paths]
        )
    return kostra15f.read(paths[0], key, synthetic=synthetic, keep_going=keep_going)
