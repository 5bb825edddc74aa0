"""The command line: ``barnevern run``, ``report``, ``demo`` and ``lab``; the commands of one
subject stand in the modules beside.
"""

import os
import sys
from contextlib import nullcontext
from pathlib import Path
from typing import Annotated, Literal

import typer

from barnevern import __version__, document
from barnevern.batch import documents, plan, progress, publish
from barnevern.batch import run as batch
from barnevern.batch.executors import Options
from barnevern.batch.place import Place
from barnevern.batch.place import at as place_at
from barnevern.batch.progress import Interrupted, interruptible
from barnevern.batch.task import CAN_FORK, Limits
from barnevern.commands import options as options
from barnevern.commands import own_words
from barnevern.commands import progress as waiting
from barnevern.commands.audit import audit
from barnevern.commands.console import errors as console
from barnevern.commands.console import logged, make_sturdy, outliving, output, say
from barnevern.commands.data import changed, data_app
from barnevern.commands.extract import extract_app
from barnevern.commands.lab import lab
from barnevern.commands.ledger import ledger_app
from barnevern.commands.notebook import notebook_app
from barnevern.commands.own import own_app
from barnevern.commands.publish import publish as publish_command
from barnevern.commands.words import words
from barnevern.commands.workspace import init
from barnevern.data.dataset import open_dataset
from barnevern.data.store import DEMO
from barnevern.document import pdf
from barnevern.observations import lookup
from barnevern.page.parameters import ParameterProblems
from barnevern.paths import REPORTS
from barnevern.problems import InputProblems

DEFAULT_ENGINE: Literal["fork", "kernel"] = "fork" if CAN_FORK else "kernel"
IMPORT = "import"  # the first word of barnevern report import
MOST_DIFFERENCES = 20  # that are printed
MOST_JOBS = min(os.cpu_count() or 1, 8)
app = typer.Typer(
    add_completion=True,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    help="Reports on municipal child welfare in Norway.",
)
app.add_typer(data_app, name="data")
app.add_typer(extract_app, name="extract")
app.add_typer(ledger_app, name="ledger")
app.add_typer(notebook_app, name="notebook")
app.add_typer(own_app, name="own")
app.command()(audit)
app.command()(init)
app.command(context_settings={"allow_extra_args": True, "ignore_unknown_options": True})(lab)
app.command("publish")(publish_command)
app.command()(words)


def main() -> None:
    """Run the command line; what a person must mend is printed in words, with exit code 1."""
    make_sturdy()
    try:
        app()
    except (ParameterProblems, InputProblems) as error:
        say(error)
        sys.exit(1)


def _version(asked: bool) -> None:
    if asked:
        output.print(__version__)
        raise typer.Exit


@app.callback()
def _root(
    version: Annotated[
        bool,
        typer.Option("--version", callback=_version, is_eager=True, help="Say the version."),
    ] = False,
) -> None:
    del version  # said by its own function, before any command


@app.command()
@outliving()
def run(
    params: options.Parameters = plan.DEFAULT,
    municipality: options.Municipalities = None,
    group: options.Group = "",
    county: options.County = "",
    network: options.Networks = None,
    everyone: options.Everyone = False,
    year: options.Year = None,
    dataset: options.Dataset = "",
    notebook: options.Notebooks = None,
    out: options.Out = str(REPORTS),
    jobs: options.Jobs = MOST_JOBS,
    scheduler: options.Scheduler = "",
    engine: options.Engine = DEFAULT_ENGINE,
    limits: options.LimitsOfAPage = "120,600,1000",
    force: options.Force = False,
    only_failed: options.OnlyFailed = False,
    dry_run: options.DryRun = False,
    as_pdf: options.AsPdf = False,
    log: options.Log = None,
) -> None:
    """Make report pages with an index: every notebook for every municipality. Pages that nothing
    has changed for are left alone.
    """
    with logged(log):
        whose, notebooks, networks = municipality or [], notebook or [], network or []
        request = plan.Request(whose, group, county, everyone, year, dataset, notebooks, networks)
        planned = _planned(params, request, as_pdf=as_pdf)
        _say_known_today(whose)
        place = _place(out, planned)
        with nullcontext() if dry_run else publish.held(place):
            edition = publish.read(place)
            how = Options(jobs, engine, scheduler, Limits.of(limits), force)
            work = _work(planned, edition, how, only_failed=only_failed)
            if dry_run or not work:
                progress.explain(work, output)
            elif _carried_out(work, edition, how) or (as_pdf and _not_printed(edition, planned)):
                raise typer.Exit(1)


@app.command()
@outliving()
def report(
    municipality: options.Whose,
    year: options.Year = None,
    dataset: options.Dataset = "published",
    outline: options.Outline = "",
    as_pdf: options.AsPdf = False,
    as_docx: options.AsDocx = False,
    template: options.Template = None,
    prompts: options.Prompts = True,
    out: options.Out = str(REPORTS),
) -> None:
    """Make a municipality's tilstandsrapport: one document with everything its pages show, and the
    service's own words. barnevern report import FILE.docx takes the words in from a Word file.
    """
    if municipality[0] == IMPORT:
        own_words.take_in([Path(file) for file in municipality[1:]])
        return
    as_word = documents.AsWord(template, prompts, options.known_outline(outline))
    documents.check_template(template)
    planned = _planned(
        plan.DEFAULT,
        plan.Request(municipality, year=year, dataset=dataset, notebooks=[*document.notebooks()]),
        as_pdf=as_pdf,
    )
    how = Options(MOST_JOBS, DEFAULT_ENGINE, outline=as_word.outline)
    place = _place(out, planned)
    with publish.held(place):
        edition = publish.read(place)
        failed = _carried_out(batch.work(planned, edition, how), edition, how)
        failed |= as_pdf and _not_printed(edition, planned)
        for page in documents.of(edition, planned):
            output.print(f"Read {place.shown(f'{page}.html')}", markup=False)
        if as_docx:
            _written(edition, planned, as_word)
    if failed:
        raise typer.Exit(1)


def _planned(params: Path, request: plan.Request, *, as_pdf: bool) -> list[plan.Job]:
    """The pages to make; what could not be done at the end is said before anything is begun."""
    if as_pdf:
        pdf.program()
    return plan.plan(params, request, lambda words: console.print(words, markup=False))


def _place(out: str, planned: list[plan.Job]) -> Place:
    """Where the pages go: below ``out``, in a folder of their data set."""
    return place_at(out, str(open_dataset(planned[0].dataset).about["name"]))


def _say_known_today(municipalities: list[str]) -> None:
    """Say what each that was given by an older number or name is today."""
    for sentence in filter(None, map(lookup.known_today, municipalities)):
        console.print(sentence, markup=False)


def _work(
    planned: list[plan.Job], edition: publish.Edition, how: Options, *, only_failed: bool
) -> list[batch.Work]:
    """The work of the plan, or of those of its pages that failed the last time."""
    wanted = [job for job in planned if not only_failed or edition.failed(job.page)]
    return batch.work(wanted, edition, how) if wanted else []


def _not_printed(edition: publish.Edition, jobs: list[plan.Job]) -> bool:
    """Print the documents of ``jobs`` and say where they are. Gives whether any could not be
    printed.
    """
    failed = False
    for page in documents.of(edition, jobs):
        try:
            documents.print_pdf(edition.place, page)
            output.print(f"Printed {edition.place.shown(f'{page}.pdf')}", markup=False)
        except pdf.NotPrinted as error:
            failed = True
            console.print(f"FAILED {page}.pdf: {error}", markup=False)
    return failed


def _written(edition: publish.Edition, jobs: list[plan.Job], how: documents.AsWord) -> None:
    """Write the documents of ``jobs`` as Word files and say where they are."""
    whole = documents.of(edition, jobs)
    for job in {job.folder: job for job in jobs}.values():
        if f"{job.folder}/{document.NAME}" in whole:
            name = documents.write_docx(edition.place, job, how)
            output.print(f"Write in {edition.place.shown(name)}", markup=False)


def _carried_out(work: list[batch.Work], edition: publish.Edition, how: Options) -> bool:
    """Make the pages of ``work`` and say how it went. Gives whether any failed."""
    with progress.shown(work, console) as report, interruptible():
        try:
            results = batch.run(work, edition, how, report)
        except Interrupted as interruption:
            console.print(
                "Interrupted. The pages that were finished are published; run again to make the"
                " others.",
                markup=False,
            )
            raise typer.Exit(128 + interruption.number) from None
    failed = sum(not result.published for result in results)
    unchanged = len(work) - len(results)
    published = f"{len(results) - failed} of {len(results)} pages published" + (
        f", {unchanged} unchanged" if unchanged else ""
    )
    output.print(f"{published}. Open {edition.place.shown('index.html')}", markup=False)
    return failed > 0


@app.command()
def demo(
    check: Annotated[
        bool,
        typer.Option(
            "--check",
            help="Draw the nation anew from its seed, which takes minutes, and compare each figure"
            " with the embedded one. Exit code 1 where any is another.",
        ),
    ] = False,
    write: Annotated[
        bool, typer.Option("--write", help="As --check, and embed what was drawn (data/demo).")
    ] = False,
) -> None:
    """Say what the data set «demo» is: a made-up nation with every municipality, for trying
    everything out. It is embedded, and there in seconds.
    """
    if check or write:
        _drawn_anew(write=write)
        return
    about = open_dataset(DEMO).about
    output.print(
        f"The made-up nation is ready, from seed {about['seed']}: no real children or"
        " municipalities. barnevern run --dataset demo -m Bærum",
        markup=False,
    )


def _drawn_anew(*, write: bool) -> None:
    """Draw the nation again and hold it against the embedded one."""
    from barnevern.data import made_up

    with (
        waiting.progress("Making up children", console) as tell,
        waiting.progress("Protecting the figures", console) as tell_gated,
    ):
        about, passed, sources = made_up.drawn(tell, tell_gated)
    found = list(made_up.differences(passed, sources))
    for line in found[:MOST_DIFFERENCES]:
        output.print(line, markup=False)
    output.print(f"{len(found)} differences from the embedded nation.", markup=False)
    if write:
        made_up.write(about, passed, sources)
    elif found:
        raise typer.Exit(1)


app.command()(changed)
