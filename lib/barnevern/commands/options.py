"""The options that commands share or that take more than a line: what each is called, says of
itself and completes.
"""

from pathlib import Path
from typing import Annotated, Literal

import typer

from barnevern.commands import completion
from barnevern.document import outlines
from barnevern.problems import InputProblems, Problem, nearest

Parameters = Annotated[
    Path,
    typer.Argument(
        help="A parameter file: which data set, municipalities, years and notebooks.",
        show_default="params/published.yml",
    ),
]
_WHOSE = "Number or name, of today or of before; may be given several times."
Municipalities = Annotated[
    list[str] | None,
    typer.Option("--municipality", "-m", help=_WHOSE, autocompletion=completion.municipalities),
]
Group = Annotated[
    str,
    typer.Option(
        help="A group of municipalities: asss, or a KOSTRA group such as EKG12.",
        autocompletion=completion.groups,
    ),
]
County = Annotated[
    str,
    typer.Option(
        help="Every municipality of a county: number or name.", autocompletion=completion.counties
    ),
]
Networks = Annotated[
    list[str] | None,
    typer.Option(
        help="A network to make a page about: asss, EKG12, EKA32.", autocompletion=completion.groups
    ),
]
Everyone = Annotated[bool, typer.Option("--all", help="Every municipality that has figures.")]
Year = Annotated[
    int | None, typer.Option(help="The year of the pages; the last one with figures if not given.")
]
Dataset = Annotated[
    str,
    typer.Option(
        help="A data set under data/, or a folder with a dataset.json.",
        autocompletion=completion.datasets,
    ),
]
Notebooks = Annotated[
    list[str] | None,
    typer.Option(
        help="A notebook; may be given several times.", autocompletion=completion.notebooks
    ),
]
Out = Annotated[
    str,
    typer.Option(
        help="Where the reports go: a folder, or an address such as s3://bucket/reports.",
        show_default="reports/",
    ),
]
Jobs = Annotated[
    int,
    typer.Option(
        min=1, max=64, help="Pages made at the same time.", show_default="one per core, at most 8"
    ),
]
Scheduler = Annotated[
    str, typer.Option(help="A Dask scheduler, such as tcp://host:8786; its workers make the pages.")
]
Engine = Annotated[
    Literal["fork", "kernel"],
    typer.Option(
        help="fork (fast), or kernel: an ordinary kernel for each page.",
        show_default="fork where it can",
    ),
]
LimitsOfAPage = Annotated[
    str,
    typer.Option(
        help="The most a page may take: seconds a cell, seconds in all, megabytes (fork, on Linux)."
    ),
]
Force = Annotated[
    bool, typer.Option("--force", help="Make every page, also those that nothing has changed for.")
]
OnlyFailed = Annotated[
    bool, typer.Option("--only-failed", help="Only the pages that failed the last time.")
]
DryRun = Annotated[
    bool, typer.Option("--dry-run", help="Say which pages would be made and why, and make none.")
]
Indicators = Annotated[
    list[str] | None,
    typer.Option(
        help="An indicator of data/reference/indicators.yml; may be given several times.",
        autocompletion=completion.indicators,
    ),
]
Log = Annotated[
    Path | None,
    typer.Option(
        help="Write what is said to the end of this file instead, with the time of each line."
    ),
]
AsPdf = Annotated[
    bool,
    typer.Option(
        "--pdf", help="Print each tilstandsrapport as PDF too, with the Chromium of this machine."
    ),
]
AsDocx = Annotated[
    bool,
    typer.Option(
        "--docx",
        help="Write the report as a Word file too, with marked places for your own words;"
        " barnevern report import FILE.docx reads them back.",
    ),
]
Template = Annotated[
    Path | None,
    typer.Option(help="A .dotx or .docx whose styles, heads and feet the Word file is to have."),
]
Prompts = Annotated[
    bool,
    typer.Option(help="Questions to the service, in chapters of the Word file it has not written."),
]
Whose = Annotated[
    list[str],
    typer.Argument(
        help="Number or name; several may be given.", autocompletion=completion.municipalities
    ),
]
Outline = Annotated[
    str,
    typer.Option(
        help="The chapters of the report: baerum, or bufdir (the template of Bufdir).",
        show_default="the service's own, in params/texts",
        autocompletion=completion.outlines,
    ),
]


def known_outline(name: str) -> str:
    """The name of an outline, or "" for each service's own. Raises InputProblems with the nearest
    one.
    """
    if name and name not in outlines():
        remedy = nearest(name, outlines()) or f"use {' or '.join(outlines())}"
        rule = "there is no such outline"
        raise InputProblems([Problem("", "", "--outline", name, rule, remedy)])
    return name
