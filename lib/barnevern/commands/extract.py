"""The command line for a service's own files: ``barnevern extract check`` and ``barnevern extract
load``.
"""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from barnevern import controls, local, own_data
from barnevern.cases import formats
from barnevern.commands import completion
from barnevern.commands import preview as previewing
from barnevern.commands.console import output
from barnevern.controls import run
from barnevern.demo import write_extracts
from barnevern.demo.country import YEARS
from barnevern.local import check as checking
from barnevern.local import remarks
from barnevern.local.files import EXTRACTS, opened
from barnevern.local.inputs import EVERY_YEAR
from barnevern.problems import refused

extract_app = typer.Typer(
    no_args_is_help=True, help="Check a case extract, and load it into a data set of your own."
)
Files = Annotated[
    list[Path],
    typer.Argument(
        help="A KOSTRA 15F file; or the files of a BVR extract, or their folder; packed or not.",
        show_default=False,
    ),
]
FilesToLoad = Annotated[
    list[Path],
    typer.Argument(
        help="Case extracts, lists filled in from data/templates, or their folder; packed or not.",
        show_default=False,
    ),
]
Sender = Annotated[
    str,
    typer.Option(
        "--municipality",
        "-m",
        help="Who should have sent it: number or name.",
        autocompletion=completion.municipalities,
    ),
]
Owner = Annotated[
    str,
    typer.Option(
        "--municipality",
        "-m",
        help="Whose figures they are: number or name.",
        autocompletion=completion.municipalities,
    ),
]
YearsToCount = Annotated[
    list[int] | None,
    typer.Option(
        help="A year to count in BVR files, the last that was over if not given; or the year of a"
        " list that does not tell it."
    ),
]
Folder = Annotated[
    Path | None,
    typer.Option(help="The folder of the data set; one outside the repository if not given."),
]
Synthetic = Annotated[
    bool,
    typer.Option(
        "--synthetic",
        help="Accept made-up identity numbers (month + 80), as the demo data set has.",
    ),
]
Rule = Annotated[
    str,
    typer.Option(
        help="The preset of data/reference/disclosure.yml that says which counts are hidden.",
        show_default="the one before, or ssb-barnevern",
        autocompletion=completion.rules,
    ),
]
Mapping = Annotated[
    Path | None,
    typer.Option(
        help="Answers about lists of other systems, YAML; kept with the data set.",
        show_default="those kept",
    ),
]
Preview = Annotated[
    bool,
    typer.Option(
        "--preview",
        help="Say what lists are understood as and what must be answered, and load nothing.",
    ),
]
OwnSet = Annotated[
    str,
    typer.Option(
        help="Which data set of own figures: local, or local/ and a name of small letters.",
        autocompletion=completion.own_data_sets,
    ),
]
Looser = Annotated[
    bool, typer.Option("--looser", help="Take a rule that hides less than the one before.")
]


History = Annotated[
    bool,
    typer.Option("--history", help="BVR files: count every year from 2022 to the last over."),
]


class EditionName(StrEnum):
    """The editions of the controls."""

    SPECIFICATION = controls.SPECIFICATION
    PROGRAM = controls.PROGRAM


Edition = Annotated[
    EditionName,
    typer.Option(help="KOSTRA 15F: by the specification, or as Statistics Norway's program does."),
]
LeaveOut = Annotated[
    bool,
    typer.Option(
        "--leave-out", help="Count without the children who are not as the file format has them."
    ),
]


class Format(StrEnum):
    """The file formats of case systems."""

    KOSTRA_15F = formats.KOSTRA_15F.code
    BVR = formats.BVR.code


WorkingList = Annotated[
    Path | None, typer.Option(help="Write every finding with its journal number to this file.")
]
ReportingYear = Annotated[
    int | None, typer.Option(min=2013, max=2040, help="The reporting year it should be for.")
]
Sampled = Annotated[
    str, typer.Option("--municipality", "-m", help="Whose made-up cases: number or name of today.")
]
SampleYear = Annotated[
    int,
    typer.Option(
        min=YEARS[0],
        max=YEARS[-1],
        help=f"The reporting year; for BVR {formats.BVR.first_year} or later.",
    ),
]
SampleFormat = Annotated[
    Format, typer.Option("--format", help="15F: one file. BVR: one file for each case.")
]


def _folder(dataset: str) -> Path:
    """The folder of a data set of own figures. Raises InputProblems for another name."""
    if own_data.is_own(dataset):
        return own_data.folder(dataset)
    rule, remedy = "it is no name for own figures", "write local, or local/ and a name: local/prove"
    raise refused("--dataset", dataset, rule, remedy)


def _said(sentence: str) -> None:
    output.print(sentence, markup=False)


@extract_app.command()
def check(
    files: Files,
    csv: WorkingList = None,
    municipality: Sender = "",
    year: ReportingYear = None,
    synthetic: Synthetic = False,
    edition: Edition = EditionName.SPECIFICATION,
) -> None:
    """Hold an extract against the authorities' controls. Exit code 1 when there is an error in
    it, or it would be turned away.
    """
    checking.refuse_overwriting(files, csv)
    with opened(files, EXTRACTS) as found:
        checking.refuse_overwriting(found, csv)
        # the files are read again where the lines of findings are asked for
        extract = checking.read(found, synthetic=synthetic)
        sender = checking.expected_sender(extract, municipality)
        findings = run(extract, year, sender, edition.value)
        if len(findings):
            output.print(checking.summary(extract, findings))
        output.print(checking.totals(extract, findings), markup=False)
        stopped, verdict = checking.stops(extract, year, sender)
        for sentence in [*remarks.sentences(extract), verdict]:
            _said(sentence)
        if csv is not None:
            checking.write_working_list(extract, findings, csv)
            output.print(
                f"{csv.name} has {len(findings)} findings, with journal numbers: keep it as safely"
                " as the cases themselves.",
                markup=False,
            )
    if stopped or not checking.ready(findings):
        raise typer.Exit(1)


@extract_app.command()
def load(
    files: FilesToLoad,
    municipality: Owner,
    year: YearsToCount = None,
    out: Folder = None,
    synthetic: Synthetic = False,
    rule: Rule = "",
    looser: Looser = False,
    leave_out: LeaveOut = False,
    history: History = False,
    mapping: Mapping = None,
    dataset: OwnSet = own_data.LOCAL,
    preview: Preview = False,
) -> None:
    """Count extracts and lists into the data set «local», which `barnevern run --dataset` then
    makes pages of.
    """
    years = EVERY_YEAR if history else year or []
    asked = local.Asked(rule, looser=looser, leave_out=leave_out, mapping=mapping, say=_said)
    target = out or _folder(dataset)
    if preview:
        if not previewing.say(local.preview(files, target, municipality, years=years, asked=asked)):
            raise typer.Exit(1)
        return
    folder = local.load(files, target, municipality, synthetic=synthetic, years=years, asked=asked)
    number = len(list(folder.glob("*.csv")))
    place = f"the data set {dataset}" if out is None else out.name
    output.print(
        f"Loaded {len(files)} files. Only counts are kept, not cases: {number} tables in {place}.",
        markup=False,
    )


@extract_app.command()
def sample(
    municipality: Sampled,
    out: Annotated[Path, typer.Option(help="The folder to write to.")],
    year: SampleYear = YEARS[-1],
    file_format: SampleFormat = Format.KOSTRA_15F,
) -> None:
    """Write the extract of a made-up service, to try `check` and `load` on (with --synthetic)."""
    first_year = formats.of(file_format).first_year
    if year < first_year:
        raise typer.BadParameter(
            f"{file_format} extracts are made from {first_year} on", param_hint="--year"
        )
    files = write_extracts(
        checking.municipality_of(municipality).code, year, out, file_format=file_format.value
    )
    output.print(
        f"Wrote made-up cases to {out.name}: "
        + (files[0].name if len(files) == 1 else f"{len(files)} files")
        + ".",
        markup=False,
    )
