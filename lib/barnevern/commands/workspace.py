"""``barnevern init``: a folder of one's own to work in."""

import shutil
from pathlib import Path
from typing import Annotated

import typer

from barnevern.commands.console import output
from barnevern.paths import MARKER, ROOT, shown
from barnevern.problems import refused

MARK = (
    "A workspace of barnevern: commands that are run in this folder work with what stands here.\n"
)
COPIED = {"notebooks": "notebooks", "params": "params", "data/templates": "templates"}


def init(
    folder: Annotated[Path, typer.Argument(help="The new folder.", show_default=False)],
) -> None:
    """Make a folder to work in: notebooks and params of your own, reports made there. Every command
    that is run in it uses them.
    """
    target = folder.expanduser().resolve()
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        rule = "something stands there already"
        raise refused("folder of the workspace", folder.name, rule, "give a new or an empty folder")
    target.mkdir(parents=True, exist_ok=True)
    for source, name in COPIED.items():
        shutil.copytree(ROOT / source, target / name, ignore=shutil.ignore_patterns(".*"))
    (target / MARKER).write_text(MARK, encoding="utf-8")  # last: then the workspace is whole
    output.print(f"{shown(target)} is ready. Go on there:", markup=False)
    for line in (f"cd {shown(target)}", "barnevern run -m Bærum", "barnevern lab"):
        output.print(f"  {line}", markup=False)
