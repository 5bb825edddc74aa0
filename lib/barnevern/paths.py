"""Where the project's folders are, from whichever folder a notebook or command is started."""

import os
from pathlib import Path

# An installed copy without the notebooks and data beside it names the checkout in BARNEVERN_HOME.
ROOT = Path(os.environ.get("BARNEVERN_HOME") or Path(__file__).resolve().parents[2])
DATA = ROOT / "data"
REFERENCE = DATA / "reference"
STORE = DATA / "store"
NOTEBOOKS = ROOT / "notebooks"
PARAMS = ROOT / "params"
REPORTS = ROOT / "reports"
# an environment variable: where the batch has the data set of a name, "demo=/folder"
PLACE = "BARNEVERN_DATASET"
# beside the raw figures of a data set: see barnevern.disclosure.ledger
PUBLISHED_EDITIONS = "published_editions.parquet"
LIBRARY = Path(__file__).resolve().parent
TEMPLATES = LIBRARY / "render" / "templates"


def shown(path: Path) -> str:
    """The path as a person in this folder would write it."""
    full = path.resolve()
    return str(full.relative_to(Path.cwd())) if full.is_relative_to(Path.cwd()) else str(path)
