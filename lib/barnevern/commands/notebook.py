"""The command line for notebooks: ``barnevern notebook new``."""

from typing import Annotated

import typer

from barnevern.commands import options as options
from barnevern.commands.console import output
from barnevern.paths import shown

notebook_app = typer.Typer(no_args_is_help=True, help="Make notebooks.")


@notebook_app.callback()
def notebooks() -> None:
    """Make notebooks."""


@notebook_app.command("new")
def new(
    name: Annotated[
        str, typer.Argument(help="Its file name without ending: small letters, digits and _.")
    ],
    title: Annotated[
        str, typer.Option(help="The Norwegian title of its pages; the name if not given.")
    ] = "",
    indicator: options.Indicators = None,
) -> None:
    """Make a notebook from the skeleton, with a question per indicator. It runs as it is: change
    its words, and add what it should show.
    """
    from barnevern.commands import skeleton  # only here: no other command writes notebooks

    path = skeleton.write(name, title, indicator or skeleton.INDICATORS)
    output.print(
        f"{shown(path)} is ready. Open it with barnevern lab, or make its page: barnevern run -m"
        f" Bærum --notebook {name}",
        markup=False,
    )
