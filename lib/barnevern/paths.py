"""Where things are, from whichever folder a notebook or command is started: what the project
carries, where a user works, and what is built on the way.
"""

import os
from pathlib import Path

import platformdirs

LIBRARY = Path(__file__).resolve().parent
TEMPLATES = LIBRARY / "render" / "templates"
MARKER = ".barnevern"  # the file that makes a folder a workspace: see ``barnevern init``
# an environment variable: where the batch has the data set of a name, "demo=/folder"
PLACE = "BARNEVERN_DATASET"
# beside the raw figures of a data set: see barnevern.disclosure.ledger
PUBLISHED_EDITIONS = "published_editions.parquet"
LEDGERS = "ledgers"  # a folder there: what other publishers have shown of the same figures

_home = os.environ.get("BARNEVERN_HOME")  # another checkout than the one this library stands in
_installed = LIBRARY / "project"  # what the wheel carries: see pyproject.toml
# The notebooks, params and data of the project: a checkout, or the installed copy.
ROOT = Path(_home) if _home else _installed if _installed.is_dir() else LIBRARY.parents[1]
IS_CHECKOUT = not ROOT.is_relative_to(LIBRARY)


def _workspace() -> Path:
    """The folder a user works in: the nearest one above this that is marked, else the checkout, or
    this folder where there is none that may be written to.
    """
    here = Path.cwd()
    marked = (folder for folder in (here, *here.parents) if (folder / MARKER).is_file())
    if _home:
        return ROOT
    return next(marked, ROOT if IS_CHECKOUT and os.access(ROOT, os.W_OK) else here)


WORKSPACE = _workspace()
DATA = ROOT / "data"
REFERENCE = DATA / "reference"
LANGUAGES = DATA / "language"  # what readers meet, in message files
FETCHED = WORKSPACE / "data"  # data sets from elsewhere


def _of_the_workspace(name: str) -> Path:
    own = WORKSPACE / name
    return own if own.is_dir() else ROOT / name


NOTEBOOKS = _of_the_workspace("notebooks")
PARAMS = _of_the_workspace("params")
REPORTS = WORKSPACE / "reports"
# Parquet that is built from tables, to be built again when it is gone.
STORE = (
    DATA / "store"
    if IS_CHECKOUT and os.access(DATA, os.W_OK)
    else platformdirs.user_cache_path("barnevern", appauthor=False) / "store"
)

# What macOS, Windows and office programs leave in folders, in small letters.
LEFT = ("._", "~$", ".~lock.", ".ds_store", "thumbs.db", "ehthumbs", "desktop.ini", "__macosx")


def left_by_system(name: str) -> bool:
    """Whether a file or folder of that name was left by a system, and nobody means it."""
    return name.lower().startswith(LEFT) or name in (".localized", "Icon\r", ".directory")


def with_ending(folder: Path, *endings: str) -> list[Path]:
    """The files in a folder whose names end so, in any case, without what systems leave there; in
    the order of their names.
    """
    return sorted(
        path
        for path in folder.iterdir()
        if path.suffix.lower() in endings and not left_by_system(path.name)
    )


def shown(path: Path) -> str:
    """The path as a person in this folder would write it."""
    full = path.resolve()
    return str(full.relative_to(Path.cwd())) if full.is_relative_to(Path.cwd()) else str(path)
