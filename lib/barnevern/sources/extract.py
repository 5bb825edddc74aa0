"""A case extract, whichever of the two formats it is in."""

from pathlib import Path

from barnevern.cases import Extract
from barnevern.sources import kostra15f


def read_extract(paths: list[Path], key: bytes, *, synthetic: bool = False) -> Extract:
    """The cases in the files: one KOSTRA 15F file. Raises InputProblems with everything that is wrong in them."""
    return kostra15f.read(paths[0], key, synthetic=synthetic)
