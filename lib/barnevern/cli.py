"""The command line: ``barnevern run``, ``barnevern data build|show`` and ``barnevern lab``."""

import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from barnevern.batch import index, plan
from barnevern.batch.run import Result
from barnevern.batch.run import run as run_batch
from barnevern.cli_extract import extract_app
from barnevern.dataset import build as build_dataset
from barnevern.dataset import open_dataset
from barnevern.parameters import ParameterProblems
from barnevern.paths import DATA, NOTEBOOKS, REPORTS
from barnevern.problems import InputProblems
from barnevern.store import DEMO, build_demo, demo_place

app = typer.Typer(add_completion=True, no_args_is_help=True, pretty_exceptions_enable=False, help="Reports on municipal child welfare in Norway.")
data_app = typer.Typer(no_args_is_help=True, help="Build and look at data sets.")
app.add_typer(data_app, name="data")
app.add_typer(extract_app, name="extract")
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
    out: Annotated[Path, typer.Option(help="Where the reports go.")] = REPORTS,
    jobs: Annotated[int, typer.Option(min=1, max=64, help="Pages made at the same time.")] = min(os.cpu_count() or 1, 8),
    only_failed: Annotated[bool, typer.Option("--only-failed", help="Only the pages that failed the last time.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="List the pages and make none.")] = False,
) -> None:
    """Make report pages with an index: every notebook for every municipality."""
    if dataset == DEMO:
        _demo()
    request = plan.Request(municipality or [], group, county, everyone, year, dataset, notebook or [], network or [])
    planned = plan.plan(params, request)
    opened = open_dataset(planned[0].dataset)
    folder = out / str(opened.about["name"])
    if only_failed:
        failed = index.failed_before(folder)
        planned = [job for job in planned if (job.region.code, job.year, job.notebook) in failed]
    if dry_run or not planned:
        for job in planned:
            output.print(job.name, markup=False)
        console.print(f"{len(planned)} pages", markup=False)
        return
    index.prepare(folder)
    started, results = datetime.now(UTC), list[Result]()
    try:
        _with_progress(planned, folder, jobs, results)
    except KeyboardInterrupt:
        console.print("Interrupted. The pages that were finished are in the index; run again to make the others.", markup=False)
        raise typer.Exit(130) from None
    finally:
        index.record(folder, opened, results, started, jobs)
    _conclude(results, folder)


def _with_progress(planned: list[plan.Job], folder: Path, workers: int, results: list[Result]) -> None:
    """Make the pages and add how each ended to ``results``, so that an interrupted run can be recorded too."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, disable=not console.is_terminal) as progress:
        task = progress.add_task("Making pages", total=len(planned))

        def report(result: Result) -> None:
            results.append(result)
            progress.advance(task)
            if not result.published:
                console.print(f"FAILED {result.job.name}: {result.error}", markup=False)

        run_batch(planned, folder, workers, report)


def _conclude(results: list[Result], folder: Path) -> None:
    failed = [result for result in results if not result.published]
    output.print(f"{len(results) - len(failed)} of {len(results)} pages published. Open {_shown(folder / 'index.html')}", markup=False)
    if failed:
        raise typer.Exit(1)


def _shown(path: Path) -> str:
    """The path as a person in this folder would write it."""
    full = path.resolve()
    return str(full.relative_to(Path.cwd())) if full.is_relative_to(Path.cwd()) else str(path)


@data_app.command("build")
def data_build(
    folder: Annotated[Path, typer.Argument(help="A folder with dataset.json, sources.csv and tables of observations.")] = DATA / "published",
    out: Annotated[Path | None, typer.Option(help="Where the Parquet goes; beside the embedded data sets if not given.")] = None,
) -> None:
    """Check a folder of tables and build its data set. Prints every problem and writes nothing when there is one."""
    built = build_dataset(folder, out)
    output.print(f"Data set «{built.about['name']}», content {built.about['content'][:12]}, in {_shown(built.folder)}", markup=False)


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
    output.print(f"The made-up nation is ready: barnevern run --dataset demo -m Bærum. It stands in {_shown(_demo())}.", markup=False)


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
