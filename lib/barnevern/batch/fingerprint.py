"""What a page is made from, as digests: a page whose digests are those of its last edition is left
alone.
"""

import hashlib
import json
import platform
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

from barnevern import __version__
from barnevern.batch.task import Task
from barnevern.data import digests
from barnevern.observations import regions
from barnevern.paths import LANGUAGES, REFERENCE, TEMPLATES

PACKAGES = (
    "babel",
    "matplotlib",
    "nbconvert",
    "numpy",
    "pandas",
    "papermill",
    "pyarrow",
    "scipy",
    "seaborn",
)
WORDS = {
    "code": "the library has changed",
    "links": "the municipality has other pages than before",
    "notebook": "the notebook has changed",
    "packages": "other versions of the packages",
    "parameters": "other parameters",
    "reference": "the code lists, indicators or other reference data have changed",
    "sentences": "the sentences have changed",
    "template": "the template has changed",
}
MOST_NAMED = 3  # parts of the data set in one reason
WHOLE = "the whole data set"  # what a page is taken to have read when it does not tell


def of_task(task: Task) -> dict[str, str]:
    """A digest for everything the page of ``task`` is made from, apart from the figures it will
    read.
    """
    own = {
        "notebook": _short(task.notebook),
        "parameters": _short(json.dumps(dict(task.parameters), sort_keys=True)),
        "links": _short(json.dumps([vars(link) for link in task.links])),
    }
    return surroundings() | own


@lru_cache
def surroundings() -> dict[str, str]:
    """The digests that are the same for every page: the library, the packages, the reference data,
    the sentences and the templates.
    """
    library = Path(__file__).resolve().parents[1]
    return {
        "code": _of_files(library, "*.py"),
        "packages": _short(
            " ".join(
                [
                    platform.python_version(),
                    __version__,
                    *(f"{name} {version(name)}" for name in PACKAGES),
                ]
            )
        ),
        "reference": _of_files(REFERENCE, "*.*"),
        "sentences": _of_files(LANGUAGES, "*.ftl"),
        "template": _of_files(TEMPLATES / "report", "*.*"),
    }


def of_reads(reads: dict[str, str], content: str) -> dict[str, str]:
    """The digests of the figures a page has read; of the whole data set when it does not tell."""
    return dict(reads) or {WHOLE: content}


def changes(
    now: dict[str, str],
    last: dict[str, str],
    reads: dict[str, str],
    data: dict[str, Any],
    content: str,
) -> list[str]:
    """What has changed since the last edition of a page, in words.

    ``now`` and ``last`` are of_task(), ``reads`` what the last edition read, ``data`` and
    ``content`` the digests of the data set as it is.
    """
    changed = [words for key, words in WORDS.items() if now.get(key) != last.get(key)]
    moved = [
        part
        for part, digest in reads.items()
        if digest != (content if part == WHOLE else digests.of_part(data, part))
    ]
    return changed + ([f"new figures: {_some(moved)}"] if moved else [])


def _some(parts: list[str]) -> str:
    """The first parts of a data set by name, and how many more there are."""
    more = f" and {len(parts) - MOST_NAMED} more" if len(parts) > MOST_NAMED else ""
    return ", ".join(_named(part) for part in parts[:MOST_NAMED]) + more


def _named(part: str) -> str:
    """The part of a data set for a person: "figures 3203 2026" -> "3203 Asker"."""
    kind, _, name = part.partition(" ")
    if kind not in ("region", "figures", "editions"):
        return part
    code = name.split(" ")[0]
    known = code in regions.municipalities() or code in regions.groups()
    return f"{code} {regions.name_of(code)}" if known else code


def _short(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[: digests.LENGTH]


def _of_files(folder: Path, pattern: str) -> str:
    digest = hashlib.sha256()
    for path in sorted(folder.rglob(pattern)):
        digest.update(str(path.relative_to(folder)).encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()[: digests.LENGTH]
