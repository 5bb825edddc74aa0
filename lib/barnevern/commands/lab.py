"""``barnevern lab``: JupyterLab with the notebooks."""

import os
import subprocess
import sys

import typer

from barnevern.paths import NOTEBOOKS


def lab(context: typer.Context) -> None:
    """Open the notebooks in JupyterLab, which takes its own options after --; it asks no server
    outside for news or updates.
    """
    quiet = [
        "--LabApp.news_url=None",
        "--LabApp.check_for_updates_class=jupyterlab.handlers.announcements.NeverCheckForUpdate",
    ]
    place = [
        f"--ServerApp.root_dir={NOTEBOOKS.parent}",
        f"--LabApp.default_url=/lab/tree/{NOTEBOOKS.name}/explore.ipynb",
    ]
    command = [sys.executable, "-m", "jupyterlab", *place, *quiet, *context.args]
    if os.name == "posix":
        os.execv(
            sys.executable, command
        )  # in place of this process, so that whoever ends the command ends JupyterLab
    raise typer.Exit(subprocess.call(command))
