"""The command line for attacking a finished batch: ``barnevern audit``."""

import json
from pathlib import Path
from typing import Annotated

import typer

from barnevern.commands.console import output


def audit(
    reports: Annotated[
        Path, typer.Argument(help="The folder of finished pages.", exists=True, file_okay=False)
    ],
    to: Annotated[
        Path | None, typer.Option("--json", help="Write the figures of each attacker to this file.")
    ] = None,
    rule: Annotated[
        str, typer.Option(help="The preset to audit by, instead of the one the batch names.")
    ] = "",
) -> None:
    """Try to work out every hidden count from finished pages. Exit code 1 when anything is known
    that must not be.
    """
    from barnevern.audit import audit as attack  # scipy and lxml, which no other command needs
    from barnevern.audit import lines

    audits = attack(reports, rule)
    for attacked in audits:
        for line in lines(attacked):
            output.print(line, markup=False)
    if to is not None:
        to.write_text(
            json.dumps([attacked.to_json() for attacked in audits], ensure_ascii=False, indent=1)
            + "\n",
            encoding="utf-8",
        )
    if any(attacked.failed for attacked in audits):
        raise typer.Exit(1)
