"""The command line for the ledger of editions: ``barnevern ledger export`` and ``import``."""

from pathlib import Path
from typing import Annotated

import typer

from barnevern.commands import completion
from barnevern.commands.console import output
from barnevern.own_data import LOCAL

ledger_app = typer.Typer(
    no_args_is_help=True,
    help="Let another publisher's gate know what has been shown and hidden.",
)
Whose = Annotated[
    str,
    typer.Option(
        "--dataset",
        help="«local», or the folder of tables that a data set is built from.",
        autocompletion=completion.datasets,
    ),
]
By = Annotated[
    str, typer.Option(help="Who has published it.", show_default="the municipality, or the title")
]
Written = Annotated[Path, typer.Argument(help="The file to write.")]
Given = Annotated[Path, typer.Argument(help="A file that another publisher has exported.")]


@ledger_app.command("export")
def export(file: Written, dataset: Whose = LOCAL, by: By = "") -> None:
    """Write what has been published from a data set, and what was hidden, to a file for others who
    publish the same figures. It holds nothing that was not published.
    """
    from barnevern.data import travelling  # the gate, which no other command needs

    header, editions = travelling.export(dataset, file, by)
    output.print(
        f"Wrote {file.name}: {_told(len(editions))} by {header.by}, code {header.code}. Tell"
        " whoever imports it the code by another way than the file.",
        markup=False,
    )


@ledger_app.command("import")
def take_in(file: Given, dataset: Whose = LOCAL) -> None:
    """Take in what another has published: the data set is built anew, and hides what would give
    back what they hid.
    """
    from barnevern.data import travelling

    header, editions = travelling.take_in(file, dataset)
    output.print(
        f"Took in {file.name}: {_told(len(editions))} by {header.by}, code {header.code}. Ask them"
        " whether that is their code. The data set is built anew with the next pages.",
        markup=False,
    )


def _told(number: int) -> str:
    return "1 edition" if number == 1 else f"{number} editions"
