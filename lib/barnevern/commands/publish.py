"""``barnevern publish``: a finished, audited edition copied to where its readers are."""

from pathlib import Path
from typing import Annotated

import typer

from barnevern.batch import delivery
from barnevern.batch.place import at
from barnevern.commands.console import output
from barnevern.paths import REPORTS
from barnevern.problems import InputProblems, Problem


def publish(
    target: Annotated[
        str, typer.Argument(help="A folder, or an address such as s3://bucket/pages.")
    ],
    reports: Annotated[
        Path,
        typer.Option(
            help="The pages of a data set.",
            exists=True,
            file_okay=False,
            show_default="reports/published",
        ),
    ] = REPORTS / "published",
) -> None:
    """Copy a finished edition to where its readers are, when the audit finds nothing in it: pages
    first, the index last, with a manifest. Only what has changed is copied.
    """
    delivery.check_finished(reports)
    _check_audited(reports)
    place = at(target, reports.resolve().name)
    try:
        done = delivery.deliver(reports, place)
    except OSError as error:
        reason = error.strerror or "it cannot be written to"
        raise InputProblems(
            [Problem("", "", "target", "", reason, "give a folder that you may write to")]
        ) from None
    output.print(
        f"{done.copied} files copied, {done.alike} were there, {done.removed} taken away.",
        markup=False,
    )
    if done.asking:
        output.print(
            f"{done.asking} Word files stay here: they have questions to the service. Write in"
            " them, or make them with --no-prompts.",
            markup=False,
        )
    output.print(f"Open {place.shown('index.html')}", markup=False)


def _check_audited(reports: Path) -> None:
    """Raises InputProblems when the audit finds anything in the pages."""
    from barnevern.audit import audit  # scipy and lxml, which no other command needs

    if any(found.failed for found in audit(reports)):
        remedy = "see what: barnevern audit, and make the pages again"
        rule = "the audit finds something that must not be known"
        raise InputProblems([Problem("", "", "reports", reports.name, rule, remedy)])
