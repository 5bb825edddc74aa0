"""The internal view: a service's own figures with nothing hidden, for the screen of those who may
see the cases themselves.
"""

import json
import shutil
from pathlib import Path

from barnevern.disclosure import raw
from barnevern.disclosure.rules import OPEN
from barnevern.norwegian.messages import say
from barnevern.own_data import is_own

NAME = "internal"
PRIVATE = 0o700


def internal(folder: Path) -> Path:
    """A copy of the local data set in ``folder``, made inside it, that hides nothing; gives its
    folder.

    Raises InputProblems where a page is being published, and ValueError for another data set than
    ``local``.
    """
    raw.refuse()
    about = json.loads((folder / "dataset.json").read_text(encoding="utf-8"))
    if not is_own(about["name"]):
        raise ValueError("only a service's own figures have an internal view")
    made = folder / NAME
    shutil.rmtree(made, ignore_errors=True)
    made.mkdir(mode=PRIVATE)
    for table in folder.glob("*.csv"):
        shutil.copy(table, made / table.name)
    about |= {"disclosure": OPEN, "title": say("explore-internal-title", title=about["title"])}
    (made / "dataset.json").write_text(
        json.dumps(about, ensure_ascii=False, indent=1), encoding="utf-8"
    )
    return made
