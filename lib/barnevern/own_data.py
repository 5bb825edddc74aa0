"""Where the data sets of a service's own figures are, outside the repository: "local", and as many
others as there are names, "local/lillehammer".

The name of each in dataset.json, and so its folder of reports, is "local" or "local-lillehammer".
"""

import os
import re
import sys
from pathlib import Path

LOCAL = "local"
NAMED = re.compile(rf"{LOCAL}[/-](?P<name>[a-z0-9][a-z0-9-]*)")


def is_own(name: str) -> bool:
    """Whether that is the name of a data set of own figures, as dataset.json or a user has it."""
    return name == LOCAL or bool(NAMED.fullmatch(name))


def folder(name: str = LOCAL) -> Path:
    """The folder of a data set of own figures: of "local" BARNEVERN_LOCAL, or ``barnevern/local``
    in the user's folder for data; the others stand beside it.
    """
    named = NAMED.fullmatch(name)
    first = _first()
    return first.with_name(f"{first.name}-{named['name']}") if named else first


def known() -> dict[str, Path]:
    """The data sets of own figures that are there, by the name that a user gives."""
    first = _first()
    beside = first.parent.glob(f"{first.name}-*/dataset.json") if first.parent.is_dir() else ()
    found = {f"{LOCAL}/{path.parent.name[len(first.name) + 1 :]}": path.parent for path in beside}
    here = {LOCAL: first} if (first / "dataset.json").is_file() else {}
    return here | dict(sorted(found.items()))


def _first() -> Path:
    named = os.environ.get("BARNEVERN_LOCAL")
    if named:
        return Path(named).expanduser()
    if sys.platform == "win32":
        base = Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local")
    elif sys.platform == "darwin":
        base = Path.home() / "Library" / "Application Support"
    else:
        base = Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share")
    return base / "barnevern" / LOCAL
