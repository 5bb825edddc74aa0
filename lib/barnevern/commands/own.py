"""``barnevern own list``, ``move`` and ``empty``: the data sets of a service's own figures."""

import json
import shutil
from pathlib import Path
from typing import Annotated

import typer

from barnevern import own_data
from barnevern.commands import completion
from barnevern.commands.console import output
from barnevern.local import place
from barnevern.observations import regions
from barnevern.problems import refused

own_app = typer.Typer(
    no_args_is_help=True, help="List, move and empty the data sets of your own figures."
)
Whose = Annotated[
    str,
    typer.Argument(
        help="local, or local/ and a name.",
        autocompletion=completion.own_data_sets,
        show_default=False,
    ),
]
NewName = Annotated[str, typer.Argument(help="Its new name: local/lillehammer.")]
Yes = Annotated[bool, typer.Option("--yes", help="Remove it; without, say what would be removed.")]


@own_app.command("list")
def list_sets() -> None:
    """Say which data sets of your own figures there are: whose, of which years, real or made up."""
    known = own_data.known()
    for name, folder in known.items():
        output.print(f"{name}: {_about(folder)}", markup=False)
    if not known:
        output.print("There are none: barnevern extract load makes one.", markup=False)


@own_app.command()
def move(dataset: Whose, to: NewName) -> None:
    """Give a data set another name. Pages that were made of it stay in the reports of the old."""
    folder, target = _folder(dataset), own_data.folder(to)
    named = own_data.is_own(to)
    if not named or target.exists():
        rule = "there is one already" if named else "it is no name for own figures"
        raise refused("to", to, rule, "write local/ and a new name of small letters")
    with place.held(folder):
        shutil.move(folder, target)
        about = json.loads((target / "dataset.json").read_text(encoding="utf-8"))
        text = json.dumps(about | {"name": place.name_of(target)}, ensure_ascii=False, indent=1)
        (target / "dataset.json").write_text(text + "\n", encoding="utf-8")
    output.print(f"{dataset} is now {to}: barnevern run --dataset {to}", markup=False)


@own_app.command()
def empty(dataset: Whose, *, yes: Yes = False) -> None:
    """Remove a data set with its key, its answers and its ledger. Pages that were made of it stay.
    Exit code 1 without --yes.
    """
    folder = _folder(dataset)
    if not yes:
        output.print(
            f"{dataset}: {_about(folder)} Nothing was removed; --yes removes it, and what it knows"
            " of earlier editions.",
            markup=False,
        )
        raise typer.Exit(1)
    with place.held(folder):
        shutil.rmtree(folder)
    output.print(f"{dataset} is removed.", markup=False)


def _folder(dataset: str) -> Path:
    """The folder of a data set that is there. Raises InputProblems."""
    known = own_data.known()
    if dataset in known:
        return known[dataset]
    remedy = "use one of: " + ", ".join(known) if known else "load one: barnevern extract load"
    raise refused("dataset", dataset, "there is no such data set of own figures", remedy)


def _about(folder: Path) -> str:
    """What a data set is, in a sentence."""
    about = place.about(folder)
    years = sorted({str(name).removesuffix(".csv")[-4:] for name in about.get("parts", [])})
    code = str(about.get("municipality", ""))
    kind = "made-up figures" if about.get("synthetic") else "own figures"
    return f"{kind} of {regions.name_of(code)} ({code}), {', '.join(years)}."
