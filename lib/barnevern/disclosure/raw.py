"""Raw figures stay out of a page that is being published: it reads what has passed the gate.

This keeps a notebook from showing raw figures by mistake. Who writes notebooks with intent can read
any file of the user's.
"""

import os
import sys
from functools import lru_cache
from pathlib import Path
from typing import Any

from barnevern.paths import PLACE
from barnevern.problems import InputProblems, Problem

RULE = "a page that is being published cannot read raw figures"
REMEDY = "use page.table(…) or page.figures(…): they hold what may be shown"


def refuse() -> None:
    """Called by whatever reads or makes raw figures. Raises InputProblems where a page of a batch
    is being made.
    """
    if os.environ.get(PLACE):
        raise InputProblems([Problem("", "", "", "", RULE, REMEDY)])


@lru_cache
def close(store: Path) -> None:
    """Keep this process, while it makes a page, from opening files of the folder that ``store`` was
    built from and stands in.

    What raises is InputProblems. A store that stands elsewhere has no raw figures beside it.
    """
    folder, inside = store.resolve().parent.parent, f"{store.resolve()}{os.sep}"
    if not (folder / "dataset.json").is_file():
        return

    def watch(event: str, given: tuple[Any, ...]) -> None:
        if event == "open" and isinstance(given[0], str | bytes) and os.environ.get(PLACE):
            path = os.path.realpath(os.fsdecode(given[0]))
            if path.startswith(f"{folder}{os.sep}") and not path.startswith(inside):
                refuse()

    sys.addaudithook(watch)
