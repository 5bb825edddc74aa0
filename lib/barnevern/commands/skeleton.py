"""A new notebook from the skeleton that every report page has: title, findings, a question per
indicator, method and sources.
"""

import re
from collections.abc import Sequence
from pathlib import Path

import nbformat

from barnevern.indicators import UnknownIndicator, indicator
from barnevern.paths import NOTEBOOKS
from barnevern.problems import InputProblems, Problem

INDICATORS = (
    "children_investigated_0_17_pct",
    "gross_f251_per_child_not_placed_nok",
    "gross_f252_per_child_placed_nok",
)
MOST_FINDINGS = 5
NAME = r"[a-z][a-z0-9_]{1,39}"
PARAMETERS = """\
municipality: str = "3201"  # four digits as text, or a name: "3201", "Bærum"
year: int = 2024  # the year the page is about
dataset: str = "published"  # a data set under data/, or a folder with a dataset.json
peers: str = "auto"  # municipalities or groups to compare with, separated by comma: "3203, EKG12"
""".rstrip()


def write(name: str, title: str, indicators: Sequence[str], folder: Path = NOTEBOOKS) -> Path:
    """Write the notebook ``name`` with a question per indicator to ``folder``; gives its path.

    Raises InputProblems for a name that is taken or cannot be one, and for unknown or repeated
    indicators.
    """
    path = folder / f"{name}.ipynb"
    problems = []
    if not re.fullmatch(NAME, name):
        problems.append(
            Problem(
                "",
                "",
                "name",
                name,
                "a name has 2–40 small letters, digits and _",
                "write it so, for example aftercare",
            )
        )
    elif path.exists():
        problems.append(
            Problem(
                "",
                "",
                "name",
                name,
                "there is a notebook of that name",
                "choose another name, or change that one",
            )
        )
    if title and not re.fullmatch(r"[^\n#<>]{2,80}", title):
        problems.append(
            Problem(
                "",
                "",
                "--title",
                title[:80],
                "a title is one line of 2–80 letters, without # < >",
                "shorten or correct it",
            )
        )
    problems += _wrong(indicators)
    if problems:
        raise InputProblems(problems)
    made = notebook(name, title or name.replace("_", " ").capitalize(), indicators)
    path.write_text(nbformat.writes(made) + "\n", encoding="utf-8")
    return path


def _wrong(indicators: Sequence[str]) -> list[Problem]:
    problems = []
    for place, one in enumerate(indicators):
        try:
            indicator(one)
        except UnknownIndicator as error:
            problems.append(
                Problem(
                    "",
                    "",
                    "--indicator",
                    one,
                    "the indicator is not in the catalogue",
                    str(error).rpartition("; ")[2],
                )
            )
        if one in indicators[:place]:
            problems.append(
                Problem(
                    "",
                    "",
                    "--indicator",
                    one,
                    "the indicator is given more than once",
                    "give it once",
                )
            )
    return problems


def notebook(name: str, title: str, indicators: Sequence[str]) -> nbformat.NotebookNode:
    """The notebook: what it shows is declared in its metadata, and a page that shows less is not
    published.
    """
    findings = "\n".join(
        [
            "show.findings(",
            "    page,",
            *(f'    "{one}",' for one in indicators[:MOST_FINDINGS]),
            ")",
        ]
    )
    opened = (
        f'from barnevern import show\nfrom barnevern.page import Page\n\npage = Page.open("{name}",'
        " municipality, year, dataset, peers)"
    )
    cells = [
        (
            "markdown",
            f"# {title}\n\nHva siden handler om, og hvem den er for, i en eller to setninger.",
        ),
        ("parameters", PARAMETERS),
        ("code", f"{opened}\nshow.heading(page)"),
        ("markdown", "## Hovedfunn\n\nDe nyeste tallene i ord, regnet ut av tallene på siden."),
        ("code", findings),
    ]
    for one in indicators:
        cells += [
            ("markdown", f"## {indicator(one).short}\n\n{indicator(one).read}"),
            ("code", f'show.trend(page, "{one}")'),
        ]
    cells += [
        ("markdown", "## Metode og forbehold\n\nSlik er tallene laget, og dette kan de ikke si."),
        ("code", "show.method(page)"),
        ("markdown", "## Kilder\n\nHvor tallene kommer fra, og hva siden er laget med."),
        ("code", "show.sources(page)"),
    ]
    made = [
        _cell(kind, source, f"{name}-{number:02d}") for number, (kind, source) in enumerate(cells)
    ]
    about = {"title": title, "items": ["heading", "findings", *indicators, "method", "sources"]}
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    return nbformat.v4.new_notebook(
        cells=made,
        metadata={"barnevern": about, "kernelspec": kernel, "language_info": {"name": "python"}},
    )


def _cell(kind: str, source: str, name: str) -> nbformat.NotebookNode:
    if kind == "markdown":
        return nbformat.v4.new_markdown_cell(source, id=name)
    return nbformat.v4.new_code_cell(
        source, id=name, metadata={"tags": ["parameters"]} if kind == "parameters" else {}
    )
