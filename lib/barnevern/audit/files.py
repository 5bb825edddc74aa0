"""Every file of a finished batch, and the numbers in it that nothing explains."""

from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from barnevern.audit.unexplained import Place, Rows, Unexplained, as_rows, of_page


def unexplained(folder: Path) -> list[Unexplained]:
    """Every number, and every number in words with something that is counted, in the files under
    ``folder`` that no shown figure, date, law, name or declared text explains.
    """
    found = []
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        name = path.relative_to(folder).with_suffix("").as_posix()
        found += [Unexplained(name, *place) for place in dict.fromkeys(_of_file(path))]
    return found


def _of_file(path: Path) -> Iterator[Place]:
    if path.suffix == ".html":
        rows, beside = _rows(path.with_suffix(".csv")), _beside(path.parent)
        yield from of_page(path.read_text(encoding="utf-8"), rows, beside)


def _rows(path: Path) -> Rows:
    """The rows of a page's CSV; none where there is no such file, as beside an index."""
    return as_rows(path.read_text(encoding="utf-8")) if path.is_file() else []


@lru_cache(maxsize=1)
def _beside(folder: Path) -> Rows:
    """The rows of every CSV in a folder."""
    return [row for path in sorted(folder.glob("*.csv")) for row in _rows(path)]
