"""The command line for data sets: ``barnevern data build``, ``fetch`` and ``show``, and ``barnevern
changed``.
"""

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from barnevern.commands import completion
from barnevern.commands import options as options
from barnevern.commands.console import errors as console
from barnevern.commands.console import output
from barnevern.data.dataset import build as build_dataset
from barnevern.data.dataset import open_dataset
from barnevern.data.store import STATBANK
from barnevern.page.parameters import ParameterProblems
from barnevern.paths import DATA, shown

data_app = typer.Typer(no_args_is_help=True, help="Build, fetch and look at data sets.")
SERVICE = "https://data.ssb.no/api"
THIS_YEAR = datetime.now(UTC).year
FolderToBuild = Annotated[
    Path,
    typer.Argument(
        help="A folder with dataset.json, sources.csv and tables of observations.",
        show_default="data/published",
    ),
]
FolderOfParquet = Annotated[
    Path | None,
    typer.Option(help="Where the Parquet goes; beside the embedded data sets if not given."),
]
LeftOut = Annotated[
    list[str] | None,
    typer.Option(
        help="A table to leave out; may be given several times.",
        autocompletion=completion.statbank_tables,
    ),
]
FolderOfTables = Annotated[
    Path | None, typer.Option(help="Where the folder of tables goes; data/statbank if not given.")
]
Address = Annotated[
    str, typer.Option(help="Where StatBank (pxwebapi/v2) and Klass (klass/v1) are.")
]
Shown = Annotated[
    str, typer.Argument(help="Number or name.", autocompletion=completion.municipalities)
]
LastYear = Annotated[int, typer.Option(help="The last year to show.", show_default="this year")]
Changed = Annotated[
    str,
    typer.Option(
        "--municipality",
        "-m",
        help="Whose figures: number or name. The data set as a whole if not given.",
        autocompletion=completion.municipalities,
    ),
]


@data_app.command("build")
def data_build(
    folder: FolderToBuild = DATA / "published",
    out: FolderOfParquet = None,
) -> None:
    """Check a folder of tables and build its data set. Prints every problem and writes nothing when
    there is one.
    """
    built = build_dataset(folder, out)
    output.print(
        f"Data set «{built.about['name']}», content {built.about['content'][:12]}, in"
        f" {shown(built.folder)}",
        markup=False,
    )


@data_app.command("fetch")
def data_fetch(
    without: LeftOut = None,
    out: FolderOfTables = None,
    address: Address = SERVICE,
) -> None:
    """Fetch the data set «statbank» from Statistics Norway, once; it is there without a network
    afterwards.

    Run it again after an update (15 March, 15 June): only tables that are new are asked for. A
    fetch that was stopped goes on where it was.
    """
    from barnevern.data.fetch import (
        fetch,  # only here: no other command asks anything of the network
    )
    from barnevern.sources.web import Service

    def tell(words: str) -> None:
        console.print(words, markup=False)

    folder = fetch(Service(address, tell=tell), without or [], out, tell=tell)
    built = build_dataset(folder)
    named = STATBANK if out is None else shown(folder)
    output.print(
        f"Data set «{STATBANK}» of {built.about['date']} is ready: barnevern run --dataset {named}"
        " -m Bærum",
        markup=False,
    )


@data_app.command("show")
def data_show(
    municipality: Shown,
    indicator: options.Indicators = None,
    dataset: options.Dataset = "published",
    year: LastYear = THIS_YEAR,
) -> None:
    """Print indicators for a municipality and its peers, with the reason where a figure is missing.

    Without --indicator: the newest figure of every indicator the municipality has one of.
    """
    from barnevern.commands import terminal
    from barnevern.indicators import UnknownIndicator
    from barnevern.page import Page

    page = Page.open("show", municipality, year, dataset)
    try:
        if not indicator:
            output.print(terminal.latest_table(page))
        for name in indicator or []:
            if page.own(page.figures(name)):
                output.print(terminal.indicator_table(page, name))
            else:
                console.print(
                    f"{page.place} has no figure for {name} up to {year} in this data set.",
                    markup=False,
                )
    except UnknownIndicator as error:
        raise ParameterProblems([str(error)]) from None


def changed(
    earlier: Annotated[int, typer.Argument(help="A year.")],
    later: Annotated[int, typer.Argument(help="A later year.")],
    municipality: Changed = "",
    dataset: options.Dataset = "published",
) -> None:
    """Say what changed from one year to another.

    With -m: every indicator the municipality has a figure of in both years, how much it rose or
    fell, which are new or gone, and which figures of the two years were revised after they were
    first published. Without: what the data set has of each year, by indicator: how many
    municipalities have a figure, and the country's.
    """
    from barnevern.commands import terminal
    from barnevern.page import Page

    if earlier >= later:
        raise ParameterProblems(
            [f"{earlier} must be a year before {later}: write the earlier year first"]
        )
    if municipality:
        page = Page.open("changed", municipality, later, dataset)
        parts = terminal.changed_municipality(page, earlier)
    else:
        parts = terminal.changed_dataset(open_dataset(dataset), earlier, later)
    for part in parts:
        output.print(part, markup=False)
