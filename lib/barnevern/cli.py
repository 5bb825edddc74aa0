"""The command line: ``barnevern run``, ``barnevern data build|show``, ``barnevern demo`` and ``barnevern lab``."""

import os
import subprocess
import sys
from contextlib import nullcontext
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Literal

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from barnevern.batch import plan, progress, publish
from barnevern.batch import run as batch
from barnevern.batch.executors import CAN_FORK, Options
from barnevern.batch.place import at as place_at
from barnevern.batch.progress import Interrupted, interruptible
from barnevern.batch.task import Limits
from barnevern.cli_audit import audit
from barnevern.cli_extract import extract_app
from barnevern.dataset import build as build_dataset
from barnevern.dataset import open_dataset
from barnevern.parameters import ParameterProblems
from barnevern.paths import DATA, NOTEBOOKS, REPORTS, shown
from barnevern.problems import InputProblems
from barnevern.store import DEMO, build_demo, demo_place

DEFAULT_ENGINE: Literal["fork", "kernel"] = "fork" if CAN_FORK else "kernel"
app = typer.Typer(add_completion=True, no_args_is_help=True, pretty_exceptions_enable=False, help="Reports on municipal child welfare in Norway.")
data_app = typer.Typer(no_args_is_help=True, help="Build and look at data sets.")
app.add_typer(data_app, name="data")
app.add_typer(extract_app, name="extract")
app.command()(audit)
console = Console(stderr=True, highlight=False, soft_wrap=True)
output = Console(highlight=False, soft_wrap=True)


def main() -> None:
    """Run the command line; what a person must mend is printed in words, with exit code 1."""
    try:
        app()
    except (ParameterProblems, InputProblems) as error:
        for line in error.sentences if isinstance(error, ParameterProblems) else [str(error)]:
            console.print(line, markup=False)
        sys.exit(1)


@app.command()
def run(
    params: Annotated[Path, typer.Argument(help="A parameter file: which data set, municipalities, years and notebooks.")] = plan.DEFAULT,
    municipality: Annotated[list[str] | None, typer.Option("--municipality", "-m", help="Number or name; may be given several times.")] = None,
    group: Annotated[str, typer.Option(help="A group of municipalities: asss, or a KOSTRA group such as EKG12.")] = "",
    county: Annotated[str, typer.Option(help="Every municipality of a county: number or name.")] = "",
    network: Annotated[list[str] | None, typer.Option(help="A network to make a page about: asss, EKG12, EKA32.")] = None,
    everyone: Annotated[bool, typer.Option("--all", help="Every municipality that has figures.")] = False,
    year: Annotated[int | None, typer.Option(help="The year of the pages; the last one with figures if not given.")] = None,
    dataset: Annotated[str, typer.Option(help="A data set under data/, or a folder with a dataset.json.")] = "",
    notebook: Annotated[list[str] | None, typer.Option(help="A notebook; may be given several times.")] = None,
    out: Annotated[str, typer.Option(help="Where the reports go: a folder, or an address such as s3://bucket/reports.")] = str(REPORTS),
    jobs: Annotated[int, typer.Option(min=1, max=64, help="Pages made at the same time.")] = min(os.cpu_count() or 1, 8),
    scheduler: Annotated[str, typer.Option(help="A Dask scheduler, such as tcp://host:8786; its workers make the pages.")] = "",
    engine: Annotated[Literal["fork", "kernel"], typer.Option(help="fork (fast), or kernel: an ordinary kernel for each page.")] = DEFAULT_ENGINE,
    limits: Annotated[
        str, typer.Option(help="The most a page may take: seconds a cell, seconds in all, megabytes (fork, on Linux).")
    ] = "120,600,1000",
    force: Annotated[bool, typer.Option("--force", help="Make every page, also those that nothing has changed for.")] = False,
    only_failed: Annotated[bool, typer.Option("--only-failed", help="Only the pages that failed the last time.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say which pages would be made and why, and make none.")] = False,
) -> None:
    """Make report pages with an index: every notebook for every municipality. Pages that nothing has changed for are left alone."""
    if dataset == DEMO:
        _demo()
    request = plan.Request(municipality or [], group, county, everyone, year, dataset, notebook or [], network or [])
    planned = plan.plan(params, request)
    options = Options(jobs, engine, scheduler, Limits.of(limits), force)
    place = place_at(out, str(open_dataset(planned[0].dataset).about["name"]))
    with nullcontext() if dry_run else publish.held(place):
        edition = publish.read(place)
        chosen = [job for job in planned if not only_failed or edition.failed(job.page)]
        work = batch.work(chosen, edition, options) if chosen else []
        if dry_run or not chosen:
            progress.explain(work, output)
        elif _carried_out(work, edition, options):
            raise typer.Exit(1)


def _carried_out(work: list[batch.Work], edition: publish.Edition, options: Options) -> bool:
    """Make the pages of ``work`` and say how it went. Gives whether any failed."""
    with progress.shown(work, console) as report, interruptible():
        try:
            results = batch.run(work, edition, options, report)
        except Interrupted as interruption:
            console.print("Interrupted. The pages that were finished are published; run again to make the others.", markup=False)
            raise typer.Exit(128 + interruption.number) from None
    failed = sum(not result.published for result in results)
    unchanged = len(work) - len(results)
    published = f"{len(results) - failed} of {len(results)} pages published" + (f", {unchanged} unchanged" if unchanged else "")
    output.print(f"{published}. Open {edition.place.shown('index.html')}", markup=False)
    return failed > 0


@data_app.command("build")
def data_build(
    folder: Annotated[Path, typer.Argument(help="A folder with dataset.json, sources.csv and tables of observations.")] = DATA / "published",
    out: Annotated[Path | None, typer.Option(help="Where the Parquet goes; beside the embedded data sets if not given.")] = None,
) -> None:
    """Check a folder of tables and build its data set. Prints every problem and writes nothing when there is one."""
    built = build_dataset(folder, out)
    output.print(f"Data set «{built.about['name']}», content {built.about['content'][:12]}, in {shown(built.folder)}", markup=False)


@data_app.command("show")
def data_show(
    municipality: Annotated[str, typer.Argument(help="Number or name.")],
    indicator: Annotated[list[str], typer.Option(help="An indicator of data/reference/indicators.yml.")],
    dataset: Annotated[str, typer.Option(help="A data set under data/, or a folder with a dataset.json.")] = "published",
    year: Annotated[int, typer.Option(help="The last year to show.")] = datetime.now(UTC).year,
) -> None:
    """Print an indicator for a municipality and its peers."""
    from barnevern.indicators import UnknownIndicator
    from barnevern.page import Page
    from barnevern.terminal import indicator_table

    page = Page.open("show", municipality, year, dataset)
    try:
        for name in indicator:
            output.print(indicator_table(page, name))
            if page.own(page.table(name)).empty:
                console.print(f"{page.place} has no figure for {name} up to {year} in this data set.", markup=False)
    except UnknownIndicator as error:
        raise ParameterProblems([str(error)]) from None


@app.command()
def demo() -> None:
    """Make the data set «demo»: a made-up nation with every municipality, for trying everything out. Takes minutes, once."""
    output.print(f"The made-up nation is ready: barnevern run --dataset demo -m Bærum. It stands in {shown(_demo())}.", markup=False)


def _demo() -> Path:
    """Build the made-up nation with progress, unless it is there."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, disable=not console.is_terminal) as progress:
        task = progress.add_task("Making up municipalities", total=None)
        if not console.is_terminal and not demo_place().is_dir():
            console.print("Making the data set «demo»: some minutes, once.", markup=False)
        return build_demo(lambda done, total: progress.update(task, completed=done, total=total))


@app.command()
def lab() -> None:
    """Open the notebooks in JupyterLab."""
    raise typer.Exit(subprocess.call([sys.executable, "-m", "jupyterlab", str(NOTEBOOKS)]))
